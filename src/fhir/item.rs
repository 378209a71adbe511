//! One question as an item of a `Questionnaire`, and how its values are written.

use serde_json::{Map, Value as Json, json};

use super::enable;
use super::json::{coding, extension, object, ours};
use crate::domain::answer::Decimal;
use crate::domain::service::Right;
use crate::forms::form::Required;
use crate::forms::kind::Choice;
use crate::forms::{Form, Kind, Question};

const ORDINAL: &str = "http://hl7.org/fhir/StructureDefinition/ordinalValue";
const ALONE: &str = "http://hl7.org/fhir/StructureDefinition/questionnaire-optionExclusive";
const LEAST: &str = "http://hl7.org/fhir/StructureDefinition/minValue";
const MOST: &str = "http://hl7.org/fhir/StructureDefinition/maxValue";
const MOST_ROWS: &str = "http://hl7.org/fhir/StructureDefinition/questionnaire-maxOccurs";
const CONTROL: &str = "http://hl7.org/fhir/StructureDefinition/questionnaire-itemControl";
const CONTROLS: &str = "http://hl7.org/fhir/questionnaire-item-control";
const UNITS: &str = "http://unitsofmeasure.org";

/// The item of a question, a note, a computed value or a repeat group with what is asked in it.
pub(super) fn item(form: &Form, question: &Question) -> Json {
    let (mut item, mut extensions) = (Map::new(), Vec::new());
    item.insert("linkId".to_owned(), json!(question.id));
    item.insert("text".to_owned(), json!(question.text));
    item.insert("type".to_owned(), json!(kind(&question.kind)));
    enable::put(&mut item, &mut extensions, form, question.show_if.as_ref(), !question.keeps_answer);
    asked_of(&mut item, &mut extensions, question);
    limits(&mut extensions, &question.kind);
    if matches!(question.kind, Kind::Choices | Kind::Group(_)) {
        item.insert("repeats".to_owned(), json!(true));
    }
    if matches!(question.kind, Kind::Computed(_)) {
        item.insert("readOnly".to_owned(), json!(true));
    }
    if matches!(question.kind, Kind::Choice | Kind::Choices | Kind::Scale(_)) {
        let options = question.options.iter().map(|one| option(form, question, one));
        item.insert("answerOption".to_owned(), Json::Array(options.collect()));
    }
    let mut within: Vec<Json> = Vec::new();
    within.extend(specify(form, question));
    within.extend(inner(form, question).map(|one| self::item(form, one)));
    // What is shown alone can have nothing within.
    if matches!(question.kind, Kind::Note) {
        extensions.extend(question.help.as_ref().map(|help| ours("help", "valueString", json!(help))));
    } else {
        within.extend(question.help.as_deref().map(|text| help(&question.id, text)));
    }
    if !within.is_empty() {
        item.insert("item".to_owned(), Json::Array(within));
    }
    if !extensions.is_empty() {
        item.insert("extension".to_owned(), Json::Array(extensions));
    }
    Json::Object(item)
}

/// What is asked in each row of a group.
pub(super) fn inner<'f>(form: &'f Form, group: &Question) -> impl Iterator<Item = &'f Question> {
    let place = group.place;
    form.questions.iter().filter(move |question| question.group == Some(place))
}

/// The type of an item.
fn kind(kind: &Kind) -> &'static str {
    match kind {
        Kind::YesNo => "boolean",
        Kind::Choice | Kind::Choices | Kind::Scale(_) => "choice",
        Kind::Number(rule) if rule.unit.is_some() => "quantity",
        Kind::Number(rule) if rule.places == 0 => "integer",
        Kind::Computed(computed) if computed.unit.is_some() => "quantity",
        Kind::Number(_) | Kind::Computed(_) => "decimal",
        Kind::Date | Kind::PartialDate => "date",
        Kind::Time => "time",
        Kind::Duration(_) => "quantity",
        Kind::Text => "string",
        Kind::LongText => "text",
        Kind::Note => "display",
        Kind::Group(_) => "group",
    }
}

/// Whether an answer is required, and of whom; and what the form says of asking.
fn asked_of(item: &mut Map<String, Json>, extensions: &mut Vec<Json>, question: &Question) {
    match question.required {
        _ if !question.takes_answer() => {}
        // A group that was answered may have no row at all.
        Required::Always if matches!(question.kind, Kind::Group(_)) => {
            extensions.push(ours("required", "valueBoolean", json!(true)));
        }
        Required::Always => {
            item.insert("required".to_owned(), json!(true));
        }
        Required::Of(right) => extensions.push(ours("required-of", "valueCode", json!(right_code(right)))),
        Required::Never => {}
    }
    let marks = [
        ("clinician-only", question.clinician_only),
        ("declined-counts", question.declined_counts),
        ("keeps-answer", question.keeps_answer),
    ];
    let held = marks.into_iter().filter(|(_, holds)| *holds);
    extensions.extend(held.map(|(name, _)| ours(name, "valueBoolean", json!(true))));
    match &question.kind {
        Kind::PartialDate => extensions.push(ours("partial-date", "valueBoolean", json!(true))),
        Kind::Computed(computed) => extensions.extend(
            computed.value.as_ref().map(|value| ours("computed", "valueString", json!(value.source()))),
        ),
        Kind::Scale(ends) => {
            let ends = [("scale-low", &ends.low), ("scale-high", &ends.high)];
            let told = ends.into_iter().filter_map(|(name, words)| Some((name, words.as_ref()?)));
            extensions.extend(told.map(|(name, words)| ours(name, "valueString", json!(words))));
        }
        _ => {}
    }
}

