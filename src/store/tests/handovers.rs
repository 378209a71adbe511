//! Notes as they were issued, to whom, and what was received of them.

use uuid::Uuid;

use super::fixture::{draft, evening, handover_made};
use crate::domain::event::{Audience, Body, Draft, HandoverIssue, ItemAccepted, ItemAsked};
use crate::domain::ids::{HandoverId, ShiftId};
use crate::store::Store;

fn note(minute: i64, change: impl FnOnce(&mut HandoverIssue)) -> (HandoverId, Draft) {
    let Body::HandoverMade(mut issue) = handover_made().body else { panic!("no note") };
    change(&mut issue);
    (issue.handover, draft(minute, None, Body::HandoverMade(issue)))
}

fn accepted(minute: i64, handover: HandoverId, item: u32) -> Draft {
    let accepted = ItemAccepted { handover, item, read_back: String::new() };
    draft(minute, None, Body::HandoverItemAccepted(accepted))
}

#[test]
fn notes_for_other_readers_do_not_replace_the_one_to_the_team() {
    let mut store = Store::in_memory().unwrap();
    let (team, first) = note(1, |_| ());
    store.append(&[first]).unwrap();
    for (minute, audience) in (2..).zip(Audience::ALL.into_iter().skip(1)) {
        store.append(&[note(minute, |issue| issue.audience = audience).1]).unwrap();
        assert_eq!(store.last_handover("BRO").unwrap().unwrap().issue.handover, team, "{audience:?}");
    }
    assert_eq!(store.replay_matches().unwrap(), Vec::<String>::new());
    let listed: Vec<_> =
        store.handovers(&[], 9).unwrap().into_iter().map(|issued| issued.issue.audience).collect();
    assert_eq!(listed, [Audience::Lead, Audience::Link, Audience::Court, Audience::Custody, Audience::Team]);
    let (newer, second) = note(9, |issue| issue.sites = vec!["BRO".into()]);
    store.append(&[second]).unwrap();
    assert_eq!(store.last_handover("BRO").unwrap().unwrap().issue.handover, newer);
    let latest: Vec<_> = store
        .latest_handovers()
        .unwrap()
        .into_iter()
        .map(|(issued, sites)| (issued.issue.handover, sites.join("+")))
        .collect();
    assert_eq!(latest, [(team, "LEW".to_owned()), (newer, "BRO".to_owned())]);
}

#[test]
fn notes_are_listed_by_their_sites_the_newest_first_up_to_the_limit() {
    let mut store = Store::in_memory().unwrap();
    let mut made = Vec::new();
    for minute in 0..130 {
        let site = if minute % 13 == 0 { "BEX" } else { "BRO" };
        let (id, draft) = note(minute, |issue| issue.sites = vec![site.into()]);
        store.append(&[draft]).unwrap();
        made.push((site, id));
    }
    let bex: Vec<_> = made.iter().rev().filter(|(site, _)| *site == "BEX").map(|(_, id)| *id).collect();
    let listed = |sites: &[String], limit| -> Vec<_> {
        store.handovers(sites, limit).unwrap().into_iter().map(|issued| issued.issue.handover).collect()
    };
    assert_eq!(listed(&["BEX".into()], 100), bex);
    assert_eq!(listed(&["BEX".into()], 3), bex[..3]);
    assert_eq!(listed(&[], 2), [made[129].1, made[128].1]);
    assert_eq!(listed(&[], 500).len(), 130);
    assert_eq!(store.issued(made[64].1).unwrap().unwrap().issue.handover, made[64].1);
    assert_eq!(store.issued(HandoverId(Uuid::now_v7())).unwrap(), None);
}

#[test]
fn what_was_received_is_found_by_its_note() {
    let mut store = Store::in_memory().unwrap();
    evening(&mut store, 3);
    let (one, other) = (note(10, |_| ()), note(11, |_| ()));
    store.append(&[one.1, other.1]).unwrap();
    store.append(&[accepted(12, one.0, 0), accepted(13, other.0, 0), accepted(14, one.0, 1)]).unwrap();
    let asked = ItemAsked { handover: one.0, item: 1, question: "Which cell?".into() };
    store.append(&[draft(15, None, Body::HandoverAsked(asked))]).unwrap();
    assert_eq!(store.received(one.0).unwrap().len(), 3);
    assert_eq!(store.received(other.0).unwrap().len(), 1);
    assert_eq!(store.replay_matches().unwrap(), Vec::<String>::new());
    assert_eq!(store.verify_chain().unwrap(), store.head());
}

#[test]
fn earlier_versions_are_those_of_the_same_shift_and_giver() {
    let mut store = Store::in_memory().unwrap();
    let (late, early) = (ShiftId(Uuid::now_v7()), ShiftId(Uuid::now_v7()));
    let of = |shift: ShiftId, version: u32| {
        move |issue: &mut HandoverIssue| {
            (issue.shift, issue.version) = (Some(shift), version);
        }
    };
    let drafts = [note(1, of(early, 1)), note(2, of(late, 1)), note(3, |_| ()), note(4, of(late, 2))];
    for (_, draft) in &drafts {
        store.append(std::slice::from_ref(draft)).unwrap();
    }
    let last = store.last_handover("BRO").unwrap().unwrap();
    let earlier: Vec<_> =
        store.earlier_versions(&last).unwrap().into_iter().map(|issued| issued.issue.handover).collect();
    assert_eq!(earlier, [drafts[1].0]);
    let shiftless = store.issued(drafts[2].0).unwrap().unwrap();
    assert_eq!(store.earlier_versions(&shiftless).unwrap(), []);
}
