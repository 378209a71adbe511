//! The rota as a table for a spreadsheet, out and in again (docs/rota-csv.md).
//!
//! One row is one planned shift. What a file would change is worked out whole and shown before
//! anything is kept; one mistake in it and nothing is.

use chrono::NaiveDate;

use super::words::Names;
use crate::desk::{Desk, DeskError};
use crate::domain::event::Body;
use crate::domain::ids::PractitionerId;
use crate::domain::rota::{Absence, PlannedShift};
use crate::domain::sheet::inert;
use crate::rota::unsocial::{Unsocial, unsocial};

use super::calendar::pieces;

mod import;
mod read;
mod row;

pub use import::{Import, Replace};
pub use read::read_csv;
pub use row::CsvProblem;

/// Columns that are read, in the order in which they are written.
const READ: [&str; 8] = ["person", "role", "site", "activity", "pattern", "from", "to", "break_minutes"];
/// Columns that are written for pay and not read back: they follow from the others.
const WORKED_OUT: [&str; 6] =
    ["minutes", "plain", "evening_night", "saturday", "sunday_or_bank_holiday", "away_minutes"];

/// How the instant of a wall clock is written.
const TIME: &str = "%Y-%m-%d %H:%M";

/// What of the rota is taken out.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct RotaAsked {
    /// First day on which a shift begins.
    pub from: NaiveDate,
    /// Last day on which a shift begins.
    pub to: NaiveDate,
    /// Code of one site; every site where there is none.
    pub site: Option<String>,
    /// One person; everybody where there is none.
    pub person: Option<PractitionerId>,
}

impl Desk {
    /// The shifts that were asked for, the one that begins first in front. That they leave the store
    /// is journalled before they are read; `what` says as what.
    ///
    /// # Errors
    /// Refused for a site that the service does not have; a failure of the store.
    pub fn take_out_rota(&mut self, asked: &RotaAsked, what: &str) -> Result<Vec<PlannedShift>, DeskError> {
        if let Some(site) = &asked.site {
            self.service.site(site).ok_or(DeskError::Unknown("site"))?;
        }
        let body = Body::Exported { what: format!("rota as {what}"), reason: String::new() };
        self.record_here(asked.site.as_deref(), body)?;
        let plan = self.plan_between(asked.from, asked.to)?;
        let mut shifts: Vec<PlannedShift> = plan.shifts.into_values().collect();
        shifts.sort_by_key(|shift| (shift.span.from, shift.id));
        shifts.retain(|shift| asked.from <= shift.span.day() && shift.span.day() <= asked.to);
        shifts.retain(|shift| asked.site.as_ref().is_none_or(|site| *site == shift.site));
        shifts.retain(|shift| asked.person.is_none_or(|person| person == shift.practitioner));
        Ok(shifts)
    }

    /// The shifts that were asked for as a table, with the minutes of each pay class.
    ///
    /// # Errors
    /// As [`Desk::take_out_rota`].
    pub fn rota_csv(&mut self, asked: &RotaAsked) -> Result<String, DeskError> {
        let shifts = self.take_out_rota(asked, "csv")?;
        let names = self.names()?;
        let mut table = vec![READ.iter().chain(&WORKED_OUT).map(|name| (*name).to_owned()).collect()];
        let absences: Vec<Absence> =
            self.plan_between(asked.from, asked.to)?.absences.into_values().collect();
        table.extend(shifts.iter().map(|shift| self.cells(shift, &absences, &names)));
        Ok(written(&table))
    }

    fn cells(&self, shift: &PlannedShift, absences: &[Absence], names: &Names) -> Vec<String> {
        let span = &shift.span;
        let service = &self.service;
        let worked = pieces(shift, absences);
        let by: Vec<Unsocial> = worked
            .iter()
            .map(|(from, to)| unsocial(*from, *to, service.rota.evening_night, &service.bank_holidays))
            .collect();
        let minutes = |class: fn(&Unsocial) -> i64| by.iter().map(class).sum::<i64>();
        let total = minutes(Unsocial::total);
        let role = names.staff(shift.practitioner).map_or("", |staff| staff.role.as_str());
        let texts = [
            names.unambiguous(shift.practitioner),
            role,
            shift.site.as_str(),
            shift.activity.as_str(),
            shift.pattern.as_deref().unwrap_or_default(),
        ];
        let times = [span.typed_from, span.typed_to].map(|typed| typed.format(TIME).to_string());
        let figures = [
            i64::from(shift.break_minutes),
            total,
            minutes(|by| by.plain),
            minutes(|by| by.evening_night),
            minutes(|by| by.saturday),
            minutes(|by| by.sunday_or_bank_holiday),
            span.minutes() - total,
        ];
        let figures = figures.into_iter().map(|figure| figure.to_string());
        texts.into_iter().map(inert).chain(times).chain(figures).collect()
    }
}

/// Rows as RFC 4180 writes them, with the line ends of the system that most spreadsheets expect.
fn written(table: &[Vec<String>]) -> String {
    let mut writer = ::csv::WriterBuilder::new().terminator(::csv::Terminator::CRLF).from_writer(Vec::new());
    for row in table {
        // A vector takes whatever is written to it.
        let _ = writer.write_record(row);
    }
    writer.into_inner().ok().and_then(|bytes| String::from_utf8(bytes).ok()).unwrap_or_default()
}
