//! How an event changes an episode. The journal is the truth; this is the only reading of it.

use chrono::{DateTime, Utc};

use super::{
    ConsentLine, Episode, FlagTold, Note, Onward, OpenSuggestion, RedFlag, Screening, ScreeningStatus, Stage,
    Task,
};
use crate::domain::event::{Body, Event, Finish, Progress};
use crate::domain::ids::ScreeningId;

impl Episode {
    /// Takes up what a later event of this episode says.
    pub fn apply(&mut self, event: &Event) {
        if !event.body.changes_episode() {
            return;
        }
        // How long the record is kept is no work with the person: it moves none of its times.
        if event.body.keeps_episode() {
            self.apply_keeping(event);
            return;
        }
        self.changed_at = event.entered_at;
        if !matches!(event.body, Body::EnteredInSystem { .. }) {
            self.worked_at = event.entered_at;
        }
        self.apply_person(event);
        self.apply_stay(event);
        self.apply_screening(event);
        self.apply_flag(event);
        self.apply_plan(event);
        self.apply_work(event);
    }

    fn apply_stay(&mut self, event: &Event) {
        match &event.body {
            Body::ClockTold { clock, time, told_by } => self.clocks.tell(*clock, *time, told_by, event.at),
            Body::Moved { place } => self.place.clone_from(place),
            Body::Held { reason, recheck_at, rest, note } => {
                self.stage = Stage::OnHold {
                    reason: reason.clone(),
                    recheck_at: *recheck_at,
                    rest: *rest,
                    note: note.clone(),
                };
            }
            Body::HoldEnded { .. } | Body::SeeingPaused if self.is_on_board() => {
                self.stage = self.resting_stage();
            }
            Body::SeeingStarted { aa, .. } => {
                if !aa.is_empty() {
                    self.work.aa.clone_from(aa);
                }
                self.stage = Stage::BeingSeen { by: event.actor, since: event.at };
                self.seen_at.get_or_insert(event.at);
                self.worker = event.actor.or(self.worker);
            }
            Body::Left { outcome } => {
                self.left = Some((outcome.clone(), event.at));
                self.left_event = Some(event.id);
            }
            Body::NotSeen { reason, instead, .. } => self.close("not_seen", reason, instead, event.at),
            Body::Closed { code, .. } => self.close("closed", code, "", event.at),
            _ => {}
        }
    }

    fn close(&mut self, how: &str, code: &str, instead: &str, at: DateTime<Utc>) {
        self.stage =
            Stage::Closed { how: how.to_owned(), code: code.to_owned(), instead: instead.to_owned(), at };
    }

    /// Whether a form was finished with the person.
    pub fn has_been_screened(&self) -> bool {
        self.screenings.iter().any(|screening| matches!(screening.status, ScreeningStatus::Finished { .. }))
    }

    fn apply_screening(&mut self, event: &Event) {
        match &event.body {
            Body::ScreeningStarted { screening, form, version, hash, title, amends } => {
                let old = amends.as_ref().and_then(|amends| self.screening(amends.screening));
                self.screenings.push(Screening {
                    id: *screening,
                    form: form.clone(),
                    version: version.clone(),
                    hash: hash.clone(),
                    title: title.clone(),
                    began_at: event.at,
                    progress: old.map_or_else(Progress::default, |old| old.progress),
                    last_question: None,
                    amends: amends.clone(),
                    status: ScreeningStatus::Draft,
                });
            }
            Body::DraftMoved(moved) => {
                if let Some(found) = self.screenings.iter_mut().find(|s| s.id == moved.screening) {
                    found.version.clone_from(&moved.version);
                    found.hash.clone_from(&moved.hash);
                    found.title.clone_from(&moved.title);
                    found.progress = moved.progress;
                }
            }
            Body::Answered { screening, question, progress, .. } => {
                if let Some(found) = self.screenings.iter_mut().find(|s| s.id == *screening) {
                    found.progress = *progress;
                    found.last_question = Some(question.clone());
                }
            }
            Body::ScreeningFinished(finish) => self.finish_screening(finish, event.at),
            Body::ScreeningSetAside { screening: Some(id), form, title, state, reason, retry_at } => {
                let (state, reason) = (state.clone(), reason.clone());
                if self.screening(*id).is_none() {
                    self.screenings.push(Screening {
                        id: *id,
                        form: form.clone(),
                        version: String::new(),
                        hash: String::new(),
                        title: title.clone(),
                        began_at: event.at,
                        progress: Progress::default(),
                        last_question: None,
                        amends: None,
                        status: ScreeningStatus::Draft,
                    });
                }
                self.set_status(
                    *id,
                    ScreeningStatus::SetAside { at: event.at, state, reason, retry_at: *retry_at },
                );
            }
            _ => {}
        }
    }

