//! What is known of somebody on the rota: skills, bank, how long registered and vetted. Dates only.

use chrono::{NaiveDate, NaiveDateTime};
use uuid::Uuid;

use super::super::chosen;
use super::{Faulty, written};
use crate::desk::rota::RotaAct;
use crate::desk::{Desk, DeskError};
use crate::domain::ids::PractitionerId;
use crate::domain::rota::Staff;
use crate::domain::text::clean_line;
use crate::tui::widgets::card::{Card, ChoiceOption, Field};

/// Parts what stands in a field as several codes.
const BETWEEN: [char; 3] = [',', ' ', ';'];

pub(super) fn card(desk: &Desk, who: Option<PractitionerId>, now: NaiveDateTime) -> Result<Card, DeskError> {
    let service = desk.service();
    let known = match who {
        Some(who) => desk.rota_staff()?.into_iter().find(|staff| staff.id == who),
        None => None,
    };
    let roles =
        service.roles.iter().map(|role| ChoiceOption::new(role.code.as_str(), role.label.as_str())).collect();
    let title =
        known.as_ref().map_or_else(|| "Somebody new on the rota".to_owned(), |staff| staff.name.clone());
    let codes: Vec<&str> = service.skills.iter().map(|skill| skill.code.as_str()).collect();
    let yes = |on: bool| if on { "yes" } else { "no" };
    let text = |read: fn(&Staff) -> String| known.as_ref().map(read).unwrap_or_default();
    let flag = |read: fn(&Staff) -> bool| yes(known.as_ref().is_some_and(read));
    let date = |day: Option<NaiveDate>| day.map(written).unwrap_or_default();
    Ok(Card::new(title, "For the rota only; who may sign in is added on the board (p).", now)
        .with(Field::text("name", "Name").required().default(&text(|staff| staff.name.clone())))
        .with(Field::text("label", "Initials").required().default(&text(|staff| staff.label.clone())))
        .with(Field::choice("role", "Role", roles).required().default(&text(|staff| staff.role.clone())))
        .with(
            Field::text("skills", "Skills besides")
                .default(&text(|staff| staff.skills.join(" ")))
                .help(format!("Beside those of the role; codes: {}.", codes.join(", "))),
        )
        .with(Field::text("phone", "Telephone").default(&text(|staff| staff.phone.clone())))
        .with(
            Field::text("registered", "Registered to")
                .default(&date(known.as_ref().and_then(|staff| staff.registered_until)))
                .help("Last day of the professional registration, 31/03/2027. Empty where not known."),
        )
        .with(
            Field::text("vetted", "Vetted to")
                .default(&date(known.as_ref().and_then(|staff| staff.vetted_until)))
                .help("Last day of the police vetting. The date and nothing else."),
        )
        .with(Field::yes_no("bank", "Bank staff").required().default(flag(|staff| staff.bank)))
        .with(
            Field::text("inducted", "Inducted at")
                .default(&text(|staff| staff.inducted.join(" ")))
                .help("Codes of the sites; asked of bank staff only."),
        )
        .with(
            Field::yes_no("opted_out", "Opted out 48 h")
                .required()
                .default(flag(|staff| staff.opted_out))
                .help("Agreed in writing to average more than the weekly hours."),
        )
        .with(Field::yes_no("left", "Has left").required().default(flag(|staff| staff.left))))
}

pub(super) fn act(card: &Card, who: Option<PractitionerId>) -> Result<RotaAct, Faulty> {
    let words = |id: &str| -> Vec<String> {
        card.text(id).split(BETWEEN).filter(|word| !word.is_empty()).map(clean_line).collect()
    };
    Ok(RotaAct::Staff(Staff {
        id: who.unwrap_or_else(|| PractitionerId(Uuid::now_v7())),
        name: clean_line(&card.text("name")),
        label: clean_line(&card.text("label")),
        role: chosen(card, "role"),
        skills: words("skills"),
        phone: clean_line(&card.text("phone")),
        bank: card.yes("bank").unwrap_or(false),
        inducted: words("inducted").into_iter().map(|code| code.to_uppercase()).collect(),
        registered_until: date(card, "registered")?,
        vetted_until: date(card, "vetted")?,
        opted_out: card.yes("opted_out").unwrap_or(false),
        left: card.yes("left").unwrap_or(false),
    }))
}

fn date(card: &Card, id: &'static str) -> Result<Option<NaiveDate>, Faulty> {
    if card.text(id).trim().is_empty() { Ok(None) } else { super::typed_day(card, id).map(Some) }
}
