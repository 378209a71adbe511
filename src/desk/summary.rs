//! One person in a few lines, for the space beside the board; their page shows the whole.

use chrono::{DateTime, Utc};

use super::{Desk, DeskError};
use crate::domain::board;
use crate::domain::clock::ClockKind;
use crate::domain::episode::Episode;
use crate::domain::event::ConsentTo;
use crate::domain::ids::EpisodeId;
use crate::domain::service::{label, label_within};
use crate::domain::time::near;

/// Lines of the timeline that a summary ends with.
const LAST: usize = 8;

/// One person in a few lines, without their name.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Summary {
    /// Whom it is about.
    pub episode: EpisodeId,
    /// What is open, the most pressing first.
    pub open: Vec<String>,
    /// The clocks, each with who told it and when.
    pub clocks: Vec<String>,
    /// The latest word on each consent that was asked.
    pub consents: Vec<String>,
    /// The newest lines of the timeline, the newest first.
    pub last: Vec<String>,
}

impl Desk {
    /// Sums an episode up. Gives none where opening the record asks why: nothing of it is shown then.
    ///
    /// # Errors
    /// [`DeskError::Unknown`], or a failure of the store.
    pub fn summary(&self, id: EpisodeId) -> Result<Option<Summary>, DeskError> {
        let episode = self.episode(id)?;
        if self.asks_why(&episode)? {
            return Ok(None);
        }
        let now = self.now();
        let last = self.read_record(id)?.lines.into_iter().filter(|line| line.struck.is_none()).take(LAST);
        Ok(Some(Summary {
            episode: id,
            open: self.open_lines(&episode, now),
            clocks: self.clock_lines(&episode, now),
            consents: self.consent_lines(&episode, now),
            last: last.map(|line| format!("{} {} {}", near(line.at, now), line.by, line.words)).collect(),
        }))
    }

    fn open_lines(&self, episode: &Episode, now: DateTime<Utc>) -> Vec<String> {
        let (lists, work) = (&self.service.lists, &episode.work);
        let late = |due: DateTime<Utc>| if due <= now { " LATE" } else { "" };
        let mut open: Vec<String> = Vec::new();
        open.extend(work.pin.iter().map(|pin| format!("Put in front: {}", pin.what)));
        open.extend(
            episode.open_flags().map(|flag| format!("RED FLAG {}: {}", flag.raise.words, flag.missing())),
        );
        open.extend(self.untold_risk(episode).map(|_| "Tell custody of the risk found".to_owned()));
        open.extend(work.open_escalations().map(|one| format!("Escalated: {}", one.start.reason)));
        open.extend(episode.drafts().map(|draft| {
            format!("Draft {}: {} of {}", draft.title, draft.progress.answered, draft.progress.asked)
        }));
        let suggested = |code: &str| format!("Suggested: {}", label(&lists.destinations, code));
        open.extend(episode.suggestions.iter().map(|one| suggested(&one.suggestion.destination)));
        open.extend(episode.open_tasks().map(|task| {
            format!("Task {}: {}, {}{}", task.owner, task.what, near(task.due, now), late(task.due))
        }));
        open.extend(
            episode
                .capacity_to_review()
                .map(|(entry, at)| format!("Capacity again {}: {}", near(at, now), entry.what.decision)),
        );
        open.extend(work.open_reports().map(|report| {
            let kind = label(&lists.report_kinds, &report.start.kind);
            format!("{kind} due {}{}", near(report.start.due, now), late(report.start.due))
        }));
        open.extend(work.open_transfers().map(|one| format!("Passed to {}, unanswered", self.receiver(one))));
        open.extend(
            episode
                .onward
                .iter()
                .filter(|onward| onward.is_pending())
                .map(|onward| format!("Onward: {}", label(&lists.destinations, &onward.destination))),
        );
        open
    }

    fn clock_lines(&self, episode: &Episode, now: DateTime<Utc>) -> Vec<String> {
        let told_by = |kind: ClockKind| {
            let told = episode.clocks.told.iter().rev().find(|told| told.clock.short() == kind.short());
            told.map_or_else(String::new, |told| format!(" ({}, {})", told.by, near(told.at, now)))
        };
        board::clocks(episode, &self.service, now)
            .into_iter()
            .map(|due| format!("{} {}{}", due.kind.words(), near(due.at, now), told_by(due.kind)))
            .collect()
    }

    fn consent_lines(&self, episode: &Episode, now: DateTime<Utc>) -> Vec<String> {
        let lists = &self.service.lists;
        let said = |to: &ConsentTo| {
            let line = episode.consent(*to)?;
            let status = label_within(&lists.consent_statuses, &line.consent.status);
            Some(format!("{}: {status} {}", to.words(), near(line.at, now)))
        };
        ConsentTo::ALL.iter().filter_map(said).collect()
    }
}

#[cfg(test)]
mod tests {
    use crate::desk::tests::demo_desk;

    #[test]
    fn a_summary_says_what_is_open_and_who_told_the_clocks_and_holds_no_name() {
        let (_dir, desk) = demo_desk();
        let board = desk.board().unwrap();
        let id = |initials: &str| board.rows.iter().find(|row| row.initials == initials).unwrap().id;
        let summary = desk.summary(id("J.D.")).unwrap().unwrap();
        assert!(summary.open[0].starts_with("RED FLAG"), "{summary:?}");
        assert!(summary.clocks.iter().any(|line| line.contains("Insp Gray")), "{summary:?}");
        assert!(!format!("{summary:?}").contains("Dale"));
        // At a site that is not of this shift the record asks why, and nothing of it is told.
        assert_eq!(desk.summary(id("A.K.")).unwrap(), None);
    }
}
