//! The planned rota at the desk: every change is proposed, looked at, and then kept with its reason.
//!
//! Lives here: what can be done to the rota ([`RotaAct`]), the proposal with what speaks against it,
//! and the one verb that keeps it. Nothing of it is written before [`Desk::keep_rota`].
//! Must not live here: how cover is counted, what a working-time rule says (`rota`).

use chrono::{NaiveDate, NaiveDateTime};
use uuid::Uuid;

use super::{Desk, DeskError};
use crate::domain::event::Body;
use crate::domain::ids::{AbsenceId, ChangeId, PlannedId, PractitionerId};
use crate::domain::rota::{PlannedShift, Published, RotaChange, RotaPart, Span, Staff, Swap};

mod acts;
mod away;
mod calendar;
mod check;
pub mod csv;
mod gaps;
mod look;
mod missing;
mod paper;
mod repeat;
mod touch;
mod undo;
mod words;

pub use check::Checked;
use check::reason_of;
pub use gaps::GapRow;
pub use look::RotaEntry;

/// Something that can be done to the rota.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum RotaAct {
    /// Somebody works a new shift.
    Place(NewPlanned),
    /// A shift is worked at another time, at another site, or by somebody else.
    Move {
        /// Which.
        shift: PlannedId,
        /// As it is to be.
        to: NewPlanned,
    },
    /// The second part of a shift is worked at another site.
    Split {
        /// Which.
        shift: PlannedId,
        /// Wall time at which they go there.
        at: NaiveDateTime,
        /// Code of the other site.
        site: String,
    },
    /// Nobody works a shift any more.
    TakeOff {
        /// Which.
        shift: PlannedId,
    },
    /// The shifts that begin in one week are worked in another as well.
    CopyWeek {
        /// Monday of the week that is copied.
        from: NaiveDate,
        /// Monday of the week that it is copied to.
        to: NaiveDate,
        /// Code of the site; every site where there is none.
        site: Option<String>,
    },
    /// Somebody works a rotation.
    Roll {
        /// Its name.
        rotation: String,
        /// Who.
        practitioner: PractitionerId,
        /// Monday on which its first week begins.
        first_monday: NaiveDate,
        /// Weeks, the rotation coming round again as often as it has to; at most 53.
        weeks: u32,
    },
    /// Two people change places.
    Swap {
        /// A shift of one.
        one: PlannedId,
        /// A shift of the other.
        other: PlannedId,
        /// Who settled it.
        swap: Swap,
    },
    /// Somebody does not work, whatever the rota says.
    Away {
        /// Who.
        practitioner: PractitionerId,
        /// Code of the list `absences`.
        why: String,
        /// When.
        span: Span,
    },
    /// Somebody who was said to be away works again from a wall time on, or was never away.
    Back {
        /// Which absence.
        absence: AbsenceId,
        /// From when; never away where there is none.
        from: Option<NaiveDateTime>,
    },
    /// These days are settled, or none is.
    Publish(Option<Published>),
    /// What is known of somebody; a new id brings somebody new onto the rota.
    Staff(Staff),
    /// A change is taken back.
    Undo(ChangeId),
}

/// A shift as it is to be.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct NewPlanned {
    /// Who is to work it.
    pub practitioner: PractitionerId,
    /// Code of the site.
    pub site: String,
    /// Code of the list `activities`.
    pub activity: String,
    /// Name of the pattern it was made from.
    pub pattern: Option<String>,
    /// When.
    pub span: Span,
    /// Minutes of unpaid break within it.
    pub break_minutes: u16,
}

impl NewPlanned {
    /// A planned shift as it stands, to be changed in some of it.
    pub fn of(shift: &PlannedShift) -> Self {
        Self {
            practitioner: shift.practitioner,
            site: shift.site.clone(),
            activity: shift.activity.clone(),
            pattern: shift.pattern.clone(),
            span: shift.span,
            break_minutes: shift.break_minutes,
        }
    }

    /// The same under a name of its own.
    fn named(self, id: PlannedId) -> PlannedShift {
        PlannedShift {
            id,
            practitioner: self.practitioner,
            site: self.site,
            activity: self.activity,
            pattern: self.pattern,
            span: self.span,
            break_minutes: self.break_minutes,
        }
    }
}

