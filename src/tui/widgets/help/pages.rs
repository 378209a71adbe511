//! The help pages behind `?`: the list of them, the one that is read, and which fits where.

use super::Scroll;
use crate::desk::pages::{PAGES, Page, Row, find};
use crate::tui::input::Key;
use crate::tui::keymap::{Act, Context};
use crate::tui::theme::Theme;
use crate::tui::widgets::clip::{clip, width, wrap};
use crate::tui::widgets::list::Selection;

/// Columns of a page's name in the list.
pub const NAME_COLUMNS: usize = 12;

/// The name of the page that fits a place best.
fn fitting(context: Context) -> &'static str {
    match context {
        Context::Board | Context::Alerts | Context::Search => "board",
        Context::Episode
        | Context::Menu
        | Context::Details
        | Context::Same
        | Context::CourtChoice
        | Context::CourtList
        | Context::CourtRows => "referral",
        Context::Question
        | Context::Screening
        | Context::ScreeningTyping
        | Context::ScreeningLong
        | Context::ScreeningGroup
        | Context::ScreeningReview
        | Context::ScreeningAsk
        | Context::Forms
        | Context::FormsFind
        | Context::Reading
        | Context::Moving => "screening",
        Context::Handover
        | Context::NamedPaper
        | Context::Paper
        | Context::Aloud
        | Context::Receive
        | Context::ReceiveLine
        | Context::Versions
        | Context::Issued => "handover",
        Context::Referrals | Context::Suggestions | Context::CopyOut | Context::Unentered => "onward",
        Context::Rota
        | Context::RotaEdit
        | Context::RotaDay
        | Context::RotaMonth
        | Context::RotaGaps
        | Context::RotaCandidates
        | Context::RotaChanges
        | Context::RotaConfirm => "rota",
        Context::SignIn | Context::Care => "lock",
        Context::Rescue | Context::Working | Context::Audit | Context::Retention => "backup",
        Context::Figures | Context::MissingItems => "figures",
        Context::Caseload => "caseload",
        Context::Global | Context::Card | Context::List => "keys",
    }
}

/// All pages, the one that fits the place first.
pub fn pages_for(context: Context) -> Vec<&'static Page> {
    let first = find(fitting(context));
    let others = PAGES.iter().filter(|page| Some(*page) != first);
    first.into_iter().chain(others).collect()
}

/// The rows of a page in so many columns. Words are broken between two of them; a row of a picture, whose
/// columns stand below one another, carries a mark where it is cut.
pub fn laid_out(page: &Page, columns: usize, theme: &Theme) -> Vec<String> {
    let mut out: Vec<String> = Vec::new();
    let mut over: Option<String> = None;
    for row in page.rows() {
        match row {
            Row::Picture(text) => {
                out.extend(over.take());
                out.push(clip(text, columns, theme));
            }
            Row::Words(text) => {
                let text = match over.take() {
                    Some(rest) if goes_on(&rest, text) => format!("{rest} {}", text.trim_start()),
                    rest => {
                        out.extend(rest);
                        text.to_owned()
                    }
                };
                let mut lines = folded(&text, columns);
                // What runs over is joined to the rest of its paragraph.
                over = lines.pop().filter(|_| !lines.is_empty());
                if lines.is_empty() {
                    out.push(text);
                } else {
                    out.append(&mut lines);
                }
            }
        }
    }
    out.extend(over);
    out
}

/// Whether a line goes on with what ran over: words at the same place, not an entry of its own.
fn goes_on(rest: &str, line: &str) -> bool {
    let words = line.trim_start();
    let begins = |text: &str| text.len() - text.trim_start().len();
    let is_entry = words.contains("  ") || words.starts_with("- ") || numbered(words);
    !words.is_empty() && begins(rest) == begins(line) && !is_entry
}

fn numbered(words: &str) -> bool {
    words.split_once(". ").is_some_and(|(number, _)| number.parse::<u8>().is_ok())
}

/// A line of words broken to so many columns; what follows stands below the words after its entry.
fn folded(line: &str, columns: usize) -> Vec<String> {
    if width(line) <= columns {
        return vec![line.to_owned()];
    }
    let indent = line.len() - line.trim_start().len();
    let words = line.trim_start();
    // "   Ctrl-D   declined": the words begin after the wide gap; "1. Sign in" after the number.
    let entry = match words.find("  ") {
        Some(gap) => words.split_at(gap).1.find(|c| c != ' ').map_or(0, |blanks| gap + blanks),
        None if words.starts_with("- ") => 2,
        None if numbered(words) => words.find(' ').map_or(0, |at| at + 1),
        None => 0,
    };
    let hang = if indent + entry <= columns / 2 { indent + entry } else { indent.min(columns / 2) };
    let (head, tail) = line.split_at_checked(hang).unwrap_or(("", line));
    let blank = " ".repeat(hang);
    let lines = wrap(tail, columns.saturating_sub(hang));
    lines
        .into_iter()
        .enumerate()
        .map(|(place, text)| format!("{}{text}", if place == 0 { head } else { blank.as_str() }))
        .collect()
}

