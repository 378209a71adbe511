//! Figures of the service: counted from the facts of its episodes, its rota and its shifts.

mod values;

use std::collections::VecDeque;

use chrono::{DateTime, NaiveDate, Utc};

use super::{Desk, DeskError};
use crate::domain::event::Body;
use crate::domain::ids::{EpisodeId, PractitionerId};
use crate::domain::item::Item;
use crate::domain::service::Right;
use crate::domain::time::local;
use crate::figures::{Counting, CoverCounted, Group, Period, Sheet, Shown, Step, Tally, sheet, shown};
use crate::rota::{ServiceHours, SiteReport};

pub use values::{csv, json};

/// The longest period counted at once, in days.
const MOST_DAYS: u64 = 3660;
/// Records with something missing that are listed at once.
const MOST_MISSING: usize = 500;

/// Which figures are asked for.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct FiguresAsked {
    /// The period.
    pub period: Period,
    /// Codes of the sites; empty means all.
    pub sites: Vec<String>,
    /// Whom they count.
    pub group: Group,
    /// The steps in which the trend is counted.
    pub step: Step,
}

/// Figures of a period, and of the steps in it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Counted {
    /// The whole period.
    pub whole: Sheet,
    /// Its weeks or months, each cut to the period, without cover.
    pub steps: Vec<Sheet>,
    /// When they were counted.
    pub at: DateTime<Utc>,
}

/// Figures as they leave the terminal.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct FiguresOut {
    /// The name of the service.
    pub service: String,
    /// Counts of people under this are withheld.
    pub limit: u64,
    /// Whether the people are invented.
    pub demo: bool,
    /// The periods, the one asked for first.
    pub periods: Vec<OnePeriod>,
}

/// One period of those that leave.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct OnePeriod {
    /// What was counted.
    pub counted: Counted,
    /// What may be shown of it.
    pub shown: Vec<Shown>,
}

/// A record in which something is missing that the service asks for.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct MissingLine {
    /// Which.
    pub episode: EpisodeId,
    /// Printed reference.
    pub reference: String,
    /// Initials.
    pub initials: String,
    /// Site code.
    pub site: String,
    /// Local day of the referral.
    pub day: NaiveDate,
    /// Whose it is: who last saw the person, or recorded the referral.
    pub worker: Option<PractitionerId>,
    /// Name of that practitioner; empty where nobody is known.
    pub worker_name: String,
    /// What is missing.
    pub items: Vec<Item>,
}

/// What is missing over a period.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct MissingList {
    /// The records, the newest in front, so many at most.
    pub lines: Vec<MissingLine>,
    /// How many there are in all.
    pub all: usize,
}

impl Desk {
    /// The groups that figures can be of, everybody first.
    pub fn figure_groups(&self) -> Vec<Group> {
        Group::all(&self.service)
    }

    /// The group with this code; none for an empty one is everybody.
    ///
    /// # Errors
    /// Refused where the service has no such group.
    pub fn figure_group(&self, code: &str) -> Result<Group, DeskError> {
        let groups = self.figure_groups();
        let known: Vec<String> = groups.iter().map(|group| group.code().to_owned()).collect();
        // A service's own group comes before one of ours that has its code.
        groups.into_iter().rev().find(|group| group.code() == code).ok_or_else(|| {
            let known = known.iter().filter(|code| !code.is_empty()).cloned().collect::<Vec<_>>();
            DeskError::refused(
                format!("There is no group \"{code}\" to count."),
                format!("There are {}; without one everybody is counted.", known.join(", ")),
            )
        })
    }

    /// Counts the figures of a period. Looking changes nothing.
    ///
    /// # Errors
    /// Refused for an unknown site, a period that runs backwards or is over ten years.
    pub fn figures(&self, asked: &FiguresAsked) -> Result<Counted, DeskError> {
        self.figures_while(asked, &mut |_| true)
    }

    /// The same, telling how much is done, in percent, for as long as it is told to go on.
    ///
    /// # Errors
    /// As [`Desk::figures`]; [`StoreError::Stopped`] where it was told not to go on.
    pub fn figures_while(
        &self,
        asked: &FiguresAsked,
        go_on: &mut dyn FnMut(u8) -> bool,
    ) -> Result<Counted, DeskError> {
        self.check_asked(asked)?;
        let hours = ServiceHours::of(&self.service, asked.period.between());
        let counting = self.counting(asked, &hours);
        let steps = asked.period.steps(asked.step);
        let ends: Vec<DateTime<Utc>> = steps.iter().map(|step| step.between().to).collect();
        let mut tallies = vec![Tally::default(); steps.len()];
        self.each_fact(asked.period.between(), go_on, |fact| {
            // Facts come in the order of the referrals, the steps too.
            let place = ends.partition_point(|end| *end <= fact.received_at);
            if let Some(tally) = tallies.get_mut(place) {
                counting.hear(&fact, tally);
            }
            Ok::<(), DeskError>(())
        })?;
        let mut all = Tally::default();
        tallies.iter().for_each(|tally| all.add(tally));
        let sheet_of = |period: Period, tally: &Tally, cover: &CoverCounted| {
            sheet(&self.service, (period, &asked.sites, &asked.group), tally, cover)
        };
        let cover = self.cover_counted(asked)?;
        let none = CoverCounted::default();
        let of_steps = steps.iter().zip(&tallies).map(|(step, tally)| sheet_of(*step, tally, &none));
        Ok(Counted { whole: sheet_of(asked.period, &all, &cover), steps: of_steps.collect(), at: self.now() })
    }

