//! Line mode: all of the program as plain lines and prompts, for a screen reader, a serial line, a script.
//!
//! The same app runs behind it: the same screens, cards, keys and messages. A card is asked field by
//! field, a form question by question; every other screen is printed, and commands are typed by their
//! key, their name, or the number of a line. `ears` waits for what is typed.
//! Must not live here: anything that can be done here and not on the screen.

mod ears;
mod named;
mod pages;
mod work;

use std::io::{self, Write};

use zeroize::Zeroizing;

use super::app::{App, SPOKEN, Wants};
use super::input::{Input, Key};
use super::keymap::{Act, Context};
use super::start::{Start, app_at};
use super::theme::{Borders, Look, Theme};
use super::widgets::card::Asked;
use ears::{Ears, Heard};

const THEME: Theme = Theme { look: Look::Mono, borders: Borders::Ascii };

/// Said once at the start.
const WELCOME: &str = "liaison in lines. At a prompt: ? lists what can be done, a number means that line, \
                       Enter alone repeats. In a card / begins a command: /back /save /leave /clear /lock.";

/// Why a line typed before a lock does nothing.
const LOCKED: &str = "LOCKED. What was typed and not saved waits for you. Press Enter to sign in.";

/// Lines pushed out below what was printed when the screen locks.
const BLANKS: usize = 60;

/// Runs in lines until somebody closes it, the input ends or a signal comes.
///
/// # Errors
/// When nothing can be written any more.
pub fn run(start: Start<'_>, tell: Option<String>) -> io::Result<()> {
    let mut line =
        Line { app: app_at(start, THEME), ears: Ears::open()?, shown: None, asked: None, beside: false };
    line.app.hear(&Input::Resize(SPOKEN.0, SPOKEN.1));
    say(WELCOME)?;
    if let Some(words) = tell {
        say(&words)?;
    }
    let ended = line.work();
    line.app.lock("line ended");
    ended
}

/// What was shown last: where, how deep, and which card.
type Shown = (Context, usize, String);

struct Line {
    app: App,
    ears: Ears,
    shown: Option<Shown>,
    /// The place of the field asked last.
    asked: Option<usize>,
    /// Whether work goes on beside a check that was asked for.
    beside: bool,
}

/// Whether to go on.
#[derive(PartialEq, Eq)]
enum Next {
    On,
    End,
}

impl Line {
    fn work(&mut self) -> io::Result<()> {
        loop {
            self.tell()?;
            if self.app.wants() == Wants::Quit {
                return Ok(());
            }
            let next = match self.app.context() {
                Context::Working => self.copying()?,
                _ if self.app.counted().is_some() => self.counting()?,
                _ if self.waits_for_check() => self.checking()?,
                context if is_question(context) => self.question(context)?,
                context if self.app.card_mut().is_some() => self.field(context)?,
                context => self.command(context)?,
            };
            if next == Next::End {
                return Ok(());
            }
        }
    }

    /// Says what the app has to say.
    fn tell(&mut self) -> io::Result<()> {
        if let Some(message) = self.app.take_message() {
            say(&message.spoken())?;
        }
        if let Some(words) = self.app.take_check_end() {
            self.beside = false;
            say(&words)?;
        }
        if let Some(message) = self.app.card_mut().and_then(super::widgets::card::Card::take_message) {
            say(&message.spoken())?;
        }
        Ok(())
    }

    /// Whether this is another screen or card than the one shown last.
    fn is_new(&mut self, context: Context) -> bool {
        let card = self.app.card_mut().map(|card| card.heading().0.to_owned()).unwrap_or_default();
        let now = (context, self.app.depth(), card);
        self.shown.replace(now.clone()) != Some(now)
    }

    /// Waits for a line; none where the input ended, or where the screen locked meanwhile.
    fn hear(&mut self, prompt: &str, secret: bool) -> io::Result<Result<Zeroizing<String>, Next>> {
        if !secret {
            write!(io::stdout(), "{prompt}> ")?;
            io::stdout().flush()?;
        }
        match self.ears.line(&mut self.app, secret.then_some(prompt)) {
            Heard::Line(line) => Ok(Ok(line)),
            Heard::Ended => Ok(Err(Next::End)),
            Heard::Interrupted if self.app.check_share().is_some() => {
                self.app.stop_check();
                Ok(Err(Next::On))
            }
            Heard::Interrupted => {
                say("Ctrl-C does nothing here: lock locks, quit at the sign-in closes.")?;
                Ok(Err(Next::On))
            }
            Heard::Locked => Ok(Err(self.locked()?)),
        }
    }

