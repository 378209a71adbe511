//! Keys: an option's own key first, then the table's acts, then typing.

use std::sync::Arc;

use chrono::NaiveDateTime;

use super::prompt::Prompt;
use super::send::Then;
use super::walk::Focus;
use super::{ScreeningScreen, Tone};
use crate::domain::answer::{State, Value};
use crate::forms::{Choice, Item, Kind, Question};
use crate::tui::effect::{Ask, Deed, Effect, Go};
use crate::tui::input::{Input, Key};
use crate::tui::keymap::{Act, Context, resolve};
use crate::tui::widgets::card::Heard;

const TOO_LONG: &str = "That was too long: only its beginning was kept.";

impl ScreeningScreen {
    /// Hears one input; `now` is local time.
    pub fn update(&mut self, input: &Input, now: NaiveDateTime) -> Vec<Effect> {
        self.now = Some(now);
        match input {
            Input::Key(key) => {
                self.message = None;
                if *key != Key::Esc {
                    self.warned = false;
                }
                self.press(*key)
            }
            Input::Paste(text) => {
                self.message = None;
                self.paste(text);
                Vec::new()
            }
            Input::Resize(columns, rows) => {
                self.size = (*columns, *rows);
                Vec::new()
            }
            Input::Tick | Input::Repeat(_) => Vec::new(),
        }
    }

    fn press(&mut self, key: Key) -> Vec<Effect> {
        let context = self.context();
        if context == Context::ScreeningAsk {
            return match resolve(context, key) {
                Some(act @ (Act::Cancel | Act::Clear | Act::Submit)) => self.prompt_act(act),
                Some(act) => self.act(act),
                None => self.prompt_key(key),
            };
        }
        let form = Arc::clone(self.open.form());
        let Some(item) = self.focused(&form) else {
            return resolve(context, key).map_or_else(Vec::new, |act| self.act(act));
        };
        if let Some(option) = option_of(item.question, key) {
            return self.choose(&item, option);
        }
        if key == Key::Enter
            && let Some(effects) = self.take_offer(&item)
        {
            return effects;
        }
        // In several lines the arrows move the cursor until they reach an edge.
        let moves_cursor = context == Context::ScreeningLong && matches!(key, Key::Up | Key::Down);
        if moves_cursor && self.edit(&item, key) {
            return Vec::new();
        }
        match resolve(context, key) {
            Some(act) => return self.act(act),
            None if context.types() => {
                self.edit(&item, key);
            }
            None => self.no_such_key(key),
        }
        Vec::new()
    }

    /// Edits what is typed on a question; returns whether the key did anything.
    fn edit(&mut self, item: &Item<'_>, key: Key) -> bool {
        let Some(mut draft) = self.draft_of(item) else { return false };
        let heard = draft.key(key);
        match heard {
            Heard::Ignored | Heard::NoOption => return false,
            Heard::Shortened => self.say(Tone::Warning, TOO_LONG),
            Heard::Edited | Heard::Done => {}
        }
        self.drafts.insert(item.key(), draft);
        true
    }

    fn paste(&mut self, text: &str) {
        if self.prompt.is_some() {
            return self.prompt_paste(text);
        }
        let form = Arc::clone(self.open.form());
        let item = self.focused(&form);
        let Some((item, mut draft)) = item.and_then(|item| Some((item, self.draft_of(&item)?))) else {
            return self.say(Tone::Note, "Nothing was pasted: this question is answered by a key.");
        };
        match draft.paste(text) {
            Heard::Ignored | Heard::NoOption => {
                return self.say(Tone::Note, "Nothing was pasted: this question is answered by keys.");
            }
            Heard::Shortened => self.say(Tone::Warning, TOO_LONG),
            Heard::Edited | Heard::Done => {}
        }
        self.drafts.insert(item.key(), draft);
    }

    /// An option's key: answers at once, ticks where several may be taken, or asks for its words.
    fn choose(&mut self, item: &Item<'_>, option: &Choice) -> Vec<Effect> {
        if !self.open.sheet.options(item).any(|offered| offered.code == option.code) {
            self.say(Tone::Note, format!("\"{}\" is not offered here now.", option.text));
            return Vec::new();
        }
        let one = item.question.takes_one_option();
        let ticked = self.draft_of(item).is_some_and(|draft| draft.ticked(&option.code));
        if option.specify && (one || !ticked) {
            self.ask_words_for(item, option);
            return Vec::new();
        }
        if one {
            let value = Value::Choice(option.code.clone());
            return self.store(item, State::Answered { value }, Then::Advance);
        }
        if let Some(mut draft) = self.draft_of(item) {
            draft.tick(item.question, option);
            if option.specify {
                self.beside(&item.key()).words = None;
            }
            self.drafts.insert(item.key(), draft);
        }
        Vec::new()
    }

    fn no_such_key(&mut self, key: Key) {
        if let Key::Char(pressed) = key {
            self.say(Tone::Note, format!("No answer here has the key {pressed}."));
        }
    }

