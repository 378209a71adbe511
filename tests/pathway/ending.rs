//! The end of an episode: not seen, closed, reopened, and what stands in the way.

use liaison::desk::Need;
use liaison::desk::close::Closing;
use liaison::desk::seeing::Seeing;
use liaison::domain::episode::Stage;

use crate::evening::{Evening, after, closing, decision, refused};

#[test]
fn each_final_reason_closes_with_its_code_and_what_was_done_instead() {
    let mut evening = Evening::quiet();
    let reasons = evening.desk.service().lists.not_seen_reasons.clone();
    assert!(reasons.len() >= 12, "the final reasons of domain.md 1.5");
    for reason in &reasons {
        let id = evening.person();
        evening.desk.not_seen(id, &reason.code, "told_custody", "").unwrap();
        let Stage::Closed { how, code, instead, at } = evening.stage(id) else { panic!() };
        assert_eq!((how.as_str(), &code, instead.as_str()), ("not_seen", &reason.code, "told_custody"));
        assert_eq!((at, evening.code(id)), (evening.now, "CL"));
    }
    assert!(evening.desk.board().unwrap().rows.is_empty());
}

#[test]
fn each_alternative_is_told_and_nothing_done_says_why() {
    let mut evening = Evening::quiet();
    for instead in evening.desk.service().lists.done_instead.clone() {
        let id = evening.person();
        if instead.nothing_done {
            refused(evening.desk.not_seen(id, "released", &instead.code, " "), "no reason why");
        }
        evening.desk.not_seen(id, "released", &instead.code, "gone before we came").unwrap();
        assert_eq!(evening.code(id), "CL");
    }
    let id = evening.person();
    refused(evening.desk.not_seen(id, "x", "leaflet", ""), "\"x\" is no reason");
    refused(evening.desk.not_seen(id, "released", "x", ""), "\"x\" is no alternative");
}

#[test]
fn that_a_referral_is_not_for_us_is_a_clinicians_or_a_leads_word() {
    let mut evening = Evening::quiet();
    for reason in ["out_of_scope", "duplicate", "already_open", "withdrawn"] {
        let id = evening.person();
        for role in ["screener", "youth_worker"] {
            evening.role(role);
            let words = "may not decide that a referral is not for us";
            refused(evening.desk.not_seen(id, reason, "told_custody", ""), words);
        }
        evening.role("practitioner");
        evening.desk.not_seen(id, reason, "told_custody", "").unwrap();
    }
    let id = evening.person();
    evening.role("link_worker");
    refused(evening.desk.not_seen(id, "released", "leaflet", ""), "may not close referrals");
    evening.role("screener");
    evening.desk.not_seen(id, "released", "leaflet", "").unwrap();
}

#[test]
fn whatever_says_risk_keeps_an_unseen_person_from_closing_with_nothing_done() {
    let mut evening = Evening::quiet();
    let known = evening.refer(|new| new.beside.known_risk = "Overdose in May".into());
    let suicidal = evening.refer(|new| new.reason = "self_harm".into());
    let emergency = evening.refer(|new| new.priority = "1".into());
    let s136 = evening.refer(|new| new.legal_position = "s136".into());
    for id in [known, suicidal, emergency, s136] {
        let offer = refused(evening.desk.not_seen(id, "released", "nothing", "gone"), "There is a risk");
        assert_eq!(offer, Some(Need::Tell));
        evening.desk.not_seen(id, "released", "told_gp_team", "").unwrap();
    }
}

#[test]
fn each_thing_undone_blocks_the_end_and_says_what_supplies_it() {
    let mut evening = Evening::quiet();
    let end = closing("02", "advice");
    let waits = evening.person();
    assert_eq!(refused(evening.desk.close(waits, &end), "has not been seen"), Some(Need::NotSeen));
    let undecided = evening.screened();
    let offer = refused(evening.desk.close(undecided, &end), "1 decision to make on a full assessment");
    assert_eq!(offer, Some(Need::Decide));
    let drafted = evening.seen();
    evening.desk.begin_screening(drafted, "quick").unwrap();
    assert_eq!(refused(evening.desk.close(drafted, &end), "1 unfinished form"), Some(Need::OpenLine));
    let (flagged, _open) = evening.flagged();
    assert_eq!(refused(evening.desk.close(flagged, &end), "A red flag is open"), Some(Need::Tell));
    let escalated = evening.decided("none");
    evening.desk.escalate(escalated, "", "hears voices").unwrap();
    let offer = refused(evening.desk.close(escalated, &end), "1 escalation nobody has taken");
    assert_eq!(offer, Some(Need::OpenLine));
    let suicidal = evening.refer(|new| new.reason = "self_harm".into());
    evening.desk.go_and_see(suicidal, &Seeing::at("cell"), "given", "").unwrap();
    assert_eq!(refused(evening.desk.close(suicidal, &end), "no form was finished"), Some(Need::Screen));
    assert_eq!(evening.desk.board().unwrap().rows.len(), 6);
}

