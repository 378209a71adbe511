//! Entering and leaving the terminal, and waiting for what happens at it.
//!
//! The terminal is put back on every way out: a plain exit, a signal, a panic, a dead line.
//! Nothing here writes a word about people: a panic's text may quote what was typed, so only
//! the place in the source is told.

use std::io::{self, IsTerminal, Stdout, Write, stderr, stdin, stdout};
use std::panic;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use base64ct::{Base64, Encoding};
use ratatui::backend::CrosstermBackend;
use ratatui::crossterm::event::{self, DisableBracketedPaste, EnableBracketedPaste};
use ratatui::crossterm::terminal::{EnterAlternateScreen, enable_raw_mode};
use ratatui::crossterm::{cursor, execute, style};
use ratatui::layout::{Position, Rect};
use ratatui::{Frame, Terminal};

use super::input::Input;
use crate::platform::{Line, Signals, Watch, watch_signals};

/// The longest wait before a tick, and so the longest a signal waits to be heard.
const TICK: Duration = Duration::from_millis(250);

/// How long the library is given to look for what it already holds; given no time it does not look.
const LOOK: Duration = Duration::from_millis(1);

/// The longest encoded text that terminals take: xterm's limit less its frame.
const LONGEST_CLIP: usize = 74_994;

/// Why the loop must end now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stop {
    /// The system asked the program to end (TERM, HUP or INT).
    Signal,
    /// The terminal has gone; nothing more can be shown.
    TerminalGone,
}

/// The terminal, taken over for the time this value lives.
#[derive(Debug)]
pub struct Tty {
    terminal: Option<Terminal<CrosstermBackend<Stdout>>>,
    signals: Signals,
    watch: Watch,
}

impl Tty {
    /// Takes over the terminal: raw mode, alternate screen, bracketed paste, panic hook, signals.
    ///
    /// Errors if there is no terminal to take over; whatever was changed until then is put back.
    pub fn enter() -> io::Result<Self> {
        if !stdin().is_terminal() || !stdout().is_terminal() {
            return Err(io::Error::other("standard input and output are not both a terminal"));
        }
        let signals = watch_signals()?;
        let watch = Watch::open()?;
        restore_on_panic();
        // NO_COLOR would make the library drop bold and reverse too; our mono look has no colours.
        style::force_color_output(true);
        let terminal = take_over().inspect_err(|_| restore())?;
        Ok(Self { terminal: Some(terminal), signals, watch })
    }

