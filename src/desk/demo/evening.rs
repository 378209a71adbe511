//! The evening itself: who came in when, and what was done about it.

use chrono::{DateTime, Duration, Utc};

use crate::desk::plan::{NewOnward, Telling};
use crate::desk::referral::{Beside, NewReferral};
use crate::desk::screening::{Declined, OpenScreening};
use crate::desk::seeing::Seeing;
use crate::desk::shift::NewShift;
use crate::desk::{Desk, DeskError};
use crate::domain::answer::{Answer, Decimal, State, Value};
use crate::domain::clock::ClockKind;
use crate::domain::event::{Consent, ConsentTo, Decision, Found, FoundLevel, OnwardStep};
use crate::domain::ids::EpisodeId;
use crate::domain::referral::{Birth, Person};
use crate::domain::service::find;
use crate::domain::time::local;
use crate::forms::{Kind, Question};

/// When the evening's shift began.
pub(super) const BEGAN_MINUTES_AGO: i64 = 344;
const ENDS_IN_MINUTES: i64 = 136;

/// Questions to which somebody willing says yes.
const AGREES: [&str; 2] = ["agrees", "english_best"];

/// A person of the evening as referred.
struct Arrival {
    ago: i64,
    site: &'static str,
    cell: &'static str,
    given: &'static str,
    surname: &'static str,
    age: u16,
    sex: &'static str,
    source: &'static str,
    told_by: &'static str,
    reason: &'static str,
    details: &'static str,
    priority: &'static str,
    /// Minutes before the referral at which the relevant time was.
    detained: i64,
}

/// Plays the evening up to `now`.
pub(super) fn play(desk: &mut Desk, now: DateTime<Utc>) -> Result<(), DeskError> {
    let before = |minutes: i64| now - Duration::minutes(minutes);
    desk.at(before(BEGAN_MINUTES_AGO));
    desk.start_shift(&NewShift {
        sites: vec![site(desk, 0)],
        role: desk.who().role.clone(),
        phone: "07700 900123".to_owned(),
        ends_at: now + Duration::minutes(ENDS_IN_MINUTES),
        youth_worker: false,
    })?;
    desk.at(before(320));
    closed_unseen(desk, now)?;
    finished_with_referrals(desk, now)?;
    desk.at(before(190));
    waiting_for_interview(desk, now)?;
    resting(desk, now)?;
    declined_for_now(desk, now)?;
    waiting_quietly(desk, now)?;
    half_screened_child(desk, now)?;
    just_referred(desk, now)?;
    desk.at(before(80));
    desk.check_custody_list(&site(desk, 0), 14, 2)?;
    desk.note_site(&site(desk, 0), "Interview room 2 is out of use; ask for the medical room.")?;
    Ok(())
}

/// Brought in before the shift, released before anybody could see him.
fn closed_unseen(desk: &mut Desk, now: DateTime<Utc>) -> Result<(), DeskError> {
    let id = refer(
        desk,
        now,
        &Arrival {
            ago: 325,
            site: "0",
            cell: "c06",
            given: "Kwame",
            surname: "Mensah",
            age: 27,
            sex: "M",
            source: "custody_officer",
            told_by: "Sgt Patel",
            reason: "drugs",
            details: "",
            priority: "3",
            detained: 300,
        },
    )?;
    desk.at(now - Duration::minutes(290));
    desk.not_seen(id, "released", "told_custody", "Leaflet and drug service number left with him.")
}

/// Seen to the end: a told red flag, a referral made, one accepted, a task that is late.
fn finished_with_referrals(desk: &mut Desk, now: DateTime<Utc>) -> Result<(), DeskError> {
    let id = refer(
        desk,
        now,
        &Arrival {
            ago: 310,
            site: "1",
            cell: "c05",
            given: "Nadia",
            surname: "Rahman",
            age: 24,
            sex: "F",
            source: "custody_hcp",
            told_by: "HCP Brooks",
            reason: "mental_health",
            details: "Known to the community team, off her depot for three weeks.",
            priority: "2",
            detained: 120,
        },
    )?;
    see(desk, id, now - Duration::minutes(280))?;
    let mut open = desk.begin_screening(id, "ld_adult_core")?;
    answer_calmly(desk, &mut open, usize::MAX)?;
    desk.finish_screening(&open)?;
    desk.at(now - Duration::minutes(262));
    let mut phq9 = desk.begin_screening(id, "phq9")?;
    for (question, value) in
        [("q1", 2), ("q2", 3), ("q3", 2), ("q4", 2), ("q5", 1), ("q6", 2), ("q7", 1), ("q8", 0), ("q9", 1)]
    {
        score(desk, &mut phq9, question, value)?;
    }
    answer_calmly(desk, &mut phq9, usize::MAX)?;
    desk.finish_screening(&phq9)?;
    desk.at(now - Duration::minutes(250));
    tell_of_flags(desk, id)?;
    settle_suggestions(desk, id)?;
    let gp = desk.refer_onward(id, &onward("gp", "3", "Low mood; medication review."))?;
    desk.move_onward(id, gp, OnwardStep::Sent { how: "telephone".to_owned() })?;
    desk.refer_onward(id, &onward("amhp", "4", "Off depot three weeks, believes she is followed."))?;
    decide(desk, id, "medium")?;
    desk.add_task(id, "Chase AMHP for the arrival time", "Okafor", now - Duration::minutes(14))?;
    desk.note_contingency(id, "If charged before the AMHP comes, then ring the court cells before 08:30.")
}

