//! Invented people, few enough that many counts are small, and the sheets that are counted of them.

use std::collections::BTreeMap;

use chrono::{DateTime, Duration, NaiveDate, Utc};
use liaison::desk::service_file;
use liaison::domain::event::{Found, FoundLevel};
use liaison::domain::fact::{
    Coded, DECLINED, Decided, Ended, EpisodeFact, FINISHED, FlagFact, OnwardFact, ReportFact, ScreeningFact,
};
use liaison::domain::ids::{EpisodeId, PersonId};
use liaison::domain::item::Item;
use liaison::domain::referral::Birth;
use liaison::domain::service::{Code, MandatoryGroup, Service};
use liaison::figures::{Counting, CoverCounted, Group, Period, Sheet, Step, Tally, sheet as put};
use liaison::rota::ServiceHours;
use uuid::Uuid;

use super::dice::Dice;

const FIRST: &str = "2026-11-02";
/// Days of the period.
const DAYS: i64 = 28;

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

/// The service of the template with groups of every sort, and items asked for at more than one time.
pub fn service(dice: &mut Dice) -> Service {
    let mut service = service_file::read(service_file::TEMPLATE, "service.toml").unwrap();
    let groups = [
        ("women", MandatoryGroup { sexes: vec!["F".into()], ..MandatoryGroup::default() }),
        ("children", MandatoryGroup { under_age: Some(18), ..MandatoryGroup::default() }),
        ("young", MandatoryGroup { under_age: Some(21), ..MandatoryGroup::default() }),
        (
            "girls",
            MandatoryGroup { sexes: vec!["F".into()], under_age: Some(18), ..MandatoryGroup::default() },
        ),
        ("theft", MandatoryGroup { offences: vec!["theft".into()], ..MandatoryGroup::default() }),
        (
            "reasons",
            MandatoryGroup { reasons: codes(&service.lists.reasons, 2), ..MandatoryGroup::default() },
        ),
        (
            "held",
            MandatoryGroup {
                legal_positions: codes(&service.lists.legal_positions, 1),
                ..MandatoryGroup::default()
            },
        ),
        (
            "later",
            MandatoryGroup { sexes: vec!["M".into()], from: day("2026-11-12"), ..MandatoryGroup::default() },
        ),
        (
            "over",
            MandatoryGroup {
                sexes: vec!["M".into()],
                to: Some(day("2026-10-31")),
                ..MandatoryGroup::default()
            },
        ),
        ("nobody", MandatoryGroup::default()),
    ];
    service.mandatory_groups = groups
        .into_iter()
        .filter(|_| !dice.once_in(3))
        .map(|(code, group)| MandatoryGroup { code: code.into(), label: code.into(), ..group })
        .collect();
    let figures = &mut service.figures;
    let all: Vec<Item> = Item::all().collect();
    for items in [&mut figures.at_referral, &mut figures.at_seeing, &mut figures.at_closure] {
        if dice.once_in(2) {
            *items = all.iter().copied().filter(|_| dice.once_in(3)).collect();
        }
    }
    service
}

fn codes(list: &[Code], n: usize) -> Vec<String> {
    list.iter().take(n).map(|code| code.code.clone()).collect()
}

/// How often what may be so is so, differently on each sheet.
struct Odds(Vec<usize>, usize);

impl Odds {
    fn holds(&mut self, dice: &mut Dice) -> bool {
        self.1 += 1;
        let percent = self.0[self.1 % self.0.len()];
        dice.roll(100) < percent
    }
}

