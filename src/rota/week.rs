//! Some days of the rota as every view shows them: who is where, what is short, what is not known.
//!
//! The week on the screen, the day with its bars and the week on paper all print this.

use chrono::{DateTime, NaiveDate, Utc};

use super::bank_holidays::bank_holiday;
use super::cover::CoverState;
use super::presence::{Present, presence_between};
use super::report::{Between, SiteReport, SkillGap, report, stretches};
use crate::domain::ids::{AbsenceId, PlannedId, PractitionerId};
use crate::domain::rota::{Plan, PlannedShift, Span};
use crate::domain::service::{Service, Site, find, label};

/// Some days at one site.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct SiteDays {
    /// Site code.
    pub site: String,
    /// Site name.
    pub name: String,
    /// Day by day, without a hole.
    pub days: Vec<SiteDay>,
    /// The same counted, over all the days.
    pub report: SiteReport,
}

/// One local day at one site.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct SiteDay {
    /// Which.
    pub day: NaiveDate,
    /// The bank holiday that it is.
    pub holiday: Option<String>,
    /// Shifts that begin on it, the first in front.
    pub entries: Vec<Entry>,
    /// Shifts that began before it and reach into it.
    pub running: Vec<Entry>,
    /// How it is covered from its first to its last instant.
    pub bars: Vec<Bar>,
    /// What is short, clipped to the day; of several skills that are short at once, each.
    pub gaps: Vec<SkillGap>,
    /// Hours of which it is not known whether they are covered, clipped to the day: the rota is not
    /// settled, or the court has to be asked.
    pub open: Vec<Bar>,
}

/// A time `[from, to)` in which a site's cover does not change.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Bar {
    /// Begin.
    pub from: DateTime<Utc>,
    /// End.
    pub to: DateTime<Utc>,
    /// How it is covered.
    pub state: CoverState,
}

/// A planned shift with everything that a line about it says.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Entry {
    /// Which.
    pub shift: PlannedId,
    /// Who.
    pub who: PractitionerId,
    /// Their initials.
    pub label: String,
    /// Their name.
    pub name: String,
    /// Code of the site.
    pub site: String,
    /// The pattern, or the hours of a shift without one.
    pub what: String,
    /// The activity in words, where it is not the first of the list: being on duty goes without saying.
    pub activity: Option<String>,
    /// When.
    pub span: Span,
    /// Whether it covers the site.
    pub covers: bool,
    /// The absence that takes it away, or a part of it, with its words.
    pub away: Option<(AbsenceId, String)>,
}

/// The days from one to another, both included, at each site in the service's order.
pub fn days(plan: &Plan, service: &Service, from: NaiveDate, to: NaiveDate) -> Vec<SiteDays> {
    let window = Between::days(from, to);
    let present = presence_between(plan, service, window.from, window.to);
    let all: Vec<NaiveDate> = from.iter_days().take_while(|day| *day <= to).collect();
    service.sites.iter().map(|site| at_site(plan, service, &present, site, &all, window)).collect()
}

fn at_site(
    plan: &Plan,
    service: &Service,
    present: &Present<'_>,
    site: &Site,
    all: &[NaiveDate],
    window: Between,
) -> SiteDays {
    let mut bars: Vec<Bar> = Vec::new();
    for stretch in stretches(&site.code, service, present, plan.published, window) {
        match bars.last_mut() {
            Some(last) if last.state == stretch.state && last.to == stretch.from => last.to = stretch.to,
            _ => bars.push(Bar { from: stretch.from, to: stretch.to, state: stretch.state }),
        }
    }
    let report = report(&site.code, service, present, plan.published, window);
    let site_day = |day: &NaiveDate| {
        let (day, within) = (*day, Between::days(*day, *day));
        SiteDay {
            day,
            holiday: bank_holiday(day, &service.bank_holidays),
            entries: entries(plan, service, |shift| shift.site == site.code && shift.span.day() == day),
            running: entries(plan, service, |shift| {
                shift.site == site.code && shift.span.day() < day && within.from < shift.span.to
            }),
            bars: bars.iter().filter_map(|bar| bar.within(within)).collect(),
            gaps: report.gaps.iter().filter_map(|gap| clipped(gap, within)).collect(),
            open: bars.iter().filter(|bar| is_open(bar.state)).filter_map(|bar| bar.within(within)).collect(),
        }
    };
    let days = all.iter().map(site_day).collect();
    SiteDays { site: site.code.clone(), name: site.name.clone(), days, report }
}

fn is_open(state: CoverState) -> bool {
    matches!(state, CoverState::Unknown | CoverState::AskCourt)
}

impl Bar {
    /// Its true length in minutes.
    pub fn minutes(&self) -> i64 {
        (self.to - self.from).num_minutes()
    }

    fn within(&self, window: Between) -> Option<Self> {
        let (from, to) = (self.from.max(window.from), self.to.min(window.to));
        (from < to).then_some(Self { from, to, ..*self })
    }
}

fn clipped(gap: &SkillGap, window: Between) -> Option<SkillGap> {
    let (from, to) = (gap.from.max(window.from), gap.to.min(window.to));
    (from < to).then(|| SkillGap { from, to, ..gap.clone() })
}

fn entries(plan: &Plan, service: &Service, is_here: impl Fn(&PlannedShift) -> bool) -> Vec<Entry> {
    let here = plan.shifts.values().filter(|shift| is_here(shift));
    let mut entries: Vec<Entry> = here.map(|shift| entry(plan, service, shift)).collect();
    entries.sort_by(|a, b| a.span.cmp(&b.span).then_with(|| a.label.cmp(&b.label)));
    entries
}

/// A planned shift as a line shows it.
pub fn entry(plan: &Plan, service: &Service, shift: &PlannedShift) -> Entry {
    let staff = plan.staff.get(&shift.practitioner);
    let activities = &service.lists.activities;
    let usual = activities.first().is_some_and(|first| first.code == shift.activity);
    let away = plan
        .absences
        .values()
        .find(|absence| absence.practitioner == shift.practitioner && absence.span.meets(&shift.span));
    Entry {
        shift: shift.id,
        who: shift.practitioner,
        label: staff.map_or_else(|| "?".to_owned(), |staff| staff.label.clone()),
        name: staff.map_or_else(|| "somebody not known".to_owned(), |staff| staff.name.clone()),
        site: shift.site.clone(),
        what: shift.pattern.clone().unwrap_or_else(|| hours(&shift.span)),
        activity: (!usual).then(|| label(activities, &shift.activity).to_owned()),
        span: shift.span,
        covers: find(activities, &shift.activity).is_some_and(|activity| activity.covers),
        away: away.map(|absence| (absence.id, label(&service.lists.absences, &absence.why).to_owned())),
    }
}

/// `14:00-22:00`, by the clock on the wall.
pub fn hours(span: &Span) -> String {
    format!("{}-{}", span.typed_from.format("%H:%M"), span.typed_to.format("%H:%M"))
}
