//! Screenings made up at random, from one seed each: every kind of question, every reason for having
//! no answer, rows, words beside an option, answers that are hidden now.

use chrono::{DateTime, Duration, NaiveDate, Utc};
use liaison::domain::answer::{Answer, Decimal, PartialDate, Source, State, UnableReason, Value};
use liaison::domain::episode::{Screening, ScreeningStatus};
use liaison::domain::event::{Amends, Progress, Score};
use liaison::domain::ids::ScreeningId;
use liaison::fhir::{Answered, Author};
use liaison::forms::{Answers, Context, Form, Item, Kind, Sheet};
use std::sync::Arc;
use uuid::Uuid;

use crate::generate::Dice;

/// What every text says: nothing of it may be lost or break anything.
pub const WORDS: &str = "Łukasz said \"<b>no</b>\" & 'off' \\ – 王\n\tsecond line";

/// A moment in summer time.
pub fn at() -> DateTime<Utc> {
    "2026-07-01T22:59:00Z".parse().unwrap()
}

/// A screening of this form that has ended.
pub fn answered(form: &Arc<Form>, seed: u64) -> Answered {
    let mut dice = Dice(seed);
    let mut context = Context::on(NaiveDate::from_ymd_opt(2026, 7, 1).unwrap());
    context.person_age = [None, Some(15), Some(40)][dice.roll(3)];
    context.person_sex = [None, Some("female".into()), Some("male".into())][dice.roll(3)].clone();
    let mut sheet = Sheet::new(Arc::clone(form), Answers::new(), context);
    fill(&mut sheet, &mut dice);
    let ended = [
        ScreeningStatus::Finished {
            at: at(),
            complete: sheet.is_complete(),
            scores: sheet.scores().iter().map(score).collect(),
        },
        ScreeningStatus::SetAside {
            at: at(),
            state: "unable".into(),
            reason: WORDS.into(),
            retry_at: Some(at() + Duration::hours(2)),
        },
    ];
    let amends = Amends { screening: ScreeningId(Uuid::from_u128(7)), reason: WORDS.into() };
    let author = Author { id: Uuid::from_u128(9), label: "AO".into(), name: "Ada Okafor".into() };
    Answered {
        screening: Screening {
            id: ScreeningId(Uuid::from_u128(u128::from(seed) + 1000)),
            form: form.id.clone(),
            version: form.version.clone(),
            hash: form.hash.clone(),
            title: form.title.clone(),
            began_at: at(),
            progress: Progress::default(),
            last_question: None,
            amends: (dice.roll(4) == 0).then_some(amends),
            status: ended[usize::from(dice.roll(6) == 0)].clone(),
        },
        sheet: Some(sheet),
        author: (dice.roll(5) > 0).then_some(author),
        disposed: false,
    }
}

fn score(score: &liaison::forms::ScoreResult) -> Score {
    Score {
        id: score.id.clone(),
        value: score.value,
        floor: score.floor,
        ceiling: score.ceiling,
        band: score.band.clone(),
    }
}

/// Goes through what is shown, twice: the second time some answers change, and hide others.
fn fill(sheet: &mut Sheet, dice: &mut Dice) {
    for round in 0..2 {
        let mut done = Vec::new();
        loop {
            let next = sheet.questions().map(|item| item.key()).find(|key| !done.contains(key));
            let Some(key) = next else { break };
            done.push(key.clone());
            let keep = dice.roll(10) < if round == 0 { 1 } else { 6 };
            if keep {
                continue;
            }
            let (question, row) = sheet.form().by_key(&key).unwrap();
            let item = Item { question, row };
            let answer = answer(sheet, &item, dice);
            if sheet.check_answer(&key, &answer).is_ok() {
                sheet.set(&key, Some(answer));
            }
        }
    }
}

