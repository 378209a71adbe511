//! The shift: start, away from the suite, custody list, a line about the site, print.

use chrono::NaiveDateTime;

use super::{chosen, needed_instant};
use crate::desk::shift::NewShift;
use crate::desk::{Desk, DeskError};
use crate::domain::time::local;
use crate::tui::effect::{Deed, ReceiveDeed};
use crate::tui::keymap::{Act, Context, key_of};
use crate::tui::widgets::card::{Blank, Card, ChoiceOption, Field};
use crate::tui::widgets::when::{Bias, written};

type Faulty = (&'static str, String);

/// Choosing this covers every site of one kind at once.
const SEPARATOR: &str = "+";

pub(super) fn start(desk: &Desk, now: NaiveDateTime) -> Card {
    let service = desk.service();
    let mut sites: Vec<ChoiceOption> =
        service.sites.iter().map(|site| ChoiceOption::new(site.code.as_str(), site.name.as_str())).collect();
    for kind in [crate::domain::service::SiteKind::Custody, crate::domain::service::SiteKind::Court] {
        let codes: Vec<&str> =
            service.sites.iter().filter(|site| site.kind == kind).map(|site| site.code.as_str()).collect();
        if codes.len() > 1 {
            sites.push(ChoiceOption::new(codes.join(SEPARATOR), codes.join(" and ")));
        }
    }
    let roles =
        service.roles.iter().map(|role| ChoiceOption::new(role.code.as_str(), role.label.as_str())).collect();
    let ends =
        service.sites.iter().find_map(|site| desk.patterns_now(&site.code).first().map(|(_, end)| *end));
    let field = Field::when("ends", "Until", Bias::Future, Blank::Nothing).required().help("22:00, or +8h.");
    let ends = match ends {
        Some(end) => field.default(&local(end).format("%H:%M").to_string()),
        None => field,
    };
    Card::new(
        "Start your shift",
        "The board shows colleagues that you cover, until when, and your number.",
        now,
    )
    .with(Field::choice("site", "Where", sites).required())
    .with(Field::text("phone", "Your number").required().help("The number custody rings to reach you."))
    .with(Field::yes_no("youth", "Youth worker on?").required().help("If not, under-18s join your queue."))
    .with(ends)
    .with(Field::choice("role", "Role", roles).required().default(&desk.who().role))
}

pub(super) fn start_deed(card: &Card) -> Result<Deed, Faulty> {
    Ok(Deed::StartShift(NewShift {
        sites: chosen(card, "site").split(SEPARATOR).map(str::to_owned).collect(),
        role: chosen(card, "role"),
        phone: card.text("phone"),
        ends_at: needed_instant(card, "ends")?,
        youth_worker: card.yes("youth").unwrap_or(false),
    }))
}

pub(super) fn end(desk: &Desk, now: NaiveDateTime) -> Result<Card, DeskError> {
    let shift =
        desk.shift()?.ok_or_else(|| DeskError::refused("You have no shift open.", "Nothing to end."))?;
    let planned = written(local(shift.ends_at), now);
    let sure = vec![ChoiceOption::new("end", "End my shift and sign me out")];
    let handover = if desk.has_handed_over()? {
        "The handover of this shift was issued.".to_owned()
    } else {
        let key = key_of(Context::Board, Act::Handover);
        format!("NO HANDOVER of this shift was issued yet: Esc, then {key} on the board.")
    };
    Ok(Card::new("End your shift", format!("Planned until {planned}. {handover}"), now)
        .with(Field::choice("sure", "End it?", sure).required()))
}

pub(super) fn off_suite(desk: &Desk, now: NaiveDateTime) -> Result<Card, DeskError> {
    let shift = desk
        .shift()?
        .ok_or_else(|| DeskError::refused("You have no shift open.", "Sign in and start one."))?;
    Ok(Card::new("Leaving the suite", "Stands on the board and on the handover until you are back.", now)
        .with(
            Field::text("phone", "Number").required().proposed(&shift.phone).help("It must reach you there."),
        )
        .with(Field::when("back", "Back at", Bias::Future, Blank::Nothing).required().help("20:10, or +25."))
        .with(Field::text("place", "Where to"))
        .with(Field::text("told", "Whom you told").help("Sgt Patel.")))
}

pub(super) fn off_suite_deed(card: &Card) -> Result<Deed, Faulty> {
    let back_at = needed_instant(card, "back")?;
    Ok(Deed::GoOffSuite {
        place: card.text("place"),
        phone: card.text("phone"),
        back_at,
        told: card.text("told"),
    })
}

/// Sites of the shift, or all of them: what a card about a site offers.
pub(super) fn sites(desk: &Desk) -> Result<Vec<ChoiceOption>, DeskError> {
    let own = desk.shift()?.map(|shift| shift.sites).unwrap_or_default();
    let service = desk.service();
    let sites = service.sites.iter().filter(|site| own.is_empty() || own.contains(&site.code));
    Ok(sites.map(|site| ChoiceOption::new(site.code.as_str(), site.name.as_str())).collect())
}

pub(super) fn custody_list(desk: &Desk, now: NaiveDateTime) -> Result<Card, DeskError> {
    let sites = sites(desk)?;
    let only = sites.first().filter(|_| sites.len() == 1).map(|site| site.code.clone());
    let site = Field::choice("site", "Site", sites).required();
    let counts = |card: Card| {
        card.with(Field::number("detained", "Detained", 0..=999).required()).with(
            Field::number("picked", "Picked up", 0..=999)
                .required()
                .help("How many of them L&D now means to see."),
        )
    };
    let card = Card::new("Custody list checked", "Counts as checked now, by you.", now);
    Ok(match only {
        // One site: it need not be asked, but stands there, after the counts.
        Some(code) => {
            let mut card = card.with(site.default(&code));
            card = counts(card);
            card.focus_on("detained");
            card
        }
        None => counts(card.with(site)),
    })
}

pub(super) fn custody_list_deed(card: &Card) -> Deed {
    let count = |id| card.number(id).and_then(|n| u32::try_from(n).ok()).unwrap_or(0);
    Deed::CheckCustodyList {
        site: chosen(card, "site"),
        detained: count("detained"),
        picked_up: count("picked"),
    }
}

/// Parts of the code that says which system works again.
const UP: char = '|';

pub(super) fn site_note(desk: &Desk, now: NaiveDateTime) -> Result<Card, DeskError> {
    let sites = sites(desk)?;
    let mut what = vec![
        ChoiceOption::new("line", "A line for the handover"),
        ChoiceOption::new("down", "A system is down"),
        ChoiceOption::new("paper", "Notes on paper to be typed in"),
    ];
    for (site, log) in desk.site_logs()? {
        let up = |(system, _): &(String, _)| {
            ChoiceOption::new(format!("{site}{UP}{system}"), format!("{system} works again at {site}"))
        };
        what.extend(log.down.iter().map(up));
    }
    let first = sites.first().map(|site| site.code.clone()).unwrap_or_default();
    let text = Field::text("text", "Words")
        .help("The line; or the name of the system; or how many notes, 0 when all are typed in.");
    Ok(Card::new("About the site", "Stands on the next handover.", now)
        .with(Field::choice("what", "What", what).required())
        .with(text)
        .with(Field::choice("site", "Site", sites).required().default(&first)))
}

pub(super) fn site_note_deed(card: &Card) -> Result<Deed, Faulty> {
    let (site, text) = (chosen(card, "site"), card.text("text"));
    let what = chosen(card, "what");
    if let Some((site, system)) = what.split_once(UP) {
        let (site, system) = (site.to_owned(), system.to_owned());
        return Ok(Deed::Received(ReceiveDeed::SystemUp { site, system }));
    }
    Ok(match what.as_str() {
        "down" => Deed::Received(ReceiveDeed::SystemDown { site, system: text }),
        "paper" => {
            let count = text.trim().parse().ok();
            let waiting = count.ok_or_else(|| ("text", "How many? A number.".to_owned()))?;
            Deed::Received(ReceiveDeed::PaperNotes { site, waiting })
        }
        _ => Deed::NoteSite { site, text },
    })
}
