//! The board by keys: whom it shows, what it calls attention to, and how it looks at every size.

use super::*;
use crate::desk::plan::Telling;
use crate::desk::referral::{Beside, NewReferral};
use crate::desk::shift::NewShift;
use crate::domain::referral::{Birth, Person};

impl Hands {
    /// Closes the program and opens it again at another time.
    pub(super) fn again_at(self, now: &str) -> Self {
        let Self { app, folder, _folder, .. } = self;
        drop(app);
        let app = App::at_door(Door::of(&folder.join("demo"), Some(now)).unwrap(), MONO);
        let mut hands = Self { app, pressed: 0, folder, _folder };
        hands.press("1demo<enter>");
        hands
    }

    fn shown(&self) -> Vec<String> {
        let Some(Screen::Board(board)) = self.app.stack.last() else { panic!("{}", self.shot(80, 24)) };
        board.rows().iter().map(|row| row.initials.clone()).collect()
    }
}

#[test]
fn the_filter_key_goes_through_everybody_waiting_late_to_do_and_children() {
    let mut hands = Hands::on("J.D.");
    let all = hands.shown();
    hands.press("f");
    hands.sees("waiting: ");
    assert!(hands.shown().contains(&"R.T.".to_owned()) && !hands.shown().contains(&"N.R.".to_owned()));
    hands.press("f");
    hands.sees("late or soon: ");
    assert!(hands.shown().contains(&"A.K.".to_owned()) && !hands.shown().contains(&"S.W.".to_owned()));
    hands.press("f");
    hands.sees("to do: ");
    assert!(hands.shown().contains(&"N.R.".to_owned()));
    hands.press("f");
    hands.sees("children: ");
    assert_eq!(hands.shown(), ["J.D.", "M.O."]);
    hands.press("f");
    assert_eq!(hands.shown(), all);
}

#[test]
fn no_filter_hides_an_untold_red_flag_and_the_board_says_why_it_stands_there() {
    let mut hands = Hands::on("J.D.");
    hands.press("fff");
    assert_eq!(hands.shown().first().map(String::as_str), Some("J.D."));
    hands.sees("to do: 2 of 7, 1 for an untold red flag; Esc all");
    hands.press("<esc>");
    assert_eq!(hands.shown().len(), 7);
    hands.press("<esc>");
    assert_eq!(hands.shown().len(), 7);
}

#[test]
fn an_empty_list_says_which_filter_is_on_and_how_to_leave_it() {
    let mut hands = Hands::on("J.D.");
    hands.press("2ffff");
    hands.sees("Nobody is shown: children. f goes on, Esc shows everybody.");
    hands.press("s");
    hands.sees("Nobody is shown: children.");
}

#[test]
fn my_list_holds_whom_i_am_with_and_my_tasks_alone() {
    let mut hands = Hands::on("J.D.");
    hands.press("y");
    hands.sees("my list: 2 of 7");
    assert_eq!(hands.shown(), ["J.D.", "N.R."]);
    hands.sees("Chase AMHP");
    hands.press("y");
    assert_eq!(hands.shown().len(), 7);
}

#[test]
fn the_filter_and_the_person_in_focus_outlive_the_lock() {
    let mut hands = Hands::on("J.D.");
    hands.press("ff<down>ldemo<enter>");
    hands.sees("late or soon: ");
}

/// Asks for a report on somebody, due at once.
fn report(hands: &mut Hands, initials: &str) {
    let id = hands.desk().board().unwrap().rows.iter().find(|row| row.initials == initials).unwrap().id;
    let report = crate::desk::report::NewReport {
        kind: hands.desk().service().lists.report_kinds[0].code.clone(),
        asked_by: "Clerk".to_owned(),
        due: NOW.parse().unwrap(),
        basis: "Court order.".to_owned(),
    };
    hands.desk().ask_report(id, &report).unwrap();
}

#[test]
fn the_alert_line_shows_the_most_pressing_and_a_key_lists_them_all() {
    let mut hands = Hands::on("J.D.");
    report(&mut hands, "R.T.");
    report(&mut hands, "X.Y.");
    hands.app.refresh();
    hands.sees("! X.Y. report due 19:44, not sent  +6 more: !");
    hands.press("!");
    hands.sees("ALERTS  7");
    insta::assert_snapshot!("alerts", hands.shot(80, 24));
    hands.press("<down><enter>");
    hands.sees("This is about no one person.");
    hands.press("<end><up><enter>");
    hands.sees("PERSON  R.T.");
    hands.press("<esc><esc>");
    hands.sees("WAITING");
}

#[test]
fn a_pin_stands_on_the_row_with_its_reason() {
    let mut hands = Hands::on("R.T.");
    let id = hands.desk().board().unwrap().rows.iter().find(|row| row.initials == "R.T.").unwrap().id;
    hands.desk().pin(id, "hears voices, cell neighbour says").unwrap();
    hands.press("<down><up>");
    hands.app.refresh();
    assert_eq!(hands.shown()[1], "R.T.");
    assert!(hands.shot(80, 24).contains("pin: hears"), "{}", hands.shot(80, 24));
}

