//! What screens read follows from the journal and from nothing else.

use proptest::prelude::*;
use uuid::Uuid;

use super::fixture::{ada, answered, at, draft, evening, referred, screening_started, shift_started};
use crate::domain::answer::{Answer, State, Value};
use crate::domain::event::{
    Amends, Body, Consent, ConsentTo, Draft, DraftMove, FlagRaise, OnwardStart, OnwardStep, Progress,
};
use crate::domain::ids::{EpisodeId, FlagId, OnwardId, ScreeningId, ShiftId};
use crate::store::Store;

#[test]
fn screens_read_what_was_recorded() {
    let mut store = Store::in_memory().unwrap();
    let (episode, screening) = evening(&mut store, 45);
    let stored = store.episode(episode).unwrap().unwrap();
    assert_eq!(store.open_episodes().unwrap(), std::slice::from_ref(&stored));
    assert_eq!(store.episode_by_ref(&stored.referral.reference).unwrap(), Some(stored));
    assert_eq!(store.episode_by_ref("BRO-26-99999").unwrap(), None);
    let answers = store.answers(screening).unwrap();
    assert_eq!(answers.len(), 40);
    assert_eq!(answers.last().unwrap().0, "q4", "an answer given again comes last");
    assert_eq!(store.shifts_open().unwrap().len(), 1);
    assert_eq!(store.shifts_since(at(0)).unwrap().len(), 1);
    assert_eq!(store.shifts_since(at(2)).unwrap(), []);
    let began = store.shifts_open().unwrap()[0].began_at;
    let minute = chrono::Duration::minutes(1);
    assert_eq!(store.shifts_between(began + minute, began + minute * 2).unwrap().len(), 1, "not ended");
    assert_eq!(store.shifts_between(began - minute, began).unwrap(), []);
    assert_eq!(store.practitioners().unwrap()[0].id, ada());
    let (site, log) = store.site_logs().unwrap().remove(0);
    assert_eq!((site.as_str(), log.detained, log.referred), ("BRO", 12, 1));
    let counts = store.counts().unwrap();
    assert_eq!((counts.events, counts.episodes, counts.open_episodes), (store.head().seq, 1, 1));
}

#[test]
fn latest_handover_is_found_by_each_of_its_sites() {
    let mut store = Store::in_memory().unwrap();
    evening(&mut store, 0);
    evening(&mut store, 0);
    let last = store.last_handover("LEW").unwrap().unwrap();
    assert_eq!(last.seq, store.head().seq);
    assert_eq!(store.last_handover("BRO").unwrap(), Some(last));
    assert_eq!(store.last_handover("XXX").unwrap(), None);
}

#[test]
fn form_text_is_kept_once_by_its_hash() {
    let mut store = Store::in_memory().unwrap();
    store.put_form_text("ab", "id = 'core'").unwrap();
    store.put_form_text("ab", "id = 'core'").unwrap();
    assert_eq!(store.form_text("ab").unwrap().as_deref(), Some("id = 'core'"));
    assert_eq!(store.form_text("cd").unwrap(), None);
}

#[test]
fn closed_episode_leaves_the_open_ones_but_not_while_an_onward_referral_is_pending() {
    let mut store = Store::in_memory().unwrap();
    let (episode, _) = evening(&mut store, 0);
    let onward = OnwardId(Uuid::now_v7());
    let start = OnwardStart {
        onward,
        destination: "gp".into(),
        urgency: "3".into(),
        reason: "low mood".into(),
        consent: "given".into(),
        suggested: None,
    };
    let closed = Body::Closed { code: "01".into(), note: String::new(), outcome: String::new() };
    store.append(&[Body::OnwardReferred(start), closed].map(|b| draft(9, Some(episode), b))).unwrap();
    assert_eq!(store.open_episodes().unwrap().len(), 1);
    let ended = Body::OnwardMoved { onward, step: OnwardStep::Ended { reason: "declined".into() } };
    store.append(&[draft(10, Some(episode), ended)]).unwrap();
    assert_eq!(store.open_episodes().unwrap(), []);
    assert_eq!(store.replay_matches().unwrap(), Vec::<String>::new());
}

#[test]
fn row_that_does_not_follow_from_the_journal_is_named() {
    let changes = [
        ("UPDATE episode SET open = 0", "episode "),
        ("UPDATE fact SET body = '{}'", "what is counted of episode "),
        ("UPDATE fact SET at = at + 1", "what is counted of episode "),
        ("DELETE FROM fact", "what is counted of episode "),
        ("UPDATE episode SET body = replace(body, 'C4', 'C5')", "episode "),
        ("DELETE FROM episode", "episode "),
        ("UPDATE answer SET body = '{}' WHERE question = 'q1'", "answer to q1 "),
        ("INSERT INTO answer VALUES (x'00', 'q', 1, '')", "table answer "),
        ("UPDATE shift SET body = '{}'", "shift "),
        ("DELETE FROM practitioner", "table practitioner "),
        ("UPDATE site_log SET body = '{}'", "log of site BRO"),
        ("UPDATE handover SET seq = 1 WHERE site = 'LEW'", "latest handover of site LEW"),
    ];
    for (change, named) in changes {
        let mut store = Store::in_memory().unwrap();
        evening(&mut store, 3);
        assert_eq!(store.replay_matches().unwrap(), Vec::<String>::new());
        store.conn.execute_batch(change).unwrap();
        let lines = store.replay_matches().unwrap();
        assert!(lines.iter().any(|line| line.starts_with(named)), "{change}: {lines:?}");
    }
}

