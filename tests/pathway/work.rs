//! Actions outstanding: custody told, reports, onward referrals, the Mental Health Act, tasks.

use liaison::desk::Need;
use liaison::desk::plan::NewOnward;
use liaison::desk::report::NewReport;
use liaison::domain::board::Level;
use liaison::domain::event::{
    Consent, ConsentTo, Contact, Informing, MhaStep, OnwardStep, Recommendation, ReportStep,
};
use liaison::domain::ids::EpisodeId;

use crate::evening::{Evening, after, closing, refused, telling};

fn informing(by_voice: bool, in_record: bool) -> Informing {
    Informing { told_to: "Sgt Patel".into(), by_voice, in_record, text: "Constant observation.".into() }
}

fn report(evening: &Evening, basis: &str) -> NewReport {
    let due = after(evening.now, 60);
    NewReport { kind: "court".into(), asked_by: "the bench".into(), due, basis: basis.into() }
}

fn onward(destination: &str, consent: &str, basis: &str) -> NewOnward {
    NewOnward {
        destination: destination.into(),
        urgency: "3".into(),
        reason: "low mood".into(),
        consent: consent.into(),
        basis: basis.into(),
        suggestion: None,
    }
}

fn share(evening: &mut Evening, id: EpisodeId, status: &str) {
    evening.desk.consent(id, &Consent::plain(ConsentTo::Share, status, "")).unwrap();
}

#[test]
fn a_medium_or_high_risk_is_told_by_voice_and_in_writing_before_the_end() {
    let mut evening = Evening::quiet();
    for risk in ["medium", "high"] {
        let id = evening.decided(risk);
        let untold = "not been told to custody by voice and in their record";
        assert_eq!(refused(evening.desk.close(id, &closing("02", "")), untold), Some(Need::Tell), "{risk}");
        let now = evening.now;
        evening.desk.inform(id, &informing(true, false), now).unwrap();
        refused(evening.desk.close(id, &closing("02", "")), untold);
        evening.desk.inform(id, &informing(false, true), now).unwrap();
        evening.desk.close(id, &closing("02", "")).unwrap();
    }
    for risk in ["none", "low"] {
        let id = evening.decided(risk);
        evening.desk.close(id, &closing("02", "")).unwrap();
    }
}

#[test]
fn telling_custody_names_whom_what_how_and_when() {
    let mut evening = Evening::quiet();
    let id = evening.person();
    let now = evening.now;
    let nobody = Informing { told_to: " ".into(), ..informing(true, true) };
    refused(evening.desk.inform(id, &nobody, now), "Give the name");
    let nothing = Informing { text: String::new(), ..informing(true, true) };
    refused(evening.desk.inform(id, &nothing, now), "what you said");
    refused(evening.desk.inform(id, &informing(false, false), now), "Neither said nor written");
    refused(evening.desk.inform(id, &informing(true, true), after(evening.now, 5)), "still to come");
    evening.role("link_worker");
    refused(evening.desk.inform(id, &informing(true, true), now), "may not record what custody was told");
    evening.role("screener");
    evening.desk.inform(id, &informing(true, true), now).unwrap();
    let told = evening.lines(id)[0].clone();
    assert!(told.starts_with("Told Sgt Patel") && told.ends_with("Constant observation."), "{told}");
}

#[test]
fn a_red_flag_is_told_at_a_time_between_its_raising_and_now() {
    let mut evening = Evening::quiet();
    let (id, _open) = evening.flagged();
    let flag = evening.episode(id).flags[0].raise.flag;
    for minutes in [-30, 30] {
        let mut telling = telling(evening.now, true, true);
        telling.at = after(evening.now, minutes);
        refused(evening.desk.tell_custody(id, flag, &telling), "not between the flag and now");
    }
    let mut unnamed = telling(evening.now, true, true);
    unnamed.told_to = String::new();
    refused(evening.desk.tell_custody(id, flag, &unnamed), "told to a named person");
    evening.role("link_worker");
    let telling = telling(evening.now, true, true);
    refused(evening.desk.tell_custody(id, flag, &telling), "may not record what custody was told");
}

