//! Whether an instant lies in the service hours of a site, for whoever asks it of many.

use std::collections::BTreeMap;

use chrono::{DateTime, Duration, Utc};

use super::demand::{Certainty, demand};
use super::report::Between;
use crate::domain::service::Service;

/// A night of service and the day before it: no stretch of hours is longer.
const LONGEST: Duration = Duration::days(3);

/// Whether an instant is in the service hours of a site.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum InHours {
    /// The service is on.
    Yes,
    /// It is not.
    No,
    /// A bank holiday on which the court has to be asked.
    Ask,
}

/// The service hours of every site over a time, as the service's file says now.
#[derive(Clone, Debug, Default)]
pub struct ServiceHours(BTreeMap<String, Vec<(Between, Certainty)>>);

impl ServiceHours {
    /// Works them out.
    pub fn of(service: &Service, over: Between) -> Self {
        let of_site = |site: &str| {
            let rows = service.demand.iter().filter(|row| row.site == site);
            let hours = demand(rows, &service.bank_holidays, over.from, over.to);
            hours.iter().map(|one| (Between { from: one.from, to: one.to }, one.certainty)).collect()
        };
        Self(service.sites.iter().map(|site| (site.code.clone(), of_site(&site.code))).collect())
    }

    /// Whether an instant of that time is in the hours of a site. Hours that are known go before those of
    /// which a court has to be asked; a site that the service no longer has has none.
    pub fn at(&self, site: &str, at: DateTime<Utc>) -> InHours {
        let hours = self.0.get(site).map_or(&[][..], Vec::as_slice);
        let begun = hours.partition_point(|(hours, _)| hours.from <= at);
        let near = hours.iter().take(begun).rev().take_while(|(hours, _)| at - hours.from < LONGEST);
        let mut found = InHours::No;
        for (_, certainty) in near.filter(|(hours, _)| at < hours.to) {
            match certainty {
                Certainty::Known => return InHours::Yes,
                Certainty::AskCourt => found = InHours::Ask,
            }
        }
        found
    }
}
