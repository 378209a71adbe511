//! The rota by keys: the week, the day, a person's month, gaps, changes and what takes them back.

use super::*;
use crate::domain::rota::Plan;

impl Hands {
    /// On the week of the demo's rota; NOW is its Monday evening.
    fn on_the_rota() -> Self {
        let mut hands = Self::on("J.D.");
        hands.press("r");
        hands.sees("ROTA week 48");
        hands.pressed = 0;
        hands
    }

    fn plan(&self) -> Plan {
        let Seat::Desk(desk) = &self.app.seat else { panic!("{}", self.shot(80, 24)) };
        desk.plan_between("2026-11-16".parse().unwrap(), "2027-01-10".parse().unwrap()).unwrap()
    }

    /// Shifts of one person that begin on a day, as "BRO 14:00-22:00".
    fn shifts_of(&self, name: &str, day: &str) -> Vec<String> {
        let plan = self.plan();
        let who = plan.staff.values().find(|staff| staff.name == name).unwrap().id;
        let mut shifts: Vec<_> = plan
            .shifts
            .values()
            .filter(|shift| shift.practitioner == who && shift.span.day().to_string() == day)
            .map(|shift| format!("{} {}", shift.site, crate::rota::week::hours(&shift.span)))
            .collect();
        shifts.sort();
        shifts
    }
}

#[test]
fn every_view_of_the_rota_at_three_sizes() {
    let mut hands = Hands::on_the_rota();
    for (name, opens, closes) in [
        ("rota_week", "", ""),
        ("rota_day", "<enter>", "<esc>"),
        ("rota_gaps", "g", "<esc>"),
        ("rota_candidates", "g<enter>", "<esc><esc>"),
        ("rota_month", "o", "<esc>"),
        ("rota_changes", "u", "<esc>"),
        ("rota_place", "a", "<esc>"),
        ("rota_away", "x", "<esc>"),
        ("rota_confirm", "d", "<esc>"),
    ] {
        hands.press(opens);
        for (columns, rows) in [(80, 24), (60, 15), (120, 40)] {
            hands.app.hear(&Input::Resize(columns, rows));
            insta::assert_snapshot!(format!("{name}_{columns}x{rows}"), hands.shot(columns, rows));
        }
        hands.app.hear(&Input::Resize(80, 24));
        hands.press(closes);
        hands.sees("ROTA week 48");
    }
}

#[test]
fn no_size_of_terminal_brings_a_view_of_the_rota_down() {
    let mut hands = Hands::on_the_rota();
    for opens in ["", "<enter>", "g", "g<enter>", "o", "u", "a", "x", "d", "m", "f", "p"] {
        hands.press(opens);
        for columns in (1..=120).step_by(17) {
            for rows in (1..=40).step_by(6) {
                hands.app.hear(&Input::Resize(columns, rows));
                let _ = hands.shot(columns, rows);
            }
        }
        hands.press("<esc><esc>");
        if !hands.shot(80, 24).contains("ROTA week") {
            hands.press("r");
        }
    }
}

#[test]
fn a_late_told_sick_at_twenty_to_two_is_a_gap_on_the_board_at_once() {
    let mut hands = Hands::on("J.D.").again_at("2026-11-24T13:40:00Z");
    let before = hands.shot(80, 24);
    assert!(!before.contains("GAP 14:00 to 22:00"), "{before}");
    hands.press("r<down>");
    hands.sees("Ada Okafor, late 14:00-22:00");
    hands.press("x1<ctrl-s>");
    hands.sees("x AO late");
    hands.sees("!!7h00");
    hands.press("<esc>");
    hands.sees("WAITING");
    hands.sees("GAP 15:00 to 22:00");
}

#[test]
fn the_handover_says_the_gap_that_sickness_made() {
    let mut hands = Hands::on("J.D.").again_at("2026-11-24T13:40:00Z");
    hands.press("r<down>x1<ctrl-s><esc>h");
    let shot = hands.shot(120, 40);
    let words = shot.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(words.contains("! GAP 15:00 to 22:00 clinician call 020 7946 0112"), "{shot}");
}

#[test]
fn somebody_is_placed_in_a_gap_by_four_keys_and_the_gap_is_gone() {
    let mut hands = Hands::on_the_rota();
    hands.press("<down><down><down><right>");
    hands.sees("GAP 15:00-22:00, 7h00, clinician");
    hands.press("a");
    hands.sees("WHO COULD");
    hands.press("<enter><ctrl-s>");
    hands.sees("keep this?");
    hands.words("agreed by telephone");
    hands.press("<enter>");
    hands.sees("Saved");
    hands.sees("ROTA week 48");
    let week = hands.shot(80, 24);
    assert_eq!(week.matches("!!7h00").count(), 4, "Tuesday is closed:\n{week}");
    assert_eq!(hands.shifts_of("Ruth Adeyemi", "2026-11-24"), ["BEX 15:00-22:00", "XMC 09:00-13:00"]);
}

#[test]
fn a_change_of_a_published_day_is_kept_only_with_a_reason_and_can_be_taken_back() {
    let mut hands = Hands::on_the_rota();
    hands.press("<right>");
    hands.sees("Priya Shah, early");
    assert_eq!(hands.shifts_of("Priya Shah", "2026-11-24"), ["BRO 07:00-15:00"]);
    hands.press("d");
    hands.sees("A reason is needed");
    hands.press("<enter>");
    hands.sees("Type the reason first");
    hands.words("mix-up");
    hands.press("<enter>");
    assert!(hands.shifts_of("Priya Shah", "2026-11-24").is_empty());
    hands.press("u");
    hands.sees("Why: mix-up");
    hands.press("u");
    hands.words("error");
    hands.press("<enter>");
    hands.sees("taken back");
    assert_eq!(hands.shifts_of("Priya Shah", "2026-11-24"), ["BRO 07:00-15:00"]);
}

