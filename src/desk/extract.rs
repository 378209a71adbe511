//! Records leave the store as tables: for the service's own counting, and pseudonymised for research.
//!
//! Lives here: what is asked for and who may, and the walk over the episodes of a period, one at a time.
//! `column` and `tables` define every column once: its heading, its cells, and its line of the data
//! dictionary (docs/exports.md). `folder` and `out` write it all, whole or not at all.

mod column;
mod folder;
mod ground;
mod out;
mod research;
mod tables;

use std::path::PathBuf;

use chrono::{NaiveDate, SecondsFormat};

use super::export::Names;
use super::{Desk, DeskError};
use crate::domain::event::{Body, LoggedActivity};
use crate::domain::fact::EpisodeFact;
use crate::domain::referral::Birth;
use crate::domain::service::Right;
use crate::domain::shift::Shift;
use crate::domain::text::clean_line;
use crate::rota::{Between, SiteReport};

pub use column::{Kind, Told, ToldColumn};
pub use out::{DICTIONARY, Written, meaning};
pub use tables::{ListsTable, ServiceTables, Tables, Way};

use folder::Folder;
use ground::Ground;
use out::{Dictionary, Out};
use research::{Rare, agreed, told_count};
use tables::{Counted, Named, OfNobody};

/// The longest period taken out at once, in days.
const MOST_DAYS: i64 = 3660;

/// Which records are taken out, why, and where to.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Asked {
    /// First local day on which a referral was received.
    pub from: NaiveDate,
    /// Last such day.
    pub to: NaiveDate,
    /// Why, in the lead's words.
    pub reason: String,
    /// How the tables are written.
    pub written: Written,
    /// The folder: not there yet, or empty.
    pub out: PathBuf,
}

impl Asked {
    fn window(&self) -> Between {
        Between::days(self.from, self.to)
    }
}

/// What was written.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Extract {
    /// Names of the files in the folder.
    pub files: Vec<String>,
    /// Whether they are encrypted to the service's public key.
    pub is_sealed: bool,
    /// Episodes in it.
    pub episodes: u64,
    /// Those left out for want of consent, where it is for research: a number, or "fewer than" one.
    pub left_out: Option<String>,
}

/// Tells how far the work is, in percent, and hears whether it is to go on.
type GoOn<'a> = dyn FnMut(u8) -> bool + 'a;

impl Desk {
    /// Writes the records of a period as tables. That they leave is journalled before they are read.
    ///
    /// # Errors
    /// Refused for roles that do not lead, without a reason, for a site the service does not have, for
    /// days that run backwards and a folder that is in use; [`StoreError::Stopped`](crate::store::StoreError::Stopped) where it was told
    /// not to go on. Nothing is left of the folder then.
    pub fn export_records(
        &mut self,
        asked: &Asked,
        site: Option<&str>,
        names: Names,
        go_on: &mut GoOn<'_>,
    ) -> Result<Extract, DeskError> {
        let mut folder = self.folder_for(asked)?;
        self.sites_named(&site.map(str::to_owned).into_iter().collect::<Vec<_>>())?;
        let named = names == Names::Taken;
        self.tell(asked, if named { "records with names" } else { "records" }, site)?;
        let ground = self.ground(asked)?;
        let (tables, service_tables, lists) =
            (Tables::new(Way::Records { named }), ServiceTables::default(), ListsTable::default());
        let mut told = tables.told();
        told.extend(service_tables.told());
        told.push(lists.told());
        let mut notes = self.notes(asked);
        notes.push(("site", site.unwrap_or("every site").to_owned()));
        notes.push(("names", named.to_string()));
        let dictionary = Dictionary { what: "records", notes, tables: &told };
        let mut out =
            Out::begin(&mut folder, asked.written, &dictionary).map_err(|why| folder.unwritten(&why))?;
        let mut episodes = 0;
        self.each_fact(asked.window(), go_on, |fact| {
            if site.is_some_and(|site| site != fact.site) {
                return Ok(());
            }
            let named = if named { self.named(&fact)? } else { None };
            episodes += 1;
            tables
                .rows(&ground, &Counted { fact, named }, &mut |table, cells| out.row(table, cells))
                .map_err(|why| folder.unwritten(&why))
        })?;
        let (worked, cover) = (self.worked(asked, site)?, self.counted_cover(asked, site)?);
        let (logged, plan) = (self.logged(asked, site)?, self.plan_of(asked.from, asked.to)?);
        let of_nobody = OfNobody { worked: &worked, reports: &cover, activities: &logged, plan: &plan, site };
        service_tables
            .rows(&ground, &of_nobody, &mut |table, cells| out.row(table, cells))
            .and_then(|()| lists.rows(&ground, &told, &mut |table, cells| out.row(table, cells)))
            .and_then(|()| out.finish())
            .map_err(|why| folder.unwritten(&why))?;
        let is_sealed = folder.is_sealed();
        Ok(Extract { files: folder.finish()?, is_sealed, episodes, left_out: None })
    }

