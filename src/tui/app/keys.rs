//! Who gets in: signing in, the deeds about passphrases, people and the key.

use crate::desk::door::{Door, DoorError, is_recovery_code};
use crate::desk::keys::Rotation;
use crate::desk::{Desk, DeskError};
use crate::domain::ids::PractitionerId;
use crate::tui::app::perform::After;
use crate::tui::app::stack::Screen;
use crate::tui::app::{App, Seat};
use crate::tui::effect::KeyDeed;
use crate::tui::screens::code::CodeScreen;
use crate::tui::screens::recover::{InPlaceOf, Recover};
use crate::tui::screens::sign_in::Knock;
use crate::tui::widgets::message::Kind;

impl App {
    /// Lets in whoever knocks; with the recovery code or a one-time passphrase they choose a new one
    /// first.
    pub(super) fn let_in(&mut self, knock: Knock) {
        if is_recovery_code(&knock.passphrase) {
            return self.ask_for_new(knock, InPlaceOf::Forgotten);
        }
        let Seat::Door(door) = std::mem::replace(&mut self.seat, Seat::Unmade) else { return };
        match door.sign_in(&knock.who, &knock.passphrase) {
            Ok(desk) => self.enter(desk),
            Err(refused) => {
                let (door, why) = *refused;
                self.seat = Seat::Door(Box::new(door));
                match &why {
                    DoorError::ChooseOwn => self.ask_for_new(knock, InPlaceOf::OneTime),
                    damage if Door::is_damage(damage) => self.show_rescue(damage, knock),
                    _ => self.refused_at_door(&why),
                }
            }
        }
    }

    fn ask_for_new(&mut self, knock: Knock, of: InPlaceOf) {
        let now = self.now();
        self.stack.push(Screen::Recover(Recover::new(knock, of, now)));
    }

    /// Lets in who has chosen a new passphrase.
    pub(super) fn recover(&mut self, passphrase: &str) {
        let Some(Screen::Recover(asked)) = self.stack.last() else { return };
        let (who, typed, of) = (asked.knock().who.clone(), asked.knock().passphrase.clone(), asked.of());
        let Seat::Door(door) = std::mem::replace(&mut self.seat, Seat::Unmade) else { return };
        match of {
            InPlaceOf::OneTime => match door.choose_own(&who, &typed, passphrase) {
                Ok(desk) => self.enter(desk),
                Err(refused) => self.turned_away(*refused),
            },
            InPlaceOf::Forgotten => match door.recover(&who, &typed, passphrase) {
                Ok((desk, code)) => {
                    self.enter(desk);
                    self.say(
                        Kind::Warning,
                        "The recovery code was used: your passphrase is new, and the journal says so.",
                    );
                    if let Some(code) = code {
                        let now = self.now();
                        self.stack.push(Screen::Code(CodeScreen::recovery(code.groups(), now)));
                    }
                }
                Err(refused) => self.turned_away(*refused),
            },
        }
    }

    fn enter(&mut self, desk: Desk) {
        self.seat = Seat::Desk(Box::new(desk));
        self.enter_desk();
    }

    fn turned_away(&mut self, (door, why): (Door, DoorError)) {
        self.seat = Seat::Door(Box::new(door));
        self.refused_at_door(&why);
    }

    fn refused_at_door(&mut self, why: &DoorError) {
        match self.stack.last_mut() {
            Some(Screen::SignIn(screen)) => screen.refused(&why.to_string()),
            Some(Screen::Recover(screen)) => screen.refused(&why.to_string()),
            _ => {}
        }
    }

    /// Leaves a screen that showed something once.
    pub(super) fn leave_code(&mut self) {
        if self.stack.len() > 1 {
            self.stack.pop();
            self.refresh();
        } else {
            self.enter_desk();
        }
    }

    pub(super) fn key_deed(&mut self, deed: KeyDeed) {
        let now = self.now();
        let Seat::Desk(desk) = &mut self.seat else { return };
        let done = match deed {
            KeyDeed::Invite(person) => desk.invite(&person).map(|(added, once)| {
                let shown = CodeScreen::first_passphrase(&added.name, once.as_str(), now);
                (format!("{} may sign in as {}.", added.name, added.label), Some(shown))
            }),
            KeyDeed::Reset(who) => {
                let name = name_of(desk, who);
                desk.reset_passphrase(who).map(|once| {
                    let shown = CodeScreen::first_passphrase(&name, once.as_str(), now);
                    (format!("{name} has a one-time passphrase."), Some(shown))
                })
            }
            KeyDeed::NewCode => desk.new_recovery_code().map(|code| {
                let shown = CodeScreen::recovery(code.groups(), now);
                ("there is a new recovery code.".to_owned(), Some(shown))
            }),
            other => quiet(desk, other).map(|words| (words, None)),
        };
        match done {
            Ok((words, shown)) => {
                self.done(After::Close, &words);
                self.stack.extend(shown.map(Screen::Code));
            }
            Err(error) => self.refused(&error),
        }
    }
}

/// Deeds after which nothing is shown once.
fn quiet(desk: &mut Desk, deed: KeyDeed) -> Result<String, DeskError> {
    Ok(match deed {
        KeyDeed::Passphrase { old, new } => {
            desk.change_passphrase(&old.0, &new.0)?;
            "your passphrase is new.".to_owned()
        }
        KeyDeed::Pin(pin) => {
            desk.set_pin(&pin.0)?;
            "your PIN unlocks this screen until you sign out.".to_owned()
        }
        KeyDeed::Remove { who, reason } => {
            let name = name_of(desk, who);
            match desk.remove_person(who, &reason)? {
                Rotation::Done => format!("{name} may not sign in any more, and the key is new."),
                Rotation::Due => format!(
                    "{name} may not sign in any more. The key could not be changed yet; it is tried at each sign-in."
                ),
            }
        }
        KeyDeed::Rotate { reason } => {
            desk.rotate(&reason)?;
            "the store is under a new key.".to_owned()
        }
        KeyDeed::Invite(_) | KeyDeed::Reset(_) | KeyDeed::NewCode => return Err(DeskError::Unknown("act")),
    })
}

fn name_of(desk: &Desk, who: PractitionerId) -> String {
    let access = desk.access().unwrap_or_default();
    access.into_iter().find(|one| one.person.id == who).map_or_else(String::new, |one| one.person.name)
}
