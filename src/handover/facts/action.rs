//! What is to be done about a person, who does it, and whether they are there then.

use chrono::{DateTime, Utc};

use crate::domain::event::HandoverAction;

/// Something to be done, or done since.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Action {
    /// Names it from one note to the next: kind and id.
    pub key: String,
    /// What, in words.
    pub what: String,
    /// Who does it; empty where nobody is named.
    pub owner: String,
    /// By when.
    pub due: Option<DateTime<Utc>>,
    /// When it was done.
    pub done_at: Option<DateTime<Utc>>,
    /// Whether its owner is of the service and not on duty when it is due.
    pub owner_off: OwnerOff,
    /// On how many handovers running it stands open, this one counted.
    pub carried: u32,
}

impl Action {
    /// Something to be done, nobody named for it and no time.
    pub fn open(key: impl Into<String>, what: impl Into<String>) -> Self {
        Self {
            key: key.into(),
            what: what.into(),
            owner: String::new(),
            due: None,
            done_at: None,
            owner_off: OwnerOff::No,
            carried: 1,
        }
    }

    /// The same with who does it.
    #[must_use]
    pub fn owned(self, owner: &str) -> Self {
        Self { owner: owner.to_owned(), ..self }
    }

    /// The same with a time.
    #[must_use]
    pub fn due(self, due: DateTime<Utc>) -> Self {
        Self { due: Some(due), ..self }
    }

    /// Whether it is open and its time is past.
    pub fn is_late(&self, now: DateTime<Utc>) -> bool {
        self.done_at.is_none() && self.due.is_some_and(|due| due < now)
    }

    /// What the journal keeps of it.
    pub fn kept(&self) -> HandoverAction {
        HandoverAction {
            key: self.key.clone(),
            what: self.what.clone(),
            owner: self.owner.clone(),
            due: self.due,
            carried: self.carried,
        }
    }
}

/// Whether the owner of an action is there when it is due.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum OwnerOff {
    /// On duty then, or nobody of the service.
    No,
    /// Not on duty then.
    Off,
    /// The rota is not published for then.
    Unknown,
}
