//! The rota as an iCalendar file, of one person or of a site: RFC 5545, every time in UTC.
//!
//! It goes to telephones and mail programs that nobody here looks after. So it holds who works, when
//! and where, and nothing else: no patient, no telephone number, no reason for an absence.

use chrono::{DateTime, Utc};
use icalendar::{Calendar, Component, Event, EventLike, Property};

use super::csv::RotaAsked;
use super::words::Names;
use crate::desk::{Desk, DeskError};
use crate::domain::rota::{Absence, PlannedShift};
use crate::domain::service::{Service, label};

/// Names the program that made a calendar, RFC 5545 3.7.3.
const MADE_BY: &str = "-//liaison//rota//EN";

impl Desk {
    /// The shifts that were asked for as an iCalendar file, less the times at which their people are
    /// away. A shift keeps its UID in every file, so that one read again takes the place of the last.
    ///
    /// # Errors
    /// As [`Desk::take_out_rota`].
    pub fn rota_calendar(&mut self, asked: &RotaAsked) -> Result<String, DeskError> {
        let shifts = self.take_out_rota(asked, "calendar")?;
        let absences = self.plan_between(asked.from, asked.to)?.absences.into_values().collect::<Vec<_>>();
        let names = self.names()?;
        let now = self.now();
        let mut calendar = Calendar::empty();
        calendar.append_property(("VERSION", "2.0")).append_property(("PRODID", MADE_BY));
        calendar.append_property(("CALSCALE", "GREGORIAN"));
        calendar.append_property(Property::new("X-WR-CALNAME", self.calendar_name(asked, &names)));
        for shift in &shifts {
            let summary = summary(shift, asked, &names, &self.service);
            for ((from, to), number) in pieces(shift, &absences).into_iter().zip(1..) {
                calendar.push(event(shift, number, &summary, from, to, now, &self.service));
            }
        }
        Ok(calendar.to_string())
    }

    fn calendar_name(&self, asked: &RotaAsked, names: &Names) -> String {
        let site = asked.site.as_deref().and_then(|code| self.service.site(code));
        let parts = [
            asked.person.map(|who| names.name(who)),
            Some(site.map_or(self.service.name.as_str(), |site| site.name.as_str())),
        ];
        format!("Rota: {}", parts.into_iter().flatten().collect::<Vec<_>>().join(", "))
    }
}

/// What is left of a shift once its worker's absences are taken out of it.
pub(super) fn pieces(shift: &PlannedShift, absences: &[Absence]) -> Vec<(DateTime<Utc>, DateTime<Utc>)> {
    let mut away: Vec<_> = absences
        .iter()
        .filter(|absence| absence.practitioner == shift.practitioner && absence.span.meets(&shift.span))
        .map(|absence| (absence.span.from, absence.span.to))
        .collect();
    away.sort();
    let mut pieces = Vec::new();
    let mut from = shift.span.from;
    for (gone, back) in away {
        if from < gone {
            pieces.push((from, gone));
        }
        from = from.max(back);
    }
    if from < shift.span.to {
        pieces.push((from, shift.span.to));
    }
    pieces
}

/// "late, Bromley custody"; in a calendar of more than one person with who it is.
fn summary(shift: &PlannedShift, asked: &RotaAsked, names: &Names, service: &Service) -> String {
    let activities = &service.lists.activities;
    let usual = activities.iter().find(|entry| entry.covers).map(|entry| entry.code.as_str());
    let what = match &shift.pattern {
        Some(pattern) if usual == Some(shift.activity.as_str()) => pattern,
        _ => label(activities, &shift.activity),
    };
    let site = service.site(&shift.site).map_or(shift.site.as_str(), |site| site.name.as_str());
    match asked.person {
        Some(_) => format!("{what}, {site}"),
        None => format!("{what}, {site}: {}", names.name(shift.practitioner)),
    }
}

fn event(
    shift: &PlannedShift,
    number: usize,
    summary: &str,
    from: DateTime<Utc>,
    to: DateTime<Utc>,
    now: DateTime<Utc>,
    service: &Service,
) -> Event {
    let piece = if number == 1 { String::new() } else { format!("-{number}") };
    let site = service.site(&shift.site).map_or(shift.site.as_str(), |site| site.name.as_str());
    Event::new()
        .uid(&format!("{}{piece}@liaison", shift.id.0))
        .timestamp(now)
        .starts(from)
        .ends(to)
        .summary(summary)
        .location(site)
        .done()
}
