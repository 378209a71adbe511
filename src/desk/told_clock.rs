//! A clock time that custody, the court or an officer told: what may be copied, and what cannot be.

use chrono::{DateTime, Duration, Utc};

use super::{Desk, DeskError};
use crate::domain::board;
use crate::domain::clock::{ClockKind, Clocks};
use crate::domain::episode::Episode;
use crate::domain::event::Body;
use crate::domain::ids::EpisodeId;
use crate::domain::service::{ClockFamily, ClockRules, Right, label};
use crate::domain::text::clean_line;
use crate::domain::time::near;

/// A card has two rows for what is in the way and this.
const CHECK: &str = "Nothing was changed. Check the day and time.";

impl Desk {
    /// Records a clock time that somebody told; `None` takes it back, whatever the clock.
    ///
    /// # Errors
    /// Refused without the name of who told it; for a time that the legal position's clock does not
    /// have; for one still to come that tells of something done; for one before the time it runs
    /// from; for an extension or a warrant past what the Act allows (`[clocks]` of `service.toml`);
    /// for a return from hospital that nobody left for.
    pub fn tell_clock(
        &mut self,
        episode: EpisodeId,
        clock: ClockKind,
        time: Option<DateTime<Utc>>,
        told_by: &str,
    ) -> Result<(), DeskError> {
        self.needs(Right::Screen, "record clock times")?;
        let episode = self.on_board(episode)?;
        let told_by = clean_line(told_by);
        if told_by.is_empty() {
            return Err(DeskError::refused("A clock time needs its source.", "Say who told you."));
        }
        if let Some(at) = time {
            let telling = Telling { clock, at, now: self.now() };
            let clocks = &episode.clocks;
            let family = clocks.running(board::family(&episode, &self.service));
            self.refuse_other_clock(&episode, family, clock)?;
            telling.refuse_to_come()?;
            telling.refuse_before_start(clocks)?;
            telling.refuse_too_late(clocks, family, &self.service.clocks)?;
            telling.refuse_hospital(clocks)?;
        }
        self.record(&episode, vec![Body::ClockTold { clock, time, told_by }])?;
        Ok(())
    }

    /// A time that no clock shows would be lost on whoever told it.
    fn refuse_other_clock(
        &self,
        episode: &Episode,
        family: ClockFamily,
        clock: ClockKind,
    ) -> Result<(), DeskError> {
        let has = family.told();
        if has.contains(&clock) {
            return Ok(());
        }
        if episode.clocks.charged_at.is_some() && family == ClockFamily::PostCharge {
            return Err(DeskError::refused(
                format!("After the charge there is no \"{}\".", clock.words()),
                "Nothing was changed. Take the charge back if it is wrong, or note it in words.",
            ));
        }
        let code = &episode.referral.legal_position;
        let position = label(&self.service.lists.legal_positions, code);
        // A long list would not fit the card; a short one saves asking.
        let instead = match has.as_slice() {
            [] | [_, _, _, ..] => "note it in words".to_owned(),
            few => format!("tell {}", few.iter().map(|kind| kind.words()).collect::<Vec<_>>().join(" or ")),
        };
        Err(DeskError::refused(
            format!("The clock of \"{position}\" has no \"{}\".", clock.words()),
            format!("Nothing was changed. Put the legal position right first, or {instead}."),
        ))
    }
}

/// One time as it is told.
#[derive(Clone, Copy)]
struct Telling {
    clock: ClockKind,
    at: DateTime<Utc>,
    now: DateTime<Utc>,
}

impl Telling {
    fn when(self, at: DateTime<Utc>) -> String {
        near(at, self.now)
    }

    fn refuse_to_come(self) -> Result<(), DeskError> {
        // A minute's grace: the card was opened before it was saved.
        if !self.clock.lies_behind() || self.at <= self.now + Duration::minutes(1) {
            return Ok(());
        }
        let words = self.clock.words();
        let what = format!("\"{words}\" tells what has happened; {} is still to come.", self.when(self.at));
        Err(DeskError::refused(what, CHECK))
    }

    fn refuse_before_start(self, clocks: &Clocks) -> Result<(), DeskError> {
        let words = self.clock.words();
        let refused = |name: &str, start: DateTime<Utc>| {
            let (at, start) = (self.when(self.at), self.when(start));
            Err(DeskError::refused(format!("\"{words}\" {at} would be before {name}, {start}."), CHECK))
        };
        let relevant = ("the relevant time", clocks.relevant_time);
        let (name, start) = match self.clock {
            ClockKind::RelevantTime => {
                return match clocks.authorised_at.filter(|authorised| *authorised < self.at) {
                    Some(authorised) => Err(DeskError::refused(
                        format!(
                            "The relevant time cannot be after detention authorised, {}.",
                            self.when(authorised)
                        ),
                        "Nothing was changed. If that is wrong too, tell detention authorised first.",
                    )),
                    None => Ok(()),
                };
            }
            ClockKind::ReviewDone if clocks.authorised_at.is_some() => {
                ("detention authorised", clocks.authorised_at)
            }
            ClockKind::WarrantEnds if clocks.warrant_issued_at.is_some() => {
                ("the warrant was issued", clocks.warrant_issued_at)
            }
            ClockKind::ExtendedTo | ClockKind::WarrantEnds => relevant,
            kind if kind.lies_behind() => relevant,
            _ => return Ok(()),
        };
        start.filter(|start| self.at < *start).map_or(Ok(()), |start| refused(name, start))
    }

    fn refuse_too_late(
        self,
        clocks: &Clocks,
        family: ClockFamily,
        rules: &ClockRules,
    ) -> Result<(), DeskError> {
        let Some(latest) = clocks.latest(self.clock, family, rules, self.now).filter(|at| self.at > *at)
        else {
            return Ok(());
        };
        let rule = match (family, self.clock) {
            (ClockFamily::S136, _) => {
                let hours = rules.s136_hours + rules.s136_extension_hours;
                format!("Section 136 may run to {hours} hours from arrival, extension and all (s.136B)")
            }
            (_, ClockKind::ExtendedTo) => format!(
                "An extension may run to {} hours from the relevant time (PACE s.42(1))",
                rules.extended_limit_hours
            ),
            _ => format!("A warrant may run to {} hours from the relevant time (PACE s.44)", rules.cap_hours),
        };
        let away = if clocks.pauses.is_empty() { "" } else { ", hospital time left out" };
        Err(DeskError::refused(format!("{rule}: {}{away}.", self.when(latest)), CHECK))
    }

    fn refuse_hospital(self, clocks: &Clocks) -> Result<(), DeskError> {
        let last = clocks.pauses.last();
        match (self.clock, last) {
            (ClockKind::HospitalBack, None) => Err(DeskError::refused(
                "Nobody told that the person left for hospital.",
                "Nothing was changed. Tell when they left first.",
            )),
            (ClockKind::HospitalBack, Some(pause)) if self.at < pause.from => Err(DeskError::refused(
                format!("The person left for hospital at {}, after that.", self.when(pause.from)),
                CHECK,
            )),
            (ClockKind::HospitalFrom, _) => {
                // While the person is away it puts right when they left; the time before that counts.
                let before = if clocks.is_away() { clocks.pauses.iter().rev().nth(1) } else { last };
                match before.and_then(|pause| pause.to).filter(|back| self.at < *back) {
                    Some(back) => Err(DeskError::refused(
                        format!("The person was back from hospital at {}, after that.", self.when(back)),
                        CHECK,
                    )),
                    None => Ok(()),
                }
            }
            _ => Ok(()),
        }
    }
}
