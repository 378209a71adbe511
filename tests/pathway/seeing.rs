//! From waiting to screened and assessed: hold and re-check, consent, capacity, decision, escalation.

use chrono::Duration;
use liaison::desk::Need;
use liaison::desk::screening::Declined;
use liaison::desk::seeing::Seeing;
use liaison::domain::answer::{Answer, State};
use liaison::domain::clock::ClockKind;
use liaison::domain::event::{Capacity, Consent, ConsentTo, Decision, Found, FoundLevel};
use liaison::domain::referral::Birth;

use crate::evening::{Evening, after, closing, decision, refused};

#[test]
fn each_temporary_reason_holds_until_a_recheck_and_each_recheck_is_a_dated_row() {
    let mut evening = Evening::quiet();
    let id = evening.person();
    let reasons = evening.desk.service().lists.hold_reasons.clone();
    assert!(reasons.len() >= 12, "the temporary reasons of domain.md 1.5");
    for reason in &reasons {
        evening.desk.hold(id, &reason.code, after(evening.now, 60), "").unwrap();
        assert_eq!((evening.code(id), evening.row(id).rest), ("HD", reason.rest), "{}", reason.code);
        evening.desk.end_hold(id, "looked in").unwrap();
        assert_eq!(evening.code(id), "WT");
    }
    let ended = evening.lines(id).iter().filter(|line| line.as_str() == "Off hold (looked in)").count();
    assert_eq!(ended, reasons.len());
    refused(evening.desk.end_hold(id, ""), "not on hold");
    refused(evening.desk.hold(id, "x", after(evening.now, 60), ""), "\"x\" is no reason");
    refused(evening.desk.hold(id, "asleep", evening.now, ""), "already past");
}

#[test]
fn a_recheck_may_not_pass_any_clock_that_ends_the_chance_to_see_the_person() {
    let mut evening = Evening::quiet();
    for (kind, position) in [
        (ClockKind::Interview, "arrested"),
        (ClockKind::Release, "arrested"),
        (ClockKind::Van, "charged"),
        (ClockKind::Court, "charged"),
        (ClockKind::ExtendedTo, "arrested"),
        (ClockKind::WarrantEnds, "arrested"),
        (ClockKind::ExtendedTo, "s136"),
        (ClockKind::Appointment, "voluntary"),
        (ClockKind::Court, "court_bail"),
    ] {
        let id = evening.refer(|new| (new.legal_position, new.authorised_at) = (position.into(), None));
        evening.desk.tell_clock(id, kind, Some(after(evening.now, 30)), "Sgt Lewis").unwrap();
        refused(evening.desk.hold(id, "asleep", after(evening.now, 31), ""), "comes before that re-check");
        evening.desk.hold(id, "asleep", after(evening.now, 29), "").unwrap();
        assert_eq!(evening.code(id), "HD", "{kind:?}");
    }
}

#[test]
fn a_recheck_may_not_pass_the_limit_that_nobody_had_to_tell() {
    let mut evening = Evening::quiet();
    for position in ["arrested", "s136", "warrant"] {
        let id = evening.refer(|new| {
            new.legal_position = position.into();
            new.relevant_time = Some(new.received_at - Duration::minutes(23 * 60 + 30));
            new.authorised_at = None;
        });
        refused(evening.desk.hold(id, "asleep", after(evening.now, 31), ""), "detention limit at 20:14");
        evening.desk.hold(id, "asleep", after(evening.now, 29), "").unwrap();
    }
}

#[test]
fn a_review_does_not_bind_a_recheck() {
    let mut evening = Evening::quiet();
    let id = evening.refer(|new| {
        new.relevant_time = Some(new.received_at - Duration::hours(6));
        new.authorised_at = Some(new.received_at - Duration::minutes(5 * 60 + 30));
    });
    evening.desk.hold(id, "asleep", after(evening.now, 60), "").unwrap();
    assert_eq!(evening.code(id), "HD");
}

