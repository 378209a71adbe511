//! How an event of the pathway changes an episode: triage, contacts, reports, transfers.

use uuid::Uuid;

use super::work::{Entry, Escalation, Report, Transfer, Unsigned};
use super::{Episode, Stage};
use crate::domain::event::{Body, Correction, Event, Taking};
use crate::domain::ids::TransferId;

impl Episode {
    /// Takes up who the person is and where they stand in the queue.
    pub(super) fn apply_person(&mut self, event: &Event) {
        match &event.body {
            Body::ReferralTaken(taking) => self.take_up(taking),
            Body::Triaged(triage) => {
                self.referral.priority.clone_from(&triage.priority);
                self.work.triage = Some(entry(event, triage.clone()));
                if matches!(self.stage, Stage::Identified | Stage::Received) {
                    self.stage = Stage::Waiting;
                }
            }
            Body::Pinned { reason } => self.work.pin = Some(entry(event, reason.clone())),
            Body::Unpinned => self.work.pin = None,
            Body::PersonLinked { person } => self.person_id = *person,
            Body::DetailsCorrected(correction) => self.correct(correction),
            Body::DetailRecorded { item, value } if value.is_empty() => drop(self.details.remove(item)),
            Body::DetailRecorded { item, value } => drop(self.details.insert(item.clone(), value.clone())),
            Body::PositionChanged { position, .. } => {
                self.referral.legal_position.clone_from(position);
                self.leave_tier_to_rules();
            }
            _ => {}
        }
    }

    fn take_up(&mut self, taking: &Taking) {
        self.work.identified_only = false;
        let referral = &mut self.referral;
        referral.source.clone_from(&taking.source);
        referral.told_by.clone_from(&taking.told_by);
        referral.received_at = taking.received_at;
        referral.reason.clone_from(&taking.reason);
        referral.details.clone_from(&taking.details);
        referral.priority.clone_from(&taking.priority);
        if matches!(self.stage, Stage::Identified) {
            self.stage = self.resting_stage();
        }
    }

    fn correct(&mut self, correction: &Correction) {
        self.referral.person = correction.person.clone();
        self.referral.custody_ref.clone_from(&correction.custody_ref);
        self.leave_tier_to_rules();
    }

    /// A tier set by hand was set on what was known then: a child of 15 who was taken for 20, or
    /// somebody now held under s.136, stands where the rules put them until the next triage.
    fn leave_tier_to_rules(&mut self) {
        if let Some(triage) = &mut self.work.triage {
            triage.what.tier = None;
        }
    }

    /// Takes up the work with the person.
    pub(super) fn apply_work(&mut self, event: &Event) {
        let work = &mut self.work;
        match &event.body {
            Body::Decided(decision) => {
                work.decision = Some(entry(event, decision.clone()));
                self.settle_stage();
            }
            Body::Informed(informing) => work.informed.push(entry(event, informing.clone())),
            Body::Contacted(contact) => work.contacts.push(entry(event, contact.clone())),
            Body::CapacityAssessed(capacity) => work.capacity.push(entry(event, capacity.clone())),
            Body::Escalated(start) => {
                work.escalations.push(Escalation { start: start.clone(), at: event.at, accepted: None });
            }
            Body::EscalationAccepted { escalation, by } => {
                if let Some(found) = work.escalations.iter_mut().find(|e| e.start.escalation == *escalation) {
                    found.accepted = Some((by.clone(), event.at));
                }
            }
            Body::ReportAsked(start) => {
                work.reports.push(Report { start: start.clone(), at: event.at, steps: Vec::new() });
            }
            Body::ReportMoved { report, step } => {
                if let Some(found) = work.reports.iter_mut().find(|r| r.start.report == *report) {
                    found.steps.push((step.clone(), event.at));
                }
            }
            Body::Recommended(what) => work.recommendations.push(entry(event, what.clone())),
            Body::MhaMoved(step) => work.mha.push(entry(event, step.clone())),
            Body::FollowUpPlanned(plan) => {
                work.follow_up = Some(entry(event, plan.clone()));
                self.settle_stage();
            }
            Body::FollowUpEnded { .. } => {
                work.follow_up = None;
                self.settle_stage();
            }
            Body::SignatureNeeded { signature, what } => work.unsigned.push(Unsigned {
                signature: *signature,
                by: event.actor,
                at: event.at,
                what: what.clone(),
            }),
            Body::CounterSigned { signature } => work.unsigned.retain(|open| open.signature != *signature),
            Body::EnteredInSystem { what } => {
                work.entered.retain(|entry| entry.what != *what);
                work.entered.push(entry(event, what.clone()));
            }
            _ => self.apply_passing(event),
        }
    }

