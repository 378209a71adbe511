//! What is asked of the figures, how far it is counted, and what came of it.

use chrono::NaiveDate;

use crate::desk::figures::{Counted, FiguresAsked, FiguresCount};
use crate::desk::{Desk, DeskError};
use crate::domain::time::local;
use crate::figures::{Period, Shown, Step, unguarded};

/// What is asked for.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Question {
    pub(super) asked: FiguresAsked,
    /// How long the period is on the calendar.
    pub(super) length: Step,
    /// Whether the period before stands beside it.
    pub(super) compares: bool,
}

impl Question {
    /// The period that stands beside it.
    pub(super) fn beside(&self) -> Option<Period> {
        self.compares.then(|| self.asked.period.before(self.length))
    }

    /// What is counted for it: the period, and the one beside it.
    fn parts(&self) -> impl Iterator<Item = FiguresAsked> + '_ {
        let of = |period| FiguresAsked { period, ..self.asked.clone() };
        std::iter::once(self.asked.period).chain(self.beside()).map(of)
    }
}

/// A question, and what its answer rests on: with the same head of the journal on the same day nothing is
/// counted again.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Wanted {
    pub(super) question: Question,
    pub(super) head: String,
    pub(super) today: NaiveDate,
}

/// A question being counted.
#[derive(Debug)]
pub(super) struct Work {
    pub(super) of: Wanted,
    /// What is still to be counted, the next one last.
    counts: Vec<FiguresCount>,
    done: Vec<Counted>,
    share: u8,
}

impl Work {
    /// Begins to count; nothing is counted yet.
    pub(super) fn begin(desk: &Desk, of: Wanted) -> Result<Self, DeskError> {
        let mut counts =
            of.question.parts().map(|asked| desk.begin_figures(&asked)).collect::<Result<Vec<_>, _>>()?;
        counts.reverse();
        Ok(Self { of, counts, done: Vec::new(), share: 0 })
    }

    /// How much is counted, in percent.
    pub(super) fn share(&self) -> u8 {
        self.share
    }

    /// Counts so many episodes more at least; true once all are counted.
    pub(super) fn go_on(&mut self, desk: &Desk, least: usize) -> Result<bool, DeskError> {
        if let Some(count) = self.counts.last_mut()
            && let Some(counted) = desk.count_on(count, least)?
        {
            self.done.push(counted);
            self.counts.pop();
        }
        let now = self.counts.last().map_or(0, |count| usize::from(count.share()));
        let (done, all) = (self.done.len(), self.done.len() + self.counts.len());
        self.share = u8::try_from((done * 100 + now) / all.max(1)).unwrap_or(100);
        Ok(self.counts.is_empty())
    }

    /// What came of it, once all are counted.
    pub(super) fn into_answer(self) -> Option<Answer> {
        let mut sides = self.done.into_iter().map(Side::of);
        Some(Answer { side: sides.next()?, other: sides.next(), of: self.of })
    }
}

/// What came of a question.
#[derive(Debug)]
pub(super) struct Answer {
    pub(super) of: Wanted,
    pub(super) side: Side,
    /// The period beside it.
    pub(super) other: Option<Side>,
}

/// One period as it is shown.
#[derive(Debug)]
pub(super) struct Side {
    pub(super) shown: Vec<Shown>,
    /// The same for each step of it.
    steps: Vec<(Period, Vec<Shown>)>,
}

impl Side {
    fn of(counted: Counted) -> Self {
        // What has not begun yet is no trend.
        let (steps, today) = (counted.steps.iter(), local(counted.at).date());
        let steps = steps.filter(|step| step.period.first <= today);
        let steps = steps.map(|step| (step.period, unguarded(step))).collect();
        Self { shown: unguarded(&counted.whole), steps }
    }

    /// One figure in each step, by its place.
    pub(super) fn steps_of(&self, place: usize) -> Vec<(Period, &Shown)> {
        self.steps.iter().filter_map(|(period, figures)| Some((*period, figures.get(place)?))).collect()
    }
}
