//! Turns the text of a condition into a checked tree, or into the list of its mistakes.
//!
//! The `cel` crate parses; of its tree only literals, names, operators, lists and our own
//! functions are let through, so that a condition cannot loop, read a clock or fail at the bedside.

mod agree;
mod limits;
mod names;

pub(in crate::forms) use agree::counts;

use std::collections::{HashMap, HashSet};
use std::ops::Range;
use std::thread;

use cel::common::ast::{CallExpr, Expr as CelExpr, IdedExpr, LiteralValue, SourceInfo, operators};
use cel::parser::Parser;

use super::{Expr, Node, Order, Sign};
use crate::domain::answer::Decimal;
use crate::forms::form::{Question, Table};
use crate::forms::score::Score;
use limits::Depth;

/// Our functions, by name.
const FUNCTIONS: [&str; 6] = ["answered", "declined", "count", "sum", "age", "days_between"];

/// What a condition may name where it stands.
#[derive(Clone, Copy, Debug)]
pub(in crate::forms) struct Scope<'a> {
    pub(in crate::forms) questions: &'a [Question],
    pub(in crate::forms) places: &'a HashMap<String, usize>,
    pub(in crate::forms) scores: &'a [Score],
    pub(in crate::forms) tables: &'a [Table],
    /// How many questions have been put where the condition is worked out.
    pub(in crate::forms) asked: usize,
    /// The repeat group inside which it stands.
    pub(in crate::forms) group: Option<usize>,
    /// The question that waits for the condition, where there is one.
    pub(in crate::forms) of: Option<usize>,
    /// Questions with a mistake of their own, about which no further complaint is made.
    pub(in crate::forms) unsure: &'a HashSet<usize>,
    /// Questions that wait for each other, or for themselves; that has been told already.
    pub(in crate::forms) in_circles: &'a HashSet<usize>,
}

/// A mistake in a condition; the range is in bytes of the condition's own text.
#[derive(Clone, Debug)]
pub(in crate::forms) struct Mistake {
    pub(in crate::forms) code: &'static str,
    pub(in crate::forms) span: Range<usize>,
    pub(in crate::forms) message: String,
    pub(in crate::forms) help: String,
}

/// What an expression has to come to.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(in crate::forms) enum Wanted {
    Truth,
    Number,
}

/// Parses and checks an expression. There is none, and no mistake either, where it names something
/// whose mistake is told elsewhere.
pub(in crate::forms) fn compile(
    source: &str,
    wanted: Wanted,
    scope: Scope<'_>,
) -> Result<Expr, Vec<Mistake>> {
    match limits::measured(source) {
        Err(mistake) => Err(vec![mistake]),
        Ok(Depth::Shallow) => read(source, wanted, scope),
        Ok(Depth::Deep) => thread::scope(|threads| {
            let roomy = thread::Builder::new().stack_size(limits::STACK);
            let reading = roomy.spawn_scoped(threads, || read(source, wanted, scope));
            let read =
                reading.map_err(|_no_memory| ()).and_then(|reading| reading.join().map_err(|_panic| ()));
            read.unwrap_or_else(|()| Err(vec![limits::too_deep_to_read(source)]))
        }),
    }
}

fn read(source: &str, wanted: Wanted, scope: Scope<'_>) -> Result<Expr, Vec<Mistake>> {
    let parsed = Parser::default().parse_with_source_info(source);
    let (tree, info) = parsed.map_err(|errors| {
        let unread = |(line, column): (isize, isize), message: &str| Mistake {
            code: "unreadable-condition",
            span: position(source, line, column),
            message: format!("this condition cannot be read: {}", plain(message)),
            help: "write it as in q1 == 'yes' && person_age < 18".to_string(),
        };
        errors.errors.iter().map(|error| unread(error.pos, &error.msg)).collect::<Vec<_>>()
    })?;
    let mut compiler = Compiler { source, info: &info, scope, mistakes: Vec::new(), is_hushed: false };
    let typed = compiler.lower(&tree);
    let node = match wanted {
        Wanted::Truth => compiler.truth(typed),
        Wanted::Number => compiler.number(typed),
    };
    if compiler.mistakes.is_empty() && !compiler.is_hushed {
        let questions = looked_at(&node, scope);
        Ok(Expr { source: source.to_string(), node, questions })
    } else {
        Err(compiler.mistakes)
    }
}

/// The places of all questions on which the outcome depends, through scores too.
fn looked_at(node: &Node, scope: Scope<'_>) -> Vec<usize> {
    let mut places = Vec::new();
    node.collect(&mut places);
    let mut scores = Vec::new();
    node.scores(&mut scores);
    for score in scores.iter().filter_map(|place| scope.scores.get(*place)) {
        places.extend(&score.looks_at);
    }
    let group = |place: &usize| scope.questions.get(*place).and_then(|question| question.group);
    let groups: Vec<usize> = places.iter().filter_map(group).filter(|at| scope.group != Some(*at)).collect();
    places.extend(groups);
    places.sort_unstable();
    places.dedup();
    places
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
    /// It names something whose mistake has been told elsewhere.
    is_hushed: bool,
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
            _ => {
                let help = "use names, operators and our functions";
                self.refuse("not-allowed", span, "conditions cannot use this", help)
            }
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
                let help = "use a number, a code or true/false";
                self.refuse("not-allowed", span, "conditions cannot use this value", help)
            }
        }
    }

    fn call(&mut self, call: &CallExpr, span: Range<usize>) -> Typed {
        if call.target.is_some() {
            let help = "write name(...), as in count(...)";
            return self.refuse("not-allowed", span, "conditions have no methods", help);
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

    fn refuse(
        &mut self,
        code: &'static str,
        span: Range<usize>,
        message: impl Into<String>,
        help: impl Into<String>,
    ) -> Typed {
        self.mistakes.push(Mistake { code, span: span.clone(), message: message.into(), help: help.into() });
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
