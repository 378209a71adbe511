//! Figures of the service: counted from the facts of its episodes, its rota and its shifts.

mod count;
mod missing;
mod values;

use chrono::{DateTime, Utc};

use super::facts::tell;
use super::{Desk, DeskError};
use crate::domain::event::Body;
use crate::domain::service::Right;
use crate::figures::{Group, Period, Sheet, Shown, Step, shown};

pub use count::FiguresCount;
pub use missing::{MissingCount, MissingLine, MissingList, MissingOf, Whose};
pub use values::{csv, json};

/// The longest period counted at once, in days.
const MOST_DAYS: u64 = 3660;
/// Episodes heard at one go where a count is gone on with later: a fraction of a second.
pub const AT_ONE_GO: usize = 5_000;

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
    /// Its weeks or months, each cut to the period.
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
    /// As [`Desk::figures`]; [`StoreError::Stopped`](crate::store::StoreError::Stopped) where it was told
    /// not to go on.
    pub fn figures_while(
        &self,
        asked: &FiguresAsked,
        go_on: &mut dyn FnMut(u8) -> bool,
    ) -> Result<Counted, DeskError> {
        let mut count = self.begin_figures(asked)?;
        loop {
            tell(count.share(), go_on)?;
            if let Some(counted) = self.count_on(&mut count, 1)? {
                return Ok(counted);
            }
        }
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
}
