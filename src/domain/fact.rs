//! What is counted of one episode: its facts in one compact row, kept beside the episode so that a
//! year of them is read in well under a second. Facts, no conclusions: what a code means is the
//! service's, and what is counted of them is told in docs/figures.md.

use std::collections::BTreeMap;

use chrono::serde::{ts_milliseconds, ts_milliseconds_option};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::detail::{DetailItem, DetailKind};
use super::episode::{Episode, Onward, RedFlag, Report, Screening, ScreeningStatus, Stage};
use super::event::{ConsentTo, Found, OnwardStep, ReportStep};
use super::ids::{EpisodeId, PersonId, PractitionerId};
use super::referral::Birth;
use super::service::MandatoryGroup;
use super::time::local;

/// One episode as it stands now, as far as anything is counted of it. It holds initials, a birth and
/// codes, and none of the free text.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct EpisodeFact {
    /// Which.
    #[serde(rename = "id")]
    pub episode: EpisodeId,
    /// The person over all their episodes.
    #[serde(rename = "pe")]
    pub person: PersonId,
    /// Printed reference.
    #[serde(rename = "rf")]
    pub reference: String,
    /// Initials.
    #[serde(rename = "in")]
    pub initials: String,
    /// Date of birth or age.
    #[serde(rename = "b")]
    pub birth: Birth,
    /// Whole years when the referral was received.
    #[serde(rename = "a", default, skip_serializing_if = "Option::is_none")]
    pub age: Option<u16>,
    /// Sex code.
    #[serde(rename = "x", default, skip_serializing_if = "String::is_empty")]
    pub sex: String,
    /// Site code.
    #[serde(rename = "si")]
    pub site: String,
    /// Whether L&D found the person and nobody has referred them.
    #[serde(rename = "io", default, skip_serializing_if = "std::ops::Not::not")]
    pub identified_only: bool,
    /// When the referral was received, or the person found.
    #[serde(rename = "at", with = "ts_milliseconds")]
    pub received_at: DateTime<Utc>,
    /// Source code.
    #[serde(rename = "so")]
    pub source: String,
    /// Code of the main reason.
    #[serde(rename = "re", default, skip_serializing_if = "String::is_empty")]
    pub reason: String,
    /// NHS priority code; empty until triage.
    #[serde(rename = "pr", default, skip_serializing_if = "String::is_empty")]
    pub priority: String,
    /// Code of the legal position.
    #[serde(rename = "lp", default, skip_serializing_if = "String::is_empty")]
    pub legal_position: String,
    /// Codes of the offence categories.
    #[serde(rename = "of", default, skip_serializing_if = "Vec::is_empty")]
    pub offences: Vec<String>,
    /// Whether a custody record or case number is known.
    #[serde(rename = "cr", default, skip_serializing_if = "std::ops::Not::not")]
    pub has_custody_ref: bool,
    /// Where the episode stands, in one word.
    #[serde(rename = "st")]
    pub stage: String,
    /// When the person was first seen.
    #[serde(
        rename = "se",
        default,
        with = "ts_milliseconds_option",
        skip_serializing_if = "Option::is_none"
    )]
    pub seen_at: Option<DateTime<Utc>>,
    /// When the interview is or was, as last told.
    #[serde(
        rename = "iv",
        default,
        with = "ts_milliseconds_option",
        skip_serializing_if = "Option::is_none"
    )]
    pub interview_at: Option<DateTime<Utc>>,
    /// How and when the person left.
    #[serde(rename = "le", default, skip_serializing_if = "Option::is_none")]
    pub left: Option<Coded>,
    /// How and when the episode was closed.
    #[serde(rename = "cl", default, skip_serializing_if = "Option::is_none")]
    pub closed: Option<Ended>,
    /// Forms that count: those that a later one puts right are left out.
    #[serde(rename = "sc", default, skip_serializing_if = "Vec::is_empty")]
    pub screenings: Vec<ScreeningFact>,
    /// When a full assessment was finished.
    #[serde(
        rename = "as",
        default,
        with = "ts_milliseconds_option",
        skip_serializing_if = "Option::is_none"
    )]
    pub assessed_at: Option<DateTime<Utc>>,
    /// What was decided after the screening.
    #[serde(rename = "de", default, skip_serializing_if = "Option::is_none")]
    pub decided: Option<Decided>,
    /// The latest word on each consent that was asked, a code each, by its name in the journal.
    #[serde(rename = "co", default, skip_serializing_if = "BTreeMap::is_empty")]
    pub consents: BTreeMap<String, String>,
    /// Onward referrals.
    #[serde(rename = "on", default, skip_serializing_if = "Vec::is_empty")]
    pub onward: Vec<OnwardFact>,
    /// Reports and written information.
    #[serde(rename = "rp", default, skip_serializing_if = "Vec::is_empty")]
    pub reports: Vec<ReportFact>,
    /// Steps of a Mental Health Act assessment.
    #[serde(rename = "mh", default, skip_serializing_if = "Vec::is_empty")]
    pub mha: Vec<Coded>,
    /// Red flags.
    #[serde(rename = "fl", default, skip_serializing_if = "Vec::is_empty")]
    pub flags: Vec<FlagFact>,
    /// Contacts: the kind of each.
    #[serde(rename = "ct", default, skip_serializing_if = "Vec::is_empty")]
    pub contacts: Vec<Coded>,
    /// Items about the person that hold a code, with it.
    #[serde(rename = "dt", default, skip_serializing_if = "BTreeMap::is_empty")]
    pub coded: BTreeMap<String, String>,
    /// Items about the person that hold text or a number, of which something is recorded.
    #[serde(rename = "gi", default, skip_serializing_if = "Vec::is_empty")]
    pub given: Vec<String>,
    /// Who last went to see the person, or before that who recorded the referral.
    #[serde(rename = "wo", default, skip_serializing_if = "Option::is_none")]
    pub worker: Option<PractitionerId>,
}

