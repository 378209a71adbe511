//! A paper as it would print now: the very lines, page after page.

use chrono::NaiveDateTime;
use ratatui::Frame;
use ratatui::layout::Rect;

use crate::desk::paper::Document;
use crate::desk::{Desk, DeskError};
use crate::domain::event::{Audience, Severity};
use crate::tui::effect::{Ask, Effect, Go, PaperAsk};
use crate::tui::input::Input;
use crate::tui::keymap::{Act, Context, key_of, resolve};
use crate::tui::theme::Theme;
use crate::tui::widgets::footer::draw_footer;
use crate::tui::widgets::header::Header;
use crate::tui::widgets::message::{Kind, Message};
use crate::tui::widgets::pen::Pen;
use crate::tui::widgets::sheet::Sheet;

/// Rows of header, rule, position and footer around the lines.
const FRAME_ROWS: u16 = 4;

/// The preview of a paper.
#[derive(Debug)]
pub struct PaperScreen {
    asked: PaperAsk,
    document: Document,
    sheet: Sheet,
    /// Whether it was said already that an unstable person has no if-then line.
    warned: bool,
}

/// Makes the paper asked for as it would print now.
///
/// # Errors
/// What its desk verb says: a reader who may be told nothing, a person who is not there.
pub fn make(desk: &Desk, asked: &PaperAsk) -> Result<Document, DeskError> {
    match asked {
        PaperAsk::Handover(ask) => desk.handover_for(ask),
        PaperAsk::Sbar(id) => desk.sbar(*id),
        PaperAsk::GpLetter(id) => desk.gp_letter(*id),
        PaperAsk::One { episode, ask } => desk.one_for(*episode, ask),
        PaperAsk::Board(sites) => desk.board_paper(sites),
        PaperAsk::Rota { day, site } => desk.rota_paper(*day, site.as_deref()),
        PaperAsk::Blank(form) => desk.blank_form(form),
        PaperAsk::Figures(asked) => desk.figures_paper(asked),
        PaperAsk::Caseload => desk.caseload_paper(),
    }
}

impl PaperScreen {
    /// Shows a paper from its first line on.
    ///
    /// # Errors
    /// As [`make`].
    pub fn new(desk: &Desk, asked: PaperAsk) -> Result<Self, DeskError> {
        let document = make(desk, &asked)?;
        let sheet = Sheet::new(document.pages.clone());
        Ok(Self { asked, document, sheet, warned: false })
    }

    /// The paper shown.
    pub fn document(&self) -> &Document {
        &self.document
    }

    /// Which paper it is.
    pub fn asked(&self) -> &PaperAsk {
        &self.asked
    }

    /// Makes the paper anew where something was recorded that it would say; else it stays the one
    /// shown, with its count of copies.
    ///
    /// # Errors
    /// As [`make`].
    pub fn read_anew(&mut self, desk: &Desk) -> Result<(), DeskError> {
        if desk.is_outdated(&self.document)? {
            self.document = make(desk, &self.asked)?;
            self.sheet.show(self.document.pages.clone());
            self.warned = false;
        }
        Ok(())
    }

    /// Where keys are looked up.
    pub fn context(&self) -> Context {
        match self.asked {
            PaperAsk::Handover(_) => Context::Handover,
            PaperAsk::One { .. } => Context::NamedPaper,
            _ => Context::Paper,
        }
    }

    /// Hears one input.
    pub fn update(&mut self, input: &Input, _now: NaiveDateTime) -> Vec<Effect> {
        self.sheet.resize(input, FRAME_ROWS);
        let Input::Key(key) = input else { return Vec::new() };
        match resolve(self.context(), *key) {
            Some(act) if self.sheet.update(act) => Vec::new(),
            Some(act) => self.act(act),
            None => Vec::new(),
        }
    }

    fn act(&mut self, act: Act) -> Vec<Effect> {
        match act {
            Act::Print => self.print(),
            Act::Reader => self.next_reader(),
            Act::Names => self.names(),
            Act::Contingency => self.if_then(),
            Act::SiteNote => vec![Effect::Go(Go::Ask(Ask::SiteNote))],
            Act::Receive => vec![Effect::Go(Go::Receive)],
            Act::Versions => vec![Effect::Go(Go::Versions)],
            Act::Aloud => vec![Effect::Go(Go::Aloud(self.document.sites.clone()))],
            Act::Back => vec![Effect::Back],
            Act::Lock => vec![Effect::Lock],
            Act::Help => vec![Effect::Help(self.context())],
            Act::Repaint => vec![Effect::Repaint],
            _ => Vec::new(),
        }
    }

