//! Where a key is pressed: the places, the order in which they are asked, and their names.

/// Where the keys go: one snapshot per screen, or per kind of thing in focus.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Context {
    /// Keys that work on every screen.
    Global,
    /// An entry card; letters type.
    Card,
    /// Movement in any list.
    List,
    /// The shift board.
    Board,
    /// One person's episode.
    Episode,
    /// Keys that work on every question of a screening.
    Question,
    /// A question answered by the keys of its options.
    Screening,
    /// A question answered on one line; letters type.
    ScreeningTyping,
    /// A question answered in several lines; letters type.
    ScreeningLong,
    /// A repeat group: rows are added and removed.
    ScreeningGroup,
    /// The review after the last question.
    ScreeningReview,
    /// Something asked about a question: a note, a reason, a time; letters type.
    ScreeningAsk,
    /// A handover as it prints.
    Handover,
    /// A paper for one reader as it prints, with initials or names.
    NamedPaper,
    /// Any other paper as it prints.
    Paper,
    /// A handover said by telephone.
    Aloud,
    /// A handover being received, an item at a time.
    Receive,
    /// A read-back or a question about an item; letters type.
    ReceiveLine,
    /// The handovers that were issued.
    Versions,
    /// One of them, as it was.
    Issued,
    /// Onward referrals that wait for an answer.
    Referrals,
    /// Onward referrals that a form suggests.
    Suggestions,
    /// The choice of forms for a person.
    Forms,
    /// The same, while words are typed to find one.
    FormsFind,
    /// A finished form, to be read.
    Reading,
    /// A draft whose form has a newer version.
    Moving,
    /// Everything that can be done about a person.
    Menu,
    /// The store, and who gets into it.
    Care,
    /// Long work that can be stopped.
    Working,
    /// A store that does not open.
    Rescue,
    /// Items about a person, recorded one by one.
    Details,
    /// Finding somebody among all episodes; letters type.
    Search,
    /// What calls for attention.
    Alerts,
    /// Whether a new referral is of somebody known.
    Same,
    /// Which court a list is of.
    CourtChoice,
    /// A row of a court's list being typed.
    CourtList,
    /// The rows of that list.
    CourtRows,
    /// A text for the clinical system.
    CopyOut,
    /// Who has what open, and who was supervised when.
    Caseload,
    /// What does not stand in the clinical system yet.
    Unentered,
    /// The week of the rota.
    Rota,
    /// What is done with the place in focus, on the week and on the day of the rota.
    RotaEdit,
    /// One day of the rota.
    RotaDay,
    /// One person's month.
    RotaMonth,
    /// What is short in the days to come.
    RotaGaps,
    /// Who could close a gap.
    RotaCandidates,
    /// What was changed on the rota.
    RotaChanges,
    /// A change of the rota before it is kept; letters type.
    RotaConfirm,
    /// Who did what.
    Audit,
    /// How long records are kept.
    Retention,
    /// The figures of the service.
    Figures,
    /// What is missing in its records.
    MissingItems,
    /// The sign-in screen; letters type.
    SignIn,
}

