//! The person over all their episodes: who they are, what is known, who looked.

use chrono::{DateTime, Duration, NaiveDate, Utc};

use super::referral::{NewReferral, known};
use super::{Desk, DeskError};
use crate::domain::detail::{DetailItem, DetailKind};
use crate::domain::episode::Episode;
use crate::domain::event::{Body, Correction, Event};
use crate::domain::fold;
use crate::domain::ids::{EpisodeId, PersonId};
use crate::domain::nhs_number::NhsNumber;
use crate::domain::referral::{Birth, Person};
use crate::domain::service::Right;
use crate::domain::text::{clean, clean_line};

/// An earlier episode that is likely of the same person.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Alike {
    /// Which episode.
    pub episode: EpisodeId,
    /// The person over all episodes.
    pub person: PersonId,
    /// Full name, to be compared.
    pub name: String,
    /// Date of birth or age.
    pub birth: Birth,
    /// Printable reference.
    pub reference: String,
    /// Site code.
    pub site: String,
    /// When that referral came in.
    pub received_at: DateTime<Utc>,
    /// Whether it is still on the board.
    pub open: bool,
    /// The tier it stands at on the board, while it does.
    pub tier: Option<u8>,
    /// Whether it has the same custody reference: the same detention.
    pub same_detention: bool,
    /// Why it is likely the same, in words.
    pub why: &'static str,
}

/// Most episodes of people of one name that are looked at.
const NAMESAKES: usize = 200;

impl Desk {
    /// Earlier episodes that are likely of the same person, the likeliest first: the same custody
    /// reference, or the same surname and date of birth (domain.md 1.3); and, for many are known by
    /// their age alone, the same full name at an age at most a year away or not known, among the live
    /// ones and those of the last days.
    ///
    /// # Errors
    /// A failure of the store.
    pub fn alike(&self, new: &NewReferral) -> Result<Vec<Alike>, DeskError> {
        self.alike_in(&new.custody_ref, &new.person)
    }

    /// The same for an episode that stands already: others of a likely same person, not yet linked.
    ///
    /// # Errors
    /// [`DeskError::Unknown`], or a failure of the store.
    pub fn alike_to(&self, episode: EpisodeId) -> Result<Vec<Alike>, DeskError> {
        let episode = self.episode(episode)?;
        let mut found = self.alike_in(&episode.referral.custody_ref, episode.person())?;
        found.retain(|one| one.episode != episode.id && one.person != episode.person_id);
        Ok(found)
    }

    /// The episode with this printable reference.
    ///
    /// # Errors
    /// Refused where there is none; or a failure of the store.
    pub fn episode_by_reference(&self, reference: &str) -> Result<EpisodeId, DeskError> {
        let reference = clean_line(reference);
        let found = self.store.episode_by_ref(&reference)?;
        found.map(|episode| episode.id).ok_or_else(|| {
            DeskError::refused(
                format!("No episode has the reference {reference}."),
                "Check it and type it again.",
            )
        })
    }

    fn alike_in(&self, custody_ref: &str, person: &Person) -> Result<Vec<Alike>, DeskError> {
        let custody_ref = clean_line(custody_ref);
        let born = born(person.birth);
        let found = self.store.alike(&custody_ref, &clean_line(&person.surname), born)?;
        let recent = self.now() - Duration::days(self.service.settings.same_person_days);
        let namesakes = self.namesakes(person, recent)?;
        let mut alike = Vec::new();
        for episode in &found {
            let why = match episode.referral.received_at >= recent {
                true => "same surname and birth, these days",
                false => "same surname and birth, earlier",
            };
            alike.push(self.alike_as(episode, &custody_ref, why)?);
        }
        for episode in namesakes.iter().filter(|one| found.iter().all(|other| other.id != one.id)) {
            let ages = (episode.person().birth.age(self.now()), person.birth.age(self.now()));
            let why = match ages {
                (Some(_), Some(_)) => "same name and age",
                _ => "same name, an age not known",
            };
            alike.push(self.alike_as(episode, &custody_ref, why)?);
        }
        // Stable: who is alike by birth comes before who is alike by name.
        alike.sort_by_key(|one| (!one.same_detention, !one.open, std::cmp::Reverse(one.received_at)));
        Ok(alike)
    }

