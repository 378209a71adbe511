//! The handover: made for its reader from what happened, previewed, issued.
//!
//! Making one changes nothing, so anybody signed in may look. What is issued is journalled as it
//! was laid out: an old note is never built again from newer facts. `gather` finds whose watch and
//! which people, `person` and `actions` tell the team of one, `readers` everybody else, `changes`
//! what was different on the last note, `names` what is put as initials.

mod actions;
mod changes;
mod gather;
mod names;
mod person;
mod readers;

#[cfg(test)]
mod tests;

use chrono::{DateTime, Utc};
use uuid::Uuid;

use self::gather::Watch;
pub(super) use self::names::Known;
pub(super) use self::person::Teller;
use super::paper::Document;
use super::{Desk, DeskError};
use crate::domain::episode::Episode;
use crate::domain::event::{Audience, Body, HandoverIssue};
use crate::domain::ids::HandoverId;
use crate::domain::page::Page;
use crate::domain::service::Site;
use crate::domain::text::clean_line;
use crate::domain::time::local;
use crate::handover::{Content, Facts, Identifier, Paper, Spoken, Stamp, aloud, compose, items};
use crate::store::IssuedHandover;

/// Which handover is asked for.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct HandoverAsk {
    /// Codes of the sites; empty = all.
    pub sites: Vec<String>,
    /// For whom.
    pub audience: Audience,
    /// Full names instead of initials, and why; none = initials.
    pub names: Option<String>,
    /// Who reads it, by name; empty = whoever the audience is.
    pub reader: String,
}

impl HandoverAsk {
    /// The note to the team of these sites, by initials.
    pub fn of(sites: &[String]) -> Self {
        Self { sites: sites.to_vec(), ..Self::default() }
    }

