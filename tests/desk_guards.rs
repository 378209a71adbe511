//! What the desk refuses, and what it lets pass: each guard as a sentence.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "what cannot go on here stops the run"
)]

#[path = "desk/evening.rs"]
mod evening;

use chrono::Duration;
use liaison::desk::Desk;
use liaison::desk::plan::NewOnward;
use liaison::desk::screening::Declined;
use liaison::desk::seeing::Seeing;
use liaison::domain::answer::{Answer, State, UnableReason, Value};
use liaison::domain::board::Standing;
use liaison::domain::clock::ClockKind;
use liaison::domain::episode::Stage;
use liaison::domain::event::{Consent, ConsentTo, OnwardStep};
use liaison::forms::Answers;

use evening::{Evening, closing, decision, refused, telling};

#[test]
fn a_referral_stands_on_the_board_at_once() {
    let mut evening = Evening::new();
    let before = evening.desk.board().unwrap().rows.len();
    let id = evening.person();
    let board = evening.desk.board().unwrap();
    assert_eq!(board.rows.len(), before + 1);
    let row = board.rows.iter().find(|row| row.id == id).unwrap();
    assert_eq!((row.standing, row.waiting_minutes, row.initials.as_str()), (Standing::Waiting, 0, "R.Q."));
}

#[test]
fn a_referral_without_a_surname_or_with_an_unknown_code_is_refused() {
    let mut evening = Evening::new();
    let mut new = evening.referral();
    new.person.surname = "  ".into();
    refused(evening.desk.receive_referral(&new), "needs a surname");
    let mut new = evening.referral();
    new.reason = "vibes".into();
    refused(evening.desk.receive_referral(&new), "\"vibes\" is no reason");
}

#[test]
fn detention_cannot_be_authorised_before_the_relevant_time_or_in_the_future() {
    let mut evening = Evening::new();
    let mut new = evening.referral();
    new.authorised_at = Some(evening.now - Duration::hours(3));
    refused(evening.desk.receive_referral(&new), "before the relevant time");
    new.authorised_at = Some(evening.now + Duration::hours(1));
    refused(evening.desk.receive_referral(&new), "still to come");
}

#[test]
fn nobody_is_screened_before_consent_was_asked_or_after_it_was_refused() {
    let mut evening = Evening::new();
    let id = evening.person();
    refused(evening.desk.begin_screening(id, "phq9"), "consent to be seen");
    evening.desk.go_and_see(id, &Seeing::at("cell"), "refused", "").unwrap();
    assert_eq!(evening.stage(id), Stage::Waiting);
    refused(evening.desk.begin_screening(id, "phq9"), "has not consented");
    evening.desk.consent(id, &Consent::plain(ConsentTo::BeSeen, "given", "changed her mind")).unwrap();
    evening.desk.begin_screening(id, "phq9").unwrap();
}

#[test]
fn a_draft_resumes_with_its_answers_and_a_form_is_begun_once() {
    let mut evening = Evening::new();
    let id = evening.seen();
    let mut open = evening.desk.begin_screening(id, "gad7").unwrap();
    evening.give(&mut open, "q1", "several_days");
    let again = evening.desk.begin_screening(id, "gad7").unwrap();
    assert_eq!((again.id, again.answers()), (open.id, open.answers()));
    assert_eq!(again.last_question.as_deref(), Some("q1"));
}

#[test]
fn an_answer_outside_the_options_is_refused_and_not_stored() {
    let mut evening = Evening::new();
    let id = evening.seen();
    let open = evening.desk.begin_screening(id, "gad7").unwrap();
    let wrong = Answer::given(Value::Choice("9".into()));
    refused(evening.desk.answer(&open, "q1", &wrong), "not one of the answers");
    assert!(evening.desk.begin_screening(id, "gad7").unwrap().answers().is_empty());
}

#[test]
fn a_red_flag_tops_the_board_until_it_was_said_and_written() {
    let mut evening = Evening::new();
    let (id, _open) = evening.flagged();
    let row = evening.desk.board().unwrap().rows.into_iter().find(|row| row.id == id).unwrap();
    assert_eq!(row.tier, 0);
    let flag = evening.desk.episode(id).unwrap().flags[0].raise.flag;
    refused(
        evening.desk.tell_custody(id, flag, &telling(evening.now, false, false)),
        "Neither said nor written",
    );
    assert!(!evening.desk.tell_custody(id, flag, &telling(evening.now, true, false)).unwrap());
    assert_eq!(evening.desk.episode(id).unwrap().flags[0].missing(), "not yet in the custody record");
    assert!(evening.desk.tell_custody(id, flag, &telling(evening.now, false, true)).unwrap());
    let row = evening.desk.board().unwrap().rows.into_iter().find(|row| row.id == id).unwrap();
    assert_eq!((row.tier, row.reason.starts_with("told: ")), (1, true));
}