    /// Counts the figures of one period, or of two beside each other, for whatever leaves the terminal, and
    /// journals that they left. `by_step` adds how many came in each step. Where the store may only be read
    /// they are counted all the same.
    ///
    /// # Errors
    /// As [`Desk::figures_while`]; refused for those who do not lead, and where periods overlap.
    pub fn take_figures_out(
        &mut self,
        asked: &[FiguresAsked],
        by_step: bool,
        go_on: &mut dyn FnMut(u8) -> bool,
    ) -> Result<FiguresOut, DeskError> {
        self.needs(Right::Lead, "take figures out of the store")?;
        asked.iter().try_for_each(|one| self.check_asked(one))?;
        let overlap = |(nth, one): (usize, &FiguresAsked)| {
            asked.iter().skip(nth + 1).any(|other| other.period.overlaps(one.period))
        };
        if asked.iter().enumerate().any(overlap) {
            return Err(DeskError::refused(
                "The two periods overlap: what is withheld in one could be worked out from the other.",
                "Nothing was counted. Name days that lie apart.",
            ));
        }
        let mut periods = Vec::new();
        for one in asked {
            self.journal_figures(one)?;
            let mut counted = self.figures_while(one, go_on)?;
            if by_step {
                counted.whole.add_steps(&counted.steps);
            }
            let shown = shown(&self.service, &counted.whole, self.service.figures.suppress_under);
            periods.push(OnePeriod { counted, shown });
        }
        Ok(FiguresOut {
            service: self.service.name.clone(),
            limit: self.service.figures.suppress_under,
            demo: self.is_demo(),
            periods,
        })
    }

    fn journal_figures(&mut self, asked: &FiguresAsked) -> Result<(), DeskError> {
        if self.read_only().is_some() {
            return Ok(());
        }
        let (first, last) = (asked.period.first, asked.period.last);
        let of = [asked.sites.join("+"), asked.group.code().to_owned()].join(" ");
        let what = format!("figures {first} to {last} {}", of.trim()).trim_end().to_owned();
        let site = asked.sites.first().filter(|_| asked.sites.len() == 1).map(String::as_str);
        self.record_here(site, Body::Exported { what, reason: String::new() })
    }

    /// The records of a period in which something is missing, the newest in front. Those who do not lead
    /// see their own.
    ///
    /// # Errors
    /// As [`Desk::figures`].
    pub fn missing_items(&self, asked: &FiguresAsked) -> Result<MissingList, DeskError> {
        self.check_asked(asked)?;
        let hours = ServiceHours::default();
        let counting = self.counting(asked, &hours);
        let people = self.practitioners()?;
        let name = |id: Option<PractitionerId>| {
            let person = people.iter().find(|person| Some(person.id) == id);
            person.map(|person| person.name.clone()).unwrap_or_default()
        };
        let (leads, me) = (self.may(&[Right::Lead]), self.who.id);
        let mut found: VecDeque<MissingLine> = VecDeque::new();
        let mut all = 0;
        self.each_fact(asked.period.between(), &mut |_| true, |fact| {
            let items = if leads || fact.worker == Some(me) { counting.missing(&fact) } else { Vec::new() };
            if items.is_empty() {
                return Ok::<(), DeskError>(());
            }
            all += 1;
            if found.len() == MOST_MISSING {
                found.pop_back();
            }
            found.push_front(MissingLine {
                episode: fact.episode,
                reference: fact.reference,
                initials: fact.initials,
                site: fact.site,
                day: local(fact.received_at).date(),
                worker: fact.worker,
                worker_name: name(fact.worker),
                items,
            });
            Ok(())
        })?;
        Ok(MissingList { lines: found.into(), all })
    }

    fn counting<'a>(&'a self, asked: &'a FiguresAsked, hours: &'a ServiceHours) -> Counting<'a> {
        Counting { service: &self.service, hours, sites: &asked.sites, group: &asked.group, now: self.now() }
    }

    fn check_asked(&self, asked: &FiguresAsked) -> Result<(), DeskError> {
        self.sites_named(&asked.sites)?;
        let Period { first, last } = asked.period;
        let nothing = "Nothing was counted.";
        if last < first {
            return Err(DeskError::refused(format!("{last} is before {first}."), nothing));
        }
        if asked.period.days() > MOST_DAYS {
            return Err(DeskError::refused("That is over ten years. Count them in parts.", nothing));
        }
        Ok(())
    }

    /// Cover by the rota, and shifts as worked, over the days of a period.
    fn cover_counted(&self, asked: &FiguresAsked) -> Result<CoverCounted, DeskError> {
        let Period { first, last } = asked.period;
        let window = asked.period.between();
        let here = |site: &str| asked.sites.is_empty() || asked.sites.iter().any(|code| code == site);
        let mut counted = CoverCounted::default();
        for report in self.cover_between(first, last)?.iter().filter(|report| here(&report.site)) {
            add(&mut counted, report);
        }
        let shifts = self.store.shifts_begun(window.from, window.to)?;
        let worked = shifts.iter().filter(|shift| shift.sites.iter().any(|site| here(site))).count();
        counted.shifts = u64::try_from(worked).unwrap_or(0);
        let logged = self.store.activities_between(window.from, window.to)?;
        // What was logged at no site counts where all sites are counted.
        let logged = logged.iter().filter(|one| match &one.site {
            Some(site) => here(site),
            None => asked.sites.is_empty(),
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
