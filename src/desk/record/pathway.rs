//! Entries of the pathway in words: triage, decision, contacts, reports, transfers.

use chrono::{DateTime, Utc};

use super::words::found_words;
use crate::domain::detail::DetailItem;
use crate::domain::episode::Episode;
use crate::domain::event::{Body, ReportStep};
use crate::domain::service::{Lists, label, label_within};
use crate::domain::time::near;

/// What an entry of the pathway says; `None` for those a timeline does not list.
pub(super) fn pathway_words(
    body: &Body,
    lists: &Lists,
    episode: &Episode,
    now: DateTime<Utc>,
) -> Option<String> {
    Some(match body {
        Body::ReferralTaken(taking) => format!(
            "Referred by {}: {}{}",
            label(&lists.sources, &taking.source),
            label(&lists.reasons, &taking.reason),
            beside(&taking.details)
        ),
        Body::Triaged(triage) => {
            let tier = triage.tier.map(|tier| format!(", T{tier}")).unwrap_or_default();
            let why = if triage.reason.is_empty() { String::new() } else { format!(": {}", triage.reason) };
            let advice = if triage.advice.is_empty() {
                String::new()
            } else {
                format!("; advised {}: {}", triage.advised, triage.advice)
            };
            format!("Triaged {}{tier}{why}{advice}", label_within(&lists.priorities, &triage.priority))
        }
        Body::Pinned { reason } => format!("Put in front of the queue: {reason}"),
        Body::Unpinned => "No longer put in front of the queue".to_owned(),
        Body::PersonLinked { person } if person.0 == episode.id.0 => {
            "Stands for itself: not the person of another episode".to_owned()
        }
        Body::PersonLinked { .. } => "Same person as in an earlier episode".to_owned(),
        Body::DetailsCorrected(correction) => format!(
            "Put right: {}, {} ({})",
            correction.person.full_name(),
            correction.custody_ref,
            correction.reason
        ),
        Body::DetailRecorded { item, value } => detail(item, value, lists),
        Body::PositionChanged { position, .. } => {
            format!("Legal position: {}", label(&lists.legal_positions, position))
        }
        Body::Decided(decision) => format!(
            "Decided: full assessment {}; risk {}{}{}. {}",
            if decision.assess == "yes" { "needed" } else { "not needed" },
            label_within(&lists.risk_levels, &decision.risk),
            if decision.needs.is_empty() { String::new() } else { format!("; needs: {}", decision.needs) },
            match found_words(&decision.found, lists) {
                found if found.is_empty() => found,
                found => format!("; vulnerabilities: {found}"),
            },
            decision.reason
        ),
        Body::Informed(informing) => format!(
            "Told {} {}: {}",
            informing.told_to,
            how_told(informing.by_voice, informing.in_record),
            informing.text
        ),
        Body::Contacted(contact) => format!(
            "{}{}: {}{}",
            label(&lists.contact_kinds, &contact.kind),
            if contact.with.is_empty() { String::new() } else { format!(", {}", contact.with) },
            label_within(&lists.contact_outcomes, &contact.outcome),
            beside(&contact.text)
        ),
        Body::CapacityAssessed(capacity) => format!(
            "Capacity to decide on {}: {}{}",
            capacity.decision,
            if capacity.has_capacity() { "has it" } else { "lacks it" },
            if capacity.has_capacity() {
                String::new()
            } else {
                format!(" ({}); done: {}", capacity.cause, capacity.best_interests)
            }
        ),
        other => return passing_words(other, lists, episode, now),
    })
}

