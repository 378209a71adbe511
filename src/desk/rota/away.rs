//! Somebody does not work: leave, sickness, training; and is back again.

use chrono::NaiveDateTime;
use uuid::Uuid;

use super::Proposal;
use super::words::shift_words;
use crate::desk::{Desk, DeskError};
use crate::domain::ids::{AbsenceId, PractitionerId};
use crate::domain::rota::{Absence, RotaPart, Span};
use crate::domain::time::from_local_latest;

impl Desk {
    pub(super) fn propose_away(
        &self,
        practitioner: PractitionerId,
        why: &str,
        span: Span,
    ) -> Result<Proposal, DeskError> {
        let absence = Absence { id: AbsenceId(Uuid::now_v7()), practitioner, why: why.to_owned(), span };
        let what = self.names()?.absence(&absence, &self.service.lists);
        Ok(Proposal::of(what, vec![RotaPart::Away(absence)]))
    }

    pub(super) fn propose_back(
        &self,
        id: AbsenceId,
        from: Option<NaiveDateTime>,
    ) -> Result<Proposal, DeskError> {
        let was = self.store.absence(id)?.ok_or(DeskError::Unknown("absence"))?;
        let names = self.names()?;
        let told = names.absence(&was, &self.service.lists);
        let Some(from) = from else {
            let part = RotaPart::Back { absence: id };
            return Ok(Proposal::of(format!("not away after all: {told}"), vec![part]));
        };
        let at = from_local_latest(from);
        if at <= was.span.from || was.span.to <= at {
            return Err(DeskError::refused(
                "They are not away at that time.",
                "Give a time within the absence, or none if they were never away.",
            ));
        }
        let span = Span { to: at, typed_to: from, ..was.span };
        let what = format!("back from {}: {told}", from.format("%a %-d %b %H:%M"));
        Ok(Proposal::of(what, vec![RotaPart::Away(Absence { span, ..was })]))
    }

    /// The shifts that an absence leaves without the person, in words.
    pub(super) fn left_by(&self, absence: &Absence) -> Result<Vec<String>, DeskError> {
        let span = absence.span;
        let (shifts, _) = self.store.rota_of(absence.practitioner, span.from, span.to)?;
        Ok(shifts.iter().map(|shift| format!("leaves {}", shift_words(shift))).collect())
    }
}
