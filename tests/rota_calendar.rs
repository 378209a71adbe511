//! The rota as a calendar for telephones and mail programs: read back, every instant is the same.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "what cannot go on here stops the run"
)]

#[path = "desk/evening.rs"]
mod evening;
#[path = "rota/week.rs"]
mod week;

use std::process::Command;

use liaison::desk::rota::csv::RotaAsked;
use liaison::desk::rota::{NewPlanned, RotaAct};
use liaison::domain::rota::Staff;

use week::{Week, day, shift, span, staff};

/// What Python's `icalendar` reads in a calendar: one line for each event.
const READ_BACK: &str = r#"
import sys
from datetime import timezone
from icalendar import Calendar
for event in Calendar.from_ical(sys.stdin.buffer.read()).walk("VEVENT"):
    at = lambda key: event.decoded(key).astimezone(timezone.utc).strftime("%Y-%m-%dT%H:%MZ")
    print(at("DTSTART"), at("DTEND"), event["SUMMARY"])
"#;

fn asked(from: &str, to: &str) -> RotaAsked {
    RotaAsked { from: day(from), to: day(to), site: None, person: None }
}

/// The lines of a calendar with folded ones put together again, RFC 5545 3.1.
fn lines(calendar: &str) -> Vec<String> {
    assert!(calendar.split("\r\n").all(|line| line.len() <= 75 && !line.contains('\n')), "{calendar}");
    calendar.replace("\r\n ", "").split("\r\n").map(str::to_owned).collect()
}

fn values(calendar: &str, key: &str) -> Vec<String> {
    let key = format!("{key}:");
    lines(calendar).iter().filter_map(|line| line.strip_prefix(&key)).map(str::to_owned).collect()
}

/// A night over each change of the clocks, and a plain late shift.
fn nights(week: &mut Week) {
    let late = NewPlanned {
        pattern: Some("late".into()),
        ..shift(week.shah, "BRO", "2027-03-26 14:00", "2027-03-26 22:00")
    };
    week.place(late);
    week.place(shift(week.shah, "BRO", "2027-03-27 20:00", "2027-03-28 08:00"));
    week.place(shift(week.shah, "BEX", "2027-10-30 22:00", "2027-10-31 07:00"));
}

#[test]
fn both_nights_on_which_the_clocks_change_stand_in_utc() {
    let mut week = Week::new();
    nights(&mut week);
    let whole = RotaAsked { person: Some(week.shah), ..asked("2027-01-01", "2027-12-31") };
    let calendar = week.evening.desk.rota_calendar(&whole).unwrap();
    assert_eq!(values(&calendar, "DTSTART"), ["20270326T140000Z", "20270327T200000Z", "20271030T210000Z"]);
    assert_eq!(values(&calendar, "DTEND"), ["20270326T220000Z", "20270328T070000Z", "20271031T070000Z"]);
    assert_eq!(
        values(&calendar, "SUMMARY"),
        ["late\\, Bromley custody", "On duty\\, Bromley custody", "On duty\\, Bexleyheath custody"]
    );
    assert_eq!(values(&calendar, "DTSTAMP")[0], "20261123T194400Z");
    assert_eq!((lines(&calendar)[0].as_str(), values(&calendar, "VERSION").len()), ("BEGIN:VCALENDAR", 1));
}

#[test]
fn an_independent_library_reads_the_same_instants() {
    let importable = Command::new("python3").args(["-c", "import icalendar"]).output();
    if !importable.is_ok_and(|output| output.status.success()) {
        println!("SKIPPED: Python's icalendar cannot be imported here, so nothing was read back by it.");
        return;
    }
    let mut week = Week::new();
    nights(&mut week);
    let calendar = week.evening.desk.rota_calendar(&asked("2027-01-01", "2027-12-31")).unwrap();
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("rota.ics");
    std::fs::write(&file, calendar).unwrap();
    let read = Command::new("python3")
        .args(["-c", READ_BACK])
        .stdin(std::fs::File::open(&file).unwrap())
        .output()
        .unwrap();
    let told = String::from_utf8(read.stdout).unwrap();
    let planned: Vec<String> = week
        .shifts()
        .iter()
        .map(|shift| {
            let at = |at: chrono::DateTime<chrono::Utc>| at.format("%Y-%m-%dT%H:%MZ").to_string();
            let name = shift.pattern.as_deref().unwrap_or("On duty");
            let site = week.evening.desk.service().site(&shift.site).unwrap().name.clone();
            format!("{} {} {name}, {site}: Priya Shah", at(shift.span.from), at(shift.span.to))
        })
        .collect();
    assert_eq!(told.lines().collect::<Vec<_>>(), planned, "{}", String::from_utf8_lossy(&read.stderr));
}

#[test]
fn a_shift_keeps_its_uid_when_it_moves_and_loses_what_its_worker_is_away_for() {
    let mut week = Week::new();
    let early = shift(week.shah, "BRO", "2026-12-01 07:00", "2026-12-01 15:00");
    let id = week.place(early.clone());
    let december = asked("2026-12-01", "2026-12-31");
    let before = values(&week.evening.desk.rota_calendar(&december).unwrap(), "UID");
    assert_eq!(before, [format!("{}@liaison", id.0)]);
    week.act(&RotaAct::Move { shift: id, to: NewPlanned { site: "BEX".into(), ..early } });
    let away = RotaAct::Away {
        practitioner: week.shah,
        why: "sickness".into(),
        span: span("2026-12-01 10:00", "2026-12-01 11:00"),
    };
    week.act(&away);
    let after = week.evening.desk.rota_calendar(&december).unwrap();
    assert_eq!(values(&after, "UID"), [before[0].clone(), format!("{}-2@liaison", id.0)]);
    assert_eq!(values(&after, "DTSTART"), ["20261201T070000Z", "20261201T110000Z"]);
    assert!(!after.to_lowercase().contains("sick"), "{after}");
}

#[test]
fn a_calendar_holds_no_patient_and_no_telephone_number_and_escapes_what_it_holds() {
    let mut week = Week::new();
    week.evening.person();
    let odd =
        Staff { name: "Zoë; O'Neill, \\ of a name so long that it does not fit".into(), ..staff("x", "ZO") };
    week.act(&RotaAct::Staff(odd.clone()));
    week.place(shift(odd.id, "BRO", "2026-12-01 07:00", "2026-12-01 15:00"));
    week.place(shift(week.cole, "BEX", "2026-12-01 07:00", "2026-12-01 15:00"));
    let bromley = RotaAsked { site: Some("BRO".into()), ..asked("2026-12-01", "2026-12-31") };
    let calendar = week.evening.desk.rota_calendar(&bromley).unwrap();
    assert_eq!(
        values(&calendar, "SUMMARY"),
        ["On duty\\, Bromley custody: Zoë\\; O'Neill\\, \\\\ of a name so long that it does not fit"]
    );
    assert_eq!(values(&calendar, "X-WR-CALNAME"), ["Rota: Bromley custody"]);
    for secret in ["07700", "7946", "Quill", "R.Q."] {
        assert!(!calendar.contains(secret), "{secret}: {calendar}");
    }
}
