//! A form with answers on it: what is shown, what is left, what follows.
//!
//! Worked out from nothing each time, in one pass: a condition looks only at questions before it.
//! An answer to a question that is hidden now counts as no answer, and is not touched: it counts
//! again when the question is shown again.

use std::collections::BTreeMap;

use super::expr::Context;
use super::expr::eval::Facts;
use super::form::{Form, Question};
use super::rules::{Flag, Suggestion};
use super::score::ScoreResult;
use crate::domain::answer::Answer;

/// Answers by the id of their question.
pub type Answers = BTreeMap<String, Answer>;

/// What a form comes to with these answers.
#[derive(Clone, Debug)]
pub struct Sheet<'f> {
    /// The questions and notes shown now, in order.
    pub shown: Vec<&'f Question>,
    /// How many questions are asked now; notes are not counted.
    pub asked: usize,
    /// How many of these have an answer or a reason why there is none.
    pub dealt_with: usize,
    /// The questions asked now that have neither, in order.
    pub unanswered: Vec<&'f Question>,
    /// Those of them that finishing asks for.
    pub required_left: Vec<&'f Question>,
    /// Whether every required question has a value, or a refusal that counts as a result. A form
    /// can be finished without: see `can_finish`.
    pub complete: bool,
    /// The scores, in the form's order.
    pub scores: Vec<ScoreResult>,
    /// The red flags that fire, in the form's order.
    pub flags: Vec<&'f Flag>,
    /// The onward referrals suggested, in the form's order; each destination once, the sooner.
    pub suggestions: Vec<&'f Suggestion>,
}

impl Form {
    /// Works out what is shown, left, scored, flagged and suggested. Answers to unknown questions
    /// are passed over, and so are answers that do not fit their question.
    pub fn sheet<'f>(&'f self, answers: &Answers, context: &Context) -> Sheet<'f> {
        let (shown, facts) = self.facts(answers, context);
        let on_screen: Vec<&Question> =
            self.questions.iter().filter(|question| is(&shown, question.place)).collect();
        let asked: Vec<&Question> = on_screen.iter().copied().filter(|q| q.takes_answer()).collect();
        let unanswered: Vec<&Question> =
            asked.iter().copied().filter(|question| facts.entry(question.place).is_none()).collect();
        let settled = |question: &Question| {
            let refused = question.declined_counts && facts.declined(question.place);
            !question.required || facts.value(question.place).is_some() || refused
        };
        let fires = |flag: &&Flag| flag.when.truth(&facts) == Some(true);
        Sheet {
            asked: asked.len(),
            dealt_with: asked.len() - unanswered.len(),
            required_left: unanswered.iter().copied().filter(|question| question.required).collect(),
            complete: asked.iter().all(|question| settled(question)),
            scores: self.scores.iter().map(|score| score.result(&facts, &shown)).collect(),
            flags: self.flags.iter().filter(fires).collect(),
            shown: on_screen,
            unanswered,
            suggestions: self.suggested(&facts),
        }
    }

    /// The suggestions that hold; of two with one destination the sooner.
    fn suggested(&self, facts: &Facts<'_>) -> Vec<&Suggestion> {
        let mut found: Vec<&Suggestion> = Vec::new();
        for suggestion in self.suggestions.iter().filter(|one| one.when.truth(facts) == Some(true)) {
            match found.iter_mut().find(|other| other.destination == suggestion.destination) {
                Some(other) if suggestion.urgency < other.urgency => *other = suggestion,
                Some(_) => {}
                None => found.push(suggestion),
            }
        }
        found
    }

    /// Which questions are shown, and the answers that count: those of shown questions that fit.
    fn facts<'a>(&'a self, answers: &'a Answers, context: &'a Context) -> (Vec<bool>, Facts<'a>) {
        let mut shown = Vec::with_capacity(self.questions.len());
        let entries = Vec::with_capacity(self.questions.len());
        let mut facts = Facts { questions: &self.questions, scores: &self.scores, entries, context };
        for section in &self.sections {
            let section_shown = section.show_if.as_ref().is_none_or(|when| when.truth(&facts) == Some(true));
            for question in self.questions.get(section.questions.clone()).unwrap_or_default() {
                let wanted = || question.show_if.as_ref().is_none_or(|when| when.truth(&facts) == Some(true));
                let is_shown = section_shown && wanted();
                let entry = answers.get(&question.id).filter(|answer| is_shown && question.fits(answer));
                shown.push(is_shown);
                facts.entries.push(entry);
            }
        }
        (shown, facts)
    }
}

impl<'f> Sheet<'f> {
    /// True where every required question has an answer or a reason why there is none.
    pub fn can_finish(&self) -> bool {
        self.required_left.is_empty()
    }

    /// Whether the question with this id is shown.
    pub fn shows(&self, id: &str) -> bool {
        self.shown.iter().any(|question| question.id == id)
    }

    /// The next unanswered question after this one, and from the top where none follows.
    pub fn next_unanswered(&self, after: Option<&str>) -> Option<&'f Question> {
        let after = after.and_then(|id| self.shown.iter().find(|question| question.id == id));
        let following = |question: &&&Question| after.is_some_and(|after| question.place > after.place);
        self.unanswered.iter().find(following).or(self.unanswered.first()).copied()
    }

    /// The score with this id.
    pub fn score(&self, id: &str) -> Option<&ScoreResult> {
        self.scores.iter().find(|score| score.id == id)
    }

    /// Whether the flag with this id fires.
    pub fn flagged(&self, id: &str) -> bool {
        self.flags.iter().any(|flag| flag.id == id)
    }
}

fn is(shown: &[bool], place: usize) -> bool {
    shown.get(place).copied().unwrap_or(false)
}
