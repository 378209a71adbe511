//! The palette: any command by its name, and done at once where it can be done from here.

use super::clip::{pad, wrap};
use super::line_edit::LineEdit;
use super::list::Selection;
use super::pen::Pen;
use crate::tui::input::{Input, Key};
use crate::tui::keymap::commands::{Command, Way, commands};
use crate::tui::keymap::rebind::act_name;
use crate::tui::keymap::{Act, Context, Idle};
use ratatui::text::{Line, Span};

/// What became of an input over the palette.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PaletteOutcome {
    /// It stays open.
    Stay,
    /// It closes and nothing is done.
    Close,
    /// It closes, and these keys are pressed.
    Press(Vec<Key>),
    /// It closes, and this is said.
    Say(String),
}

/// The palette over a screen.
#[derive(Clone, Debug)]
pub struct Palette {
    all: Vec<Command>,
    idle: Vec<Idle>,
    line: LineEdit,
    selection: Selection,
    banner: Option<String>,
}

impl Palette {
    /// Opens it over a place, with what cannot be done there now.
    pub fn new(context: Context, idle: Vec<Idle>) -> Self {
        Self {
            all: commands(context),
            idle,
            line: LineEdit::default(),
            selection: Selection::default(),
            banner: None,
        }
    }

    /// The same with the banner over invented people, such as `DEMO`.
    #[must_use]
    pub fn with_banner(self, banner: Option<String>) -> Self {
        Self { banner, ..self }
    }

    /// Hears one input; the rows are those of the area it is drawn in.
    pub fn update(&mut self, input: &Input, rows: u16) -> PaletteOutcome {
        let key = match input {
            Input::Paste(text) => {
                self.line.insert(text.lines().next().unwrap_or_default());
                return PaletteOutcome::Stay;
            }
            Input::Key(key) | Input::Repeat(key) => *key,
            Input::Resize(..) | Input::Tick => return PaletteOutcome::Stay,
        };
        let count = self.found().len();
        let page = usize::from(rows.saturating_sub(5));
        match key {
            Key::Esc | Key::Ctrl('p') => return PaletteOutcome::Close,
            Key::Enter => return self.choose(),
            Key::Up => drop(self.selection.update(Act::Up, count, page)),
            Key::Down | Key::Tab => drop(self.selection.update(Act::Down, count, page)),
            Key::PageUp => drop(self.selection.update(Act::PageUp, count, page)),
            Key::PageDown => drop(self.selection.update(Act::PageDown, count, page)),
            other => {
                self.line.key(other);
                self.selection = Selection::default();
            }
        }
        PaletteOutcome::Stay
    }

    fn choose(&self) -> PaletteOutcome {
        let found = self.found();
        let Some(command) = self.selection.of(found.len()).and_then(|place| found.get(place)) else {
            return PaletteOutcome::Stay;
        };
        match &command.way {
            Way::Keys(keys) => match self.not_now(command) {
                Some(why) => PaletteOutcome::Say(format!("Not now: {why}")),
                None => PaletteOutcome::Press(keys.clone()),
            },
            Way::Numbered => PaletteOutcome::Say(format!(
                "Press the key that stands beside what you mean: {}.",
                command.shown
            )),
            Way::Elsewhere(place) => {
                PaletteOutcome::Say(format!("\"{}\" is done elsewhere. {place}.", command.binding.label))
            }
        }
    }

    fn not_now(&self, command: &Command) -> Option<&str> {
        self.idle.iter().find(|(act, _)| *act == command.binding.act).map(|(_, why)| why.as_str())
    }

    /// The commands that the words typed mean, the likeliest first, those of this place before others.
    pub fn found(&self) -> Vec<&Command> {
        let asked = self.line.text().to_lowercase();
        let words: Vec<&str> = asked.split_whitespace().collect();
        let mut found: Vec<(bool, u8, &Command)> = self
            .all
            .iter()
            .filter_map(|command| Some((!command.is_here(), rank(command, &asked, &words)?, command)))
            .collect();
        found.sort_by_key(|(away, rank, _)| (*away, *rank));
        found.into_iter().map(|(_, _, command)| command).collect()
    }