#[test]
fn a_form_put_right_begins_with_the_old_answers_and_who_gave_them() {
    let mut store = Store::in_memory().unwrap();
    let (episode, old) = evening(&mut store, 3);
    let screening = ScreeningId(Uuid::now_v7());
    let started = Body::ScreeningStarted {
        screening,
        form: "core".into(),
        version: "1".into(),
        hash: "00".into(),
        title: "Core screening".into(),
        amends: Some(Amends { screening: old, reason: "wrong box".into() }),
    };
    store.append(&[draft(9, Some(episode), started)]).unwrap();
    assert_eq!(store.answers_told(screening).unwrap(), store.answers_told(old).unwrap());
    let moved = Body::DraftMoved(DraftMove {
        screening,
        version: "2".into(),
        hash: "01".into(),
        title: "Core screening".into(),
        left_out: vec!["q1".into()],
        progress: Progress { answered: 2, asked: 40 },
    });
    store.append(&[draft(10, Some(episode), moved)]).unwrap();
    let keys: Vec<_> = store.answers(screening).unwrap().into_iter().map(|(key, _)| key).collect();
    assert_eq!(keys, ["q0", "q2"]);
    assert_eq!(store.answers(old).unwrap().len(), 3);
    assert_eq!(store.replay_matches().unwrap(), Vec::<String>::new());
}

#[test]
fn a_journal_from_before_forms_could_be_put_right_reads_as_it_did() {
    let old = r#"{"kind":"screening_started","screening":"00000000-0000-0000-0000-000000000000",
        "form":"core","version":"1","hash":"00","title":"Core screening"}"#;
    let body: Body = serde_json::from_str(old).unwrap();
    assert!(matches!(&body, Body::ScreeningStarted { amends: None, .. }));
    assert!(!serde_json::to_string(&body).unwrap().contains("amends"));
}

/// One thing that may happen to one of three people.
fn act() -> impl Strategy<Value = (usize, u8, u32)> {
    (0..3_usize, 0..14_u8, 0..50_u32)
}

fn draft_of(kind: u8, n: u32, episode: EpisodeId, screening: ScreeningId, shift: ShiftId) -> Draft {
    let flag = FlagId(Uuid::from_u128(u128::from(n % 4)));
    let body = match kind {
        0 => return answered(episode, screening, n),
        1 => Body::Moved { place: format!("C{n}") },
        2 => Body::SeeingStarted { place: "cell".into(), present: String::new(), aa: String::new() },
        3 => Body::FlagRaised(FlagRaise {
            flag,
            screening,
            rule: "risk".into(),
            question: format!("q{n}"),
            words: "risk now".into(),
            action: "tell custody".into(),
            tier: 1,
        }),
        4 => Body::FlagTold {
            flag,
            told_to: "PS 1".into(),
            by_voice: n.is_multiple_of(2),
            in_custody_record: true,
        },
        5 => Body::ConsentRecorded(Consent::plain(ConsentTo::Share, "given", "")),
        6 => Body::Closed { code: format!("{n:02}"), note: String::new(), outcome: String::new() },
        7 => Body::Answered {
            screening,
            question: format!("q{}", n % 40),
            answer: Answer::absent(State::Declined).with_note(Some("said no".into())),
            progress: Progress { answered: n, asked: 40 },
        },
        8 => Body::Viewed { why: String::new() },
        9 => Body::Answered {
            screening,
            question: format!("n{n}"),
            answer: Answer::given(Value::Number("36.1".parse().unwrap())),
            progress: Progress { answered: n, asked: 40 },
        },
        10 => Body::Held {
            reason: "asleep".into(),
            recheck_at: at(i64::from(n)),
            rest: true,
            note: "zzz".into(),
        },
        11 => Body::ScreeningStarted {
            screening: ScreeningId(Uuid::now_v7()),
            form: "core".into(),
            version: "1".into(),
            hash: "00".into(),
            title: "Core screening".into(),
            amends: Some(Amends { screening, reason: "wrong box".into() }),
        },
        12 => Body::DraftMoved(DraftMove {
            screening,
            version: n.to_string(),
            hash: format!("{n:02}"),
            title: "Core screening".into(),
            left_out: vec![format!("q{}", n % 40), format!("n{n}")],
            progress: Progress { answered: n, asked: 40 },
        }),
        _ => {
            return draft(
                i64::from(n),
                None,
                if n.is_multiple_of(2) {
                    Body::CameBack { shift }
                } else {
                    Body::SiteNoted { text: format!("note {n}") }
                },
            );
        }
    };
    draft(i64::from(n), Some(episode), body)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn replay_of_the_journal_gives_the_projections(acts in proptest::collection::vec(act(), 0..60)) {
        let mut store = Store::in_memory().unwrap();
        let shift = ShiftId(Uuid::now_v7());
        store.append(&[shift_started(shift)]).unwrap();
        let people: Vec<_> = (0..3).map(|n| {
            let (episode, referral) = referred(n);
            let screening = ScreeningId(Uuid::now_v7());
            store.append(&[referral, screening_started(episode, screening)]).unwrap();
            (episode, screening)
        }).collect();
        for (who, kind, n) in acts {
            let (episode, screening) = people[who];
            store.append(&[draft_of(kind, n, episode, screening, shift)]).unwrap();
        }
        prop_assert_eq!(store.replay_matches().unwrap(), Vec::<String>::new());
        prop_assert_eq!(store.verify_chain().unwrap(), store.head());
    }
}
