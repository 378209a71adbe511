//! Taking back what was done last: one's own newest act, by further entries.
//!
//! Nothing is removed: the act and what takes it back both stay in the journal. What has no way back
//! (custody was told, a paper is out, a form is finished) is refused with what to do in its place.

use chrono::{DateTime, Duration, Utc};
use uuid::Uuid;

use super::late::can_be_struck;
use super::{Desk, DeskError};
use crate::domain::episode::{Episode, Stage};
use crate::domain::event::{Body, Event};
use crate::domain::ids::{EpisodeId, TaskId};
use crate::domain::service::label;
use crate::domain::time::near;
use crate::store::AuditQuery;

/// How many of one's newest entries are looked through.
const LOOKED_THROUGH: usize = 60;

/// What stands as the reason of whatever asks for one.
const REASON: &str = "taken back at once: entered by mistake";

/// What somebody did last, and how it is taken back.
#[derive(Clone, PartialEq, Debug)]
pub struct LastAct {
    /// Its newest entry in the journal.
    pub seq: u64,
    /// Whom it is about, if it is about somebody.
    pub episode: Option<EpisodeId>,
    /// Where it was done, by the site's code.
    pub site: Option<String>,
    /// When it was entered.
    pub at: DateTime<Utc>,
    /// What was done, in words.
    pub what: String,
    /// How it stands once it is taken back, in words.
    pub then: String,
    entries: Vec<Body>,
}

/// How an act is taken back: further entries, and how it stands then.
type WayBack = Result<(Vec<Body>, String), DeskError>;

impl Desk {
    /// What the person signed in did last since they signed in, where it can be taken back.
    ///
    /// # Errors
    /// Refused, with what to do in its place, where nothing was done, where it was taken back already,
    /// where a colleague has gone on from it, and for what has no way back.
    pub fn last_act(&self) -> Result<LastAct, DeskError> {
        let mine = AuditQuery { who: Some(self.who.id), ..AuditQuery::default() };
        let newest = self.store.audit(&mine, None, LOOKED_THROUGH)?;
        // Whoever locked and is back has been here all along.
        let came_in = newest.iter().zip(newest.iter().skip(1)).position(|(event, before)| {
            event.body == Body::SignedIn && !matches!(before.body, Body::Locked { .. })
        });
        let act = newest
            .into_iter()
            .take(came_in.unwrap_or(LOOKED_THROUGH))
            .find(|event| !only_looks(&event.body) && event.body != Body::SignedIn)
            .ok_or_else(|| {
                DeskError::refused(
                    "You have recorded nothing since you signed in.",
                    "An older entry is put right on the person's page.",
                )
            })?;
        if self.taken_back >= act.seq {
            return Err(DeskError::refused(
                "What you did last is taken back already.",
                "An entry before it is put right on the person's page.",
            ));
        }
        let Some(id) = act.episode else {
            let (entries, then) = beside_people(&act)?;
            let what = super::audit::in_words(&act.body);
            let (seq, at, site) = (act.seq, act.entered_at, act.site);
            return Ok(LastAct { seq, episode: None, site, at, what, then, entries });
        };
        self.last_act_on(id, &act)
    }

    fn last_act_on(&self, id: EpisodeId, act: &Event) -> Result<LastAct, DeskError> {
        let episode = self.episode(id)?;
        let said = |event: &Event| {
            super::record::words(&event.body, &self.service.lists, &episode, self.now())
                .unwrap_or_else(|| event.body.kind().replace('_', " "))
        };
        let mut events = self.store.events_of(id)?;
        events.retain(|event| event.body.changes_episode() && !is_signature(&event.body));
        if let Some(after) = events.last().filter(|last| last.id != act.id) {
            return Err(DeskError::refused(
                format!("Something was recorded since on {}: {}.", episode.person().initials(), said(after)),
                "Nothing was changed. Put your entry right on the person's page.",
            ));
        }
        let start = act_start(&events);
        let acts = events.split_off(start);
        let mut before = events.iter();
        let first = before.next().and_then(Episode::begin);
        let Some(mut was) = first else {
            return Err(DeskError::refused(
                "A referral is not taken back.",
                "Close it as not seen, and say that it was entered by mistake.",
            ));
        };
        before.for_each(|event| was.apply(event));
        let (entries, then) = self.way_back(&acts, &was)?;
        let what = acts.iter().map(said).collect::<Vec<_>>().join("; ");
        let (seq, at, site) = (act.seq, act.entered_at, act.site.clone());
        Ok(LastAct { seq, episode: Some(id), site, at, what, then, entries })
    }

