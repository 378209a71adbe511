use uuid::Uuid;

use super::*;
use crate::domain::event::{Body, Event};
use crate::domain::ids::EpisodeId;
use crate::domain::referral::Referral;

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn at(text: &str) -> DateTime<Utc> {
    format!("{text}T12:00:00Z").parse().unwrap()
}

fn event(on: &str, body: Body) -> Event {
    Event {
        seq: 1,
        id: Uuid::now_v7(),
        at: at(on),
        entered_at: at(on),
        device: Uuid::nil(),
        device_seq: 1,
        actor: None,
        episode: Some(EpisodeId(Uuid::from_u128(7))),
        site: Some("BRO".into()),
        body,
    }
}

fn referral(birth: Birth, on: &str) -> Referral {
    let mut referral: Referral = serde_json::from_value(serde_json::json!({
        "reference": "BRO-1", "received_at": at(on), "source": "custody", "told_by": "PS", "reason": "mh",
        "details": "", "person": {"surname": "A", "given": "B", "birth": "unknown", "sex": "F"},
        "custody_ref": "", "place": "c01", "legal_position": "", "arrived_at": null, "relevant_time": null,
        "authorised_at": null, "priority": "", "known_risk": ""
    }))
    .unwrap();
    referral.person.birth = birth;
    referral
}

fn closed(birth: Birth, on: &str) -> Episode {
    let mut episode = Episode::begin(&event(on, Body::Referred(Box::new(referral(birth, on))))).unwrap();
    episode.apply(&event(on, Body::Closed { code: "x".into(), note: String::new(), outcome: String::new() }));
    episode
}

fn rules() -> Retention {
    let class = |code: &str, years| RetentionClass {
        code: code.into(),
        label: code.into(),
        years,
        child_until: 25,
        seventeen_until: 26,
    };
    Retention {
        default: "mh".into(),
        thin_after_days: Some(365),
        classes: vec![class("mh", 20), class("adult", 8)],
    }
}

fn due_as(code: &str, birth: Birth, on: &str) -> NaiveDate {
    let rules = rules();
    due(&closed(birth, on), rules.class(Some(code)).unwrap())
}

#[test]
fn an_adults_record_is_due_so_many_years_after_the_last_contact() {
    assert_eq!(due_as("mh", Birth::On(day("1990-05-01")), "2026-03-10"), day("2046-03-10"));
    assert_eq!(due_as("adult", Birth::On(day("1990-05-01")), "2026-03-10"), day("2034-03-10"));
    assert_eq!(due_as("adult", Birth::On(day("1990-05-01")), "2024-02-29"), day("2032-02-29"));
    assert_eq!(due_as("adult", Birth::On(day("1990-05-01")), "2028-02-29"), day("2036-02-29"));
}

#[test]
fn a_childs_record_is_kept_to_the_birthday_that_its_age_at_the_end_gives() {
    let end = "2026-03-10";
    assert_eq!(due_as("adult", Birth::On(day("2012-03-11")), end), day("2037-03-11"), "13 at the end: 25th");
    assert_eq!(due_as("adult", Birth::On(day("2009-03-10")), end), day("2035-03-10"), "17 that day: 26th");
    assert_eq!(due_as("adult", Birth::On(day("2009-03-11")), end), day("2034-03-11"), "16 that day: 25th");
    assert_eq!(due_as("adult", Birth::On(day("2008-03-11")), end), day("2034-03-11"), "17, 18 tomorrow");
    assert_eq!(due_as("adult", Birth::On(day("2008-03-10")), end), day("2034-03-10"), "18 that day: adult");
    assert_eq!(due_as("mh", Birth::On(day("2012-03-11")), end), day("2046-03-10"), "the later of the two");
    assert_eq!(due_as("adult", Birth::On(day("2012-02-29")), end), day("2037-03-01"), "no 29 February");
}

#[test]
fn an_age_told_or_unknown_counts_as_the_youngest_it_can_mean() {
    let told = |years| Birth::Aged { years, on: day("2026-03-10") };
    assert_eq!(due_as("adult", told(18), "2026-03-10"), day("2034-03-10"));
    assert_eq!(due_as("adult", told(17), "2026-03-10"), day("2035-03-10"));
    assert_eq!(due_as("adult", told(15), "2026-03-10"), day("2036-03-10"));
    assert_eq!(due_as("adult", Birth::Unknown, "2026-03-10"), day("2041-03-10"));
}

#[test]
fn open_or_held_is_never_due_and_a_class_that_is_gone_is_not_guessed() {
    let birth = Birth::On(day("1970-05-01"));
    let referred = event("2000-01-01", Body::Referred(Box::new(referral(birth, "2000-01-01"))));
    let open = Episode::begin(&referred).unwrap();
    assert_eq!(kept(&open, &rules()), Kept::Open);
    let mut held = closed(birth, "2000-01-01");
    assert!(kept(&held, &rules()).is_due(day("2020-01-01")));
    assert!(!kept(&held, &rules()).is_due(day("2019-12-31")));
    let (changed, worked) = (held.changed_at, held.worked_at);
    held.apply(&event("2026-01-01", Body::LegalHoldPlaced { reason: "inquiry".into() }));
    assert_eq!(kept(&held, &rules()), Kept::Held);
    assert!(!Kept::Held.is_due(day("2999-01-01")));
    let second = crate::domain::ids::PractitionerId(Uuid::from_u128(2));
    held.apply(&event("2026-01-02", Body::LegalHoldReleased { reason: "over".into(), second }));
    assert_eq!(kept(&held, &rules()), Kept::Until(day("2020-01-01")));
    held.apply(&event("2026-01-03", Body::RetentionSet { class: "gone".into() }));
    assert_eq!(kept(&held, &rules()), Kept::NoClass);
    held.apply(&event("2026-01-03", Body::RetentionSet { class: "adult".into() }));
    assert_eq!(kept(&held, &rules()), Kept::Until(day("2008-01-01")));
    assert_eq!((held.changed_at, held.worked_at), (changed, worked), "keeping is no work");
}

#[test]
fn thinning_waits_for_the_rule_the_clinical_system_and_the_hold() {
    let birth = Birth::On(day("1990-05-01"));
    let mut episode = closed(birth, "2024-01-01");
    let ready = |episode: &Episode| may_be_thinned(episode, &rules(), at("2025-01-01"));
    assert!(!ready(&episode), "it does not stand in the clinical system");
    episode.apply(&event("2024-01-02", Body::EnteredInSystem { what: "episode".into() }));
    assert!(ready(&episode));
    assert!(!may_be_thinned(&episode, &rules(), at("2024-12-29")), "not 365 days");
    assert!(!may_be_thinned(&episode, &Retention { thin_after_days: None, ..rules() }, at("2025-01-01")));
    let mut held = episode.clone();
    held.apply(&event("2024-02-01", Body::LegalHoldPlaced { reason: "inquiry".into() }));
    assert!(!ready(&held));
    episode.apply(&event("2024-06-01", Body::Erased { was: "contacted".into() }));
    assert!(!ready(&episode), "once is enough");
    assert_eq!(last_contact(&episode), at("2024-06-01"), "what is gone still counts as contact");
}
