//! The rota as a table, out and in again.

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

use liaison::desk::rota::csv::{Import, Replace, RotaAsked, read_csv};
use liaison::desk::rota::{NewPlanned, RotaAct};
use liaison::desk::service_file::{TEMPLATE, read};
use liaison::domain::rota::Staff;

use evening::refused;
use week::{Week, day, shift, span, staff};

const HEADING: &str = "person,role,site,activity,pattern,from,to,break_minutes";

fn asked(from: &str, to: &str) -> RotaAsked {
    RotaAsked { from: day(from), to: day(to), site: None, person: None }
}

fn december() -> RotaAsked {
    asked("2026-12-01", "2026-12-31")
}

fn import(week: &Week, rows: &[&str], replace: Option<(&str, &str)>) -> Import {
    let text = format!("{HEADING}\n{}\n", rows.join("\n"));
    let replace = replace.map(|(from, to)| Replace { from: day(from), to: day(to), site: None });
    week.evening.desk.read_import(&text, replace.as_ref()).unwrap()
}

fn keep(week: &mut Week, import: &Import) {
    week.evening.desk.keep_rota(import.proposal.as_ref().unwrap(), "as agreed").unwrap();
}

fn problems(import: &Import) -> Vec<String> {
    import.problems.iter().map(ToString::to_string).collect()
}

#[test]
fn a_row_of_the_table_holds_the_shift_and_its_minutes_by_pay_class() {
    let mut week = Week::new();
    let late = NewPlanned {
        pattern: Some("late".into()),
        ..shift(week.shah, "BRO", "2026-12-04 14:00", "2026-12-04 22:00")
    };
    week.place(late);
    week.place(shift(week.cole, "BEX", "2026-12-05 13:00", "2026-12-05 21:00"));
    week.place(shift(week.cole, "BEX", "2026-12-25 22:00", "2026-12-26 07:00"));
    let table = week.evening.desk.rota_csv(&december()).unwrap();
    let lines: Vec<&str> = table.split("\r\n").collect();
    assert_eq!(
        lines[0],
        format!("{HEADING},minutes,plain,evening_night,saturday,sunday_or_bank_holiday,away_minutes")
    );
    assert_eq!(
        lines[1],
        "Priya Shah,practitioner,BRO,duty,late,2026-12-04 14:00,2026-12-04 22:00,30,480,360,120,0,0,0"
    );
    assert_eq!(
        lines[2],
        "Tom Cole,practitioner,BEX,duty,,2026-12-05 13:00,2026-12-05 21:00,30,480,0,0,480,0,0"
    );
    // 25 December is a bank holiday, and 26 December 2026 both a Saturday and Boxing Day.
    assert_eq!(
        lines[3],
        "Tom Cole,practitioner,BEX,duty,,2026-12-25 22:00,2026-12-26 07:00,30,540,0,0,0,540,0"
    );
    assert_eq!((lines[4], lines.len()), ("", 5));
}

#[test]
fn time_at_which_somebody_was_away_is_not_counted_as_worked() {
    let mut week = Week::new();
    week.place(shift(week.shah, "BRO", "2026-12-04 07:00", "2026-12-04 15:00"));
    let span = span("2026-12-04 13:40", "2026-12-05 00:00");
    week.act(&RotaAct::Away { practitioner: week.shah, why: "sickness".into(), span });
    let table = week.evening.desk.rota_csv(&december()).unwrap();
    let row = table.split("\r\n").nth(1).unwrap();
    assert!(row.ends_with(",400,400,0,0,0,80"), "{row}");
}

