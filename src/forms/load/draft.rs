//! The form as far as it has been read.

use std::collections::{HashMap, HashSet};

use crate::forms::expr::Expr;
use crate::forms::expr::compile::{Scope, Wanted, compile};
use crate::forms::fields::{Placed, Reader};
use crate::forms::form::{Question, Section, Table};
use crate::forms::report::suggest;
use crate::forms::score::Score;

use super::Limits;
use super::ids::Ids;

/// What a condition belongs to.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Owner {
    Section(usize),
    Table(usize),
    Question(usize),
    /// Of a question, the option of this place.
    Option(usize, usize),
    /// The value of a computed question.
    Value(usize),
}

/// A condition, or the value of a computed question, as it stands in the file.
#[derive(Clone, Debug)]
pub(super) struct Written {
    pub(super) owner: Owner,
    pub(super) text: Placed<String>,
}

/// A condition of a flag, a suggestion, a check, a band or the like, after it was compiled.
#[derive(Clone, Debug)]
pub(super) struct Rule {
    /// How messages call it, such as `flag "f"`.
    pub(super) name: String,
    /// Whether it may hold always: the last band of a rule may.
    pub(super) may_always: bool,
    pub(super) text: Placed<String>,
    pub(super) when: Expr,
}

#[derive(Debug)]
pub(super) struct Draft {
    pub(super) limits: Limits,
    pub(super) sections: Vec<Section>,
    pub(super) questions: Vec<Question>,
    pub(super) tables: Vec<Table>,
    pub(super) places: HashMap<String, usize>,
    pub(super) scores: Vec<Score>,
    /// Ids of questions, tables and scores: all that conditions may name.
    pub(super) names: Ids,
    pub(super) section_ids: Ids,
    /// Conditions in the order in which they are worked out.
    pub(super) written: Vec<Written>,
    /// The conditions of tables, which hold for each of their rows.
    pub(super) table_conditions: Vec<Option<Expr>>,
    pub(super) rules: Vec<Rule>,
    /// Questions whose kind is a mistake, so that what hangs on them is not complained of too.
    pub(super) unsure: HashSet<usize>,
    /// Questions that wait for each other.
    pub(super) in_circles: HashSet<usize>,
}

impl Draft {
    pub(super) fn new(limits: Limits) -> Self {
        Self {
            limits,
            sections: Vec::new(),
            questions: Vec::new(),
            tables: Vec::new(),
            places: HashMap::new(),
            scores: Vec::new(),
            names: Ids::default(),
            section_ids: Ids::default(),
            written: Vec::new(),
            table_conditions: Vec::new(),
            rules: Vec::new(),
            unsure: HashSet::new(),
            in_circles: HashSet::new(),
        }
    }

    /// Where a condition may look that stands outside of all questions: everywhere.
    pub(super) fn everywhere(&self) -> Scope<'_> {
        Scope {
            questions: &self.questions,
            places: &self.places,
            scores: &self.scores,
            tables: &self.tables,
            asked: self.questions.len(),
            group: None,
            of: None,
            unsure: &self.unsure,
            in_circles: &self.in_circles,
        }
    }

    /// Compiles a condition that may look at every question and score, and keeps it to be looked
    /// at once all are known.
    pub(super) fn compile_rule(
        &mut self,
        name: &str,
        text: &Placed<String>,
        may_always: bool,
        reader: &mut Reader<'_>,
    ) -> Option<Expr> {
        self.compile_rule_at(None, name, text, may_always, reader)
    }

    /// The same for a condition that hangs on the question at this place: inside a group it is
    /// worked out row by row, and may name what else is asked in the row.
    pub(super) fn compile_rule_at(
        &mut self,
        place: Option<usize>,
        name: &str,
        text: &Placed<String>,
        may_always: bool,
        reader: &mut Reader<'_>,
    ) -> Option<Expr> {
        let group = place.and_then(|place| self.questions.get(place)).and_then(|question| question.group);
        let scope = Scope { group, ..self.everywhere() };
        let when = compiled(text, Wanted::Truth, scope, reader)?;
        let rule = Rule { name: name.to_string(), may_always, text: text.clone(), when: when.clone() };
        self.rules.push(rule);
        Some(when)
    }

    /// The place of the question a field names.
    pub(super) fn place_of(&self, name: &Placed<String>, reader: &mut Reader<'_>) -> Option<usize> {
        let place = self.places.get(name.get_ref()).copied();
        if place.is_none() {
            let help = suggest(name.get_ref(), self.questions.iter().map(|question| question.id.as_str()));
            let message = format!("there is no question \"{}\"", name.get_ref());
            reader.fault("unknown-name", name.span(), message, help);
        }
        place
    }
}

/// Compiles an expression, or tells its mistakes.
pub(super) fn compiled(
    text: &Placed<String>,
    wanted: Wanted,
    scope: Scope<'_>,
    reader: &mut Reader<'_>,
) -> Option<Expr> {
    match compile(text.get_ref(), wanted, scope) {
        Ok(expr) => Some(expr),
        Err(mistakes) => {
            for mistake in mistakes {
                let span = reader.inside(text, mistake.span);
                reader.fault(mistake.code, span, mistake.message, mistake.help);
            }
            None
        }
    }
}
