//! A screening as a `QuestionnaireResponse`: what was shown and answered, as it was answered. What was
//! hidden is left out; a reason for having no answer stands in the answer's place.

use serde_json::{Value as Json, json};
use uuid::Uuid;

use super::Whose;
use super::absent::{MASKED, because, reasons};
use super::item::{coded, inner, number, specify_id};
use super::json::{instant, list, object, ours, reference, words};
use super::questionnaire::{SCORES, band_id, canonical, score_id, section_id};
use crate::domain::answer::{Answer, Decimal, Source, State, Value};
use crate::domain::episode::{Screening, ScreeningStatus};
use crate::domain::event::Score;
use crate::forms::form::Fact;
use crate::forms::{Form, Item, Kind, Prefill, Question, Sheet};

/// Who finished a form, or set it aside.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Author {
    /// Name of the record.
    pub id: Uuid,
    /// Initials.
    pub label: String,
    /// Name.
    pub name: String,
}

/// A screening that has ended, with its answers.
#[derive(Clone, Debug)]
pub struct Answered {
    /// What is stored of it.
    pub screening: Screening,
    /// The form as it read then, with the answers; none where this program cannot read that text.
    pub sheet: Option<Sheet>,
    /// Who ended it, where that is known.
    pub author: Option<Author>,
    /// Whether its answers were disposed of under the retention rules.
    pub disposed: bool,
}

/// To what a response belongs, by the ids of their resources.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Belongs {
    /// The person.
    pub patient: Uuid,
    /// The stay.
    pub encounter: Uuid,
    /// The referral in, where somebody referred.
    pub request: Option<Uuid>,
}

/// A screening of this person; nothing while it is a draft.
pub fn response(answered: &Answered, patient: Uuid, whose: Whose) -> Option<Json> {
    within(answered, patient, None, whose)
}

/// The same, with what it belongs to.
pub(super) fn within(answered: &Answered, patient: Uuid, to: Option<Belongs>, whose: Whose) -> Option<Json> {
    let screening = &answered.screening;
    let (status, at) = match &screening.status {
        ScreeningStatus::Draft => return None,
        ScreeningStatus::Finished { at, .. } if screening.amends.is_some() => ("amended", *at),
        ScreeningStatus::Finished { at, .. } => ("completed", *at),
        ScreeningStatus::SetAside { at, .. } => ("stopped", *at),
    };
    let version = Some(&screening.version).filter(|version| !version.is_empty());
    let form = canonical(&screening.form);
    let items = answered.sheet.as_ref().map(|sheet| items(sheet, screening, whose)).unwrap_or_default();
    let request = to.and_then(|to| to.request).map(|id| json!([reference("ServiceRequest", id)]));
    Some(object([
        ("resourceType", Some(json!("QuestionnaireResponse"))),
        ("id", Some(json!(screening.id.0))),
        ("extension", list(about(answered, whose))),
        ("basedOn", request),
        ("questionnaire", Some(json!(version.map_or(form.clone(), |version| format!("{form}|{version}"))))),
        ("status", Some(json!(status))),
        ("subject", Some(reference("Patient", patient))),
        ("encounter", to.map(|to| reference("Encounter", to.encounter))),
        ("authored", Some(instant(at))),
        ("author", answered.author.as_ref().map(|author| reference("Practitioner", author.id))),
        ("item", list(items)),
    ]))
}

/// What FHIR has no place for: what it puts right, why it was set aside, and what is not there.
fn about(answered: &Answered, whose: Whose) -> Vec<Json> {
    let screening = &answered.screening;
    let mut said = Vec::new();
    let told = |name: &str, text: &str| {
        words(text).filter(|_| whose == Whose::Named).map(|text| ours(name, "valueString", text))
    };
    if !screening.hash.is_empty() {
        said.push(ours("form-sha256", "valueString", json!(screening.hash)));
    }
    if let Some(amends) = &screening.amends {
        let older = reference("QuestionnaireResponse", amends.screening.0);
        said.push(ours("amends", "valueReference", older));
        said.extend(told("amends-because", &amends.reason));
    }
    match &screening.status {
        ScreeningStatus::SetAside { state, reason, retry_at, .. } => {
            said.extend(words(state).map(|state| ours("set-aside", "valueCode", state)));
            said.extend(told("set-aside-because", reason));
            said.extend(retry_at.map(|at| ours("retry-at", "valueDateTime", instant(at))));
        }
        ScreeningStatus::Finished { complete, .. } => {
            said.push(ours("complete", "valueBoolean", json!(complete)));
        }
        ScreeningStatus::Draft => {}
    }
    if answered.disposed {
        said.push(ours("answers-disposed", "valueBoolean", json!(true)));
    } else if answered.sheet.is_none() && matches!(screening.status, ScreeningStatus::Finished { .. }) {
        said.push(ours("form-unreadable", "valueBoolean", json!(true)));
    }
    said
}

