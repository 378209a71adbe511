//! What is wrong with the answers: said at the question at once, and asked about by finishing.

use ratatui::text::Span;

use super::page::Page;
use super::walk::{Focus, Spot};
use super::{ScreeningScreen, Tone};
use crate::forms::{Check, Item, Level};

impl ScreeningScreen {
    /// The checks that find something wrong with this question, strictest as the form has them.
    fn checks_of<'s>(&'s self, item: &Item<'_>) -> impl Iterator<Item = &'s Check> {
        let place = item.question.place;
        self.open.sheet.checks().filter(move |check| check.place == place)
    }

    /// Whether finishing asks about this check: a note settles a warning.
    fn stands(&self, check: &Check) -> bool {
        self.open.sheet.in_the_way().any(|other| std::ptr::eq(other, check))
    }

    pub(super) fn write_checks(&self, page: &mut Page, item: &Item<'_>) {
        let theme = page.lines.theme;
        for check in self.checks_of(item) {
            let (mark, style) = match check.level {
                Level::Refuse => ("      !! ", theme.urgent()),
                Level::Warn => ("      ! ", theme.warn()),
            };
            let words = format!("{} {}", check.words, self.remedy(check));
            page.lines.hang(Span::styled(mark, style), &words, style);
        }
    }

    /// What settles a check.
    fn remedy(&self, check: &Check) -> String {
        match check.level {
            Level::Refuse => "Put it right before finishing.".to_owned(),
            Level::Warn if !self.stands(check) => "Your note says why it stands.".to_owned(),
            Level::Warn => {
                let question = self.open.form().questions.get(check.place);
                let key = question.map_or("m".to_owned(), super::entry::note_key);
                format!("Change it, or write why it stands: {key} note.")
            }
        }
    }

    /// For the review: each check with its question's number, and whether it is in the way.
    pub(super) fn write_all_checks(&self, page: &mut Page) {
        let theme = page.lines.theme;
        if self.open.sheet.checks().next().is_none() {
            return;
        }
        page.lines.text(1, "CHECKS", theme.label());
        for check in self.open.sheet.checks() {
            let number = self.number_at(check.place);
            let (mark, style) = match (check.level, self.stands(check)) {
                (Level::Refuse, _) => ("!!", theme.urgent()),
                (Level::Warn, true) => ("!", theme.warn()),
                (Level::Warn, false) => ("ok", theme.ok()),
            };
            let words = format!("{} {}", check.words, self.remedy(check));
            page.lines.hang(Span::styled(format!("   {mark:>2} {number:<4} "), style), &words, style);
        }
    }

    /// To the first thing that keeps the form from being finished, and says what it is.
    pub(super) fn go_to_hindrance(&mut self) {
        let needed = self.open.sheet.required_left().next().map(|item| Spot::of(&item));
        if needed.is_some() {
            self.go_to(needed);
            return self.say(Tone::Note, "Answer, or say why there is no answer; then it can be finished.");
        }
        let Some(check) = self.open.sheet.in_the_way().next() else { return };
        let (place, text) = (check.place, format!("{} {}", check.words, self.remedy(check)));
        let spot = self.nearest(place);
        self.focus = spot.map_or(Focus::End, Focus::Question);
        self.say(Tone::Warning, text);
    }

    /// The question at this place, or the last one before it that takes an answer.
    fn nearest(&self, place: usize) -> Option<Spot> {
        let mut asked = self.open.sheet.questions().filter(|item| item.question.place <= place);
        asked.next_back().map(|item| Spot::of(&item))
    }
}
