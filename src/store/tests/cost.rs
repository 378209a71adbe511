//! What an answer costs, against a bare commit of one row under the same cipher and settings.
//!
//! `cargo test --release --lib store -- --ignored cost --nocapture`

use std::time::{Duration, Instant};

use uuid::Uuid;

use super::fixture::{Desk, answered, evening, open};
use crate::domain::ids::PractitionerId;
use crate::store::{AuditQuery, connect, migrations};

fn median(mut times: Vec<Duration>) -> Duration {
    times.sort();
    times[times.len() / 2]
}

#[test]
#[ignore = "a measurement, not a promise of every machine"]
fn an_answer_costs_at_most_twice_a_bare_commit() {
    let mut desk = Desk::new();
    let (episode, screening) = evening(&mut desk.store, 40);
    let bare = connect::file(&desk.place.dir().join("bare.db"), &desk.key).unwrap();
    bare.execute_batch("CREATE TABLE bare (n INTEGER PRIMARY KEY, body TEXT)").unwrap();
    let (mut answers, mut rows) = (Vec::new(), Vec::new());
    for number in 0..2000 {
        let act = [answered(episode, screening, number)];
        let begun = Instant::now();
        desk.store.append(&act).unwrap();
        answers.push(begun.elapsed());
        let begun = Instant::now();
        bare.prepare_cached("INSERT INTO bare (body) VALUES (?1)").unwrap().execute(["one answer"]).unwrap();
        rows.push(begun.elapsed());
    }
    let (answer, row) = (median(answers), median(rows));
    let mut memory = crate::store::Store::in_memory().unwrap();
    let (episode, screening) = evening(&mut memory, 40);
    let work = (0..500).map(|number| {
        let act = [answered(episode, screening, number)];
        let begun = Instant::now();
        memory.append(&act).unwrap();
        begun.elapsed()
    });
    println!("without a disk {:?}", median(work.collect()));
    println!("answer {answer:?}, bare commit {row:?}");
    assert!(answer <= row * 2, "answer {answer:?}, bare commit {row:?}");
}

#[test]
#[ignore = "a measurement, not a promise of every machine"]
fn large_store_is_filled_opened_and_verified() {
    let mut desk = Desk::new();
    let begun = Instant::now();
    desk.store.begin_bulk().unwrap();
    for _ in 0..3000 {
        evening(&mut desk.store, 30);
    }
    desk.store.end_bulk(true).unwrap();
    println!("filled with {:?} in {:?}", desk.store.counts().unwrap(), begun.elapsed());
    let timed = |what: &str, work: &mut dyn FnMut()| {
        let begun = Instant::now();
        work();
        println!("{what}: {:?}", begun.elapsed());
    };
    timed("finalise", &mut || desk.store.finalise().unwrap());
    println!("file: {} bytes", std::fs::metadata(desk.place.database()).unwrap().len());
    timed("chain", &mut || assert_eq!(desk.store.verify_chain().unwrap(), desk.store.head()));
    timed("pages", &mut || desk.store.verify_pages().unwrap());
    timed("replay", &mut || assert_eq!(desk.store.replay_matches().unwrap(), Vec::<String>::new()));
    timed("rebuild", &mut || migrations::run(&desk.store.conn, migrations::newest()).unwrap());
    timed("open episodes", &mut || assert_eq!(desk.store.open_episodes().unwrap().len(), 3000));
    drop(desk.store);
    timed("open", &mut || drop(open(&desk.place, &desk.vault, &desk.key).unwrap()));
}

#[test]
#[ignore = "a measurement, not a promise of every machine"]
fn an_audit_of_300_000_entries_is_read_by_page() {
    let mut desk = Desk::new();
    desk.store.begin_bulk().unwrap();
    let mut last = None;
    while desk.store.head().seq < 300_000 {
        last = Some(evening(&mut desk.store, 30).0);
    }
    desk.store.end_bulk(true).unwrap();
    desk.store.finalise().unwrap();
    let timed = |what: &str, work: &mut dyn FnMut() -> u64| {
        let begun = Instant::now();
        let found = work();
        println!("{what}: {found} in {:?}", begun.elapsed());
    };
    let count = |found: usize| u64::try_from(found).unwrap();
    let nobody = Some(PractitionerId(Uuid::from_u128(1)));
    let narrow = |change: &dyn Fn(&mut AuditQuery)| {
        let mut asked = AuditQuery::default();
        change(&mut asked);
        asked
    };
    let asks = [
        ("all", narrow(&|_| ())),
        ("by nobody", narrow(&|asked| asked.who = nobody)),
        ("of one record", narrow(&|asked| asked.episode = last)),
        ("outside", narrow(&|asked| asked.outside = true)),
        ("of a kind", narrow(&|asked| asked.kinds = vec!["viewed", "audit_read"])),
        (
            "of days",
            narrow(&|asked| {
                (asked.from, asked.to) = (Some(super::fixture::at(3)), Some(super::fixture::at(4)));
            }),
        ),
    ];
    for (what, asked) in &asks {
        timed(&format!("page {what}"), &mut || count(desk.store.audit(asked, None, 200).unwrap().len()));
        timed(&format!("count {what}"), &mut || desk.store.audit_count(asked).unwrap());
    }
    timed("newest service file", &mut || u64::from(desk.store.service_read().unwrap().is_some()));
    timed("closed before", &mut || {
        let mut seen = 0;
        desk.store.closed_before(super::fixture::at(900), |_| seen += 1).unwrap();
        seen
    });
    let order = super::disposal::order(last.unwrap(), crate::domain::event::Disposal::Whole);
    let begun = Instant::now();
    desk.store.dispose(&order).unwrap();
    println!("disposed of in {:?}", begun.elapsed());
    timed("chain", &mut || desk.store.prove_chain().unwrap().erased);
}
