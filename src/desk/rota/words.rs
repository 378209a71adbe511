//! Shifts and absences in words: "Ada Okafor late Mon 23 Nov 14:00-22:00 at BRO".

use chrono::{Datelike, NaiveDate};

use crate::domain::ids::PractitionerId;
use crate::domain::rota::{Absence, PlannedShift, Span, Staff};
use crate::domain::service::{Lists, label};

/// Who is who.
pub(in crate::desk) struct Names {
    staff: Vec<Staff>,
}

impl Names {
    pub(in crate::desk) fn of(staff: Vec<Staff>) -> Self {
        Self { staff }
    }

    /// What is known of somebody.
    pub(in crate::desk) fn staff(&self, id: PractitionerId) -> Option<&Staff> {
        self.staff.iter().find(|staff| staff.id == id)
    }

    /// Somebody's full name.
    pub(in crate::desk) fn name(&self, id: PractitionerId) -> &str {
        self.staff(id).map_or("somebody unknown", |staff| staff.name.as_str())
    }

    /// Somebody's name, or their initials where another has the same name.
    pub(in crate::desk) fn unambiguous(&self, id: PractitionerId) -> &str {
        let Some(staff) = self.staff(id) else { return "" };
        if self.called(&staff.name).len() == 1 { &staff.name } else { &staff.label }
    }

    /// Everybody who has not left and has this name, or these initials.
    pub(in crate::desk) fn called(&self, name: &str) -> Vec<&Staff> {
        let here = || self.staff.iter().filter(|staff| !staff.left);
        if let Some(one) = here().find(|staff| staff.label == name) {
            return vec![one];
        }
        here().filter(|staff| staff.name.to_lowercase() == name.to_lowercase()).collect()
    }

    /// A shift with who works it.
    pub(in crate::desk) fn shift(&self, shift: &PlannedShift) -> String {
        format!("{} {}", self.name(shift.practitioner), shift_words(shift))
    }

    /// An absence with who is away.
    pub(in crate::desk) fn absence(&self, absence: &Absence, lists: &Lists) -> String {
        let why = label(&lists.absences, &absence.why).to_lowercase();
        format!("{}: {why} {}", self.name(absence.practitioner), span_words(&absence.span))
    }
}

/// A shift without who works it.
pub(in crate::desk) fn shift_words(shift: &PlannedShift) -> String {
    let name = shift.pattern.clone().unwrap_or_else(|| shift.activity.replace('_', " "));
    format!("{name} {} at {}", span_words(&shift.span), shift.site)
}

/// `Mon 23 Nov 14:00-22:00`, with the second day where there is one and it is not the night's.
pub(in crate::desk) fn span_words(span: &Span) -> String {
    let (from, to) = (span.typed_from, span.typed_to);
    let overnight = (to.date() - from.date()).num_days() == 1 && to.time() <= from.time();
    let end = if to.date() == from.date() || overnight {
        to.format("%H:%M").to_string()
    } else {
        format!("{} {}", day_words(to.date()), to.format("%H:%M"))
    };
    let joint = if to.date() == from.date() || overnight { "-" } else { " to " };
    format!("{} {}{joint}{end}", day_words(from.date()), from.format("%H:%M"))
}

/// `Mon 23 Nov`.
pub(in crate::desk) fn day_words(day: NaiveDate) -> String {
    day.format("%a %-d %b").to_string()
}

/// `Mon 23 Nov to Sun 3 Jan 2027`: the year stands where it is not the first day's.
pub(in crate::desk) fn days_words(from: NaiveDate, to: NaiveDate) -> String {
    if from.year() == to.year() {
        return format!("{} to {} {}", day_words(from), day_words(to), to.year());
    }
    format!("{} {} to {} {}", day_words(from), from.year(), day_words(to), to.year())
}
