//! The app: who is at the desk, the stack of screens, and what the keys bring about.
//!
//! Lives here: the stack and the loop's contract: an input becomes effects, `perform` does them,
//! screens are read anew, then the frame is drawn. The top screen hears keys first; Esc pops it.
//! Must not live here: a rule about the work, a key, a word of a screen.

mod board;
mod care;
mod deeds;
mod form;
mod keys;
mod looks;
mod pathway;
mod perform;
mod receive;
mod rota;
mod spoken;
mod stack;
mod tour;
mod trail;
mod undo;

use std::collections::BTreeMap;

use chrono::NaiveDateTime;
use ratatui::Frame;

use super::effect::Effect;
use super::input::{Input, Key};
use super::keymap::{Act, Context, resolve};
use super::screen::{draw_too_small, too_small};
use super::screens::board::BoardScreen;
use super::screens::code::CodeScreen;
use super::screens::recover::Recovery;
use super::screens::set_up::SetUp;
use super::screens::sign_in::SignIn;
use super::screens::{banner, is_movement};
use super::theme::{Kept, Theme};
use super::widgets::help::{Help, HelpOutcome};
use super::widgets::looks::draw as draw_looks;
use super::widgets::message::{Kind, Message};
use super::widgets::palette::{Palette, PaletteOutcome};
use super::widgets::pen::Pen;
use crate::desk::{Clock, Desk, Door};
use crate::domain::time::local;
pub use spoken::SPOKEN;
use stack::Screen;
use tour::Tour;

/// Who is at the desk.
enum Seat {
    /// Nobody, and no store yet.
    Unmade,
    /// Nobody: the store is shut.
    Door(Box<Door>),
    /// Somebody signed in.
    Desk(Box<Desk>),
}

/// The running program behind the terminal.
pub struct App {
    seat: Seat,
    stack: Vec<Screen>,
    help: Option<Help>,
    palette: Option<Palette>,
    message: Option<Message>,
    theme: Theme,
    size: (u16, u16),
    /// Screens of people who locked, by label, until they are back.
    stash: BTreeMap<String, Vec<Screen>>,
    last: Option<String>,
    wants: Wants,
    /// How this terminal keeps its look.
    kept: Option<Kept>,
    /// Whether it is asked how this terminal is best read.
    asks_look: bool,
    /// What goes to the clipboard of the terminal next.
    clipboard: Option<String>,
    /// The tour of the demo, while somebody is on it.
    tour: Option<Tour>,
    /// Whether the tour is spoken of after the next sign-in.
    offers_tour: bool,
    /// Whether somebody asked for the check that runs, and waits to hear its end.
    check_asked: bool,
}

/// What the app wants of its loop beside a frame.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Wants {
    /// Nothing more.
    Nothing,
    /// The whole screen painted again.
    Repaint,
    /// The end of the program.
    Quit,
}

impl App {
    /// Starts at the door of a store.
    pub fn at_door(door: Door, theme: Theme) -> Self {
        let screen = SignIn::new(&door, None, wall(door.clock()));
        Self::with(Seat::Door(Box::new(door)), Screen::SignIn(screen), theme)
    }

    /// Starts with set-up.
    pub fn at_set_up(set_up: SetUp, theme: Theme) -> Self {
        Self::with(Seat::Unmade, Screen::SetUp(set_up), theme)
    }

    fn with(seat: Seat, screen: Screen, theme: Theme) -> Self {
        Self {
            seat,
            stack: vec![screen],
            help: None,
            palette: None,
            message: None,
            theme,
            size: (80, 24),
            stash: BTreeMap::new(),
            last: None,
            wants: Wants::Nothing,
            kept: None,
            asks_look: false,
            clipboard: None,
            tour: None,
            offers_tour: false,
            check_asked: false,
        }
    }

    /// Local time as the screens take it.
    fn now(&self) -> NaiveDateTime {
        match &self.seat {
            Seat::Unmade => wall(Clock::System),
            Seat::Door(door) => wall(door.clock()),
            Seat::Desk(desk) => local(desk.now()),
        }
    }

    /// Hears one input and does all that follows from it.
    pub fn hear(&mut self, input: &Input) {
        let act = match input {
            Input::Key(key) => resolve(self.context(), *key),
            _ => None,
        };
        self.heed(input);
        if matches!(input, Input::Key(_) | Input::Paste(_)) {
            self.walk_on(act);
        }
    }

