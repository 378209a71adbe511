//! Made-up forms, answered at random: one answer after the other comes to the same as all at once.

// A test may break; its helpers, too.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing)]

#[path = "forms_random/generate.rs"]
mod generate;

use std::fmt::Write;
use std::sync::Arc;

use chrono::NaiveDate;
use generate::{Dice, form, step};
use liaison::domain::service::Right;
use liaison::forms::{Answers, Context, Form, Item, Library, Sheet};
use proptest::prelude::*;

fn context(dice: &mut Dice) -> Context {
    let mut context = Context::on(NaiveDate::from_ymd_opt(2026, 11, 22).unwrap());
    context.person_age = [None, Some(15), Some(40)][dice.roll(3)];
    context.person_sex = [None, Some("female".into()), Some("male".into())][dice.roll(3)].clone();
    context.rights = [vec![], vec![Right::Assess]][dice.roll(2)].clone();
    context
}

/// Everything a sheet says, but for the answers as they are stored.
fn said(sheet: &Sheet) -> String {
    let mut said = String::new();
    let keys = |items: &mut dyn Iterator<Item = Item<'_>>| items.map(|item| item.key()).collect::<Vec<_>>();
    let mut say = |what: &str, words: String| writeln!(said, "{what}: {words}").unwrap();
    say("shown", format!("{:?}", keys(&mut sheet.shown())));
    say("shown backwards", format!("{:?}", keys(&mut sheet.shown().rev())));
    say("questions", format!("{:?}", keys(&mut sheet.questions())));
    say("left", format!("{:?}", keys(&mut sheet.unanswered())));
    say("required left", format!("{:?}", keys(&mut sheet.required_left())));
    say("counts", format!("{} of {}", sheet.dealt_with(), sheet.asked()));
    say("done", format!("{} {}", sheet.is_complete(), sheet.can_finish()));
    say("flags", format!("{:?}", sheet.flags().map(|flag| &flag.id).collect::<Vec<_>>()));
    for check in sheet.checks() {
        say(
            "check",
            format!("{} {:?} {:?}", check.when.source(), check.level, keys(&mut sheet.wrong_at(check))),
        );
    }
    say("in the way", sheet.in_the_way().map(|check| check.when.source().to_owned() + ";").collect());
    for one in sheet.suggestions() {
        say("suggested", format!("{} {:?} {}", one.destination, one.urgency, one.when.source()));
    }
    sheet.scores().iter().for_each(|score| say("score", format!("{score:?}")));
    for item in sheet.shown() {
        let key = item.key();
        let options: Vec<&str> = sheet.options(&item).map(|option| option.code.as_str()).collect();
        let next = sheet.next_unanswered(Some(&key)).map(|item| item.key());
        say(
            "item",
            format!("{key} {:?} {options:?} {:?} {next:?}", sheet.answer(&item), sheet.computed(&key)),
        );
        assert!(sheet.shows(&key));
    }
    said
}

/// What must hold of every sheet.
fn sound(sheet: &Sheet) {
    let shown: Vec<String> = sheet.shown().map(|item| item.key()).collect();
    assert_eq!(sheet.asked(), sheet.questions().count());
    assert_eq!(sheet.asked() - sheet.dealt_with(), sheet.unanswered().count());
    assert!(
        sheet
            .questions()
            .all(|item| sheet.answer(&item).is_some()
                || sheet.unanswered().any(|open| open.key() == item.key()))
    );
    assert_eq!(
        sheet.required_left().next().is_none() && sheet.in_the_way().next().is_none(),
        sheet.can_finish()
    );
    for question in &sheet.form().questions {
        if question.group.is_none() {
            assert_eq!(sheet.shows(&question.id), shown.contains(&question.id));
        }
    }
    for score in sheet.scores() {
        assert!(score.floor <= score.ceiling, "{score:?}");
        assert_eq!(score.value.is_some(), score.complete && score.floor.is_some(), "{score:?}");
        assert!(
            score.value.is_none() || score.value == score.floor && score.value == score.ceiling,
            "{score:?}"
        );
        assert!(score.missing == 0 || !score.complete, "{score:?}");
    }
}

fn agree(one: &Sheet, other: &Sheet, when: &str) {
    let (one_said, other_said) = (said(one), said(other));
    let differing = one_said.lines().zip(other_said.lines()).find(|(one, other)| one != other);
    let text = &one.form().text;
    assert!(one_said == other_said, "{when}: {differing:#?}\nin {text}\nwith {:#?}", one.answers());
}

fn run(form: &Arc<Form>, dice: &mut Dice, steps: usize) {
    let context = context(dice);
    let mut sheet = Sheet::new(Arc::clone(form), Answers::new(), context.clone());
    for _ in 0..steps {
        let (key, answer) = step(form, dice);
        sheet.set(&key, answer);
        sound(&sheet);
        let whole = Sheet::new(Arc::clone(form), sheet.answers().clone(), context.clone());
        agree(&sheet, &whole, &format!("after {key}"));
    }
    let mut shown = sheet.answers().clone();
    shown.retain(|key, _| sheet.shows(key));
    let without = Sheet::new(Arc::clone(form), shown, context);
    agree(&sheet, &without, "without what is hidden");
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 40, ..ProptestConfig::default() })]

    #[test]
    fn one_answer_after_the_other_comes_to_the_same_as_all_at_once(seed in any::<u64>()) {
        let mut dice = Dice(seed);
        run(&Arc::new(form(seed)), &mut dice, 30);
    }

    #[test]
    fn the_same_holds_of_the_built_in_forms(seed in any::<u64>()) {
        let library = Library::default();
        let mut dice = Dice(seed);
        let listed = library.list();
        let id = &listed[dice.roll(listed.len())].id;
        run(&library.get(id).unwrap(), &mut dice, 12);
    }

    #[test]
    fn an_answer_never_widens_the_range_of_a_score_where_nothing_is_hidden(seed in any::<u64>()) {
        let library = Library::default();
        let form = library.get("phq9").unwrap();
        let mut dice = Dice(seed);
        let mut sheet = form.sheet(&Answers::new(), &context(&mut dice));
        for _ in 0..40 {
            let (key, answer) = step(&form, &mut dice);
            let open = sheet.unanswered().any(|item| item.key() == key);
            if !open || answer.is_none() {
                continue;
            }
            let before = sheet.scores().to_vec();
            sheet.set(&key, answer);
            for (before, after) in before.iter().zip(sheet.scores()) {
                prop_assert!(before.floor <= after.floor && after.ceiling <= before.ceiling);
            }
        }
    }
}
