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
    for id in ["ld_adult_core", "ld_youth", "phq9", "gad7", "auditc", "asq", "every_kind", "wide"] {
        let mut desk = Desk::with(id);
        loop {
            let shown = drawn(&desk.screen, 60, 15, &ASCII);
            let Some(item) = desk.screen.item() else { break };
            assert!(shown.contains(&format!(">{}", desk.screen.number_of(item.question))), "{id}\n{shown}");
            for option in desk.screen.open().sheet.options(&item) {
                let start: String = option.text.chars().take(12).collect();
                assert!(shown.contains(start.trim()), "{id} {}: {start}\n{shown}", item.key());
            }
            assert!(shown.contains("not asked"), "{id} {}\n{shown}", item.key());
            desk.play("<down>");
        }
    }
}

#[test]
fn any_size_is_borne_wherever_the_focus_is() {
    for id in ["ld_adult_core", "phq9", "every_kind", "wide"] {
        let mut desk = Desk::with(id);
        desk.play(match id {
            "phq9" => "000000003",
            "wide" => "01d<up>",
            _ => "",
        });
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

/// The wide form with the focus on this question, after these keys.
fn wide(story: &str, key: &str) -> Desk {
    let mut desk = Desk::with("wide");
    desk.play(story);
    while desk.focus() != key {
        assert_ne!(desk.focus(), "END", "{key}");
        desk.play("<down>");
    }
    desk
}

#[test]
fn a_table_shows_its_keys_once_and_a_mark_for_each_row() {
    let desk = wide("01d2<up>", "m4");
    insta::assert_snapshot!("table", drawn(&desk.screen, 80, 24, &MONO));
    insta::assert_snapshot!("table_narrow", drawn(&desk.screen, 60, 15, &ASCII));
    let desk = wide("0123100", "f2");
    insta::assert_snapshot!("table_of_scales", drawn(&desk.screen, 80, 24, &ASCII));
}

#[test]
fn the_keys_of_a_table_stay_in_sight_however_far_down_the_focus_is() {
    let rows: String =
        (1..=40).map(|n| format!("{{ id = \"r{n}\", text = \"Row number {n}\" }},\n")).collect();
    let form = made(&format!(
        "[form]\nid = \"t\"\ntitle = \"T\"\nversion = \"1\"\nshelf = \"record\"\nlicence = \"Ours\"\n\
         [[section]]\nid = \"s\"\ntitle = \"S\"\n\
         [[section.question]]\nid = \"t\"\nkind = \"table\"\ntext = \"How often?\"\n\
         options = [{{ code = \"a\", text = \"Never\" }}, {{ code = \"b\", text = \"Always\" }}]\nrows = [{rows}]"
    ));
    let mut desk = Desk::on(open_form(&form, &Answers::new(), None));
    for nth in 1..=40 {
        for (columns, rows) in [(80, 24), (60, 15)] {
            let shown = drawn(&desk.screen, columns, rows, &ASCII);
            assert!(shown.contains(&format!(">Q{nth} ")) && shown.contains("1 Never   2 Always"), "{shown}");
            assert_eq!(shown.matches("1 Never").count(), 1, "{shown}");
        }
        desk.play("2");
    }
    assert_eq!(desk.focus(), "END");
}

#[test]
fn a_table_with_too_many_options_for_the_screen_is_laid_out_as_questions() {
    let desk = wide("", "f1");
    let shown = drawn(&desk.screen, 45, 20, &ASCII);
    assert!(shown.contains("( ) 0") && shown.contains("( ) t 10"), "{shown}");
}

#[test]
fn a_scale_stands_in_one_row_between_its_ends() {
    let mut desk = wide("", "pain");
    desk.play("t<up>");
    while desk.focus() != "pain" {
        desk.play("<up>");
    }
    insta::assert_snapshot!("scale", drawn(&desk.screen, 80, 24, &MONO));
    assert!(drawn(&desk.screen, 40, 12, &ASCII).contains("0 = None, 10 = Worst ever"));
}

#[test]
fn a_group_names_its_rows_and_its_keys() {
    let mut desk = wide("", "medicines");
    desk.play("asertraline<enter>y50<enter>aolanzapine<enter>n<down>");
    while desk.focus() != "medicines" {
        desk.play("<up>");
    }
    insta::assert_snapshot!("group", drawn(&desk.screen, 80, 24, &MONO));
}

#[test]
fn the_review_lists_what_is_left_what_was_not_answered_and_the_checks() {
    let mut desk = wide("0123<down>t00", "began");
    desk.play("0900<enter>0800<enter>2024<enter><ctrl-d>60<enter>1u1<enter>aiodine<enter>n<ctrl-e>");
    insta::assert_snapshot!("review", drawn(&desk.screen, 80, 24, &MONO));
}
