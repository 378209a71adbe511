//! The planned rota as the store keeps it: after any changes it is what the journal tells.

use chrono::TimeDelta;
use proptest::prelude::*;
use uuid::Uuid;

use super::fixture::{ada, at, draft, practitioner_added};
use crate::domain::event::{Body, Event};
use crate::domain::ids::{AbsenceId, ChangeId, PlannedId, PractitionerId};
use crate::domain::rota::{Absence, Plan, PlannedShift, Published, RotaChange, RotaPart, Span, Staff};
use crate::domain::time::local;
use crate::store::Store;

fn id(number: u8) -> Uuid {
    Uuid::from_u128(u128::from(number) + 1)
}

fn span(from: i64, minutes: i64) -> Span {
    let typed = local(at(from));
    Span::between(typed, typed + TimeDelta::minutes(minutes)).unwrap()
}

fn person(number: u8) -> PractitionerId {
    if number == 0 { ada() } else { PractitionerId(id(number)) }
}

fn put(shift: u8, who: u8, from: i64, minutes: i64) -> RotaPart {
    RotaPart::Put(PlannedShift {
        id: PlannedId(id(shift)),
        practitioner: person(who),
        site: "BRO".into(),
        activity: "duty".into(),
        pattern: None,
        span: span(from, minutes),
        break_minutes: 30,
    })
}

fn away(absence: u8, who: u8, from: i64, minutes: i64) -> RotaPart {
    let (id, practitioner) = (AbsenceId(id(absence)), person(who));
    RotaPart::Away(Absence { id, practitioner, why: "sickness".into(), span: span(from, minutes) })
}

fn staffed(who: u8, bank: bool) -> RotaPart {
    RotaPart::Staffed(Staff {
        id: person(who),
        name: format!("Person {who}"),
        label: format!("P{who}"),
        role: "practitioner".into(),
        skills: vec![],
        phone: String::new(),
        bank,
        inducted: vec![],
        registered_until: None,
        vetted_until: None,
        opted_out: false,
        left: false,
    })
}

fn settled(days: u8) -> RotaPart {
    let from = local(at(0)).date();
    let to = from + TimeDelta::days(i64::from(days));
    RotaPart::Settled { days: (days > 0).then_some(Published { from, to }) }
}

fn part() -> impl Strategy<Value = RotaPart> {
    let (few, who, from, long) = (0_u8..4, 0_u8..3, 0_i64..9000, 1_i64..1200);
    prop_oneof![
        (few.clone(), who.clone(), from.clone(), long.clone()).prop_map(|(s, w, f, l)| put(s, w, f, l)),
        few.clone().prop_map(|shift| RotaPart::Gone { shift: PlannedId(id(shift)) }),
        (few.clone(), who.clone(), from, long).prop_map(|(a, w, f, l)| away(a, w, f, l)),
        few.prop_map(|absence| RotaPart::Back { absence: AbsenceId(id(absence)) }),
        (who, any::<bool>()).prop_map(|(who, bank)| staffed(who, bank)),
        (0_u8..3).prop_map(settled),
    ]
}

fn change(parts: Vec<RotaPart>) -> Body {
    Body::RotaChanged(RotaChange {
        change: ChangeId(Uuid::now_v7()),
        what: "a change".into(),
        reason: "a reason".into(),
        parts,
        warned: vec![],
        undoes: None,
        swap: None,
    })
}

/// The whole plan as the store's tables tell it.
fn stored(store: &Store) -> Plan {
    let (shifts, absences) = store.rota_between(at(-100_000), at(100_000)).unwrap();
    Plan {
        shifts: shifts.into_iter().map(|shift| (shift.id, shift)).collect(),
        absences: absences.into_iter().map(|absence| (absence.id, absence)).collect(),
        staff: store.staff().unwrap().into_iter().map(|staff| (staff.id, staff)).collect(),
        published: store.published().unwrap(),
    }
}

