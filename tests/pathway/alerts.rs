//! What the board calls attention to beside its rows, one thing after the other.

use chrono::Duration;
use liaison::desk::Need;
use liaison::desk::passing::NewTransfer;
use liaison::desk::plan::NewOnward;
use liaison::desk::report::NewReport;
use liaison::domain::board::Level;
use liaison::domain::clock::ClockKind;
use liaison::domain::event::{Capacity, FollowUp, Informing};

use crate::evening::{Evening, after, closing, decision, refused, triage};

/// The level of the alert with these words, if there is one.
fn level(evening: &Evening, words: &str) -> Option<Level> {
    let board = evening.desk.board().unwrap();
    let alerts = evening.desk.alerts(&board).unwrap();
    assert!(alerts.is_sorted_by_key(|alert| std::cmp::Reverse(alert.level)));
    alerts.into_iter().find(|alert| alert.words.contains(words)).map(|alert| alert.level)
}

#[test]
fn a_quiet_board_calls_for_nothing() {
    let mut evening = Evening::quiet();
    evening.person();
    evening.decided("none");
    assert_eq!(evening.alerts(), Vec::<String>::new());
}

#[test]
fn a_referral_that_nobody_triages_calls() {
    let mut evening = Evening::quiet();
    let id = evening.refer(|new| new.priority = String::new());
    evening.later(14);
    assert_eq!(level(&evening, "not triaged"), None);
    evening.later(1);
    assert_eq!(level(&evening, "R.Q. not triaged for"), Some(Level::Warn));
    evening.desk.triage(id, &triage("3")).unwrap();
    assert_eq!(level(&evening, "not triaged"), None);
}

#[test]
fn a_recheck_calls_once_it_is_due_and_protected_rest_not_before() {
    let mut evening = Evening::quiet();
    let id = evening.person();
    evening.desk.tell_clock(id, ClockKind::Interview, Some(after(evening.now, 50)), "DC Hill").unwrap();
    assert_eq!(level(&evening, "interview in"), Some(Level::Warn));
    evening.desk.hold(id, "protected_rest", after(evening.now, 45), "").unwrap();
    assert_eq!(evening.alerts(), Vec::<String>::new(), "rest does not alarm");
    evening.later(46);
    assert_eq!(level(&evening, "re-check of R.Q. is due since 20:29"), Some(Level::Warn));
    assert_eq!(level(&evening, "interview in"), Some(Level::Warn), "the rest is over");
}

#[test]
fn a_hold_that_is_no_rest_does_not_silence_a_clock() {
    let mut evening = Evening::quiet();
    let id = evening.person();
    evening.desk.tell_clock(id, ClockKind::Van, Some(after(evening.now, 50)), "Sgt").unwrap();
    evening.desk.hold(id, "solicitor", after(evening.now, 45), "").unwrap();
    evening.desk.tell_clock(id, ClockKind::Van, Some(after(evening.now, 40)), "Sgt").unwrap();
    assert_eq!(level(&evening, "escort van in"), Some(Level::Warn));
}

#[test]
fn a_clock_calls_within_its_warning_and_a_past_one_does_not_hide_the_next() {
    let mut evening = Evening::quiet();
    let id = evening.refer(|new| {
        new.relevant_time = Some(new.received_at - Duration::hours(22));
        new.authorised_at = None;
    });
    evening.desk.tell_clock(id, ClockKind::Interview, Some(after(evening.now, 10)), "DC Hill").unwrap();
    evening.later(70);
    assert_eq!(level(&evening, "detention limit in"), Some(Level::Warn), "{:?}", evening.alerts());
    let now = evening.now;
    evening.desk.record_left(id, "nfa", now).unwrap();
    assert_eq!(evening.alerts(), Vec::<String>::new());
}

#[test]
fn an_escalation_calls_at_once_and_presses_after_its_minutes() {
    let mut evening = Evening::quiet();
    let id = evening.decided("none");
    let escalation = evening.desk.escalate(id, "", "hears voices").unwrap();
    assert_eq!(level(&evening, "no clinician has taken it"), Some(Level::Warn));
    evening.later(30);
    assert_eq!(level(&evening, "no clinician has taken it"), Some(Level::Urgent));
    evening.desk.accept_escalation(id, escalation).unwrap();
    assert_eq!(level(&evening, "no clinician has taken it"), None);
}

