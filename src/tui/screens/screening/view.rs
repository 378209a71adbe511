//! Drawing: head, red flag, list, message, counts, keys. The list gets the room that is left.

use ratatui::Frame;
use ratatui::layout::{Position, Rect};
use ratatui::text::{Line, Span};

use super::ScreeningScreen;
use super::draft::Draft;
use super::page::{Density, Page};
use super::walk::{Focus, Spot};
use crate::forms::{Item, Kind};
use crate::tui::keymap::{Act, Context, Idle};
use crate::tui::theme::Theme;
use crate::tui::widgets::card::long_text::draw_long_text;
use crate::tui::widgets::clip::{clip, width, wrap};
use crate::tui::widgets::footer::draw_footer;
use crate::tui::widgets::header::Header;
use crate::tui::widgets::message::Message;
use crate::tui::widgets::pen::Pen;

/// Columns of a line that is said rather than drawn.
const SPOKEN_COLUMNS: usize = 78;

impl ScreeningScreen {
    /// Draws the screen and sets the real cursor on the item in focus.
    pub fn view(&self, frame: &mut Frame<'_>, area: Rect, theme: &Theme) {
        let cursor = self.draw(&mut Pen::new(frame.buffer_mut(), area, theme));
        if let Some(position) = cursor {
            frame.set_cursor_position(position);
        }
    }

    fn draw(&self, pen: &mut Pen<'_>) -> Option<Position> {
        let (top, body) = self.draw_around(pen);
        let columns = pen.area().width;
        let mut list = pen.part(0, top, columns, body);
        match self.focus {
            Focus::Question(_) => self.draw_list(&mut list),
            Focus::End => self.draw_review(&mut list),
        }
    }

    /// Draws all but the list, and returns where the list begins and how many rows it has.
    fn draw_around(&self, pen: &mut Pen<'_>) -> (u16, u16) {
        let (columns, rows) = (pen.area().width, pen.area().height);
        let head = self.draw_head(pen);
        let banner = self.draw_banner(&mut pen.part(0, head, columns, rows.saturating_sub(head)));
        let top = head + banner;
        let foot = self.draw_foot(&mut pen.part(0, top, columns, rows.saturating_sub(top)));
        (top, rows.saturating_sub(top + foot))
    }

    /// How many rows the list has on a screen of this size.
    pub(super) fn body_rows(&self, columns: u16, rows: u16, theme: &Theme) -> u16 {
        let area = Rect::new(0, 0, columns, rows);
        let mut screen = ratatui::buffer::Buffer::empty(area);
        self.draw_around(&mut Pen::new(&mut screen, area, theme)).1
    }

    /// Draws the head as far as there is room, and returns the rows taken.
    fn draw_head(&self, pen: &mut Pen<'_>) -> u16 {
        let (form, rows) = (self.open.form(), pen.area().height);
        if rows < 6 {
            return 0;
        }
        let section =
            self.item().and_then(|item| Some((item.question.section, form.section_of(item.question)?)));
        let of = form.sections.len();
        let place = section.map(|(nth, section)| format!("{}/{of} {}", nth + 1, section.title));
        Header {
            left: format!("SCREEN  {} v{}", form.title, form.version),
            middle: place.unwrap_or_else(|| "review".to_owned()),
            right: self.heading.who.clone(),
            demo: self.heading.site_demo.then(|| "DEMO".to_owned()),
        }
        .draw(pen);
        if rows < 12 {
            return 1;
        }
        self.draw_second_line(pen);
        if rows < 18 {
            return 2;
        }
        pen.rule(2);
        3
    }

    fn draw_second_line(&self, pen: &mut Pen<'_>) {
        let theme = pen.theme();
        let clock = match self.heading.clock.as_str() {
            "" => "Clock: none runs".to_owned(),
            clock => format!("Clock: {clock}"),
        };
        let consent = format!("Consent: {}", self.heading.consent);
        let parts = [clock.as_str(), consent.as_str(), self.heading.reference.as_str()];
        let line = parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join("   ");
        let end = pen.text(0, 1, &line, theme.value());
        let time = self.now.map(|now| now.format("%H:%M").to_string()).unwrap_or_default();
        if usize::from(end) + 2 + width(&time) <= usize::from(pen.area().width) {
            pen.text_right(1, &time, theme.value());
        }
    }

