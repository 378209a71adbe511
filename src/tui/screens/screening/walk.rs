//! Moving over the form: questions in order, and the last row. Nothing blocks moving.

use super::ScreeningScreen;
use super::send::{Then, Waiting};
use crate::desk::screening::OpenScreening;

/// What the keys act on.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Focus {
    /// A question, by its place in the form.
    Question(usize),
    /// The row after the last question: what is left, the scores, finishing.
    End,
}

/// Where a form is taken up.
pub(super) fn start(open: &OpenScreening) -> Focus {
    let sheet = open.sheet();
    let next = sheet.next_unanswered(open.last_question.as_deref());
    next.map_or(Focus::End, |question| Focus::Question(question.place))
}

impl ScreeningScreen {
    /// The places of the questions shown now, notes left out.
    fn places(&self) -> Vec<usize> {
        let sheet = self.open.sheet();
        sheet.shown.iter().filter(|question| question.takes_answer()).map(|question| question.place).collect()
    }

    pub(super) fn go_down(&mut self) {
        if let Focus::Question(here) = self.focus {
            self.focus = question_or_end(self.places().into_iter().find(|place| *place > here));
        }
    }

    pub(super) fn go_up(&mut self) {
        let places = self.places();
        let before = match self.focus {
            Focus::Question(here) => places.into_iter().rfind(|place| *place < here),
            Focus::End => places.last().copied(),
        };
        if let Some(place) = before {
            self.focus = Focus::Question(place);
        }
    }

    /// To the next unanswered question; after the last one again from the first.
    pub(super) fn go_to_unanswered(&mut self) {
        let after = self.question().map(|question| question.id.clone());
        let sheet = self.open.sheet();
        let next = sheet.next_unanswered(after.as_deref()).map(|question| question.place);
        self.focus = question_or_end(next);
    }

    /// To the first question that finishing asks for.
    pub(super) fn go_to_required(&mut self) {
        let first = self.open.sheet().required_left.first().map(|question| question.place);
        self.focus = question_or_end(first);
    }

    pub(super) fn go_to_end(&mut self) {
        self.focus = Focus::End;
    }

    /// To the first question of the next section.
    pub(super) fn next_section(&mut self) {
        let Focus::Question(here) = self.focus else { return };
        let current = self.section_at(here);
        let next = self.places().into_iter().find(|p| *p > here && self.section_at(*p) != current);
        self.focus = question_or_end(next);
    }

    /// To the first question of this section, and from there of the one before.
    pub(super) fn section_before(&mut self) {
        let places = self.places();
        let back = match self.focus {
            Focus::Question(here) => places.iter().copied().rfind(|place| *place < here),
            Focus::End => places.last().copied(),
        };
        let Some(back) = back else { return };
        let section = self.section_at(back);
        let first = places.into_iter().find(|place| self.section_at(*place) == section);
        self.focus = Focus::Question(first.unwrap_or(back));
    }

    fn section_at(&self, place: usize) -> Option<usize> {
        self.open.form.questions.get(place).map(|question| question.section)
    }

    /// After an answer: to the next unanswered question that follows, or to the last row.
    pub(super) fn move_on(&mut self, stored: &Waiting) {
        let Some(place) = self.open.form.question(&stored.question).map(|question| question.place) else {
            return;
        };
        if stored.then == Then::Stay || self.focus != Focus::Question(place) {
            return;
        }
        let sheet = self.open.sheet();
        let next = sheet.unanswered.iter().find(|question| question.place > place);
        self.focus = question_or_end(next.map(|question| question.place));
    }

    /// Leaves a question that an answer has hidden.
    pub(super) fn settle(&mut self) {
        if let Focus::Question(here) = self.focus
            && !self.places().contains(&here)
        {
            self.prompt = None;
            self.go_down();
        }
    }
}

fn question_or_end(place: Option<usize>) -> Focus {
    place.map_or(Focus::End, Focus::Question)
}