fn waiting_for_interview(desk: &mut Desk, now: DateTime<Utc>) -> Result<(), DeskError> {
    let id = refer(
        desk,
        now,
        &Arrival {
            ago: 185,
            site: "1",
            cell: "c02",
            given: "Amina",
            surname: "Karim",
            age: 43,
            sex: "F",
            source: "custody_officer",
            told_by: "Sgt Lewis",
            reason: "mental_health",
            details: "Tearful since booking in.",
            priority: "2",
            detained: 25,
        },
    )?;
    desk.tell_clock(id, ClockKind::Interview, Some(now - Duration::minutes(4)), "DC Hill")?;
    Ok(())
}

fn resting(desk: &mut Desk, now: DateTime<Utc>) -> Result<(), DeskError> {
    let id = refer(
        desk,
        now,
        &Arrival {
            ago: 160,
            site: "0",
            cell: "c09",
            given: "Susan",
            surname: "Webb",
            age: 36,
            sex: "F",
            source: "detention_officer",
            told_by: "DO Khan",
            reason: "alcohol",
            details: "",
            priority: "3",
            detained: 40,
        },
    )?;
    desk.at(now - Duration::minutes(150));
    desk.hold(id, "asleep", now + Duration::minutes(406), "Protected rest, roused half-hourly by the HCP.")
}

fn declined_for_now(desk: &mut Desk, now: DateTime<Utc>) -> Result<(), DeskError> {
    let id = refer(
        desk,
        now,
        &Arrival {
            ago: 140,
            site: "0",
            cell: "c04",
            given: "Xavier",
            surname: "Young",
            age: 35,
            sex: "M",
            source: "self",
            told_by: "himself at booking in",
            reason: "housing",
            details: "",
            priority: "3",
            detained: 30,
        },
    )?;
    see(desk, id, now - Duration::minutes(120))?;
    desk.set_aside(
        id,
        "ld_adult_core",
        Declined::ByPerson,
        "Wants to sleep first.",
        Some(now + Duration::minutes(76)),
    )
}

fn waiting_quietly(desk: &mut Desk, now: DateTime<Utc>) -> Result<(), DeskError> {
    refer(
        desk,
        now,
        &Arrival {
            ago: 80,
            site: "0",
            cell: "c11",
            given: "Ryan",
            surname: "Tate",
            age: 29,
            sex: "M",
            source: "solicitor",
            told_by: "duty solicitor",
            reason: "drugs",
            details: "",
            priority: "3",
            detained: 350,
        },
    )?;
    Ok(())
}

/// A child, half screened, whose red flag nobody has been told of yet.
fn half_screened_child(desk: &mut Desk, now: DateTime<Utc>) -> Result<(), DeskError> {
    let id = refer(
        desk,
        now,
        &Arrival {
            ago: 70,
            site: "0",
            cell: "c07",
            given: "Jordan",
            surname: "Dale",
            age: 16,
            sex: "M",
            source: "detention_officer",
            told_by: "DO Khan",
            reason: "self_harm",
            details: "Self-harm marker from an earlier stay.",
            priority: "4",
            detained: 264,
        },
    )?;
    desk.tell_clock(id, ClockKind::ReviewDone, Some(now - Duration::minutes(74)), "Insp Gray")?;
    desk.add_task(id, "Ring the CAMHS crisis line back", "Okafor", now + Duration::minutes(31))?;
    see(desk, id, now - Duration::minutes(42))?;
    let mut open = desk.begin_screening(id, "ld_youth")?;
    answer_calmly(desk, &mut open, 8)?;
    tell_of_flags(desk, id)?;
    let worrying: Option<String> =
        open.form().flags.iter().map(|flag| flag.question.clone()).find(|question| {
            let asked = open.sheet.shows(question);
            asked && open.form().question(question).is_some_and(|found| matches!(found.kind, Kind::YesNo))
        });
    if let Some(question) = worrying {
        give(desk, &mut open, &question, Value::Choice("yes".to_owned()))?;
    }
    Ok(())
}

