//! What a screen asks for: it does nothing itself. The loop performs effects and answers back.

mod about;
mod board;
mod key;
mod paper;
mod pathway;
mod receive;
mod rota;
mod trail;

use chrono::{DateTime, Utc};

use super::keymap::Context;
use super::widgets::message::Message;
use crate::desk::close::Closing;
use crate::desk::copy_out::CopyOut;
use crate::desk::figures::FiguresAsked;
use crate::desk::plan::{NewOnward, Telling};
use crate::desk::referral::NewReferral;
use crate::desk::screening::Declined;
use crate::desk::seeing::Seeing;
use crate::desk::shift::NewShift;
use crate::domain::answer::Answer;
use crate::domain::clock::ClockKind;
use crate::domain::episode::OpenSuggestion;
use crate::domain::event::{Consent, NoteFor, OnwardStep};
use crate::domain::ids::{EpisodeId, FlagId, HandoverId, OnwardId, ScreeningId, TaskId};
pub use board::BoardDeed;
pub use key::{Hidden, KeyDeed};
pub use paper::{PaperAsk, Sending};
pub use pathway::{PathwayAsk, PathwayDeed};
pub use receive::ReceiveDeed;
pub use rota::{RotaAsk, RotaDeed, RotaPlace};
pub use trail::{Beside, TrailAsk, TrailDeed};

/// Something a screen asks the loop to do.
#[derive(Debug)]
pub enum Effect {
    /// Does something at the desk.
    Do(Box<Deed>),
    /// Opens another screen on top.
    Go(Go),
    /// Closes this screen.
    Back,
    /// Shows a sentence in the message line.
    Say(Message),
    /// Shows every key of a context.
    Help(Context),
    /// Locks at once.
    Lock,
    /// Begins a check of the whole store.
    CheckStore,
    /// Begins a copy of the store.
    BackUp,
    /// Stops long work safely.
    StopWork,
    /// Goes on from the copy in focus.
    Restore,
    /// Signs out; the shift stays open.
    SignOut,
    /// Reads the screens anew.
    Refresh,
    /// Reads anew what the screen on top shows of what is in focus or was typed.
    Look,
    /// Paints the whole screen again.
    Repaint,
    /// Closes the program; only from where nobody is signed in.
    Quit,
}

/// A screen to open.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Go {
    /// A person's record.
    Episode(EpisodeId),
    /// The choice of forms for a person.
    Forms(EpisodeId),
    /// A form with a person: begun, or resumed where it was left.
    Screening {
        /// Whom.
        episode: EpisodeId,
        /// Form id.
        form: String,
    },
    /// A draft as it is, with the version of its form that it has.
    Resume {
        /// Whom.
        episode: EpisodeId,
        /// Which draft.
        screening: ScreeningId,
    },
    /// A finished form, to be read.
    Read {
        /// Whose.
        episode: EpisodeId,
        /// Which.
        screening: ScreeningId,
    },
    /// A hold, or its end where the person is on hold.
    Hold(EpisodeId),
    /// Leaving the suite, or coming back to it.
    Away,
    /// The end of the shift, or its start where none is open.
    Shift,
    /// The core form of a person's age declined or not possible as a whole.
    DeclineCore(EpisodeId),
    /// The onward referrals a form suggests.
    Suggestions(EpisodeId),
    /// Onward referrals that wait, of all sites.
    Referrals,
    /// The handover of this shift to the team, as it would print now.
    Handover,
    /// A paper as it would print now.
    Paper(PaperAsk),
    /// A handover as it is said by telephone: of these sites.
    Aloud(Vec<String>),
    /// The handover that a colleague gave, an item at a time.
    Receive,
    /// The handovers that were issued.
    Versions,
    /// One of them, as it was.
    Issued(HandoverId),
    /// Everything that can be done about a person, in one list.
    Menu(EpisodeId),
    /// What concerns the store and who gets into it, in one list.
    Care,
    /// Items about a person, recorded one by one.
    Details(EpisodeId),
    /// Everything that calls for attention.
    Alerts,
    /// Finding somebody among all episodes.
    Search,
    /// The cells list of a court, of this one where it is a court's.
    CourtList(Option<String>),
    /// A record as text for the clinical system.
    CopyOut(EpisodeId),
    /// Who has what open, and who was supervised when.
    Caseload,
    /// What does not stand in the clinical system yet.
    Unentered,
    /// The episode that somebody has already, in place of the new one that was being typed.
    Existing(EpisodeId),
    /// A view of the rota.
    Rota(RotaPlace),
    /// Who did what; those who do not lead see their own acts.
    Audit,
    /// The figures of the service.
    Figures,
    /// What is missing in the records that these figures count.
    MissingItems(Box<FiguresAsked>),
    /// Who has opened a record.
    Lookers(EpisodeId),
    /// Which records are due, on hold, or may be thinned.
    Retention,
    /// A card to fill in.
    Ask(Ask),
}

