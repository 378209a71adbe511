//! Turns the text of a condition into a checked tree, or into the list of its mistakes.
//!
//! The `cel` crate parses; of its tree only literals, names, operators, lists and our own
//! functions are let through, so that a condition cannot loop, read a clock or fail at the bedside.

mod agree;
mod names;

pub(in crate::forms) use agree::counts;

use std::collections::HashMap;
use std::ops::Range;

use cel::common::ast::{CallExpr, Expr as CelExpr, IdedExpr, LiteralValue, SourceInfo, operators};
use cel::parser::Parser;

use super::{Expr, Node, Order, Sign};
use crate::domain::answer::Decimal;
use crate::forms::form::Question;
use crate::forms::score::Score;

/// No condition a person would write comes near these.
const LONGEST: usize = 4096;
const MOST_SIGNS: usize = 300;
const MOST_CHOICES: usize = 8;
/// The parser takes some 200 KiB of stack for each bracket inside another, in a debug build; a
/// thread has 2 MiB.
const DEEPEST: usize = 7;

/// Our functions, by name.
const FUNCTIONS: [&str; 6] = ["answered", "declined", "count", "sum", "age", "days_between"];

/// What a condition may name where it stands.
#[derive(Clone, Copy, Debug)]
pub(in crate::forms) struct Scope<'a> {
    pub(in crate::forms) questions: &'a [Question],
    pub(in crate::forms) places: &'a HashMap<String, usize>,
    pub(in crate::forms) scores: &'a [Score],
    /// How many questions have been put where the condition is worked out.
    pub(in crate::forms) asked: usize,
    /// The question that waits for the condition, where there is one.
    pub(in crate::forms) of: Option<usize>,
    /// Questions with a mistake of their own, about which no further complaint is made.
    pub(in crate::forms) unsure: &'a [usize],
    /// For each question the questions its `show_if` names, for telling cycles.
    pub(in crate::forms) waits: &'a [Vec<usize>],
}

/// A mistake in a condition; the range is in bytes of the condition's own text.
#[derive(Clone, Debug)]
pub(in crate::forms) struct Mistake {
    pub(in crate::forms) span: Range<usize>,
    pub(in crate::forms) message: String,
    pub(in crate::forms) help: String,
}

/// Parses and checks a condition.
pub(in crate::forms) fn compile(source: &str, scope: Scope<'_>) -> Result<Expr, Vec<Mistake>> {
    if let Some(mistake) = beyond_limits(source) {
        return Err(vec![mistake]);
    }
    let parsed = Parser::default().parse_with_source_info(source);
    let (tree, info) = parsed.map_err(|errors| {
        let unread = |(line, column): (isize, isize), message: &str| Mistake {
            span: position(source, line, column),
            message: format!("this condition cannot be read: {}", plain(message)),
            help: "write it as in q1 == 'yes' && person_age < 18".to_string(),
        };
        errors.errors.iter().map(|error| unread(error.pos, &error.msg)).collect::<Vec<_>>()
    })?;
    let mut compiler = Compiler { source, info: &info, scope, mistakes: Vec::new() };
    let typed = compiler.lower(&tree);
    let node = compiler.truth(typed);
    if compiler.mistakes.is_empty() {
        Ok(Expr { source: source.to_string(), node })
    } else {
        Err(compiler.mistakes)
    }
}

/// What a part of a condition is, before it is known what is wanted of it.
#[derive(Clone, Debug)]
enum Sort {
    Truth,
    Number,
    Day,
    /// A text in quotes.
    Literal(String),
    /// A question; its kind decides what it can stand for.
    Question(usize),
    Sex,
    List(Vec<Typed>),
    /// A mistake that has been told already.
    Broken,
}

#[derive(Clone, Debug)]
struct Typed {
    node: Node,
    sort: Sort,
    span: Range<usize>,
}

struct Compiler<'a> {
    source: &'a str,
    info: &'a SourceInfo,
    scope: Scope<'a>,
    mistakes: Vec<Mistake>,
}

