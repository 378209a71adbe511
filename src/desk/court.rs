//! The overnight cells list of a court: many rows, few fields, matched against last night's custody
//! episodes.

use chrono::{DateTime, Duration, Utc};

use super::person::Alike;
use super::referral::{Beside, NewReferral};
use super::{Desk, DeskError};
use crate::domain::episode::Episode;
use crate::domain::event::{Body, CourtSlot, Draft};
use crate::domain::ids::{EpisodeId, PersonId, TransferId};
use crate::domain::referral::{Birth, Person};
use crate::domain::service::{ClockFamily, SiteKind};

/// How far back a custody episode is looked at: a weekend with its bank holidays.
const NIGHTS: Duration = Duration::days(4);

/// A custody episode that may be of somebody on the list.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct FromCustody {
    /// Which episode.
    pub episode: EpisodeId,
    /// The person over all episodes.
    pub person_id: PersonId,
    /// Who it is.
    pub person: Person,
    /// Printable reference.
    pub reference: String,
    /// Site code.
    pub site: String,
    /// Custody record number.
    pub custody_ref: String,
    /// Whether the person was seen there.
    pub seen: bool,
    /// The transfer to this court that waits to be acknowledged.
    pub transfer: Option<TransferId>,
    /// What the team there wants known here: the if-then line.
    pub contingency: Option<String>,
}

/// One row of the list, as typed.
#[derive(Clone, Debug)]
pub struct CourtRow {
    /// Who it is.
    pub person: Person,
    /// Custody record number or court reference.
    pub custody_ref: String,
    /// Court room.
    pub room: String,
    /// Place on the list.
    pub slot: String,
    /// When the person is heard, as far as known.
    pub hearing: Option<DateTime<Utc>>,
    /// The custody episode it goes on from.
    pub from: Option<FromCustody>,
    /// The person of an earlier episode, where somebody said so.
    pub same_person: Option<PersonId>,
}

impl Desk {
    /// Custody episodes of the last nights whose people may stand on a court's list: passed to it
    /// first, then the latest.
    ///
    /// # Errors
    /// A failure of the store.
    pub fn from_custody(&self, court: &str) -> Result<Vec<FromCustody>, DeskError> {
        let since = self.now() - NIGHTS;
        let custody = |episode: &Episode| {
            let site = self.service.site(&episode.site);
            site.is_some_and(|site| site.kind == SiteKind::Custody)
        };
        let mut found: Vec<Episode> = self.store.open_episodes()?;
        found.extend(self.store.closed_since(since)?);
        found.retain(|episode| custody(episode) && episode.changed_at >= since);
        let mut found: Vec<FromCustody> = found.iter().map(|episode| offered(episode, court)).collect();
        found.sort_by_key(|one| (one.transfer.is_none(), std::cmp::Reverse(one.episode)));
        Ok(found)
    }

    /// Puts people on a court's list on the board, all of them in one act. A row that goes on from a
    /// custody episode is of the same person, and acknowledges the transfer that waits there.
    ///
    /// # Errors
    /// As [`Desk::identify`], naming the row; nothing is stored then.
    pub fn add_court_rows(&mut self, court: &str, rows: &[CourtRow]) -> Result<Vec<EpisodeId>, DeskError> {
        let now = self.now();
        let mut drafts: Vec<Draft> = Vec::new();
        let mut begun = Vec::new();
        for (place, row) in (0_u32..).zip(rows) {
            let new = self.court_referral(court, row)?;
            let draft = self.episode_draft(&new, Body::Identified, place).map_err(|error| {
                DeskError::refused(format!("Row {}: {error}", place + 1), "No row was stored.")
            })?;
            let id = draft.episode.ok_or(DeskError::Unknown("person"))?;
            begun.push(id);
            drafts.push(draft);
            if let Some(hearing) = row.hearing {
                let (clock, told_by) = (crate::domain::clock::ClockKind::Court, "court list".to_owned());
                let body = Body::ClockTold { clock, time: Some(hearing), told_by };
                drafts.push(self.draft(Some(id), Some(court), body, now));
            }
            if let Some((from, transfer)) = row.from.as_ref().and_then(|f| Some((f, f.transfer?))) {
                let by = self.who.name.clone();
                let body = Body::TransferAccepted { transfer, by };
                drafts.push(self.draft(Some(from.episode), Some(&from.site), body, now));
            }
        }
        if drafts.is_empty() {
            return Err(DeskError::refused("The list is empty.", "Type a row first."));
        }
        self.store.append(&drafts)?;
        Ok(begun)
    }

