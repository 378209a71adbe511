//! How long records are kept, and disposal by two people: over the desk's own verbs.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "what cannot go on here stops the run"
)]

use std::path::PathBuf;
use std::process::Command;

use liaison::desk::audit::{AuditAsk, Verb};
use liaison::desk::door::{DEMO_PASSPHRASE, NewPerson, SERVICE_FILE};
use liaison::desk::{Desk, DeskError, Door, demo};
use liaison::domain::event::Disposal;
use liaison::domain::retention::Kept;

const NOW: &str = "2026-11-23T19:44:00Z";
/// More than 20 years after the last contact, and everybody's 26th birthday is past.
const LATER: &str = "2060-01-01T10:00:00Z";

/// A demo store with some earlier episodes and a second lead, opened again whenever wanted.
struct Years {
    folder: tempfile::TempDir,
}

impl Years {
    fn new(episodes: usize) -> Self {
        let years = Self { folder: tempfile::tempdir().unwrap() };
        drop(demo::create(&years.store(), NOW.parse().unwrap(), episodes, 1).unwrap());
        let mut desk = years.at(NOW);
        let lind = NewPerson { name: "Bo Lind".into(), sign_in_name: "lind".into(), role: "senior".into() };
        desk.add_person(&lind, DEMO_PASSPHRASE).unwrap();
        leave(desk);
        years
    }

    fn store(&self) -> PathBuf {
        self.folder.path().join("demo")
    }

    fn as_(&self, who: &str, now: &str) -> Desk {
        let door = Door::of(&self.store(), Some(now)).unwrap();
        door.sign_in(who, DEMO_PASSPHRASE).map_err(|refused| refused.1).unwrap()
    }

    fn at(&self, now: &str) -> Desk {
        self.as_("okafor", now)
    }

    /// The service's file with this text in place of that.
    fn edit(&self, from: &str, to: &str) {
        let path = self.store().join(SERVICE_FILE);
        let text = std::fs::read_to_string(&path).unwrap();
        assert!(text.contains(from), "{from}");
        std::fs::write(&path, text.replacen(from, to, 1)).unwrap();
    }
}

fn leave(desk: Desk) {
    desk.sign_out().1.unwrap();
}

fn refused<T: std::fmt::Debug>(done: Result<T, DeskError>, words: &str) {
    let said = done.unwrap_err().to_string();
    assert!(said.contains(words), "no {words:?} in {said:?}");
}

fn proves_whole(desk: &Desk) {
    let findings = desk.prove();
    assert!(findings.iter().all(|finding| finding.fault.is_none()), "{findings:?}");
}

#[test]
fn nothing_is_due_now_and_everything_closed_is_due_a_generation_later() {
    let years = Years::new(30);
    let desk = years.at(NOW);
    assert!(desk.due_for_review().unwrap().is_empty());
    let closed = desk.search("mensah").unwrap()[0].episode;
    assert!(matches!(desk.kept(closed).unwrap().kept, Kept::Until(_)));
    leave(desk);
    let desk = years.at(LATER);
    let lists = desk.retention().unwrap();
    assert!(lists.due.len() >= 30, "{}", lists.due.len());
    assert!(lists.held.is_empty() && lists.thin.is_empty());
    let days: Vec<Kept> = lists.due.iter().map(|line| line.kept).collect();
    let sorted =
        days.is_sorted_by(|one, next| matches!((one, next), (Kept::Until(a), Kept::Until(b)) if a <= b));
    assert!(sorted, "the longest due comes first: {days:?}");
    assert!(lists.due.iter().all(|line| desk.episode(line.episode).is_ok_and(|found| !found.is_live())));
    leave(desk);
    refused(years.as_("shah", LATER).retention(), "may not see which records are due");
}

#[test]
fn a_class_of_fewer_years_brings_the_day_nearer_and_a_hold_takes_it_away() {
    let years = Years::new(0);
    let mut desk = years.at(NOW);
    let id = desk.search("mensah").unwrap()[0].episode;
    let Kept::Until(before) = desk.kept(id).unwrap().kept else { panic!() };
    let worked = desk.episode(id).unwrap().worked_at;
    refused(desk.set_retention(id, "for_ever"), "no such retention class");
    desk.set_retention(id, "adult").unwrap();
    let Kept::Until(after) = desk.kept(id).unwrap().kept else { panic!() };
    assert!(after < before, "{after} {before}");
    refused(desk.place_hold(id, " \t "), "needs its reason");
    desk.place_hold(id, "inquest").unwrap();
    refused(desk.place_hold(id, "inquest"), "on legal hold already");
    assert_eq!(desk.kept(id).unwrap().kept, Kept::Held);
    assert_eq!(desk.retention().unwrap().held.len(), 1);
    assert_eq!(desk.episode(id).unwrap().worked_at, worked, "it stands in the clinical system as before");
    proves_whole(&desk);
    leave(desk);
    refused(years.as_("shah", NOW).place_hold(id, "inquest"), "may not place a legal hold");
}

