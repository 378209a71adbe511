//! A new referral in one card. Optional fields stand last, so that Ctrl-S can leave them out.

use chrono::NaiveDateTime;

use super::{chosen, instant, options};
use crate::desk::referral::{Beside, NewReferral};
use crate::desk::{Desk, DeskError};
use crate::domain::referral::{Birth, Person};
use crate::tui::effect::Deed;
use crate::tui::widgets::age::AgeOrBirth;
use crate::tui::widgets::card::{Blank, Card, ChoiceOption, Field};
use crate::tui::widgets::when::Bias;

pub(super) fn card(desk: &Desk, shown: Option<&str>, now: NaiveDateTime) -> Result<Card, DeskError> {
    let service = desk.service();
    let lists = &service.lists;
    let first = desk.shift()?.and_then(|shift| shift.sites.into_iter().next());
    let own = shown.map(str::to_owned).or(first);
    let site = own.or_else(|| service.sites.first().map(|site| site.code.clone())).unwrap_or_default();
    let sites =
        service.sites.iter().map(|site| ChoiceOption::new(site.code.as_str(), site.name.as_str())).collect();
    let past = |id, label: &str, blank| Field::when(id, label, Bias::Past, blank);
    Ok(Card::new("New referral", "The person stands on the board as soon as this is saved.", now)
        .with(Field::choice("source", "Source", options(&lists.sources)).required())
        .with(Field::text("told_by", "Told by").required().help("Name or role of who told you: Sgt Patel, HCP Brooks."))
        .with(Field::text("surname", "Surname").required().help("Type Unknown if nobody knows it."))
        .with(Field::text("given", "Given names"))
        .with(Field::age_or_birth("age", "Age or birth").help("34, or 12/03/1990. Leave empty if not known."))
        .with(Field::choice("sex", "Sex", options(&lists.sexes)).required())
        .with(Field::text("place", "Cell or room").help("c07"))
        .with(Field::choice("reason", "Main reason", options(&lists.reasons)).required())
        .with(Field::choice("priority", "Priority", options(&lists.priorities)).help(
            "Leave it empty where nobody has triaged yet; the board calls until it is done.",
        ))
        .with(Field::choice("legal", "Legal position", options(&lists.legal_positions)).required())
        .with(past("relevant", "Relevant time", Blank::Nothing).help(
            "When the person came to the station: limits run from it. For s.136, arrival at the place of safety. \
             For a warrant, the arrest. As the custody record has it.",
        ))
        .with(past("authorised", "Detention auth.", Blank::Nothing).help(
            "When detention was authorised: reviews run from it. It is not the same as the relevant time.",
        ))
        .with(Field::text("known_risk", "Known risk").help(
            "Risk that was told: self-harm marker, medication, staff safety. It keeps the record from closing with nothing done.",
        ))
        .with(Field::choice("offence", "Offence group", options(&lists.offence_categories)).help(
            "The category only, where it bears on the risk. Never the account of it.",
        ))
        .with(past("received", "Received", Blank::Now).help("When you were told. Empty means now."))
        .with(Field::text("custody_ref", "Custody ref"))
        .with(Field::text("details", "Details").help(
            "What else was said about the need or the risk. Never what the person says about the alleged offence.",
        ))
        .with(Field::choice("site", "Site", sites).required().default(&site)))
}

pub(super) fn deed(card: &Card) -> Result<Deed, (&'static str, String)> {
    let received_at = card.instant("received").ok_or(("received", "This needs a time.".to_owned()))?;
    let birth = match card.age("age") {
        Some(AgeOrBirth::Age(years)) => {
            Birth::Aged { years: years.into(), on: crate::domain::time::local(received_at).date() }
        }
        Some(AgeOrBirth::Born(day)) => Birth::On(day),
        None => Birth::Unknown,
    };
    Ok(Deed::ReceiveReferral(Box::new(NewReferral {
        site: chosen(card, "site"),
        person: Person {
            surname: card.text("surname"),
            given: card.text("given"),
            birth,
            sex: chosen(card, "sex"),
        },
        source: chosen(card, "source"),
        told_by: card.text("told_by"),
        received_at,
        reason: chosen(card, "reason"),
        details: card.text("details"),
        priority: chosen(card, "priority"),
        place: card.text("place"),
        custody_ref: card.text("custody_ref"),
        legal_position: chosen(card, "legal"),
        relevant_time: instant(card, "relevant"),
        authorised_at: instant(card, "authorised"),
        beside: Beside {
            known_risk: card.text("known_risk"),
            offences: card.choice("offence").map(str::to_owned).into_iter().collect(),
            ..Beside::default()
        },
    })))
}