#[test]
fn a_table_is_of_the_days_site_and_person_asked_for() {
    let mut week = Week::new();
    week.place(shift(week.shah, "BRO", "2026-12-01 22:00", "2026-12-02 07:00"));
    week.place(shift(week.cole, "BEX", "2026-12-02 07:00", "2026-12-02 15:00"));
    let mut rows = |asked: &RotaAsked| week.evening.desk.rota_csv(asked).unwrap().lines().count() - 1;
    let both = asked("2026-12-01", "2026-12-02");
    assert_eq!(rows(&both), 2);
    assert_eq!(rows(&asked("2026-12-02", "2026-12-02")), 1, "a shift is of the day on which it begins");
    assert_eq!(rows(&RotaAsked { site: Some("BRO".into()), ..both.clone() }), 1);
    let (shah, both_days) = (week.shah, both.clone());
    let mut rows = |asked: &RotaAsked| week.evening.desk.rota_csv(asked).unwrap().lines().count() - 1;
    assert_eq!(rows(&RotaAsked { person: Some(shah), ..both_days }), 1);
    let nowhere = RotaAsked { site: Some("XXX".into()), ..both };
    refused(week.evening.desk.rota_csv(&nowhere), "site is not in the store");
}

#[test]
fn what_went_out_comes_in_again_and_changes_nothing() {
    let mut week = Week::new();
    week.place(shift(week.shah, "BRO", "2026-12-01 07:00", "2026-12-01 12:00"));
    week.place(shift(week.shah, "BEX", "2026-12-01 13:00", "2026-12-01 15:00"));
    week.place(shift(week.cole, "BEX", "2027-03-27 22:00", "2027-03-28 07:00"));
    week.place(shift(week.cole, "BEX", "2027-10-30 22:00", "2027-10-31 07:00"));
    let table = week.evening.desk.rota_csv(&asked("2026-12-01", "2027-12-31")).unwrap();
    let whole = Replace { from: day("2026-12-01"), to: day("2027-12-31"), site: None };
    let import = week.evening.desk.read_import(&table, Some(&whole)).unwrap();
    assert_eq!(problems(&import), Vec::<String>::new());
    assert_eq!((import.unchanged, &import.proposal), (4, &None));
}

#[test]
fn a_table_adds_and_changes_and_takes_off_only_on_the_days_it_replaces() {
    let mut week = Week::new();
    let early = week.place(shift(week.shah, "BRO", "2026-12-01 07:00", "2026-12-01 15:00"));
    week.place(shift(week.cole, "BEX", "2026-12-02 07:00", "2026-12-02 15:00"));
    week.place(shift(week.cole, "BEX", "2026-12-09 07:00", "2026-12-09 15:00"));
    let rows = [
        "Priya Shah,,BRO,,late,2026-12-01 14:00,2026-12-01 22:00,",
        "TC,practitioner,BEX,On duty,,2026-12-03 07:00,2026-12-03 15:00,20",
    ];
    let added = import(&week, &rows, None);
    assert_eq!(problems(&added), Vec::<String>::new());
    assert_eq!(added.added, ["Tom Cole duty Thu 3 Dec 07:00-15:00 at BEX"]);
    let changed = "Priya Shah late Tue 1 Dec 14:00-22:00 at BRO instead of Priya Shah duty Tue 1 Dec 07:00-15:00 at BRO";
    assert_eq!(added.changed, [changed]);
    assert_eq!(added.taken_off, Vec::<String>::new());
    let replacing = import(&week, &rows, Some(("2026-11-30", "2026-12-06")));
    assert_eq!(replacing.taken_off, ["Tom Cole duty Wed 2 Dec 07:00-15:00 at BEX"]);
    assert_eq!(week.told().len(), 3, "nothing is written before it is kept");
    keep(&mut week, &replacing);
    assert_eq!(
        week.told(),
        [
            "Shah BRO 2026-12-01 14:00-22:00",
            "Cole BEX 2026-12-03 07:00-15:00",
            "Cole BEX 2026-12-09 07:00-15:00"
        ]
    );
    let moved = week.planned(early).unwrap();
    assert_eq!((moved.pattern.as_deref(), moved.break_minutes), (Some("late"), 30), "the pattern's break");
}

