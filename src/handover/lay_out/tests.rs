//! What a note has to keep whatever is in it: nobody lost, nobody torn, nothing too wide.

use chrono::{DateTime, Duration, Utc};
use proptest::prelude::*;
use unicode_width::UnicodeWidthStr;
use uuid::Uuid;

use super::*;
use crate::domain::board::Standing;
use crate::domain::clock::{ClockKind, Due};
use crate::domain::episode::{FlagTold, Note, RedFlag, ScreeningStatus};
use crate::domain::event::{Audience, FlagRaise, NoteFor, Progress, Severity};
use crate::domain::ids::{EpisodeId, FlagId, ScreeningId};
use crate::domain::shift::SiteNote;
use crate::domain::time::from_local;
use crate::handover::build::Density;
use crate::handover::{
    Action, Change, Changes, ConsentFact, Content, Counts, Facts, ListCheck, OwnerOff, PaperNote,
    PersonFacts, ScoreFact, ScreeningFact, ShiftFacts, SiteFacts, Stamp, TeamFacts, build, compose, items,
};

fn at(text: &str) -> DateTime<Utc> {
    from_local(chrono::NaiveDateTime::parse_from_str(text, "%Y-%m-%d %H:%M").unwrap())
}

fn now() -> DateTime<Utc> {
    at("2026-11-23 21:44")
}

fn task(what: &str, due: &str) -> Action {
    Action::open(format!("task:{what}"), what).owned("Shah").due(at(due))
}

fn note(text: &str, source: &str, readers: NoteFor) -> Option<PaperNote> {
    PaperNote::of(&Note {
        at: at("2026-11-23 20:31"),
        text: text.into(),
        source: source.into(),
        readers,
        event: None,
    })
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
        episode: EpisodeId(Uuid::from_u128(u128::try_from(number).unwrap())),
        change: Change::Unknown,
        needs: vec![],
        told: vec![],
        actions: vec![],
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
        consent_be_seen: Some(ConsentFact {
            words: "yes".into(),
            is_given: true,
            at: at("2026-11-23 19:47"),
        }),
        screenings: vec![ScreeningFact {
            title: "Youth core".into(),
            status: ScreeningStatus::Finished { at: at("2026-11-23 20:31"), complete: true, scores: vec![] },
            progress: Progress { answered: 31, asked: 31 },
            scores: vec![],
        }],
        actions: vec![
            task("GP letter", "2026-11-24 12:00"),
            Action::open("onward:1", "onward CAMHS: sent, not accepted, 3 days old"),
        ],
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
        event: None,
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
        actions: vec![
            Action::open("flag:1", "TELL CUSTODY: suicidal thoughts (not yet in the custody record)"),
            task("ring CAMHS crisis line back", "2026-11-23 21:15"),
            Action::open("suggestion:1", "decide on suggested referral: AMHP: asked for an assessment"),
        ],
        contingency: None,
        notes: note("appropriate adult came", "DO Khan", NoteFor::Team).into_iter().collect(),
        ..seen(number)
    }
}

fn team(people: Vec<PersonFacts>) -> TeamFacts {
    TeamFacts {
        for_whom: String::new(),
        sites: vec![SiteFacts {
            code: "BRO".into(),
            cover: vec!["BRO custody  Okafor  to 22:00  ok".into()],
            list_check: ListCheck::At { at: at("2026-11-23 21:35"), detained: 14, picked_up: 2 },
            notes: vec![SiteNote { at: at("2026-11-23 19:05"), text: "interview room 2 broken".into() }],
            down: vec![("RiO".into(), at("2026-11-23 19:00"))],
            paper_notes: 2,
        }],
        counts: Counts {
            seen: 5,
            waiting: 3,
            on_hold: 2,
            not_seen: 1,
            released: 3,
            released_unseen: 1,
            ..Counts::default()
        },
        changes: None,
        people,
        lines: vec![],
    }
}

fn facts_of(team: TeamFacts) -> Facts {
    let stamp = Stamp {
        at: now(),
        by: "P. Shah".into(),
        copy: 1,
        destroy_by: Some(now() + Duration::hours(12)),
        reader: "next L&D practitioner".into(),
        consent: "consent to share given 1 of 3".into(),
        head: "7f3a91c2".into(),
    };
    Facts {
        service: "Oxleas L&D".into(),
        marking: "OFFICIAL-SENSITIVE: PERSONAL - CONFIDENTIAL PATIENT INFORMATION".into(),
        sites: vec![("BRO".into(), "Bromley custody".into())],
        shift: ShiftFacts {
            who: "Okafor".into(),
            role: "practitioner".into(),
            from: at("2026-11-23 14:00"),
            to: at("2026-11-23 22:00"),
        },
        note: "HN-20261123-BRO".into(),
        version: 1,
        made_at: now(),
        stamp,
        content: Content::Team(Box::new(team)),
    }
}

