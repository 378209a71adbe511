//! The handover as it would print now: the very lines, page after page.

use chrono::NaiveDateTime;
use ratatui::Frame;
use ratatui::layout::Rect;

use crate::desk::note::Note;
use crate::tui::effect::{Ask, Effect, Go};
use crate::tui::input::Input;
use crate::tui::keymap::{Act, Context, resolve};
use crate::tui::theme::Theme;
use crate::tui::widgets::footer::draw_footer;
use crate::tui::widgets::header::Header;
use crate::tui::widgets::pen::Pen;

/// Rows of header, rule, position and footer around the lines.
const FRAME_ROWS: u16 = 4;
/// Columns of a page.
const PAGE_COLUMNS: u16 = 72;
/// Rows of a screen whose size nobody told yet.
const USUAL_ROWS: u16 = 24;

/// The preview of a handover note.
#[derive(Debug)]
pub struct HandoverScreen {
    note: Note,
    /// First line shown, counted over all pages.
    top: usize,
    rows: u16,
}

impl HandoverScreen {
    /// Shows a note from its first line on.
    pub fn new(note: Note) -> Self {
        Self { note, top: 0, rows: USUAL_ROWS }
    }

    /// The note shown.
    pub fn note(&self) -> &Note {
        &self.note
    }

    /// Where keys are looked up.
    pub fn context(&self) -> Context {
        Context::Handover
    }

    /// Hears one input.
    pub fn update(&mut self, input: &Input, _now: NaiveDateTime) -> Vec<Effect> {
        let key = match input {
            Input::Key(key) => key,
            Input::Resize(_, rows) => {
                self.rows = *rows;
                return Vec::new();
            }
            Input::Paste(_) | Input::Tick => return Vec::new(),
        };
        let Some(act) = resolve(Context::Handover, *key) else { return Vec::new() };
        let page = usize::from(body_rows(self.rows)).max(1);
        let (last, now) = (self.last_top(self.rows), self.shown_top(self.rows));
        self.top = match act {
            Act::Up => now.saturating_sub(1),
            Act::Down => (now + 1).min(last),
            Act::PageUp => now.saturating_sub(page),
            Act::PageDown => now.saturating_add(page).min(last),
            Act::First => 0,
            Act::Last => last,
            Act::Print => return vec![Effect::Go(Go::Ask(Ask::Print))],
            Act::Back => return vec![Effect::Back],
            Act::Lock => return vec![Effect::Lock],
            Act::Help => return vec![Effect::Help(Context::Handover)],
            Act::Repaint => return vec![Effect::Repaint],
            _ => now,
        };
        Vec::new()
    }

    /// Draws the lines in sight, with the position in words.
    pub fn view(&self, frame: &mut Frame<'_>, area: Rect, theme: &Theme) {
        let body = body_rows(area.height);
        let top = self.shown_top(area.height);
        let (columns, rows) = (area.width, area.height);
        let margin = columns.saturating_sub(PAGE_COLUMNS) / 2;
        let mut pen = Pen::new(frame.buffer_mut(), area, theme);
        self.header(top).draw(&mut pen.part(0, 0, columns, 1));
        pen.rule(1);
        let lines = self.note.pages.iter().flatten().skip(top);
        let mut sheet = pen.part(margin, 2, columns.saturating_sub(margin), body);
        for (row, line) in (0..body).zip(lines) {
            sheet.text(0, row, line, theme.value());
        }
        pen.text_right(rows.saturating_sub(2), &self.position(top, body), theme.hint());
        draw_footer(&mut pen.part(0, rows.saturating_sub(1), columns, 1), Context::Handover, &[]);
        if body > 0 {
            frame.set_cursor_position((area.x + margin.min(columns.saturating_sub(1)), area.y + 2));
        }
    }

    fn header(&self, top: usize) -> Header {
        let note = &self.note;
        let people = if note.people == 1 { "1 person".to_owned() } else { format!("{} people", note.people) };
        Header {
            left: format!("HANDOVER  {}", note.sites.join("+")),
            middle: format!("page {} of {}", self.page_at(top), note.pages.len()),
            right: format!("v{}  {people}", note.version),
            demo: note.demo.then(|| "DEMO".to_owned()),
        }
    }

    fn position(&self, top: usize, body: u16) -> String {
        let count = self.count();
        let end = (top + usize::from(body)).min(count);
        format!("lines {}-{end} of {count}, as they print", (top + 1).min(end))
    }