#[test]
fn one_import_is_one_change_and_is_undone_as_one() {
    let mut week = Week::new();
    let before = week.told();
    let rows = [
        "PS,,BRO,,early,2026-12-01 07:00,2026-12-01 15:00,",
        "PS,,BRO,,early,2026-12-02 07:00,2026-12-02 15:00,",
    ];
    let import = import(&week, &rows, None);
    keep(&mut week, &import);
    let entry = week.evening.desk.rota_changes(1).unwrap().remove(0);
    assert_eq!(entry.change.what, "rota read in, Tue 1 Dec to Wed 2 Dec 2026");
    assert_eq!(entry.change.parts.len(), 2);
    week.act(&RotaAct::Undo(entry.change.change));
    assert_eq!(week.told(), before);
}

#[test]
fn every_mistake_is_told_by_line_and_column_in_one_run_and_nothing_is_kept() {
    let mut week = Week::new();
    week.act(&RotaAct::Staff(staff("Priya Shah", "P2")));
    week.place(shift(week.cole, "BEX", "2026-12-09 07:00", "2026-12-09 15:00"));
    let rows = [
        "Nobody,,BRO,,,2026-12-01 07:00,2026-12-01 15:00,",
        "Priya Shah,,BRO,,,2026-12-01 07:00,2026-12-01 15:00,",
        "TC,screener,BRO,,,2026-12-01 07:00,2026-12-01 15:00,",
        "TC,chef,XXX,golf,,01/12/2026 07:00,,",
        "TC,,BRO,,court,2026-12-01 07:00,2026-12-01 06:00,x",
        "TC,,BRO,,,2026-12-01 07:00",
        "TC,,BRO,,,2026-12-09 07:00,2026-12-09 15:00,",
        "TC,,BEX,,,2026-12-09 14:00,2026-12-09 22:00,",
        "TC,,BRO,,,2026-12-10 07:00,2026-12-10 15:00,480",
    ];
    let import = import(&week, &rows, None);
    let activities = "known: duty, lent, on_call, training, supervision, other";
    let told = problems(&import);
    let expected = [
        "line 2, person: \"Nobody\": nobody on the rota has that name or those initials".to_owned(),
        "line 3, person: \"Priya Shah\": more than one has that name; give initials".to_owned(),
        "line 4, role: \"screener\": the role of Tom Cole is practitioner".to_owned(),
        "line 5, site: \"XXX\": there is no such site".to_owned(),
        "line 5, role: \"chef\": there is no such role".to_owned(),
        format!("line 5, activity: \"golf\": there is none of that name; {activities}"),
        "line 5, from: \"01/12/2026 07:00\": is not a time; write it as 2026-11-23 07:00".to_owned(),
        "line 5, to: is empty".to_owned(),
        "line 6, pattern: \"court\": is not worked at BRO; leave it empty".to_owned(),
        "line 6, to: \"2026-12-01 06:00\": is not after `from`".to_owned(),
        "line 6, break_minutes: \"x\": is not a number of minutes within the shift".to_owned(),
        "line 7, row: has 6 cells, the heading has 8".to_owned(),
    ];
    assert_eq!(told[..expected.len()], expected);
    let rest = &told[expected.len()..];
    assert_eq!(rest.len(), 3, "{rest:?}");
    assert!(rest[0].starts_with("line 8, row: Tom Cole duty Wed 9 Dec") && rest[0].contains("is at BEX"));
    assert!(rest[1].starts_with("line 9, row: Tom Cole duty Wed 9 Dec") && rest[1].contains("is at BRO"));
    assert_eq!(rest[2], "line 10, break_minutes: \"480\": is not a number of minutes within the shift");
    assert_eq!(import.proposal, None);
}