fn answer(sheet: &Sheet, item: &Item<'_>, dice: &mut Dice) -> Answer {
    let reason = UnableReason::ALL[dice.roll(UnableReason::ALL.len())];
    let states = [
        State::Declined,
        State::DoesNotKnow,
        State::NotAsked,
        State::Unable { reason, retry_at: None },
        State::Unable { reason, retry_at: Some(at()) },
    ];
    let absent = dice.roll(5) == 0;
    let state = if absent {
        states[dice.roll(states.len())].clone()
    } else {
        State::Answered { value: value(sheet, item, dice) }
    };
    let asks = |code: &String| item.question.option(code).is_some_and(|option| option.specify);
    let specify = match &state {
        State::Answered { value: Value::Choice(code) } => asks(code),
        State::Answered { value: Value::Choices(codes) } => codes.iter().any(asks),
        _ => false,
    };
    Answer {
        state,
        note: (dice.roll(4) == 0).then(|| WORDS.to_owned()),
        specified: specify.then(|| "Łukasz & sons".to_owned()),
        source: (dice.roll(3) == 0).then(|| Source::ALL[dice.roll(Source::ALL.len())]),
        prefilled_from: (dice.roll(6) == 0).then(|| "custody record 19:02".to_owned()),
    }
}

fn value(sheet: &Sheet, item: &Item<'_>, dice: &mut Dice) -> Value {
    let options: Vec<String> = sheet.options(item).map(|option| option.code.clone()).collect();
    let dates = ["2026-06-01", "2015-06-30", "1990-01-01"];
    let partial = ["2010", "2026-03", "2008-12-31", "1990~", "2001-02~"];
    match &item.question.kind {
        Kind::YesNo | Kind::Choice | Kind::Scale(_) => {
            Value::Choice(options.get(dice.roll(options.len())).cloned().unwrap_or_default())
        }
        Kind::Choices => Value::Choices(some(sheet, item, &options, dice)),
        Kind::Date => Value::Date(dates[dice.roll(3)].parse().unwrap()),
        Kind::PartialDate => Value::PartialDate(partial[dice.roll(5)].parse::<PartialDate>().unwrap()),
        Kind::Time => Value::Time(["00:00:00", "21:31:00"][dice.roll(2)].parse().unwrap()),
        Kind::Duration(rule) => {
            let (min, max) = (rule.min.unwrap_or(0), rule.max.unwrap_or(900));
            Value::Duration(min + u32::try_from(dice.roll((max - min + 1) as usize)).unwrap())
        }
        Kind::Group(rule) => {
            let all: [&[u32]; 5] = [&[], &[1], &[2, 1], &[0, 3], &[1]];
            let rows = all[dice.roll(5)].iter().copied();
            Value::Rows(rows.take(usize::try_from(rule.most).unwrap()).collect())
        }
        Kind::Text => Value::Text("Łukasz \"<b>\" & 'off' \\".into()),
        Kind::LongText => Value::Text(WORDS.into()),
        Kind::Number(rule) => {
            let least = rule.min.map_or(0, Decimal::thousandths);
            let most = rule.max.map_or(200_000, Decimal::thousandths);
            let step = 10_i64.pow(3 - u32::from(rule.places));
            let steps = usize::try_from((most - least) / step + 1).unwrap();
            Value::Number(Decimal::from_thousandths(least + step * i64::try_from(dice.roll(steps)).unwrap()))
        }
        Kind::Note | Kind::Computed(_) => panic!("nothing is answered here"),
    }
}

/// Some of the options, in the form's order; one that stands alone stands alone.
fn some(sheet: &Sheet, item: &Item<'_>, options: &[String], dice: &mut Dice) -> Vec<String> {
    let alone =
        |code: &&String| sheet.form().question(&item.question.id).unwrap().option(code).unwrap().exclusive;
    if let Some(alone) = options.iter().find(alone).filter(|_| dice.roll(4) == 0) {
        return vec![alone.clone()];
    }
    let rest: Vec<&String> = options.iter().filter(|code| !alone(code)).collect();
    let taken: Vec<String> = rest.iter().filter(|_| dice.roll(3) == 0).map(|code| (*code).clone()).collect();
    if taken.is_empty() { rest.first().map(|code| (*code).clone()).into_iter().collect() } else { taken }
}
