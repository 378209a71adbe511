//! Reads sections, questions, scales and options.

use std::collections::HashMap;

use crate::domain::answer::Decimal;
use crate::forms::fields::{Fields, Placed, Reader};
use crate::forms::form::{Choice, Kind, NumberRule, Question, Section};
use crate::forms::report::suggest;

use super::{Draft, MOST_QUESTIONS, check_id};

/// Options written once for many questions.
type Scales = HashMap<String, Vec<Choice>>;

pub(super) fn read_all(root: &mut Fields<'_>, draft: &mut Draft, reader: &mut Reader<'_>) {
    let scales = read_scales(root, reader);
    let sections = root.tables("section", reader);
    if sections.is_empty() {
        reader.complain(0..0, "this form has no sections", "add [[section]] and [[section.question]]");
    }
    for mut fields in sections {
        read_section(&mut fields, draft, &scales, reader);
        fields.finish(reader);
    }
    if let Some(question) = draft.questions.get(MOST_QUESTIONS) {
        let message =
            format!("this form has more than {MOST_QUESTIONS} questions, from \"{}\" on", question.id);
        reader.complain(0..0, message, "make it two forms");
    }
}

fn read_scales(root: &mut Fields<'_>, reader: &mut Reader<'_>) -> Scales {
    let mut scales = Scales::new();
    let Some(mut table) = root.table("scale", reader) else { return scales };
    for (name, mut fields) in table.entries(reader) {
        fields.rename(format!("scale \"{}\"", name.get_ref()));
        scales.insert(name.into_inner(), read_options(&mut fields, reader));
        fields.finish(reader);
    }
    scales
}

fn read_section(fields: &mut Fields<'_>, draft: &mut Draft, scales: &Scales, reader: &mut Reader<'_>) {
    let place = draft.sections.len();
    let id = fields.needed("id", reader);
    if let Some(id) = &id {
        fields.rename(format!("section \"{}\"", id.get_ref()));
        check_id(id, "section", draft.sections.iter().map(|section| section.id.as_str()), reader);
    }
    let title = fields.needed("title", reader);
    let intro = fields.text("intro", reader).map(|text| text.into_inner());
    if let Some(condition) = fields.text("show_if", reader) {
        draft.section_conditions.push((place, condition));
    }
    let start = draft.questions.len();
    let questions = fields.tables("question", reader);
    if questions.is_empty() {
        reader.complain(
            fields.span(),
            format!("{} has no questions", fields.name()),
            "add [[section.question]]",
        );
    }
    for mut question in questions {
        read_question(&mut question, place, draft, scales, reader);
        question.finish(reader);
    }
    draft.sections.push(Section {
        id: id.map(|id| id.into_inner()).unwrap_or_default(),
        title: title.map(|title| title.into_inner()).unwrap_or_default(),
        intro,
        show_if: None,
        questions: start..draft.questions.len(),
    });
}

fn read_question(
    fields: &mut Fields<'_>,
    section: usize,
    draft: &mut Draft,
    scales: &Scales,
    reader: &mut Reader<'_>,
) {
    let place = draft.questions.len();
    let id = fields.needed("id", reader);
    if let Some(id) = &id {
        fields.rename(format!("question \"{}\"", id.get_ref()));
        let taken = draft.places.get_key_value(id.get_ref()).map(|(taken, _)| taken.as_str());
        if check_id(id, "question", taken.into_iter(), reader) {
            draft.places.insert(id.get_ref().clone(), place);
        }
    }
    let text = fields.needed("text", reader);
    let help = fields.text("help", reader).map(|text| text.into_inner());
    let kind = read_kind(fields, reader);
    let options = options_of(kind.as_ref(), fields, scales, reader);
    let is_note = kind == Some(Kind::Note);
    if kind.is_none() {
        draft.unsure.push(place);
    }
    if let Some(condition) = fields.text("show_if", reader) {
        draft.question_conditions.push((place, condition));
    }
    draft.questions.push(Question {
        id: id.map(|id| id.into_inner()).unwrap_or_default(),
        place,
        section,
        text: text.map(|text| text.into_inner()).unwrap_or_default(),
        help,
        required: !is_note && fields.flag("required", true, reader),
        clinician_only: fields.flag("clinician_only", false, reader),
        declined_counts: !is_note && fields.flag("declined_counts", false, reader),
        null_means_declined: !is_note && fields.flag("null_means_declined", false, reader),
        kind: kind.unwrap_or(Kind::Text),
        options,
        show_if: None,
    });
}

fn read_kind(fields: &mut Fields<'_>, reader: &mut Reader<'_>) -> Option<Kind> {
    let word = fields.needed("kind", reader)?;
    Some(match word.get_ref().as_str() {
        "yes_no" => Kind::YesNo,
        "choice" => Kind::Choice,
        "choices" => Kind::Choices,
        "number" => Kind::Number(read_number(fields, reader)),
        "date" => Kind::Date,
        "text" => Kind::Text,
        "long_text" => Kind::LongText,
        "note" => Kind::Note,
        other => {
            let message = format!("there is no kind of question \"{other}\"");
            reader.complain(word.span(), message, suggest(other, Kind::CODES));
            return None;
        }
    })
}

