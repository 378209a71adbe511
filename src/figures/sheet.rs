//! Figures as they are shown: the tallies under the names of docs/figures.md, with the rows of each
//! code list in the service's order.

use std::collections::BTreeMap;

use super::count::{Group, NOT_RECORDED};
use super::definitions::{Definition, Kind, definition, definitions};
use super::period::Period;
use super::tally::{Count, Minutes, Split, Tally, Time};
use crate::domain::age_band::AgeBand;
use crate::domain::item::Item;
use crate::domain::service::{Code, Service};

/// Every figure of one period.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Sheet {
    /// The period.
    pub period: Period,
    /// Codes of the sites; empty means all.
    pub sites: Vec<String>,
    /// Whom it counts.
    pub group: Group,
    /// The figures, in the order of docs/figures.md.
    pub figures: Vec<Figure>,
}

/// One figure.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Figure {
    /// What it is.
    pub definition: &'static Definition,
    /// What was counted.
    pub value: Value,
}

/// What was counted.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Value {
    /// A number.
    Number(u64),
    /// A part of a number.
    Part {
        /// The part.
        n: u64,
        /// The whole.
        of: u64,
    },
    /// Numbers by code; each is a part of `of`.
    Rows {
        /// The rows, in the order of their list.
        rows: Vec<Row>,
        /// The whole.
        of: u64,
    },
    /// Minutes.
    Times(Times),
    /// Minutes of nobody.
    Hours(i64),
}

/// One row of a figure by code.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Row {
    /// The code.
    pub code: String,
    /// The code in words.
    pub label: String,
    /// How many.
    pub n: u64,
}

/// Minutes: how many times there are, and the two that are told of them.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Times {
    /// How many.
    pub n: u64,
    /// The median, in minutes.
    pub median: Option<i64>,
    /// The 90th centile, in minutes.
    pub p90: Option<i64>,
}

impl Times {
    fn of(minutes: &Minutes) -> Self {
        Self { n: minutes.number(), median: minutes.of(1, 2), p90: minutes.of(9, 10) }
    }
}

/// Cover and activity over the days of a period.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct CoverCounted {
    /// Minutes in which somebody is asked for.
    pub demand: i64,
    /// Those of them in which nobody was short.
    pub covered: i64,
    /// Those in which somebody was short.
    pub uncovered: i64,
    /// Those for which the rota was not published.
    pub unsettled: i64,
    /// Stretches in which a skill was short.
    pub gaps: u64,
    /// Shifts that were started.
    pub shifts: u64,
    /// Activities by the code of their kind.
    pub activities: BTreeMap<String, u64>,
    /// Their minutes.
    pub activity_minutes: i64,
}

impl Sheet {
    /// Adds how many came in each step of the period, under its first day.
    pub fn add_steps(&mut self, steps: &[Self]) {
        let (Some(definition), Some(Figure { value: Value::Number(all), .. })) =
            (definition("by_step"), self.figure("identified"))
        else {
            return;
        };
        let row = |step: &Self| {
            let n = match step.figure("identified").map(|figure| &figure.value) {
                Some(Value::Number(n)) => *n,
                _ => 0,
            };
            Row { code: step.period.first.to_string(), label: step.period.words(), n }
        };
        let value = Value::Rows { rows: steps.iter().map(row).collect(), of: *all };
        let comes_before = |code: &str| {
            definitions().iter().take_while(|one| one.code != "by_step").any(|one| one.code == code)
        };
        let place = self.figures.iter().position(|figure| !comes_before(figure.definition.code));
        self.figures.insert(place.unwrap_or(self.figures.len()), Figure { definition, value });
    }

    /// The figure with this code.
    pub fn figure(&self, code: &str) -> Option<&Figure> {
        self.figures.iter().find(|figure| figure.definition.code == code)
    }
}

/// Puts what was counted under its names.
pub fn sheet(
    service: &Service,
    (period, sites, group): (Period, &[String], &Group),
    tally: &Tally,
    cover: &CoverCounted,
) -> Sheet {
    let value = |definition: &Definition| value(definition, service, tally, cover);
    let figures = definitions()
        .iter()
        .filter_map(|definition| Some(Figure { definition, value: value(definition)? }))
        .collect();
    Sheet { period, sites: sites.to_vec(), group: group.clone(), figures }
}

fn value(definition: &Definition, service: &Service, tally: &Tally, cover: &CoverCounted) -> Option<Value> {
    let count = |code: &str| match Count::of(code) {
        Some(count) => Some(tally.count(count)),
        None => number(code, cover),
    };
    Some(match definition.kind {
        Kind::People | Kind::Rows | Kind::Number => Value::Number(count(definition.code)?),
        Kind::Of(whole) => Value::Part { n: count(definition.code)?, of: count(whole)? },
        Kind::SplitOf(whole) | Kind::Among(whole) => {
            let rows = match Split::of(definition.code) {
                Some(split) => rows(split, service, tally),
                None if definition.code == "by_activity" => activities(service, cover),
                None => return None,
            };
            Value::Rows { rows, of: count(whole)? }
        }
        Kind::TimesOf(_) | Kind::TimesOfPart(_) => {
            Value::Times(Times::of(&tally.times(Time::of(definition.code)?)))
        }
        Kind::Hours => Value::Hours(hours(definition.code, cover)?),
    })
}

