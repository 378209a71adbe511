//! What is put right on a record: a line struck, a position, details, who is who, reopening.

use chrono::NaiveDateTime;
use uuid::Uuid;

use super::pathway::Faulty;
use super::{about, chosen, options};
use crate::desk::record::Line;
use crate::desk::{Desk, DeskError};
use crate::domain::detail::{DetailItem, DetailKind};
use crate::domain::event::Correction;
use crate::domain::ids::{EpisodeId, PersonId};
use crate::domain::referral::{Birth, Person};
use crate::domain::service::label;
use crate::domain::time::{local, near};
use crate::tui::effect::PathwayDeed;
use crate::tui::widgets::age::AgeOrBirth;
use crate::tui::widgets::card::{Card, ChoiceOption, Field};

/// The entry named, or one chosen from those that can be struck. A note is put right by its new
/// words; everything else is recorded anew.
pub(super) fn strike(
    desk: &Desk,
    id: EpisodeId,
    event: Option<Uuid>,
    now: NaiveDateTime,
) -> Result<Card, DeskError> {
    let record = desk.read_record(id)?;
    let lines = record.lines.iter().filter(|line| line.can_be_struck);
    let named: Vec<_> = lines.filter(|line| event.is_none_or(|event| line.event == event)).collect();
    if named.is_empty() {
        return Err(DeskError::refused(
            "No entry here can be struck.",
            "Record what is true now; a form is amended, an answer changed, a clock told again.",
        ));
    }
    let notes = &record.episode.notes;
    let note = event.and_then(|event| notes.iter().find(|note| note.event == Some(event)));
    let entries =
        named.iter().map(|line| ChoiceOption::new(line.event.to_string(), entry_words(line, desk))).collect();
    let purpose = match (event, named.first()) {
        (Some(_), Some(line)) => entry_words(line, desk),
        _ => "It stays to be read, marked as struck, and counts no more.".to_owned(),
    };
    let entry = Field::choice("entry", "Entry", entries).required();
    let entry = match event {
        Some(event) => entry.default(&event.to_string()),
        None => entry,
    };
    let what = if note.is_some() { "Put a note right" } else { "Strike an entry" };
    let mut card = Card::new(format!("{what}: {}", about(desk, id)?), purpose, now).with(entry).with(
        Field::text("reason", "What was wrong")
            .required()
            .help("The entry stays to be read, marked as struck with this reason, and counts no more."),
    );
    if let Some(note) = note {
        card = card.with(
            Field::long_text("instead", "New words")
                .default(&note.text)
                .help("The note as it should read. Empty it where nothing takes its place."),
        );
    }
    if event.is_some() {
        card.focus_on("reason");
    }
    Ok(card)
}

fn entry_words(line: &Line, desk: &Desk) -> String {
    format!("{} {}", near(line.at, desk.now()), line.words)
}

pub(super) fn strike_deed(card: &Card) -> Result<PathwayDeed, Faulty> {
    let event =
        Uuid::parse_str(&chosen(card, "entry")).ok().ok_or(("entry", "Choose an entry.".to_owned()))?;
    let instead = card.has("instead").then(|| card.text("instead"));
    if instead.is_some() && !card.is_changed("instead") {
        let why = "These are the words that stand. Change them, or empty this to strike the note.";
        return Err(("instead", why.to_owned()));
    }
    Ok(PathwayDeed::Strike { event, reason: card.text("reason"), instead })
}

pub(super) fn counter_sign(desk: &Desk, id: EpisodeId, now: NaiveDateTime) -> Result<Card, DeskError> {
    let episode = desk.episode(id)?;
    let waiting: Vec<&str> = episode.work.unsigned.iter().map(|open| open.what.as_str()).collect();
    if waiting.is_empty() {
        return Err(DeskError::refused(
            "Nothing here waits for a counter-signature.",
            "Nothing was changed.",
        ));
    }
    let sure = vec![ChoiceOption::new("sign", "Yes, I have read and sign them")];
    let title = format!("Counter-sign: {}", about(desk, id)?);
    Ok(Card::new(title, waiting.join("; "), now)
        .with(Field::choice("sure", "Sign?", sure).required().help(waiting.join("; "))))
}

pub(super) fn reopen(desk: &Desk, id: EpisodeId, now: NaiveDateTime) -> Result<Card, DeskError> {
    let purpose = "Stands on the board again, where it was left.";
    Ok(Card::new(format!("Reopen {}", about(desk, id)?), purpose, now).with(
        Field::text("reason", "Why")
            .required()
            .help("GP rang back. Somebody detained anew is a new referral."),
    ))
}

pub(super) fn position(desk: &Desk, id: EpisodeId, now: NaiveDateTime) -> Result<Card, DeskError> {
    let lists = &desk.service().lists;
    let stands = desk.episode(id)?.referral.legal_position;
    let purpose = format!("Now: {}. The clock changes with it.", label(&lists.legal_positions, &stands));
    Ok(Card::new(format!("Legal position of {}", about(desk, id)?), purpose, now)
        .with(Field::choice("position", "New position", options(&lists.legal_positions)).required())
        .with(Field::text("told_by", "Told by").required().help("Name or role: Sgt Patel.")))
}