    fn identifier(&self) -> Identifier {
        if self.names.is_some() { Identifier::FullName } else { Identifier::Initials }
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

    /// Makes the note to the team as it would print now; no site named means all sites.
    ///
    /// # Errors
    /// As [`Desk::handover_for`].
    pub fn handover(&self, sites: &[String]) -> Result<Document, DeskError> {
        self.handover_for(&HandoverAsk::of(sites))
    }

    /// Makes the handover for its reader as it would print now.
    ///
    /// It is that of the shift signed in if that covers one of the sites, else of the shift on duty
    /// there, else of the time since the last note. Everybody on the board of the sites is on the
    /// note to the team; every other reader's holds only what they may have.
    ///
    /// # Errors
    /// Refused for an unknown site, or a failure of the store.
    pub fn handover_for(&self, ask: &HandoverAsk) -> Result<Document, DeskError> {
        let (facts, watch) = self.handover_facts(ask)?;
        let (made, pages) = compose(&facts, Paper::A4);
        let sites: Vec<String> = facts.sites.iter().map(|(code, _)| code.clone()).collect();
        let items = match &facts.content {
            Content::Team(team) => items(team, facts.made_at),
            _ => Vec::new(),
        };
        let id = HandoverId(Uuid::now_v7());
        let issue = HandoverIssue {
            handover: id,
            sites: sites.clone(),
            version: facts.version,
            people: made.named,
            text: Page::join(&pages),
            roles: Page::roles(&pages),
            audience: ask.audience,
            named: ask.names.is_some(),
            why_named: ask.names.as_deref().map(clean_line).unwrap_or_default(),
            shift: watch.shift,
            given_by: watch.who,
            items,
        };
        Ok(Document {
            id,
            title: issue_title(ask.audience, &sites, facts.version),
            sites,
            version: facts.version,
            people: made.named,
            copy: 1,
            pages,
            reader: made.stamp.reader.clone(),
            named: ask.names.is_some(),
            demo: self.is_demo(),
            episode: None,
            note: made.note,
            stamp: made.stamp,
            issue: Some(issue),
            is_plain: false,
            seq: self.store.head().seq,
        })
    }

    /// The note to the team as it is said by telephone, an item at a time.
    ///
    /// # Errors
    /// As [`Desk::handover_for`].
    pub fn handover_aloud(&self, sites: &[String]) -> Result<Vec<Spoken>, DeskError> {
        let (facts, _) = self.handover_facts(&HandoverAsk::of(sites))?;
        Ok(match &facts.content {
            Content::Team(team) => aloud(&facts, team),
            _ => Vec::new(),
        })
    }

    fn handover_facts(&self, ask: &HandoverAsk) -> Result<(Facts, Watch), DeskError> {
        self.facts_about(ask, None)
    }

    /// What a reader is told of one person.
    pub(super) fn facts_of_one(&self, episode: &Episode, ask: &HandoverAsk) -> Result<Facts, DeskError> {
        Ok(self.facts_about(ask, Some(episode))?.0)
    }

    fn facts_about(&self, ask: &HandoverAsk, one: Option<&Episode>) -> Result<(Facts, Watch), DeskError> {
        let sites = self.sites_named(&ask.sites)?;
        let codes: Vec<String> = sites.iter().map(|site| site.code.clone()).collect();
        let watch = self.watch(&codes)?;
        let version = self.last_version(&codes, &watch, ask.audience)? + 1;
        let now = self.now();
        let content = self.content(ask, &sites, &watch, one)?;
        let reader = clean_line(&ask.reader);
        let stamp = Stamp {
            reader: if reader.is_empty() { ask.audience.reader().to_owned() } else { reader },
            consent: gather::consent_mark(&content),
            ..self.stamp(now, 1)
        };
        let print = &self.service.print;
        let facts = Facts {
            service: self.service.name.clone(),
            marking: self.marked(&print.marking),
            sites: sites.iter().map(|site| (site.code.clone(), site.name.clone())).collect(),
            shift: watch.facts(),
            note: note_name(&sites, now, self.service.sites.len()),
            version,
            made_at: now,
            stamp,
            content,
        };
        Ok((facts, watch))
    }

    /// Journals a handover as it was laid out. Doing it again with the same one is harmless.
    ///
    /// # Errors
    /// Refused where people of its sites changed since it was made, or a newer one was issued: what
    /// is on paper must be what is known. A failure of the store.
    pub fn issue_handover(&mut self, document: &Document) -> Result<HandoverId, DeskError> {
        let Some(issue) = &document.issue else { return Ok(document.id) };
        let since = self.store.events_since(document.seq)?;
        let issued = |body: &Body| matches!(body, Body::HandoverMade(one) if one.handover == document.id);
        if since.iter().any(|event| issued(&event.body)) {
            return Ok(document.id);
        }
        let newer = since.iter().any(|event| match &event.body {
            Body::HandoverMade(other) => {
                other.audience == issue.audience && other.sites.iter().any(|site| issue.sites.contains(site))
            }
            _ => false,
        });
        if newer {
            return Err(DeskError::refused(
                "A newer handover of this site was issued meanwhile. This one was not.",
                "Go back and open the handover again.",
            ));
        }
        let changed = since.iter().any(|event| document.would_say(event));
        if changed {
            return Err(DeskError::refused(
                "Something was recorded at these sites since this handover was shown. It was not issued.",
                "Go back and open the handover again: it has what is new.",
            ));
        }
        let site = issue.sites.first().filter(|_| issue.sites.len() == 1).cloned();
        let body = Body::HandoverMade(issue.clone());
        self.record_here(site.as_deref(), body)?;
        Ok(document.id)
    }

    /// Whether a note to the team was issued of the open shift of whoever is signed in.
    ///
    /// # Errors
    /// A failure of the store.
    pub fn has_handed_over(&self) -> Result<bool, DeskError> {
        let Some(shift) = self.shift()? else { return Ok(false) };
        let issued = self.latest(&shift.sites)?;
        Ok(issued.iter().any(|note| note.issue.shift == Some(shift.id)))
    }

    /// A note that was issued as a paper again: nothing of it is made anew.
    pub(super) fn document_again(&self, issued: IssuedHandover) -> Result<Document, DeskError> {
        let issue = issued.issue;
        let sites = self.sites_named(&issue.sites)?;
        let note = note_name(&sites, issued.at, self.service.sites.len());
        let stamp = Stamp { reader: issue.audience.reader().to_owned(), ..self.stamp(issued.at, 1) };
        Ok(Document {
            id: issue.handover,
            title: issue_title(issue.audience, &issue.sites, issue.version),
            pages: Page::part(&issue.text, &issue.roles),
            sites: issue.sites,
            version: issue.version,
            people: issue.people,
            copy: 1,
            reader: stamp.reader.clone(),
            named: issue.named,
            demo: self.is_demo(),
            episode: None,
            note: format!("note {note} v{}", issue.version),
            stamp,
            issue: None,
            is_plain: false,
            seq: issued.seq,
        })
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

    /// The latest note to the team of each of these sites.
    fn latest(&self, sites: &[String]) -> Result<Vec<IssuedHandover>, DeskError> {
        let mut latest = Vec::new();
        for site in sites {
            latest.extend(self.store.last_handover(site)?);
        }
        Ok(latest)
    }

    /// The highest version issued in this watch for these sites and this reader. Whoever issued it,
    /// no two of a shift carry the same number.
    fn last_version(&self, sites: &[String], watch: &Watch, to: Audience) -> Result<u32, DeskError> {
        let mut last = 0;
        if to == Audience::Team {
            let latest = self.latest(sites)?;
            let ours = latest.iter().filter(|issued| issued.at >= watch.from);
            last = ours.map(|issued| issued.issue.version).max().unwrap_or(0);
        }
        let ours = watch.events.iter().filter_map(|event| match &event.body {
            Body::HandoverMade(issue) if issue.audience == to => Some(issue),
            _ => None,
        });
        let here = ours.filter(|issue| issue.sites.iter().any(|site| sites.contains(site)));
        Ok(here.map(|issue| issue.version).max().unwrap_or(0).max(last))
    }
}

/// What a print queue calls it.
fn issue_title(audience: Audience, sites: &[String], version: u32) -> String {
    format!("{} {} v{version}", audience.title(), sites.join("+"))
}

/// What the footer calls the paper: the London day and the sites, as far as they are not all.
fn note_name(sites: &[&Site], now: DateTime<Utc>, all: usize) -> String {
    let codes: Vec<&str> = sites.iter().map(|site| site.code.as_str()).collect();
    let codes = if codes.len() == all && all > 1 { "ALL".to_owned() } else { codes.join("+") };
    format!("HN-{}-{codes}", local(now).date().format("%Y%m%d"))
}
