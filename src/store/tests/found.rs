//! People are found among all the episodes there are.

use chrono::NaiveDate;
use proptest::prelude::*;

use super::fixture::{Desk, draft, referred};
use crate::domain::episode::Episode;
use crate::domain::event::{Body, Draft};
use crate::domain::ids::{EpisodeId, PersonId};
use crate::domain::referral::Birth;
use crate::store::project::change;
use crate::store::{Standing, Store};

/// A referral of somebody with this name, number and date of birth.
fn named(number: u32, name: (&str, &str), custody_ref: &str, birth: Birth) -> (EpisodeId, Draft) {
    let (id, mut draft) = referred(number);
    if let Body::Referred(referral) = &mut draft.body {
        referral.person.surname = name.0.into();
        referral.person.given = name.1.into();
        referral.person.birth = birth;
        referral.custody_ref = custody_ref.into();
    }
    (id, draft)
}

fn add(store: &mut Store, number: u32, surname: &str, given: &str) -> EpisodeId {
    let (id, draft) = named(number, (surname, given), "", Birth::Unknown);
    store.append(&[draft]).unwrap();
    id
}

fn close(store: &mut Store, id: EpisodeId) {
    let closed = Body::Closed { code: "01".into(), note: String::new(), outcome: String::new() };
    store.append(&[draft(9, Some(id), closed)]).unwrap();
}

fn ids(found: &[Episode]) -> Vec<EpisodeId> {
    found.iter().map(|episode| episode.id).collect()
}

fn born(year: i32, month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, month, day).unwrap()
}

#[test]
fn every_word_typed_has_to_begin_a_word_of_the_record() {
    let mut store = Store::in_memory().unwrap();
    let brien = add(&mut store, 12, "O'Brien", "Siobhán");
    let lukasz = add(&mut store, 13, "Łukasz", "Brian");
    close(&mut store, lukasz);
    let find = |typed: &str| ids(&store.search(typed, 10).unwrap());
    assert_eq!(find("obrien"), [brien]);
    assert_eq!(find("SIOB o’b"), [brien]);
    assert_eq!(find("lukasz bri"), [lukasz]);
    assert_eq!(find("bri"), [brien, lukasz]);
    assert_eq!(find("BRO-26-00012"), [brien]);
    assert_eq!(find("obrien lukasz"), []);
    assert_eq!(find("rien"), []);
}

#[test]
fn live_people_come_first_and_the_newest_before_older_ones() {
    let mut store = Store::in_memory().unwrap();
    let people: Vec<_> = (0..6).map(|n| add(&mut store, n, "Doe", "Jo")).collect();
    for closed in [0, 2, 3, 5] {
        close(&mut store, people[closed]);
    }
    let order = [4, 1, 5, 3, 2, 0].map(|n| people[n]);
    assert_eq!(ids(&store.search("doe", 10).unwrap()), order);
    for limit in 0..6 {
        assert_eq!(ids(&store.search("doe", limit).unwrap()), order[..limit]);
    }
}

#[test]
fn nothing_typed_finds_nobody() {
    let mut store = Store::in_memory().unwrap();
    add(&mut store, 1, "Doe", "Jo");
    for typed in ["", "  ", "'", "\"*\"", "-/.", "\u{0}\u{301}"] {
        assert_eq!(store.search(typed, 10).unwrap(), [], "{typed:?}");
    }
}

#[test]
fn words_of_the_search_language_are_words_like_any_other() {
    let mut store = Store::in_memory().unwrap();
    let near = add(&mut store, 1, "Near", "Andrew");
    let or = add(&mut store, 2, "Orr", "Notley");
    for id in [near, or] {
        close(&mut store, id);
    }
    let find = |typed: &str| ids(&store.search(typed, 10).unwrap());
    assert_eq!(find("NEAR AND"), [near]);
    assert_eq!(find("NEAR(andrew, 2)"), []);
    assert_eq!(find("or NOT"), [or]);
    assert_eq!(find("find:near"), []);
    assert_eq!(find("^near* + \"andrew\""), [near]);
    assert_eq!(find("') OR 1=1; DROP TABLE episode --"), []);
    assert_eq!(store.counts().unwrap().episodes, 2);
    let long = "near ".repeat(2_000) + &"x".repeat(10_000);
    assert_eq!(find(&long), []);
    assert_eq!(find(&"near".repeat(3_000)), []);
}

#[test]
fn a_person_whose_name_was_put_right_is_found_by_the_new_one_only() {
    let mut store = Store::in_memory().unwrap();
    let id = add(&mut store, 1, "Deo", "Jo");
    close(&mut store, id);
    let before = store.episode(id).unwrap().unwrap();
    let mut after = before.clone();
    after.referral.person.surname = "Doe".into();
    after.referral.custody_ref = "H 7".into();
    assert!(!after.is_found_as(&before));
    change(&store.conn, &before, &after).unwrap();
    assert_eq!(ids(&store.search("doe", 10).unwrap()), [id]);
    assert_eq!(store.search("deo", 10).unwrap(), []);
    assert_eq!(ids(&store.alike("h7", "", None).unwrap()), [id]);
    let told = store.replay_matches().unwrap();
    let own = |line: &String| line.starts_with("episode ") || line.starts_with("what is counted of episode ");
    assert!(told.iter().all(own), "the index follows its rows: {told:?}");
}