#[test]
fn a_slip_of_the_finger_lifts_its_flag_again_and_both_stand_in_the_record() {
    let mut evening = Evening::new();
    let (id, mut open) = evening.flagged();
    evening.give(&mut open, "q1", "no");
    assert_eq!(evening.desk.episode(id).unwrap().open_flags().count(), 0);
    let lines = evening.desk.read_record(id).unwrap().lines;
    assert!(lines.iter().any(|line| line.words.starts_with("RED FLAG")));
    assert!(lines.iter().any(|line| line.words.starts_with("Red flag lifted")));
}

#[test]
fn nobody_at_risk_is_closed_with_nothing_done() {
    let mut evening = Evening::new();
    let mut new = evening.referral();
    new.reason = "self_harm".into();
    let id = evening.desk.receive_referral(&new).unwrap();
    refused(evening.desk.not_seen(id, "released", "nothing", "gone"), "There is a risk");
    evening.desk.not_seen(id, "released", "told_custody", "").unwrap();
    assert!(!evening.desk.episode(id).unwrap().is_on_board());
}

#[test]
fn an_open_red_flag_keeps_an_episode_and_a_shift_from_ending() {
    let mut evening = Evening::new();
    let (id, _open) = evening.flagged();
    refused(evening.desk.not_seen(id, "released", "told_custody", ""), "A red flag is open");
    refused(evening.desk.close(id, &closing("02", "")), "A red flag is open");
    refused(evening.desk.end_shift(), "has not been told to custody");
}

#[test]
fn nothing_undone_is_closed_over() {
    let mut evening = Evening::new();
    let id = evening.person();
    refused(evening.desk.close(id, &closing("02", "")), "has not been seen");
    evening.desk.go_and_see(id, &Seeing::at("cell"), "given", "").unwrap();
    let _draft = evening.desk.begin_screening(id, "gad7").unwrap();
    let task = evening.desk.add_task(id, "GP letter", "Okafor", evening.now + Duration::hours(1)).unwrap();
    refused(evening.desk.close(id, &closing("02", "")), "1 unfinished form, 1 open task");
    evening.desk.finish_task(id, task).unwrap();
    evening.desk.set_aside(id, "gad7", Declined::ByPerson, "tired", None).unwrap();
    evening.desk.record_left(id, "nfa", evening.now).unwrap();
    assert!(evening.desk.board().unwrap().rows.iter().find(|row| row.id == id).unwrap().next_clock.is_none());
    refused(evening.desk.close(id, &closing("02", "")), "has not been seen");
    evening.desk.not_seen(id, "declined", "told_custody", "").unwrap();
}

#[test]
fn a_recheck_may_not_come_after_a_clock_that_ends_the_chance() {
    let mut evening = Evening::new();
    let id = evening.person();
    evening
        .desk
        .tell_clock(id, ClockKind::Interview, Some(evening.now + Duration::minutes(30)), "DC Hill")
        .unwrap();
    refused(
        evening.desk.hold(id, "asleep", evening.now + Duration::minutes(60), ""),
        "interview at 20:14 comes before",
    );
    refused(evening.desk.hold(id, "asleep", evening.now, ""), "already past");
    evening.desk.hold(id, "asleep", evening.now + Duration::minutes(20), "").unwrap();
    assert!(matches!(evening.stage(id), Stage::OnHold { rest: true, .. }));
    evening.desk.end_hold(id, "awake").unwrap();
    assert_eq!(evening.stage(id), Stage::Waiting);
}

#[test]
fn a_form_is_finished_only_when_every_question_has_an_answer_or_a_reason() {
    let mut evening = Evening::new();
    let id = evening.seen();
    let mut open = evening.desk.begin_screening(id, "gad7").unwrap();
    for number in 1..7 {
        evening.give(&mut open, &format!("q{number}"), "nearly_every_day");
    }
    refused(evening.desk.finish_screening(&open), "1 question has neither");
    let unable = Answer::absent(State::Unable { reason: UnableReason::Asleep, retry_at: None });
    open.sheet = evening.desk.answer(&open, "q7", &unable).unwrap().sheet;
    evening.desk.finish_screening(&open).unwrap();
    let finished = evening.desk.episode(id).unwrap().screenings[0].status.clone();
    let liaison::domain::episode::ScreeningStatus::Finished { complete, scores, .. } = finished else {
        panic!()
    };
    assert!(!complete);
    assert_eq!((scores[0].value, scores[0].floor, scores[0].ceiling), (None, Some(18), Some(21)));
    refused(evening.desk.answer(&open, "q1", &unable), "This form is finished");
}

