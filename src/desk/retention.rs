//! How long records are kept, what is due for review, and disposal by two people.

use chrono::{DateTime, Days, NaiveDate, NaiveTime, Utc};
use uuid::Uuid;

use super::second::SecondPerson;
use super::{Desk, DeskError};
use crate::domain::episode::{Episode, Stage};
use crate::domain::event::{Body, Certificate, Disposal, Draft};
use crate::domain::ids::EpisodeId;
use crate::domain::retention::{Kept, kept, last_contact, may_be_thinned};
use crate::domain::service::Right;
use crate::domain::text::clean_line;
use crate::domain::time::{day, from_local, local};

/// One record as the retention lists show it. Without a name: initials and reference.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct RetentionLine {
    /// Which.
    pub episode: EpisodeId,
    /// Initials.
    pub initials: String,
    /// Printed reference.
    pub reference: String,
    /// Site code.
    pub site: String,
    /// Its class in words.
    pub class: String,
    /// Code of its class.
    pub class_code: String,
    /// Day of the last contact.
    pub last_contact: NaiveDate,
    /// How long it is kept.
    pub kept: Kept,
    /// Why it is held, and since when, where it is.
    pub hold: Option<(String, DateTime<Utc>)>,
    /// Whether answers and free text were disposed of before.
    pub thinned: bool,
}

/// What the retention rules ask somebody to look at.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct RetentionLists {
    /// Records kept as long as their class says, the longest due first.
    pub due: Vec<RetentionLine>,
    /// Records on legal hold, whatever their age.
    pub held: Vec<RetentionLine>,
    /// Records of which answers and free text may go.
    pub thin: Vec<RetentionLine>,
}

impl Desk {
    /// Everything that the retention rules ask somebody to look at. Nothing goes by itself.
    ///
    /// # Errors
    /// Refused for those who do not lead.
    pub fn retention(&self) -> Result<RetentionLists, DeskError> {
        self.needs(Right::Lead, "see which records are due")?;
        let (rules, now) = (&self.service.retention, self.now());
        let today = local(now).date();
        let mut lists = RetentionLists::default();
        if let Some(before) = self.nothing_due_after(now) {
            self.store.closed_before(before, |episode| {
                let line = || self.retention_line(&episode);
                if kept(&episode, rules).is_due(today) {
                    lists.due.push(line());
                } else if may_be_thinned(&episode, rules, now) {
                    lists.thin.push(line());
                }
            })?;
        }
        let held = self.store.ever_held()?;
        let held = held.iter().filter(|episode| episode.work.retention.hold.is_some());
        lists.held = held.map(|episode| self.retention_line(episode)).collect();
        lists.due.sort_by_key(|line| match line.kept {
            Kept::Until(day) => (day, line.reference.clone()),
            _ => (NaiveDate::MAX, line.reference.clone()),
        });
        Ok(lists)
    }

    /// The instant at or after which nothing can have come in of which anything may go now.
    fn nothing_due_after(&self, now: DateTime<Utc>) -> Option<DateTime<Utc>> {
        let rules = &self.service.retention;
        let years = rules.classes.iter().map(|class| class.years).min()?;
        let days = u64::from(years).saturating_mul(365);
        let days = rules
            .thin_after_days
            .and_then(|thin| u64::try_from(thin).ok())
            .map_or(days, |thin| thin.min(days));
        let day = local(now).date().checked_sub_days(Days::new(days))?.succ_opt()?;
        Some(from_local(day.and_time(NaiveTime::MIN)))
    }

    /// Records kept as long as their class says, the longest due first.
    ///
    /// # Errors
    /// As [`Desk::retention`].
    pub fn due_for_review(&self) -> Result<Vec<RetentionLine>, DeskError> {
        Ok(self.retention()?.due)
    }

    fn retention_line(&self, episode: &Episode) -> RetentionLine {
        let keeping = &episode.work.retention;
        let rules = &self.service.retention;
        let code = keeping.class.clone().unwrap_or_else(|| rules.default.clone());
        RetentionLine {
            episode: episode.id,
            initials: episode.person().initials(),
            reference: episode.referral.reference.clone(),
            site: episode.site.clone(),
            class: rules.class(Some(&code)).map_or_else(|| code.clone(), |class| class.label.clone()),
            class_code: code,
            last_contact: local(last_contact(episode)).date(),
            kept: kept(episode, rules),
            hold: keeping.hold.as_ref().map(|hold| (hold.what.clone(), hold.at)),
            thinned: keeping.thinned.is_some(),
        }
    }

    /// How one record is kept.
    ///
    /// # Errors
    /// [`DeskError::Unknown`], or a failure of the store.
    pub fn kept(&self, episode: EpisodeId) -> Result<RetentionLine, DeskError> {
        Ok(self.retention_line(&self.episode(episode)?))
    }

    /// Decides how long a record is kept.
    ///
    /// # Errors
    /// Refused for those who do not lead, and for a class that the service does not have.
    pub fn set_retention(&mut self, episode: EpisodeId, class: &str) -> Result<(), DeskError> {
        self.needs(Right::Lead, "decide how long records are kept")?;
        let episode = self.episode(episode)?;
        if !self.service.retention.classes.iter().any(|known| known.code == class) {
            return Err(DeskError::refused(
                "The service has no such retention class.",
                "Choose one of the list; service.toml says which there are.",
            ));
        }
        if episode.work.retention.class.as_deref() == Some(class) {
            return Ok(());
        }
        self.record(&episode, vec![Body::RetentionSet { class: class.to_owned() }])?;
        Ok(())
    }

