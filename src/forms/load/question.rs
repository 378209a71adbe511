//! Reads sections and questions.

use crate::domain::answer::Source;
use crate::domain::service::Right;
use crate::forms::fields::{Fields, Placed, Reader};
use crate::forms::form::{Prefill, Question, Required, Section};
use crate::forms::kind::Kind;
use crate::forms::report::suggest;

use super::choices::{self, Scales};
use super::draft::{Draft, Owner, Written};
use super::{kind, prefill, table};

/// Where a question stands.
#[derive(Clone, Copy, Debug)]
pub(super) struct Home {
    pub(super) section: usize,
    pub(super) group: Option<usize>,
}

pub(super) fn read_all(root: &mut Fields<'_>, draft: &mut Draft, reader: &mut Reader<'_>) {
    let scales = choices::read_scales(root, reader);
    let sections = root.tables("section", reader);
    if sections.is_empty() {
        let help = "add [[section]] and [[section.question]]";
        reader.fault("missing-key", 0..0, "this form has no sections", help);
    }
    for mut fields in sections {
        read_section(&mut fields, draft, &scales, reader);
        fields.finish(reader);
    }
}

fn read_section(fields: &mut Fields<'_>, draft: &mut Draft, scales: &Scales, reader: &mut Reader<'_>) {
    let place = draft.sections.len();
    let id = fields.needed("id", reader);
    if let Some(id) = &id {
        fields.rename(format!("section \"{}\"", id.get_ref()));
        draft.section_ids.take(id, "section", reader);
    }
    let title = fields.needed("title", reader);
    let intro = fields.optional("intro", reader).map(Placed::into_inner);
    if let Some(text) = fields.optional("show_if", reader) {
        draft.written.push(Written { owner: Owner::Section(place), text });
    }
    let start = draft.questions.len();
    let questions = fields.tables("question", reader);
    if questions.is_empty() {
        let message = format!("{} has no questions", fields.name());
        reader.fault("missing-key", fields.span(), message, "add [[section.question]]");
    }
    for mut question in questions {
        read_question(&mut question, Home { section: place, group: None }, draft, scales, reader);
        question.finish(reader);
    }
    draft.sections.push(Section {
        id: id.map(Placed::into_inner).unwrap_or_default(),
        title: title.map(Placed::into_inner).unwrap_or_default(),
        intro,
        show_if: None,
        questions: start..draft.questions.len(),
    });
}

