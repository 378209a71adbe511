//! Who comes first and what follows: referral taken, triage, pin, decision, escalation.

use chrono::NaiveDateTime;

use super::pathway::Faulty;
use super::{about, chosen, needed_instant, options};
use crate::desk::{Desk, DeskError};
use crate::domain::board;
use crate::domain::episode::Episode;
use crate::domain::event::{Decision, Found, FoundLevel, Taking, Triage};
use crate::domain::ids::{EpisodeId, EscalationId};
use crate::tui::effect::PathwayDeed;
use crate::tui::widgets::card::{Blank, Card, ChoiceOption, Field};
use crate::tui::widgets::when::Bias;

pub(super) fn take(desk: &Desk, id: EpisodeId, now: NaiveDateTime) -> Result<Card, DeskError> {
    let lists = &desk.service().lists;
    let title = format!("Referral of {}", about(desk, id)?);
    Ok(Card::new(title, "Somebody asks us to see the person you found on the list.", now)
        .with(Field::choice("source", "Source", options(&lists.sources)).required())
        .with(Field::text("told_by", "Told by").required().help("Name or role: Sgt Patel, HCP Brooks."))
        .with(Field::choice("reason", "Main reason", options(&lists.reasons)).required())
        .with(
            Field::choice("priority", "Priority", options(&lists.priorities))
                .help("Leave it empty where nobody has triaged yet; the board calls until it is done."),
        )
        .with(Field::when("received", "Received", Bias::Past, Blank::Now).help("Empty means now."))
        .with(
            Field::text("details", "Details")
                .help("Need and risk as told. Never what they say about the alleged offence."),
        ))
}

pub(super) fn take_deed(card: &Card) -> Result<PathwayDeed, Faulty> {
    Ok(PathwayDeed::TakeReferral(Taking {
        source: chosen(card, "source"),
        told_by: card.text("told_by"),
        received_at: needed_instant(card, "received")?,
        reason: chosen(card, "reason"),
        details: card.text("details"),
        priority: chosen(card, "priority"),
    }))
}

pub(super) fn triage(desk: &Desk, id: EpisodeId, now: NaiveDateTime) -> Result<Card, DeskError> {
    let service = desk.service();
    let episode = desk.episode(id)?;
    let (ruled, why) = board::tier_by_rules(&episode, service, desk.now());
    let tiers = (0..=3u8).map(|tier| ChoiceOption::new(tier.to_string(), format!("T{tier}"))).collect();
    let title = format!("Triage {}", about(desk, id)?);
    let purpose = format!("The rules say T{ruled}: {why}.");
    Ok(Card::new(title, purpose, now)
        .with(
            Field::choice("priority", "Priority", options(&service.lists.priorities))
                .required()
                .default(&episode.referral.priority),
        )
        .with(
            Field::choice("tier", "Tier by hand", tiers)
                .help("Leave it empty and the rules decide. Below them it needs a reason."),
        )
        .with(
            Field::text("reason", "Why this tier")
                .help("What is seen or told: calm, with his mother, asks for us."),
        )
        .with(
            Field::text("advice", "Advice given")
                .help("What should be done until we are there: level 3 observation."),
        )
        .with(Field::text("advised", "Given to").help("By name: Sgt Patel.")))
}

pub(super) fn triage_deed(card: &Card) -> PathwayDeed {
    PathwayDeed::Triage(Triage {
        priority: chosen(card, "priority"),
        tier: card.choice("tier").and_then(|tier| tier.parse().ok()),
        reason: card.text("reason"),
        advice: card.text("advice"),
        advised: card.text("advised"),
    })
}

/// A pin, or its end where one is set.
pub(super) fn pin(desk: &Desk, id: EpisodeId, now: NaiveDateTime) -> Result<Card, DeskError> {
    let whom = about(desk, id)?;
    let Some(pin) = desk.episode(id)?.work.pin else {
        let purpose = "Stands before the rest of the queue; red flags and tier 0 still come first.";
        return Ok(Card::new(format!("Pin {whom}"), purpose, now)
            .with(Field::text("reason", "Why first").required().help("Van at 19:30; release expected.")));
    };
    let sure = vec![ChoiceOption::new("unpin", "Yes, the rules decide again")];
    Ok(Card::new(format!("Unpin {whom}"), format!("Pinned because: {}", pin.what), now)
        .with(Field::choice("unpin", "Take it away?", sure).required()))
}

