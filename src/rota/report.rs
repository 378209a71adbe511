//! A site's cover over some days, counted: what the lists, the grid and `liaison cover` print.

use chrono::{DateTime, Days, NaiveDate, NaiveTime, Utc};

use super::cover::CoverState;
use super::demand::demand;
use super::presence::{Presence, Present};
use super::sweep::{Stretch, sweep};
use crate::domain::ids::PractitionerId;
use crate::domain::rota::Published;
use crate::domain::service::{DemandRow, Service};
use crate::domain::time::from_local;

/// Cover of one site over a window. Times are clipped to the window; minutes are true elapsed ones,
/// over both clock changes too.
///
/// `demand_minutes` = `demand_covered_minutes` + `uncovered_minutes` + the minutes of demand for
/// which the rota is not settled.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct SiteReport {
    /// Code of the site.
    pub site: String,
    /// Minutes in which somebody is known to be asked for.
    pub demand_minutes: i64,
    /// Minutes in which somebody is there and nothing known is short, within service hours or out of
    /// them; not those of which the court has to be asked or for which the rota is not settled.
    pub covered_minutes: i64,
    /// Those of them in which somebody is asked for.
    pub demand_covered_minutes: i64,
    /// Minutes of gap, whatever skill is short.
    pub uncovered_minutes: i64,
    /// Gaps by skill, by begin.
    pub gaps: Vec<SkillGap>,
    /// Hours without service, whoever is there.
    pub closed: Vec<Between>,
    /// Hours without service and with nobody there.
    pub unstaffed: Vec<Between>,
    /// Hours that stand as "check with court".
    pub ask: Vec<Between>,
    /// Hours of service for which the rota is not settled.
    pub unknown: Vec<Between>,
    /// Where others stand in for a skill, by begin.
    pub fallback: Vec<SkillGap>,
    /// Where one person is alone in service hours, by begin.
    pub alone: Vec<Alone>,
    /// Where two people or more are there and nothing asked for would be short of one of them.
    pub overlaps: Vec<Between>,
    /// Where the plan asks somebody to be here and elsewhere at once.
    pub double_booked: Vec<Booked>,
}

/// A time `[from, to)`.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct Between {
    /// Begin.
    pub from: DateTime<Utc>,
    /// End.
    pub to: DateTime<Utc>,
}

impl Between {
    /// From midnight on the first of these local days to midnight after the last.
    pub fn days(first: NaiveDate, last: NaiveDate) -> Self {
        let midnight = |day: NaiveDate| from_local(day.and_time(NaiveTime::MIN));
        let after = last.checked_add_days(Days::new(1)).unwrap_or(last);
        Self { from: midnight(first), to: midnight(after) }
    }

    /// Its true length in minutes.
    pub fn minutes(&self) -> i64 {
        (self.to - self.from).num_minutes()
    }
}

/// A time `[from, to)` in which a skill is short, or is there through others.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct SkillGap {
    /// Begin.
    pub from: DateTime<Utc>,
    /// End.
    pub to: DateTime<Utc>,
    /// Code of the skill; `None` = people of whatever skill.
    pub skill: Option<String>,
    /// Whether core hours are short somewhere in it.
    pub core: bool,
}

impl SkillGap {
    /// Its true length in minutes.
    pub fn minutes(&self) -> i64 {
        (self.to - self.from).num_minutes()
    }
}

/// One person alone at a site over `[from, to)`.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Alone {
    /// Who.
    pub who: PractitionerId,
    /// Begin.
    pub from: DateTime<Utc>,
    /// End.
    pub to: DateTime<Utc>,
}

/// Somebody planned at several sites at once over `[from, to)`.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Booked {
    /// Who.
    pub who: PractitionerId,
    /// Codes of the sites; they count at the first.
    pub sites: Vec<String>,
    /// Begin.
    pub from: DateTime<Utc>,
    /// End.
    pub to: DateTime<Utc>,
}

/// Counts the cover of every site of the service over a window, in the service's order.
///
/// `present` has to reach over the whole window; `published` says on which days demand is measured
/// against it (`None`: on none).
pub fn reports(
    service: &Service,
    present: &Present<'_>,
    published: Option<Published>,
    window: Between,
) -> Vec<SiteReport> {
    let sites = service.sites.iter().zip(by_site(service, present));
    sites.map(|(site, here)| report_of(&site.code, &here, service, present, published, window)).collect()
}

/// Counts the cover of one site over a window; see [`reports`].
pub fn report(
    site: &str,
    service: &Service,
    present: &Present<'_>,
    published: Option<Published>,
    window: Between,
) -> SiteReport {
    report_of(site, &at(site, present), service, present, published, window)
}

/// People by the site they are at, in the service's order. Neighbours in the list are mostly at one.
fn by_site<'a>(service: &Service, present: &Present<'a>) -> Vec<Vec<Presence<'a>>> {
    let mut here: Vec<Vec<Presence<'a>>> = vec![Vec::new(); service.sites.len()];
    for group in present.people.chunk_by(|a, b| a.site == b.site) {
        let site = group.first().and_then(|one| service.sites.iter().position(|s| s.code == one.site));
        if let Some(people) = site.and_then(|site| here.get_mut(site)) {
            people.extend_from_slice(group);
        }
    }
    here
}

fn at<'a>(site: &str, present: &Present<'a>) -> Vec<Presence<'a>> {
    present.people.iter().filter(|presence| presence.site == site).copied().collect()
}

