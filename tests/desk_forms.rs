//! Forms over time: put right after they were finished, moved to a newer version, read as they
//! were answered, and offered only once somebody has compared their wording.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "what cannot go on here stops the run"
)]

#[path = "desk/evening.rs"]
mod evening;

use std::fs;
use std::path::PathBuf;

use chrono::{DateTime, Duration, Utc};
use liaison::desk::door::{DEMO_PASSPHRASE, Door, NewPerson};
use liaison::desk::screening::OpenScreening;
use liaison::desk::seeing::Seeing;
use liaison::desk::{Clock, Desk, Purpose, demo};
use liaison::domain::answer::{Answer, State, Value};
use liaison::domain::episode::{ScreeningStatus, Stage};
use liaison::domain::ids::{EpisodeId, ScreeningId};

use evening::{NOW, closing, decision, referral, refused, telling};

/// A form of our own in its first version.
const FIRST: &str = r#"
[form]
id = "night"
title = "Night check"
version = "1"
shelf = "prompts"
licence = "Ours."

[[section]]
id = "all"
title = "All"

[[section.question]]
id = "often"
kind = "choice"
text = "How often do you wake?"
options = [{ code = "never", text = "Never", value = 0 }, { code = "often", text = "Often", value = 1 }]

[[section.question]]
id = "sleep"
kind = "yes_no"
text = "Did you sleep?"

[[section.question]]
id = "harm"
kind = "yes_no"
text = "Do you want to die?"

[[score]]
id = "total"
title = "Total"
kind = "sum"
items = ["often"]

[[score.band]]
name = "Calm"
from = 0
to = 0

[[score.band]]
name = "Restless"
from = 1
to = 1

[[flag]]
id = "harm"
question = "harm"
when = "harm"
words = "Says they want to die"
action = "Tell custody."
tier = "T0"

[[suggest]]
to = "gp"
when = "often == 'often'"
urgency = "routine"
because = "Wakes often"
"#;

/// The same in its second: one option gone, one question gone, one reworded, one new.
fn second() -> String {
    FIRST
        .replace("version = \"1\"", "version = \"2\"")
        .replace("code = \"often\", text = \"Often\"", "code = \"hourly\", text = \"Every hour\"")
        .replace("often == 'often'", "often == 'hourly'")
        .replace(
            "id = \"sleep\"\nkind = \"yes_no\"\ntext = \"Did you sleep?\"",
            "id = \"noise\"\nkind = \"yes_no\"\ntext = \"Is it loud?\"",
        )
        .replace("Do you want to die?", "Do you wish you were dead?")
}

struct Night {
    desk: Option<Desk>,
    now: DateTime<Utc>,
    store: PathBuf,
    _folder: tempfile::TempDir,
}

impl Night {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let store = folder.path().join("demo");
        let now: DateTime<Utc> = NOW.parse().unwrap();
        drop(demo::create(&store, now, 0, 1).unwrap());
        fs::create_dir(store.join("forms")).unwrap();
        let mut night = Self { desk: None, now, store, _folder: folder };
        night.with(FIRST);
        night
    }

    /// Starts the program anew with this text of the form.
    fn with(&mut self, text: &str) {
        self.desk = None;
        fs::write(self.store.join("forms/night.toml"), text).unwrap();
        let door = Door::of(&self.store, Some(NOW)).unwrap();
        self.desk = Some(door.sign_in("okafor", DEMO_PASSPHRASE).map_err(|refused| refused.1).unwrap());
    }

    fn desk(&mut self) -> &mut Desk {
        self.desk.as_mut().unwrap()
    }

    fn seen(&mut self) -> EpisodeId {
        let new = referral(self.now);
        let id = self.desk().receive_referral(&new).unwrap();
        self.desk().go_and_see(id, &Seeing::at("cell"), "given", "").unwrap();
        id
    }

    fn give(&mut self, open: &mut OpenScreening, question: &str, code: &str) -> usize {
        let answer = Answer::given(Value::Choice(code.into()));
        let answered = self.desk().answer(open, question, &answer).unwrap();
        open.sheet = answered.sheet;
        answered.raised.len()
    }

    /// A person with the form finished: wakes often, wants to die.
    fn finished(&mut self) -> (EpisodeId, ScreeningId) {
        let id = self.seen();
        let mut open = self.desk().begin_screening(id, "night").unwrap();
        for (question, code) in [("often", "often"), ("sleep", "no"), ("harm", "yes")] {
            self.give(&mut open, question, code);
        }
        assert_eq!(self.desk().finish_screening(&open).unwrap(), 1);
        (id, open.id)
    }

    fn open_flags(&mut self, id: EpisodeId) -> usize {
        self.desk().episode(id).unwrap().open_flags().count()
    }
}