    /// Puts what was printed out of sight, and waits for whoever comes back.
    fn locked(&mut self) -> io::Result<Next> {
        push_out()?;
        say(LOCKED)?;
        // Whatever is in the line now was typed for what is locked away.
        Ok(match self.ears.line(&mut self.app, None) {
            Heard::Ended => Next::End,
            _ => Next::On,
        })
    }

    fn press(&mut self, key: Key) {
        self.app.hear(&Input::Key(key));
    }

    fn lock(&mut self) -> io::Result<Next> {
        self.app.lock("key");
        push_out()?;
        Ok(Next::On)
    }

    /// Asks for the field in focus of a card.
    fn field(&mut self, context: Context) -> io::Result<Next> {
        let new = self.is_new(context);
        // What stands above a card, such as a code shown once, is part of it.
        let above = if new { self.app.spoken() } else { Vec::new() };
        let Some(card) = self.app.card_mut() else { return Ok(Next::On) };
        let (place, count) = card.place();
        let (title, purpose) = card.heading();
        if new {
            let code = above.iter().take_while(|line| !line.contains(title));
            let code: Vec<&String> = code.collect();
            if code.len() < above.len() {
                for line in code {
                    say(line)?;
                }
            }
            say(&format!("CARD {title}. {purpose}"))?;
        }
        let Some(asked) = card.asked() else { return Ok(Next::On) };
        // What can be answered is not said again because an answer did not hold.
        let known = self.asked.replace(place) == Some(place) && !new;
        let prompt = ask(&asked, place, count, known)?;
        let line = match self.hear(&prompt, asked.secret)? {
            Ok(line) => line,
            Err(next) => return Ok(next),
        };
        if let Some(page) =
            line.trim().strip_prefix('/').and_then(pages::asked).filter(|page| !page.is_empty())
        {
            self.asked = None;
            pages::read(page)?;
            return Ok(Next::On);
        }
        match line.trim() {
            "/back" => self.to(place.saturating_sub(1)),
            "/save" => return self.submit(),
            "/leave" => self.leave(context),
            "/lock" => return self.lock(),
            "/quit" => self.press(Key::Ctrl('q')),
            "/clear" => drop(self.app.card_mut().map(super::widgets::card::Card::empty_field)),
            "/earlier" => self.press(Key::Ctrl('o')),
            "/help" | "?" => {
                self.asked = None;
                say("Type the answer, or a number of the list. Enter alone keeps what stands in [ ].")?;
                say(
                    "/back goes a field back, /save saves now, /leave leaves without saving, /clear empties \
                     the field, /earlier asks when it happened, /lock locks.",
                )?;
                pages::list(context)?;
            }
            _ => {
                let took = self.app.card_mut().map(|card| card.take_line(&line));
                match took {
                    Some(Ok(meant)) => {
                        if let Some(meant) = meant.filter(|_| !asked.secret) {
                            say(&format!("= {meant}"))?;
                        }
                        if place + 1 >= count {
                            return self.submit();
                        }
                        self.to(place + 1);
                    }
                    Some(Err(why)) => say(&format!("! {why}"))?,
                    None => {}
                }
            }
        }
        Ok(Next::On)
    }

    fn to(&mut self, place: usize) {
        if let Some(card) = self.app.card_mut() {
            card.go_to(place);
        }
    }

    fn submit(&mut self) -> io::Result<Next> {
        self.press(Key::Ctrl('s'));
        Ok(Next::On)
    }

    /// Leaves a card; what would be thrown away was named by the word itself.
    fn leave(&mut self, context: Context) {
        let depth = self.app.depth();
        self.press(Key::Esc);
        if self.app.context() == context && self.app.depth() == depth {
            self.press(Key::Esc);
        }
    }

