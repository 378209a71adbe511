//! Trial 14: shift after shift for weeks in one process; memory and open files stay as they were.

use std::path::Path;

use chrono::{DateTime, TimeDelta, Utc};
use liaison::desk::close::Closing;
use liaison::desk::door::DEMO_PASSPHRASE;
use liaison::desk::seeing::Seeing;
use liaison::desk::shift::NewShift;
use liaison::desk::{Desk, Door};
use liaison::domain::event::Decision;

use super::store::{self, NOW, SHORT_FORM, SITE, choice};
use super::table::Trial;
use super::worker::{self, DAYS, Said, Scenario};

const NAME: &str = "soak";
/// Kilobytes of memory that may come on top of those after the first day.
const GROWTH: i64 = 5 * 1024;
/// People seen in a shift, and questions put to each.
const PEOPLE: usize = 3;

/// Works so many days.
pub fn run(count: usize) -> Trial {
    if !cfg!(target_os = "linux") {
        return Trial::skipped(NAME, "memory and open files are read from /proc");
    }
    let folder = tempfile::tempdir().unwrap();
    let dir = folder.path().join("store");
    store::make(&dir);
    let days = [(DAYS, count.to_string())];
    let said = Said::of(&worker::command(Scenario::Soak, &dir, None, &days).output().unwrap());
    let mut faults: Vec<String> = said.crashed.iter().cloned().collect();
    // Day, acts so far, kilobytes, open files.
    let told: Vec<Vec<i64>> = said
        .after("day")
        .map(|line| line.split_whitespace().map(|number| number.parse().unwrap()).collect())
        .collect();
    if told.len() != count + 1 {
        faults.push(format!("{} of {count} days were worked: {:?}", told.len(), said.lines.last()));
    }
    let (Some(first), Some(last)) = (told.get(1), told.last()) else {
        return Trial { name: NAME, count: 0, losses: 1, note: faults.join("; ") };
    };
    let most = told[1..].iter().map(|day| day[2]).max().unwrap_or(0);
    if most - first[2] >= GROWTH {
        faults.push(format!("memory grew by {} kB", most - first[2]));
    }
    if last[3] > first[3] {
        faults.push(format!("open files grew from {} to {}", first[3], last[3]));
    }
    let open = store::open(&dir);
    faults.extend(
        open.prove().into_iter().filter_map(|found| Some(format!("{}: {}", found.what, found.fault?.1))),
    );
    for fault in &faults {
        println!("{NAME}: {fault}");
    }
    let note = format!(
        "days; {} acts; {} kB after the first day, {most} kB at most, {} kB at the end; {} files open",
        last[1], first[2], last[2], last[3]
    );
    Trial { name: NAME, count, losses: faults.len(), note }
}

/// The part of the worker.
pub fn work(dir: &Path) {
    let days: i64 = std::env::var(DAYS).unwrap().parse().unwrap();
    let began: DateTime<Utc> = NOW.parse().unwrap();
    println!();
    let mut acts = 0;
    say(0, acts);
    for day in 1..=days {
        shift(dir, began + TimeDelta::days(day), &mut acts);
        say(day, acts);
    }
}

fn say(day: i64, acts: usize) {
    let status = std::fs::read_to_string("/proc/self/status").unwrap();
    let memory = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).unwrap();
    let files = std::fs::read_dir("/proc/self/fd").unwrap().count();
    println!("day {day} {acts} {} {files}", memory.trim().trim_end_matches(" kB"));
}

fn open(dir: &Path, now: DateTime<Utc>) -> Desk {
    sign_in(Door::of(dir, Some(&now.to_rfc3339())).unwrap())
}

fn sign_in(door: Door) -> Desk {
    door.sign_in("okafor", DEMO_PASSPHRASE).map_err(|refused| refused.1).unwrap()
}

/// One shift, with a lock and a later start of the program in it.
fn shift(dir: &Path, now: DateTime<Utc>, acts: &mut usize) {
    let mut desk = open(dir, now);
    if desk.shift().unwrap().is_some() {
        desk.end_shift().unwrap();
    }
    let new = NewShift {
        sites: vec![SITE.into()],
        role: desk.who().role.clone(),
        phone: "07700 900123".into(),
        ends_at: now + TimeDelta::hours(8),
        youth_worker: false,
    };
    desk.start_shift(&new).unwrap();
    desk.check_custody_list(SITE, 12, 2).unwrap();
    *acts += 4;
    for person in 0..PEOPLE {
        *acts += see(&mut desk, now);
        desk.board().unwrap();
        if person == 0 {
            let (door, locked) = desk.lock("idle");
            locked.unwrap();
            desk = sign_in(door);
            *acts += 2;
        }
    }
    drop(desk);
    let mut desk = open(dir, now + TimeDelta::hours(7));
    assert!(!desk.handover(&[]).unwrap().pages.is_empty());
    desk.note_site(SITE, "quiet").unwrap();
    desk.end_shift().unwrap();
    desk.settle().unwrap();
    desk.sign_out().1.unwrap();
    *acts += 5;
}

/// One person from referral to closure; how many acts that was.
fn see(desk: &mut Desk, now: DateTime<Utc>) -> usize {
    let id = desk.receive_referral(&store::referral(now)).unwrap();
    desk.go_and_see(id, &Seeing::at("cell"), "given", "").unwrap();
    let mut open = desk.begin_screening(id, SHORT_FORM).unwrap();
    let questions: Vec<String> = (1..=store::SHORT).map(|number| format!("q{number}")).collect();
    for question in &questions {
        open.sheet = desk.answer(&open, question, &choice(1)).unwrap().sheet;
    }
    desk.finish_screening(&open).unwrap();
    let decision = Decision {
        assess: "no".into(),
        risk: "none".into(),
        needs: "housing".into(),
        reason: "As found.".into(),
        found: Vec::new(),
    };
    desk.decide(id, &decision).unwrap();
    desk.close(id, &Closing { code: "02".into(), ..Closing::default() }).unwrap();
    6 + questions.len()
}
