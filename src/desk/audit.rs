//! The audit trail: who did what about whom, when and why. That somebody reads it is in it too.

mod csv;
mod verbs;
mod words;

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

use chrono::{DateTime, Days, NaiveDate, NaiveTime, Utc};

use super::{Desk, DeskError};
use crate::domain::event::{Body, Certificate, Event};
use crate::domain::ids::{EpisodeId, PractitionerId};
use crate::domain::service::Right;
use crate::domain::shift::Practitioner;
use crate::domain::time::{day, from_local};
use crate::store::AuditQuery;

pub use csv::csv;
pub use verbs::{KINDS, Verb};

/// Lines that are read at a time.
pub const PAGE: usize = 200;

/// Which part of the audit is asked for; what is left out does not narrow it.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct AuditAsk {
    /// By this person.
    pub who: Option<PractitionerId>,
    /// Under this verb.
    pub verb: Option<Verb>,
    /// From this London day on.
    pub from: Option<NaiveDate>,
    /// Up to the end of this London day.
    pub to: Option<NaiveDate>,
    /// About this episode.
    pub episode: Option<EpisodeId>,
    /// Only records that somebody opened outside their shift or sites.
    pub outside: bool,
}

impl AuditAsk {
    /// Whether nothing narrows it.
    pub fn is_all(&self) -> bool {
        *self == Self::default()
    }

    fn query(&self) -> AuditQuery {
        let midnight = |day: NaiveDate| from_local(day.and_time(NaiveTime::MIN));
        AuditQuery {
            who: self.who,
            episode: self.episode,
            kinds: self.verb.map(Verb::kinds).unwrap_or_default(),
            from: self.from.map(midnight),
            to: self.to.and_then(|day| day.checked_add_days(Days::new(1))).map(midnight),
            outside: self.outside,
        }
    }
}

/// One line of the audit.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct AuditLine {
    /// Place in the journal.
    pub seq: u64,
    /// When it was entered.
    pub at: DateTime<Utc>,
    /// When it happened, where that is another minute.
    pub happened: Option<DateTime<Utc>>,
    /// Who: label; "-" where nobody was signed in.
    pub who: String,
    /// Under which verb.
    pub verb: Verb,
    /// Whom it is about: initials and reference; empty where it is about nobody.
    pub whom: String,
    /// The episode, as long as it is there.
    pub episode: Option<EpisodeId>,
    /// At which site.
    pub site: String,
    /// What was done, in words.
    pub what: String,
    /// Why, where somebody said why.
    pub why: String,
}

impl Desk {
    /// The newest lines of the audit. That it is read is recorded before any of it is shown, so that this
    /// reading is itself the first line.
    ///
    /// # Errors
    /// Refused for those who do not lead where more is asked for than their own acts.
    pub fn audit(&mut self, asked: &AuditAsk) -> Result<Vec<AuditLine>, DeskError> {
        self.may_audit(asked)?;
        if self.read_only().is_none() {
            let what = self.audit_words(asked)?;
            self.record_here(None, Body::AuditRead { what })?;
        }
        self.audit_before(asked, None, PAGE)
    }

    /// Further lines, those before an entry of the journal; the newest where none is given. For going on
    /// with what [`Desk::audit`] began.
    ///
    /// # Errors
    /// As [`Desk::audit`].
    pub fn audit_before(
        &self,
        asked: &AuditAsk,
        before: Option<u64>,
        limit: usize,
    ) -> Result<Vec<AuditLine>, DeskError> {
        self.may_audit(asked)?;
        let events = self.store.audit(&asked.query(), before, limit)?;
        let people = self.store.practitioners()?;
        let mut known = BTreeMap::new();
        events.iter().map(|event| self.audit_line(event, &people, &mut known)).collect()
    }

    /// How many lines there are of it.
    ///
    /// # Errors
    /// As [`Desk::audit`].
    pub fn audit_count(&self, asked: &AuditAsk) -> Result<u64, DeskError> {
        self.may_audit(asked)?;
        Ok(self.store.audit_count(&asked.query())?)
    }

    /// Who has opened this record, the newest first. That it was asked is recorded.
    ///
    /// # Errors
    /// Refused for those who do not lead.
    pub fn lookers(&mut self, episode: EpisodeId) -> Result<Vec<AuditLine>, DeskError> {
        self.episode(episode)?;
        self.audit(&AuditAsk { episode: Some(episode), verb: Some(Verb::Consult), ..AuditAsk::default() })
    }

    /// All lines of a part of the audit, for a file or a script. That they leave is recorded with the
    /// reason before they are read.
    ///
    /// # Errors
    /// As [`Desk::audit`], and without a reason; a demo store needs none.
    pub fn export_audit(&mut self, asked: &AuditAsk, reason: &str) -> Result<Vec<AuditLine>, DeskError> {
        self.may_audit(asked)?;
        self.check_may_leave()?;
        let reason = Self::reason_to_leave(reason, !self.is_demo(), "The audit leaves")?;
        let what = format!("the audit: {}", self.audit_words(asked)?);
        self.record_here(None, Body::Exported { what, reason })?;
        self.all_audit_lines(asked)
    }

