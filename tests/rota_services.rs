//! The five services of the job descriptions, each as a service file: they load, open a board and a
//! week of the rota, and their hours come out of `liaison cover` as the descriptions say.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "what cannot go on here stops the run"
)]

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use liaison::desk::door::{DEMO_PASSPHRASE, Door, NewPerson};
use liaison::desk::{Clock, Purpose};
use liaison::rota::week::days;
use serde_json::Value as Json;

const SERVICES: [&str; 5] = ["cnwl", "swlstg", "oxleas", "bhft", "lat"];
const MONDAY: &str = "2026-11-23";
/// Two weeks, so that the night from Sunday to Monday is whole.
const SECOND_SUNDAY: &str = "2026-12-06";
const SUNDAY: &str = "2026-11-29";

fn file(service: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/services").join(format!("{service}.toml"))
}

fn liaison(args: &[&str]) -> Output {
    let nowhere = tempfile::tempdir().unwrap();
    let mut command = Command::new(env!("CARGO_BIN_EXE_liaison"));
    command.args(args).env_clear().env("HOME", nowhere.path()).env("LIAISON_NOW", "2026-11-23T12:00:00Z");
    command.output().unwrap()
}

fn cover(service: &str, more: &[&str]) -> Vec<Json> {
    let file = file(service);
    let base = ["cover", "--service", file.to_str().unwrap(), "--format", "json"];
    let output = liaison(&[base.as_slice(), more].concat());
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let all: Json = serde_json::from_slice(&output.stdout).unwrap();
    all.as_array().unwrap().clone()
}

fn week(service: &str) -> Vec<Json> {
    cover(service, &["--from", MONDAY, "--to", SUNDAY])
}

fn minutes(list: &Json) -> Vec<i64> {
    list.as_array().unwrap().iter().map(|one| one["minutes"].as_i64().unwrap()).collect()
}

/// Hours of a site: asked for, staffed by the shifts, short.
fn hours(site: &Json) -> (f64, f64, f64) {
    let hours = |key: &str| site[key].as_f64().unwrap() / 60.0;
    (hours("demand_minutes"), hours("covered_minutes"), hours("uncovered_minutes"))
}

#[test]
fn each_service_loads_opens_a_board_and_a_week_of_the_rota() {
    for service in SERVICES {
        let folder = tempfile::tempdir().unwrap();
        let store = folder.path().join("store");
        liaison::platform::create_private_dir(&store).unwrap();
        std::fs::copy(file(service), store.join("service.toml")).unwrap();
        let lead = NewPerson { name: "Ada Okafor".into(), sign_in_name: "ada".into(), role: "senior".into() };
        let clock = Clock::At("2026-11-23T12:00:00Z".parse().unwrap());
        let (desk, _code) = Door::set_up(&store, &lead, DEMO_PASSPHRASE, Purpose::Demo, clock).unwrap();
        let sites = desk.service().sites.len();
        assert_eq!(desk.board().unwrap().cover.len(), sites, "{service}");
        let (monday, sunday) = (MONDAY.parse().unwrap(), SUNDAY.parse().unwrap());
        let grid = days(&desk.plan_between(monday, sunday).unwrap(), desk.service(), monday, sunday);
        assert_eq!((grid.len(), grid[0].days.len()), (sites, 7), "{service}");
        let page = desk.rota_paper(monday, None).unwrap().pages;
        assert_eq!(page.len(), 1, "{service}: a week is one page");
        assert!(page[0].texts().any(|line| line.contains("DRAFT")), "{service}: nothing is published");
    }
}

#[test]
fn oxleas_asks_for_86_hours_a_suite_and_48_a_court_and_its_shifts_staff_91() {
    let sites = week("oxleas");
    let told: Vec<_> = sites.iter().map(hours).collect();
    assert_eq!(told[..2], [(86.0, 91.0, 0.0); 2]);
    assert_eq!(told[2..], [(48.0, 48.0, 0.0); 2]);
}

#[test]
fn the_hours_without_service_and_without_anybody_are_as_long_as_they_were_computed() {
    let sites = cover("oxleas", &["--from", MONDAY, "--to", SECOND_SUNDAY]);
    // Monday 22:00 to Tuesday, and so on to Sunday 21:00.
    assert_eq!(minutes(&sites[0]["closed"])[1..8], [600, 600, 600, 600, 900, 960, 660]);
    assert_eq!(minutes(&sites[0]["unstaffed"])[1..8], [540, 540, 540, 540, 900, 960, 600]);
    assert_eq!(minutes(&sites[2]["closed"])[1..7], [960, 960, 960, 960, 960, 2400]);
    assert_eq!(sites[0]["closed"][5]["from"], "2026-11-27T22:00:00Z");
}

