//! Disposal: what is erased is gone, what stays proves it, and nothing else can pass for it.

use rusqlite::types::Value;
use rusqlite::{Connection, MAIN_DB};

use super::fixture::{
    Desk, GIVEN, SURNAME, WORDS, answered, draft, evening, handover_made, open, referred, screening_started,
    wal,
};
use crate::domain::event::{Body, Certificate, Disposal, Draft, HandoverIssue, HandoverItem, NoteFor};
use crate::domain::ids::{EpisodeId, PractitionerId, ScreeningId};
use crate::store::{AuditQuery, Standing, Store, StoreError, journal};
use uuid::Uuid;

pub(super) fn order(episode: EpisodeId, what: Disposal) -> Draft {
    let body = Body::Disposed(Certificate {
        episode,
        what,
        class: "mental_health".into(),
        rows: vec![1, 2, 3],
        digest: "what the draft says does not count".into(),
        reason: "due".into(),
        second: PractitionerId(Uuid::from_u128(0xB0B)),
    });
    Draft { site: None, ..draft(20, None, body) }
}

fn certificate(event: crate::domain::event::Event) -> Certificate {
    match event.body {
        Body::Disposed(certificate) => certificate,
        other => panic!("{other:?}"),
    }
}

fn sql(store: &Store, sql: &str) {
    store.conn.execute_batch(sql).unwrap();
}

/// Every value of every table, the parts of the search index among them.
fn dump(conn: &Connection) -> String {
    let mut tables = conn.prepare("SELECT name FROM sqlite_master WHERE type = 'table'").unwrap();
    let tables: Vec<String> = tables.query_map([], |row| row.get(0)).unwrap().map(Result::unwrap).collect();
    assert!(tables.iter().any(|name| name == "found_data"), "{tables:?}");
    let mut all = String::new();
    for table in tables {
        let mut rows = conn.prepare(&format!("SELECT * FROM {table}")).unwrap();
        let columns = rows.column_count();
        let mut rows = rows.query([]).unwrap();
        while let Some(row) = rows.next().unwrap() {
            for column in 0..columns {
                match row.get::<_, Value>(column).unwrap() {
                    Value::Text(text) => all.push_str(&text),
                    Value::Blob(bytes) => all.push_str(&String::from_utf8_lossy(&bytes)),
                    other => all.push_str(&format!("{other:?}")),
                }
                all.push('\n');
            }
        }
    }
    all.to_lowercase()
}

/// Somebody else's name, so that what stays can be told from what goes.
fn other(number: u32, surname: &str) -> (EpisodeId, Draft) {
    let (id, mut draft) = referred(number);
    if let Body::Referred(referral) = &mut draft.body {
        referral.person.surname = surname.into();
        referral.person.given = "Obadiah".into();
    }
    (id, draft)
}

fn sound(store: &Store) {
    assert_eq!(store.verify_chain().unwrap(), store.head());
    assert_eq!(store.replay_matches().unwrap(), Vec::<String>::new());
}

fn named_note(minute: i64, episodes: &[EpisodeId], text: &str) -> Draft {
    let Body::HandoverMade(issue) = handover_made().body else { panic!("no note") };
    let item = |id: &EpisodeId| HandoverItem {
        episode: Some(*id),
        heading: String::new(),
        severity: None,
        place: String::new(),
        state: String::new(),
        consent: String::new(),
        if_then: false,
        actions: Vec::new(),
        lines: Vec::new(),
        read_back: false,
    };
    let items = episodes.iter().map(item).collect();
    draft(minute, None, Body::HandoverMade(HandoverIssue { items, text: text.into(), ..issue }))
}

