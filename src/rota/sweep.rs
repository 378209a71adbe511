//! The interval sweep: between two neighbouring starts or ends every count is constant.
//!
//! Every skill asked for is counted by itself, "anybody" too: one person with two skills answers for
//! both, and nobody is told off to one of two demands. Of rows that ask for one skill at the same
//! time the largest counts. A site stands as badly as the worst of its skills.

mod count;

use chrono::{DateTime, Utc};

use self::count::{Change, Count};
use super::cover::CoverState;
use super::demand::Demand;
use super::presence::Presence;
use crate::domain::ids::PractitionerId;
use crate::domain::service::Skill;

/// A time over which cover does not change, `[from, to)`.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Stretch<'a> {
    /// Begin.
    pub from: DateTime<Utc>,
    /// End.
    pub to: DateTime<Utc>,
    /// How the site is covered: the worst that is true of any skill asked for.
    pub state: CoverState,
    /// People present.
    pub have: usize,
    /// Who is there, where one person is there alone in service hours, known or not.
    pub alone: Option<PractitionerId>,
    /// Whether any row holds, of whatever certainty.
    pub in_hours: bool,
    /// Whether hours are known in which somebody is asked for.
    pub asked: bool,
    /// Whether the rota is not settled for some of those.
    pub unsettled: bool,
    /// Whether a row holds of which the court has to be asked.
    pub ask_court: bool,
    /// Skills of which there are too few.
    pub short: Vec<Short<'a>>,
    /// Codes of skills that are there only because others stand in.
    pub stood_in: Vec<&'a str>,
}

/// A skill of which there are fewer than asked for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Short<'a> {
    /// Code of the skill; `None` = people of whatever skill.
    pub skill: Option<&'a str>,
    /// How many are asked for.
    pub need: usize,
    /// How many there are, those who may stand in included.
    pub have: usize,
    /// Whether a row of core hours is short.
    pub core: bool,
}

impl Stretch<'_> {
    /// Its true length in minutes.
    pub fn minutes(&self) -> i64 {
        (self.to - self.from).num_minutes()
    }

    fn is_as(&self, other: &Self) -> bool {
        let counts = |s: &Self| (s.state, s.have, s.alone, s.in_hours, s.asked, s.unsettled, s.ask_court);
        counts(self) == counts(other) && self.short == other.short && self.stood_in == other.stood_in
    }
}

/// Cuts the window `[from, to)` of one site into stretches of equal cover, in order and without
/// holes.
///
/// `present` holds people at that site, each at most once at any time, as
/// [`presence`](super::presence::presence) leaves them. `settled` says of a demand whether the rota
/// is known for it; one that is not is neither met nor short.
pub fn sweep<'a>(
    skills: &[Skill],
    demands: &[Demand<'a>],
    present: &[Presence<'_>],
    settled: impl Fn(&Demand<'a>) -> bool,
    (from, to): (DateTime<Utc>, DateTime<Utc>),
) -> Vec<Stretch<'a>> {
    let mut count = Count::of(skills, demands, settled);
    let mut changes = changes(demands, present, from, to).into_iter().peekable();
    let mut stretches: Vec<Stretch<'a>> = Vec::new();
    let mut at = from;
    while at < to {
        while let Some((_, change)) = changes.next_if(|(when, _)| *when <= at) {
            count.take(change, present);
        }
        let until = changes.peek().map_or(to, |(when, _)| (*when).min(to));
        let next = count.stretch(at, until);
        match stretches.last_mut() {
            Some(last) if last.is_as(&next) => last.to = until,
            _ => stretches.push(next),
        }
        at = until;
    }
    stretches
}

fn changes(
    demands: &[Demand<'_>],
    present: &[Presence<'_>],
    from: DateTime<Utc>,
    to: DateTime<Utc>,
) -> Vec<(DateTime<Utc>, Change)> {
    let mut changes = Vec::with_capacity(2 * (demands.len() + present.len()));
    for (n, demand) in demands.iter().enumerate().filter(|(_, d)| d.from < to && from < d.to) {
        changes.extend([(demand.from, Change::Opens(n)), (demand.to, Change::Closes(n))]);
    }
    for (n, person) in present.iter().enumerate().filter(|(_, p)| p.from < to && from < p.to) {
        changes.extend([(person.from, Change::Comes(n)), (person.to, Change::Goes(n))]);
    }
    changes.sort_unstable_by_key(|(when, _)| *when);
    changes
}

#[cfg(test)]
mod tests {
    use chrono::Duration;
    use proptest::prelude::*;
    use uuid::Uuid;

    use super::*;
    use crate::domain::service::{BankHolidays, DemandRow};
    use crate::domain::time::hhmm;
    use crate::rota::cover::tests::{at, custody};
    use crate::rota::demand::demand;
    use crate::rota::skills::Skills;

    fn present(who: u128, from: &str, to: &str) -> Presence<'static> {
        let who = PractitionerId(Uuid::from_u128(who));
        Presence { who, site: "BEX", from: at(from), to: at(to), skills: Skills::default() }
    }

    fn monday(people: &[Presence<'_>]) -> Vec<String> {
        let (from, to) = (at("2026-11-23 00:00"), at("2026-11-24 00:00"));
        let row = custody();
        let demands = demand([&row], &BankHolidays::default(), from, to);
        sweep(&[], &demands, people, |_| true, (from, to))
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

    proptest! {
        #[test]
        fn stretches_fill_the_window_without_holes_and_neighbours_differ(
            people in prop::collection::vec((0i64..48, 1i64..24), 0..12),
            minimum in 0usize..3,
        ) {
            let (from, to) = (at("2026-10-24 00:00"), at("2026-10-26 00:00"));
            let people: Vec<Presence<'_>> = people
                .into_iter()
                .zip(1u128..)
                .map(|((start, length), who)| Presence {
                    who: PractitionerId(Uuid::from_u128(who)),
                    site: "BEX",
                    from: from + Duration::hours(start),
                    to: from + Duration::hours(start + length),
                    skills: Skills::default(),
                })
                .collect();
            let row = DemandRow { minimum, ..custody() };
            let demands = demand([&row], &BankHolidays::default(), from, to);
            let stretches = sweep(&[], &demands, &people, |_| true, (from, to));
            prop_assert_eq!(stretches.first().unwrap().from, from);
            prop_assert_eq!(stretches.last().unwrap().to, to);
            for pair in stretches.windows(2) {
                prop_assert_eq!(pair[0].to, pair[1].from);
                prop_assert!(!pair[0].is_as(&pair[1]));
            }
            for s in &stretches {
                let in_service = demands.iter().any(|d| d.holds(s.from));
                prop_assert_eq!(s.state == CoverState::Gap, in_service && s.have < minimum);
            }
        }
    }
}