    /// Asks the question in focus of a form.
    fn question(&mut self, context: Context) -> io::Result<Next> {
        if self.is_new(context) && context == Context::ScreeningReview {
            say("REVIEW. Enter finishes the form; /back goes to the last question.")?;
        }
        for line in self.app.spoken() {
            say(&line)?;
        }
        let prompt = match context {
            Context::ScreeningReview => "Review",
            Context::ScreeningAsk => "About it",
            Context::ScreeningGroup => "Rows",
            _ => "Answer",
        };
        let line = match self.hear(prompt, false)? {
            Ok(line) => line,
            Err(next) => return Ok(next),
        };
        let typed = line.trim();
        if let Some(command) = typed.strip_prefix('/') {
            return self.named(context, command);
        }
        let mut letters = typed.chars();
        match (letters.next(), letters.next()) {
            (None, _) => self.press(if context == Context::ScreeningLong { Key::Tab } else { Key::Enter }),
            (Some('?'), None) => self.list(context)?,
            _ if writes(context, &self.app) => {
                self.press(Key::Ctrl('u'));
                self.app.hear(&Input::Paste(typed.to_owned()));
                self.press(if context == Context::ScreeningLong { Key::Tab } else { Key::Enter });
            }
            (Some(key), None) => self.press(Key::Char(key)),
            _ => {
                // Several options ticked at once, or the name of a command.
                let keys: Vec<&str> = typed.split([' ', ',']).filter(|part| !part.is_empty()).collect();
                let single = keys.iter().all(|part| part.chars().count() == 1);
                if single && !self.app.takes_several() {
                    // The second key would answer the next question, unheard.
                    say("! This question takes one answer: type one key.")?;
                } else if single {
                    for key in keys.iter().filter_map(|part| part.chars().next()) {
                        self.press(Key::Char(key));
                    }
                    self.press(Key::Enter);
                } else {
                    return self.named(context, typed);
                }
            }
        }
        Ok(Next::On)
    }

    /// Prints any other screen and does what is typed.
    fn command(&mut self, context: Context) -> io::Result<Next> {
        if self.is_new(context) {
            for line in self.app.spoken() {
                say(&line)?;
            }
        }
        let line = match self.hear(context.title(), false)? {
            Ok(line) => line,
            Err(next) => return Ok(next),
        };
        let is_list = context.chain().contains(&Context::List);
        // Where letters type, a line is what is looked for or written; a command has its / before it.
        if context.types() && !line.trim().starts_with(['/', '?']) {
            if !line.trim().is_empty() {
                self.press(Key::Ctrl('u'));
                self.app.hear(&Input::Paste(line.trim().to_owned()));
            }
            if line.trim().is_empty() || !is_list {
                self.press(Key::Enter);
            }
            self.shown = None;
            return Ok(Next::On);
        }
        let typed = line.trim().trim_start_matches('/');
        if typed.is_empty() {
            self.shown = None;
            return Ok(Next::On);
        }
        if typed == "?" {
            self.list(context)?;
            return Ok(Next::On);
        }
        // "3" means the third line, "3 hold" does that with it.
        let (first, rest) = typed.split_once(' ').unwrap_or((typed, ""));
        if let Ok(number) = first.trim_start_matches('#').parse::<usize>() {
            if self.ears.was_read_anew() {
                say("! The screen was read anew meanwhile; a number may mean another line now.")?;
                self.shown = None;
                return Ok(Next::On);
            }
            if is_list {
                self.app.go_to_line(number);
                match self.app.line_in_focus() {
                    Some(line) => say(&line)?,
                    None => say("! There is no line here.")?,
                }
            } else {
                for digit in first.chars().filter(char::is_ascii_digit) {
                    self.press(Key::Char(digit));
                }
                self.shown = None;
            }
            if rest.is_empty() { Ok(Next::On) } else { self.named(context, rest) }
        } else {
            self.named(context, typed)
        }
    }
}

/// Whether a form is being answered there.
fn is_question(context: Context) -> bool {
    context.chain().contains(&Context::Question) || context == Context::ScreeningAsk
}

/// Whether what is typed there is words, not the key of an option.
fn writes(context: Context, app: &App) -> bool {
    match context {
        Context::ScreeningTyping | Context::ScreeningLong => true,
        Context::ScreeningAsk => !app.idle().iter().any(|(act, _)| *act == Act::Submit),
        _ => false,
    }
}

/// Prints what a field asks, and gives its prompt.
fn ask(asked: &Asked, place: usize, count: usize, known: bool) -> io::Result<String> {
    for (number, option) in (1..).zip(&asked.options).filter(|_| !known) {
        say(&format!("  {number} {option}"))?;
    }
    if !asked.help.is_empty() && !known {
        say(&format!("  {}", asked.help))?;
    }
    let needed = if asked.needed { ", needed" } else { "" };
    let standing = if asked.standing.is_empty() { String::new() } else { format!(" [{}]", asked.standing) };
    Ok(format!("{} of {count}{needed}. {}{standing}", place + 1, asked.label))
}

fn say(words: &str) -> io::Result<()> {
    writeln!(io::stdout(), "{words}")
}

/// Pushes what was printed out of sight, where somebody looks.
fn push_out() -> io::Result<()> {
    use std::io::IsTerminal;
    if io::stdout().is_terminal() {
        say(&"\n".repeat(BLANKS))?;
    }
    Ok(())
}
