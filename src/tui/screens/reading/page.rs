//! The lines of a finished form: what was asked, what was said, by whom it is known and written.

use chrono::{DateTime, Utc};

use crate::desk::record::answer_words;
use crate::desk::screening::OldScreening;
use crate::domain::answer::{Answer, Value};
use crate::domain::episode::ScreeningStatus;
use crate::domain::event::Score;
use crate::domain::time::{hhmm, near};
use crate::forms::{Item, Kind, Question, Sheet};
use crate::tui::keymap::{Act, Context, key_of};
use crate::tui::widgets::reel::{Reel, Tone};

/// Columns before a question's words.
const INDENT: u16 = 2;
/// Columns before an answer.
const ANSWER: u16 = 5;

/// Lays a finished form out.
pub(super) fn reel(old: &OldScreening, now: DateTime<Utc>) -> Reel {
    let mut reel = Reel::default();
    head(&mut reel, old, now);
    scores(&mut reel, old);
    match &old.sheet {
        Some(sheet) => sections(&mut reel, old, sheet, now),
        None => bare(&mut reel, old, now),
    }
    foot(&mut reel, old);
    reel
}

fn head(reel: &mut Reel, old: &OldScreening, now: DateTime<Utc>) {
    let one = &old.screening;
    reel.add(Tone::Heading, 0, one.title.clone());
    let hash: String = one.hash.chars().take(8).collect();
    let began = near(one.began_at, now);
    let ended = match &one.status {
        ScreeningStatus::Finished { at, complete: true, .. } => format!("finished {}", near(*at, now)),
        ScreeningStatus::Finished { at, .. } => format!("finished {}, INCOMPLETE", near(*at, now)),
        ScreeningStatus::SetAside { at, state, reason, .. } => {
            format!("{state} {}: {reason}", near(*at, now))
        }
        ScreeningStatus::Draft => "not finished".to_owned(),
    };
    reel.add(
        Tone::Aside,
        0,
        format!("{} version {}, text {hash}; begun {began}, {ended}", one.form, one.version),
    );
    if let Some((_, at)) = old.amended_by {
        let words = format!(
            "Amended: the one finished {} counts, this one no longer. {} opens it.",
            near(at, now),
            key_of(Context::Reading, Act::Newer)
        );
        reel.add(Tone::Warn, 0, words);
    }
    if let Some(amends) = &one.amends {
        let at = old.amended.map_or_else(String::new, |at| format!(" finished {}", near(at, now)));
        let opens = key_of(Context::Reading, Act::Older);
        reel.add(Tone::Plain, 0, format!("Amends the one{at}, which {opens} opens: {}", amends.reason));
    }
}

/// The scores as they were stored when the form was finished.
fn scores(reel: &mut Reel, old: &OldScreening) {
    let ScreeningStatus::Finished { scores, .. } = &old.screening.status else { return };
    let title = |score: &Score| {
        let form = old.sheet.as_ref().map(Sheet::form);
        let known = form.and_then(|form| form.scores.iter().find(|known| known.id == score.id));
        known.map_or_else(|| score.id.clone(), |known| known.title.clone())
    };
    for score in scores {
        let band = score.band.as_ref().map_or(String::new(), |band| format!(", {band}"));
        let came_to = match (score.value, score.floor, score.ceiling) {
            (Some(value), ..) => format!("{value}{band}"),
            (None, Some(floor), Some(ceiling)) if score.band.is_none() => {
                format!("not complete: at least {floor}, at most {ceiling}")
            }
            _ => score.band.clone().unwrap_or_else(|| "no result".to_owned()),
        };
        reel.add(Tone::Plain, 0, format!("{}: {came_to}", title(score)));
    }
}

fn sections(reel: &mut Reel, old: &OldScreening, sheet: &Sheet, now: DateTime<Utc>) {
    let mut section = None;
    for item in sheet.shown() {
        if section != Some(item.question.section) {
            section = Some(item.question.section);
            reel.add(Tone::Plain, 0, "");
            let title = sheet.form().section_of(item.question).map(|found| found.title.clone());
            reel.add(Tone::Heading, 0, title.unwrap_or_default());
        }
        match &item.question.kind {
            Kind::Note => {}
            Kind::Computed(computed) => {
                let value =
                    sheet.computed(&item.key()).map_or_else(|| "not known".to_owned(), |n| n.to_string());
                let unit = computed.unit.as_ref().map_or(String::new(), |unit| format!(" {unit}"));
                reel.add(Tone::Plain, INDENT, format!("{}: {value}{unit}", item.question.text));
            }
            _ => asked(reel, old, sheet, &item, now),
        }
    }
}