    /// Asks where to; before that once for the if-then line of unstable people, who need one.
    fn print(&mut self) -> Vec<Effect> {
        let missing = self.document.without_if_then();
        let unstable = missing.iter().find(|(_, severity, _)| *severity == Severity::Unstable);
        if let Some((_, _, who)) = unstable.filter(|_| !self.warned) {
            self.warned = true;
            let (sets, prints) =
                (key_of(Context::Handover, Act::Contingency), key_of(Context::Handover, Act::Print));
            let words = format!(
                "{who} is UNSTABLE and has no if-then line. {sets} sets it; {prints} again prints without."
            );
            return vec![Effect::Say(Message::new(Kind::Warning, words))];
        }
        let (title, reader) = (self.document.title.clone(), self.document.reader.clone());
        vec![Effect::Go(Go::Ask(Ask::Print { title, reader }))]
    }

    /// The same sites for the next reader.
    fn next_reader(&self) -> Vec<Effect> {
        let PaperAsk::Handover(ask) = &self.asked else { return Vec::new() };
        let all = Audience::ALL;
        let place = all.iter().position(|audience| *audience == ask.audience).unwrap_or(0);
        let audience = all.get((place + 1) % all.len()).copied().unwrap_or_default();
        // Names were asked for one reader; the next one gets initials again.
        let next = crate::desk::note::HandoverAsk { audience, names: None, ..ask.clone() };
        vec![Effect::Go(Go::Paper(PaperAsk::Handover(next)))]
    }

    fn names(&self) -> Vec<Effect> {
        match self.asked.handover() {
            None => Vec::new(),
            Some(ask) if ask.names.is_some() => vec![Effect::Go(Go::Paper(self.asked.with_names(None)))],
            Some(_) => vec![Effect::Go(Go::Ask(Ask::Names))],
        }
    }

    /// The if-then line of whoever has none, the least stable first.
    fn if_then(&self) -> Vec<Effect> {
        if self.document.audience() != Some(Audience::Team) {
            let goes = key_of(Context::Handover, Act::Reader);
            let words = format!("The if-then lines are set on the note to the team: {goes} goes on to it.");
            return vec![Effect::Say(Message::new(Kind::Note, words))];
        }
        match self.document.without_if_then().first() {
            Some((episode, ..)) => vec![Effect::Go(Go::Ask(Ask::Contingency(*episode)))],
            None => vec![Effect::Say(Message::new(Kind::Note, "Everybody on it has an if-then line."))],
        }
    }

    /// Draws the lines in sight, with the position in words.
    pub fn view(&self, frame: &mut Frame<'_>, area: Rect, theme: &Theme) {
        let (columns, rows) = (area.width, area.height);
        let body = rows.saturating_sub(FRAME_ROWS);
        let mut pen = Pen::new(frame.buffer_mut(), area, theme);
        self.header(body).draw(&mut pen.part(0, 0, columns, 1));
        pen.rule(1);
        let margin = self.sheet.draw(&mut pen.part(0, 2, columns, body));
        let position = format!("{}, as they print", self.sheet.position(body));
        pen.text_right(rows.saturating_sub(2), &position, theme.hint());
        draw_footer(&mut pen.part(0, rows.saturating_sub(1), columns, 1), self.context(), &[]);
        if body > 0 {
            frame.set_cursor_position((area.x + margin.min(columns.saturating_sub(1)), area.y + 2));
        }
    }

    fn header(&self, body: u16) -> Header {
        let document = &self.document;
        let people = match document.people {
            0 => String::new(),
            1 => "1 person".to_owned(),
            people => format!("{people} people"),
        };
        // A paper about nobody has neither.
        let names = match (&self.asked, document.named) {
            (PaperAsk::Figures(_) | PaperAsk::Caseload, _) => "",
            (_, true) => "NAMES",
            (_, false) => "initials",
        };
        Header {
            left: document.title.to_uppercase(),
            middle: format!("page {} of {}", self.sheet.page(body), document.pages.len()),
            right: format!("{names}  {people}").trim().to_owned(),
            demo: document.demo.then(|| "DEMO".to_owned()),
        }
    }
}

#[cfg(test)]
mod tests {
    use ratatui::Terminal;
    use ratatui::backend::TestBackend;