/// What a card asks for.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Ask {
    /// A new referral, at the site shown if one is.
    NewReferral(Option<String>),
    /// Going to see somebody: place, who is there, consent.
    See(EpisodeId),
    /// A consent.
    Consent(EpisodeId),
    /// A hold with its re-check.
    Hold(EpisodeId),
    /// The end of a hold.
    EndHold(EpisodeId),
    /// Not seen, for good.
    NotSeen(EpisodeId),
    /// A clock time that was told.
    Clock(EpisodeId),
    /// Another cell or room.
    Move(EpisodeId),
    /// How the person left.
    Left(EpisodeId),
    /// The end of the work.
    Close(EpisodeId),
    /// A form declined or not possible as a whole.
    SetAside {
        /// Whom.
        episode: EpisodeId,
        /// Form id.
        form: String,
    },
    /// Why a finished form is put right.
    Amend {
        /// Whose.
        episode: EpisodeId,
        /// Which.
        screening: ScreeningId,
    },
    /// Who was told of a red flag.
    Tell {
        /// Whom it is about.
        episode: EpisodeId,
        /// Which flag; the oldest open one where none is named.
        flag: Option<FlagId>,
    },
    /// An onward referral, suggested or not.
    Refer {
        /// Whom.
        episode: EpisodeId,
        /// The suggestion it answers.
        suggestion: Option<OpenSuggestion>,
    },
    /// Why a suggestion is refused.
    Refuse {
        /// Whom.
        episode: EpisodeId,
        /// Which suggestion.
        suggestion: OpenSuggestion,
    },
    /// The next step of an onward referral.
    Step {
        /// Whom.
        episode: EpisodeId,
        /// Which referral.
        onward: OnwardId,
    },
    /// A task.
    Task(EpisodeId),
    /// Whether a task is done.
    TaskDone {
        /// Whom it is about.
        episode: EpisodeId,
        /// Which.
        task: TaskId,
    },
    /// A line about the person.
    Note(EpisodeId),
    /// The if-then line.
    Contingency(EpisodeId),
    /// Leaving the suite.
    OffSuite,
    /// A check of the custody list.
    CustodyList,
    /// A line about the site.
    SiteNote,
    /// Something done without an episode.
    Activity,
    /// The start of a shift.
    StartShift,
    /// The end of a shift.
    EndShift,
    /// Where to print the handover shown.
    Print {
        /// What is printed, for the head of the card.
        title: String,
        /// Who reads it, where nobody else is named.
        reader: String,
    },
    /// Why people stand on a paper by their full name.
    Names,
    /// Which paper about a person, or about the desk as a whole.
    Papers(Option<EpisodeId>),
    /// A further person who may sign in.
    AddPerson,
    /// Another passphrase of one's own.
    Passphrase,
    /// A PIN for the screen.
    Pin,
    /// A first passphrase for somebody again, or their removal.
    People,
    /// Whether a new recovery code is to be made.
    NewCode,
    /// Why the key is changed.
    Rotate,
    /// Why a store may be written again that is not as it was left.
    Acknowledge,
    /// The file to which a text for the clinical system goes.
    CopyToFile {
        /// Whose record.
        episode: EpisodeId,
        /// Which part of it.
        what: CopyOut,
    },
    /// A step of the pathway.
    Pathway {
        /// Whom it is about.
        episode: EpisodeId,
        /// Which.
        what: PathwayAsk,
    },
    /// A card of the rota.
    Rota(RotaAsk),
    /// A card of the audit, or of how long a record is kept.
    Trail(TrailAsk),
    /// Whether what one did last is taken back: the act with this entry.
    TakeBack(u64),
    /// Why a record outside one's shift or sites is opened.
    Why {
        /// Whose.
        episode: EpisodeId,
        /// What is opened then.
        then: Box<Go>,
    },
}

