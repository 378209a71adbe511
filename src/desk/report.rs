//! Reports and written information, recommendations, and the Mental Health Act assessment.

use chrono::{DateTime, Utc};
use uuid::Uuid;

use super::referral::known;
use super::seeing::bars;
use super::{Desk, DeskError, Need};
use crate::domain::episode::Episode;
use crate::domain::event::{Body, ConsentTo, MhaStep, Recommendation, ReportStart, ReportStep};
use crate::domain::ids::{EpisodeId, ReportId};
use crate::domain::service::Right;
use crate::domain::text::{clean, clean_line};

/// A report that somebody asks for.
#[derive(Clone, Debug)]
pub struct NewReport {
    /// Code of the kind, which names the recipient.
    pub kind: String,
    /// Who asks.
    pub asked_by: String,
    /// By when.
    pub due: DateTime<Utc>,
    /// Why it goes without consent, where it does.
    pub basis: String,
}

impl Desk {
    /// Records that a report was asked for.
    ///
    /// # Errors
    /// Refused for roles that do not assess, for a closed episode (nobody would see that it is due),
    /// for an unknown kind, without who asked; and where the person has not consented to sharing,
    /// without the basis for going without (domain.md 1.6).
    pub fn ask_report(&mut self, episode: EpisodeId, new: &NewReport) -> Result<ReportId, DeskError> {
        self.needs(Right::Assess, "write reports")?;
        let episode = self.on_board(episode)?;
        known(&self.service.lists.report_kinds, &new.kind, "kind of report")?;
        let (asked_by, basis) = (clean_line(&new.asked_by), clean_line(&new.basis));
        if asked_by.is_empty() {
            return Err(DeskError::refused("Somebody asked for the report.", "Say who."));
        }
        if basis.is_empty() {
            Self::refuse_unshared(&episode)?;
        }
        let report = ReportId(Uuid::now_v7());
        let start = ReportStart { report, kind: new.kind.clone(), asked_by, due: new.due, basis };
        self.record(&episode, vec![Body::ReportAsked(start)])?;
        Ok(report)
    }

    /// Refuses what goes to a justice agency while the person has not agreed to sharing.
    pub(super) fn refuse_unshared(episode: &Episode) -> Result<(), DeskError> {
        let said = episode.consent(ConsentTo::Share).map(|line| line.consent.status.as_str());
        if said.is_some_and(|status| !bars(status) && status != "lacks_capacity") {
            return Ok(());
        }
        let why = match said {
            None => "Nobody has recorded consent to share.",
            Some(_) => "The person has not consented to sharing.",
        };
        Err(DeskError::refused(
            why,
            "Record the consent, or give the basis for going without: serious harm, safeguarding, a court order.",
        )
        .offering(Need::Consent))
    }

    /// Moves a report on: drafted, sent, withdrawn.
    ///
    /// # Errors
    /// Refused where it has gone out or was withdrawn; sending is refused where consent to share was
    /// taken back meanwhile and no basis stands.
    pub fn move_report(
        &mut self,
        episode: EpisodeId,
        report: ReportId,
        step: ReportStep,
    ) -> Result<(), DeskError> {
        self.needs(Right::Assess, "write reports")?;
        let episode = self.episode(episode)?;
        let found = episode.work.reports.iter().find(|found| found.start.report == report);
        let found = found.ok_or(DeskError::Unknown("report"))?;
        if !found.is_open() {
            return Err(DeskError::refused("This report is settled.", "Ask for a new one if it is needed."));
        }
        match &step {
            ReportStep::Sent { how, to } => {
                known(&self.service.lists.sent_by, how, "way of sending")?;
                if clean_line(to).is_empty() {
                    return Err(DeskError::refused("A report goes to somebody.", "Say to whom."));
                }
                if found.start.basis.is_empty() {
                    Self::refuse_unshared(&episode)?;
                }
            }
            ReportStep::Withdrawn { reason } if clean_line(reason).is_empty() => {
                return Err(DeskError::refused("A report is withdrawn with a reason.", "Say why."));
            }
            ReportStep::Drafted | ReportStep::Withdrawn { .. } => {}
        }
        self.record(&episode, vec![Body::ReportMoved { report, step }])?;
        Ok(())
    }

    /// Records a recommendation to the CPS or the court. It stands apart from the clinical note.
    ///
    /// # Errors
    /// Refused for roles that do not assess, for unknown codes, and without consent to share.
    pub fn recommend(&mut self, episode: EpisodeId, new: &Recommendation) -> Result<(), DeskError> {
        self.needs(Right::Assess, "recommend to CPS or court")?;
        let episode = self.episode(episode)?;
        if !matches!(new.to.as_str(), "cps" | "court") {
            return Err(DeskError::refused(
                "A recommendation goes to the CPS or the court.",
                "Choose one of the two.",
            ));
        }
        known(&self.service.lists.recommendations, &new.code, "recommendation")?;
        Self::refuse_unshared(&episode)?;
        let text = clean(&new.text).trim().to_owned();
        self.record(&episode, vec![Body::Recommended(Recommendation { text, ..new.clone() })])?;
        Ok(())
    }

    /// Records a step of the Mental Health Act assessment with the AMHP service.
    ///
    /// # Errors
    /// Refused for roles that do not assess, for a closed episode, for an unknown step, and for a step
    /// after the last.
    pub fn move_mha(&mut self, episode: EpisodeId, step: &MhaStep) -> Result<(), DeskError> {
        self.needs(Right::Assess, "ask for Mental Health Act assessments")?;
        let episode = self.on_board(episode)?;
        let steps = &self.service.lists.mha_steps;
        known(steps, &step.step, "step")?;
        let first = steps.first().map(|first| first.code.as_str());
        if !self.mha_runs(&episode) && Some(step.step.as_str()) != first {
            return Err(DeskError::refused(
                "No Mental Health Act assessment is running for this person.",
                "Record first that it was asked for.",
            ));
        }
        let note = clean_line(&step.note);
        self.record(&episode, vec![Body::MhaMoved(MhaStep { note, ..step.clone() })])?;
        Ok(())
    }

    /// Whether a Mental Health Act assessment was asked for and has not ended.
    pub fn mha_runs(&self, episode: &Episode) -> bool {
        episode.work.mha_runs(&self.service.lists.mha_steps)
    }
}