    use super::*;
    use crate::desk::figures::FiguresAsked;
    use crate::desk::note::HandoverAsk;
    use crate::domain::page::Page;
    use crate::figures::{Group, Period, Step};
    use crate::tui::input::keys;
    use crate::tui::widgets::testing::{MONO, sweep};

    fn screen() -> PaperScreen {
        let (_dir, desk) = crate::desk::tests::demo_desk();
        PaperScreen::new(&desk, PaperAsk::Handover(HandoverAsk::default())).unwrap()
    }

    fn press(screen: &mut PaperScreen, typed: &str) -> Vec<Effect> {
        let now = NaiveDateTime::default();
        keys(typed).unwrap().into_iter().flat_map(|key| screen.update(&Input::Key(key), now)).collect()
    }

    fn drawn(screen: &PaperScreen, columns: u16, rows: u16) -> Vec<String> {
        let mut terminal = Terminal::new(TestBackend::new(columns, rows)).unwrap();
        terminal.draw(|frame| screen.view(frame, frame.area(), &MONO)).unwrap();
        let buffer = terminal.backend().buffer();
        let line = |y: u16| (0..columns).map(|x| buffer[(x, y)].symbol()).collect::<String>();
        (0..rows).map(|y| line(y).trim_end().to_owned()).collect()
    }

    #[test]
    fn paging_shows_every_line_that_prints_and_nothing_else() {
        let mut screen = screen();
        let expected: Vec<String> =
            screen.document().pages.iter().flat_map(Page::texts).map(str::to_owned).collect();
        let mut seen = Vec::new();
        while seen.len() + 20 <= expected.len() {
            seen.extend(drawn(&screen, 80, 24).drain(2..22).map(|line| line.trim_start().to_owned()));
            press(&mut screen, "<pgdn>");
        }
        let printed: Vec<String> = expected.iter().map(|line| line.trim().to_owned()).collect();
        assert!(seen.len() >= 40);
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
        assert!(shown[0].contains("page 1 of 1") && shown[0].contains("DEMO"), "{}", shown[0]);
        assert!(shown[22].contains("of 60, as they print"), "{}", shown[22]);
        press(&mut screen, "<home>");
        assert!(drawn(&screen, 80, 24)[22].contains("lines 1-20 of 60"));
    }

    #[test]
    fn on_a_small_screen_no_line_is_jumped_over() {
        let mut screen = screen();
        screen.update(&Input::Resize(80, 10), NaiveDateTime::default());
        press(&mut screen, "<pgdn>");
        assert!(drawn(&screen, 80, 10)[8].contains("lines 7-12 of"));
    }

    #[test]
    fn p_asks_where_to_print_and_esc_goes_back() {
        let mut screen = screen();
        // The demo's unstable child has no if-then line: that is said once.
        assert!(matches!(press(&mut screen, "p").as_slice(), [Effect::Say(_)]));
        assert!(matches!(press(&mut screen, "p").as_slice(), [Effect::Go(Go::Ask(Ask::Print { .. }))]));
        assert!(matches!(press(&mut screen, "<esc>").as_slice(), [Effect::Back]));
        let footer = drawn(&screen, 80, 24).pop().unwrap();
        assert_eq!(footer, "a reader  r receive  p print  PgDn more  n names  Esc leave  ? help");
    }

    #[test]
    fn names_are_offered_only_on_a_paper_that_can_have_them() {
        let (_dir, desk) = crate::desk::tests::demo_desk();
        let step = Step::Month;
        let period = Period::around("2026-11-23".parse().unwrap(), step);
        let asked = FiguresAsked { period, sites: Vec::new(), group: Group::Everybody, step };
        let mut screen = PaperScreen::new(&desk, PaperAsk::Figures(Box::new(asked))).unwrap();
        let footer = drawn(&screen, 80, 24).pop().unwrap();
        assert_eq!(footer, "p print  PgDn more  Esc leave  ? help");
        assert!(press(&mut screen, "n").is_empty());
        let pages: Vec<&str> = screen.document().pages.iter().flat_map(Page::texts).collect();
        let text = pages.join(" ");
        assert!(
            screen.document().pages.len() == 1 && text.contains("Only in the exported table: by legal"),
            "{text}"
        );
    }

    #[test]
    fn any_size_is_borne() {
        let screen = screen();
        sweep(|columns, rows| drawn(&screen, columns, rows));
    }
}