fn total(status: &ScreeningStatus) -> (Option<i64>, Option<&str>) {
    let ScreeningStatus::Finished { scores, .. } = status else { panic!("{status:?}") };
    (scores[0].value, scores[0].band.as_deref())
}

#[test]
fn a_finished_form_is_put_right_by_a_new_one_that_names_it_and_then_counts() {
    let mut night = Night::new();
    let (id, old) = night.finished();
    let mut new = night.desk().amend_screening(id, old, "wrong box").unwrap();
    assert_eq!((new.answers().len(), new.is_amendment()), (3, true));
    let before = night.desk().episode(id).unwrap();
    assert!(before.standing_screenings().any(|one| one.id == old), "until it is finished the old one counts");
    night.give(&mut new, "often", "never");
    night.desk().finish_screening(&new).unwrap();
    let after = night.desk().episode(id).unwrap();
    let counting: Vec<_> = after.standing_screenings().map(|one| one.id).collect();
    assert_eq!(counting, [new.id]);
    assert_eq!(total(&after.screening(new.id).unwrap().status), (Some(0), Some("Calm")));
    assert_eq!(total(&after.screening(old).unwrap().status), (Some(1), Some("Restless")));
    let read = night.desk().read_screening(id, old).unwrap();
    assert_eq!(read.amended_by.unwrap().0, new.id);
    let often = read.answers.iter().find(|(key, _)| key == "often").unwrap();
    assert_eq!(often.1.value(), Some(&Value::Choice("often".into())), "the old one stays as it was");
    let read = night.desk().read_screening(id, new.id).unwrap();
    assert_eq!(read.screening.amends.as_ref().unwrap().reason, "wrong box");
    assert_eq!(read.given.len(), 3, "what was not touched keeps who gave it and when");
    let note = night.desk().handover(&[]).unwrap();
    let text = liaison::domain::page::Page::join(&note.pages);
    assert_eq!(text.matches("Night check").count(), 1, "{text}");
    assert!(text.contains("Night check (amended)"), "{text}");
    assert!(night.desk().prove().iter().all(|finding| finding.fault.is_none()));
}

#[test]
fn amending_needs_a_reason_a_finished_form_and_an_open_episode() {
    let mut night = Night::new();
    let (id, old) = night.finished();
    refused(night.desk().amend_screening(id, old, "  "), "only with a reason");
    let new = night.desk().amend_screening(id, old, "wrong box").unwrap();
    let again = night.desk().amend_screening(id, old, "another").unwrap();
    assert_eq!((again.id, again.amends), (new.id, new.amends.clone()), "begun once, it is resumed");
    refused(night.desk().amend_screening(id, new.id, "no"), "is not finished");
    night.desk().finish_screening(&new).unwrap();
    refused(night.desk().amend_screening(id, old, "again"), "was amended");
    let flag = night.desk().episode(id).unwrap().flags[0].raise.flag;
    let telling = telling(night.now, true, true);
    night.desk().tell_custody(id, flag, &telling).unwrap();
    for open in night.desk().episode(id).unwrap().suggestions {
        night.desk().refuse_suggestion(id, &open, "declined", "").unwrap();
    }
    night.desk().decide(id, &decision("no", "low")).unwrap();
    night.desk().close(id, &closing("02", "")).unwrap();
    refused(night.desk().amend_screening(id, new.id, "late"), "closed");
}

