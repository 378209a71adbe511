//! What a note has to keep whatever is in it: nobody lost, nobody torn, nothing too wide.

use chrono::{DateTime, Duration, Utc};
use proptest::prelude::*;
use unicode_width::UnicodeWidthStr;
use uuid::Uuid;

use super::*;
use crate::domain::board::Standing;
use crate::domain::clock::{ClockKind, Due};
use crate::domain::episode::{FlagTold, Note, RedFlag, ScreeningStatus, Task};
use crate::domain::event::{FlagRaise, Progress};
use crate::domain::ids::{FlagId, ScreeningId, TaskId};
use crate::domain::shift::SiteNote;
use crate::domain::time::from_local;
use crate::handover::{
    ConsentFact, Counts, Facts, ListCheck, OnwardFact, OnwardStage, PersonFacts, ScoreFact, ScreeningFact,
    Severity, ShiftFacts, SiteFacts, Stamp, build,
};

fn at(text: &str) -> DateTime<Utc> {
    from_local(chrono::NaiveDateTime::parse_from_str(text, "%Y-%m-%d %H:%M").unwrap())
}

fn now() -> DateTime<Utc> {
    at("2026-11-23 21:44")
}

fn task(what: &str, due: &str) -> Task {
    Task { id: TaskId(Uuid::nil()), what: what.into(), owner: "Shah".into(), due: at(due), done_at: None }
}

fn flag(words: &str, told: Vec<FlagTold>) -> RedFlag {
    let raise = FlagRaise {
        flag: FlagId(Uuid::nil()),
        screening: ScreeningId(Uuid::nil()),
        rule: "suicide".into(),
        question: "q9".into(),
        words: words.into(),
        action: "tell custody now".into(),
        tier: 0,
    };
    RedFlag { raise, at: now(), told, lifted_at: None }
}

/// A waiting person about whom little is known.
fn waiting(number: usize) -> PersonFacts {
    PersonFacts {
        reference: format!("BRO-26-{number:05}"),
        who: "R.T.".into(),
        age: Some(29),
        sex: "M".into(),
        place: format!("BRO c{number:02}"),
        custody_ref: "01MD/4417/26".into(),
        severity: Severity::Stable,
        tier: 3,
        reason: "wait".into(),
        state: "not seen".into(),
        standing: Some(Standing::Waiting),
        clocks: vec![Due { kind: ClockKind::Limit, at: at("2026-11-24 09:15") }],
        consent_be_seen: None,
        consent_share: None,
        screenings: vec![],
        flags: vec![],
        tasks: vec![],
        onward: vec![],
        suggestions: vec![],
        open: vec![],
        contingency: None,
        notes: vec![],
        left: None,
    }
}

fn seen(number: usize) -> PersonFacts {
    PersonFacts {
        who: "M.O.".into(),
        age: Some(17),
        severity: Severity::Watcher,
        tier: 1,
        reason: "child 17".into(),
        state: "to do: 2".into(),
        standing: Some(Standing::ToDo),
        consent_be_seen: Some(ConsentFact { words: "yes".into(), at: at("2026-11-23 19:47") }),
        screenings: vec![ScreeningFact {
            title: "Youth core".into(),
            status: ScreeningStatus::Finished { at: at("2026-11-23 20:31"), complete: true, scores: vec![] },
            progress: Progress { answered: 31, asked: 31 },
            scores: vec![],
        }],
        tasks: vec![task("GP letter", "2026-11-24 12:00")],
        onward: vec![OnwardFact {
            destination: "CAMHS".into(),
            stage: OnwardStage::Sent,
            since: at("2026-11-20 16:00"),
        }],
        contingency: Some("IF charged: ring court cells before 08:30.".into()),
        ..waiting(number)
    }
}

