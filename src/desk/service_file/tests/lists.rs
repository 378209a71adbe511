//! The code lists: what their entries may say, and what the program needs of them.

use super::{Fault, each_is_told, good, only, with};
use crate::desk::service_file::TEMPLATE;
use crate::domain::service::{Code, DetailState, find};

/// The codes of a list whose entries have a mark.
fn marked(list: &[Code], has: impl Fn(&Code) -> bool) -> Vec<&str> {
    list.iter().filter(|entry| has(entry)).map(|entry| entry.code.as_str()).collect()
}

#[test]
fn every_personal_detail_can_be_declined_not_known_and_not_asked() {
    let lists = good().lists;
    let details = [
        &lists.ethnic_categories,
        &lists.accommodation_statuses,
        &lists.settled_accommodation,
        &lists.employment_statuses,
        &lists.ex_forces,
        &lists.yes_no_details,
    ];
    for list in details {
        for state in [DetailState::NotStated, DetailState::NotKnown, DetailState::NotAsked] {
            assert_eq!(marked(list, |entry| entry.state == Some(state)).len(), 1, "{list:?}");
        }
        assert!(list.iter().any(|entry| entry.state.is_none()));
    }
}

#[test]
fn ethnicity_that_was_not_asked_goes_out_as_99_and_declined_as_z() {
    let list = good().lists.ethnic_categories;
    let national = |code| find(&list, code).unwrap().national.clone().unwrap();
    assert_eq!(
        (national("not_asked"), national("99"), national("Z")),
        ("99".into(), "99".into(), "Z".into())
    );
    let answers = marked(&list, |entry| entry.state.is_none());
    assert_eq!(answers.concat(), "ABCDEFGHJKLMNPRS");
}

#[test]
fn the_marks_of_the_template_stand_where_they_should() {
    let lists = good().lists;
    assert_eq!(marked(&lists.risk_levels, |entry| entry.at_risk), ["medium", "high"]);
    assert_eq!(
        marked(&lists.mha_steps, |entry| entry.ends),
        ["left", "not_detained", "not_taken", "withdrawn"]
    );
    assert_eq!(marked(&lists.hold_reasons, |entry| entry.away), ["hospital"]);
    let clinician = marked(&lists.not_seen_reasons, |entry| entry.clinician);
    assert_eq!(clinician, ["already_open", "out_of_scope", "duplicate", "withdrawn"]);
    let free = marked(&lists.destinations, |entry| entry.without_consent);
    assert_eq!(free, ["adult_safeguarding", "childrens_safeguarding"]);
    assert_eq!(marked(&lists.report_kinds, |entry| entry.without_consent), ["safeguarding"]);
}

#[test]
fn codes_that_are_national_go_out_as_themselves() {
    let lists = good().lists;
    let statuses: Vec<_> = lists.nhs_number_statuses.iter().filter_map(|e| e.national.as_deref()).collect();
    assert_eq!(statuses, ["01", "02", "03", "04", "05", "06", "07"]);
    for list in [&lists.nhs_number_statuses, &lists.accommodation_statuses] {
        assert!(list.iter().all(|entry| entry.national.as_ref().is_none_or(|code| *code == entry.code)));
    }
    let home = |code| find(&lists.accommodation_statuses, code).unwrap().label.as_str();
    assert!(home("CH01").starts_with("Foyer") && home("CH03").starts_with("Care home"));
    let place = |code| find(&lists.location_types, code).unwrap().label.as_str();
    assert_eq!((place("M01"), place("M02")), ("Prison", "Probation premises"));
    assert_eq!(find(&lists.location_types, "M03").unwrap().national.as_deref(), Some("M03"));
}