#[test]
fn without_a_youth_worker_a_child_is_tagged_and_with_one_routed_and_counted_apart() {
    let mut hands = Hands::on("M.O.");
    hands.sees("T1 YJ child 17");
    hands.sees("T1 child 17; no youth worker on. not seen.");
    let desk = hands.desk();
    let (site, role) = (desk.service().sites[0].code.clone(), desk.who().role.clone());
    let (id, flag) = {
        let board = desk.board().unwrap();
        let id = board.rows.iter().find(|row| row.initials == "J.D.").unwrap().id;
        (id, desk.episode(id).unwrap().open_flags().next().unwrap().raise.flag)
    };
    let (told_to, at) = ("Sgt Patel".to_owned(), desk.now());
    desk.tell_custody(id, flag, &Telling { told_to, by_voice: true, in_custody_record: true, at }).unwrap();
    desk.end_shift().unwrap();
    desk.start_shift(&NewShift {
        sites: vec![site.clone()],
        role,
        phone: "1".to_owned(),
        ends_at: "2026-11-23T22:00:00Z".parse().unwrap(),
        youth_worker: true,
    })
    .unwrap();
    let now = desk.now();
    let new = NewReferral {
        site,
        person: Person {
            surname: "Young".to_owned(),
            given: "Una".to_owned(),
            birth: Birth::Aged { years: 15, on: local(now).date() },
            sex: "F".to_owned(),
        },
        source: "custody_officer".to_owned(),
        told_by: "Sgt Patel".to_owned(),
        received_at: now,
        reason: "housing".to_owned(),
        details: String::new(),
        priority: "3".to_owned(),
        place: "c01".to_owned(),
        custody_ref: String::new(),
        legal_position: "arrested".to_owned(),
        relevant_time: None,
        authorised_at: None,
        beside: Beside::default(),
    };
    desk.receive_referral(&new).unwrap();
    hands.app.refresh();
    let shot = hands.shot(120, 40);
    assert!(shot.contains("+1 youth"), "{shot}");
    assert!(shot.contains("> Okafor (yo") && shot.contains("youth worker on"), "{shot}");
    assert!(!shot.contains("T1 YJ") && !shot.contains("no youth worker on"), "{shot}");
}

#[test]
fn a_group_that_must_be_referred_stands_by_its_word() {
    let mut hands = Hands::on("N.R.");
    let shot = hands.shot(120, 40);
    assert!(shot.lines().any(|line| line.contains("N.R.") && line.contains("woman")), "{shot}");
    hands.press("<up>");
}

#[test]
fn the_board_at_every_size() {
    let mut hands = Hands::on("J.D.");
    insta::assert_snapshot!("board_60x15", hands.shot(60, 15));
    insta::assert_snapshot!("board_120x40", hands.shot(120, 40));
    hands.press("ff");
    insta::assert_snapshot!("board_filtered", hands.shot(80, 24));
}

#[test]
fn beside_the_list_stands_the_person_in_focus_and_nothing_of_who_asks_why() {
    let mut hands = Hands::on("J.D.");
    hands.press("<down><up>");
    let shot = hands.shot(120, 40);
    assert!(
        shot.contains("RED FLAG") && shot.contains("CONSENT TO") && shot.contains("Gray, 18:34"),
        "{shot}"
    );
    assert!(!shot.contains("Dale"), "{shot}");
    while !hands.shot(120, 40).contains("> A.K.")
        && !hands.shot(120, 40).lines().any(|l| l.starts_with('>') && l.contains("A.K."))
    {
        hands.press("<down>");
    }
    assert!(hands.shot(120, 40).contains("Outside your shift"), "{}", hands.shot(120, 40));
}

#[test]
fn overdue_onward_referrals_come_first_with_who_chases_next() {
    use crate::domain::event::OnwardStep;
    let mut hands = Hands::on("N.R.");
    let pending = hands.desk().board().unwrap().pending;
    let (id, first) = (pending[0].episode, pending.last().unwrap().onward);
    let now: chrono::DateTime<chrono::Utc> = NOW.parse().unwrap();
    let step = OnwardStep::Chased {
        note: "no answer".to_owned(),
        by: "Shah".to_owned(),
        next_at: now + chrono::Duration::minutes(1),
    };
    hands.desk().move_onward(id, first, step).unwrap();
    hands.press("o");
    hands.sees("Shah 19:45");
    hands.sees("2 pending, 0 overdue");
    let mut hands = hands.again_at("2026-11-23T20:30:00Z");
    assert!(hands.shot(120, 40).contains("ONWARD 2 !1"), "{}", hands.shot(120, 40));
    hands.press("o");
    hands.sees("2 pending, 1 overdue");
    let shot = hands.shot(80, 24);
    let first = shot.lines().nth(3).unwrap();
    assert!(first.contains("!  N.R.") && first.contains("Shah 19:45 LATE"), "{shot}");
    insta::assert_snapshot!("onward_overdue", shot);
}

#[test]
fn no_size_of_terminal_brings_the_boards_screens_down() {
    let mut hands = Hands::on("J.D.");
    for opens in ["f", "y", "!", "/", "v", "v1", "z", "z<enter>", "o"] {
        hands.press(opens);
        for columns in (1..=130).step_by(13) {
            for rows in (1..=40).step_by(3) {
                hands.app.hear(&Input::Resize(columns, rows));
                let _ = hands.shot(columns, rows);
            }
        }
        hands.press("<esc><esc><esc>");
    }
}

#[test]
fn the_board_is_read_a_sentence_for_each_person_with_nothing_cut() {
    let mut hands = Hands::on("A.K.");
    let lines = hands.app.spoken();
    insta::assert_snapshot!("board_spoken", lines.join("\n"));
    assert!(lines.iter().all(|line| !line.contains("  ") && !line.contains(['~', '…'])), "{lines:#?}");
    hands.press("fff");
    let shown = hands.app.spoken();
    assert!(shown.iter().any(|line| line.starts_with("to do: ")), "{shown:#?}");
}
