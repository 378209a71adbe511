//! Help: every key of the screen in hand with its sentence, from the key table, and the help pages.
//!
//! `Tab` goes from the keys to the pages and back; what is looked for holds in both.

mod pages;

use ratatui::text::{Line, Span};

use super::clip::{clip, wrap};
use super::line_edit::LineEdit;
use super::pen::Pen;
use crate::desk::pages::Page;
use crate::tui::input::Key;
use crate::tui::keymap::{self, Binding, Context, Idle};
use crate::tui::theme::{Borders, Look, Theme};
use pages::{NAME_COLUMNS, Shelf};
pub use pages::{laid_out, pages_for};

const KEY_COLUMNS: usize = 9;

/// For what does not depend on a look: how many rows a page has.
const PLAIN: Theme = Theme { look: Look::Mono, borders: Borders::Ascii };

/// What became of a key pressed over help.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HelpOutcome {
    /// Help stays open.
    Stay,
    /// Help closes.
    Close,
}

/// What help shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Side {
    Keys,
    Pages,
}

/// How far down a text is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Scroll {
    top: usize,
}

impl Scroll {
    /// The first line shown of so many, on so many rows.
    fn first(self, count: usize, rows: usize) -> usize {
        self.top.min(count.saturating_sub(rows))
    }

    /// Moves as the key says; false where it does not move.
    fn moves(&mut self, key: Key, count: usize, rows: usize) -> bool {
        let rows = rows.max(1);
        let now = self.first(count, rows);
        let to = match key {
            Key::Down => now + 1,
            Key::Up => now.saturating_sub(1),
            Key::PageDown | Key::Char(' ') => now + rows,
            Key::PageUp => now.saturating_sub(rows),
            Key::Home => 0,
            Key::End => count,
            _ => return false,
        };
        self.top = to.min(count.saturating_sub(rows));
        true
    }

    /// Where the text is, such as `1-10 of 14`; empty where all of it is in sight.
    fn position(self, count: usize, rows: usize) -> String {
        if count <= rows || rows == 0 {
            return String::new();
        }
        let first = self.first(count, rows);
        format!("{}-{} of {count}", first + 1, first + rows)
    }
}

/// The help overlay of one context.
#[derive(Clone, Debug)]
pub struct Help {
    context: Context,
    idle: Vec<Idle>,
    /// What is looked for.
    line: LineEdit,
    side: Side,
    scroll: Scroll,
    shelf: Shelf,
    banner: Option<String>,
}

impl Help {
    /// Opens help on a context.
    pub fn new(context: Context) -> Self {
        Self {
            context,
            idle: Vec::new(),
            line: LineEdit::default(),
            side: Side::Keys,
            scroll: Scroll::default(),
            shelf: Shelf::default(),
            banner: None,
        }
    }

    /// The same with the banner over invented people, such as `DEMO`.
    #[must_use]
    pub fn with_banner(self, banner: Option<String>) -> Self {
        Self { banner, ..self }
    }

    /// The same with what does nothing now, and why.
    #[must_use]
    pub fn with_idle(self, idle: Vec<Idle>) -> Self {
        Self { idle, ..self }
    }

    /// Scrolls, searches by the letters typed, opens a page, or closes; the size is that of the area help is
    /// drawn in: columns, rows.
    pub fn update(&mut self, key: Key, (columns, rows): (u16, u16)) -> HelpOutcome {
        let room = rows.saturating_sub(2);
        let reads = self.shelf.open().is_some();
        let searches = !self.line.is_empty();
        match key {
            Key::Char('?') | Key::F(1) => return HelpOutcome::Close,
            Key::Esc if self.shelf.put_back() => {}
            Key::Esc if searches => self.look_for(LineEdit::wipe),
            Key::Esc => return HelpOutcome::Close,
            Key::Tab | Key::BackTab => {
                self.shelf.put_back();
                self.side = if self.side == Side::Keys { Side::Pages } else { Side::Keys };
            }
            Key::Enter if reads => {
                self.shelf.moves(Key::PageDown, &[], (columns, room));
            }
            Key::Enter => return self.enter(),
            Key::Char(' ') if searches && !reads => self.search(key),
            key if self.moves(key, (columns, room)) || reads => {}
            typed => self.search(typed),
        }
        HelpOutcome::Stay
    }

    /// Moves what is shown; false where the key does not move.
    fn moves(&mut self, key: Key, size: (u16, u16)) -> bool {
        if self.side == Side::Pages {
            let pages = self.pages();
            return self.shelf.moves(key, &pages, size);
        }
        let count = self.lines(size.0).len();
        self.scroll.moves(key, count, size.1.into())
    }

    fn search(&mut self, key: Key) {
        self.look_for(|line| {
            line.key(key);
        });
    }

