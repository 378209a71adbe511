//! The template as it stands, and with one fault at a time.

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
    let suite = &service.sites[0];
    let friday = suite.hours[Weekday::Fri.num_days_from_monday() as usize].unwrap();
    assert_eq!((friday.from, friday.to), (at(8), at(22)));
    let sunday = suite.hours[6].unwrap();
    assert_eq!(suite.on_bank_holiday, HolidayRule::Hours(sunday));
    let court = &service.sites[2];
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
    assert_eq!(clock("remanded"), Some(ClockFamily::Court));
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

/// What is put for what, where the caret must stand, what is said, what is advised.
const FAULTS: [(&str, &str, &str, &str, &str); 27] = [
    ("idle_lock_seconds = 180", "idle_lock_seconds = 900", "900", "outside 30 to 600", "30 to 600"),
    (
        "recheck_minutes = 60",
        "recheck_minutes = \"60\"",
        "\"60\"",
        "must be a whole number",
        "a whole number",
    ),
    (
        "recheck_minutes = 60",
        "recheck_minuts = 60\nrecheck_minutes = 60",
        "recheck_minuts",
        "nothing here is called",
        "\"recheck_minutes\"",
    ),
    ("name = \"Oxleas", "name = \"\" #", "\"\" #", "`name` is empty", "write it out"),
    ("sat-sun = \"13:00-21:00\"", "weekend = \"13:00-21:00\"", "weekend =", "not a day of the week", "mon"),
    ("{ mon-fri", "{ monday-fri", "monday-fri", "\"monday\" is not a day", "three small letters: mon"),
    ("days = \"mon-fri\"", "days = \"fri-mon\"", "fri-mon", "runs backwards", "begins with mon"),
    ("sat-sun = \"13:00-21:00\"", "fri-sun = \"13:00-21:00\"", "\"13:00-21:00\" }", "hours already", "once"),
    ("\"08:00-22:00\"", "\"08:00-24:00\"", "24:00", "not a time of day", "midnight is 00:00"),
    ("\"08:00-22:00\"", "\"08:00 to 22:00\"", "\"08:00 to", "not a span of hours", "08:00-22:00"),
    ("code = \"BEX\"", "code = \"BRO\" # twice", "\"BRO\" # twice", "a site \"BRO\" already", "rename"),
    ("code = \"BEX\"", "code = \"bexley\"", "\"bexley\"", "cannot be the code of a site", "capital"),
    ("kind = \"custody\"\nphone", "kind = \"custdy\"\nphone", "\"custdy\"", "no kind of site", "\"custody\""),
    (
        "on_bank_holiday = \"13:00-21:00\"",
        "on_bank_holiday = \"ask\" # us",
        "\"ask\" # us",
        "only a court",
        "closed",
    ),
    ("may = [\"screen\"]", "may = [\"scren\"]", "\"scren\"", "no right \"scren\"", "\"screen\""),
    (
        "code = \"student\"",
        "code = \"screener\" # twice",
        "\"screener\" # twice",
        "a role \"screener\" already",
        "once",
    ),
    (
        "days = \"mon-sat\"\nkind = \"court\"",
        "days = \"mon-sat\"\nkind = \"prison\"",
        "\"prison\"",
        "no kind of site \"prison\"",
        "custody, court",
    ),
    ("child_tier = 1", "child_tier = 4", "4", "outside 0 to 3", "0 to 3"),
    ("first_review_hours = 6", "", "[clocks]", "no `first_review_hours`", "add `first_review_hours"),
    (
        "tier = 1, word = \"withdrawal\"",
        "tier = 7, word = \"withdrawal\"",
        "7, word",
        "outside 0 to 3",
        "0 to 3",
    ),
    (
        "code = \"detention_officer\"",
        "code = \"custody_officer\" ",
        "\"custody_officer\" ,",
        "already",
        "rename",
    ),
    ("clock = \"pace\"", "clock = \"pase\"", "\"pase\"", "no clock \"pase\"", "\"pace\""),
    (
        "label = \"Asleep\", word",
        "rest_until = 1, label = \"Asleep\", word",
        "rest_until",
        "nothing here is called",
        "use one of",
    ),
    (
        "label = \"Solicitor\" }",
        "label = \"Solicitor\", tier = 0 }",
        "tier = 0 }",
        "nothing here is called `tier`",
        "code, label, national",
    ),
    (
        "word = \"charge risk\"",
        "word = \"charge-related risk\"",
        "\"charge-related risk\"",
        "has 19 letters",
        "1 to 12",
    ),
    ("code = \"camhs\"", "code = \"camh\"", "[\n", "no \"camhs\"", "add an entry"),
    ("removed = []", "removed = [\"3 May 2027\"]", "\"3 May 2027\"", "not a day", "2027-05-03"),
];

