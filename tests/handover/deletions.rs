//! Any one entry of an evening's journal taken out: the note then reads otherwise, or it is said here
//! why that entry cannot matter; and all that is still open is on it.
//!
//! `LIAISON_HANDOVER_DELETIONS=all` takes out each entry in turn; else the newest of each kind.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use chrono::{DateTime, Utc};
use liaison::desk::Door;
use liaison::desk::door::DEMO_PASSPHRASE;
use liaison::desk::passing::NewTransfer;
use liaison::desk::report::NewReport;
use liaison::desk::seeing::Seeing;
use liaison::domain::event::{Body, Contact, Draft, Event, NoteFor};
use liaison::store::{DataKey, Place, Store, StoreLock, Vault};

use crate::evening::{Evening, after, telling};
use crate::facts::Open;
use crate::said;

/// Entries of these kinds may leave the note as it was.
const SILENT: [(&str, &str); 8] = [
    ("signed_in", "who sat at the terminal is on no note"),
    ("signed_out", "who sat at the terminal is on no note"),
    ("service_read", "which files the program runs on is on no note"),
    ("rota_changed", "weeks that are not near, and people who come into none that is"),
    ("answered", "answers are on no note; one that matters has a flag, a score or a suggestion of its own"),
    ("seeing_started", "somebody was seen again or is on hold since, which a later entry says"),
    ("contacted", "contacts are in the record and on no note"),
    ("noted", "marked never to be on paper"),
];

/// Whether the note may read the same without this entry.
fn may_be_silent(event: &Event) -> bool {
    match &event.body {
        Body::Noted { readers, .. } => !readers.may_be_printed(),
        _ => SILENT.iter().any(|(known, _)| *known == kind(event)),
    }
}

/// A demo's evening with everything open that one can leave open.
fn evening() -> Evening {
    let mut evening = Evening::new();
    let (now, soon) = (evening.now, after(evening.now, 90));
    let id = evening.person();
    let desk = &mut evening.desk;
    desk.note_for(id, "Eats and drinks.", "DO Khan", NoteFor::Team).unwrap();
    desk.note_for(id, "Says who did it.", "", NoteFor::Offence).unwrap();
    desk.go_and_see(id, &Seeing::at("cell"), "given", "").unwrap();
    desk.escalate(id, "", "Hears a voice telling her to run").unwrap();
    let new = NewReport { kind: "court".into(), asked_by: "Clerk".into(), due: soon, basis: "harm".into() };
    desk.ask_report(id, &new).unwrap();
    let contact = Contact {
        kind: "telephone".into(),
        with: "GP".into(),
        outcome: "reached".into(),
        text: "Called.".into(),
    };
    desk.contact(id, &contact).unwrap();
    let passed = evening.person();
    let desk = &mut evening.desk;
    let (kind, to_site) = ("suite_to_suite".into(), Some("BEX".into()));
    desk.transfer(passed, &NewTransfer { kind, to: String::new(), to_site, how: String::new() }).unwrap();
    desk.note_contingency(passed, "If moved tonight, then ring BEX.").unwrap();
    desk.pin(passed, "van is early").unwrap();
    let done = desk.add_task(passed, "Fetch the leaflet", "Okafor", soon).unwrap();
    desk.finish_task(passed, done).unwrap();
    let (half_told, _form) = evening.flagged();
    let flag = evening.episode(half_told).open_flags().next().unwrap().raise.flag;
    evening.desk.tell_custody(half_told, flag, &telling(now, true, false)).unwrap();
    evening
}

/// Where stores are made of entries: the vault and the service are those of the evening.
struct Workshop {
    folder: tempfile::TempDir,
    vault: PathBuf,
    service: PathBuf,
    now: DateTime<Utc>,
    made: usize,
}

impl Workshop {
    fn of(store: &Path, now: DateTime<Utc>) -> Self {
        let place = Place::existing(store).unwrap();
        let folder = tempfile::tempdir().unwrap();
        let (vault, service) = (folder.path().join("vault"), folder.path().join("service"));
        std::fs::copy(place.vault(), &vault).unwrap();
        std::fs::copy(store.join("service.toml"), &service).unwrap();
        Self { folder, vault, service, now, made: 0 }
    }