    /// Draws one frame.
    pub fn draw(&mut self, view: impl FnOnce(&mut Frame<'_>)) -> Result<(), Stop> {
        let Some(terminal) = self.terminal.as_mut() else { return Err(Stop::TerminalGone) };
        match terminal.draw(view) {
            Ok(_) => Ok(()),
            Err(_) => Err(Stop::TerminalGone),
        }
    }

    /// Forgets what is on the screen, so that the next draw paints all of it.
    pub fn repaint(&mut self) -> Result<(), Stop> {
        let Some(terminal) = self.terminal.as_mut() else { return Err(Stop::TerminalGone) };
        // Not `clear`: it asks the terminal where its cursor is, and not every terminal answers.
        let cleared = terminal.size().and_then(|size| terminal.resize(Rect::from((Position::ORIGIN, size))));
        cleared.or(Err(Stop::TerminalGone))
    }

    /// Sends a text to the terminal's own clipboard (OSC 52). Whether the terminal takes it cannot be
    /// known: many are set not to.
    pub fn to_clipboard(&mut self, text: &str) -> Result<(), Stop> {
        let mut out = stdout();
        let sent = out.write_all(osc_52(text).as_bytes()).and_then(|()| out.flush());
        sent.or(Err(Stop::TerminalGone))
    }

    /// Waits for the next thing to happen; a tick after a quarter of a second of nothing, or at once where
    /// there is something to go on with meanwhile.
    pub fn next_input(&mut self, is_busy: bool) -> Result<Input, Stop> {
        let wait = if is_busy { Duration::ZERO } else { TICK };
        loop {
            let Signals { ended, interrupted } = &self.signals;
            if ended.load(Ordering::Relaxed) || interrupted.load(Ordering::Relaxed) {
                return Err(Stop::Signal);
            }
            // First what the library holds already: one read of the line may bring several keys,
            // and a new size comes by signal, not by the line.
            match event::poll(LOOK).and_then(|held| if held { event::read().map(Some) } else { Ok(None) }) {
                Ok(Some(event)) => match Input::from_event(event) {
                    Some(input) => return Ok(input),
                    None => continue,
                },
                Ok(None) => {}
                Err(_) => return Err(Stop::TerminalGone),
            }
            match self.watch.wait(wait, event::poll) {
                Line::Ready => {}
                Line::Quiet => return Ok(Input::Tick),
                Line::Gone => return Err(Stop::TerminalGone),
            }
        }
    }
}

impl Drop for Tty {
    fn drop(&mut self) {
        // The library's own drop prints to a stderr that may be dead, and so would panic.
        if let Some(mut terminal) = self.terminal.take()
            && terminal.show_cursor().is_err()
        {
            std::mem::forget(terminal);
        }
        restore();
    }
}

/// Whether a text is short enough for the clipboard of every terminal that has one.
pub fn fits_clipboard(text: &str) -> bool {
    text.len() <= LONGEST_CLIP / 4 * 3
}

/// The sequence that asks a terminal to take a text into its clipboard. Encoded, the text holds no
/// control character that could end it early.
fn osc_52(text: &str) -> String {
    format!("\u{1b}]52;c;{}\u{7}", Base64::encode_string(text.as_bytes()))
}

/// Whether the terminal is ours now. Given back twice, its cursor would go where it was before, over what
/// was written since.
static TAKEN: AtomicBool = AtomicBool::new(false);

fn take_over() -> io::Result<Terminal<CrosstermBackend<Stdout>>> {
    TAKEN.store(true, Ordering::Relaxed);
    enable_raw_mode()?;
    execute!(stdout(), EnterAlternateScreen)?;
    // An old Windows console knows no bracketed paste; the program works without it.
    let _ = execute!(stdout(), EnableBracketedPaste);
    Terminal::new(CrosstermBackend::new(stdout()))
}

/// Columns and rows of the terminal this program was started on, where there is one.
pub fn size() -> Option<(u16, u16)> {
    ratatui::crossterm::terminal::size().ok()
}

/// Puts the terminal back as it was; on a dead terminal this does nothing, quietly.
pub fn restore() {
    if !TAKEN.swap(false, Ordering::Relaxed) {
        return;
    }
    let _ = execute!(stdout(), DisableBracketedPaste, cursor::Show);
    let _ = ratatui::try_restore();
}

fn restore_on_panic() {
    let screen_thread = std::thread::current().id();
    panic::set_hook(Box::new(move |fault| {
        // A worker's panic is reported by whoever joins it; the screen stays up.
        if std::thread::current().id() == screen_thread {
            restore();
            tell(fault);
        }
    }));
}

/// Has a fault of the program tell where it is and nothing more: its own words may quote what was typed.
pub fn tell_only_the_place() {
    panic::set_hook(Box::new(tell));
}

fn tell(fault: &panic::PanicHookInfo<'_>) {
    let place = fault.location().map_or_else(|| "an unknown place".to_owned(), ToString::to_string);
    let _ = writeln!(
        stderr(),
        "liaison stopped because of a fault in the program at {place}.\n\
         Everything marked Saved is kept. Start liaison again; please report the line above."
    );
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_goes_to_the_clipboard_encoded_and_whole() {
        assert_eq!(osc_52("Name  J\u{1b}[2J\n"), "\u{1b}]52;c;TmFtZSAgShtbMkoK\u{7}");
        assert!(fits_clipboard(&"x".repeat(56_000)) && !fits_clipboard(&"x".repeat(57_000)));
    }
}
