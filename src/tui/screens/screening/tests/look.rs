use super::*;

#[test]
fn the_start_of_the_adult_core_shows_terms_what_to_read_out_and_the_first_question() {
    let desk = Desk::with("ld_adult_core");
    insta::assert_snapshot!("adult_core_start", drawn(&desk.screen, 80, 24, &ASCII));
}

#[test]
fn a_score_starts_with_its_licence_in_sight_and_its_whole_range() {
    let desk = Desk::with("phq9");
    insta::assert_snapshot!("phq9_start", drawn(&desk.screen, 80, 24, &ASCII));
}

#[test]
fn a_red_flag_stands_on_top_in_the_middle_of_the_form() {
    let mut desk = Desk::with("asq");
    desk.play("nnnyy");
    insta::assert_snapshot!("red_flag", drawn(&desk.screen, 80, 24, &ASCII));
    let mut desk = Desk::with("phq9");
    desk.play("1011");
    desk.play("<down><down><down><down>2<up>");
    insta::assert_snapshot!("phq9_flag", drawn(&desk.screen, 80, 24, &ASCII));
}

#[test]
fn a_question_with_many_answers_shows_its_ticks() {
    let mut desk = Desk::with("ld_adult_core");
    desk.play("yy14");
    insta::assert_snapshot!("choices", drawn(&desk.screen, 80, 24, &ASCII));
}

#[test]
fn the_last_row_never_shows_a_partial_score_as_a_total() {
    let mut desk = Desk::with("phq9");
    desk.play("2233120<ctrl-e>");
    insta::assert_snapshot!("end_partial", drawn(&desk.screen, 80, 24, &ASCII));
    desk.play("<enter>d0<ctrl-e>");
    insta::assert_snapshot!("end_declined", drawn(&desk.screen, 80, 24, &ASCII));
}

#[test]
fn a_narrow_and_low_terminal_is_still_usable() {
    let mut desk = Desk::with("ld_adult_core");
    desk.play("yn");
    let shown = drawn(&desk.screen, 60, 15, &ASCII);
    insta::assert_snapshot!("narrow", shown);
}

#[test]
fn every_option_of_the_question_in_focus_is_in_sight_at_sixty_by_fifteen() {
    for id in ["ld_adult_core", "ld_youth", "phq9", "gad7", "auditc", "asq", "every_kind"] {
        let mut desk = Desk::with(id);
        loop {
            let shown = drawn(&desk.screen, 60, 15, &ASCII);
            let Some(question) = desk.screen.question() else { break };
            assert!(shown.contains(&format!(">{}", desk.screen.number_of(question))), "{id}\n{shown}");
            for option in &question.options {
                let start: String = option.text.chars().take(12).collect();
                assert!(shown.contains(start.trim()), "{id} {}: {start}\n{shown}", question.id);
            }
            assert!(shown.contains("not asked"), "{id} {}\n{shown}", question.id);
            desk.play("<down>");
        }
    }
}

#[test]
fn any_size_is_borne_wherever_the_focus_is() {
    for id in ["ld_adult_core", "phq9", "every_kind"] {
        let mut desk = Desk::with(id);
        desk.play(if id == "phq9" { "000000003" } else { "" });
        let mut stops = vec![desk.screen.clone()];
        for story in
            ["<down>", "<ctrl-b>", "1", "<esc><ctrl-o>note", "<enter><down><down><down>x", "<ctrl-e>"]
        {
            stops.push(desk.play(story).screen.clone());
        }
        // A few of the states at each size, and each state at many.
        sweep(|columns, rows| {
            let theme = if rows % 2 == 0 { &ASCII } else { &MONO };
            for (nth, screen) in stops.iter().enumerate() {
                if (nth + usize::from(columns + rows)).is_multiple_of(4) {
                    drawn(screen, columns, rows, theme);
                }
            }
        });
    }
}

#[test]
fn the_real_cursor_stands_on_the_question_or_in_the_line_being_typed() {
    let cursor = |desk: &Desk| {
        let mut terminal = Terminal::new(TestBackend::new(80, 24)).unwrap();
        terminal.draw(|frame| desk.screen.view(frame, frame.area(), &ASCII)).unwrap();
        let position = terminal.get_cursor_position().unwrap();
        let row = drawn(&desk.screen, 80, 24, &ASCII).lines().nth(position.y.into()).unwrap().to_owned();
        (position.x, row)
    };
    let mut desk = Desk::with("ld_adult_core");
    assert!(cursor(&desk).1.starts_with(">Q1"));
    desk.play("ynPolish");
    let (column, row) = cursor(&desk);
    assert_eq!((column, row.contains("[Polish")), (13, true));
    desk.play("<ctrl-e>");
    assert!(cursor(&desk).1.starts_with(">END"));
}
