//! The room for one answer on paper.

use super::super::form::{Form, Question};
use super::super::kind::Kind;
use super::super::words::in_words;
use super::{COLUMNS, line, wrapped};

const INDENT: &str = "    ";
/// Rows drawn for a repeat group; more go on the back of the sheet.
const ROWS: u32 = 3;

/// What is drawn under a question.
pub(super) fn room(form: &Form, question: &Question) -> Vec<String> {
    let mut lines = match &question.kind {
        Kind::Note => return Vec::new(),
        Kind::Computed(computed) => {
            let value = computed.value.as_ref().map_or("", |value| value.source());
            let unit = computed.unit.as_deref().unwrap_or_default();
            return wrapped(INDENT, &format!("________ {unit} (worked out: {})", in_words(form, value)));
        }
        Kind::YesNo | Kind::Choice | Kind::Choices => options(question),
        Kind::Scale(ends) => {
            let boxes: Vec<String> = question.options.iter().map(|o| format!("[ ]{}", o.code)).collect();
            let (low, high) = (ends.low.as_deref(), ends.high.as_deref());
            let text =
                format!("{} {} {}", low.unwrap_or_default(), boxes.join(" "), high.unwrap_or_default());
            wrapped(INDENT, text.trim())
        }
        Kind::Number(rule) => {
            let unit = rule.unit.as_deref().unwrap_or_default();
            let ends = match (rule.min, rule.max) {
                (Some(min), Some(max)) => format!(" ({min} to {max})"),
                _ => String::new(),
            };
            wrapped(INDENT, format!("________ {unit}{ends}").trim())
        }
        Kind::Date => wrapped(INDENT, "____ / ____ / ______"),
        Kind::Time => wrapped(INDENT, "____ : ____"),
        Kind::PartialDate => wrapped(INDENT, "____ / ____ / ______ as far as known  [ ] about"),
        Kind::Duration(_) => wrapped(INDENT, "______ days ______ hours ______ minutes"),
        Kind::Text => vec![line()],
        Kind::LongText => vec![line(), line(), line(), line()],
        Kind::Group(rule) => group(form, question, &rule.item, rule.most),
    };
    if question.group.is_none() {
        lines.push(format!("{INDENT}no answer: [ ] D  [ ] K  [ ] U  [ ] N"));
    }
    lines
}

/// The options, on one line where they fit, with what each counts in a score.
fn options(question: &Question) -> Vec<String> {
    let counts = matches!(question.kind, Kind::Choice | Kind::Choices);
    let boxed = |option: &super::super::kind::Choice| {
        let value = option.value.filter(|_| counts).map_or(String::new(), |value| format!("{value}  "));
        let words = if option.specify { ": ____________________" } else { "" };
        format!("[ ] {value}{}{words}", option.text)
    };
    let all: Vec<String> = question.options.iter().map(boxed).collect();
    let one_line = all.join("   ");
    if one_line.chars().count() + INDENT.len() <= COLUMNS {
        return vec![format!("{INDENT}{one_line}")];
    }
    all.iter().flat_map(|option| wrapped(INDENT, option)).collect()
}

/// A few rows with what is asked in each; the questions themselves follow with their own room.
fn group(form: &Form, group: &Question, item: &str, most: u32) -> Vec<String> {
    let inside = form.questions.iter().filter(|question| question.group == Some(group.place));
    let names: Vec<&str> = inside.map(|question| question.text.as_str()).collect();
    let mut lines = wrapped(INDENT, &format!("[ ] none   For each {item}: {}", names.join("; ")));
    for row in 1..=ROWS.min(most) {
        lines.push(format!("{INDENT}{row}  {}", "_".repeat(COLUMNS - INDENT.len() - 3)));
    }
    lines
}
