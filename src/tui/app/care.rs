//! The store looked after: while nothing is typed, and when somebody asks for it.

use crate::desk::DeskError;
use crate::desk::backup::Found;
use crate::desk::door::DoorError;
use crate::tui::app::perform::After;
use crate::tui::app::stack::Screen;
use crate::tui::app::{App, Seat};
use crate::tui::keymap::{Act, Context, key_of};
use crate::tui::screens::rescue::RescueScreen;
use crate::tui::screens::sign_in::Knock;
use crate::tui::screens::working::{Follows, Working};
use crate::tui::widgets::message::{Kind, Message};

impl App {
    /// Looks after the store while nothing is typed. True where there is something else to see.
    pub fn tend(&mut self) -> bool {
        if matches!(self.stack.last(), Some(Screen::Working(_))) {
            self.tend_copy();
            return true;
        }
        if self.counted().is_some() {
            self.count_on();
            return true;
        }
        let Seat::Desk(desk) = &mut self.seat else { return false };
        let checked = desk.tend();
        match checked {
            Ok(false) => false,
            Ok(true) => {
                self.refresh();
                true
            }
            Err(error) => {
                self.message = Some(Message::new(Kind::Error, error.to_string()));
                true
            }
        }
    }

    /// Brings what was saved into the main file, and renews the witness.
    pub fn rest(&mut self) {
        let Seat::Desk(desk) = &mut self.seat else { return };
        if let Err(error) = desk.settle() {
            self.message = Some(Message::new(Kind::Error, error.to_string()));
        }
    }

    /// Begins a copy of the store, and shows how far it is.
    pub(super) fn back_up(&mut self, follows: Follows) {
        let Seat::Desk(desk) = &mut self.seat else { return };
        let begun = desk.begin_backup().map(|()| Working::new(desk, follows));
        match begun {
            Ok(working) => self.stack.push(Screen::Working(working)),
            Err(error) => self.copied(follows, Err(error)),
        }
    }

    /// The shift is over: where the service has it so, a copy is made before the desk is left.
    pub(super) fn leave_shift(&mut self) {
        let Seat::Desk(desk) = &self.seat else { return };
        if desk.service().backup.at_shift_end && desk.read_only().is_none() {
            self.back_up(Follows::Leaving);
        } else {
            self.sign_out();
        }
    }

    fn tend_copy(&mut self) {
        let (Seat::Desk(desk), Some(Screen::Working(working))) = (&mut self.seat, self.stack.last_mut())
        else {
            return;
        };
        if let Some(share) = desk.backup_share() {
            working.told(share);
        }
        let follows = working.follows();
        match desk.backup_ended() {
            Ok(None) => {}
            Ok(Some(made)) => self.copied(follows, Ok(made.words())),
            Err(error) => self.copied(follows, Err(error)),
        }
    }

    /// Stops a copy; nothing of it is left.
    pub(super) fn stop_work(&mut self) {
        let Some(Screen::Working(working)) = self.stack.last() else { return };
        let follows = working.follows();
        if let Seat::Desk(desk) = &mut self.seat {
            desk.stop_backup();
        }
        let stopped = DeskError::refused(
            "The copy was stopped.",
            format!("Nothing of it is left; {} makes one.", key_of(Context::Board, Act::BackUp)),
        );
        self.copied(follows, Err(stopped));
    }

    fn copied(&mut self, follows: Follows, came_to: Result<String, DeskError>) {
        if matches!(self.stack.last(), Some(Screen::Working(_))) {
            self.stack.pop();
        }
        match (follows, came_to) {
            (Follows::Nothing, Ok(words)) => self.done(After::Close, &words),
            (Follows::Nothing, Err(error)) => self.say(Kind::Warning, error.to_string()),
            (Follows::Leaving, Ok(_)) => self.sign_out(),
            // The shift is over all the same; whoever signs in next can make one.
            (Follows::Leaving, Err(error)) => {
                self.sign_out();
                if let Some(Screen::SignIn(screen)) = self.stack.last_mut() {
                    screen
                        .refused(&format!("No copy of the store was made at the end of the shift: {error}"));
                }
            }
        }
    }

