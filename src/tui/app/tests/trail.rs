//! The audit and the retention lists, by keys.

use super::*;
use crate::desk::audit::{AuditAsk, Verb};
use crate::desk::door::{DEMO_PASSPHRASE, NewPerson};
use crate::tui::effect::{Effect, Go};

/// Long after everything in the demo is due.
const LATER: &str = "2060-01-01T10:00:00Z";

impl Hands {
    fn kept_under(&mut self, verb: Verb) -> Vec<String> {
        let asked = AuditAsk { verb: Some(verb), ..AuditAsk::default() };
        let lines = self.desk().audit_before(&asked, None, 50).unwrap();
        lines.into_iter().map(|line| line.what).collect()
    }

    fn go_to(&mut self, go: Go) {
        self.app.perform(Effect::Go(go));
    }

    /// A second lead, and the demo's first person back at the desk long after.
    fn later() -> Self {
        let mut hands = Self::on("J.D.");
        let colleague = NewPerson {
            name: "Bo Lind".into(),
            sign_in_name: "lind".into(),
            role: hands.desk().who().role.clone(),
        };
        hands.desk().add_person(&colleague, DEMO_PASSPHRASE).unwrap();
        let ended = hands.desk().search("mensah").unwrap()[0].episode;
        hands.desk().place_hold(ended, "inquest").unwrap();
        hands.app.lock("key");
        let store = hands.folder.join("demo");
        drop(std::mem::replace(&mut hands.app.seat, Seat::Unmade));
        hands.app = App::at_door(Door::of(&store, Some(LATER)).unwrap(), MONO);
        hands.press("1demo<enter>");
        hands.press("<esc>");
        hands
    }
}

#[test]
fn a_search_is_recorded_when_first_shown_and_when_it_is_left_and_not_for_each_key() {
    let mut hands = Hands::on("J.D.");
    hands.press("/tate r");
    let lines = hands.kept_under(Verb::Search);
    assert_eq!(lines.len(), 1, "{lines:?}");
    assert!(lines[0].starts_with("Searched for \"t\", "), "{lines:?}");
    hands.press("<enter>");
    let lines = hands.kept_under(Verb::Search);
    assert_eq!(lines.len(), 2, "{lines:?}");
    assert_eq!(lines[0], "Searched for \"tate r\", 1 found");
    hands.press("<esc><esc>");
    assert_eq!(hands.kept_under(Verb::Search).len(), 2, "the same words are recorded once");
    hands.press("/rah<ctrl-u>obi");
    hands.app.lock("key");
    hands.press("demo<enter>");
    let lines = hands.kept_under(Verb::Search);
    let words: Vec<&str> = lines.iter().rev().filter_map(|line| line.split('"').nth(1)).collect();
    assert_eq!(words, ["t", "tate r", "r", "rah", "o", "obi"]);
}

#[test]
fn the_audit_is_narrowed_by_keys_and_says_what_it_shows() {
    let mut hands = Hands::on("J.D.");
    hands.go_to(Go::Audit);
    hands.sees("AUDIT  ");
    hands.sees("Shown: all");
    hands.sees("Read the audit: all");
    insta::assert_snapshot!("audit", masked(&hands.shot(80, 24)));
    hands.press("v");
    hands.sees("Which acts");
    hands.press("4<enter>");
    hands.press("<ctrl-s>");
    hands.sees("Shown: consult");
    hands.press("o");
    hands.sees("Shown: consult, records opened outside shift or site");
    hands.press("/");
    hands.sees("Shown: all");
    hands.press("d");
    hands.press("0<tab>0<ctrl-s>");
    hands.sees("Shown: on Mon 23 Nov 2026");
    hands.press("d<ctrl-u>nonsense<ctrl-s>");
    hands.sees("This is no day");
    hands.press("<esc>");
    if hands.app.context() == Context::Card {
        hands.press("<esc>");
    }
    hands.press("<end>");
    for (columns, rows) in [(60, 15), (80, 24), (200, 50), (40, 10)] {
        hands.shot(columns, rows);
    }
    insta::assert_snapshot!("audit_small", masked(&hands.shot(60, 15)));
    hands.press("<esc>");
    hands.sees("WAITING");
}

