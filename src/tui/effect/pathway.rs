//! What is asked and done on the pathway beside the stay and the forms: triage, decision, contacts,
//! agencies, and what is put right. One variant per card, one per verb.

use uuid::Uuid;

use super::Ask;
use crate::desk::passing::NewTransfer;
use crate::desk::report::NewReport;
use crate::domain::detail::DetailItem;
use crate::domain::event::{
    Capacity, Contact, Correction, Decision, FollowUp, Informing, MhaStep, Recommendation, ReportStep,
    Taking, Triage,
};
use crate::domain::ids::{EpisodeId, EscalationId, ReportId, TaskId, TransferId};
use chrono::{DateTime, Utc};

/// What a card of the pathway asks for.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum PathwayAsk {
    /// Who referred somebody that was found on a list.
    TakeReferral,
    /// Priority and tier.
    Triage,
    /// Why somebody comes first; or the end of that.
    Pin,
    /// Whether a full assessment is needed.
    Decide,
    /// What is asked of a clinician.
    Escalate,
    /// Whether an escalation is taken.
    TakeEscalation(EscalationId),
    /// What custody or court was told, beside red flags.
    Inform,
    /// A contact with the person or about them.
    Contact,
    /// Whether the person can make one decision.
    Capacity,
    /// The same decision as in this entry, looked at again.
    CapacityAgain(Uuid),
    /// A follow-up; or the end of the one that runs.
    FollowUp,
    /// A report that somebody asks for.
    Report,
    /// The next step of a report.
    ReportStep(ReportId),
    /// A recommendation to the CPS or the court.
    Recommend,
    /// A step of the Mental Health Act assessment.
    Mha,
    /// To whom the person is passed.
    Transfer,
    /// Who took the person over, or why nobody does.
    TransferStep(TransferId),
    /// What was wrong with an entry; the entry is chosen where none is named.
    Strike(Option<Uuid>),
    /// Whether what waits is counter-signed.
    CounterSign,
    /// Why a closed episode goes on.
    Reopen,
    /// Another legal position.
    Position,
    /// Name, birth, sex and custody reference as they should be.
    Correct,
    /// One item about the person.
    Detail(DetailItem),
    /// Of which other episode this is the same person; or of none.
    SamePerson,
}

impl PathwayAsk {
    /// The same, asked about this episode.
    pub fn about(self, episode: EpisodeId) -> Ask {
        Ask::Pathway { episode, what: self }
    }
}

/// A verb of the pathway about one episode.
#[derive(Debug)]
#[allow(missing_docs, reason = "each names the desk's verb it calls, whose doc says what it does")]
pub enum PathwayDeed {
    TakeReferral(Taking),
    Triage(Triage),
    Pin {
        reason: String,
    },
    Unpin,
    Decide(Decision),
    Escalate {
        to: String,
        reason: String,
    },
    TakeEscalation(EscalationId),
    Inform {
        informing: Informing,
        at: DateTime<Utc>,
    },
    Contact(Contact),
    Capacity(Capacity),
    PlanFollowUp(FollowUp),
    EndFollowUp {
        outcome: String,
    },
    AskReport(NewReport),
    MoveReport {
        report: ReportId,
        step: ReportStep,
    },
    Recommend(Recommendation),
    MoveMha(MhaStep),
    Transfer(NewTransfer),
    AcceptTransfer {
        transfer: TransferId,
        by: String,
    },
    WithdrawTransfer {
        transfer: TransferId,
        reason: String,
    },
    DropTask {
        task: TaskId,
        reason: String,
    },
    Strike {
        event: Uuid,
        reason: String,
        instead: Option<String>,
    },
    CounterSign,
    Reopen {
        reason: String,
    },
    Position {
        position: String,
        told_by: String,
    },
    Correct(Correction),
    Detail {
        item: DetailItem,
        value: String,
    },
    Link {
        other: EpisodeId,
    },
    /// The other episode by its printable reference.
    LinkReference {
        reference: String,
    },
    Part,
}
