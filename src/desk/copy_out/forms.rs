//! A finished form in lines: its results, then what was asked and what was said.

use super::lines::Lines;
use crate::desk::record::answer_words;
use crate::desk::screening::OldScreening;
use crate::desk::{Desk, DeskError};
use crate::domain::answer::{Answer, Value};
use crate::domain::episode::{Episode, ScreeningStatus};
use crate::domain::event::Score;
use crate::domain::ids::ScreeningId;
use crate::domain::time::full;
use crate::forms::{Item, Kind, Question, Sheet};

impl Desk {
    pub(super) fn screening_text(&self, episode: &Episode, id: ScreeningId) -> Result<String, DeskError> {
        let mut lines = Lines::default();
        self.whose(&mut lines, episode, "Form");
        self.form(&mut lines, episode, id)?;
        Ok(lines.text())
    }

    /// One form with its results and answers.
    pub(super) fn form(
        &self,
        lines: &mut Lines,
        episode: &Episode,
        id: ScreeningId,
    ) -> Result<(), DeskError> {
        let old = self.read_screening(episode.id, id)?;
        lines.heading(&old.screening.title);
        let ended = match &old.screening.status {
            ScreeningStatus::Finished { at, complete: true, .. } => format!("finished {}", full(*at)),
            ScreeningStatus::Finished { at, .. } => format!("finished {}, INCOMPLETE", full(*at)),
            ScreeningStatus::SetAside { at, state, reason, .. } => format!("{state} {}: {reason}", full(*at)),
            ScreeningStatus::Draft => "not finished".to_owned(),
        };
        lines.paragraph("", &format!("Version {}, {ended}", old.screening.version));
        if let Some(amends) = &old.screening.amends {
            lines.pair("Amended", &amends.reason);
        }
        results(lines, &old);
        match &old.sheet {
            Some(sheet) => answers(lines, sheet),
            None => {
                for (key, answer) in &old.answers {
                    lines.paragraph("", &format!("{key}: {}", answer_words(answer, &str::to_owned)));
                }
            }
        }
        if let Some(words) = old.wording.words().filter(|_| !old.wording.is_settled()) {
            lines.paragraph("", &words);
        }
        Ok(())
    }
}

/// The scores as they stood when the form was finished.
fn results(lines: &mut Lines, old: &OldScreening) {
    let ScreeningStatus::Finished { scores, .. } = &old.screening.status else { return };
    for score in scores {
        let form = old.sheet.as_ref().map(Sheet::form);
        let known = form.and_then(|form| form.scores.iter().find(|known| known.id == score.id));
        let title = known.map_or(score.id.as_str(), |known| known.title.as_str());
        lines.paragraph("", &format!("RESULT {title}: {}", came_to(score)));
    }
}

/// A score in words; an incomplete one never reads as a whole one.
fn came_to(score: &Score) -> String {
    let band = score.band.as_ref().map_or(String::new(), |band| format!(", {band}"));
    match (score.value, score.floor, score.ceiling) {
        (Some(value), ..) => format!("{value}{band}"),
        (None, Some(floor), Some(ceiling)) if score.band.is_none() => {
            format!("not complete: at least {floor}, at most {ceiling}")
        }
        _ => score.band.clone().unwrap_or_else(|| "no result".to_owned()),
    }
}

fn answers(lines: &mut Lines, sheet: &Sheet) {
    let mut section = None;
    for item in sheet.shown() {
        if section != Some(item.question.section) {
            section = Some(item.question.section);
            if let Some(found) = sheet.form().section_of(item.question) {
                lines.paragraph("", &format!("[{}]", found.title));
            }
        }
        match &item.question.kind {
            Kind::Note => {}
            Kind::Computed(computed) => {
                let value =
                    sheet.computed(&item.key()).map_or_else(|| "not known".to_owned(), |n| n.to_string());
                let unit = computed.unit.as_deref().unwrap_or_default();
                lines.paragraph("  ", &format!("{}: {value} {unit}", item.question.text));
            }
            _ => answer(lines, sheet, &item),
        }
    }
}

fn answer(lines: &mut Lines, sheet: &Sheet, item: &Item<'_>) {
    let row = item.row.map_or(String::new(), |row| format!("{row}. "));
    let answer = sheet.answer(item);
    let said = answer.map_or_else(|| "no answer".to_owned(), |answer| said(item.question, answer));
    lines.paragraph("  ", &format!("{row}{}", item.question.text));
    lines.paragraph("    > ", &said);
    if let Some(note) = answer.and_then(|answer| answer.note.as_ref()) {
        lines.paragraph("    ", &format!("Note: {note}"));
    }
}

/// The answer in words, with what an option asked for and the unit.
fn said(question: &Question, answer: &Answer) -> String {
    let option = |code: &str| {
        let found = question.option(code);
        found.map_or_else(|| code.to_owned(), |option| option.text.clone())
    };
    let unit = match (&question.kind, answer.value()) {
        (Kind::Number(rule), Some(Value::Number(_))) => rule.unit.as_deref().unwrap_or_default(),
        _ => "",
    };
    let words = format!("{} {unit}", answer_words(answer, &option));
    match &answer.specified {
        Some(specified) => format!("{}: {specified}", words.trim_end()),
        None => words.trim_end().to_owned(),
    }
}