    /// Draws the red flag that nobody was told of yet, and returns the rows taken.
    fn draw_banner(&self, pen: &mut Pen<'_>) -> u16 {
        let (theme, area) = (pen.theme(), pen.area());
        let Some(flag) = self.flags.first() else { return 0 };
        let most = usize::from(if area.height >= 18 { 4 } else { area.height / 4 }).max(1);
        let columns = usize::from(area.width);
        let key = if self.context().types() { "Ctrl-T" } else { "i" };
        let others = match self.flags.len() {
            1 => String::new(),
            flags => format!("  1 of {flags} open"),
        };
        let tell = format!("{key} tell custody{others}");
        let mut lines = wrap(&format!("!! RED FLAG: {} - {}", flag.words, flag.action), columns);
        let fits = lines.last().is_some_and(|last| width(last) + width(&tell) + 4 <= columns);
        let more = lines.len() > if fits { most } else { most - usize::from(most > 1) };
        if more {
            lines.truncate(most);
            if let Some(last) = lines.pop() {
                let room = columns.saturating_sub(width(&tell) + 3);
                let cut = clip(&format!("{last} {}", " ".repeat(room)), room, &theme);
                lines.push(format!("{cut} - {tell}"));
            }
        } else if fits {
            if let Some(last) = lines.last_mut() {
                *last = format!("{last} - {tell}");
            }
        } else {
            lines.push(tell);
        }
        let rows = u16::try_from(lines.len()).unwrap_or(1).min(area.height);
        for (row, line) in (0..rows).zip(&lines) {
            pen.text(0, row, line, theme.urgent());
            pen.style_row(row, theme.urgent().patch(theme.focus()));
        }
        rows
    }

    /// Draws message, counts and keys at the foot, and returns the rows taken.
    fn draw_foot(&self, pen: &mut Pen<'_>) -> u16 {
        let (columns, rows) = (pen.area().width, pen.area().height);
        if rows < 2 {
            return 0;
        }
        let context = self.context();
        draw_footer(&mut pen.part(0, rows - 1, columns, 1), context, &self.idle());
        if rows < 4 {
            return 1;
        }
        let said =
            self.message.as_ref().map_or(0, |message| wrap(&message.text, usize::from(columns)).len() + 1);
        let said = u16::try_from(said.div_ceil(2)).unwrap_or(1).clamp(1, if rows < 9 { 1 } else { 3 });
        if let Some(message) = &self.message {
            message.draw(&mut pen.part(0, rows - 1 - said, columns, said));
        }
        self.draw_status(&mut pen.part(0, rows - 2 - said, columns, 1));
        if rows < 16 {
            return said + 2;
        }
        pen.rule(rows - 3 - said);
        said + 3
    }

    /// Whether several options of the question in focus can be ticked.
    pub fn takes_several(&self) -> bool {
        self.item().is_some_and(|item| matches!(item.question.kind, Kind::Choices))
    }

    /// What stands on the screen for who hears it: what was said last, red flags, then the question in
    /// focus with all that can be answered; in the review, all of it.
    pub fn spoken(&self, theme: &Theme) -> Vec<String> {
        let mut out: Vec<String> = self.message.iter().map(Message::spoken).collect();
        out.extend(self.flags.iter().map(|flag| format!("!! RED FLAG, not told yet: {}", flag.words)));
        let items: Vec<Item<'_>> = self.open.sheet.shown().collect();
        let here = |item: &Item<'_>| Focus::Question(Spot::of(item)) == self.focus;
        let Some(at) = items.iter().position(here) else { return out };
        // What is read out before it belongs to it.
        let before = items.iter().take(at).rev().take_while(|item| matches!(item.question.kind, Kind::Note));
        let mut page = Page::new(SPOKEN_COLUMNS, Density::Roomy, theme);
        for nth in at - before.count()..=at {
            self.write_item(&mut page, &items, nth);
        }
        out.extend(page.lines.rows.iter().map(|line| line.to_string().trim().to_owned()));
        out
    }

    /// What does nothing now, and why.
    pub fn idle(&self) -> Vec<Idle> {
        let context = self.context();
        let mut idle = Vec::new();
        if self.flags.is_empty() {
            idle.push((Act::Tell, "No red flag is open.".to_owned()));
        }
        if context == Context::ScreeningGroup
            && self.item().is_some_and(|item| self.open.sheet.rows(item.question).is_empty())
        {
            idle.push((Act::RemoveRow, "There is no row.".to_owned()));
        }
        if context == Context::ScreeningAsk
            && self.prompt.as_ref().is_some_and(|asked| asked.line().is_none())
        {
            let why = "Nothing is typed here; press one of the keys shown.";
            idle.extend([Act::Submit, Act::Clear].map(|act| (act, why.to_owned())));
        }
        idle
    }

    fn draw_status(&self, pen: &mut Pen<'_>) {
        let (theme, sheet) = (pen.theme(), &self.open.sheet);
        let (done, asked, left) = (sheet.dealt_with(), sheet.asked(), sheet.required_left().count());
        let saved = self.saved.as_ref().map(|at| format!("Saved {at}"));
        let score = self.live_score(sheet).unwrap_or_default();
        let long = [format!("Answered {done} of {asked}"), format!("Required left {left}"), score.clone()];
        let short = [format!("{done} of {asked}"), format!("left {left}"), score];
        let joined = |parts: [String; 3], gap: &str| {
            parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(gap)
        };
        let room =
            usize::from(pen.area().width).saturating_sub(saved.as_ref().map_or(0, |saved| width(saved) + 3));
        let full = joined(long, "   ");
        let counts = if width(&full) <= room { full } else { joined(short, "  ") };
        let spans = [
            Span::styled(counts, theme.value()),
            Span::raw(if saved.is_some() { "   " } else { "" }),
            Span::styled(saved.unwrap_or_default(), theme.saved()),
        ];
        pen.spans(0, 0, &spans);
    }