/// A sheet of a few people, in one period.
pub fn sheet(dice: &mut Dice, service: &Service) -> Sheet {
    let period = Period { first: day(FIRST), last: day(FIRST) + chrono::Days::new(DAYS.unsigned_abs() - 1) };
    let groups = Group::all(service);
    let group = if dice.once_in(3) { dice.pick(&groups).clone() } else { Group::Everybody };
    let sites: Vec<String> = match dice.roll(4) {
        0 => codes_of_sites(service).into_iter().take(1).collect(),
        1 => codes_of_sites(service).into_iter().take(2).collect(),
        _ => Vec::new(),
    };
    let hours = ServiceHours::of(service, period.between());
    let now = at(DAYS * 24 * 60 + 99);
    let counting = Counting { service, hours: &hours, sites: &sites, group: &group, now };
    let steps = period.steps(Step::Week);
    let mut tallies = vec![Tally::default(); steps.len()];
    let many = [6, 15, 30, 30, 60, 120, 250][dice.roll(7)];
    // Few codes of each list: some counts are large.
    let few = 1 + dice.roll(9);
    let odds: Vec<usize> = (0..41).map(|_| [2, 10, 50, 90, 98, 100, 0][dice.roll(7)]).collect();
    for _ in 0..many {
        let fact = person(dice, service, few, &mut Odds(odds.clone(), 0));
        let step = steps.iter().position(|step| fact.received_at < step.between().to).unwrap();
        counting.hear(&fact, &mut tallies[step]);
    }
    let mut all = Tally::default();
    tallies.iter().for_each(|tally| all.add(tally));
    let none = CoverCounted::default();
    let mut whole = put(service, (period, &sites, &group), &all, &none);
    if dice.once_in(2) {
        let each = steps
            .iter()
            .zip(&tallies)
            .map(|(step, tally)| put(service, (*step, &sites, &group), tally, &none));
        whole.add_steps(&each.collect::<Vec<_>>());
    }
    whole
}

fn codes_of_sites(service: &Service) -> Vec<String> {
    service.sites.iter().map(|site| site.code.clone()).collect()
}

fn at(minute: i64) -> DateTime<Utc> {
    "2026-11-02T00:00:00Z".parse::<DateTime<Utc>>().unwrap() + Duration::minutes(minute)
}

/// One of the first codes of a list, the first more often; now and then one that is there no more.
fn one_of(dice: &mut Dice, list: &[Code], few: usize) -> String {
    if dice.once_in(80) {
        return "gone".into();
    }
    let first = dice.roll(few).min(dice.roll(few));
    list[first.min(list.len() - 1)].code.clone()
}

fn coded(code: String, minute: i64) -> Coded {
    Coded { code, at: at(minute) }
}