fn number(code: &str, cover: &CoverCounted) -> Option<u64> {
    match code {
        "gaps" => Some(cover.gaps),
        "shifts" => Some(cover.shifts),
        "activities" => Some(cover.activities.values().sum()),
        _ => None,
    }
}

fn hours(code: &str, cover: &CoverCounted) -> Option<i64> {
    match code {
        "demand" => Some(cover.demand),
        "covered" => Some(cover.covered),
        "uncovered" => Some(cover.uncovered),
        "unsettled" => Some(cover.unsettled),
        "activity_hours" => Some(cover.activity_minutes),
        _ => None,
    }
}

/// Every code of the list, then those that were recorded and are not in it any more.
fn rows(split: Split, service: &Service, tally: &Tally) -> Vec<Row> {
    let known = listed(split, service);
    let n = |code: &str| tally.under_code(split, code);
    let listed =
        known.iter().map(|(code, label)| Row { code: code.clone(), label: label.clone(), n: n(code) });
    let gone = tally.split(split).filter(|(code, _)| known.iter().all(|(own, _)| own != code));
    let gone = gone.map(|(code, n)| {
        let label = if code.is_empty() { "Not recorded".to_owned() } else { code.to_owned() };
        let code = if code.is_empty() { NOT_RECORDED.to_owned() } else { code.to_owned() };
        Row { code, label, n }
    });
    listed.chain(gone).collect()
}

/// The codes that a figure has rows for, with their words, in their order.
pub(super) fn listed(split: Split, service: &Service) -> Vec<(String, String)> {
    let lists = &service.lists;
    let of = |list: &[Code]| -> Vec<(String, String)> {
        list.iter().map(|entry| (entry.code.clone(), entry.label.clone())).collect()
    };
    let or_none = |list: &[Code]| {
        let none = (NOT_RECORDED.to_owned(), "Not recorded".to_owned());
        of(list).into_iter().chain([none]).collect()
    };
    let items = |items: &[Item]| -> Vec<(String, String)> {
        items.iter().map(|item| (item.code().to_owned(), item.words().to_owned())).collect()
    };
    match split {
        Split::Source => of(&lists.sources),
        Split::Reason => of(&lists.reasons),
        Split::Site => service.sites.iter().map(|site| (site.code.clone(), site.name.clone())).collect(),
        Split::Position => of(&lists.legal_positions),
        Split::Age => AgeBand::ALL.map(|band| (band.code().to_owned(), band.label().to_owned())).to_vec(),
        Split::Sex => of(&lists.sexes),
        Split::Ethnicity => or_none(&lists.ethnic_categories),
        Split::Forces => or_none(&lists.ex_forces),
        Split::Group => {
            service.mandatory_groups.iter().map(|group| (group.code.clone(), group.label.clone())).collect()
        }
        Split::NotSeen => of(&lists.not_seen_reasons),
        Split::Risk => of(&lists.risk_levels),
        Split::Vulnerability => of(&lists.vulnerabilities),
        Split::Destination => of(&lists.destinations),
        Split::Report => of(&lists.report_kinds),
        Split::Contact => of(&lists.contact_kinds),
        Split::CompleteReferral => items(&service.figures.at_referral),
        Split::CompleteSeeing => items(&service.figures.at_seeing),
        Split::CompleteClosure => items(&service.figures.at_closure),
    }
}

fn activities(service: &Service, cover: &CoverCounted) -> Vec<Row> {
    let list = &service.lists.service_activities;
    let n = |code: &str| cover.activities.get(code).copied().unwrap_or(0);
    let row = |code: &str, label: &str| Row { code: code.to_owned(), label: label.to_owned(), n: n(code) };
    let gone = cover.activities.keys().filter(|code| list.iter().all(|entry| entry.code != **code));
    let listed = list.iter().map(|entry| row(&entry.code, &entry.label));
    listed.chain(gone.map(|code| row(code, code))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A sheet in which every number is 0.
    fn empty() -> Sheet {
        let text = crate::desk::service_file::TEMPLATE;
        let service = crate::desk::service_file::read(text, "service.toml").unwrap();
        let period = Period { first: "2026-11-01".parse().unwrap(), last: "2026-11-30".parse().unwrap() };
        sheet(&service, (period, &[], &Group::Everybody), &Tally::default(), &CoverCounted::default())
    }

    #[test]
    fn every_figure_of_the_page_is_counted_and_every_one_that_is_counted_stands_on_the_page() {
        let sheet = empty();
        for definition in definitions().iter().filter(|one| one.code != "by_step") {
            assert!(sheet.figure(definition.code).is_some(), "{} is not counted", definition.code);
        }
        let counts = Count::ALL.iter().map(|one| one.code());
        let splits = Split::ALL.iter().map(|one| one.code());
        let times = Time::ALL.iter().map(|one| one.code());
        for code in counts.chain(splits).chain(times) {
            assert!(definition(code).is_some(), "{code} is not defined");
        }
    }

    #[test]
    fn steps_stand_below_the_whole_that_they_add_up_to() {
        let (mut whole, step) = (empty(), empty());
        whole.add_steps(&[step]);
        let Some(Value::Rows { rows, of }) = whole.figure("by_step").map(|figure| &figure.value) else {
            panic!("no steps")
        };
        assert_eq!((rows.len(), *of, rows[0].code.as_str()), (1, 0, "2026-11-01"));
        let order: Vec<&str> = whole.figures.iter().map(|figure| figure.definition.code).collect();
        assert_eq!(order, definitions().iter().map(|one| one.code).collect::<Vec<_>>());
    }
}
