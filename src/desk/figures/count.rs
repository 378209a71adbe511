//! Figures being counted: some episodes at a go, so that whoever waits can see how far it is, and stop it.

use chrono::{DateTime, Utc};

use super::super::facts::FactWalk;
use super::super::{Desk, DeskError};
use super::{Counted, FiguresAsked};
use crate::figures::{Counting, CoverCounted, Period, Tally, sheet};
use crate::rota::{ServiceHours, SiteReport};

/// Figures of which a part may be counted.
#[derive(Debug)]
pub struct FiguresCount {
    asked: FiguresAsked,
    hours: ServiceHours,
    /// The weeks or months of the period, and what is counted of each.
    steps: Vec<(Period, Tally)>,
    walk: FactWalk,
    at: DateTime<Utc>,
}

impl FiguresCount {
    /// How much of the period is counted, in percent.
    pub fn share(&self) -> u8 {
        self.walk.share(self.at)
    }
}

impl Desk {
    /// Begins to count the figures of a period; nothing is counted yet.
    ///
    /// # Errors
    /// As [`Desk::figures`].
    pub fn begin_figures(&self, asked: &FiguresAsked) -> Result<FiguresCount, DeskError> {
        self.check_asked(asked)?;
        let (steps, over) = (asked.period.steps(asked.step), asked.period.between());
        Ok(FiguresCount {
            asked: asked.clone(),
            hours: ServiceHours::of(&self.service, over),
            steps: steps.into_iter().map(|step| (step, Tally::default())).collect(),
            walk: FactWalk::new(over),
            at: self.now(),
        })
    }

    /// Counts so many episodes more at least; gives the figures once all are counted. After an error the
    /// count is begun anew.
    ///
    /// # Errors
    /// A failure of the store.
    pub fn count_on(&self, count: &mut FiguresCount, least: usize) -> Result<Option<Counted>, DeskError> {
        let FiguresCount { asked, hours, steps, walk, at } = count;
        let (sites, group) = (&asked.sites, &asked.group);
        let counting = Counting { service: &self.service, hours, sites, group, now: *at };
        let ends: Vec<DateTime<Utc>> = steps.iter().map(|(step, _)| step.between().to).collect();
        let mut heard = 0;
        while heard < least && !walk.is_over() {
            self.walk_on(walk, |fact| {
                heard += 1;
                // Facts come in the order of the referrals, the steps too.
                let place = ends.partition_point(|end| *end <= fact.received_at);
                if let Some((_, tally)) = steps.get_mut(place) {
                    counting.hear(&fact, tally);
                }
                Ok::<(), DeskError>(())
            })?;
        }
        if !walk.is_over() {
            return Ok(None);
        }
        let mut all = Tally::default();
        steps.iter().for_each(|(_, tally)| all.add(tally));
        let sheet_of = |period: Period, tally: &Tally| {
            let cover = self.cover_counted(period, sites)?;
            Ok::<_, DeskError>(sheet(&self.service, (period, sites, group), tally, &cover))
        };
        let of_steps = steps.iter().map(|(step, tally)| sheet_of(*step, tally));
        let of_steps = of_steps.collect::<Result<_, _>>()?;
        Ok(Some(Counted { whole: sheet_of(asked.period, &all)?, steps: of_steps, at: *at }))
    }

    /// Cover by the rota, and shifts as worked, over the days of a period; no site means all.
    fn cover_counted(&self, period: Period, sites: &[String]) -> Result<CoverCounted, DeskError> {
        let window = period.between();
        let here = |site: &str| sites.is_empty() || sites.iter().any(|code| code == site);
        let mut counted = CoverCounted::default();
        let reports = self.cover_between(period.first, period.last)?;
        reports.iter().filter(|report| here(&report.site)).for_each(|report| add(&mut counted, report));
        let shifts = self.store.shifts_begun(window.from, window.to)?;
        let worked = shifts.iter().filter(|shift| shift.sites.iter().any(|site| here(site))).count();
        counted.shifts = u64::try_from(worked).unwrap_or(0);
        let logged = self.store.activities_between(window.from, window.to)?;
        // What was logged at no site counts where all sites are counted.
        let logged = logged.iter().filter(|one| match &one.site {
            Some(site) => here(site),
            None => sites.is_empty(),
        });
        for one in logged {
            *counted.activities.entry(one.activity.kind.clone()).or_default() += 1;
            counted.activity_minutes += i64::from(one.activity.minutes);
        }
        Ok(counted)
    }
}

fn add(counted: &mut CoverCounted, report: &SiteReport) {
    counted.demand += report.demand_minutes;
    counted.covered += report.demand_covered_minutes;
    counted.uncovered += report.uncovered_minutes;
    counted.unsettled += report.demand_minutes - report.demand_covered_minutes - report.uncovered_minutes;
    counted.gaps += u64::try_from(report.gaps.len()).unwrap_or(0);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::desk::tests::demo_desk;
    use crate::figures::{Group, Step, Value};

    fn year(step: Step) -> FiguresAsked {
        let period = Period { first: "2026-01-01".parse().unwrap(), last: "2026-12-31".parse().unwrap() };
        FiguresAsked { period, sites: Vec::new(), group: Group::default(), step }
    }

    #[test]
    fn counted_in_many_goes_it_is_what_it_is_at_once_and_the_share_only_grows() {
        let (_dir, desk) = demo_desk();
        let asked = year(Step::Month);
        let at_once = desk.count_on(&mut desk.begin_figures(&asked).unwrap(), usize::MAX).unwrap().unwrap();
        let (mut count, mut shares) = (desk.begin_figures(&asked).unwrap(), Vec::new());
        let counted = loop {
            shares.push(count.share());
            if let Some(counted) = desk.count_on(&mut count, 1).unwrap() {
                break counted;
            }
        };
        assert_eq!(counted, at_once);
        assert!(shares.len() > 1 && shares.is_sorted() && shares[0] == 0, "{shares:?}");
        assert_eq!(count.share(), 100);
        assert!(matches!(counted.whole.figure("identified").unwrap().value, Value::Number(n) if n > 0));
    }

    #[test]
    fn the_hours_of_the_months_add_up_to_those_of_the_year() {
        let (_dir, desk) = demo_desk();
        let counted = desk.figures(&year(Step::Month)).unwrap();
        for code in ["demand", "covered", "uncovered", "unsettled"] {
            let minutes = |sheet: &crate::figures::Sheet| match sheet.figure(code).unwrap().value {
                Value::Hours(minutes) => minutes,
                _ => panic!("{code} is not hours"),
            };
            let months: i64 = counted.steps.iter().map(minutes).sum();
            assert_eq!(months, minutes(&counted.whole), "{code}");
        }
        assert!(counted.steps.iter().any(|step| step.figure("demand").unwrap().value != Value::Hours(0)));
    }

    #[test]
    fn a_count_that_is_told_to_stop_gives_nothing() {
        let (_dir, desk) = demo_desk();
        let mut told = 0;
        let stopped = desk.figures_while(&year(Step::Week), &mut |_| {
            told += 1;
            told < 2
        });
        assert!(matches!(stopped, Err(DeskError::Store(crate::store::StoreError::Stopped))), "{stopped:?}");
    }
}