fn person(dice: &mut Dice, service: &Service, few: usize, odds: &mut Odds) -> EpisodeFact {
    let lists = &service.lists;
    let came = dice.between(0, DAYS * 24 * 60 - 1);
    let age = odds.holds(dice).then(|| [9, 12, 15, 17, 19, 22, 30, 40, 50, 70][dice.roll(few.min(9) + 1)]);
    let age = age.or_else(|| dice.once_in(2).then_some(33));
    let mut seen = odds.holds(dice).then(|| came + dice.between(1, 400));
    let closed = odds.holds(dice);
    let not_seen = closed && odds.holds(dice);
    if closed && !not_seen && seen.is_none() {
        seen = Some(came + 5);
    }
    let ended = closed.then(|| Ended {
        not_seen,
        code: if not_seen { one_of(dice, &lists.not_seen_reasons, few) } else { "02".into() },
        at: at(came + 500),
    });
    let mut coded_items = BTreeMap::new();
    let mut given = Vec::new();
    for item in Item::all() {
        let Item::Detail(detail) = item else { continue };
        if !odds.holds(dice) {
            continue;
        }
        match detail.list(lists) {
            Some(list) => {
                let code =
                    if dice.once_in(4) { dice.pick(list).code.clone() } else { one_of(dice, list, few) };
                coded_items.insert(detail.code().to_owned(), code);
            }
            None => given.push(detail.code().to_owned()),
        }
    }
    let screenings = if odds.holds(dice) {
        let status = if odds.holds(dice) { FINISHED } else { DECLINED };
        vec![ScreeningFact {
            form: "core".into(),
            version: "1".into(),
            began_at: at(came),
            ended_at: Some(at(came + 3)),
            status: status.into(),
            complete: true,
        }]
    } else {
        Vec::new()
    };
    let decided = odds.holds(dice).then(|| {
        let mut found = Vec::new();
        if odds.holds(dice) {
            for code in lists.vulnerabilities.iter().take(few) {
                if dice.once_in(3) {
                    found.push(Found { code: code.code.clone(), level: FoundLevel::Suspected });
                }
            }
        }
        Decided { assess: "yes".into(), risk: one_of(dice, &lists.risk_levels, few), found, at: at(came + 9) }
    });
    let onward = (0..if odds.holds(dice) { 1 + dice.roll(2) } else { 0 })
        .map(|_| OnwardFact {
            destination: if odds.holds(dice) {
                dice.pick(&lists.destinations).code.clone()
            } else {
                one_of(dice, &lists.destinations, few)
            },
            urgency: String::new(),
            made_at: at(came),
            sent_at: None,
            accepted_at: odds.holds(dice).then(|| at(came + 9)),
            attendance: odds.holds(dice).then(|| coded(dice.pick(&lists.attendance).code.clone(), came + 10)),
            ended: None,
        })
        .collect();
    let reports = (0..if odds.holds(dice) { 1 + dice.roll(2) } else { 0 })
        .map(|_| ReportFact {
            kind: one_of(dice, &lists.report_kinds, few),
            asked_at: at(came),
            due: at(came + dice.between(0, 60)),
            sent_at: odds.holds(dice).then(|| at(came + dice.between(0, 90))),
            withdrawn_at: None,
        })
        .collect();
    let mha = if odds.holds(dice) {
        vec![
            coded(lists.mha_steps[0].code.clone(), came),
            coded(dice.pick(&lists.mha_steps).code.clone(), came + 7),
        ]
    } else {
        Vec::new()
    };
    let flags = (0..if odds.holds(dice) { 1 + dice.roll(2) } else { 0 })
        .map(|_| FlagFact {
            tier: 0,
            raised_at: at(came),
            told_at: odds.holds(dice).then(|| at(came + 2)),
            lifted_at: None,
        })
        .collect();
    let contacts = (0..dice.roll(3)).map(|_| coded(one_of(dice, &lists.contact_kinds, few), came)).collect();
    let consents = if odds.holds(dice) {
        BTreeMap::from([(
            "be_seen".to_owned(),
            if odds.holds(dice) { "given" } else { "refused" }.to_owned(),
        )])
    } else {
        BTreeMap::new()
    };
    EpisodeFact {
        episode: EpisodeId(Uuid::nil()),
        person: PersonId(Uuid::nil()),
        reference: "BRO-26-00001".into(),
        initials: "A.B.".into(),
        birth: age.map_or(Birth::Unknown, |_| Birth::On(day("2000-01-01"))),
        age,
        sex: if odds.holds(dice) { ["M", "F", "X", ""][dice.roll(4)].into() } else { "M".into() },
        site: service.sites[dice.roll(few).min(dice.roll(service.sites.len()))].code.clone(),
        identified_only: odds.holds(dice),
        received_at: at(came),
        source: one_of(dice, &lists.sources, few),
        reason: if odds.holds(dice) { one_of(dice, &lists.reasons, few) } else { String::new() },
        priority: if odds.holds(dice) { "1".into() } else { String::new() },
        legal_position: if odds.holds(dice) {
            one_of(dice, &lists.legal_positions, few)
        } else {
            String::new()
        },
        offences: if odds.holds(dice) { vec!["theft".into()] } else { Vec::new() },
        has_custody_ref: odds.holds(dice),
        stage: "waiting".into(),
        seen_at: seen.map(at),
        interview_at: odds.holds(dice).then(|| at(came + dice.between(1, 500))),
        left: odds.holds(dice).then(|| coded("bailed".into(), came + dice.between(1, 500))),
        closed: ended,
        screenings,
        assessed_at: odds.holds(dice).then(|| at(came + 30)),
        decided,
        consents,
        onward,
        reports,
        mha,
        flags,
        contacts,
        coded: coded_items,
        given,
        worker: None,
    }
}
