//! What is asked about a question in its own place: a note, a reason, a time to try again.

use super::send::Then;
use super::{ScreeningScreen, Tone};
use crate::domain::answer::{Answer, State, UnableReason};
use crate::domain::text::clean_line;
use crate::domain::time::from_local;
use crate::forms::Question;
use crate::tui::effect::Effect;
use crate::tui::input::Key;
use crate::tui::keymap::Act;
use crate::tui::widgets::line_edit::LineEdit;
use crate::tui::widgets::when::{Bias, HOW, parse_when};

/// The keys of the reasons, in their order.
const KEYS: &str = "123456789ab";

/// Something asked about the question in focus.
#[derive(Clone)]
pub(super) enum Prompt {
    /// A note to keep beside the answer.
    Note(LineEdit),
    /// Why it could not be asked: one key.
    Reason,
    /// The other reason, in words.
    Why(LineEdit),
    /// When to try again.
    Retry(UnableReason, LineEdit),
}

impl Prompt {
    /// The line being typed, where there is one.
    pub(super) fn line(&self) -> Option<&LineEdit> {
        match self {
            Self::Note(line) | Self::Why(line) | Self::Retry(_, line) => Some(line),
            Self::Reason => None,
        }
    }

    fn line_mut(&mut self) -> Option<&mut LineEdit> {
        match self {
            Self::Note(line) | Self::Why(line) | Self::Retry(_, line) => Some(line),
            Self::Reason => None,
        }
    }

    /// What is asked.
    pub(super) fn words(&self) -> String {
        match self {
            Self::Note(_) => "Note, kept beside the answer. Enter keeps it.".to_owned(),
            Self::Reason => "Why could it not be asked? One key:".to_owned(),
            Self::Why(_) => "Which other reason? Enter goes on.".to_owned(),
            Self::Retry(reason, _) => {
                format!(
                    "Could not: {}. Try again at, such as +30 or 20:15? Enter alone: no time.",
                    reason.words()
                )
            }
        }
    }
}

/// The reasons with the key of each.
pub(super) fn reasons() -> impl Iterator<Item = (char, UnableReason)> {
    KEYS.chars().zip(UnableReason::ALL)
}

impl ScreeningScreen {
    pub(super) fn ask_note(&mut self, question: &Question) {
        let note = self.note_of(&question.id).unwrap_or_default();
        self.prompt = Some(Prompt::Note(LineEdit::new(&note)));
    }

    pub(super) fn ask_reason(&mut self) {
        self.prompt = Some(Prompt::Reason);
    }

    /// A key while something is asked, where it is no act of the table.
    pub(super) fn prompt_key(&mut self, key: Key) {
        let Some(prompt) = &mut self.prompt else { return };
        if let Some(line) = prompt.line_mut() {
            line.key(key);
            return;
        }
        let Key::Char(pressed) = key else { return };
        match reasons().find(|(known, _)| *known == pressed.to_ascii_lowercase()) {
            Some((_, UnableReason::Other)) => {
                let written = self.question().and_then(|question| self.note_of(&question.id));
                self.prompt = Some(Prompt::Why(LineEdit::new(&written.unwrap_or_default())));
            }
            Some((_, reason)) => self.prompt = Some(Prompt::Retry(reason, LineEdit::default())),
            None => self.say(Tone::Warning, format!("No reason has the key {pressed}. Esc goes back.")),
        }
    }

    pub(super) fn prompt_paste(&mut self, text: &str) {
        if let Some(line) = self.prompt.as_mut().and_then(Prompt::line_mut) {
            line.insert(text.trim_end_matches('\n'));
        }
    }

    /// An act of the table while something is asked; the rest is heard by everything.
    pub(super) fn prompt_act(&mut self, act: Act) -> Vec<Effect> {
        match act {
            Act::Cancel => self.prompt = None,
            Act::Clear => {
                if let Some(line) = self.prompt.as_mut().and_then(Prompt::line_mut) {
                    line.wipe();
                }
            }
            Act::Submit => return self.prompt_done(),
            _ => {}
        }
        Vec::new()
    }

    fn prompt_done(&mut self) -> Vec<Effect> {
        let form = std::sync::Arc::clone(&self.open.form);
        let question = self.question().and_then(|question| form.question(&question.id));
        let (Some(question), Some(prompt)) = (question, self.prompt.clone()) else { return Vec::new() };
        let typed = prompt.line().map(|line| clean_line(&line.text())).unwrap_or_default();
        match &prompt {
            Prompt::Reason => {
                self.say(Tone::Warning, "Press the key of a reason; Esc goes back.");
                Vec::new()
            }
            Prompt::Note(_) => self.keep_note(question, typed, prompt),
            Prompt::Why(_) if typed.is_empty() => {
                self.say(Tone::Warning, "Write the reason in a few words, or Esc to go back.");
                Vec::new()
            }
            Prompt::Why(_) => {
                self.notes.insert(question.id.clone(), typed);
                self.prompt = Some(Prompt::Retry(UnableReason::Other, LineEdit::default()));
                Vec::new()
            }
            Prompt::Retry(reason, _) => self.unable(question, *reason, &typed, prompt.clone()),
        }
    }

    fn keep_note(&mut self, question: &Question, note: String, prompt: Prompt) -> Vec<Effect> {
        let unchanged = self.note_of(&question.id).unwrap_or_default() == note;
        self.prompt = None;
        if unchanged {
            return Vec::new();
        }
        self.notes.insert(question.id.clone(), note.clone());
        let Some(stored) = self.open.answers.get(&question.id) else {
            self.say(Tone::Note, "The note is kept here and is saved when the question is answered.");
            return Vec::new();
        };
        let answer = Answer { state: stored.state.clone(), note: Some(note).filter(|note| !note.is_empty()) };
        self.send(question, answer, Then::Stay, Some(prompt))
    }

    fn unable(
        &mut self,
        question: &Question,
        reason: UnableReason,
        typed: &str,
        prompt: Prompt,
    ) -> Vec<Effect> {
        let retry_at = match self.retry(typed) {
            Ok(retry_at) => retry_at,
            Err(why) => {
                self.say(Tone::Warning, why);
                return Vec::new();
            }
        };
        self.prompt = None;
        let answer = Answer { state: State::Unable { reason, retry_at }, note: self.note_of(&question.id) };
        self.send(question, answer, Then::Advance, Some(prompt))
    }

    /// The time to try again as typed; it lies ahead.
    fn retry(&self, typed: &str) -> Result<Option<chrono::DateTime<chrono::Utc>>, String> {
        let (false, Some(now)) = (typed.is_empty(), self.now) else { return Ok(None) };
        let at =
            parse_when(typed, now, Bias::Future).map_err(|_why| format!("\"{typed}\" is no time: {HOW}."))?;
        if at < now {
            return Err("A time to try again lies ahead: write +30 or 20:15.".to_owned());
        }
        Ok(Some(from_local(at)))
    }

    /// What the time typed means, once it means something.
    pub(super) fn retry_preview(&self) -> Option<String> {
        let Some(Prompt::Retry(_, line)) = &self.prompt else { return None };
        let at = parse_when(&line.text(), self.now?, Bias::Future).ok()?;
        Some(crate::tui::widgets::when::written(at, self.now?))
    }
}
