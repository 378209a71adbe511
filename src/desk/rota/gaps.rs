//! What is short in the days to come, and who could close it.

use std::collections::BTreeSet;

use chrono::{Days, Duration, NaiveDate};

use crate::desk::{Desk, DeskError};
use crate::domain::ids::{AbsenceId, PlannedId};
use crate::domain::rota::{Absence, Plan, PlannedShift, Published, RotaPart};
use crate::domain::time::{local, span};
use crate::rota::placing::{Candidate, Wanted, who_could};
use crate::rota::presence::{on_call, presence_between};
use crate::rota::{Between, SkillGap, report, reports};

use super::words::day_words;

/// The most days of a change that are looked at for gaps which it opens.
const MOST_DAYS: usize = 31;

/// A gap with what a line about it says.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct GapRow {
    /// Code of the site.
    pub site: String,
    /// Name of the site.
    pub name: String,
    /// The gap; its begin is never past.
    pub gap: SkillGap,
    /// What is short, in words.
    pub skill: String,
    /// Number to ring when nobody is there.
    pub phone: String,
    /// Names and numbers of those on call when it begins.
    pub on_call: Vec<String>,
}

impl Desk {
    /// Every gap from now over the days that the service looks ahead, by begin and then by site.
    /// What is past does not alarm; what is not published is not known and is no gap.
    ///
    /// # Errors
    /// A failure of the store.
    pub fn gaps(&self) -> Result<Vec<GapRow>, DeskError> {
        let now = self.now();
        let today = local(now).date();
        let ahead = u64::try_from(self.service.rota.gap_days).unwrap_or_default();
        let last = today + Days::new(ahead.saturating_sub(1));
        let plan = self.plan_between(today, last)?;
        let window = Between { from: now, to: Between::days(today, last).to };
        let present = presence_between(&plan, &self.service, window.from, window.to);
        let shifts: Vec<&PlannedShift> = plan.shifts.values().collect();
        let mut rows = Vec::new();
        for site in &self.service.sites {
            let counted = report(&site.code, &self.service, &present, plan.published, window);
            rows.extend(counted.gaps.into_iter().map(|gap| {
                GapRow {
                    site: site.code.clone(),
                    name: site.name.clone(),
                    skill: self.skill_words(gap.skill.as_deref()),
                    phone: site.phone.clone(),
                    on_call: on_call(&shifts, &plan, &self.service, gap.from)
                        .into_iter()
                        .filter(|(at, _)| *at == site.code)
                        .filter_map(|(_, who)| plan.staff.get(&who))
                        .map(|staff| format!("{} {}", staff.name, staff.phone).trim_end().to_owned())
                        .collect(),
                    gap,
                }
            }));
        }
        rows.sort_by(|a, b| (a.gap.from, &a.site).cmp(&(b.gap.from, &b.site)));
        Ok(rows)
    }

    /// What a change leaves short that was covered, as far as it is still to come. A change over more
    /// days than are looked at in one go is not looked at: it adds shifts by the week.
    pub(super) fn gaps_opened(&self, parts: &[RotaPart]) -> Result<Vec<String>, DeskError> {
        let touched = self.touched(parts)?;
        let days: BTreeSet<NaiveDate> = touched.iter().flat_map(|touch| touch.days()).collect();
        let (Some(first), Some(last)) = (days.first(), days.last()) else { return Ok(Vec::new()) };
        if days.len() > MOST_DAYS {
            return Ok(Vec::new());
        }
        let before = self.plan_between(*first - Days::new(7), *last + Days::new(1))?;
        let mut after = before.clone();
        parts.iter().for_each(|part| after.take(part));
        let Some(window) = self.to_come(*first, *last) else { return Ok(Vec::new()) };
        let short = |plan: &Plan| {
            let present = presence_between(plan, &self.service, window.from, window.to);
            reports(&self.service, &present, plan.published, window)
        };
        let mut told = Vec::new();
        for (was, is) in short(&before).iter().zip(short(&after)) {
            let covered = |gap: &SkillGap| {
                let same =
                    |old: &SkillGap| old.skill == gap.skill && old.from <= gap.from && gap.to <= old.to;
                !was.gaps.iter().any(same)
            };
            told.extend(is.gaps.iter().filter(|gap| covered(gap)).map(|gap| {
                let (from, to) = (local(gap.from), local(gap.to));
                let time =
                    format!("{} {}-{}", day_words(from.date()), from.format("%H:%M"), to.format("%H:%M"));
                format!("leaves {} short {time}: {}", is.site, self.skill_words(gap.skill.as_deref()))
            }));
        }
        Ok(told)
    }

    /// What settling days turns from not known into gaps, as far as it is still to come.
    pub(super) fn gaps_of_settling(&self, days: Published) -> Result<Option<String>, DeskError> {
        let mut plan = self.plan_between(days.from, days.to)?;
        plan.published = Some(days);
        let Some(window) = self.to_come(days.from, days.to) else { return Ok(None) };
        let present = presence_between(&plan, &self.service, window.from, window.to);
        let short: Vec<String> = reports(&self.service, &present, plan.published, window)
            .iter()
            .filter(|report| report.uncovered_minutes > 0)
            .map(|report| format!("{} {}", report.site, span(report.uncovered_minutes)))
            .collect();
        Ok((!short.is_empty()).then(|| format!("hours that stand as gaps then: {}", short.join(", "))))
    }

    /// Everybody on the rota, looked at for a gap: those who could take it first.
    ///
    /// # Errors
    /// A failure of the store.
    pub fn who_could(&self, site: &str, gap: &SkillGap) -> Result<Vec<Candidate>, DeskError> {
        let day = local(gap.from).date();
        // Averages are looked at over the reference period on both sides.
        let around = Duration::weeks(self.service.working_time.reference_weeks);
        let plan = self.plan_between(day - around, day + around)?;
        let covers = self.service.lists.activities.iter().find(|activity| activity.covers);
        let wanted = Wanted {
            site,
            time: Between { from: gap.from, to: gap.to },
            skill: gap.skill.as_deref(),
            activity: covers.map_or("", |activity| activity.code.as_str()),
        };
        Ok(who_could(&plan, &self.service, &wanted))
    }

    /// One planned shift.
    ///
    /// # Errors
    /// [`DeskError::Unknown`] where it is no longer on the rota, or a failure of the store.
    pub fn planned_shift(&self, id: PlannedId) -> Result<PlannedShift, DeskError> {
        self.store.planned(id)?.ok_or(DeskError::Unknown("planned shift"))
    }

    /// One absence.
    ///
    /// # Errors
    /// [`DeskError::Unknown`] where it is no longer on the rota, or a failure of the store.
    pub fn planned_absence(&self, id: AbsenceId) -> Result<Absence, DeskError> {
        self.store.absence(id)?.ok_or(DeskError::Unknown("absence"))
    }

    /// What is still to come of some days; `None` where all is past.
    fn to_come(&self, first: NaiveDate, last: NaiveDate) -> Option<Between> {
        let days = Between::days(first, last);
        let from = days.from.max(self.now());
        (from < days.to).then_some(Between { from, ..days })
    }

    fn skill_words(&self, skill: Option<&str>) -> String {
        let Some(code) = skill else { return "anybody".to_owned() };
        let skill = self.service.skills.iter().find(|skill| skill.code == code);
        skill.map_or_else(|| code.to_owned(), |skill| skill.label.clone())
    }
}