/// Times and numbers of entries differ from day to day of the demo; the layout does not.
fn masked(shot: &str) -> String {
    shot.chars().map(|c| if c.is_ascii_digit() { '0' } else { c }).collect()
}

#[test]
fn who_has_opened_a_record_is_one_line_of_its_menu() {
    let mut hands = Hands::on("J.D.");
    hands.press("<enter>.v");
    hands.sees("Shown: consult, record BRO-26-");
    hands.sees("Opened the record");
    hands.press("p");
    hands.sees("Shown: consult");
    hands.press("<esc>");
    hands.sees("PERSON  J.D.");
}

#[test]
fn the_audit_goes_into_a_file_only_with_a_reason() {
    let mut hands = Hands::on("J.D.");
    let file = hands.folder.join("audit.csv");
    hands.go_to(Go::Audit);
    hands.press("e<ctrl-u>");
    hands.words(&format!("{}<tab>", file.display()));
    hands.press("<ctrl-s>");
    assert!(!file.exists(), "without a reason");
    hands.words("incident 4417");
    hands.press("<ctrl-s>");
    let text = std::fs::read_to_string(&file).unwrap();
    assert!(text.starts_with("entry,london_time,utc,happened_utc,who,verb,whom,site,what,why\r\n"), "{text}");
    assert!(text.contains("disclose,,,Exported the audit: all,incident 4417"), "{text}");
}

#[test]
fn a_record_that_is_due_is_disposed_of_by_two_people_who_name_it() {
    let mut hands = Hands::later();
    hands.go_to(Go::Retention);
    hands.sees("[DUE FOR REVIEW 0]");
    hands.sees("No record is due for review. Nothing goes by itself.");
    for (columns, rows) in [(60, 15), (40, 10), (200, 50)] {
        hands.shot(columns, rows);
    }
    hands.press("f");
    hands.sees("[ON LEGAL HOLD 1]");
    hands.sees("inquest.");
    hands.press("x");
    hands.sees("This record is on legal hold.");
    hands.press("h");
    hands.sees("Release the hold");
    hands.words("over<tab>BL<tab>demo");
    hands.press("<ctrl-s>");
    hands.sees("the hold is released, with BL.");
    hands.press("f");
    hands.sees("[MAY BE THINNED 0]");
    hands.press("f");
    hands.sees("[DUE FOR REVIEW 1]");
    insta::assert_snapshot!("retention", hands.shot(80, 24));
    let due = hands.desk().due_for_review().unwrap();
    let first = due[0].clone();
    hands.press("x");
    hands.sees("Dispose of the record");
    insta::assert_snapshot!("dispose", hands.shot(80, 24));
    hands.words("retention review<tab>BL<tab>demo<tab>WRONG-1");
    hands.press("<ctrl-s>");
    assert_eq!(hands.desk().due_for_review().unwrap().len(), due.len());
    let at_card = hands.app.context();
    assert_eq!(at_card, Context::Card);
    hands.press("<esc><esc>");
    if hands.app.context() != Context::Retention {
        hands.go_to(Go::Retention);
    }
    hands.press("<home>x");
    hands.words(&format!("retention review<tab>BL<tab>demo<tab>{}", first.reference));
    hands.press("<ctrl-s>");
    hands.sees("disposed of, with BL");
    assert_eq!(hands.desk().due_for_review().unwrap().len(), due.len() - 1);
    assert!(hands.desk().episode(first.episode).is_err());
    assert!(hands.desk().prove().iter().all(|finding| finding.fault.is_none()));
    let lines = hands.kept_under(Verb::Erase);
    assert!(lines.iter().any(|line| line.starts_with("Disposed of a whole record")), "{lines:?}");
    assert!(lines.iter().any(|line| line == "[disposed of: referred]"), "{lines:?}");
}

#[test]
fn a_clock_that_moved_while_somebody_was_there_is_recorded() {
    let mut hands = Hands::on("J.D.");
    hands.app.clock_stepped(-90);
    assert_eq!(hands.kept_under(Verb::Clock)[0], "The computer's clock was set back by 90 s");
    hands.app.lock("key");
    hands.app.clock_stepped(-90);
    hands.press("demo<enter>");
    assert_eq!(hands.kept_under(Verb::Clock).len(), 1, "nobody was there");
}
