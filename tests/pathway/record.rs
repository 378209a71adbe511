//! The record: late entry, what is struck, counter-signature, who looks, details about the person.

use liaison::desk::seeing::Seeing;
use liaison::domain::detail::DetailItem;
use liaison::domain::event::{Consent, ConsentTo, Correction, Informing};
use liaison::domain::referral::{Birth, Person};
use uuid::Uuid;

use crate::evening::{Evening, after, closing, refused};

#[test]
fn a_late_entry_keeps_both_times_and_stands_where_it_happened() {
    let mut evening = Evening::quiet();
    let id = evening.person();
    let began = evening.now;
    evening.later(90);
    evening.desk.note(id, "Awake now.", "seen").unwrap();
    let then = after(evening.now, -60);
    let late = |desk: &mut liaison::desk::Desk| desk.note(id, "Was asleep.", "downtime sheet");
    evening.desk.at_another_time(Some(id), then, late).unwrap();
    let lines = evening.desk.read_record(id).unwrap().lines;
    let words: Vec<_> = lines.iter().map(|line| line.words.split('.').next().unwrap()).collect();
    assert_eq!(words[..2], ["Awake now", "Was asleep"], "newest first, by when it happened");
    assert_eq!((lines[1].at, lines[1].entered_late), (then, Some(evening.now)));
    assert_eq!(lines[0].entered_late, None);
    let ahead = after(evening.now, 5);
    refused(evening.desk.at_another_time(Some(id), ahead, late), "still to come");
    let before = began - chrono::Duration::minutes(1);
    refused(evening.desk.at_another_time(Some(id), before, late), "The referral came in at");
    evening.desk.note(id, "Entered for now again.", "seen").unwrap();
    assert_eq!(evening.desk.read_record(id).unwrap().lines[0].entered_late, None);
}

#[test]
fn a_late_entry_that_is_refused_leaves_no_time_behind() {
    let mut evening = Evening::quiet();
    let id = evening.person();
    evening.later(30);
    let then = after(evening.now, -10);
    refused(evening.desk.at_another_time(Some(id), then, |desk| desk.note(id, " ", "")), "nothing to note");
    evening.desk.note(id, "Now.", "seen").unwrap();
    assert_eq!(evening.desk.read_record(id).unwrap().lines[0].at, evening.now);
}

#[test]
fn a_struck_entry_stays_in_the_record_with_its_reason_and_counts_no_more() {
    let mut evening = Evening::quiet();
    let id = evening.person();
    evening.desk.note(id, "Wrong person.", "seen").unwrap();
    let entry = evening.entry(id, "Wrong person.");
    refused(evening.desk.strike(id, entry, " ", None), "only with a reason");
    refused(evening.desk.strike(id, Uuid::nil(), "slip", None), "not in the store");
    let referred = evening.entry(id, "Referred by");
    refused(evening.desk.strike(id, referred, "slip", None), "of this kind is not struck");
    evening.desk.strike(id, entry, "about cell 4", Some("Right person.")).unwrap();
    refused(evening.desk.strike(id, entry, "again", None), "struck already");
    let notes: Vec<_> = evening.episode(id).notes.into_iter().map(|note| note.text).collect();
    assert_eq!(notes, ["Right person."]);
    let lines = evening.desk.read_record(id).unwrap().lines;
    let struck = lines.iter().find(|line| line.event == entry).unwrap();
    assert_eq!((struck.struck.as_deref(), struck.can_be_struck), (Some("about cell 4"), false));
}

#[test]
fn striking_a_consent_a_telling_a_leaving_or_a_decision_undoes_what_followed() {
    let mut evening = Evening::quiet();
    let id = evening.decided("high");
    let now = evening.now;
    let told = Informing { told_to: "Sgt".into(), by_voice: true, in_record: true, text: "Risk.".into() };
    evening.desk.inform(id, &told, now).unwrap();
    let telling = evening.entry(id, "Told Sgt");
    evening.desk.strike(id, telling, "told of another", None).unwrap();
    refused(evening.desk.close(id, &closing("02", "")), "not been told to custody");
    evening.desk.record_left(id, "nfa", now).unwrap();
    let left = evening.entry(id, "Left:");
    evening.desk.strike(id, left, "still here", None).unwrap();
    assert!(evening.row(id).next_clock.is_some());
    let decided = evening.entry(id, "Decided:");
    evening.desk.strike(id, decided, "not mine", None).unwrap();
    assert_eq!((evening.code(id), evening.row(id).state.as_str()), ("AC", "decide"));
    evening.desk.consent(id, &Consent::plain(ConsentTo::BeSeen, "withdrawn", "")).unwrap();
    let withdrawn = evening.entry(id, "Consent to be seen: Withdrawn");
    evening.desk.strike(id, withdrawn, "misheard", None).unwrap();
    assert_eq!(evening.episode(id).consent(ConsentTo::BeSeen).unwrap().consent.status, "given");
    evening.role("link_worker");
    let note = evening.entry(id, "Consent to be seen: Given");
    evening.desk.strike(id, note, "wrong form", None).unwrap();
    assert_eq!(evening.episode(id).consent(ConsentTo::BeSeen), None);
}

