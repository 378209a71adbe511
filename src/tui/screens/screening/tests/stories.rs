use super::*;

#[test]
fn phq9_takes_nine_keys_and_a_finish() {
    let mut desk = Desk::with("phq9");
    desk.play("000000000");
    assert_eq!(desk.focus(), "END");
    assert!(drawn(&desk.screen, 80, 24, &ASCII).contains("PHQ-9 total 0 of 27: None/minimal"));
    desk.play("<enter>");
    assert!(desk.finished());
}

#[test]
fn keys_typed_ahead_without_a_redraw_are_all_kept() {
    let mut desk = Desk::with("phq9");
    desk.play("1230123012f");
    assert!(desk.finished());
    assert_eq!(desk.stored.len(), 10);
    assert_eq!(desk.state("q3"), Some(&given("nearly_every_day")));
}

#[test]
fn a_screening_resumes_at_the_first_unanswered_question_after_the_last_answer() {
    let mut desk = Desk::with("phq9");
    desk.play("000");
    let answers = desk.screen.open().answers().clone();
    let resumed = open("phq9", answers.clone(), Some("q3"));
    assert_eq!(resumed.item().unwrap().key(), "q4");
    desk.play("000000");
    let resumed = open("phq9", desk.screen.open().answers().clone(), Some("q9"));
    assert!(resumed.item().is_none());
}

#[test]
fn yes_and_no_have_letters_and_digits() {
    let mut desk = Desk::with("asq");
    desk.play("yN12");
    let states: Vec<_> = ["q1", "q2", "q3", "q4"].iter().map(|q| desk.state(q).cloned().unwrap()).collect();
    assert_eq!(states, [given("yes"), given("no"), given("yes"), given("no")]);
}

#[test]
fn each_state_without_an_answer_has_one_key() {
    let mut desk = Desk::with("phq9");
    desk.play("dnk<ctrl-d><ctrl-n><ctrl-k>");
    let states: Vec<_> = (1..=6).map(|n| desk.state(&format!("q{n}")).cloned().unwrap()).collect();
    let once = [State::Declined, State::NotAsked, State::DoesNotKnow];
    assert_eq!(states, [once.clone(), once].concat());
}

#[test]
fn an_option_key_goes_before_a_letter_of_the_table() {
    let mut desk = Desk::with("asq");
    desk.play("n<ctrl-n>");
    assert_eq!(desk.state("q1"), Some(&given("no")));
    assert_eq!(desk.state("q2"), Some(&State::NotAsked));
}

#[test]
fn unable_asks_the_reason_and_when_to_try_again() {
    let mut desk = Desk::with("phq9");
    desk.play("u1<enter>");
    assert_eq!(desk.state("q1"), Some(&State::Unable { reason: UnableReason::Intoxicated, retry_at: None }));
    desk.play("<ctrl-b>3+30<enter>");
    let at = from_local(now() + chrono::TimeDelta::minutes(30) - chrono::TimeDelta::seconds(4));
    assert_eq!(
        desk.state("q2"),
        Some(&State::Unable { reason: UnableReason::TooDistressed, retry_at: Some(at) })
    );
    desk.play("u3soon<enter>");
    assert!(desk.message().contains("is no time"), "{}", desk.message());
    desk.play("<esc>");
    assert_eq!((desk.focus().as_str(), desk.state("q3")), ("q3", None));
    desk.play("ubpanel damaged<enter><enter>");
    assert_eq!(desk.screen.open().answers()["q3"].note.as_deref(), Some("panel damaged"));
}

#[test]
fn ticks_are_stored_by_enter_and_one_that_stands_alone_clears_the_others() {
    let mut desk = Desk::with("ld_adult_core");
    desk.play("yy");
    assert_eq!(desk.focus(), "looks");
    desk.play("410");
    assert_eq!(desk.state("looks"), None);
    desk.play("24<enter>");
    let codes = vec!["drugs".to_owned(), "distressed".to_owned()];
    assert_eq!(desk.state("looks"), Some(&State::Answered { value: Value::Choices(codes) }));
    assert_eq!(desk.focus(), "appropriate_adult");
}

#[test]
fn enter_without_a_tick_moves_on_and_stores_nothing() {
    let mut desk = Desk::with("ld_adult_core");
    desk.play("yy<enter>");
    assert_eq!((desk.focus().as_str(), desk.stored.len()), ("appropriate_adult", 2));
}

