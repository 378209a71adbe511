//! Projections built anew: after a change of layout, and after a change in how they are made.

use rusqlite::Connection;
use rusqlite::types::Value;

use super::fixture::{Desk, evening, open};
use crate::store::rebuild::{self, PROJECTION};
use crate::store::{StoreError, connect};

/// Every table that is a projection, with the order in which its rows are compared.
const PROJECTIONS: [&str; 12] = [
    "episode ORDER BY seq",
    "fact ORDER BY at, episode",
    "answer ORDER BY screening, question",
    "shift ORDER BY id",
    "practitioner ORDER BY id",
    "site_log ORDER BY site",
    "handover ORDER BY site",
    "rota_shift ORDER BY id",
    "rota_absence ORDER BY id",
    "rota_staff ORDER BY id",
    "rota_published ORDER BY id",
    "activity ORDER BY seq",
];

fn rows(conn: &Connection) -> Vec<Vec<Value>> {
    let mut all = Vec::new();
    for table in PROJECTIONS {
        let mut statement = conn.prepare(&format!("SELECT * FROM {table}")).unwrap();
        let columns = statement.column_count();
        let read = statement
            .query_map([], |row| (0..columns).map(|n| row.get(n)).collect::<Result<Vec<Value>, _>>())
            .unwrap();
        all.extend(read.map(Result::unwrap));
    }
    all
}

/// Takes a store back to layout 1, with an episode table as an old program would have left it.
fn take_back(conn: &Connection) {
    let first = include_str!("../migrations/0001_journal.sql");
    let (_, rest) = first.split_once("CREATE TABLE episode").unwrap();
    let (episode, _) = rest.split_once("CREATE TABLE answer").unwrap();
    conn.execute_batch(
        "DROP TABLE found; DROP TABLE fact; DROP TABLE episode; DROP TABLE rota_shift; DROP TABLE rota_absence; \
         DROP TABLE rota_staff; DROP TABLE rota_published; DROP TABLE activity; DROP INDEX journal_rota; \
         DROP INDEX journal_handover; DROP INDEX journal_received; DROP INDEX journal_care; DROP INDEX journal_outside",
    )
    .unwrap();
    conn.execute_batch(&format!("CREATE TABLE episode {episode}")).unwrap();
    conn.execute_batch(
        "INSERT INTO episode VALUES (x'00', 'OLD-1', 'OLD', 1, '{}'); DELETE FROM answer; \
         DELETE FROM meta WHERE name = 'projection'; PRAGMA user_version = 1",
    )
    .unwrap();
}

/// What a refused opening must leave as it was.
fn layout(desk: &Desk) -> (i64, String) {
    let conn = connect::unlocked(&desk.place.database(), &desk.key).unwrap();
    let version = conn.query_row("PRAGMA user_version", [], |row| row.get(0)).unwrap();
    let old = conn.query_row("SELECT group_concat(ref) FROM episode", [], |row| row.get(0)).unwrap();
    (version, old)
}

#[test]
fn store_of_the_first_layout_is_built_anew_when_it_is_opened() {
    let mut desk = Desk::new();
    let (episode, screening) = evening(&mut desk.store, 12);
    evening(&mut desk.store, 3);
    desk.store.finalise().unwrap();
    let (before, head) = (rows(&desk.store.conn), desk.store.head());
    take_back(&desk.store.conn);
    drop(desk.store);
    let mut store = open(&desk.place, &desk.vault, &desk.key).unwrap();
    assert_eq!(rows(&store.conn), before);
    assert_eq!(store.head(), head);
    assert_eq!(store.replay_matches().unwrap(), Vec::<String>::new());
    assert_eq!(store.search("quillfeather", 10).unwrap().len(), 2);
    assert_eq!(store.answers(screening).unwrap().len(), 12);
    assert!(store.episode(episode).unwrap().is_some());
    evening(&mut store, 2);
    assert_eq!(store.replay_matches().unwrap(), Vec::<String>::new());
}

