//! Papers about one person: SBAR for a call, and the papers of other readers cut to that person.

use super::{Document, Making};
use crate::desk::note::{HandoverAsk, Known, Teller};
use crate::desk::{Desk, DeskError};
use crate::domain::board::{self, Row};
use crate::domain::detail::DetailItem;
use crate::domain::episode::Episode;
use crate::domain::event::Audience;
use crate::domain::ids::EpisodeId;
use crate::domain::service::label;
use crate::handover::{Density, Identifier, Sbar, build, sbar};

impl Desk {
    /// One person for a call, as situation, background, assessment, recommendation.
    ///
    /// # Errors
    /// Refused for a role that may neither screen nor follow up; [`DeskError::Unknown`], or a failure
    /// of the store.
    pub fn sbar(&self, id: EpisodeId) -> Result<Document, DeskError> {
        let episode = self.may_print(id)?;
        let now = self.now();
        let told = self.teller(Identifier::Initials)?;
        let row = self.row_of(&episode)?;
        let facts = told.team(&episode, row.as_ref());
        let lists = &self.service.lists;
        let referral = &episode.referral;
        let levels = &lists.risk_levels;
        let role = self.service.role(&self.who.role).map_or("", |role| &role.label);
        let phone = self.shift()?.map(|shift| shift.phone).unwrap_or_default();
        let caller = [self.who.name.as_str(), role, phone.as_str()];
        let caller: Vec<&str> = caller.into_iter().filter(|part| !part.is_empty()).collect();
        let beside = Sbar {
            caller: caller.join(", "),
            referral: format!(
                "Referred by {}: {}",
                label(&lists.sources, &referral.source),
                label(&lists.reasons, &referral.reason)
            ),
            known_to: episode
                .details
                .get(DetailItem::KnownTo.code())
                .map(|text| told.plain(text, episode.person()))
                .unwrap_or_default(),
            risk: episode
                .work
                .decision
                .as_ref()
                .map(|entry| label(levels, &entry.what.risk).to_owned())
                .unwrap_or_default(),
        };
        let reference = &referral.reference;
        Ok(self.document(Making {
            title: format!("SBAR {reference}"),
            marking: self.service.print.marking.clone(),
            running: vec![self.service.name.clone(), "SBAR".to_owned(), reference.clone()],
            note: format!("SBAR {reference}"),
            sites: vec![episode.site.clone()],
            reader: "whoever is rung".to_owned(),
            consent: format!(
                "consent to share {}",
                facts.consent_words().rsplit("share: ").next().unwrap_or("?")
            ),
            blocks: sbar(&facts, &beside, now),
            people: 1,
            episode: Some(id),
            named: false,
        }))
    }

    /// The paper of a reader outside the team about this one person.
    ///
    /// # Errors
    /// Refused where that reader may be told nothing of them, with why; as [`Desk::sbar`].
    pub fn one_for(&self, id: EpisodeId, ask: &HandoverAsk) -> Result<Document, DeskError> {
        let episode = self.may_print(id)?;
        let ask = HandoverAsk { sites: vec![episode.site.clone()], ..ask.clone() };
        let facts = self.facts_of_one(&episode, &ask)?;
        let made = build(&facts, Density::Roomy);
        if made.named == 0 {
            let why = match ask.audience {
                Audience::Custody => "They are not held in custody here.",
                Audience::Court => "They are neither charged nor remanded nor passed to a court.",
                Audience::Link => "No follow-up runs to which they have agreed.",
                Audience::Team | Audience::Lead => "Their paper is the handover.",
            };
            let paper = ask.audience.title();
            return Err(DeskError::refused(
                format!("No {} for this person. {why}", paper.to_lowercase()),
                "",
            ));
        }
        let reference = &episode.referral.reference;
        let making = Making {
            title: format!("{} {reference}", ask.audience.title()),
            marking: self.service.print.marking.clone(),
            running: made.running,
            note: format!("{} {reference}", ask.audience.code()),
            sites: vec![episode.site.clone()],
            reader: made.stamp.reader.clone(),
            consent: made.stamp.consent.clone(),
            blocks: made.blocks,
            people: 1,
            episode: Some(id),
            named: ask.names.is_some(),
        };
        Ok(self.document(making))
    }

    /// The episode, where whoever is signed in may print of it.
    pub(super) fn may_print(&self, id: EpisodeId) -> Result<Episode, DeskError> {
        use crate::domain::service::Right;
        self.needs_any(&[Right::Screen, Right::FollowUp], "print records")?;
        self.episode(id)
    }

    /// The person's row, while they stand on the board.
    pub(in crate::desk) fn row_of(&self, episode: &Episode) -> Result<Option<Row>, DeskError> {
        let (now, around) = (self.now(), self.surroundings()?);
        Ok(board::rows(std::iter::once(episode), &self.service, &around, now).into_iter().next())
    }

    /// What it takes to tell of people now.
    pub(in crate::desk) fn teller(&self, names: Identifier) -> Result<Teller<'_>, DeskError> {
        let now = self.now();
        let known = match names {
            Identifier::Initials => self.names_known()?,
            Identifier::FullName => Known::default(),
        };
        Ok(Teller::new(&self.service, names, known, now, now))
    }
}
