use chrono::{DateTime, Utc};

use super::*;
use crate::desk::demo;
use crate::desk::door::DEMO_PASSPHRASE;
use crate::domain::episode::Episode;
use crate::domain::referral::Birth;
use crate::domain::service::Lists;
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