    fn count(&self) -> usize {
        self.note.pages.iter().map(Vec::len).sum()
    }

    /// The page on which a line stands, from 1.
    fn page_at(&self, line: usize) -> usize {
        let mut before = 0;
        let ends = self.note.pages.iter().map(|page| {
            before += page.len();
            before
        });
        ends.take_while(|end| *end <= line).count() + 1
    }

    fn last_top(&self, rows: u16) -> usize {
        self.count().saturating_sub(usize::from(body_rows(rows)).max(1))
    }

    /// The first line in sight on a screen of so many rows.
    fn shown_top(&self, rows: u16) -> usize {
        self.top.min(self.last_top(rows))
    }
}

fn body_rows(rows: u16) -> u16 {
    rows.saturating_sub(FRAME_ROWS)
}

#[cfg(test)]
mod tests {
    use ratatui::Terminal;
    use ratatui::backend::TestBackend;

    use super::*;
    use crate::tui::input::keys;
    use crate::tui::widgets::testing::{MONO, sweep};

    fn screen() -> HandoverScreen {
        let (_dir, desk) = crate::desk::tests::demo_desk();
        HandoverScreen::new(desk.handover(&[]).unwrap())
    }

    fn press(screen: &mut HandoverScreen, typed: &str) -> Vec<Effect> {
        let now = NaiveDateTime::default();
        keys(typed).unwrap().into_iter().flat_map(|key| screen.update(&Input::Key(key), now)).collect()
    }

    fn drawn(screen: &HandoverScreen, columns: u16, rows: u16) -> Vec<String> {
        let mut terminal = Terminal::new(TestBackend::new(columns, rows)).unwrap();
        terminal.draw(|frame| screen.view(frame, frame.area(), &MONO)).unwrap();
        let buffer = terminal.backend().buffer();
        let line = |y: u16| (0..columns).map(|x| buffer[(x, y)].symbol()).collect::<String>();
        (0..rows).map(|y| line(y).trim_end().to_owned()).collect()
    }

    #[test]
    fn paging_shows_every_line_that_prints_and_nothing_else() {
        let mut screen = screen();
        let expected: Vec<String> = screen.note().pages.iter().flatten().cloned().collect();
        let mut seen = Vec::new();
        while seen.len() + 20 <= expected.len() {
            seen.extend(drawn(&screen, 80, 24).drain(2..22).map(|line| line.trim_start().to_owned()));
            press(&mut screen, "<pgdn>");
        }
        let printed: Vec<String> = expected.iter().map(|line| line.trim().to_owned()).collect();
        assert!(seen.len() >= 100);
        assert_eq!(seen, printed[..seen.len()]);
        press(&mut screen, "<end>");
        let last = &drawn(&screen, 80, 24)[21];
        assert_eq!(last.trim(), expected.last().unwrap().trim());
    }

    #[test]
    fn the_page_and_its_number_are_said_and_home_goes_back() {
        let mut screen = screen();
        press(&mut screen, "<end>");
        let shown = drawn(&screen, 80, 24);
        assert!(shown[0].contains("page 2 of 2") && shown[0].contains("DEMO"), "{}", shown[0]);
        assert!(shown[22].contains("of 120, as they print"), "{}", shown[22]);
        press(&mut screen, "<home>");
        assert!(drawn(&screen, 80, 24)[0].contains("page 1 of 2"));
    }

    #[test]
    fn on_a_small_screen_no_line_is_jumped_over() {
        let mut screen = screen();
        screen.update(&Input::Resize(80, 10), NaiveDateTime::default());
        press(&mut screen, "<pgdn>");
        assert_eq!(screen.shown_top(10), 6);
    }

    #[test]
    fn p_asks_where_to_print_and_esc_goes_back() {
        let mut screen = screen();
        assert!(matches!(press(&mut screen, "p").as_slice(), [Effect::Go(Go::Ask(Ask::Print))]));
        assert!(matches!(press(&mut screen, "<esc>").as_slice(), [Effect::Back]));
        let footer = drawn(&screen, 80, 24).pop().unwrap();
        assert_eq!(footer, "p print  PgDn more  PgUp back up  Esc leave  ? help");
    }

    #[test]
    fn any_size_is_borne() {
        let screen = screen();
        sweep(|columns, rows| drawn(&screen, columns, rows));
    }
}
