//! Figures counted over a store at its size: a month, a year, and everything there is.
//!
//! `cargo bench --bench figures` prints them. `LIAISON_BENCH_EPISODES` sets how many stored episodes there
//! are over five years (30,000 unless set). `LIAISON_BENCH_STORE` names a folder for the store, which is
//! then kept and used again. Nothing here decides a test: machines differ. The median of five counts, the
//! first of them after the store was opened; memory is what the process had at most.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "what cannot go on here stops the run"
)]

#[path = "stored/folder.rs"]
mod stored;

use std::hint::black_box;
use std::path::Path;
use std::time::{Duration, Instant};

use chrono::{Months, Utc};
use liaison::desk::door::DEMO_PASSPHRASE;
use liaison::desk::figures::FiguresAsked;
use liaison::desk::{Desk, Door, demo};
use liaison::domain::time::local;
use liaison::figures::{Group, Period, Step, Value, shown};

fn main() {
    let Some((_kept, store)) = stored::folder() else { return };
    let desk = opened(&store);
    println!("memory at most, after opening: {} MB", most_memory());
    for (name, months) in [("a month", 1), ("a year", 12), ("five years", 60)] {
        count(&desk, name, months);
    }
}

fn opened(store: &Path) -> Desk {
    match Door::of(store, None).unwrap().sign_in(demo::SIGN_IN_NAME, DEMO_PASSPHRASE) {
        Ok(desk) => desk,
        Err(refused) => panic!("{}", refused.1),
    }
}

fn count(desk: &Desk, name: &str, months: u32) {
    let last = local(Utc::now()).date();
    let first = last.checked_sub_months(Months::new(months)).unwrap();
    let asked = FiguresAsked {
        period: Period { first, last },
        sites: Vec::new(),
        group: Group::Everybody,
        step: Step::Month,
    };
    let mut times: Vec<Duration> = Vec::new();
    let mut people = 0;
    for _ in 0..5 {
        let began = Instant::now();
        let counted = desk.figures(&asked).unwrap();
        black_box(shown(desk.service(), &counted.whole, desk.service().figures.suppress_under));
        times.push(began.elapsed());
        if let Some(Value::Number(n)) = counted.whole.figure("identified").map(|figure| &figure.value) {
            people = *n;
        }
    }
    let first = times[0];
    times.sort();
    println!(
        "{name}: {people} episodes, the first time {first:.1?}, median {:.1?}, worst {:.1?}; memory at most {} MB",
        times[2],
        times[4],
        most_memory()
    );
}

/// Megabytes that the process had at most, where the system says so; 0 elsewhere.
fn most_memory() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    let kilobytes = line.and_then(|line| line.split_whitespace().next()?.parse::<u64>().ok());
    kilobytes.unwrap_or(0) / 1024
}
