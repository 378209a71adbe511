//! From one note to the next: who is new, worse, better, gone, and what is carried on.

use liaison::desk::seeing::Seeing;
use liaison::domain::ids::EpisodeId;

use crate::evening::{Evening, after, refused};
use crate::said;

fn note(evening: &Evening) -> String {
    said(&evening.desk.handover(&["BRO".into()]).unwrap().pages)
}

fn issue(evening: &mut Evening) -> u32 {
    let made = evening.desk.handover(&["BRO".into()]).unwrap();
    evening.desk.issue_handover(&made).unwrap();
    made.version
}

fn has(text: &str, words: &str) {
    assert!(text.contains(words), "{words}\n{text}");
}

/// The next shift, by somebody else.
fn next(evening: &mut Evening, role: &str) {
    evening.desk.end_shift().unwrap();
    evening.now += chrono::Duration::hours(8);
    evening.role(role);
    evening.on_shift(&["BRO"]);
}

fn flag(evening: &mut Evening, id: EpisodeId) {
    evening.desk.go_and_see(id, &Seeing::at("cell"), "given", "").unwrap();
    let mut open = evening.desk.begin_screening(id, "quick").unwrap();
    assert!(evening.give(&mut open, "harm", "yes") > 0);
}

fn named(evening: &mut Evening, given: &str, surname: &str) -> EpisodeId {
    evening.refer(|new| {
        new.person.given = given.into();
        new.person.surname = surname.into();
        new.legal_position = "other".into();
        new.relevant_time = None;
        new.authorised_at = None;
    })
}

#[test]
fn three_shifts_by_three_people_say_what_changed_and_what_is_carried() {
    let mut evening = Evening::quiet();
    evening.on_shift(&["BRO"]);
    let sinks = named(&mut evening, "Ann", "Sinks");
    let leaves = named(&mut evening, "Ben", "Goes");
    let due = after(evening.now, 30 * 60);
    evening.desk.add_task(sinks, "Ring the hostel", "Nobody known", due).unwrap();
    has(&note(&evening), "CHANGED no earlier handover of these sites to compare with");
    assert_eq!(issue(&mut evening), 1);

    next(&mut evening, "practitioner");
    evening.desk.not_seen(leaves, "released", "told_custody", "").unwrap();
    flag(&mut evening, sinks);
    named(&mut evening, "Cat", "Comes");
    let text = note(&evening);
    for words in ["by Okafor", "+ 1 new: C.C.", "^ 1 worse: A.S. was STABLE", "v 0 better", "- 1 left: B.G."]
    {
        has(&text, words);
    }
    assert!(!text.contains("carry"), "{text}");
    assert_eq!(issue(&mut evening), 1, "versions count from 1 in each shift");
    // A later version of the same shift compares with the shift before, not with its own first one.
    named(&mut evening, "Dan", "Late");
    let again = note(&evening);
    for words in ["by Okafor", "+ 2 new: ", "C.C.", "D.L.", "- 1 left: B.G."] {
        has(&again, words);
    }
    assert_eq!(issue(&mut evening), 2);

    evening.tell_flags(sinks);
    next(&mut evening, "youth_worker");
    let text = note(&evening);
    for words in [
        "by practitioner",
        "+ 0 new",
        "^ 0 worse",
        "v 1 better: A.S. was UNSTABLE",
        "- 0 left",
        "! 3rd carry",
    ] {
        has(&text, words);
    }
    assert_eq!(issue(&mut evening), 1);
}

#[test]
fn a_note_shown_before_something_was_recorded_is_not_issued() {
    let mut evening = Evening::quiet();
    evening.on_shift(&["BRO"]);
    let id = evening.person();
    let shown = evening.desk.handover(&["BRO".into()]).unwrap();
    evening.desk.note(id, "Has taken tablets.", "DO Khan").unwrap();
    refused(evening.desk.issue_handover(&shown).map(|_| ()), "Something was recorded at these sites");
    let again = evening.desk.handover(&["BRO".into()]).unwrap();
    has(&said(&again.pages), "Has taken tablets.");
    evening.desk.issue_handover(&again).unwrap();
    // What happens at another site is no reason.
    let shown = evening.desk.handover(&["BRO".into()]).unwrap();
    evening.refer(|new| new.site = "BEX".into());
    evening.desk.issue_handover(&shown).unwrap();
    assert_eq!(issue(&mut evening), 3);
}

#[test]
fn a_dropped_task_is_not_told_as_done() {
    let mut evening = Evening::quiet();
    evening.on_shift(&["BRO"]);
    let id = evening.person();
    let due = after(evening.now, 60);
    for (what, drop) in [("Ring the ward", true), ("Ring the hostel", false)] {
        let task = evening.desk.add_task(id, what, "Okafor", due).unwrap();
        if drop {
            evening.desk.drop_task(id, task, "wrong person").unwrap();
        } else {
            evening.desk.finish_task(id, task).unwrap();
        }
    }
    let text = note(&evening);
    has(&text, "[x] dropped, not done: Ring the ward");
    has(&text, "[x] Ring the hostel");
}
