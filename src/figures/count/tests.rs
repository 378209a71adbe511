//! The edges of what is counted, each by one episode; the whole is recounted by `tests/figures_recount.rs`.

use chrono::{Duration, NaiveDate};
use uuid::Uuid;

use std::collections::BTreeMap;

use super::*;
use crate::domain::event::ConsentTo;
use crate::domain::fact::{Coded, Ended, FINISHED, FlagFact, OnwardFact, ReportFact, ScreeningFact};
use crate::domain::ids::{EpisodeId, PersonId};
use crate::domain::referral::Birth;
use crate::rota::Between;

fn at(minute: i64) -> DateTime<Utc> {
    // A Monday, 09:00 in London.
    "2026-11-23T09:00:00Z".parse::<DateTime<Utc>>().unwrap() + Duration::minutes(minute)
}

/// The service of the template, which asks for little.
fn service() -> Service {
    let text = crate::desk::service_file::TEMPLATE;
    let mut service = crate::desk::service_file::read(text, "service.toml").unwrap();
    let figures = &mut service.figures;
    figures.at_referral = vec![Item::Birth];
    figures.at_seeing = ["ethnic_category", "gp_practice"].map(|code| Item::of(code).unwrap()).to_vec();
    figures.at_closure = vec![Item::Outcome];
    service
}

fn fact() -> EpisodeFact {
    EpisodeFact {
        episode: EpisodeId(Uuid::nil()),
        person: PersonId(Uuid::nil()),
        reference: "BRO-26-00001".into(),
        initials: "A.B.".into(),
        birth: Birth::Unknown,
        age: None,
        sex: "F".into(),
        site: "BRO".into(),
        identified_only: false,
        received_at: at(0),
        source: "custody".into(),
        reason: "low_mood".into(),
        priority: String::new(),
        legal_position: "arrested".into(),
        offences: Vec::new(),
        has_custody_ref: false,
        stage: "waiting".into(),
        seen_at: None,
        interview_at: None,
        left: None,
        closed: None,
        screenings: Vec::new(),
        assessed_at: None,
        decided: None,
        consents: BTreeMap::new(),
        onward: Vec::new(),
        reports: Vec::new(),
        mha: Vec::new(),
        flags: Vec::new(),
        contacts: Vec::new(),
        coded: BTreeMap::new(),
        given: Vec::new(),
        worker: None,
    }
}

fn counted(fact: &EpisodeFact) -> Tally {
    let service = service();
    let hours = ServiceHours::of(&service, Between::days(day("2026-11-23"), day("2026-11-23")));
    let counting =
        Counting { service: &service, hours: &hours, sites: &[], group: &Group::Everybody, now: at(24 * 60) };
    let mut tally = Tally::default();
    counting.hear(fact, &mut tally);
    tally
}

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn coded(code: &str, minute: i64) -> Coded {
    Coded { code: code.into(), at: at(minute) }
}

#[test]
fn seen_at_the_minute_of_the_interview_is_not_before_it_and_at_that_of_leaving_is() {
    let seen = |minute| EpisodeFact {
        seen_at: Some(at(minute)),
        interview_at: Some(at(60)),
        left: Some(coded("bailed", 60)),
        ..fact()
    };
    let before = |minute| {
        let tally = counted(&seen(minute));
        (tally.count(Count::BeforeInterview), tally.count(Count::BeforeRelease))
    };
    assert_eq!([59, 60, 61].map(before), [(1, 1), (0, 1), (0, 0)]);
    assert_eq!(counted(&fact()).count(Count::InterviewKnown), 0);
}

#[test]
fn hours_begin_with_their_first_minute_and_end_before_their_last() {
    let part = |minute: i64| {
        let fact = EpisodeFact { received_at: at(minute), seen_at: Some(at(minute + 7)), ..fact() };
        let tally = counted(&fact);
        (tally.times(Time::WaitInHours).number(), tally.times(Time::WaitOutOfHours).number())
    };
    // Service on a Monday is from 08:00 to 22:00.
    assert_eq!([-61, -60, 779, 780].map(part), [(0, 1), (1, 0), (1, 0), (0, 1)]);
    let elsewhere = EpisodeFact { site: "GONE".into(), seen_at: Some(at(61)), ..fact() };
    assert_eq!(
        counted(&elsewhere).times(Time::WaitOutOfHours).number(),
        1,
        "a site that is gone has no hours"
    );
}

#[test]
fn a_time_before_its_beginning_counts_as_no_minute() {
    let early = EpisodeFact { seen_at: Some(at(-5)), ..fact() };
    assert_eq!(counted(&early).times(Time::Wait).of(1, 2), Some(0));
}

#[test]
fn a_report_is_late_once_it_is_due_and_neither_sent_nor_withdrawn() {
    let report = |sent: Option<i64>, withdrawn: Option<i64>, due: i64| ReportFact {
        kind: "court".into(),
        asked_at: at(0),
        due: at(due),
        sent_at: sent.map(at),
        withdrawn_at: withdrawn.map(at),
    };
    let late = |sent, withdrawn, due| {
        counted(&EpisodeFact { reports: vec![report(sent, withdrawn, due)], ..fact() })
            .count(Count::ReportsLate)
    };
    let day = 24 * 60;
    assert_eq!(late(Some(60), None, 60), 0, "sent at the minute at which it was due");
    assert_eq!(late(Some(61), None, 60), 1);
    assert_eq!(late(None, None, day), 0, "due at the moment of counting");
    assert_eq!(late(None, None, day - 1), 1);
    assert_eq!(late(None, Some(70), 60), 0, "withdrawn");
}