#[test]
fn a_whole_disposal_leaves_no_word_of_the_person_in_file_or_log_and_the_chain_holds() {
    let mut desk = Desk::new();
    let (kept, referral) = other(900, "Thistlewood");
    desk.store.append(&[referral]).unwrap();
    let (gone, _) = evening(&mut desk.store, 12);
    let searches =
        ["quillf pers", "thistle", "  "].map(|text| Body::Searched { text: text.into(), found: 1 });
    desk.store.append(&searches.map(|body| draft(7, None, body))).unwrap();
    let before = dump(&desk.store.conn);
    for word in [SURNAME, GIVEN, WORDS, "quillf", "thistlewood"] {
        assert!(before.contains(&word.to_lowercase()), "{word}");
    }
    let macs = |store: &Store| -> Vec<(i64, Vec<u8>)> {
        let mut rows = store.conn.prepare("SELECT seq, mac FROM journal ORDER BY seq").unwrap();
        rows.query_map([], |row| Ok((row.get(0)?, row.get(1)?))).unwrap().map(Result::unwrap).collect()
    };
    let marks = macs(&desk.store);
    let event = desk.store.dispose(&order(gone, Disposal::Whole)).unwrap();
    assert_eq!(event.episode, None);
    let named = certificate(event);
    // Referral, screening, 12 answers, the look; and the one search that found the person. The note
    // names nobody, and somebody else of that time is left.
    assert_eq!(named.rows.len(), 1 + 1 + 12 + 1 + 1);
    assert_eq!(macs(&desk.store)[..marks.len()], marks[..]);
    sound(&desk.store);
    let chain = desk.store.prove_chain().unwrap();
    assert_eq!((chain.erased, chain.certificates), (16, 1));
    assert_eq!(desk.store.episode(gone).unwrap(), None);
    assert!(desk.store.search("quill", 9).unwrap().is_empty());
    assert_eq!(desk.store.search("thistlew", 9).unwrap().len(), 1);
    // The note that named nobody by item goes with the last of its time.
    assert!(dump(&desk.store.conn).contains(&SURNAME.to_lowercase()));
    let last = certificate(desk.store.dispose(&order(kept, Disposal::Whole)).unwrap());
    assert_eq!(last.rows.len(), 1 + 1 + 1, "referral, search, note");
    let after = dump(&desk.store.conn);
    for word in [SURNAME, GIVEN, WORDS, "quillf", "thistle", "obadiah"] {
        assert!(!after.contains(&word.to_lowercase()), "{word}");
    }
    assert_eq!(std::fs::metadata(wal(&desk.place)).map_or(0, |file| file.len()), 0);
    sound(&desk.store);
    let left = desk.as_left_by_a_crash();
    assert_eq!(left.standing(), Standing::Sound);
    sound(&left.open().unwrap());
}

#[test]
fn no_freed_page_or_cell_keeps_a_word_of_it() {
    let mut store = Store::in_memory().unwrap();
    let (gone, screening) = evening(&mut store, 400);
    // Long enough to spill over into pages of its own.
    let long = draft(
        5,
        Some(gone),
        Body::Noted { text: format!("{WORDS} ").repeat(900), source: String::new(), readers: NoteFor::Team },
    );
    store.append(&[long, answered(gone, screening, 1)]).unwrap();
    store.dispose(&order(gone, Disposal::Whole)).unwrap();
    let dir = tempfile::tempdir().unwrap();
    let file = dir.path().join("pages");
    store.conn.backup(MAIN_DB, &file, None::<fn(rusqlite::backup::Progress)>).unwrap();
    let bytes = std::fs::read(&file).unwrap();
    let pages = String::from_utf8_lossy(&bytes).to_lowercase();
    assert!(pages.contains("journal_no_update"), "these are the pages");
    for word in [SURNAME, GIVEN, "quillf", "persephone", "planted words"] {
        assert!(!pages.contains(&word.to_lowercase()), "{word}");
    }
}

#[test]
fn the_guard_of_the_journal_is_back_word_for_word() {
    let mut store = Store::in_memory().unwrap();
    let guards = |store: &Store| -> Vec<String> {
        let mut rows =
            store.conn.prepare("SELECT sql FROM sqlite_master WHERE type = 'trigger' ORDER BY name").unwrap();
        rows.query_map([], |row| row.get(0)).unwrap().map(Result::unwrap).collect()
    };
    let before = guards(&store);
    let (gone, _) = evening(&mut store, 2);
    store.dispose(&order(gone, Disposal::Whole)).unwrap();
    assert_eq!(guards(&store), before);
    assert_eq!(before.len(), 3);
    let changed = store.conn.execute_batch("UPDATE journal SET site = 'X'").unwrap_err();
    assert!(changed.to_string().contains("never changed"));
}

#[test]
fn erased_without_a_certificate_is_a_broken_chain() {
    let mut store = Store::in_memory().unwrap();
    evening(&mut store, 6);
    let forged = "UPDATE journal SET kind = 'erased', body = '{\"kind\":\"erased\",\"was\":\"answered\"}' \
                  WHERE seq = 7";
    sql(&store, &format!("DROP TRIGGER journal_no_update; {forged}"));
    assert!(matches!(store.verify_chain(), Err(StoreError::ChainBroken { seq: 7, .. })));
}

