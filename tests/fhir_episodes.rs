//! Episodes as FHIR bundles: out of the demo by the real program, and one with everything in it.

// A test may break; its helpers, too.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing)]

#[path = "demo/store.rs"]
mod store;
#[path = "fhir/validators.rs"]
mod validators;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::OnceLock;

use liaison::desk::door::{DEMO_PASSPHRASE, Door};
use liaison::desk::{Desk, demo};
use liaison::domain::episode::{ConsentLine, Episode, Onward};
use liaison::domain::event::{Consent, ConsentTo, OnwardStep};
use liaison::domain::ids::OnwardId;
use liaison::domain::referral::Birth;
use liaison::fhir::{Record, Whose, bundle};
use serde_json::{Value as Json, json};
use store::{Demo, NOW, said};
use uuid::Uuid;
use validators::Validators;

/// Names of the demo's people, and words said about them.
const SECRETS: [&str; 7] = [
    "Jordan",
    "Karim",
    "Rahman",
    "Xavier",
    "Tearful since booking",
    "Self-harm marker",
    "roused half-hourly",
];
const YEARS: [&str; 4] = ["--from", "2000-01-01", "--to", "2026-12-31"];

impl Demo {
    fn fhir(&self, args: &[&str]) -> String {
        self.written(&[&["export", "fhir"], args].concat())
    }
}

fn lines(text: &str) -> Vec<Json> {
    text.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

/// All episodes of the demo, without names and with them.
fn episodes() -> &'static (String, String) {
    static TEXTS: OnceLock<(String, String)> = OnceLock::new();
    TEXTS.get_or_init(|| {
        let demo = Demo::made(&[]);
        let named = [&YEARS[..], &["--names", "--reason", "incident 4417"]].concat();
        (demo.fhir(&YEARS), demo.fhir(&named))
    })
}

fn resources<'a>(bundle: &'a Json, kind: &str) -> Vec<&'a Json> {
    let all = bundle["entry"].as_array().unwrap().iter().map(|entry| &entry["resource"]);
    all.filter(|resource| resource["resourceType"] == kind).collect()
}

/// Every reference in a bundle.
fn references(below: &Json, found: &mut BTreeSet<String>) {
    match below {
        Json::Object(fields) => {
            found.extend(fields.get("reference").and_then(Json::as_str).map(str::to_owned));
            fields.values().for_each(|field| references(field, found));
        }
        Json::Array(all) => all.iter().for_each(|one| references(one, found)),
        _ => {}
    }
}

/// What holds of every bundle: each entry is there once under its own id, each reference names one.
fn sound(bundle: &Json) {
    let mut there = BTreeSet::new();
    for entry in bundle["entry"].as_array().unwrap() {
        let url = entry["fullUrl"].as_str().unwrap();
        assert_eq!(url, format!("urn:uuid:{}", entry["resource"]["id"].as_str().unwrap()));
        assert!(there.insert(url.to_owned()), "{url} twice");
    }
    let mut named = BTreeSet::new();
    references(bundle, &mut named);
    assert!(named.is_subset(&there), "{:?}", named.difference(&there));
    assert!(resources(bundle, "Condition").is_empty());
    for kind in ["Patient", "Encounter"] {
        assert_eq!(resources(bundle, kind).len(), 1, "{kind}");
    }
}

/// The desk of the demo, and an episode of it to be changed.
fn desk() -> (tempfile::TempDir, Desk, Episode) {
    let folder = tempfile::tempdir().unwrap();
    let store = folder.path().join("demo");
    drop(demo::create(&store, NOW.parse().unwrap(), 3, 1).unwrap());
    let door = Door::of(&store, Some(NOW)).unwrap();
    let desk = door.sign_in("okafor", DEMO_PASSPHRASE).map_err(|refused| refused.1).unwrap();
    let id = desk.board().unwrap().rows[0].id;
    let episode = desk.episode(id).unwrap();
    (folder, desk, episode)
}

fn of(desk: &Desk, episode: &Episode, whose: Whose) -> Json {
    let record = Record { at: desk.now(), episode, answered: &[], service: desk.service(), whose };
    let bundle = bundle(&record);
    sound(&bundle);
    bundle
}

#[test]
fn every_episode_of_the_demo_is_a_bundle_of_its_own_whose_references_hold() {
    let (unnamed, named) = episodes();
    let (unnamed, named) = (lines(unnamed), lines(named));
    assert_eq!(unnamed.len(), named.len());
    assert!(unnamed.len() >= 8);
    let mut kinds: BTreeMap<String, usize> = BTreeMap::new();
    for bundle in unnamed.iter().chain(&named) {
        sound(bundle);
        for entry in bundle["entry"].as_array().unwrap() {
            *kinds.entry(entry["resource"]["resourceType"].as_str().unwrap().to_owned()).or_default() += 1;
        }
    }
    println!("{kinds:?}");
    for kind in
        ["ServiceRequest", "Task", "Consent", "QuestionnaireResponse", "Flag", "Location", "Practitioner"]
    {
        assert!(kinds.contains_key(kind), "{kind}: {kinds:?}");
    }
}

