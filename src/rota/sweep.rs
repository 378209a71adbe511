//! The interval sweep: between two neighbouring starts or ends every count is constant.

use std::collections::BTreeSet;

use chrono::{DateTime, Utc};

use super::cover::CoverState;
use super::demand::{Certainty, Demand};
use crate::domain::ids::PractitionerId;

/// Somebody counted as present at a site over `[from, to)`.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Presence {
    /// Who; one person counts once however often signed on.
    pub who: PractitionerId,
    /// From when.
    pub from: DateTime<Utc>,
    /// Until when.
    pub to: DateTime<Utc>,
}

/// A time over which cover does not change, `[from, to)`.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Stretch {
    /// Begin.
    pub from: DateTime<Utc>,
    /// End.
    pub to: DateTime<Utc>,
    /// How the site is covered.
    pub state: CoverState,
    /// People present.
    pub have: usize,
}

/// Cuts the window `[from, to)` into stretches of equal cover, in order and without holes.
pub fn sweep(
    demands: &[Demand],
    present: &[Presence],
    minimum: usize,
    from: DateTime<Utc>,
    to: DateTime<Utc>,
) -> Vec<Stretch> {
    let edges: BTreeSet<DateTime<Utc>> = demands
        .iter()
        .flat_map(|demand| [demand.from, demand.to])
        .chain(present.iter().flat_map(|presence| [presence.from, presence.to]))
        .filter(|edge| from < *edge && *edge < to)
        .chain([from, to])
        .collect();
    let mut stretches: Vec<Stretch> = Vec::new();
    for (start, end) in edges.iter().zip(edges.iter().skip(1)) {
        let (state, have) = state_at(demands, present, minimum, *start);
        match stretches.last_mut() {
            Some(last) if last.state == state && last.have == have => last.to = *end,
            _ => stretches.push(Stretch { from: *start, to: *end, state, have }),
        }
    }
    stretches
}

fn state_at(
    demands: &[Demand],
    present: &[Presence],
    minimum: usize,
    at: DateTime<Utc>,
) -> (CoverState, usize) {
    let here = present.iter().filter(|presence| presence.from <= at && at < presence.to);
    let have = here.map(|presence| presence.who).collect::<BTreeSet<_>>().len();
    (state_of(demands, minimum, have, at), have)
}

/// What this many people make of the site's cover at an instant.
pub fn state_of(demands: &[Demand], minimum: usize, have: usize, at: DateTime<Utc>) -> CoverState {
    let active = || demands.iter().filter(move |demand| demand.holds(at));
    if active().any(|demand| demand.certainty == Certainty::Known) {
        return match have.cmp(&minimum) {
            std::cmp::Ordering::Less => CoverState::Gap,
            std::cmp::Ordering::Equal => CoverState::Ok,
            std::cmp::Ordering::Greater => CoverState::Spare,
        };
    }
    if active().next().is_some() {
        CoverState::AskCourt
    } else if have == 0 {
        CoverState::Closed
    } else {
        CoverState::Spare
    }
}

#[cfg(test)]
mod tests {
    use chrono::Duration;
    use proptest::prelude::*;
    use uuid::Uuid;

    use super::*;
    use crate::domain::service::BankHolidays;
    use crate::domain::time::hhmm;
    use crate::rota::cover::tests::{at, custody};
    use crate::rota::demand::demand;

    fn present(who: u128, from: &str, to: &str) -> Presence {
        Presence { who: PractitionerId(Uuid::from_u128(who)), from: at(from), to: at(to) }
    }

    fn monday(people: &[Presence]) -> Vec<String> {
        let (from, to) = (at("2026-11-23 00:00"), at("2026-11-24 00:00"));
        let demands = demand(&custody(), &BankHolidays::default(), from, to);
        sweep(&demands, people, 1, from, to)
            .iter()
            .filter(|s| s.state != CoverState::Closed)
            .map(|s| format!("{}-{} {:?} {}", hhmm(s.from), hhmm(s.to), s.state, s.have))
            .collect()
    }

    #[test]
    fn early_and_late_overlap_for_the_handover_hour() {
        let early = present(1, "2026-11-23 07:00", "2026-11-23 15:00");
        let late = present(2, "2026-11-23 14:00", "2026-11-23 22:00");
        assert_eq!(
            monday(&[early, late]),
            ["07:00-08:00 Spare 1", "08:00-14:00 Ok 1", "14:00-15:00 Spare 2", "15:00-22:00 Ok 1"]
        );
    }

    #[test]
    fn a_late_off_sick_leaves_seven_hours() {
        let early = present(1, "2026-11-23 07:00", "2026-11-23 15:00");
        assert_eq!(monday(&[early]).last().unwrap(), "15:00-22:00 Gap 0");
    }

    #[test]
    fn an_empty_rota_is_one_whole_gap_and_nothing_outside_service() {
        assert_eq!(monday(&[]), ["08:00-22:00 Gap 0"]);
    }

    #[test]
    fn one_person_signed_on_twice_counts_once() {
        let twice = present(1, "2026-11-23 08:00", "2026-11-23 22:00");
        assert_eq!(monday(&[twice, twice]), ["08:00-22:00 Ok 1"]);
    }

    proptest! {
        #[test]
        fn stretches_fill_the_window_without_holes_and_neighbours_differ(
            people in prop::collection::vec((0u128..4, 0i64..48, 1i64..24), 0..12),
            minimum in 0usize..3,
        ) {
            let (from, to) = (at("2026-10-24 00:00"), at("2026-10-26 00:00"));
            let people: Vec<Presence> = people
                .into_iter()
                .map(|(who, start, length)| Presence {
                    who: PractitionerId(Uuid::from_u128(who)),
                    from: from + Duration::hours(start),
                    to: from + Duration::hours(start + length),
                })
                .collect();
            let demands = demand(&custody(), &BankHolidays::default(), from, to);
            let stretches = sweep(&demands, &people, minimum, from, to);
            prop_assert_eq!(stretches.first().unwrap().from, from);
            prop_assert_eq!(stretches.last().unwrap().to, to);
            for pair in stretches.windows(2) {
                prop_assert_eq!(pair[0].to, pair[1].from);
                prop_assert_ne!((pair[0].state, pair[0].have), (pair[1].state, pair[1].have));
            }
            for s in &stretches {
                let in_service = demands.iter().any(|d| d.holds(s.from));
                prop_assert_eq!(s.state == CoverState::Gap, in_service && s.have < minimum);
            }
        }
    }
}
