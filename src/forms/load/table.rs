//! Reads tables, whose rows are questions of their own, and what is asked in a repeat group.

use crate::forms::fields::{Fields, Placed, Reader};
use crate::forms::form::{Question, Table};
use crate::forms::kind::Kind;

use super::choices::{self, Scales};
use super::draft::{Draft, Owner, Written};
use super::question::{Common, Home, read_question, required};
use super::{kind, prefill};

/// What the rows of a table share.
struct Shared {
    kind: Option<Kind>,
    options: choices::Options,
    common: Common,
    home: Home,
}

pub(super) fn read(
    fields: &mut Fields<'_>,
    id: Option<&Placed<String>>,
    home: Home,
    draft: &mut Draft,
    scales: &Scales,
    reader: &mut Reader<'_>,
) {
    const EACH: [&str; 3] = ["choice", "yes_no", "scale"];
    if let Some(id) = id {
        fields.rename(format!("table \"{}\"", id.get_ref()));
        draft.names.take(id, "table", reader);
    }
    let each = fields.optional("each", reader);
    let each = each.unwrap_or_else(|| Placed::new(fields.span(), "choice".to_string()));
    let kind = kind::read(&each, &EACH, fields, reader);
    let common = Common::read(fields, kind.as_ref(), reader);
    let options = choices::of_kind(kind.as_ref(), fields, scales, reader);
    let (place, start) = (draft.tables.len(), draft.questions.len());
    if let Some(text) = common.show_if.clone() {
        draft.written.push(Written { owner: Owner::Table(place), text });
    }
    let mut rows = fields.tables("rows", reader);
    rows.extend(fields.tables("row", reader));
    if rows.is_empty() {
        let message = format!("{} has no rows", fields.name());
        reader.fault(
            "missing-key",
            fields.span(),
            message,
            "add rows = [{ id = \"...\", text = \"...\" }, ...]",
        );
    }
    let shared = Shared { kind, options, common, home };
    for mut row in rows {
        read_row(&mut row, place, &shared, draft, reader);
        row.finish(reader);
    }
    draft.tables.push(Table {
        id: id.map(|id| id.get_ref().clone()).unwrap_or_default(),
        text: shared.common.text,
        help: shared.common.help,
        rows: start..draft.questions.len(),
    });
}

fn read_row(
    fields: &mut Fields<'_>,
    table: usize,
    shared: &Shared,
    draft: &mut Draft,
    reader: &mut Reader<'_>,
) {
    let place = draft.questions.len();
    let id = fields.needed("id", reader);
    if let Some(id) = &id {
        fields.rename(format!("row \"{}\"", id.get_ref()));
    }
    let text = fields.needed("text", reader).map(Placed::into_inner).unwrap_or_default();
    let help = fields.optional("help", reader).map(Placed::into_inner);
    if let Some(text) = fields.optional("show_if", reader) {
        draft.written.push(Written { owner: Owner::Question(place), text });
    }
    let common = Common {
        text,
        help,
        required: required(fields, shared.common.required, reader),
        clinician_only: fields.flag("clinician_only", shared.common.clinician_only, reader),
        keeps_answer: fields.flag("keeps_answer", shared.common.keeps_answer, reader),
        ..shared.common.clone()
    };
    if shared.kind.is_none() {
        draft.unsure.insert(place);
    }
    let prefill = prefill::read(fields, shared.kind.as_ref(), &shared.options.choices, reader);
    let question = common.question(shared.home, shared.kind.clone().unwrap_or(Kind::YesNo), prefill);
    draft.add(id.as_ref(), Question { table: Some(table), ..question }, shared.options.clone(), reader);
}

/// Reads what is asked in each row of a group.
pub(super) fn read_group(
    fields: &mut Fields<'_>,
    home: Home,
    draft: &mut Draft,
    scales: &Scales,
    reader: &mut Reader<'_>,
) {
    let questions = fields.tables("question", reader);
    if questions.is_empty() {
        let message = format!("{} asks nothing in its rows", fields.name());
        reader.fault("missing-key", fields.span(), message, "add [[section.question.question]]");
    }
    for mut question in questions {
        read_question(&mut question, home, draft, scales, reader);
        question.finish(reader);
    }
}