    /// All lines of a part of the audit, for a command that prints them. That it is read is recorded.
    ///
    /// # Errors
    /// As [`Desk::audit`].
    pub fn audit_whole(&mut self, asked: &AuditAsk) -> Result<Vec<AuditLine>, DeskError> {
        self.audit(asked)?;
        self.all_audit_lines(asked)
    }

    fn all_audit_lines(&self, asked: &AuditAsk) -> Result<Vec<AuditLine>, DeskError> {
        let (mut lines, mut before) = (Vec::new(), None);
        loop {
            let page = self.audit_before(asked, before, PAGE)?;
            let Some(last) = page.last() else { return Ok(lines) };
            before = Some(last.seq);
            lines.extend(page);
        }
    }

    /// A part of the audit in words, with nobody's name: by whom, which verb, when, about which record.
    ///
    /// # Errors
    /// A failure of the store.
    pub fn audit_words(&self, asked: &AuditAsk) -> Result<String, DeskError> {
        let mut words = Vec::new();
        if let Some(who) = asked.who {
            words.push(format!("by {}", named(&self.store.practitioners()?, who)));
        }
        if let Some(verb) = asked.verb {
            words.push(verb.word().to_owned());
        }
        match (asked.from, asked.to) {
            (Some(from), Some(to)) if from == to => words.push(format!("on {}", day(from))),
            (Some(from), Some(to)) => words.push(format!("{} to {}", day(from), day(to))),
            (Some(from), None) => words.push(format!("from {}", day(from))),
            (None, Some(to)) => words.push(format!("up to {}", day(to))),
            (None, None) => {}
        }
        if let Some(id) = asked.episode {
            let reference = self.store.episode(id)?.map(|episode| episode.referral.reference);
            words.push(format!("record {}", reference.unwrap_or_else(|| "disposed of".to_owned())));
        }
        if asked.outside {
            words.push("records opened outside shift or site".to_owned());
        }
        Ok(if words.is_empty() { "all".to_owned() } else { words.join(", ") })
    }

    /// Everybody by whom a line can be: those who sign in or once did.
    ///
    /// # Errors
    /// A failure of the store.
    pub fn audit_people(&self) -> Result<Vec<Practitioner>, DeskError> {
        if self.may(&[Right::Lead]) { self.practitioners() } else { Ok(vec![self.who.clone()]) }
    }

    /// The whole is for leads. Everybody may see what is kept of their own acts.
    fn may_audit(&self, asked: &AuditAsk) -> Result<(), DeskError> {
        if asked.who == Some(self.who.id) {
            return Ok(());
        }
        self.needs(Right::Lead, "read what is kept of others' acts")
    }

    fn audit_line(
        &self,
        event: &Event,
        people: &[Practitioner],
        known: &mut BTreeMap<EpisodeId, Option<String>>,
    ) -> Result<AuditLine, DeskError> {
        let told = words::told(&event.body, &|id| named(people, id));
        let about = match &event.body {
            Body::Disposed(Certificate { episode, .. }) => Some(*episode),
            _ => event.episode,
        };
        let whom = match about.map(|id| (id, known.entry(id))) {
            None => None,
            Some((_, Entry::Occupied(known))) => known.get().clone(),
            Some((id, Entry::Vacant(place))) => {
                let whom = self
                    .store
                    .episode(id)?
                    .map(|episode| format!("{} {}", episode.person().initials(), episode.referral.reference));
                place.insert(whom).clone()
            }
        };
        let gone = about.is_some() && whom.is_none();
        let late = (event.entered_at - event.at).num_minutes().abs() > 1;
        Ok(AuditLine {
            seq: event.seq,
            at: event.entered_at,
            happened: late.then_some(event.at),
            who: event.actor.map_or_else(|| "-".to_owned(), |actor| named(people, actor)),
            verb: Verb::of_kind(&event.body.kind()),
            episode: about.filter(|_| !gone),
            whom: if gone { "disposed of".to_owned() } else { whom.unwrap_or_default() },
            site: event.site.clone().unwrap_or_default(),
            what: told.what,
            why: told.why,
        })
    }
}

/// An act that is about no one person, in words.
pub(super) fn in_words(body: &Body) -> String {
    words::told(body, &|_| String::new()).what
}

/// The initials of somebody who signs in or once did.
fn named(people: &[Practitioner], id: PractitionerId) -> String {
    people.iter().find(|known| known.id == id).map_or_else(|| "?".to_owned(), |known| known.label.clone())
}