fn facts(people: Vec<PersonFacts>) -> Facts {
    facts_of(team(people))
}

fn pages(people: Vec<PersonFacts>) -> Vec<Page> {
    compose(&facts(people), Paper::A4).1
}

/// The text without its wrapping.
fn flat(pages: &[Page]) -> String {
    Page::join(pages).split_whitespace().collect::<Vec<_>>().join(" ")
}

fn assert_fits(pages: &[Page]) {
    for page in pages {
        assert!(page.lines.len() <= 60, "{} lines", page.lines.len());
        for line in page.texts() {
            assert!(line.width() <= 72, "{} columns: {line}", line.width());
        }
    }
}

#[test]
fn a_small_evening_reads_like_this() {
    let mut gone = seen(4);
    gone.actions = vec![];
    (gone.left, gone.standing) = (Some(("bailed".into(), at("2026-11-23 20:00"))), None);
    let pages = pages(vec![waiting(3), seen(2), at_risk(1), gone]);
    assert_fits(&pages);
    insta::assert_snapshot!(Page::join(&pages));
}

#[test]
fn twelve_ordinary_people_fit_one_page() {
    let mut people: Vec<PersonFacts> = (1..=8).map(waiting).collect();
    people.extend((9..=11).map(seen));
    people.push(at_risk(12));
    let pages = pages(people);
    assert_fits(&pages);
    assert_eq!(pages.len(), 1, "{}", Page::join(&pages));
}

#[test]
fn a_full_evening_of_120_takes_at_most_twelve_pages() {
    // Of six, one is unstable with everything open, two were seen, three wait.
    let mix = [at_risk, waiting, seen, waiting, seen, waiting];
    let people: Vec<PersonFacts> = (1..=120).map(|n| mix[n % 6](n)).collect();
    let pages = pages(people);
    assert_fits(&pages);
    assert!(pages.len() <= 12, "{} pages", pages.len());
}

#[test]
fn what_changed_and_what_is_carried_or_nobody_is_there_for_is_marked() {
    let mut worse = at_risk(1);
    worse.change = Change::Worse(Severity::Watcher);
    worse.actions[1] = Action { owner_off: OwnerOff::Off, carried: 3, ..worse.actions[1].clone() };
    let mut new = waiting(2);
    new.change = Change::New;
    let left = vec!["R.T. bailed Mon 20:00".to_owned()];
    let changes = Some(Changes { since: "BRO 14:30 by Shah".into(), left });
    let text = flat(&compose(&facts_of(TeamFacts { changes, ..team(vec![worse, new]) }), Paper::A4).1);
    for part in [
        "CHANGED since BRO 14:30 by Shah + 1 new: R.T. ^ 1 worse: J.D. was WATCHER v 0 better - 1 left: R.T. bailed Mon 20:00",
        "^ worse",
        "+ new",
        "Shah 21:15 LATE ! owner off ! 3rd carry",
        "! no if-then: 1 UNSTABLE",
        "! NEEDED: if",
        "! DOWN: RiO since 19:00",
        "paper notes to type in: 2",
        "released 3 (unseen 1)",
        "for next L&D practitioner",
        "consent to share given 1 of 3 | destroy by 09:44 Tue 24 Nov",
        "journal 7f3a91c2",
    ] {
        assert!(text.contains(part), "{part}\n{text}");
    }
}

#[test]
fn every_person_and_the_sites_are_items_with_the_lines_of_the_note() {
    let team = team(vec![waiting(1), at_risk(2), seen(3)]);
    let items = items(&team, now());
    let severities: Vec<_> = items.iter().map(|item| item.severity).collect();
    use Severity::{Stable, Unstable, Watcher};
    assert_eq!(severities, [Some(Unstable), Some(Watcher), Some(Stable), None]);
    assert_eq!(items.iter().map(|item| item.read_back).collect::<Vec<_>>(), [true, true, false, false]);
    let text = Page::join(&lay_out(&build(&facts_of(team), Density::Roomy), Paper::A4));
    // The first line of an item goes on after the heading, which the note has in one line with it.
    for line in items.iter().flat_map(|item| item.lines.iter().skip(usize::from(item.episode.is_some()))) {
        assert!(text.contains(line.as_str()), "{line}");
    }
    assert_eq!(items[0].lines[0], "BRO-26-00002  REV 20:10 overdue?  INT 21:30 LATE  LIM Tue 14:10");
    assert_eq!(items[0].actions.len(), 3);
}

#[test]
fn a_line_marked_against_paper_cannot_be_put_on_one() {
    for readers in NoteFor::ALL {
        let may = matches!(readers, NoteFor::Team | NoteFor::Custody);
        assert_eq!(note("x", "y", readers).is_some(), may, "{readers:?}");
    }
    assert_eq!(facts(vec![]).audience(), Audience::Team);
}

