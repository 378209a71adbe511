//! Types in a condition: that both sides of a comparison are of one kind, and that a literal
//! compared with a choice is one of its codes.

use std::ops::Range;

use cel::common::ast::IdedExpr;
use chrono::{NaiveTime, Timelike};

use super::super::{Node, Order, SEX_CODES};
use super::{Compiler, Sort, Typed};
use crate::forms::form::Question;
use crate::forms::kind::Kind;
use crate::forms::report::suggest;

impl Compiler<'_> {
    pub(super) fn kind(&self, place: usize) -> Option<&Kind> {
        self.scope.questions.get(place).map(|question| &question.kind)
    }

    pub(super) fn truth(&mut self, typed: Typed) -> Node {
        match typed.sort {
            Sort::Truth => typed.node,
            Sort::Question(place) if matches!(self.kind(place), Some(Kind::YesNo)) => Node::Yes(place),
            Sort::Broken => Node::Known(false),
            sort => {
                let message = format!("{} is not true or false", self.called(&sort));
                let help = "compare it with something, as in q1 == 'yes'";
                self.refuse("type-mismatch", typed.span, message, help).node
            }
        }
    }

    pub(super) fn number(&mut self, typed: Typed) -> Node {
        match &typed.sort {
            Sort::Number => typed.node,
            Sort::Broken => Node::Number(0),
            Sort::Question(place) if self.scope.questions.get(*place).is_some_and(counts) => {
                Node::Worth(*place)
            }
            sort => {
                let message = format!("{} is not a number", self.called(sort));
                let kind = match sort {
                    Sort::Question(place) => self.kind(*place),
                    _ => None,
                };
                let help = match (sort, kind) {
                    (Sort::Truth, _) => "to count whether it holds, write count(...)",
                    (_, Some(Kind::Choices | Kind::Group(_))) => "for how many there are, write count(...)",
                    (_, Some(Kind::Choice)) => "give each option a `value`, or compare with its code",
                    _ => "name a question that has numbers, or compare it with its own kind",
                };
                self.refuse("type-mismatch", typed.span, message, help).node
            }
        }
    }

    pub(super) fn day(&mut self, typed: Typed) -> Node {
        match &typed.sort {
            Sort::Day => typed.node,
            Sort::Broken => Node::Today,
            Sort::Question(place) if matches!(self.kind(*place), Some(Kind::Date | Kind::PartialDate)) => {
                Node::Day(*place)
            }
            sort => {
                let message = format!("{} is not a date", self.called(sort));
                self.refuse("type-mismatch", typed.span, message, "name a date question, or today").node
            }
        }
    }

    /// A time of day: a time question, or a literal such as '22:30'.
    fn clock(&mut self, typed: Typed) -> Node {
        match &typed.sort {
            Sort::Broken => Node::Number(0),
            Sort::Question(place) if matches!(self.kind(*place), Some(Kind::Time)) => Node::Clock(*place),
            Sort::Literal(text) => match NaiveTime::parse_from_str(text, "%H:%M") {
                Ok(time) => Node::Number(i64::from(time.hour() * 60 + time.minute()) * 1000),
                Err(_) => {
                    let message = format!("'{text}' is not a time of day");
                    self.refuse("type-mismatch", typed.span, message, "write it as in '22:30'").node
                }
            },
            sort => {
                let message = format!("{} is not a time of day", self.called(sort));
                self.refuse("type-mismatch", typed.span, message, "name a time question").node
            }
        }
    }

    pub(super) fn compare(&mut self, order: Order, a: Typed, b: Typed, span: Range<usize>) -> Typed {
        if matches!(a.sort, Sort::Broken) || matches!(b.sort, Sort::Broken) {
            return Typed { node: Node::Known(false), sort: Sort::Broken, span };
        }
        let equality = matches!(order, Order::Equal | Order::Unequal);
        let by_code = |sort: &Sort| matches!(sort, Sort::Literal(_) | Sort::Sex);
        let is_day = |typed: &Typed| match typed.sort {
            Sort::Question(place) => matches!(self.kind(place), Some(Kind::Date | Kind::PartialDate)),
            _ => matches!(typed.sort, Sort::Day),
        };
        let is_clock = |typed: &Typed| match typed.sort {
            Sort::Question(place) => matches!(self.kind(place), Some(Kind::Time)),
            _ => false,
        };
        let (a, b) = if is_clock(&a) || is_clock(&b) {
            (self.clock(a), self.clock(b))
        } else if by_code(&a.sort) || by_code(&b.sort) {
            if !equality {
                let help = "use == or !=, or compare the numbers";
                return self.refuse("type-mismatch", span, "codes have no order", help);
            }
            (self.word(&a, &b), self.word(&b, &a))
        } else if is_day(&a) || is_day(&b) {
            (self.day(a), self.day(b))
        } else if matches!(a.sort, Sort::Truth) || matches!(b.sort, Sort::Truth) {
            if !equality {
                return self.refuse("type-mismatch", span, "true and false have no order", "use == or !=");
            }
            (self.truth(a), self.truth(b))
        } else {
            if equality {
                self.check_worth(&a, &b);
                self.check_worth(&b, &a);
            }
            (self.number(a), self.number(b))
        };
        Typed { node: Node::Compare(order, Box::new(a), Box::new(b)), sort: Sort::Truth, span }
    }

    /// One side of a comparison of codes or words; `other` says which codes there are.
    fn word(&mut self, typed: &Typed, other: &Typed) -> Node {
        match (&typed.sort, &other.sort) {
            (Sort::Literal(code), Sort::Question(place)) => self.check_code(code, *place, &typed.span),
            (Sort::Literal(code), Sort::Sex) if !SEX_CODES.contains(&code.as_str()) => {
                let help = suggest(code, SEX_CODES);
                let message = format!("\"{code}\" is no code of person_sex");
                self.refuse("not-a-code", typed.span.clone(), message, help);
            }
            (Sort::Literal(_), Sort::Literal(_)) => {
                let help = "name a question on one side";
                self.refuse("type-mismatch", typed.span.clone(), "this compares two fixed texts", help);
            }
            (Sort::Question(place), _)
                if !matches!(
                    self.kind(*place),
                    Some(Kind::YesNo | Kind::Choice | Kind::Scale(_) | Kind::Text | Kind::LongText)
                ) =>
            {
                let message = format!("{} has no one code to compare", self.called(&typed.sort));
                let help = match self.kind(*place) {
                    Some(Kind::Choices) => "write 'code' in the question's name",
                    _ => "compare it with a value of its own kind",
                };
                self.refuse("type-mismatch", typed.span.clone(), message, help);
            }
            (Sort::Truth | Sort::Number | Sort::Day | Sort::List(_), _) => {
                let message = format!("{} is compared with a code", self.called(&typed.sort));
                self.refuse("type-mismatch", typed.span.clone(), message, "compare two things of one kind");
            }
            _ => {}
        }
        typed.node.clone()
    }

    fn check_code(&mut self, code: &str, place: usize, span: &Range<usize>) {
        let Some(question) = self.scope.questions.get(place) else { return };
        if question.options.is_empty() || question.option(code).is_some() {
            return;
        }
        let help = suggest(code, question.options.iter().map(|option| option.code.as_str()));
        let message = format!("\"{code}\" is not an answer to \"{}\"", question.id);
        self.refuse("not-a-code", span.clone(), message, help);
    }

    fn check_worth(&mut self, typed: &Typed, other: &Typed) {
        let (Node::Number(n), Sort::Question(place)) = (&typed.node, &other.sort) else { return };
        let Some(question) = self.scope.questions.get(*place) else { return };
        let values: Vec<i64> = question.options.iter().filter_map(|option| option.value).collect();
        if !values.is_empty() && !values.iter().any(|value| value.saturating_mul(1000) == *n) {
            let listed: Vec<String> = values.iter().map(i64::to_string).collect();
            let message = format!("no answer to \"{}\" counts this", question.id);
            let help = format!("its answers count {}", listed.join(", "));
            self.refuse("not-a-worth", typed.span.clone(), message, help);
        }
    }

    /// `'code' in choices`, or `question in ['a', 'b']`.
    pub(super) fn among(&mut self, a: Typed, b: Typed, span: Range<usize>) -> Typed {
        match (&a.sort, b.sort) {
            (_, Sort::Broken) | (Sort::Broken, _) => {
                Typed { node: Node::Known(false), sort: Sort::Broken, span }
            }
            (_, Sort::List(items)) => {
                let mut any = Node::Known(false);
                for item in items {
                    let same = self.compare(Order::Equal, a.clone(), item, span.clone());
                    any = Node::Any(Box::new(any), Box::new(same.node));
                }
                Typed { node: any, sort: Sort::Truth, span }
            }
            (Sort::Literal(code), Sort::Question(place))
                if matches!(self.kind(place), Some(Kind::Choices)) =>
            {
                self.check_code(code, place, &a.span);
                Typed { node: Node::Taken(place, code.clone()), sort: Sort::Truth, span }
            }
            _ => {
                let help = "write 'code' in a choices question, or question in ['a', 'b']";
                self.refuse("type-mismatch", span, "`in` cannot be used this way", help)
            }
        }
    }

    /// `when ? a : b`, of two truths or two numbers.
    pub(super) fn either(
        &mut self,
        when: &IdedExpr,
        a: &IdedExpr,
        b: &IdedExpr,
        span: Range<usize>,
    ) -> Typed {
        let when = Box::new(self.lowered_truth(when));
        let (a, b) = (self.lower(a), self.lower(b));
        let is_truth = |typed: &Typed| match typed.sort {
            Sort::Question(place) => matches!(self.kind(place), Some(Kind::YesNo)),
            _ => matches!(typed.sort, Sort::Truth),
        };
        if is_truth(&a) && is_truth(&b) {
            let node = Node::If(when, Box::new(self.truth(a)), Box::new(self.truth(b)));
            return Typed { node, sort: Sort::Truth, span };
        }
        let node = Node::If(when, Box::new(self.number(a)), Box::new(self.number(b)));
        Typed { node, sort: Sort::Number, span }
    }

    fn called(&self, sort: &Sort) -> String {
        match sort {
            Sort::Truth => "a condition".to_string(),
            Sort::Number => "a number".to_string(),
            Sort::Day => "a date".to_string(),
            Sort::Literal(text) => format!("the text '{text}'"),
            Sort::Sex => "person_sex".to_string(),
            Sort::List(_) => "a list".to_string(),
            Sort::Broken => "this".to_string(),
            Sort::Question(place) => self
                .scope
                .questions
                .get(*place)
                .map_or_else(|| "this".to_string(), |q| format!("\"{}\" ({})", q.id, q.kind.code())),
        }
    }
}

/// Whether every answer to the question is worth a number.
pub(in crate::forms) fn counts(question: &Question) -> bool {
    match question.kind {
        Kind::Number(_) | Kind::Duration(_) | Kind::Computed(_) => true,
        Kind::YesNo | Kind::Choice | Kind::Scale(_) => {
            question.options.iter().all(|option| option.value.is_some())
        }
        _ => false,
    }
}
