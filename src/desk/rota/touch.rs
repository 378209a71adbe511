//! What a part of a change touches: sites, days, and the first instant at which anything is other
//! than it was. A shift that runs can be made longer without changing what is past.

use std::collections::BTreeSet;

use chrono::{DateTime, NaiveDate, Utc};

use crate::desk::{Desk, DeskError};
use crate::domain::rota::{Absence, PlannedShift, RotaPart, Span};

/// What one part of a change touches.
pub(super) struct Touch {
    /// Codes of the sites.
    pub(super) sites: BTreeSet<String>,
    /// Why somebody is away, before and after; empty for a shift.
    pub(super) absences: BTreeSet<String>,
    /// Before and after.
    spans: Vec<Span>,
    /// The first instant at which something is other than it was.
    pub(super) changes_from: DateTime<Utc>,
}

impl Touch {
    /// The local days that it touches.
    pub(super) fn days(&self) -> impl Iterator<Item = NaiveDate> + '_ {
        self.spans.iter().flat_map(|span| {
            span.day().iter_days().take_while(|day| day.and_time(chrono::NaiveTime::MIN) < span.typed_to)
        })
    }

    fn of_shift(was: Option<PlannedShift>, is: Option<PlannedShift>) -> Option<Self> {
        let alike =
            |was: &PlannedShift, is: &PlannedShift| PlannedShift { span: is.span, ..was.clone() } == *is;
        let only_time = was.as_ref().zip(is.as_ref()).is_some_and(|(was, is)| alike(was, is));
        let spans: Vec<Span> = [&was, &is].into_iter().flatten().map(|shift| shift.span).collect();
        let changes_from = first_change(&spans, only_time)?;
        let sites = [was, is].into_iter().flatten().map(|shift| shift.site).collect();
        Some(Self { sites, absences: BTreeSet::new(), spans, changes_from })
    }

    fn of_absence(was: Option<Absence>, is: Option<Absence>) -> Option<Self> {
        let alike = |was: &Absence, is: &Absence| Absence { span: is.span, ..was.clone() } == *is;
        let only_time = was.as_ref().zip(is.as_ref()).is_some_and(|(was, is)| alike(was, is));
        let spans: Vec<Span> = [&was, &is].into_iter().flatten().map(|absence| absence.span).collect();
        let changes_from = first_change(&spans, only_time)?;
        let absences = [was, is].into_iter().flatten().map(|absence| absence.why).collect();
        Some(Self { sites: BTreeSet::new(), absences, spans, changes_from })
    }
}

/// `spans`: before and after, or the one there is.
fn first_change(spans: &[Span], only_time: bool) -> Option<DateTime<Utc>> {
    let begin = spans.iter().map(|span| span.from).min()?;
    match spans {
        [was, is] if only_time && was.from == is.from => Some(was.to.min(is.to)),
        _ => Some(begin),
    }
}

impl Desk {
    /// What each part of a change touches; nothing for people and published days.
    pub(super) fn touched(&self, parts: &[RotaPart]) -> Result<Vec<Touch>, DeskError> {
        let mut touched = Vec::new();
        for part in parts {
            touched.extend(match part {
                RotaPart::Put(shift) => Touch::of_shift(self.store.planned(shift.id)?, Some(shift.clone())),
                RotaPart::Gone { shift } => Touch::of_shift(Some(self.planned(*shift)?), None),
                RotaPart::Away(absence) => {
                    Touch::of_absence(self.store.absence(absence.id)?, Some(absence.clone()))
                }
                RotaPart::Back { absence } => Touch::of_absence(self.store.absence(*absence)?, None),
                RotaPart::Staffed(_) | RotaPart::Settled { .. } => None,
            });
        }
        Ok(touched)
    }
}
