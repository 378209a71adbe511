//! What the screens of the rota ask for. What is done to it is one act of the desk, looked at before
//! it is kept: [`crate::desk::rota::RotaAct`].

use chrono::NaiveDate;

use crate::desk::rota::{Proposal, RotaAct};
use crate::domain::ids::{AbsenceId, PlannedId, PractitionerId};
use crate::rota::SkillGap;

/// A view of the rota.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum RotaPlace {
    /// The week in which this day lies, with the focus on it.
    Week(NaiveDate),
    /// One day in hours.
    Day(NaiveDate),
    /// One person's month, of which this is a day.
    Month {
        /// Who.
        who: PractitionerId,
        /// A day of it.
        day: NaiveDate,
    },
    /// What is short in the days to come.
    Gaps,
    /// Who could close a gap.
    Candidates {
        /// Code of the site.
        site: String,
        /// Which.
        gap: SkillGap,
    },
    /// What was changed lately.
    Changes,
    /// A change to be looked at before it is kept.
    Confirm(Box<Proposal>),
}

/// A card of the rota.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum RotaAsk {
    /// Somebody is placed.
    Place {
        /// Code of the site.
        site: String,
        /// On which day.
        day: NaiveDate,
        /// Who, where that is settled.
        who: Option<PractitionerId>,
        /// Hours to propose, such as `14:00-22:00`.
        hours: Option<String>,
    },
    /// A shift is changed.
    Move {
        /// Which.
        shift: PlannedId,
        /// Its hours as they stand, such as `14:00-22:00`.
        hours: String,
    },
    /// The second part of a shift is worked elsewhere.
    Split(PlannedId),
    /// Two people change places.
    Swap(PlannedId),
    /// Somebody is away.
    Away {
        /// Who, where one is in focus.
        who: Option<PractitionerId>,
        /// From which shift.
        shift: Option<PlannedId>,
        /// The day in focus.
        day: NaiveDate,
    },
    /// Somebody is not away after all.
    Back {
        /// Which absence.
        absence: AbsenceId,
        /// Whose, in words.
        of: String,
    },
    /// A week is copied.
    CopyWeek {
        /// Monday of the week shown.
        monday: NaiveDate,
        /// The site in focus.
        site: String,
    },
    /// A rotation is rolled forward.
    Roll {
        /// Monday of the week shown.
        monday: NaiveDate,
        /// Who, where one is in focus.
        who: Option<PractitionerId>,
    },
    /// Days are settled.
    Publish,
    /// What is known of somebody; somebody new where there is none.
    Staff(Option<PractitionerId>),
}

/// Something done to the rota.
#[derive(Debug)]
pub enum RotaDeed {
    /// An act of a card or a key: looked at, and kept or shown for confirmation.
    Act(Box<RotaAct>),
    /// A change that was looked at, with its reason.
    Keep {
        /// The change.
        proposal: Box<Proposal>,
        /// Why.
        reason: String,
    },
}