/// A code with its time.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Coded {
    /// The code.
    #[serde(rename = "c")]
    pub code: String,
    /// When.
    #[serde(rename = "t", with = "ts_milliseconds")]
    pub at: DateTime<Utc>,
}

/// The end of an episode.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Ended {
    /// Whether it ended without the person having been seen, for a reason.
    #[serde(rename = "n", default, skip_serializing_if = "std::ops::Not::not")]
    pub not_seen: bool,
    /// Code of the reason, or of the closure.
    #[serde(rename = "c")]
    pub code: String,
    /// When.
    #[serde(rename = "t", with = "ts_milliseconds")]
    pub at: DateTime<Utc>,
}

/// What was decided after the screening.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Decided {
    /// "yes" or "no": whether a full assessment is needed.
    #[serde(rename = "y")]
    pub assess: String,
    /// Code of the risk level.
    #[serde(rename = "r")]
    pub risk: String,
    /// Vulnerabilities, each with how sure it is.
    #[serde(rename = "f", default, skip_serializing_if = "Vec::is_empty")]
    pub found: Vec<Found>,
    /// When.
    #[serde(rename = "t", with = "ts_milliseconds")]
    pub at: DateTime<Utc>,
}

/// One form.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct ScreeningFact {
    /// Form id.
    #[serde(rename = "f")]
    pub form: String,
    /// Form version.
    #[serde(rename = "v", default, skip_serializing_if = "String::is_empty")]
    pub version: String,
    /// When it was begun.
    #[serde(rename = "b", with = "ts_milliseconds")]
    pub began_at: DateTime<Utc>,
    /// When it was finished or set aside; none for a draft.
    #[serde(rename = "e", default, with = "ts_milliseconds_option", skip_serializing_if = "Option::is_none")]
    pub ended_at: Option<DateTime<Utc>>,
    /// "draft", "finished", or why it was set aside: "declined", "unable".
    #[serde(rename = "s")]
    pub status: String,
    /// Whether everything asked has an answer, where it is finished.
    #[serde(rename = "c", default, skip_serializing_if = "std::ops::Not::not")]
    pub complete: bool,
}

/// Word for a finished form.
pub const FINISHED: &str = "finished";
/// Word for a form that the person declined as a whole.
pub const DECLINED: &str = "declined";