#[test]
fn each_of_many_faults_is_told_at_its_place_with_advice() {
    for (old, new, marked, message, help) in FAULTS {
        let text = with(old, new);
        let problem = only(&text);
        let start = text.find(new.split('\n').next().unwrap()).unwrap();
        assert!(problem.message.contains(message), "{new:?} says\n{problem}");
        assert!(problem.help.contains(help), "{new:?} says\n{problem}");
        // Where a key or an entry is missing the mark stands on the table or list that lacks it.
        if text[start..].contains(marked) && !new.is_empty() && marked != "[\n" {
            let at = start + text[start..].find(marked).unwrap();
            let line = text[..at].matches('\n').count() + 1;
            let column = at - text[..at].rfind('\n').unwrap();
            assert_eq!((problem.line, problem.column), (line, column), "{problem}");
        } else {
            assert!(problem.source_line.contains(marked.trim_end()), "{problem}");
        }
    }
}

#[test]
fn a_missing_table_list_or_site_is_named() {
    let told = |text: &str| only(text).message;
    assert!(
        told(&TEMPLATE.replace("[print]", "[paper]\n[print]")).contains("nothing here is called `paper`")
    );
    assert!(told(&TEMPLATE.replace("sexes = [", "# sexes = [").replace("  { code = \"M\", label = \"Male\", national = \"1\" },\n  { code = \"F\", label = \"Female\", national = \"2\", tier = 2, word = \"woman\" },\n  { code = \"X\", label = \"Indeterminate\", national = \"9\" },\n  { code = \"U\", label = \"Not known or not stated\", national = \"X\" },\n]", "")).contains("[lists] has no `sexes`"));
    assert!(told(&TEMPLATE.replace(", nothing_done = true", "")).contains("nothing was done"));
    let no_sites: String = {
        let (head, rest) = TEMPLATE.split_once("[[site]]").unwrap();
        let (_, tail) = rest.split_once("# ---- Roles").unwrap();
        format!("site = []\n{}# ---- Roles{tail}", head.replace("site = []", ""))
    };
    assert!(told(&no_sites).contains("no [[site]]"));
}

#[test]
fn all_mistakes_come_in_one_run_in_the_order_of_the_lines() {
    let text = TEMPLATE
        .replacen("idle_lock_seconds = 180", "idle_lock_seconds = 601", 1)
        .replacen("code = \"XMC\"", "code = \"BMC\"", 1)
        .replacen("kind = \"court\"\n\n\n#", "kind = \"crown\"\n\n\n#", 1)
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
fn broken_toml_and_an_empty_file_make_no_service() {
    assert!(read("[service\nname = 1", "service.toml").is_err());
    let report = read("", "service.toml").unwrap_err();
    assert!(report.problems.len() >= 8, "{report}");
    assert!(read(&"#".repeat(2 << 20), "service.toml").is_err());
}

#[test]
fn half_a_service_never_starts() {
    // Whatever single line of the template is lost, the rest is refused or is still whole.
    let lines: Vec<_> = TEMPLATE.lines().collect();
    for lost in 0..lines.len() {
        let text: Vec<_> =
            lines.iter().enumerate().filter(|(n, _)| *n != lost).map(|(_, line)| *line).collect();
        if let Ok(service) = read(&text.join("\n"), "service.toml") {
            assert!(!service.sites.is_empty() && !service.lists.destinations.is_empty());
        }
    }
}
