//! Help: every key of the screen in hand with its sentence, from the key table.

use super::clip::wrap;
use super::line_edit::LineEdit;
use super::pen::Pen;
use crate::tui::input::Key;
use crate::tui::keymap::{self, Binding, Context, Idle};

const KEY_COLUMNS: usize = 9;

/// What became of a key pressed over help.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HelpOutcome {
    /// Help stays open.
    Stay,
    /// Help closes.
    Close,
}

/// The help overlay of one context.
#[derive(Clone, Debug)]
pub struct Help {
    context: Context,
    idle: Vec<Idle>,
    /// What is looked for.
    line: LineEdit,
    top: usize,
    banner: Option<String>,
}

impl Help {
    /// Opens help on a context.
    pub fn new(context: Context) -> Self {
        Self { context, idle: Vec::new(), line: LineEdit::default(), top: 0, banner: None }
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

    /// Scrolls, searches by the letters typed, or closes; the size is that of the area help is drawn in: columns, rows.
    pub fn update(&mut self, key: Key, (columns, rows): (u16, u16)) -> HelpOutcome {
        let page = usize::from(rows.saturating_sub(2)).max(1);
        let last = self.lines(columns).len().saturating_sub(page);
        let searches = !self.line.is_empty();
        self.top = match key {
            Key::Esc if searches => {
                self.line.wipe();
                0
            }
            Key::Down => self.top + 1,
            Key::Up => self.top.saturating_sub(1),
            Key::PageDown => self.top + page,
            Key::Char(' ') if !searches => self.top + page,
            Key::PageUp => self.top.saturating_sub(page),
            Key::Home => 0,
            Key::End => last,
            Key::Esc | Key::Enter | Key::Char('?') | Key::F(1) => return HelpOutcome::Close,
            typed => {
                self.line.key(typed);
                0
            }
        }
        .min(last);
        HelpOutcome::Stay
    }

    /// Draws help over the pen's whole area.
    pub fn draw(&self, pen: &mut Pen<'_>) {
        let theme = pen.theme();
        let area = pen.area();
        pen.wipe();
        let lines = self.lines(area.width);
        let page = usize::from(area.height.saturating_sub(2));
        let top = self.top.min(lines.len().saturating_sub(page));
        let mut start = 0;
        if let Some(banner) = &self.banner {
            start = pen.text(0, 0, &format!(" {banner} "), theme.demo()).saturating_add(1);
        }
        let mut end = pen.text(start, 0, "KEYS OF THIS SCREEN", theme.title());
        if !self.line.is_empty() {
            end = pen.text(end, 0, &format!("  with: {}", self.line.text()), theme.value());
        }
        if lines.is_empty() {
            pen.text(0, 1, "No key here has these words. Ctrl-P looks for them everywhere.", theme.hint());
        }
        if lines.len() > page && page > 0 {
            let position = format!("{}-{} of {}", top + 1, top + page, lines.len());
            pen.part(end.saturating_add(1), 0, area.width, 1).text_right(0, &position, theme.hint());
        }
        for (row, (key, sentence)) in (1..area.height.saturating_sub(1)).zip(lines.iter().skip(top)) {
            let column = pen.text(0, row, key, theme.key());
            pen.text(column, row, sentence, theme.value());
        }
        let keys = match (lines.len() > page, self.line.is_empty()) {
            (true, true) => "Up Down PgUp PgDn more  letters search  Esc close",
            (false, true) => "letters search  Esc close",
            (true, false) => "Up Down PgUp PgDn more  Esc all keys",
            (false, false) => "Esc all keys",
        };
        pen.text(0, area.height.saturating_sub(1), keys, theme.hint());
    }

    /// The lines: a key column, blank on continued lines, and the sentence.
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
        let end = help.top;
        help.update(Key::Up, (80, 12));
        assert_eq!(help.top, end - 1);
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

    #[test]
    fn any_size_is_borne() {
        sweep(|columns, rows| {
            let mut help = Help::new(Context::Board);
            help.update(Key::End, (columns, rows));
            drawn(columns, rows, &MONO, |pen| help.draw(pen));
        });
    }
}
