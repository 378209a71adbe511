//! Names and functions in a condition: that they exist, and are asked before they are used.

use std::ops::Range;

use cel::common::ast::{CallExpr, Expr as CelExpr, IdedExpr};

use super::super::CONTEXT_NAMES;
use super::{Compiler, FUNCTIONS, Node, Sort, Typed, counts};
use crate::forms::kind::Kind;
use crate::forms::report::suggest;

impl Compiler<'_> {
    pub(super) fn name(&mut self, name: &str, span: Range<usize>) -> Typed {
        match name {
            "person_age" => return Typed { node: Node::PersonAge, sort: Sort::Number, span },
            "person_sex" => return Typed { node: Node::PersonSex, sort: Sort::Sex, span },
            "today" => return Typed { node: Node::Today, sort: Sort::Day, span },
            _ => {}
        }
        if let Some(place) = self.question(name, &span) {
            let is_unsure = self.scope.unsure.contains(&place);
            self.is_hushed |= is_unsure;
            let sort = if is_unsure { Sort::Broken } else { Sort::Question(place) };
            return Typed { node: Node::Said(place), sort, span };
        }
        if let Some(table) = self.scope.tables.iter().find(|table| table.id == name) {
            let rows = table.rows.clone().filter_map(|row| self.scope.questions.get(row));
            let rows: Vec<&str> = rows.map(|row| row.id.as_str()).take(3).collect();
            let help = format!("name one of its rows: {}", rows.join(", "));
            return self.refuse(
                "type-mismatch",
                span,
                format!("\"{name}\" is a table and has no answer"),
                help,
            );
        }
        if self.scope.places.contains_key(name) {
            self.is_hushed = true;
            return Typed { node: Node::Known(false), sort: Sort::Broken, span };
        }
        if let Some((place, score)) = self.scope.scores.iter().enumerate().find(|(_, s)| s.id == name) {
            if !score.has_number() {
                let message = format!("the score \"{name}\" has no number");
                let help = "write the condition with the questions themselves";
                return self.refuse("score-without-number", span, message, help);
            }
            if score.looks_at.iter().any(|item| *item >= self.scope.asked) {
                let message = format!("the score \"{name}\" needs answers that are asked after this");
                let help = "a condition can only look at what was asked before";
                return self.refuse("asked-later", span, message, help);
            }
            return Typed { node: Node::Score(place), sort: Sort::Number, span };
        }
        let known = self.scope.questions.iter().map(|question| question.id.as_str());
        let known = known.chain(self.scope.scores.iter().map(|score| score.id.as_str())).chain(CONTEXT_NAMES);
        let help = suggest(name, known);
        self.refuse("unknown-name", span, format!("there is no question \"{name}\""), help)
    }

    /// The place of a question that was asked before; complains where it is asked later.
    fn question(&mut self, name: &str, span: &Range<usize>) -> Option<usize> {
        let place = *self.scope.places.get(name)?;
        let question = self.scope.questions.get(place)?;
        if place < self.scope.asked {
            if matches!(question.kind, Kind::Note) {
                let message = format!("\"{name}\" is a note and has no answer");
                self.refuse("type-mismatch", span.clone(), message, "name a question");
                return None;
            }
            if let Some(group) = question.group.filter(|group| self.scope.group != Some(*group)) {
                let of = self.scope.questions.get(group).map_or("", |group| group.id.as_str());
                let message = format!("\"{name}\" is asked once for each row of \"{of}\"");
                let help = format!("write sum({name}) over all rows, or count({name}) for how many have it");
                self.refuse("type-mismatch", span.clone(), message, help);
                return None;
            }
            return Some(place);
        }
        if self.scope.of.is_some_and(|of| self.scope.in_circles.contains(&of))
            && self.scope.in_circles.contains(&place)
        {
            return None;
        }
        let message = format!("\"{name}\" is asked after this");
        let help = format!("a condition can only look at what was asked before: move \"{name}\" up");
        self.refuse("asked-later", span.clone(), message, help);
        None
    }

    /// The place of a question that is asked in the rows of a group, named from outside of it.
    fn of_rows(&self, tree: &IdedExpr) -> Option<usize> {
        let CelExpr::Ident(name) = &tree.expr else { return None };
        let place = *self.scope.places.get(name)?;
        let group = self.scope.questions.get(place)?.group?;
        (place < self.scope.asked && self.scope.group != Some(group)).then_some(place)
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
            ("sum", [_, ..]) => number(Node::Sum(call.args.iter().map(|a| self.added(a)).collect())),
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
                self.refuse("type-mismatch", span, format!("`{name}` does not take this many"), help)
            }
            (name, _) if name.contains('_') && !name.starts_with(|c: char| c.is_ascii_alphanumeric()) => {
                let sign = name.replace('_', " ").trim().to_string();
                let help = "use ! && || == != < <= > >= in + - *";
                self.refuse("not-allowed", span, format!("conditions cannot use `{sign}`"), help)
            }
            (name, _) => {
                let help = suggest(name, FUNCTIONS);
                self.refuse("unknown-function", span, format!("there is no function `{name}`"), help)
            }
        }
    }

    /// The question that `answered(...)` and `declined(...)` name.
    fn named(&mut self, tree: &IdedExpr) -> Option<usize> {
        let span = self.span(tree);
        if let CelExpr::Ident(name) = &tree.expr {
            match self.name(name, span.clone()).sort {
                Sort::Question(place) if matches!(self.kind(place), Some(Kind::Computed(_))) => {
                    let message = format!("\"{name}\" is worked out and has no answer");
                    self.refuse("type-mismatch", span, message, "name the questions it is worked out from");
                    return None;
                }
                Sort::Question(place) => return Some(place),
                Sort::Broken => return None,
                _ => {}
            }
        }
        self.refuse("type-mismatch", span, "this is not a question", "name a question here");
        None
    }

    fn counted(&mut self, tree: &IdedExpr) -> Node {
        if let Some(place) = self.of_rows(tree) {
            return Node::CountRows(place);
        }
        let typed = self.lower(tree);
        match typed.sort {
            Sort::Question(place) if matches!(self.kind(place), Some(Kind::Choices | Kind::Group(_))) => {
                Node::HowMany(place)
            }
            _ => self.truth(typed),
        }
    }

    fn added(&mut self, tree: &IdedExpr) -> Node {
        let Some(place) = self.of_rows(tree) else { return self.lowered_number(tree) };
        match self.scope.questions.get(place) {
            Some(question) if !counts(question) => {
                let span = self.span(tree);
                let message =
                    format!("\"{}\" ({}) has no numbers to add up", question.id, question.kind.code());
                let help = format!("write count({}) for how many rows have it", question.id);
                self.refuse("type-mismatch", span, message, help).node
            }
            _ => Node::SumRows(place),
        }
    }
}

fn broken(span: &Range<usize>) -> Typed {
    Typed { node: Node::Known(false), sort: Sort::Broken, span: span.clone() }
}
