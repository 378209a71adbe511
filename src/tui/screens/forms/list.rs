//! What stands on the list of forms, in which order, and what is said beside each.

use chrono::{DateTime, Utc};

use super::{Entry, Place};
use crate::desk::Desk;
use crate::desk::wording::Wording;
use crate::domain::episode::{Episode, ScreeningStatus};
use crate::domain::time::near;
use crate::forms::{Audience, Listed, Shelf};

/// The forms in the order of the screen. Inside a shelf the library's own order holds.
pub(super) fn entries(desk: &Desk, episode: &Episode) -> Vec<Entry> {
    let whose = Whose::of(desk, episode);
    let mut entries: Vec<Entry> =
        desk.library().list().into_iter().map(|listed| entry(desk, episode, &whose, listed)).collect();
    entries.sort_by_key(|entry| (entry.place, !entry.fits));
    entries
}

/// The core screening for the person's age group.
pub(super) fn core(desk: &Desk, episode: &Episode) -> Option<String> {
    let whose = Whose::of(desk, episode);
    let listed = desk.library().list();
    let usable = |form: &&Listed| form.fault.is_none() && whose.fits(form);
    let on_shelf = listed.iter().filter(usable).find(|form| form.shelf == Shelf::Core);
    // Of forms that name no shelf, one that is for one age group is the core.
    let by_age = || listed.iter().filter(usable).find(|form| form.audience != Audience::Any);
    on_shelf.or_else(by_age).map(|form| form.id.clone())
}

/// What of a person decides which forms are for them.
struct Whose {
    age: Option<u8>,
    child: bool,
    now: DateTime<Utc>,
}

impl Whose {
    fn of(desk: &Desk, episode: &Episode) -> Self {
        let now = desk.now();
        let age = episode.person().birth.age(now).and_then(|age| u8::try_from(age).ok());
        let child = age.is_some_and(|age| u16::from(age) < desk.service().tiers.child_under);
        Self { age, child, now }
    }

    fn fits(&self, form: &Listed) -> bool {
        self.age.is_none_or(|age| form.ages.fit(age))
            && !matches!((form.audience, self.child), (Audience::Adult, true) | (Audience::Youth, false))
    }
}

fn entry(desk: &Desk, episode: &Episode, whose: &Whose, listed: Listed) -> Entry {
    let draft = episode.drafts().find(|draft| draft.form == listed.id);
    let fits = whose.fits(&listed);
    let fault = listed.fault.as_ref().map(|report| {
        let first = report.problems.first();
        first.map_or_else(String::new, |first| format!("line {}: {}", first.line, first.message))
    });
    let wording = Wording::of_listed(desk.service(), &listed);
    let done = done_before(episode, &listed.id, whose.now);
    let (mark, barred) = match (&fault, draft, fits) {
        (Some(why), ..) => (why.clone(), Some(why.clone())),
        (None, Some(draft), _) if draft.amends.is_some() => ("AMENDING, resumes".to_owned(), None),
        (None, Some(draft), _) => {
            (format!("DRAFT {} of {}, resumes", draft.progress.answered, draft.progress.asked), None)
        }
        (None, None, _) if !wording.is_settled() && !desk.is_demo() => {
            let why = "wording not confirmed by the service".to_owned();
            (if done.is_empty() { why.clone() } else { done }, Some(why))
        }
        (None, None, _) if !done.is_empty() => (done, None),
        (None, None, false) => (for_whom(&listed), None),
        (None, None, true) if !wording.is_settled() => ("wording not confirmed".to_owned(), None),
        (None, None, true) => (String::new(), None),
    };
    let place = match (&fault, draft) {
        (Some(_), _) => Place::Faulty,
        (None, Some(_)) => Place::Drafts,
        (None, None) => Place::On(listed.shelf),
    };
    let finished = episode.standing_screenings().rev().filter(|one| one.form == listed.id);
    let finished = finished.filter(|one| one.finished_at().is_some()).map(|one| one.id).next();
    let title = if listed.title.is_empty() { file_name(&listed.id) } else { listed.title };
    Entry { form: listed.id, title, place, mark, barred, fits, finished }
}

/// The name of a file without its folders.
fn file_name(id: &str) -> String {
    id.rsplit(['/', '\\']).next().unwrap_or(id).to_owned()
}

fn for_whom(form: &Listed) -> String {
    let audience = match form.audience {
        Audience::Adult => "for adults",
        Audience::Youth => "for under-18s",
        Audience::Any => "for other ages",
    };
    match (form.ages.min, form.ages.max) {
        (Some(min), Some(max)) => format!("for ages {min} to {max}"),
        _ => audience.to_owned(),
    }
}

fn done_before(episode: &Episode, form: &str, now: DateTime<Utc>) -> String {
    let done = episode.standing_screenings().rev().filter(|screening| screening.form == form);
    done.map(|screening| match &screening.status {
        ScreeningStatus::Finished { at, .. } if screening.amends.is_some() => {
            format!("amended {}", near(*at, now))
        }
        ScreeningStatus::Finished { at, .. } => format!("finished {}", near(*at, now)),
        ScreeningStatus::SetAside { at, state, .. } => format!("{state} {}", near(*at, now)),
        ScreeningStatus::Draft => String::new(),
    })
    .next()
    .unwrap_or_default()
}