    /// Changes what is looked for.
    fn look_for(&mut self, change: impl FnOnce(&mut LineEdit)) {
        change(&mut self.line);
        self.scroll = Scroll::default();
        self.shelf.focus_first();
    }

    /// Opens the page in focus; over the keys the one page that was found, and closes where none was looked for.
    fn enter(&mut self) -> HelpOutcome {
        let pages = self.pages();
        let found = match self.side {
            Side::Pages => self.shelf.selection().of(pages.len()).and_then(|place| pages.get(place)),
            Side::Keys if self.line.is_empty() || pages.is_empty() => return HelpOutcome::Close,
            Side::Keys => pages.first().filter(|_| pages.len() == 1),
        };
        if let Some(page) = found {
            self.shelf.take(page);
        }
        self.side = Side::Pages;
        HelpOutcome::Stay
    }

    /// The pages that have the words looked for; all where none are.
    fn pages(&self) -> Vec<&'static Page> {
        let words = self.line.text();
        let found = pages_for(self.context).into_iter();
        let mut found: Vec<_> = found.filter_map(|page| Some((page.fit(&words)?, page))).collect();
        found.sort_by_key(|(fit, _)| *fit);
        found.into_iter().map(|(_, page)| page).collect()
    }

    /// Draws help over the pen's whole area.
    pub fn draw(&self, pen: &mut Pen<'_>) {
        pen.wipe();
        match (self.side, self.shelf.open()) {
            (Side::Keys, _) => self.draw_keys(pen),
            (Side::Pages, None) => self.draw_list(pen),
            (Side::Pages, Some((page, scroll))) => self.draw_page(pen, page, scroll),
        }
    }

    fn draw_keys(&self, pen: &mut Pen<'_>) {
        let (theme, area) = (pen.theme(), pen.area());
        let lines = self.lines(area.width);
        let room = usize::from(area.height.saturating_sub(2));
        self.draw_head(pen, "KEYS OF THIS SCREEN", &self.scroll.position(lines.len(), room));
        if lines.is_empty() {
            pen.text(0, 1, "No key here has these words. Ctrl-P looks for them everywhere.", theme.hint());
        }
        let shown = lines.iter().skip(self.scroll.first(lines.len(), room));
        for (row, (key, sentence)) in (1..area.height.saturating_sub(1)).zip(shown) {
            let column = pen.text(0, row, key, theme.key());
            pen.text(column, row, sentence, theme.value());
        }
        let keys = match (lines.len() > room, self.line.is_empty()) {
            (true, true) => "Up Down PgUp PgDn more  Tab pages  letters search  Esc close",
            (false, true) => "Tab pages  letters search  Esc close",
            (true, false) => "Up Down PgUp PgDn more  Tab pages  Esc all keys",
            (false, false) => "Tab pages  Esc all keys",
        };
        let found = !self.line.is_empty() && !self.pages().is_empty();
        self.draw_foot(pen, &if found { format!("Enter page  {keys}") } else { keys.to_owned() });
    }

    fn draw_list(&self, pen: &mut Pen<'_>) {
        let (theme, area) = (pen.theme(), pen.area());
        let pages = self.pages();
        let room = area.height.saturating_sub(2);
        let at = self.shelf.selection();
        self.draw_head(pen, "HELP PAGES", &at.position(pages.len(), room.into()));
        if pages.is_empty() {
            pen.text(0, 1, "No page has these words in its title.", theme.hint());
        }
        let title = usize::from(area.width).saturating_sub(NAME_COLUMNS + 1);
        let lines: Vec<Line<'_>> = pages
            .iter()
            .map(|page| {
                Line::from(vec![
                    Span::styled(format!("{:<NAME_COLUMNS$}", page.name), theme.key()),
                    Span::styled(clip(page.title, title, &theme), theme.value()),
                ])
            })
            .collect();
        at.draw(&mut pen.part(0, 1, area.width, room), &lines);
        let esc = if self.line.is_empty() { "letters search  Esc close" } else { "Esc all pages" };
        self.draw_foot(pen, &format!("Enter read  Tab keys  {esc}"));
    }

    fn draw_page(&self, pen: &mut Pen<'_>, page: &Page, scroll: Scroll) {
        let (theme, area) = (pen.theme(), pen.area());
        let lines = laid_out(page, area.width.into(), &theme);
        let room = usize::from(area.height.saturating_sub(2));
        self.draw_head(pen, &format!("HELP {}", page.name), &scroll.position(lines.len(), room));
        let first = scroll.first(lines.len(), room);
        for (row, (place, line)) in
            (1..area.height.saturating_sub(1)).zip(lines.iter().enumerate().skip(first))
        {
            let heads = place == 0 || (!line.starts_with(' ') && !line.chars().any(char::is_lowercase));
            pen.text(0, row, line, if heads { theme.heading() } else { theme.value() });
        }
        let more = if lines.len() > room { "Up Down PgUp PgDn more  " } else { "" };
        self.draw_foot(pen, &format!("{more}Esc pages  Tab keys  ? close"));
    }

    /// The top row: what this is, what is looked for, and where in it one is.
    fn draw_head(&self, pen: &mut Pen<'_>, title: &str, position: &str) {
        let (theme, area) = (pen.theme(), pen.area());
        let mut start = 0;
        if let Some(banner) = &self.banner {
            start = pen.text(0, 0, &format!(" {banner} "), theme.demo()).saturating_add(1);
        }
        let mut end = pen.text(start, 0, title, theme.title());
        if !self.line.is_empty() && self.shelf.open().is_none() {
            end = pen.text(end, 0, &format!("  with: {}", self.line.text()), theme.value());
        }
        pen.part(end.saturating_add(1), 0, area.width, 1).text_right(0, position, theme.hint());
    }

    fn draw_foot(&self, pen: &mut Pen<'_>, keys: &str) {
        let (theme, area) = (pen.theme(), pen.area());
        pen.text(0, area.height.saturating_sub(1), &clip(keys, area.width.into(), &theme), theme.hint());
    }

    /// The lines: a key column, blank on continued lines, and the sentence. Where something is looked for,
    /// the pages that were found follow.
    fn lines(&self, columns: u16) -> Vec<(String, String)> {
        let room = usize::from(columns).saturating_sub(KEY_COLUMNS).max(1);
        let mut out = Vec::new();
        let words = self.line.text().to_lowercase();
        for binding in keymap::help(self.context) {
            let name = binding.key_name(self.context);
            let why = self.idle.iter().find(|(act, _)| *act == binding.act);
            let sentence = match why {
                Some((_, why)) => format!("{} Not now: {why}", binding.help),
                None => binding.help.to_owned(),
            };
            if !has(binding, &name, &words) {
                continue;
            }
            let mut key = format!("{name:<KEY_COLUMNS$}");
            for line in wrap(&sentence, room) {
                out.push((key, line));
                key = " ".repeat(KEY_COLUMNS);
            }
        }
        let pages = if words.trim().is_empty() { Vec::new() } else { self.pages() };
        for page in pages {
            let mut key = format!("{:<KEY_COLUMNS$}", "page");
            for line in wrap(&format!("{}: {}", page.name, page.title), room) {
                out.push((key, line));
                key = " ".repeat(KEY_COLUMNS);
            }
        }
        out
    }
}

