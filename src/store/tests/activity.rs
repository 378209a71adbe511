//! What was done without an episode, read by its time.

use uuid::Uuid;

use super::fixture::{at, draft, evening};
use crate::domain::event::{Activity, Body};
use crate::store::Store;

fn advice(with: &str) -> Body {
    Body::ActivityLogged(Activity { kind: "advice".into(), with: with.into(), ..Activity::default() })
}

#[test]
fn activities_are_read_by_their_time_and_a_struck_one_is_not_among_them() {
    let mut store = Store::in_memory().unwrap();
    let (episode, _) = evening(&mut store, 1);
    let late = draft(3, None, advice("probation"));
    let (struck, entries) = (late.id, [draft(5, None, advice("sergeant")), late]);
    store.append(&entries).unwrap();
    let read = |store: &Store, from, to| -> Vec<String> {
        let found = store.activities_between(at(from), at(to)).unwrap();
        found.into_iter().map(|one| one.activity.with).collect()
    };
    assert_eq!(read(&store, 0, 10), ["probation", "sergeant"], "the earliest first");
    assert_eq!(read(&store, 3, 5), ["probation"], "the end of a window is not in it");
    assert_eq!(store.replay_matches().unwrap(), Vec::<String>::new());
    // An entry struck on somebody's page is none of these, whatever it names.
    let elsewhere = Body::Struck { event: struck, reason: "wrong".into() };
    store.append(&[draft(6, Some(episode), elsewhere)]).unwrap();
    assert_eq!(read(&store, 0, 10).len(), 2);
    for event in [struck, Uuid::nil()] {
        store.append(&[draft(6, None, Body::Struck { event, reason: "wrong".into() })]).unwrap();
    }
    assert_eq!(read(&store, 0, 10), ["sergeant"]);
    assert_eq!(store.replay_matches().unwrap(), Vec::<String>::new());
    store.conn.execute("UPDATE activity SET site = 'LEW'", []).unwrap();
    let differences = store.replay_matches().unwrap();
    assert!(differences.len() == 1 && differences[0].contains("activity"), "{differences:?}");
}
