//! What the cells of a table are read against: the service, its hours over the period, its people.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::domain::ids::PractitionerId;
use crate::domain::service::Service;
use crate::domain::shift::Practitioner;
use crate::rota::{Between, ServiceHours};
use crate::store::Pseudonyms;

/// What is known beside the rows.
pub struct Ground {
    pub(super) service: Arc<Service>,
    pub(super) pseudonyms: Pseudonyms,
    labels: BTreeMap<PractitionerId, String>,
    /// The service hours of its sites over the period.
    pub(super) hours: ServiceHours,
}

impl Ground {
    pub(super) fn new(
        service: Arc<Service>,
        people: Vec<Practitioner>,
        pseudonyms: Pseudonyms,
        period: Between,
    ) -> Self {
        let hours = ServiceHours::of(&service, period);
        let labels = people.into_iter().map(|person| (person.id, person.label)).collect();
        Self { service, pseudonyms, labels, hours }
    }

    /// Initials of somebody at the service; empty where they are nobody it knows.
    pub(super) fn label(&self, who: Option<PractitionerId>) -> &str {
        who.and_then(|who| self.labels.get(&who)).map_or("", String::as_str)
    }
}
