//! Which clock times the desk takes, and which it refuses with the rule named.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "what cannot go on here stops the run"
)]

use chrono::{DateTime, Duration, Utc};
use liaison::desk::door::{DEMO_PASSPHRASE, Door};
use liaison::desk::referral::{Beside, NewReferral};
use liaison::desk::{Desk, DeskError, demo};
use liaison::domain::board::Row;
use liaison::domain::clock::ClockKind;
use liaison::domain::ids::EpisodeId;
use liaison::domain::referral::{Birth, Person};

/// 19:44 on a Monday; the relevant time is two hours before, detention authorised at 18:04.
const NOW: &str = "2026-11-23T19:44:00Z";

struct Evening {
    desk: Desk,
    now: DateTime<Utc>,
    _folder: tempfile::TempDir,
}

impl Evening {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let store = folder.path().join("demo");
        let now: DateTime<Utc> = NOW.parse().unwrap();
        drop(demo::create(&store, now, 0, 1).unwrap());
        let door = Door::of(&store, Some(NOW)).unwrap();
        let desk = door.sign_in("okafor", DEMO_PASSPHRASE).map_err(|refused| refused.1).unwrap();
        Self { desk, now, _folder: folder }
    }

    fn person(&mut self, legal_position: &str) -> EpisodeId {
        let new = NewReferral {
            site: "BRO".into(),
            person: Person {
                surname: "Quill".into(),
                given: "Rosa".into(),
                birth: Birth::Unknown,
                sex: "U".into(),
            },
            source: "custody_officer".into(),
            told_by: "Sgt Patel".into(),
            received_at: self.now,
            reason: "housing".into(),
            details: String::new(),
            priority: "3".into(),
            place: "c12".into(),
            custody_ref: "26/09999".into(),
            legal_position: legal_position.into(),
            relevant_time: Some(self.now - Duration::hours(2)),
            authorised_at: Some(self.now - Duration::minutes(100)),
            beside: Beside::default(),
        };
        self.desk.receive_referral(&new).unwrap()
    }

    /// Tells a time so many minutes from now.
    fn tell(&mut self, id: EpisodeId, kind: ClockKind, minutes: i64) -> Result<(), DeskError> {
        self.desk.tell_clock(id, kind, Some(self.now + Duration::minutes(minutes)), "Sgt Patel")
    }

    fn row(&self, id: EpisodeId) -> Row {
        self.desk.board().unwrap().rows.into_iter().find(|row| row.id == id).unwrap()
    }

    fn next(&self, id: EpisodeId) -> Option<(ClockKind, i64)> {
        let due = self.row(id).next_clock?;
        Some((due.kind, (due.at - self.now).num_minutes()))
    }
}

/// Refused with these words, and nothing of it is kept.
fn refused(evening: &mut Evening, id: EpisodeId, kind: ClockKind, minutes: i64, words: &str) {
    let before = evening.desk.episode(id).unwrap();
    let error = evening.tell(id, kind, minutes).expect_err("this should have been refused");
    let told = error.to_string();
    assert!(told.contains(words) && told.contains("Nothing was changed."), "{kind:?} {minutes}: {told}");
    assert_eq!(evening.desk.episode(id).unwrap(), before);
}

#[test]
fn an_extension_past_what_a_superintendent_may_give_is_refused() {
    let mut evening = Evening::new();
    let id = evening.person("arrested");
    let most = 34 * 60;
    refused(
        &mut evening,
        id,
        ClockKind::ExtendedTo,
        most + 1,
        "may run to 36 hours from the relevant time (PACE s.42(1))",
    );
    refused(&mut evening, id, ClockKind::ExtendedTo, most + 1, "Wed 05:44");
    evening.tell(id, ClockKind::ExtendedTo, most).unwrap();
    evening.tell(id, ClockKind::HospitalFrom, -60).unwrap();
    evening.tell(id, ClockKind::HospitalBack, -30).unwrap();
    evening.tell(id, ClockKind::ExtendedTo, most + 30).unwrap();
    refused(&mut evening, id, ClockKind::ExtendedTo, most + 31, "hospital time left out");
}

#[test]
fn a_warrant_past_the_cap_is_refused() {
    let mut evening = Evening::new();
    let id = evening.person("arrested");
    evening.tell(id, ClockKind::WarrantIssued, -10).unwrap();
    refused(
        &mut evening,
        id,
        ClockKind::WarrantEnds,
        94 * 60 + 1,
        "may run to 96 hours from the relevant time (PACE s.44)",
    );
    refused(&mut evening, id, ClockKind::WarrantEnds, -20, "before the warrant was issued, 19:34");
    evening.tell(id, ClockKind::WarrantEnds, 94 * 60).unwrap();
}

#[test]
fn an_end_of_section_136_past_the_doctors_extension_is_refused() {
    let mut evening = Evening::new();
    let id = evening.person("s136");
    refused(&mut evening, id, ClockKind::ExtendedTo, 34 * 60 + 1, "may run to 36 hours from arrival");
    evening.tell(id, ClockKind::S136Extended, -5).unwrap();
    assert_eq!(evening.next(id), Some((ClockKind::Limit, 34 * 60)));
}

