//! One person as the team is told of them: codes put into words, and no full name unless asked for.

use chrono::{DateTime, Duration, Utc};

use super::actions::actions;
use super::gather::NOTES_FOR_HOURS;
use super::names::Known;
use crate::domain::board::{self, Row};
use crate::domain::detail::DetailItem;
use crate::domain::episode::{Episode, FlagTold, Note, RedFlag, Screening, ScreeningStatus, Stage};
use crate::domain::event::{ConsentTo, NoteFor, Severity};
use crate::domain::referral::Person;
use crate::domain::service::{Service, label, label_within};
use crate::domain::time::near;
use crate::handover::{
    Action, Change, ConsentFact, Identifier, PaperNote, PersonFacts, ScoreFact, ScreeningFact, ToldFact,
};

/// The score that sums a whole instrument up.
const MAIN_SCORE: &str = "total";

/// What it takes to tell of people: whose lists, which names, since when.
pub(in crate::desk) struct Teller<'a> {
    /// The service with its lists.
    pub(in crate::desk) service: &'a Service,
    /// How people are named.
    pub(in crate::desk) names: Identifier,
    /// Since when what was done is told.
    pub(in crate::desk) since: DateTime<Utc>,
    /// Since when lines are told.
    pub(in crate::desk) notes_from: DateTime<Utc>,
    /// The time now.
    pub(in crate::desk) now: DateTime<Utc>,
    /// Whose names may stand in a line.
    pub(in crate::desk) known: Known,
}

impl<'a> Teller<'a> {
    /// Tells at `now` what was done since a time; lines of the last day.
    pub(in crate::desk) fn new(
        service: &'a Service,
        names: Identifier,
        known: Known,
        since: DateTime<Utc>,
        now: DateTime<Utc>,
    ) -> Self {
        Self { service, names, since, notes_from: now - Duration::hours(NOTES_FOR_HOURS), now, known }
    }

    /// What the note to the team says of this person; `row` is their row while they stand on the board.
    pub(in crate::desk) fn team(&self, episode: &Episode, row: Option<&Row>) -> PersonFacts {
        let (service, now, who) = (self.service, self.now, episode.person());
        let plain = |text: &str| self.plain(text, who);
        let tier = row.map_or(service.tiers.other_tier, |row| row.tier);
        PersonFacts {
            episode: episode.id,
            reference: episode.referral.reference.clone(),
            who: self.names.name(who),
            age: who.birth.age(now),
            sex: who.sex.clone(),
            place: self.place(episode),
            custody_ref: episode.referral.custody_ref.clone(),
            severity: Severity::of(tier, episode.open_flags().count()),
            tier,
            reason: row.map_or_else(|| "closed".to_owned(), |row| plain(&row.reason)),
            state: plain(&self.state(episode, row)),
            standing: row.map(|row| row.standing),
            change: Change::Unknown,
            clocks: board::clocks(episode, service, now),
            consent_be_seen: self.consent(episode, ConsentTo::BeSeen),
            consent_share: self.consent(episode, ConsentTo::Share),
            needs: self.needs(episode).iter().map(|text| plain(text)).collect(),
            screenings: episode
                .standing_screenings()
                .map(|screening| self.screened(screening, who))
                .collect(),
            flags: self.standing_flags(episode),
            told: self.told(episode),
            actions: actions(episode, service, self.since, now)
                .into_iter()
                .map(|action| Action {
                    what: plain(&action.what),
                    owner: self.doer(&action.owner, who),
                    ..action
                })
                .collect(),
            contingency: episode.contingency.as_deref().map(plain),
            notes: self.notes(episode),
            left: self.left(episode),
        }
    }

    /// A text as it may stand here: a name typed into it becomes initials, unless names were asked for.
    pub(in crate::desk) fn plain(&self, text: &str, who: &Person) -> String {
        match self.names {
            Identifier::Initials => self.known.line(text, who),
            Identifier::FullName => text.to_owned(),
        }
    }

    /// The same of who does or was told something.
    pub(super) fn doer(&self, text: &str, who: &Person) -> String {
        match self.names {
            Identifier::Initials => self.known.doer(text, who),
            Identifier::FullName => text.to_owned(),
        }
    }

    /// The same of a line about a site.
    pub(super) fn about_site(&self, text: &str) -> String {
        match self.names {
            Identifier::Initials => self.known.others(text),
            Identifier::FullName => text.to_owned(),
        }
    }

    /// Where the person is.
    pub(super) fn place(&self, episode: &Episode) -> String {
        format!("{} {}", episode.site, self.plain(&episode.place, episode.person()))
    }

    /// The latest word on a consent.
    pub(super) fn consent(&self, episode: &Episode, to: ConsentTo) -> Option<ConsentFact> {
        let line = episode.consent(to)?;
        let words = label_within(&self.service.lists.consent_statuses, &line.consent.status);
        Some(ConsentFact { words, is_given: line.is_given(), at: line.at })
    }

    /// How the person left the suite, and when.
    pub(super) fn left(&self, episode: &Episode) -> Option<(String, DateTime<Utc>)> {
        let outcomes = &self.service.lists.outcomes;
        episode.left.as_ref().map(|(outcome, at)| (label_within(outcomes, outcome), *at))
    }

