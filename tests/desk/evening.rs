//! One evening at a desk, for every test file of its verbs: who is signed in, what time it is, and
//! people as far along the pathway as a test needs them.
//!
//! When an evening ends, the store is proved: whatever a test did, pages, chain, witness and what
//! the screens show agree with the journal.

#![allow(dead_code, reason = "each test file uses its part of the evening")]

use std::collections::BTreeSet;
use std::fs;
use std::ops::{Deref, DerefMut};
use std::path::{Path, PathBuf};

use chrono::{DateTime, Duration, Utc};
use liaison::desk::close::Closing;
use liaison::desk::door::{DEMO_PASSPHRASE, Door, NewPerson};
use liaison::desk::plan::Telling;
use liaison::desk::referral::{Beside, NewReferral};
use liaison::desk::screening::OpenScreening;
use liaison::desk::seeing::Seeing;
use liaison::desk::shift::NewShift;
use liaison::desk::{Clock, Desk, DeskError, Need, Purpose, demo};
use liaison::domain::answer::{Answer, Value};
use liaison::domain::board::{self, Row};
use liaison::domain::episode::{Episode, Stage};
use liaison::domain::event::{Body, Decision, Draft, Event, Triage};
use liaison::domain::ids::EpisodeId;
use liaison::domain::referral::{Birth, Person};
use liaison::store::{Place, Store, StoreLock, Vault};
use uuid::Uuid;

/// A Monday evening.
pub const NOW: &str = "2026-11-23T19:44:00Z";

/// A form of two questions: one raises a red flag, one suggests the GP.
const QUICK: &str = r#"
[form]
id = "quick"
title = "Quick check"
version = "1"
shelf = "prompts"
licence = "Ours."

[[section]]
id = "all"
title = "All"

[[section.question]]
id = "harm"
kind = "yes_no"
text = "Do you want to die?"

[[section.question]]
id = "need"
kind = "yes_no"
text = "Do you need a GP?"

[[flag]]
id = "harm"
question = "harm"
when = "harm"
words = "Says they want to die"
action = "Tell custody."
tier = "T0"

[[suggest]]
to = "gp"
when = "need"
urgency = "routine"
because = "Needs a GP"
"#;

/// The shortest full assessment: a clinician's.
const ASSESS: &str = r#"
[form]
id = "assess"
title = "Short assessment"
version = "1"
shelf = "assessment"
clinician = true
licence = "Ours."

[[section]]
id = "all"
title = "All"

[[section.question]]
id = "oriented"
kind = "yes_no"
text = "Oriented?"
"#;

pub struct Evening {
    pub desk: Proved,
    pub now: DateTime<Utc>,
    who: String,
    people: BTreeSet<String>,
    store: PathBuf,
    _folder: tempfile::TempDir,
}

/// A desk whose store is proved when it is left.
pub struct Proved(Option<Desk>);

impl Deref for Proved {
    type Target = Desk;
    fn deref(&self) -> &Desk {
        self.0.as_ref().unwrap()
    }
}

impl DerefMut for Proved {
    fn deref_mut(&mut self) -> &mut Desk {
        self.0.as_mut().unwrap()
    }
}

impl Drop for Proved {
    fn drop(&mut self) {
        // A test that has failed already says so itself.
        if std::thread::panicking() {
            return;
        }
        for finding in self.0.iter().flat_map(Desk::prove) {
            assert_eq!(finding.fault, None, "{}: {}", finding.what, finding.found);
        }
    }
}

