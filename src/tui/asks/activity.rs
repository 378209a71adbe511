//! What is done without an episode: advice alone, training, a supervision, a meeting.

use chrono::NaiveDateTime;

use super::{chosen, needed_instant, options, shift};
use crate::desk::{Desk, DeskError};
use crate::domain::event::Activity;
use crate::domain::ids::PractitionerId;
use crate::domain::service::Right;
use crate::tui::effect::{BoardDeed, Deed};
use crate::tui::widgets::card::{Blank, Card, ChoiceOption, Field};
use crate::tui::widgets::when::Bias;

type Faulty = (&'static str, String);

pub(super) fn card(desk: &Desk, now: NaiveDateTime) -> Result<Card, DeskError> {
    let kinds = &desk.service().lists.service_activities;
    let sites = shift::sites(desk)?;
    let only = sites.first().filter(|_| sites.len() == 1).map(|site| site.code.clone());
    let card = Card::new(
        "Log an activity",
        "It is counted, and belongs to no episode. What concerns a person goes into their record.",
        now,
    )
    .with(Field::choice("kind", "What", options(kinds)).required())
    .with(
        Field::text("with", "With")
            .required()
            .help("A role or a team: custody sergeant, probation. Never a person whom we see."),
    )
    .with(Field::number("minutes", "Minutes", 0..=1440).help("Empty where nobody looked."))
    .with(Field::number("people", "People reached", 0..=9999).help("At a training or a meeting."))
    .with(Field::text("note", "Words").help("What about, in a few words. No clinical content."))
    .with(Field::when("at", "When", Bias::Past, Blank::Now).help("Empty means now. -30, y14:00."))
    .with(Field::choice("site", "Site", sites).default(&only.unwrap_or_default()))
    .with(Field::text("next", "Next on").help("Of a supervision: 21/12/2026. Empty where none is agreed."));
    if !desk.may(&[Right::Lead]) {
        return Ok(card);
    }
    let mut people = desk.practitioners()?;
    people.retain(|person| !person.removed);
    people.sort_by(|one, other| one.name.cmp(&other.name));
    let people = people.into_iter().map(|one| ChoiceOption::new(one.id.0.to_string(), one.name)).collect();
    Ok(card.with(
        Field::choice("about", "Supervised", people).help("Whose supervision it was. Empty means your own."),
    ))
}

pub(super) fn deed(card: &Card) -> Result<Deed, Faulty> {
    let count = |id| card.number(id).and_then(|n| u32::try_from(n).ok()).unwrap_or(0);
    let about = if card.has("about") { card.choice("about") } else { None };
    let next_due =
        if card.text("next").is_empty() { None } else { Some(super::rota::typed_day(card, "next")?) };
    let activity = Activity {
        kind: chosen(card, "kind"),
        with: card.text("with"),
        people: count("people"),
        minutes: count("minutes"),
        note: card.text("note"),
        about: about.and_then(|id| id.parse().ok()).map(PractitionerId),
        next_due,
    };
    let site = card.choice("site").map(str::to_owned);
    let at = needed_instant(card, "at")?;
    Ok(Deed::Board(BoardDeed::Log { site, activity, at }))
}
