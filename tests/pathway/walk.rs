//! A walk over the verbs in any order: whatever is allowed or refused, nothing breaks, nobody who is
//! on the board lacks a row, and what the screens show is what was recorded.

use liaison::desk::DeskError;
use liaison::desk::passing::NewTransfer;
use liaison::desk::plan::NewOnward;
use liaison::desk::report::NewReport;
use liaison::desk::screening::Declined;
use liaison::desk::seeing::Seeing;
use liaison::domain::answer::{Answer, Value};
use liaison::domain::clock::ClockKind;
use liaison::domain::event::{
    Consent, ConsentTo, Contact, FollowUp, Informing, MhaStep, OnwardStep, ReportStep, Taking,
};
use liaison::domain::ids::EpisodeId;
use proptest::prelude::*;

use crate::evening::{Evening, after, closing, decision, telling, triage};

/// How many verbs [`act`] knows.
const VERBS: u8 = 36;

fn taking(evening: &Evening) -> Taking {
    Taking {
        source: "self".into(),
        told_by: "himself".into(),
        received_at: evening.now,
        reason: "drugs".into(),
        details: String::new(),
        priority: String::new(),
    }
}

fn contact(text: &str) -> Contact {
    Contact { kind: "telephone".into(), with: "mother".into(), outcome: "reached".into(), text: text.into() }
}

fn informing() -> Informing {
    Informing { told_to: "Sgt".into(), by_voice: true, in_record: true, text: "Risk.".into() }
}

/// Somebody new, found or referred; whoever it is stands on the board at once.
fn begin(evening: &mut Evening, with: u8) -> Result<EpisodeId, DeskError> {
    let mut new = evening.referral();
    new.reason = ["housing", "self_harm", "alcohol"][usize::from(with % 3)].into();
    new.priority = ["3", ""][usize::from(with % 2)].into();
    new.legal_position = ["arrested", "charged", "s136", "voluntary"][usize::from(with % 4)].into();
    if with.is_multiple_of(5) { evening.desk.identify(&new) } else { evening.desk.receive_referral(&new) }
}

/// Answers and, where all is answered, finishes the first draft or a new form.
fn fill(evening: &mut Evening, id: EpisodeId, form: &str, with: u8) -> Result<(), DeskError> {
    let open = evening.desk.begin_screening(id, form)?;
    let code = ["yes", "no"][usize::from(with % 2)];
    for question in open.sheet.unanswered().map(|item| item.key()).collect::<Vec<_>>() {
        evening.desk.answer(&open, &question, &Answer::given(Value::Choice(code.into())))?;
    }
    if with.is_multiple_of(3) {
        return Ok(());
    }
    evening.desk.finish_screening(&open).map(drop)
}

/// Stay, queue and seeing.
fn act(evening: &mut Evening, id: EpisodeId, verb: u8, with: u8) -> Result<(), DeskError> {
    let soon = after(evening.now, 5 + i64::from(with));
    let desk = &mut evening.desk;
    let odd = with % 2 == 1;
    match verb {
        0 => begin(evening, with).map(drop),
        1 => desk.triage(id, &triage(["1", "2", "3", "4"][usize::from(with % 4)])),
        2 => desk.hold(id, if odd { "asleep" } else { "hospital" }, soon, ""),
        3 => desk.end_hold(id, "looked"),
        4 => desk.go_and_see(id, &Seeing::at("cell"), if odd { "given" } else { "refused" }, ""),
        5 => desk.start_seeing(id, &Seeing::at("telephone")),
        6 => desk.pause_seeing(id),
        7 => fill(evening, id, "quick", with),
        8 => fill(evening, id, "assess", with),
        9 => desk.set_aside(id, "quick", Declined::ByPerson, "tired", odd.then_some(soon)),
        10 => desk.pin(id, "van is early"),
        11 => desk.unpin(id),
        12 => desk.move_person(id, "c07"),
        13 => desk.tell_clock(id, ClockKind::TOLD[usize::from(with) % 14], Some(soon), "Sgt"),
        14 => desk.change_position(id, if odd { "charged" } else { "other" }, "Sgt"),
        15 => {
            let taking = taking(evening);
            evening.desk.take_referral(id, &taking)
        }
        16 => desk.consent(id, &Consent::plain(ConsentTo::ALL[usize::from(with % 5)], "given", "")),
        17 => desk.consent(id, &Consent::plain(ConsentTo::BeSeen, "withdrawn", "")),
        _ => work(evening, id, verb, with),
    }
}