/// Reads one question; a table is its rows, and a group its question and those of its rows.
pub(super) fn read_question(
    fields: &mut Fields<'_>,
    home: Home,
    draft: &mut Draft,
    scales: &Scales,
    reader: &mut Reader<'_>,
) {
    const IN_GROUP: [&str; 12] = [
        "yes_no",
        "choice",
        "choices",
        "scale",
        "number",
        "date",
        "time",
        "partial_date",
        "duration",
        "text",
        "long_text",
        "note",
    ];
    let id = fields.needed("id", reader);
    if let Some(id) = &id {
        fields.rename(format!("question \"{}\"", id.get_ref()));
    }
    let word = fields.needed("kind", reader);
    let is_table = word.as_ref().is_some_and(|word| word.get_ref() == "table");
    if is_table && home.group.is_none() {
        table::read(fields, id.as_ref(), home, draft, scales, reader);
        return;
    }
    let place = draft.questions.len();
    let asked: &[&'static str] = if home.group.is_some() { &IN_GROUP } else { &Kind::CODES };
    let kind = word.and_then(|word| kind::read(&word, asked, fields, reader));
    let common = Common::read(fields, kind.as_ref(), reader);
    let options = choices::of_kind(kind.as_ref(), fields, scales, reader);
    let prefill = match &kind {
        Some(Kind::Note | Kind::Computed(_) | Kind::Group(_)) => None,
        kind => prefill::read(fields, kind.as_ref(), &options.choices, reader),
    };
    if let Some(text) = common.show_if.clone() {
        draft.written.push(Written { owner: Owner::Question(place), text });
    }
    if matches!(kind, Some(Kind::Computed(_)))
        && let Some(text) = fields.needed("value", reader)
    {
        draft.written.push(Written { owner: Owner::Value(place), text });
    }
    if kind.is_none() {
        draft.unsure.insert(place);
    }
    let is_group = matches!(kind, Some(Kind::Group(_)));
    let kind = kind.unwrap_or(Kind::Text);
    draft.add(id.as_ref(), common.question(home, kind, prefill), options, reader);
    if is_group {
        table::read_group(fields, Home { group: Some(place), ..home }, draft, scales, reader);
    }
}

impl Draft {
    /// Adds a question with its options and their conditions.
    pub(super) fn add(
        &mut self,
        id: Option<&Placed<String>>,
        question: Question,
        options: choices::Options,
        reader: &mut Reader<'_>,
    ) {
        let place = self.questions.len();
        if let Some(id) = id {
            if self.names.take(id, "question", reader) {
                self.places.insert(id.get_ref().clone(), place);
            }
            if place == self.limits.questions {
                let most = self.limits.questions;
                let message =
                    format!("this form has more than {most} questions, from \"{}\" on", id.get_ref());
                reader.fault("too-many-questions", id.span(), message, "make it two forms");
            }
        }
        for (option, text) in options.conditions {
            self.written.push(Written { owner: Owner::Option(place, option), text });
        }
        let id = id.map(|id| id.get_ref().clone()).unwrap_or_default();
        self.questions.push(Question { id, place, options: options.choices, ..question });
    }
}

/// What questions of all kinds may have.
#[derive(Clone, Debug)]
pub(super) struct Common {
    pub(super) text: String,
    pub(super) help: Option<String>,
    pub(super) show_if: Option<Placed<String>>,
    pub(super) required: Required,
    pub(super) source: Source,
    pub(super) clinician_only: bool,
    pub(super) declined_counts: bool,
    pub(super) null_means_declined: bool,
    pub(super) keeps_answer: bool,
}

impl Common {
    pub(super) fn read(fields: &mut Fields<'_>, kind: Option<&Kind>, reader: &mut Reader<'_>) -> Self {
        let asked = !matches!(kind, Some(Kind::Note | Kind::Computed(_)));
        Self {
            text: fields.needed("text", reader).map(Placed::into_inner).unwrap_or_default(),
            help: fields.optional("help", reader).map(Placed::into_inner),
            show_if: fields.optional("show_if", reader),
            required: if asked { required(fields, Required::Always, reader) } else { Required::Never },
            source: if asked { source(fields, reader) } else { Source::Person },
            clinician_only: fields.flag("clinician_only", false, reader),
            declined_counts: asked && fields.flag("declined_counts", false, reader),
            null_means_declined: asked && fields.flag("null_means_declined", false, reader),
            keeps_answer: asked && fields.flag("keeps_answer", false, reader),
        }
    }

    /// The question, but for its id, its place and its options.
    pub(super) fn question(self, home: Home, kind: Kind, prefill: Option<Prefill>) -> Question {
        Question {
            id: String::new(),
            place: 0,
            section: home.section,
            text: self.text,
            help: self.help,
            kind,
            options: Vec::new(),
            group: home.group,
            table: None,
            required: self.required,
            source: self.source,
            prefill,
            clinician_only: self.clinician_only,
            declined_counts: self.declined_counts,
            null_means_declined: self.null_means_declined,
            show_if: None,
            keeps_answer: self.keeps_answer,
        }
    }
}

/// Of whom an answer is asked for; `otherwise` where nothing is said.
pub(super) fn required(fields: &mut Fields<'_>, otherwise: Required, reader: &mut Reader<'_>) -> Required {
    let said = fields.value("required").map(|value| value.span());
    let always = fields.flag("required", otherwise != Required::Never, reader);
    let Some(word) = fields.optional("required_for", reader) else {
        return match (said, always) {
            (None, _) => otherwise,
            (Some(_), true) => Required::Always,
            (Some(_), false) => Required::Never,
        };
    };
    if let Some(said) = said {
        let message = format!("{} has both `required` and `required_for`", fields.name());
        reader.fault("contradiction", said, message, "keep one of the two");
    }
    let right = match word.get_ref().as_str() {
        "screen" => Right::Screen,
        "assess" => Right::Assess,
        "lead" => Right::Lead,
        other => {
            let help = suggest(other, ["screen", "assess", "lead"]);
            let message = format!("no role has a right called \"{other}\"");
            reader.fault("unknown-word", word.span(), message, help);
            return otherwise;
        }
    };
    Required::Of(right)
}

fn source(fields: &mut Fields<'_>, reader: &mut Reader<'_>) -> Source {
    let Some(word) = fields.optional("source", reader) else { return Source::Person };
    let found = Source::ALL.into_iter().find(|source| source.code() == word.get_ref());
    found.unwrap_or_else(|| {
        let message = format!("there is no source \"{}\"", word.get_ref());
        let help = suggest(word.get_ref(), Source::ALL.map(Source::code));
        reader.fault("unknown-word", word.span(), message, help);
        Source::Person
    })
}