    /// Takes back what was done last, if it still is this; says how it stands now.
    ///
    /// # Errors
    /// As [`Desk::last_act`], and where something else was recorded since it was shown.
    pub fn take_back(&mut self, seq: u64) -> Result<String, DeskError> {
        let last = self.last_act()?;
        if last.seq != seq {
            return Err(DeskError::refused(
                "You have recorded something else since.",
                "Nothing was changed. Ask again to see what it is.",
            ));
        }
        match last.episode {
            Some(id) => drop(self.record(&self.episode(id)?, last.entries)?),
            None => {
                for body in last.entries {
                    self.record_here(last.site.as_deref(), body)?;
                }
            }
        }
        self.taken_back = self.store.head().seq;
        Ok(last.then)
    }

    /// How entries made in one act are taken back, given how it stood before them.
    fn way_back(&self, acts: &[Event], was: &Episode) -> WayBack {
        let (mut entries, mut words) = (Vec::new(), Vec::new());
        // Somebody seen and broken off in one act waits already.
        let broken_off = acts.len() > 1 && acts.iter().any(|act| act.body == Body::SeeingPaused);
        let seeing = |body: &Body| matches!(body, Body::SeeingStarted { .. } | Body::SeeingPaused);
        for act in acts.iter().rev().filter(|act| !(broken_off && seeing(&act.body))) {
            let (more, then) = self.way_back_of(act, was)?;
            // What is put back looks like any such entry: that it was by mistake stands beside the act.
            if says_nothing_of_it(&more) {
                entries.push(Body::Struck { event: act.id, reason: REASON.to_owned() });
            }
            entries.extend(more);
            words.push(then);
        }
        Ok((entries, words.join("; ")))
    }

    fn way_back_of(&self, act: &Event, was: &Episode) -> WayBack {
        let lists = &self.service.lists;
        let back = |body: Body, then: String| Ok((vec![body], then));
        let struck = || Body::Struck { event: act.id, reason: REASON.to_owned() };
        match &act.body {
            Body::FlagTold { .. } => back(struck(), "nobody was told: the red flag calls again".to_owned()),
            body if can_be_struck(body) => {
                back(struck(), "the entry stays to be read, marked as struck, and counts no more".to_owned())
            }
            Body::Held { .. } => match held(was) {
                Some(before) => back(before, format!("on hold as before, {}", self.recheck(was))),
                None if matches!(was.stage, Stage::BeingSeen { .. }) => Ok((
                    vec![Body::HoldEnded { result: REASON.to_owned() }, Body::seen_again()],
                    "off hold; you are with them".to_owned(),
                )),
                None => back(Body::HoldEnded { result: REASON.to_owned() }, "off hold again".to_owned()),
            },
            Body::HoldEnded { .. } => match held(was) {
                Some(before) => back(before, format!("on hold again, {}", self.recheck(was))),
                None => {
                    Err(no_way("This cannot be taken back.", "Put the person on hold, if that is meant."))
                }
            },
            Body::SeeingStarted { .. } => back(Body::SeeingPaused, "they wait again".to_owned()),
            Body::SeeingPaused => back(Body::seen_again(), "you are with them again".to_owned()),
            Body::Moved { .. } => back(
                Body::Moved { place: was.place.clone() },
                if was.place.is_empty() { "in no cell".to_owned() } else { format!("back in {}", was.place) },
            ),
            Body::ClockTold { clock, .. } => {
                let time = was.clocks.told_time(*clock);
                let told = was.clocks.told.iter().rfind(|told| told.clock == *clock);
                let told_by = told.map_or_else(|| self.who.label.clone(), |told| told.by.clone());
                let then = match time {
                    Some(time) => format!("{} {} again", clock.words(), near(time, self.now())),
                    None => format!("no {} is told", clock.words()),
                };
                back(Body::ClockTold { clock: *clock, time, told_by }, then)
            }
            Body::PositionChanged { .. } => {
                let position = was.referral.legal_position.clone();
                let then = format!("\"{}\" again", label(&lists.legal_positions, &position));
                back(
                    Body::PositionChanged { position, told_by: format!("{}, {REASON}", self.who.label) },
                    then,
                )
            }
            Body::DetailRecorded { item, .. } => {
                let value = was.details.get(item).cloned().unwrap_or_default();
                let then = if value.is_empty() { "nothing is recorded there" } else { "as it was before" };
                back(Body::DetailRecorded { item: item.clone(), value }, then.to_owned())
            }
            Body::Triaged(_) => match &was.work.triage {
                Some(before) => back(Body::Triaged(before.what.clone()), "triaged as before".to_owned()),
                None => Err(no_way("A first triage is not taken back.", "Triage again: the newest counts.")),
            },
            Body::Pinned { .. } | Body::Unpinned => back(pin(was), pin_words(was)),
            Body::ContingencyNoted { .. } => {
                let text = was.contingency.clone().unwrap_or_default();
                let then = if text.is_empty() { "no if-then line" } else { "the line of before" };
                back(Body::ContingencyNoted { text }, then.to_owned())
            }
            Body::TaskAdded { task, .. } => back(
                Body::TaskDropped { task: *task, reason: REASON.to_owned() },
                "the task is dropped".to_owned(),
            ),
            Body::TaskDone { task } | Body::TaskDropped { task, .. } => open_again(was, *task),
            Body::FollowUpPlanned(_) => match &was.work.follow_up {
                Some(before) => {
                    back(Body::FollowUpPlanned(before.what.clone()), "followed up as before".to_owned())
                }
                None => back(
                    Body::FollowUpEnded { outcome: REASON.to_owned() },
                    "no follow-up is planned".to_owned(),
                ),
            },
            Body::TransferMade(start) => back(
                Body::TransferWithdrawn { transfer: start.transfer, reason: REASON.to_owned() },
                "the transfer is withdrawn; tell the other point too".to_owned(),
            ),
            Body::Closed { .. } | Body::NotSeen { .. } => {
                back(Body::Reopened { reason: REASON.to_owned() }, "on the board again".to_owned())
            }
            other => Err(no_way_of(other)),
        }
    }