#[test]
fn the_second_person_is_another_lead_with_their_own_passphrase() {
    let years = Years::new(0);
    let mut desk = years.at(NOW);
    refused(desk.second("okafor", DEMO_PASSPHRASE), "somebody else than you");
    refused(desk.second("AO", DEMO_PASSPHRASE), "somebody else than you");
    refused(desk.second("shah", DEMO_PASSPHRASE), "does not lead");
    refused(desk.second("nobody", DEMO_PASSPHRASE), "do not open the store");
    let second = desk.second("lind", DEMO_PASSPHRASE).unwrap();
    assert_eq!(second.label(), "BL");
    for _ in 0..3 {
        refused(desk.second("lind", "not this"), "do not open the store");
    }
    refused(desk.second("lind", DEMO_PASSPHRASE), "Too many wrong passphrases");
    let id = desk.search("mensah").unwrap()[0].episode;
    desk.place_hold(id, "inquest").unwrap();
    leave(desk);
    // Whoever was asked at another's desk has not agreed here.
    let mut desk = years.as_("lind", "2026-11-23T20:44:00Z");
    refused(desk.release_hold(id, "over", &second), "was not asked at this desk");
    let other = desk.second("okafor", DEMO_PASSPHRASE).unwrap();
    desk.release_hold(id, "over", &other).unwrap();
    refused(desk.release_hold(id, "over", &other), "No legal hold");
    assert!(desk.retention().unwrap().held.is_empty());
    let asked = AuditAsk { verb: Some(Verb::Failure), ..AuditAsk::default() };
    let failures = desk.audit_before(&asked, None, 9).unwrap();
    assert!(failures.iter().any(|line| line.what == "Wrong passphrase for BL, 3 times"), "{failures:?}");
}

#[test]
fn what_is_open_held_or_not_due_is_not_disposed_of() {
    let years = Years::new(0);
    let mut desk = years.at(NOW);
    let second = desk.second("lind", DEMO_PASSPHRASE).unwrap();
    let closed = desk.search("mensah").unwrap()[0].episode;
    let open = desk.board().unwrap().rows[0].id;
    refused(desk.dispose(open, Disposal::Whole, "due", &second), "is open");
    refused(desk.dispose(closed, Disposal::Whole, "due", &second), "is kept until");
    refused(desk.dispose(closed, Disposal::Thinned, "due", &second), "does not thin records");
    leave(desk);
    let mut desk = years.at(LATER);
    desk.place_hold(closed, "inquiry").unwrap();
    let second = desk.second("lind", DEMO_PASSPHRASE).unwrap();
    refused(desk.dispose(closed, Disposal::Whole, "due", &second), "on legal hold");
    desk.release_hold(closed, "over", &second).unwrap();
    refused(desk.dispose(closed, Disposal::Whole, "  ", &second), "needs its reason");
    let rows = desk.dispose(closed, Disposal::Whole, "due", &second).unwrap();
    assert!(rows >= 4, "{rows}");
    refused(desk.dispose(closed, Disposal::Whole, "due", &second), "is not in the store");
    leave(desk);
    refused(years.as_("shah", LATER).may_dispose(open, Disposal::Whole), "may not dispose");
}