#[test]
fn one_more_erased_than_the_certificate_names_is_found() {
    let mut store = Store::in_memory().unwrap();
    let (gone, _) = evening(&mut store, 2);
    store.dispose(&order(gone, Disposal::Whole)).unwrap();
    sound(&store);
    sql(
        &store,
        "DROP TRIGGER journal_no_update; \
         UPDATE journal SET kind = 'erased', body = '{\"kind\":\"erased\",\"was\":\"site_noted\"}' \
         WHERE kind = 'site_noted'",
    );
    assert!(matches!(store.verify_chain(), Err(StoreError::ChainBroken { .. })));
}

#[test]
fn a_certificate_with_another_digest_or_of_entries_that_are_there_is_found() {
    for (rows, what) in
        [(vec![5], "another digest"), (vec![3], "an entry that is there"), (vec![6, 5], "order")]
    {
        let mut store = Store::in_memory().unwrap();
        let (gone, _) = evening(&mut store, 3);
        sql(
            &store,
            "DROP TRIGGER journal_no_update; \
             UPDATE journal SET kind = 'erased', body = '{\"kind\":\"erased\",\"was\":\"answered\"}' \
             WHERE seq IN (5, 6)",
        );
        let mut forged = order(gone, Disposal::Whole);
        if let Body::Disposed(certificate) = &mut forged.body {
            certificate.rows = rows;
            certificate.digest = "00".repeat(32);
        }
        // Appended by somebody who holds the key: its own mark is right.
        let seq = store.append(&[forged]).unwrap()[0].seq;
        let broken = store.verify_chain();
        assert!(
            matches!(broken, Err(StoreError::ChainBroken { seq: at, .. }) if at == seq),
            "{what}: {broken:?}"
        );
    }
}

#[test]
fn thinned_keeps_who_when_and_what_was_done_and_can_be_disposed_of_later() {
    let mut store = Store::in_memory().unwrap();
    let (id, _) = evening(&mut store, 8);
    let noted = Body::Noted { text: WORDS.into(), source: String::new(), readers: NoteFor::Team };
    store.append(&[draft(7, Some(id), noted)]).unwrap();
    let before = store.events_of(id).unwrap();
    let thinned = certificate(store.dispose(&order(id, Disposal::Thinned)).unwrap());
    assert_eq!(thinned.rows.len(), 9);
    sound(&store);
    let after = store.events_of(id).unwrap();
    assert_eq!(after.len(), before.len());
    for (old, new) in before.iter().zip(&after) {
        assert_eq!(
            (old.seq, old.id, old.at, old.actor, &old.site),
            (new.seq, new.id, new.at, new.actor, &new.site)
        );
        match &new.body {
            Body::Erased { was } => assert_eq!(*was, old.body.kind()),
            body => assert_eq!(*body, old.body),
        }
    }
    let episode = store.episode(id).unwrap().unwrap();
    assert_eq!(episode.screenings.len(), 1);
    assert!(episode.notes.is_empty() && episode.work.retention.thinned.is_some());
    assert_eq!(store.counts().unwrap().answers, 0);
    assert!(!dump(&store.conn).contains("planted"));
    assert_eq!(store.search("quill", 9).unwrap().len(), 1);
    // Again changes nothing and names nothing.
    assert_eq!(certificate(store.dispose(&order(id, Disposal::Thinned)).unwrap()).rows, Vec::<u64>::new());
    let whole = certificate(store.dispose(&order(id, Disposal::Whole)).unwrap());
    assert!(whole.rows.iter().all(|row| !thinned.rows.contains(row)));
    sound(&store);
    let chain = store.prove_chain().unwrap();
    assert_eq!(chain.erased, u64::try_from(thinned.rows.len() + whole.rows.len()).unwrap());
    assert_eq!(chain.certificates, 3);
}

#[test]
fn a_note_keeps_its_text_until_the_last_person_it_names_is_disposed_of() {
    let mut store = Store::in_memory().unwrap();
    let (first, one) = other(1, "Aldous");
    let (second, two) = other(2, "Bertram");
    store.append(&[one, two]).unwrap();
    store.append(&[named_note(3, &[first], "older")]).unwrap();
    store.append(&[named_note(4, &[first, second], "planted note")]).unwrap();
    let note = store.last_handover("BRO").unwrap().unwrap();
    let asked = Body::HandoverAsked(crate::domain::event::ItemAsked {
        handover: note.issue.handover,
        item: 1,
        question: "planted question".into(),
    });
    store.append(&[draft(5, None, asked)]).unwrap();
    store.dispose(&order(second, Disposal::Whole)).unwrap();
    assert!(dump(&store.conn).contains("planted question"));
    assert_eq!(store.last_handover("BRO").unwrap().unwrap(), note);
    sound(&store);
    store.dispose(&order(first, Disposal::Whole)).unwrap();
    assert!(!dump(&store.conn).contains("planted"));
    assert_eq!(store.last_handover("BRO").unwrap(), None);
    sound(&store);
}

