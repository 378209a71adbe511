use chrono::TimeDelta;

use super::*;
use crate::desk::plan::{NewOnward, Telling};
use crate::desk::seeing::Seeing;
use crate::desk::tests::demo_desk;
use crate::domain::clock::ClockKind;
use crate::domain::detail::DetailItem;
use crate::domain::event::NoteFor;

/// What is known of somebody, without who told it when and which entry says so.
fn standing(desk: &Desk, id: EpisodeId) -> serde_json::Value {
    let mut episode = serde_json::to_value(desk.episode(id).unwrap()).unwrap();
    let known = episode.as_object_mut().unwrap();
    known.remove("changed_at");
    known.remove("worked_at");
    known["clocks"].as_object_mut().unwrap().remove("told");
    let tasks = known["tasks"].as_array_mut().unwrap();
    tasks.retain(|task| task["done_at"].is_null());
    for task in tasks.iter_mut() {
        task.as_object_mut().unwrap().remove("id");
    }
    tasks.sort_by_key(|task| task["what"].to_string());
    if let Some(pin) =
        known.get_mut("work").and_then(|work| work.get_mut("pin")).and_then(|pin| pin.as_object_mut())
    {
        pin.retain(|key, _| key == "what");
    }
    // Who is being seen is seen anew from the moment at which that is put right.
    if let Some(stage) = known["stage"].as_object_mut() {
        stage.remove("since");
    }
    episode
}

fn of(desk: &Desk, initials: &str) -> EpisodeId {
    let board = desk.board().unwrap();
    board.rows.iter().find(|row| row.initials == initials).unwrap().id
}

/// Does an act and takes it back: everything has to stand as before, and nothing be gone.
fn there_and_back(desk: &mut Desk, id: EpisodeId, act: impl FnOnce(&mut Desk)) -> String {
    let before = standing(desk, id);
    let known = desk.store.events_of(id).unwrap();
    act(desk);
    assert_ne!(standing(desk, id), before, "the act does something");
    let last = desk.last_act().unwrap();
    assert_eq!(last.episode, Some(id));
    let then = desk.take_back(last.seq).unwrap();
    assert_eq!(standing(desk, id), before, "after {}", last.what);
    let kept = desk.store.events_of(id).unwrap();
    assert_eq!(kept[..known.len()], known[..]);
    assert!(kept.len() >= known.len() + 2, "the act and what takes it back are both there");
    let again = desk.last_act().unwrap_err().to_string();
    assert!(again.contains("taken back already"), "{again}");
    then
}

fn soon(desk: &Desk, minutes: i64) -> DateTime<Utc> {
    desk.now() + TimeDelta::minutes(minutes)
}

#[test]
fn a_hold_its_end_and_a_hold_over_a_hold_are_taken_back() {
    let (_dir, mut desk) = demo_desk();
    let (id, at) = (of(&desk, "A.K."), soon(&desk, 20));
    let hold = move |desk: &mut Desk| desk.hold(id, "intoxicated", at, "").unwrap();
    assert_eq!(there_and_back(&mut desk, id, hold), "off hold again");
    hold(&mut desk);
    let later = soon(&desk, 25);
    let words = there_and_back(&mut desk, id, |desk| desk.hold(id, "asleep", later, "").unwrap());
    assert!(words.starts_with("on hold as before, re-check "), "{words}");
    let words = there_and_back(&mut desk, id, |desk| desk.end_hold(id, "awake").unwrap());
    assert!(words.starts_with("on hold again, re-check "), "{words}");
}

#[test]
fn going_to_see_somebody_is_one_act_whatever_they_said() {
    let (_dir, mut desk) = demo_desk();
    let id = of(&desk, "A.K.");
    for consent in ["given", "refused"] {
        let seeing = Seeing::at("cell");
        let before = desk.episode(id).unwrap();
        desk.go_and_see(id, &seeing, consent, "").unwrap();
        let last = desk.last_act().unwrap();
        assert!(last.what.starts_with("Seen: ") && last.what.contains("Consent to "), "{}", last.what);
        desk.take_back(last.seq).unwrap();
        let after = desk.episode(id).unwrap();
        assert_eq!((&after.stage, &after.consents), (&before.stage, &before.consents), "{consent}");
    }
}

