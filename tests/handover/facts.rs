//! What a handover may not leave out, worked out from the journal alone: nothing of the program's own
//! reading of it is used.

use std::collections::BTreeMap;

use liaison::domain::event::{Body, Event, ReportStep};
use liaison::domain::ids::EpisodeId;
use uuid::Uuid;

/// What is open of one person.
#[derive(Default, Debug)]
struct One {
    reference: Option<String>,
    on_board: bool,
    tasks: BTreeMap<Uuid, String>,
    /// Words, told by voice, written.
    flags: BTreeMap<Uuid, (String, bool, bool)>,
    transfers: BTreeMap<Uuid, String>,
    reports: BTreeMap<Uuid, ()>,
    escalations: BTreeMap<Uuid, String>,
}

/// What is open of everybody.
pub struct Open(BTreeMap<EpisodeId, One>);

impl Open {
    pub fn of(events: &[Event]) -> Self {
        let struck: Vec<Uuid> = events
            .iter()
            .filter_map(
                |event| if let Body::Struck { event, .. } = &event.body { Some(*event) } else { None },
            )
            .collect();
        let mut all: BTreeMap<EpisodeId, One> = BTreeMap::new();
        for event in events.iter().filter(|event| !struck.contains(&event.id)) {
            let Some(id) = event.episode else { continue };
            all.entry(id).or_default().take(&event.body);
        }
        // Of whom nobody ever said that they are here there is nothing to hand over.
        all.retain(|_, one| one.reference.is_some());
        Self(all)
    }

    /// How many facts there are.
    pub fn count(&self) -> usize {
        self.0.values().map(|one| one.phrases().len()).sum()
    }

    /// What a note does not say and has to.
    pub fn missing(&self, said: &str) -> Vec<String> {
        let phrases = self.0.values().flat_map(One::phrases);
        phrases.filter(|phrase| !said.contains(phrase.as_str())).collect()
    }
}

impl One {
    fn take(&mut self, body: &Body) {
        match body {
            Body::Referred(referral) | Body::Identified(referral) => {
                self.reference = Some(referral.reference.clone());
                self.on_board = true;
            }
            Body::Closed { .. } | Body::NotSeen { .. } => self.on_board = false,
            Body::Reopened { .. } => self.on_board = true,
            Body::TaskAdded { task, what, .. } => {
                self.tasks.insert(task.0, what.clone());
            }
            Body::TaskDone { task } | Body::TaskDropped { task, .. } => {
                self.tasks.remove(&task.0);
            }
            Body::FlagRaised(raise) => {
                self.flags.insert(raise.flag.0, (raise.words.clone(), false, false));
            }
            Body::FlagLifted { flag } => {
                self.flags.remove(&flag.0);
            }
            Body::FlagTold { flag, by_voice, in_custody_record, .. } => {
                if let Some((_, voice, record)) = self.flags.get_mut(&flag.0) {
                    *voice |= by_voice;
                    *record |= in_custody_record;
                }
            }
            Body::TransferMade(start) => {
                let to = start.to_site.clone().unwrap_or_else(|| start.to.clone());
                self.transfers.insert(start.transfer.0, to);
            }
            Body::TransferAccepted { transfer, .. } | Body::TransferWithdrawn { transfer, .. } => {
                self.transfers.remove(&transfer.0);
            }
            Body::ReportAsked(start) => {
                self.reports.insert(start.report.0, ());
            }
            Body::ReportMoved { report, step: ReportStep::Sent { .. } | ReportStep::Withdrawn { .. } } => {
                self.reports.remove(&report.0);
            }
            Body::Escalated(start) => {
                self.escalations.insert(start.escalation.0, start.reason.clone());
            }
            Body::EscalationAccepted { escalation, .. } => {
                self.escalations.remove(&escalation.0);
            }
            _ => {}
        }
    }

    fn phrases(&self) -> Vec<String> {
        let untold = self.flags.values().filter(|(_, voice, record)| !(*voice && *record));
        let flags: Vec<String> = untold.map(|(words, ..)| format!("TELL CUSTODY: {words}")).collect();
        let tasks = self.tasks.values().map(|what| format!("[ ] {what}"));
        let transfers = self.transfers.values().map(|to| format!("passed to {to}"));
        let reports = self.reports.values().map(|()| "[ ] send:".to_owned());
        let escalations = self.escalations.values().map(|why| format!("nobody has taken it: {why}"));
        let open: Vec<String> =
            flags.into_iter().chain(tasks).chain(transfers).chain(reports).chain(escalations).collect();
        let named = (self.on_board || !open.is_empty()).then(|| self.reference.clone()).flatten();
        let spaces = |text: String| text.split_whitespace().collect::<Vec<_>>().join(" ");
        named.into_iter().chain(open).map(spaces).collect()
    }
}
