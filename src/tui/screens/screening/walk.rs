//! Moving over the form: questions in order, and the review behind them. Nothing blocks moving.

use super::ScreeningScreen;
use super::send::{Then, Waiting};
use crate::desk::screening::OpenScreening;
use crate::forms::{Form, Item, Kind};

/// A question as it is asked: by its place in the form, and the row of its group.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Spot {
    pub(super) place: usize,
    pub(super) row: Option<u32>,
}

impl Spot {
    pub(super) fn of(item: &Item<'_>) -> Self {
        Self { place: item.question.place, row: item.row }
    }

    /// What stands there in the form.
    pub(super) fn item(self, form: &Form) -> Option<Item<'_>> {
        form.questions.get(self.place).map(|question| Item { question, row: self.row })
    }

    /// Where it stands among all others: a group's rows come after the group.
    fn order(self, form: &Form) -> (usize, u32, usize) {
        let group = form.questions.get(self.place).and_then(|question| question.group);
        (group.unwrap_or(self.place), self.row.unwrap_or(0), self.place)
    }
}

/// What the keys act on.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Focus {
    /// A question.
    Question(Spot),
    /// The review after the last question: what is left, the scores, finishing.
    End,
}

/// Where a form is taken up.
pub(super) fn start(open: &OpenScreening) -> Focus {
    let next = open.sheet.next_unanswered(open.last_question.as_deref());
    next.map_or(Focus::End, |item| Focus::Question(Spot::of(&item)))
}

impl ScreeningScreen {
    /// The questions asked now, notes left out.
    fn spots(&self) -> impl DoubleEndedIterator<Item = Spot> {
        self.open.sheet.questions().map(|item| Spot::of(&item))
    }

    /// The questions asked after this one, which itself may be hidden by now.
    fn after(&self, here: Spot) -> Vec<Spot> {
        let spots: Vec<Spot> = self.spots().collect();
        match spots.iter().position(|spot| *spot == here) {
            Some(at) => spots.into_iter().skip(at + 1).collect(),
            None => {
                let form = self.open.form();
                spots.into_iter().filter(|spot| spot.order(form) > here.order(form)).collect()
            }
        }
    }

    pub(super) fn go_to(&mut self, spot: Option<Spot>) {
        self.focus = spot.map_or(Focus::End, Focus::Question);
        self.scrolled = 0;
    }

    pub(super) fn go_down(&mut self) {
        if let Focus::Question(here) = self.focus {
            self.go_to(self.after(here).first().copied());
        }
    }

    pub(super) fn go_up(&mut self) {
        if let Some(before) = self.before() {
            self.go_to(Some(before));
        }
    }

    fn before(&self) -> Option<Spot> {
        match self.focus {
            Focus::Question(here) => {
                let form = self.open.form();
                let at = self.spots().position(|spot| spot == here);
                let earlier = |(nth, spot): (usize, Spot)| {
                    let is_before = at.map_or_else(|| spot.order(form) < here.order(form), |at| nth < at);
                    is_before.then_some(spot)
                };
                self.spots().enumerate().filter_map(earlier).last()
            }
            Focus::End => self.spots().next_back(),
        }
    }

    /// To the next unanswered question; after the last one again from the first.
    pub(super) fn go_to_unanswered(&mut self) {
        let after = self.item().map(|item| item.key());
        let next = self.open.sheet.next_unanswered(after.as_deref()).map(|item| Spot::of(&item));
        self.go_to(next);
    }

    pub(super) fn go_to_end(&mut self) {
        self.go_to(None);
    }

    /// To the first question of the next section.
    pub(super) fn next_section(&mut self) {
        let Focus::Question(here) = self.focus else { return };
        let current = self.section_at(here);
        let next = self.after(here).into_iter().find(|spot| self.section_at(*spot) != current);
        self.go_to(next);
    }

    /// To the first question of this section, and from there of the one before.
    pub(super) fn section_before(&mut self) {
        let Some(back) = self.before() else { return };
        let section = self.section_at(back);
        let first = self.spots().find(|spot| self.section_at(*spot) == section);
        self.go_to(Some(first.unwrap_or(back)));
    }

    fn section_at(&self, spot: Spot) -> Option<usize> {
        self.open.form().questions.get(spot.place).map(|question| question.section)
    }

    /// To the next unanswered question after this one, or to the review.
    pub(super) fn go_on_from(&mut self, here: Spot) {
        let next = self.open_after(here).first().copied();
        self.go_to(next);
    }

    fn open_after(&self, here: Spot) -> Vec<Spot> {
        let (sheet, form) = (&self.open.sheet, self.open.form());
        let is_open = |spot: &Spot| spot.item(form).is_some_and(|item| sheet.answer(&item).is_none());
        self.after(here).into_iter().filter(is_open).collect()
    }

    /// After an answer: to the next unanswered question that follows, or to the review.
    pub(super) fn move_on(&mut self, stored: &Waiting) {
        if self.focus != Focus::Question(stored.spot) {
            return;
        }
        match stored.then {
            Then::Stay | Then::Back => {}
            Then::Row(row) => {
                let first = self.spots().find(|spot| spot.row == Some(row) && self.is_in(*spot, stored.spot));
                self.go_to(Some(first.unwrap_or(stored.spot)));
            }
            Then::Advance => match self.group_of(stored.spot) {
                Some(group) => self.go_on_in(group, stored.spot),
                None => self.go_on_from(stored.spot),
            },
        }
    }

    /// After an answer in a row: to what is open in the group's rows, then back to the group, where
    /// a key adds another row; past a group that is full.
    fn go_on_in(&mut self, group: Spot, here: Spot) {
        let next = self.open_after(here).first().copied();
        match next.filter(|next| self.is_in(*next, group)) {
            Some(inside) => self.go_to(Some(inside)),
            None if self.is_full(group) => self.go_to(next),
            None => self.go_to(Some(group)),
        }
    }

    fn is_in(&self, spot: Spot, group: Spot) -> bool {
        self.group_of(spot) == Some(group)
    }

    fn group_of(&self, spot: Spot) -> Option<Spot> {
        let question = self.open.form().questions.get(spot.place)?;
        question.group.map(|place| Spot { place, row: None })
    }

    fn is_full(&self, group: Spot) -> bool {
        let Some(question) = self.open.form().questions.get(group.place) else { return true };
        let Kind::Group(rule) = &question.kind else { return true };
        usize::try_from(rule.most).is_ok_and(|most| self.open.sheet.rows(question).len() >= most)
    }

    /// Leaves a question that an answer has hidden, and a row that was taken out.
    pub(super) fn settle(&mut self) {
        let Focus::Question(here) = self.focus else { return };
        if self.spots().any(|spot| spot == here) {
            return;
        }
        self.prompt = None;
        let group = self.group_of(here).filter(|group| self.spots().any(|spot| spot == *group));
        match group {
            Some(group) if !self.has_row(group, here.row) => self.go_to(Some(group)),
            _ => self.go_down(),
        }
    }

    fn has_row(&self, group: Spot, row: Option<u32>) -> bool {
        let question = self.open.form().questions.get(group.place);
        let rows = question.map(|question| self.open.sheet.rows(question)).unwrap_or_default();
        row.is_some_and(|row| rows.contains(&row))
    }
}