#[test]
fn words_numbers_and_dates_are_typed_and_stored_by_enter() {
    let mut desk = Desk::with("every_kind");
    desk.play("y11<enter>");
    assert_eq!(desk.focus(), "temp");
    desk.play("55<enter>");
    assert_eq!(desk.focus(), "temp");
    assert!(desk.message().contains("from 30 to 45"), "{}", desk.message());
    desk.play("<ctrl-u>36,6<enter>12.3.90");
    assert!(drawn(&desk.screen, 80, 24, &ASCII).contains("= Mon 12 Mar 1990"));
    desk.play("<enter>djk?<enter>one<enter>two<tab>");
    assert_eq!(desk.state("t"), Some(&State::Answered { value: Value::Text("djk?".to_owned()) }));
    assert_eq!(desk.state("lt"), Some(&State::Answered { value: Value::Text("one\ntwo".to_owned()) }));
    assert_eq!(desk.focus(), "pain");
}

#[test]
fn moving_blocks_nothing_and_what_was_typed_is_stored_on_the_way() {
    let mut desk = Desk::with("every_kind");
    desk.play("<down><down><down>36.6<down>soon<down>word<up>");
    assert!(desk.state("temp").is_some() && desk.state("t").is_some());
    assert_eq!((desk.focus().as_str(), desk.state("born")), ("born", None));
    desk.play("<up><down><ctrl-u>today<enter>");
    assert_eq!(desk.state("born"), Some(&State::Answered { value: Value::Date(now().date()) }));
}

#[test]
fn pausing_warns_once_of_what_would_be_lost() {
    let mut desk = Desk::with("every_kind");
    desk.play("<down><down><down><down>soon<esc>");
    assert!(!desk.paused() && desk.message().contains("not saved"), "{}", desk.message());
    desk.play("<esc>");
    assert!(desk.paused());
    let mut desk = Desk::with("every_kind");
    desk.play("<down><down><down>36<esc>");
    assert!(desk.state("temp").is_some() && !desk.paused());
    desk.play("<esc>");
    assert!(desk.paused());
}

#[test]
fn what_the_store_refuses_stays_on_screen() {
    let mut desk = Desk::with("every_kind");
    desk.full = true;
    desk.play("<down><down><down>36.6<down>");
    assert_eq!((desk.focus().as_str(), desk.message().as_str()), ("temp", "Not saved: the disk is full."));
    assert!(drawn(&desk.screen, 80, 24, &ASCII).contains("[36.6"));
    desk.full = false;
    desk.play("<enter>");
    assert!(desk.state("temp").is_some());
}

#[test]
fn a_red_flag_stays_until_somebody_is_told() {
    let mut desk = Desk::with("phq9");
    desk.play("00000000");
    desk.play("1");
    assert!(drawn(&desk.screen, 80, 24, &ASCII).starts_with("SCREEN"));
    assert!(drawn(&desk.screen, 80, 24, &ASCII).contains("!! RED FLAG: Thoughts of being better off dead"));
    desk.play("0i");
    let flag = desk.screen.flags[0].flag;
    let ask = Ask::Tell { episode: EpisodeId(Uuid::nil()), flag: Some(flag) };
    assert!(matches!(desk.effects.last(), Some(Effect::Go(Go::Ask(asked))) if *asked == ask));
    desk.screen.flags_told(Vec::new());
    let told = drawn(&desk.screen, 80, 24, &ASCII);
    assert!(!told.contains("RED FLAG:") && told.contains("Somebody was told"), "{told}");
}

#[test]
fn a_changed_answer_lifts_the_flag_and_says_so() {
    let mut desk = Desk::with("phq9");
    desk.play("000000001<up>0");
    assert!(desk.screen.flags.is_empty());
    assert!(desk.message().contains("lifted"), "{}", desk.message());
}

#[test]
fn a_note_is_stored_with_its_answer_and_kept_until_there_is_one() {
    let mut desk = Desk::with("phq9");
    desk.play("mcried<enter>");
    assert!(desk.stored.is_empty() && desk.message().contains("when the question is answered"));
    desk.play("2<up><ctrl-o> a lot<enter>");
    let answer = &desk.screen.open().answers()["q1"];
    assert_eq!((answer.note.as_deref(), &answer.state), (Some("cried a lot"), &given("more_than_half")));
    assert_eq!(desk.focus(), "q1");
}