    /// Takes up how long the record is kept, and that something of it is gone.
    pub(super) fn apply_keeping(&mut self, event: &Event) {
        let keeping = &mut self.work.retention;
        match &event.body {
            Body::RetentionSet { class } => keeping.class = Some(class.clone()),
            Body::LegalHoldPlaced { reason } => keeping.hold = Some(entry(event, reason.clone())),
            Body::LegalHoldReleased { .. } => keeping.hold = None,
            Body::Erased { .. } => keeping.thinned = keeping.thinned.max(Some(event.at)),
            _ => {}
        }
    }

    fn apply_passing(&mut self, event: &Event) {
        match &event.body {
            Body::TransferMade(start) => self.work.transfers.push(Transfer {
                start: start.clone(),
                at: event.at,
                accepted: None,
                withdrawn: None,
            }),
            Body::TransferAccepted { transfer, by } => {
                let Some(found) = self.transfer_mut(*transfer) else { return };
                found.accepted = Some((by.clone(), event.at));
                // A suite that takes somebody over from another has them from now on; at court a
                // new episode begins.
                let moved = found.start.to_site.clone().filter(|_| found.start.kind == "suite_to_suite");
                if let Some(site) = moved {
                    self.site = site;
                    self.place.clear();
                }
            }
            Body::TransferWithdrawn { transfer, reason } => {
                if let Some(found) = self.transfer_mut(*transfer) {
                    found.withdrawn = Some(reason.clone());
                }
            }
            Body::Reopened { .. } if !self.is_on_board() => {
                self.stage = Stage::Waiting;
                self.stage = self.resting_stage();
            }
            Body::Struck { event: struck, .. } => self.strike(*struck),
            _ => {}
        }
    }

    fn transfer_mut(&mut self, id: TransferId) -> Option<&mut Transfer> {
        self.work.transfers.iter_mut().find(|transfer| transfer.start.transfer == id)
    }

    /// Takes an entry out of what counts. Which kinds can be struck is for the desk to say.
    fn strike(&mut self, event: Uuid) {
        self.notes.retain(|note| note.event != Some(event));
        self.consents.retain(|line| line.event != Some(event));
        for flag in &mut self.flags {
            flag.told.retain(|told| told.event != Some(event));
        }
        let work = &mut self.work;
        work.informed.retain(|entry| entry.event != event);
        work.contacts.retain(|entry| entry.event != event);
        work.capacity.retain(|entry| entry.event != event);
        work.recommendations.retain(|entry| entry.event != event);
        work.mha.retain(|entry| entry.event != event);
        if self.left_event == Some(event) {
            (self.left, self.left_event) = (None, None);
        }
        if work.decision.as_ref().is_some_and(|entry| entry.event == event) {
            work.decision = None;
            self.settle_stage();
        }
    }

    /// Puts somebody who is on the board, not on hold and with nobody, where they belong.
    fn settle_stage(&mut self) {
        if self.is_on_board() && !matches!(self.stage, Stage::OnHold { .. } | Stage::BeingSeen { .. }) {
            self.stage = self.resting_stage();
        }
    }
}

fn entry<T>(event: &Event, what: T) -> Entry<T> {
    Entry { event: event.id, by: event.actor, at: event.at, what }
}