/// All sections with something answered in them, and the scores as they were stored.
fn items(sheet: &Sheet, screening: &Screening, whose: Whose) -> Vec<Json> {
    let form = sheet.form();
    let mut items = Vec::new();
    for section in &form.sections {
        let questions = form.questions.get(section.questions.clone()).unwrap_or_default();
        let answered = answered(sheet, questions, whose);
        items.extend(group(&section_id(&section.id), &section.title, answered));
    }
    if let ScreeningStatus::Finished { scores, .. } = &screening.status {
        let said = scores.iter().flat_map(|one| score(form, one)).collect();
        items.extend(group(SCORES, "Scores", said));
    }
    items
}

/// A group with what is in it; nothing where nothing is.
fn group(id: &str, text: &str, items: Vec<Json>) -> Option<Json> {
    let items = list(items)?;
    Some(json!({ "linkId": id, "text": text, "item": items }))
}

/// What was answered to the questions of a section, the rows of a table in their group.
fn answered(sheet: &Sheet, questions: &[Question], whose: Whose) -> Vec<Json> {
    let form = sheet.form();
    let mut items = Vec::new();
    let outside = |question: &&Question| question.group.is_none() && sheet.shows(&question.id);
    let alone = |question: &&Question| form.table_of(question).is_none();
    for question in questions.iter().filter(|question| question.group.is_none()) {
        if let Some(table) = form.table_of(question).filter(|table| table.rows.start == question.place) {
            let rows = form.questions.get(table.rows.clone()).unwrap_or_default();
            let said = rows.iter().filter(outside).flat_map(|row| asked(sheet, row, None, whose)).collect();
            items.extend(group(&table.id, &table.text, said));
        }
        if outside(&question) && alone(&question) {
            items.extend(asked(sheet, question, None, whose));
        }
    }
    items
}

/// What was answered to one question: more than one item for a group, one for each of its rows.
fn asked(sheet: &Sheet, question: &Question, row: Option<u32>, whose: Whose) -> Vec<Json> {
    if let Kind::Computed(_) = question.kind {
        return sheet.computed(&question.id).and_then(|n| computed(question, n)).into_iter().collect();
    }
    let Some(answer) = sheet.answer(&Item { question, row }) else { return Vec::new() };
    let mut extensions = reasons(&answer.state);
    if hides(question, whose) && answer.value().is_some() {
        extensions.push(because(MASKED));
    }
    extensions.extend(beside(question, answer, whose));
    match answer.value() {
        Some(Value::Rows(rows)) if !rows.is_empty() => in_rows(sheet, question, rows, extensions, whose),
        Some(Value::Rows(_)) => {
            extensions.push(ours("no-rows", "valueBoolean", json!(true)));
            vec![one(question, extensions, Vec::new())]
        }
        Some(value) if !hides(question, whose) => {
            let answers = values(sheet.form(), question, value, answer.specified.as_deref(), whose);
            if answers.is_empty() {
                extensions.push(because("unsupported"));
            }
            vec![one(question, extensions, answers)]
        }
        _ => vec![one(question, extensions, Vec::new())],
    }
}

fn one(question: &Question, extensions: Vec<Json>, answers: Vec<Json>) -> Json {
    object([
        ("extension", list(extensions)),
        ("linkId", Some(json!(question.id))),
        ("text", Some(json!(question.text))),
        ("answer", list(answers)),
    ])
}

fn in_rows(
    sheet: &Sheet,
    question: &Question,
    rows: &[u32],
    mut extensions: Vec<Json>,
    whose: Whose,
) -> Vec<Json> {
    let of_row = |number: &u32| {
        let shown = |inner: &&Question| sheet.shows(&inner.key(Some(*number)));
        let inner = inner(sheet.form(), question).filter(shown);
        let items = inner.flat_map(|inner| asked(sheet, inner, Some(*number), whose)).collect();
        // What is said beside the group as a whole stands with its first row.
        let mut said = vec![ours("row", "valueInteger", json!(number))];
        said.append(&mut extensions);
        object([
            ("extension", list(said)),
            ("linkId", Some(json!(question.id))),
            ("text", Some(json!(question.text))),
            ("item", list(items)),
        ])
    };
    rows.iter().map(of_row).collect()
}

fn computed(question: &Question, n: Decimal) -> Option<Json> {
    let (kind, value) = number(&question.kind, n)?;
    Some(one(question, Vec::new(), vec![object([(kind, Some(value))])]))
}