fn right_code(right: Right) -> String {
    format!("{right:?}").to_lowercase()
}

fn limits(extensions: &mut Vec<Json>, kind: &Kind) {
    let mut limit = |url: &str, n: Option<Decimal>| {
        extensions.extend(n.and_then(|n| {
            let (kind, value) = plain_number(n, matches!(kind, Kind::Number(rule) if rule.places > 0))?;
            Some(extension(url, kind, value))
        }));
    };
    match kind {
        Kind::Number(rule) => {
            limit(LEAST, rule.min);
            limit(MOST, rule.max);
        }
        Kind::Duration(rule) => {
            limit(LEAST, rule.min.map(|n| Decimal::whole(n.into())));
            limit(MOST, rule.max.map(|n| Decimal::whole(n.into())));
        }
        Kind::Group(rule) => extensions.push(extension(MOST_ROWS, "valueInteger", json!(rule.most))),
        _ => {}
    }
}

/// One option with what it counts.
fn option(form: &Form, question: &Question, option: &Choice) -> Json {
    let mut extensions = Vec::new();
    extensions.extend(option.value.map(|value| extension(ORDINAL, "valueDecimal", json!(value))));
    if option.exclusive {
        extensions.push(extension(ALONE, "valueBoolean", json!(true)));
    }
    let shown = option.show_if.as_ref();
    extensions.extend(shown.map(|when| ours("show-if", "valueString", json!(when.source()))));
    object([
        ("extension", super::json::list(extensions)),
        ("valueCoding", Some(coded(form, question, &option.code))),
    ])
}

/// The words that an option asks for, asked where one is taken that does.
fn specify(form: &Form, question: &Question) -> Option<Json> {
    let asking: Vec<Json> = question
        .options
        .iter()
        .filter(|option| option.specify)
        .map(|option| {
            json!({
                "question": question.id,
                "operator": "=",
                "answerCoding": coded(form, question, &option.code),
            })
        })
        .collect();
    if asking.is_empty() {
        return None;
    }
    Some(object([
        ("linkId", Some(json!(specify_id(question)))),
        ("text", Some(json!("Which, or what"))),
        ("type", Some(json!("string"))),
        ("enableBehavior", (asking.len() > 1).then(|| json!("any"))),
        ("enableWhen", Some(Json::Array(asking))),
    ]))
}

/// The link id of the words beside an option. No id of a form has a full stop in it.
pub(super) fn specify_id(question: &Question) -> String {
    format!("{}.specify", question.id)
}

/// Help for the practitioner.
pub(super) fn help(of: &str, text: &str) -> Json {
    let control = coding(CONTROLS, "help", "Help-Button");
    json!({
        "linkId": format!("{of}.help"),
        "extension": [extension(CONTROL, "valueCodeableConcept", json!({ "coding": [control] }))],
        "text": text,
        "type": "display",
    })
}

/// An option as a coding; its code system is that of the question.
pub(super) fn coded(form: &Form, question: &Question, code: &str) -> Json {
    let system = format!("urn:liaison:form:{}:{}", form.id, question.id);
    let display = question.option(code).map(|option| option.text.as_str()).unwrap_or_default();
    coding(&system, code, display)
}

/// A number in the type of its question, with the name of the key it stands under; nothing where the
/// type cannot hold it.
pub(super) fn number(kind: &Kind, n: Decimal) -> Option<(&'static str, Json)> {
    let quantity = |unit: &str| {
        let value = plain_number(n, n.as_whole().is_none())?.1;
        Some(("valueQuantity", json!({ "value": value, "unit": unit })))
    };
    match kind {
        Kind::Number(rule) => match &rule.unit {
            Some(unit) => quantity(unit),
            None => plain_number(n, rule.places > 0),
        },
        Kind::Computed(computed) => match &computed.unit {
            Some(unit) => quantity(unit),
            None => plain_number(n, true),
        },
        Kind::Duration(_) => Some((
            "valueQuantity",
            json!({ "value": n.as_whole()?, "unit": "min", "system": UNITS, "code": "min" }),
        )),
        _ => None,
    }
}

/// A whole number, or one with decimal places. FHIR's integer has 32 bits.
fn plain_number(n: Decimal, decimal: bool) -> Option<(&'static str, Json)> {
    if decimal {
        let digits: serde_json::Number = serde_json::from_str(&n.to_string()).ok()?;
        return Some(("valueDecimal", Json::Number(digits)));
    }
    let whole = i32::try_from(n.as_whole()?).ok()?;
    Some(("valueInteger", json!(whole)))
}
