//! Everything that can happen, as the journal keeps it: appended, never changed.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::answer::Answer;
use super::clock::ClockKind;
use super::ids::{
    EscalationId, FlagId, OnwardId, PersonId, PractitionerId, ReportId, ScreeningId, ShiftId, SignatureId,
    TaskId, TransferId,
};
use super::referral::Referral;
use super::rota::RotaChange;
use super::shift::Practitioner;

mod activity;
mod care;
mod entry;
mod paper;
mod parts;
mod work;

pub use activity::{Activity, LoggedActivity};
pub use care::{Certificate, Disposal, THINNED};
pub use entry::{Draft, Event};
pub use paper::{
    Audience, HandoverAction, HandoverIssue, HandoverItem, ItemAccepted, ItemAsked, NoteFor, Printing,
    Severity,
};
pub use parts::{
    Amends, Consent, ConsentTo, DraftMove, Finish, FlagRaise, OnwardStart, OnwardStep, Progress, Score,
    ShiftStart, Suggestion,
};
pub use work::{
    Capacity, Contact, Correction, CourtSlot, Decision, EscalationStart, FollowUp, Found, FoundLevel,
    Informing, MhaStep, Recommendation, ReportStart, ReportStep, Taking, TransferStart, Triage,
};

/// What happened. The journal's `kind` column is the variant's name in snake case.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Body {
    /// A practitioner may sign in from now on.
    PractitionerAdded(Practitioner),
    /// Somebody signed in.
    SignedIn,
    /// Somebody signed out.
    SignedOut,
    /// The printed recovery code opened the store and gave this person a new passphrase.
    RecoveryUsed {
        /// Whose passphrase is new.
        practitioner: PractitionerId,
    },
    /// A lead let a store be written again that was not as its witness last saw it.
    StandingAcknowledged {
        /// What was found.
        found: String,
        /// Why it may be written again.
        reason: String,
    },
    /// The screen was locked.
    Locked {
        /// "key" or "idle".
        why: String,
    },
    /// The same person unlocked it.
    Unlocked,
    /// Wrong passphrases while the store was shut.
    SignInFailed {
        /// How many.
        times: u32,
        /// Whose sign-in was tried; none where the name was unknown.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        practitioner: Option<PractitionerId>,
    },
    /// Somebody may not sign in any more.
    PractitionerRemoved {
        /// Who.
        practitioner: PractitionerId,
        /// Why.
        reason: String,
    },
    /// Somebody has a new passphrase.
    PassphraseChanged {
        /// Who.
        practitioner: PractitionerId,
        /// Whether it opens the store once, until its owner has chosen another.
        one_time: bool,
    },
    /// The store is under another key, and what was copied of it before does not open it.
    KeyRotated {
        /// Why.
        reason: String,
    },
    /// The computer's clock was not where it should have been.
    ClockStepped {
        /// Seconds by which it stands ahead; negative where it was set back.
        seconds: i64,
    },
    /// Somebody looked for a person by words.
    Searched {
        /// What was typed.
        text: String,
        /// People found.
        found: u32,
    },
    /// Somebody read the audit trail.
    AuditRead {
        /// Which part of it, in words.
        what: String,
    },
    /// The store was checked.
    IntegrityChecked {
        /// Whether all of it holds.
        sound: bool,
        /// What was found, without a person's name.
        found: String,
    },
    /// A copy of the store was made, and opened to prove it.
    BackedUp {
        /// Name of the copy.
        name: String,
    },
    /// The store goes on from a copy.
    Restored {
        /// Name of the copy.
        from: String,
        /// Last entry in it.
        seq: u64,
        /// First digits of that entry's mark.
        head: String,
    },
    /// The service's file or its forms are not those of before.
    ServiceRead {
        /// SHA-256 of `service.toml`, in hexadecimal.
        service: String,
        /// SHA-256 over the forms of the service's own, in hexadecimal.
        forms: String,
    },
    /// How long this record is kept was decided.
    RetentionSet {
        /// Code of the class.
        class: String,
    },
    /// This record is kept until the hold is released, however old it is.
    LegalHoldPlaced {
        /// Why.
        reason: String,
    },
    /// It is kept as long as its class says again.
    LegalHoldReleased {
        /// Why.
        reason: String,
        /// The second person who agreed.
        second: PractitionerId,
    },
    /// What was recorded about somebody was disposed of by two people.
    Disposed(Certificate),
    /// Stands where something was disposed of; a certificate names each such entry.
    Erased {
        /// Kind of the entry that stood here.
        was: String,
    },
    /// A shift began.
    ShiftStarted(ShiftStart),
    /// A shift ended.
    ShiftEnded {
        /// Which.
        shift: ShiftId,
    },
    /// Somebody left the suite, reachable at a number.
    WentOffSuite {
        /// On which shift.
        shift: ShiftId,
        /// Where they went.
        place: String,
        /// Number that reaches them there.
        phone: String,
        /// When they mean to be back.
        back_at: DateTime<Utc>,
        /// Whom they told.
        told: String,
    },
    /// They are back.
    CameBack {
        /// On which shift.
        shift: ShiftId,
    },
    /// The rota was changed.
    RotaChanged(RotaChange),
    /// The custody list was gone through for people to be seen.
    CustodyListChecked {
        /// People detained.
        detained: u32,
        /// People picked up for L&D.
        picked_up: u32,
    },
    /// A line about the site for the next shift.
    SiteNoted {
        /// The line.
        text: String,
    },
    /// Something was done without an episode: advice, training, supervision.
    ActivityLogged(Activity),
    /// A system of others does not work.
    SystemDown {
        /// Its name.
        system: String,
    },
    /// It works again.
    SystemUp {
        /// Its name.
        system: String,
    },
    /// Notes on paper wait to be typed in.
    PaperNotesCounted {
        /// How many; 0 = all are in.
        waiting: u32,
    },
    /// A referral came in: an episode begins.
    Referred(Box<Referral>),
    /// L&D found the person on a list: an episode begins before anybody has referred.
    Identified(Box<Referral>),
    /// An identified person becomes a referral.
    ReferralTaken(Taking),
    /// The referral was triaged, for the first time or again.
    Triaged(Triage),
    /// Somebody put the person in front of the queue.
    Pinned {
        /// Why.
        reason: String,
    },
    /// The person stands where the rules put them again.
    Unpinned,
    /// This is the same person as in another episode.
    PersonLinked {
        /// The person over all episodes.
        person: PersonId,
    },
    /// Name, birth or custody reference were put right.
    DetailsCorrected(Box<Correction>),
    /// One item about the person was recorded (domain.md 2.2).
    DetailRecorded {
        /// Code of the item.
        item: String,
        /// Code of its list, or text; empty takes it back.
        value: String,
    },
    /// The legal position changed, and with it the clock.
    PositionChanged {
        /// Code of the position.
        position: String,
        /// Who told it.
        told_by: String,
    },
    /// Somebody told a clock time, or that a review was done.
    ClockTold {
        /// Which clock.
        clock: ClockKind,
        /// The time told; none takes the time back.
        time: Option<DateTime<Utc>>,
        /// Who told it.
        told_by: String,
    },
    /// The person is in another cell or room.
    Moved {
        /// Where.
        place: String,
    },
    /// Cannot be seen now.
    Held {
        /// Code of the reason.
        reason: String,
        /// When to look again.
        recheck_at: DateTime<Utc>,
        /// Whether it is protected rest, which does not alarm.
        rest: bool,
        /// Words beside it.
        note: String,
    },
    /// Can be seen again.
    HoldEnded {
        /// What the re-check found.
        result: String,
    },
    /// A practitioner went to see the person.
    SeeingStarted {
        /// Code of the place.
        place: String,
        /// Who else is present.
        present: String,
        /// Code of where the appropriate adult is; empty where none is needed or nothing was said.
        #[serde(default, skip_serializing_if = "String::is_empty")]
        aa: String,
    },
    /// The practitioner stopped seeing the person without finishing.
    SeeingPaused,
    /// A consent was given, refused or could not be asked.
    ConsentRecorded(Consent),
    /// Whether the person can make one decision was looked at.
    CapacityAssessed(Capacity),
    /// What follows from the screening was decided.
    Decided(Decision),
    /// A screening result was passed to a clinician.
    Escalated(EscalationStart),
    /// A clinician took it.
    EscalationAccepted {
        /// Which.
        escalation: EscalationId,
        /// Who took it.
        by: String,
    },
    /// Custody or court was told something.
    Informed(Informing),
    /// There was a contact with the person or about them.
    Contacted(Contact),
    /// A report was asked for.
    ReportAsked(ReportStart),
    /// A report moved on.
    ReportMoved {
        /// Which.
        report: ReportId,
        /// Where to.
        step: ReportStep,
    },
    /// A recommendation was made to the CPS or the court.
    Recommended(Recommendation),
    /// A Mental Health Act assessment was asked for, or moved on.
    MhaMoved(MhaStep),
    /// The person was passed to another L&D point.
    TransferMade(TransferStart),
    /// The other point has them.
    TransferAccepted {
        /// Which.
        transfer: TransferId,
        /// Who took the person over.
        by: String,
    },
    /// The transfer does not take place.
    TransferWithdrawn {
        /// Which.
        transfer: TransferId,
        /// Why.
        reason: String,
    },
    /// The person is followed up.
    FollowUpPlanned(FollowUp),
    /// The follow-up is over.
    FollowUpEnded {
        /// What came of it.
        outcome: String,
    },
    /// A form was begun.
    ScreeningStarted {
        /// Name of the screening.
        screening: ScreeningId,
        /// Form id.
        form: String,
        /// Form version.
        version: String,
        /// Content hash of the form's text.
        hash: String,
        /// Form title.
        title: String,
        /// The finished screening it puts right. It begins with that one's answers as they stand,
        /// which keep who gave them and when.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        amends: Option<Amends>,
    },
    /// A draft goes on with another version of its form.
    DraftMoved(DraftMove),
    /// One question was answered, or a reason given why not.
    Answered {
        /// In which screening.
        screening: ScreeningId,
        /// Question id.
        question: String,
        /// What was answered.
        answer: Answer,
        /// How far the form is now.
        progress: Progress,
    },
    /// An answer raised a red flag.
    FlagRaised(FlagRaise),
    /// The answer that raised it was changed.
    FlagLifted {
        /// Which flag.
        flag: FlagId,
    },
    /// Somebody was told of a red flag.
    FlagTold {
        /// Which flag.
        flag: FlagId,
        /// Name of the custody officer told.
        told_to: String,
        /// Told by voice.
        by_voice: bool,
        /// Written in the custody record.
        in_custody_record: bool,
    },
    /// A form was finished.
    ScreeningFinished(Finish),
    /// A whole form was declined or could not be done.
    ScreeningSetAside {
        /// The draft set aside, if one was begun.
        screening: Option<ScreeningId>,
        /// Form id.
        form: String,
        /// Form title.
        title: String,
        /// "declined" or "unable".
        state: String,
        /// Why.
        reason: String,
        /// When to try again.
        retry_at: Option<DateTime<Utc>>,
    },
    /// A suggested onward referral was refused.
    SuggestionRefused {
        /// By which screening it was suggested.
        screening: ScreeningId,
        /// Destination code suggested.
        destination: String,
        /// Code of the reason.
        reason: String,
        /// Words beside it.
        note: String,
    },
    /// An onward referral was decided on.
    OnwardReferred(OnwardStart),
    /// An onward referral moved on.
    OnwardMoved {
        /// Which.
        onward: OnwardId,
        /// Where to.
        step: OnwardStep,
    },
    /// Something has to be done.
    TaskAdded {
        /// Name of the task.
        task: TaskId,
        /// What.
        what: String,
        /// Who does it.
        owner: String,
        /// By when.
        due: DateTime<Utc>,
    },
    /// It was done.
    TaskDone {
        /// Which.
        task: TaskId,
    },
    /// It need not be done any more.
    TaskDropped {
        /// Which.
        task: TaskId,
        /// Why.
        reason: String,
    },
    /// A line about this person for the team.
    Noted {
        /// The line.
        text: String,
        /// Where it is known from.
        source: String,
        /// Who may read it.
        #[serde(default, skip_serializing_if = "NoteFor::is_team")]
        readers: NoteFor,
    },
    /// The if-then line for the next shift.
    ContingencyNoted {
        /// "If ... then ...".
        text: String,
    },
    /// The person left the suite or court.
    Left {
        /// Code of the outcome.
        outcome: String,
    },
    /// The person was not seen, for good.
    NotSeen {
        /// Code of the reason.
        reason: String,
        /// Code of what was done instead.
        instead: String,
        /// Words beside it.
        note: String,
    },
    /// The work for this episode is done.
    Closed {
        /// NHS closure code.
        code: String,
        /// Words beside it.
        note: String,
        /// Code of the outcome of the proceedings, where the person's leaving has not told it.
        #[serde(default, skip_serializing_if = "String::is_empty")]
        outcome: String,
    },
    /// A closed episode goes on.
    Reopened {
        /// Why.
        reason: String,
    },
    /// An earlier entry does not hold: it stays in the journal and counts no more.
    Struck {
        /// The entry.
        event: Uuid,
        /// Why.
        reason: String,
    },
    /// An entry of a student or trainee waits for a counter-signature.
    SignatureNeeded {
        /// Name of the signature.
        signature: SignatureId,
        /// What was entered, in words.
        what: String,
    },
    /// It was counter-signed.
    CounterSigned {
        /// Which.
        signature: SignatureId,
    },
    /// Text of the record was taken out for the clinical system.
    CopiedOut {
        /// "episode", "court_note", or the id of a screening.
        what: String,
        /// "screen", "file" or "clipboard".
        to: String,
    },
    /// It stands in the clinical system now.
    EnteredInSystem {
        /// As in `CopiedOut`.
        what: String,
    },
    /// Somebody looked at the record.
    Viewed {
        /// Why, where it lies outside their shift or site.
        #[serde(default, skip_serializing_if = "String::is_empty")]
        why: String,
    },
    /// Facts left the store.
    Exported {
        /// What.
        what: String,
        /// Why.
        reason: String,
    },
    /// A handover note was issued.
    HandoverMade(HandoverIssue),
    /// The receiver has taken an item of a note over.
    HandoverItemAccepted(ItemAccepted),
    /// The receiver asks about an item.
    HandoverAsked(ItemAsked),
    /// Something was sent to paper, a file or standard output.
    Printed(Printing),
}

impl Body {
    /// Whether it changes what is known of an episode: looking, copying and receiving do not.
    pub fn changes_episode(&self) -> bool {
        !matches!(
            self,
            Self::Viewed { .. }
                | Self::CopiedOut { .. }
                | Self::Exported { .. }
                | Self::Printed(_)
                | Self::HandoverItemAccepted(_)
                | Self::HandoverAsked(_)
        )
    }

    /// A practitioner goes on with somebody whose place and company were told before.
    pub fn seen_again() -> Self {
        Self::SeeingStarted { place: String::new(), present: String::new(), aa: String::new() }
    }

    /// The variant's name as the journal's `kind` column holds it.
    pub fn kind(&self) -> String {
        serde_json::to_value(self)
            .ok()
            .and_then(|value| value.get("kind").and_then(|kind| kind.as_str().map(str::to_owned)))
            .unwrap_or_default()
    }
}