/// Something to do at the desk: one verb each.
#[derive(Debug)]
#[allow(missing_docs, reason = "each names the desk's verb it calls, whose doc says what it does")]
pub enum Deed {
    ReceiveReferral(Box<NewReferral>),
    TellClock {
        episode: EpisodeId,
        clock: ClockKind,
        time: Option<DateTime<Utc>>,
        told_by: String,
    },
    Move {
        episode: EpisodeId,
        place: String,
    },
    Left {
        episode: EpisodeId,
        outcome: String,
        at: DateTime<Utc>,
    },
    See {
        episode: EpisodeId,
        seeing: Seeing,
        consent: String,
        note: String,
    },
    Consent {
        episode: EpisodeId,
        consent: Consent,
    },
    Hold {
        episode: EpisodeId,
        reason: String,
        recheck_at: DateTime<Utc>,
        note: String,
    },
    EndHold {
        episode: EpisodeId,
        result: String,
    },
    NotSeen {
        episode: EpisodeId,
        reason: String,
        instead: String,
        note: String,
    },
    Close {
        episode: EpisodeId,
        closing: Closing,
    },
    /// An answer on the screening on top.
    Answer {
        question: String,
        answer: Answer,
    },
    /// Finishes the screening on top.
    FinishScreening,
    /// Leaves the screening on top; its draft stays.
    PauseScreening,
    SetAside {
        episode: EpisodeId,
        form: String,
        declined: Declined,
        reason: String,
        retry_at: Option<DateTime<Utc>>,
    },
    Amend {
        episode: EpisodeId,
        screening: ScreeningId,
        reason: String,
    },
    /// Takes a draft to the version of its form that is at hand.
    MoveDraft {
        episode: EpisodeId,
        screening: ScreeningId,
    },
    TellCustody {
        episode: EpisodeId,
        flag: FlagId,
        telling: Telling,
    },
    Refer {
        episode: EpisodeId,
        new: NewOnward,
    },
    RefuseSuggestion {
        episode: EpisodeId,
        suggestion: OpenSuggestion,
        reason: String,
        note: String,
    },
    MoveOnward {
        episode: EpisodeId,
        onward: OnwardId,
        step: OnwardStep,
    },
    AddTask {
        episode: EpisodeId,
        what: String,
        owner: String,
        due: DateTime<Utc>,
    },
    FinishTask {
        episode: EpisodeId,
        task: TaskId,
    },
    Note {
        episode: EpisodeId,
        text: String,
        source: String,
        readers: NoteFor,
    },
    Contingency {
        episode: EpisodeId,
        text: String,
    },
    GoOffSuite {
        place: String,
        phone: String,
        back_at: DateTime<Utc>,
        told: String,
    },
    ComeBack,
    CheckCustodyList {
        site: String,
        detained: u32,
        picked_up: u32,
    },
    NoteSite {
        site: String,
        text: String,
    },
    StartShift(NewShift),
    EndShift,
    /// Takes back what one did last, if it still is this entry.
    TakeBack(u64),
    /// What is done about who gets in.
    Key(KeyDeed),
    Acknowledge {
        reason: String,
    },
    /// Prints the paper on top.
    Print(Sending),
    /// Puts full names on the paper on top, for this reason.
    Names {
        why: String,
    },
    /// Shows a paper.
    ShowPaper(PaperAsk),
    /// A deed of the board and of what hangs on it.
    Board(BoardDeed),
    /// What is done with a handover received, and with the state of a site.
    Received(ReceiveDeed),
    /// A change of the rota.
    Rota(RotaDeed),
    /// A deed of the audit, or of how long a record is kept.
    Trail(TrailDeed),
    /// One verb of the pathway.
    Pathway {
        episode: EpisodeId,
        act: PathwayDeed,
    },
    /// The same deed for an earlier time.
    Late {
        episode: EpisodeId,
        at: DateTime<Utc>,
        deed: Box<Self>,
    },
    /// Looks at a record for a reason, and opens what was asked for.
    LookAt {
        episode: EpisodeId,
        why: String,
        then: Box<Go>,
    },
}