pub(super) fn position_deed(card: &Card) -> PathwayDeed {
    PathwayDeed::Position { position: chosen(card, "position"), told_by: card.text("told_by") }
}

pub(super) fn correct(desk: &Desk, id: EpisodeId, now: NaiveDateTime) -> Result<Card, DeskError> {
    let lists = &desk.service().lists;
    let episode = desk.episode(id)?;
    let person = episode.person();
    let birth = match person.birth {
        Birth::On(day) => day.format("%d/%m/%Y").to_string(),
        Birth::Aged { years, .. } => years.to_string(),
        Birth::Unknown => String::new(),
    };
    let purpose = "What was known before stays in the record, with your reason.";
    Ok(Card::new(format!("Correct {}", about(desk, id)?), purpose, now)
        .with(Field::text("surname", "Surname").required().default(&person.surname))
        .with(Field::text("given", "Given names").default(&person.given))
        .with(Field::age_or_birth("age", "Age or birth").default(&birth))
        .with(Field::choice("sex", "Sex", options(&lists.sexes)).required().default(&person.sex))
        .with(Field::text("custody_ref", "Custody ref").default(&episode.referral.custody_ref))
        .with(Field::text("reason", "How you know").required().help("Passport seen; told by Sgt Patel.")))
}

pub(super) fn correct_deed(card: &Card) -> PathwayDeed {
    let birth = match card.age("age") {
        Some(AgeOrBirth::Age(years)) => Birth::Aged { years: years.into(), on: card.now().date() },
        Some(AgeOrBirth::Born(day)) => Birth::On(day),
        None => Birth::Unknown,
    };
    PathwayDeed::Correct(Correction {
        person: Person {
            surname: card.text("surname"),
            given: card.text("given"),
            birth,
            sex: chosen(card, "sex"),
        },
        custody_ref: card.text("custody_ref"),
        reason: card.text("reason"),
    })
}

pub(super) fn detail(
    desk: &Desk,
    id: EpisodeId,
    item: DetailItem,
    now: NaiveDateTime,
) -> Result<Card, DeskError> {
    let lists = &desk.service().lists;
    let stands = desk.episode(id)?.details.get(item.code()).cloned().unwrap_or_default();
    let title = format!("{}: {}", item.words(), about(desk, id)?);
    let field = match item.kind() {
        DetailKind::List => {
            Field::choice("value", "Recorded as", options(item.list(lists).unwrap_or_default()))
                .help("Backspace empties it: then nothing is recorded.")
        }
        DetailKind::NhsNumber => Field::text("value", "NHS number")
            .help("Ten digits; the last one is checked. Empty takes it back."),
        DetailKind::Text => Field::text("value", "Recorded as").help("Empty takes it back."),
    };
    let purpose = "\"Not recorded\" is not an answer; \"not stated\" and \"not known\" are.";
    Ok(Card::new(title, purpose, now).with(field.default(&stands)))
}

pub(super) fn detail_deed(card: &Card, item: DetailItem) -> PathwayDeed {
    let value = match item.kind() {
        DetailKind::List => chosen(card, "value"),
        DetailKind::NhsNumber | DetailKind::Text => card.text("value"),
    };
    PathwayDeed::Detail { item, value }
}

/// Choosing this parts the episode from the others of the person.
const PART: &str = "part";

pub(super) fn same_person(desk: &Desk, id: EpisodeId, now: NaiveDateTime) -> Result<Card, DeskError> {
    let episode = desk.episode(id)?;
    let mut choices: Vec<ChoiceOption> = desk
        .alike_to(id)?
        .into_iter()
        .map(|one| {
            let came = local(one.received_at).format("%-d %b %Y");
            ChoiceOption::new(
                one.episode.0.to_string(),
                format!("{} {} {came}, {}", one.reference, one.name, one.why),
            )
        })
        .collect();
    let linked = episode.person_id != PersonId(id.0);
    if linked {
        choices.push(ChoiceOption::new(PART, "Not the same: this episode stands for itself"));
    }
    let purpose = if linked { "Linked to an earlier episode." } else { "Stands for itself so far." };
    let mut card = Card::new(format!("Who is {}", about(desk, id)?), purpose, now);
    if !choices.is_empty() {
        card = card.with(
            Field::choice("who", "Same as", choices)
                .help("Likely ones: the same custody reference, or surname and birth."),
        );
    }
    Ok(card.with(
        Field::text("reference", "Reference")
            .help("Of the other episode, where it is not offered: BRO-26-00012."),
    ))
}

pub(super) fn same_person_deed(card: &Card) -> Result<PathwayDeed, Faulty> {
    let reference = card.text("reference").to_uppercase();
    let who = if card.has("who") { chosen(card, "who") } else { String::new() };
    match (who.as_str(), reference.is_empty()) {
        ("", true) => Err(("reference", "Choose an episode, or give its reference.".to_owned())),
        ("", false) => Ok(PathwayDeed::LinkReference { reference }),
        (_, false) => Err(("reference", "Choose one, or give a reference; not both.".to_owned())),
        (PART, true) => Ok(PathwayDeed::Part),
        (id, true) => Uuid::parse_str(id)
            .map(|id| PathwayDeed::Link { other: EpisodeId(id) })
            .ok()
            .ok_or(("who", "Choose an episode.".to_owned())),
    }
}
