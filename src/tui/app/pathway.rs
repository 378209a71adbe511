//! Deeds of the pathway done, and records opened that ask for a reason first.

use crate::desk::{Desk, DeskError};
use crate::domain::episode::Episode;
use crate::domain::event::{Correction, ReportStep};
use crate::domain::ids::EpisodeId;
use crate::domain::referral::Birth;
use crate::domain::time::near;
use crate::tui::app::form::read;
use crate::tui::app::perform::After;
use crate::tui::app::stack::Screen;
use crate::tui::effect::{Ask, Go, PathwayDeed};
use crate::tui::screens::details::Details;
use crate::tui::screens::episode::EpisodeScreen;

type Done = Result<(After, String), DeskError>;

fn close(words: impl Into<String>) -> Done {
    Ok((After::Close, words.into()))
}

/// Deeds of the pathway that are one verb of the desk each, and the words that say they are saved.
pub(super) fn pathway_verb(desk: &mut Desk, episode: EpisodeId, act: PathwayDeed) -> Done {
    match act {
        PathwayDeed::TakeReferral(taking) => {
            desk.take_referral(episode, &taking)?;
            close(if taking.priority.is_empty() {
                "referral taken; it waits for triage."
            } else {
                "referral taken; the person waits to be seen."
            })
        }
        PathwayDeed::Triage(triage) => desk.triage(episode, &triage).and_then(|()| close("triaged.")),
        PathwayDeed::Pin { reason } => {
            desk.pin(episode, &reason).and_then(|()| close("pinned in front of the queue."))
        }
        PathwayDeed::Unpin => desk.unpin(episode).and_then(|()| close("the rules decide again.")),
        PathwayDeed::Decide(decision) => {
            desk.decide(episode, &decision)?;
            let tell = desk.untold_risk(&desk.episode(episode)?).is_some();
            close(if tell { "decided. Now tell custody of this risk: press i." } else { "decided." })
        }
        PathwayDeed::Escalate { to, reason } => {
            desk.escalate(episode, &to, &reason)?;
            close("escalated; it waits until a clinician takes it.")
        }
        PathwayDeed::TakeEscalation(id) => {
            desk.accept_escalation(episode, id).and_then(|()| close("the escalation is yours."))
        }
        PathwayDeed::Inform { informing, at } => {
            desk.inform(episode, &informing, at)?;
            close(format!("{} told.", informing.told_to))
        }
        PathwayDeed::Contact(contact) => {
            desk.contact(episode, &contact).and_then(|()| close("contact recorded."))
        }
        PathwayDeed::Capacity(capacity) => {
            desk.assess_capacity(episode, &capacity)?;
            let has = if capacity.has_capacity() { "has" } else { "lacks" };
            close(format!("{has} capacity to decide on {}.", capacity.decision))
        }
        other => later(desk, episode, other),
    }
}

fn later(desk: &mut Desk, episode: EpisodeId, act: PathwayDeed) -> Done {
    match act {
        PathwayDeed::PlanFollowUp(plan) => {
            desk.plan_follow_up(episode, &plan)?;
            close(format!("follow-up by {} from {}.", plan.worker, near(plan.first_due, desk.now())))
        }
        PathwayDeed::EndFollowUp { outcome } => {
            desk.end_follow_up(episode, &outcome).and_then(|()| close("the follow-up is over."))
        }
        PathwayDeed::AskReport(new) => {
            desk.ask_report(episode, &new)?;
            close(format!("report asked for, due {}.", near(new.due, desk.now())))
        }
        PathwayDeed::MoveReport { report, step } => {
            let words = match step {
                ReportStep::Drafted => "a draft is written.",
                ReportStep::Sent { .. } => "the report is sent.",
                ReportStep::Withdrawn { .. } => "the report is no longer wanted.",
            };
            desk.move_report(episode, report, step).and_then(|()| close(words))
        }
        PathwayDeed::Recommend(new) => {
            desk.recommend(episode, &new).and_then(|()| close("recommendation recorded."))
        }
        PathwayDeed::MoveMha(step) => {
            desk.move_mha(episode, &step)?;
            let runs = desk.mha_runs(&desk.episode(episode)?);
            close(if runs { "MHA assessment: step recorded." } else { "the MHA assessment has ended." })
        }
        PathwayDeed::Transfer(new) => {
            desk.transfer(episode, &new)?;
            close("passed on; it stays here until they have acknowledged it.")
        }
        PathwayDeed::AcceptTransfer { transfer, by } => {
            desk.accept_transfer(episode, transfer, &by)?;
            close(format!("{by} has the person."))
        }
        PathwayDeed::WithdrawTransfer { transfer, reason } => {
            desk.withdraw_transfer(episode, transfer, &reason).and_then(|()| close("transfer withdrawn."))
        }
        PathwayDeed::DropTask { task, reason } => {
            desk.drop_task(episode, task, &reason).and_then(|()| close("task dropped."))
        }
        other => put_right(desk, episode, other),
    }
}

