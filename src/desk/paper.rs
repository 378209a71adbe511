//! Papers of every kind on their one way out: made, shown as they print, sent, counted.
//!
//! Making one changes nothing. What goes out is journalled with its reader, and nothing goes out by
//! itself. `note` makes handovers, `rota` the week; here are the other papers and the way out.

mod blank;
mod board;
mod caseload;
mod figures;
mod gp;
mod person;

use chrono::{DateTime, Utc};
use uuid::Uuid;

use super::{Desk, DeskError};
use crate::domain::event::{Audience, Body, Event, HandoverIssue, Printing, Severity};
use crate::domain::ids::{EpisodeId, HandoverId};
use crate::domain::page::Page;
use crate::handover::{Block, Handover, Paper, Stamp, lay_out, restamped};

/// A paper as its first copy reads, ready to be looked at and sent out.
#[derive(Clone, Debug)]
pub struct Document {
    /// Name of the paper; printing it again keeps the name and counts the copies.
    pub id: HandoverId,
    /// What it is, as a print queue and the journal may show it: no name of a person is in it.
    pub title: String,
    /// Codes of the sites it covers.
    pub sites: Vec<String>,
    /// Version, from 1 each shift; 0 for what has none.
    pub version: u32,
    /// People on it.
    pub people: u32,
    /// Copy number of these pages, from 1.
    pub copy: u32,
    /// The lines of each page, exactly as they are printed.
    pub pages: Vec<Page>,
    /// Who is to read it.
    pub reader: String,
    /// Whether people stand on it by their full name.
    pub named: bool,
    /// Whether the people on it are invented.
    pub demo: bool,
    /// Whose record it is made of, where it is one person's.
    pub(super) episode: Option<EpisodeId>,
    /// What the footer calls it.
    pub(super) note: String,
    /// Its stamp.
    pub(super) stamp: Stamp,
    /// What the journal keeps of it once it goes out, where it is a handover.
    pub(super) issue: Option<HandoverIssue>,
    /// Whether its pages carry a foot of their own and no stamp: a blank form.
    pub(super) is_plain: bool,
    /// The journal's last entry when it was made.
    pub(super) seq: u64,
}

/// What a paper is called and about, before it is laid out.
pub(super) struct Making {
    /// As [`Document::title`].
    pub(super) title: String,
    /// First line of each page.
    pub(super) marking: String,
    /// What every page's header says.
    pub(super) running: Vec<String>,
    /// What the footer calls it.
    pub(super) note: String,
    /// Codes of the sites it covers.
    pub(super) sites: Vec<String>,
    /// Who is to read it.
    pub(super) reader: String,
    /// What is known of consent to share.
    pub(super) consent: String,
    /// What it says.
    pub(super) blocks: Vec<Block>,
    /// People on it.
    pub(super) people: u32,
    /// Whose record it is made of.
    pub(super) episode: Option<EpisodeId>,
    /// Whether people stand on it by their full name.
    pub(super) named: bool,
}

impl Document {
    /// For whom it is, where it is a handover.
    pub fn audience(&self) -> Option<Audience> {
        self.issue.as_ref().map(|issue| issue.audience)
    }

    /// People on it who have no if-then line, as it names them, the least stable first.
    pub fn without_if_then(&self) -> Vec<(EpisodeId, Severity, String)> {
        let items = self.issue.iter().flat_map(|issue| &issue.items).filter(|item| !item.if_then);
        items.filter_map(|item| Some((item.episode?, item.severity?, item.heading.clone()))).collect()
    }

    /// Whether an event of its sites changes what it says: printing, receiving and looking do not.
    pub(super) fn would_say(&self, event: &Event) -> bool {
        let here = event.site.as_ref().is_some_and(|site| self.sites.contains(site));
        let silent = matches!(
            event.body,
            Body::Printed(_) | Body::HandoverMade(_) | Body::HandoverItemAccepted(_) | Body::HandoverAsked(_)
        );
        here && !silent && event.body.changes_episode() && !event.body.keeps_episode()
    }

    /// The same for a paper about nobody, which may be kept.
    pub(super) fn to_keep(&self) -> Self {
        self.stamped(Stamp { destroy_by: None, ..self.stamp.clone() })
    }

    /// The paper as a copy with this stamp reads: every line but its foot as it was.
    fn stamped(&self, stamp: Stamp) -> Self {
        if self.is_plain {
            return Self { copy: stamp.copy, stamp, ..self.clone() };
        }
        let pages = restamped(&self.pages, &self.note, &stamp, Paper::A4);
        Self { copy: stamp.copy, pages, stamp, ..self.clone() }
    }
}

impl Desk {
    /// A stamp of now and of whoever is signed in.
    pub(super) fn stamp(&self, at: DateTime<Utc>, copy: u32) -> Stamp {
        Stamp { head: self.head(), ..Stamp::new(&self.service.print, at, &self.who.name, copy) }
    }