#[test]
fn two_validators_accept_every_episode_and_the_forms() {
    let Some(validators) = Validators::find() else { return };
    let (unnamed, named) = episodes();
    validators.accept(&lines(unnamed));
    validators.accept(&lines(named));
    let forms: Json = serde_json::from_str(&Demo::made(&[]).fhir(&["--forms"])).unwrap();
    assert!(forms["entry"].as_array().unwrap().len() >= 38);
    validators.accept(&[forms]);
    let (_folder, desk, episode) = everything();
    for whose in [Whose::Named, Whose::Unnamed] {
        let bundle = of(&desk, &episode, whose);
        let resources = bundle["entry"].as_array().unwrap().iter().map(|entry| entry["resource"].clone());
        validators.accept(&resources.collect::<Vec<_>>());
        validators.accept(&[bundle]);
    }
}

#[test]
fn without_names_nobody_can_be_told_and_with_them_they_can() {
    let (unnamed, named) = episodes();
    for secret in SECRETS {
        assert!(!unnamed.contains(secret), "{secret}");
    }
    assert!(["Jordan", "Rahman", "Self-harm marker"].iter().all(|name| named.contains(name)));
    let told: Vec<Json> = lines(unnamed);
    for bundle in &told {
        let patient = resources(bundle, "Patient")[0];
        for key in ["name", "birthDate", "address", "generalPractitioner"] {
            assert_eq!(patient.get(key), None, "{key}");
        }
        assert_eq!(bundle["meta"]["security"][0]["code"], "PSEUDED");
    }
    assert!(lines(named).iter().all(|bundle| bundle.get("meta").is_none()));
}

#[test]
fn one_episode_comes_by_its_reference_and_only_to_a_lead_with_a_reason() {
    let demo = Demo::made(&[]);
    let all = lines(&demo.fhir(&YEARS));
    let reference = all[0]["identifier"]["value"].as_str().unwrap();
    let one = lines(&demo.fhir(&["--ref", reference]));
    assert_eq!(one, all[..1]);
    let here = lines(&demo.fhir(&[&YEARS[..], &["--site", "BEX"]].concat()));
    assert!(!here.is_empty() && here.len() < all.len());
    let asked = ["export", "fhir", "--ref", reference];
    let refused = demo.run(&[&asked[..], &["--names"]].concat(), 64);
    assert!(refused.stdout.is_empty() && said(&refused).contains("--reason"));
    let refused = demo.run(&[&asked[..], &["--user", "shah", "--reason", "curious"]].concat(), 65);
    assert!(
        refused.stdout.is_empty() && said(&refused).contains("may not take episodes out"),
        "{}",
        said(&refused)
    );
    demo.run(&["export", "fhir"], 64);
    demo.run(&["export", "fhir", "--from", "2026-01-01"], 64);
    demo.run(&["export", "fhir", "--ref", "NOPE-26-00001"], 65);
    // Forms are about nobody.
    demo.run(&["export", "fhir", "--forms", "--user", "shah"], 0);
}

/// An episode with every consent, every end of an onward referral, and a number.
fn everything() -> (tempfile::TempDir, Desk, Episode) {
    let (folder, desk, mut episode) = desk();
    let at = desk.now();
    let statuses = ["given", "refused", "withdrawn", "lacks_capacity", "not_asked"];
    episode.consents = ConsentTo::ALL
        .into_iter()
        .zip(statuses)
        .map(|(to, status)| ConsentLine { consent: Consent::plain(to, status, "AA there"), at, event: None })
        .collect();
    let sent = || OnwardStep::Sent { how: "telephone".into() };
    let accepted = || OnwardStep::Accepted { by: "Sam".into(), appointment: Some(at) };
    let attended = |code: &str| OnwardStep::Attended { code: code.into() };
    let chased = || OnwardStep::Chased { note: "rang".into(), by: "AO".into(), next_at: at };
    let ways: [Vec<OnwardStep>; 9] = [
        vec![],
        vec![sent()],
        vec![sent(), chased()],
        vec![sent(), accepted()],
        vec![sent(), accepted(), attended("5")],
        vec![sent(), accepted(), attended("3")],
        vec![sent(), accepted(), attended("4")],
        vec![sent(), accepted(), attended("0")],
        vec![sent(), OnwardStep::Ended { reason: "declined".into() }],
    ];
    episode.onward = ways
        .into_iter()
        .zip(1_u128..)
        .map(|(steps, nth)| Onward {
            id: OnwardId(Uuid::from_u128(nth)),
            destination: "gp".into(),
            urgency: "2".into(),
            reason: "Jordan asked".into(),
            consent: "given".into(),
            made_at: at,
            steps: steps.into_iter().map(|step| (step, at)).collect(),
        })
        .collect();
    let details = [("nhs_number", "943 476 5919"), ("nhs_number_status", "01"), ("ethnic_category", "D")];
    episode.details = details.map(|(item, value)| (item.to_owned(), value.to_owned())).into();
    episode.referral.person.birth = Birth::On("2010-02-03".parse().unwrap());
    (folder, desk, episode)
}