#[test]
fn projections_made_in_an_older_way_are_made_again_once() {
    let mut desk = Desk::new();
    evening(&mut desk.store, 5);
    let before = rows(&desk.store.conn);
    for stale in
        ["UPDATE meta SET value = 0 WHERE name = 'projection'", "DELETE FROM meta WHERE name = 'projection'"]
    {
        desk.store.conn.execute_batch("UPDATE episode SET find = 'stale', person = x'07'").unwrap();
        desk.store.conn.execute_batch(stale).unwrap();
        drop(desk.store);
        desk.store = open(&desk.place, &desk.vault, &desk.key).unwrap();
        assert_eq!(rows(&desk.store.conn), before);
        assert_eq!(rebuild::number(&desk.store.conn).unwrap(), Some(PROJECTION));
    }
    desk.store.conn.execute_batch("UPDATE episode SET person = x'07'").unwrap();
    drop(desk.store);
    let store = open(&desk.place, &desk.vault, &desk.key).unwrap();
    assert_ne!(rows(&store.conn), before, "a store of this program's own making is opened as it is");
}

#[test]
fn projections_of_a_newer_program_are_refused_and_left_as_they_are() {
    let mut desk = Desk::new();
    evening(&mut desk.store, 1);
    desk.store.conn.execute_batch("UPDATE meta SET value = 99 WHERE name = 'projection'").unwrap();
    drop(desk.store);
    let refused = open(&desk.place, &desk.vault, &desk.key).unwrap_err();
    assert!(matches!(refused, StoreError::Newer { found: 99, .. }), "{refused}");
    let conn = connect::unlocked(&desk.place.database(), &desk.key).unwrap();
    assert_eq!(rebuild::number(&conn).unwrap(), Some(99));
}

#[test]
fn rebuilding_that_fails_halfway_leaves_the_old_layout_whole() {
    let mut desk = Desk::new();
    evening(&mut desk.store, 5);
    let conn = &desk.store.conn;
    conn.execute_batch(
        "INSERT INTO journal SELECT seq + 1, randomblob(16), at, entered_at, device, device_seq + 1, actor, \
         episode, site, kind, 'not an event', mac FROM journal ORDER BY seq DESC LIMIT 1",
    )
    .unwrap();
    take_back(conn);
    drop(desk.store);
    let refused = open(&desk.place, &desk.vault, &desk.key).unwrap_err();
    assert!(matches!(refused, StoreError::Unreadable { what: "journal entries", .. }), "{refused}");
    desk.store = crate::store::Store::in_memory().unwrap();
    assert_eq!(layout(&desk), (1, "OLD-1".to_owned()));
}

#[test]
fn rebuilding_cut_off_before_its_commit_is_as_if_it_had_not_begun() {
    let mut desk = Desk::new();
    evening(&mut desk.store, 5);
    take_back(&desk.store.conn);
    drop(desk.store);
    desk.store = crate::store::Store::in_memory().unwrap();
    let conn = connect::unlocked(&desk.place.database(), &desk.key).unwrap();
    conn.execute_batch("BEGIN IMMEDIATE").unwrap();
    conn.execute_batch(include_str!("../migrations/0002_found.sql")).unwrap();
    conn.execute_batch(include_str!("../migrations/0003_rota.sql")).unwrap();
    conn.execute_batch(include_str!("../migrations/0004_received.sql")).unwrap();
    conn.execute_batch(include_str!("../migrations/0006_fact.sql")).unwrap();
    conn.execute_batch(include_str!("../migrations/0007_activity.sql")).unwrap();
    rebuild::all(&conn).unwrap();
    drop(conn);
    assert_eq!(layout(&desk), (1, "OLD-1".to_owned()));
    desk.store = open(&desk.place, &desk.vault, &desk.key).unwrap();
    assert_eq!(desk.store.replay_matches().unwrap(), Vec::<String>::new());
}
