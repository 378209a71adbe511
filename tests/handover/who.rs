//! Of whom each reader is told at all.

use liaison::desk::note::HandoverAsk;
use liaison::desk::passing::NewTransfer;
use liaison::domain::event::{Audience, Consent, ConsentTo, FollowUp};
use liaison::domain::ids::EpisodeId;
use liaison::domain::page::Page;

use crate::evening::{Evening, after, refused};

fn paper(evening: &Evening, audience: Audience) -> String {
    let ask = HandoverAsk { audience, ..HandoverAsk::default() };
    Page::join(&evening.desk.handover_for(&ask).unwrap().pages)
}

fn names(evening: &Evening, audience: Audience, id: EpisodeId) -> bool {
    let reference = evening.episode(id).referral.reference;
    let found = paper(evening, audience).contains(&reference);
    let ask = HandoverAsk { audience, ..HandoverAsk::default() };
    assert_eq!(evening.desk.one_for(id, &ask).is_ok(), found, "{audience:?} of one person");
    found
}

fn at(evening: &mut Evening, site: &str, position: &str) -> EpisodeId {
    evening.refer(|new| {
        new.site = site.into();
        new.legal_position = position.into();
        if position != "arrested" {
            new.relevant_time = None;
            new.authorised_at = None;
        }
    })
}

#[test]
fn the_court_pass_names_only_whoever_is_charged_remanded_or_passed_to_a_court() {
    let mut evening = Evening::quiet();
    for (position, goes) in [
        ("arrested", false),
        ("voluntary", false),
        ("s136", false),
        ("immigration", false),
        ("charged", true),
        ("warrant", true),
        ("remanded", true),
    ] {
        let id = at(&mut evening, "BRO", position);
        assert_eq!(names(&evening, Audience::Court, id), goes, "{position}");
    }
    let passed = evening.decided("none");
    assert!(!names(&evening, Audience::Court, passed));
    let (kind, to_site) = ("custody_to_court".into(), Some("BMC".into()));
    evening
        .desk
        .transfer(passed, &NewTransfer { kind, to: String::new(), to_site, how: String::new() })
        .unwrap();
    assert!(names(&evening, Audience::Court, passed));
    let bailed = at(&mut evening, "BRO", "charged");
    let now = evening.now;
    evening.desk.record_left(bailed, "nfa", now).unwrap();
    assert!(!names(&evening, Audience::Court, bailed), "who went home goes before no court");
}

#[test]
fn the_custody_slip_names_only_whoever_is_held_in_a_suite() {
    let mut evening = Evening::quiet();
    let slip = |evening: &Evening, cell: &str| paper(evening, Audience::Custody).contains(cell);
    let held = evening.refer(|new| new.place = "c31".into());
    let left = evening.refer(|new| new.place = "c32".into());
    evening.refer(|new| {
        new.site = "BMC".into();
        new.place = "c33".into();
    });
    let now = evening.now;
    evening.desk.record_left(left, "nfa", now).unwrap();
    assert_eq!(["c31", "c32", "c33"].map(|cell| slip(&evening, cell)), [true, false, false]);
    let ask = HandoverAsk { audience: Audience::Custody, ..HandoverAsk::default() };
    evening.desk.one_for(held, &ask).unwrap();
    refused(evening.desk.one_for(left, &ask).map(|_| ()), "not held in custody here");
}

#[test]
fn the_custody_slip_has_the_number_that_reaches_us_now() {
    let mut evening = Evening::quiet();
    evening.on_shift(&["BRO"]);
    let rings = |evening: &Evening, number: &str| {
        paper(evening, Audience::Custody).contains(&format!("RING    BRO custody: Okafor {number}"))
    };
    assert!(rings(&evening, "07700 900123"));
    let back = after(evening.now, 40);
    evening.desk.go_off_suite("hospital", "07700 900124", back, "Sgt Patel").unwrap();
    assert!(rings(&evening, "07700 900124"));
    evening.desk.come_back().unwrap();
    assert!(rings(&evening, "07700 900123"));
}

