//! The forms written for liaison itself: they load, a calm person gets through them quickly, every
//! red flag fires on its answer while the form is far from finished, and none of them grades suicide.

// A test may break; its helpers, too.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing)]

use std::sync::{Arc, LazyLock};

use chrono::{NaiveDate, NaiveTime};
use liaison::domain::answer::{Answer, Decimal, PartialDate, Value};
use liaison::domain::service::Right;
use liaison::forms::library::BUILT_IN;
use liaison::forms::score::ScoreKind;
use liaison::forms::{Context, Form, Item, Kind, Library, Prefill, Sheet, Shelf};
use serde_json::{Value as Json, json};

/// Our forms, with the shelf they stand on and the most answers a calm person needs to finish them.
const OURS: [(&str, Shelf, usize); 17] = [
    ("ld_adult_core", Shelf::Core, 30),
    ("ld_youth", Shelf::Core, 31),
    ("ld_reception", Shelf::Assessment, 18),
    ("ld_full_assessment", Shelf::Assessment, 42),
    ("ld_safety_plan", Shelf::Assessment, 23),
    ("ld_consent_capacity", Shelf::Record, 6),
    ("ld_equality", Shelf::Record, 5),
    ("ld_sbar", Shelf::Record, 13),
    ("ld_court_note", Shelf::Record, 14),
    ("ld_advice_only", Shelf::Record, 6),
    ("ld_learning_disability", Shelf::Prompts, 7),
    ("ld_autism", Shelf::Prompts, 8),
    ("ld_adhd", Shelf::Prompts, 8),
    ("ld_brain_injury", Shelf::Prompts, 3),
    ("ld_communication", Shelf::Prompts, 9),
    ("ld_gambling", Shelf::Prompts, 1),
    ("ld_housing", Shelf::Prompts, 6),
];

static LIBRARY: LazyLock<Library> = LazyLock::new(Library::default);

fn form(id: &str) -> Arc<Form> {
    LIBRARY.get(id).unwrap_or_else(|why| panic!("{why}"))
}

/// A clinician with somebody of this age and sex.
fn with(age: u8, sex: &str) -> Context {
    let mut context = Context::on(NaiveDate::from_ymd_opt(2026, 11, 22).unwrap());
    context.person_age = Some(age);
    context.person_sex = Some(sex.to_owned());
    context.rights = vec![Right::Screen, Right::Assess];
    context
}

/// What a calm and willing person answers, where it is not simply no, none or the first option.
fn willing(form: &str, question: &str) -> Option<Json> {
    let value = match (form, question) {
        (_, "agrees" | "english_best" | "home_safe" | "read_to_person" | "read_back") => json!("yes"),
        (_, "years") => json!(35),
        ("ld_equality", "ethnic_category") => json!("A"),
        ("ld_equality", "disability") => json!(["NN"]),
        ("ld_learning_disability" | "ld_autism" | "ld_adhd", "told") => json!("no"),
        ("ld_brain_injury", "recent") => json!("no"),
        ("ld_full_assessment", "head") => json!("no"),
        ("ld_court_note", "hearing_date") => json!("2026-11-23"),
        ("ld_court_note", "safety") => json!("nothing"),
        ("ld_sbar", "how_soon") => json!("shift"),
        ("ld_sbar", "written") => json!(["custody_record"]),
        ("ld_advice_only", "topics") => json!(["pathway"]),
        ("ld_youth", "held") => json!("voluntary"),
        _ => return None,
    };
    Some(value)
}