    /// Writes what research may have of the episodes of a period: of people who agreed to it, under
    /// pseudonyms. That it leaves is journalled before it is read.
    ///
    /// # Errors
    /// As [`Desk::export_records`].
    pub fn export_research(&mut self, asked: &Asked, go_on: &mut GoOn<'_>) -> Result<Extract, DeskError> {
        let mut folder = self.folder_for(asked)?;
        self.tell(asked, "research extract", None)?;
        let ground = self.ground(asked)?;
        let (tables, lists) = (Tables::new(Way::Research), ListsTable::default());
        let mut told = tables.told();
        let under = self.service.figures.suppress_under;
        let (mut rare, mut episodes, mut left_out) = (Rare::new(&told, under), 0, 0);
        told.push(lists.told());
        self.each_fact(asked.window(), &mut |share| go_on(share / 2), |fact| {
            if !agreed(&fact) {
                left_out += 1;
                return Ok(());
            }
            episodes += 1;
            let (person, one) = (fact.person, Counted { fact, named: None });
            let mut count = |table, cells: Vec<_>| {
                rare.count(table, person, &cells);
                Ok(())
            };
            tables.rows(&ground, &one, &mut count).map_err(|why| folder.unwritten(&why))
        })?;
        let left_out = told_count(left_out, under);
        let mut notes = self.notes(asked);
        notes.push(("left_out", format!("{left_out} episodes, for want of consent to evaluation")));
        notes.push(("suppress_under", under.to_string()));
        let dictionary = Dictionary { what: "research", notes, tables: &told };
        let mut out =
            Out::begin(&mut folder, asked.written, &dictionary).map_err(|why| folder.unwritten(&why))?;
        self.each_fact(asked.window(), &mut |share| go_on(50 + share / 2), |fact| {
            if !agreed(&fact) {
                return Ok(());
            }
            let mut write = |table, cells| out.row(table, rare.withheld(table, cells));
            let one = Counted { fact, named: None };
            tables.rows(&ground, &one, &mut write).map_err(|why| folder.unwritten(&why))
        })?;
        lists
            .rows(&ground, &told, &mut |table, cells| out.row(table, cells))
            .and_then(|()| out.finish())
            .map_err(|why| folder.unwritten(&why))?;
        let is_sealed = folder.is_sealed();
        Ok(Extract { files: folder.finish()?, is_sealed, episodes, left_out: Some(left_out) })
    }

    /// The folder that may be written, for somebody who may. Nothing is read yet.
    fn folder_for(&self, asked: &Asked) -> Result<Folder, DeskError> {
        self.needs(Right::Lead, "take records out of the store")?;
        Self::reason_to_leave(&asked.reason, true, "Records leave")?;
        let days = (asked.to - asked.from).num_days();
        if !(0..MOST_DAYS).contains(&days) {
            let what = if days < 0 {
                format!("{} is before {}. Nothing was written.", asked.to, asked.from)
            } else {
                "That is over ten years. Nothing was written.".to_owned()
            };
            return Err(DeskError::refused(
                what,
                "Give the first day and the last, or take it out in parts.",
            ));
        }
        self.check_may_leave()?;
        Folder::begin(&asked.out, self.service.security.export_key.clone())
    }

    fn tell(&mut self, asked: &Asked, what: &str, site: Option<&str>) -> Result<(), DeskError> {
        let what = format!("{what} as {}, {} to {}", asked.written.words(), asked.from, asked.to);
        self.record_here(site, Body::Exported { what, reason: clean_line(&asked.reason) })
    }

    fn ground(&self, asked: &Asked) -> Result<Ground, DeskError> {
        Ok(Ground::new(self.service.clone(), self.practitioners()?, self.store.pseudonyms(), asked.window()))
    }

    /// What is said of every extract as a whole.
    fn notes(&self, asked: &Asked) -> Vec<(&'static str, String)> {
        vec![
            ("from", asked.from.to_string()),
            ("to", asked.to.to_string()),
            ("made_at", self.now().to_rfc3339_opts(SecondsFormat::Secs, true)),
        ]
    }

    fn named(&self, fact: &EpisodeFact) -> Result<Option<Named>, DeskError> {
        let Some(episode) = self.store.episode(fact.episode)? else { return Ok(None) };
        let person = episode.person();
        let born = match person.birth {
            Birth::On(day) => Some(day),
            Birth::Aged { .. } | Birth::Unknown => None,
        };
        Ok(Some(Named { surname: person.surname.clone(), given: person.given.clone(), born }))
    }

    /// Shifts worked within the period.
    fn worked(&self, asked: &Asked, site: Option<&str>) -> Result<Vec<Shift>, DeskError> {
        let Between { from, to } = asked.window();
        let mut shifts = self.store.shifts_between(from, to)?;
        shifts.retain(|shift| site.is_none_or(|site| shift.sites.iter().any(|one| one == site)));
        Ok(shifts)
    }

    /// Work without an episode within the period: that of one site, or all of it.
    fn logged(&self, asked: &Asked, site: Option<&str>) -> Result<Vec<LoggedActivity>, DeskError> {
        let Between { from, to } = asked.window();
        let mut logged = self.store.activities_between(from, to)?;
        logged.retain(|one| site.is_none() || one.site.as_deref() == site);
        Ok(logged)
    }

    /// The cover of each site over the period, as `liaison cover` counts it.
    fn counted_cover(&self, asked: &Asked, site: Option<&str>) -> Result<Vec<SiteReport>, DeskError> {
        let mut reports = self.cover_between(asked.from, asked.to)?;
        reports.retain(|report| site.is_none_or(|site| report.site == site));
        Ok(reports)
    }
}
