//! Under which verb each kind of entry stands.

/// What was done, in the words of the law where it has one.
///
/// The first six are those of the Data Protection Act 2018, s.62, by which competent authorities keep
/// their logs, so that the custody side knows the shape. The rest is about the tool itself.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Verb {
    /// Something was recorded.
    Collect,
    /// Something recorded was put right, struck, or kept by another rule.
    Alter,
    /// A record, or this audit, was looked at.
    Consult,
    /// Something left the desk: told, sent, printed, copied out.
    Disclose,
    /// Two records became one person's.
    Combine,
    /// Something was disposed of.
    Erase,
    /// Somebody was looked for.
    Search,
    /// Somebody signed in.
    SignIn,
    /// Somebody signed out.
    SignOut,
    /// A wrong passphrase.
    Failure,
    /// The screen was locked, or unlocked.
    Lock,
    /// Who may sign in, keys, the service's file, the rota.
    Config,
    /// The computer's clock.
    Clock,
    /// The store was checked, or found amiss.
    Integrity,
    /// A copy of the store.
    Backup,
}

impl Verb {
    /// All, in the order in which they are offered.
    pub const ALL: [Self; 15] = [
        Self::Collect,
        Self::Alter,
        Self::Consult,
        Self::Disclose,
        Self::Combine,
        Self::Erase,
        Self::Search,
        Self::SignIn,
        Self::SignOut,
        Self::Failure,
        Self::Lock,
        Self::Config,
        Self::Clock,
        Self::Integrity,
        Self::Backup,
    ];

    /// The word, on screen and on the command line.
    pub fn word(self) -> &'static str {
        match self {
            Self::Collect => "collect",
            Self::Alter => "alter",
            Self::Consult => "consult",
            Self::Disclose => "disclose",
            Self::Combine => "combine",
            Self::Erase => "erase",
            Self::Search => "search",
            Self::SignIn => "sign-in",
            Self::SignOut => "sign-out",
            Self::Failure => "failure",
            Self::Lock => "lock",
            Self::Config => "config",
            Self::Clock => "clock",
            Self::Integrity => "integrity",
            Self::Backup => "backup",
        }
    }

    /// The verb with this word.
    pub fn of(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|verb| verb.word() == word)
    }

    /// The verb of a kind of entry.
    pub fn of_kind(kind: &str) -> Self {
        // A kind that is not in the table would be one that a test has missed.
        KINDS.iter().find(|(known, _)| *known == kind).map_or(Self::Collect, |(_, verb)| *verb)
    }

    /// The kinds of entries that it stands for.
    pub(super) fn kinds(self) -> Vec<&'static str> {
        KINDS.iter().filter(|(_, verb)| *verb == self).map(|(kind, _)| *kind).collect()
    }
}

/// Every kind of entry that there is, with its verb.
pub const KINDS: [(&str, Verb); 97] = [
    ("practitioner_added", Verb::Config),
    ("signed_in", Verb::SignIn),
    ("signed_out", Verb::SignOut),
    ("recovery_used", Verb::SignIn),
    ("standing_acknowledged", Verb::Integrity),
    ("locked", Verb::Lock),
    ("unlocked", Verb::Lock),
    ("sign_in_failed", Verb::Failure),
    ("practitioner_removed", Verb::Config),
    ("passphrase_changed", Verb::Config),
    ("key_rotated", Verb::Config),
    ("clock_stepped", Verb::Clock),
    ("searched", Verb::Search),
    ("audit_read", Verb::Consult),
    ("integrity_checked", Verb::Integrity),
    ("backed_up", Verb::Backup),
    ("restored", Verb::Backup),
    ("service_read", Verb::Config),
    ("retention_set", Verb::Alter),
    ("legal_hold_placed", Verb::Alter),
    ("legal_hold_released", Verb::Alter),
    ("disposed", Verb::Erase),
    ("erased", Verb::Erase),
    ("shift_started", Verb::Collect),
    ("shift_ended", Verb::Collect),
    ("went_off_suite", Verb::Collect),
    ("came_back", Verb::Collect),
    ("rota_changed", Verb::Config),
    ("custody_list_checked", Verb::Collect),
    ("site_noted", Verb::Collect),
    ("activity_logged", Verb::Collect),
    ("system_down", Verb::Collect),
    ("system_up", Verb::Collect),
    ("paper_notes_counted", Verb::Collect),
    ("referred", Verb::Collect),
    ("identified", Verb::Collect),
    ("referral_taken", Verb::Collect),
    ("triaged", Verb::Collect),
    ("pinned", Verb::Collect),
    ("unpinned", Verb::Alter),
    ("person_linked", Verb::Combine),
    ("details_corrected", Verb::Alter),
    ("detail_recorded", Verb::Collect),
    ("position_changed", Verb::Collect),
    ("clock_told", Verb::Collect),
    ("moved", Verb::Collect),
    ("held", Verb::Collect),
    ("hold_ended", Verb::Collect),
    ("seeing_started", Verb::Collect),
    ("seeing_paused", Verb::Collect),
    ("consent_recorded", Verb::Collect),
    ("capacity_assessed", Verb::Collect),
    ("decided", Verb::Collect),
    ("escalated", Verb::Disclose),
    ("escalation_accepted", Verb::Collect),
    ("informed", Verb::Disclose),
    ("contacted", Verb::Collect),
    ("report_asked", Verb::Collect),
    ("report_moved", Verb::Disclose),
    ("recommended", Verb::Disclose),
    ("mha_moved", Verb::Collect),
    ("transfer_made", Verb::Disclose),
    ("transfer_accepted", Verb::Collect),
    ("transfer_withdrawn", Verb::Alter),
    ("follow_up_planned", Verb::Collect),
    ("follow_up_ended", Verb::Collect),
    ("screening_started", Verb::Collect),
    ("draft_moved", Verb::Alter),
    ("answered", Verb::Collect),
    ("flag_raised", Verb::Collect),
    ("flag_lifted", Verb::Alter),
    ("flag_told", Verb::Disclose),
    ("screening_finished", Verb::Collect),
    ("screening_set_aside", Verb::Collect),
    ("suggestion_refused", Verb::Collect),
    ("onward_referred", Verb::Collect),
    ("onward_moved", Verb::Disclose),
    ("task_added", Verb::Collect),
    ("task_done", Verb::Collect),
    ("task_dropped", Verb::Alter),
    ("noted", Verb::Collect),
    ("contingency_noted", Verb::Collect),
    ("left", Verb::Collect),
    ("not_seen", Verb::Collect),
    ("closed", Verb::Collect),
    ("reopened", Verb::Alter),
    ("struck", Verb::Alter),
    ("signature_needed", Verb::Collect),
    ("counter_signed", Verb::Collect),
    ("copied_out", Verb::Disclose),
    ("entered_in_system", Verb::Collect),
    ("viewed", Verb::Consult),
    ("exported", Verb::Disclose),
    ("handover_made", Verb::Disclose),
    ("handover_item_accepted", Verb::Collect),
    ("handover_asked", Verb::Collect),
    ("printed", Verb::Disclose),
];