#[test]
fn the_task_carries_how_far_an_onward_referral_came() {
    let (_folder, desk, episode) = everything();
    let bundle = of(&desk, &episode, Whose::Unnamed);
    let tasks = resources(&bundle, "Task");
    let told: Vec<(&str, &str)> = tasks
        .iter()
        .map(|task| {
            (task["status"].as_str().unwrap(), task["businessStatus"]["coding"][0]["code"].as_str().unwrap())
        })
        .collect();
    let expected = [
        ("draft", "decided"),
        ("requested", "sent"),
        ("requested", "sent"),
        ("accepted", "accepted"),
        ("completed", "attended"),
        ("failed", "not_attended"),
        ("cancelled", "appointment_cancelled"),
        ("accepted", "still_to_come"),
        ("cancelled", "ended"),
    ];
    assert_eq!(told, expected);
    assert!(!bundle.to_string().contains("Jordan"));
    let requests = resources(&bundle, "ServiceRequest");
    let onward = requests.iter().find(|one| one["id"] == json!(Uuid::from_u128(5))).unwrap();
    assert_eq!((&onward["status"], &onward["priority"]), (&json!("completed"), &json!("urgent")));
    assert_eq!(onward["occurrenceDateTime"], "2026-11-23T19:44:00+00:00");
}

#[test]
fn a_consent_that_is_neither_given_nor_refused_permits_nothing_and_denies_nothing() {
    let (_folder, desk, episode) = everything();
    let bundle = of(&desk, &episode, Whose::Named);
    let told: Vec<(Json, Json)> = resources(&bundle, "Consent")
        .iter()
        .map(|consent| (consent["status"].clone(), consent["provision"]["type"].clone()))
        .collect();
    let expected = [
        (json!("active"), json!("permit")),
        (json!("rejected"), json!("deny")),
        (json!("inactive"), json!("deny")),
        (json!("draft"), Json::Null),
        (json!("draft"), Json::Null),
    ];
    assert_eq!(told, expected);
}

#[test]
fn an_nhs_number_goes_out_under_its_system_with_its_status_and_only_with_names() {
    let (_folder, desk, mut episode) = everything();
    let number = |bundle: &Json| {
        let identifiers = resources(bundle, "Patient")[0]["identifier"].clone();
        let mut all = identifiers.as_array().unwrap().clone().into_iter();
        all.find(|one| one["system"] == "https://fhir.nhs.uk/Id/nhs-number")
    };
    let told = number(&of(&desk, &episode, Whose::Named)).unwrap();
    assert_eq!(told["value"], "9434765919");
    let status = &told["extension"][0]["valueCodeableConcept"]["coding"][0];
    assert_eq!(
        status["system"],
        "https://fhir.hl7.org.uk/CodeSystem/UKCore-NHSNumberVerificationStatusEngland"
    );
    assert_eq!(status["code"], "01");
    assert_eq!(number(&of(&desk, &episode, Whose::Unnamed)), None);
    let named = of(&desk, &episode, Whose::Named);
    assert_eq!(resources(&named, "Patient")[0]["birthDate"], "2010-02-03");
    episode.details.insert("nhs_number".into(), "943 476 5918".into());
    assert_eq!(number(&of(&desk, &episode, Whose::Named)), None, "its check digit is wrong");
    episode.referral.person.birth = Birth::Aged { years: 16, on: "2026-11-23".parse().unwrap() };
    let named = of(&desk, &episode, Whose::Named);
    assert_eq!(resources(&named, "Patient")[0].get("birthDate"), None, "an age is no birth date");
}

#[test]
fn ethnic_category_keeps_not_stated_not_known_and_not_asked_apart() {
    let (_folder, desk, mut episode) = everything();
    let mut told = |code: &str| {
        episode.details.insert("ethnic_category".into(), code.into());
        let bundle = of(&desk, &episode, Whose::Unnamed);
        let extension = &resources(&bundle, "Patient")[0]["extension"][0];
        assert_eq!(
            extension["url"],
            "https://fhir.hl7.org.uk/StructureDefinition/Extension-UKCore-EthnicCategory"
        );
        let concept = &extension["valueCodeableConcept"];
        let coding = &concept["coding"][0];
        assert_eq!(coding["system"], "https://fhir.hl7.org.uk/CodeSystem/UKCore-EthnicCategoryEngland");
        (coding["code"].clone(), concept["extension"][0]["valueCode"].clone())
    };
    assert_eq!(told("D"), (json!("D"), Json::Null));
    assert_eq!(told("Z"), (json!("Z"), json!("asked-declined")));
    assert_eq!(told("99"), (json!("99"), json!("unknown")));
    assert_eq!(told("not_asked"), (json!("99"), json!("not-asked")));
    episode.details.remove("ethnic_category");
    let bundle = of(&desk, &episode, Whose::Unnamed);
    assert_eq!(resources(&bundle, "Patient")[0].get("extension"), None, "nothing was recorded");
}