#[test]
fn suggestions_wait_until_each_is_taken_or_refused_with_a_reason() {
    let mut evening = Evening::new();
    let id = evening.seen();
    let mut open = evening.desk.begin_screening(id, "gad7").unwrap();
    for number in 1..8 {
        evening.give(&mut open, &format!("q{number}"), "nearly_every_day");
    }
    loop {
        let Some(next) = open.sheet.unanswered().next().map(|item| item.key()) else { break };
        let declined = Answer::absent(State::Declined);
        open.sheet = evening.desk.answer(&open, &next, &declined).unwrap().sheet;
    }
    assert!(evening.desk.finish_screening(&open).unwrap() > 0);
    refused(evening.desk.close(id, &closing("02", "")), "undecided suggestion");
    for suggestion in evening.desk.episode(id).unwrap().suggestions {
        evening.desk.refuse_suggestion(id, &suggestion, "declined", "").unwrap();
    }
    evening.desk.decide(id, &decision("no", "low")).unwrap();
    evening.desk.close(id, &closing("02", "")).unwrap();
}

#[test]
fn an_onward_referral_is_pending_until_attended_even_when_the_episode_is_closed() {
    let mut evening = Evening::new();
    let id = evening.seen();
    let new = NewOnward {
        destination: "gp".into(),
        urgency: "3".into(),
        reason: "medication review".into(),
        consent: "given".into(),
        basis: String::new(),
        suggestion: None,
    };
    let onward = evening.desk.refer_onward(id, &new).unwrap();
    refused(
        evening.desk.move_onward(id, onward, OnwardStep::Attended { code: "5".into() }),
        "Nobody has accepted",
    );
    refused(evening.desk.close(id, &closing("02", "")), "No form was finished");
    evening.desk.close(id, &closing("02", "advice given")).unwrap();
    let pending = |desk: &Desk| desk.board().unwrap().pending.iter().any(|row| row.onward == onward);
    assert!(pending(&evening.desk));
    let accepted = OnwardStep::Accepted { by: "reception".into(), appointment: None };
    evening.desk.move_onward(id, onward, accepted).unwrap();
    assert!(pending(&evening.desk));
    evening.desk.move_onward(id, onward, OnwardStep::Attended { code: "5".into() }).unwrap();
    assert!(!pending(&evening.desk));
    refused(evening.desk.move_onward(id, onward, OnwardStep::Ended { reason: "other".into() }), "is settled");
}

#[test]
fn leaving_the_suite_needs_a_number_and_a_time_back() {
    let mut evening = Evening::new();
    let soon = evening.now + Duration::minutes(20);
    refused(evening.desk.go_off_suite("front desk", " ", soon, ""), "Give a number");
    refused(evening.desk.go_off_suite("front desk", "07700 900123", evening.now, ""), "already past");
    evening.desk.go_off_suite("front desk", "07700 900123", soon, "Sgt Patel").unwrap();
    assert!(evening.desk.shift().unwrap().unwrap().off_suite.is_some());
    evening.desk.come_back().unwrap();
    assert!(evening.desk.shift().unwrap().unwrap().off_suite.is_none());
}

#[test]
fn more_people_cannot_be_picked_up_than_are_detained() {
    let mut evening = Evening::new();
    refused(evening.desk.check_custody_list("BRO", 3, 4), "cannot be");
    evening.desk.check_custody_list("BRO", 14, 2).unwrap();
}

#[test]
fn hostile_text_is_clean_before_it_is_stored() {
    let mut evening = Evening::new();
    let mut new = evening.referral();
    new.person.surname = "Qu\u{1b}[2Jill\u{202e}".into();
    let id = evening.desk.receive_referral(&new).unwrap();
    assert_eq!(evening.desk.episode(id).unwrap().person().surname, "Qu[2Jill");
}

#[test]
fn a_review_in_front_does_not_hide_the_clock_behind_it() {
    let mut evening = Evening::new();
    let id = evening.person();
    // The review runs out in four hours and twenty minutes, the interview after it.
    evening
        .desk
        .tell_clock(id, ClockKind::Interview, Some(evening.now + Duration::hours(5)), "DC Hill")
        .unwrap();
    refused(evening.desk.hold(id, "asleep", evening.now + Duration::hours(6), ""), "interview at");
}

