//! A further person who may sign in.

use chrono::NaiveDateTime;

use super::chosen;
use crate::desk::Desk;
use crate::desk::door::NewPerson;
use crate::tui::effect::Deed;
use crate::tui::widgets::card::{Card, ChoiceOption, Field};

type Faulty = (&'static str, String);

pub(super) fn card(desk: &Desk, now: NaiveDateTime) -> Card {
    fields(desk.service(), Card::new("Add a person", "They sign in with their own passphrase.", now))
}

/// The fields that make a person, here and at set-up.
pub(in crate::tui) fn fields(service: &crate::domain::service::Service, card: Card) -> Card {
    let roles =
        service.roles.iter().map(|role| ChoiceOption::new(role.code.as_str(), role.label.as_str())).collect();
    card.with(Field::text("name", "Full name").required().help("As colleagues know it: Ada Okafor."))
        .with(Field::text("sign_in", "Sign-in name").required().help("Short, no spaces: okafor."))
        .with(Field::choice("role", "Role", roles).required())
        .with(
            Field::secret("passphrase", "Passphrase").required().help(
                "At least 12 characters; three or four words are good. Nobody can read it back to you.",
            ),
        )
        .with(Field::secret("again", "Once more").required())
}

/// Reads the fields; the passphrase is taken out of the card.
pub(in crate::tui) fn read(card: &mut Card) -> Result<(NewPerson, zeroize::Zeroizing<String>), Faulty> {
    let (passphrase, again) = (card.take_secret("passphrase"), card.take_secret("again"));
    if passphrase != again {
        return Err(("passphrase", "The two passphrases differ. Type both again.".to_owned()));
    }
    let sign_in_name = card.text("sign_in");
    if sign_in_name.contains(' ') {
        return Err((
            "sign_in",
            "The sign-in name has no spaces. Type the passphrases again too.".to_owned(),
        ));
    }
    Ok((NewPerson { name: card.text("name"), sign_in_name, role: chosen(card, "role") }, passphrase))
}

pub(super) fn deed(card: &mut Card) -> Result<Deed, Faulty> {
    let (person, passphrase) = read(card)?;
    Ok(Deed::AddPerson { person, passphrase })
}