#[test]
fn a_heading_names_its_columns_in_any_order_and_each_once() {
    let mut week = Week::new();
    let read = |text: &str| week.evening.desk.read_import(text, None).unwrap();
    let told = |text: &str| problems(&read(text));
    let rows = "\u{feff}to,from,Site,person\r\n2026-12-01 15:00,2026-12-01 07:00,BRO,PS\r\n,,,\r\n";
    assert_eq!(read(rows).added, ["Priya Shah duty Tue 1 Dec 07:00-15:00 at BRO"]);
    assert_eq!(told("person,site,from\n"), ["line 1, heading: there is no column `to`"],);
    let strange = told("person,site,from,to,colour,to\n");
    assert!(
        strange[0].starts_with("line 1, heading: there is no column `colour`; those known are person, role")
    );
    assert_eq!(strange[1], "line 1, heading: the column `to` stands there twice");
    assert_eq!(told("").len(), 4);
    week.evening.role("screener");
    let refusal = week.evening.desk.read_import(rows, None).unwrap_err();
    assert!(refusal.to_string().contains("may not change the rota"), "{refusal}");
}

#[test]
fn a_table_that_replaces_days_has_nothing_to_say_of_others() {
    let week = Week::new();
    let rows = ["PS,,BRO,,,2026-12-07 07:00,2026-12-07 15:00,"];
    let import = import(&week, &rows, Some(("2026-11-30", "2026-12-06")));
    let told = "line 2, from: is not among what is replaced: Mon 30 Nov to Sun 6 Dec 2026";
    assert_eq!(problems(&import), [told]);
}

#[test]
fn one_site_is_replaced_and_the_shifts_of_the_others_stay() {
    let mut week = Week::new();
    week.place(shift(week.shah, "BRO", "2026-12-01 07:00", "2026-12-01 15:00"));
    week.place(shift(week.cole, "BEX", "2026-12-01 07:00", "2026-12-01 15:00"));
    let bromley = Replace { from: day("2026-12-01"), to: day("2026-12-01"), site: Some("BRO".into()) };
    let read = |row: &str| {
        let text = format!("{HEADING}\n{row}\n");
        week.evening.desk.read_import(&text, Some(&bromley)).unwrap()
    };
    assert_eq!(read("").taken_off, ["Priya Shah duty Tue 1 Dec 07:00-15:00 at BRO"]);
    let elsewhere = read("PS,,BEX,,,2026-12-01 15:00,2026-12-01 22:00,");
    let told = "line 2, site: is not among what is replaced: Tue 1 Dec to Tue 1 Dec 2026 at BRO";
    assert_eq!(problems(&elsewhere), [told]);
}

#[test]
fn a_time_that_the_clocks_go_forward_over_is_read_an_hour_on_and_told() {
    let week = Week::new();
    let rows = ["PS,,BRO,,,2027-03-28 01:30,2027-03-28 08:00,"];
    let import = import(&week, &rows, None);
    assert_eq!(import.notes, ["line 2, from: the clocks go forward; read as 02:30"]);
    assert!(import.proposal.is_some());
}

#[test]
fn no_cell_is_taken_for_a_formula_and_it_reads_back_as_it_was() {
    let mut week = Week::new();
    let name = "=HYPERLINK(\"http://x\",\"y\")";
    let sly = Staff { name: name.into(), ..staff("x", "+1") };
    week.act(&RotaAct::Staff(sly.clone()));
    week.place(shift(sly.id, "BRO", "2026-12-01 07:00", "2026-12-01 15:00"));
    let table = week.evening.desk.rota_csv(&december()).unwrap();
    assert!(table.contains("\r\n\"'=HYPERLINK(\"\"http://x\"\",\"\"y\"\")\",practitioner,"), "{table}");
    let import = week.evening.desk.read_import(&table, None).unwrap();
    assert_eq!((problems(&import), import.unchanged), (vec![], 1));
}