impl Compiler<'_> {
    fn lower(&mut self, tree: &IdedExpr) -> Typed {
        let span = self.span(tree);
        match &tree.expr {
            CelExpr::Literal(literal) => self.literal(literal, span),
            CelExpr::Ident(name) => self.name(name, span),
            CelExpr::Call(call) => self.call(call, span),
            CelExpr::List(list) => {
                let items = list.elements.iter().map(|item| self.lower(item)).collect();
                Typed { node: Node::Known(false), sort: Sort::List(items), span }
            }
            _ => self.refuse(span, "conditions cannot use this", "use names, operators and our functions"),
        }
    }

    fn literal(&mut self, literal: &LiteralValue, span: Range<usize>) -> Typed {
        let number = |n: Option<i64>| n.and_then(|n| n.checked_mul(1000));
        let thousandths = match literal {
            LiteralValue::Boolean(known) => {
                return Typed { node: Node::Known(*known.inner()), sort: Sort::Truth, span };
            }
            LiteralValue::String(text) => {
                let text = text.inner().to_string();
                return Typed { node: Node::Word(text.clone()), sort: Sort::Literal(text), span };
            }
            LiteralValue::Int(n) => number(Some(*n.inner())),
            LiteralValue::UInt(n) => number(i64::try_from(*n.inner()).ok()),
            LiteralValue::Double(n) => Decimal::try_from(*n.inner()).ok().map(Decimal::thousandths),
            LiteralValue::Bytes(_) | LiteralValue::Null => None,
        };
        match thousandths {
            Some(n) => Typed { node: Node::Number(n), sort: Sort::Number, span },
            None => {
                self.refuse(span, "conditions cannot use this value", "use a number, a code or true/false")
            }
        }
    }

    fn call(&mut self, call: &CallExpr, span: Range<usize>) -> Typed {
        if call.target.is_some() {
            return self.refuse(span, "conditions have no methods", "write name(...), as in count(...)");
        }
        match (call.func_name.as_str(), call.args.as_slice()) {
            (operators::NEGATE, [a]) => {
                let a = self.lowered_number(a);
                let node = Node::Reckon(Sign::Minus, Box::new(Node::Number(0)), Box::new(a));
                Typed { node, sort: Sort::Number, span }
            }
            (operators::LOGICAL_NOT, [a]) => {
                let node = Node::Not(Box::new(self.lowered_truth(a)));
                Typed { node, sort: Sort::Truth, span }
            }
            (operators::LOGICAL_AND, [a, b]) => {
                let node = Node::All(Box::new(self.lowered_truth(a)), Box::new(self.lowered_truth(b)));
                Typed { node, sort: Sort::Truth, span }
            }
            (operators::LOGICAL_OR, [a, b]) => {
                let node = Node::Any(Box::new(self.lowered_truth(a)), Box::new(self.lowered_truth(b)));
                Typed { node, sort: Sort::Truth, span }
            }
            (operators::CONDITIONAL, [when, a, b]) => self.either(when, a, b, span),
            (operators::IN, [a, b]) => {
                let (a, b) = (self.lower(a), self.lower(b));
                self.among(a, b, span)
            }
            (name, [a, b]) => {
                if let Some(order) = order_of(name) {
                    let (a, b) = (self.lower(a), self.lower(b));
                    return self.compare(order, a, b, span);
                }
                let Some(sign) = sign_of(name) else { return self.function(call, span) };
                let (a, b) = (self.lowered_number(a), self.lowered_number(b));
                Typed { node: Node::Reckon(sign, Box::new(a), Box::new(b)), sort: Sort::Number, span }
            }
            _ => self.function(call, span),
        }
    }

    fn lowered_truth(&mut self, tree: &IdedExpr) -> Node {
        let typed = self.lower(tree);
        self.truth(typed)
    }

    fn lowered_number(&mut self, tree: &IdedExpr) -> Node {
        let typed = self.lower(tree);
        self.number(typed)
    }

    fn refuse(&mut self, span: Range<usize>, message: impl Into<String>, help: impl Into<String>) -> Typed {
        self.mistakes.push(Mistake { span: span.clone(), message: message.into(), help: help.into() });
        Typed { node: Node::Known(false), sort: Sort::Broken, span }
    }

    /// The parser counts characters and names the last one; we want a range of bytes.
    fn span(&self, tree: &IdedExpr) -> Range<usize> {
        let Some((first, last)) = self.info.offset_for(tree.id) else { return 0..self.source.len() };
        let byte = |nth: u32| {
            let nth = usize::try_from(nth).unwrap_or(usize::MAX);
            self.source.char_indices().nth(nth).map_or(self.source.len(), |(at, _)| at)
        };
        let (start, end) = (byte(first), byte(last.saturating_add(1)));
        // A call is placed at its bracket; its name is what a reader looks for.
        match (&tree.expr, self.source.get(..start)) {
            (CelExpr::Call(call), Some(before)) if before.ends_with(&call.func_name) => {
                start - call.func_name.len()..start
            }
            _ => start..end,
        }
    }
}