    /// Draws it over the pen's whole area; gives column and row of the cursor.
    pub fn draw(&self, pen: &mut Pen<'_>) -> (u16, u16) {
        let theme = pen.theme();
        let (columns, rows) = (pen.area().width, pen.area().height);
        pen.wipe();
        let mut start = 0;
        if let Some(banner) = &self.banner {
            start = pen.text(0, 0, &format!(" {banner} "), theme.demo()).saturating_add(1);
        }
        let start = pen.text(start, 0, "FIND A COMMAND: ", theme.title());
        let (before, after) = self.line.halves();
        let cursor = pen.text(start, 0, before, theme.value());
        pen.text(cursor, 0, after, theme.value());
        pen.rule(1);
        let found = self.found();
        let lines: Vec<Line<'_>> = found
            .iter()
            .map(|command| {
                let dim = !command.is_here() || self.not_now(command).is_some();
                let style = if dim { theme.dim() } else { theme.value() };
                let key = if command.is_here() { command.shown.as_str() } else { "-" };
                Line::from(vec![
                    Span::styled(pad(key, 10, &theme), if dim { theme.dim() } else { theme.key() }),
                    Span::styled(format!("{} ", pad(name(command), 16, &theme)), style),
                    Span::styled(command.binding.help, style),
                ])
            })
            .collect();
        let body = rows.saturating_sub(6);
        self.selection.draw(&mut pen.part(0, 2, columns, body), &lines);
        if lines.is_empty() {
            pen.text(1, 2, "No command has these words. Backspace takes letters off.", theme.hint());
        }
        pen.rule(rows.saturating_sub(4));
        pen.text_right(
            rows.saturating_sub(4),
            &self.selection.position(lines.len(), body.into()),
            theme.hint(),
        );
        let focus = self.selection.of(found.len()).and_then(|place| found.get(place));
        for (row, line) in (rows.saturating_sub(3)..rows.saturating_sub(1))
            .zip(focus.map(|command| wrap(&self.in_full(command), columns.into())).unwrap_or_default())
        {
            pen.text(0, row, &line, theme.value());
        }
        pen.text(0, rows.saturating_sub(1), "Enter do it  Up Down choose  Esc close", theme.hint());
        (cursor, 0)
    }

    fn in_full(&self, command: &Command) -> String {
        match (&command.way, self.not_now(command)) {
            (Way::Elsewhere(place), _) => format!("{} Elsewhere. {place}.", command.binding.help),
            (_, Some(why)) => format!("Not now: {why}"),
            _ => command.binding.help.to_owned(),
        }
    }
}

fn name(command: &Command) -> &str {
    if command.binding.label.is_empty() { command.shown.as_str() } else { command.binding.label }
}

/// How well the words fit; none where one of them stands nowhere.
fn rank(command: &Command, asked: &str, words: &[&str]) -> Option<u8> {
    let label = command.binding.label.to_lowercase();
    let act = act_name(command.binding.act).replace('_', " ");
    if words.is_empty() || label == asked.trim() {
        return Some(0);
    }
    if label.starts_with(asked.trim()) || act.starts_with(asked.trim()) {
        return Some(1);
    }
    let in_all = |text: &str| words.iter().all(|word| text.contains(word));
    if in_all(&label) || in_all(&act) {
        return Some(2);
    }
    let all =
        format!("{label} {act} {} {}", command.binding.help, command.binding.context.title()).to_lowercase();
    // In sentences the start of a word counts, or two letters would mean everything.
    let begins = |word: &&str| all.split(|c: char| !c.is_alphanumeric()).any(|said| said.starts_with(*word));
    words.iter().all(begins).then_some(3)
}

#[cfg(test)]
mod tests {
    use super::super::testing::{MONO, drawn, sweep};
    use super::*;

    fn typed(context: Context, text: &str) -> Palette {
        let mut palette = Palette::new(context, vec![(Act::CourtList, "There is no court.".into())]);
        for c in text.chars() {
            palette.update(&Input::Key(Key::Char(c)), 24);
        }
        palette
    }

    #[test]
    fn a_command_is_found_by_its_name_and_done_by_its_keys() {
        let mut palette = typed(Context::Board, "custody list");
        assert_eq!(palette.update(&Input::Key(Key::Enter), 24), PaletteOutcome::Press(vec![Key::Char('c')]));
        let mut palette = typed(Context::Board, "triage");
        let keys = vec![Key::Char('.'), Key::Char('t')];
        assert_ne!(palette.update(&Input::Key(Key::Enter), 24), PaletteOutcome::Press(keys.clone()));
        let mut palette = typed(Context::Episode, "TRIAGE");
        assert_eq!(palette.update(&Input::Key(Key::Enter), 24), PaletteOutcome::Press(keys));
    }

    #[test]
    fn what_cannot_be_done_now_or_here_says_why_and_where() {
        let mut palette = typed(Context::Board, "court list");
        assert_eq!(
            palette.update(&Input::Key(Key::Enter), 24),
            PaletteOutcome::Say("Not now: There is no court.".into())
        );
        let mut palette = typed(Context::Board, "publish");
        let PaletteOutcome::Say(said) = palette.update(&Input::Key(Key::Enter), 24) else { panic!() };
        assert_eq!(said, "\"publish\" is done elsewhere. The rota, week and day: r on the board.");
    }

    #[test]
    fn words_that_no_command_has_leave_it_open_and_say_so() {
        let mut palette = typed(Context::Board, "zebra");
        assert_eq!(palette.update(&Input::Key(Key::Enter), 24), PaletteOutcome::Stay);
        assert!(drawn(80, 24, &MONO, |pen| palette.draw(pen)).contains("No command has these words"));
        assert_eq!(palette.update(&Input::Key(Key::Esc), 24), PaletteOutcome::Close);
    }

    #[test]
    fn any_size_is_borne() {
        sweep(|columns, rows| drawn(columns, rows, &MONO, |pen| typed(Context::Board, "re").draw(pen)));
    }
}