/// Whether a line of help has each of the words, or is about a key of that name.
fn has(binding: &Binding, key: &str, words: &str) -> bool {
    let all = format!("{} {}", binding.label, binding.help).to_lowercase();
    key.to_lowercase() == words.trim() || words.split_whitespace().all(|word| all.contains(word))
}

#[cfg(test)]
mod tests {
    use super::super::testing::{MONO, drawn, sweep};
    use super::*;

    #[test]
    fn help_names_every_key_of_the_board_by_scrolling() {
        let mut help = Help::new(Context::Board);
        let mut seen = String::new();
        for _ in 0..10 {
            seen += &drawn(80, 12, &MONO, |pen| help.draw(pen));
            assert_eq!(help.update(Key::PageDown, (80, 12)), HelpOutcome::Stay);
        }
        for binding in keymap::help(Context::Board) {
            let start: String = binding.help.chars().take(30).collect();
            assert!(seen.contains(&start), "missing: {start}");
        }
        assert!(seen.contains("1-10 of"));
    }

    #[test]
    fn one_key_up_after_the_end_scrolls_at_once() {
        let mut help = Help::new(Context::Board);
        for _ in 0..99 {
            help.update(Key::PageDown, (80, 12));
        }
        let end = help.scroll;
        help.update(Key::Up, (80, 12));
        assert_eq!(help.scroll.top + 1, end.top);
        assert_eq!(help.update(Key::Esc, (80, 12)), HelpOutcome::Close);
    }

    #[test]
    fn letters_search_esc_shows_all_again_and_what_cannot_be_done_says_why() {
        let idle = vec![(keymap::Act::CourtList, "There is no court.".to_owned())];
        let mut help = Help::new(Context::Board).with_idle(idle);
        for c in "court".chars() {
            help.update(Key::Char(c), (80, 24));
        }
        let shown = drawn(80, 24, &MONO, |pen| help.draw(pen));
        assert!(shown.contains("Types in the cells list of a court"), "{shown}");
        assert!(shown.contains("Not now: There"), "{shown}");
        assert!(!shown.contains("Locks the screen"), "{shown}");
        assert_eq!(help.update(Key::Esc, (80, 24)), HelpOutcome::Stay);
        assert!(drawn(80, 24, &MONO, |pen| help.draw(pen)).contains("Opens the person's episode"));
        for c in "zebra".chars() {
            help.update(Key::Char(c), (80, 24));
        }
        assert!(drawn(80, 24, &MONO, |pen| help.draw(pen)).contains("No key here has these words"));
    }

