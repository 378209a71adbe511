//! The one place that asks what time it is.

use chrono::{DateTime, Utc};

/// Where the time comes from.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Clock {
    /// The system's clock.
    System,
    /// A time that stands still: tests, and demo stores with `LIAISON_NOW`.
    At(DateTime<Utc>),
}

impl Clock {
    /// The time now, in whole milliseconds as the journal keeps it.
    pub fn now(self) -> DateTime<Utc> {
        let now = match self {
            Self::System => Utc::now(),
            Self::At(at) => at,
        };
        DateTime::from_timestamp_millis(now.timestamp_millis()).unwrap_or(now)
    }
}