#[test]
fn amending_raises_no_flag_twice_and_lifts_none_that_nobody_was_told_of() {
    let mut night = Night::new();
    let (id, old) = night.finished();
    assert_eq!(night.open_flags(id), 1);
    let mut new = night.desk().amend_screening(id, old, "wrong box").unwrap();
    assert_eq!(night.give(&mut new, "often", "never"), 0);
    assert_eq!(night.open_flags(id), 1);
    night.give(&mut new, "harm", "no");
    assert_eq!(night.open_flags(id), 1, "what was said stays until somebody was told");
    assert_eq!(night.give(&mut new, "harm", "yes"), 0);
    assert_eq!(night.desk().episode(id).unwrap().flags.len(), 1);
}

#[test]
fn amending_raises_a_flag_that_the_first_form_did_not() {
    let mut night = Night::new();
    let id = night.seen();
    let mut open = night.desk().begin_screening(id, "night").unwrap();
    for (question, code) in [("often", "never"), ("sleep", "no"), ("harm", "no")] {
        night.give(&mut open, question, code);
    }
    night.desk().finish_screening(&open).unwrap();
    let mut new = night.desk().amend_screening(id, open.id, "misheard").unwrap();
    assert_eq!(night.give(&mut new, "harm", "yes"), 1);
    assert_eq!(night.open_flags(id), 1);
    night.give(&mut new, "harm", "no");
    assert_eq!(night.open_flags(id), 0, "its own flag is lifted with its own answer");
}

#[test]
fn a_suggestion_that_was_decided_on_is_not_asked_again_after_amending() {
    let mut night = Night::new();
    let (id, old) = night.finished();
    let undecided = night.desk().amend_screening(id, old, "note added").unwrap();
    assert_eq!(night.desk().finish_screening(&undecided).unwrap(), 1);
    let open = night.desk().episode(id).unwrap().suggestions;
    assert_eq!((open.len(), open[0].screening), (1, undecided.id), "asked once, by the newer form");
    night.desk().refuse_suggestion(id, &open[0], "declined", "").unwrap();
    let decided = night.desk().amend_screening(id, undecided.id, "another note").unwrap();
    assert_eq!(night.desk().finish_screening(&decided).unwrap(), 0);
}

#[test]
fn amending_is_no_contact_and_takes_nobody_off_hold() {
    let mut night = Night::new();
    let (id, old) = night.finished();
    let recheck = night.now + Duration::minutes(30);
    night.desk().hold(id, "asleep", recheck, "").unwrap();
    let new = night.desk().amend_screening(id, old, "wrong box").unwrap();
    night.desk().resume_screening(id, new.id).unwrap();
    night.desk().finish_screening(&new).unwrap();
    assert!(matches!(night.desk().episode(id).unwrap().stage, Stage::OnHold { .. }));
}

#[test]
fn an_old_record_shows_the_form_the_answers_and_the_scores_of_then() {
    let mut night = Night::new();
    let (id, old) = night.finished();
    night.with(&second().replace("name = \"Calm\"", "name = \"Quiet\""));
    let read = night.desk().view_screening(id, old).unwrap();
    let sheet = read.sheet.unwrap();
    assert_eq!((sheet.form().version.as_str(), read.screening.version.as_str()), ("1", "1"));
    assert_eq!(sheet.form().question("harm").unwrap().text, "Do you want to die?");
    assert_eq!(total(&read.screening.status), (Some(1), Some("Restless")));
    let given = &read.given["often"];
    assert_eq!((given.by.as_str(), given.at), ("AO", night.now));
    refused_draft(&mut night, id);
}

fn refused_draft(night: &mut Night, id: EpisodeId) {
    let draft = night.desk().begin_screening(id, "gad7").unwrap();
    refused(night.desk().read_screening(id, draft.id), "is not finished");
}