    /// Episodes of people of the same full name, live or not older than `recent`, whose age is at most
    /// a year away or of whom one has none. Two dates of birth that differ are two people, and somebody
    /// without a given name is nobody's namesake.
    fn namesakes(&self, person: &Person, recent: DateTime<Utc>) -> Result<Vec<Episode>, DeskError> {
        let name = |person: &Person| (fold::key(&person.surname), fold::key(&person.given));
        let wanted = name(person);
        if wanted.0.is_empty() || wanted.1.is_empty() {
            return Ok(Vec::new());
        }
        let now = self.now();
        let mut found = self.store.search(&format!("{} {}", person.surname, person.given), NAMESAKES)?;
        found.retain(|episode| {
            let other = episode.person();
            let ages = other.birth.age(now).zip(person.birth.age(now));
            name(other) == wanted
                && born(other.birth).zip(born(person.birth)).is_none()
                && ages.is_none_or(|(one, other)| one.abs_diff(other) <= 1)
                && (episode.is_live() || episode.referral.received_at >= recent)
        });
        Ok(found)
    }

    fn alike_as(&self, episode: &Episode, custody_ref: &str, why: &'static str) -> Result<Alike, DeskError> {
        let key = fold::key(custody_ref);
        let same_detention = !key.is_empty() && fold::key(&episode.referral.custody_ref) == key;
        Ok(Alike {
            episode: episode.id,
            person: episode.person_id,
            name: episode.person().full_name(),
            birth: episode.person().birth,
            reference: episode.referral.reference.clone(),
            site: episode.site.clone(),
            received_at: episode.referral.received_at,
            open: episode.is_on_board(),
            tier: self.row(episode)?.map(|row| row.tier),
            same_detention,
            why: if same_detention { "same custody reference" } else { why },
        })
    }

    /// The person's other episodes, newest first.
    ///
    /// # Errors
    /// [`DeskError::Unknown`], or a failure of the store.
    pub fn other_episodes(&self, episode: EpisodeId) -> Result<Vec<Episode>, DeskError> {
        let episode = self.episode(episode)?;
        let mut all = self.store.episodes_of(episode.person_id)?;
        all.retain(|other| other.id != episode.id);
        Ok(all)
    }

    /// Says that this episode is of the same person as another.
    ///
    /// # Errors
    /// Refused where they are one person already.
    pub fn link_person(&mut self, episode: EpisodeId, other: EpisodeId) -> Result<(), DeskError> {
        self.needs(Right::Screen, "say who is who")?;
        let (episode, other) = (self.episode(episode)?, self.episode(other)?);
        if episode.person_id == other.person_id {
            return Err(DeskError::refused("They are one person already.", "Nothing was changed."));
        }
        self.record(&episode, vec![Body::PersonLinked { person: other.person_id }])?;
        Ok(())
    }

    /// Says that this episode is of a person of its own after all.
    ///
    /// # Errors
    /// Refused where it is that already.
    pub fn part_person(&mut self, episode: EpisodeId) -> Result<(), DeskError> {
        self.needs(Right::Screen, "say who is who")?;
        let episode = self.episode(episode)?;
        let own = PersonId(episode.id.0);
        if episode.person_id == own {
            return Err(DeskError::refused("This episode stands for itself.", "Nothing was changed."));
        }
        self.record(&episode, vec![Body::PersonLinked { person: own }])?;
        Ok(())
    }

    /// Puts name, birth, sex or custody reference right.
    ///
    /// # Errors
    /// Refused without a surname or a reason, and where nothing differs.
    pub fn correct_details(&mut self, episode: EpisodeId, correction: &Correction) -> Result<(), DeskError> {
        self.needs(Right::Screen, "put details right")?;
        let episode = self.episode(episode)?;
        known(&self.service.lists.sexes, &correction.person.sex, "sex")?;
        let correction = Correction {
            person: Person {
                surname: clean_line(&correction.person.surname),
                given: clean_line(&correction.person.given),
                ..correction.person.clone()
            },
            custody_ref: clean_line(&correction.custody_ref),
            reason: clean_line(&correction.reason),
        };
        if correction.person.surname.is_empty() {
            return Err(DeskError::refused(
                "A person has a surname.",
                "Type \"Unknown\" if nobody knows it.",
            ));
        }
        let same =
            correction.person == *episode.person() && correction.custody_ref == episode.referral.custody_ref;
        if same {
            return Err(DeskError::refused("That is what stands there.", "Nothing was changed."));
        }
        if correction.reason.is_empty() {
            return Err(DeskError::refused("A correction needs its reason.", "Say how you know."));
        }
        self.record(&episode, vec![Body::DetailsCorrected(Box::new(correction))])?;
        Ok(())
    }