/// The list of pages with the focus on one, and how far down the one is that is open.
#[derive(Clone, Debug, Default)]
pub struct Shelf {
    selection: Selection,
    open: Option<(&'static Page, Scroll)>,
}

impl Shelf {
    /// The page that is open, and how far down it is.
    pub fn open(&self) -> Option<(&'static Page, Scroll)> {
        self.open
    }

    /// Which line of the list has the focus.
    pub fn selection(&self) -> Selection {
        self.selection
    }

    /// Opens a page at its top.
    pub fn take(&mut self, page: &'static Page) {
        self.open = Some((page, Scroll::default()));
    }

    /// Puts a page that is open back; false where none was.
    pub fn put_back(&mut self) -> bool {
        self.open.take().is_some()
    }

    /// Moves the focus to the first line.
    pub fn focus_first(&mut self) {
        self.selection = Selection::default();
    }

    /// Moves in the list of these pages or in the page that is open; false where the key does not move.
    pub fn moves(&mut self, key: Key, pages: &[&'static Page], (columns, rows): (u16, u16)) -> bool {
        if let Some((page, scroll)) = &mut self.open {
            let count = laid_out(page, columns.into(), &super::PLAIN).len();
            return scroll.moves(key, count, rows.into());
        }
        let act = match key {
            Key::Up => Act::Up,
            Key::Down => Act::Down,
            Key::PageUp => Act::PageUp,
            Key::PageDown => Act::PageDown,
            Key::Home => Act::First,
            Key::End => Act::Last,
            _ => return false,
        };
        self.selection.update(act, pages.len(), rows.into())
    }
}

#[cfg(test)]
mod tests {
    use super::super::PLAIN;
    use super::*;
    use crate::tui::keymap::BINDINGS;

    #[test]
    fn every_place_has_a_page_of_its_own_first_and_all_others_after_it() {
        for binding in BINDINGS {
            let pages = pages_for(binding.context);
            assert_eq!(pages.first().map(|page| page.name), Some(fitting(binding.context)));
            assert_eq!(pages.len(), PAGES.len(), "{:?}", binding.context);
        }
        for (context, name) in [
            (Context::Board, "board"),
            (Context::ScreeningTyping, "screening"),
            (Context::Handover, "handover"),
            (Context::RotaDay, "rota"),
            (Context::SignIn, "lock"),
        ] {
            assert_eq!(pages_for(context).first().map(|page| page.name), Some(name));
        }
    }

    #[test]
    fn no_word_of_a_page_is_lost_on_a_narrow_screen() {
        for page in PAGES {
            // A word with a hyphen may be parted there.
            let letters = |lines: &[String]| -> String { lines.concat().split_whitespace().collect() };
            let texts: Vec<String> = page
                .rows()
                .into_iter()
                .filter(|row| matches!(row, Row::Words(_)))
                .map(|row| row.text().to_owned())
                .collect();
            for columns in [40, 60, 79] {
                let bare = Page { text: Box::leak(texts.join("\n").into_boxed_str()), ..*page };
                let lines = laid_out(&bare, columns, &PLAIN);
                assert_eq!(letters(&lines), letters(&texts), "{} at {columns}", page.name);
                assert!(
                    lines.iter().all(|line| width(line) <= columns),
                    "{} at {columns}: {lines:#?}",
                    page.name
                );
            }
            let whole: Vec<String> = page.rows().into_iter().map(|row| row.text().to_owned()).collect();
            assert_eq!(laid_out(page, 80, &PLAIN), whole, "{} at 80", page.name);
        }
    }

    #[test]
    fn a_picture_that_has_no_room_says_so_by_a_mark_on_each_row_that_is_cut() {
        let rows = laid_out(find("board").unwrap(), 60, &PLAIN);
        let cut = rows.iter().find(|row| row.contains("J.D. 16M")).unwrap();
        assert!(cut.ends_with('~') && width(cut) == 60, "{cut}");
    }

    #[test]
    fn what_runs_over_stands_below_the_words_of_its_entry_and_joins_its_paragraph() {
        assert_eq!(
            folded("   Tab      the next one, without", 24),
            ["   Tab      the next", "            one, without"]
        );
        let page = Page { name: "x", title: "x", text: "one two three four\nfive six\n- an entry" };
        assert_eq!(laid_out(&page, 10, &PLAIN), ["one two", "three four", "five six", "- an entry"]);
        let page = Page { name: "x", title: "x", text: "one two three\nfour five\n\nend" };
        assert_eq!(laid_out(&page, 8, &PLAIN), ["one two", "three", "four", "five", "", "end"]);
    }
}