    /// Lays a paper out as its first copy.
    pub(super) fn document(&self, making: Making) -> Document {
        let stamp =
            Stamp { reader: making.reader.clone(), consent: making.consent, ..self.stamp(self.now(), 1) };
        let made = Handover {
            marking: self.marked(&making.marking),
            running: making.running,
            note: making.note.clone(),
            stamp: stamp.clone(),
            blocks: making.blocks,
            named: making.people,
        };
        Document {
            id: HandoverId(Uuid::now_v7()),
            title: making.title,
            sites: making.sites,
            version: 0,
            people: making.people,
            copy: 1,
            pages: lay_out(&made, Paper::A4),
            reader: making.reader,
            named: making.named,
            demo: self.is_demo(),
            episode: making.episode,
            note: making.note,
            stamp,
            issue: None,
            is_plain: false,
            seq: self.store.head().seq,
        }
    }

    /// The paper for another reader than the one it was made for.
    #[must_use]
    pub fn for_reader(&self, document: &Document, reader: &str) -> Document {
        let reader = crate::domain::text::clean_line(reader);
        if reader.is_empty() || reader == document.reader {
            return document.clone();
        }
        let stamp = Stamp { reader: reader.clone(), ..document.stamp.clone() };
        Document { reader, ..document.stamped(stamp) }
    }

    /// Whether something was recorded since the paper was made that it would say.
    ///
    /// # Errors
    /// A failure of the store.
    pub fn is_outdated(&self, document: &Document) -> Result<bool, DeskError> {
        let since = self.store.events_since(document.seq)?;
        Ok(since.iter().any(|event| document.would_say(event)))
    }

    /// The paper as its next copy reads: the first one exactly as shown, later ones with their number.
    ///
    /// # Errors
    /// A failure of the store.
    pub fn next_copy(&self, document: &Document) -> Result<Document, DeskError> {
        let printed = self
            .store
            .events_since(document.seq)?
            .into_iter()
            .filter_map(|event| match event.body {
                Body::Printed(printed) if printed.handover == Some(document.id) => Some(printed.copy),
                _ => None,
            })
            .max();
        Ok(match printed {
            None => document.clone(),
            Some(copy) => {
                let old = &document.stamp;
                let (reader, consent) = (old.reader.clone(), old.consent.clone());
                let new = self.stamp(self.now(), copy + 1);
                let destroy_by = old.destroy_by.and(new.destroy_by);
                document.stamped(Stamp { reader, consent, destroy_by, ..new })
            }
        })
    }

    /// Sends the next copy of a paper out and journals that it went, with its reader. A handover is
    /// issued first, if it was not.
    ///
    /// `channel` is the way out in the journal's words; `send` gets the copy, writes its lines, and
    /// gives what became of it with a word for the journal: "written", "sent" or "waiting".
    /// Where the store may only be read the paper still comes out: the next shift needs it most then.
    ///
    /// # Errors
    /// What `send` says, and as [`Desk::issue_handover`]. A copy that did not go out is not counted.
    pub fn print<T, E: From<DeskError>>(
        &mut self,
        document: &Document,
        channel: &str,
        send: impl FnOnce(&Document) -> Result<(T, &'static str), E>,
    ) -> Result<T, E> {
        if self.read_only().is_some() {
            return send(document).map(|(sent, _)| sent);
        }
        if document.issue.is_some() {
            self.issue_handover(document)?;
        }
        let copy = self.next_copy(document)?;
        let (sent, state) = send(&copy)?;
        self.journal_printed(&copy, channel, state)?;
        Ok(sent)
    }

    /// Journals that a copy went out.
    fn journal_printed(&mut self, copy: &Document, channel: &str, state: &str) -> Result<(), DeskError> {
        let printed = Body::Printed(Printing {
            handover: Some(copy.id),
            document: copy.title.clone(),
            channel: channel.to_owned(),
            copy: copy.copy,
            pages: u32::try_from(copy.pages.len()).unwrap_or(u32::MAX),
            reader: copy.reader.clone(),
            named: copy.named,
            state: state.to_owned(),
        });
        match copy.episode {
            Some(id) => {
                let episode = self.episode(id)?;
                self.record(&episode, vec![printed])?;
            }
            None => {
                let site = copy.sites.first().filter(|_| copy.sites.len() == 1).cloned();
                self.record_here(site.as_deref(), printed)?;
            }
        }
        Ok(self.store.finalise()?)
    }

    /// The first line of a page; a demo's says so.
    pub(super) fn marked(&self, marking: &str) -> String {
        if self.is_demo() { format!("DEMO - {marking}") } else { marking.to_owned() }
    }
}
