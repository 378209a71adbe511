//! Is this the same person? Asked before somebody new begins, where somebody alike is known.

use chrono::NaiveDateTime;
use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

use super::{header, is_movement};
use crate::desk::Desk;
use crate::desk::person::Alike;
use crate::desk::referral::NewReferral;
use crate::desk::search::born_words;
use crate::domain::ids::PersonId;
use crate::domain::time::local;
use crate::tui::effect::{BoardDeed, Deed, Effect, Go};
use crate::tui::input::Input;
use crate::tui::keymap::{Act, Context, resolve};
use crate::tui::theme::Theme;
use crate::tui::widgets::clip::{pad, wrap_short};
use crate::tui::widgets::footer::draw_footer;
use crate::tui::widgets::header::Header;
use crate::tui::widgets::list::Selection;
use crate::tui::widgets::message::{Kind, Message};
use crate::tui::widgets::pen::Pen;

/// Who is about to begin.
#[derive(Debug)]
pub enum Newcomer {
    /// A referral, as its card has it.
    Referral(Box<NewReferral>),
    /// The row of a court's list with this place.
    CourtRow(usize, Box<NewReferral>),
}

impl Newcomer {
    fn new_referral(&self) -> &NewReferral {
        match self {
            Self::Referral(new) | Self::CourtRow(_, new) => new,
        }
    }
}

/// The question, with everybody alike.
#[derive(Debug)]
pub struct Same {
    header: Header,
    newcomer: Newcomer,
    alike: Vec<Alike>,
    selection: Selection,
}

impl Same {
    /// Asks about somebody, the likeliest first.
    pub fn new(desk: &Desk, newcomer: Newcomer, alike: Vec<Alike>) -> Self {
        let header = header(desk, "SAME PERSON?  names are shown");
        Self { header, newcomer, alike, selection: Selection::default() }
    }

    /// Where keys are looked up.
    pub fn context(&self) -> Context {
        Context::Same
    }

    /// Hears one input.
    pub fn update(&mut self, input: &Input, _now: NaiveDateTime) -> Vec<Effect> {
        let Input::Key(key) = input else { return Vec::new() };
        let Some(act) = resolve(Context::Same, *key) else { return Vec::new() };
        if is_movement(act) {
            self.selection.update(act, self.alike.len(), 10);
            return Vec::new();
        }
        let chosen = match act {
            Act::Answer(number) => usize::from(number).checked_sub(1).and_then(|place| self.alike.get(place)),
            _ => self.selection.of(self.alike.len()).and_then(|place| self.alike.get(place)),
        };
        match (act, chosen) {
            (Act::Accept, Some(one)) if self.stands_already(one) => {
                vec![Effect::Go(Go::Existing(one.episode))]
            }
            (Act::Answer(_) | Act::Accept, Some(one)) => self.begin(Some(one.person)),
            (Act::Another, _) => self.begin(None),
            (Act::Existing, Some(one)) if one.open => vec![Effect::Go(Go::Existing(one.episode))],
            (Act::Existing, Some(_)) => {
                let why = "That episode is closed. Enter begins a new one that is linked to it.";
                vec![Effect::Say(Message::new(Kind::Note, why))]
            }
            (Act::Back, _) => vec![Effect::Back],
            (Act::Lock, _) => vec![Effect::Lock],
            (Act::Help, _) => vec![Effect::Help(Context::Same)],
            (Act::Repaint, _) => vec![Effect::Repaint],
            _ => Vec::new(),
        }
    }

    /// Whether it is the same detention, open on the board: a second row would be one too many. A
    /// court's list goes on from custody with the same number, so only its own row stands already.
    fn stands_already(&self, one: &Alike) -> bool {
        let here = match &self.newcomer {
            Newcomer::Referral(_) => true,
            Newcomer::CourtRow(_, new) => new.site == one.site,
        };
        one.open && one.same_detention && here
    }

    fn begin(&self, same: Option<PersonId>) -> Vec<Effect> {
        let deed = match &self.newcomer {
            Newcomer::Referral(new) => {
                let mut new = new.clone();
                new.beside.same_person = same;
                BoardDeed::Refer(new)
            }
            Newcomer::CourtRow(row, _) => BoardDeed::Settle { row: *row, same },
        };
        vec![Effect::Do(Box::new(Deed::Board(deed)))]
    }

    /// Draws who is new, and below it everybody alike.
    pub fn view(&self, frame: &mut Frame<'_>, area: Rect, theme: &Theme) {
        let mut pen = Pen::new(frame.buffer_mut(), area, theme);
        let (columns, rows) = (area.width, area.height);
        self.header.draw(&mut pen);
        pen.rule(1);
        let new = self.newcomer.new_referral();
        let person = &new.person;
        let whom = format!("{}  {} {}", person.full_name(), born_words(person.birth), person.sex);
        let end = pen.text(0, 2, "New:  ", theme.label());
        let end = pen.text(end, 2, &whom, theme.heading());
        pen.text(end, 2, &format!("  {}  {}", new.site, new.custody_ref), theme.value());
        pen.rule(3);
        pen.text(
            1,
            4,
            "  NAME                     BORN OR AGE  REFERENCE    CAME     STANDS  WHY",
            theme.label(),
        );
        let body = rows.saturating_sub(5 + 6);
        let lines: Vec<Line<'_>> =
            self.alike.iter().enumerate().map(|(place, one)| line(place, one, theme)).collect();
        let cursor = self.selection.draw(&mut pen.part(0, 5, columns, body), &lines);
        let chosen = self.selection.of(self.alike.len()).and_then(|place| self.alike.get(place));
        if let Some(one) = chosen {
            let stands = match one.tier {
                Some(tier) => format!("already on the board, T{tier}"),
                None => "closed".to_owned(),
            };
            let words = format!("{}: {}; {stands}, {}.", one.reference, one.why, one.site);
            pen.text(0, rows.saturating_sub(6), &words, theme.heading());
        }
        let help = if chosen.is_some_and(|one| self.stands_already(one)) {
            "The same detention: Enter opens it and begins nothing new; its number begins a second, \
             linked episode. Nothing is stored until you choose."
        } else {
            "The same person gets a new episode, linked to the earlier ones, so their history stands \
             on one page. Nothing is stored until you choose."
        };
        for (row, text) in (rows.saturating_sub(4)..).zip(&wrap_short(help, columns.into(), 2, theme)) {
            pen.text(0, row, text, theme.hint());
        }
        let position = self.selection.position(lines.len(), body.into());
        pen.text_right(rows.saturating_sub(2), &position, theme.hint());
        draw_footer(&mut pen.part(0, rows.saturating_sub(1), columns, 1), Context::Same, &[]);
        if let Some(row) = cursor {
            frame.set_cursor_position((area.x, area.y + 5 + row));
        }
    }
}

fn line(place: usize, one: &Alike, theme: &Theme) -> Line<'static> {
    let key = if place < 9 { (place + 1).to_string() } else { " ".to_owned() };
    let text = format!(
        " {} {} {} {} {} {}",
        pad(&one.name, 24, theme),
        pad(&born_words(one.birth), 12, theme),
        pad(&one.reference, 12, theme),
        local(one.received_at).format("%d/%m/%y"),
        if one.open { "OPEN   " } else { "closed " },
        one.why
    );
    Line::from(vec![Span::styled(key, theme.key()), Span::styled(text, theme.value())])
}
