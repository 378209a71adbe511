//! Which times belong to which clock: what can be told of it, and what it shows.

use super::{ClockKind, Clocks};
use crate::domain::service::ClockFamily;

const HELD: [ClockKind; 6] = [
    ClockKind::Interview,
    ClockKind::Release,
    ClockKind::Court,
    ClockKind::Van,
    ClockKind::RelevantTime,
    ClockKind::Authorised,
];

impl ClockFamily {
    /// The kinds of which a time told means something to this clock.
    pub fn told(self) -> Vec<ClockKind> {
        use ClockKind::{
            Appointment, Authorised, Charged, Court, ExtendedTo, HospitalBack, HospitalFrom, Interview,
            Release, RelevantTime, ReviewDone, S136Extended, Van, WarrantEnds, WarrantIssued,
        };
        let own: &[ClockKind] = match self {
            Self::Pace => {
                &[ReviewDone, ExtendedTo, Charged, HospitalFrom, HospitalBack, WarrantIssued, WarrantEnds]
            }
            Self::PostCharge => &[ReviewDone, Charged],
            Self::Warrant | Self::Recall | Self::Immigration => &[],
            Self::S136 => {
                return vec![Interview, Release, RelevantTime, Authorised, ExtendedTo, S136Extended];
            }
            Self::Voluntary => return vec![Appointment],
            Self::CourtList => return vec![Court, Van],
            Self::None => return Vec::new(),
        };
        HELD.iter().chain(own).copied().collect()
    }
}

impl Clocks {
    /// The clock that runs: once a charge was told, no limit without charge runs any more, though
    /// the legal position may still be the one of the arrest.
    pub fn running(&self, family: ClockFamily) -> ClockFamily {
        match (family, self.charged_at) {
            (ClockFamily::Pace, Some(_)) => ClockFamily::PostCharge,
            _ => family,
        }
    }
}
