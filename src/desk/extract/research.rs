//! What research may have: people who agreed, under pseudonyms, and no value that few of them share.

use std::collections::{HashMap, HashSet};

use super::column::{Cell, Kind, Told};
use crate::domain::event::ConsentTo;
use crate::domain::fact::EpisodeFact;
use crate::domain::ids::PersonId;

/// The word of somebody who agreed; every service has it in its list.
const GIVEN: &str = "given";
/// Stands for a value that few people share.
const WITHHELD: &str = "*";

/// Whether the latest word is that the record may be used for evaluation.
pub(super) fn agreed(fact: &EpisodeFact) -> bool {
    fact.consent(ConsentTo::Evaluation) == Some(GIVEN)
}

/// A count of people as it may leave.
pub(super) fn told_count(count: u64, under: u64) -> String {
    if count < under { format!("fewer than {under}") } else { count.to_string() }
}

/// How many people of an extract share each value of the columns whose rare values are withheld: counted
/// over all rows first, asked while they are written.
pub(super) struct Rare {
    under: u64,
    /// By table, the places of those columns and whether they hold several codes.
    columns: HashMap<&'static str, Vec<(usize, bool)>>,
    /// By table, column and value. Once there are enough people no more are remembered.
    people: HashMap<(&'static str, usize, String), HashSet<PersonId>>,
}

impl Rare {
    /// Nothing counted yet. Values of fewer people than `under` will be withheld.
    pub(super) fn new(tables: &[Told], under: u64) -> Self {
        let places = |table: &Told| {
            let columns = table.columns.iter().enumerate();
            let rare = columns.filter(|(_, column)| column.is_rare_withheld);
            rare.map(|(place, column)| (place, matches!(column.kind, Kind::Codes(_)))).collect()
        };
        let columns = tables.iter().map(|table| (table.name, places(table))).collect();
        Self { under, columns, people: HashMap::new() }
    }

    /// Counts the values of a row.
    pub(super) fn count(&mut self, table: &'static str, person: PersonId, cells: &[Cell]) {
        let Self { under, columns, people } = self;
        for (place, several) in columns.get(table).into_iter().flatten() {
            let Some(Cell::Text(text)) = cells.get(*place) else { continue };
            for value in values(text, *several) {
                let known = people.entry((table, *place, value.to_owned())).or_default();
                if (known.len() as u64) < *under {
                    known.insert(person);
                }
            }
        }
    }

    /// The row with every value withheld that too few people share.
    pub(super) fn withheld(&self, table: &'static str, mut cells: Vec<Cell>) -> Vec<Cell> {
        for (place, several) in self.columns.get(table).into_iter().flatten() {
            let Some(Cell::Text(text)) = cells.get_mut(*place) else { continue };
            let mut kept: Vec<&str> = Vec::new();
            for value in values(text, *several) {
                let word = if self.is_rare(table, *place, value) { WITHHELD } else { value };
                if word != WITHHELD || !kept.contains(&WITHHELD) {
                    kept.push(word);
                }
            }
            *text = kept.join(" ");
        }
        cells
    }

    fn is_rare(&self, table: &'static str, place: usize, value: &str) -> bool {
        let known = self.people.get(&(table, place, value.to_owned())).map_or(0, HashSet::len);
        (known as u64) < self.under
    }
}

fn values(text: &str, several: bool) -> Vec<&str> {
    if several { text.split(' ').collect() } else { vec![text] }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::super::column::ToldColumn;
    use super::*;

    fn tables() -> Vec<Told> {
        let column = |name: &str, kind, is_rare_withheld| ToldColumn {
            name: name.into(),
            meaning: String::new(),
            kind,
            is_rare_withheld,
        };
        let columns = vec![
            column("sex", Kind::Code("sexes"), true),
            column("offences", Kind::Codes("offence_categories"), true),
            column("stage", Kind::Text, false),
        ];
        vec![Told { name: "episodes", row: "", columns }]
    }

    fn row(sex: &str, offences: &str) -> Vec<Cell> {
        vec![Cell::text(sex), Cell::text(offences), Cell::text("seen")]
    }

    #[test]
    fn a_value_is_withheld_while_fewer_people_have_it_however_often_they_came() {
        let mut rare = Rare::new(&tables(), 3);
        for (person, sex, offences) in [
            (1, "F", "theft"),
            (2, "F", "theft drugs"),
            (3, "F", "theft arson"),
            (4, "X", ""),
            (4, "X", ""),
            (4, "X", ""),
        ] {
            rare.count("episodes", PersonId(Uuid::from_u128(person)), &row(sex, offences));
        }
        assert_eq!(rare.withheld("episodes", row("F", "theft")), row("F", "theft"));
        assert_eq!(rare.withheld("episodes", row("X", "drugs theft arson")), row("*", "* theft"));
        assert_eq!(rare.withheld("episodes", row("", "")), row("", ""), "what is not recorded stays so");
    }

    #[test]
    fn a_small_count_leaves_as_fewer_than() {
        assert_eq!([0, 4, 5].map(|count| told_count(count, 5)), ["fewer than 5", "fewer than 5", "5"]);
    }
}
