//! What an answer costs, against a bare commit of one row under the same cipher and settings.
//!
//! `cargo test --release --lib store -- --ignored cost --nocapture`

use std::time::{Duration, Instant};

use super::fixture::{Desk, answered, evening};
use crate::store::connect;

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
    println!("answer {answer:?}, bare commit {row:?}");
    assert!(answer <= row * 2, "answer {answer:?}, bare commit {row:?}");
}