/// A change that could be made, with everything there is to know before it is. Nothing is kept yet.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Proposal {
    /// What would be done, in words, e.g. "Okafor late Mon 23 Nov at BRO".
    pub what: String,
    /// What it is made of, in order.
    pub parts: Vec<RotaPart>,
    /// What it leaves as it is, and why: days on which the person is absent or already placed.
    pub left_out: Vec<String>,
    /// What speaks against it without forbidding it; kept with the change.
    pub warnings: Vec<String>,
    /// Why it needs a reason, in words; `None` where it may go without one.
    pub asks_reason: Option<String>,
    /// The change that it takes back.
    pub undoes: Option<ChangeId>,
    /// Who settled that two people change places.
    pub swap: Option<Swap>,
}

impl Proposal {
    /// A change of these parts, before anybody has looked at what speaks against it.
    fn of(what: String, parts: Vec<RotaPart>) -> Self {
        Self {
            what,
            parts,
            left_out: Vec::new(),
            warnings: Vec::new(),
            asks_reason: None,
            undoes: None,
            swap: None,
        }
    }
}

impl Desk {
    /// Works out what an act would do and what speaks against it. Nothing is written.
    ///
    /// # Errors
    /// Refused for roles that may not do it, for what the service does not have, where somebody would
    /// be at two places at once or is away, and where a later change stands in the way of an undo.
    pub fn propose(&self, act: &RotaAct) -> Result<Proposal, DeskError> {
        let proposal = match act {
            RotaAct::Place(new) => self.propose_place(new),
            RotaAct::Move { shift, to } => self.propose_move(*shift, to),
            RotaAct::Split { shift, at, site } => self.propose_split(*shift, *at, site),
            RotaAct::TakeOff { shift } => self.propose_take_off(*shift),
            RotaAct::CopyWeek { from, to, site } => self.propose_copy(*from, *to, site.as_deref()),
            RotaAct::Roll { rotation, practitioner, first_monday, weeks } => {
                self.propose_roll(rotation, *practitioner, *first_monday, *weeks)
            }
            RotaAct::Swap { one, other, swap } => self.propose_swap(*one, *other, swap),
            RotaAct::Away { practitioner, why, span } => self.propose_away(*practitioner, why, *span),
            RotaAct::Back { absence, from } => self.propose_back(*absence, *from),
            RotaAct::Publish(days) => self.propose_publish(*days),
            RotaAct::Staff(staff) => self.propose_staff(staff),
            RotaAct::Undo(change) => self.propose_undo(*change),
        }?;
        self.looked_at(proposal)
    }

    /// Keeps a change with its reason, in one transaction. It is looked at once more: what was
    /// proposed may have been overtaken.
    ///
    /// # Errors
    /// As [`Desk::propose`]; refused without a reason where one is asked for.
    pub fn keep_rota(&mut self, proposal: &Proposal, reason: &str) -> Result<ChangeId, DeskError> {
        self.keep_rota_while(proposal, reason, &mut |_| true)
    }

    /// The same, telling how much is looked at, in percent, for as long as it is told to go on.
    ///
    /// # Errors
    /// As [`Desk::keep_rota`]; [`StoreError::Stopped`] where it was told not to go on: nothing is kept
    /// then.
    ///
    /// [`StoreError::Stopped`]: crate::desk::StoreError::Stopped
    pub fn keep_rota_while(
        &mut self,
        proposal: &Proposal,
        reason: &str,
        go_on: &mut dyn FnMut(u8) -> bool,
    ) -> Result<ChangeId, DeskError> {
        let proposal = self.looked_at_while(proposal.clone(), go_on)?;
        let reason = reason_of(&proposal, reason)?;
        let site = self.one_site(&proposal.parts)?;
        let change = ChangeId(Uuid::now_v7());
        let body = Body::RotaChanged(RotaChange {
            change,
            what: proposal.what,
            reason,
            parts: proposal.parts,
            warned: proposal.warnings,
            undoes: proposal.undoes,
            swap: proposal.swap,
        });
        self.record_here(site.as_deref(), body)?;
        Ok(change)
    }

    /// Does an act at once, for a command or a script that has nothing to ask.
    ///
    /// # Errors
    /// As [`Desk::keep_rota`].
    pub fn change_rota(&mut self, act: &RotaAct, reason: &str) -> Result<ChangeId, DeskError> {
        let proposal = self.propose(act)?;
        self.keep_rota(&proposal, reason)
    }
}