fn report_of(
    site: &str,
    here: &[Presence<'_>],
    service: &Service,
    present: &Present<'_>,
    published: Option<Published>,
    window: Between,
) -> SiteReport {
    let stretches = stretches_of(site, here, service, published, window);
    let minutes = |counts: fn(&Stretch<'_>) -> bool| {
        stretches.iter().filter(|stretch| counts(stretch)).map(Stretch::minutes).sum()
    };
    let times =
        |counts: fn(&Stretch<'_>) -> bool| between(stretches.iter().filter(|stretch| counts(stretch)));
    SiteReport {
        site: site.to_owned(),
        demand_minutes: minutes(|stretch| stretch.asked),
        covered_minutes: minutes(is_covered),
        demand_covered_minutes: minutes(|stretch| stretch.asked && is_covered(stretch)),
        uncovered_minutes: minutes(|stretch| !stretch.short.is_empty()),
        gaps: skill_gaps(&stretches, |stretch| {
            stretch.short.iter().map(|short| (short.skill, short.core)).collect()
        }),
        closed: times(|stretch| !stretch.in_hours),
        unstaffed: times(|stretch| !stretch.in_hours && stretch.have == 0),
        ask: times(|stretch| stretch.state == CoverState::AskCourt),
        unknown: times(|stretch| stretch.state == CoverState::Unknown),
        fallback: skill_gaps(&stretches, |stretch| {
            stretch.stood_in.iter().map(|skill| (Some(*skill), false)).collect()
        }),
        alone: alone(&stretches),
        overlaps: times(|stretch| stretch.state == CoverState::Spare && stretch.have > 1),
        double_booked: double_booked(site, present, window),
    }
}

/// The stretches of one site's window, for whoever draws them; see [`reports`].
pub fn stretches<'a>(
    site: &str,
    service: &'a Service,
    present: &Present<'_>,
    published: Option<Published>,
    window: Between,
) -> Vec<Stretch<'a>> {
    stretches_of(site, &at(site, present), service, published, window)
}

fn stretches_of<'a>(
    site: &str,
    here: &[Presence<'_>],
    service: &'a Service,
    published: Option<Published>,
    window: Between,
) -> Vec<Stretch<'a>> {
    let rows: Vec<&DemandRow> = service.demand.iter().filter(|row| row.site == site).collect();
    let demands = demand(rows, &service.bank_holidays, window.from, window.to);
    let settled = |day| published.is_some_and(|published| published.has(day));
    let times = (window.from, window.to);
    sweep(&service.skills, &demands, here, |demand| settled(demand.day), times)
}

fn is_covered(stretch: &Stretch<'_>) -> bool {
    let court_may_be_shut = stretch.ask_court && !stretch.asked;
    stretch.have > 0 && stretch.short.is_empty() && !stretch.unsettled && !court_may_be_shut
}

fn between<'a>(stretches: impl Iterator<Item = &'a Stretch<'a>>) -> Vec<Between> {
    let mut times: Vec<Between> = Vec::new();
    for stretch in stretches {
        match times.last_mut() {
            Some(last) if last.to == stretch.from => last.to = stretch.to,
            _ => times.push(Between { from: stretch.from, to: stretch.to }),
        }
    }
    times
}

/// Neighbours of one skill are one gap, whatever the counts in them.
fn skill_gaps<'a>(
    stretches: &[Stretch<'a>],
    skills: impl Fn(&Stretch<'a>) -> Vec<(Option<&'a str>, bool)>,
) -> Vec<SkillGap> {
    let mut gaps: Vec<SkillGap> = Vec::new();
    let mut open: Vec<SkillGap> = Vec::new();
    for stretch in stretches {
        let (on, over) = open.into_iter().partition(|gap| gap.to == stretch.from);
        open = on;
        gaps.extend::<Vec<SkillGap>>(over);
        for (skill, core) in skills(stretch) {
            match open.iter_mut().find(|gap| gap.skill.as_deref() == skill) {
                Some(gap) => {
                    gap.to = stretch.to;
                    gap.core |= core;
                }
                None => open.push(SkillGap {
                    from: stretch.from,
                    to: stretch.to,
                    skill: skill.map(str::to_owned),
                    core,
                }),
            }
        }
    }
    gaps.extend(open);
    gaps.sort();
    gaps
}

fn alone(stretches: &[Stretch<'_>]) -> Vec<Alone> {
    let mut found: Vec<Alone> = Vec::new();
    for stretch in stretches {
        let Some(who) = stretch.alone else { continue };
        match found.last_mut() {
            Some(last) if last.to == stretch.from && last.who == who => last.to = stretch.to,
            _ => found.push(Alone { who, from: stretch.from, to: stretch.to }),
        }
    }
    found
}

fn double_booked(site: &str, present: &Present<'_>, window: Between) -> Vec<Booked> {
    let mut booked: Vec<Booked> = present
        .double_booked
        .iter()
        .filter(|booked| booked.sites.contains(&site))
        .filter(|booked| booked.from < window.to && window.from < booked.to)
        .map(|booked| Booked {
            who: booked.who,
            sites: booked.sites.iter().map(|&site| site.to_owned()).collect(),
            from: booked.from.max(window.from),
            to: booked.to.min(window.to),
        })
        .collect();
    booked.sort_unstable_by_key(|booked| (booked.from, booked.who));
    booked
}