impl Evening {
    /// The demo's evening in full swing, with Okafor, a senior, on shift.
    pub fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let store = folder.path().join("demo");
        let now: DateTime<Utc> = NOW.parse().unwrap();
        drop(demo::create(&store, now, 0, 1).unwrap());
        let mut evening = Self {
            desk: Proved(None),
            now,
            who: "okafor".into(),
            people: BTreeSet::new(),
            store,
            _folder: folder,
        };
        evening.open();
        evening
    }

    /// An empty board with Okafor signed in, nobody on shift, and the two short forms at hand.
    pub fn quiet() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let store = folder.path().join("demo");
        let now: DateTime<Utc> = NOW.parse().unwrap();
        let okafor =
            NewPerson { name: "Ada Okafor".into(), sign_in_name: "okafor".into(), role: "senior".into() };
        let set_up = Door::set_up(&store, &okafor, DEMO_PASSPHRASE, Purpose::Demo, Clock::At(now));
        let (desk, _code) = set_up.unwrap();
        fs::create_dir(store.join("forms")).unwrap();
        fs::write(store.join("forms/quick.toml"), QUICK).unwrap();
        fs::write(store.join("forms/assess.toml"), ASSESS).unwrap();
        let mut evening = Self {
            desk: Proved(Some(desk)),
            now,
            who: "okafor".into(),
            people: BTreeSet::new(),
            store,
            _folder: folder,
        };
        evening.reopen();
        evening
    }

    fn open(&mut self) {
        let door = Door::of(&self.store, Some(&self.now.to_rfc3339())).unwrap();
        self.desk.0 = Some(door.sign_in(&self.who, DEMO_PASSPHRASE).map_err(|refused| refused.1).unwrap());
    }

    fn reopen(&mut self) {
        let (door, shut) = self.desk.0.take().unwrap().sign_out();
        shut.unwrap();
        drop(door);
        self.open();
    }

    /// The folder of the store.
    pub fn store(&self) -> &Path {
        &self.store
    }

    /// Everything in the journal. The desk is left for it and taken again.
    pub fn events(&mut self) -> Vec<Event> {
        let (door, shut) = self.desk.0.take().unwrap().sign_out();
        shut.unwrap();
        drop(door);
        let events = journal(&self.store);
        self.open();
        events
    }

    /// So many minutes later, with the same person signed in.
    pub fn later(&mut self, minutes: i64) {
        self.now += Duration::minutes(minutes);
        self.reopen();
    }

    /// The same desk with another `service.toml`.
    pub fn service(&mut self, change: impl FnOnce(String) -> String) {
        let file = self.store.join("service.toml");
        let text = fs::read_to_string(&file).unwrap();
        let changed = change(text.clone());
        assert_ne!(changed, text, "the service's file reads otherwise now");
        fs::write(&file, changed).unwrap();
        self.reopen();
    }

    /// Somebody with this role signs in; Okafor is the senior.
    pub fn role(&mut self, role: &str) {
        if role == "senior" {
            self.who = "okafor".into();
            return self.reopen();
        }
        let name = role.replace('_', "");
        if self.people.insert(name.clone()) {
            self.role("senior");
            let person =
                NewPerson { name: format!("Kim {name}"), sign_in_name: name.clone(), role: role.into() };
            self.desk.add_person(&person, DEMO_PASSPHRASE).unwrap();
        }
        self.who = name;
        self.reopen();
    }

    /// Starts a shift at these sites, with the role signed in.
    pub fn on_shift(&mut self, sites: &[&str]) {
        let shift = NewShift {
            sites: sites.iter().map(|site| (*site).to_owned()).collect(),
            role: self.desk.who().role.clone(),
            phone: "07700 900123".into(),
            ends_at: self.now + Duration::hours(8),
            youth_worker: false,
        };
        self.desk.start_shift(&shift).unwrap();
    }

    pub fn referral(&self) -> NewReferral {
        referral(self.now)
    }

    /// A referral that differs in this.
    pub fn refer(&mut self, change: impl FnOnce(&mut NewReferral)) -> EpisodeId {
        let mut new = self.referral();
        change(&mut new);
        self.desk.receive_referral(&new).unwrap()
    }

    /// Somebody who waits.
    pub fn person(&mut self) -> EpisodeId {
        self.refer(|_| ())
    }

    /// Somebody who is being seen, with consent.
    pub fn seen(&mut self) -> EpisodeId {
        let id = self.person();
        self.desk.go_and_see(id, &Seeing::at("cell"), "given", "").unwrap();
        id
    }

    /// Somebody with the quick form finished and nothing found; what follows is to be decided.
    pub fn screened(&mut self) -> EpisodeId {
        let id = self.seen();
        self.screen(id);
        id
    }

    pub fn screen(&mut self, id: EpisodeId) {
        let mut open = self.desk.begin_screening(id, "quick").unwrap();
        self.give(&mut open, "harm", "no");
        self.give(&mut open, "need", "no");
        self.desk.finish_screening(&open).unwrap();
    }

    /// Somebody screened, with the decision made: no full assessment, and this risk.
    pub fn decided(&mut self, risk: &str) -> EpisodeId {
        let id = self.screened();
        self.desk.decide(id, &decision("no", risk)).unwrap();
        id
    }

    pub fn stage(&self, id: EpisodeId) -> Stage {
        self.episode(id).stage
    }

    pub fn episode(&self, id: EpisodeId) -> Episode {
        self.desk.episode(id).unwrap()
    }

    /// Where the episode stands, by the code of domain.md 1.2.
    pub fn code(&self, id: EpisodeId) -> &'static str {
        board::code(&self.episode(id))
    }

    pub fn row(&self, id: EpisodeId) -> Row {
        self.desk.board().unwrap().rows.into_iter().find(|row| row.id == id).unwrap()
    }

    /// The lines of the timeline in words, newest first.
    pub fn lines(&self, id: EpisodeId) -> Vec<String> {
        self.desk.read_record(id).unwrap().lines.into_iter().map(|line| line.words).collect()
    }

    /// The newest entry whose words begin like this.
    pub fn entry(&self, id: EpisodeId, words: &str) -> Uuid {
        let lines = self.desk.read_record(id).unwrap().lines;
        lines.iter().find(|line| line.words.starts_with(words)).unwrap().event
    }

    pub fn give(&mut self, open: &mut OpenScreening, question: &str, code: &str) -> usize {
        let answer = Answer::given(Value::Choice(code.into()));
        let answered = self.desk.answer(open, question, &answer).unwrap();
        open.sheet = answered.sheet;
        answered.raised.len()
    }

    /// A person with an open red flag: the first question of ASQ answered with yes.
    pub fn flagged(&mut self) -> (EpisodeId, OpenScreening) {
        let id = self.seen();
        let mut open = self.desk.begin_screening(id, "asq").unwrap();
        assert!(self.give(&mut open, "q1", "yes") > 0);
        (id, open)
    }

    /// Tells custody of every open red flag of an episode.
    pub fn tell_flags(&mut self, id: EpisodeId) {
        let told = telling(self.now, true, true);
        let flags: Vec<_> = self.episode(id).open_flags().map(|flag| flag.raise.flag).collect();
        for flag in flags {
            assert!(self.desk.tell_custody(id, flag, &told).unwrap());
        }
    }

    /// Puts an entry into the journal that no verb makes, by the person signed in.
    pub fn journal(&mut self, body: Body) {
        let who = self.desk.who().id;
        let (door, shut) = self.desk.0.take().unwrap().sign_out();
        shut.unwrap();
        drop(door);
        let place = Place::existing(&self.store).unwrap();
        let lock = StoreLock::take(&place).unwrap();
        let vault = Vault::read(&place).unwrap();
        let key = vault.unlock(&self.who, DEMO_PASSPHRASE).unwrap().1.key;
        let mut store = Store::open(&lock, &vault, &key).unwrap();
        let draft = Draft {
            id: Uuid::now_v7(),
            at: self.now,
            entered_at: self.now,
            actor: Some(who),
            episode: None,
            site: None,
            body,
        };
        store.append(&[draft]).unwrap();
        store.finalise().unwrap();
        drop((store, lock));
        self.open();
    }

    /// What calls for attention about people, in words.
    pub fn alerts(&self) -> Vec<String> {
        let board = self.desk.board().unwrap();
        let about_people =
            self.desk.alerts(&board).unwrap().into_iter().filter(|alert| alert.episode.is_some());
        about_people.map(|alert| alert.words).collect()
    }
}

