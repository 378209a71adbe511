//! The person's stay: hold, not seen, a clock time, another cell, left, closed.

use chrono::NaiveDateTime;

use super::{about, chosen, instant, needed_instant, options};
use crate::desk::close::Closing;
use crate::desk::{Desk, DeskError};
use crate::domain::clock::ClockKind;
use crate::domain::ids::EpisodeId;
use crate::tui::effect::Deed;
use crate::tui::widgets::card::{Blank, Card, ChoiceOption, Field};
use crate::tui::widgets::when::Bias;

type Faulty = (&'static str, String);

pub(super) fn hold(desk: &Desk, id: EpisodeId, now: NaiveDateTime) -> Result<Card, DeskError> {
    let minutes = desk.service().settings.recheck_minutes;
    Ok(Card::new(
        format!("Hold {}", about(desk, id)?),
        "Cannot be seen now. The board calls at the re-check.",
        now,
    )
    .with(Field::choice("reason", "Why not now", options(&desk.service().lists.hold_reasons)).required())
    .with(
        Field::when("recheck", "Look again at", Bias::Future, Blank::Nothing)
            .required()
            .default(&format!("+{minutes}"))
            .help("20:30, or +60 for an hour from now."),
    )
    .with(Field::text("note", "Note")))
}

pub(super) fn hold_deed(card: &Card, episode: EpisodeId) -> Result<Deed, Faulty> {
    let recheck_at = needed_instant(card, "recheck")?;
    Ok(Deed::Hold { episode, reason: chosen(card, "reason"), recheck_at, note: card.text("note") })
}

pub(super) fn end_hold(desk: &Desk, id: EpisodeId, now: NaiveDateTime) -> Result<Card, DeskError> {
    Ok(Card::new(format!("Take {} off hold", about(desk, id)?), "The person waits to be seen again.", now)
        .with(
            Field::text("result", "Found at re-check")
                .required()
                .help("Awake and willing; still asleep needs a new hold."),
        ))
}

pub(super) fn not_seen(desk: &Desk, id: EpisodeId, now: NaiveDateTime) -> Result<Card, DeskError> {
    let lists = &desk.service().lists;
    let purpose = "Closes the referral. Somebody at risk cannot leave with nothing done.";
    Ok(Card::new(format!("Not seen: {}", about(desk, id)?), purpose, now)
        .with(Field::choice("reason", "Why not seen", options(&lists.not_seen_reasons)).required())
        .with(Field::choice("instead", "Done instead", options(&lists.done_instead)).required())
        .with(Field::text("note", "Note").help("Whom you told and when; why, where nothing was done.")))
}

pub(super) fn not_seen_deed(card: &Card, episode: EpisodeId) -> Deed {
    Deed::NotSeen {
        episode,
        reason: chosen(card, "reason"),
        instead: chosen(card, "instead"),
        note: card.text("note"),
    }
}

fn clock_code(kind: ClockKind) -> String {
    format!("{kind:?}")
}

pub(super) fn clock(desk: &Desk, id: EpisodeId, now: NaiveDateTime) -> Result<Card, DeskError> {
    let kinds = ClockKind::TOLD
        .iter()
        .map(|kind| ChoiceOption::new(clock_code(*kind), kind.words()))
        .collect::<Vec<_>>();
    let purpose = "A copy of what you were told. The custody record is the authority.";
    Ok(Card::new(format!("Clock of {}", about(desk, id)?), purpose, now)
        .with(Field::choice("clock", "Which", kinds).required())
        .with(Field::when("time", "Time", Bias::Future, Blank::Nothing).help(
            "21:30, or with its day: Tue 09:15. What has happened is read as past: -20, 19:10, Sat 21:05. Empty takes the time back.",
        ))
        .with(Field::text("told_by", "Told by").required()))
}

/// The time leans the way of the clock chosen: planned times forward, what has happened back.
pub(super) fn lean(card: &mut Card) {
    let behind = clock_kind(card).is_some_and(ClockKind::lies_behind);
    card.lean("time", if behind { Bias::Past } else { Bias::Future });
}

fn clock_kind(card: &Card) -> Option<ClockKind> {
    let code = card.choice("clock")?;
    ClockKind::TOLD.into_iter().find(|kind| clock_code(*kind) == code)
}

pub(super) fn clock_deed(card: &Card, episode: EpisodeId) -> Result<Deed, Faulty> {
    let clock = clock_kind(card).ok_or(("clock", "Choose which clock.".to_owned()))?;
    Ok(Deed::TellClock { episode, clock, time: instant(card, "time"), told_by: card.text("told_by") })
}

pub(super) fn move_person(desk: &Desk, id: EpisodeId, now: NaiveDateTime) -> Result<Card, DeskError> {
    Ok(Card::new(format!("Move {}", about(desk, id)?), "Another cell or room of this site.", now)
        .with(Field::text("place", "Now in").required().help("c11, interview room 2, hospital.")))
}

pub(super) fn left(desk: &Desk, id: EpisodeId, now: NaiveDateTime) -> Result<Card, DeskError> {
    let purpose = "The person has gone: clocks stop. What is left to do stays on the board.";
    Ok(Card::new(format!("{} has left", about(desk, id)?), purpose, now)
        .with(Field::choice("outcome", "Outcome", options(&desk.service().lists.outcomes)).required())
        .with(Field::when("at", "When", Bias::Past, Blank::Now).help("Empty means now.")))
}

pub(super) fn left_deed(card: &Card, episode: EpisodeId) -> Result<Deed, Faulty> {
    Ok(Deed::Left { episode, outcome: chosen(card, "outcome"), at: needed_instant(card, "at")? })
}

pub(super) fn close(desk: &Desk, id: EpisodeId, now: NaiveDateTime) -> Result<Card, DeskError> {
    let purpose = "Takes the person off the board. Pending onward referrals stay on their own list.";
    let lists = &desk.service().lists;
    let card = Card::new(format!("Close {}", about(desk, id)?), purpose, now)
        .with(Field::choice("code", "Closure", options(&lists.closures)).required())
        .with(Field::text("note", "Note"));
    if desk.episode(id)?.left.is_some() {
        return Ok(card);
    }
    Ok(card.with(
        Field::choice("outcome", "Came of it", options(&lists.outcomes))
            .help("What the police or the court did, as far as it is known."),
    ))
}

pub(super) fn close_deed(card: &Card, episode: EpisodeId) -> Deed {
    let (code, outcome) = (chosen(card, "code"), chosen(card, "outcome"));
    Deed::Close { episode, closing: Closing { code, outcome, note: card.text("note") } }
}