    fn typed(help: &mut Help, words: &str) {
        for c in words.chars() {
            help.update(Key::Char(c), (80, 24));
        }
    }

    #[test]
    fn tab_lists_the_pages_the_fitting_one_first_and_enter_opens_each() {
        for (place, page) in pages_for(Context::Rota).into_iter().enumerate() {
            let mut help = Help::new(Context::Rota);
            help.update(Key::Tab, (80, 24));
            let list = drawn(80, 24, &MONO, |pen| help.draw(pen));
            assert!(list.contains(">rota        The rota: who works where"), "{list}");
            assert!(list.contains(page.title), "{list}");
            for _ in 0..place {
                help.update(Key::Down, (80, 24));
            }
            help.update(Key::Enter, (80, 24));
            let read = drawn(80, 24, &MONO, |pen| help.draw(pen));
            assert!(read.contains(&format!("HELP {}", page.name)) && read.contains(page.title), "{read}");
            assert_eq!(help.update(Key::Esc, (80, 24)), HelpOutcome::Stay);
            assert!(drawn(80, 24, &MONO, |pen| help.draw(pen)).contains(&format!(">{}", page.name)));
            assert_eq!(help.update(Key::Esc, (80, 24)), HelpOutcome::Close);
        }
    }

    #[test]
    fn a_search_over_the_keys_finds_a_page_and_enter_opens_it() {
        let mut help = Help::new(Context::Board);
        typed(&mut help, "forgotten");
        let shown = drawn(80, 24, &MONO, |pen| help.draw(pen));
        assert!(shown.contains("page     lock: Lock, PIN and passphrase"), "{shown}");
        assert!(shown.contains("Enter page"), "{shown}");
        assert_eq!(help.update(Key::Enter, (80, 24)), HelpOutcome::Stay);
        assert!(drawn(80, 24, &MONO, |pen| help.draw(pen)).contains("HELP lock"));
        let mut help = Help::new(Context::Board);
        help.update(Key::Tab, (80, 24));
        typed(&mut help, "zebra");
        assert!(drawn(80, 24, &MONO, |pen| help.draw(pen)).contains("No page has these words"));
        help.update(Key::Esc, (80, 24));
        typed(&mut help, "red flag");
        let shown = drawn(80, 24, &MONO, |pen| help.draw(pen));
        assert!(shown.contains(">screening") && shown.contains(" flags"), "{shown}");
        assert!(!shown.contains("handover"), "{shown}");
    }

    #[test]
    fn a_page_on_a_small_screen_says_where_in_it_one_is_and_shows_all_of_it() {
        let mut help = Help::new(Context::Board);
        help.update(Key::Tab, (60, 15));
        assert!(drawn(60, 15, &MONO, |pen| help.draw(pen)).contains("Enter read  Tab keys"));
        help.update(Key::Enter, (60, 15));
        let lines = laid_out(pages_for(Context::Board).first().unwrap(), 60, &MONO);
        let (count, mut seen) = (lines.len(), String::new());
        assert!(drawn(60, 15, &MONO, |pen| help.draw(pen)).contains(&format!("1-13 of {count}")));
        for _ in 0..=count / 13 {
            let shown = drawn(60, 15, &MONO, |pen| help.draw(pen));
            assert!(shown.contains("? close"), "{shown}");
            seen += &shown;
            help.update(Key::PageDown, (60, 15));
        }
        for line in &lines {
            assert!(seen.contains(line.trim_end()), "missing: {line}");
        }
        let end = drawn(60, 15, &MONO, |pen| help.draw(pen));
        assert!(end.contains(&format!("{}-{count} of {count}", count - 12)), "{end}");
        help.update(Key::Home, (60, 15));
        help.update(Key::Down, (60, 15));
        assert!(drawn(60, 15, &MONO, |pen| help.draw(pen)).contains(&format!("2-14 of {count}")));
    }

    #[test]
    fn any_size_is_borne() {
        sweep(|columns, rows| {
            let mut help = Help::new(Context::Board);
            help.update(Key::End, (columns, rows));
            drawn(columns, rows, &MONO, |pen| help.draw(pen));
            for key in [Key::Tab, Key::Enter, Key::End] {
                help.update(key, (columns, rows));
                drawn(columns, rows, &MONO, |pen| help.draw(pen));
            }
        });
    }
}