    /// Records one item about the person: a code of its list, or text; empty takes it back.
    ///
    /// # Errors
    /// Refused for a code that is not on the item's list, and for an NHS number that is none.
    pub fn record_detail(
        &mut self,
        episode: EpisodeId,
        item: DetailItem,
        value: &str,
    ) -> Result<(), DeskError> {
        self.needs_any(&[Right::Screen, Right::FollowUp], "record details")?;
        let episode = self.episode(episode)?;
        let value = match item.kind() {
            _ if value.trim().is_empty() => String::new(),
            DetailKind::List => {
                let list = item.list(&self.service.lists).unwrap_or_default();
                known(list, value, item.words())?;
                value.to_owned()
            }
            DetailKind::NhsNumber => NhsNumber::parse(value)
                .map_err(|why| DeskError::refused(why.to_string(), "Nothing was changed."))?
                .digits(),
            DetailKind::Text => clean(value).trim().to_owned(),
        };
        if episode.details.get(item.code()).map_or("", String::as_str) == value {
            return Ok(());
        }
        self.record(&episode, vec![Body::DetailRecorded { item: item.code().to_owned(), value }])?;
        Ok(())
    }

    /// Records another legal position; the clock changes with it.
    ///
    /// # Errors
    /// Refused for an unknown position, for the one that stands, and without who told it.
    pub fn change_position(
        &mut self,
        episode: EpisodeId,
        position: &str,
        told_by: &str,
    ) -> Result<(), DeskError> {
        self.needs(Right::Screen, "record the legal position")?;
        let episode = self.on_board(episode)?;
        known(&self.service.lists.legal_positions, position, "legal position")?;
        let told_by = clean_line(told_by);
        if told_by.is_empty() {
            return Err(DeskError::refused("A legal position needs its source.", "Say who told you."));
        }
        if episode.referral.legal_position == position {
            return Err(DeskError::refused("That is the position that stands.", "Nothing was changed."));
        }
        self.record(&episode, vec![Body::PositionChanged { position: position.to_owned(), told_by }])?;
        Ok(())
    }

    /// Whether opening this record asks why: it lies outside the sites of one's own shift, or was
    /// closed before that shift began, and no reason has been given in this shift.
    ///
    /// # Errors
    /// A failure of the store.
    pub fn asks_why(&self, episode: &Episode) -> Result<bool, DeskError> {
        Ok(self.lies_outside(episode)? && self.reason_given(episode)?.is_none())
    }

    /// Why the person signed in opened this record before in the shift that runs, the latest reason.
    ///
    /// # Errors
    /// A failure of the store.
    pub(super) fn reason_given(&self, episode: &Episode) -> Result<Option<String>, DeskError> {
        let Some(shift) = self.shift()? else { return Ok(None) };
        let events = self.store.events_of(episode.id)?;
        let mine = |event: &&Event| event.actor == Some(self.who.id) && event.entered_at >= shift.began_at;
        Ok(events.iter().rev().filter(mine).find_map(|event| match &event.body {
            Body::Viewed { why } if !why.is_empty() => Some(why.clone()),
            _ => None,
        }))
    }

    /// Whether a record lies outside the sites of one's own shift, or was closed before it began.
    pub(super) fn lies_outside(&self, episode: &Episode) -> Result<bool, DeskError> {
        let Some(shift) = self.shift()? else { return Ok(true) };
        let closed_before = !episode.is_live() && episode.changed_at < shift.began_at;
        Ok(closed_before || !shift.sites.contains(&episode.site))
    }
}

fn born(birth: Birth) -> Option<NaiveDate> {
    match birth {
        Birth::On(day) => Some(day),
        Birth::Aged { .. } | Birth::Unknown => None,
    }
}