#[test]
fn a_table_is_read_without_a_store_and_its_people_are_whom_it_names() {
    let service = read(TEMPLATE, "service.toml").unwrap();
    let rows = [
        "Ada,practitioner,BRO,,early,2026-12-01 07:00,2026-12-01 15:00,",
        "Ada,,BRO,,late,2026-12-02 14:00,2026-12-02 22:00,",
        "Ben,youth_worker,BEX,on_call,,2026-12-01 07:00,2026-12-01 15:00,0",
    ];
    let (shifts, people) = read_csv(&format!("{HEADING}\n{}", rows.join("\n")), &service).unwrap();
    let names: Vec<_> = people.iter().map(|one| (one.name.as_str(), one.role.as_str())).collect();
    assert_eq!(names, [("Ada", "practitioner"), ("Ben", "youth_worker")]);
    assert_eq!((shifts.len(), shifts[0].practitioner), (3, people[0].id));
    assert_eq!(shifts[1].span, span("2026-12-02 14:00", "2026-12-02 22:00"));
    let bad = ["Ada,,BRO,,,2026-12-01 07:00,2026-12-01 15:00,", "Ben,screener,BRO,,,2026-12-01 07:00,x,"];
    let told = read_csv(&format!("{HEADING}\n{}", bad.join("\n")), &service).unwrap_err();
    let told: Vec<String> = told.iter().map(ToString::to_string).collect();
    assert_eq!(told[0], "line 2, role: is empty: what can Ada do?");
    assert!(told[1].starts_with("line 3, to: \"x\": is not a time"), "{told:?}");
}

#[test]
fn lines_are_counted_alike_whatever_ends_them_and_semicolons_are_told() {
    let week = Week::new();
    let told = |text: &str| {
        let import = week.evening.desk.read_import(text, None).unwrap();
        import.problems.iter().map(|one| (one.line, one.column)).collect::<Vec<_>>()
    };
    let table = "person,site,from,to\nNobody,BRO,2026-12-01 07:00,2026-12-01 15:00\nNobody,BRO,,\n";
    let lines = [(2, "person"), (3, "from"), (3, "to")];
    let sorted = |text: &str| {
        let mut found = told(text);
        found.sort_unstable();
        found
    };
    assert_eq!(sorted(table), lines);
    assert_eq!(sorted(&format!("\u{feff}{}", table.replace('\n', "\r\n"))), lines);
    let import = week.evening.desk.read_import(&table.replace(',', ";"), None).unwrap();
    assert_eq!(import.problems.len(), 1);
    assert!(import.problems[0].message.contains("semicolons"), "{}", import.problems[0]);
}

#[test]
fn an_import_that_is_stopped_anywhere_changes_no_shift() {
    let mut week = Week::new();
    week.place(shift(week.shah, "BRO", "2026-12-04 14:00", "2026-12-04 22:00"));
    let rows: Vec<String> = (5..30)
        .map(|day| format!("PS,,BRO,duty,,2026-12-{day:02} 08:00,2026-12-{day:02} 16:00,30"))
        .collect();
    let text = format!("{HEADING}\n{}\n", rows.join("\n"));
    let standing = |week: &mut Week| week.evening.desk.rota_csv(&december()).unwrap();
    let before = standing(&mut week);
    for at in [0, 20, 60] {
        let stopped = week.evening.desk.read_import_while(&text, None, &mut |share| share < at).unwrap_err();
        assert_eq!((stopped.exit_code(), stopped.to_string().contains("was stopped")), (75, true));
    }
    let import = week.evening.desk.read_import(&text, None).unwrap();
    assert_eq!((problems(&import), import.added.len()), (Vec::new(), 25));
    let proposal = import.proposal.unwrap();
    for at in [0, 30, 50] {
        let desk = &mut week.evening.desk;
        let stopped = desk.keep_rota_while(&proposal, "as agreed", &mut |share| share < at).unwrap_err();
        assert_eq!(stopped.exit_code(), 75, "{stopped}");
    }
    assert_eq!(standing(&mut week), before);
    let mut shares = Vec::new();
    let tell = &mut |share| {
        shares.push(share);
        true
    };
    week.evening.desk.keep_rota_while(&proposal, "as agreed", tell).unwrap();
    assert!(shares.is_sorted() && shares.first() == Some(&0), "{shares:?}");
    assert_eq!(standing(&mut week).lines().count(), before.lines().count() + 25);
    assert!(week.evening.desk.prove().iter().all(|finding| finding.fault.is_none()));
}