/// One onward referral.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct OnwardFact {
    /// Destination code.
    #[serde(rename = "d")]
    pub destination: String,
    /// Priority code.
    #[serde(rename = "u", default, skip_serializing_if = "String::is_empty")]
    pub urgency: String,
    /// When it was decided on.
    #[serde(rename = "t", with = "ts_milliseconds")]
    pub made_at: DateTime<Utc>,
    /// When it went out.
    #[serde(rename = "s", default, with = "ts_milliseconds_option", skip_serializing_if = "Option::is_none")]
    pub sent_at: Option<DateTime<Utc>>,
    /// When the destination took it.
    #[serde(rename = "a", default, with = "ts_milliseconds_option", skip_serializing_if = "Option::is_none")]
    pub accepted_at: Option<DateTime<Utc>>,
    /// How the first appointment went: the latest attendance code.
    #[serde(rename = "c", default, skip_serializing_if = "Option::is_none")]
    pub attendance: Option<Coded>,
    /// Why it ended without acceptance.
    #[serde(rename = "e", default, skip_serializing_if = "Option::is_none")]
    pub ended: Option<Coded>,
}

/// One report.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct ReportFact {
    /// Code of the kind.
    #[serde(rename = "k")]
    pub kind: String,
    /// When it was asked for.
    #[serde(rename = "t", with = "ts_milliseconds")]
    pub asked_at: DateTime<Utc>,
    /// By when.
    #[serde(rename = "d", with = "ts_milliseconds")]
    pub due: DateTime<Utc>,
    /// When it went out.
    #[serde(rename = "s", default, with = "ts_milliseconds_option", skip_serializing_if = "Option::is_none")]
    pub sent_at: Option<DateTime<Utc>>,
    /// When it was no longer wanted.
    #[serde(rename = "w", default, with = "ts_milliseconds_option", skip_serializing_if = "Option::is_none")]
    pub withdrawn_at: Option<DateTime<Utc>>,
}

/// One red flag.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct FlagFact {
    /// Tier it forces.
    #[serde(rename = "i")]
    pub tier: u8,
    /// When it was raised.
    #[serde(rename = "t", with = "ts_milliseconds")]
    pub raised_at: DateTime<Utc>,
    /// When somebody was first told.
    #[serde(rename = "o", default, with = "ts_milliseconds_option", skip_serializing_if = "Option::is_none")]
    pub told_at: Option<DateTime<Utc>>,
    /// When the answer that raised it was changed.
    #[serde(rename = "l", default, with = "ts_milliseconds_option", skip_serializing_if = "Option::is_none")]
    pub lifted_at: Option<DateTime<Utc>>,
}

impl EpisodeFact {
    /// The facts of this episode.
    pub fn of(episode: &Episode) -> Self {
        let (referral, work) = (&episode.referral, &episode.work);
        let (coded, given) = details(&episode.details);
        let coded_at = |(code, at): &(String, DateTime<Utc>)| Coded { code: code.clone(), at: *at };
        Self {
            episode: episode.id,
            person: episode.person_id,
            reference: referral.reference.clone(),
            initials: referral.person.initials(),
            birth: referral.person.birth,
            age: referral.person.birth.age(referral.received_at),
            sex: referral.person.sex.clone(),
            site: episode.site.clone(),
            identified_only: work.identified_only,
            received_at: referral.received_at,
            source: referral.source.clone(),
            reason: referral.reason.clone(),
            priority: referral.priority.clone(),
            legal_position: referral.legal_position.clone(),
            offences: referral.offences.clone(),
            has_custody_ref: !referral.custody_ref.is_empty(),
            stage: stage(&episode.stage).to_owned(),
            seen_at: episode.seen_at,
            interview_at: episode.clocks.interview_at,
            left: episode.left.as_ref().map(coded_at),
            closed: ended(&episode.stage),
            screenings: episode.standing_screenings().map(screening).collect(),
            assessed_at: work.assessed_at,
            decided: work.decision.as_ref().map(|entry| Decided {
                assess: entry.what.assess.clone(),
                risk: entry.what.risk.clone(),
                found: entry.what.found.clone(),
                at: entry.at,
            }),
            consents: consents(episode),
            onward: episode.onward.iter().map(onward).collect(),
            reports: work.reports.iter().map(report).collect(),
            mha: work.mha.iter().map(|entry| Coded { code: entry.what.step.clone(), at: entry.at }).collect(),
            flags: episode.flags.iter().map(flag).collect(),
            contacts: work
                .contacts
                .iter()
                .map(|entry| Coded { code: entry.what.kind.clone(), at: entry.at })
                .collect(),
            coded,
            given,
            worker: episode.worker,
        }
    }

    /// Whether the person belonged to a mandatory-referral group on the local day of the referral.
    pub fn is_in(&self, group: &MandatoryGroup) -> bool {
        let day = local(self.received_at).date();
        let (reason, sex, position) = (&self.reason, &self.sex, &self.legal_position);
        group.matches(reason, sex, self.age, position, &self.offences, day)
    }