impl Context {
    /// Returns the contexts asked in turn for a key, this one first.
    pub fn chain(self) -> &'static [Self] {
        match self {
            Self::Global => &[Self::Global],
            Self::Card => &[Self::Card, Self::Global],
            Self::List => &[Self::List, Self::Global],
            Self::Board => &[Self::Board, Self::List, Self::Global],
            Self::Episode => &[Self::Episode, Self::List, Self::Global],
            Self::Question => &[Self::Question, Self::Global],
            Self::Screening => &[Self::Screening, Self::Question, Self::Global],
            Self::ScreeningTyping => &[Self::ScreeningTyping, Self::Question, Self::Global],
            Self::ScreeningLong => &[Self::ScreeningLong, Self::Question, Self::Global],
            Self::ScreeningGroup => &[Self::ScreeningGroup, Self::Question, Self::Global],
            Self::ScreeningReview => &[Self::ScreeningReview, Self::Question, Self::Global],
            Self::ScreeningAsk => &[Self::ScreeningAsk, Self::Global],
            Self::Handover => &[Self::Handover, Self::Paper, Self::NamedPaper, Self::Global],
            Self::NamedPaper => &[Self::Paper, Self::NamedPaper, Self::Global],
            Self::Paper => &[Self::Paper, Self::Global],
            Self::Aloud => &[Self::Aloud, Self::Global],
            Self::Receive => &[Self::Receive, Self::Global],
            Self::ReceiveLine => &[Self::ReceiveLine, Self::Global],
            Self::Versions => &[Self::Versions, Self::List, Self::Global],
            Self::Issued => &[Self::Issued, Self::Global],
            Self::Referrals => &[Self::Referrals, Self::List, Self::Global],
            Self::Suggestions => &[Self::Suggestions, Self::List, Self::Global],
            Self::Forms => &[Self::Forms, Self::List, Self::Global],
            Self::FormsFind => &[Self::FormsFind, Self::List, Self::Global],
            Self::Reading => &[Self::Reading, Self::List, Self::Global],
            Self::Moving => &[Self::Moving, Self::Global],
            Self::Menu => &[Self::Menu, Self::List, Self::Global],
            Self::Care => &[Self::Care, Self::List, Self::Global],
            Self::Working => &[Self::Working, Self::Global],
            Self::Rescue => &[Self::Rescue, Self::List, Self::Global],
            Self::Details => &[Self::Details, Self::List, Self::Global],
            Self::Search => &[Self::Search, Self::List, Self::Global],
            Self::Alerts => &[Self::Alerts, Self::List, Self::Global],
            Self::Same => &[Self::Same, Self::List, Self::Global],
            Self::CourtChoice => &[Self::CourtChoice, Self::List, Self::Global],
            Self::CourtList => &[Self::CourtList, Self::Global],
            Self::CourtRows => &[Self::CourtRows, Self::Global],
            Self::CopyOut => &[Self::CopyOut, Self::List, Self::Global],
            Self::Caseload => &[Self::Caseload, Self::List, Self::Global],
            Self::Unentered => &[Self::Unentered, Self::List, Self::Global],
            Self::Rota => &[Self::Rota, Self::RotaEdit, Self::Global],
            Self::RotaEdit => &[Self::RotaEdit, Self::Global],
            Self::RotaDay => &[Self::RotaDay, Self::RotaEdit, Self::List, Self::Global],
            Self::RotaMonth => &[Self::RotaMonth, Self::List, Self::Global],
            Self::RotaGaps => &[Self::RotaGaps, Self::List, Self::Global],
            Self::RotaCandidates => &[Self::RotaCandidates, Self::List, Self::Global],
            Self::RotaChanges => &[Self::RotaChanges, Self::List, Self::Global],
            Self::RotaConfirm => &[Self::RotaConfirm, Self::Global],
            Self::Audit => &[Self::Audit, Self::List, Self::Global],
            Self::Retention => &[Self::Retention, Self::List, Self::Global],
            Self::Figures => &[Self::Figures, Self::List, Self::Global],
            Self::MissingItems => &[Self::MissingItems, Self::List, Self::Global],
            Self::SignIn => &[Self::SignIn, Self::Global],
        }
    }

    /// Returns the name of the place, as the README's list of keys says it.
    pub fn title(self) -> &'static str {
        match self {
            Self::Global => "Everywhere",
            Self::Card => "A card",
            Self::List => "Any list",
            Self::Board => "The board",
            Self::Episode => "A person's page",
            Self::Question => "Any question of a form",
            Self::Screening => "A form",
            Self::ScreeningTyping => "A form, while typing",
            Self::ScreeningLong => "A form, in a long text",
            Self::ScreeningGroup => "A form, in a list of rows",
            Self::ScreeningReview => "A form, in the review",
            Self::ScreeningAsk => "A form, in a note or reason",
            Self::Handover => "The handover",
            Self::NamedPaper => "A handover or another reader's paper as it prints",
            Self::Paper => "A paper as it prints",
            Self::Aloud => "A handover said by telephone",
            Self::Receive => "Receiving a handover",
            Self::ReceiveLine => "Receiving a handover, while typing",
            Self::Versions => "The handovers that were issued",
            Self::Issued => "A handover as it was issued",
            Self::Referrals => "Onward referrals",
            Self::Suggestions => "Suggested referrals",
            Self::Forms => "The choice of forms",
            Self::FormsFind => "The choice of forms, while finding one",
            Self::Reading => "A finished form",
            Self::Moving => "A draft of an older version",
            Self::Menu => "What can be done about a person",
            Self::Care => "The store, and who gets in",
            Self::Working => "Long work",
            Self::Rescue => "A store that does not open",
            Self::Details => "The details of a person",
            Self::Search => "The search",
            Self::Alerts => "What calls for attention",
            Self::Same => "Is this the same person?",
            Self::CourtChoice => "The choice of a court",
            Self::CourtList => "A court list, while typing",
            Self::CourtRows => "A court list, in its rows",
            Self::CopyOut => "A text for the clinical system",
            Self::Caseload => "Caseload and supervision",
            Self::Unentered => "Not yet entered",
            Self::Rota => "The rota, a week",
            Self::RotaEdit => "The rota, week and day",
            Self::RotaDay => "The rota, a day",
            Self::RotaMonth => "The rota, a person's month",
            Self::RotaGaps => "The rota, gaps to come",
            Self::RotaCandidates => "The rota, who could close a gap",
            Self::RotaChanges => "The rota, what was changed",
            Self::RotaConfirm => "The rota, a change before it is kept",
            Self::Audit => "The audit",
            Self::Retention => "How long records are kept",
            Self::Figures => "The figures",
            Self::MissingItems => "What is missing in records",
            Self::SignIn => "Sign-in",
        }
    }

    /// Returns whether letters type here, so that no letter may act.
    pub fn types(self) -> bool {
        matches!(
            self,
            Self::Card
                | Self::SignIn
                | Self::ScreeningTyping
                | Self::ScreeningLong
                | Self::ScreeningAsk
                | Self::FormsFind
                | Self::Search
                | Self::CourtList
                | Self::RotaConfirm
                | Self::ReceiveLine
        )
    }
}