    fn heed(&mut self, input: &Input) {
        if let Input::Resize(columns, rows) = input {
            self.size = (*columns, *rows);
            // Those below learn it too, for they are shown again.
            return self.resized();
        }
        if self.asks_look {
            return self.hear_look(input);
        }
        if let Input::Key(key) = input
            && resolve(Context::Global, *key) == Some(Act::Lock)
            && !matches!(key, Key::Char(_))
        {
            (self.help, self.palette) = (None, None);
        }
        if self.help.is_some() || self.palette.is_some() {
            return self.hear_above(input);
        }
        if let Input::Repeat(key) = input {
            if self.bears_repeating(*key) {
                self.hear(&Input::Key(*key));
            }
            return;
        }
        if matches!(input, Input::Key(_) | Input::Paste(_)) {
            self.message = None;
        }
        if let Input::Key(key) = input
            && let Some(act) = resolve(self.context(), *key)
            && self.everywhere(act)
        {
            return;
        }
        let now = self.now();
        let effects = self.update_top(input, now);
        for effect in effects {
            self.perform(effect);
        }
    }

    /// What is heard by help or the palette, which lie over the screen.
    fn hear_above(&mut self, input: &Input) {
        let size = self.inner();
        if let (Some(help), Input::Key(key) | Input::Repeat(key)) = (&mut self.help, input)
            && help.update(*key, size) == HelpOutcome::Close
        {
            self.help = None;
        }
        match self.palette.as_mut().map(|palette| palette.update(input, size.1)) {
            None | Some(PaletteOutcome::Stay) => {}
            Some(PaletteOutcome::Close) => self.palette = None,
            Some(PaletteOutcome::Say(words)) => {
                self.palette = None;
                self.say(Kind::Note, words);
            }
            Some(PaletteOutcome::Press(keys)) => {
                self.palette = None;
                for key in keys {
                    self.hear(&Input::Key(key));
                }
            }
        }
    }

    /// A key that is held down goes on moving and typing, and does nothing else again.
    fn bears_repeating(&self, key: Key) -> bool {
        match resolve(self.context(), key) {
            Some(act) => is_movement(act),
            None => self.context().types(),
        }
    }

    /// Does what is the same on every screen; false where the act is the screen's own.
    fn everywhere(&mut self, act: Act) -> bool {
        match act {
            Act::Palette => {
                let idle = self.stack.last().map(Screen::idle).unwrap_or_default();
                self.palette = Some(Palette::new(self.context(), idle).with_banner(self.banner()));
            }
            Act::Look => self.next_look(),
            Act::Undo => return self.offer_to_take_back(),
            Act::Tour => self.tour_key(),
            _ => return false,
        }
        true
    }

    fn banner(&self) -> Option<String> {
        match &self.seat {
            Seat::Desk(desk) => banner(desk),
            Seat::Unmade | Seat::Door(_) => None,
        }
    }

    /// Reads the screens anew from the store, as time passes.
    pub fn refresh(&mut self) {
        if let Err(error) = self.read_anew() {
            self.message = Some(Message::new(Kind::Error, error.to_string()));
        }
    }

    /// Locks if somebody is signed in.
    pub fn lock(&mut self, why: &str) {
        let Seat::Desk(_) = &self.seat else { return };
        // A store that does not take it does not take the lock either, which then says why.
        let _ = self.settle_searches();
        let Seat::Desk(desk) = std::mem::replace(&mut self.seat, Seat::Unmade) else { return };
        let label = desk.who().label.clone();
        let (door, done) = desk.lock(why);
        // A paper shown is old by the time its reader is back: others may have come in since.
        let shown = self
            .stack
            .iter()
            .position(|screen| matches!(screen, Screen::Paper(_) | Screen::Aloud(_) | Screen::Working(_)));
        let above = self.stack.split_off(shown.unwrap_or(self.stack.len()));
        // What is being received is no preview: it was issued, and half of it may be said back.
        self.stack.extend(above.into_iter().filter(|screen| matches!(screen, Screen::Receive(_))));
        self.stash.insert(label.clone(), std::mem::take(&mut self.stack));
        self.shut(door, Some(label), done.err().map(|error| error.to_string()));
    }

    /// Seconds without a key until the screen locks; none while nobody is signed in.
    pub fn idle_lock_seconds(&self) -> Option<u64> {
        match &self.seat {
            Seat::Desk(desk) => Some(desk.service().settings.idle_lock_seconds),
            _ => None,
        }
    }

    /// What the loop should do beside drawing; asking takes it back.
    pub fn wants(&mut self) -> Wants {
        std::mem::replace(&mut self.wants, Wants::Nothing)
    }