#[test]
fn one_after_the_other_everything_due_goes_and_the_store_stays_whole() {
    let years = Years::new(25);
    let mut desk = years.at(LATER);
    let second = desk.second("lind", DEMO_PASSPHRASE).unwrap();
    let due = desk.due_for_review().unwrap();
    for line in &due {
        let name = desk.episode(line.episode).unwrap().person().surname.clone();
        desk.searched(&name, 1).unwrap();
        desk.dispose(line.episode, Disposal::Whole, "retention review", &second).unwrap();
    }
    assert!(desk.due_for_review().unwrap().is_empty());
    assert!(desk.search("mensah").unwrap().is_empty());
    proves_whole(&desk);
    let board = desk.board().unwrap();
    desk.alerts(&board).unwrap();
    assert!(!desk.handover(&[]).unwrap().pages.is_empty());
    let found = desk.prove().into_iter().find(|finding| finding.what == "journal").unwrap().found;
    assert!(found.contains(&format!("under {} certificates", due.len())), "{found}");
    let asked = AuditAsk { verb: Some(Verb::Erase), ..AuditAsk::default() };
    let lines = desk.audit_before(&asked, None, 10_000).unwrap();
    let certificates: Vec<_> = lines.iter().filter(|line| line.what.starts_with("Disposed of")).collect();
    assert_eq!(certificates.len(), due.len());
    assert!(certificates.iter().all(|line| line.whom == "disposed of" && line.why == "retention review"));
    assert!(certificates.iter().all(|line| line.who == "AO" && line.what.ends_with("with BL")));
    let searches = AuditAsk { verb: Some(Verb::Search), ..AuditAsk::default() };
    assert!(desk.audit_before(&searches, None, 99).unwrap().is_empty(), "their names went with them");
    leave(desk);
    let desk = years.at(LATER);
    assert_eq!(desk.read_only(), None);
    proves_whole(&desk);
    leave(desk);
    let output = Command::new(env!("CARGO_BIN_EXE_liaison"))
        .args(["verify", "--data"])
        .arg(years.store())
        .env_remove("LIAISON_DATA")
        .env("LIAISON_NOW", LATER)
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(output.status.success() && said.contains("disposed of, under"), "{said}");
}

#[test]
fn answers_and_free_text_go_first_where_the_service_says_so_and_the_rest_later() {
    let years = Years::new(60);
    years.edit("# thin_after_days = 365", "thin_after_days = 365");
    let mut desk = years.at("2028-01-01T10:00:00Z");
    let second = desk.second("lind", DEMO_PASSPHRASE).unwrap();
    let lists = desk.retention().unwrap();
    assert!(lists.due.is_empty() && !lists.thin.is_empty());
    let screened = |desk: &Desk, line: &liaison::desk::retention::RetentionLine| {
        desk.episode(line.episode).unwrap().screenings.len()
    };
    // A form that was declined as a whole has no answers to go.
    let answered = |line: &&liaison::desk::retention::RetentionLine| {
        let screenings = desk.episode(line.episode).unwrap().screenings;
        screenings.iter().map(|screening| screening.progress.answered).sum::<u32>() > 5
    };
    let line = lists.thin.iter().find(answered).expect("somebody was screened").clone();
    let kept = desk.kept(line.episode).unwrap().kept;
    let rows = desk.dispose(line.episode, Disposal::Thinned, "stands in the EHR", &second).unwrap();
    assert!(rows > 5, "{rows}");
    let after = desk.kept(line.episode).unwrap();
    assert!(after.thinned);
    assert_eq!(after.kept, kept, "it is kept as long as before");
    assert_eq!(screened(&desk, &line), screened(&desk, &line));
    let episode = desk.episode(line.episode).unwrap();
    let finished = episode.screenings.iter().find(|screening| screening.finished_at().is_some()).unwrap();
    refused(desk.read_screening(line.episode, finished.id), "were disposed of under the retention rules");
    assert!(!desk.read_record(line.episode).unwrap().lines.is_empty());
    refused(desk.dispose(line.episode, Disposal::Thinned, "again", &second), "gone already");
    assert_eq!(desk.retention().unwrap().thin.len(), lists.thin.len() - 1);
    proves_whole(&desk);
    leave(desk);
    let mut desk = years.at(LATER);
    let second = desk.second("lind", DEMO_PASSPHRASE).unwrap();
    desk.dispose(line.episode, Disposal::Whole, "due", &second).unwrap();
    assert!(desk.episode(line.episode).is_err());
    proves_whole(&desk);
}

#[test]
fn a_new_person_gets_a_reference_that_nobody_had_before() {
    let years = Years::new(10);
    let mut desk = years.at(LATER);
    let second = desk.second("lind", DEMO_PASSPHRASE).unwrap();
    let due = desk.due_for_review().unwrap();
    let gone = due.last().unwrap();
    let (site, reference) = (gone.site.clone(), gone.reference.clone());
    desk.dispose(gone.episode, Disposal::Whole, "due", &second).unwrap();
    proves_whole(&desk);
    let same = desk.search(&reference).unwrap();
    assert!(same.is_empty(), "{site} {same:?}");
}