#[test]
fn rest_alarms_once_a_clock_runs_out_before_it_ends() {
    let mut evening = Evening::new();
    let id = evening.person();
    evening.desk.hold(id, "asleep", evening.now + Duration::hours(6), "").unwrap();
    let row = |desk: &Desk| desk.board().unwrap().rows.into_iter().find(|row| row.id == id).unwrap();
    assert!(row(&evening.desk).rest);
    evening
        .desk
        .tell_clock(id, ClockKind::Release, Some(evening.now + Duration::hours(2)), "Sgt Patel")
        .unwrap();
    assert!(!row(&evening.desk).rest);
    assert_eq!((row(&evening.desk).tier, row(&evening.desk).reason.as_str()), (1, "rel 21:44"));
}

#[test]
fn an_untold_flag_of_the_second_tier_stays_on_top_when_its_form_is_finished() {
    let mut evening = Evening::new();
    let (id, mut open) = evening.flagged();
    for question in ["q2", "q3", "q4", "q5"] {
        if open.sheet.shows(question) {
            evening.give(&mut open, question, "no");
        }
    }
    evening.desk.finish_screening(&open).unwrap();
    let rows = evening.desk.board().unwrap().rows;
    assert!(rows.iter().take(2).any(|row| row.id == id && row.open_flag), "{rows:?}");
}

#[test]
fn answers_are_judged_as_stored_and_not_as_a_screen_remembers() {
    let mut evening = Evening::new();
    let (id, _colleague) = evening.flagged();
    let mut stale = evening.desk.begin_screening(id, "asq").unwrap();
    stale.sheet = stale.form().sheet(&Answers::new(), stale.sheet.context());
    evening.give(&mut stale, "q2", "no");
    assert_eq!(stale.answers().len(), 2);
    assert!(evening.desk.episode(id).unwrap().open_flags().next().is_some());
}

#[test]
fn somebody_on_hold_is_seen_only_after_the_hold_was_ended() {
    let mut evening = Evening::new();
    let id = evening.seen();
    evening.desk.hold(id, "asleep", evening.now + Duration::minutes(30), "").unwrap();
    refused(evening.desk.begin_screening(id, "gad7"), "is on hold until 20:14");
    evening.desk.end_hold(id, "awake").unwrap();
    evening.desk.begin_screening(id, "gad7").unwrap();
}

#[test]
fn a_referral_without_consent_needs_its_basis() {
    let mut evening = Evening::new();
    let id = evening.seen();
    let mut new = NewOnward {
        destination: "adult_safeguarding".into(),
        urgency: "1".into(),
        reason: "afraid to go home".into(),
        consent: "refused".into(),
        basis: String::new(),
        suggestion: None,
    };
    refused(evening.desk.refer_onward(id, &new), "has not consented");
    new.basis = "serious harm".into();
    evening.desk.refer_onward(id, &new).unwrap();
    assert_eq!(
        evening.desk.episode(id).unwrap().onward[0].reason,
        "afraid to go home (without consent: serious harm)"
    );
}

#[test]
fn a_role_that_may_only_look_records_nothing() {
    let mut evening = Evening::new();
    evening.service(|text| {
        let student = "label = \"Student\"\nmay = [\"screen\"]";
        text.replace(student, "label = \"Student\"\nmay = []")
    });
    let id = evening.person();
    let recheck = evening.now + Duration::minutes(30);
    evening.role("student");
    let new = evening.referral();
    let desk = &mut evening.desk;
    refused(desk.receive_referral(&new), "may not record referrals");
    refused(desk.hold(id, "asleep", recheck, ""), "The role \"Student\" may not put people on hold");
    refused(desk.close(id, &closing("02", "done")), "may not close episodes");
    refused(desk.note(id, "seen", "me"), "may not add notes");
    refused(desk.add_task(id, "GP letter", "me", recheck), "may not add tasks");
    desk.open_record(id, "to learn").unwrap();
}

#[test]
fn whoever_ends_their_shift_leaves_nobody_standing_as_with_them() {
    let mut evening = Evening::new();
    let id = evening.seen();
    // The evening's own red flag keeps the shift from ending; it is told first.
    for episode in evening.desk.board().unwrap().rows.into_iter().map(|row| row.id) {
        let flags: Vec<_> =
            evening.desk.episode(episode).unwrap().open_flags().map(|flag| flag.raise.flag).collect();
        for flag in flags {
            evening.desk.tell_custody(episode, flag, &telling(evening.now, true, true)).unwrap();
        }
    }
    evening.desk.end_shift().unwrap();
    assert_eq!(evening.stage(id), Stage::Waiting);
}
