//! The loop: wait for an input, let the app hear it, draw; lock when nobody is there.

use std::io;
use std::path::Path;
use std::time::{Duration, Instant};

use super::app::{App, Wants};
use super::input::Input;
use super::screens::set_up::SetUp;
use super::terminal::{Stop, Tty};
use super::theme::{Kept, Theme};
use super::widgets::message::{Kind, Message};
use crate::desk::{Clock, Door};
use crate::domain::service::Service;
use crate::domain::steady::Steady;
use crate::domain::time::local;

/// How often the screens are read anew while nothing is typed.
const REFRESH: Duration = Duration::from_secs(20);

/// How often what was saved is brought into the main file and witnessed, at a moment when nothing is
/// typed.
const SETTLE: Duration = Duration::from_secs(300);

/// Where the program starts.
pub enum Start<'a> {
    /// At the door of a store.
    Door(Box<Door>),
    /// With set-up of a store in this folder, for the service to be.
    SetUp(&'a Path, &'a Service),
}

/// The app where it starts.
pub(super) fn app_at(start: Start<'_>, theme: Theme) -> App {
    match start {
        Start::Door(door) => {
            let is_demo = door.is_demo();
            App::at_door(*door, theme).offering_tour(is_demo)
        }
        Start::SetUp(dir, service) => {
            App::at_set_up(SetUp::new(dir, service, local(Clock::System.now())), theme)
        }
    }
}

/// Runs the screen until somebody closes it, a signal comes or the terminal goes.
///
/// # Errors
/// When there is no terminal to take over.
pub fn run(start: Start<'_>, theme: Theme, kept: Option<Kept>, tell: Option<String>) -> io::Result<()> {
    let mut app = app_at(start, theme);
    if let Some(kept) = kept {
        app = app.keeping(kept);
    }
    if let Some(words) = tell {
        app.tell(Message::new(Kind::Warning, words));
    }
    let mut tty = Tty::enter()?;
    if let Some((columns, rows)) = super::terminal::size() {
        app.hear(&Input::Resize(columns, rows));
    }
    let stopped = work(&mut app, &mut tty);
    app.lock(match stopped {
        Stop::Signal => "signal",
        Stop::TerminalGone => "terminal gone",
    });
    Ok(())
}

fn work(app: &mut App, tty: &mut Tty) -> Stop {
    let (mut heard, mut read, mut settled) = (Instant::now(), Instant::now(), Instant::now());
    let mut heard_at = Clock::System.now();
    let begun = Instant::now();
    let mut clocks = Steady::new(heard_at, Duration::ZERO);
    let mut dirty = true;
    loop {
        if dirty && let Err(stop) = tty.draw(|frame| app.view(frame)) {
            return stop;
        }
        let input = match tty.next_input(app.counted().is_some()) {
            Ok(input) => input,
            Err(stop) => return stop,
        };
        dirty = input != Input::Tick;
        // Before a lock, so that the journal tells it of whoever was there.
        if let Some(seconds) = clocks.step(Clock::System.now(), begun.elapsed()) {
            app.clock_stepped(seconds);
        }
        // The steady clock may stand still while the computer sleeps; the wall clock does not.
        let away = heard.elapsed().max((Clock::System.now() - heard_at).to_std().unwrap_or_default());
        let idle = app.idle_lock_seconds().is_some_and(|seconds| away >= Duration::from_secs(seconds));
        let touched = matches!(input, Input::Key(_) | Input::Paste(_));
        if touched {
            (heard, heard_at) = (Instant::now(), Clock::System.now());
        }
        if idle {
            // A key that comes first after a sleep wakes the screen and does nothing else.
            app.lock("idle");
            dirty = true;
        } else if input == Input::Tick {
            dirty |= app.tend();
            if read.elapsed() >= REFRESH {
                app.refresh();
                (read, dirty) = (Instant::now(), true);
            }
            if settled.elapsed() >= SETTLE {
                app.rest();
                settled = Instant::now();
            }
        } else {
            app.hear(&input);
            fall_over_where_a_test_asks(app);
        }
        if let Some(text) = app.clipboard()
            && let Err(stop) = tty.to_clipboard(&text)
        {
            return stop;
        }
        match app.wants() {
            Wants::Nothing => {}
            Wants::Repaint => {
                if let Err(stop) = tty.repaint() {
                    return stop;
                }
                dirty = true;
            }
            Wants::Quit => return Stop::Signal,
        }
    }
}

/// Falls over, in builds for tests alone, once the screen is the one that `LIAISON_TEST_PANIC` names.
fn fall_over_where_a_test_asks(app: &App) {
    if cfg!(debug_assertions) {
        let asked = std::env::var("LIAISON_TEST_PANIC").unwrap_or_default();
        assert!(asked != format!("{:?}", app.context()), "{asked} fell over, as a test asked");
    }
}
