//! How a site is covered now, until when, who comes next, and where the coming day has a gap.
//!
//! On are those who have signed on, and those whom the plan has here without having signed on: they
//! are marked. A planned shift gives way as a whole to the shift that its person works instead, so
//! that whoever goes early leaves a gap. Beyond today and the published days cover is not known, and
//! what is not known never alarms. A gap that is past never alarms either.

mod outlook;

use chrono::{DateTime, Utc};

use self::outlook::Outlook;
use crate::domain::ids::PractitionerId;
use crate::domain::rota::Plan;
use crate::domain::service::{Service, Site, SiteKind};
use crate::domain::shift::{OffSuite, Shift};

/// How a site is covered over a time, the best first.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum CoverState {
    /// Outside service hours and nobody there.
    Closed,
    /// More than the service asks for, or somebody there outside service hours.
    Spare,
    /// As many as the service asks for.
    Ok,
    /// As many as it asks for, but only with others in place of a skill.
    Fallback,
    /// A bank holiday on which the court has to be asked: neither covered nor a gap.
    AskCourt,
    /// Service hours for which the rota is not settled: neither covered nor a gap.
    Unknown,
    /// Fewer than the service asks for.
    Gap,
}

/// A site's cover, as every view prints it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct SiteCover {
    /// Site code.
    pub site: String,
    /// Site name.
    pub name: String,
    /// Suite or court.
    pub kind: SiteKind,
    /// Number to ring when nobody is there.
    pub phone: String,
    /// Practitioners asked for in service hours.
    pub minimum: usize,
    /// How it is covered now.
    pub now: CoverState,
    /// When that changes, as far as is known; `None` where nothing is known to change it.
    pub until: Option<DateTime<Utc>>,
    /// Who is on duty, the one who began first in front.
    pub on: Vec<OnDuty>,
    /// When nobody will be on any more, as signed on for and planned; `None` where nobody is on, or
    /// all are past their planned end.
    pub ends: Option<DateTime<Utc>>,
    /// Who comes next by the plan.
    pub next: Option<NextOn>,
    /// Who can be rung to come in, if the plan has somebody on call now.
    pub on_call: Option<OnCall>,
    /// When service next begins, if it is not on now.
    pub next_open: Option<DateTime<Utc>>,
    /// When hours of which the court has to be asked begin, if they come before or at that.
    pub ask_from: Option<DateTime<Utc>>,
    /// Codes of skills that are here now only because others stand in.
    pub stood_in: Vec<String>,
    /// Gaps in the coming 24 hours, as far as the rota is known.
    pub gaps: Vec<Gap>,
}

/// Somebody on duty.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct OnDuty {
    /// Who.
    pub practitioner: PractitionerId,
    /// Full name.
    pub name: String,
    /// Number to reach them on.
    pub phone: String,
    /// When they signed on, or were to.
    pub from: DateTime<Utc>,
    /// Planned end of their shift, which may be past.
    pub until: DateTime<Utc>,
    /// Whether they have signed on; if not, the plan has them here.
    pub signed_on: bool,
    /// Whether they should have signed on by now and have not.
    pub late: bool,
    /// Where they are if not on the suite; they still cover.
    pub off_suite: Option<OffSuite>,
    /// Whether they are a youth worker, or one is on with them.
    pub youth_worker: bool,
    /// Codes of the other sites they cover.
    pub also: Vec<String>,
}

/// Who comes next.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct NextOn {
    /// Full name.
    pub name: String,
    /// When; always to come.
    pub from: DateTime<Utc>,
}

/// Somebody on call for a site.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct OnCall {
    /// Full name.
    pub name: String,
    /// Number to reach them on.
    pub phone: String,
}

/// A time in service hours with fewer people than asked for, `[from, to)`.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Gap {
    /// Begin; never before `now`.
    pub from: DateTime<Utc>,
    /// End.
    pub to: DateTime<Utc>,
    /// Codes of the skills that are short somewhere in it; none where it is people of whatever skill.
    pub skills: Vec<String>,
    /// Whether core hours are short in it.
    pub core: bool,
    /// Whether the rota is published for it; if not, it is today's hours as they stand now.
    pub published: bool,
}

impl SiteCover {
    /// Whether a youth worker is on.
    pub fn has_youth_worker(&self) -> bool {
        self.on.iter().any(|on| on.youth_worker)
    }

    /// Whether the site is in service, as far as is known.
    pub fn in_service(&self) -> bool {
        self.next_open.is_none() && self.ask_from.is_none() && self.now != CoverState::Closed
    }
}

/// Works out the cover of every site, in the service's order.
///
/// `shifts` are those worked: the open ones, and those ended lately, which keep the planned shifts
/// they were worked for from counting again.
pub fn covers(service: &Service, plan: &Plan, shifts: &[Shift], now: DateTime<Utc>) -> Vec<SiteCover> {
    let outlook = Outlook::read(service, plan, shifts, now);
    service.sites.iter().map(|site| outlook.cover(site)).collect()
}

/// Works out one site's cover; see [`covers`].
pub fn cover(site: &Site, service: &Service, plan: &Plan, shifts: &[Shift], now: DateTime<Utc>) -> SiteCover {
    Outlook::read(service, plan, shifts, now).cover(site)
}

#[cfg(test)]
pub(super) mod tests;