#[test]
fn whoever_may_screen_goes_to_see_people_and_a_link_worker_does_not() {
    let mut evening = Evening::quiet();
    for role in ["practitioner", "youth_worker", "screener", "senior", "student"] {
        let id = evening.person();
        evening.role(role);
        evening.desk.go_and_see(id, &Seeing::at("cell"), "given", "").unwrap();
        let row = evening.row(id);
        assert_eq!((evening.code(id), row.with), ("SN", Some(evening.desk.who().id)), "{role}");
    }
    evening.role("link_worker");
    let id = evening.person();
    refused(evening.desk.go_and_see(id, &Seeing::at("cell"), "given", ""), "may not see people");
    assert_eq!(evening.code(id), "WT");
}

#[test]
fn seeing_somebody_tells_place_company_and_consent_and_nobody_on_hold_is_seen() {
    let mut evening = Evening::quiet();
    let id = evening.person();
    let mut seeing = Seeing { place: "moon".into(), present: "DO Khan".into(), aa: "present".into() };
    refused(evening.desk.go_and_see(id, &seeing, "given", ""), "\"moon\" is no place");
    seeing.place = "consultation_room".into();
    refused(evening.desk.go_and_see(id, &seeing, "maybe", ""), "no consent status");
    seeing.aa = "asleep".into();
    refused(evening.desk.go_and_see(id, &seeing, "given", ""), "no word on the appropriate adult");
    seeing.aa = "present".into();
    evening.desk.hold(id, "asleep", after(evening.now, 30), "").unwrap();
    let offer = refused(evening.desk.go_and_see(id, &seeing, "given", ""), "on hold until 20:14");
    assert_eq!(offer, Some(Need::EndHold));
    evening.desk.end_hold(id, "awake").unwrap();
    evening.desk.go_and_see(id, &seeing, "given", "leaflet").unwrap();
    let lines = evening.lines(id);
    assert!(lines.contains(&"Seen: Consultation room (DO Khan); AA present".into()), "{lines:?}");
    assert!(lines.contains(&"Consent to be seen: Given (leaflet)".into()), "{lines:?}");
}

#[test]
fn a_child_without_an_appropriate_adult_is_warned_of_and_not_refused() {
    let mut evening = Evening::quiet();
    let birth = Birth::Aged { years: 16, on: evening.now.date_naive() };
    let child = evening.refer(|new| new.person.birth = birth);
    let warned = |aa: &str| evening.desk.seeing_warning(child, aa).unwrap();
    assert!(warned("").unwrap().contains("no appropriate adult"));
    assert!(warned("called").is_some());
    assert_eq!(warned("present"), None);
    evening.desk.go_and_see(child, &Seeing::at("cell"), "given", "").unwrap();
    assert_eq!(evening.code(child), "SN");
    let adult = evening.person();
    assert_eq!(evening.desk.seeing_warning(adult, "").unwrap(), None);
}

#[test]
fn each_consent_has_each_status_and_way_and_what_it_covers() {
    let mut evening = Evening::quiet();
    let id = evening.person();
    let statuses = ["given", "refused", "withdrawn", "not_asked", "lacks_capacity"];
    for to in ConsentTo::ALL {
        for status in statuses {
            let consent =
                Consent { how: "verbal".into(), scope: "CPS".into(), ..Consent::plain(to, status, "") };
            evening.desk.consent(id, &consent).unwrap();
            assert_eq!(evening.episode(id).consent(to).unwrap().consent, consent);
        }
    }
    let mut wrong = Consent::plain(ConsentTo::Share, "perhaps", "");
    refused(evening.desk.consent(id, &wrong), "no consent status");
    (wrong.status, wrong.how) = ("given".into(), "telepathy".into());
    refused(evening.desk.consent(id, &wrong), "no way of consent");
}