fn asked(reel: &mut Reel, old: &OldScreening, sheet: &Sheet, item: &Item<'_>, now: DateTime<Utc>) {
    let row = item.row.map_or(String::new(), |row| format!("{row}. "));
    reel.add(Tone::Plain, INDENT, format!("{row}{}", item.question.text));
    let Some(answer) = sheet.answer(item) else {
        reel.add(Tone::Warn, ANSWER, "no answer");
        return;
    };
    reel.add(Tone::Heading, ANSWER, said(item.question, answer));
    reel.add(Tone::Aside, ANSWER, beside(old, &item.key(), item.question, answer, now));
    if let Some(note) = &answer.note {
        reel.add(Tone::Plain, ANSWER, format!("Note: {note}"));
    }
}

/// The answer in words, with what an option asked for.
fn said(question: &Question, answer: &Answer) -> String {
    let option = |code: &str| {
        let found = question.option(code);
        let worth =
            found.and_then(|o| o.value).filter(|_| !matches!(question.kind, Kind::YesNo | Kind::Scale(_)));
        let worth = worth.map_or(String::new(), |value| format!(" ({value})"));
        found.map_or_else(|| code.to_owned(), |o| format!("{}{worth}", o.text))
    };
    let words = answer_words(answer, &option);
    let unit = match (&question.kind, answer.value()) {
        (Kind::Number(rule), Some(Value::Number(_))) => rule.unit.as_ref(),
        _ => None,
    };
    let unit = unit.map_or(String::new(), |unit| format!(" {unit}"));
    match &answer.specified {
        Some(specified) => format!("{words}{unit}: {specified}"),
        None => format!("{words}{unit}"),
    }
}

/// From whom it is known, who wrote it, when, and where it was offered from.
fn beside(old: &OldScreening, key: &str, question: &Question, answer: &Answer, now: DateTime<Utc>) -> String {
    let mut parts = vec![answer.source.unwrap_or(question.source).words().to_owned()];
    if let Some(given) = old.given.get(key) {
        parts.push(format!("{} {}", given.by, near(given.at, now)));
    }
    if let crate::domain::answer::State::Unable { retry_at: Some(at), .. } = &answer.state {
        parts.push(format!("try again {}", hhmm(*at)));
    }
    if let Some(from) = &answer.prefilled_from {
        parts.push(format!("confirmed as offered from {from}"));
    }
    parts.join(", ")
}

/// A form whose text of then this program cannot read: what is stored, by key.
fn bare(reel: &mut Reel, old: &OldScreening, now: DateTime<Utc>) {
    reel.add(Tone::Plain, 0, "");
    if !old.answers.is_empty() {
        let why =
            "The form's text of then cannot be read any more. The answers stand here as they are stored.";
        reel.add(Tone::Warn, 0, why);
    }
    for (key, answer) in &old.answers {
        let by = old.given.get(key).map_or(String::new(), |g| format!(" ({} {})", g.by, near(g.at, now)));
        reel.add(Tone::Plain, INDENT, format!("{key}: {}{by}", answer_words(answer, &str::to_owned)));
        if let Some(note) = &answer.note {
            reel.add(Tone::Plain, ANSWER, format!("Note: {note}"));
        }
    }
}

fn foot(reel: &mut Reel, old: &OldScreening) {
    let Some(form) = old.sheet.as_ref().map(Sheet::form) else { return };
    reel.add(Tone::Plain, 0, "");
    if let Some(words) = old.wording.words() {
        let tone = if old.wording.is_settled() { Tone::Aside } else { Tone::Warn };
        reel.add(tone, 0, words);
    }
    reel.add(Tone::Aside, 0, form.licence.clone());
    if let Some(source) = &form.source {
        reel.add(Tone::Aside, 0, format!("Source: {source}"));
    }
}
