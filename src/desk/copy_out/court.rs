//! What the court may know: what the person agreed to share, and the recommendation apart from it.

use super::lines::Lines;
use crate::desk::record::found_words;
use crate::desk::{Desk, DeskError};
use crate::domain::episode::{Episode, Onward, Report};
use crate::domain::event::ConsentTo;
use crate::domain::service::{label, label_within};
use crate::domain::time::{full, near};

/// Code of the report that goes to the court.
const COURT_REPORT: &str = "court";

impl Desk {
    /// The note to the bench. It has no answers of a form, no words of the referral and nothing
    /// about the alleged offence; risk stands in it, for it is what the cells act on.
    pub(super) fn court_note(&self, episode: &Episode) -> Result<String, DeskError> {
        let without = basis(episode);
        if without.is_empty() {
            Self::refuse_unshared(episode)?;
        }
        let mut lines = Lines::default();
        self.whose(&mut lines, episode, "Note to the court");
        lines.heading("Shared with the court");
        match episode.consent(ConsentTo::Share) {
            Some(line) if without.is_empty() => {
                lines.pair("Consent", &format!("given {}", full(line.at)));
                lines.pair("It covers", &line.consent.scope);
            }
            _ => lines.pair("Without consent", &without),
        }
        self.court_findings(&mut lines, episode);
        self.court_support(&mut lines, episode);
        self.recommendations(&mut lines, episode);
        Ok(lines.text())
    }

    fn court_findings(&self, lines: &mut Lines, episode: &Episode) {
        let lists = &self.service.lists;
        lines.heading("Seen by Liaison and Diversion");
        match episode.seen_at {
            Some(at) => lines.pair("Seen", &full(at)),
            None => lines.pair("Seen", "not seen"),
        }
        if let Some(decision) = &episode.work.decision {
            lines.pair("Needs", &decision.what.needs);
            lines.pair("Vulnerable", &found_words(&decision.what.found, lists));
            lines.pair("Risk", label(&lists.risk_levels, &decision.what.risk));
        }
        for flag in episode.flags.iter().filter(|flag| flag.lifted_at.is_none()) {
            lines.pair("Risk known", &flag.raise.words);
        }
        for entry in &episode.work.capacity {
            let found = if entry.what.has_capacity() { "has capacity" } else { "lacks capacity" };
            lines.pair("Capacity", &format!("{}: {found}, {}", entry.what.decision, full(entry.at)));
        }
    }

    fn court_support(&self, lines: &mut Lines, episode: &Episode) {
        let (lists, now) = (&self.service.lists, self.now());
        let standing = |onward: &&Onward| onward.is_pending() || onward.is_accepted();
        let (mha, follow_up) = (episode.work.mha.last(), episode.work.follow_up.as_ref());
        if episode.onward.iter().all(|onward| !standing(&onward)) && mha.is_none() && follow_up.is_none() {
            return;
        }
        lines.heading("Support in place or asked for");
        for onward in episode.onward.iter().filter(standing) {
            let stands = match (onward.appointment(), onward.is_accepted()) {
                (Some(at), _) => format!("first appointment {}", near(at, now)),
                (None, true) => "accepted".to_owned(),
                (None, false) => "not yet accepted".to_owned(),
            };
            lines.item(&format!("{}: {stands}", label(&lists.destinations, &onward.destination)));
        }
        if let Some(step) = mha {
            let words = label_within(&lists.mha_steps, &step.what.step);
            lines.item(&format!("Mental Health Act assessment: {words}, {}", full(step.at)));
        }
        if let Some(plan) = follow_up {
            lines.item(&format!("Follow-up from {}", full(plan.what.first_due)));
        }
    }

    /// Recommendations to the CPS and the court, apart from everything else.
    pub(super) fn recommendations(&self, lines: &mut Lines, episode: &Episode) {
        if episode.work.recommendations.is_empty() {
            return;
        }
        lines.heading("Recommendation, apart from the clinical note");
        for entry in &episode.work.recommendations {
            let to = if entry.what.to == "cps" { "CPS" } else { "court" };
            let words = label(&self.service.lists.recommendations, &entry.what.code);
            lines.item(&format!("To the {to}, {}: {words}", full(entry.at)));
            lines.paragraph("  ", &entry.what.text);
        }
    }
}

/// Why the court is written to without consent; empty where nobody has given a basis. The basis of a
/// report to somebody else does not reach the court.
fn basis(episode: &Episode) -> String {
    let goes = |report: &&Report| report.is_open() || report.sent_at().is_some();
    let open = episode.work.reports.iter().filter(|report| report.start.kind == COURT_REPORT).filter(goes);
    open.map(|report| report.start.basis.clone()).find(|basis| !basis.is_empty()).unwrap_or_default()
}
