//! What a reader of FHIR makes of `enableWhen`, which knows nothing of our conditions.

use serde_json::Value as Json;

/// Whether an item is enabled by the answers of a response; `None` where it has no `enableWhen`.
///
/// `scope` is the repeat group the item stands in, as it is asked, and the row: what is asked in each
/// row is looked up in the same row.
pub fn enabled(item: &Json, response: &Json, scope: Option<(&Json, &Json)>) -> Option<bool> {
    let tests = item.get("enableWhen")?.as_array().unwrap();
    let all = item.get("enableBehavior").is_some_and(|how| how == "all");
    let mut holds = tests.iter().map(|test| holds(test, response, scope));
    Some(if all { holds.all(|one| one) } else { holds.any(|one| one) })
}

fn holds(test: &Json, response: &Json, scope: Option<(&Json, &Json)>) -> bool {
    let id = test["question"].as_str().unwrap();
    let mut answers = Vec::new();
    let inner =
        |group: &Json| group["item"].as_array().into_iter().flatten().any(|item| item["linkId"] == id);
    let within = scope.filter(|(group, _)| inner(group)).map(|(_, row)| row);
    collect(within.unwrap_or(response), id, &mut answers);
    let test = test.as_object().unwrap();
    let (kind, wanted) = test.iter().find(|(key, _)| key.starts_with("answer")).unwrap();
    match test["operator"].as_str().unwrap() {
        "exists" => answers.is_empty() != wanted.as_bool().unwrap(),
        operator => answers.iter().any(|answer| {
            let value = &answer[kind.replacen("answer", "value", 1)];
            match kind.as_str() {
                "answerCoding" => value["code"] == wanted["code"] && value["system"] == wanted["system"],
                "answerQuantity" => {
                    assert_eq!(value["unit"], wanted["unit"]);
                    compares(operator, &value["value"], &wanted["value"])
                }
                "answerInteger" | "answerDecimal" => compares(operator, value, wanted),
                _ => operator == "=" && value == wanted,
            }
        }),
    }
}

fn compares(operator: &str, value: &Json, wanted: &Json) -> bool {
    let (value, wanted) = (value.as_f64().unwrap(), wanted.as_f64().unwrap());
    match operator {
        "=" => (value - wanted).abs() < 1e-9,
        "<" => value < wanted,
        "<=" => value <= wanted,
        ">" => value > wanted,
        ">=" => value >= wanted,
        other => panic!("{other} is not used"),
    }
}

/// All answers to a question anywhere below.
fn collect<'a>(below: &'a Json, id: &str, answers: &mut Vec<&'a Json>) {
    for item in below["item"].as_array().into_iter().flatten() {
        if item["linkId"] == id {
            answers.extend(item["answer"].as_array().into_iter().flatten());
        }
        collect(item, id, answers);
        for answer in item["answer"].as_array().into_iter().flatten() {
            collect(answer, id, answers);
        }
    }
}