#[test]
fn a_shift_is_moved_split_and_swapped_by_keys() {
    let mut hands = Hands::on_the_rota();
    hands.press("<right>m");
    hands.sees("Change Priya Shah");
    hands.press("<tab><tab><tab><tab>");
    hands.words("08:00-16:00");
    hands.press("<ctrl-s>");
    hands.words("late train");
    hands.press("<enter>");
    assert_eq!(hands.shifts_of("Priya Shah", "2026-11-24"), ["BRO 08:00-16:00"]);
    hands.press("s2");
    hands.words("12:00");
    hands.press("<ctrl-s>");
    hands.sees("the way takes 10");
    hands.words("court asks");
    hands.press("<enter>");
    assert_eq!(hands.shifts_of("Priya Shah", "2026-11-24"), ["BMC 12:00-16:00", "BRO 08:00-12:00"]);
}

#[test]
fn who_does_not_lead_may_look_and_tell_sickness_and_nothing_else() {
    let mut hands = Hands::at_the_door();
    hands.press("2demo<enter><esc>");
    hands.press("r<right>");
    hands.sees("ROTA week 48");
    hands.press("d");
    hands.sees("Only a lead changes the rota");
    hands.press("x2<ctrl-s>");
    hands.sees("may not change the rota");
    hands.press("<esc><esc>x1<ctrl-s>");
    hands.sees("x PS ear~");
}

#[test]
fn the_week_turns_and_comes_back_to_today() {
    let mut hands = Hands::on_the_rota();
    hands.press("<pgdn><pgdn>");
    hands.sees("ROTA week 50");
    hands.press("t");
    hands.sees("ROTA week 48");
    hands.press("<pgup>");
    hands.sees("ROTA week 47");
    hands.press("<esc>");
    hands.sees("WAITING");
}

#[test]
fn a_week_beyond_what_is_published_is_not_known_and_no_gap() {
    let mut hands = Hands::on_the_rota();
    for _ in 0..7 {
        hands.press("<pgdn>");
    }
    hands.sees("ROTA week 2");
    let shot = hands.shot(80, 24);
    assert!(shot.contains("nothing short") && shot.contains('?') && !shot.contains("!!"), "{shot}");
}

#[test]
fn a_month_says_the_hours_and_what_working_time_says() {
    let mut hands = Hands::on_the_rota();
    hands.press("o");
    hands.sees("Priya Shah  November 2026");
    hands.sees("07:00-15:00");
    hands.press("<tab>");
    hands.sees("Ruth Adeyemi  November 2026");
    hands.press("<left>");
    hands.sees("October 2026");
}

#[test]
fn somebody_new_comes_onto_the_rota_with_dates_and_nothing_else() {
    let mut hands = Hands::on_the_rota();
    hands.press("n");
    hands.words("Iris Holt");
    hands.press("<enter>");
    hands.words("IH");
    hands.press("<enter>1<tab><tab>");
    hands.words("01/12/2026");
    hands.press("<ctrl-s>");
    let plan = hands.plan();
    let iris = plan
        .staff
        .values()
        .find(|staff| staff.name == "Iris Holt")
        .unwrap_or_else(|| panic!("{}", hands.shot(80, 24)));
    assert_eq!(iris.registered_until, Some("2026-12-01".parse().unwrap()));
}

#[test]
fn nobody_is_placed_in_what_is_past_of_a_gap_that_runs() {
    let mut hands = Hands::on_the_rota();
    hands.press("<down><down><down>");
    hands.sees("Mon 23 Nov BEX: GAP 15:00-22:00");
    hands.press("a");
    hands.sees("GAP 19:45-22:00");
}

#[test]
fn a_pattern_chosen_for_a_shift_brings_its_hours_and_stays_its_name() {
    let mut hands = Hands::on_the_rota();
    hands.press("<right><down>m");
    hands.sees("Change Ada Okafor");
    hands.press("<tab><tab><tab>1<ctrl-s>");
    hands.words("swap of shifts");
    hands.press("<enter>");
    assert_eq!(hands.shifts_of("Ada Okafor", "2026-11-24"), ["BRO 07:00-15:00"]);
    hands.sees("AO early");
}

#[test]
fn leave_is_told_of_somebody_without_a_shift() {
    let mut hands = Hands::on_the_rota();
    for _ in 0..8 {
        hands.press("<pgdn>");
    }
    hands.press("x");
    hands.sees("Somebody is away");
    hands.press("32<ctrl-s>");
    hands.sees("Joan Price: annual leave");
}

#[test]
fn why_a_colleague_is_away_is_not_shown_to_those_who_do_not_lead() {
    let mut hands = Hands::on_the_rota();
    hands.press("x1<ctrl-s>");
    hands.sees("away: Sick");
    hands.press("<esc>q2demo<enter><esc>r");
    hands.sees("ROTA week 48");
    let shot = hands.shot(80, 24);
    assert!(shot.contains("away: not here") && !shot.contains("Sick"), "{shot}");
    hands.press("u");
    hands.sees("Only a lead changes the rota");
}
