//! Everything that calls for attention: a line and a mark on the board, never a stolen key.
//!
//! What stands on the board's rows, cover and tasks is listed as well, so that an empty list means that
//! nothing calls; the board's own line begins with what does not stand there already.

mod handover;
mod store;

use chrono::Duration;

use super::board::{Board, TaskRow};
use super::{Desk, DeskError};
use crate::domain::board::{self, Level, Row, Standing};
use crate::domain::clock::{ClockKind, Due};
use crate::domain::episode::{Episode, RedFlag, Stage};
use crate::domain::ids::EpisodeId;
use crate::domain::service::{Right, SiteKind};
use crate::domain::time::{day, local, minutes_between, near, span};
use crate::rota::{CoverState, line};
use handover::about_site_state;

/// One thing that calls for attention.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Alert {
    /// How much it should be noticed.
    pub level: Level,
    /// What it is, on one line.
    pub words: String,
    /// Whom it is about.
    pub episode: Option<EpisodeId>,
    /// Whether the board's rows, cover or tasks say it in the same words.
    pub on_board: bool,
}

impl Alert {
    fn new(level: Level, words: impl Into<String>, episode: Option<EpisodeId>) -> Self {
        Self { level, words: words.into(), episode, on_board: false }
    }

    fn on_board(self) -> Self {
        Self { on_board: true, ..self }
    }
}

impl Desk {
    /// Everything that calls for attention, the most pressing first, red flags that nobody was told of
    /// before everything else of their level. It looks at all sites, so the board is given whole.
    ///
    /// # Errors
    /// A failure of the store.
    pub fn alerts(&self, board: &Board) -> Result<Vec<Alert>, DeskError> {
        let mut alerts = self.about_store()?;
        let on_board = || {
            let episode = |row: &Row| board.live.iter().find(|episode| episode.id == row.id);
            board.rows.iter().filter_map(move |row| Some((row, episode(row)?)))
        };
        alerts.extend(on_board().flat_map(|(row, episode)| about_flags(row, episode)));
        alerts.extend(about_gaps(board));
        for (row, episode) in on_board() {
            alerts.extend(self.about_triage(row));
            alerts.extend(about_past_clocks(board, row));
            alerts.extend(self.about_clocks(board, row, episode));
            alerts.extend(self.about_work(board, episode));
        }
        alerts.extend(about_tasks(board));
        alerts.extend(self.about_shifts(board));
        alerts.extend(self.about_lists(board)?);
        alerts.extend(self.about_handovers(board)?);
        alerts.extend(about_site_state(board));
        alerts.extend(about_pending(board));
        alerts.extend(self.about_rota(board)?);
        // Stable: among those of one level, people come in the board's order.
        alerts.sort_by_key(|alert| std::cmp::Reverse(alert.level));
        Ok(alerts)
    }

    /// That the rota ends too soon, for whoever can go on with it. A service that has published none
    /// is not told: it may keep its rota elsewhere.
    fn about_rota(&self, board: &Board) -> Result<Option<Alert>, DeskError> {
        let Some(settled) = self.store.published()?.filter(|_| self.may(&[Right::Lead])) else {
            return Ok(None);
        };
        let ahead = self.service.rota.published_days;
        let due = local(board.at).date() + Duration::days(ahead);
        Ok((settled.to < due).then(|| {
            let words = format!("the rota is published to {} only, {ahead} days are due", day(settled.to));
            Alert::new(Level::Warn, words, None)
        }))
    }

    fn about_triage(&self, row: &Row) -> Vec<Alert> {
        let mut alerts = Vec::new();
        if row.code == "RF" && row.waiting_minutes >= self.service.settings.triage_minutes {
            let words = format!("{} not triaged for {}", row.initials, span(row.waiting_minutes));
            alerts.push(Alert::new(Level::Warn, words, Some(row.id)));
        }
        alerts
    }

    /// Our own re-check that is due, and the first clock still to come. One that is past and was not
    /// told anew stands on the row; it does not hide the one behind it.
    fn about_clocks(&self, board: &Board, row: &Row, episode: &Episode) -> Vec<Alert> {
        let warning = Duration::minutes(self.service.settings.clock_warning_minutes);
        let clocks = board::clocks(episode, &self.service, board.at);
        let mut alerts = Vec::new();
        let recheck = |due: &&Due| due.kind == ClockKind::Recheck && due.at <= board.at;
        if let Some(due) = clocks.iter().find(recheck) {
            let words = format!("re-check of {} is due since {}", row.initials, near(due.at, board.at));
            alerts.push(Alert::new(Level::Warn, words, Some(row.id)));
        }
        let coming = clocks.iter().find(|due| due.at > board.at).filter(|_| !row.rest);
        if let Some(due) = coming.filter(|due| due.at - board.at < warning) {
            let left = span((due.at - board.at).num_minutes());
            let words = format!("{} {}: {} in {left}", row.initials, row.place, due.kind.words());
            alerts.push(Alert::new(Level::Warn, words, Some(row.id)));
        }
        alerts
    }