#[test]
fn a_site_whose_latest_note_is_gone_has_the_one_before() {
    let mut store = Store::in_memory().unwrap();
    let (kept, one) = other(1, "Aldous");
    let (gone, two) = other(2, "Bertram");
    store.append(&[one, two]).unwrap();
    store.append(&[named_note(3, &[kept], "older")]).unwrap();
    store.append(&[named_note(4, &[gone], "newer")]).unwrap();
    store.dispose(&order(gone, Disposal::Whole)).unwrap();
    assert_eq!(store.last_handover("BRO").unwrap().unwrap().issue.text, "older");
    sound(&store);
}

#[test]
fn a_reference_is_not_given_again_when_its_record_is_gone() {
    let mut store = Store::in_memory().unwrap();
    let (gone, one) = other(1, "Aldous");
    let (_, two) = other(2, "Bertram");
    store.append(&[one, two]).unwrap();
    let logs = store.site_logs().unwrap();
    store.dispose(&order(gone, Disposal::Whole)).unwrap();
    assert_eq!(store.site_logs().unwrap(), logs);
    sound(&store);
}

#[test]
fn a_disposal_that_fails_half_way_erases_nothing_and_leaves_the_guard_on() {
    let mut store = Store::in_memory().unwrap();
    let (id, _) = evening(&mut store, 5);
    let before = dump(&store.conn);
    sql(
        &store,
        "CREATE TEMP TRIGGER stop BEFORE UPDATE ON main.journal WHEN NEW.seq = 8 \
         BEGIN SELECT RAISE(ABORT, 'no room'); END",
    );
    for what in [Disposal::Whole, Disposal::Thinned] {
        let failed = store.dispose(&order(id, what));
        assert!(matches!(failed, Err(StoreError::NotSaved { .. })), "{failed:?}");
        assert_eq!(dump(&store.conn), before);
    }
    sql(&store, "DROP TRIGGER stop");
    assert!(store.conn.execute_batch("UPDATE journal SET site = 'X'").is_err());
    sound(&store);
    store.dispose(&order(id, Disposal::Whole)).unwrap();
    sound(&store);
}

#[test]
fn a_draft_that_orders_no_disposal_and_a_store_for_reading_only_erase_nothing() {
    let mut store = Store::in_memory().unwrap();
    let (id, _) = evening(&mut store, 3);
    let before = dump(&store.conn);
    assert!(store.dispose(&draft(9, Some(id), Body::SignedIn)).is_err());
    store.standing = Standing::Unwitnessed;
    assert!(matches!(store.dispose(&order(id, Disposal::Whole)), Err(StoreError::ReadOnly { .. })));
    assert_eq!(dump(&store.conn), before);
}

#[test]
fn sending_a_disposal_twice_is_harmless() {
    let mut store = Store::in_memory().unwrap();
    let (id, _) = evening(&mut store, 3);
    let order = order(id, Disposal::Whole);
    let first = store.dispose(&order).unwrap();
    let head = store.head();
    assert_eq!(store.dispose(&order).unwrap(), first);
    assert_eq!(store.head(), head);
    sound(&store);
}

#[test]
fn whatever_is_thinned_and_disposed_of_in_whatever_order_the_chain_and_the_screens_hold() {
    let mut store = Store::in_memory().unwrap();
    let mut people: Vec<EpisodeId> = Vec::new();
    let mut dice = 0x9E37_79B9_u64;
    for step in 0..60 {
        dice = dice.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        let roll = usize::try_from(dice >> 33).unwrap();
        if people.len() < 4 || roll.is_multiple_of(3) {
            let (id, _) = evening(&mut store, u32::try_from(roll % 5).unwrap());
            store.append(&[named_note(9, &people, WORDS)]).unwrap();
            people.push(id);
        } else {
            let what = if roll.is_multiple_of(2) { Disposal::Whole } else { Disposal::Thinned };
            let place = roll % people.len();
            let id = if what == Disposal::Whole { people.swap_remove(place) } else { people[place] };
            store.dispose(&order(id, what)).unwrap();
        }
        if step % 5 == 0 {
            sound(&store);
        }
    }
    sound(&store);
    for id in people {
        store.dispose(&order(id, Disposal::Whole)).unwrap();
    }
    sound(&store);
    let left = dump(&store.conn);
    for word in [SURNAME, GIVEN, WORDS] {
        assert!(!left.contains(&word.to_lowercase()), "{word}");
    }
}