#[test]
fn the_link_workers_note_names_only_whoever_is_followed_up_and_agreed_to_it() {
    let mut evening = Evening::quiet();
    let plan = FollowUp {
        worker: "Kim".into(),
        purpose: "First GP appointment".into(),
        first_due: after(evening.now, 600),
        contact: "hostel".into(),
        message_safe: false,
    };
    let agree = |evening: &mut Evening, id, to, status| {
        evening.desk.consent(id, &Consent::plain(to, status, "")).unwrap();
    };
    let unplanned = evening.decided("none");
    agree(&mut evening, unplanned, ConsentTo::ContactLater, "given");
    assert!(!names(&evening, Audience::Link, unplanned), "no follow-up");
    for (asked, agreed) in [
        (vec![], false),
        (vec![(ConsentTo::ContactLater, "refused")], false),
        (vec![(ConsentTo::Share, "given")], false),
        (vec![(ConsentTo::ContactLater, "given")], true),
        (vec![(ConsentTo::ReferOnward, "given")], true),
        (vec![(ConsentTo::ReferOnward, "given"), (ConsentTo::ContactLater, "refused")], false),
        (vec![(ConsentTo::ContactLater, "given"), (ConsentTo::ContactLater, "withdrawn")], false),
    ] {
        let id = evening.decided("none");
        evening.desk.plan_follow_up(id, &plan).unwrap();
        for (to, status) in &asked {
            agree(&mut evening, id, *to, status);
        }
        assert_eq!(names(&evening, Audience::Link, id), agreed, "{asked:?}");
    }
    assert!(paper(&evening, Audience::Link).contains("Left out, no consent to be contacted: 5"));
}

/// Custody is told of risks and needs, the link worker of neither; nobody but the team of scores.
#[test]
fn flags_scores_and_forms_stay_with_those_who_may_have_them() {
    let mut evening = Evening::quiet();
    let id = at(&mut evening, "BRO", "charged");
    let seeing = liaison::desk::seeing::Seeing::at("cell");
    evening.desk.go_and_see(id, &seeing, "given", "").unwrap();
    let mut open = evening.desk.begin_screening(id, "quick").unwrap();
    evening.give(&mut open, "harm", "yes");
    evening.give(&mut open, "need", "yes");
    evening.desk.finish_screening(&open).unwrap();
    let mut phq2 = evening.desk.begin_screening(id, "phq2").unwrap();
    for question in phq2.sheet.unanswered().map(|item| item.key()).collect::<Vec<_>>() {
        let most = phq2.form().question(&question).unwrap().options.last().unwrap().code.clone();
        evening.give(&mut phq2, &question, &most);
    }
    evening.desk.finish_screening(&phq2).unwrap();
    let plan = FollowUp {
        worker: "Kim".into(),
        purpose: "First appointment".into(),
        first_due: after(evening.now, 600),
        contact: "hostel".into(),
        message_safe: false,
    };
    evening.desk.decide(id, &crate::evening::decision("no", "high")).unwrap();
    evening.desk.plan_follow_up(id, &plan).unwrap();
    evening.desk.consent(id, &Consent::plain(ConsentTo::ContactLater, "given", "")).unwrap();
    for (audience, flag, form, level) in [
        (Audience::Team, true, true, false),
        (Audience::Custody, true, false, true),
        (Audience::Court, true, false, true),
        (Audience::Link, false, false, false),
        (Audience::Lead, false, false, false),
    ] {
        let text = paper(&evening, audience);
        assert_eq!(text.contains("Says they want to die"), flag, "{audience:?}\n{text}");
        for form_words in ["PHQ-2", "Quick check"] {
            assert_eq!(text.contains(form_words), form, "{audience:?} {form_words}\n{text}");
        }
        assert_eq!(text.contains("risk found"), level, "{audience:?}\n{text}");
    }
}
