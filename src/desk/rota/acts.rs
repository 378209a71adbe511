//! Single shifts: placed, moved, split over two sites, taken off, swapped; days published; people.

use chrono::{Days, NaiveDateTime};
use uuid::Uuid;

use super::words::{Names, days_words};
use super::{NewPlanned, Proposal};
use crate::desk::{Desk, DeskError};
use crate::domain::ids::PlannedId;
use crate::domain::rota::{PlannedShift, Published, RotaPart, Span, Staff, Swap};
use crate::domain::text::clean_line;
use crate::domain::time::from_local;

impl Desk {
    pub(super) fn propose_place(&self, new: &NewPlanned) -> Result<Proposal, DeskError> {
        let shift = new.clone().named(PlannedId(Uuid::now_v7()));
        let what = self.names()?.shift(&shift);
        Ok(Proposal::of(what, vec![RotaPart::Put(shift)]))
    }

    pub(super) fn propose_move(&self, id: PlannedId, to: &NewPlanned) -> Result<Proposal, DeskError> {
        let was = self.planned(id)?;
        let shift = to.clone().named(id);
        if shift == was {
            return Err(DeskError::refused(
                "That is how it stands already.",
                "Change the time, the site or the person.",
            ));
        }
        let names = self.names()?;
        let what = format!("{} instead of {}", names.shift(&shift), names.shift(&was));
        Ok(Proposal::of(what, vec![RotaPart::Put(shift)]))
    }

    pub(super) fn propose_split(
        &self,
        id: PlannedId,
        at: NaiveDateTime,
        site: &str,
    ) -> Result<Proposal, DeskError> {
        let was = self.planned(id)?;
        let cut = from_local(at);
        if cut <= was.span.from || was.span.to <= cut {
            return Err(DeskError::refused(
                "The shift does not go on at that time.",
                "Give a time between its begin and its end.",
            ));
        }
        // The two parts meet in one instant, also where the wall clock shows it twice.
        let first_span = Span { to: cut, typed_to: at, ..was.span };
        let second_span = Span { from: cut, typed_from: at, ..was.span };
        let first_is_longer = first_span.minutes() >= second_span.minutes();
        let (first_break, second_break) =
            if first_is_longer { (was.break_minutes, 0) } else { (0, was.break_minutes) };
        let first = PlannedShift { span: first_span, break_minutes: first_break, ..was.clone() };
        let second = PlannedShift {
            id: PlannedId(Uuid::now_v7()),
            site: site.to_owned(),
            span: second_span,
            break_minutes: second_break,
            ..was.clone()
        };
        let what = format!("{}: at {site} from {}", self.names()?.shift(&was), at.format("%H:%M"));
        Ok(Proposal::of(what, vec![RotaPart::Put(first), RotaPart::Put(second)]))
    }

    pub(super) fn propose_take_off(&self, id: PlannedId) -> Result<Proposal, DeskError> {
        let was = self.planned(id)?;
        let what = format!("{} taken off", self.names()?.shift(&was));
        Ok(Proposal::of(what, vec![RotaPart::Gone { shift: id }]))
    }

    pub(super) fn propose_swap(
        &self,
        one: PlannedId,
        other: PlannedId,
        swap: &Swap,
    ) -> Result<Proposal, DeskError> {
        let (one, other) = (self.planned(one)?, self.planned(other)?);
        if one.practitioner == other.practitioner {
            return Err(DeskError::refused(
                "Both shifts are of one person.",
                "Choose shifts of two people, or move one of them.",
            ));
        }
        let swap = self.settled_swap(swap)?;
        let names = self.names()?;
        let what = format!("swapped: {} and {}", names.shift(&one), names.shift(&other));
        let (first, second) = (one.practitioner, other.practitioner);
        let parts = vec![
            RotaPart::Put(PlannedShift { practitioner: second, ..one }),
            RotaPart::Put(PlannedShift { practitioner: first, ..other }),
        ];
        Ok(Proposal { swap: Some(swap), ..Proposal::of(what, parts) })
    }

    /// Whoever keeps a swap has approved it, unless it is said who did.
    fn settled_swap(&self, swap: &Swap) -> Result<Swap, DeskError> {
        let asked_by = clean_line(&swap.asked_by);
        if asked_by.is_empty() {
            return Err(DeskError::refused("Nobody is said to have asked for the swap.", "Say who asked."));
        }
        let approved = clean_line(&swap.approved_by);
        let approved_by = if approved.is_empty() { self.who.name.clone() } else { approved };
        Ok(Swap { asked_by, agreed_by: clean_line(&swap.agreed_by), approved_by })
    }

    pub(super) fn propose_publish(&self, days: Option<Published>) -> Result<Proposal, DeskError> {
        if days.is_some_and(|days| days.to < days.from) {
            return Err(DeskError::refused("The last day is before the first.", "Check both days."));
        }
        let what = match days {
            Some(days) => {
                let before = self.store.published()?;
                let taken = before.filter(|before| days.to < before.to);
                let taken = taken
                    .map(|before| format!(", {} taken back", days_words(days.to + Days::new(1), before.to)));
                format!("published: {}{}", days_words(days.from, days.to), taken.unwrap_or_default())
            }
            None => "published days taken back".to_owned(),
        };
        Ok(Proposal::of(what, vec![RotaPart::Settled { days }]))
    }

    pub(super) fn propose_staff(&self, staff: &Staff) -> Result<Proposal, DeskError> {
        let staff = Staff {
            name: clean_line(&staff.name),
            label: clean_line(&staff.label),
            phone: clean_line(&staff.phone),
            ..staff.clone()
        };
        if staff.name.is_empty() || staff.label.is_empty() {
            return Err(DeskError::refused("Somebody needs a name and initials.", "Give both."));
        }
        let all = self.store.staff()?;
        if let Some(other) = all.iter().find(|other| other.id != staff.id && other.label == staff.label) {
            return Err(DeskError::refused(
                format!("The initials {} are {}'s.", staff.label, other.name),
                "Give initials that nobody else has.",
            ));
        }
        let known = all.iter().find(|known| known.id == staff.id);
        if known == Some(&staff) {
            return Err(DeskError::refused("That is what is known already.", "Change something first."));
        }
        let what = match known {
            _ if staff.left => format!("{} left the service", staff.name),
            Some(_) => format!("details of {}", staff.name),
            None => format!("{} ({}) added to the rota", staff.name, staff.label),
        };
        Ok(Proposal::of(what, vec![RotaPart::Staffed(staff)]))
    }

    /// A planned shift by its name.
    pub(super) fn planned(&self, id: PlannedId) -> Result<PlannedShift, DeskError> {
        self.store.planned(id)?.ok_or(DeskError::Unknown("planned shift"))
    }

    /// The words for people and sites.
    pub(super) fn names(&self) -> Result<Names, DeskError> {
        Ok(Names::of(self.store.staff()?))
    }
}
