//! What the board calls attention to beside its rows: a line and a mark, never a stolen key.

use chrono::Duration;

use super::board::Board;
use super::{Desk, DeskError};
use crate::domain::board::{self, Level, Row};
use crate::domain::clock::{ClockKind, Due};
use crate::domain::episode::{Episode, Stage};
use crate::domain::ids::EpisodeId;
use crate::domain::service::SiteKind;
use crate::domain::time::{minutes_between, near, span};

/// One thing that calls for attention.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Alert {
    /// How much it should be noticed.
    pub level: Level,
    /// What it is, on one line.
    pub words: String,
    /// Whom it is about.
    pub episode: Option<EpisodeId>,
}

impl Alert {
    fn new(level: Level, words: impl Into<String>, episode: Option<EpisodeId>) -> Self {
        Self { level, words: words.into(), episode }
    }
}

impl Desk {
    /// Everything that calls for attention, the most pressing first. It looks at all of one's sites,
    /// whichever are shown.
    ///
    /// # Errors
    /// A failure of the store.
    pub fn alerts(&self, board: &Board) -> Result<Vec<Alert>, DeskError> {
        let mut alerts = Vec::new();
        if self.read_only().is_some() {
            let why = "READ ONLY: the store is not as it was left; liaison verify says why, and how a lead goes on.";
            alerts.push(Alert::new(Level::Urgent, why, None));
        }
        let live = self.store.open_episodes()?;
        for row in &board.rows {
            let episode = live.iter().find(|episode| episode.id == row.id);
            alerts.extend(self.about_triage(row));
            if let Some(episode) = episode {
                alerts.extend(self.about_clocks(board, row, episode));
                alerts.extend(self.about_work(board, episode));
            }
        }
        alerts.extend(self.about_shifts(board));
        alerts.extend(self.about_lists(board)?);
        alerts.extend(Self::about_pending(board));
        // Stable: among those of one level, people come in the board's order.
        alerts.sort_by_key(|alert| std::cmp::Reverse(alert.level));
        Ok(alerts)
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
        let late = |shift: &&crate::domain::shift::Shift| {
            shift.off_suite.as_ref().is_some_and(|off| off.back_at < board.at)
        };
        let words = |shift: &crate::domain::shift::Shift| {
            let off = shift.off_suite.as_ref()?;
            let since = near(off.back_at, board.at);
            Some(format!("{} off suite, back since {since}? ring {}", shift.name, off.phone))
        };
        let overdue = board.shifts.iter().filter(late).filter_map(words);
        overdue.map(|words| Alert::new(Level::Warn, words, None)).collect()
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

    fn about_pending(board: &Board) -> Vec<Alert> {
        let overdue = board.pending.iter().filter(|pending| pending.level > Level::Plain).count();
        let words = match overdue {
            0 => return Vec::new(),
            1 => "1 onward referral is overdue".to_owned(),
            n => format!("{n} onward referrals are overdue"),
        };
        vec![Alert::new(Level::Warn, words, None)]
    }
}