#[test]
fn a_flag_whose_answer_was_changed_before_anybody_was_told_is_none() {
    let flag = |told: Option<i64>, lifted: Option<i64>| FlagFact {
        tier: 0,
        raised_at: at(0),
        told_at: told.map(at),
        lifted_at: lifted.map(at),
    };
    let of = |flag| {
        let tally = counted(&EpisodeFact { flags: vec![flag], ..fact() });
        (tally.count(Count::Flags), tally.count(Count::FlagsTold), tally.times(Time::Flag).of(1, 2))
    };
    assert_eq!(of(flag(None, None)), (1, 0, None));
    assert_eq!(of(flag(None, Some(3))), (0, 0, None));
    assert_eq!(of(flag(Some(9), Some(3))), (0, 0, None), "told of what was changed before");
    assert_eq!(of(flag(Some(3), Some(9))), (1, 1, Some(3)));
}

#[test]
fn declined_is_a_reason_a_consent_or_a_whole_form() {
    let closed = |code: &str| Some(Ended { not_seen: true, code: code.into(), at: at(9) });
    let form = |status: &str| ScreeningFact {
        form: "core".into(),
        version: "1".into(),
        began_at: at(1),
        ended_at: Some(at(2)),
        status: status.into(),
        complete: false,
    };
    let consents = |status: &str| BTreeMap::from([(ConsentTo::BeSeen.code().to_owned(), status.to_owned())]);
    let declined = |fact: EpisodeFact| counted(&fact).count(Count::Declined);
    assert_eq!(declined(EpisodeFact { closed: closed("declined"), ..fact() }), 1);
    assert_eq!(declined(EpisodeFact { closed: closed("released"), ..fact() }), 0);
    assert_eq!(declined(EpisodeFact { consents: consents("refused"), ..fact() }), 1);
    assert_eq!(declined(EpisodeFact { consents: consents("given"), ..fact() }), 0);
    assert_eq!(declined(EpisodeFact { screenings: vec![form("declined")], ..fact() }), 1);
    assert_eq!(declined(EpisodeFact { screenings: vec![form("unable")], ..fact() }), 0);
    // A closure of somebody who was seen has a code of another list.
    let seen = Ended { not_seen: false, code: "declined".into(), at: at(9) };
    assert_eq!(declined(EpisodeFact { closed: Some(seen), ..fact() }), 0);
}

#[test]
fn whoever_attended_was_accepted_and_referred_on() {
    let onward = |accepted: Option<i64>, attendance: Option<&str>| OnwardFact {
        destination: "gp".into(),
        urgency: String::new(),
        made_at: at(0),
        sent_at: None,
        accepted_at: accepted.map(at),
        attendance: attendance.map(|code| coded(code, 60)),
        ended: None,
    };
    let of = |onward: Vec<OnwardFact>| {
        let tally = counted(&EpisodeFact { onward, ..fact() });
        [Count::ReferredOn, Count::Accepted, Count::Attended, Count::Onward].map(|one| tally.count(one))
    };
    assert_eq!(of(vec![]), [0, 0, 0, 0]);
    assert_eq!(of(vec![onward(None, None), onward(Some(5), None)]), [1, 1, 0, 2]);
    assert_eq!(of(vec![onward(None, Some("5"))]), [1, 1, 1, 1]);
    assert_eq!(of(vec![onward(Some(5), Some("3"))]), [1, 1, 0, 1]);
}

#[test]
fn children_are_those_whose_age_is_known_and_under_eighteen() {
    let screened = ScreeningFact {
        form: "core".into(),
        version: "1".into(),
        began_at: at(1),
        ended_at: Some(at(2)),
        status: FINISHED.into(),
        complete: true,
    };
    let of = |age: Option<u16>| {
        let tally = counted(&EpisodeFact { age, screenings: vec![screened.clone()], ..fact() });
        [Count::Under18, Count::Under18Screened, Count::Adults].map(|one| tally.count(one))
    };
    assert_eq!([None, Some(17), Some(18)].map(of), [[0, 0, 0], [1, 1, 0], [0, 0, 1]]);
}

#[test]
fn what_is_missing_is_asked_for_once_somebody_was_seen_and_not_before() {
    let service = service();
    let (hours, group) = (ServiceHours::default(), Group::Everybody);
    let counting = Counting { service: &service, hours: &hours, sites: &[], group: &group, now: at(0) };
    let codes =
        |fact: &EpisodeFact| -> Vec<&str> { counting.missing(fact).into_iter().map(Item::code).collect() };
    assert_eq!(codes(&fact()), ["birth"]);
    let seen = EpisodeFact { seen_at: Some(at(1)), ..fact() };
    assert_eq!(codes(&seen), ["birth", "ethnic_category", "gp_practice"]);
    let said = |state: &str| EpisodeFact {
        birth: Birth::On(day("2000-01-01")),
        coded: BTreeMap::from([("ethnic_category".to_owned(), state.to_owned())]),
        given: vec!["gp_practice".to_owned()],
        ..seen.clone()
    };
    assert_eq!(codes(&said("Z")), Vec::<&str>::new(), "would not say is an answer");
    assert_eq!(codes(&said("not_asked")), ["ethnic_category"]);
    let closed =
        EpisodeFact { closed: Some(Ended { not_seen: false, code: "02".into(), at: at(9) }), ..said("Z") };
    assert_eq!(codes(&closed), ["outcome"]);
}