#[test]
fn a_row_that_the_search_index_does_not_know_is_told_by_verify() {
    let changes = [
        "UPDATE episode SET find = 'smith'",
        "UPDATE episode SET person = x'00112233445566778899AABBCCDDEEFF'",
        "UPDATE episode SET unentered = 1",
        "UPDATE episode SET custody = 'x'",
        "UPDATE episode SET seq = 7",
        "INSERT INTO found (rowid, find) VALUES (77, 'smith')",
        "INSERT INTO found (found) VALUES ('delete-all')",
    ];
    for change in changes {
        let mut store = Store::in_memory().unwrap();
        add(&mut store, 1, "Doe", "Jo");
        assert_eq!(store.replay_matches().unwrap(), Vec::<String>::new());
        store.conn.execute_batch(change).unwrap();
        assert_ne!(store.replay_matches().unwrap(), Vec::<String>::new(), "{change}");
    }
}

#[test]
fn a_store_that_may_only_be_read_is_searched_and_verified_all_the_same() {
    let mut desk = Desk::new();
    add(&mut desk.store, 1, "Doe", "Jo");
    desk.store.finalise().unwrap();
    let left = desk.as_left_by_a_crash();
    std::fs::remove_file(left.place.witness()).unwrap();
    std::fs::remove_file(left.place.running_witness()).unwrap();
    let store = left.open().unwrap();
    assert_eq!(store.standing(), Standing::Unwitnessed);
    assert_eq!(store.search("doe", 10).unwrap().len(), 1);
    assert_eq!(store.replay_matches().unwrap(), Vec::<String>::new());
}

#[test]
fn closed_episodes_not_entered_are_counted_by_worker_however_many_there_are() {
    let mut store = Store::in_memory().unwrap();
    let id = add(&mut store, 1, "Doe", "Jo");
    assert_eq!(store.closed_unentered().unwrap(), [], "one that is open is not closed");
    close(&mut store, id);
    let worker = store.episode(id).unwrap().unwrap().worker;
    assert!(worker.is_some());
    store
        .conn
        .execute_batch(
            "WITH RECURSIVE n (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM n WHERE n < 5000)
         INSERT INTO episode SELECT seq + n, randomblob(16), ref || n, site, 0, person, custody, 1, find,
             iif(n % 5 = 0, json_remove(body, '$.worker'), body) FROM episode, n;
         UPDATE episode SET unentered = 0 WHERE seq % 5000 = 0",
        )
        .unwrap();
    let counts: std::collections::BTreeMap<_, _> =
        store.closed_unentered().unwrap().into_iter().map(|(who, n)| (who.map(|who| who.0), n)).collect();
    let all = store.unentered(usize::MAX).unwrap();
    let theirs = all.iter().filter(|one| one.worker == worker).count();
    assert!(theirs > 3900 && all.len() > 4900, "{theirs} of {}", all.len());
    assert_eq!(counts[&worker.map(|who| who.0)], theirs);
    assert_eq!(counts[&None], all.len() - theirs);
}

#[test]
fn all_episodes_of_a_person_are_theirs_alone() {
    let mut store = Store::in_memory().unwrap();
    let (one, _) = (add(&mut store, 1, "Doe", "Jo"), add(&mut store, 2, "Doe", "Jo"));
    assert_eq!(ids(&store.episodes_of(PersonId(one.0)).unwrap()), [one]);
}

#[test]
fn an_episode_is_alike_by_its_number_or_by_name_and_date_of_birth() {
    let mut store = Store::in_memory().unwrap();
    let day = born(1990, 7, 2);
    let people = [
        named(1, ("O'Brien", "Sean"), "H04725", Birth::On(day)),
        named(2, ("OBRIEN", "S"), "H 99", Birth::On(day)),
        named(3, ("O'Brien", "Sean"), "", Birth::On(born(1990, 7, 3))),
        named(4, ("Brien", "Sean"), "", Birth::On(day)),
        named(5, ("O'Brien", "19900702"), "", Birth::Unknown),
        named(6, ("Doe", "Jo"), "h 04725", Birth::Unknown),
    ];
    for (_, draft) in &people {
        store.append(std::slice::from_ref(draft)).unwrap();
    }
    let alike = |custody: &str, surname: &str, born| {
        let found = ids(&store.alike(custody, surname, born).unwrap());
        let place = |id: &EpisodeId| people.iter().position(|(of, _)| of == id).unwrap() + 1;
        found.iter().map(place).collect::<Vec<_>>()
    };
    assert_eq!(alike("", "o’brien", Some(day)), [2, 1]);
    assert_eq!(alike("h04725", "Smith", None), [6, 1]);
    assert_eq!(alike("H99", "O'Brien", Some(born(1990, 7, 3))), [3, 2]);
    assert!(alike("", "O'Brien", None).is_empty());
    assert!(alike(" / ", "'", Some(day)).is_empty());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn whatever_is_typed_is_answered_and_each_name_finds_itself(
        names in proptest::collection::vec(("\\PC{1,12}", "\\PC{0,12}"), 1..5),
        typed in ".{0,60}",
    ) {
        let mut store = Store::in_memory().unwrap();
        for (number, (surname, given)) in names.iter().enumerate() {
            let id = add(&mut store, u32::try_from(number).unwrap(), surname, given);
            // Closed, so that the index is asked and not the text.
            if number % 2 == 0 {
                close(&mut store, id);
            }
            let found = store.search(&format!("{surname} {given} {number:05}"), 99).unwrap();
            prop_assert!(ids(&found).contains(&id));
        }
        prop_assert!(store.search(&typed, 3).unwrap().len() <= 3);
        prop_assert_eq!(store.replay_matches().unwrap(), Vec::<String>::new());
    }
}