/// The calmest answer to a question: no, none of these, the first option, the least number.
fn calm(sheet: &Sheet, item: &Item<'_>) -> Answer {
    let question = item.question;
    let value = match &question.kind {
        Kind::YesNo => Value::Choice("no".to_owned()),
        Kind::Choice | Kind::Scale(_) => Value::Choice(sheet.options(item).next().unwrap().code.clone()),
        Kind::Choices => {
            let alone = question.options.iter().filter(|option| option.exclusive);
            let none = alone.clone().find(|option| matches!(option.code.as_str(), "none" | "NN"));
            let taken = match none.or_else(|| alone.clone().next()) {
                Some(none) => vec![none.code.clone()],
                None => question.options.iter().map(|option| option.code.clone()).take(2).collect(),
            };
            Value::Choices(taken)
        }
        Kind::Number(rule) => Value::Number(rule.min.unwrap_or_else(|| Decimal::whole(0))),
        Kind::Date => Value::Date(sheet.context().today),
        Kind::Time => Value::Time(NaiveTime::from_hms_opt(14, 30, 0).unwrap()),
        Kind::PartialDate => Value::PartialDate("2024-03".parse::<PartialDate>().unwrap()),
        Kind::Duration(rule) => Value::Duration(rule.min.unwrap_or(0)),
        Kind::Text | Kind::LongText => Value::Text("Nothing to add.".to_owned()),
        Kind::Group(_) => Value::Rows(Vec::new()),
        Kind::Note | Kind::Computed(_) => panic!("{} takes no answer", question.id),
    };
    Answer::given(value)
}

/// Answers only what finishing asks for, and says how many answers that took.
fn walk(form: &Arc<Form>, context: Context) -> (Sheet, usize) {
    let mut sheet = Sheet::new(Arc::clone(form), liaison::forms::Answers::new(), context);
    let mut taken = 0;
    loop {
        let next = sheet.required_left().next().map(|item| {
            let answer = willing(&form.id, &item.question.id).map_or_else(
                || calm(&sheet, &item),
                |json| {
                    let given = form.answers_from_json(&json!({ &item.question.id: json })).unwrap();
                    given[&item.question.id].clone()
                },
            );
            (item.key(), answer)
        });
        let Some((key, answer)) = next else { break };
        sheet.set(&key, Some(answer));
        taken += 1;
        assert!(taken < 500, "{} has no end", form.id);
    }
    (sheet, taken)
}

#[test]
fn each_form_stands_on_its_shelf_and_is_ours() {
    for (id, shelf, _) in OURS {
        let form = form(id);
        assert_eq!(form.shelf, shelf, "{id}");
        assert_eq!(form.wording, None, "{id}: our own wording needs no check against a source");
        assert!(form.licence.contains("Written for liaison"), "{id}");
        assert!(form.about.is_some() && form.source.is_some(), "{id}");
        assert!(form.title.chars().count() <= 30, "{id}: the list shows 30 letters of \"{}\"", form.title);
    }
    let ours = BUILT_IN.iter().filter(|(id, _)| id.starts_with("ld_")).count();
    assert_eq!(ours, OURS.len());
}