    fn draw_list(&self, pen: &mut Pen<'_>) -> Option<Position> {
        let (theme, area) = (pen.theme(), pen.area());
        let rows = usize::from(area.height);
        // The last column is kept for the marks.
        let columns = area.width.saturating_sub(1);
        let mut page = self.page(columns.into(), rows, Density::Roomy, &theme);
        if page.focus.len() + page.head.as_ref().map_or(0, |head| head.lines.len()) > rows {
            page = self.page(columns.into(), rows, Density::Tight, &theme);
        }
        let (top, pinned) = placed(&page, rows);
        let kept = u16::try_from(pinned.len()).unwrap_or(0);
        let mut body = pen.part(0, 0, columns, area.height);
        for (row, line) in (0..area.height).zip(pinned.iter().chain(page.lines.rows.iter().skip(top))) {
            body.spans(0, row, &line.spans);
        }
        let mut below = body.part(0, kept, columns, area.height.saturating_sub(kept));
        let editing = self.draw_editor(&mut below, &page, top);
        if top > 0 || page.more.0 {
            pen.text(columns, kept.min(area.height.saturating_sub(1)), theme.cut(), theme.hint());
        }
        if top + rows.saturating_sub(kept.into()) < page.lines.count() || page.more.1 {
            pen.text(columns, area.height.saturating_sub(1), theme.cut(), theme.hint());
        }
        let row = u16::try_from(page.cursor.0.checked_sub(top)?).ok()?.checked_add(kept)?;
        let column = page.cursor.1.min(area.width.checked_sub(1)?);
        let shown = (row < area.height).then(|| Position::new(area.x + column, area.y + row));
        editing.or(shown)
    }

    /// The review, scrolled as far as asked, with the position in words where it is long.
    fn draw_review(&self, pen: &mut Pen<'_>) -> Option<Position> {
        let (theme, area) = (pen.theme(), pen.area());
        let rows = usize::from(area.height);
        let page = self.review(area.width.saturating_sub(1).into(), &theme);
        let count = page.lines.count();
        let shown = if count > rows { rows.saturating_sub(1) } else { rows };
        let top = self.scrolled.min(count.saturating_sub(shown));
        let mut body = pen.part(0, 0, area.width, u16::try_from(shown).unwrap_or(area.height));
        for (row, line) in (0..area.height).zip(page.lines.rows.iter().skip(top).take(shown)) {
            body.spans(0, row, &line.spans);
        }
        if count > rows && rows > 0 {
            let end = (top + shown).min(count);
            let keys = if end < count { "PgDn shows more" } else { "PgUp goes back up" };
            let words = format!("lines {}-{end} of {count}  {keys}", (top + 1).min(end));
            pen.text_right(area.height.saturating_sub(1), &words, theme.hint());
        }
        let row = u16::try_from(page.cursor.0.saturating_sub(top)).ok()?;
        let column = page.cursor.1.min(area.width.checked_sub(1)?);
        (row < area.height).then(|| Position::new(area.x + column, area.y + row))
    }

    fn draw_editor(&self, pen: &mut Pen<'_>, page: &Page, top: usize) -> Option<Position> {
        let slot = page.slot?;
        let Some(Draft::Long(text)) = self.item().and_then(|item| self.draft_of(&item)) else {
            return None;
        };
        let row = u16::try_from(slot.line.checked_sub(top)?).ok()?;
        let rows = u16::try_from(slot.rows).ok()?.min(pen.area().height.checked_sub(row)?);
        let columns = pen.area().width.checked_sub(slot.column)?;
        draw_long_text(&text, &mut pen.part(slot.column, row, columns, rows))
    }
}

/// The first line shown, and the lines of a table's head kept over it where the head itself would
/// be out of sight.
fn placed(page: &Page, rows: usize) -> (usize, &[Line<'static>]) {
    let top = first_line(page, rows);
    let Some(head) = &page.head else { return (top, &[]) };
    let in_sight = head.at.is_some_and(|at| at >= top);
    if in_sight || page.focus.len() + head.lines.len() > rows {
        return (top, &[]);
    }
    let left = rows - head.lines.len();
    let lowest = head.at.map_or(0, |at| at + head.lines.len());
    (first_line(page, left).max(lowest.min(page.focus.start)), &head.lines)
}

/// The first line shown, so that what is in focus is in sight with what leads up to it.
fn first_line(page: &Page, rows: usize) -> usize {
    if page.focus.end <= rows && !page.more.0 {
        return 0;
    }
    if page.first && page.focus.len() < rows {
        // The first question: as much as possible of what the form is and on what terms.
        return page.focus.end.saturating_sub(rows);
    }
    // A third above it, for what was asked before.
    let ideal = page.focus.start.saturating_sub(rows / 3);
    let with_lead = if page.focus.end <= page.lead + rows { ideal.min(page.lead) } else { ideal };
    let all_of_it = with_lead.max(page.focus.end.saturating_sub(rows)).min(page.focus.start);
    all_of_it.min(page.lines.count().saturating_sub(rows))
}
