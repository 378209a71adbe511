//! Whoever has a table of figures, and knows what each figure means, tries to work out what is withheld.
//!
//! Invented people are counted, the sheet is shown as it leaves the terminal, and an attacker that knows
//! nothing of how the program withholds looks for numbers that can only be one. It is given every number
//! shown and everything that follows from docs/figures.md, as linear equalities and inequalities, and asks
//! of each withheld number how low and how high it can be. `LIAISON_GUARD=1000` before the command tries
//! so many sheets.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "what cannot go on here stops the run"
)]

use liaison::domain::service::Service;
use liaison::figures::{Group, Sheet, Shown, ShownValue, shown};

#[path = "figures_guard/attacker.rs"]
mod attacker;
#[path = "board_oracle/dice.rs"]
#[allow(dead_code, reason = "the walks need more of it")]
mod dice;
#[path = "figures_guard/knowledge.rs"]
mod knowledge;
#[path = "figures_guard/people.rs"]
mod people;

use attacker::Attacker;
use dice::Dice;

/// Sheets that are tried where nobody asks for more.
const SHEETS: u64 = 50;

fn sheets() -> u64 {
    std::env::var("LIAISON_GUARD").ok().and_then(|n| n.parse().ok()).unwrap_or(SHEETS)
}

/// What an attacker finds out of a sheet as it leaves under a limit.
fn found_out(service: &Service, sheet: &Sheet, limit: u64) -> Vec<String> {
    let told = Attacker::of(service, sheet, &shown(service, sheet, limit), limit);
    let truth = Attacker::of(service, sheet, &shown(service, sheet, 0), limit);
    truth.must_hold();
    told.finds(&truth)
}

fn tried(seed: u64) -> Vec<String> {
    let mut dice = Dice::new(seed);
    let service = people::service(&mut dice);
    let sheet = people::sheet(&mut dice, &service);
    let limit = [2, 3, 5, 5, 5, 8][dice.roll(6)];
    let of = match &sheet.group {
        Group::Everybody => String::new(),
        group => format!(" of {}", group.words()),
    };
    let say = |what| format!("seed {seed}{of}, sites {:?}, under {limit}: {what}", sheet.sites);
    found_out(&service, &sheet, limit).into_iter().map(say).collect()
}

/// Whoever withholds everything withholds well, and is of no use.
#[test]
fn the_number_of_everybody_is_told_wherever_it_is_many_times_the_limit() {
    let mut told = [0, 0];
    for seed in 0..sheets() {
        let mut dice = Dice::new(seed);
        let service = people::service(&mut dice);
        let sheet = people::sheet(&mut dice, &service);
        let all = |limit| match shown(&service, &sheet, limit).first().map(|first| first.value.clone()) {
            Some(ShownValue::Number(n)) => n,
            other => panic!("{other:?}"),
        };
        if all(0) >= Some(30) {
            told[usize::from(all(5).is_some())] += 1;
        }
    }
    assert!(told[1] > 9 * told[0], "withheld and told: {told:?}");
}

#[test]
fn no_withheld_count_can_be_worked_out_by_whoever_knows_every_figure_and_its_definition() {
    let mut found = Vec::new();
    for seed in 0..sheets() {
        found.extend(tried(seed));
    }
    assert!(found.is_empty(), "{} are known:\n{}", found.len(), found.join("\n"));
}

/// The attacker is no straw man: where only small counts are withheld, and nothing with them, it finds some.
#[test]
fn where_only_small_counts_are_withheld_the_attacker_works_some_of_them_out() {
    let found = |seed| {
        let mut dice = Dice::new(seed);
        let service = people::service(&mut dice);
        let sheet = people::sheet(&mut dice, &service);
        let mut told = shown(&service, &sheet, 0);
        told.iter_mut().for_each(|figure| only_small(figure, 5));
        let truth = Attacker::of(&service, &sheet, &shown(&service, &sheet, 0), 5);
        Attacker::of(&service, &sheet, &told, 5).finds(&truth).len()
    };
    let found: Vec<usize> = (0..6).map(found).collect();
    assert!(found.iter().filter(|n| **n > 5).count() > 3, "{found:?}");
}

/// Withholds what is small, and the whole beside its parts as where it stands itself.
fn only_small(figure: &mut Shown, limit: u64) {
    let withhold = |n: &mut Option<u64>| *n = n.filter(|n| *n >= limit);
    match &mut figure.value {
        ShownValue::Number(n) => withhold(n),
        ShownValue::Part { n, of } => [n, of].into_iter().for_each(withhold),
        ShownValue::Rows { rows, of } => rows.iter_mut().map(|row| &mut row.n).chain([of]).for_each(withhold),
        ShownValue::Times(times) => *times = times.filter(|times| times.n >= limit),
        ShownValue::Hours(_) => {}
    }
}