fn at_risk(number: usize) -> PersonFacts {
    let told = FlagTold {
        to: "Sgt Patel".into(),
        by_voice: true,
        in_custody_record: false,
        at: at("2026-11-23 21:10"),
    };
    PersonFacts {
        who: "J.D.".into(),
        age: Some(16),
        severity: Severity::Unstable,
        tier: 0,
        reason: "suicidal thoughts".into(),
        state: "draft 14/31".into(),
        clocks: vec![
            Due { kind: ClockKind::Review, at: at("2026-11-23 20:10") },
            Due { kind: ClockKind::Interview, at: at("2026-11-23 21:30") },
            Due { kind: ClockKind::Limit, at: at("2026-11-24 14:10") },
        ],
        screenings: vec![ScreeningFact {
            title: "PHQ-9".into(),
            status: ScreeningStatus::Draft,
            progress: Progress { answered: 6, asked: 9 },
            scores: vec![ScoreFact {
                name: "PHQ-9".into(),
                value: None,
                floor: Some(9),
                ceiling: Some(18),
                most: Some(27),
                band: None,
            }],
        }],
        flags: vec![flag("suicidal thoughts", vec![told])],
        tasks: vec![task("ring CAMHS crisis line back", "2026-11-23 21:15")],
        suggestions: vec!["AMHP: asked for an assessment".into()],
        open: vec![],
        contingency: None,
        notes: vec![Note {
            at: at("2026-11-23 20:31"),
            text: "appropriate adult came".into(),
            source: "DO Khan".into(),
            event: None,
        }],
        onward: vec![],
        ..seen(number)
    }
}

fn facts(people: Vec<PersonFacts>) -> Facts {
    Facts {
        service: "Oxleas L&D".into(),
        marking: "OFFICIAL-SENSITIVE: PERSONAL - CONFIDENTIAL PATIENT INFORMATION".into(),
        sites: vec![SiteFacts {
            code: "BRO".into(),
            name: "Bromley custody".into(),
            cover: vec!["BRO custody  Okafor  to 22:00  ok".into()],
            list_check: ListCheck::At { at: at("2026-11-23 21:35"), detained: 14, picked_up: 2 },
            notes: vec![SiteNote { at: at("2026-11-23 19:05"), text: "interview room 2 broken".into() }],
        }],
        shift: ShiftFacts {
            who: "Okafor".into(),
            role: "practitioner".into(),
            from: at("2026-11-23 14:00"),
            to: at("2026-11-23 22:00"),
        },
        for_whom: String::new(),
        note: "HN-26-00031".into(),
        version: 1,
        made_at: now(),
        stamp: Stamp { at: now(), by: "P. Shah".into(), copy: 1, destroy_by: now() + Duration::hours(12) },
        counts: Counts { seen: 5, waiting: 3, being_seen: 0, on_hold: 2, not_seen: 1, released: 3 },
        people,
        lines: vec!["Clinical system down since 19:00: 2 paper notes in the folder".into()],
    }
}

fn pages(people: Vec<PersonFacts>) -> Vec<Page> {
    lay_out(&build(&facts(people)), Paper::A4)
}

/// The text without its wrapping.
fn flat(pages: &[Page]) -> String {
    joined(pages).split_whitespace().collect::<Vec<_>>().join(" ")
}

fn assert_fits(pages: &[Page]) {
    for page in pages {
        assert!(page.len() <= 60, "{} lines", page.len());
        for line in page {
            assert!(line.width() <= 72, "{} columns: {line}", line.width());
        }
    }
}

#[test]
fn a_small_evening_reads_like_this() {
    let mut gone = seen(4);
    (gone.tasks, gone.onward) = (vec![], vec![]);
    (gone.left, gone.standing) = (Some(("bailed".into(), at("2026-11-23 20:00"))), None);
    let pages = pages(vec![waiting(3), seen(2), at_risk(1), gone]);
    assert_fits(&pages);
    insta::assert_snapshot!(joined(&pages));
}

#[test]
fn twelve_ordinary_people_fit_one_page() {
    let mut people: Vec<PersonFacts> = (1..=8).map(waiting).collect();
    people.extend((9..=11).map(|n| PersonFacts { onward: vec![], ..seen(n) }));
    people.push(PersonFacts { notes: vec![], ..at_risk(12) });
    let pages = pages(people);
    assert_fits(&pages);
    assert_eq!(pages.len(), 1, "{}", joined(&pages));
}

#[test]
fn of_120_people_none_is_torn_and_none_is_lost() {
    let people: Vec<PersonFacts> =
        (1..=120).map(|n| [waiting(n), seen(n), at_risk(n)][n % 3].clone()).collect();
    let note = build(&facts(people));
    assert_eq!(note.named, 120);
    let pages = lay_out(&note, Paper::A4);
    assert_fits(&pages);
    for block in &note.blocks {
        let lines: Vec<String> = block.lines.iter().flat_map(|line| line.wrapped(72)).collect();
        assert!(pages.iter().any(|page| page.windows(lines.len()).any(|w| w == lines)), "{}", block.name);
    }
    for page in &pages {
        assert!(page[0].starts_with("OFFICIAL-SENSITIVE"));
        assert!(page.len() == 60 && page[58].starts_with("page "));
    }
    assert!(joined(&pages).contains(&format!("page {0} of {0}", pages.len())));
}

