//! The journal: appended, never changed, and seen when it was.

use uuid::Uuid;

use super::fixture::{Desk, WORDS, answered, draft, evening, open, referred};
use crate::domain::event::Body;
use crate::store::{Head, Store, StoreError};

fn sql(store: &Store, sql: &str) -> Result<(), String> {
    store.conn.execute_batch(sql).map_err(|e| e.to_string())
}

#[test]
fn update_delete_replace_and_gap_are_refused_by_the_database_itself() {
    let mut store = Store::in_memory().unwrap();
    evening(&mut store, 3);
    assert!(sql(&store, "UPDATE journal SET site = 'X'").unwrap_err().contains("never changed"));
    assert!(sql(&store, "DELETE FROM journal WHERE seq = 2").unwrap_err().contains("nothing is deleted"));
    let copy = |seq: &str, verb: &str| {
        format!(
            "{verb} INTO journal SELECT {seq}, randomblob(16), at, entered_at, device, device_seq, actor, episode, \
             site, kind, body, mac FROM journal WHERE seq = 1"
        )
    };
    assert!(sql(&store, &copy("99", "INSERT")).unwrap_err().contains("no gaps"));
    assert!(sql(&store, &copy("2", "INSERT OR REPLACE")).unwrap_err().contains("no gaps"));
    assert_eq!(store.verify_chain().unwrap(), store.head());
}

#[test]
fn any_field_changed_behind_the_triggers_breaks_the_chain_at_that_entry() {
    let changes = [
        "id = randomblob(16)",
        "at = at + 1",
        "entered_at = entered_at + 1",
        "device = randomblob(16)",
        "device_seq = 77",
        "actor = NULL",
        "episode = NULL",
        "site = NULL",
        "kind = 'viewed'",
        "body = replace(body, 'planted', 'changed')",
        "mac = zeroblob(32)",
    ];
    for change in changes {
        let mut store = Store::in_memory().unwrap();
        evening(&mut store, 6);
        sql(&store, "DROP TRIGGER journal_no_update").unwrap();
        sql(&store, &format!("UPDATE journal SET {change} WHERE seq = 7")).unwrap();
        let broken = store.verify_chain();
        assert!(matches!(broken, Err(StoreError::ChainBroken { seq: 7, .. })), "{change}: {broken:?}");
    }
}

#[test]
fn entry_taken_out_breaks_the_chain() {
    let mut store = Store::in_memory().unwrap();
    evening(&mut store, 6);
    sql(&store, "DROP TRIGGER journal_no_delete; DELETE FROM journal WHERE seq = 5").unwrap();
    assert!(matches!(store.verify_chain(), Err(StoreError::ChainBroken { seq: 5, .. })));
}

#[test]
fn chain_broken_after_the_witness_is_seen_at_opening() {
    let mut desk = Desk::new();
    evening(&mut desk.store, 4);
    sql(&desk.store, "DROP TRIGGER journal_no_update").unwrap();
    sql(&desk.store, "UPDATE journal SET site = 'X' WHERE seq = 3").unwrap();
    drop(desk.store);
    let opened = open(&desk.place, &desk.vault, &desk.key);
    assert!(matches!(opened, Err(StoreError::ChainBroken { seq: 3, .. })), "{opened:?}");
}

#[test]
fn sending_an_act_twice_stores_it_once_and_gives_the_stored_event() {
    let mut store = Store::in_memory().unwrap();
    let (episode, screening) = evening(&mut store, 0);
    let act = [answered(episode, screening, 1)];
    let first = store.append(&act).unwrap();
    let head = store.head();
    assert_eq!(store.append(&act).unwrap(), first);
    assert_eq!(store.head(), head);
    let both = [act[0].clone(), answered(episode, screening, 2)];
    let seqs: Vec<u64> = store.append(&both).unwrap().iter().map(|event| event.seq).collect();
    assert_eq!(seqs, [head.seq, head.seq + 1]);
}

#[test]
fn events_come_back_as_they_were_appended() {
    let mut desk = Desk::new();
    let (episode, screening) = evening(&mut desk.store, 3);
    let appended = desk.store.append(&[answered(episode, screening, 9)]).unwrap();
    drop(desk.store);
    let store = open(&desk.place, &desk.vault, &desk.key).unwrap();
    assert_eq!(store.events_since(appended[0].seq - 1).unwrap(), appended);
    assert_eq!(store.events_of(episode).unwrap().last(), Some(&appended[0]));
    let all = store.events_since(0).unwrap();
    assert_eq!(
        all.iter().map(|e| e.device_seq).collect::<Vec<_>>(),
        (1..=store.head().seq).collect::<Vec<_>>()
    );
}

#[test]
fn act_that_fails_half_way_leaves_nothing_behind() {
    let mut store = Store::in_memory().unwrap();
    evening(&mut store, 2);
    let head = store.head();
    let (_, first) = referred(9000);
    let (_, same_reference) = referred(9000);
    let refused = store.append(&[first.clone(), same_reference]);
    assert!(matches!(refused, Err(StoreError::NotSaved { .. })));
    assert_eq!(store.head(), head);
    assert_eq!(store.events_since(head.seq).unwrap(), []);
    assert_eq!(store.append(&[first]).unwrap().len(), 1);
    assert_eq!(store.replay_matches().unwrap(), Vec::<String>::new());
}

#[test]
fn bulk_is_stored_whole_or_not_at_all() {
    let mut desk = Desk::new();
    desk.store.begin_bulk().unwrap();
    evening(&mut desk.store, 5);
    desk.store.end_bulk(false).unwrap();
    assert_eq!(desk.store.head().seq, 0);
    desk.store.begin_bulk().unwrap();
    let (_, draft) = referred(7);
    desk.store.append(&[draft]).unwrap();
    let (_, again) = referred(7);
    assert!(desk.store.append(&[again]).is_err());
    let (first, second) = (evening(&mut desk.store, 5), evening(&mut desk.store, 5));
    desk.store.end_bulk(true).unwrap();
    assert_ne!(first, second);
    assert_eq!(desk.store.verify_chain().unwrap(), desk.store.head());
    assert_eq!(desk.store.replay_matches().unwrap(), Vec::<String>::new());
    assert_eq!(desk.as_left_by_a_crash().open().unwrap().head(), desk.store.head());
}

#[test]
fn no_error_carries_personal_text() {
    let mut store = Store::in_memory().unwrap();
    evening(&mut store, 1);
    sql(&store, &format!("UPDATE answer SET body = '{WORDS}'")).unwrap();
    let screening: [u8; 16] =
        store.conn.query_row("SELECT screening FROM answer", [], |row| row.get(0)).unwrap();
    let error = store.answers(crate::domain::ids::ScreeningId(Uuid::from_bytes(screening))).unwrap_err();
    assert!(!format!("{error} {error:?}").contains("planted"));
    let mut bad = draft(1, None, Body::Viewed { why: String::new() });
    bad.site = Some(WORDS.into());
    sql(&store, "DROP TABLE journal").unwrap();
    let error = store.append(&[bad]).unwrap_err();
    assert!(!format!("{error} {error:?}").contains("planted"), "{error:?}");
}

#[test]
fn head_is_printed_as_the_first_eight_digits_of_its_mark() {
    let mut mac = [0; 32];
    mac[..5].copy_from_slice(&[0x3f, 0x0a, 0x91, 0xc4, 0x77]);
    assert_eq!(Head { seq: 7, mac }.short(), "3f0a91c4");
    assert_eq!(Store::in_memory().unwrap().head().short(), "00000000");
}
