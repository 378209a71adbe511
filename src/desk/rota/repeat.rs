//! Many shifts at once: a week copied to another, a rotation rolled forward for somebody.
//!
//! What cannot be is left out and told: a day on which the person is away, or placed already, or a
//! bank holiday on which the pattern is not worked.

use chrono::{Datelike, Duration, NaiveDate, Weekday};
use uuid::Uuid;

use super::look::instants;
use super::words::{day_words, days_words};
use super::{NewPlanned, Proposal};
use crate::desk::{Desk, DeskError};
use crate::domain::ids::{PlannedId, PractitionerId};
use crate::domain::rota::{PlannedShift, RotaPart, Span};
use crate::domain::service::{Pattern, Rotation, find};
use crate::rota::demand::demand;
use crate::rota::{Between, bank_holiday};

/// Weeks that a rotation may be rolled at once: a year and a day's grace.
const MOST_WEEKS: u32 = 53;

impl Desk {
    pub(super) fn propose_copy(
        &self,
        from: NaiveDate,
        to: NaiveDate,
        site: Option<&str>,
    ) -> Result<Proposal, DeskError> {
        mondays(&[from, to])?;
        if from == to {
            return Err(DeskError::refused("A week is not copied onto itself.", "Choose another week."));
        }
        let last = from + Duration::days(6);
        let (start, end) = instants(from, last);
        let (shifts, _) = self.store.rota_between(start, end)?;
        let shifts = shifts
            .into_iter()
            .filter(|shift| from <= shift.span.day() && shift.span.day() <= last)
            .filter(|shift| site.is_none_or(|site| shift.site == site));
        let mut left_out = Vec::new();
        let mut copies = Vec::new();
        for shift in shifts {
            let by = to - from;
            match Span::between(shift.span.typed_from + by, shift.span.typed_to + by) {
                Some(span) if self.is_shut(&shift, span.day()) => {
                    left_out.push(format!("{}: no service at {}", day_words(span.day()), shift.site));
                }
                Some(span) => copies.push(NewPlanned { span, ..NewPlanned::of(&shift) }),
                None => left_out.push(format!("{}: there is no such time", day_words(shift.span.day() + by))),
            }
        }
        let place = site.map(|site| format!(" at {site}")).unwrap_or_default();
        let what = format!("week of {}{place} copied to {}", day_words(from), day_words(to));
        self.as_far_as_can_be(what, copies, left_out)
    }

    /// Whether the site of a shift that covers it has service on the shift's own weekday and none on
    /// this day, as a court at Christmas.
    fn is_shut(&self, shift: &PlannedShift, day: NaiveDate) -> bool {
        let asked = |day: NaiveDate| {
            let rows = self.service.demand.iter().filter(|row| row.site == shift.site);
            let window = Between::days(day, day);
            let found = demand(rows, &self.service.bank_holidays, window.from, window.to);
            found.iter().any(|demand| demand.day == day)
        };
        let covers = find(&self.service.lists.activities, &shift.activity).is_some_and(|code| code.covers);
        covers && asked(shift.span.day()) && !asked(day)
    }

    pub(super) fn propose_roll(
        &self,
        rotation: &str,
        practitioner: PractitionerId,
        first_monday: NaiveDate,
        weeks: u32,
    ) -> Result<Proposal, DeskError> {
        mondays(&[first_monday])?;
        if weeks == 0 || weeks > MOST_WEEKS {
            return Err(DeskError::refused(
                format!("A rotation is rolled for 1 to {MOST_WEEKS} weeks at once."),
                "Give another number.",
            ));
        }
        let found = self.service.rotations.iter().find(|found| found.name == rotation);
        let rotation = found.ok_or(DeskError::Unknown("rotation"))?;
        let last = first_monday + Duration::days(i64::from(weeks) * 7 - 1);
        let new = first_monday
            .iter_days()
            .take_while(|day| *day <= last)
            .filter_map(|day| Some((day, self.pattern_on(rotation, first_monday, day)?)))
            .map(|(day, pattern)| NewPlanned {
                practitioner,
                site: rotation.site.clone(),
                activity: self.usual_activity(),
                pattern: Some(pattern.name.clone()),
                span: Span::on(day, pattern.hours),
                break_minutes: pattern.break_minutes,
            })
            .collect();
        let who = self.names()?.name(practitioner).to_owned();
        let what = format!("{who} rolled along \"{}\", {}", rotation.name, days_words(first_monday, last));
        self.as_far_as_can_be(what, new, Vec::new())
    }

    /// The pattern that a rotation has on a day; `None` on a day off.
    fn pattern_on(&self, rotation: &Rotation, first_monday: NaiveDate, day: NaiveDate) -> Option<&Pattern> {
        let week = usize::try_from((day - first_monday).num_weeks()).ok()?;
        let week = rotation.weeks.get(week.checked_rem(rotation.weeks.len())?)?;
        let name = week.get(day.weekday().num_days_from_monday() as usize)?.as_ref()?;
        self.pattern_at(name, &rotation.site)
    }

    /// The pattern of this name that is worked at a site.
    pub(super) fn pattern_at(&self, name: &str, site: &str) -> Option<&Pattern> {
        let kind = self.service.site(site)?.kind;
        self.service.patterns.iter().find(|pattern| pattern.name == name && pattern.is_worked_at(site, kind))
    }

    /// The activity of a shift about which nothing else is said: the first that covers a site.
    pub(super) fn usual_activity(&self) -> String {
        let activities = &self.service.lists.activities;
        let usual = activities.iter().find(|entry| entry.covers);
        usual.map(|entry| entry.code.clone()).unwrap_or_default()
    }

    /// Places what can be, and tells of the rest.
    fn as_far_as_can_be(
        &self,
        what: String,
        new: Vec<NewPlanned>,
        mut left_out: Vec<String>,
    ) -> Result<Proposal, DeskError> {
        let names = self.names()?;
        let mut placed: Vec<PlannedShift> = Vec::new();
        for new in new {
            let shift = new.named(PlannedId(Uuid::now_v7()));
            let bar = match self.holiday_bar(&shift) {
                Some(bar) => Some(bar),
                None => self.bar(&shift, &placed, &names)?,
            };
            match bar {
                Some(bar) => left_out.push(format!("{}: {bar}", names.shift(&shift))),
                None => placed.push(shift),
            }
        }
        if placed.is_empty() {
            let why =
                if left_out.is_empty() { "no shift stands there".to_owned() } else { left_out.join("; ") };
            return Err(DeskError::refused(
                format!("Nothing of it can be placed: {why}."),
                "Choose another week, or place the shifts one by one.",
            ));
        }
        let parts = placed.into_iter().map(RotaPart::Put).collect();
        Ok(Proposal { left_out, ..Proposal::of(what, parts) })
    }

    fn holiday_bar(&self, shift: &PlannedShift) -> Option<String> {
        let pattern = self.pattern_at(shift.pattern.as_deref()?, &shift.site)?;
        let day = shift.span.day();
        let holiday = bank_holiday(day, &self.service.bank_holidays)?;
        (!pattern.is_worked_on(day, true)).then(|| format!("{holiday}, no {}", pattern.name))
    }
}

fn mondays(days: &[NaiveDate]) -> Result<(), DeskError> {
    if days.iter().all(|day| day.weekday() == Weekday::Mon) {
        return Ok(());
    }
    Err(DeskError::refused("A week begins on a Monday.", "Give the Monday of the week."))
}