    fn act(&mut self, act: Act) -> Vec<Effect> {
        match act {
            Act::Help => vec![Effect::Help(self.context())],
            Act::Repaint => vec![Effect::Repaint],
            Act::Tell => self.tell(),
            Act::Lock => {
                let mut effects = self.leave();
                effects.push(Effect::Lock);
                effects
            }
            Act::Back => self.pause(),
            Act::Finish => self.finish(),
            Act::SetAside => self.set_aside(),
            Act::ExplainCtrlC => {
                self.say(Tone::Note, "Ctrl-C does nothing here: Esc pauses the screening.");
                Vec::new()
            }
            Act::NextQuestion => self.walk(Self::go_down),
            Act::PreviousQuestion => self.walk(Self::go_up),
            Act::PageDown if self.focus == Focus::End => self.scroll_on(),
            Act::PageUp if self.scrolled > 0 => self.scroll_back(),
            Act::PageDown => self.walk(Self::next_section),
            Act::PageUp => self.walk(Self::section_before),
            Act::NextUnanswered => self.walk(Self::go_to_unanswered),
            Act::Undo => self.take_back(),
            Act::Submit if self.focus == Focus::End => self.finish(),
            _ => self.act_on_question(act),
        }
    }

    fn act_on_question(&mut self, act: Act) -> Vec<Effect> {
        let form = Arc::clone(self.open.form());
        let Some(item) = self.focused(&form) else {
            self.say(Tone::Note, "This is the review: no question stands here. Up goes back.");
            return Vec::new();
        };
        let group = matches!(item.question.kind, Kind::Group(_));
        match act {
            Act::Submit if group => return self.leave_group(&item),
            Act::Submit => return self.confirm(&item),
            Act::Decline => return self.store(&item, State::Declined, Then::Advance),
            Act::NotAsked => return self.store(&item, State::NotAsked, Then::Advance),
            Act::DoesNotKnow => return self.store(&item, State::DoesNotKnow, Then::Advance),
            Act::Unable => self.prompt = Some(Prompt::Reason),
            Act::Source => self.prompt = Some(Prompt::Source),
            Act::Note => self.ask_note(&item),
            Act::AddRow => return self.add_row(&item),
            Act::NoRows => return self.no_rows(&item),
            Act::RemoveRow => self.ask_remove(&item),
            Act::Answer(digit) => self.say(Tone::Note, format!("No answer here has the key {digit}.")),
            _ => {}
        }
        Vec::new()
    }

    /// Stores what is ticked or typed if it can be, and moves either way.
    fn walk(&mut self, go: fn(&mut Self)) -> Vec<Effect> {
        let effects = self.leave();
        go(self);
        effects
    }

    fn tell(&mut self) -> Vec<Effect> {
        let Some(flag) = self.flags.first().map(|flag| flag.flag) else {
            self.say(Tone::Note, "No red flag is open on this screening.");
            return Vec::new();
        };
        vec![Effect::Go(Go::Ask(Ask::Tell { episode: self.open.episode, flag: Some(flag) }))]
    }

    fn set_aside(&mut self) -> Vec<Effect> {
        let (episode, form) = (self.open.episode, self.open.form().id.clone());
        let mut effects = self.leave();
        effects.push(Effect::Go(Go::Ask(Ask::SetAside { episode, form })));
        effects
    }

    /// Leaves, unless something would be lost: that is stored first, or told once.
    fn pause(&mut self) -> Vec<Effect> {
        if self.warned {
            return vec![Effect::Do(Box::new(Deed::PauseScreening))];
        }
        let stored = self.leave();
        if !stored.is_empty() {
            self.say(Tone::Note, "What you had typed is stored. Esc again pauses the screening.");
            return stored;
        }
        let lost = self.unstored_count();
        if lost == 0 {
            return vec![Effect::Do(Box::new(Deed::PauseScreening))];
        }
        self.warned = true;
        let what = if lost == 1 { "1 question holds" } else { &format!("{lost} questions hold") };
        let text =
            format!("{what} something that is not saved. Esc again leaves without it; any other key stays.");
        self.say(Tone::Warning, text);
        Vec::new()
    }

    /// On the review finishes, or goes to what is in the way; from elsewhere goes to the review.
    fn finish(&mut self) -> Vec<Effect> {
        if self.focus != Focus::End {
            return self.walk(Self::go_to_end);
        }
        if let Some(focus) = self.first_unstored() {
            self.focus = focus;
            self.say(Tone::Warning, "Something here is not saved: answer the question, or clear it.");
            return Vec::new();
        }
        if self.open.sheet.can_finish() {
            return vec![Effect::Do(Box::new(Deed::FinishScreening))];
        }
        self.go_to_hindrance();
        Vec::new()
    }
}

/// The option a key chooses: the one that shows it, and 1 and 2 for yes and no.
fn option_of(question: &Question, key: Key) -> Option<&Choice> {
    let Key::Char(pressed) = key else { return None };
    let digit = || match (&question.kind, pressed) {
        (Kind::YesNo, '1') => question.option("yes"),
        (Kind::YesNo, '2') => question.option("no"),
        _ => None,
    };
    question.option_by_key(pressed).or_else(digit)
}