#[test]
fn places_clocks_details_pins_and_the_if_then_line_go_back_to_what_they_were() {
    let (_dir, mut desk) = demo_desk();
    let id = of(&desk, "A.K.");
    let place = desk.episode(id).unwrap().place;
    let words = there_and_back(&mut desk, id, |desk| desk.move_person(id, "c11").unwrap());
    assert_eq!(words, format!("back in {place}"));
    let told = soon(&desk, 50);
    there_and_back(&mut desk, id, |desk| {
        desk.tell_clock(id, ClockKind::Interview, Some(told), "DC Lee").unwrap();
    });
    there_and_back(&mut desk, id, |desk| {
        desk.tell_clock(id, ClockKind::HospitalFrom, Some(desk.now()), "DC Lee").unwrap();
    });
    there_and_back(&mut desk, id, |desk| {
        desk.record_detail(id, DetailItem::PreferredName, "Kit").unwrap();
    });
    assert_eq!(
        there_and_back(&mut desk, id, |desk| desk.pin(id, "leaves at 20:00").unwrap()),
        "where the rules put them"
    );
    desk.pin(id, "first reason").unwrap();
    there_and_back(&mut desk, id, |desk| desk.unpin(id).unwrap());
    there_and_back(&mut desk, id, |desk| desk.note_contingency(id, "IF so THEN this.").unwrap());
    desk.note_contingency(id, "IF this THEN that.").unwrap();
    there_and_back(&mut desk, id, |desk| desk.note_contingency(id, "").unwrap());
}

#[test]
fn tasks_and_notes_are_taken_back_and_stay_to_be_read() {
    let (_dir, mut desk) = demo_desk();
    let (id, due) = (of(&desk, "A.K."), soon(&desk, 40));
    there_and_back(&mut desk, id, |desk| {
        desk.add_task(id, "ring the crisis line", "Okafor", due).unwrap();
    });
    let task = desk.add_task(id, "ring the GP", "Okafor", due).unwrap();
    let words = there_and_back(&mut desk, id, |desk| desk.finish_task(id, task).unwrap());
    assert_eq!(words, "the task stands again");
    there_and_back(&mut desk, id, |desk| {
        desk.note_for(id, "Off depot three weeks", "CMHT", NoteFor::Team).unwrap();
    });
    let record = desk.read_record(id).unwrap();
    let note = record.lines.iter().find(|line| line.words.starts_with("Off depot")).unwrap();
    assert_eq!(note.struck.as_deref(), Some(REASON));
}

#[test]
fn a_red_flag_told_by_mistake_calls_again() {
    let (_dir, mut desk) = demo_desk();
    let id = of(&desk, "J.D.");
    let open = |desk: &Desk| desk.episode(id).unwrap().open_flags().map(|f| f.raise.flag).collect::<Vec<_>>();
    let flags = open(&desk);
    let telling =
        Telling { told_to: "Sgt Patel".into(), by_voice: true, in_custody_record: true, at: desk.now() };
    there_and_back(&mut desk, id, |desk| {
        assert!(desk.tell_custody(id, flags[0], &telling).unwrap());
    });
    assert_eq!(open(&desk), flags);
}

#[test]
fn somebody_closed_as_not_seen_is_on_the_board_again() {
    let (_dir, mut desk) = demo_desk();
    let id = of(&desk, "X.Y.");
    let (reason, instead) = {
        let lists = &desk.service().lists;
        (lists.not_seen_reasons[0].code.clone(), lists.done_instead[0].code.clone())
    };
    desk.not_seen(id, &reason, &instead, "left early").unwrap();
    assert!(!desk.episode(id).unwrap().is_on_board());
    let last = desk.last_act().unwrap();
    assert_eq!(desk.take_back(last.seq).unwrap(), "on the board again");
    assert!(desk.episode(id).unwrap().is_on_board());
}

