//! How a site is covered now, until when, and where the coming day has a gap.
//!
//! A rota of planned shifts is not kept in this release, so beyond today's service hours cover is
//! not known, and what is not known never alarms. A gap that is past never alarms either.

use chrono::{DateTime, Duration, Utc};

use super::demand::{Certainty, Demand, demand};
use super::sweep::{Presence, state_of, sweep};
use crate::domain::ids::PractitionerId;
use crate::domain::service::{BankHolidays, Site, SiteKind};
use crate::domain::shift::{OffSuite, Shift};
use crate::domain::time::local;

/// How far ahead gaps are looked for.
const GAPS_AHEAD: Duration = Duration::hours(24);
/// How far ahead the next opening is looked for; longer than any run of closed days.
const OPENING_AHEAD: Duration = Duration::days(14);

/// How a site is covered at an instant.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum CoverState {
    /// Outside service hours and nobody there.
    Closed,
    /// As many as the service asks for.
    Ok,
    /// More than the service asks for, or somebody there outside service hours.
    Spare,
    /// Fewer than the service asks for.
    Gap,
    /// A bank holiday on which the court has to be asked: neither covered nor a gap.
    AskCourt,
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
    /// When service next begins, if it is not on now.
    pub next_open: Option<DateTime<Utc>>,
    /// When hours of which the court has to be asked begin, if they come before or at that.
    pub ask_from: Option<DateTime<Utc>>,
    /// Gaps in the coming 24 hours, within the service hours of today.
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
    /// Planned end of their shift, which may be past.
    pub until: DateTime<Utc>,
    /// Where they are if not on the suite; they still cover.
    pub off_suite: Option<OffSuite>,
    /// Whether a youth worker is on with them.
    pub youth_worker: bool,
    /// Codes of the other sites they cover.
    pub also: Vec<String>,
}

/// A time in service hours with fewer people than asked for, `[from, to)`.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Gap {
    /// Begin; never before `now`.
    pub from: DateTime<Utc>,
    /// End.
    pub to: DateTime<Utc>,
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

/// Works out a site's cover from the shifts as they are worked.
pub fn cover(site: &Site, holidays: &BankHolidays, shifts: &[Shift], now: DateTime<Utc>) -> SiteCover {
    let mut here: Vec<&Shift> = shifts.iter().filter(|shift| shift.sites.contains(&site.code)).collect();
    here.sort_by_key(|shift| shift.began_at);
    let on: Vec<OnDuty> =
        here.iter().filter(|shift| is_on(shift, now)).map(|shift| on_duty(shift, &site.code)).collect();
    let demands = demand(site, holidays, now, now + OPENING_AHEAD);
    let planned: Vec<Presence> = here.iter().map(|shift| presence(shift)).collect();
    let state = state_of(&demands, site.minimum, heads(&on), now);
    let next = |certainty: Certainty| {
        demands
            .iter()
            .find(|demand| demand.certainty == certainty && demand.to > now)
            .map(|demand| demand.from)
    };
    let (known, ask) = (next(Certainty::Known), next(Certainty::AskCourt));
    SiteCover {
        site: site.code.clone(),
        name: site.name.clone(),
        kind: site.kind,
        phone: site.phone.clone(),
        minimum: site.minimum,
        now: state,
        until: until(&demands, &planned, site.minimum, state, now),
        on,
        next_open: known.filter(|from| *from > now),
        ask_from: ask
            .filter(|from| known.is_none_or(|known| *from <= known || state == CoverState::AskCourt)),
        gaps: gaps(&demands, &planned, site.minimum, now),
    }
}

/// A shift counts from its begin until it is ended; past its planned end its worker is still there.
fn is_on(shift: &Shift, now: DateTime<Utc>) -> bool {
    shift.began_at <= now && shift.ended_at.is_none_or(|ended| ended > now)
}

/// For the future a shift counts to its planned end and no further.
fn presence(shift: &Shift) -> Presence {
    let to = shift.ended_at.unwrap_or(shift.ends_at);
    Presence { who: shift.practitioner, from: shift.began_at, to }
}

fn on_duty(shift: &Shift, site: &str) -> OnDuty {
    OnDuty {
        practitioner: shift.practitioner,
        name: shift.name.clone(),
        phone: shift.phone.clone(),
        until: shift.ends_at,
        off_suite: shift.off_suite.clone(),
        youth_worker: shift.youth_worker,
        also: shift.sites.iter().filter(|code| *code != site).cloned().collect(),
    }
}

fn heads(on: &[OnDuty]) -> usize {
    on.iter().map(|on| on.practitioner).collect::<std::collections::BTreeSet<_>>().len()
}

fn until(
    demands: &[Demand],
    planned: &[Presence],
    minimum: usize,
    state: CoverState,
    now: DateTime<Utc>,
) -> Option<DateTime<Utc>> {
    let horizon = now + OPENING_AHEAD;
    let stretches = sweep(demands, planned, minimum, now, horizon);
    let end = stretches.iter().take_while(|stretch| stretch.state == state).last()?.to;
    (end < horizon).then_some(end)
}

/// Gaps of the service day that runs now or is still to come today. Tomorrow is not yet known.
fn gaps(demands: &[Demand], planned: &[Presence], minimum: usize, now: DateTime<Utc>) -> Vec<Gap> {
    let today = local(now).date();
    let todays: Vec<Demand> =
        demands.iter().filter(|demand| demand.day == today || demand.holds(now)).copied().collect();
    let mut gaps: Vec<Gap> = Vec::new();
    for stretch in sweep(&todays, planned, minimum, now, now + GAPS_AHEAD) {
        if stretch.state != CoverState::Gap {
            continue;
        }
        match gaps.last_mut() {
            // Fewer than asked for stays one gap, whoever leaves within it.
            Some(last) if last.to == stretch.from => last.to = stretch.to,
            _ => gaps.push(Gap { from: stretch.from, to: stretch.to }),
        }
    }
    gaps
}

#[cfg(test)]
pub(super) mod tests;
