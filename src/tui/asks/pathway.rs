//! Which card belongs to which step of the pathway, and the deed it makes.

use chrono::NaiveDateTime;

use super::{agencies, contact, queue, record};
use crate::desk::{Desk, DeskError};
use crate::domain::ids::EpisodeId;
use crate::tui::effect::{Deed, PathwayAsk, PathwayDeed};
use crate::tui::widgets::card::Card;

pub(super) type Faulty = (&'static str, String);

pub(super) fn card(
    desk: &Desk,
    id: EpisodeId,
    what: &PathwayAsk,
    now: NaiveDateTime,
) -> Result<Card, DeskError> {
    match what {
        PathwayAsk::TakeReferral => queue::take(desk, id, now),
        PathwayAsk::Triage => queue::triage(desk, id, now),
        PathwayAsk::Pin => queue::pin(desk, id, now),
        PathwayAsk::Decide => queue::decide(desk, id, now),
        PathwayAsk::Escalate => queue::escalate(desk, id, now),
        PathwayAsk::TakeEscalation(escalation) => queue::take_escalation(desk, id, *escalation, now),
        PathwayAsk::Inform => contact::inform(desk, id, now),
        PathwayAsk::Contact => contact::contact(desk, id, now),
        PathwayAsk::Capacity => contact::capacity(desk, id, None, now),
        PathwayAsk::CapacityAgain(entry) => contact::capacity(desk, id, Some(*entry), now),
        PathwayAsk::FollowUp => contact::follow_up(desk, id, now),
        PathwayAsk::Report => agencies::report(desk, id, now),
        PathwayAsk::ReportStep(report) => agencies::report_step(desk, id, *report, now),
        PathwayAsk::Recommend => agencies::recommend(desk, id, now),
        PathwayAsk::Mha => agencies::mha(desk, id, now),
        PathwayAsk::Transfer => agencies::transfer(desk, id, now),
        PathwayAsk::TransferStep(transfer) => agencies::transfer_step(desk, id, *transfer, now),
        PathwayAsk::Strike(event) => record::strike(desk, id, *event, now),
        PathwayAsk::CounterSign => record::counter_sign(desk, id, now),
        PathwayAsk::Reopen => record::reopen(desk, id, now),
        PathwayAsk::Position => record::position(desk, id, now),
        PathwayAsk::Correct => record::correct(desk, id, now),
        PathwayAsk::Detail(item) => record::detail(desk, id, *item, now),
        PathwayAsk::SamePerson => record::same_person(desk, id, now),
    }
}

pub(super) fn deed(card: &Card, episode: EpisodeId, what: &PathwayAsk) -> Result<Deed, Faulty> {
    let act = match what {
        PathwayAsk::TakeReferral => queue::take_deed(card)?,
        PathwayAsk::Triage => queue::triage_deed(card),
        PathwayAsk::Pin => queue::pin_deed(card),
        PathwayAsk::Decide => queue::decide_deed(card),
        PathwayAsk::Escalate => PathwayDeed::Escalate { to: card.text("to"), reason: card.text("reason") },
        PathwayAsk::TakeEscalation(escalation) => PathwayDeed::TakeEscalation(*escalation),
        PathwayAsk::Inform => contact::inform_deed(card)?,
        PathwayAsk::Contact => contact::contact_deed(card),
        PathwayAsk::Capacity | PathwayAsk::CapacityAgain(_) => contact::capacity_deed(card),
        PathwayAsk::FollowUp => contact::follow_up_deed(card)?,
        PathwayAsk::Report => agencies::report_deed(card)?,
        PathwayAsk::ReportStep(report) => agencies::report_step_deed(card, *report)?,
        PathwayAsk::Recommend => agencies::recommend_deed(card),
        PathwayAsk::Mha => agencies::mha_deed(card),
        PathwayAsk::Transfer => agencies::transfer_deed(card),
        PathwayAsk::TransferStep(transfer) => agencies::transfer_step_deed(card, *transfer),
        PathwayAsk::Strike(_) => record::strike_deed(card)?,
        PathwayAsk::CounterSign => PathwayDeed::CounterSign,
        PathwayAsk::Reopen => PathwayDeed::Reopen { reason: card.text("reason") },
        PathwayAsk::Position => record::position_deed(card),
        PathwayAsk::Correct => record::correct_deed(card),
        PathwayAsk::Detail(item) => record::detail_deed(card, *item),
        PathwayAsk::SamePerson => record::same_person_deed(card)?,
    };
    Ok(Deed::Pathway { episode, act })
}
