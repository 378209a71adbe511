//! Records of a period in which something is missing that the service asks for, and whose they are.

use std::cmp::Reverse;
use std::collections::{BTreeMap, HashMap, VecDeque};

use chrono::{DateTime, NaiveDate, Utc};
use uuid::Uuid;

use super::super::facts::FactWalk;
use super::super::{Desk, DeskError};
use super::FiguresAsked;
use crate::domain::ids::{EpisodeId, PractitionerId};
use crate::domain::item::Item;
use crate::domain::service::Right;
use crate::domain::shift::Practitioner;
use crate::domain::time::local;
use crate::figures::Counting;
use crate::rota::ServiceHours;

/// Records with something missing that are listed at once.
const MOST_MISSING: usize = 500;

/// A record in which something is missing that the service asks for.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct MissingLine {
    /// Which.
    pub episode: EpisodeId,
    /// Printed reference.
    pub reference: String,
    /// Initials.
    pub initials: String,
    /// Site code.
    pub site: String,
    /// Local day of the referral.
    pub day: NaiveDate,
    /// Whose it is: who last saw the person, or recorded the referral.
    pub worker: Option<PractitionerId>,
    /// Name of that practitioner; empty where nobody is known.
    pub worker_name: String,
    /// What is missing.
    pub items: Vec<Item>,
}

/// How much is missing in the records of one practitioner.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct MissingOf {
    /// Whose they are; none where nobody is known.
    pub worker: Option<PractitionerId>,
    /// Name of that practitioner; empty where nobody is known.
    pub name: String,
    /// Records in which something is missing.
    pub records: usize,
    /// How often each item is, the most frequent first.
    pub items: Vec<(Item, usize)>,
}

/// What is missing over a period.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct MissingList {
    /// The records, the newest in front, so many at most.
    pub lines: Vec<MissingLine>,
    /// How many there are of those that are listed.
    pub all: usize,
    /// Everybody in whose records something is missing, those with most first.
    pub by_worker: Vec<MissingOf>,
}

/// Whose records are listed.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Whose {
    /// Everybody's whose records may be seen.
    #[default]
    All,
    /// One practitioner's, or those of whom nobody is known.
    Of(Option<PractitionerId>),
}

/// A list of which a part may be read.
#[derive(Debug)]
pub struct MissingCount {
    asked: FiguresAsked,
    whose: Whose,
    walk: FactWalk,
    found: VecDeque<MissingLine>,
    all: usize,
    by_worker: BTreeMap<Option<Uuid>, (usize, HashMap<Item, usize>)>,
    people: Vec<Practitioner>,
    at: DateTime<Utc>,
}

impl MissingCount {
    /// How much of the period is read, in percent.
    pub fn share(&self) -> u8 {
        self.walk.share(self.at)
    }
}

impl Desk {
    /// Begins to look for the records of a period in which something is missing.
    ///
    /// # Errors
    /// As [`Desk::figures`](super::super::Desk::figures).
    pub fn begin_missing(&self, asked: &FiguresAsked, whose: Whose) -> Result<MissingCount, DeskError> {
        self.check_asked(asked)?;
        Ok(MissingCount {
            asked: asked.clone(),
            whose,
            walk: FactWalk::new(asked.period.between()),
            found: VecDeque::new(),
            all: 0,
            by_worker: BTreeMap::new(),
            people: self.practitioners()?,
            at: self.now(),
        })
    }

    /// Looks through so many records more at least; gives the list once all are looked through. Those who do
    /// not lead see their own. After an error it is begun anew.
    ///
    /// # Errors
    /// A failure of the store.
    pub fn missing_on(
        &self,
        count: &mut MissingCount,
        least: usize,
    ) -> Result<Option<MissingList>, DeskError> {
        let MissingCount { asked, whose, walk, found, all, by_worker, people, at } = count;
        let hours = ServiceHours::default();
        let (sites, group) = (&asked.sites, &asked.group);
        let counting = Counting { service: &self.service, hours: &hours, sites, group, now: *at };
        let (leads, me) = (self.may(&[Right::Lead]), self.who.id);
        let mut heard = 0;
        while heard < least && !walk.is_over() {
            self.walk_on(walk, |fact| {
                heard += 1;
                let may = leads || fact.worker == Some(me);
                let items = if may { counting.missing(&fact) } else { Vec::new() };
                if items.is_empty() {
                    return Ok::<(), DeskError>(());
                }
                let (records, each) = by_worker.entry(fact.worker.map(|id| id.0)).or_default();
                *records += 1;
                items.iter().for_each(|item| *each.entry(*item).or_default() += 1);
                if *whose != Whose::All && *whose != Whose::Of(fact.worker) {
                    return Ok(());
                }
                *all += 1;
                if found.len() == MOST_MISSING {
                    found.pop_back();
                }
                found.push_front(MissingLine {
                    episode: fact.episode,
                    reference: fact.reference,
                    initials: fact.initials,
                    site: fact.site,
                    day: local(fact.received_at).date(),
                    worker: fact.worker,
                    worker_name: name_of(people, fact.worker),
                    items,
                });
                Ok(())
            })?;
        }
        if !walk.is_over() {
            return Ok(None);
        }
        let mut by_worker: Vec<MissingOf> = by_worker
            .iter()
            .map(|(worker, (records, each))| {
                let worker = worker.map(PractitionerId);
                let mut items: Vec<(Item, usize)> = each.iter().map(|(item, n)| (*item, *n)).collect();
                items.sort_by_key(|(item, n)| (Reverse(*n), item.words()));
                MissingOf { worker, name: name_of(people, worker), records: *records, items }
            })
            .collect();
        by_worker.sort_by_key(|one| (Reverse(one.records), one.name.clone()));
        Ok(Some(MissingList { lines: found.drain(..).collect(), all: *all, by_worker }))
    }
}

fn name_of(people: &[Practitioner], id: Option<PractitionerId>) -> String {
    let person = people.iter().find(|person| Some(person.id) == id);
    person.map(|person| person.name.clone()).unwrap_or_default()
}