    /// How somebody who is no longer listed left, or how their episode ended.
    pub(super) fn how_left(&self, episode: &Episode) -> Option<String> {
        let ended = || match &episode.stage {
            Stage::Closed { .. } => Some(self.state(episode, None)),
            _ => None,
        };
        let left = self.left(episode).map(|(how, at)| format!("{how} {}", near(at, self.now)));
        left.or_else(ended)
    }

    /// What keeps people safe and is no note: appropriate adult, interpreter, staff safety, the risk
    /// known at the referral.
    pub(super) fn needs(&self, episode: &Episode) -> Vec<String> {
        let lists = &self.service.lists;
        let detail = |item: DetailItem| episode.details.get(item.code()).map(String::as_str);
        let mut needs = Vec::new();
        let known = episode.referral.known_risk.trim();
        if !known.is_empty() {
            needs.push(format!("known risk: {known}"));
        }
        if !episode.work.aa.is_empty() {
            needs.push(format!("AA {}", label_within(&lists.aa_statuses, &episode.work.aa)));
        }
        let interpreter = detail(DetailItem::Interpreter).filter(|code| *code == "yes");
        let language = detail(DetailItem::Language).unwrap_or_default();
        match (interpreter, language) {
            (Some(_), "") => needs.push("interpreter needed".to_owned()),
            (Some(_), language) => needs.push(format!("interpreter needed: {language}")),
            (None, "") => {}
            (None, language) => needs.push(format!("language {language}")),
        }
        needs.extend(detail(DetailItem::StaffSafety).map(|why| format!("! see in pairs: {why}")));
        needs
    }

    /// Red flags that stand, with whom somebody told of them.
    fn standing_flags(&self, episode: &Episode) -> Vec<RedFlag> {
        let who = episode.person();
        let mut flags: Vec<RedFlag> =
            episode.flags.iter().filter(|flag| flag.lifted_at.is_none()).cloned().collect();
        for told in flags.iter_mut().flat_map(|flag| &mut flag.told) {
            told.to = self.doer(&told.to, who);
        }
        flags
    }

    /// What custody or court was told beside red flags, since the notes begin.
    fn told(&self, episode: &Episode) -> Vec<ToldFact> {
        let who = episode.person();
        let told = episode.work.informed.iter().filter(|entry| entry.at >= self.notes_from);
        told.map(|entry| ToldFact {
            told: FlagTold {
                to: self.doer(&entry.what.told_to, who),
                by_voice: entry.what.by_voice,
                in_custody_record: entry.what.in_record,
                at: entry.at,
                event: Some(entry.event),
            },
            what: self.plain(&entry.what.text, who),
        })
        .collect()
    }

    /// What was said at the referral, and the lines written since, as far as they may be on paper.
    fn notes(&self, episode: &Episode) -> Vec<PaperNote> {
        let (referral, who) = (&episode.referral, episode.person());
        let told = (!referral.details.trim().is_empty()).then(|| Note {
            at: referral.received_at,
            text: referral.details.clone(),
            source: referral.told_by.clone(),
            readers: NoteFor::Team,
            event: None,
        });
        let written = episode.notes.iter().filter(|note| note.at >= self.notes_from);
        let all = told.iter().chain(written).filter_map(PaperNote::of);
        all.map(|note| note.reworded(|text| self.plain(text, who))).collect()
    }

    /// The state in words; with what was noted for a hold, and how an episode ended.
    pub(super) fn state(&self, episode: &Episode, row: Option<&Row>) -> String {
        let (lists, now) = (&self.service.lists, self.now);
        match (&episode.stage, row) {
            // When to look again stands among the clocks.
            (Stage::OnHold { note, .. }, Some(row)) if !note.is_empty() => format!("{} ({note})", row.state),
            (_, Some(row)) => row.state.clone(),
            (Stage::Closed { how, code, instead, at }, None) if how == "not_seen" => format!(
                "not seen {}: {}; instead: {}",
                near(*at, now),
                label(&lists.not_seen_reasons, code),
                label(&lists.done_instead, instead)
            ),
            (Stage::Closed { code, at, .. }, None) => {
                format!("closed {}: {}", near(*at, now), label(&lists.closures, code))
            }
            (_, None) => String::new(),
        }
    }

    fn screened(&self, screening: &Screening, who: &Person) -> ScreeningFact {
        // "PHQ-9: depression" is called PHQ-9 where room is short.
        let title = screening.title.split(':').next().unwrap_or_default().trim();
        let amended = if screening.amends.is_some() { " (amended)" } else { "" };
        let title = format!("{title}{amended}");
        let mut status = screening.status.clone();
        if let ScreeningStatus::SetAside { reason, .. } = &mut status {
            *reason = self.plain(reason, who);
        }
        let scores = match &screening.status {
            ScreeningStatus::Finished { scores, .. } => scores.as_slice(),
            _ => &[],
        };
        let scores = scores
            .iter()
            .filter(|score| score.id == MAIN_SCORE)
            .map(|score| ScoreFact {
                name: title.clone(),
                value: score.value,
                floor: score.floor,
                ceiling: score.ceiling,
                most: None,
                band: score.band.clone(),
            })
            .collect();
        ScreeningFact { title, status, progress: screening.progress, scores }
    }
}
