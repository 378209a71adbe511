//! The handover note: made from what happened, previewed, issued, and counted as it is printed.
//!
//! Making one changes nothing, so anybody signed in may look. What is issued is journalled as it
//! was laid out: an old note is never built again from newer facts.

mod gather;
mod person;

#[cfg(test)]
mod tests;

use chrono::{DateTime, Utc};
use uuid::Uuid;

use super::{Desk, DeskError};
use crate::domain::event::{Body, HandoverIssue};
use crate::domain::ids::HandoverId;
use crate::domain::service::Site;
use crate::handover::{Handover, Page, Paper, Stamp, build, joined, lay_out};
use crate::store::IssuedHandover;

/// A handover note as its first copy reads, ready to be looked at, issued and printed.
#[derive(Clone, Debug)]
pub struct Note {
    /// Name of the note; printing it again keeps the name and counts the copies.
    pub handover: HandoverId,
    /// Codes of the sites it covers.
    pub sites: Vec<String>,
    /// Version, from 1 each shift.
    pub version: u32,
    /// People named on it.
    pub people: u32,
    /// Copy number of these pages, from 1.
    pub copy: u32,
    /// The lines of each page, exactly as they are printed.
    pub pages: Vec<Page>,
    /// Whether the people on it are invented.
    pub demo: bool,
    made: Handover,
}

impl Note {
    /// The note as a copy with this stamp reads.
    fn stamped(&self, stamp: Stamp) -> Self {
        let copy = stamp.copy;
        let made = Handover { stamp, ..self.made.clone() };
        Self { copy, pages: lay_out(&made, Paper::A4), made, ..self.clone() }
    }

    /// The title a print queue may show: no name of a person is in it.
    pub fn title(&self) -> String {
        format!("Handover {} v{}", self.sites.join("+"), self.version)
    }
}

impl Desk {
    /// The sites whose people a handover of this shift must carry: its own, and every one where
    /// somebody stands on the board and nobody is on. Without a shift, all sites.
    ///
    /// # Errors
    /// A failure of the store.
    pub fn sites_to_hand_over(&self) -> Result<Vec<String>, DeskError> {
        let Some(shift) = self.shift()? else { return Ok(Vec::new()) };
        let board = self.board()?;
        let orphaned = |code: &str| {
            let peopled = board.rows.iter().any(|row| row.site == code);
            peopled && board.cover.iter().any(|cover| cover.site == code && cover.on.is_empty())
        };
        let codes = self.service.sites.iter().map(|site| site.code.as_str());
        Ok(codes
            .filter(|code| shift.sites.iter().any(|own| own == code) || orphaned(code))
            .map(str::to_owned)
            .collect())
    }

    /// Makes the handover of these sites as it would print now; none named means all sites.
    ///
    /// It is the note of the shift signed in if that covers one of the sites, else of the shift on
    /// duty there, else of the time since the last note. Everybody on the board of the sites is on it.
    ///
    /// # Errors
    /// Refused for an unknown site, or a failure of the store.
    pub fn handover(&self, sites: &[String]) -> Result<Note, DeskError> {
        let sites = self.sites_named(sites)?;
        let codes: Vec<String> = sites.iter().map(|site| site.code.clone()).collect();
        let watch = self.watch(&codes)?;
        let version = self.last_version(&codes, watch.from)? + 1;
        let stamp = Stamp::new(&self.service.print, self.now(), &self.who.name, 1);
        let made = build(&self.gather(&sites, &watch, version, stamp)?);
        Ok(Note {
            handover: HandoverId(Uuid::now_v7()),
            sites: codes,
            version,
            people: made.named,
            copy: 1,
            pages: lay_out(&made, Paper::A4),
            demo: self.is_demo(),
            made,
        })
    }

    /// Journals a note as it was laid out. Doing it again with the same note is harmless.
    ///
    /// # Errors
    /// Refused where a newer note of one of its sites was issued meanwhile; a failure of the store.
    pub fn issue_handover(&mut self, note: &Note) -> Result<HandoverId, DeskError> {
        let latest = self.latest(&note.sites)?;
        if latest.iter().any(|issued| issued.issue.handover == note.handover) {
            return Ok(note.handover);
        }
        let newer = |issued: &IssuedHandover| issued.at > note.made.stamp.at;
        if latest.iter().any(newer) {
            return Err(DeskError::refused(
                "A newer handover of this site was issued meanwhile. This one was not.",
                "Go back and open the handover again.",
            ));
        }
        let issue = HandoverIssue {
            handover: note.handover,
            sites: note.sites.clone(),
            version: note.version,
            people: note.people,
            text: joined(&note.pages),
        };
        let site = note.sites.first().filter(|_| note.sites.len() == 1).cloned();
        self.record_here(site.as_deref(), Body::HandoverMade(issue))?;
        Ok(note.handover)
    }

