//! The template as it stands, and with one fault at a time.

mod lists;
mod mandatory;
mod print;
mod roles;

use chrono::{NaiveTime, Weekday};

use super::{TEMPLATE, read};
use crate::domain::service::{ClockFamily, HolidayRule, Right, Service, SiteKind, find};
use crate::forms::library::{DESTINATIONS, Library};
use crate::forms::report::Problem;

fn good() -> Service {
    read(TEMPLATE, "service.toml").unwrap_or_else(|report| panic!("{report}"))
}

/// The template with one piece of text put in the place of another, which must stand in it.
fn with(old: &str, new: &str) -> String {
    assert!(TEMPLATE.contains(old), "the template has no {old:?}");
    TEMPLATE.replacen(old, new, 1)
}

/// The one mistake of a text.
fn only(text: &str) -> Problem {
    let report = read(text, "service.toml").expect_err("a fault was let through");
    assert_eq!(report.problems.len(), 1, "{report}");
    report.problems.into_iter().next().unwrap()
}

/// Line and column of the first occurrence, counted without the reader's help.
fn place(text: &str, needle: &str) -> (usize, usize) {
    let line = text.lines().position(|line| line.contains(needle)).unwrap();
    (line + 1, text.lines().nth(line).unwrap().find(needle).unwrap() + 1)
}

fn at(hour: u32) -> NaiveTime {
    NaiveTime::from_hms_opt(hour, 0, 0).unwrap()
}

#[test]
fn the_template_is_a_whole_service() {
    let service = good();
    let kinds: Vec<_> = service.sites.iter().map(|site| site.kind).collect();
    assert_eq!(kinds, [SiteKind::Custody, SiteKind::Custody, SiteKind::Court, SiteKind::Court]);
    let suite = &service.demand[0];
    let friday = suite.hours[Weekday::Fri.num_days_from_monday() as usize].unwrap();
    assert_eq!((friday.from, friday.to), (at(8), at(22)));
    let sunday = suite.hours[6].unwrap();
    assert_eq!(suite.on_bank_holiday, HolidayRule::Hours(sunday));
    let court = &service.demand[2];
    assert_eq!((court.hours[5].is_some(), court.hours[6]), (true, None));
    assert_eq!(court.on_bank_holiday, HolidayRule::AskCourt);
    assert_eq!(service.patterns[0].days, [0, 1, 2, 3, 4]);
    assert!(service.role("senior").unwrap().may(Right::Lead));
    assert!(!service.role("screener").unwrap().may(Right::Assess));
}

#[test]
fn the_lists_of_the_template_say_who_stands_first_and_which_clock_runs() {
    let lists = good().lists;
    let codes: Vec<_> = lists.priorities.iter().map(|entry| entry.code.as_str()).collect();
    assert_eq!(codes, ["1", "4", "2", "3"]);
    let harm = find(&lists.reasons, "self_harm").unwrap();
    assert_eq!((harm.tier, harm.word.as_deref()), (Some(0), Some("self-harm")));
    assert_eq!(find(&lists.sexes, "F").unwrap().word.as_deref(), Some("woman"));
    let clock = |code| find(&lists.legal_positions, code).unwrap().clock;
    assert_eq!(clock("arrested"), Some(ClockFamily::Pace));
    assert_eq!(clock("charged"), Some(ClockFamily::PostCharge));
    assert_eq!(clock("remanded"), Some(ClockFamily::CourtList));
    assert_eq!(clock("court_bail"), Some(ClockFamily::CourtList));
    assert_eq!(clock("recall"), Some(ClockFamily::Recall));
    assert_eq!(clock("immigration"), Some(ClockFamily::Immigration));
    assert_eq!(clock("terrorism"), Some(ClockFamily::None));
    assert!(find(&lists.hold_reasons, "asleep").unwrap().rest);
    assert!(!find(&lists.hold_reasons, "interview").unwrap().rest);
    assert!(lists.done_instead.iter().any(|entry| !entry.nothing_done));
    assert_eq!(find(&lists.sources, "ld_trawl").unwrap().national.as_deref(), Some("E5"));
}

#[test]
fn every_built_in_form_can_be_used_with_the_template() {
    let destinations = good().lists.destinations;
    let codes: Vec<String> = destinations.into_iter().map(|entry| entry.code).collect();
    assert!(DESTINATIONS.iter().all(|code| codes.iter().any(|own| own == code)));
    let library = Library::default().with_destinations(codes);
    assert!(library.list().iter().all(|form| form.fault.is_none()));
}

