//! What a fresh pair of eyes found amiss on a person's page and on the cards, by keys.

use super::*;

#[test]
fn a_risk_decided_on_says_to_tell_custody_and_stays_open_until_that_is_recorded() {
    let mut hands = Hands::page_of("N.R.");
    hands.press("y14As found.<enter><ctrl-s>");
    hands.sees("decided. Now tell custody of this risk: press i.");
    hands.sees("Tell custody of the risk, by voice and in writing (since 19:44)");
    hands.go_to_line("Tell custody of the risk");
    hands.press("<enter>");
    hands.sees("Custody is still to be told of the risk found");
    hands.press("Sgt Patel<enter>1Risk of self-harm.<tab><ctrl-s>");
    hands.sees("Sgt Patel told.");
    assert!(!hands.shot(80, 24).contains("Tell custody of the risk"), "{}", hands.shot(80, 24));
}

#[test]
fn capacity_to_be_looked_at_again_stands_open_on_the_page_and_goes_on_with_its_decision() {
    let mut hands = Hands::page_of("R.T.");
    hands.press(".mto be seen by us<enter>yynyintoxicated<enter>left to sleep<enter>+60<ctrl-s>");
    hands.sees("lacks capacity");
    hands.go_to_line("Look again 20:44: to be seen by us");
    hands.press("<enter>");
    hands.sees("to be seen by us");
    hands.press("<enter>yyyy<ctrl-s>");
    hands.sees("has capacity to decide on to be seen by us");
    assert!(!hands.shot(80, 24).contains("Look again"), "{}", hands.shot(80, 24));
}

#[test]
fn a_long_timeline_is_paged_through_without_skipping_a_line() {
    for (columns, rows) in [(80, 24), (60, 15)] {
        let mut hands = Hands::on("R.T.");
        let id = hands.desk().board().unwrap().rows.iter().find(|row| row.initials == "R.T.").unwrap().id;
        for number in 10..60 {
            hands.desk().note(id, &format!("entry {number}."), "").unwrap();
        }
        hands.app.hear(&Input::Resize(columns, rows));
        hands.press("<enter>");
        let mut seen = String::new();
        for _ in 0..60 {
            let shot = hands.shot(columns, rows);
            // The line in focus is told again below the list, which would hide that it was skipped.
            let list = shot.lines().take(usize::from(rows) - 4);
            seen.extend(list.flat_map(|line| [line, "\n"]));
            hands.press("<pgdn>");
        }
        for number in 10..60 {
            assert!(seen.contains(&format!("entry {number}.")), "{number} at {columns}x{rows}:\n{seen}");
        }
    }
}

#[test]
fn the_position_on_a_page_is_that_of_the_lines_in_sight() {
    let mut hands = Hands::page_of("N.R.");
    hands.press("<end>");
    let shot = hands.shot(80, 24);
    let rule = shot.lines().rfind(|line| line.starts_with("---")).unwrap();
    let (from, to) =
        rule.trim_start_matches('-').trim().split_once(" of ").unwrap().0.split_once('-').unwrap();
    let (from, to): (usize, usize) = (from.parse().unwrap(), to.parse().unwrap());
    let rules: Vec<usize> =
        shot.lines().enumerate().filter(|(_, line)| line.starts_with("---")).map(|(row, _)| row).collect();
    assert_eq!(to - from + 1, rules[1] - rules[0] - 1, "{shot}");
}

#[test]
fn the_instruction_of_a_red_flag_is_read_whole_and_on_a_small_screen_first() {
    let mut hands = Hands::on("J.D.");
    hands.press("i");
    let shot = hands.shot(80, 24);
    assert!(shot.contains("alone. Tell the custody officer") && shot.contains("nobody told yet."), "{shot}");
    let shot = hands.shot(60, 15);
    assert!(shot.contains("leave the child alone. Tell the custody officer"), "{shot}");
    assert!(shot.contains("level of observation"), "{shot}");
}

#[test]
fn every_screen_says_what_time_it_is_and_that_its_people_are_invented() {
    for keys in ["", "<enter>", "i", "n", "o", "!", "<enter>z"] {
        let mut hands = Hands::on("J.D.");
        hands.press(keys);
        for (columns, rows) in [(80, 24), (60, 15)] {
            hands.app.hear(&Input::Resize(columns, rows));
            let shot = hands.shot(columns, rows);
            let first = shot.lines().next().unwrap();
            assert!(first.contains("DEMO") && first.contains("19:44"), "{keys}: {shot}");
        }
    }
    let mut hands = Hands::on("J.D.");
    hands.press("?");
    assert!(hands.shot(80, 24).starts_with(" DEMO  KEYS OF THIS SCREEN"));
}

#[test]
fn a_small_screen_says_that_a_site_is_not_covered_and_that_a_flag_is_untold() {
    let hands = Hands::on("J.D.");
    let shot = hands.shot(60, 15);
    assert!(shot.lines().nth(1).unwrap().starts_with("!! GAP  FLAGS 1  WAITING"), "{shot}");
    assert!(hands.shot(80, 24).contains("FLAGS 1  WAITING"), "{}", hands.shot(80, 24));
}