/// What follows, up to the end and back.
fn work(evening: &mut Evening, id: EpisodeId, verb: u8, with: u8) -> Result<(), DeskError> {
    let (now, soon) = (evening.now, after(evening.now, 5 + i64::from(with)));
    let episode = evening.episode(id);
    let desk = &mut evening.desk;
    let odd = with % 2 == 1;
    match verb {
        18 => desk.decide(id, &decision(["yes", "no"][usize::from(odd)], "medium")),
        19 => desk.escalate(id, "", "voices").map(drop),
        20 => {
            episode.work.open_escalations().try_for_each(|o| desk.accept_escalation(id, o.start.escalation))
        }
        21 => desk.inform(id, &informing(), now),
        22 => desk.contact(id, &contact("well")),
        23 => {
            let new = NewReport { kind: "gp".into(), asked_by: "GP".into(), due: soon, basis: "harm".into() };
            desk.ask_report(id, &new).map(drop)
        }
        24 => episode.work.open_reports().try_for_each(|open| {
            let step = ReportStep::Sent { how: "letter".into(), to: "GP".into() };
            desk.move_report(id, open.start.report, step)
        }),
        25 => desk
            .move_mha(id, &MhaStep { step: if odd { "asked" } else { "left" }.into(), note: String::new() }),
        26 => {
            let (kind, site) = if odd { ("suite_to_suite", "BEX") } else { ("custody_to_court", "BMC") };
            let to_site = Some(site.to_owned());
            desk.transfer(
                id,
                &NewTransfer { kind: kind.into(), to: String::new(), to_site, how: String::new() },
            )
            .map(drop)
        }
        27 => {
            episode.work.open_transfers().try_for_each(|o| desk.accept_transfer(id, o.start.transfer, "Lee"))
        }
        28 => desk.plan_follow_up(
            id,
            &FollowUp {
                worker: "Kim".into(),
                purpose: "GP".into(),
                first_due: soon,
                contact: "hostel".into(),
                message_safe: odd,
            },
        ),
        29 => desk.end_follow_up(id, "went"),
        30 => onward(evening, id, with),
        31 => {
            let told = telling(evening.now, true, odd);
            episode
                .open_flags()
                .try_for_each(|flag| evening.desk.tell_custody(id, flag.raise.flag, &told).map(drop))
        }
        32 => desk.not_seen(id, "released", "told_custody", ""),
        33 => desk.close(id, &closing("02", "advice")),
        34 => desk.reopen(id, "came back"),
        _ => strike(evening, id, with),
    }
}

fn onward(evening: &mut Evening, id: EpisodeId, with: u8) -> Result<(), DeskError> {
    let episode = evening.episode(id);
    if let Some(open) = episode.onward.iter().find(|onward| onward.is_pending()) {
        let accepted = OnwardStep::Accepted { by: "reception".into(), appointment: None };
        let step = if with.is_multiple_of(2) { accepted } else { OnwardStep::Attended { code: "5".into() } };
        return evening.desk.move_onward(id, open.id, step);
    }
    let new = NewOnward {
        destination: "gp".into(),
        urgency: "3".into(),
        reason: "low mood".into(),
        consent: "given".into(),
        basis: String::new(),
        suggestion: episode.suggestions.first().cloned(),
    };
    evening.desk.refer_onward(id, &new).map(drop)
}

/// Strikes some entry, whatever it is.
fn strike(evening: &mut Evening, id: EpisodeId, with: u8) -> Result<(), DeskError> {
    let lines = evening.desk.read_record(id)?.lines;
    let line = &lines[usize::from(with) % lines.len()];
    evening.desk.strike(id, line.event, "slip", None)
}

/// Who is on the board has a row, who is not has none, and nothing waits off the board.
fn check(evening: &Evening, people: &[EpisodeId]) {
    let board = evening.desk.board().unwrap();
    evening.desk.alerts(&board).unwrap();
    for id in people {
        let episode = evening.episode(*id);
        let rows = board.rows.iter().filter(|row| row.id == *id).count();
        assert_eq!(rows, usize::from(episode.is_on_board()), "{:?}", episode.stage);
        if !episode.is_on_board() {
            assert_eq!(episode.open_flags().count(), 0, "a red flag is open on a closed episode");
            assert_eq!(liaison::domain::board::to_do(&episode), 0, "{episode:?}");
            assert!(!evening.desk.mha_runs(&episode) && episode.work.follow_up.is_none());
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 6, max_shrink_iters: 64, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_order_of_verbs_loses_anybody_or_leaves_work_off_the_board(
        steps in prop::collection::vec((0..3_usize, 0..VERBS, any::<u8>()), 40..90)
    ) {
        let mut evening = Evening::quiet();
        let mut people = vec![begin(&mut evening, 0).unwrap(), begin(&mut evening, 1).unwrap()];
        people.push(evening.seen());
        let mut done = 0;
        for (who, verb, with) in steps {
            match act(&mut evening, people[who], verb, with) {
                Ok(()) => done += 1,
                Err(DeskError::Refused { what, remedy, .. }) => {
                    prop_assert!(!what.is_empty() && !remedy.is_empty(), "{what:?} {remedy:?}");
                }
                Err(DeskError::Unknown(_)) => {}
                Err(other) => prop_assert!(false, "{other}"),
            }
            check(&evening, &people);
        }
        prop_assert!(done > 0);
    }
}