    /// The note to the team of a store that holds these entries and no other; or why there is none.
    fn note<'a>(&mut self, events: impl Iterator<Item = &'a Event>) -> Result<String, String> {
        self.made += 1;
        let dir = self.folder.path().join(format!("store-{}", self.made));
        let place = Place::prepare(&dir).unwrap();
        std::fs::copy(&self.vault, place.vault()).unwrap();
        std::fs::copy(&self.service, dir.join("service.toml")).unwrap();
        {
            let lock = StoreLock::take(&place).unwrap();
            let vault = Vault::read(&place).unwrap();
            let key: DataKey = vault.unlock("okafor", DEMO_PASSPHRASE).unwrap().1.key;
            let mut store = Store::open(&lock, &vault, &key).unwrap();
            let drafts: Vec<Draft> = events.map(draft).collect();
            store.append(&drafts).map_err(|why| why.to_string())?;
            store.finalise().unwrap();
        }
        let note = self.read(&dir);
        std::fs::remove_dir_all(&dir).unwrap();
        note
    }

    fn read(&self, dir: &Path) -> Result<String, String> {
        let at_door = || Door::of(dir, Some(&self.now.to_rfc3339())).unwrap();
        // Who is not in the journal does not get in; the door is shut before somebody else tries.
        let desk = at_door().sign_in("okafor", DEMO_PASSPHRASE).or_else(|refused| {
            drop(refused);
            at_door().sign_in("shah", DEMO_PASSPHRASE)
        });
        let desk = desk.map_err(|refused| refused.1.to_string())?;
        let note = desk.handover(&[]).map_err(|why| why.to_string())?;
        Ok(said(&note.pages))
    }
}

fn draft(event: &Event) -> Draft {
    Draft {
        id: event.id,
        at: event.at,
        entered_at: event.entered_at,
        actor: event.actor,
        episode: event.episode,
        site: event.site.clone(),
        body: event.body.clone(),
    }
}

fn kind(event: &Event) -> String {
    serde_json::to_value(&event.body).unwrap()["kind"].as_str().unwrap().to_owned()
}

/// The newest of each kind, or all.
fn chosen(events: &[Event]) -> Vec<usize> {
    if std::env::var("LIAISON_HANDOVER_DELETIONS").is_ok_and(|which| which == "all") {
        return (0..events.len()).collect();
    }
    let newest: BTreeMap<String, usize> =
        events.iter().enumerate().map(|(place, event)| (kind(event), place)).collect();
    newest.into_values().collect()
}

#[test]
fn an_entry_taken_out_of_the_journal_is_missed_by_the_note_or_cannot_matter() {
    let mut evening = evening();
    let events = evening.events();
    let mut workshop = Workshop::of(evening.store(), evening.now);
    let whole = workshop.note(events.iter()).unwrap();
    assert_eq!(whole, said(&evening.desk.handover(&[]).unwrap().pages), "the same journal, the same note");
    let facts = Open::of(&events);
    assert!(facts.count() >= 15, "{}", facts.count());
    assert_eq!(facts.missing(&whole), Vec::<String>::new(), "{whole}");
    let (mut told, mut silent, mut wrong) = (0, BTreeMap::<String, usize>::new(), Vec::new());
    for place in chosen(&events) {
        let (gone, kind) = (&events[place], kind(&events[place]));
        let left: Vec<Event> =
            events.iter().enumerate().filter(|(n, _)| *n != place).map(|(_, event)| event.clone()).collect();
        let what = format!("without entry {} ({kind}: {:?})", gone.seq, gone.body);
        let what: String = what.chars().take(300).collect();
        match workshop.note(left.iter()) {
            Err(why) => wrong.push(format!("{what}: {why}")),
            Ok(note) => {
                let missing = Open::of(&left).missing(&note);
                if !missing.is_empty() {
                    wrong.push(format!("{what}: the note lacks {missing:?}"));
                }
                if note == whole {
                    *silent.entry(kind.clone()).or_default() += 1;
                    if !may_be_silent(gone) {
                        wrong.push(format!("{what}: the note reads the same"));
                    }
                } else {
                    told += 1;
                }
            }
        }
    }
    println!("{} entries, {told} missed by the note, not missed: {silent:?}", events.len());
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(told > 10);
}

#[test]
fn without_the_entry_that_began_an_episode_its_others_are_read_and_the_rest_of_the_note_stands() {
    let mut evening = evening();
    let events = evening.events();
    let mut workshop = Workshop::of(evening.store(), evening.now);
    let began = events.iter().rposition(|event| matches!(event.body, Body::Referred(_))).unwrap();
    let Body::Referred(referral) = &events[began].body else { panic!() };
    let note = workshop.note(events.iter().filter(|event| event.id != events[began].id)).unwrap();
    assert!(!note.contains(&referral.reference), "{note}");
}
