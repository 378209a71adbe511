//! Names and functions in a condition: that they exist, and are asked before they are used.

use std::ops::Range;

use cel::common::ast::{CallExpr, Expr as CelExpr, IdedExpr};

use super::super::CONTEXT_NAMES;
use super::{Compiler, FUNCTIONS, Node, Sort, Typed};
use crate::forms::form::Kind;
use crate::forms::report::suggest;
use crate::forms::score::ScoreKind;

impl Compiler<'_> {
    pub(super) fn name(&mut self, name: &str, span: Range<usize>) -> Typed {
        match name {
            "person_age" => return Typed { node: Node::PersonAge, sort: Sort::Number, span },
            "person_sex" => return Typed { node: Node::PersonSex, sort: Sort::Sex, span },
            "today" => return Typed { node: Node::Today, sort: Sort::Day, span },
            _ => {}
        }
        if let Some(place) = self.question(name, &span) {
            let sort = if self.scope.unsure.contains(&place) { Sort::Broken } else { Sort::Question(place) };
            return Typed { node: Node::Said(place), sort, span };
        }
        if self.scope.places.contains_key(name) {
            return Typed { node: Node::Known(false), sort: Sort::Broken, span };
        }
        if let Some((place, score)) = self.scope.scores.iter().enumerate().find(|(_, s)| s.id == name) {
            if matches!(score.kind, ScoreKind::Rule { .. }) {
                let message = format!("the score \"{name}\" has no number");
                return self.refuse(span, message, "write the condition with the questions themselves");
            }
            if score.items().iter().any(|item| *item >= self.scope.asked) {
                let message = format!("the score \"{name}\" needs answers that are asked after this");
                return self.refuse(span, message, "a condition can only look at what was asked before");
            }
            return Typed { node: Node::Score(place), sort: Sort::Number, span };
        }
        let known = self.scope.questions.iter().map(|question| question.id.as_str());
        let known = known.chain(self.scope.scores.iter().map(|score| score.id.as_str())).chain(CONTEXT_NAMES);
        let help = suggest(name, known);
        self.refuse(span, format!("there is no question \"{name}\""), help)
    }

    /// The place of a question that was asked before; complains where it is asked later.
    fn question(&mut self, name: &str, span: &Range<usize>) -> Option<usize> {
        let place = *self.scope.places.get(name)?;
        if place < self.scope.asked {
            let question = self.scope.questions.get(place)?;
            if question.kind == Kind::Note {
                let message = format!("\"{name}\" is a note and has no answer");
                self.refuse(span.clone(), message, "name a question");
                return None;
            }
            return Some(place);
        }
        let own = self.scope.of.and_then(|of| self.scope.questions.get(of));
        let (message, help) = match own {
            Some(own) if own.place == place => {
                (format!("\"{name}\" waits for its own answer"), "take this condition out".to_string())
            }
            Some(own) if self.leads_to(place, own.place) => (
                format!("\"{}\" and \"{name}\" wait for each other, so neither is ever asked", own.id),
                format!("take one of the two conditions out: of \"{}\" or of \"{name}\"", own.id),
            ),
            _ => (
                format!("\"{name}\" is asked after this"),
                format!("a condition can only look at what was asked before: move \"{name}\" up"),
            ),
        };
        self.refuse(span.clone(), message, help);
        None
    }

    fn leads_to(&self, from: usize, to: usize) -> bool {
        let mut seen = vec![from];
        let mut next = 0;
        while let Some(place) = seen.get(next).copied() {
            next += 1;
            for wait in self.scope.waits.get(place).into_iter().flatten() {
                if *wait == to {
                    return true;
                }
                if !seen.contains(wait) {
                    seen.push(*wait);
                }
            }
        }
        false
    }

    pub(super) fn function(&mut self, call: &CallExpr, span: Range<usize>) -> Typed {
        let truth = |node| Typed { node, sort: Sort::Truth, span: span.clone() };
        let number = |node| Typed { node, sort: Sort::Number, span: span.clone() };
        match (call.func_name.as_str(), call.args.as_slice()) {
            ("answered", [a]) => match &a.expr {
                CelExpr::Ident(name) if name == "person_age" => truth(Node::AgeKnown),
                CelExpr::Ident(name) if name == "person_sex" => truth(Node::SexKnown),
                _ => self.named(a).map_or_else(|| broken(&span), |place| truth(Node::Answered(place))),
            },
            ("declined", [a]) => self.named(a).map_or_else(|| broken(&span), |at| truth(Node::Declined(at))),
            ("count", [_, ..]) => number(Node::Count(call.args.iter().map(|a| self.counted(a)).collect())),
            ("sum", [_, ..]) => number(Node::Sum(call.args.iter().map(|a| self.lowered_number(a)).collect())),
            ("age", [a]) => {
                let date = self.lower(a);
                number(Node::Age(Box::new(self.day(date))))
            }
            ("days_between", [a, b]) => {
                let (a, b) = (self.lower(a), self.lower(b));
                number(Node::DaysBetween(Box::new(self.day(a)), Box::new(self.day(b))))
            }
            (name, _) if FUNCTIONS.contains(&name) => {
                let help =
                    "write answered(q), declined(q), count(a, b), sum(a, b), age(date), days_between(a, b)";
                self.refuse(span, format!("`{name}` does not take this many"), help)
            }
            (name, _) if name.contains('_') && !name.starts_with(|c: char| c.is_ascii_alphanumeric()) => {
                let sign = name.replace('_', " ").trim().to_string();
                self.refuse(
                    span,
                    format!("conditions cannot use `{sign}`"),
                    "use ! && || == != < <= > >= in + - *",
                )
            }
            (name, _) => {
                let help = suggest(name, FUNCTIONS);
                self.refuse(span, format!("there is no function `{name}`"), help)
            }
        }
    }

    /// The question that `answered(...)` and `declined(...)` name.
    fn named(&mut self, tree: &IdedExpr) -> Option<usize> {
        let span = self.span(tree);
        if let CelExpr::Ident(name) = &tree.expr {
            match self.name(name, span.clone()).sort {
                Sort::Question(place) => return Some(place),
                Sort::Broken => return None,
                _ => {}
            }
        }
        self.refuse(span, "this is not a question", "name a question here");
        None
    }

    fn counted(&mut self, tree: &IdedExpr) -> Node {
        let typed = self.lower(tree);
        match typed.sort {
            Sort::Question(place) if self.kind(place) == Some(&Kind::Choices) => Node::HowMany(place),
            _ => self.truth(typed),
        }
    }
}

fn broken(span: &Range<usize>) -> Typed {
    Typed { node: Node::Known(false), sort: Sort::Broken, span: span.clone() }
}