    /// Whether a form was finished with the person.
    pub fn is_screened(&self) -> bool {
        self.screenings.iter().any(|screening| screening.status == FINISHED)
    }

    /// The latest word on a consent, as a code.
    pub fn consent(&self, to: ConsentTo) -> Option<&str> {
        self.consents.get(to.code()).map(String::as_str)
    }

    /// The code recorded for an item about the person.
    pub fn code_of(&self, item: DetailItem) -> Option<&str> {
        self.coded.get(item.code()).map(String::as_str)
    }
}

/// The word for where an episode stands, as exports name it.
fn stage(stage: &Stage) -> &'static str {
    match stage {
        Stage::Identified => "identified",
        Stage::Received => "received",
        Stage::Waiting => "waiting",
        Stage::OnHold { .. } => "on_hold",
        Stage::BeingSeen { .. } => "being_seen",
        Stage::Seen => "seen",
        Stage::Screened => "screened",
        Stage::Assessed => "assessed",
        Stage::FollowUp => "follow_up",
        Stage::Closed { .. } => "closed",
    }
}

fn ended(stage: &Stage) -> Option<Ended> {
    match stage {
        Stage::Closed { how, code, at, .. } => {
            Some(Ended { not_seen: how == "not_seen", code: code.clone(), at: *at })
        }
        _ => None,
    }
}

fn screening(screening: &Screening) -> ScreeningFact {
    let (status, ended_at, complete) = match &screening.status {
        ScreeningStatus::Draft => ("draft", None, false),
        ScreeningStatus::Finished { at, complete, .. } => (FINISHED, Some(*at), *complete),
        ScreeningStatus::SetAside { at, state, .. } => (state.as_str(), Some(*at), false),
    };
    ScreeningFact {
        form: screening.form.clone(),
        version: screening.version.clone(),
        began_at: screening.began_at,
        ended_at,
        status: status.to_owned(),
        complete,
    }
}

fn consents(episode: &Episode) -> BTreeMap<String, String> {
    let latest = |to: ConsentTo| Some((to.code().to_owned(), episode.consent(to)?.consent.status.clone()));
    ConsentTo::ALL.into_iter().filter_map(latest).collect()
}

fn onward(onward: &Onward) -> OnwardFact {
    let mut fact = OnwardFact {
        destination: onward.destination.clone(),
        urgency: onward.urgency.clone(),
        made_at: onward.made_at,
        sent_at: None,
        accepted_at: None,
        attendance: None,
        ended: None,
    };
    for (step, at) in &onward.steps {
        match step {
            OnwardStep::Sent { .. } => drop(fact.sent_at.get_or_insert(*at)),
            OnwardStep::Accepted { .. } => drop(fact.accepted_at.get_or_insert(*at)),
            OnwardStep::Attended { code } => fact.attendance = Some(Coded { code: code.clone(), at: *at }),
            OnwardStep::Ended { reason } => fact.ended = Some(Coded { code: reason.clone(), at: *at }),
            OnwardStep::Chased { .. } => {}
        }
    }
    fact
}

fn report(report: &Report) -> ReportFact {
    let withdrawn = report.steps.iter().find(|(step, _)| matches!(step, ReportStep::Withdrawn { .. }));
    ReportFact {
        kind: report.start.kind.clone(),
        asked_at: report.at,
        due: report.start.due,
        sent_at: report.sent_at(),
        withdrawn_at: withdrawn.map(|(_, at)| *at),
    }
}

fn flag(flag: &RedFlag) -> FlagFact {
    FlagFact {
        tier: flag.raise.tier,
        raised_at: flag.at,
        told_at: flag.told.iter().map(|told| told.at).min(),
        lifted_at: flag.lifted_at,
    }
}

/// The items that hold codes with them, and the codes of the others.
fn details(details: &BTreeMap<String, String>) -> (BTreeMap<String, String>, Vec<String>) {
    let (mut coded, mut given) = (BTreeMap::new(), Vec::new());
    for (code, value) in details {
        match DetailItem::of(code).map(DetailItem::kind) {
            Some(DetailKind::List) => drop(coded.insert(code.clone(), value.clone())),
            _ => given.push(code.clone()),
        }
    }
    (coded, given)
}