#[test]
fn a_report_calls_before_it_is_due_and_presses_when_it_is_late() {
    let mut evening = Evening::quiet();
    let id = evening.decided("none");
    let due = after(evening.now, 180);
    let new = NewReport { kind: "court".into(), asked_by: "bench".into(), due, basis: "court order".into() };
    evening.desk.ask_report(id, &new).unwrap();
    assert_eq!(level(&evening, "report due"), None);
    evening.later(60);
    assert_eq!(level(&evening, "report due 22:44, not sent"), Some(Level::Warn));
    evening.later(121);
    assert_eq!(level(&evening, "report due"), Some(Level::Urgent));
}

#[test]
fn a_transfer_calls_until_it_is_acknowledged() {
    let mut evening = Evening::quiet();
    let id = evening.person();
    let new = NewTransfer {
        kind: "suite_to_suite".into(),
        to: "Lee".into(),
        to_site: Some("BEX".into()),
        how: "telephone".into(),
    };
    let passed = evening.desk.transfer(id, &new).unwrap();
    let words = "passed to Lee, Bexleyheath custody, not acknowledged";
    assert_eq!(level(&evening, words), Some(Level::Warn));
    evening.desk.accept_transfer(id, passed, "Lee").unwrap();
    assert_eq!(level(&evening, "not acknowledged"), None);
}

#[test]
fn a_follow_up_calls_from_its_first_contact_on() {
    let mut evening = Evening::quiet();
    let id = evening.decided("none");
    let plan = FollowUp {
        worker: "Kim".into(),
        purpose: "GP".into(),
        first_due: after(evening.now, 60),
        contact: "at the hostel".into(),
        message_safe: true,
    };
    evening.desk.plan_follow_up(id, &plan).unwrap();
    assert_eq!(level(&evening, "follow-up due"), None);
    evening.later(60);
    assert_eq!(level(&evening, "follow-up due since 20:44"), Some(Level::Warn));
}

#[test]
fn somebody_who_is_not_back_in_the_suite_in_time_calls_with_their_number() {
    let mut evening = Evening::quiet();
    evening.on_shift(&["BRO"]);
    evening.desk.go_off_suite("front desk", "07700 900123", after(evening.now, 20), "Sgt").unwrap();
    // Not a call yet, but whoever looks has the number.
    assert_eq!(level(&evening, "off suite: 07700 900123, back 20:04"), Some(Level::Plain));
    evening.later(21);
    assert_eq!(level(&evening, "ring 07700 900123"), Some(Level::Warn));
    evening.desk.come_back().unwrap();
    assert_eq!(level(&evening, "off suite"), None);
}

#[test]
fn the_custody_list_of_ones_own_sites_calls_until_it_is_checked_and_when_that_is_old() {
    let mut evening = Evening::quiet();
    assert_eq!(level(&evening, "custody list"), None, "nobody is on shift");
    evening.on_shift(&["BRO", "BMC"]);
    assert_eq!(level(&evening, "BRO custody list not checked yet"), Some(Level::Warn));
    assert_eq!(level(&evening, "BMC custody list"), None, "a court has none");
    evening.desk.check_custody_list("BRO", 14, 2).unwrap();
    assert_eq!(level(&evening, "custody list"), None);
    evening.later(120);
    assert_eq!(level(&evening, "BRO custody list checked"), Some(Level::Warn));
}

#[test]
fn onward_referrals_that_nobody_answers_are_counted() {
    let mut evening = Evening::quiet();
    let id = evening.decided("none");
    let new = NewOnward {
        destination: "gp".into(),
        urgency: "3".into(),
        reason: "low mood".into(),
        consent: "given".into(),
        basis: String::new(),
        suggestion: None,
    };
    evening.desk.refer_onward(id, &new).unwrap();
    let now = evening.now;
    evening.desk.record_left(id, "nfa", now).unwrap();
    assert_eq!(level(&evening, "onward referral"), None);
    evening.later(3 * 24 * 60 + 1);
    assert_eq!(level(&evening, "1 onward referral is overdue"), Some(Level::Warn));
}