    /// The note as its next copy reads: the first one exactly as shown, later ones with their number.
    ///
    /// # Errors
    /// A failure of the store.
    pub fn next_copy(&self, note: &Note) -> Result<Note, DeskError> {
        let latest = self.latest(&note.sites)?;
        let Some(issued) = latest.iter().find(|issued| issued.issue.handover == note.handover) else {
            return Ok(note.clone());
        };
        let printed = self
            .store
            .events_since(issued.seq)?
            .into_iter()
            .filter_map(|event| match event.body {
                Body::Printed { handover, copy, .. } if handover == note.handover => Some(copy),
                _ => None,
            })
            .max();
        Ok(match printed {
            None => note.clone(),
            Some(copy) => note.stamped(Stamp::new(&self.service.print, self.now(), &self.who.name, copy + 1)),
        })
    }

    /// Issues a note if it was not, sends its next copy out, and journals that it went.
    ///
    /// `channel` is "stdout", "file" or "printer NAME"; `send` gets the copy and writes its lines.
    /// Where the store may only be read the note still comes out: the next shift needs it most then.
    ///
    /// # Errors
    /// What `send` says, and as [`Desk::issue_handover`]. A copy that did not go out is not counted.
    pub fn print_handover<T, E: From<DeskError>>(
        &mut self,
        note: &Note,
        channel: &str,
        send: impl FnOnce(&Note) -> Result<T, E>,
    ) -> Result<T, E> {
        if self.read_only().is_some() {
            return send(note);
        }
        self.issue_handover(note)?;
        let copy = self.next_copy(note)?;
        let sent = send(&copy)?;
        self.journal_printed(&copy, channel)?;
        Ok(sent)
    }

    /// Journals that a copy went out: `channel` is "stdout", "file" or "printer NAME".
    ///
    /// # Errors
    /// A failure of the store.
    pub fn journal_printed(&mut self, copy: &Note, channel: &str) -> Result<(), DeskError> {
        let pages = u32::try_from(copy.pages.len()).unwrap_or(u32::MAX);
        let printed =
            Body::Printed { handover: copy.handover, channel: channel.to_owned(), copy: copy.copy, pages };
        let site = copy.sites.first().filter(|_| copy.sites.len() == 1).cloned();
        self.record_here(site.as_deref(), printed)?;
        Ok(self.store.finalise()?)
    }

    /// The first line of a page; a demo's says so.
    pub(super) fn marked(&self, marking: &str) -> String {
        if self.is_demo() { format!("DEMO - {marking}") } else { marking.to_owned() }
    }

    /// The sites with these codes, or all of them where none is named.
    ///
    /// # Errors
    /// Refused for an unknown code, with those that there are.
    pub fn sites_named(&self, codes: &[String]) -> Result<Vec<&Site>, DeskError> {
        if codes.is_empty() {
            return Ok(self.service.sites.iter().collect());
        }
        codes.iter().map(|code| self.site_named(code)).collect()
    }

    fn site_named(&self, code: &str) -> Result<&Site, DeskError> {
        self.service.site(code).ok_or_else(|| {
            let known: Vec<String> =
                self.service.sites.iter().map(|site| format!("{} ({})", site.code, site.name)).collect();
            DeskError::refused(
                format!("This service has no site \"{code}\"."),
                format!("Its sites are {}.", known.join(", ")),
            )
        })
    }

    /// The latest note of each of these sites.
    fn latest(&self, sites: &[String]) -> Result<Vec<IssuedHandover>, DeskError> {
        let mut latest = Vec::new();
        for site in sites {
            latest.extend(self.store.last_handover(site)?);
        }
        Ok(latest)
    }

    /// The highest version issued for these sites since an instant. Whoever issued it, no two notes
    /// of a shift carry the same number.
    fn last_version(&self, sites: &[String], since: DateTime<Utc>) -> Result<u32, DeskError> {
        let latest = self.latest(sites)?;
        let ours = latest.iter().filter(|issued| issued.at >= since);
        Ok(ours.map(|issued| issued.issue.version).max().unwrap_or(0))
    }
}