#[test]
fn a_review_that_is_past_stands_beside_the_clock_and_moves_nobody() {
    let hands = Hands::on("R.T.");
    let before = hands.app.stack.last().map(shown);
    let hands = hands.again_at("2026-11-23T23:40:00Z");
    let board = hands.shot(80, 24);
    let row = board.lines().find(|line| line.contains("R.T.")).unwrap();
    assert!(row.contains("R? 12h54"), "{board}");
    assert_eq!(before.map(|rows| rows.len()), hands.app.stack.last().map(shown).map(|rows| rows.len()));
    let mut hands = hands;
    hands.focus("R.T.");
    hands.sees("; review? ");
}

fn shown(screen: &Screen) -> Vec<String> {
    let Screen::Board(board) = screen else { panic!("no board") };
    board.rows().iter().map(|row| row.initials.clone()).collect()
}

#[test]
fn a_part_to_copy_out_says_which_of_three_it_is() {
    let mut hands = Hands::on("R.T.");
    hands.press("<enter>z");
    hands.sees("Whole episode-");
    hands.sees(" not finished here ");
    hands.press("e");
    hands.sees("Whole episode is not finished here");
    let mut hands = Hands::page_of("N.R.");
    hands.press("z1");
    hands.sees("Whole episode*");
    hands.sees(" to enter in RiO ");
    hands.press("ez1e");
    hands.sees("Whole episode+");
    hands.sees("Whole episode stands in RiO already.");
}

#[test]
fn a_small_card_shows_the_option_picked_and_its_way_out() {
    let mut hands = Hands::on("R.T.");
    hands.app.hear(&Input::Resize(60, 15));
    hands.press("n<end>");
    let shot = hands.shot(60, 15);
    let Some(Screen::Ask(_)) = hands.app.stack.last() else { panic!("{shot}") };
    assert!(shot.lines().last().unwrap().contains("Esc "), "{shot}");
    let last = hands.desk().service().lists.sources.last().unwrap().label.clone();
    let strip: Vec<&str> = shot.lines().skip(9).collect();
    assert!(strip.iter().any(|line| line.contains(&last)), "{last}: {shot}");
}

#[test]
fn onward_referrals_keep_how_they_stand_on_a_small_screen_and_mark_the_urgent_unsent() {
    let mut hands = Hands::on("N.R.");
    hands.press("o");
    hands.sees("1 urgent NOT SENT");
    hands.sees("nobody is chasing it yet");
    for (columns, rows) in [(60, 15), (80, 24), (120, 40)] {
        let shot = hands.shot(columns, rows);
        let line = shot.lines().find(|line| line.contains("AMHP")).unwrap();
        let line = line.split('|').next().unwrap().trim_end();
        assert!(line.contains("!  N.R.") && line.ends_with("NOT SENT, urgent"), "{shot}");
        assert!(shot.contains("sent, not accepted"), "{shot}");
        assert!(shot.lines().last().unwrap().contains("Esc "), "{shot}");
    }
}

#[test]
fn staff_safety_comes_first_and_an_empty_item_left_empty_is_not_taken_back() {
    let mut hands = Hands::page_of("R.T.");
    hands.press(".d");
    let shot = hands.shot(80, 24);
    assert!(shot.lines().nth(2).unwrap().starts_with(">Staff safety: see in pairs, why"), "{shot}");
    hands.press("<enter><enter>");
    hands.sees("Staff safety: see in pairs, why left as it was.");
    hands.press("<enter>spits<enter>");
    hands.sees("recorded.");
    hands.press("<enter><ctrl-u><enter>");
    hands.sees("taken back.");
}

#[test]
fn a_sex_is_chosen_by_its_letter_and_a_key_that_is_no_option_says_so() {
    let mut hands = Hands::on("J.D.");
    hands.press("n1Sgt Patel<enter>Quill<enter>Rosa<enter>31<enter>q");
    hands.says("\"q\" is none of the options: 1-4, or the arrows.");
    hands.press("f");
    let Some(Screen::Ask(ask)) = hands.app.stack.last() else { panic!() };
    assert!(format!("{ask:?}").contains("focus: 6"), "{ask:?}");
    assert!(hands.shot(80, 24).contains("Female"));
}

#[test]
fn why_a_record_is_opened_is_asked_once_in_a_shift_and_kept_each_time() {
    let mut hands = Hands::on("A.K.");
    hands.press("<enter>");
    hands.sees("Open A.K. BEX-26-0000");
    hands.press("covering for a colleague<enter>");
    hands.sees("PERSON  A.K.");
    hands.press("<esc><enter>");
    hands.sees("PERSON  A.K.");
    let lines = hands.desk().board().unwrap().rows.iter().find(|row| row.initials == "A.K.").unwrap().id;
    let record = hands.desk().read_record(lines).unwrap();
    let opened = record.lines.iter().filter(|line| line.words.contains("covering for a colleague"));
    assert_eq!(opened.count(), 2);
}

#[test]
fn the_hint_of_an_empty_search_is_read_whole_on_a_small_screen() {
    let mut hands = Hands::on("J.D.");
    hands.press("/zzz");
    let said = hands.shot(60, 15).split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(said.contains("a birth is 12/03/1990, a reference its digits."), "{said}");
}
