//! Trial 13: clocks set wrong, hours that come twice or not at all, and a step while somebody works.

use chrono::{DateTime, TimeDelta, Utc};
use std::path::Path;

use liaison::desk::board::cover_lines;
use liaison::desk::door::{DEMO_PASSPHRASE, NewPerson};
use liaison::desk::shift::NewShift;
use liaison::desk::{Clock, Desk, Door, Purpose, demo};
use liaison::domain::event::Body;
use liaison::domain::page::Page;

use super::store;
use super::table::Trial;

const NAME: &str = "clocks";

/// The moment at which the evening is made, and that at which it is looked at.
const CASES: [(&str, &str, &str); 11] = [
    ("an hour ahead", "2026-11-23T19:44:00Z", "2026-11-23T20:44:00Z"),
    ("an hour back", "2026-11-23T19:44:00Z", "2026-11-23T18:44:00Z"),
    ("three days back", "2026-11-23T19:44:00Z", "2026-11-20T19:44:00Z"),
    ("half past one, the first time", "2026-10-25T00:30:00Z", "2026-10-25T00:31:00Z"),
    ("half past one, the second time", "2026-10-25T00:30:00Z", "2026-10-25T01:30:00Z"),
    ("over the hour that is skipped", "2027-03-28T00:59:00Z", "2027-03-28T01:01:00Z"),
    ("1970", "2026-11-23T19:44:00Z", "1970-01-01T00:00:01Z"),
    ("2038", "2026-11-23T19:44:00Z", "2038-01-19T03:14:08Z"),
    ("leap day", "2028-02-29T23:59:00Z", "2028-03-01T00:01:00Z"),
    ("made in 1970", "1970-01-02T12:00:00Z", "1970-01-02T12:05:00Z"),
    ("made in 2038", "2038-01-19T03:14:00Z", "2038-01-19T03:15:00Z"),
];

/// Looks at each case once, however often it is asked.
pub fn run(_: usize) -> Trial {
    let mut faults = Vec::new();
    for (what, made, seen) in CASES {
        let folder = tempfile::tempdir().unwrap();
        let dir = folder.path().join("store");
        drop(demo::create(&dir, at(made), 0, 1).unwrap());
        let door = Door::of(&dir, Some(seen)).unwrap();
        match door.sign_in("okafor", DEMO_PASSPHRASE) {
            Ok(desk) => faults.extend(wrong(&desk).map(|why| format!("{what}: {why}"))),
            Err(refused) => faults.push(format!("{what}: {}", refused.1)),
        }
    }
    if let Err(why) = set_back_between_two_sign_ins() {
        faults.push(format!("three days back between two sign-ins: {why}"));
    }
    for fault in &faults {
        println!("{NAME}: {fault}");
    }
    let note = "no wait below zero, the journal in its order, a step back told, the store sound".to_owned();
    Trial { name: NAME, count: CASES.len() + 1, losses: faults.len(), note }
}

fn at(text: &str) -> DateTime<Utc> {
    text.parse().unwrap()
}

/// What a desk shows that no clock may make it show.
fn wrong(desk: &Desk) -> Option<String> {
    let board = match desk.board() {
        Ok(board) => board,
        Err(error) => return Some(error.to_string()),
    };
    if let Some(row) = board.rows.iter().find(|row| row.waiting_minutes < 0) {
        return Some(format!("{} waits {} minutes", row.initials, row.waiting_minutes));
    }
    if board.rows.len() < 6 {
        return Some(format!("only {} people are on the board", board.rows.len()));
    }
    let fault = desk.prove().into_iter().find_map(|finding| finding.fault);
    fault.map(|(_, why)| why)
}

fn signed_in(dir: &Path, now: Option<&str>) -> Result<Desk, String> {
    let door = Door::of(dir, now).map_err(|error| error.to_string())?;
    door.sign_in("okafor", DEMO_PASSPHRASE).map_err(|refused| refused.1.to_string())
}

