//! Compiles the conditions of sections, tables, questions and options, and computed values. Each
//! may look only at what was asked before.

use crate::forms::expr::Expr;
use crate::forms::expr::compile::{Scope, Wanted};
use crate::forms::fields::Reader;
use crate::forms::kind::Kind;

use super::draft::{Draft, Owner, Written, compiled};

pub(super) fn compile_all(draft: &mut Draft, reader: &mut Reader<'_>) {
    draft.table_conditions = vec![None; draft.tables.len()];
    let written = std::mem::take(&mut draft.written);
    for condition in &written {
        let wanted = match condition.owner {
            Owner::Value(_) => Wanted::Number,
            _ => Wanted::Truth,
        };
        let Some(expr) = compiled(&condition.text, wanted, scope(draft, condition), reader) else { continue };
        keep(draft, condition.owner, expr);
    }
    // A table's condition holds for each of its rows.
    for (table, condition) in draft.tables.iter().zip(&draft.table_conditions) {
        let Some(condition) = condition else { continue };
        for row in draft.questions.get_mut(table.rows.clone()).unwrap_or_default() {
            row.show_if = Some(match row.show_if.take() {
                Some(own) => condition.clone().and(own),
                None => condition.clone(),
            });
        }
    }
    draft.written = written;
}

fn scope<'d>(draft: &'d Draft, condition: &Written) -> Scope<'d> {
    let everywhere = draft.everywhere();
    let section = |place: usize| draft.sections.get(place).map_or(0, |section| section.questions.start);
    let table = |place: usize| draft.tables.get(place).map_or(0, |table| table.rows.start);
    let (asked, of) = match condition.owner {
        Owner::Section(place) => (section(place), Some(section(place))),
        Owner::Table(place) => (table(place), Some(table(place))),
        Owner::Question(place) | Owner::Option(place, _) | Owner::Value(place) => (place, Some(place)),
    };
    let group = of.and_then(|place| draft.questions.get(place)).and_then(|question| question.group);
    Scope { asked, of, group, ..everywhere }
}

fn keep(draft: &mut Draft, owner: Owner, expr: Expr) {
    match owner {
        Owner::Section(place) => {
            if let Some(section) = draft.sections.get_mut(place) {
                section.show_if = Some(expr);
            }
        }
        Owner::Table(place) => {
            if let Some(condition) = draft.table_conditions.get_mut(place) {
                *condition = Some(expr);
            }
        }
        Owner::Question(place) => {
            if let Some(question) = draft.questions.get_mut(place) {
                question.show_if = Some(expr);
            }
        }
        Owner::Option(place, option) => {
            let options = draft.questions.get_mut(place).map(|question| &mut question.options);
            if let Some(option) = options.and_then(|options| options.get_mut(option)) {
                option.show_if = Some(expr);
            }
        }
        Owner::Value(place) => {
            if let Some(Kind::Computed(computed)) =
                draft.questions.get_mut(place).map(|question| &mut question.kind)
            {
                computed.value = Some(expr);
            }
        }
    }
}
