//! What is known at an instant of who is where, and what it makes of each site.

use chrono::{DateTime, Duration, Utc};

use super::{CoverState, Gap, NextOn, OnCall, OnDuty, SiteCover};
use crate::domain::ids::PractitionerId;
use crate::domain::rota::{Plan, PlannedShift};
use crate::domain::service::{DemandRow, Service, Site};
use crate::domain::shift::Shift;
use crate::domain::time::local;
use crate::rota::demand::{Certainty, Demand, demand};
use crate::rota::presence::{Presence, on_call, presence_of, read_from};
use crate::rota::skills::Skills;
use crate::rota::sweep::{Stretch, sweep};

/// How far ahead a gap may begin to be told.
const GAPS_AHEAD: Duration = Duration::hours(24);
/// How far ahead the next opening and the next person are looked for; longer than any run of closed
/// days.
const OPENING_AHEAD: Duration = Duration::days(14);

/// Everything that bears on cover at an instant.
pub(super) struct Outlook<'a> {
    service: &'a Service,
    plan: &'a Plan,
    shifts: &'a [Shift],
    now: DateTime<Utc>,
    /// People by the plan, as far as they do not work otherwise.
    planned: Vec<Presence<'a>>,
    /// Sites with the people on call for them.
    on_call: Vec<(&'a str, PractitionerId)>,
}

impl<'a> Outlook<'a> {
    pub(super) fn read(
        service: &'a Service,
        plan: &'a Plan,
        shifts: &'a [Shift],
        now: DateTime<Utc>,
    ) -> Self {
        let (begin, end) = (read_from(now), now + OPENING_AHEAD);
        let slack = Duration::minutes(service.rota.sign_on_minutes);
        let near: Vec<&PlannedShift> = plan
            .shifts
            .values()
            .filter(|shift| begin < shift.span.to && shift.span.from < end)
            .filter(|shift| !gives_way(shift, shifts, slack))
            .collect();
        let on_call = on_call(&near, plan, service, now);
        let mut planned = presence_of(near, plan, service).people;
        planned.retain(|presence| now < presence.to);
        planned.sort_by_key(|presence| (presence.from, presence.who));
        Self { service, plan, shifts, now, planned, on_call }
    }

    pub(super) fn cover(&self, site: &Site) -> SiteCover {
        let now = self.now;
        let rows: Vec<&DemandRow> = self.service.demand.iter().filter(|row| row.site == site.code).collect();
        let demands = demand(rows, &self.service.bank_holidays, now, now + OPENING_AHEAD);
        let minimum = demands.iter().map(|demand| demand.row.minimum).max().unwrap_or_default();
        let on = self.on(&site.code);
        let ahead = self.ahead(&site.code);
        let here = self.here(&site.code, &on);
        let present = self.sweep(&demands, &here, Duration::seconds(1)).into_iter().next();
        let state = present.as_ref().map_or(CoverState::Closed, |stretch| stretch.state);
        let stood_in = present.map(|stretch| stretch.stood_in).unwrap_or_default();
        let (known, ask) = (next(&demands, Certainty::Known, now), next(&demands, Certainty::AskCourt, now));
        SiteCover {
            site: site.code.clone(),
            name: site.name.clone(),
            kind: site.kind,
            phone: site.phone.clone(),
            minimum,
            now: state,
            until: self.until(&demands, &ahead, state),
            ends: self.ends(&on, &ahead),
            next: self.next_on(&site.code, &on),
            on_call: self.on_call_for(&site.code),
            next_open: known.filter(|from| *from > now),
            ask_from: ask
                .filter(|from| known.is_none_or(|known| *from <= known || state == CoverState::AskCourt)),
            stood_in: stood_in.into_iter().map(str::to_owned).collect(),
            gaps: self.gaps(&demands, &ahead),
            on,
        }
    }

    /// Who is on now, signed on or planned, the one who began first in front.
    fn on(&self, site: &str) -> Vec<OnDuty> {
        let worked = self.worked_at(site).filter(|shift| is_on(shift, self.now));
        let mut on: Vec<OnDuty> = worked.map(|shift| self.signed_on(shift, site)).collect();
        let planned = self.planned_at(site).filter(|presence| presence.from <= self.now);
        for presence in planned {
            if !on.iter().any(|on| on.practitioner == presence.who) {
                on.push(self.not_signed_on(presence));
            }
        }
        on.sort_by_key(|on| on.from);
        on
    }