#[test]
fn a_fault_is_told_with_its_place_the_line_a_caret_and_what_to_do() {
    let text = with("{ mon-fri = \"08:00-22:00\"", "{ mon-fri = \"8:00-22:00\"");
    let (line, column) = place(&text, "8:00-22:00");
    let told = only(&text).to_string();
    let expected = [
        "error: \"8:00\" is not a time of day".to_owned(),
        format!("  --> service.toml:{line}:{column}"),
        "   |".to_owned(),
        format!("{line} | hours = {{ mon-fri = \"8:00-22:00\", sat-sun = \"13:00-21:00\" }}"),
        format!("   | {}^^^^", " ".repeat(column - 1)),
        "   = help: write 08:00".to_owned(),
    ];
    let shown: Vec<_> = told.lines().map(|line| line.trim_start().to_owned()).collect();
    let wanted: Vec<_> = expected.iter().map(|line| line.trim_start().to_owned()).collect();
    assert_eq!(shown, wanted);
}

/// What stands in the template, what is put there with a `^` before the place of the mistake,
/// what is said, what is advised.
type Fault = [&'static str; 4];

#[rustfmt::skip]
const FAULTS: [Fault; 56] = [
    ["seconds = 180", "seconds = ^900", "outside 30 to 600", "30 to 600"],
    ["recheck_minutes = 60", "recheck_minutes = ^\"60\"", "must be a whole number", "whole number"],
    ["recheck_minutes =", "^recheck_minuts = 9\nrecheck_minutes =", "is called `recheck_minuts`", "\"recheck_minutes\""],
    ["triage_minutes = 15", "triage_minutes = ^0", "outside 1 to 1440", "1 to 1440"],
    ["escalation_minutes = 30", "escalation_minutes = ^1441", "outside 1 to 1440", "1 to 1440"],
    ["report_warning_hours = 2", "report_warning_hours = ^73", "outside 0 to 72", "0 to 72"],
    ["same_person_days = 7", "same_person_days = ^0", "outside 1 to 365", "1 to 365"],
    ["clipboard = false", "clipboard = ^\"no\"", "must be true or false", "true or false"],
    ["team_type = \"D02\"", "team_type = ^\"\"", "`team_type` is empty", "write it out"],
    ["team_type = \"D02\"", "team_type = ^\"D02 team\"", "cannot be a code", "the label is for words"],
    ["\"youth\"]", "^\"yuth\"]", "no right \"yuth\"", "\"youth\""],
    ["counter_signed = true\n", "counter_signed = ^1\n", "must be true or false", "true or false"],
    ["name = \"Oxleas", "name = ^\"\" # \"", "`name` is empty", "write it out"],
    ["sat-sun =", "^weekend =", "\"weekend\" is not a day", "mon, tue"],
    ["{ mon-fri", "{ ^monday-fri", "\"monday\" is not a day", "three small letters: mon"],
    ["days = \"mon-fri\"", "days = \"^fri-mon\"", "runs backwards", "begins with mon"],
    ["days = \"mon-fri\"", "days = \"mon-fri,^ tue\"", "\"tue\" is named twice", "once"],
    ["sat-sun = ", "fri-sun = ^", "hours already", "once"],
    ["\"08:00-22:00\"", "\"08:00-^24:00\"", "not a time of day", "midnight is 00:00"],
    ["\"08:00-22:00\"", "^\"08:00 to 22:00\"", "not a span of hours", "08:00-22:00"],
    ["code = \"BEX\"", "code = ^\"BRO\"", "a site \"BRO\" already", "rename"],
    ["code = \"BEX\"", "code = ^\"bexley\"", "cannot be the code of a site", "capital"],
    ["kind = \"custody\"", "kind = ^\"custdy\"", "no kind of site \"custdy\"", "\"custody\""],
    ["on_bank_holiday = \"13:00-21:00\"", "on_bank_holiday = ^\"ask\"", "only a court", "closed"],
    ["[\"screen\"]", "[^\"scren\"]", "no right \"scren\"", "\"screen\""],
    ["code = \"student\"", "code = ^\"screener\"", "a role \"screener\" already", "once"],
    ["\"as_usual\"\nkind = \"court\"", "\"as_usual\"\nkind = ^\"prison\"", "pattern \"court\": there is no kind", "custody, court"],
    ["child_tier = 1", "child_tier = ^4", "outside 0 to 3", "0 to 3"],
    ["tier = 1, word = \"withdrawal\"", "tier = ^7, word = \"x\"", "outside 0 to 3", "0 to 3"],
    ["\"detention_officer\"", "^\"custody_officer\"", "already", "rename"],
    ["clock = \"pace\"", "clock = ^\"pase\"", "no clock \"pase\"", "\"pace\""],
    ["label = \"Solicitor\" }", "label = \"Solicitor\", ^tier = 0 }", "is called `tier`", "one of: code, label, national"],
    ["clock = \"pace\"", "clock = ^\"court\"", "no clock \"court\"", "\"court_list\""],
    ["cap_hours = 96", "cap_hours = ^97", "outside 1 to 96", "1 to 96"],
    ["cap_hours = 96", "cap_hours = ^35", "less than `extended_limit_hours`", "36 or more"],
    ["extended_limit_hours = 36", "extended_limit_hours = ^23", "less than `limit_hours`", "24 or more"],
    ["word = \"charge risk\"", "word = ^\"charge-related risk\"", "has 19 letters", "1 to 12"],
    ["site = \"BEX\"", "site = ^\"BEXX\"", "no site \"BEXX\"", "\"BEX\""],
    ["skill = \"clinician\"", "skill = ^\"clincian\"", "no skill \"clincian\"", "\"clinician\""],
    ["core = true", "core = ^\"yes\"", "must be true or false", "true or false"],
    ["core = true", "core = true\nfrom = 2027-01-01\nto = ^2026-12-31", "ends before it begins", "both days"],
    ["[\"12-25\"]", "[^\"25-12\"]", "not a day", "2027-05-03"],
    ["closed_on = [\"12-25\"]", "closed_on = ^\"12-25\"", "must be a list of days", "12-25"],
    ["stood_in_by = [\"clinician\"]", "stood_in_by = [^\"doctor\"]", "no skill \"doctor\"", "clinician, youth, link"],
    ["code = \"link\"", "code = ^\"youth\"", "a skill \"youth\" already", "once"],
    ["name = \"Bexley court\"", "name = ^\"Bromley court\"", "a demand \"Bromley court\" already", "once"],
    ["between = [\"BRO\", \"BEX\"]", "between = [\"BRO\", ^\"BEXX\"]", "no site \"BEXX\"", "\"BEX\""],
    ["name = \"early\"", "name = ^\"early shift\"", "cannot be the name of a pattern", "one word"],
    ["on_bank_holiday = \"off\"", "on_bank_holiday = ^\"of\"", "nothing is known of \"of\"", "\"off\""],
    ["role = \"practitioner\"", "role = ^\"nurse\"", "no role \"nurse\"", "practitioner"],
    ["role = \"practitioner\"", "sites = [^\"BR\"]\nrole = \"practitioner\"", "no site \"BR\"", "\"BRO\""],
    ["[\"early\", \"early\", \"early\"", "[^\"court\", \"early\", \"early\"", "no pattern for this site \"court\"", "early, late, weekend"],
    ["  [\"late\", \"late\", \"-\",", "  ^[\"late\", \"-\",", "a week has seven days", "\"-\" for a day off"],
    ["night = \"23:00-06:00\"", "night = ^\"by night\"", "not a span of hours", "08:00-22:00"],
    ["daily_rest_hours = 11", "daily_rest_hours = ^25", "outside 0 to 24", "0 to 24"],
    ["removed = []", "removed = [^\"3 May 2027\"]", "not a day", "2027-05-03"],
];

#[test]
fn each_of_many_faults_is_told_at_its_place_with_advice() {
    each_is_told(&FAULTS);
}

fn each_is_told(faults: &[Fault]) {
    for [old, new, message, help] in faults {
        let marked = with(old, new);
        let (before, after) = marked.split_once('^').unwrap();
        let (line, column) = (before.split('\n').count(), before.split('\n').next_back().unwrap().len() + 1);
        let problem = only(&format!("{before}{after}"));
        assert_eq!((problem.line, problem.column), (line, column), "{new:?} says\n{problem}");
        assert!(problem.message.contains(message), "{new:?} says\n{problem}");
        assert!(problem.help.contains(help), "{new:?} says\n{problem}");
    }
}

#[test]
fn what_is_missing_is_named_where_it_should_stand() {
    let absent = |old: &str, new: &str| {
        let problem = only(&with(old, new));
        (problem.source_line, problem.message)
    };
    let (line, message) = absent("first_review_hours = 6\n", "");
    assert_eq!((line.as_str(), message.as_str()), ("[clocks]", "[clocks] has no `first_review_hours`"));
    let (line, message) = absent("phone = \"020 7946 0127\"\n", "");
    assert_eq!((line.as_str(), message.as_str()), ("[[site]]", "site \"BEX\" has no `phone`"));
    let (line, message) = absent("code = \"camhs\"", "code = \"cams\"");
    assert_eq!(line, "destinations = [");
    assert!(message.contains("no \"camhs\""), "{message}");
    let (line, message) = absent("may = [\"screen\", \"assess\", \"lead\"]", "may = [\"assess\"]");
    assert_eq!(
        (line.as_str(), message.as_str()),
        (
            "# What this service looks like: its sites, hours, roles, shifts, limits and code lists.",
            "no role may \"lead\""
        )
    );
    let text = TEMPLATE.replace(", nothing_done = true", "");
    assert!(only(&text).message.contains("says that nothing was done"));
}

#[test]
fn an_empty_list_and_a_service_without_sites_are_told() {
    let without = |from: &str, to: &str, put: &str| {
        let (head, rest) = TEMPLATE.split_once(from).unwrap();
        let (_, tail) = rest.split_once(to).unwrap();
        only(&format!("{head}{put}{tail}")).message
    };
    assert_eq!(without("\nsexes = [\n", "\n]\n", "\n"), "[lists] has no `sexes`");
    assert_eq!(without("\nsexes = [\n", "\n]\n", "\nsexes = []\n"), "the list `sexes` is empty");
    assert_eq!(without("[[site]]", "---- What the rota", "# "), "this file has no [[site]]");
    assert_eq!(without("[[pattern]]", "[rota]", "[rota]"), "this file has no [[pattern]]");
}

#[test]
fn all_mistakes_come_in_one_run_in_the_order_of_the_lines() {
    let text = TEMPLATE
        .replacen("idle_lock_seconds = 180", "idle_lock_seconds = 601", 1)
        .replacen("code = \"XMC\"", "code = \"BMC\"", 1)
        .replacen(
            "kind = \"court\"\nphone = \"020 7946 0158\"",
            "kind = \"crown\"\nphone = \"020 7946 0158\"",
            1,
        )
        .replacen("other_tier = 3", "other_tier = 9", 1)
        .replacen("code = \"bench\"", "code = \"the bench\"", 1);
    let report = read(&text, "service.toml").unwrap_err();
    let lines: Vec<_> = report.problems.iter().map(|problem| problem.line).collect();
    assert_eq!(lines.len(), 5, "{report}");
    assert!(lines.is_sorted());
}

#[test]
fn a_list_too_long_for_one_key_each_is_told() {
    let more: String = (0..20).map(|n| format!("  {{ code = \"x{n}\", label = \"X\" }},\n")).collect();
    let text = with("closures = [\n", &format!("closures = [\n{more}{}", more.replace("\"x", "\"y")));
    assert!(only(&text).message.contains("has 49 entries"));
}

#[test]
fn more_skills_than_can_be_counted_are_told() {
    let more: String = (0..62).map(|n| format!("[[skill]]\ncode = \"s{n}\"\nlabel = \"S\"\n\n")).collect();
    let text = with("[[skill]]\ncode = \"link\"", &format!("{more}[[skill]]\ncode = \"link\""));
    assert!(only(&text).message.contains("there are 65 skills"));
}

#[test]
fn broken_toml_and_an_empty_file_make_no_service() {
    assert!(read("[service\nname = 1", "service.toml").is_err());
    let report = read("", "service.toml").unwrap_err();
    assert!(report.problems.len() >= 8, "{report}");
    assert!(read(&"#".repeat(2 << 20), "service.toml").is_err());
}

/// Whatever line of the template is lost, but a comment, a bank holiday, or what belongs to a code
/// list or another, which is taken away whole elsewhere.
#[test]
fn half_a_service_never_starts() {
    let lines: Vec<_> = TEMPLATE.lines().collect();
    let spare = |line: &str| {
        let optional = ["extra", "removed", "stood_in_by", "sees_children", "closed_on"];
        let starts = ["#", "  {", "  [", "  \"", "]", "[bank_holidays]"].into_iter().chain(optional);
        line.is_empty() || line.ends_with(" = [") || starts.clone().any(|start| line.starts_with(start))
    };
    for (lost, line) in lines.iter().enumerate().filter(|(_, line)| !spare(line)) {
        let rest: Vec<_> =
            lines.iter().enumerate().filter(|(n, _)| *n != lost).map(|(_, line)| *line).collect();
        assert!(read(&rest.join("\n"), "service.toml").is_err(), "started without {line:?}");
    }
}

#[test]
fn a_confirmed_form_names_who_looked_and_when() {
    let add = |table: &str| format!("{TEMPLATE}\n[[confirmed_form]]\n{table}\n");
    let whole = "id = \"phq9\"\nversion = \"1\"\nby = \"Dr A Patel\"\non = 2026-11-20";
    let read_whole = read(&add(whole), "service.toml").unwrap();
    let found = &read_whole.confirmed_forms[0];
    assert_eq!((found.id.as_str(), found.by.as_str()), ("phq9", "Dr A Patel"));
    assert_eq!(found.on.to_string(), "2026-11-20");
    assert!(good().confirmed_forms.is_empty());
    assert!(only(&add(&whole.replace("by = \"Dr A Patel\"\n", ""))).message.contains("has no `by`"));
    assert!(only(&add(&whole.replace("2026-11-20", "\"soon\""))).message.contains("not a day"));
    let twice = format!("{whole}\n[[confirmed_form]]\n{whole}");
    assert!(only(&add(&twice)).message.contains("confirmed already"));
}