/// Whether the answer itself could name the person, and may not.
fn hides(question: &Question, whose: Whose) -> bool {
    let names = matches!(
        question.prefill,
        Some(Prefill::Fact(Fact::Name | Fact::BirthDate | Fact::CustodyRef | Fact::ReferralDetails))
    );
    whose == Whose::Unnamed && (names || matches!(question.kind, Kind::Text | Kind::LongText))
}

/// What stands beside an answer: from where it is known, and words that may name the person.
fn beside(question: &Question, answer: &Answer, whose: Whose) -> Vec<Json> {
    let source = answer.source.unwrap_or(question.source);
    let told = [("note", answer.note.as_deref()), ("confirmed-from", answer.prefilled_from.as_deref())];
    let told = told.into_iter().filter(|_| whose == Whose::Named);
    let told = told.filter_map(|(name, text)| Some(ours(name, "valueString", words(text?)?)));
    // Of whoever could not be asked nothing is known from them.
    let known = source != Source::Person && matches!(answer.state, State::Answered { .. });
    let from = known.then(|| ours("source", "valueCode", json!(source.code())));
    from.into_iter().chain(told).collect()
}

/// The answers of an item; none where FHIR cannot hold the value.
fn values(
    form: &Form,
    question: &Question,
    value: &Value,
    specified: Option<&str>,
    whose: Whose,
) -> Vec<Json> {
    let plain = |kind: &str, value: Json| vec![object([(kind, Some(value))])];
    match value {
        Value::Choice(code) if matches!(question.kind, Kind::YesNo) => {
            plain("valueBoolean", json!(code == "yes"))
        }
        Value::Choice(code) => vec![taken(form, question, code, specified, whose)],
        Value::Choices(codes) => {
            codes.iter().map(|code| taken(form, question, code, specified, whose)).collect()
        }
        Value::Number(n) => number(&question.kind, *n).map_or(Vec::new(), |(kind, n)| plain(kind, n)),
        Value::Duration(minutes) => number(&question.kind, Decimal::whole((*minutes).into()))
            .map_or(Vec::new(), |(kind, minutes)| plain(kind, minutes)),
        Value::Date(day) => plain("valueDate", json!(day.to_string())),
        Value::Time(time) => plain("valueTime", json!(time.format("%H:%M:%S").to_string())),
        Value::PartialDate(date) => {
            let about = ours("about", "valueBoolean", json!(true));
            vec![object([
                ("valueDate", Some(json!(date.to_string().trim_end_matches('~')))),
                ("_valueDate", date.is_about().then(|| json!({ "extension": [about] }))),
            ])]
        }
        Value::Text(text) => words(text).map_or(Vec::new(), |text| plain("valueString", text)),
        Value::Rows(_) => Vec::new(),
    }
}

/// An option taken, with the words it asks for.
fn taken(form: &Form, question: &Question, code: &str, specified: Option<&str>, whose: Whose) -> Json {
    let asks = question.option(code).is_some_and(|option| option.specify);
    let said = specified.filter(|_| asks).and_then(words).map(|text| match whose {
        Whose::Named => json!({ "linkId": specify_id(question), "answer": [{ "valueString": text }] }),
        Whose::Unnamed => json!({ "linkId": specify_id(question), "extension": [because(MASKED)] }),
    });
    object([("valueCoding", Some(coded(form, question, code))), ("item", said.map(|said| json!([said])))])
}

/// A score as it was stored: its number or the range that was left, and its band.
fn score(form: &Form, score: &Score) -> Vec<Json> {
    let Some(asked) = form.scores.iter().find(|asked| asked.id == score.id) else { return Vec::new() };
    let number = asked.has_number().then(|| {
        let value = score.value.and_then(|n| i32::try_from(n).ok());
        let mut extensions = Vec::new();
        if value.is_none() {
            extensions.push(because("unknown"));
            let ends = [("score-floor", score.floor), ("score-ceiling", score.ceiling)];
            let known = ends.into_iter().filter_map(|(name, n)| Some((name, i32::try_from(n?).ok()?)));
            extensions.extend(known.map(|(name, n)| ours(name, "valueInteger", json!(n))));
        }
        object([
            ("extension", list(extensions)),
            ("linkId", Some(json!(score_id(&score.id)))),
            ("text", Some(json!(asked.title))),
            ("answer", value.map(|n| json!([{ "valueInteger": n }]))),
        ])
    });
    let band = score
        .band
        .as_deref()
        .and_then(words)
        .map(|band| json!({ "linkId": band_id(&score.id), "answer": [{ "valueString": band }] }));
    number.into_iter().chain(band).collect()
}