pub(super) fn pin_deed(card: &Card) -> PathwayDeed {
    if card.has("unpin") {
        return PathwayDeed::Unpin;
    }
    PathwayDeed::Pin { reason: card.text("reason") }
}

pub(super) fn decide(desk: &Desk, id: EpisodeId, now: NaiveDateTime) -> Result<Card, DeskError> {
    let lists = &desk.service().lists;
    let needed = vec![ChoiceOption::new("yes", "Yes, a full assessment"), ChoiceOption::new("no", "No")];
    let title = format!("Decision on {}", about(desk, id)?);
    Ok(Card::new(title, "What follows from the screening.", now)
        .with(Field::choice("assess", "Assessment?", needed).required())
        .with(
            Field::choice("risk", "Risk found", options(&lists.risk_levels))
                .required()
                .help("Medium and high: custody is told by voice and in writing before you close."),
        )
        .with(Field::text("reason", "Why").required())
        .with(
            Field::text("needs", "Needs found").help(
                "Low mood; alcohol; no home. Empty where none. Enter saves; Tab marks vulnerabilities.",
            ),
        )
        .with(
            Field::levels("found", "Vulnerabilities", options(&lists.vulnerabilities), found_levels())
                .help("Figures count these marks. A reason with the same name is marked beforehand.")
                .default(&found_before(&desk.episode(id)?)),
        ))
}

fn found_levels() -> Vec<ChoiceOption> {
    FoundLevel::ALL.into_iter().map(|level| ChoiceOption::new(level.code(), level.words())).collect()
}

/// What is marked before anybody marks: what the last decision found, or else the reason of the
/// referral, which something pointed to.
fn found_before(episode: &Episode) -> String {
    let stands = episode.work.decision.iter().flat_map(|decision| &decision.what.found);
    let pairs: Vec<_> = stands.map(|found| format!("{}={}", found.code, found.level.code())).collect();
    if pairs.is_empty() {
        return format!("{}={}", episode.referral.reason, FoundLevel::Suspected.code());
    }
    pairs.join(" ")
}

fn found(card: &Card) -> Vec<Found> {
    let found = |(code, level): (&str, &str)| {
        let level = FoundLevel::ALL.into_iter().find(|known| known.code() == level)?;
        Some(Found { code: code.to_owned(), level })
    };
    card.marked("found").into_iter().filter_map(found).collect()
}

pub(super) fn decide_deed(card: &Card) -> PathwayDeed {
    PathwayDeed::Decide(Decision {
        assess: chosen(card, "assess"),
        risk: chosen(card, "risk"),
        needs: card.text("needs"),
        reason: card.text("reason"),
        found: found(card),
    })
}

pub(super) fn escalate(desk: &Desk, id: EpisodeId, now: NaiveDateTime) -> Result<Card, DeskError> {
    let title = format!("Escalate {}", about(desk, id)?);
    Ok(Card::new(title, "Waits on the board until a clinician takes it. Ring them as well.", now)
        .with(Field::text("reason", "What is asked").required().help("What you need from them, and why."))
        .with(Field::text("to", "To").help("A name; empty for any clinician.")))
}

pub(super) fn take_escalation(
    desk: &Desk,
    id: EpisodeId,
    escalation: EscalationId,
    now: NaiveDateTime,
) -> Result<Card, DeskError> {
    let episode = desk.episode(id)?;
    let mut open = episode.work.open_escalations();
    let found =
        open.find(|open| open.start.escalation == escalation).ok_or(DeskError::Unknown("escalation"))?;
    let sure = vec![ChoiceOption::new("take", "Yes, I take it")];
    Ok(Card::new(format!("Escalation of {}", about(desk, id)?), found.start.reason.clone(), now)
        .with(Field::choice("sure", "Take it?", sure).required()))
}