fn just_referred(desk: &mut Desk, now: DateTime<Utc>) -> Result<(), DeskError> {
    let id = refer(
        desk,
        now,
        &Arrival {
            ago: 10,
            site: "0",
            cell: "c03",
            given: "Marcus",
            surname: "Obi",
            age: 17,
            sex: "M",
            source: "custody_officer",
            told_by: "Sgt Patel",
            reason: "mental_health",
            details: "",
            priority: "2",
            detained: 34,
        },
    )?;
    desk.at(now - Duration::minutes(9));
    desk.tell_clock(id, ClockKind::Interview, Some(now + Duration::minutes(106)), "DC Hill")
}

fn refer(desk: &mut Desk, now: DateTime<Utc>, arrival: &Arrival) -> Result<EpisodeId, DeskError> {
    let received_at = now - Duration::minutes(arrival.ago);
    desk.at(received_at);
    let relevant = received_at - Duration::minutes(arrival.detained);
    let place = arrival.site.parse().unwrap_or(0);
    desk.receive_referral(&NewReferral {
        site: site(desk, place),
        person: Person {
            surname: arrival.surname.to_owned(),
            given: arrival.given.to_owned(),
            birth: Birth::Aged { years: arrival.age, on: local(now).date() },
            sex: arrival.sex.to_owned(),
        },
        source: arrival.source.to_owned(),
        told_by: arrival.told_by.to_owned(),
        received_at,
        reason: arrival.reason.to_owned(),
        details: arrival.details.to_owned(),
        priority: arrival.priority.to_owned(),
        place: arrival.cell.to_owned(),
        custody_ref: format!("26/0{}", 4400 + arrival.ago),
        legal_position: "arrested".to_owned(),
        relevant_time: Some(relevant),
        authorised_at: Some((relevant + Duration::minutes(22)).min(received_at)),
        beside: Beside::default(),
    })
}

fn see(desk: &mut Desk, id: EpisodeId, at: DateTime<Utc>) -> Result<(), DeskError> {
    desk.at(at);
    desk.start_seeing(id, &Seeing::at("consultation_room"))?;
    desk.consent(id, &Consent::plain(ConsentTo::BeSeen, "given", "Verbal, leaflet given."))?;
    desk.consent(id, &Consent::plain(ConsentTo::Share, "given", "Verbal."))
}

fn onward(destination: &str, urgency: &str, reason: &str) -> NewOnward {
    NewOnward {
        destination: destination.to_owned(),
        urgency: urgency.to_owned(),
        reason: reason.to_owned(),
        consent: "given".to_owned(),
        basis: String::new(),
        suggestion: None,
    }
}

/// Tells the custody sergeant of every red flag that is open.
fn tell_of_flags(desk: &mut Desk, id: EpisodeId) -> Result<(), DeskError> {
    let at = desk.now();
    for flag in desk.episode(id)?.open_flags().map(|flag| flag.raise.flag).collect::<Vec<_>>() {
        let telling =
            Telling { told_to: "Sgt Patel".to_owned(), by_voice: true, in_custody_record: true, at };
        desk.tell_custody(id, flag, &telling)?;
    }
    Ok(())
}

/// Takes the first suggestion as it is and refuses the rest.
fn settle_suggestions(desk: &mut Desk, id: EpisodeId) -> Result<(), DeskError> {
    for (place, open) in desk.episode(id)?.suggestions.into_iter().enumerate() {
        let repeats = matches!(open.suggestion.destination.as_str(), "gp" | "amhp");
        if place == 0 && !repeats {
            let (destination, urgency) = (&open.suggestion.destination, &open.suggestion.urgency);
            let mut new = onward(destination, urgency, &open.suggestion.reason);
            new.suggestion = Some(open);
            desk.refer_onward(id, &new)?;
        } else {
            desk.refuse_suggestion(id, &open, "already_open", "")?;
        }
    }
    Ok(())
}