#[test]
fn what_a_student_enters_waits_for_a_clinicians_signature() {
    let mut evening = Evening::quiet();
    evening.role("student");
    let id = evening.person();
    evening.desk.go_and_see(id, &Seeing::at("cell"), "given", "").unwrap();
    evening.screen(id);
    let waiting = evening.episode(id).work.unsigned.len();
    assert_eq!(waiting, 4, "referral, seeing, begin and end of the form; not each answer");
    refused(evening.desk.counter_sign(id), "may not counter-sign");
    evening.role("screener");
    refused(evening.desk.counter_sign(id), "may not counter-sign");
    evening.role("senior");
    evening.desk.decide(id, &crate::evening::decision("no", "none")).unwrap();
    refused(evening.desk.close(id, &closing("02", "")), "4 entries to counter-sign");
    assert_eq!(evening.code(id), "AC");
    assert_eq!(evening.desk.counter_sign(id).unwrap(), 4);
    refused(evening.desk.counter_sign(id), "Nothing here waits");
    evening.desk.close(id, &closing("02", "")).unwrap();
}

#[test]
fn a_student_leaves_the_end_of_an_episode_to_a_colleague() {
    let mut evening = Evening::quiet();
    let id = evening.person();
    evening.role("student");
    refused(evening.desk.not_seen(id, "released", "leaflet", ""), "waits for a counter-signature");
    assert_eq!(evening.code(id), "WT");
}

#[test]
fn a_record_outside_ones_shift_or_sites_asks_why_and_keeps_it() {
    let mut evening = Evening::quiet();
    let here = evening.person();
    let there = evening.refer(|new| new.site = "BEX".into());
    let gone = evening.person();
    evening.desk.not_seen(gone, "released", "leaflet", "").unwrap();
    refused(evening.desk.open_record(here, ""), "outside your shift or your sites");
    evening.later(5);
    evening.on_shift(&["BRO"]);
    evening.desk.open_record(here, "").unwrap();
    assert!(evening.lines(here).iter().all(|line| !line.starts_with("Opened")));
    for outside in [there, gone] {
        refused(evening.desk.open_record(outside, " "), "Say why you open it");
        evening.desk.open_record(outside, "Mother rang").unwrap();
        assert!(evening.lines(outside).contains(&"Opened from outside the shift: Mother rang".into()));
    }
}

#[test]
fn an_nhs_number_is_kept_only_with_its_check_digit_right() {
    let mut evening = Evening::quiet();
    let id = evening.person();
    let item = DetailItem::NhsNumber;
    refused(evening.desk.record_detail(id, item, "943 476 5918"), "a digit is wrong");
    refused(evening.desk.record_detail(id, item, "943 476 591"), "has 9");
    refused(evening.desk.record_detail(id, item, "943 476 591X"), "has digits only");
    evening.desk.record_detail(id, item, "943 476 5919").unwrap();
    assert_eq!(evening.episode(id).details["nhs_number"], "9434765919");
    evening.desk.record_detail(id, item, " ").unwrap();
    assert!(evening.episode(id).details.is_empty(), "an empty one takes it back");
}

#[test]
fn each_detail_of_a_list_takes_each_of_its_codes_and_no_other() {
    let mut evening = Evening::quiet();
    let id = evening.person();
    for item in DetailItem::ALL {
        let list = item.list(&evening.desk.service().lists).map(<[_]>::to_vec);
        let Some(list) = list else { continue };
        refused(evening.desk.record_detail(id, item, "no such code"), "is no");
        let last = list.last().unwrap();
        evening.desk.record_detail(id, item, &last.code).unwrap();
        assert_eq!(evening.episode(id).details[item.code()], last.code);
    }
    evening.role("link_worker");
    evening.desk.record_detail(id, DetailItem::Language, "Tamil").unwrap();
}

#[test]
fn details_are_put_right_with_a_reason_and_the_old_ones_stay_readable() {
    let mut evening = Evening::quiet();
    let id = evening.person();
    let person =
        Person { surname: "Quill".into(), given: "Rose".into(), birth: Birth::Unknown, sex: "F".into() };
    let right = Correction { person, custody_ref: "26/09999".into(), reason: "passport".into() };
    let same = Correction { person: evening.episode(id).person().clone(), ..right.clone() };
    refused(evening.desk.correct_details(id, &same), "what stands there");
    refused(
        evening.desk.correct_details(id, &Correction { reason: " ".into(), ..right.clone() }),
        "its reason",
    );
    evening.role("link_worker");
    refused(evening.desk.correct_details(id, &right), "may not put details right");
    evening.role("screener");
    evening.desk.correct_details(id, &right).unwrap();
    assert_eq!((evening.episode(id).person().given.as_str(), evening.row(id).tier), ("Rose", 2));
    assert_eq!(evening.lines(id).len(), 2);
}

#[test]
fn the_legal_position_changes_the_clock_and_says_who_told_it() {
    let mut evening = Evening::quiet();
    let id = evening.person();
    refused(evening.desk.change_position(id, "charged", " "), "needs its source");
    refused(evening.desk.change_position(id, "arrested", "Sgt"), "position that stands");
    refused(evening.desk.change_position(id, "x", "Sgt"), "no legal position");
    evening.desk.change_position(id, "other", "Sgt Lewis").unwrap();
    assert_eq!(evening.row(id).next_clock, None);
}