/// Everything in the journal of a store that nobody has open.
pub fn journal(store: &Path) -> Vec<Event> {
    let place = Place::existing(store).unwrap();
    let lock = StoreLock::take(&place).unwrap();
    let vault = Vault::read(&place).unwrap();
    let key = vault.unlock("okafor", DEMO_PASSPHRASE).unwrap().1.key;
    Store::open(&lock, &vault, &key).unwrap().events_since(0).unwrap()
}

/// Somebody arrested two hours before, of whom custody told.
pub fn referral(now: DateTime<Utc>) -> NewReferral {
    NewReferral {
        site: "BRO".into(),
        person: Person {
            surname: "Quill".into(),
            given: "Rosa".into(),
            birth: Birth::Unknown,
            sex: "U".into(),
        },
        source: "custody_officer".into(),
        told_by: "Sgt Patel".into(),
        received_at: now,
        reason: "housing".into(),
        details: String::new(),
        priority: "3".into(),
        place: "c12".into(),
        custody_ref: "26/09999".into(),
        legal_position: "arrested".into(),
        relevant_time: Some(now - Duration::hours(2)),
        authorised_at: Some(now - Duration::minutes(100)),
        beside: Beside::default(),
    }
}

/// So many minutes after an instant.
pub fn after(now: DateTime<Utc>, minutes: i64) -> DateTime<Utc> {
    now + Duration::minutes(minutes)
}

pub fn telling(at: DateTime<Utc>, by_voice: bool, in_custody_record: bool) -> Telling {
    Telling { told_to: "Sgt Patel".into(), by_voice, in_custody_record, at }
}

pub fn closing(code: &str, note: &str) -> Closing {
    Closing { code: code.into(), note: note.into(), ..Closing::default() }
}

pub fn decision(assess: &str, risk: &str) -> Decision {
    let (needs, reason) = ("housing".into(), "As found.".into());
    Decision { assess: assess.into(), risk: risk.into(), needs, reason, found: Vec::new() }
}

/// A triage that leaves the tier to the rules.
pub fn triage(priority: &str) -> Triage {
    Triage {
        priority: priority.into(),
        tier: None,
        reason: String::new(),
        advice: String::new(),
        advised: String::new(),
    }
}

/// Holds a verb to its refusal, and says what the refusal offers.
pub fn refused<T: std::fmt::Debug>(result: Result<T, DeskError>, words: &str) -> Option<Need> {
    let error = result.expect_err("this should have been refused");
    assert!(error.to_string().contains(words), "{error}");
    error.offer()
}