#[test]
fn somebody_with_nothing_found_gets_through_each_form_quickly() {
    let mut wrong = Vec::new();
    for (id, _, most) in OURS {
        let form = form(id);
        let (age, sex) = if id == "ld_youth" { (16, "female") } else { (35, "female") };
        let (sheet, taken) = walk(&form, with(age, sex));
        if taken > most {
            wrong.push(format!("{id} takes {taken} answers, not {most}"));
        }
        let flags: Vec<&str> = sheet.flags().map(|flag| flag.id.as_str()).collect();
        if !flags.is_empty() {
            wrong.push(format!("{id} raises {flags:?} though nothing was found"));
        }
        let checks: Vec<&str> = sheet.in_the_way().map(|check| check.words.as_str()).collect();
        if !checks.is_empty() || !sheet.can_finish() {
            wrong.push(format!("{id} cannot be finished: {checks:?}"));
        }
        println!("{id}: {} questions, {taken} answers on the shortest path", form.questions.len());
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn the_adult_core_takes_under_five_minutes() {
    // Ten seconds for a question that is read out and answered by a key.
    let (_, taken) = walk(&form("ld_adult_core"), with(35, "female"));
    assert!(taken * 10 <= 5 * 60, "{taken} answers");
}

#[test]
fn a_screener_is_not_asked_for_what_only_a_clinician_can_say() {
    let form = form("ld_full_assessment");
    let mut screener = with(35, "female");
    screener.rights = vec![Right::Screen];
    let (sheet, of_screener) = walk(&form, screener);
    assert!(!sheet.answers().contains_key("mse_insight") && !sheet.answers().contains_key("impression"));
    let (sheet, of_clinician) = walk(&form, with(35, "female"));
    assert!(sheet.answers().contains_key("mse_insight") && sheet.answers().contains_key("impression"));
    assert!(of_screener + 9 <= of_clinician);
}

/// Every red flag of our forms, and the least that was answered when it fires.
fn red_flags() -> Vec<(&'static str, &'static str, Json)> {
    let one = |id: &str| json!({ id: "yes" });
    let row = json!({"state": "answered", "value": {"rows": [1]}});
    let refused = json!({"thoughts_now": {"state": "declined"}});
    vec![
        ("ld_adult_core", "suicidal_now", one("thoughts_now")),
        ("ld_adult_core", "suicidal_now_refused", refused.clone()),
        ("ld_adult_core", "suicidal_lately", one("thoughts_lately")),
        ("ld_adult_core", "self_harm_recent", json!({"hurt_self": "yes", "hurt_self_when": "this_week"})),
        ("ld_adult_core", "pnc_marker", json!({"markers": ["SH"]})),
        ("ld_adult_core", "charge_related", json!({"allegation": ["images"], "first_time": "yes"})),
        ("ld_adult_core", "voices_harm", json!({"voices": "yes", "voices_harm": "yes"})),
        ("ld_adult_core", "harm_to_others", one("hurt_others")),
        ("ld_adult_core", "swallowed", one("swallowed")),
        ("ld_adult_core", "head_injury", json!({"injury": ["head"]})),
        ("ld_adult_core", "drowsy", json!({"looks": ["drowsy"]})),
        ("ld_adult_core", "withdrawal_fits", json!({"alcohol": "most_days", "withdrawal_fits": "yes"})),
        ("ld_adult_core", "alcohol_withdrawal", json!({"alcohol": "most_weeks", "alcohol_ill": "yes"})),
        ("ld_adult_core", "drug_withdrawal", json!({"drugs": ["opiates"], "drugs_ill": "yes"})),
        ("ld_adult_core", "pregnant", one("pregnant")),
        ("ld_adult_core", "abuse", one("afraid")),
        ("ld_adult_core", "children_alone", json!({"children": "yes", "children_safe": "no"})),
        ("ld_adult_core", "appropriate_adult", json!({"appropriate_adult": "needed"})),
        ("ld_youth", "child_in_custody", json!({"held": "police"})),
        ("ld_youth", "no_appropriate_adult", json!({"appropriate_adult": "not_called"})),
        ("ld_youth", "suicidal_now", one("thoughts_now")),
        ("ld_youth", "suicidal_now_refused", refused.clone()),
        ("ld_youth", "suicidal_lately", one("thoughts_lately")),
        ("ld_youth", "self_harm_recent", json!({"hurt_self": "yes", "hurt_self_when": "this_week"})),
        ("ld_youth", "pnc_marker", json!({"markers": ["SU"]})),
        ("ld_youth", "charge_related", json!({"allegation": ["sexual"], "first_time": "yes"})),
        ("ld_youth", "withdrawal", json!({"uses": ["alcohol"], "uses_ill": "yes"})),
        ("ld_youth", "voices_harm", json!({"voices": "yes", "voices_harm": "yes"})),
        ("ld_youth", "swallowed", one("swallowed")),
        ("ld_youth", "head_injury", json!({"hurt": ["head"]})),
        ("ld_youth", "pregnant", one("pregnant")),
        ("ld_youth", "home_unsafe", json!({"home_safe": "no"})),
        ("ld_youth", "exploitation", json!({"exploited": ["carry"]})),
        ("ld_reception", "child_in_custody", json!({"years": 17})),
        ("ld_reception", "suicidal_now", one("thoughts_now")),
        ("ld_reception", "suicidal_now_refused", refused.clone()),
        ("ld_reception", "self_harm_recent", json!({"hurt_self_when": "this_week"})),
        ("ld_reception", "voices_harm", one("voices_harm")),
        ("ld_reception", "head_injury", json!({"injury": ["head"]})),
        ("ld_reception", "drowsy", json!({"looks": ["confused"]})),
        ("ld_reception", "swallowed", one("swallowed")),
        ("ld_reception", "withdrawal_fits", json!({"without": ["alcohol"], "withdrawal_fits": "yes"})),
        ("ld_reception", "withdrawal", json!({"without": ["benzos"]})),
        ("ld_reception", "pregnant", one("pregnant")),
        ("ld_reception", "pnc_marker", json!({"markers": ["SU"]})),
        ("ld_reception", "charge_related", json!({"allegation": ["child"], "hurt_self_when": "longer_ago"})),
        ("ld_reception", "appropriate_adult", json!({"appropriate_adult": "needed"})),
        ("ld_full_assessment", "suicidal_now", one("thoughts_now")),
        ("ld_full_assessment", "suicidal_now_refused", refused.clone()),
        ("ld_full_assessment", "suicidal_lately", one("thoughts_lately")),
        ("ld_full_assessment", "voices_harm", one("voices_harm")),
        ("ld_full_assessment", "harm_to_others", one("hurt_others")),
        ("ld_full_assessment", "pnc_marker", json!({"markers": ["SU", "SH"]})),
        ("ld_full_assessment", "charge_related", json!({"allegation": ["violence"], "hurt_self": "yes"})),
        ("ld_full_assessment", "head_injury", json!({"head": "here"})),
        ("ld_full_assessment", "swallowed", one("swallowed")),
        ("ld_full_assessment", "pregnant", one("pregnant")),
        ("ld_full_assessment", "withdrawal_fits", json!({"alcohol_days": 7, "withdrawal": ["fits"]})),
        ("ld_full_assessment", "withdrawal", json!({"drugs": row, "drug_ill#1": "yes"})),
        ("ld_full_assessment", "abuse", one("afraid")),
        ("ld_full_assessment", "exploited", one("used_by")),
        ("ld_full_assessment", "child_alone", json!({"children": row, "child_alone#1": "yes"})),
        ("ld_full_assessment", "appropriate_adult", json!({"appropriate_adult": "needed"})),
        ("ld_full_assessment", "interview", json!({"interview": "tell"})),
        ("ld_safety_plan", "suicidal_now", one("thoughts_now")),
        ("ld_safety_plan", "suicidal_now_refused", refused),
        ("ld_safety_plan", "means_to", json!({"thoughts_lately": "yes", "mean_to": "yes"})),
        ("ld_safety_plan", "began", json!({"thoughts_lately": "yes", "prepared": ["collected"]})),
        ("ld_safety_plan", "fresh_injuries", json!({"seen": ["injuries"]})),
        ("ld_safety_plan", "voices_harm", one("voices_harm")),
        ("ld_consent_capacity", "lacks_capacity", json!({"capacity_doubt": "yes", "outcome": "lacks"})),
        ("ld_consent_capacity", "not_told_back", json!({"told_back": "no"})),
        ("ld_equality", "pregnant", json!({"sex_registered": "female", "pregnancy": "pregnant"})),
        ("ld_equality", "interpreter", one("interpreter")),
        ("ld_sbar", "life_or_limb", json!({"how_soon": "now"})),
        ("ld_sbar", "not_taken_on", json!({"accepted": "no_answer"})),
        ("ld_court_note", "tell_the_cells", json!({"safety": "tell"})),
        ("ld_court_note", "not_well_enough", json!({"fitness": "not_today"})),
        ("ld_learning_disability", "not_understood", json!({"rights": "part"})),
        ("ld_learning_disability", "exploited", one("used")),
        ("ld_autism", "hurts_self", json!({"too_much": ["hurt_self"]})),
        ("ld_autism", "vulnerable", json!({"told": "diagnosed"})),
        ("ld_adhd", "medicine_due", json!({"told": "diagnosed", "medicine": "yes"})),
        ("ld_brain_injury", "head_injury", json!({"recent": "before"})),
        ("ld_brain_injury", "head_injury_signs", json!({"recent": "here", "since_then": ["sick"]})),
        ("ld_communication", "not_understood", json!({"say_back": "no"})),
        ("ld_communication", "aid_missing", json!({"hearing": "aid_missing"})),
        ("ld_gambling", "suicidal", json!({"kinds": ["online"], "suicide": "yes"})),
        ("ld_gambling", "threatened", json!({"kinds": ["sport"], "owes": ["dangerous"]})),
        ("ld_housing", "unsafe_home", json!({"can_go_back": "unsafe"})),
        ("ld_housing", "nowhere_tonight", json!({"status": "HM01"})),
        ("ld_housing", "dependants_alone", json!({"depends": ["children"], "covered": "no"})),
    ]
}

#[test]
fn each_red_flag_fires_on_its_answer_while_the_form_is_far_from_finished() {
    let mut wrong = Vec::new();
    for (id, flag, answers) in red_flags() {
        let form = form(id);
        let context = with(if id == "ld_youth" { 16 } else { 30 }, "female");
        let empty = form.sheet(&liaison::forms::Answers::new(), &context);
        assert_eq!(empty.flags().count(), 0, "{id} raises a flag before anything is answered");
        let answers = form.answers_from_json(&answers).unwrap_or_else(|why| panic!("{id} {flag}: {why}"));
        let sheet = form.sheet(&answers, &context);
        if !sheet.flagged(flag) || sheet.is_complete() || sheet.can_finish() {
            wrong.push(format!("{id} {flag}"));
        }
    }
    assert!(wrong.is_empty(), "silent: {}", wrong.join(", "));
}

#[test]
fn no_red_flag_of_ours_is_left_out_here_and_each_says_what_to_do() {
    let tried = red_flags();
    for (id, _, _) in OURS {
        for flag in &form(id).flags {
            assert!(
                tried.iter().any(|(form, tried, _)| *form == id && *tried == flag.id),
                "{id} {} is not tried",
                flag.id
            );
            assert!(flag.action.len() > 20, "{id} {}: what is to be done?", flag.id);
        }
    }
}

#[test]
fn a_lasting_marker_of_the_police_is_police_data() {
    for id in ["ld_adult_core", "ld_youth", "ld_reception", "ld_full_assessment"] {
        let form = form(id);
        let markers = form.question("markers").unwrap();
        assert_eq!(markers.source, liaison::domain::answer::Source::Pnc, "{id}");
        assert!(
            markers.clinician_only && markers.help.as_deref().unwrap().contains("never a clinical finding")
        );
    }
}

/// A line without its comment; nothing where it is all comment.
fn said(line: &str) -> Option<&str> {
    if line.starts_with('#') { None } else { line.split("  #").next() }
}

#[test]
fn no_built_in_form_grades_suicide_or_risk() {
    for (id, text) in BUILT_IN {
        // What writers of forms tell each other in comments is not shown to anybody.
        let lines: Vec<&str> = text.lines().filter_map(said).collect();
        let text = lines.join(" ").to_lowercase().split_whitespace().collect::<Vec<_>>().join(" ");
        for grade in ["low", "medium", "moderate", "high"] {
            for phrase in [format!("{grade} risk"), format!("risk: {grade}"), format!("{grade} suicid")] {
                assert!(!text.contains(&phrase), "{id} says \"{phrase}\"");
            }
        }
        for phrase in ["risk level", "level of risk", "suicide risk", "risk of suicide", "risk score"] {
            assert!(!text.contains(phrase), "{id} says \"{phrase}\"");
        }
    }
    for id in ["ld_safety_plan", "ld_full_assessment", "ld_court_note", "ld_sbar"] {
        assert!(form(id).scores.is_empty(), "{id} scores something");
    }
}

#[test]
fn no_form_asks_for_the_account_of_the_alleged_offence() {
    for (id, shelf, _) in OURS {
        let form = form(id);
        let words = form.text.to_lowercase();
        if shelf != Shelf::Prompts && !matches!(id, "ld_equality" | "ld_consent_capacity") {
            assert!(words.contains("alleged offence"), "{id} does not say what must not be written down");
        }
        for question in &form.questions {
            let asked = question.text.to_lowercase();
            for phrase in ["what happened?", "did you do it", "what did you do?", "why were you arrested"] {
                assert!(!asked.contains(phrase), "{id} {} asks \"{phrase}\"", question.id);
            }
        }
    }
}

#[test]
fn ethnic_category_has_exactly_the_eighteen_national_codes() {
    let form = form("ld_equality");
    let codes: Vec<&str> =
        form.question("ethnic_category").unwrap().options.iter().map(|option| option.code.as_str()).collect();
    let national =
        ["A", "B", "C", "D", "E", "F", "G", "H", "J", "K", "L", "M", "N", "P", "R", "S", "Z", "99"];
    assert_eq!(codes, national);
}

#[test]
fn rather_not_say_is_kept_apart_from_not_known() {
    let form = form("ld_equality");
    for (id, not_stated, not_known) in [
        ("ethnic_category", "Z", "99"),
        ("gender", "Z", "X"),
        ("gender_same", "Z", "X"),
        ("orientation", "Z", "9"),
        ("religion", "M", "N"),
        ("marital", "N", "9"),
        ("forces", "ZZ", "UU"),
    ] {
        let question = form.question(id).unwrap();
        assert!(question.option(not_stated).unwrap().text.contains("rather not say"), "{id}");
        assert!(question.option(not_known).unwrap().text.contains("Not known"), "{id}");
    }
}

#[test]
fn prompts_say_that_they_are_not_scored() {
    for (id, shelf, _) in OURS {
        let form = form(id);
        if shelf == Shelf::Prompts {
            assert!(form.scores.iter().any(|score| matches!(score.kind, ScoreKind::None)), "{id}");
            assert!(form.about.as_deref().unwrap().contains("ot scored"), "{id}");
        }
    }
}

#[test]
fn what_comes_over_from_another_form_fits_the_question_it_comes_to() {
    for (id, _, _) in OURS {
        let form = form(id);
        for question in &form.questions {
            let Some(Prefill::Earlier { form: other, question: earlier }) = &question.prefill else {
                continue;
            };
            let other = self::form(other);
            let earlier = other.question(earlier).unwrap_or_else(|| panic!("{id} {}", question.id));
            assert_eq!(earlier.kind.code(), question.kind.code(), "{id} {}", question.id);
            for option in &earlier.options {
                assert!(
                    question.option(&option.code).is_some(),
                    "{id} {} has no {}",
                    question.id,
                    option.code
                );
            }
        }
    }
}

#[test]
fn capacity_is_lacking_only_by_both_stages_of_the_test() {
    let form = form("ld_consent_capacity");
    let refused = |more: Json| {
        let mut answers = json!({"capacity_doubt": "yes", "outcome": "lacks"});
        answers.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        let answers = form.answers_from_json(&answers).unwrap();
        form.sheet(&answers, &with(30, "male")).in_the_way().count()
    };
    let able = json!({"understand": "yes", "retain": "yes", "use_weigh": "yes", "communicate": "yes"});
    assert_eq!(refused(able), 1);
    assert_eq!(refused(json!({"use_weigh": "no", "impairment": "no"})), 1);
    assert_eq!(refused(json!({"use_weigh": "no", "impairment": "yes", "because_of": "no"})), 1);
    assert_eq!(refused(json!({"use_weigh": "no", "impairment": "yes", "because_of": "yes"})), 0);
}

#[test]
fn a_court_hears_nothing_without_consent_or_a_basis() {
    let form = form("ld_court_note");
    let in_the_way = |answers: Json| {
        let answers = form.answers_from_json(&answers).unwrap();
        form.sheet(&answers, &with(30, "male")).in_the_way().count()
    };
    assert_eq!(in_the_way(json!({"consent": "refused", "basis": "none", "given_how": ["paper"]})), 1);
    assert_eq!(in_the_way(json!({"consent": "refused", "basis": "harm_self", "given_how": ["paper"]})), 0);
    assert_eq!(in_the_way(json!({"consent": "given", "given_how": ["paper"]})), 0);
}

#[test]
fn units_a_week_are_worked_out() {
    let form = form("ld_full_assessment");
    let answers = form.answers_from_json(&json!({"alcohol_days": 5, "alcohol_units": 9.5})).unwrap();
    let sheet = form.sheet(&answers, &with(30, "male"));
    assert_eq!(sheet.computed("alcohol_week").map(|units| units.to_string()), Some("47.5".to_owned()));
    assert!(sheet.suggestions().any(|suggestion| suggestion.destination == "alcohol_service"));
}

#[test]
fn an_adult_needs_no_appropriate_adult_by_age_and_a_child_always_does() {
    let form = form("ld_reception");
    let offered = |years: i64| {
        let answers = form.answers_from_json(&json!({ "years": years })).unwrap();
        let sheet = form.sheet(&answers, &with(30, "male"));
        let item = sheet.questions().find(|item| item.question.id == "appropriate_adult").unwrap();
        sheet.options(&item).any(|option| option.code == "not_needed")
    };
    assert!(offered(18) && !offered(17));
}
