//! Contacts, what custody and court were told, capacity, and the follow-up.

use chrono::NaiveDateTime;
use uuid::Uuid;

use super::pathway::Faulty;
use super::{about, chosen, instant, needed_instant, options};
use crate::desk::{Desk, DeskError};
use crate::domain::detail::DetailItem;
use crate::domain::event::{Capacity, Contact, FollowUp, Informing};
use crate::domain::ids::EpisodeId;
use crate::domain::service::label_within;
use crate::tui::effect::PathwayDeed;
use crate::tui::widgets::card::{Blank, Card, ChoiceOption, Field};
use crate::tui::widgets::when::Bias;

pub(super) fn inform(desk: &Desk, id: EpisodeId, now: NaiveDateTime) -> Result<Card, DeskError> {
    let how = vec![
        ChoiceOption::new("both", "By voice, and written in their record"),
        ChoiceOption::new("voice", "By voice only, so far"),
        ChoiceOption::new("written", "Written in their record only, so far"),
    ];
    let title = format!("Inform about {}", about(desk, id)?);
    let episode = desk.episode(id)?;
    let purpose = match (&episode.work.decision, desk.untold_risk(&episode)) {
        (Some(decision), Some(_)) => {
            let risk = label_within(&desk.service().lists.risk_levels, &decision.what.risk);
            format!("Custody is still to be told of the risk found ({risk}), by voice and in their record.")
        }
        _ => "What custody or the court was told. No red flag is open.".to_owned(),
    };
    Ok(Card::new(title, purpose, now)
        .with(Field::text("told_to", "Who was told").required().help("Name and number: Sgt Patel 4411."))
        .with(Field::choice("how", "How", how).required())
        .with(Field::long_text("text", "What").required())
        .with(
            Field::when("at", "When", Bias::Past, Blank::Now)
                .help("Empty means now; -5 or 19:52 for earlier."),
        ))
}

pub(super) fn inform_deed(card: &Card) -> Result<PathwayDeed, Faulty> {
    let how = chosen(card, "how");
    let informing = Informing {
        told_to: card.text("told_to"),
        by_voice: how != "written",
        in_record: how != "voice",
        text: card.text("text"),
    };
    Ok(PathwayDeed::Inform { informing, at: needed_instant(card, "at")? })
}

pub(super) fn contact(desk: &Desk, id: EpisodeId, now: NaiveDateTime) -> Result<Card, DeskError> {
    let lists = &desk.service().lists;
    let title = format!("Contact, {}", about(desk, id)?);
    Ok(Card::new(title, "With the person or about them. Ctrl-O where it was earlier.", now)
        .with(Field::choice("kind", "Kind", options(&lists.contact_kinds)).required())
        .with(Field::choice("outcome", "Outcome", options(&lists.contact_outcomes)).required())
        .with(Field::text("with", "With whom").help("CMHT duty, J. Adeyemi; the mother."))
        .with(
            Field::long_text("text", "What was said")
                .help("Need, risk, what was agreed. Never what they say about the alleged offence."),
        ))
}

pub(super) fn contact_deed(card: &Card) -> PathwayDeed {
    PathwayDeed::Contact(Contact {
        kind: chosen(card, "kind"),
        with: card.text("with"),
        outcome: chosen(card, "outcome"),
        text: card.text("text"),
    })
}

/// Capacity for one decision; `again` names the entry whose decision is looked at again.
pub(super) fn capacity(
    desk: &Desk,
    id: EpisodeId,
    again: Option<Uuid>,
    now: NaiveDateTime,
) -> Result<Card, DeskError> {
    let episode = desk.episode(id)?;
    let before = episode.work.capacity.iter().find(|entry| Some(entry.event) == again);
    let decision = before.map_or("", |entry| entry.what.decision.as_str());
    let title = format!("Capacity of {}", about(desk, id)?);
    let purpose = "For one decision, now. Capacity is presumed (MCA 2005 s.1).";
    Ok(Card::new(title, purpose, now)
        .with(
            Field::text("decision", "Which decision")
                .required()
                .default(decision)
                .help("To be seen by us; to share with the court."),
        )
        .with(Field::yes_no("understands", "Understands it").required())
        .with(Field::yes_no("retains", "Retains it").required().help("Long enough to decide."))
        .with(Field::yes_no("weighs", "Weighs it").required().help("Uses or weighs what was said."))
        .with(Field::yes_no("communicates", "Tells a choice").required().help("By any means."))
        .with(
            Field::text("cause", "Because of")
                .help("The impairment that causes what is missing: intoxication."),
        )
        .with(
            Field::text("best", "Best interests")
                .help("What is done for the person now, and with whom it was talked over."),
        )
        .with(
            Field::when("review", "Look again", Bias::Future, Blank::Nothing)
                .help("Intoxication passes. Empty where it need not be looked at again."),
        ))
}

pub(super) fn capacity_deed(card: &Card) -> PathwayDeed {
    let yes = |id| card.yes(id).unwrap_or(false);
    PathwayDeed::Capacity(Capacity {
        decision: card.text("decision"),
        understands: yes("understands"),
        retains: yes("retains"),
        weighs: yes("weighs"),
        communicates: yes("communicates"),
        cause: card.text("cause"),
        best_interests: card.text("best"),
        review_at: instant(card, "review"),
    })
}

/// A follow-up, or its end where one runs.
pub(super) fn follow_up(desk: &Desk, id: EpisodeId, now: NaiveDateTime) -> Result<Card, DeskError> {
    let (episode, whom) = (desk.episode(id)?, about(desk, id)?);
    if let Some(running) = &episode.work.follow_up {
        let plan = &running.what;
        let purpose = format!("{}: {}", plan.worker, plan.purpose);
        return Ok(Card::new(format!("End the follow-up of {whom}"), purpose, now).with(
            Field::text("outcome", "Came of it")
                .required()
                .help("Seen by CMHT; did not answer, three tries."),
        ));
    }
    let safe = episode.details.get(DetailItem::SafeContact.code()).cloned().unwrap_or_default();
    Ok(Card::new(format!("Follow up {whom}"), "Stands on the board until it is ended.", now)
        .with(Field::text("purpose", "What for").required().help("Goes along to the first appointment."))
        .with(
            Field::when("due", "First contact", Bias::Future, Blank::Nothing)
                .required()
                .help("Thu 10:00, or 26/11 10:00."),
        )
        .with(
            Field::text("contact", "Reached by")
                .required()
                .default(&safe)
                .help("How the person can be reached safely: own mobile, through the hostel."),
        )
        .with(Field::yes_no("message", "Message safe?").required().help("May a message be left there?"))
        .with(Field::text("worker", "Who").required().proposed(&desk.who().name)))
}

pub(super) fn follow_up_deed(card: &Card) -> Result<PathwayDeed, Faulty> {
    if card.has("outcome") {
        return Ok(PathwayDeed::EndFollowUp { outcome: card.text("outcome") });
    }
    Ok(PathwayDeed::PlanFollowUp(FollowUp {
        worker: card.text("worker"),
        purpose: card.text("purpose"),
        first_due: needed_instant(card, "due")?,
        contact: card.text("contact"),
        message_safe: card.yes("message").unwrap_or(false),
    }))
}
