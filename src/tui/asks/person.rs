//! A further person who may sign in.

use chrono::NaiveDateTime;
use zeroize::Zeroizing;

use super::chosen;
use crate::desk::Desk;
use crate::desk::door::NewPerson;
use crate::domain::service::Service;
use crate::tui::effect::{Deed, KeyDeed};
use crate::tui::widgets::card::{Card, ChoiceOption, Field};

type Faulty = (&'static str, String);

pub(super) fn card(desk: &Desk, now: NaiveDateTime) -> Card {
    let hours = desk.service().security.one_time_hours;
    let purpose = format!(
        "They are given a passphrase that is shown once, works for {hours} h, and has to be changed at the first sign-in."
    );
    named(desk.service(), Card::new("Add a person", purpose, now))
}

fn named(service: &Service, card: Card) -> Card {
    let roles =
        service.roles.iter().map(|role| ChoiceOption::new(role.code.as_str(), role.label.as_str())).collect();
    card.with(Field::text("name", "Full name").required().help("As colleagues know it: Ada Okafor."))
        .with(Field::text("sign_in", "Sign-in name").required().help("Short, no spaces: okafor."))
        .with(Field::choice("role", "Role", roles).required())
}

/// The fields of the first person, at set-up.
pub(in crate::tui) fn fields(service: &Service, card: Card) -> Card {
    twice(named(service, card))
}

/// A new passphrase, asked for twice.
pub(in crate::tui) fn twice(card: Card) -> Card {
    card.with(
        Field::secret("passphrase", "Passphrase")
            .required()
            .help("At least 12 characters; three or four words are good. Nobody can read it back to you."),
    )
    .with(Field::secret("again", "Once more").required())
}

/// Reads the passphrase asked for twice; it is taken out of the card.
pub(in crate::tui) fn read_twice(card: &mut Card) -> Result<Zeroizing<String>, Faulty> {
    let (passphrase, again) = (card.take_secret("passphrase"), card.take_secret("again"));
    if passphrase == again {
        return Ok(passphrase);
    }
    Err(("passphrase", "The two passphrases differ. Type both again.".to_owned()))
}

/// Reads the fields; the passphrase is taken out of the card.
pub(in crate::tui) fn read(card: &mut Card) -> Result<(NewPerson, Zeroizing<String>), Faulty> {
    let passphrase = read_twice(card)?;
    let person =
        person(card).map_err(|(field, why)| (field, format!("{why} Type the passphrases again too.")))?;
    Ok((person, passphrase))
}

fn person(card: &Card) -> Result<NewPerson, Faulty> {
    let sign_in_name = card.text("sign_in");
    if sign_in_name.contains(' ') {
        return Err(("sign_in", "The sign-in name has no spaces.".to_owned()));
    }
    Ok(NewPerson { name: card.text("name"), sign_in_name, role: chosen(card, "role") })
}

pub(super) fn deed(card: &Card) -> Result<Deed, Faulty> {
    Ok(Deed::Key(KeyDeed::Invite(person(card)?)))
}