    /// Keeps a record until the hold is released, however old it is.
    ///
    /// # Errors
    /// Refused for those who do not lead, without a reason, and where a hold is on it already.
    pub fn place_hold(&mut self, episode: EpisodeId, reason: &str) -> Result<(), DeskError> {
        self.needs(Right::Lead, "place a legal hold")?;
        let episode = self.episode(episode)?;
        let reason = with_reason(reason, "A legal hold needs its reason.")?;
        if episode.work.retention.hold.is_some() {
            return Err(DeskError::refused("This record is on legal hold already.", "Nothing was changed."));
        }
        self.record(&episode, vec![Body::LegalHoldPlaced { reason }])?;
        Ok(())
    }

    /// Lets a record be kept as long as its class says again. Two people decide this.
    ///
    /// # Errors
    /// Refused for those who do not lead, without a reason, and where no hold is on it.
    pub fn release_hold(
        &mut self,
        episode: EpisodeId,
        reason: &str,
        second: &SecondPerson,
    ) -> Result<(), DeskError> {
        self.needs(Right::Lead, "release a legal hold")?;
        self.is_second(second)?;
        let episode = self.episode(episode)?;
        let reason = with_reason(reason, "The release of a legal hold needs its reason.")?;
        if episode.work.retention.hold.is_none() {
            return Err(DeskError::refused("No legal hold is on this record.", "Nothing was changed."));
        }
        self.record(&episode, vec![Body::LegalHoldReleased { reason, second: second.id() }])?;
        Ok(())
    }

    /// Refuses where a record may not be disposed of, whole or in part, as it stands.
    ///
    /// # Errors
    /// The refusal, which says why.
    pub fn may_dispose(&self, episode: EpisodeId, what: Disposal) -> Result<(), DeskError> {
        self.needs(Right::Lead, "dispose of records")?;
        let episode = self.episode(episode)?;
        let (rules, now) = (&self.service.retention, self.now());
        let kept = kept(&episode, rules);
        let refused = |what: &str, remedy: &str| {
            Err(DeskError::refused(what, format!("Nothing was disposed of. {remedy}")))
        };
        match (what, kept) {
            (_, Kept::Open) => {
                refused("This record is open, or something of it is still followed.", "Close it first.")
            }
            (_, Kept::Held) => {
                refused("This record is on legal hold.", "It takes two people to release the hold.")
            }
            (Disposal::Whole, Kept::NoClass) => {
                refused("The service has no retention class for this record.", "c chooses another.")
            }
            (Disposal::Whole, Kept::Until(until)) if until > local(now).date() => {
                refused(&format!("This record is kept until {}.", day(until)), "It is listed when it is due.")
            }
            (Disposal::Thinned, _) if !may_be_thinned(&episode, rules, now) => match rules.thin_after_days {
                None => refused(
                    "Your service does not thin records.",
                    "thin_after_days in service.toml says when.",
                ),
                Some(_) if episode.work.retention.thinned.is_some() => refused(
                    "Answers and free text of this record are gone already.",
                    "It goes whole when it is due.",
                ),
                Some(_) if !episode.not_entered().is_empty() => {
                    refused("This record does not stand in the clinical system as it is.", "Enter it first.")
                }
                Some(days) => {
                    let since = match episode.stage {
                        Stage::Closed { at, .. } => day(local(at).date()),
                        _ => "its closure".to_owned(),
                    };
                    refused(&format!("Answers and free text stay {days} days after {since}."), "")
                }
            },
            _ => Ok(()),
        }
    }

    /// Disposes of a record, or of its answers and free text, and leaves a certificate. Two people
    /// decide this. Gives how many entries were erased.
    ///
    /// # Errors
    /// Refused for those who do not lead, without a reason, before it is due and while it is held.
    pub fn dispose(
        &mut self,
        episode: EpisodeId,
        what: Disposal,
        reason: &str,
        second: &SecondPerson,
    ) -> Result<usize, DeskError> {
        self.may_dispose(episode, what)?;
        self.is_second(second)?;
        let reason = with_reason(reason, "A disposal needs its reason.")?;
        let class = self.kept(episode)?.class_code;
        let certificate = Certificate {
            episode,
            what,
            class,
            rows: Vec::new(),
            digest: String::new(),
            reason,
            second: second.id(),
        };
        let now = self.now();
        let draft = Draft {
            id: Uuid::now_v7(),
            at: now,
            entered_at: now,
            actor: Some(self.who.id),
            episode: None,
            site: None,
            body: Body::Disposed(certificate),
        };
        match self.store.dispose(&draft)?.body {
            Body::Disposed(certificate) => Ok(certificate.rows.len()),
            _ => Err(DeskError::Unknown("certificate")),
        }
    }
}

fn with_reason(reason: &str, missing: &str) -> Result<String, DeskError> {
    let reason = clean_line(reason);
    if reason.is_empty() {
        return Err(DeskError::refused(missing, "Say why, without a name; the reason is kept."));
    }
    Ok(reason)
}