/// Decides that no full assessment is needed, at this level of risk.
pub(super) fn decide(desk: &mut Desk, id: EpisodeId, risk: &str) -> Result<(), DeskError> {
    let reason = desk.episode(id)?.referral.reason;
    let is_listed = find(&desk.service().lists.vulnerabilities, &reason).is_some();
    let found = is_listed.then_some(Found { code: reason, level: FoundLevel::Identified });
    let decision = Decision {
        assess: "no".to_owned(),
        risk: risk.to_owned(),
        needs: String::new(),
        reason: "Nothing that calls for more.".to_owned(),
        found: found.into_iter().collect(),
    };
    desk.decide(id, &decision)
}

/// Says that everything of an episode stands in the clinical system.
pub(super) fn enter_all(desk: &mut Desk, id: EpisodeId) -> Result<(), DeskError> {
    for what in desk.episode(id)?.not_entered() {
        desk.mark_entered(id, &what)?;
    }
    Ok(())
}

/// Answers up to `most` questions as somebody well and settled would.
pub(super) fn answer_calmly(desk: &mut Desk, open: &mut OpenScreening, most: usize) -> Result<(), DeskError> {
    for _ in 0..most {
        let Some((question, value)) =
            open.sheet.unanswered().next().map(|item| (item.key(), calm(item.question, desk.now())))
        else {
            break;
        };
        give(desk, open, &question, value)?;
    }
    Ok(())
}

/// Answers what finishing asks for, and nothing else.
pub(super) fn answer_needed(desk: &mut Desk, open: &mut OpenScreening) -> Result<(), DeskError> {
    loop {
        let next = open.sheet.required_left().next();
        let Some((question, value)) = next.map(|item| (item.key(), plain(item.question, desk.now()))) else {
            return Ok(());
        };
        let is_given = give(desk, open, &question, value);
        if is_given.is_err() {
            // An option that other answers rule out.
            let answered = desk.answer(open, &question, &Answer::absent(State::NotAsked))?;
            open.sheet = answered.sheet;
        }
    }
}

/// Stores one answer.
pub(super) fn give(
    desk: &mut Desk,
    open: &mut OpenScreening,
    question: &str,
    value: Value,
) -> Result<(), DeskError> {
    let answered = desk.answer(open, question, &Answer::given(value))?;
    open.sheet = answered.sheet;
    Ok(())
}

/// Answers with the option that scores this.
pub(super) fn score(
    desk: &mut Desk,
    open: &mut OpenScreening,
    question: &str,
    value: i64,
) -> Result<(), DeskError> {
    let options = open.form().question(question).map(|found| found.options.as_slice()).unwrap_or_default();
    let code = options.iter().find(|option| option.value == Some(value)).map(|option| option.code.clone());
    give(desk, open, question, Value::Choice(code.unwrap_or_default()))
}

/// As `calm`, but of several options the first: the last often asks for words beside it.
fn plain(question: &Question, now: DateTime<Utc>) -> Value {
    match (&question.kind, question.options.first()) {
        (Kind::Choices, Some(first)) => Value::Choices(vec![first.code.clone()]),
        _ => calm(question, now),
    }
}

fn calm(question: &Question, now: DateTime<Utc>) -> Value {
    let first = || question.options.first().map_or_else(String::new, |option| option.code.clone());
    let last = || question.options.last().map_or_else(String::new, |option| option.code.clone());
    match &question.kind {
        Kind::YesNo if AGREES.contains(&question.id.as_str()) => Value::Choice("yes".to_owned()),
        Kind::YesNo => Value::Choice("no".to_owned()),
        Kind::Choice | Kind::Scale(_) => Value::Choice(first()),
        Kind::Choices => Value::Choices(vec![last()]),
        Kind::Number(rule) => Value::Number(rule.min.unwrap_or_else(|| Decimal::whole(0))),
        Kind::Date => Value::Date(local(now).date()),
        Kind::Time => Value::Time(local(now).time()),
        Kind::PartialDate => Value::PartialDate(local(now).date().into()),
        Kind::Duration(rule) => Value::Duration(rule.min.unwrap_or(0)),
        Kind::Group(_) => Value::Rows(Vec::new()),
        Kind::Text | Kind::LongText | Kind::Note | Kind::Computed(_) => {
            Value::Text("Nothing to add.".to_owned())
        }
    }
}

fn site(desk: &Desk, place: usize) -> String {
    desk.service().sites.get(place).map(|site| site.code.clone()).unwrap_or_default()
}
