//! The tables of an extract, each made of its columns. The same columns leave as records and for research:
//! what names somebody is left out there, and times become minutes since the referral.

mod episodes;
mod parts;
mod rota;
mod service;

use std::io;

use chrono::{DateTime, NaiveDate, Utc};

use super::column::{Cell, Column, Kind, Table, Told};
use super::ground::Ground;
use crate::domain::event::Found;
use crate::domain::fact::{Coded, EpisodeFact, FlagFact, OnwardFact, ReportFact, ScreeningFact};

pub(super) use service::OfNobody;
pub use service::{ListsTable, ServiceTables};

/// As what the tables leave.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Way {
    /// The service's own records: references, initials and instants; names where they are asked for.
    Records {
        /// Whether surname, given names and date of birth go with them.
        named: bool,
    },
    /// For research: pseudonyms, months, and minutes since the referral.
    Research,
}

/// Name and birth of the person, as recorded.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Named {
    /// Family name.
    pub surname: String,
    /// Given names.
    pub given: String,
    /// Date of birth, where it is known.
    pub born: Option<NaiveDate>,
}

/// One episode as the tables read it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Counted {
    /// What is counted of it.
    pub fact: EpisodeFact,
    /// Whose it is, where names were asked for.
    pub named: Option<Named>,
}

/// The tables that are made of episodes.
pub struct Tables {
    episodes: Table<Counted>,
    screenings: Table<Counted, ScreeningFact>,
    onward: Table<Counted, OnwardFact>,
    reports: Table<Counted, ReportFact>,
    mha: Table<Counted, Coded>,
    flags: Table<Counted, FlagFact>,
    contacts: Table<Counted, Coded>,
    vulnerabilities: Table<Counted, Found>,
}

/// Hears the rows of the tables, each with the name of its table.
pub(super) type Hears<'a> = dyn FnMut(&'static str, Vec<Cell>) -> io::Result<()> + 'a;

impl Tables {
    /// The tables as they leave in one way.
    pub fn new(way: Way) -> Self {
        let mut tables = Self {
            episodes: episodes::episodes(way),
            screenings: parts::screenings(way),
            onward: parts::onward(way),
            reports: parts::reports(way),
            mha: parts::mha(way),
            flags: parts::flags(way),
            contacts: parts::contacts(way),
            vulnerabilities: parts::vulnerabilities(way),
        };
        let is_research = way == Way::Research;
        tables.episodes.hold_rare(is_research);
        tables.screenings.hold_rare(is_research);
        tables.onward.hold_rare(is_research);
        tables.reports.hold_rare(is_research);
        tables.mha.hold_rare(is_research);
        tables.flags.hold_rare(is_research);
        tables.contacts.hold_rare(is_research);
        tables.vulnerabilities.hold_rare(is_research);
        tables
    }

    /// What the dictionary says of them.
    pub fn told(&self) -> Vec<Told> {
        vec![
            self.episodes.told(),
            self.screenings.told(),
            self.onward.told(),
            self.reports.told(),
            self.mha.told(),
            self.flags.told(),
            self.contacts.told(),
            self.vulnerabilities.told(),
        ]
    }

    /// Gives every row that one episode has in them.
    ///
    /// # Errors
    /// What the hearer says.
    pub(super) fn rows(&self, ground: &Ground, one: &Counted, hear: &mut Hears<'_>) -> io::Result<()> {
        hear(self.episodes.name, self.episodes.cells(ground, one, &()))?;
        each(&self.screenings, ground, one, &one.fact.screenings, hear)?;
        each(&self.onward, ground, one, &one.fact.onward, hear)?;
        each(&self.reports, ground, one, &one.fact.reports, hear)?;
        each(&self.mha, ground, one, &one.fact.mha, hear)?;
        each(&self.flags, ground, one, &one.fact.flags, hear)?;
        each(&self.contacts, ground, one, &one.fact.contacts, hear)?;
        let found = one.fact.decided.as_ref().map_or(&[][..], |decided| &decided.found);
        each(&self.vulnerabilities, ground, one, found, hear)
    }
}

fn each<P>(
    table: &Table<Counted, P>,
    ground: &Ground,
    one: &Counted,
    parts: &[P],
    hear: &mut Hears<'_>,
) -> io::Result<()> {
    parts.iter().try_for_each(|part| hear(table.name, table.cells(ground, one, part)))
}

/// The columns that say whose a row is.
fn whose<P: 'static>(way: Way) -> Vec<Column<Counted, P>> {
    match way {
        Way::Records { .. } => vec![Column::new(
            "reference",
            Kind::Text,
            "Printed reference of the episode",
            |_, one: &Counted, _| Cell::text(&one.fact.reference),
        )],
        Way::Research => vec![
            Column::new(
                "person",
                Kind::Text,
                "Pseudonym of the person: the same in every extract of this store",
                |ground, one: &Counted, _| {
                    Cell::Text(ground.pseudonyms.of("person", one.fact.person.0.as_bytes()))
                },
            ),
            Column::new(
                "episode",
                Kind::Text,
                "Pseudonym of the episode: the same in every extract of this store",
                |ground, one: &Counted, _| {
                    Cell::Text(ground.pseudonyms.of("episode", one.fact.episode.0.as_bytes()))
                },
            ),
        ],
    }
}

/// A column of a time: `sent` becomes `sent_at`, and for research `sent_minutes`.
fn time<P: 'static>(
    way: Way,
    stem: &str,
    meaning: &str,
    reads: impl Fn(&Counted, &P) -> Option<DateTime<Utc>> + 'static,
) -> Column<Counted, P> {
    match way {
        Way::Records { .. } => {
            Column::new(format!("{stem}_at"), Kind::Instant, meaning.to_owned(), move |_, one, part| {
                Cell::maybe_at(reads(one, part))
            })
        }
        Way::Research => Column::new(
            format!("{stem}_minutes"),
            Kind::Number,
            format!("{meaning}, in whole minutes since the referral was received"),
            move |_, one: &Counted, part| {
                let since = |at: DateTime<Utc>| (at - one.fact.received_at).num_minutes();
                Cell::number(reads(one, part).map(since))
            },
        ),
    }
}