#[test]
fn a_draft_moves_to_the_newer_version_and_says_what_changes() {
    let mut night = Night::new();
    let id = night.seen();
    let mut open = night.desk().begin_screening(id, "night").unwrap();
    for (question, code) in [("often", "often"), ("sleep", "no"), ("harm", "no")] {
        night.give(&mut open, question, code);
    }
    assert_eq!(night.desk().newer_version(id, open.id).unwrap(), None);
    night.with(&second());
    let offered = night.desk().newer_version(id, open.id).unwrap().unwrap();
    assert_eq!((offered.from.as_str(), offered.to.as_str()), ("1", "2"));
    assert_eq!(
        offered.changes,
        [
            "\"Often\" is no longer an option of \"How often do you wake?\": ask again.",
            "No longer asked: \"Did you sleep?\"; its answer stays in the record.",
            "Reworded, its answer is kept: \"Do you wish you were dead?\".",
            "New question: \"Is it loud?\".",
        ]
    );
    let old = night.desk().resume_screening(id, open.id).unwrap();
    assert_eq!(old.form().version, "1", "until it is moved it goes on as it was");
    assert_eq!(night.desk().move_draft(id, open.id).unwrap(), offered);
    refused(night.desk().answer(&old, "sleep", &Answer::absent(State::Declined)), "another version");
    let moved = night.desk().begin_screening(id, "night").unwrap();
    assert_eq!((moved.id, moved.form().version.as_str()), (open.id, "2"));
    assert_eq!(moved.answers().keys().collect::<Vec<_>>(), ["harm"]);
    let progress = night.desk().episode(id).unwrap().screenings[0].progress;
    assert_eq!((progress.answered, progress.asked), (1, 3));
    refused(night.desk().move_draft(id, open.id), "no other version");
    let lines = night.desk().read_record(id).unwrap().lines;
    assert!(lines.iter().any(|line| line.words == "Night check goes on with version 2; 2 answers left out"));
    assert!(night.desk().prove().iter().all(|finding| finding.fault.is_none()));
}

#[test]
fn a_flag_stays_although_its_question_is_gone_from_the_newer_version() {
    let mut night = Night::new();
    let id = night.seen();
    let mut open = night.desk().begin_screening(id, "night").unwrap();
    assert_eq!(night.give(&mut open, "harm", "yes"), 1);
    let without = second().replace("id = \"harm\"\nkind", "id = \"other\"\nkind");
    let without =
        without.replace("question = \"harm\"\nwhen = \"harm\"", "question = \"other\"\nwhen = \"other\"");
    night.with(&without);
    night.desk().move_draft(id, open.id).unwrap();
    let mut moved = night.desk().begin_screening(id, "night").unwrap();
    assert_eq!(night.open_flags(id), 1);
    night.give(&mut moved, "noise", "yes");
    assert_eq!(night.open_flags(id), 1);
}

