//! Who gets in: passphrase, PIN, people, recovery code, key.

use chrono::NaiveDateTime;

use super::chosen;
use super::person::{read_twice, twice};
use crate::desk::keys::Access;
use crate::desk::{Desk, DeskError};
use crate::domain::ids::PractitionerId;
use crate::tui::effect::{Deed, Hidden, KeyDeed};
use crate::tui::widgets::card::{Card, ChoiceOption, Field};

type Faulty = (&'static str, String);

const RESET: &str = "reset";
const REMOVE: &str = "remove";

pub(super) fn passphrase(now: NaiveDateTime) -> Card {
    let purpose =
        "The old one opens nothing from then on. Your PIN, if you have one, stays until you sign out.";
    twice(Card::new("Your passphrase", purpose, now).with(Field::secret("old", "The one of now").required()))
}

pub(super) fn passphrase_deed(card: &mut Card) -> Result<Deed, Faulty> {
    let new = Hidden(read_twice(card)?);
    Ok(Deed::Key(KeyDeed::Passphrase { old: Hidden(card.take_secret("old")), new }))
}

pub(super) fn pin(desk: &Desk, now: NaiveDateTime) -> Card {
    let security = &desk.service().security;
    let purpose = format!(
        "{} digits, typed in place of the passphrase when your screen is locked. It is forgotten when you sign out, \
         after {} h, and after three wrong ones.",
        security.pin_digits, security.pin_hours
    );
    Card::new("A PIN for this shift", purpose, now)
        .with(Field::secret("pin", "PIN").required())
        .with(Field::secret("again", "Once more").required())
}

pub(super) fn pin_deed(card: &mut Card) -> Result<Deed, Faulty> {
    let (pin, again) = (card.take_secret("pin"), card.take_secret("again"));
    if pin != again {
        return Err(("pin", "The two differ. Type both again.".to_owned()));
    }
    Ok(Deed::Key(KeyDeed::Pin(Hidden(pin))))
}

pub(super) fn people(desk: &Desk, now: NaiveDateTime) -> Result<Card, DeskError> {
    let others: Vec<Access> =
        desk.access()?.into_iter().filter(|access| access.person.id != desk.who().id).collect();
    if others.is_empty() {
        return Err(DeskError::refused("Nobody but you may sign in.", "Add a person first."));
    }
    let role = |code: &str| desk.service().role(code).map_or(code.to_owned(), |role| role.label.clone());
    let people = others.iter().map(|access| {
        let person = &access.person;
        let first = if access.one_time { ", has not chosen a passphrase yet" } else { "" };
        let words = format!("{}  {}, {}{first}", person.label, person.name, role(&person.role));
        ChoiceOption::new(person.id.0.to_string(), words)
    });
    let what = vec![
        ChoiceOption::new(RESET, "Give them a one-time passphrase: theirs is forgotten"),
        ChoiceOption::new(REMOVE, "Remove them: they may not sign in, and the key is changed"),
    ];
    Ok(Card::new("Who may sign in", "What they recorded stays under their name.", now)
        .with(Field::choice("who", "Who", people.collect()).required())
        .with(Field::choice("what", "What", what).required())
        .with(Field::text("reason", "Why").help("Needed for a removal: left the service, changed site.")))
}

pub(super) fn people_deed(card: &Card) -> Result<Deed, Faulty> {
    let who = uuid::Uuid::try_parse(&chosen(card, "who")).ok().map(PractitionerId);
    let who = who.ok_or_else(|| ("who", "Choose somebody.".to_owned()))?;
    let reason = card.text("reason");
    Ok(Deed::Key(match chosen(card, "what").as_str() {
        REMOVE if reason.is_empty() => return Err(("reason", "A removal needs its reason.".to_owned())),
        REMOVE => KeyDeed::Remove { who, reason },
        _ => KeyDeed::Reset(who),
    }))
}

pub(super) fn new_code(now: NaiveDateTime) -> Card {
    let sure = vec![ChoiceOption::new("make", "Make it; I have paper at hand")];
    Card::new(
        "A new recovery code",
        "The one on paper opens nothing from then on. The new one is shown once.",
        now,
    )
    .with(Field::choice("sure", "Make it?", sure).required())
}

pub(super) fn rotate(desk: &Desk, now: NaiveDateTime) -> Result<Card, DeskError> {
    let due = if desk.is_rotation_due()? { " It is due: somebody was removed." } else { "" };
    let purpose = format!(
        "Everybody's passphrase stays as it is. Older copies of the store go on under the key of before.{due}"
    );
    Ok(Card::new("Change the key of the store", purpose, now).with(Field::text("reason", "Why").required()))
}

pub(super) fn acknowledge(desk: &Desk, now: NaiveDateTime) -> Result<Card, DeskError> {
    let Some(reason) = desk.read_only() else {
        return Err(DeskError::refused("The store is as it was left.", "There is nothing to acknowledge."));
    };
    let purpose = format!(
        "{reason} Compare with paper and with colleagues first: what is missing has to be entered again. From here on \
         the store counts as whole."
    );
    Ok(Card::new("Go on with this store", purpose, now)
        .with(Field::text("reason", "What happened").required()))
}