#[test]
fn a_report_needs_consent_to_share_or_its_basis() {
    let mut evening = Evening::quiet();
    let id = evening.decided("none");
    let plain = report(&evening, "");
    let offer = refused(evening.desk.ask_report(id, &plain), "Nobody has recorded consent to share");
    assert_eq!(offer, Some(Need::Consent));
    for status in ["refused", "withdrawn", "not_asked", "lacks_capacity"] {
        share(&mut evening, id, status);
        let offer = refused(evening.desk.ask_report(id, &plain), "not consented to sharing");
        assert_eq!(offer, Some(Need::Consent), "{status}");
    }
    let on_basis = report(&evening, "court order");
    evening.desk.ask_report(id, &on_basis).unwrap();
    assert_eq!(evening.episode(id).work.reports[0].start.basis, "court order");
    share(&mut evening, id, "given");
    evening.desk.ask_report(id, &plain).unwrap();
}

#[test]
fn a_report_is_a_clinicians_and_says_kind_and_who_asked() {
    let mut evening = Evening::quiet();
    let id = evening.decided("none");
    share(&mut evening, id, "given");
    let sound = report(&evening, "");
    refused(
        evening.desk.ask_report(id, &NewReport { kind: "x".into(), ..sound.clone() }),
        "no kind of report",
    );
    let unasked = NewReport { asked_by: " ".into(), ..sound.clone() };
    refused(evening.desk.ask_report(id, &unasked), "Somebody asked");
    for role in ["screener", "youth_worker", "link_worker", "student"] {
        evening.role(role);
        refused(evening.desk.ask_report(id, &sound), "may not write reports");
    }
    evening.role("practitioner");
    evening.desk.ask_report(id, &sound).unwrap();
    assert_eq!(evening.code(id), "AC");
}

#[test]
fn a_report_is_late_once_it_is_due_and_stays_late_when_sent_after() {
    let mut evening = Evening::quiet();
    let id = evening.decided("none");
    share(&mut evening, id, "given");
    let new = report(&evening, "");
    let id_of = evening.desk.ask_report(id, &new).unwrap();
    refused(evening.desk.close(id, &closing("02", "")), "1 report not sent");
    let late = |evening: &Evening| evening.episode(id).work.reports[0].is_late(evening.now);
    assert!(!late(&evening));
    evening.desk.move_report(id, id_of, ReportStep::Drafted).unwrap();
    evening.later(61);
    assert!(late(&evening));
    let to = |how: &str, to: &str| ReportStep::Sent { how: how.into(), to: to.into() };
    refused(evening.desk.move_report(id, id_of, to("pigeon", "the court")), "no way of sending");
    refused(evening.desk.move_report(id, id_of, to("secure_email", " ")), "goes to somebody");
    share(&mut evening, id, "withdrawn");
    refused(evening.desk.move_report(id, id_of, to("secure_email", "the court")), "not consented to sharing");
    share(&mut evening, id, "given");
    evening.desk.move_report(id, id_of, to("secure_email", "the court")).unwrap();
    assert!(late(&evening) && evening.episode(id).work.open_reports().next().is_none());
    refused(evening.desk.move_report(id, id_of, ReportStep::Drafted), "settled");
    evening.desk.close(id, &closing("02", "")).unwrap();
    refused(evening.desk.ask_report(id, &new), "This episode is closed");
}

#[test]
fn a_report_is_withdrawn_with_a_reason() {
    let mut evening = Evening::quiet();
    let id = evening.decided("none");
    let new = report(&evening, "court order");
    let asked = evening.desk.ask_report(id, &new).unwrap();
    let withdrawn = |reason: &str| ReportStep::Withdrawn { reason: reason.into() };
    refused(evening.desk.move_report(id, asked, withdrawn(" ")), "with a reason");
    evening.desk.move_report(id, asked, withdrawn("not wanted")).unwrap();
    assert_eq!(evening.code(id), "SC");
}

