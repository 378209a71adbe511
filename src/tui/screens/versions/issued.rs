//! A handover as it was issued: the very lines, never made again from newer facts.

use chrono::NaiveDateTime;
use ratatui::Frame;
use ratatui::layout::Rect;

use crate::desk::paper::Document;
use crate::desk::receive::OldNote;
use crate::desk::{Desk, DeskError};
use crate::domain::ids::HandoverId;
use crate::domain::time::near;
use crate::tui::effect::{Ask, Effect, Go};
use crate::tui::input::Input;
use crate::tui::keymap::{Act, Context, resolve};
use crate::tui::screens::banner;
use crate::tui::theme::Theme;
use crate::tui::widgets::footer::draw_footer;
use crate::tui::widgets::header::Header;
use crate::tui::widgets::pen::Pen;
use crate::tui::widgets::sheet::Sheet;

/// Rows of header, rule, position and footer around the lines.
const FRAME_ROWS: u16 = 4;

/// An old note on the screen. Its `Debug` shows no line of it.
pub struct IssuedScreen {
    handover: HandoverId,
    title: String,
    issued: String,
    demo: Option<String>,
    document: Document,
    sheet: Sheet,
}

impl IssuedScreen {
    /// Reads a note.
    ///
    /// # Errors
    /// [`DeskError::Unknown`] for a note that was never issued; a failure of the store.
    pub fn new(desk: &Desk, handover: HandoverId) -> Result<Self, DeskError> {
        let OldNote { of, pages } = desk.issued(handover)?;
        Ok(Self {
            handover,
            title: format!("AS ISSUED  {} {} v{}", of.audience.title(), of.sites.join("+"), of.version),
            issued: near(of.at, desk.now()),
            demo: banner(desk),
            document: desk.issued_document(handover)?,
            sheet: Sheet::new(pages),
        })
    }

    /// The note as a paper to be printed again.
    pub fn document(&self) -> &Document {
        &self.document
    }

    /// Where keys are looked up.
    pub fn context(&self) -> Context {
        Context::Issued
    }

    /// Hears one input.
    pub fn update(&mut self, input: &Input, _now: NaiveDateTime) -> Vec<Effect> {
        self.sheet.resize(input, FRAME_ROWS);
        let Input::Key(key) = input else { return Vec::new() };
        match resolve(Context::Issued, *key) {
            Some(Act::Back) => vec![Effect::Back],
            Some(Act::Print) => {
                let (title, reader) = (self.document.title.clone(), self.document.reader.clone());
                vec![Effect::Go(Go::Ask(Ask::Print { title, reader }))]
            }
            Some(Act::Lock) => vec![Effect::Lock],
            Some(Act::Help) => vec![Effect::Help(Context::Issued)],
            Some(Act::Repaint) => vec![Effect::Repaint],
            Some(act) => {
                self.sheet.update(act);
                Vec::new()
            }
            None => Vec::new(),
        }
    }

    /// Draws the lines in sight, with the position in words.
    pub fn view(&self, frame: &mut Frame<'_>, area: Rect, theme: &Theme) {
        let (columns, rows) = (area.width, area.height);
        let body = rows.saturating_sub(FRAME_ROWS);
        let mut pen = Pen::new(frame.buffer_mut(), area, theme);
        let header = Header {
            left: self.title.clone(),
            middle: format!("page {} of {}", self.sheet.page(body), self.sheet.pages().len()),
            right: self.issued.clone(),
            demo: self.demo.clone(),
        };
        header.draw(&mut pen);
        pen.rule(1);
        let margin = self.sheet.draw(&mut pen.part(0, 2, columns, body));
        let position = format!("{}, as issued {}", self.sheet.position(body), self.issued);
        pen.text_right(rows.saturating_sub(2), &position, theme.hint());
        draw_footer(&mut pen.part(0, rows.saturating_sub(1), columns, 1), Context::Issued, &[]);
        if body > 0 {
            frame.set_cursor_position((area.x + margin.min(columns.saturating_sub(1)), area.y + 2));
        }
    }
}

impl std::fmt::Debug for IssuedScreen {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "IssuedScreen({:?})", self.handover)
    }
}
