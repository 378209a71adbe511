//! What the board shows: rows in their order, cover, tasks, counts.

use chrono::{DateTime, Duration, Utc};

use super::cover::CoverNow;
use super::{Desk, DeskError};
use crate::domain::board::{self, Level, Row, SiteNow, Standing, Surroundings};
use crate::domain::clock::{ClockKind, Due};
use crate::domain::episode::Episode;
use crate::domain::ids::{EpisodeId, OnwardId, TaskId};
use crate::domain::shift::{Shift, SiteLog};
use crate::domain::time::local;
pub use crate::rota::CoverLine;
use crate::rota::{SiteCover, line};

/// Everything the board shows, read at one moment.
#[derive(Clone, Debug)]
pub struct Board {
    /// When it was read.
    pub at: DateTime<Utc>,
    /// People in their order.
    pub rows: Vec<Row>,
    /// Cover of each site, in the service's order.
    pub cover: Vec<SiteCover>,
    /// Open tasks, the most pressing first.
    pub tasks: Vec<TaskRow>,
    /// Onward referrals that wait, the oldest first.
    pub pending: Vec<PendingRow>,
    /// What each site last recorded.
    pub site_logs: Vec<(String, SiteLog)>,
    /// Open shifts.
    pub shifts: Vec<Shift>,
    /// The episodes it was made of, for what else is read off them at the same moment.
    pub(super) live: Vec<Episode>,
}

/// An open task.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct TaskRow {
    /// Whose.
    pub episode: EpisodeId,
    /// Name of the task.
    pub task: TaskId,
    /// Site code of the episode.
    pub site: String,
    /// Initials.
    pub initials: String,
    /// What.
    pub what: String,
    /// Who.
    pub owner: String,
    /// By when.
    pub due: DateTime<Utc>,
    /// How much it should be noticed.
    pub level: Level,
}

/// An onward referral that is not settled.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct PendingRow {
    /// Whose.
    pub episode: EpisodeId,
    /// Which.
    pub onward: OnwardId,
    /// Printable reference of the episode.
    pub reference: String,
    /// Site code of the episode.
    pub site: String,
    /// Initials.
    pub initials: String,
    /// Destination code.
    pub destination: String,
    /// Priority code.
    pub urgency: String,
    /// Since when.
    pub made_at: DateTime<Utc>,
    /// First appointment, once accepted with one.
    pub appointment: Option<DateTime<Utc>>,
    /// Whether a destination has taken it.
    pub accepted: bool,
    /// Whether it has gone out.
    pub sent: bool,
    /// Who asks after it next, and when.
    pub chase: Option<(String, DateTime<Utc>)>,
    /// How much it should be noticed.
    pub level: Level,
}

impl Board {
    /// People who have still to be seen to the end.
    pub fn awaiting(&self) -> impl Iterator<Item = &Row> {
        self.rows.iter().filter(|row| row.standing != Standing::ToDo)
    }

    /// Minutes of the longest wait among people not yet seen.
    pub fn oldest_wait(&self) -> Option<i64> {
        let unseen = |row: &&Row| matches!(row.standing, Standing::Waiting | Standing::OnHold);
        self.rows.iter().filter(unseen).map(|row| row.waiting_minutes).max()
    }

    /// The next clock over all rows that is still to come, with its row. Behind a re-check and behind
    /// protected rest the clock that binds goes on running.
    pub fn next_clock(&self) -> Option<(usize, Due)> {
        let coming = |row: &Row| {
            let shown = row.next_clock.filter(|due| !row.rest && due.kind != ClockKind::Recheck);
            let binding = row.deadline.filter(|due| due.kind != ClockKind::CoverEnds);
            shown.into_iter().chain(binding).filter(|due| due.at > self.at).min_by_key(|due| due.at)
        };
        self.rows
            .iter()
            .enumerate()
            .filter_map(|(place, row)| Some((place, coming(row)?)))
            .min_by_key(|(_, due)| due.at)
    }

    /// Clocks that were planned and are past.
    pub fn overdue(&self) -> usize {
        self.rows.iter().filter(|row| row.next_clock.is_some_and(|due| due.at <= self.at)).count()
    }

    /// People whose episode was closed on the board's day.
    pub fn done_today(&self) -> u32 {
        let today = local(self.at).date();
        self.site_logs.iter().map(|(_, log)| log.closed_on_day(today)).sum()
    }