#[test]
fn consent_taken_back_stops_a_form_that_was_begun() {
    let mut evening = Evening::quiet();
    let id = evening.seen();
    let mut open = evening.desk.begin_screening(id, "quick").unwrap();
    evening.give(&mut open, "harm", "no");
    evening.desk.consent(id, &Consent::plain(ConsentTo::BeSeen, "withdrawn", "tired")).unwrap();
    refused(evening.desk.resume_screening(id, open.id), "has not consented to be seen");
    refused(evening.desk.begin_screening(id, "asq"), "has not consented to be seen");
    let unasked = evening.person();
    let offer = refused(evening.desk.begin_screening(unasked, "quick"), "Nobody has recorded consent");
    assert_eq!(offer, Some(Need::Consent));
}

#[test]
fn a_consent_entered_late_does_not_take_the_place_of_what_was_said_after_it() {
    let mut evening = Evening::quiet();
    let id = evening.person();
    evening.later(60);
    evening.desk.go_and_see(id, &Seeing::at("cell"), "refused", "").unwrap();
    assert_eq!(evening.code(id), "WT");
    let earlier = after(evening.now, -30);
    let given = Consent::plain(ConsentTo::BeSeen, "given", "on paper");
    evening.desk.at_another_time(Some(id), earlier, |desk| desk.consent(id, &given)).unwrap();
    assert_eq!(evening.episode(id).consent(ConsentTo::BeSeen).unwrap().consent.status, "refused");
    refused(evening.desk.begin_screening(id, "quick"), "has not consented");
}

#[test]
fn a_lack_of_capacity_names_the_decision_its_cause_and_the_best_interests() {
    let mut evening = Evening::quiet();
    let id = evening.person();
    let able = Capacity {
        decision: "being seen".into(),
        understands: true,
        retains: true,
        weighs: true,
        communicates: true,
        cause: String::new(),
        best_interests: String::new(),
        review_at: None,
    };
    refused(
        evening.desk.assess_capacity(id, &Capacity { decision: " ".into(), ..able.clone() }),
        "one decision",
    );
    evening.desk.assess_capacity(id, &able).unwrap();
    let review_at = Some(after(evening.now, 120));
    for lacks in [
        Capacity { understands: false, ..able.clone() },
        Capacity { retains: false, ..able.clone() },
        Capacity { weighs: false, ..able.clone() },
        Capacity { communicates: false, ..able },
    ] {
        refused(evening.desk.assess_capacity(id, &lacks), "names its cause");
        let told = Capacity { cause: "drunk".into(), best_interests: "wait".into(), review_at, ..lacks };
        evening.desk.assess_capacity(id, &told).unwrap();
        assert!(!evening.episode(id).work.capacity.last().unwrap().what.has_capacity());
    }
}

#[test]
fn a_form_is_finished_once_every_question_has_an_answer_or_a_reason() {
    let mut evening = Evening::quiet();
    let id = evening.seen();
    let mut open = evening.desk.begin_screening(id, "quick").unwrap();
    evening.give(&mut open, "harm", "no");
    refused(evening.desk.finish_screening(&open), "1 question has neither");
    open.sheet = evening.desk.answer(&open, "need", &Answer::absent(State::Declined)).unwrap().sheet;
    assert_eq!(evening.code(id), "SN");
    evening.desk.finish_screening(&open).unwrap();
    assert_eq!((evening.code(id), evening.row(id).state.as_str()), ("AC", "decide"));
}

#[test]
fn a_form_is_set_aside_with_its_reason_and_the_try_again_holds() {
    let mut evening = Evening::quiet();
    let id = evening.seen();
    let aside = |evening: &mut Evening, why: &str, retry| {
        evening.desk.set_aside(id, "quick", Declined::ByPerson, why, retry)
    };
    refused(aside(&mut evening, " ", None), "set aside with a reason");
    let soon = Some(after(evening.now, 30));
    aside(&mut evening, "tired", soon).unwrap();
    assert_eq!(evening.code(id), "HD");
}

