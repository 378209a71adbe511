//! What the cells of a table are read against: the service, its hours over the period, its people.

use std::collections::BTreeMap;
use std::sync::Arc;

use chrono::{DateTime, Duration, Utc};

use crate::domain::ids::PractitionerId;
use crate::domain::service::Service;
use crate::domain::shift::Practitioner;
use crate::rota::Between;
use crate::rota::demand::{Certainty, demand};
use crate::store::Pseudonyms;

/// A night of service and the day before it: no stretch of hours is longer.
const LONGEST: Duration = Duration::days(3);

/// Whether an instant is in the service hours of a site.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum InHours {
    Yes,
    No,
    /// A bank holiday on which the court has to be asked.
    Ask,
}

/// One stretch of service hours.
#[derive(Clone, Copy, Debug)]
struct Stretch {
    between: Between,
    certainty: Certainty,
}

/// What is known beside the rows.
pub struct Ground {
    pub(super) service: Arc<Service>,
    pub(super) pseudonyms: Pseudonyms,
    labels: BTreeMap<PractitionerId, String>,
    hours: BTreeMap<String, Vec<Stretch>>,
}

impl Ground {
    pub(super) fn new(
        service: Arc<Service>,
        people: Vec<Practitioner>,
        pseudonyms: Pseudonyms,
        period: Between,
    ) -> Self {
        let hours = service.sites.iter().map(|site| (site.code.clone(), hours(&service, &site.code, period)));
        let hours = hours.collect();
        let labels = people.into_iter().map(|person| (person.id, person.label)).collect();
        Self { service, pseudonyms, labels, hours }
    }

    /// Initials of somebody at the service; empty where they are nobody it knows.
    pub(super) fn label(&self, who: Option<PractitionerId>) -> &str {
        who.and_then(|who| self.labels.get(&who)).map_or("", String::as_str)
    }

    /// Whether an instant of the period is in the service hours of a site. Hours that are known go
    /// before those of which a court has to be asked.
    pub(super) fn in_hours(&self, site: &str, at: DateTime<Utc>) -> InHours {
        let hours = self.hours.get(site).map_or(&[][..], Vec::as_slice);
        let begun = hours.partition_point(|stretch| stretch.between.from <= at);
        let near = hours.iter().take(begun).rev().take_while(|stretch| at - stretch.between.from < LONGEST);
        let mut found = InHours::No;
        for stretch in near.filter(|stretch| at < stretch.between.to) {
            match stretch.certainty {
                Certainty::Known => return InHours::Yes,
                Certainty::AskCourt => found = InHours::Ask,
            }
        }
        found
    }
}

/// The service hours of a site, the earliest first.
fn hours(service: &Service, site: &str, period: Between) -> Vec<Stretch> {
    let rows = service.demand.iter().filter(|row| row.site == site);
    let demands = demand(rows, &service.bank_holidays, period.from, period.to);
    let stretch = |from, to, certainty| Stretch { between: Between { from, to }, certainty };
    demands.into_iter().map(|one| stretch(one.from, one.to, one.certainty)).collect()
}