    fn signed_on(&self, shift: &Shift, site: &str) -> OnDuty {
        OnDuty {
            practitioner: shift.practitioner,
            name: shift.name.clone(),
            phone: shift.phone.clone(),
            from: shift.began_at,
            until: shift.ends_at,
            signed_on: true,
            late: false,
            off_suite: shift.off_suite.clone(),
            youth_worker: self.skills(shift).meets(self.sees_children()) || shift.youth_worker,
            also: shift.sites.iter().filter(|code| *code != site).cloned().collect(),
        }
    }

    fn not_signed_on(&self, presence: &Presence<'_>) -> OnDuty {
        let (name, phone) = self.named(presence.who);
        let due = presence.from + Duration::minutes(self.service.rota.sign_on_minutes);
        OnDuty {
            practitioner: presence.who,
            name,
            phone,
            from: presence.from,
            until: presence.to,
            signed_on: false,
            late: due <= self.now,
            off_suite: None,
            youth_worker: presence.skills.meets(self.sees_children()),
            also: Vec::new(),
        }
    }

    fn worked_at(&self, site: &str) -> impl Iterator<Item = &'a Shift> {
        self.shifts.iter().filter(move |shift| shift.sites.iter().any(|code| code == site))
    }

    fn planned_at(&self, site: &str) -> impl Iterator<Item = &Presence<'a>> {
        self.planned.iter().filter(move |presence| presence.site == site)
    }

    fn sees_children(&self) -> Skills {
        Skills::that_see_children(&self.service.skills)
    }

    /// The skills of the role worked in and those of the person; of a youth worker who is on with
    /// somebody nothing else is known.
    fn skills(&self, shift: &Shift) -> Skills {
        let role = Skills::of_role(self.service, &shift.role);
        let staff = self.plan.staff.get(&shift.practitioner);
        let own = staff.map(|staff| Skills::of(&self.service.skills, &staff.skills)).unwrap_or_default();
        let with = if shift.youth_worker { self.sees_children() } else { Skills::default() };
        role.and(own).and(with)
    }

    fn named(&self, who: PractitionerId) -> (String, String) {
        let staff = self.plan.staff.get(&who);
        staff.map_or_else(
            || ("somebody not on the staff list".to_owned(), String::new()),
            |staff| (staff.name.clone(), staff.phone.clone()),
        )
    }

    /// Those on now, for this instant alone: past the planned end a worker is still there.
    fn here(&self, site: &str, on: &[OnDuty]) -> Vec<Presence<'a>> {
        let to = self.now + Duration::days(1);
        let worked = self.worked_at(site).filter(|shift| is_on(shift, self.now));
        let worked = worked.map(|shift| self.presence(shift, to));
        let planned = self.planned_at(site).filter(|presence| presence.from <= self.now).copied();
        let planned =
            planned.filter(|presence| on.iter().any(|on| on.practitioner == presence.who && !on.signed_on));
        once_each(worked.chain(planned).collect())
    }

    /// Those on and to come: a worked shift counts to its planned end and no further.
    fn ahead(&self, site: &str) -> Vec<Presence<'a>> {
        let worked = self.worked_at(site);
        let worked = worked.map(|shift| self.presence(shift, shift.ended_at.unwrap_or(shift.ends_at)));
        once_each(worked.chain(self.planned_at(site).copied()).collect())
    }

    fn presence(&self, shift: &Shift, to: DateTime<Utc>) -> Presence<'a> {
        Presence { who: shift.practitioner, site: "", from: shift.began_at, to, skills: self.skills(shift) }
    }

    fn sweep<'d>(
        &self,
        demands: &[Demand<'d>],
        present: &[Presence<'_>],
        ahead: Duration,
    ) -> Vec<Stretch<'d>> {
        let window = (self.now, self.now + ahead);
        sweep(&self.service.skills, demands, present, |demand| self.is_settled(demand), window)
    }

    /// The published days, and the service day that runs now or is still to come today.
    fn is_settled(&self, demand: &Demand<'_>) -> bool {
        self.is_published(demand) || demand.day == local(self.now).date() || demand.holds(self.now)
    }

    fn is_published(&self, demand: &Demand<'_>) -> bool {
        self.plan.published.is_some_and(|published| published.has(demand.day))
    }

    fn until(
        &self,
        demands: &[Demand<'_>],
        ahead: &[Presence<'_>],
        state: CoverState,
    ) -> Option<DateTime<Utc>> {
        let stretches = self.sweep(demands, ahead, OPENING_AHEAD);
        let end = stretches.iter().take_while(|stretch| stretch.state == state).last()?.to;
        (end < self.now + OPENING_AHEAD).then_some(end)
    }

    /// The end of the chain of people without a hole from now on.
    fn ends(&self, on: &[OnDuty], ahead: &[Presence<'_>]) -> Option<DateTime<Utc>> {
        let mut end = on.iter().map(|on| on.until).max().filter(|end| *end > self.now)?;
        let mut people: Vec<_> = ahead.iter().map(|presence| (presence.from, presence.to)).collect();
        people.sort_unstable();
        for (from, to) in people {
            if from <= end {
                end = end.max(to);
            }
        }
        Some(end)
    }

    fn next_on(&self, site: &str, on: &[OnDuty]) -> Option<NextOn> {
        let stays = |presence: &Presence<'_>| {
            on.iter().any(|on| on.practitioner == presence.who && presence.from <= on.until)
        };
        let next = self.planned_at(site).find(|presence| presence.from > self.now && !stays(presence))?;
        Some(NextOn { name: self.named(next.who).0, from: next.from })
    }

    fn on_call_for(&self, site: &str) -> Option<OnCall> {
        let (_, who) = self.on_call.iter().find(|(code, _)| *code == site)?;
        let (name, phone) = self.named(*who);
        Some(OnCall { name, phone })
    }

    fn gaps(&self, demands: &[Demand<'_>], ahead: &[Presence<'_>]) -> Vec<Gap> {
        let mut gaps: Vec<Gap> = Vec::new();
        let soon = self.now + GAPS_AHEAD;
        // Past that a gap is followed to its end: what is cut would read as if somebody came.
        for stretch in self.sweep(demands, ahead, OPENING_AHEAD) {
            let goes_on = gaps.last().is_some_and(|last| last.to == stretch.from);
            if stretch.state != CoverState::Gap || (stretch.from >= soon && !goes_on) {
                continue;
            }
            let published = demands.iter().any(|d| d.holds(stretch.from) && self.is_published(d));
            match gaps.last_mut() {
                // Fewer than asked for stays one gap, whoever leaves within it.
                Some(last) if last.to == stretch.from => {
                    last.to = stretch.to;
                    last.published |= published;
                }
                _ => gaps.push(Gap {
                    from: stretch.from,
                    to: stretch.to,
                    skills: Vec::new(),
                    core: false,
                    published,
                }),
            }
            if let Some(gap) = gaps.last_mut() {
                note_short(gap, &stretch);
            }
        }
        gaps
    }
}

fn note_short(gap: &mut Gap, stretch: &Stretch<'_>) {
    for short in &stretch.short {
        gap.core |= short.core;
        let new = short.skill.filter(|skill| !gap.skills.iter().any(|known| known == skill));
        gap.skills.extend(new.map(str::to_owned));
    }
}

fn next(demands: &[Demand<'_>], certainty: Certainty, now: DateTime<Utc>) -> Option<DateTime<Utc>> {
    demands.iter().find(|demand| demand.certainty == certainty && demand.to > now).map(|demand| demand.from)
}

/// A shift counts from its begin until it is ended; past its planned end its worker is still there.
fn is_on(shift: &Shift, now: DateTime<Utc>) -> bool {
    shift.began_at <= now && shift.ended_at.is_none_or(|ended| ended > now)
}

/// Whether somebody works another shift in place of this one.
///
/// A shift that began well before it and runs into its first minutes is not in its place: whoever
/// leaves one site late is still to come to the next.
fn gives_way(planned: &PlannedShift, shifts: &[Shift], slack: Duration) -> bool {
    let (from, to) = (planned.span.from, planned.span.to);
    let own = shifts.iter().filter(|shift| shift.practitioner == planned.practitioner);
    own.map(|shift| (shift.began_at, shift.ended_at.unwrap_or(shift.ends_at))).any(|(began, end)| {
        let shared = end.min(to) - began.max(from);
        shared > Duration::zero() && (began > from - slack || shared > slack)
    })
}

/// One person counts once, however often signed on.
fn once_each(mut people: Vec<Presence<'_>>) -> Vec<Presence<'_>> {
    people.sort_by_key(|presence| (presence.who, presence.from));
    let mut once: Vec<Presence<'_>> = Vec::with_capacity(people.len());
    for next in people {
        match once.last_mut() {
            Some(last) if last.who == next.who && next.from < last.to => {
                last.to = last.to.max(next.to);
                last.skills = last.skills.and(next.skills);
            }
            _ => once.push(next),
        }
    }
    once
}