    fn finish_screening(&mut self, finish: &Finish, at: DateTime<Utc>) {
        let (id, complete, scores) = (finish.screening, finish.complete, finish.scores.clone());
        self.set_status(id, ScreeningStatus::Finished { at, complete, scores });
        let amended = self.screening(id).and_then(|found| found.amends.as_ref()).map(|a| a.screening);
        // What a form put right suggested is suggested by the new one, or no longer.
        self.suggestions.retain(|open| Some(open.screening) != amended);
        let suggested = finish.suggestions.iter().cloned();
        self.suggestions.extend(suggested.map(|suggestion| OpenSuggestion { screening: id, suggestion }));
        if finish.assessment {
            self.work.assessed_at.get_or_insert(at);
        }
        // Putting a record right is no contact: where the person stands does not change by it.
        if self.is_on_board() && amended.is_none() {
            self.stage = self.resting_stage();
        }
    }

    fn set_status(&mut self, id: ScreeningId, status: ScreeningStatus) {
        if let Some(found) = self.screenings.iter_mut().find(|screening| screening.id == id) {
            found.status = status;
        }
    }

    fn apply_flag(&mut self, event: &Event) {
        match &event.body {
            Body::FlagRaised(raise) => {
                self.flags.push(RedFlag {
                    raise: raise.clone(),
                    at: event.at,
                    told: Vec::new(),
                    lifted_at: None,
                });
            }
            Body::FlagLifted { flag } => {
                if let Some(found) = self.flags.iter_mut().find(|f| f.raise.flag == *flag) {
                    found.lifted_at = Some(event.at);
                }
            }
            Body::FlagTold { flag, told_to, by_voice, in_custody_record } => {
                if let Some(found) = self.flags.iter_mut().find(|f| f.raise.flag == *flag) {
                    found.told.push(FlagTold {
                        to: told_to.clone(),
                        by_voice: *by_voice,
                        in_custody_record: *in_custody_record,
                        at: event.at,
                        event: Some(event.id),
                    });
                }
            }
            Body::ConsentRecorded(consent) => {
                self.consents.push(ConsentLine {
                    consent: consent.clone(),
                    at: event.at,
                    event: Some(event.id),
                });
            }
            _ => {}
        }
    }

    fn apply_plan(&mut self, event: &Event) {
        match &event.body {
            Body::SuggestionRefused { screening, destination, .. } => self.settle(*screening, destination),
            Body::OnwardReferred(start) => {
                if let Some((screening, destination)) = &start.suggested {
                    self.settle(*screening, destination);
                }
                self.onward.push(Onward {
                    id: start.onward,
                    destination: start.destination.clone(),
                    urgency: start.urgency.clone(),
                    reason: start.reason.clone(),
                    consent: start.consent.clone(),
                    made_at: event.at,
                    steps: Vec::new(),
                });
            }
            Body::OnwardMoved { onward, step } => {
                if let Some(found) = self.onward.iter_mut().find(|o| o.id == *onward) {
                    found.steps.push((step.clone(), event.at));
                }
            }
            Body::TaskAdded { task, what, owner, due } => self.tasks.push(Task {
                id: *task,
                what: what.clone(),
                owner: owner.clone(),
                due: *due,
                done_at: None,
                dropped: false,
            }),
            Body::TaskDone { task } | Body::TaskDropped { task, .. } => {
                if let Some(found) = self.tasks.iter_mut().find(|t| t.id == *task) {
                    found.done_at = Some(event.at);
                    found.dropped = matches!(event.body, Body::TaskDropped { .. });
                }
            }
            Body::Noted { text, source, readers } => {
                self.notes.push(Note {
                    at: event.at,
                    text: text.clone(),
                    source: source.clone(),
                    readers: *readers,
                    event: Some(event.id),
                });
            }
            Body::ContingencyNoted { text } => {
                self.contingency = Some(text.clone()).filter(|t| !t.is_empty());
            }
            _ => {}
        }
    }

    fn settle(&mut self, screening: ScreeningId, destination: &str) {
        self.suggestions
            .retain(|open| open.screening != screening || open.suggestion.destination != destination);
    }
}
