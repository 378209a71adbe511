//! A record as text for the clinical system: one part at a time, scrolled, and sent out from here.

use chrono::NaiveDateTime;
use ratatui::Frame;
use ratatui::layout::Rect;

use super::header;
use crate::desk::copy_out::{CopyOut, CopyTo, Copyable, InSystem};
use crate::desk::{Desk, DeskError};
use crate::domain::ids::EpisodeId;
use crate::tui::asks::whom;
use crate::tui::effect::{Ask, BoardDeed, Deed, Effect, Go};
use crate::tui::input::Input;
use crate::tui::keymap::{Act, Context, Idle, resolve};
use crate::tui::theme::Theme;
use crate::tui::widgets::clip::width;
use crate::tui::widgets::footer::draw_footer;
use crate::tui::widgets::header::Header;
use crate::tui::widgets::message::{Kind, Message};
use crate::tui::widgets::pen::Pen;
use crate::tui::widgets::reel::{Reel, Tone};

/// Rows around the text: header, parts, rule, message and footer.
const FRAME_ROWS: u16 = 5;

/// Why nothing goes to the clipboard.
const NO_CLIPBOARD: &str =
    "Your service does not allow the clipboard (clipboard in service.toml). f writes a file.";

/// What can be copied out of one record, and the text of the part chosen.
#[derive(Debug)]
pub struct CopyOutScreen {
    episode: EpisodeId,
    header: Header,
    system: String,
    /// Whether the service lets text go to the clipboard.
    clipboard: bool,
    parts: Vec<Copyable>,
    chosen: usize,
    /// The part whose text is shown; another one chosen is read next.
    shown: Option<CopyOut>,
    /// Why there is no text of the part chosen.
    refused: bool,
    reel: Reel,
}

impl CopyOutScreen {
    /// Shows the first part that has still to be entered, or else the whole episode.
    ///
    /// # Errors
    /// As [`Desk::copy_out`]; a failure of the store.
    pub fn new(desk: &mut Desk, episode: EpisodeId) -> Result<Self, DeskError> {
        let parts = desk.copyables(episode)?;
        let first = parts.iter().position(|part| part.standing == InSystem::ToEnter).unwrap_or(0);
        let mut screen = Self {
            episode,
            header: Header::default(),
            system: desk.service().settings.clinical_system.clone(),
            clipboard: desk.service().settings.clipboard,
            parts,
            chosen: first,
            shown: None,
            refused: false,
            reel: Reel::default(),
        };
        screen.look(desk)?;
        Ok(screen)
    }

    /// Reads the text of the part chosen, which is journalled, unless it is shown already.
    ///
    /// # Errors
    /// A failure of the store; a refusal is shown in place of the text.
    pub fn look(&mut self, desk: &mut Desk) -> Result<(), DeskError> {
        let whose = desk.episode(self.episode)?;
        self.header = header(desk, format!("COPY OUT  {}", whom(&whose, desk.now())));
        let Some(part) = self.parts.get(self.chosen).filter(|part| self.shown != Some(part.what)) else {
            return Ok(());
        };
        let mut reel = Reel::default();
        match desk.copy_out(self.episode, part.what, CopyTo::Screen) {
            Ok(text) => {
                text.lines().for_each(|line| reel.add(Tone::Plain, 0, line));
                self.refused = false;
            }
            Err(error @ DeskError::Refused { .. }) => {
                reel.add(Tone::Warn, 0, error.to_string());
                self.refused = true;
            }
            Err(other) => return Err(other),
        }
        self.shown = Some(part.what);
        self.reel = reel.sized_as(&self.reel);
        Ok(())
    }

    /// Takes up what has been entered meanwhile; the text stays as it was shown.
    ///
    /// # Errors
    /// A failure of the store.
    pub fn read_anew(&mut self, desk: &Desk) -> Result<(), DeskError> {
        let chosen = self.part().map(|part| part.what);
        self.parts = desk.copyables(self.episode)?;
        self.chosen = self.parts.iter().position(|part| Some(part.what) == chosen).unwrap_or(0);
        Ok(())
    }

    /// What does nothing now, and why.
    pub fn idle(&self) -> Vec<Idle> {
        if self.clipboard { Vec::new() } else { vec![(Act::ToClipboard, NO_CLIPBOARD.to_owned())] }
    }

    /// Where keys are looked up.
    pub fn context(&self) -> Context {
        Context::CopyOut
    }

    fn part(&self) -> Option<&Copyable> {
        self.parts.get(self.chosen)
    }