#[test]
fn a_store_with_certificates_opens_from_its_witness_and_is_built_anew_the_same() {
    let mut desk = Desk::new();
    let (gone, _) = evening(&mut desk.store, 5);
    evening(&mut desk.store, 5);
    desk.store.finalise().unwrap();
    desk.store.dispose(&order(gone, Disposal::Whole)).unwrap();
    let rows = dump(&desk.store.conn);
    crate::store::rebuild::all(&desk.store.conn).unwrap();
    let built = dump(&desk.store.conn);
    let lines = |text: &str| {
        let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
        lines.sort();
        lines
    };
    assert_eq!(lines(&rows), lines(&built));
    drop(desk.store);
    let store = open(&desk.place, &desk.vault, &desk.key).unwrap();
    assert_eq!(store.standing(), Standing::Sound);
    sound(&store);
}

#[test]
fn erased_after_the_witness_without_a_certificate_is_seen_at_opening() {
    let mut desk = Desk::new();
    evening(&mut desk.store, 4);
    desk.store.finalise().unwrap();
    evening(&mut desk.store, 4);
    let last = desk.store.head().seq - 3;
    sql(
        &desk.store,
        &format!(
            "DROP TRIGGER journal_no_update; \
             UPDATE journal SET kind = 'erased', body = '{{\"kind\":\"erased\",\"was\":\"viewed\"}}' \
             WHERE seq = {last}"
        ),
    );
    drop(desk.store);
    let opened = open(&desk.place, &desk.vault, &desk.key);
    assert!(matches!(opened, Err(StoreError::ChainBroken { seq, .. }) if seq == last), "{opened:?}");
}

#[test]
fn the_audit_is_read_newest_first_by_page_and_by_who_what_when_and_whom() {
    let mut store = Store::in_memory().unwrap();
    let (episode, screening) = (EpisodeId(Uuid::now_v7()), ScreeningId(Uuid::now_v7()));
    let (_, mut referral) = referred(1);
    referral.episode = Some(episode);
    store.append(&[referral, screening_started(episode, screening)]).unwrap();
    for minute in 0..30 {
        let why = if minute % 3 == 0 { "asked by the court" } else { "" };
        let mut looked = draft(100 + minute, Some(episode), Body::Viewed { why: why.into() });
        if minute % 2 == 0 {
            looked.actor = Some(PractitionerId(Uuid::from_u128(0xB0B)));
        }
        store.append(&[looked]).unwrap();
    }
    let seqs = |asked: &AuditQuery, before, limit| -> Vec<u64> {
        store.audit(asked, before, limit).unwrap().iter().map(|event| event.seq).collect()
    };
    let all = AuditQuery::default();
    assert_eq!(seqs(&all, None, 3), [32, 31, 30]);
    assert_eq!(seqs(&all, Some(3), 9), [2, 1]);
    let bob = AuditQuery { who: Some(PractitionerId(Uuid::from_u128(0xB0B))), ..AuditQuery::default() };
    assert_eq!(store.audit_count(&bob).unwrap(), 15);
    let outside = AuditQuery { outside: true, ..AuditQuery::default() };
    assert_eq!(store.audit_count(&outside).unwrap(), 10);
    let both = AuditQuery { outside: true, ..bob.clone() };
    assert_eq!(store.audit_count(&both).unwrap(), 5);
    let kinds = AuditQuery { kinds: vec!["referred", "screening_started"], ..AuditQuery::default() };
    assert_eq!(seqs(&kinds, None, 9), [2, 1]);
    let span = AuditQuery {
        from: Some(super::fixture::at(110)),
        to: Some(super::fixture::at(120)),
        episode: Some(episode),
        ..AuditQuery::default()
    };
    assert_eq!(store.audit_count(&span).unwrap(), 10);
    assert_eq!(store.audit_count(&AuditQuery { episode: Some(EpisodeId(Uuid::nil())), ..span }).unwrap(), 0);
}

#[test]
fn a_walk_from_an_entry_after_what_a_later_certificate_names_begins_anew() {
    let mut desk = Desk::new();
    let (episode, _) = evening(&mut desk.store, 5);
    let vouched = desk.store.head();
    desk.store.dispose(&order(episode, Disposal::Whole)).unwrap();
    let chain = journal::walk(&desk.store.conn, &desk.store.audit, vouched).unwrap().unwrap();
    assert_eq!(chain.head, desk.store.head());
    assert!(chain.erased > 0 && chain.certificates == 1, "{chain:?}");
}
