//! What is asked about a question in its own place: a note, a reason, a time, a source, words.

use std::sync::Arc;

use super::ScreeningScreen;
use super::send::Then;
use crate::domain::answer::{Answer, Source, State, UnableReason, Value};
use crate::domain::text::clean_line;
use crate::domain::time::from_local;
use crate::forms::{Choice, Item, Kind};
use crate::tui::effect::Effect;
use crate::tui::input::Key;
use crate::tui::keymap::Act;
use crate::tui::screens::screening::Tone;
use crate::tui::widgets::line_edit::LineEdit;
use crate::tui::widgets::when::{Bias, HOW, parse_when};

/// The keys of what can be picked, in order.
const KEYS: &str = "1234567890abcdefghijklmnopqrstuvwxyz";
/// The keys of the reasons, in their order.
const REASON_KEYS: &str = "123456789ab";

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
    /// Where the answer is from: one key.
    Source,
    /// The words of the option with this code.
    Words(String, LineEdit),
    /// Which row to remove: one key.
    Which,
    /// Whether to remove the row of this number: one key.
    Remove(u32),
}

impl Prompt {
    /// The line being typed, where there is one.
    pub(super) fn line(&self) -> Option<&LineEdit> {
        match self {
            Self::Note(line) | Self::Why(line) | Self::Retry(_, line) | Self::Words(_, line) => Some(line),
            Self::Reason | Self::Source | Self::Which | Self::Remove(_) => None,
        }
    }

    pub(super) fn line_mut(&mut self) -> Option<&mut LineEdit> {
        match self {
            Self::Note(line) | Self::Why(line) | Self::Retry(_, line) | Self::Words(_, line) => Some(line),
            Self::Reason | Self::Source | Self::Which | Self::Remove(_) => None,
        }
    }
}

/// The reasons with the key of each.
fn reasons() -> impl Iterator<Item = (char, UnableReason)> {
    REASON_KEYS.chars().zip(UnableReason::ALL)
}

fn sources() -> impl Iterator<Item = (char, Source)> {
    KEYS.chars().zip(Source::ALL)
}

impl ScreeningScreen {
    /// What is asked, in words.
    pub(super) fn prompt_words(&self, item: &Item<'_>, prompt: &Prompt) -> String {
        match prompt {
            Prompt::Note(_) => "Note, kept beside the answer. Enter keeps it.".to_owned(),
            Prompt::Reason => "Why could it not be asked? One key:".to_owned(),
            Prompt::Why(_) => "Which other reason? Enter goes on.".to_owned(),
            Prompt::Retry(reason, _) => {
                let reason = reason.words();
                format!("Could not: {reason}. Try again at, such as +30 or 20:15? Enter alone: no time.")
            }
            Prompt::Source => {
                format!("Where is this known from? One key; expected: {}.", item.question.source.words())
            }
            Prompt::Words(code, _) => {
                let option = item.question.option(code).map_or(code.as_str(), |option| option.text.as_str());
                format!("{option} - in words. Enter keeps them; Esc takes nothing.")
            }
            Prompt::Which => format!("Remove which {}? One key:", self.row_kind(item)),
            Prompt::Remove(row) => {
                let name = self.row_name(item, *row);
                format!("Remove {name}? Its answers are kept in the record but no longer count.")
            }
        }
    }

    /// What can be picked by one key.
    pub(super) fn picks(&self, item: &Item<'_>, prompt: &Prompt) -> Vec<(char, String)> {
        match prompt {
            Prompt::Reason => reasons().map(|(key, reason)| (key, reason.words().to_owned())).collect(),
            Prompt::Source => sources().map(|(key, source)| (key, source.words().to_owned())).collect(),
            Prompt::Which => {
                let rows = self.open.sheet.rows(item.question).iter();
                KEYS.chars().zip(rows).map(|(key, row)| (key, self.row_short(item, *row))).collect()
            }
            Prompt::Remove(_) => vec![('y', "remove it".to_owned()), ('n', "keep it".to_owned())],
            _ => Vec::new(),
        }
    }

    pub(super) fn ask_note(&mut self, item: &Item<'_>) {
        let note = self.note_of(&item.key()).unwrap_or_default();
        self.prompt = Some(Prompt::Note(LineEdit::new(&note)));
    }

    /// Opens the line for the words of the option among these that asks for them.
    pub(super) fn ask_words(&mut self, item: &Item<'_>, value: &Value) {
        let codes = match value {
            Value::Choice(code) => std::slice::from_ref(code),
            Value::Choices(codes) => codes.as_slice(),
            _ => &[],
        };
        let option = codes.iter().filter_map(|code| item.question.option(code)).find(|o| o.specify);
        if let Some(option) = option {
            self.ask_words_for(item, option);
        }
    }

    pub(super) fn ask_words_for(&mut self, item: &Item<'_>, option: &Choice) {
        let words = self.words_of(&item.key()).unwrap_or_default();
        self.prompt = Some(Prompt::Words(option.code.clone(), LineEdit::new(&words)));
    }