#[test]
fn a_form_nobody_compared_with_its_source_is_not_begun_with_people() {
    let folder = tempfile::tempdir().unwrap();
    let store = folder.path().join("real");
    let lead = NewPerson { name: "Ada Okafor".into(), sign_in_name: "okafor".into(), role: "senior".into() };
    let pass = "three random words";
    let (desk, _code) = Door::set_up(&store, &lead, pass, Purpose::Service, Clock::System).unwrap();
    drop(desk);
    let enter = || {
        let door = Door::of(&store, None).unwrap();
        door.sign_in("okafor", pass).map_err(|refused| refused.1).unwrap()
    };
    let mut desk = enter();
    let version = desk.library().get("gad7").unwrap().version.clone();
    let id = desk.receive_referral(&referral(desk.now())).unwrap();
    desk.go_and_see(id, &Seeing::at("cell"), "given", "").unwrap();
    refused(desk.begin_screening(id, "gad7"), "has not been confirmed by the service");
    refused(desk.begin_screening(id, "gad7"), "[[confirmed_form]] with id = \"gad7\"");
    drop(desk);
    let service = store.join("service.toml");
    let before = fs::read_to_string(&service).unwrap();
    let confirmed = |version: &str| {
        format!(
            "{before}\n[[confirmed_form]]\nid = \"gad7\"\nversion = \"{version}\"\nby = \"Dr A Patel, Clinical \
             Safety Officer\"\non = 2026-11-20\n"
        )
    };
    fs::write(&service, confirmed("0")).unwrap();
    refused(enter().begin_screening(id, "gad7"), "Version 0 was, not version");
    fs::write(&service, confirmed(&version)).unwrap();
    let mut desk = enter();
    let open = desk.begin_screening(id, "gad7").unwrap();
    let words = open.wording.words().unwrap();
    assert_eq!(words, "Wording confirmed by Dr A Patel, Clinical Safety Officer, 20 Nov 2026.");
    drop(desk);
    fs::write(&service, &before).unwrap();
    let mut desk = enter();
    let draft = desk.begin_screening(id, "gad7").unwrap();
    assert_eq!(draft.id, open.id, "a draft of a form that is no longer confirmed can be gone on with");
}

#[test]
fn a_demo_may_try_a_form_nobody_compared_and_says_so() {
    let mut night = Night::new();
    let id = night.seen();
    let open = night.desk().begin_screening(id, "gad7").unwrap();
    assert!(!open.wording.is_settled());
    assert_eq!(open.wording.words(), open.form().wording);
}

#[test]
fn local_packs_are_read_and_one_faulty_form_hides_no_other() {
    let mut night = Night::new();
    let pack = night.store.join("forms/kent");
    fs::create_dir(&pack).unwrap();
    fs::write(pack.join("extra.toml"), FIRST.replace("\"night\"", "\"extra\"")).unwrap();
    fs::write(pack.join("night.toml"), FIRST).unwrap();
    fs::write(pack.join("gad7.toml"), "[form\nid = ").unwrap();
    fs::write(pack.join("latin.toml"), b"[form]\ntitle = \"caf\xe9\"\n").unwrap();
    fs::write(pack.join("readme.txt"), "not a form").unwrap();
    night.with(FIRST);
    let listed = night.desk().library().list();
    let fault = |id: &str| {
        let found: Vec<_> = listed.iter().filter(|form| form.id.ends_with(id)).collect();
        found.iter().map(|form| form.fault.as_ref().map(|f| f.problems[0].to_string())).collect::<Vec<_>>()
    };
    assert_eq!(fault("extra"), [None]);
    let twins = fault("night");
    assert_eq!(twins.len(), 2);
    assert!(twins.iter().all(|one| one.as_ref().unwrap().contains("is also the id of")), "{twins:?}");
    assert!(fault("gad7")[0].is_some(), "a broken form never falls back to the built-in one");
    assert!(fault("latin.toml")[0].as_ref().unwrap().contains("not text in UTF-8"));
    assert!(night.desk().library().get("gad7").is_err() && night.desk().library().get("phq9").is_ok());
    let id = night.seen();
    assert!(night.desk().begin_screening(id, "extra").is_ok());
    assert!(night.desk().begin_screening(id, "night").is_err());
}

#[test]
fn words_beside_an_answer_and_where_it_was_offered_from_are_kept_clean() {
    let mut night = Night::new();
    let id = night.seen();
    let open = night.desk().begin_screening(id, "night").unwrap();
    let answer = Answer {
        prefilled_from: Some("the referral,\u{1b} 19:02".into()),
        specified: Some("  ".into()),
        ..Answer::given(Value::Choice("yes".into()))
    };
    let sheet = night.desk().answer(&open, "sleep", &answer).unwrap().sheet;
    let kept = &sheet.answers()["sleep"];
    assert_eq!((kept.prefilled_from.as_deref(), &kept.specified), (Some("the referral, 19:02"), &None));
}
