//! Which parts of a form have to be worked out again once a question has changed.
//!
//! A node is worked out by itself: a question, with the whole of its group where it is a group's;
//! a section. Conditions look only at what stands before them, so nodes are worked out in the order
//! of the form, each at most once for a change.

use super::expr::Expr;
use super::form::{Form, Question};
use super::kind::Kind;
use super::score::{Counts, Score};

/// A part of a form that is worked out by itself. Their order is that of the form, a section
/// before its first question.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(super) enum Node {
    /// A section, by the place of its first question and its own.
    Section(usize, usize),
    /// A question that is in no group, or a group with all its rows, by place.
    Question(usize),
}

impl Node {
    /// A number that sorts as the nodes are worked out.
    pub(super) fn rank(self) -> usize {
        match self {
            Self::Section(first, _) => first * 2,
            Self::Question(place) => place * 2 + 1,
        }
    }
}

/// What depends on one question.
#[derive(Clone, Debug, Default)]
pub(super) struct Dependents {
    pub(super) nodes: Vec<Node>,
    /// Terms of scores: the place of the score, the place of the term in it.
    pub(super) terms: Vec<(usize, usize)>,
    pub(super) flags: Vec<usize>,
    pub(super) checks: Vec<usize>,
    pub(super) suggestions: Vec<usize>,
}

/// For each question what depends on it. What depends on a question asked in a group stands with
/// the group's own.
#[derive(Clone, Debug, Default)]
pub(super) struct Index {
    of: Vec<Dependents>,
    /// For each place of a question the section that begins there.
    sections: Vec<Option<usize>>,
}

impl Index {
    /// Reads the dependencies off a form.
    pub(super) fn of(form: &Form) -> Self {
        let count = form.questions.len();
        let mut index = Self { of: vec![Dependents::default(); count], sections: vec![None; count] };
        for (place, section) in form.sections.iter().enumerate() {
            let first = section.questions.start;
            if let Some(begins) = index.sections.get_mut(first) {
                *begins = Some(place);
            }
            index.add_node(section.show_if.as_ref(), Node::Section(first, place), form);
        }
        for question in &form.questions {
            let node = Node::Question(node_of(question));
            index.add_node(question.show_if.as_ref(), node, form);
            for option in &question.options {
                index.add_node(option.show_if.as_ref(), node, form);
            }
            if let Kind::Computed(computed) = &question.kind {
                index.add_node(computed.value.as_ref(), node, form);
            }
        }
        for (place, score) in form.scores.iter().enumerate() {
            index.add_terms(place, score, form);
        }
        index.add_rules(form);
        index
    }

    /// What depends on the question at this place.
    pub(super) fn dependents(&self, place: usize) -> Option<&Dependents> {
        self.of.get(place)
    }

    /// The section that begins with the question at this place.
    pub(super) fn section_at(&self, place: usize) -> Option<usize> {
        self.sections.get(place).copied().flatten()
    }

    fn add_rules(&mut self, form: &Form) {
        for (place, flag) in form.flags.iter().enumerate() {
            self.add(&flag.when, form, |found| found.flags.push(place));
        }
        for (place, check) in form.checks.iter().enumerate() {
            self.add(&check.when, form, |found| found.checks.push(place));
            let own = form.questions.get(check.place).map_or(check.place, node_of);
            if let Some(found) = self.of.get_mut(own) {
                found.checks.push(place);
            }
        }
        for (place, suggestion) in form.suggestions.iter().enumerate() {
            self.add(&suggestion.when, form, |found| found.suggestions.push(place));
        }
    }

    fn add_terms(&mut self, place: usize, score: &Score, form: &Form) {
        for (nth, term) in score.terms.iter().enumerate() {
            let item = form.questions.get(term.place).map_or(term.place, node_of);
            if let Some(found) = self.of.get_mut(item) {
                found.terms.push((place, nth));
            }
            let Counts::Lookup(lookups) = &term.counts else { continue };
            for when in lookups.iter().filter_map(|lookup| lookup.when.as_ref()) {
                self.add(when, form, |found| {
                    if !found.terms.contains(&(place, nth)) {
                        found.terms.push((place, nth));
                    }
                });
            }
        }
    }

    fn add_node(&mut self, when: Option<&Expr>, node: Node, form: &Form) {
        let Some(when) = when else { return };
        self.add(when, form, |found| {
            if found.nodes.last() != Some(&node) {
                found.nodes.push(node);
            }
        });
    }

    fn add(&mut self, when: &Expr, form: &Form, mut keep: impl FnMut(&mut Dependents)) {
        let mut nodes: Vec<usize> =
            when.questions().iter().filter_map(|place| form.questions.get(*place)).map(node_of).collect();
        nodes.dedup();
        for node in nodes {
            if let Some(found) = self.of.get_mut(node) {
                keep(found);
            }
        }
    }
}

/// The place of the question with which a question is worked out: its group's, or its own.
pub(super) fn node_of(question: &Question) -> usize {
    question.group.unwrap_or(question.place)
}