    /// A key while something is asked, where it is no act of the table.
    pub(super) fn prompt_key(&mut self, key: Key) -> Vec<Effect> {
        if let Some(line) = self.prompt.as_mut().and_then(Prompt::line_mut) {
            line.key(key);
            return Vec::new();
        }
        let form = Arc::clone(self.open.form());
        let (Key::Char(pressed), Some(item), Some(prompt)) = (key, self.focused(&form), self.prompt.clone())
        else {
            return Vec::new();
        };
        self.pick(&item, &prompt, pressed.to_ascii_lowercase())
    }

    fn pick(&mut self, item: &Item<'_>, prompt: &Prompt, pressed: char) -> Vec<Effect> {
        let place = self.picks(item, prompt).iter().position(|(key, _)| *key == pressed);
        let Some(place) = place else {
            self.say(Tone::Warning, format!("Nothing here has the key {pressed}. Esc goes back."));
            return Vec::new();
        };
        match prompt {
            Prompt::Reason => {
                self.prompt = UnableReason::ALL.get(place).map(|reason| match reason {
                    UnableReason::Other => {
                        Prompt::Why(LineEdit::new(&self.note_of(&item.key()).unwrap_or_default()))
                    }
                    reason => Prompt::Retry(*reason, LineEdit::default()),
                });
            }
            Prompt::Source => {
                self.prompt = None;
                return Source::ALL
                    .get(place)
                    .map_or_else(Vec::new, |source| self.keep_source(item, *source));
            }
            Prompt::Which => {
                self.prompt = self.open.sheet.rows(item.question).get(place).copied().map(Prompt::Remove);
            }
            Prompt::Remove(row) => {
                self.prompt = None;
                return if pressed == 'y' { self.remove_row(item, *row) } else { Vec::new() };
            }
            _ => {}
        }
        Vec::new()
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
        let form = Arc::clone(self.open.form());
        let (Some(item), Some(prompt)) = (self.focused(&form), self.prompt.clone()) else {
            return Vec::new();
        };
        let typed = prompt.line().map(|line| clean_line(&line.text())).unwrap_or_default();
        match &prompt {
            Prompt::Reason | Prompt::Source | Prompt::Which | Prompt::Remove(_) => {
                self.say(Tone::Warning, "Press one of the keys shown; Esc goes back.");
                Vec::new()
            }
            Prompt::Note(_) => self.keep_note(&item, typed, prompt),
            Prompt::Why(_) | Prompt::Words(..) if typed.is_empty() => {
                self.say(Tone::Warning, "Write it in a few words, or Esc to go back.");
                Vec::new()
            }
            Prompt::Why(_) => {
                self.beside(&item.key()).note = Some(typed);
                self.prompt = Some(Prompt::Retry(UnableReason::Other, LineEdit::default()));
                Vec::new()
            }
            Prompt::Words(code, _) => self.keep_words(&item, code.clone(), typed, prompt.clone()),
            Prompt::Retry(reason, _) => self.unable(&item, *reason, &typed, prompt.clone()),
        }
    }

    fn keep_note(&mut self, item: &Item<'_>, note: String, prompt: Prompt) -> Vec<Effect> {
        let key = item.key();
        let unchanged = self.note_of(&key).unwrap_or_default() == note;
        self.prompt = None;
        if unchanged {
            return Vec::new();
        }
        self.beside(&key).note = Some(note.clone());
        let Some(stored) = self.stored(&key) else {
            self.say(Tone::Note, "The note is kept here and is saved when the question is answered.");
            return Vec::new();
        };
        let answer = stored.clone().with_note(Some(note));
        self.send(item, answer, Then::Stay, Some(prompt))
    }

    /// Keeps where an answer is from: with the answer, or until there is one.
    fn keep_source(&mut self, item: &Item<'_>, source: Source) -> Vec<Effect> {
        let key = item.key();
        self.beside(&key).source = Some(source);
        let Some(stored) = self.stored(&key) else {
            let words = source.words();
            self.say(Tone::Note, format!("From: {words}. It is saved when the question is answered."));
            return Vec::new();
        };
        let source = Some(source).filter(|source| *source != item.question.source);
        let answer = Answer { source, ..stored.clone() };
        self.send(item, answer, Then::Stay, None)
    }

    /// Takes the option with its words: a choice is answered by it, among several it is ticked.
    fn keep_words(&mut self, item: &Item<'_>, code: String, words: String, prompt: Prompt) -> Vec<Effect> {
        self.prompt = None;
        self.beside(&item.key()).words = Some(words);
        if matches!(item.question.kind, Kind::Choices) {
            if let (Some(mut draft), Some(option)) = (self.draft_of(item), item.question.option(&code)) {
                if !draft.ticked(&code) {
                    draft.tick(item.question, option);
                }
                self.drafts.insert(item.key(), draft);
            }
            return Vec::new();
        }
        let answer = self.dressed(item, State::Answered { value: Value::Choice(code) });
        self.send(item, answer, Then::Advance, Some(prompt))
    }

    fn unable(&mut self, item: &Item<'_>, reason: UnableReason, typed: &str, prompt: Prompt) -> Vec<Effect> {
        let retry_at = match self.retry(typed) {
            Ok(retry_at) => retry_at,
            Err(why) => {
                self.say(Tone::Warning, why);
                return Vec::new();
            }
        };
        self.prompt = None;
        let answer = self.dressed(item, State::Unable { reason, retry_at });
        self.send(item, answer, Then::Advance, Some(prompt))
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