    /// Whom somebody on the list may be, as [`Desk::alike`] has it, with the referral the row makes. Of
    /// somebody who goes on from a custody episode only what is open at this court already: who they
    /// are is known.
    ///
    /// # Errors
    /// A failure of the store.
    pub fn alike_on_list(&self, court: &str, row: &CourtRow) -> Result<(NewReferral, Vec<Alike>), DeskError> {
        let new = self.court_referral(court, row)?;
        let mut alike = self.alike(&new)?;
        if row.from.is_some() {
            alike.retain(|one| one.open && one.site == court);
        }
        Ok((new, alike))
    }

    fn court_referral(&self, court: &str, row: &CourtRow) -> Result<NewReferral, DeskError> {
        let site = self.service.site(court).filter(|site| site.kind == SiteKind::Court);
        let site = site.ok_or(DeskError::Unknown("court"))?.code.clone();
        let lists = &self.service.lists;
        // The team's own check of a list is the source with the national code of an L&D court team.
        let own = lists.sources.iter().find(|source| source.national.as_deref() == Some("E5"));
        // People in the cells over night are held for the court: hearing and van are told of them.
        let listed = lists.legal_positions.iter().find(|entry| entry.clock == Some(ClockFamily::PostCharge));
        let found = lists.reasons.iter().find(|reason| reason.code == "custody_list");
        let code = |entry: Option<&crate::domain::service::Code>, list: &[crate::domain::service::Code]| {
            entry.or(list.last()).map(|entry| entry.code.clone()).unwrap_or_default()
        };
        let from = row.from.as_ref();
        Ok(NewReferral {
            site,
            person: row.person.clone(),
            source: code(own, &lists.sources),
            told_by: "court list".to_owned(),
            received_at: self.now(),
            reason: code(found, &lists.reasons),
            details: from.map(|from| format!("From {} in custody.", from.reference)).unwrap_or_default(),
            priority: String::new(),
            place: row.slot.clone(),
            custody_ref: row.custody_ref.clone(),
            legal_position: code(listed, &lists.legal_positions),
            relevant_time: None,
            authorised_at: None,
            beside: Beside {
                same_person: row.same_person.or(from.map(|from| from.person_id)),
                court: Some(CourtSlot {
                    room: row.room.clone(),
                    slot: row.slot.clone(),
                    from: from.map(|from| from.episode),
                }),
                ..Beside::default()
            },
        })
    }
}

fn offered(episode: &Episode, court: &str) -> FromCustody {
    let here = |open: &&crate::domain::episode::Transfer| open.start.to_site.as_deref() == Some(court);
    FromCustody {
        episode: episode.id,
        person_id: episode.person_id,
        person: episode.person().clone(),
        reference: episode.referral.reference.clone(),
        site: episode.site.clone(),
        custody_ref: episode.referral.custody_ref.clone(),
        seen: episode.seen_at.is_some(),
        transfer: episode.work.open_transfers().find(here).map(|open| open.start.transfer),
        contingency: episode.contingency.clone(),
    }
}

impl FromCustody {
    /// Whether the beginning of a surname, in any case, could be this person's.
    pub fn could_be(&self, surname: &str) -> bool {
        let typed = surname.trim().to_lowercase();
        !typed.is_empty() && self.person.surname.to_lowercase().starts_with(&typed)
    }
}

/// What is not known of somebody who is only a name on a list.
pub fn name_only(surname: &str, given: &str, sex: &str) -> Person {
    Person {
        surname: surname.to_owned(),
        given: given.to_owned(),
        birth: Birth::Unknown,
        sex: sex.to_owned(),
    }
}
