//! Deeds that are one verb of the desk each, and the words that say they are saved.

use crate::desk::{Desk, DeskError};
use crate::domain::time::{hhmm, near};
use crate::tui::app::pathway::pathway_verb;
use crate::tui::app::perform::After;
use crate::tui::app::receive;
use crate::tui::effect::{Deed, Go};
use crate::tui::keymap::{Act, Context, key_of};

/// Deeds that are one verb of the desk each.
pub(super) fn one_verb(desk: &mut Desk, deed: Deed) -> Result<(After, String), DeskError> {
    let close = |words: &str| Ok((After::Close, words.to_owned()));
    match deed {
        Deed::See { episode, seeing, consent, note } => {
            desk.go_and_see(episode, &seeing, &consent, &note)?;
            if consent == "given" || consent == "lacks_capacity" {
                let warning = desk.seeing_warning(episode, &seeing.aa)?;
                let words = warning.map_or_else(
                    || "with the person now.".to_owned(),
                    |w| format!("with the person now. {w}"),
                );
                return Ok((After::Then(Go::Forms(episode)), words));
            }
            let (not_seen, hold) = (key_of(Context::Board, Act::NotSeen), key_of(Context::Board, Act::Hold));
            close(&format!("consent recorded. Use {not_seen} for not seen, or {hold} to try again later."))
        }
        Deed::TellClock { episode, clock, time, told_by } => {
            desk.tell_clock(episode, clock, time, &told_by)?;
            close(&format!("{}, as told by {told_by}.", clock.words()))
        }
        Deed::Move { episode, place } => {
            desk.move_person(episode, &place).map(|()| (After::Close, format!("now in {place}.")))
        }
        Deed::Left { episode, outcome, at } => {
            desk.record_left(episode, &outcome, at)?;
            close("the person has left; clocks stopped.")
        }
        Deed::Consent { episode, consent } => {
            desk.consent(episode, &consent)?;
            close(&format!("consent to {}.", consent.to.words()))
        }
        Deed::Hold { episode, reason, recheck_at, note } => {
            desk.hold(episode, &reason, recheck_at, &note)?;
            close(&format!("on hold until {}.", hhmm(recheck_at)))
        }
        Deed::EndHold { episode, result } => {
            desk.end_hold(episode, &result).map(|()| (After::Close, "off hold.".to_owned()))
        }
        Deed::NotSeen { episode, reason, instead, note } => {
            desk.not_seen(episode, &reason, &instead, &note)?;
            close("closed as not seen.")
        }
        Deed::Close { episode, closing } => {
            desk.close(episode, &closing)?;
            close("closed.")
        }
        Deed::SetAside { episode, form, declined, reason, retry_at } => {
            desk.set_aside(episode, &form, declined, &reason, retry_at)?;
            close(&retry_at.map_or("recorded.".to_owned(), |at| format!("try again {}.", hhmm(at))))
        }
        Deed::Amend { episode, screening, reason } => {
            let open = desk.amend_screening(episode, screening, &reason)?;
            let words = "amending; until you finish, the old one counts.".to_owned();
            Ok((After::Then(Go::Resume { episode, screening: open.id }), words))
        }
        Deed::MoveDraft { episode, screening } => {
            let moved = desk.move_draft(episode, screening)?;
            let words = format!("the draft goes on with version {}.", moved.to);
            Ok((After::Then(Go::Resume { episode, screening }), words))
        }
        Deed::TellCustody { episode, flag, telling } => {
            let rests = desk.tell_custody(episode, flag, &telling)?;
            close(if rests {
                "told; the red flag rests."
            } else {
                "recorded; the flag stays until it is said AND written."
            })
        }
        other => onward_or_shift(desk, other),
    }
}

fn onward_or_shift(desk: &mut Desk, deed: Deed) -> Result<(After, String), DeskError> {
    let close = |words: &str| Ok((After::Close, words.to_owned()));
    match deed {
        Deed::Refer { episode, new } => {
            desk.refer_onward(episode, &new)?;
            close("onward referral made; it is pending until accepted and attended.")
        }
        Deed::RefuseSuggestion { episode, suggestion, reason, note } => {
            desk.refuse_suggestion(episode, &suggestion, &reason, &note)?;
            close("suggestion not taken; the reason is on the record.")
        }
        Deed::MoveOnward { episode, onward, step } => {
            desk.move_onward(episode, onward, step)?;
            close("onward referral moved on.")
        }
        Deed::AddTask { episode, what, owner, due } => {
            desk.add_task(episode, &what, &owner, due)?;
            close(&format!("task for {owner}, due {}.", hhmm(due)))
        }
        Deed::FinishTask { episode, task } => {
            desk.finish_task(episode, task)?;
            close("task done.")
        }
        Deed::Note { episode, text, source, readers } => {
            desk.note_for(episode, &text, &source, readers).map(|()| (After::Close, "noted.".to_owned()))
        }
        Deed::Contingency { episode, text } => {
            desk.note_contingency(episode, &text)?;
            close("if-then line set.")
        }
        Deed::GoOffSuite { place, phone, back_at, told } => {
            desk.go_off_suite(&place, &phone, back_at, &told)?;
            let away = key_of(Context::Board, Act::Away);
            close(&format!("off suite, back {}. {away} again when you are back.", hhmm(back_at)))
        }
        Deed::ComeBack => desk.come_back().map(|()| (After::Close, "back on the suite.".to_owned())),
        Deed::CheckCustodyList { site, detained, picked_up } => {
            desk.check_custody_list(&site, detained, picked_up)?;
            close(&format!("{site} custody list: {detained} detained, {picked_up} picked up."))
        }
        Deed::NoteSite { site, text } => {
            desk.note_site(&site, &text).map(|()| (After::Close, "line for the handover.".to_owned()))
        }
        Deed::StartShift(new) => {
            desk.start_shift(&new)?;
            Ok((receive::after_start(desk)?, format!("your shift, until {}.", hhmm(new.ends_at))))
        }
        Deed::EndShift => {
            desk.end_shift()?;
            Ok((After::Leave, "your shift has ended.".to_owned()))
        }
        Deed::TakeBack(seq) => {
            let then = desk.take_back(seq)?;
            close(&format!("taken back; {then}."))
        }
        Deed::Received(deed) => receive::verb(desk, deed),
        Deed::Pathway { episode, act } => pathway_verb(desk, episode, act),
        Deed::Late { episode, at, deed } => {
            let done = desk.at_another_time(Some(episode), at, |desk| one_verb(desk, *deed))?;
            Ok((done.0, format!("{} It happened {}.", done.1, near(at, desk.now()))))
        }
        _ => Err(DeskError::Unknown("act")),
    }
}