/// Somebody works while the clock is three days ahead, and again by the computer's own clock, which
/// therefore stands behind what is stored. Only a clock that runs is held to be set by anybody.
fn set_back_between_two_sign_ins() -> Result<(), String> {
    let ahead = Utc::now() + TimeDelta::days(3);
    let folder = tempfile::tempdir().unwrap();
    let dir = folder.path().join("store");
    drop(demo::create(&dir, ahead, 0, 1).unwrap());
    let mut desk = signed_in(&dir, Some(&ahead.to_rfc3339()))?;
    let first = desk.receive_referral(&store::referral(desk.now())).map_err(|error| error.to_string())?;
    desk.sign_out().1.map_err(|error| error.to_string())?;
    let mut desk = signed_in(&dir, None)?;
    let second = desk.receive_referral(&store::referral(desk.now())).map_err(|error| error.to_string())?;
    if let Some(why) = wrong(&desk) {
        return Err(why);
    }
    desk.sign_out().1.map_err(|error| error.to_string())?;

    let events = store::journal(&dir)?;
    if !events.iter().map(|event| event.seq).eq(1..=events.len() as u64) {
        return Err("the journal is not in its order".to_owned());
    }
    let steps = events.iter().filter_map(|event| match event.body {
        Body::ClockStepped { seconds } => Some((event.seq, seconds)),
        _ => None,
    });
    let steps: Vec<(u64, i64)> = steps.collect();
    let place = |id| events.iter().find(|event| event.episode == Some(id)).map(|event| (event.seq, event.at));
    let (Some((before, early)), Some((after, late))) = (place(first), place(second)) else {
        return Err("a referral is not in the journal".to_owned());
    };
    if late >= early {
        return Err("the second act is not dated before the first, so nothing was tried".to_owned());
    }
    let days = TimeDelta::days(3).num_seconds();
    match steps[..] {
        // What the trial takes itself has passed on the second clock, and only there.
        [(seq, seconds)] if before < seq && seq < after && (-days..=120 - days).contains(&seconds) => Ok(()),
        _ => Err(format!("steps told: {steps:?}; the acts are entries {before} and {after}")),
    }
}

/// A night shift, and the hours it has to show: on the wall, always from ten until seven.
struct Night {
    began: &'static str,
    hours: i64,
    shown: &'static str,
    /// Half past midnight UTC; the clocks change half an hour later.
    referred: &'static str,
}

const NIGHTS: [Night; 3] = [
    Night {
        began: "2026-10-24T21:00:00Z",
        hours: 10,
        shown: "24 Oct 22:00-Sun 07:00",
        referred: "2026-10-25T00:30:00Z",
    },
    Night {
        began: "2027-03-27T22:00:00Z",
        hours: 8,
        shown: "27 Mar 22:00-Sun 07:00",
        referred: "2027-03-28T00:30:00Z",
    },
    Night {
        began: "2026-11-23T22:00:00Z",
        hours: 9,
        shown: "23 Nov 22:00-Tue 07:00",
        referred: "2026-11-24T00:30:00Z",
    },
];

/// A shift over a change of the clocks has its true hours, and so has a wait.
pub fn shifts_over_the_change() -> Trial {
    let name = "shift over a change";
    let mut faults = Vec::new();
    for night in &NIGHTS {
        if let Err(why) = work(night) {
            println!("{name}: {}: {why}", night.shown);
            faults.push(why);
        }
    }
    let note = "10, 8 and 9 hours on the board and the handover; an hour's wait is an hour".to_owned();
    Trial { name, count: NIGHTS.len(), losses: faults.len(), note }
}

fn work(night: &Night) -> Result<(), String> {
    let folder = tempfile::tempdir().unwrap();
    let dir = folder.path().join("store");
    let (began, ends) = (at(night.began), at(night.began) + TimeDelta::hours(night.hours));
    let okafor =
        NewPerson { name: "Ada Okafor".into(), sign_in_name: "okafor".into(), role: "senior".into() };
    let clock = Clock::At(began);
    let (mut desk, _) = Door::set_up(&dir, &okafor, DEMO_PASSPHRASE, Purpose::Demo, clock).unwrap();
    let shift = NewShift {
        sites: vec![store::SITE.into()],
        role: desk.who().role.clone(),
        phone: "07700 900123".into(),
        ends_at: ends,
        youth_worker: false,
    };
    desk.start_shift(&shift).map_err(|error| error.to_string())?;
    desk.sign_out().1.map_err(|error| error.to_string())?;
    let mut desk = signed_in(&dir, Some(night.referred))?;
    let id = desk.receive_referral(&store::referral(desk.now())).map_err(|error| error.to_string())?;
    desk.sign_out().1.map_err(|error| error.to_string())?;

    let later = at(night.referred) + TimeDelta::hours(1);
    let desk = signed_in(&dir, Some(&later.to_rfc3339()))?;
    let board = desk.board().map_err(|error| error.to_string())?;
    let hours: Vec<TimeDelta> = board.shifts.iter().map(|shift| shift.ends_at - shift.began_at).collect();
    if hours != [TimeDelta::hours(night.hours)] {
        return Err(format!("the board has shifts of {hours:?}"));
    }
    let cover =
        cover_lines(&board).into_iter().zip(&board.cover).find(|(_, cover)| cover.site == store::SITE);
    match cover {
        Some((line, cover)) if cover.ends == Some(ends) && line.until.contains("07:00") => {}
        cover => return Err(format!("the cover is {cover:?}")),
    }
    let waits = board.rows.iter().find(|row| row.id == id).map(|row| row.waiting_minutes);
    if waits != Some(60) {
        return Err(format!("who was referred an hour ago waits {waits:?} minutes"));
    }
    let note = desk.handover(&[store::SITE.to_owned()]).map_err(|error| error.to_string())?;
    let text = Page::join(&note.pages);
    if text.contains(night.shown) { Ok(()) } else { Err(format!("the handover has other hours:\n{text}")) }
}