#[test]
fn a_recommendation_is_a_clinicians_goes_to_cps_or_court_and_needs_consent() {
    let mut evening = Evening::quiet();
    let id = evening.decided("none");
    let new = Recommendation { to: "court".into(), code: "mhtr".into(), text: "Motivated.".into() };
    assert_eq!(refused(evening.desk.recommend(id, &new), "consent to share"), Some(Need::Consent));
    share(&mut evening, id, "given");
    let press = Recommendation { to: "press".into(), ..new.clone() };
    refused(evening.desk.recommend(id, &press), "the CPS or the court");
    refused(
        evening.desk.recommend(id, &Recommendation { code: "x".into(), ..new.clone() }),
        "no recommendation",
    );
    evening.role("screener");
    refused(evening.desk.recommend(id, &new), "may not recommend");
    evening.role("practitioner");
    evening.desk.recommend(id, &new).unwrap();
    assert_eq!(evening.episode(id).work.recommendations.len(), 1);
}

#[test]
fn an_onward_referral_goes_from_sent_over_accepted_and_chased_to_attended() {
    let mut evening = Evening::quiet();
    let id = evening.decided("none");
    let made = evening.desk.refer_onward(id, &onward("gp", "given", "")).unwrap();
    let pending = |evening: &Evening| {
        let board = evening.desk.board().unwrap();
        board.pending.into_iter().find(|row| row.onward == made)
    };
    assert!(!pending(&evening).unwrap().sent);
    let step = |evening: &mut Evening, step| evening.desk.move_onward(id, made, step);
    refused(step(&mut evening, OnwardStep::Sent { how: "pigeon".into() }), "no way of sending");
    step(&mut evening, OnwardStep::Sent { how: "telephone".into() }).unwrap();
    refused(step(&mut evening, OnwardStep::Attended { code: "5".into() }), "Nobody has accepted");
    let chased = |by: &str, next_at| OnwardStep::Chased { note: "no answer".into(), by: by.into(), next_at };
    let (past, next) = (evening.now, after(evening.now, 24 * 60));
    refused(step(&mut evening, chased(" ", next)), "Say who");
    refused(step(&mut evening, chased("Okafor", past)), "already past");
    step(&mut evening, chased("Okafor", next)).unwrap();
    evening.desk.close(id, &closing("08", "")).unwrap();
    assert_eq!(pending(&evening).unwrap().level, Level::Plain, "its own list goes on after the end");
    evening.later(24 * 60 + 1);
    assert_eq!(pending(&evening).unwrap().level, Level::Warn);
    let appointment = Some(after(evening.now, 60));
    let accepted = |by: &str| OnwardStep::Accepted { by: by.into(), appointment };
    refused(step(&mut evening, accepted(" ")), "Acceptance needs a name");
    evening.role("link_worker");
    step(&mut evening, accepted("reception")).unwrap();
    assert_eq!(pending(&evening).unwrap().appointment, appointment);
    evening.later(61);
    assert_eq!(pending(&evening).unwrap().level, Level::Urgent, "the appointment is past");
    refused(step(&mut evening, OnwardStep::Attended { code: "x".into() }), "no attendance code");
    step(&mut evening, OnwardStep::Attended { code: "5".into() }).unwrap();
    assert_eq!(pending(&evening), None);
    refused(step(&mut evening, OnwardStep::Sent { how: "telephone".into() }), "is settled");
}

#[test]
fn an_onward_referral_without_consent_says_on_what_basis() {
    let mut evening = Evening::quiet();
    let id = evening.decided("none");
    for status in ["refused", "withdrawn", "not_asked"] {
        let without = onward("adult_safeguarding", status, "");
        refused(evening.desk.refer_onward(id, &without), "has not consented to this referral");
    }
    evening.desk.refer_onward(id, &onward("adult_safeguarding", "refused", "serious harm")).unwrap();
    evening.desk.refer_onward(id, &onward("gp", "given", "typed by mistake")).unwrap();
    let reasons: Vec<_> = evening.episode(id).onward.into_iter().map(|onward| onward.reason).collect();
    assert_eq!(reasons, ["low mood (without consent: serious harm)", "low mood"]);
    refused(evening.desk.refer_onward(id, &onward("moon", "given", "")), "no destination");
    evening.role("link_worker");
    refused(evening.desk.refer_onward(id, &onward("gp", "given", "")), "may not refer people onward");
}