#[test]
fn another_stamp_changes_the_foot_and_nothing_else() {
    let facts = facts((1..30).map(seen).collect());
    let (note, pages) = compose(&facts, Paper::A4);
    let by = "Somebody With A Very Long Name Indeed And More".to_owned();
    let stamp = Stamp { copy: 7, by, ..facts.stamp };
    let again = restamped(&pages, &note.note, &stamp, Paper::A4);
    assert_eq!(again.len(), pages.len());
    let body = |pages: &[Page]| -> Vec<String> {
        let lines = pages.iter().flat_map(|page| &page.lines);
        let kept = lines.filter(|line| line.role != Role::Foot && !line.text.is_empty());
        kept.map(|line| line.text.clone()).collect()
    };
    assert_eq!(body(&again), body(&pages));
    assert!(Page::join(&again).contains("| copy 7 |") && !Page::join(&again).contains("| copy 1 |"));
}

#[test]
fn of_120_people_none_is_torn_and_none_is_lost() {
    let people: Vec<PersonFacts> =
        (1..=120).map(|n| [waiting(n), seen(n), at_risk(n)][n % 3].clone()).collect();
    let note = build(&facts(people), Density::Roomy);
    assert_eq!(note.named, 120);
    let pages = lay_out(&note, Paper::A4);
    assert_fits(&pages);
    for block in &note.blocks {
        let lines = block.wrapped(72);
        let whole = |page: &Page| page.lines.windows(lines.len()).any(|w| w == lines);
        assert!(pages.iter().any(whole), "{}", block.name);
    }
    for page in &pages {
        let texts: Vec<&str> = page.texts().collect();
        assert!(texts[0].starts_with("OFFICIAL-SENSITIVE"));
        assert!(texts.len() == 60 && texts[57].starts_with("page "));
    }
    assert!(Page::join(&pages).contains(&format!("page {0} of {0}", pages.len())));
}

#[test]
fn somebody_longer_than_a_page_is_named_again_where_they_go_on() {
    let mut long = PersonFacts { severity: Severity::Watcher, ..waiting(7) };
    long.notes =
        (0..1200).filter_map(|n| note(&format!("line number{n:05}"), "log", NoteFor::Team)).collect();
    let pages = lay_out(&build(&facts(vec![waiting(1), long]), Density::Tight), Paper::A4);
    assert_fits(&pages);
    let text = Page::join(&pages);
    assert!(text.contains("R.T. BRO-26-00007 (continued)"));
    let words = flat(&pages);
    assert!((0..1200).all(|n| words.contains(&format!("number{n:05}"))));
}

#[test]
fn unstable_people_come_first_and_who_left_with_nothing_open_is_a_count() {
    let mut gone = waiting(4);
    gone.left = Some(("released".into(), now()));
    // Left the suite, but still on the board: nobody has closed the episode, so it is named.
    let text = Page::join(&pages(vec![waiting(1), seen(2), at_risk(3), gone.clone()]));
    let place = |n: usize| text.find(&format!("BRO-26-{n:05}"));
    assert!(place(3) < place(2) && place(2) < place(1) && place(1) < place(4));
    gone.standing = None;
    let text = Page::join(&pages(vec![waiting(1), gone]));
    assert!(text.contains("Left with nothing open, not listed: 1") && !text.contains("BRO-26-00004"));
}

#[test]
fn only_the_end_of_a_custody_number_stands_on_paper() {
    let text = Page::join(&pages(vec![waiting(1)]));
    assert!(text.contains("ref ..4417") && !text.contains("01MD"));
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
    wide.notes = note(&"很长的记录".repeat(60), "log", NoteFor::Team).into_iter().collect();
    wide.actions[1].what = "电话".repeat(40);
    wide.actions[1].owner = "ŁukaszŻółć".repeat(9);
    assert_fits(&pages(vec![wide]));
}

#[test]
fn the_smallest_paper_neither_panics_nor_loses_anybody() {
    let note = build(&facts((1..30).map(at_risk).collect()), Density::Roomy);
    let text = Page::join(&lay_out(&note, Paper { columns: 0, lines: 0 }));
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
            one.actions.push(task(what, "2026-11-24 07:30"));
            one.notes.extend(super::tests::note(note, "log", NoteFor::Team));
            one.reason = reason.clone();
            all.push(one);
        }
        let mut team = team(all.clone());
        team.sites[0].cover.push(cover);
        let pages = compose(&facts_of(team), Paper::A4).1;
        assert_fits(&pages);
        let text = Page::join(&pages);
        for one in &all {
            let identity = format!("{} {}{}", one.who, one.age.unwrap(), one.sex);
            prop_assert!(text.lines().any(|l| l.contains(&identity) && l.contains(&one.reference)));
            for task in &one.actions {
                for word in crate::domain::text::clean(&task.what).replace('\u{fe0f}', "").split_whitespace() {
                    prop_assert!(text.contains(word), "{}", word);
                }
            }
        }
    }
}