    fn recheck(&self, was: &Episode) -> String {
        match was.stage {
            Stage::OnHold { recheck_at, .. } => format!("re-check {}", near(recheck_at, self.now())),
            _ => String::new(),
        }
    }
}

/// Where the newest act begins among the entries about somebody: an act may write several.
fn act_start(events: &[Event]) -> usize {
    let at_once = |one: &Event, next: &Event| {
        one.seq + 1 == next.seq
            && one.actor == next.actor
            && (next.entered_at - one.entered_at).abs() < Duration::seconds(1)
            && belongs(&one.body, &next.body)
    };
    let mut start = events.len().saturating_sub(1);
    while let Some([one, next]) = start.checked_sub(1).and_then(|at| events.get(at..=start)) {
        if !at_once(one, next) {
            break;
        }
        start -= 1;
    }
    start
}

/// Whether an entry is written in one act with the one before it.
fn belongs(one: &Body, next: &Body) -> bool {
    matches!(
        (one, next),
        (Body::SeeingStarted { .. }, Body::ConsentRecorded(_) | Body::ScreeningStarted { .. })
            | (Body::ConsentRecorded(_), Body::SeeingPaused)
            | (Body::ScreeningSetAside { .. }, Body::Held { .. } | Body::SeeingPaused)
            | (Body::Struck { .. }, Body::Noted { .. })
            | (Body::Answered { .. } | Body::FlagRaised(_), Body::FlagRaised(_) | Body::FlagLifted { .. })
    )
}

fn is_signature(body: &Body) -> bool {
    matches!(body, Body::SignatureNeeded { .. })
}

/// Whether an entry says that somebody looked or came and went: not what "what I did last" means.
fn only_looks(body: &Body) -> bool {
    match body {
        Body::CopiedOut { to, .. } => to == "screen",
        other => {
            is_signature(other)
                || matches!(
                    other,
                    Body::Viewed { .. }
                        | Body::Searched { .. }
                        | Body::AuditRead { .. }
                        | Body::Locked { .. }
                        | Body::Unlocked
                        | Body::SignInFailed { .. }
                        | Body::ClockStepped { .. }
                        | Body::ServiceRead { .. }
                        | Body::IntegrityChecked { .. }
                        | Body::BackedUp { .. }
                )
        }
    }
}

/// The hold that somebody was on, as an entry.
fn held(was: &Episode) -> Option<Body> {
    let Stage::OnHold { reason, recheck_at, rest, note } = &was.stage else { return None };
    let (reason, note) = (reason.clone(), note.clone());
    Some(Body::Held { reason, recheck_at: *recheck_at, rest: *rest, note })
}

fn pin(was: &Episode) -> Body {
    match &was.work.pin {
        Some(pin) => Body::Pinned { reason: pin.what.clone() },
        None => Body::Unpinned,
    }
}

fn pin_words(was: &Episode) -> String {
    let words = if was.work.pin.is_some() { "in front as before" } else { "where the rules put them" };
    words.to_owned()
}