#[test]
fn an_onward_referral_can_end_without_acceptance() {
    let mut evening = Evening::quiet();
    let id = evening.decided("none");
    let made = evening.desk.refer_onward(id, &onward("gp", "given", "")).unwrap();
    let ended = |reason: &str| OnwardStep::Ended { reason: reason.into() };
    refused(evening.desk.move_onward(id, made, ended("x")), "no reason");
    evening.desk.move_onward(id, made, ended("service_declined")).unwrap();
    assert!(evening.desk.board().unwrap().pending.is_empty());
}

#[test]
fn a_mental_health_act_assessment_begins_with_the_asking_and_holds_the_episode_until_it_ends() {
    let mut evening = Evening::quiet();
    let id = evening.decided("none");
    let step = |step: &str| MhaStep { step: step.into(), note: "AMHP Reid, ref 12".into() };
    refused(evening.desk.move_mha(id, &step("doctor")), "Record first that it was asked for");
    refused(evening.desk.move_mha(id, &step("x")), "no step");
    for role in ["screener", "link_worker"] {
        evening.role(role);
        refused(evening.desk.move_mha(id, &step("asked")), "may not ask for Mental Health Act");
    }
    evening.role("practitioner");
    for name in ["asked", "accepted", "doctor", "under_way", "detained", "bed_sought", "bed_found"] {
        evening.desk.move_mha(id, &step(name)).unwrap();
        refused(evening.desk.close(id, &closing("01", "")), "Mental Health Act assessment running");
        evening.later(10);
    }
    evening.desk.move_mha(id, &step("left")).unwrap();
    refused(evening.desk.move_mha(id, &step("doctor")), "No Mental Health Act assessment is running");
    let times: Vec<_> = evening.episode(id).work.mha.iter().map(|entry| entry.at).collect();
    assert!(times.len() == 8 && times.is_sorted());
    evening.desk.close(id, &closing("01", "")).unwrap();
    refused(evening.desk.move_mha(id, &step("asked")), "This episode is closed");
}

#[test]
fn anybody_of_the_team_raises_a_task_and_an_open_one_blocks_the_end() {
    let mut evening = Evening::quiet();
    let id = evening.decided("none");
    evening.role("link_worker");
    refused(evening.desk.add_task(id, "GP letter", " ", after(evening.now, 60)), "says what and who");
    let task = evening.desk.add_task(id, "GP letter", "Kim", after(evening.now, 60)).unwrap();
    let other = evening.desk.add_task(id, "Ring mother", "Kim", after(evening.now, 60)).unwrap();
    assert_eq!((evening.code(id), evening.row(id).state.as_str()), ("AC", "to do: 2"));
    refused(evening.desk.drop_task(id, other, " "), "with a reason");
    evening.desk.drop_task(id, other, "she rang").unwrap();
    evening.role("senior");
    let offer = refused(evening.desk.close(id, &closing("02", "")), "1 open task");
    assert_eq!(offer, Some(Need::OpenLine));
    evening.desk.finish_task(id, task).unwrap();
    refused(evening.desk.finish_task(id, task), "not in the store");
    assert_eq!(evening.code(id), "SC");
}

#[test]
fn nothing_is_seen_of_somebody_at_hospital_but_what_was_seen_before_is_entered_late() {
    let mut evening = Evening::quiet();
    let id = evening.person();
    evening.later(60);
    evening.desk.hold(id, "hospital", after(evening.now, 60), "").unwrap();
    let contact = Contact {
        kind: "face_to_face".into(),
        with: String::new(),
        outcome: "reached".into(),
        text: "Calm.".into(),
    };
    let offer = refused(evening.desk.contact(id, &contact), "out of the suite");
    assert_eq!(offer, Some(Need::EndHold));
    refused(evening.desk.note(id, "Asleep, checked.", "seen"), "out of the suite");
    let before = after(evening.now, -30);
    evening.desk.at_another_time(Some(id), before, |desk| desk.contact(id, &contact)).unwrap();
    let mut empty = contact.clone();
    empty.text = " ".into();
    evening.desk.end_hold(id, "back").unwrap();
    refused(evening.desk.contact(id, &empty), "says nothing");
    refused(evening.desk.contact(id, &Contact { kind: "x".into(), ..contact.clone() }), "no kind of contact");
    refused(evening.desk.contact(id, &Contact { outcome: "x".into(), ..contact }), "no outcome");
}
