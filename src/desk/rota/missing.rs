//! What a part of a change names that the service does not have.

use super::words::Names;
use crate::desk::Desk;
use crate::domain::rota::{Absence, PlannedShift, Staff};
use crate::domain::service::find;
use crate::domain::text::clean_line;

/// Minutes of the longest shift that can be meant: a whole day, when the clocks go back.
const LONGEST_SHIFT: i64 = 25 * 60;

impl Desk {
    pub(super) fn missing(&self, shift: &PlannedShift, names: &Names) -> Option<String> {
        if names.staff(shift.practitioner).is_none() {
            return Some("nobody of that name is on the rota".to_owned());
        }
        if self.service.site(&shift.site).is_none() {
            return Some(format!("there is no site {}", clean_line(&shift.site)));
        }
        if find(&self.service.lists.activities, &shift.activity).is_none() {
            return Some(format!("there is no activity {}", clean_line(&shift.activity)));
        }
        if shift.span.minutes() > LONGEST_SHIFT {
            return Some("a shift is at most a day long".to_owned());
        }
        let all_break = i64::from(shift.break_minutes) >= shift.span.minutes();
        all_break.then(|| "the break is as long as the shift".to_owned())
    }

    pub(super) fn absence_bar(&self, absence: &Absence, names: &Names) -> Option<String> {
        if names.staff(absence.practitioner).is_none() {
            return Some("nobody of that name is on the rota".to_owned());
        }
        let unknown = find(&self.service.lists.absences, &absence.why).is_none();
        unknown.then(|| format!("there is no absence {}", clean_line(&absence.why)))
    }

    pub(super) fn staff_bar(&self, staff: &Staff) -> Option<String> {
        if self.service.role(&staff.role).is_none() {
            return Some(format!("there is no role {}", clean_line(&staff.role)));
        }
        let skills = &self.service.skills;
        let unknown = staff.skills.iter().find(|code| !skills.iter().any(|skill| skill.code == **code));
        if let Some(code) = unknown {
            return Some(format!("there is no skill {}", clean_line(code)));
        }
        let site = staff.inducted.iter().find(|code| self.service.site(code).is_none());
        site.map(|code| format!("there is no site {}", clean_line(code)))
    }
}