    /// What the loop should send to the clipboard of the terminal; asking takes it.
    pub fn clipboard(&mut self) -> Option<String> {
        self.clipboard.take()
    }

    fn shut(&mut self, door: Door, last: Option<String>, trouble: Option<String>) {
        let mut screen = SignIn::new(&door, last.as_deref(), wall(door.clock()));
        if let Some(trouble) = trouble {
            screen.refused(&trouble);
        }
        self.stack = vec![Screen::SignIn(screen)];
        self.last = last;
        (self.help, self.palette) = (None, None);
        self.message = None;
        self.seat = Seat::Door(Box::new(door));
        self.wants = Wants::Repaint;
    }

    /// Draws the top screen, help over it, and the message line.
    pub fn view(&self, frame: &mut Frame<'_>) {
        let area = self.area_of_screen(frame.area());
        if too_small(area) {
            draw_too_small(&mut Pen::new(frame.buffer_mut(), area, &self.theme));
            return;
        }
        let whole = frame.area();
        if self.asks_look {
            return draw_looks(&mut Pen::new(frame.buffer_mut(), whole, &self.theme), self.theme);
        }
        self.draw_tour(&mut Pen::new(frame.buffer_mut(), whole, &self.theme));
        if let Some(help) = &self.help {
            help.draw(&mut Pen::new(frame.buffer_mut(), area, &self.theme));
            return;
        }
        if let Some(palette) = &self.palette {
            let (x, y) = palette.draw(&mut Pen::new(frame.buffer_mut(), area, &self.theme));
            frame.set_cursor_position((area.x + x, area.y + y));
            return;
        }
        if let Some(screen) = self.stack.last() {
            screen.view(frame, area, &self.theme);
        }
        if let Some(message) = &self.message {
            let mut pen = Pen::new(frame.buffer_mut(), area, &self.theme);
            let rows = message.rows(area.width, 3);
            let mut line = pen.part(0, area.height.saturating_sub(1 + rows), area.width, rows);
            line.wipe();
            message.draw(&mut line);
        }
    }

    /// Where keys are looked up now.
    pub fn context(&self) -> Context {
        self.stack.last().map_or(Context::Global, Screen::context)
    }

    /// Opens the board as the lowest screen.
    fn open_board(&mut self) {
        let Seat::Desk(desk) = &self.seat else { return };
        match BoardScreen::new(desk, None) {
            Ok(board) => self.stack = vec![Screen::Board(Box::new(board))],
            // Without a board there is nothing to work on: shut again, and say why.
            Err(error) => {
                self.stack.clear();
                self.lock("fault");
                if let Some(Screen::SignIn(screen)) = self.stack.last_mut() {
                    screen.refused(&error.to_string());
                }
            }
        }
    }

    fn show_code(&mut self, groups: Vec<String>) {
        let now = self.now();
        self.stack = vec![Screen::Code(CodeScreen::recovery(groups, now))];
    }

    fn say(&mut self, kind: Kind, text: impl Into<String>) {
        self.message = Some(Message::new(kind, text));
    }

    fn help(&mut self, context: Context) {
        let idle = self.stack.last().map(Screen::idle).unwrap_or_default();
        self.help = Some(Help::new(context).with_idle(idle).with_banner(self.banner()));
    }

    fn update_top(&mut self, input: &Input, now: NaiveDateTime) -> Vec<Effect> {
        match self.stack.last_mut() {
            Some(Screen::SignIn(screen)) => match screen.update(input, now) {
                Ok(knock) => {
                    self.let_in(knock);
                    Vec::new()
                }
                Err(effects) => effects,
            },
            Some(Screen::Recover(screen)) => {
                match screen.update(input, now) {
                    Recovery::Stay => {}
                    Recovery::Leave => drop(self.stack.pop()),
                    Recovery::With(passphrase) => self.recover(&passphrase),
                }
                Vec::new()
            }
            Some(Screen::SetUp(screen)) => match screen.update(input, now) {
                Ok((person, passphrase)) => {
                    self.set_up(&person, &passphrase);
                    Vec::new()
                }
                Err(effects) => effects,
            },
            Some(Screen::Code(screen)) => {
                if screen.update(input, now) {
                    self.leave_code();
                }
                Vec::new()
            }
            Some(screen) => screen.update(input, now),
            None => Vec::new(),
        }
    }
}

fn wall(clock: Clock) -> NaiveDateTime {
    local(clock.now())
}

#[cfg(test)]
mod tests;