fn read_number(fields: &mut Fields<'_>, reader: &mut Reader<'_>) -> NumberRule {
    let (min, max) = (fields.decimal("min", reader), fields.decimal("max", reader));
    if let (Some(low), Some(high)) = (&min, &max)
        && low.get_ref() > high.get_ref()
    {
        reader.complain(high.span(), "the most is below the least", "exchange `min` and `max`");
    }
    let places = fields.whole("decimals", reader).map_or(0, |places| {
        u8::try_from(*places.get_ref()).ok().filter(|n| *n <= 3).unwrap_or_else(|| {
            reader.complain(places.span(), "a number has 0 to 3 decimals", "write 0, 1, 2 or 3");
            0
        })
    });
    let inner = |placed: Option<Placed<Decimal>>| placed.map(|n| *n.get_ref());
    let unit = fields.text("unit", reader).map(|unit| unit.into_inner());
    NumberRule { min: inner(min), max: inner(max), places, unit }
}

fn options_of(
    kind: Option<&Kind>,
    fields: &mut Fields<'_>,
    scales: &Scales,
    reader: &mut Reader<'_>,
) -> Vec<Choice> {
    match kind {
        Some(Kind::YesNo) => yes_no(),
        Some(Kind::Choice | Kind::Choices) => {
            let options = match fields.text("scale", reader) {
                Some(name) => scales.get(name.get_ref()).cloned().unwrap_or_else(|| {
                    let help = suggest(name.get_ref(), scales.keys().map(String::as_str));
                    reader.complain(name.span(), format!("there is no scale \"{}\"", name.get_ref()), help);
                    Vec::new()
                }),
                None => read_options(fields, reader),
            };
            if kind == Some(&Kind::Choice) && options.iter().any(|option| option.exclusive) {
                let message = format!("{}: only `choices` have exclusive options", fields.name());
                reader.complain(fields.span(), message, "take `exclusive` out: one choice is always alone");
            }
            options
        }
        // The kind was a mistake; what belongs to it cannot be told.
        None => {
            for key in ["options", "scale", "min", "max", "decimals", "unit"] {
                fields.value(key);
            }
            Vec::new()
        }
        Some(_) => Vec::new(),
    }
}

fn yes_no() -> Vec<Choice> {
    [("yes", "Yes", 1, 'y'), ("no", "No", 0, 'n')]
        .map(|(code, text, value, key)| Choice {
            code: code.to_string(),
            text: text.to_string(),
            value: Some(value),
            key,
            exclusive: false,
        })
        .to_vec()
}

fn read_options(fields: &mut Fields<'_>, reader: &mut Reader<'_>) -> Vec<Choice> {
    let tables = fields.tables("options", reader);
    if tables.len() < 2 {
        let help = "add options = [{ code = \"...\", text = \"...\" }, ...], or name a scale";
        reader.complain(fields.span(), format!("{} needs at least two options", fields.name()), help);
    }
    let mut options: Vec<Choice> = Vec::new();
    let mut keys: Vec<Option<char>> = Vec::new();
    for mut table in tables {
        table.rename(format!("{}, option {}", fields.name(), options.len() + 1));
        let code = table.needed("code", reader);
        if let Some(code) = &code {
            let taken = options.iter().any(|option| option.code == *code.get_ref());
            if taken {
                let message = format!("{}: there is an option \"{}\" already", fields.name(), code.get_ref());
                reader.complain(code.span(), message, "each code is used once in a question");
            }
        }
        let text = table.needed("text", reader);
        keys.push(read_key(&mut table, &keys, reader));
        options.push(Choice {
            code: code.map(|code| code.into_inner()).unwrap_or_default(),
            text: text.map(|text| text.into_inner()).unwrap_or_default(),
            value: table.whole("value", reader).map(|value| *value.get_ref()),
            key: ' ',
            exclusive: table.flag("exclusive", false, reader),
        });
        table.finish(reader);
    }
    give_keys(&mut options, &keys);
    if options.len() > 35 {
        reader.complain(
            fields.span(),
            format!("{} has more than 35 options", fields.name()),
            "ask in two steps",
        );
    }
    options
}

fn read_key(table: &mut Fields<'_>, taken: &[Option<char>], reader: &mut Reader<'_>) -> Option<char> {
    let key = table.text("key", reader)?;
    let mut letters = key.get_ref().chars();
    let letter = letters.next().filter(|c| c.is_ascii_lowercase() || c.is_ascii_digit());
    if letter.is_none() || letters.next().is_some() {
        reader.complain(key.span(), "a key is one small letter or digit", "write key = \"a\"");
        return None;
    }
    if taken.contains(&letter) {
        reader.complain(key.span(), "another option has this key", "give each option its own key");
    }
    letter
}

/// Options without a key of their own get 1 to 9, then a to z.
fn give_keys(options: &mut [Choice], keys: &[Option<char>]) {
    let mut free = ('1'..='9').chain('a'..='z').filter(|key| !keys.contains(&Some(*key)));
    for (option, key) in options.iter_mut().zip(keys) {
        option.key = key.or_else(|| free.next()).unwrap_or(' ');
    }
}