fn open_again(was: &Episode, task: TaskId) -> WayBack {
    let known = was.tasks.iter().find(|open| open.id == task).ok_or(DeskError::Unknown("task"))?;
    let body = Body::TaskAdded {
        task: TaskId(Uuid::now_v7()),
        what: known.what.clone(),
        owner: known.owner.clone(),
        due: known.due,
    };
    Ok((vec![body], "the task stands again".to_owned()))
}

/// Whether entries put back what was without a word on why.
fn says_nothing_of_it(entries: &[Body]) -> bool {
    entries.iter().all(|body| {
        matches!(
            body,
            Body::Held { .. }
                | Body::Moved { .. }
                | Body::ClockTold { .. }
                | Body::DetailRecorded { .. }
                | Body::Triaged(_)
                | Body::Pinned { .. }
                | Body::Unpinned
                | Body::ContingencyNoted { .. }
                | Body::TaskAdded { .. }
                | Body::FollowUpPlanned(_)
        )
    })
}

/// What is about no one person.
fn beside_people(act: &Event) -> WayBack {
    let back = |body: Body, then: &str| Ok((vec![body], then.to_owned()));
    match &act.body {
        Body::ActivityLogged(_) => back(
            Body::Struck { event: act.id, reason: REASON.to_owned() },
            "it stays to be read, marked as struck, and counts no more",
        ),
        Body::WentOffSuite { shift, .. } => back(Body::CameBack { shift: *shift }, "you are on the suite"),
        Body::SystemDown { system } => back(Body::SystemUp { system: system.clone() }, "it works"),
        Body::SystemUp { system } => back(Body::SystemDown { system: system.clone() }, "it does not work"),
        other => Err(no_way_of(other)),
    }
}

fn no_way(what: &str, remedy: &str) -> DeskError {
    DeskError::refused(what, format!("Nothing was changed. {remedy}"))
}

/// Why an entry of this kind is not taken back, and what to do in its place.
fn no_way_of(body: &Body) -> DeskError {
    let (what, remedy) = match body {
        Body::Answered { .. } | Body::FlagRaised(_) | Body::FlagLifted { .. } => {
            ("An answer is not taken back from here.", "Open the form and answer the question again.")
        }
        Body::ScreeningStarted { .. } | Body::DraftMoved(_) => {
            ("A form that was begun stays as a draft.", "Go on with it, or set it aside with a reason.")
        }
        Body::ScreeningFinished(_) => {
            ("A finished form is not taken back.", "Open it and amend it: both stay in the record.")
        }
        Body::ScreeningSetAside { .. } => {
            ("A form set aside is not taken back.", "Begin it again when it can be done.")
        }
        Body::Referred(_) | Body::Identified(_) | Body::ReferralTaken(_) => {
            ("A referral is not taken back.", "Close it as not seen, and say that it was entered by mistake.")
        }
        Body::DetailsCorrected(_) => {
            ("A name, birth or sex put right is not taken back.", "Put it right again.")
        }
        Body::PersonLinked { .. } => {
            ("Who somebody is is not taken back from here.", "Part the two under \"same person\".")
        }
        Body::OnwardReferred(_) | Body::OnwardMoved { .. } | Body::SuggestionRefused { .. } => (
            "A step of an onward referral is not taken back: somebody else may have acted on it.",
            "Record its next step, or end it with the reason.",
        ),
        Body::Struck { .. } => {
            ("An entry that was struck stays struck.", "Record it anew if it holds after all.")
        }
        Body::Reopened { .. } => ("The episode is open.", "Close it once nothing is left to do."),
        Body::CustodyListChecked { .. } | Body::PaperNotesCounted { .. } => {
            ("A count is not taken back.", "Record it again: the newest counts.")
        }
        Body::SiteNoted { .. } => {
            ("A line for the handover is not taken back.", "Add another that puts it right.")
        }
        Body::ShiftStarted(_) => {
            ("A shift that began is not taken back.", "End it, and start the right one.")
        }
        Body::CameBack { .. } => ("You are back.", "Record that you leave, if you do."),
        Body::RotaChanged(_) => ("The rota keeps its own list of changes.", "Take it back there."),
        Body::Printed(_) | Body::HandoverMade(_) | Body::Exported { .. } | Body::CopiedOut { .. } => (
            "What has gone out of the program is not taken back.",
            "Put the record right, and give a newer paper to whoever has the old one.",
        ),
        _ => ("What you did last has no way back of this kind.", "Record what is true now."),
    };
    no_way(what, remedy)
}

#[cfg(test)]
mod tests;
