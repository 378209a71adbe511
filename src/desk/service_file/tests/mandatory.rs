//! Groups that have to be referred.

use chrono::NaiveDate;

use super::{Fault, each_is_told, good, only, with};
use crate::desk::service_file::{TEMPLATE, read};

const TABLE: &str = "[[mandatory_group]]\ncode = \"women\"";

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

#[test]
fn the_examples_of_the_template_take_in_women_and_suspects_of_image_offences() {
    let service = good();
    let groups = service.mandatory_groups;
    let words: Vec<_> = groups.iter().map(|group| group.word.as_str()).collect();
    assert_eq!(words, ["woman", "IIOC"]);
    assert!(groups.iter().all(|group| group.source.contains("Example")));
    let belongs = |sex: &str, offences: &[String], on| -> Vec<bool> {
        let known = |group: &crate::domain::service::MandatoryGroup| {
            group.matches("mental_health", sex, None, "arrested", offences, day(on))
        };
        groups.iter().map(known).collect()
    };
    let images = ["indecent_images".to_owned()];
    assert_eq!(belongs("F", &[], "2026-11-22"), [true, false]);
    assert_eq!(belongs("M", &images, "2026-11-22"), [false, true]);
    assert_eq!(belongs("F", &images, "2025-12-31"), [false, false]);
}

#[test]
fn a_group_can_name_several_criteria_and_a_last_day() {
    let more = "sexes = [\"F\"]\nunder_age = 25\nreasons = [\"pregnant\", \"woman\"]\n\
                legal_positions = [\"arrested\"]\nto = 2026-06-30";
    let service = read(&with("sexes = [\"F\"]", more), "service.toml").unwrap();
    let group = &service.mandatory_groups[0];
    assert_eq!((group.under_age, group.to), (Some(25), Some(day("2026-06-30"))));
    assert_eq!(group.reasons, ["pregnant", "woman"]);
    assert!(group.matches("pregnant", "F", Some(24), "arrested", &[], day("2026-06-30")));
    assert!(!group.matches("drugs", "F", Some(24), "arrested", &[], day("2026-06-30")));
}

#[test]
fn a_service_may_have_no_group() {
    let (head, rest) = TEMPLATE.split_once("[[mandatory_group]]").unwrap();
    let (_, tail) = rest.split_once("# ---- Custody clocks").unwrap();
    let service = read(&format!("{head}# {tail}"), "service.toml").unwrap();
    assert!(service.mandatory_groups.is_empty());
}

#[rustfmt::skip]
const FAULTS: [Fault; 16] = [
    ["word = \"woman\"\ntier", "word = ^\"women and girls\"\ntier", "has 15 letters", "1 to 12"],
    ["word = \"woman\"\ntier = 2", "word = \"woman\"\ntier = ^4", "outside 0 to 3", "0 to 3"],
    ["word = \"IIOC\"\n", "word = ^\"\"\n", "has 0 letters", "1 to 12"],
    ["from = 2026-01-01", "from = ^\"January\"", "not a day", "2027-05-03"],
    ["from = 2026-01-01", "from = 2026-01-01\nto = ^2025-12-31", "ends before it begins", "last day"],
    ["from = 2026-01-01", "from = 2026-01-01\nto = ^7", "not a day", "2027-05-03"],
    ["sexes = [\"F\"]", "sexes = [\"F\", ^\"W\"]", "the list `sexes` has no \"W\"", "one of: M, F, X, U"],
    ["sexes = [\"F\"]", "sexes = [\"F\", ^\"F\"]", "\"F\" already", "once"],
    ["sexes = [\"F\"]", "sexes = ^[]", "`sexes` is empty", "take this line out"],
    ["sexes = [\"F\"]", "sexes = ^\"F\"", "must be a list of texts", "[\"a\", \"b\"]"],
    ["sexes = [\"F\"]", "reasons = [^\"pregnent\"]", "`reasons` has no \"pregnent\"", "\"pregnant\""],
    ["sexes = [\"F\"]", "legal_positions = [^\"arested\"]", "`legal_positions` has no \"arested\"", "\"arrested\""],
    ["sexes = [\"F\"]", "under_age = ^10", "outside 11 to 120", "11 to 120"],
    ["[\"indecent_images\"]", "[^\"indecent_image\"]", "`offence_categories` has no", "\"indecent_images\""],
    ["code = \"indecent_images\"\nlabel", "code = ^\"women\"\nlabel", "a mandatory group \"women\" already", "rename"],
    ["code = \"indecent_images\"\nlabel", "code = ^\"image suspects\"\nlabel", "cannot be a code", "the label is for words"],
];

#[test]
fn each_fault_of_a_group_is_told_at_its_place_with_advice() {
    each_is_told(&FAULTS);
}

#[test]
fn a_group_that_takes_in_everybody_or_that_nobody_decided_is_told_at_its_table() {
    let told = |old: &str| {
        let problem = only(&with(old, ""));
        (problem.source_line, problem.message)
    };
    let table = || "[[mandatory_group]]".to_owned();
    let everybody = "mandatory_group \"women\" does not say who belongs to it".to_owned();
    assert_eq!(told("sexes = [\"F\"]\n"), (table(), everybody));
    let (line, message) = told("source = \"Example, version 1; to be decided locally\"\n");
    assert_eq!((line, message.as_str()), (table(), "mandatory_group \"women\" has no `source`"));
    assert!(told("word = \"woman\"\n").1.ends_with("has no `word`"));
    assert!(told("from = 2026-01-01\n").1.ends_with("has no `from`"));
    assert!(only(&with(TABLE, "[[mandatory_group]]")).message.ends_with("has no `code`"));
}

#[test]
fn a_lost_list_is_told_once_and_not_again_by_each_group() {
    let (head, rest) = TEMPLATE.split_once("\noffence_categories = [\n").unwrap();
    let (_, tail) = rest.split_once("\n]\n").unwrap();
    assert_eq!(only(&format!("{head}\n{tail}")).message, "[lists] has no `offence_categories`");
}