fn told(store: &Store) -> Plan {
    let mut plan = Plan::default();
    store.events_since(0).unwrap().iter().for_each(|event: &Event| plan.apply(event));
    plan
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn the_stored_plan_is_the_one_that_the_journal_tells_whatever_is_changed_and_undone(
        changes in prop::collection::vec((prop::collection::vec(part(), 1..5), any::<bool>()), 1..10),
    ) {
        let mut store = Store::in_memory().unwrap();
        store.append(&[practitioner_added()]).unwrap();
        for (parts, undone) in changes {
            let before = told(&store);
            let mut running = before.clone();
            let mut inverse = Vec::new();
            for part in &parts {
                inverse.extend(running.inverse(part));
                running.take(part);
            }
            inverse.reverse();
            store.append(&[draft(1, None, change(parts))]).unwrap();
            prop_assert_eq!(&stored(&store), &running);
            if undone {
                store.append(&[draft(2, None, change(inverse))]).unwrap();
                let after = stored(&store);
                prop_assert_eq!(&after.shifts, &before.shifts);
                prop_assert_eq!(&after.absences, &before.absences);
                prop_assert_eq!(after.published, before.published);
            }
        }
        prop_assert_eq!(stored(&store), told(&store));
        prop_assert_eq!(store.replay_matches().unwrap(), Vec::<String>::new());
    }
}

#[test]
fn a_window_holds_what_touches_it_and_nothing_that_only_meets_its_edge() {
    let mut store = Store::in_memory().unwrap();
    let parts = vec![put(1, 0, 0, 60), put(2, 0, 60, 60), put(3, 1, 120, 60), away(1, 1, 30, 60)];
    store.append(&[draft(0, None, change(parts))]).unwrap();
    let begins = |from: i64, to: i64| {
        // The typed times have no milliseconds beyond those of `at`.
        let (shifts, absences) = store.rota_between(at(from), at(to)).unwrap();
        (shifts.iter().map(|shift| shift.id).collect::<Vec<_>>(), absences.len())
    };
    let named = |numbers: &[u8]| numbers.iter().map(|n| PlannedId(id(*n))).collect::<Vec<_>>();
    assert_eq!(begins(60, 120), (named(&[2]), 1));
    assert_eq!(begins(90, 121), (named(&[2, 3]), 0));
    let (of_one, _) = store.rota_of(person(1), at(0), at(500)).unwrap();
    assert_eq!(of_one.iter().map(|shift| shift.id).collect::<Vec<_>>(), named(&[3]));
}

#[test]
fn a_row_of_the_rota_that_does_not_follow_from_the_journal_is_named() {
    let changes = [
        ("UPDATE rota_shift SET to_at = to_at + 1", "rota_shift "),
        ("UPDATE rota_absence SET practitioner = x'00'", "rota_absence "),
        ("UPDATE rota_staff SET body = '{}'", "rota_staff "),
        ("DELETE FROM rota_published", "table rota_published "),
        ("UPDATE rota_published SET body = '{}'", "published days "),
    ];
    for (sql, named) in changes {
        let mut store = Store::in_memory().unwrap();
        let parts = vec![put(1, 0, 0, 60), away(1, 0, 0, 60), staffed(1, true), settled(2)];
        store.append(&[draft(0, None, change(parts))]).unwrap();
        assert_eq!(store.replay_matches().unwrap(), Vec::<String>::new());
        store.conn.execute_batch(sql).unwrap();
        let lines = store.replay_matches().unwrap();
        assert!(lines.iter().any(|line| line.starts_with(named)), "{sql}: {lines:?}");
    }
}

#[test]
fn changes_are_listed_newest_first_and_only_as_many_as_are_asked_for() {
    let mut store = Store::in_memory().unwrap();
    let made = |n: u8| draft(i64::from(n), None, change(vec![put(n, 0, 0, 60)]));
    store.append(&[made(1), practitioner_added(), made(2), made(3)]).unwrap();
    let shifts = |events: Vec<Event>| {
        let of = |event: Event| match event.body {
            Body::RotaChanged(change) => change.parts[0].clone(),
            other => panic!("{other:?}"),
        };
        events.into_iter().map(of).collect::<Vec<_>>()
    };
    assert_eq!(shifts(store.rota_changes(2).unwrap()), [put(3, 0, 0, 60), put(2, 0, 0, 60)]);
    assert_eq!(shifts(store.rota_history().unwrap()).len(), 3);
}