#[test]
fn the_decision_after_a_screening_says_yes_or_no_the_risk_and_why() {
    let mut evening = Evening::quiet();
    let id = evening.seen();
    let offer = refused(evening.desk.decide(id, &decision("no", "low")), "No form has been finished");
    assert_eq!(offer, Some(Need::Screen));
    evening.screen(id);
    refused(evening.desk.decide(id, &decision("perhaps", "low")), "needed or not");
    refused(evening.desk.decide(id, &decision("no", "awful")), "no risk level");
    let found = |code: &str| Found { code: code.into(), level: FoundLevel::Known };
    let unknown = Decision { found: vec![found("witchcraft")], ..decision("no", "low") };
    refused(evening.desk.decide(id, &unknown), "no vulnerability");
    let twice = Decision { found: vec![found("autism"), found("autism")], ..decision("no", "low") };
    refused(evening.desk.decide(id, &twice), "marked twice");
    let mut unsaid = decision("no", "low");
    unsaid.reason = " ".into();
    refused(evening.desk.decide(id, &unsaid), "needs its reason");
    evening.role("link_worker");
    refused(evening.desk.decide(id, &decision("no", "low")), "may not decide");
    evening.role("screener");
    evening.desk.decide(id, &decision("no", "low")).unwrap();
    assert_eq!((evening.code(id), evening.row(id).state.as_str()), ("SC", "seen, close"));
}

#[test]
fn a_full_assessment_is_a_clinicians_and_others_escalate() {
    let mut evening = Evening::quiet();
    let id = evening.screened();
    evening.desk.decide(id, &decision("yes", "low")).unwrap();
    assert_eq!((evening.code(id), evening.row(id).state.as_str()), ("SC", "to assess"));
    for role in ["screener", "youth_worker", "student"] {
        evening.role(role);
        let offer = refused(evening.desk.begin_screening(id, "assess"), "may not do \"Short assessment\"");
        assert_eq!(offer, Some(Need::Escalate), "{role}");
    }
    evening.role("screener");
    refused(evening.desk.escalate(id, "", " "), "says what is asked");
    let escalation = evening.desk.escalate(id, "Dr Shah", "Hears voices.").unwrap();
    assert_eq!(evening.code(id), "AC");
    refused(evening.desk.escalate(id, "", "again"), "already waits for a clinician");
    refused(evening.desk.accept_escalation(id, escalation), "may not take an escalation");
    evening.role("practitioner");
    evening.desk.accept_escalation(id, escalation).unwrap();
    refused(evening.desk.accept_escalation(id, escalation), "taken already");
    let mut open = evening.desk.begin_screening(id, "assess").unwrap();
    evening.role("screener");
    refused(evening.desk.resume_screening(id, open.id), "may not do");
    let yes = Answer::given(liaison::domain::answer::Value::Choice("yes".into()));
    refused(evening.desk.answer(&open, "oriented", &yes), "may not do");
    evening.role("practitioner");
    evening.give(&mut open, "oriented", "yes");
    evening.desk.finish_screening(&open).unwrap();
    assert_eq!(evening.code(id), "AS");
}

#[test]
fn a_full_assessment_decided_on_is_done_or_decided_anew_before_the_end() {
    let mut evening = Evening::quiet();
    let id = evening.screened();
    evening.desk.decide(id, &decision("yes", "low")).unwrap();
    refused(evening.desk.close(id, &closing("02", "")), "full assessment decided on and not done");
    evening.desk.decide(id, &decision("no", "low")).unwrap();
    evening.desk.close(id, &closing("02", "")).unwrap();
}

#[test]
fn a_role_that_does_not_screen_neither_goes_on_with_a_form_nor_finishes_it() {
    let mut evening = Evening::quiet();
    let id = evening.seen();
    let mut open = evening.desk.begin_screening(id, "quick").unwrap();
    evening.give(&mut open, "harm", "no");
    evening.give(&mut open, "need", "no");
    evening.role("link_worker");
    refused(evening.desk.resume_screening(id, open.id), "may not screen people");
    let no = Answer::absent(State::Declined);
    refused(evening.desk.answer(&open, "harm", &no), "may not screen people");
    refused(evening.desk.finish_screening(&open), "may not screen people");
    assert_eq!(evening.code(id), "SN");
}