#[test]
fn somebody_longer_than_a_page_is_named_again_where_they_go_on() {
    let mut long = waiting(7);
    long.notes = (0..90)
        .map(|n| Note { at: now(), text: format!("line number {n}"), source: "log".into(), event: None })
        .collect();
    let pages = pages(vec![waiting(1), long]);
    assert_fits(&pages);
    let text = joined(&pages);
    assert!(text.contains("R.T. BRO-26-00007 (continued)"));
    assert!((0..90).all(|n| text.contains(&format!("line number {n}"))));
}

#[test]
fn unstable_people_come_first_and_who_left_with_nothing_open_is_a_count() {
    let mut gone = waiting(4);
    gone.left = Some(("released".into(), now()));
    // Left the suite, but still on the board: nobody has closed the episode, so it is named.
    let text = joined(&pages(vec![waiting(1), seen(2), at_risk(3), gone.clone()]));
    let place = |n: usize| text.find(&format!("BRO-26-{n:05}"));
    assert!(place(3) < place(2) && place(2) < place(1) && place(1) < place(4));
    gone.standing = None;
    let text = joined(&pages(vec![waiting(1), gone]));
    assert!(text.contains("Left with nothing open, not listed: 1") && !text.contains("BRO-26-00004"));
}

#[test]
fn only_the_end_of_a_custody_number_stands_on_paper() {
    let text = joined(&pages(vec![waiting(1)]));
    assert!(text.contains("custody ref ..4417") && !text.contains("01MD"));
}

#[test]
fn an_incomplete_score_is_a_range_and_a_complete_one_has_its_band() {
    let mut one = at_risk(1);
    assert!(flat(&pages(vec![one.clone()])).contains("PHQ-9 at least 9, at most 18, incomplete"));
    one.screenings[0].scores[0].value = Some(14);
    one.screenings[0].scores[0].band = Some("Moderate".into());
    assert!(flat(&pages(vec![one])).contains("PHQ-9 14 of 27 Moderate"));
}

#[test]
fn wide_names_stay_within_the_page() {
    let mut wide = at_risk(1);
    wide.who = "山田, 太郎太郎太郎太郎太郎太郎太郎太郎太郎太郎太郎太郎".into();
    wide.notes[0].text = "很长的记录".repeat(60);
    wide.tasks[0].what = "电话".repeat(40);
    wide.tasks[0].owner = "ŁukaszŻółć".repeat(9);
    assert_fits(&pages(vec![wide]));
}

#[test]
fn the_smallest_paper_neither_panics_nor_loses_anybody() {
    let note = build(&facts((1..30).map(at_risk).collect()));
    let text = joined(&lay_out(&note, Paper { columns: 0, lines: 0 }));
    assert!((1..30).all(|n| text.contains(&format!("BRO-26-{n:05}"))));
}

fn words() -> impl Strategy<Value = String> {
    prop::collection::vec("[A-Za-z0-9,.ŁżÜ山é\u{1b}\u{c}\u{fe0f}☺-]{1,30}", 1..25)
        .prop_map(|all| all.join(" "))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn nobody_and_no_word_of_a_task_is_ever_lost(
        people in prop::collection::vec((0usize..3, words(), words(), words()), 0..24),
        cover in words(),
    ) {
        let mut all = Vec::new();
        for (number, (kind, what, note, reason)) in people.iter().enumerate() {
            let mut one = [waiting(number), seen(number), at_risk(number)][*kind].clone();
            one.tasks.push(task(what, "2026-11-24 07:30"));
            one.notes.push(Note { at: now(), text: note.clone(), source: "log".into(), event: None });
            one.reason = reason.clone();
            all.push(one);
        }
        let mut facts = facts(all.clone());
        facts.sites[0].cover.push(cover);
        let pages = lay_out(&build(&facts), Paper::A4);
        assert_fits(&pages);
        let text = joined(&pages);
        for one in &all {
            let identity = format!("{} {}{}", one.who, one.age.unwrap(), one.sex);
            prop_assert!(text.lines().any(|l| l.contains(&identity) && l.contains(&one.reference)));
            for task in &one.tasks {
                for word in crate::domain::text::clean(&task.what).replace('\u{fe0f}', "").split_whitespace() {
                    prop_assert!(text.contains(word), "{}", word);
                }
            }
        }
    }
}
