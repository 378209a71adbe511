//! When an item is asked: `enableWhen` where that says exactly what the form says, else the form's own
//! words in an extension of ours. A reader that does not know the extension asks too much, never a
//! question less.

use serde_json::{Map, Value as Json, json};

use super::item::{coded, number};
use super::json::ours;
use crate::forms::expr::Expr;
use crate::forms::expr::plain::{Holds, Plain, Test};
use crate::forms::{Form, Kind};

/// Puts the condition of an item into it. `exactly` is false where the item stays though its
/// condition no longer holds, which FHIR cannot say.
pub(super) fn put(
    item: &mut Map<String, Json>,
    extensions: &mut Vec<Json>,
    form: &Form,
    condition: Option<&Expr>,
    exactly: bool,
) {
    let Some(condition) = condition else { return };
    let plain = condition.plain(&form.questions).filter(|_| exactly);
    let tests = plain
        .as_ref()
        .and_then(|plain| plain.tests().iter().map(|one| test(form, one)).collect::<Option<Vec<Json>>>());
    let (Some(plain), Some(tests)) = (plain, tests) else {
        extensions.push(ours("show-if", "valueString", json!(condition.source())));
        return;
    };
    if tests.len() > 1 {
        let behaviour = match plain {
            Plain::Every(_) => "all",
            Plain::Any(_) => "any",
        };
        item.insert("enableBehavior".to_owned(), json!(behaviour));
    }
    item.insert("enableWhen".to_owned(), Json::Array(tests));
}

/// One test; nothing where the answer it compares with cannot be written in the item's type.
fn test(form: &Form, test: &Test) -> Option<Json> {
    let question = form.questions.get(test.place)?;
    let (operator, kind, answer) = match &test.holds {
        Holds::Answered(is) => ("exists", "answerBoolean", json!(is)),
        Holds::Taken(code) if matches!(question.kind, Kind::YesNo) => {
            ("=", "answerBoolean", json!(code == "yes"))
        }
        Holds::Taken(code) => ("=", "answerCoding", coded(form, question, code)),
        Holds::Said(words) => ("=", "answerString", json!(words)),
        Holds::Number(operator, n) => {
            let (kind, value) = number(&question.kind, *n)?;
            let kind = match kind {
                "valueInteger" => "answerInteger",
                "valueDecimal" => "answerDecimal",
                _ => "answerQuantity",
            };
            (*operator, kind, value)
        }
    };
    let mut when = Map::new();
    when.insert("question".to_owned(), json!(question.id));
    when.insert("operator".to_owned(), json!(operator));
    when.insert(kind.to_owned(), answer);
    Some(Json::Object(when))
}