#[rustfmt::skip]
const FAULTS: [Fault; 14] = [
    ["national = \"Z\", state = \"not_stated\"", "state = ^\"declined\"", "no state \"declined\"", "not_stated, not_known, not_asked"],
    ["label = \"Male\", ", "label = \"Male\", ^state = \"not_known\", ", "is called `state`", "code, label, national, tier, word"],
    ["word = \"hospital\", away = true", "word = \"hospital\", away = ^1", "`away` must be true or false", "true or false"],
    ["code = \"cell\", label = \"Cell, door open\"", "code = \"cell\", label = \"Cell\", ^away = true", "is called `away`", "code, label, national"],
    ["label = \"Duplicate\", clinician = true", "label = \"Duplicate\", clinician = ^\"yes\"", "`clinician` must be true or false", "true or false"],
    ["label = \"Duplicate\", clinician = true", "label = \"Duplicate\", ^clinical = true", "is called `clinical`", "\"clinician\""],
    ["label = \"Withdrawn\" }", "label = \"Withdrawn\", ^clinician = true }", "is called `clinician`", "code, label, national"],
    ["not to be admitted\", ends = true", "not to be admitted\", ends = ^\"\"", "`ends` must be true or false", "true or false"],
    ["label = \"Bed found\"", "label = \"Bed found\", ^end = true", "is called `end`", "\"ends\""],
    ["label = \"High\", at_risk = true", "label = \"High\", at_risk = ^1", "`at_risk` must be true or false", "true or false"],
    ["label = \"High\", at_risk", "label = \"High\", ^risk", "is called `risk`", "one of: code, label, national, at_risk"],
    ["safeguarding\", without_consent = true", "safeguarding\", without_consent = ^\"harm\"", "must be true or false", "true or false"],
    ["label = \"No recommendation\" }", "label = \"None\", ^without_consent = true }", "is called `without_consent`", "code, label, national"],
    ["code = \"HM04\"", "code = ^\"HM01\"", "\"HM01\" already", "once"],
];

#[test]
fn each_fault_of_an_entry_is_told_at_its_place_with_advice() {
    each_is_told(&FAULTS);
}

#[test]
fn a_state_that_two_entries_have_is_told_at_the_second() {
    let problem = only(&with("national = \"R\" }", "national = \"R\", state = \"not_asked\" }"));
    assert!(problem.message.contains("another entry is \"not_asked\" already"), "{problem}");
    assert!(problem.source_line.contains("code = \"not_asked\""), "{problem}");
}

#[test]
fn what_the_program_needs_of_a_list_is_told_at_its_beginning() {
    let told = |text: &str| {
        let problem = only(text);
        (problem.source_line, problem.message)
    };
    for (old, new, line, message) in [
        ("code = \"verbal\"", "code = \"spoken\"", "consent_how = [", "has no \"verbal\""),
        ("code = \"present\"", "code = \"here\"", "aa_statuses = [", "has no \"present\""),
        (
            "code = \"none\", label = \"None f",
            "code = \"no\", label = \"None f",
            "risk_levels = [",
            "has no \"none\"",
        ),
        ("code = \"suite_to_suite\"", "code = \"suites\"", "transfer_kinds = [", "has no \"suite_to_suite\""),
        ("code = \"adult_to_youth\"", "code = \"youth\"", "transfer_kinds = [", "has no \"adult_to_youth\""),
        (", state = \"not_known\"", "", "ethnic_categories = [", "has the state \"not_known\""),
    ] {
        let (source_line, said) = told(&with(old, new));
        assert_eq!(source_line, line);
        assert!(said.contains(message), "{said}");
    }
    let (line, message) = told(&TEMPLATE.replace(", at_risk = true", ""));
    assert_eq!(
        (line.as_str(), message.as_str()),
        ("risk_levels = [", "no entry of `risk_levels` obliges to tell custody")
    );
    let (line, message) = told(&TEMPLATE.replace(", ends = true", ""));
    assert_eq!(
        (line.as_str(), message.as_str()),
        ("mha_steps = [", "no entry of `mha_steps` ends an assessment")
    );
}

#[test]
fn every_list_is_needed_and_none_may_be_empty() {
    let (_, lists) = TEMPLATE.split_once("\n[lists]\n").unwrap();
    let names: Vec<_> = lists.lines().filter_map(|line| line.strip_suffix(" = [")).collect();
    assert_eq!(names.len(), 39);
    for name in names {
        let (head, rest) = TEMPLATE.split_once(&format!("\n{name} = [\n")).unwrap();
        let (_, tail) = rest.split_once("\n]\n").unwrap();
        assert_eq!(only(&format!("{head}\n{tail}")).message, format!("[lists] has no `{name}`"));
        assert_eq!(
            only(&format!("{head}\n{name} = []\n{tail}")).message,
            format!("the list `{name}` is empty")
        );
    }
}
