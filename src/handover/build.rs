//! Facts put into words and order, for each reader; each reader's paper in a file of its own.

use super::block::{Block, Handover, Line};
use super::facts::{Content, Facts};
use super::lay_out::{Paper, lay_out};
use crate::domain::page::Page;

mod actions;
mod aloud;
mod court;
mod custody;
mod front;
mod items;
mod lead;
mod link;
mod person;
mod sbar;
mod team;

pub use aloud::{Spoken, aloud};
pub use items::items;
pub use person::screening;
pub use sbar::{Sbar, sbar};

/// A line to write on.
const BLANK: &str = "____________________";
/// On how many handovers running an action stands open before that is marked (rota and handover, 3.2).
pub const CARRIED_LONG: u32 = 3;

/// How much room a paper gives to each thing it says.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Density {
    /// A line for each thing told or to be done.
    Roomy,
    /// What belongs together stands on one line as far as it fits.
    Tight,
    /// A person is one paragraph.
    Close,
    /// The same with one line only about whoever is unstable, and of everybody how many more stand on
    /// the record: for a night on which everything would take more pages than anybody reads.
    Crowd,
}

/// Pages as many as a handover may have before lines are left on the record.
const MOST_PAGES: usize = 12;

/// Makes the paper and lays it out as roomy as it can without taking more pages for it.
pub fn compose(facts: &Facts, paper: Paper) -> (Handover, Vec<Page>) {
    let made = |density: Density| {
        let note = build(facts, density);
        let pages = lay_out(&note, paper);
        (note, pages)
    };
    let mut best = made(Density::Roomy);
    for (density, most) in [(Density::Tight, 1), (Density::Close, 1), (Density::Crowd, MOST_PAGES)] {
        if best.1.len() > most {
            let other = made(density);
            if other.1.len() < best.1.len() {
                best = other;
            }
        }
    }
    best
}

/// Makes the paper. People stand unstable, watcher, stable, and in the board's order within each.
pub fn build(facts: &Facts, density: Density) -> Handover {
    let (blocks, named) = match &facts.content {
        Content::Team(team) => team::blocks(facts, team, density),
        Content::Custody { people, ring } => custody::blocks(facts, people, ring),
        Content::Court { people } => court::blocks(facts, people),
        Content::Link { people, left_out } => link::blocks(facts, people, *left_out),
        Content::Lead(lead) => (lead::blocks(facts, lead), 0),
    };
    Handover {
        marking: facts.marking.clone(),
        running: front::running(facts),
        note: front::note(facts),
        stamp: facts.stamp.clone(),
        blocks,
        named: u32::try_from(named).unwrap_or(u32::MAX),
    }
}

/// One line each, the label in front of the first.
fn labelled<'a>(label: &str, texts: impl IntoIterator<Item = &'a str>) -> Vec<Line> {
    texts
        .into_iter()
        .enumerate()
        .map(|(index, text)| {
            let lead = if index == 0 { format!("{label:<8}") } else { " ".repeat(8) };
            Line::prose(&lead, text)
        })
        .collect()
}

/// A block that is only a rule.
fn rule() -> Block {
    Block::text("", vec![Line::Rule])
}

/// "J.D. 16M".
fn identity(who: &str, age: Option<u16>, sex: &str) -> String {
    let age = age.map_or_else(|| "?".to_owned(), |age| age.to_string());
    format!("{who} {age}{sex}")
}

/// Four characters of a custody record number are all that may stand on paper: the last four of
/// its longest run of digits, as the rest is the suite and the year.
pub fn last_four(reference: &str) -> Option<String> {
    let runs = reference.split(|c: char| !c.is_ascii_digit());
    let number = runs.max_by_key(|run| run.len()).filter(|run| run.len() >= 4).unwrap_or(reference.trim());
    let mut four: Vec<char> = number.chars().rev().take(4).collect();
    four.reverse();
    (!four.is_empty()).then(|| four.into_iter().collect())
}