#[test]
fn the_other_services_come_out_as_their_hours_say() {
    let asked = |service: &str| week(service).iter().map(|site| hours(site).0).collect::<Vec<_>>();
    assert_eq!(asked("cnwl"), [98.0, 86.0, 48.0]);
    assert_eq!(asked("swlstg"), [84.0, 48.0]);
    assert_eq!(asked("bhft"), [76.0, 76.0, 44.0, 40.0]);
    assert_eq!(asked("lat"), [72.0, 40.0]);
    for service in SERVICES {
        let short: f64 = week(service).iter().map(|site| hours(site).2).sum();
        assert!(short.abs() < f64::EPSILON, "{service}: its own shifts cover it");
    }
}

#[test]
fn an_empty_rota_is_one_whole_gap_a_day_and_hours_outside_service_are_none() {
    let folder = tempfile::tempdir().unwrap();
    let table = folder.path().join("none.csv");
    std::fs::write(&table, "person,role,site,activity,pattern,from,to,break_minutes\n").unwrap();
    let rota = ["--rota", table.to_str().unwrap(), "--from", MONDAY, "--to", SUNDAY];
    let sites = cover("oxleas", &rota);
    assert_eq!(minutes(&sites[0]["gaps"]), [840, 840, 840, 840, 840, 480, 480]);
    assert_eq!(minutes(&sites[2]["gaps"]), [480; 6]);
    assert_eq!((&sites[0]["covered_minutes"], &sites[0]["uncovered_minutes"]), (&0.into(), &5160.into()));
    assert_eq!(sites[0]["gaps"][0]["skill"], "clinician");
}

#[test]
fn a_court_on_a_bank_holiday_is_asked_and_never_covered_and_shut_at_christmas() {
    let sites = cover("oxleas", &["--from", "2026-12-25", "--to", "2026-12-28", "--site", "BMC"]);
    assert_eq!(sites.len(), 1);
    // Friday 25th: shut. Saturday 26th (Boxing Day) and Monday 28th (its substitute): to be asked.
    assert_eq!(minutes(&sites[0]["ask_court"]), [480, 480]);
    assert_eq!((&sites[0]["demand_minutes"], &sites[0]["covered_minutes"]), (&0.into(), &0.into()));
}

#[test]
fn a_week_with_a_change_of_clocks_is_counted_in_true_hours() {
    let night = |from: &str, to: &str| {
        let sites = cover("cnwl", &["--from", from, "--to", to, "--site", "CHX"]);
        let closed: i64 = minutes(&sites[0]["closed"]).iter().sum();
        (closed + sites[0]["demand_minutes"].as_i64().unwrap()) / 60
    };
    assert_eq!(night("2026-10-25", "2026-10-25"), 25);
    assert_eq!(night("2027-03-28", "2027-03-28"), 23);
    assert_eq!(night("2026-11-23", "2026-11-29"), 168);
}

#[test]
fn what_cannot_be_counted_is_refused_with_a_sentence() {
    let oxleas = file("oxleas");
    let service = ["cover", "--service", oxleas.to_str().unwrap()];
    let refused = |more: &[&str], code: i32, words: &str| {
        let output = liaison(&[service.as_slice(), more].concat());
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        assert_eq!(output.status.code(), Some(code), "{more:?}: {said}");
        assert!(said.contains(words), "{more:?}: {said}");
    };
    refused(&["--from", SUNDAY, "--to", MONDAY], 64, "2026-11-23 is before 2026-11-29");
    refused(&["--site", "XYZ"], 64, "There is no site XYZ; there are BRO, BEX, BMC, XMC.");
    refused(&["--rota", "/nowhere.csv"], 66, "Could not read /nowhere.csv");
    let folder = tempfile::tempdir().unwrap();
    let broken = folder.path().join("service.toml");
    let text = std::fs::read_to_string(&oxleas).unwrap().replacen("minimum = 1", "minimum = \"one\"", 1);
    std::fs::write(&broken, text).unwrap();
    let output = liaison(&["cover", "--service", broken.to_str().unwrap()]);
    assert_eq!(output.status.code(), Some(78));
    assert!(String::from_utf8_lossy(&output.stderr).contains("must be a whole number"));
}