#[test]
fn what_stands_on_the_board_is_listed_too_and_untold_red_flags_come_first() {
    let mut evening = Evening::quiet();
    let late = evening.person();
    evening.desk.tell_clock(late, ClockKind::Interview, Some(after(evening.now, 10)), "DC Hill").unwrap();
    evening.desk.add_task(late, "ring CAMHS", "Okafor", after(evening.now, 30)).unwrap();
    evening.flagged();
    evening.later(14);
    let board = evening.desk.board().unwrap();
    let alerts = evening.desk.alerts(&board).unwrap();
    assert!(alerts[0].words.starts_with("R.Q. BRO c12 RED FLAG, nobody told yet: "), "{:?}", alerts[0]);
    assert!(alerts[0].on_board && alerts[0].level == Level::Urgent);
    assert_eq!(level(&evening, "R.Q. BRO c12: interview 19:54, LATE 0h04"), Some(Level::Urgent));
    assert_eq!(level(&evening, "BEX custody  NOBODY  GAP 2h02 NOW"), Some(Level::Urgent));
    assert_eq!(level(&evening, "R.Q. task of Okafor: ring CAMHS, due 20:14"), Some(Level::Warn));
    evening.later(20);
    assert_eq!(level(&evening, "ring CAMHS, due 20:14, LATE 0h04"), Some(Level::Urgent));
}

#[test]
fn capacity_to_be_looked_at_again_calls_from_that_time_and_moves_nobody() {
    let mut evening = Evening::quiet();
    let id = evening.person();
    let other = evening.refer(|new| new.received_at -= Duration::minutes(5));
    let order =
        |evening: &Evening| evening.desk.board().unwrap().rows.iter().map(|row| row.id).collect::<Vec<_>>();
    assert_eq!(order(&evening), [other, id]);
    evening.desk.assess_capacity(id, &lacks("being seen", Some(after(evening.now, 20)))).unwrap();
    assert_eq!(level(&evening, "capacity"), None);
    evening.later(20);
    assert_eq!(
        level(&evening, "R.Q. capacity to be looked at again since 20:04: being seen"),
        Some(Level::Warn)
    );
    assert_eq!(order(&evening), [other, id]);
    evening.desk.assess_capacity(id, &lacks("Being SEEN", Some(after(evening.now, 30)))).unwrap();
    assert_eq!(level(&evening, "capacity"), None, "the later word on a decision counts");
    assert_eq!(evening.episode(id).capacity_to_review().count(), 1);
    evening.desk.assess_capacity(id, &lacks("being seen", None)).unwrap();
    assert_eq!(evening.episode(id).capacity_to_review().count(), 0);
}

fn lacks(decision: &str, review_at: Option<chrono::DateTime<chrono::Utc>>) -> Capacity {
    Capacity {
        decision: decision.into(),
        understands: true,
        retains: true,
        weighs: false,
        communicates: true,
        cause: "intoxicated".into(),
        best_interests: "left to sleep".into(),
        review_at,
    }
}

#[test]
fn a_risk_found_calls_until_custody_is_told_after_the_decision() {
    let mut evening = Evening::quiet();
    let id = evening.screened();
    let told =
        Informing { told_to: "Sgt Patel".into(), by_voice: true, in_record: true, text: "Risk.".into() };
    let now = evening.now;
    evening.desk.inform(id, &told, now).unwrap();
    evening.later(5);
    evening.desk.decide(id, &decision("no", "medium")).unwrap();
    let words = "a risk found that custody is not told of yet";
    assert_eq!(level(&evening, words), Some(Level::Urgent), "told before is not told of it");
    assert_eq!(evening.row(id).state, "tell risk");
    let end = closing("02", "");
    let offer = refused(evening.desk.close(id, &end), "by voice and in their record since 19:49");
    assert_eq!(offer, Some(Need::Tell));
    let now = evening.now;
    evening.desk.inform(id, &Informing { in_record: false, ..told.clone() }, now).unwrap();
    assert_eq!(level(&evening, words), Some(Level::Urgent), "said and not written");
    evening.desk.inform(id, &Informing { by_voice: false, ..told }, now).unwrap();
    assert_eq!(level(&evening, words), None);
    evening.desk.close(id, &end).unwrap();
}