    fn about_work(&self, board: &Board, episode: &Episode) -> Vec<Alert> {
        let (work, initials, settings) = (&episode.work, episode.person().initials(), &self.service.settings);
        let mut alerts = Vec::new();
        for open in work.open_escalations() {
            let waited = minutes_between(open.at, board.at);
            let level = if waited >= settings.escalation_minutes { Level::Urgent } else { Level::Warn };
            let words = format!("{initials} escalated {} ago, no clinician has taken it", span(waited));
            alerts.push(Alert::new(level, words, Some(episode.id)));
        }
        if self.untold_risk(episode).is_some() {
            let words = format!("{initials} has a risk found that custody is not told of yet");
            alerts.push(Alert::new(Level::Urgent, words, Some(episode.id)));
        }
        for (entry, at) in episode.capacity_to_review().filter(|(_, at)| *at <= board.at) {
            let since = near(at, board.at);
            let words =
                format!("{initials} capacity to be looked at again since {since}: {}", entry.what.decision);
            alerts.push(Alert::new(Level::Warn, words, Some(episode.id)));
        }
        for report in work.open_reports() {
            let soon = report.start.due - Duration::hours(settings.report_warning_hours);
            if report.is_late(board.at) || soon <= board.at {
                let level = if report.is_late(board.at) { Level::Urgent } else { Level::Warn };
                let words = format!("{initials} report due {}, not sent", near(report.start.due, board.at));
                alerts.push(Alert::new(level, words, Some(episode.id)));
            }
        }
        for transfer in work.open_transfers() {
            let words = format!("{initials} passed to {}, not acknowledged", self.receiver(transfer));
            alerts.push(Alert::new(Level::Warn, words, Some(episode.id)));
        }
        if let (Some(plan), Stage::FollowUp) = (&work.follow_up, &episode.stage)
            && plan.what.first_due <= board.at
        {
            let words = format!("{initials} follow-up due since {}", near(plan.what.first_due, board.at));
            alerts.push(Alert::new(Level::Warn, words, Some(episode.id)));
        }
        alerts
    }

    fn about_shifts(&self, board: &Board) -> Vec<Alert> {
        let away = |shift: &crate::domain::shift::Shift| {
            let off = shift.off_suite.as_ref()?;
            let back = near(off.back_at, board.at);
            Some(if off.back_at < board.at {
                let words = format!("{} off suite, back since {back}? ring {}", shift.name, off.phone);
                Alert::new(Level::Warn, words, None)
            } else {
                // Its place in the line of cover may be cut: the number must not be.
                Alert::new(
                    Level::Plain,
                    format!("{} off suite: {}, back {back}", shift.name, off.phone),
                    None,
                )
            })
        };
        board.shifts.iter().filter_map(away).collect()
    }

    fn about_lists(&self, board: &Board) -> Result<Vec<Alert>, DeskError> {
        let own = self.shift()?.map(|shift| shift.sites).unwrap_or_default();
        let suites = self.service.sites.iter().filter(|site| own.contains(&site.code));
        let mut alerts = Vec::new();
        for site in suites.filter(|site| site.kind == SiteKind::Custody) {
            let log = board.site_logs.iter().find(|(code, _)| *code == site.code).map(|(_, log)| log);
            let ago = log.and_then(|log| log.checked_at).map(|at| minutes_between(at, board.at));
            let words = match ago {
                None => format!("{} custody list not checked yet", site.code),
                Some(minutes) if minutes >= self.service.settings.custody_check_minutes => {
                    format!("{} custody list checked {} ago", site.code, span(minutes))
                }
                Some(_) => continue,
            };
            alerts.push(Alert::new(Level::Warn, words, None));
        }
        Ok(alerts)
    }
}

/// Red flags of which somebody has still to be told, the most pressing of a person first.
fn about_flags(row: &Row, episode: &Episode) -> Vec<Alert> {
    let mut open: Vec<_> = episode.open_flags().collect();
    open.sort_by_key(|flag| (flag.raise.tier, std::cmp::Reverse(flag.at)));
    let words = |flag: &RedFlag| format!("{} RED FLAG, {}: {}", whom(row), flag.missing(), flag.raise.words);
    open.iter().map(|flag| Alert::new(Level::Urgent, words(flag), Some(row.id)).on_board()).collect()
}

/// Sites that nobody covers now, in the words of their line.
fn about_gaps(board: &Board) -> Vec<Alert> {
    let now = board.cover.iter().filter(|cover| cover.now == CoverState::Gap);
    let words = |cover| line(cover, board.at).text().replace(Level::Urgent.sign(), "").replace("   ", "  ");
    now.map(|cover| Alert::new(Level::Urgent, words(cover), None).on_board()).collect()
}

/// A clock that is past, in the words of the row; our own re-check is told apart.
fn about_past_clocks(board: &Board, row: &Row) -> Option<Alert> {
    let due = row.next_clock.filter(|due| due.at <= board.at && due.kind != ClockKind::Recheck)?;
    let late = span(minutes_between(due.at, board.at));
    let words = format!("{}: {} {}, LATE {late}", whom(row), due.kind.words(), near(due.at, board.at));
    let level = if row.rest || row.standing == Standing::ToDo { Level::Warn } else { Level::Urgent };
    Some(Alert::new(level, words, Some(row.id)).on_board())
}

/// Tasks that are late or due soon.
fn about_tasks(board: &Board) -> Vec<Alert> {
    let words = |task: &TaskRow| {
        let due = near(task.due, board.at);
        let due = match task.level {
            Level::Urgent => format!("{due}, LATE {}", span(minutes_between(task.due, board.at))),
            _ => due,
        };
        format!("{} task of {}: {}, due {due}", task.initials, task.owner, task.what)
    };
    let calling = board.tasks.iter().filter(|task| task.level > Level::Plain);
    calling.map(|task| Alert::new(task.level, words(task), Some(task.episode)).on_board()).collect()
}

fn about_pending(board: &Board) -> Option<Alert> {
    let overdue = board.pending.iter().filter(|pending| pending.level > Level::Plain).count();
    let words = match overdue {
        0 => return None,
        1 => "1 onward referral is overdue".to_owned(),
        n => format!("{n} onward referrals are overdue"),
    };
    Some(Alert::new(Level::Warn, words, None))
}

/// Initials, site and cell, where there is one.
fn whom(row: &Row) -> String {
    format!("{} {} {}", row.initials, row.site, row.place).trim_end().to_owned()
}