#[test]
fn the_last_row_goes_to_what_is_left_and_finishes_only_when_nothing_is() {
    let mut desk = Desk::with("phq9");
    desk.play("00<down>000000<enter>");
    assert_eq!((desk.focus().as_str(), desk.finished()), ("q3", false));
    desk.play("d<enter>");
    assert!(desk.finished());
}

#[test]
fn find_next_goes_round_and_sections_are_turned_by_page_keys() {
    let mut desk = Desk::with("ld_adult_core");
    desk.play("y<down>");
    desk.play("j");
    assert_eq!(desk.focus(), "appropriate_adult");
    desk.play("<pgdn>");
    assert_eq!(desk.focus(), "care_now");
    desk.play("<pgdn><pgup>");
    assert_eq!(desk.focus(), "care_now");
    desk.play("<pgup>");
    assert_eq!(desk.focus(), "agrees");
    desk.play("<ctrl-e><ctrl-f>");
    assert_eq!(desk.focus(), "english_best");
}

#[test]
fn help_lock_and_set_aside_are_asked_of_the_loop() {
    let mut desk = Desk::with("phq9");
    desk.play("?l<ctrl-l>x");
    assert!(matches!(desk.effects[0], Effect::Help(Context::Screening)));
    assert!(matches!(desk.effects[1..3], [Effect::Lock, Effect::Lock]));
    assert!(matches!(&desk.effects[3], Effect::Go(Go::Ask(Ask::SetAside { form, .. })) if form == "phq9"));
}

#[test]
fn pasted_text_goes_where_text_is_typed_and_nowhere_else() {
    let mut desk = Desk::with("every_kind");
    desk.hear(&Input::Paste("yyy".to_owned()));
    assert!(desk.stored.is_empty());
    desk.play("<down><down><down><down><down>");
    desk.hear(&Input::Paste("two\nlines\n".to_owned()));
    desk.hear(&Input::Key(Key::Enter));
    assert_eq!(desk.state("t"), Some(&State::Answered { value: Value::Text("two lines".to_owned()) }));
}

#[test]
fn typed_text_and_answers_are_not_in_the_debug_text() {
    let mut desk = Desk::with("every_kind");
    desk.play("<down><down><down><down><down>secret<down>");
    assert!(!format!("{:?}", desk.screen).contains("secret"));
}

#[test]
fn the_keys_that_a_question_names_for_having_no_answer_work_on_it() {
    for id in ["ld_adult_core", "ld_youth", "phq9", "asq", "every_kind", "wide"] {
        let mut desk = Desk::with(id);
        while let Some(item) = desk.screen.item() {
            let (named, key, spot) = (entry::other_states(item.question), item.key(), Spot::of(&item));
            for (words, state) in [
                ("declined", State::Declined),
                ("not asked", State::NotAsked),
                ("don't know", State::DoesNotKnow),
            ] {
                let pressed = named.iter().find_map(|entry| entry.strip_suffix(words)).unwrap().trim();
                let long = pressed.len() > 1;
                desk.play(&if long { format!("<{}>", pressed.to_lowercase()) } else { pressed.to_owned() });
                assert_eq!(desk.state(&key), Some(&state), "{id} {key} {pressed}");
                desk.screen.focus = Focus::Question(spot);
                desk.screen.settle();
            }
            desk.play("<down>");
        }
    }
}

#[test]
fn the_last_answer_is_taken_back_to_what_stood_before_or_asked_again() {
    let mut desk = Desk::with("phq9");
    desk.play("00<up><up>2");
    assert_eq!(desk.state("q1"), Some(&given("more_than_half")));
    desk.play("<ctrl-z>");
    assert_eq!((desk.state("q1"), desk.focus().as_str()), (Some(&given("not_at_all")), "q1"));
    // Before it, the second question got its first answer: it is asked again.
    let stored = desk.stored.len();
    desk.play("<ctrl-z>");
    assert_eq!((desk.focus().as_str(), desk.stored.len()), ("q2", stored));
    assert!(drawn(&desk.screen, 80, 24, &ASCII).contains("Answer it again"));
    desk.play("1");
    assert_eq!(desk.state("q2"), Some(&given("several_days")));
    desk.play("<ctrl-z>");
    assert_eq!(desk.state("q2"), Some(&given("not_at_all")));
}

#[test]
fn nothing_is_taken_back_in_a_form_just_opened() {
    let mut desk = Desk::with("phq9");
    desk.play("<ctrl-z>");
    assert!(desk.stored.is_empty());
    assert!(drawn(&desk.screen, 80, 24, &ASCII).contains("Nothing more was answered since"));
}
