//! The help pages in lines: which there are, and one of them read out.

use std::io;

use super::say;
use crate::desk::pages::{PAGES, Row, find};
use crate::forms::report::nearest;
use crate::tui::keymap::Context;
use crate::tui::widgets::help::pages_for;

/// What follows `help` in a line that asks for a page or for what there is; none where it is no such line.
pub fn asked(typed: &str) -> Option<&str> {
    let typed = typed.trim();
    let head = typed.get(.."help".len()).filter(|head| head.eq_ignore_ascii_case("help"))?;
    let rest = typed.strip_prefix(head)?;
    (rest.is_empty() || rest.starts_with(' ')).then(|| rest.trim())
}

/// Names the pages, the one that fits the place first.
///
/// # Errors
/// When nothing can be written any more.
pub fn list(context: Context) -> io::Result<()> {
    let slash = if context.types() { "/" } else { "" };
    say(&format!("Help pages, read by {slash}help and the name:"))?;
    for page in pages_for(context) {
        say(&format!("  {:<10} {}", page.name, page.title))?;
    }
    Ok(())
}

/// Reads a page out, or says what there is no page on.
///
/// # Errors
/// When nothing can be written any more.
pub fn read(name: &str) -> io::Result<()> {
    for line in lines(name) {
        say(&line)?;
    }
    Ok(())
}

/// A row as it is heard: a picture is of a screen that is not drawn here.
fn spoken(row: Row) -> Option<&'static str> {
    match row {
        Row::Words(text) => Some(text).filter(|text| !text.is_empty()),
        Row::Picture(_) => None,
    }
}

fn lines(name: &str) -> Vec<String> {
    if let Some(page) = find(name) {
        return page.rows().into_iter().filter_map(spoken).map(str::to_owned).collect();
    }
    let near = nearest(name, PAGES.iter().map(|page| page.name));
    let near = near.map_or_else(String::new, |near| format!(" Did you mean {near}?"));
    let names: Vec<&str> = PAGES.iter().map(|page| page.name).collect();
    vec![format!("! There is no page \"{name}\".{near} There are {}.", names.join(", "))]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn help_and_a_name_ask_for_a_page_and_other_words_do_not() {
        assert_eq!(asked("help"), Some(""));
        assert_eq!(asked(" Help  board "), Some("board"));
        assert_eq!(asked("helpless"), None);
        assert_eq!(asked("hold"), None);
        assert_eq!(asked("hä"), None);
    }

    #[test]
    fn a_page_is_read_without_its_picture_and_an_unknown_one_names_the_nearest() {
        let board = lines("board");
        assert!(board.first().is_some_and(|line| line.starts_with("The board")), "{board:?}");
        assert!(board.iter().any(|line| line.contains("WHY     the tier")), "{board:?}");
        assert!(!board.iter().any(|line| line.is_empty() || line.contains("J.D.")), "{board:?}");
        let why = lines("bord");
        assert!(why.iter().any(|line| line.contains("Did you mean board?")), "{why:?}");
    }
}