    /// Hears one input.
    pub fn update(&mut self, input: &Input, _now: NaiveDateTime) -> Vec<Effect> {
        self.reel.resize(input, FRAME_ROWS);
        let Input::Key(key) = input else { return Vec::new() };
        let Some(act) = resolve(Context::CopyOut, *key) else { return Vec::new() };
        if self.reel.update(act) {
            return Vec::new();
        }
        match act {
            Act::Answer(number) => self.choose(usize::from(number).checked_sub(1)),
            Act::NextField => self.choose(Some((self.chosen + 1) % self.parts.len().max(1))),
            Act::PreviousField => self.choose(self.chosen.checked_sub(1).or(self.parts.len().checked_sub(1))),
            Act::ToFile | Act::ToClipboard | Act::Entered => self.send(act),
            Act::Back => vec![Effect::Back],
            Act::Lock => vec![Effect::Lock],
            Act::Help => vec![Effect::Help(Context::CopyOut)],
            Act::Repaint => vec![Effect::Repaint],
            _ => Vec::new(),
        }
    }

    fn choose(&mut self, place: Option<usize>) -> Vec<Effect> {
        let Some(place) = place.filter(|place| *place < self.parts.len()) else { return Vec::new() };
        self.chosen = place;
        vec![Effect::Look]
    }

    fn send(&self, act: Act) -> Vec<Effect> {
        let (episode, Some(part)) = (self.episode, self.part()) else { return Vec::new() };
        let what = part.what;
        match act {
            Act::ToClipboard | Act::ToFile if self.refused => {
                say("There is no text to copy out; the lines above say why.")
            }
            Act::ToFile => vec![Effect::Go(Go::Ask(Ask::CopyToFile { episode, what }))],
            Act::ToClipboard if !self.clipboard => say(NO_CLIPBOARD),
            Act::ToClipboard => board(BoardDeed::CopyToClipboard { episode, what }),
            _ => match part.standing {
                InSystem::ToEnter => board(BoardDeed::Entered { episode, what }),
                InSystem::Entered => say(format!("{} stands in {} already.", part.title, self.system)),
                InSystem::NotFinished => say(format!(
                    "{} is not finished here: see the person, or close it; then it is to enter.",
                    part.title
                )),
                InSystem::Apart => {
                    say(format!("{} has no mark of its own: the whole episode has.", part.title))
                }
            },
        }
    }

    /// Where a part stands, in words.
    fn words(&self, standing: InSystem) -> String {
        match standing {
            InSystem::Entered => format!("in {}", self.system),
            InSystem::ToEnter => format!("to enter in {}", self.system),
            InSystem::NotFinished => "not finished here".to_owned(),
            InSystem::Apart => "no mark of its own".to_owned(),
        }
    }

    /// Draws the parts, and the text of the one chosen.
    pub fn view(&self, frame: &mut Frame<'_>, area: Rect, theme: &Theme) {
        let mut pen = Pen::new(frame.buffer_mut(), area, theme);
        let (columns, rows) = (area.width, area.height);
        self.header.draw(&mut pen);
        let mut column = 0;
        for (place, part) in self.parts.iter().enumerate() {
            let key = if place < 9 { format!("{} ", place + 1) } else { String::new() };
            let mark = sign(part.standing);
            let style = if place == self.chosen { theme.focus() } else { theme.value() };
            column = pen.text(column, 1, &format!(" {key}{}{mark} ", part.title), style);
        }
        pen.rule(2);
        let end = match self.part() {
            Some(part) => pen.text(1, 2, &format!(" {} ", self.words(part.standing)), theme.heading()),
            None => 0,
        };
        let legend = format!(" + in {}  * to enter  - not finished here ", self.system);
        if usize::from(end) + width(&legend) < usize::from(columns) {
            pen.text_right(2, &legend, theme.hint());
        }
        let body = rows.saturating_sub(FRAME_ROWS);
        let position = self.reel.draw(&mut pen.part(1, 3, columns.saturating_sub(1), body));
        pen.text_right(rows.saturating_sub(2), &position, theme.hint());
        draw_footer(&mut pen.part(0, rows.saturating_sub(1), columns, 1), Context::CopyOut, &self.idle());
        if body > 0 {
            frame.set_cursor_position((area.x, area.y + 3));
        }
    }
}

/// The sign behind a part's name.
fn sign(standing: InSystem) -> &'static str {
    match standing {
        InSystem::Entered => "+",
        InSystem::ToEnter => "*",
        InSystem::NotFinished => "-",
        InSystem::Apart => "",
    }
}

fn board(deed: BoardDeed) -> Vec<Effect> {
    vec![Effect::Do(Box::new(Deed::Board(deed)))]
}

fn say(text: impl Into<String>) -> Vec<Effect> {
    vec![Effect::Say(Message::new(Kind::Note, text))]
}