fn passing_words(body: &Body, lists: &Lists, episode: &Episode, now: DateTime<Utc>) -> Option<String> {
    let work = &episode.work;
    let report_kind = |id| {
        let found = work.reports.iter().find(|report| report.start.report == id);
        found.map(|report| label(&lists.report_kinds, &report.start.kind).to_owned()).unwrap_or_default()
    };
    Some(match body {
        Body::Escalated(start) => {
            let to = if start.to.is_empty() { "any clinician" } else { &start.to };
            format!("Escalated to {to}: {}", start.reason)
        }
        Body::EscalationAccepted { by, .. } => format!("Escalation taken by {by}"),
        Body::ReportAsked(start) => format!(
            "{} asked for, due {}{}",
            label(&lists.report_kinds, &start.kind),
            near(start.due, now),
            if start.basis.is_empty() {
                String::new()
            } else {
                format!(", without consent: {}", start.basis)
            }
        ),
        Body::ReportMoved { report, step } => match step {
            ReportStep::Drafted => format!("{}: drafted", report_kind(*report)),
            ReportStep::Sent { how, to } => {
                format!("{}: sent to {to}, {}", report_kind(*report), label_within(&lists.sent_by, how))
            }
            ReportStep::Withdrawn { reason } => format!("{}: withdrawn, {reason}", report_kind(*report)),
        },
        Body::Recommended(new) => format!(
            "Recommended to the {}: {}{}",
            if new.to == "cps" { "CPS" } else { "court" },
            label(&lists.recommendations, &new.code),
            beside(&new.text)
        ),
        Body::MhaMoved(step) => {
            format!("MHA assessment: {}{}", label_within(&lists.mha_steps, &step.step), beside(&step.note))
        }
        Body::TransferMade(start) => format!(
            "Passed on, {}: {}{}",
            label_within(&lists.transfer_kinds, &start.kind),
            match (start.to.as_str(), &start.to_site) {
                ("", Some(site)) => site.clone(),
                (to, Some(site)) => format!("{to}, {site}"),
                (to, None) => to.to_owned(),
            },
            beside(&start.how)
        ),
        Body::TransferAccepted { by, .. } => format!("Taken over by {by}"),
        Body::TransferWithdrawn { reason, .. } => format!("Transfer withdrawn: {reason}"),
        Body::FollowUpPlanned(plan) => {
            format!("Follow-up by {} from {}: {}", plan.worker, near(plan.first_due, now), plan.purpose)
        }
        Body::FollowUpEnded { outcome } => format!("Follow-up ended: {outcome}"),
        Body::Struck { reason, .. } => format!("An entry was struck: {reason}"),
        Body::SignatureNeeded { .. } => return None,
        Body::CounterSigned { .. } => "Counter-signed".to_owned(),
        Body::CopiedOut { what, to } => format!("Copied out to {to}: {}", copied(what, episode)),
        Body::EnteredInSystem { what } => {
            format!("Entered in the clinical system: {}", copied(what, episode))
        }
        Body::RotaChanged(change) => super::rota_words(change),
        Body::Viewed { why } if !why.is_empty() => format!("Opened from outside the shift: {why}"),
        _ => return None,
    })
}

/// What was copied out, by the word the journal has for it.
fn copied(what: &str, episode: &Episode) -> String {
    match what {
        "episode" => "episode".to_owned(),
        "court_note" => "court note".to_owned(),
        id => {
            let found = episode.screenings.iter().find(|screening| screening.id.0.to_string() == id);
            found.map_or_else(|| "a form".to_owned(), |screening| screening.title.clone())
        }
    }
}

fn detail(item: &str, value: &str, lists: &Lists) -> String {
    let known = DetailItem::of(item);
    let name = known.map_or_else(|| item.to_owned(), |known| known.words().to_owned());
    match known.and_then(|known| known.list(lists)) {
        _ if value.is_empty() => format!("{name}: taken back"),
        Some(list) => format!("{name}: {}", label(list, value)),
        None => format!("{name}: {value}"),
    }
}

pub(super) fn how_told(by_voice: bool, in_record: bool) -> &'static str {
    match (by_voice, in_record) {
        (true, true) => "by voice and in the record",
        (true, false) => "by voice",
        _ => "in the record",
    }
}

fn beside(text: &str) -> String {
    if text.is_empty() { String::new() } else { format!(" ({text})") }
}
