//! People whose names are in any script, from the referral to the paper.

use ratatui::buffer::{Buffer, CellWidth};
use unicode_width::UnicodeWidthStr;

use super::*;
use crate::desk::note::HandoverAsk;
use crate::desk::referral::{Beside, NewReferral};
use crate::domain::page::Page;
use crate::domain::referral::{Birth, Person};
use crate::print::pdf;

/// Surname, given names, initials.
const PEOPLE: [(&str, &str, &str); 10] = [
    ("Żółć", "Łukasz", "Ł.Ż."),
    ("Zoe\u{308}", "Zoë", "Z.Z."),
    ("Nguyễn", "Thị Ánh", "T.N."),
    ("عبد الله", "محمد", "م.ع."),
    ("王", "小明", "小王"),
    ("김", "민수", "민김"),
    ("ਹਰਪ੍ਰੀਤ", "", "?.ਹ."),
    ("a\u{331}\u{323}\u{489}li", "🇵🇱", "🇵🇱A\u{331}\u{323}\u{489}."),
    ("👩‍⚕️", "O'Brien d'Ávila", "O.👩‍⚕️"),
    ("Æ", "X", "X.Æ."),
];

impl Hands {
    /// Okafor at the board, with all of these in custody.
    fn with_people_from_everywhere() -> Self {
        let mut hands = Self::on("J.D.");
        let desk = hands.desk();
        let (now, site) = (desk.now(), desk.board().unwrap().rows[0].site.clone());
        for (nth, (surname, given, _)) in PEOPLE.iter().enumerate() {
            let person = Person {
                surname: (*surname).to_owned(),
                given: (*given).to_owned(),
                birth: Birth::Unknown,
                sex: "F".to_owned(),
            };
            let new = NewReferral {
                site: site.clone(),
                person,
                source: "custody_officer".to_owned(),
                told_by: format!("{given} {surname}"),
                received_at: now,
                reason: "housing".to_owned(),
                details: format!("{surname} {}", given.repeat(20)),
                priority: "3".to_owned(),
                place: format!("z{nth:02}"),
                custody_ref: String::new(),
                legal_position: "arrested".to_owned(),
                relevant_time: None,
                authorised_at: None,
                beside: Beside::default(),
            };
            desk.receive_referral(&new).unwrap();
        }
        hands.app.refresh();
        hands
    }

    fn cells(&self, columns: u16, rows: u16) -> Buffer {
        let mut terminal = Terminal::new(TestBackend::new(columns, rows)).unwrap();
        terminal.draw(|frame| self.app.view(frame)).unwrap();
        terminal.backend().buffer().clone()
    }

    /// Every character has all its cells: nothing is drawn over its second half, and none hangs over the edge.
    fn is_whole(&self, columns: u16, rows: u16) {
        let screen = self.cells(columns, rows);
        for row in 0..rows {
            let mut column = 0;
            while column < columns {
                let takes = screen[(column, row)].symbol().cell_width().max(1);
                assert!(column + takes <= columns, "{}", self.shot(columns, rows));
                for covered in column + 1..column + takes {
                    assert_eq!(screen[(covered, row)].symbol(), " ", "{}", self.shot(columns, rows));
                }
                column += takes;
            }
        }
    }
}

/// The columns where rows of these people have their place, each once.
fn places(screen: &Buffer) -> Vec<(u16, String)> {
    let area = screen.area;
    let mut found = Vec::new();
    for row in 0..area.height {
        let at = |column: u16| screen[(column, row)].symbol();
        for column in 0..area.width.saturating_sub(3) {
            if at(column) == " " && at(column + 1) == "z" && at(column + 2) == "0" {
                found.push((column, (column + 1..column + 4).map(at).collect()));
            }
        }
    }
    found
}

#[test]
fn the_columns_of_the_board_stay_aligned_whatever_the_names() {
    let mut hands = Hands::with_people_from_everywhere();
    for (columns, rows) in [(80, 24), (60, 15), (120, 40)] {
        let mut seen = std::collections::BTreeSet::new();
        for _ in 0..40 {
            hands.is_whole(columns, rows);
            let found = places(&hands.cells(columns, rows));
            // What says more of the one in focus stands elsewhere.
            let rows: Vec<_> = found.iter().filter(|(column, _)| *column < 20).collect();
            assert!(rows.iter().all(|(column, _)| *column == rows[0].0), "{found:?}");
            seen.extend(found.into_iter().map(|(_, place)| place));
            hands.press("<down>");
        }
        assert_eq!(seen.len(), PEOPLE.len(), "{columns}x{rows}: {seen:?}");
        hands.press("<home>");
    }
}

#[test]
fn everybody_stands_on_the_board_by_initials_of_their_own_script() {
    let hands = Hands::with_people_from_everywhere();
    let Some(Screen::Board(board)) = hands.app.stack.last() else { panic!("{}", hands.shot(80, 24)) };
    for (surname, given, initials) in PEOPLE {
        assert!(board.rows().iter().any(|row| row.initials == initials), "{given} {surname}");
        assert_eq!(initials.width(), 4, "{given} {surname}");
    }
}

#[test]
fn their_pages_bear_every_size_of_the_terminal() {
    let mut hands = Hands::with_people_from_everywhere();
    for (_, _, initials) in PEOPLE {
        hands.focus(initials);
        hands.open();
        for columns in [1, 2, 3, 5, 8, 20, 40, 59, 60, 80, 120] {
            for rows in [1, 2, 5, 15, 24, 40] {
                hands.is_whole(columns, rows);
            }
        }
        hands.press("<esc>");
    }
}

#[test]
fn papers_with_their_names_keep_to_the_page_and_the_pdf_says_what_it_cannot_draw() {
    let mut hands = Hands::with_people_from_everywhere();
    let desk = hands.desk();
    let named = HandoverAsk { names: Some("for the morning".to_owned()), ..HandoverAsk::default() };
    let note = desk.handover_for(&named).unwrap().pages;
    let text = Page::join(&note);
    for (surname, _, _) in PEOPLE {
        let name = crate::domain::text::clean(surname).replace('\u{fe0f}', "");
        assert!(text.contains(&name), "{surname} in {text}");
    }
    let board = desk.board_paper(&[]).unwrap().pages;
    for line in note.iter().chain(&board).flat_map(|page| page.texts()) {
        assert!(line.width() <= 78, "{} columns: {line}", line.width());
    }
    let made = pdf("Handover", &note).unwrap();
    assert!(made.missing.contains(&'王') && !made.missing.contains(&'Ł'), "{:?}", made.missing);
}