    /// The same board with these sites only; an empty list means all. It is only looked at from here
    /// on: the episodes, with their names, are let go.
    #[must_use]
    pub fn only(mut self, sites: &[String]) -> Self {
        self.live.clear();
        if sites.is_empty() {
            return self;
        }
        self.rows.retain(|row| sites.contains(&row.site));
        self.tasks.retain(|task| sites.contains(&task.site));
        self.pending.retain(|pending| sites.contains(&pending.site));
        self.cover.retain(|cover| sites.contains(&cover.site));
        self.site_logs.retain(|(site, _)| sites.contains(site));
        self
    }
}

/// The cover of each site in words, in the service's order.
pub fn cover_lines(board: &Board) -> Vec<CoverLine> {
    board.cover.iter().map(|cover| line(cover, board.at)).collect()
}

impl Desk {
    /// Reads the board.
    ///
    /// # Errors
    /// A failure of the store.
    pub fn board(&self) -> Result<Board, DeskError> {
        let at = self.now();
        let live = self.store.open_episodes()?;
        let CoverNow { sites: covers, open: shifts } = self.cover_at(at)?;
        Ok(Board {
            at,
            rows: board::rows(live.iter(), &self.service, &around(&covers), at),
            cover: covers,
            tasks: self.tasks(&live, at),
            pending: self.pending(&live, at),
            site_logs: self.store.site_logs()?,
            shifts,
            live,
        })
    }

    /// Who is on at each site, as far as it moves people on the board.
    ///
    /// # Errors
    /// A failure of the store.
    pub fn surroundings(&self) -> Result<Surroundings, DeskError> {
        let at = self.now();
        Ok(around(&self.cover_at(at)?.sites))
    }

    /// One person's row on the board, as it stands there.
    ///
    /// # Errors
    /// A failure of the store.
    pub fn row(&self, episode: &Episode) -> Result<Option<Row>, DeskError> {
        let around = self.surroundings()?;
        Ok(board::rows(std::iter::once(episode), &self.service, &around, self.now()).into_iter().next())
    }

    fn tasks(&self, live: &[Episode], at: DateTime<Utc>) -> Vec<TaskRow> {
        let soon = at + Duration::minutes(self.service.settings.clock_warning_minutes);
        let mut tasks: Vec<TaskRow> = live
            .iter()
            .flat_map(|episode| episode.open_tasks().map(move |task| (episode, task)))
            .map(|(episode, task)| TaskRow {
                episode: episode.id,
                task: task.id,
                site: episode.site.clone(),
                initials: episode.person().initials(),
                what: task.what.clone(),
                owner: task.owner.clone(),
                due: task.due,
                level: level(task.due <= at, task.due < soon),
            })
            .collect();
        tasks.sort_by(|a, b| a.due.cmp(&b.due).then_with(|| a.task.cmp(&b.task)));
        tasks
    }

    fn pending(&self, live: &[Episode], at: DateTime<Utc>) -> Vec<PendingRow> {
        let chase = Duration::days(self.service.settings.referral_chase_days);
        let mut rows: Vec<PendingRow> = live
            .iter()
            .flat_map(|episode| episode.onward.iter().map(move |onward| (episode, onward)))
            .filter(|(_, onward)| onward.is_pending())
            .map(|(episode, onward)| PendingRow {
                episode: episode.id,
                onward: onward.id,
                reference: episode.referral.reference.clone(),
                site: episode.site.clone(),
                initials: episode.person().initials(),
                destination: onward.destination.clone(),
                urgency: onward.urgency.clone(),
                made_at: onward.made_at,
                appointment: onward.appointment(),
                accepted: onward.is_accepted(),
                sent: !onward.steps.is_empty(),
                chase: onward.chase().map(|(by, when)| (by.to_owned(), when)),
                level: level(
                    onward.appointment().is_some_and(|appointment| appointment < at),
                    // Whoever asked has the word on when to ask again; else the service's days count.
                    match onward.chase() {
                        Some((_, when)) => when < at,
                        None => onward.appointment().is_none() && onward.made_at + chase < at,
                    },
                ),
            })
            .collect();
        rows.sort_by(|a, b| a.made_at.cmp(&b.made_at).then_with(|| a.onward.cmp(&b.onward)));
        rows
    }
}

fn around(covers: &[SiteCover]) -> Surroundings {
    let site = |cover: &SiteCover| {
        let youth_worker = cover.on.iter().find(|on| on.youth_worker).map(|on| on.name.clone());
        (cover.site.clone(), SiteNow { cover_ends: cover.ends, youth_worker })
    };
    covers.iter().map(site).collect()
}

fn level(urgent: bool, warn: bool) -> Level {
    match (urgent, warn) {
        (true, _) => Level::Urgent,
        (false, true) => Level::Warn,
        (false, false) => Level::Plain,
    }
}