#[test]
fn a_time_before_the_one_it_runs_from_is_refused() {
    let mut evening = Evening::new();
    let id = evening.person("arrested");
    for kind in [
        ClockKind::ExtendedTo,
        ClockKind::Charged,
        ClockKind::HospitalFrom,
        ClockKind::WarrantIssued,
        ClockKind::WarrantEnds,
        ClockKind::Authorised,
    ] {
        refused(&mut evening, id, kind, -121, "before the relevant time, 17:44");
    }
    refused(&mut evening, id, ClockKind::ReviewDone, -101, "before detention authorised, 18:04");
    refused(&mut evening, id, ClockKind::RelevantTime, -99, "after detention authorised, 18:04");
}

#[test]
fn both_start_times_can_be_put_right() {
    let mut evening = Evening::new();
    let id = evening.person("arrested");
    evening.tell(id, ClockKind::Authorised, -40).unwrap();
    evening.tell(id, ClockKind::RelevantTime, -60).unwrap();
    assert_eq!(evening.next(id), Some((ClockKind::Review, 320)));
    let clocks = evening.desk.episode(id).unwrap().clocks;
    assert_eq!(clocks.relevant_time, Some(evening.now - Duration::minutes(60)));
}

#[test]
fn what_has_happened_cannot_be_still_to_come() {
    let mut evening = Evening::new();
    let id = evening.person("arrested");
    let behind = ClockKind::TOLD.into_iter().filter(|kind| kind.lies_behind());
    for kind in behind.filter(|kind| *kind != ClockKind::S136Extended) {
        refused(&mut evening, id, kind, 2, "19:46 is still to come");
    }
    let id = evening.person("s136");
    refused(&mut evening, id, ClockKind::S136Extended, 2, "19:46 is still to come");
}

#[test]
fn nobody_comes_back_from_hospital_who_did_not_leave() {
    let mut evening = Evening::new();
    let id = evening.person("arrested");
    refused(&mut evening, id, ClockKind::HospitalBack, -30, "Nobody told that the person left");
    evening.tell(id, ClockKind::HospitalFrom, -60).unwrap();
    refused(&mut evening, id, ClockKind::HospitalBack, -61, "left for hospital at 18:44");
    evening.tell(id, ClockKind::HospitalBack, -30).unwrap();
    refused(&mut evening, id, ClockKind::HospitalFrom, -31, "back from hospital at 19:14");
    evening.tell(id, ClockKind::HospitalFrom, -20).unwrap();
    refused(&mut evening, id, ClockKind::HospitalFrom, -31, "back from hospital at 19:14");
}

#[test]
fn a_time_that_the_legal_position_does_not_have_is_refused_and_can_be_taken_back() {
    let mut evening = Evening::new();
    let id = evening.person("voluntary");
    refused(
        &mut evening,
        id,
        ClockKind::ExtendedTo,
        60,
        "\"Voluntary attender\" has no \"limit extended to\"",
    );
    refused(&mut evening, id, ClockKind::Interview, 60, "or tell voluntary appointment");
    evening.tell(id, ClockKind::Appointment, 60).unwrap();
    assert_eq!(evening.next(id), Some((ClockKind::Appointment, 60)));
    assert_eq!((evening.row(id).tier, evening.row(id).reason.as_str()), (1, "apt 20:44"));
    evening.desk.tell_clock(id, ClockKind::ExtendedTo, None, "Sgt Patel").unwrap();
    let charged = evening.person("arrested");
    evening.tell(charged, ClockKind::Charged, -5).unwrap();
    refused(
        &mut evening,
        charged,
        ClockKind::ExtendedTo,
        60,
        "After the charge there is no \"limit extended to\"",
    );
    assert_eq!(evening.next(charged), Some((ClockKind::Review, 260)));
    evening.desk.tell_clock(charged, ClockKind::Charged, None, "Sgt Patel").unwrap();
    evening.tell(charged, ClockKind::ExtendedTo, 60).unwrap();
}

#[test]
fn terrorism_detention_is_flagged_and_shows_no_clock() {
    let mut evening = Evening::new();
    let id = evening.person("terrorism");
    assert_eq!((evening.next(id), evening.row(id).reason.as_str()), (None, "Code H"));
    refused(&mut evening, id, ClockKind::Interview, 60, "has no \"interview\"");
}

#[test]
fn a_van_moves_a_person_up_and_an_overdue_review_does_not() {
    let mut evening = Evening::new();
    let id = evening.person("charged");
    assert_eq!((evening.row(id).tier, evening.next(id)), (3, Some((ClockKind::Review, 260))));
    evening.tell(id, ClockKind::Van, 90).unwrap();
    assert_eq!((evening.row(id).tier, evening.row(id).reason.as_str()), (1, "van 21:14"));
    let late = evening.person("arrested");
    evening.desk.tell_clock(late, ClockKind::RelevantTime, None, "Sgt Patel").unwrap();
    evening.tell(late, ClockKind::Authorised, -400).unwrap();
    assert_eq!((evening.row(late).tier, evening.next(late)), (3, None));
}