#[test]
fn what_is_about_no_one_person_is_taken_back_too() {
    let (_dir, mut desk) = demo_desk();
    desk.go_off_suite("court", "020 7946 0000", soon(&desk, 30), "Sgt Patel").unwrap();
    let last = desk.last_act().unwrap();
    assert_eq!((last.episode, last.what.as_str()), (None, "Left the suite"));
    assert_eq!(desk.take_back(last.seq).unwrap(), "you are on the suite");
    assert!(desk.shift().unwrap().unwrap().off_suite.is_none());
}

#[test]
fn what_has_no_way_back_says_what_to_do_and_changes_nothing() {
    let (_dir, mut desk) = demo_desk();
    let id = of(&desk, "A.K.");
    let refused = |desk: &Desk, words: &str| {
        let why = desk.last_act().unwrap_err().to_string();
        assert!(why.contains(words), "{why}");
    };
    refused(&desk, "You have recorded nothing since you signed in");
    desk.look_at(id, "rang in").unwrap();
    refused(&desk, "You have recorded nothing since you signed in");
    desk.check_custody_list("BRO", 9, 1).unwrap();
    refused(&desk, "the newest counts");
    let new = NewOnward {
        destination: desk.service().lists.destinations[0].code.clone(),
        urgency: desk.service().lists.priorities[0].code.clone(),
        reason: "low mood".into(),
        consent: "given".into(),
        basis: String::new(),
        suggestion: None,
    };
    desk.refer_onward(id, &new).unwrap();
    refused(&desk, "somebody else may have acted on it");
    let head = desk.store.head().seq;
    assert!(desk.take_back(head).is_err());
    assert_eq!(desk.store.head().seq, head);
}

#[test]
fn only_the_act_that_was_shown_is_taken_back_and_only_while_it_is_the_newest_on_the_person() {
    let (_dir, mut desk) = demo_desk();
    let (one, other) = (of(&desk, "A.K."), of(&desk, "X.Y."));
    desk.move_person(one, "c11").unwrap();
    let shown = desk.last_act().unwrap().seq;
    desk.move_person(other, "c12").unwrap();
    let why = desk.take_back(shown).unwrap_err().to_string();
    assert!(why.contains("something else since"), "{why}");
    assert_eq!(desk.episode(one).unwrap().place, "c11");

    // A colleague goes on with the person whom this one moved last.
    let mut theirs = desk.draft(Some(other), Some("BRO"), Body::Moved { place: "c13".into() }, desk.now());
    theirs.actor = Some(desk.store.practitioners().unwrap().iter().find(|p| p.id != desk.who.id).unwrap().id);
    desk.store.append(&[theirs]).unwrap();
    let why = desk.last_act().unwrap_err().to_string();
    assert!(why.contains("Something was recorded since on X.Y.: Moved to c13"), "{why}");
}

#[test]
fn whoever_locked_and_is_back_can_still_take_back_what_they_did_before() {
    let (_dir, mut desk) = demo_desk();
    let id = of(&desk, "A.K.");
    desk.move_person(id, "c11").unwrap();
    let (door, locked) = desk.lock("key");
    locked.unwrap();
    let desk =
        door.sign_in("okafor", crate::desk::door::DEMO_PASSPHRASE).map_err(|refused| refused.1).unwrap();
    assert_eq!(desk.last_act().unwrap().episode, Some(id));
    let (door, out) = desk.sign_out();
    out.unwrap();
    let desk =
        door.sign_in("okafor", crate::desk::door::DEMO_PASSPHRASE).map_err(|refused| refused.1).unwrap();
    assert!(desk.last_act().unwrap_err().to_string().contains("nothing since you signed in"));
}

#[test]
fn what_was_put_back_without_a_word_is_marked_as_a_mistake_where_it_stands() {
    let (_dir, mut desk) = demo_desk();
    let id = of(&desk, "A.K.");
    desk.move_person(id, "c11").unwrap();
    let last = desk.last_act().unwrap();
    desk.take_back(last.seq).unwrap();
    let record = desk.read_record(id).unwrap();
    let moved = record.lines.iter().find(|line| line.words == "Moved to c11").unwrap();
    assert_eq!(moved.struck.as_deref(), Some(REASON));
    let back = record.lines.iter().find(|line| line.words == "Moved to c02").unwrap();
    assert_eq!(back.struck, None);
}
