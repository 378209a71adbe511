//! The store a trial works on: a demo with one person seen and a long form of our own put to them,
//! and what is found in it afterwards.

use std::path::Path;

use chrono::{DateTime, TimeDelta, Utc};
use liaison::desk::door::{DEMO_PASSPHRASE, NewPerson};
use liaison::desk::referral::{Beside, NewReferral};
use liaison::desk::seeing::Seeing;
use liaison::desk::shift::NewShift;
use liaison::desk::{Clock, Desk, Door, Purpose};
use liaison::domain::answer::{Answer, Value};
use liaison::domain::event::{Body, Event};
use liaison::domain::referral::{Birth, Person};
use liaison::store::{Place, Store, StoreLock, Vault};

use super::terminal::Terminal;

/// A Monday evening.
pub const NOW: &str = "2026-11-23T19:44:00Z";
/// Questions of the form; each has the options 1 to 4.
pub const QUESTIONS: usize = 120;
/// The id of a short form, and its questions.
pub const SHORT_FORM: &str = "short";
pub const SHORT: usize = 6;
/// Where the person is.
pub const SITE: &str = "BRO";
/// The id of the form.
pub const FORM: &str = "trial";

/// The same dice for the same seed.
pub struct Dice(u64);

impl Dice {
    pub fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) ^ 0x5DEE_CE66)
    }

    /// A number below this one.
    pub fn roll(&mut self, sides: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap() % sides.max(1)
    }
}

fn form(id: &str, questions: usize) -> String {
    let mut text = format!(
        "[form]\nid = \"{id}\"\ntitle = \"Form {id}\"\nversion = \"1\"\nshelf = \"prompts\"\n\
         licence = \"Ours.\"\n\n[[section]]\nid = \"all\"\ntitle = \"All\"\n"
    );
    for number in 1..=questions {
        text += &format!(
            "\n[[section.question]]\nid = \"q{number}\"\nkind = \"choice\"\ntext = \"Question {number}?\"\n\
             options = [{{ code = \"1\", text = \"One\" }}, {{ code = \"2\", text = \"Two\" }}, \
             {{ code = \"3\", text = \"Three\" }}, {{ code = \"4\", text = \"Four\" }}]\n"
        );
    }
    text
}

/// Makes the store: Okafor on shift, and "R.Q." seen, with nothing asked yet.
pub fn make(dir: &Path) {
    let now: DateTime<Utc> = NOW.parse().unwrap();
    let okafor =
        NewPerson { name: "Ada Okafor".into(), sign_in_name: "okafor".into(), role: "senior".into() };
    let (desk, _code) = Door::set_up(dir, &okafor, DEMO_PASSPHRASE, Purpose::Demo, Clock::At(now)).unwrap();
    std::fs::create_dir(dir.join("forms")).unwrap();
    std::fs::write(dir.join("forms/trial.toml"), form(FORM, QUESTIONS)).unwrap();
    std::fs::write(dir.join("forms/short.toml"), form(SHORT_FORM, SHORT)).unwrap();
    let (door, shut) = desk.sign_out();
    shut.unwrap();
    drop(door);
    let mut desk = open(dir);
    let shift = NewShift {
        sites: vec![SITE.into()],
        role: desk.who().role.clone(),
        phone: "07700 900123".into(),
        ends_at: now + TimeDelta::hours(8),
        youth_worker: false,
    };
    desk.start_shift(&shift).unwrap();
    let id = desk.receive_referral(&referral(now)).unwrap();
    desk.go_and_see(id, &Seeing::at("cell"), "given", "").unwrap();
    desk.sign_out().1.unwrap();
}

/// The referral of R.Q.
pub fn referral(now: DateTime<Utc>) -> NewReferral {
    NewReferral {
        site: SITE.into(),
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
        relevant_time: Some(now - TimeDelta::hours(2)),
        authorised_at: Some(now - TimeDelta::minutes(100)),
        beside: Beside::default(),
    }
}

/// Opens the store through the library.
pub fn open(dir: &Path) -> Desk {
    try_open(dir).unwrap_or_else(|why| panic!("the store does not open: {why}"))
}

/// Opens the store through the library, or says why not.
pub fn try_open(dir: &Path) -> Result<Desk, String> {
    let door = Door::of(dir, Some(NOW)).map_err(|error| error.to_string())?;
    door.sign_in("okafor", DEMO_PASSPHRASE).map_err(|refused| refused.1.to_string())
}

/// Opens it by the first of these passphrases that does.
pub fn open_by(dir: &Path, passphrases: &[&str]) -> Result<Desk, String> {
    let mut door = Door::of(dir, Some(NOW)).map_err(|error| error.to_string())?;
    let mut why = String::new();
    for passphrase in passphrases {
        match door.sign_in("okafor", passphrase) {
            Ok(desk) => return Ok(desk),
            Err(refused) => {
                why = refused.1.to_string();
                door = refused.0;
            }
        }
    }
    Err(why)
}

/// From the board: goes on with the trial form after so many answers, and gives one more that is called saved.
pub fn answer_on(screen: &mut Terminal, answered: usize, option: usize) {
    screen.see("R.Q.");
    screen.press("s");
    screen.see("FORMS");
    screen.press("/trial<enter>");
    screen.see(&format!("Answered {answered} of"));
    screen.see(&format!("Question {}?", answered + 1));
    screen.press(&option.to_string());
    screen.see(&format!("Answered {} of", answered + 1));
}

/// Copies a store that nobody has open over another.
pub fn copy(from: &Path, to: &Path) {
    if to.exists() {
        std::fs::remove_dir_all(to).unwrap();
    }
    copy_folder(from, to);
}

fn copy_folder(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).unwrap();
    std::fs::set_permissions(to, std::fs::metadata(from).unwrap().permissions()).unwrap();
    for entry in std::fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let (path, copy) = (entry.path(), to.join(entry.file_name()));
        if path.is_dir() {
            copy_folder(&path, &copy);
        } else {
            std::fs::copy(path, copy).unwrap();
        }
    }
}

/// Everything in the journal of a store that nobody has open.
pub fn journal(dir: &Path) -> Result<Vec<Event>, String> {
    journal_by(dir, &[DEMO_PASSPHRASE])
}

/// Everything in the journal, by the first of these passphrases that opens it.
pub fn journal_by(dir: &Path, passphrases: &[&str]) -> Result<Vec<Event>, String> {
    let lock =
        StoreLock::take(&Place::existing(dir).map_err(|e| e.to_string())?).map_err(|e| e.to_string())?;
    let vault = Vault::read(lock.place()).map_err(|e| e.to_string())?;
    let unlocked = passphrases.iter().find_map(|passphrase| vault.unlock("okafor", passphrase).ok());
    let (_, unlocked) = unlocked.ok_or("no passphrase fits")?;
    let store = Store::open(&lock, &vault, &unlocked.key).map_err(|e| e.to_string())?;
    store.events_since(0).map_err(|e| e.to_string())
}

/// The answers of the trial form, in the order in which they were stored: question and option.
pub fn answers(events: &[Event]) -> Vec<(String, String)> {
    let answered = |event: &Event| match &event.body {
        Body::Answered { question, answer, .. } => match answer.value() {
            Some(Value::Choice(code)) => Some((question.clone(), code.clone())),
            _ => None,
        },
        _ => None,
    };
    events.iter().filter_map(answered).collect()
}

/// A chosen option.
pub fn choice(code: usize) -> Answer {
    Answer::given(Value::Choice(code.to_string()))
}