fn put_right(desk: &mut Desk, episode: EpisodeId, act: PathwayDeed) -> Done {
    match act {
        PathwayDeed::Strike { event, reason, instead } => {
            desk.strike(episode, event, &reason, instead.as_deref())?;
            let anew = instead.is_some_and(|text| !text.is_empty());
            close(if anew {
                "put right; the old words stay to be read."
            } else {
                "struck; it stays to be read."
            })
        }
        PathwayDeed::CounterSign => {
            let count = desk.counter_sign(episode)?;
            close(if count == 1 {
                "1 entry counter-signed.".to_owned()
            } else {
                format!("{count} entries counter-signed.")
            })
        }
        PathwayDeed::Reopen { reason } => {
            desk.reopen(episode, &reason).and_then(|()| close("reopened; the person is on the board again."))
        }
        PathwayDeed::Position { position, told_by } => {
            desk.change_position(episode, &position, &told_by)?;
            close(format!("legal position, as told by {told_by}; look at the clocks."))
        }
        PathwayDeed::Correct(correction) => {
            let correction = as_told_before(&desk.episode(episode)?, correction);
            desk.correct_details(episode, &correction).and_then(|()| close("details put right."))
        }
        PathwayDeed::Detail { item, value } => {
            let before = desk.episode(episode)?.details;
            desk.record_detail(episode, item, &value)?;
            let after = desk.episode(episode)?.details;
            let done = match after.get(item.code()) {
                value if value == before.get(item.code()) => "left as it was",
                None => "taken back",
                Some(_) => "recorded",
            };
            close(format!("{} {done}.", item.words()))
        }
        PathwayDeed::Link { other } => {
            desk.link_person(episode, other).and_then(|()| close("linked: one person."))
        }
        PathwayDeed::LinkReference { reference } => {
            let other = desk.episode_by_reference(&reference)?;
            desk.link_person(episode, other)?;
            close(format!("linked to {reference}: one person."))
        }
        PathwayDeed::Part => {
            desk.part_person(episode).and_then(|()| close("this episode stands for itself."))
        }
        _ => Err(DeskError::Unknown("act")),
    }
}

/// An age left as it stood keeps the day on which it was told.
fn as_told_before(episode: &Episode, mut correction: Correction) -> Correction {
    if let (Birth::Aged { years: old, .. }, Birth::Aged { years, .. }) =
        (episode.person().birth, correction.person.birth)
        && old == years
    {
        correction.person.birth = episode.person().birth;
    }
    correction
}

/// The card that asks why, where a record about to be opened lies outside one's shift or sites.
pub(super) fn why_first(desk: &Desk, go: &Go, open_already: bool) -> Result<Option<Ask>, DeskError> {
    let Some(id) = go.record().filter(|_| !open_already) else { return Ok(None) };
    let asks = desk.asks_why(&desk.episode(id)?)?;
    Ok(asks.then(|| Ask::Why { episode: id, then: Box::new(go.clone()) }))
}

/// Opens a record; that somebody looks is journalled first, unless its page is open already.
pub(super) fn open_record(desk: &mut Desk, go: &Go, looked: bool) -> Result<Option<Screen>, DeskError> {
    Ok(Some(match go {
        Go::Episode(id) => {
            if !looked {
                desk.look_at(*id, "")?;
            }
            Screen::Episode(Box::new(EpisodeScreen::new(desk, desk.read_record(*id)?, None)?))
        }
        Go::Details(id) => {
            if !looked {
                desk.look_at(*id, "")?;
            }
            Screen::Details(Details::new(desk, *id, None)?)
        }
        Go::Read { episode, screening } => read(desk, *episode, *screening, looked)?,
        _ => return Ok(None),
    }))
}
