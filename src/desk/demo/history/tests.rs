use chrono::{DateTime, Timelike, Utc};

use super::*;
use crate::desk::demo;
use crate::desk::door::DEMO_PASSPHRASE;
use crate::domain::detail::DetailItem;
use crate::domain::episode::Episode;
use crate::domain::event::{Body, ConsentTo};
use crate::domain::fact::EpisodeFact;
use crate::domain::referral::Birth;
use crate::domain::service::Lists;
use crate::domain::time::local;
use crate::store::Store;

const NOW: &str = "2026-11-23T20:44:00Z";

/// What a demo store holds, newest first, told by what a person can see of it.
fn seen(store: &Store) -> Vec<String> {
    let all: Vec<Episode> = store.search("26", 1_000).unwrap();
    let told = |episode: &Episode| {
        let person = episode.person();
        format!("{} {} {:?}", episode.referral.reference, person.full_name(), person.birth)
    };
    all.iter().map(told).collect()
}

#[test]
fn the_same_seed_and_moment_give_the_same_service_and_another_seed_another() {
    let dir = tempfile::tempdir().unwrap();
    let now: DateTime<Utc> = NOW.parse().unwrap();
    let made = |name: &str, seed| {
        let door = demo::create(&dir.path().join(name), now, 60, seed).unwrap();
        let desk = door.sign_in(demo::SIGN_IN_NAME, DEMO_PASSPHRASE).map_err(|refused| refused.1).unwrap();
        assert_eq!(desk.store.counts().unwrap().episodes, 68);
        assert_eq!(desk.store.replay_matches().unwrap(), Vec::<String>::new());
        seen(&desk.store)
    };
    let first = made("first", 7);
    assert!(first.len() > 8, "{first:?}");
    assert_eq!(first, made("again", 7));
    assert_ne!(first, made("other", 8));
}

#[test]
fn some_people_come_back_under_the_same_name_and_date_of_birth() {
    let (mut dice, mut people) = (Dice(3), People::new());
    let at: DateTime<Utc> = NOW.parse().unwrap();
    let mut visits: Vec<(String, usize)> = Vec::new();
    let mut dated = 0;
    for _ in 0..2_000 {
        let person = people.next(at, &Lists::default(), &mut dice);
        let told = format!("{} {:?}", person.full_name(), person.birth);
        dated += usize::from(matches!(person.birth, Birth::On(_)));
        match visits.iter_mut().find(|(known, _)| *known == told) {
            Some((_, times)) => *times += 1,
            None => visits.push((told, 1)),
        }
    }
    let back = visits.iter().filter(|(_, times)| *times > 1).count();
    assert!((200..600).contains(&back), "{back} came back");
    assert!(visits.iter().filter(|(told, _)| told.contains("On(")).all(|(_, times)| *times <= 5));
    assert!((1_700..1_950).contains(&dated), "{dated} with a date of birth");
}

#[test]
fn the_earlier_years_hold_what_is_counted_in_every_shape() {
    let dir = tempfile::tempdir().unwrap();
    let now: DateTime<Utc> = NOW.parse().unwrap();
    let door = demo::create(&dir.path().join("demo"), now, 800, 26).unwrap();
    let desk = door.sign_in(demo::SIGN_IN_NAME, DEMO_PASSPHRASE).map_err(|refused| refused.1).unwrap();
    let mut facts = Vec::new();
    let (from, to) = (now - Duration::days(2_000), now - Duration::hours(12));
    desk.store
        .facts_between(from, to, |fact| {
            facts.push(fact);
            true
        })
        .unwrap();
    assert!(facts.len() > 780, "{}", facts.len());
    let some = |what: &str, least: usize, is: &dyn Fn(&EpisodeFact) -> bool| {
        let n = facts.iter().filter(|fact| is(fact)).count();
        assert!(n >= least && n < facts.len(), "{n} of {}: {what}", facts.len());
    };
    some("children", 40, &|fact| fact.age.is_some_and(|age| age < 18));
    some("found and left alone", 15, &|fact| fact.identified_only);
    some("still open", 6, &|fact| fact.closed.is_none());
    some("seen, and never known to have left", 5, &|fact| fact.seen_at.is_some() && fact.left.is_none());
    some("an interview told", 40, &|fact| fact.interview_at.is_some());
    some("seen at the time of the interview", 1, &|fact| {
        fact.seen_at.is_some_and(|at| fact.interview_at == Some(at))
    });
    some("refused to be seen", 1, &|fact| fact.consent(ConsentTo::BeSeen) == Some("refused"));
    some("evaluation withdrawn", 1, &|fact| fact.consent(ConsentTo::Evaluation) == Some("withdrawn"));
    some("a form declined", 3, &|fact| fact.screenings.iter().any(|form| form.status == "declined"));
    some("ethnic category recorded", 25, &|fact| fact.code_of(DetailItem::Ethnicity).is_some());
    some("a red flag told", 10, &|fact| fact.flags.iter().any(|flag| flag.told_at.is_some()));
    some("a red flag lifted before", 1, &|fact| {
        fact.flags.iter().any(|flag| flag.lifted_at.is_some() && flag.told_at.is_none())
    });
    some("a report late", 1, &|fact| {
        fact.reports.iter().any(|report| report.sent_at.is_some_and(|sent| sent > report.due))
    });
    some("a report open", 1, &|fact| {
        fact.reports.iter().any(|report| report.sent_at.is_none() && report.withdrawn_at.is_none())
    });
    some("a Mental Health Act assessment", 5, &|fact| !fact.mha.is_empty());
    some("contacts", 15, &|fact| !fact.contacts.is_empty());
    some("decided with a vulnerability", 10, &|fact| {
        fact.decided.as_ref().is_some_and(|decided| !decided.found.is_empty())
    });
    some("no custody number", 30, &|fact| !fact.has_custody_ref);
    assert!(facts.iter().all(|fact| fact.age.is_none_or(|age| age >= 10)), "under ten nobody is arrested");
    let events = desk.store.events_since(0).unwrap();
    let logged: Vec<_> = events.iter().filter(|one| matches!(one.body, Body::ActivityLogged(_))).collect();
    let is_struck =
        |id| events.iter().any(|one| matches!(one.body, Body::Struck { event, .. } if event == id));
    let struck = logged.iter().filter(|one| is_struck(one.id)).count();
    let left = desk.activities(from, to).unwrap().len();
    assert!((1..logged.len()).contains(&struck), "{struck} of {} activities struck", logged.len());
    assert_eq!(left, logged.len() - struck);
    // In the hours that a London clock calls one o'clock twice, on some last Sunday of October.
    some("received in the hour that comes twice", 1, &|fact| {
        let (at, wall) = (fact.received_at, local(fact.received_at));
        let other = local(at + Duration::hours(1)).hour() == wall.hour()
            || local(at - Duration::hours(1)).hour() == wall.hour();
        other && wall.hour() == 1
    });
}