fn order_of(operator: &str) -> Option<Order> {
    match operator {
        operators::EQUALS => Some(Order::Equal),
        operators::NOT_EQUALS => Some(Order::Unequal),
        operators::LESS => Some(Order::Less),
        operators::LESS_EQUALS => Some(Order::AtMost),
        operators::GREATER => Some(Order::More),
        operators::GREATER_EQUALS => Some(Order::AtLeast),
        _ => None,
    }
}

fn sign_of(operator: &str) -> Option<Sign> {
    match operator {
        operators::ADD => Some(Sign::Plus),
        operators::SUBSTRACT => Some(Sign::Minus),
        operators::MULTIPLY => Some(Sign::Times),
        _ => None,
    }
}

/// The parser has to be kept from what it would not survive.
fn beyond_limits(source: &str) -> Option<Mistake> {
    let beyond = |span: Range<usize>, message: String| {
        Some(Mistake { span, message, help: "ask for less at once, or in two questions".to_string() })
    };
    if source.len() > LONGEST {
        return beyond(0..source.len(), format!("this condition is longer than {LONGEST} characters"));
    }
    let (mut depth, mut signs, mut choices) = (0_usize, 0, 0);
    for (at, sign) in source.char_indices() {
        if "+-*/%=<>&|.[".contains(sign) {
            signs += 1;
        }
        match sign {
            '(' | '[' | '{' => depth += 1,
            ')' | ']' | '}' => depth = depth.saturating_sub(1),
            '?' => choices += 1,
            _ => {}
        }
        if depth > DEEPEST {
            return beyond(at..at + 1, format!("there are more than {DEEPEST} brackets inside each other"));
        }
        if signs > MOST_SIGNS {
            return beyond(at..at + 1, "there are too many operators in this condition".to_string());
        }
        if choices > MOST_CHOICES {
            return beyond(at..at + 1, format!("there are more than {MOST_CHOICES} `?` in this condition"));
        }
    }
    None
}

fn position(source: &str, line: isize, column: isize) -> Range<usize> {
    let from_one = |n: isize| usize::try_from(n - 1).unwrap_or(0);
    let before: usize = source.split_inclusive('\n').take(from_one(line)).map(str::len).sum();
    let rest = source.get(before..).unwrap_or_default();
    let at = rest.char_indices().nth(from_one(column)).map_or(source.len(), |(at, _)| before + at);
    at..at + 1
}

/// The parser's list of expected tokens helps nobody.
fn plain(message: &str) -> String {
    let message = message.strip_prefix("Syntax error: ").unwrap_or(message);
    let cut = message.split(" expecting ").next().unwrap_or(message);
    cut.replace("<EOF>", "its end")
}