    /// Shows what can be done about a store that does not open.
    pub(super) fn show_rescue(&mut self, why: &DoorError, knock: Knock) {
        let now = self.now();
        let Seat::Door(door) = &self.seat else { return };
        let rescue = door.rescue();
        self.stack.push(Screen::Rescue(Box::new(RescueScreen::new(why.to_string(), rescue, knock, now))));
    }

    /// Goes on from the copy in focus, in a folder of its own.
    pub(super) fn restore(&mut self) {
        let Some(Screen::Rescue(shown)) = self.stack.last() else { return };
        let Some((kept, rescue, knock)) = shown.chosen() else { return };
        let into = rescue.into.clone();
        let restored = Found::folder(&kept.path)
            .map_err(DoorError::from)
            .and_then(|found| found.restore(&into, &knock.who, &knock.passphrase));
        match restored {
            Ok(desk) => {
                self.seat = Seat::Desk(Box::new(desk));
                self.stack.clear();
                // What colleagues left on their screens is of the store that does not open.
                self.stash.clear();
                self.enter_desk();
                let words = format!(
                    "This is the copy, in {}. Have whoever looks after this computer start liaison with --data on it, and \
                     enter again from paper what is missing.",
                    into.display()
                );
                self.say(Kind::Warning, words);
            }
            Err(why) => {
                let hint = "A copy opens with the passphrase of its day: Esc, and sign in with that one.";
                self.say(Kind::Error, format!("{why} {hint}"));
            }
        }
    }

    /// Begins a check of everything.
    pub(super) fn check_store(&mut self) {
        let Seat::Desk(desk) = &mut self.seat else { return };
        match desk.begin_check() {
            Ok(()) => {
                self.check_asked = true;
                self.say(Kind::Note, "The store is being checked; you can go on. ! says what is found.");
            }
            Err(error) => self.refused(&error),
        }
    }

    /// How far the count is that the screen on top waits for, in percent; none where it waits for none.
    pub fn counted(&self) -> Option<u8> {
        self.stack.last().and_then(Screen::counted)
    }

    fn count_on(&mut self) {
        let (Seat::Desk(desk), Some(screen)) = (&self.seat, self.stack.last_mut()) else { return };
        if let Err(error) = screen.count_on(desk) {
            self.refused(&error);
        }
    }

    /// How far the copy being made is, in percent; none while none is made.
    pub fn work_share(&self) -> Option<u8> {
        match self.stack.last() {
            Some(Screen::Working(working)) => Some(working.share()),
            _ => None,
        }
    }

    /// How far a check is that somebody asked for, in percent; none while none such runs.
    pub fn check_share(&self) -> Option<u8> {
        match &self.seat {
            Seat::Desk(desk) if self.check_asked => desk.check_share(),
            _ => None,
        }
    }

    /// Stops a check that somebody asked for.
    pub fn stop_check(&mut self) {
        let Seat::Desk(desk) = &mut self.seat else { return };
        desk.stop_check();
        self.check_asked = false;
        self.refresh();
        self.say(
            Kind::Note,
            "The check was stopped before its end. The store is as it was; , then c begins it again.",
        );
    }

    /// What a check came to that somebody asked for, told once.
    pub fn take_check_end(&mut self) -> Option<String> {
        if !self.check_asked || self.check_share().is_some() {
            return None;
        }
        self.check_asked = false;
        let desk = match &self.seat {
            Seat::Desk(desk) => Some(desk),
            _ => None,
        };
        Some(match desk.map(|desk| (desk.check_came_to(), desk.fault())) {
            Some((_, Some(fault))) => format!("The check has ended. The store is DAMAGED: {fault}"),
            Some((Some(found), None)) => format!("The check has ended. The store is whole: {found}."),
            _ => "The check was not done to its end. The store is as it was; , then c begins it again."
                .to_owned(),
        })
    }

    /// Lets a store be written again that was not as its witness last saw it.
    pub(super) fn acknowledge(&mut self, reason: &str) {
        let Seat::Desk(desk) = &mut self.seat else { return };
        match desk.acknowledge(reason) {
            Ok(()) => self.done(After::Close, "the store can be written again."),
            Err(error) => self.refused(&error),
        }
    }
}