#[test]
fn somebody_seen_again_is_still_decided_on_before_the_end() {
    let mut evening = Evening::quiet();
    let id = evening.screened();
    evening.desk.start_seeing(id, &Seeing::at("cell")).unwrap();
    let offer = refused(evening.desk.close(id, &closing("02", "")), "1 decision to make");
    assert_eq!(offer, Some(Need::Decide));
}

#[test]
fn somebody_on_hold_after_being_seen_is_taken_off_hold_and_then_closed() {
    let mut evening = Evening::quiet();
    let id = evening.decided("none");
    evening.desk.hold(id, "solicitor", after(evening.now, 30), "").unwrap();
    refused(evening.desk.not_seen(id, "released", "leaflet", ""), "has been seen");
    let offer = refused(evening.desk.close(id, &closing("02", "")), "on hold until");
    assert_eq!(offer, Some(Need::EndHold));
    evening.desk.end_hold(id, "back").unwrap();
    assert_eq!(evening.code(id), "SC");
    evening.desk.close(id, &closing("02", "")).unwrap();
}

#[test]
fn every_closure_code_ends_an_episode_and_no_vulnerability_found_is_a_normal_one() {
    let mut evening = Evening::quiet();
    let codes = evening.desk.service().lists.closures.clone();
    assert!(codes.iter().any(|code| code.code == "04"));
    for code in &codes {
        let id = evening.seen();
        refused(evening.desk.close(id, &closing(&code.code, "")), "No form was finished");
        evening.desk.close(id, &closing(&code.code, "advice given")).unwrap();
        let Stage::Closed { how, code: kept, .. } = evening.stage(id) else { panic!() };
        assert_eq!((how.as_str(), &kept), ("closed", &code.code));
    }
    let id = evening.seen();
    refused(evening.desk.close(id, &closing("99", "x")), "no closure code");
    let court = Closing { outcome: "x".into(), ..closing("02", "x") };
    refused(evening.desk.close(id, &court), "\"x\" is no outcome");
}

#[test]
fn a_closed_episode_keeps_its_record_and_goes_on_where_it_stood_with_a_reason() {
    let mut evening = Evening::quiet();
    let id = evening.decided("none");
    refused(evening.desk.reopen(id, "why not"), "is open");
    evening.desk.close(id, &closing("04", "")).unwrap();
    let before = evening.lines(id);
    refused(evening.desk.note(id, "late thought", ""), "This episode is closed");
    refused(evening.desk.close(id, &closing("04", "")), "This episode is closed");
    refused(evening.desk.reopen(id, " "), "with a reason");
    evening.role("link_worker");
    refused(evening.desk.reopen(id, "came back"), "may not reopen episodes");
    evening.role("screener");
    evening.desk.reopen(id, "came back").unwrap();
    assert_eq!(evening.code(id), "SC");
    assert_eq!(evening.lines(id)[1..], before, "nothing of it went");
    let unseen = evening.person();
    evening.desk.not_seen(unseen, "released", "leaflet", "").unwrap();
    evening.desk.reopen(unseen, "still here").unwrap();
    assert_eq!(evening.code(unseen), "WT");
}

#[test]
fn whoever_left_has_no_clock_and_can_be_closed_with_how_they_left() {
    let mut evening = Evening::quiet();
    let now = evening.now;
    let id = evening.decided("none");
    refused(evening.desk.record_left(id, "x", now), "\"x\" is no outcome");
    refused(evening.desk.record_left(id, "nfa", after(evening.now, 10)), "still to come");
    assert!(evening.row(id).next_clock.is_some());
    evening.desk.record_left(id, "nfa", now).unwrap();
    assert_eq!((evening.row(id).next_clock, evening.row(id).state.as_str()), (None, "left 19:44"));
    refused(evening.desk.record_left(id, "nfa", now), "already left");
    let (flagged, _open) = evening.flagged();
    assert_eq!(refused(evening.desk.record_left(flagged, "nfa", now), "red flag is open"), Some(Need::Tell));
}

#[test]
fn a_suggestion_of_a_form_is_taken_or_refused_before_the_end() {
    let mut evening = Evening::quiet();
    let id = evening.seen();
    let mut open = evening.desk.begin_screening(id, "quick").unwrap();
    evening.give(&mut open, "harm", "no");
    evening.give(&mut open, "need", "yes");
    assert_eq!(evening.desk.finish_screening(&open).unwrap(), 1);
    evening.desk.decide(id, &decision("no", "low")).unwrap();
    refused(evening.desk.close(id, &closing("02", "")), "1 undecided suggestion");
    let suggestion = evening.episode(id).suggestions.remove(0);
    refused(evening.desk.refuse_suggestion(id, &suggestion, "x", ""), "\"x\" is no reason");
    evening.desk.refuse_suggestion(id, &suggestion, "declined", "").unwrap();
    evening.desk.close(id, &closing("02", "")).unwrap();
}
