//! The ways to print that a service allows.

use super::*;
use crate::domain::service::PrintFormat;

/// The template with a line added to `[print]`.
fn added(line: &str) -> String {
    with("[print]\n", &format!("[print]\n{line}\n"))
}

#[test]
fn a_service_that_says_nothing_prints_text_and_through_lp_alone() {
    let print = read(TEMPLATE, "service.toml").unwrap().print;
    assert_eq!((print.format, print.command, print.media_copy), (PrintFormat::Text, None, false));
}

#[test]
fn the_ways_that_the_template_shows_can_be_switched_on() {
    let mut text = TEMPLATE.to_owned();
    for key in ["printer", "format", "command", "media_copy"] {
        let shown = format!("\n# {key} = ");
        assert_eq!(text.matches(&shown).count(), 1, "{key}");
        text = text.replace(&shown, &format!("\n{key} = "));
    }
    let print = read(&text, "service.toml").unwrap_or_else(|why| panic!("{why}")).print;
    assert_eq!((print.format, print.media_copy), (PrintFormat::Pdf, true));
    let command = print.command.unwrap();
    assert!(command.program() == "lp" && command.wants_file() && command.wants_queue());
}

#[test]
fn each_fault_of_a_way_to_print_is_told_at_its_place_with_advice() {
    for (line, message, advice) in [
        ("format = \"ps\"", "[print]: `format` cannot be \"ps\"", "write \"text\" or \"pdf\""),
        ("command = \"\"", "[print]: `command` cannot be run: it is empty", "lp -d {queue} {file}"),
        (
            "command = \"lp 'a {file}\"",
            "[print]: `command` cannot be run: a quote (') is opened and never closed",
            "lp -d {queue} {file}",
        ),
        (
            "command = \"lp -d {printer}\"",
            "[print]: `command` cannot be run: {printer} stands for nothing",
            "lp -d {queue} {file}",
        ),
        (
            "command = \"lp -d {queue}\"",
            "[print]: `command` names {queue}, and there is no `printer`",
            "add `printer = ...`",
        ),
    ] {
        let text = added(line);
        let problem = only(&text);
        assert_eq!(problem.message, message);
        assert!(problem.help.contains(advice), "{line}: {}", problem.help);
        let (key, value) = line.split_once(" = ").unwrap();
        let (row, column) = place(&text, line);
        assert_eq!((problem.line, problem.column), (row, column + key.len() + 3), "{value}");
    }
    assert!(only(&added("media_copy = 1")).message.contains("media_copy"));
}
