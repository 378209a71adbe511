//! The whole episode as text, in the order in which a clinical system asks for it.

use super::lines::Lines;
use crate::desk::record::{found_words, step_words};
use crate::desk::search::{born_in_full, ended};
use crate::desk::{Desk, DeskError};
use crate::domain::board;
use crate::domain::detail::{DetailItem, DetailKind};
use crate::domain::episode::{Episode, RedFlag};
use crate::domain::event::ReportStep;
use crate::domain::nhs_number::NhsNumber;
use crate::domain::service::{find, label, label_within};
use crate::domain::time::full;

impl Desk {
    pub(super) fn episode_text(&self, episode: &Episode) -> Result<String, DeskError> {
        let mut lines = Lines::default();
        self.whose(&mut lines, episode, "Episode");
        self.referral(&mut lines, episode);
        self.details(&mut lines, episode);
        self.consents(&mut lines, episode);
        self.risk(&mut lines, episode);
        self.contacts(&mut lines, episode);
        let finished = episode.standing_screenings().filter(|one| one.finished_at().is_some());
        for id in finished.map(|one| one.id).collect::<Vec<_>>() {
            self.form(&mut lines, episode, id)?;
        }
        self.decision(&mut lines, episode);
        self.onward(&mut lines, episode);
        self.agencies(&mut lines, episode);
        self.recommendations(&mut lines, episode);
        self.to_do(&mut lines, episode);
        self.outcome(&mut lines, episode);
        Ok(lines.text())
    }

    /// Who, where, and what this text is.
    pub(super) fn whose(&self, lines: &mut Lines, episode: &Episode, what: &str) {
        let (referral, now) = (&episode.referral, self.now());
        lines.paragraph("", &format!("{} - {what}", self.service.name));
        lines.paragraph("", &format!("Copied out {} by {}", full(now), self.who.name));
        if self.is_demo() {
            lines.paragraph("", "DEMO: everybody in this text is invented.");
        }
        lines.rule();
        let site = self.service.site(&episode.site).map_or(episode.site.as_str(), |site| &site.name);
        let number = episode.details.get(DetailItem::NhsNumber.code());
        let number =
            number.map(|text| NhsNumber::parse(text).map_or_else(|_| text.clone(), |n| n.to_string()));
        lines.pair("Name", &referral.person.full_name());
        lines.pair("Born", &born_in_full(referral.person.birth, now));
        lines.pair("Sex", label(&self.service.lists.sexes, &referral.person.sex));
        lines.pair("NHS number", number.as_deref().unwrap_or("not recorded"));
        lines.pair("Reference", &referral.reference);
        lines.pair("Site", site);
        lines.pair("Custody ref", &referral.custody_ref);
        if let Some(slot) = &referral.court {
            let parts = [slot.room.as_str(), slot.slot.as_str()];
            lines.pair("Court list", &parts.join(" ").trim().replace("  ", " "));
        }
    }

    fn referral(&self, lines: &mut Lines, episode: &Episode) {
        let (referral, lists) = (&episode.referral, &self.service.lists);
        lines.heading("Referral and triage");
        lines.pair("Received", &full(referral.received_at));
        lines.pair(
            "Source",
            &format!("{}, told by {}", label(&lists.sources, &referral.source), referral.told_by),
        );
        lines.pair("Reason", label(&lists.reasons, &referral.reason));
        lines.pair("Details", &referral.details);
        lines.pair("Known risk", &referral.known_risk);
        lines.pair("Position", label(&lists.legal_positions, &referral.legal_position));
        let offences: Vec<&str> =
            referral.offences.iter().map(|code| label(&lists.offence_categories, code)).collect();
        lines.pair("Offence group", &offences.join("; "));
        if !referral.priority.is_empty() {
            lines.pair("Priority", label(&lists.priorities, &referral.priority));
        }
        if let Some(triage) = &episode.work.triage {
            lines.pair("Triaged", &format!("{} {}", full(triage.at), triage.what.reason));
            if !triage.what.advice.is_empty() {
                lines.pair("Advice", &format!("to {}: {}", triage.what.advised, triage.what.advice));
            }
        }
        let groups: Vec<&str> =
            board::groups(episode, &self.service, self.now()).map(|group| group.label.as_str()).collect();
        lines.pair("Groups", &groups.join("; "));
    }

    fn details(&self, lines: &mut Lines, episode: &Episode) {
        let known = DetailItem::ALL.into_iter().filter(|item| item.kind() != DetailKind::NhsNumber);
        let told: Vec<(DetailItem, &String)> =
            known.filter_map(|item| Some((item, episode.details.get(item.code())?))).collect();
        if told.is_empty() {
            return;
        }
        lines.heading("About the person");
        for (item, value) in told {
            let words = item.list(&self.service.lists).map_or(value.as_str(), |list| label(list, value));
            lines.item(&format!("{}: {words}", item.words()));
        }
    }

    fn consents(&self, lines: &mut Lines, episode: &Episode) {
        let lists = &self.service.lists;
        if !episode.consents.is_empty() {
            lines.heading("Consents");
        }
        for line in &episode.consents {
            let consent = &line.consent;
            let beside = [
                (!consent.how.is_empty()).then(|| label_within(&lists.consent_how, &consent.how)),
                (!consent.scope.is_empty()).then(|| format!("covers {}", consent.scope)),
                (!consent.note.is_empty()).then(|| consent.note.clone()),
            ];
            let beside: Vec<String> = beside.into_iter().flatten().collect();
            let status = label_within(&lists.consent_statuses, &consent.status);
            lines.item(&format!("{} {}: {status}. {}", full(line.at), consent.to.words(), beside.join("; ")));
        }
        if !episode.work.capacity.is_empty() {
            lines.heading("Capacity");
        }
        for entry in &episode.work.capacity {
            let capacity = &entry.what;
            let yes = |able: bool| if able { "yes" } else { "no" };
            lines.item(&format!(
                "{} To decide on {}: understands {}, retains {}, weighs {}, communicates {}.",
                full(entry.at),
                capacity.decision,
                yes(capacity.understands),
                yes(capacity.retains),
                yes(capacity.weighs),
                yes(capacity.communicates)
            ));
            if !capacity.has_capacity() {
                lines.paragraph("  ", &format!("Lacks it because of {}.", capacity.cause));
                lines.paragraph("  ", &format!("In their best interests: {}", capacity.best_interests));
            }
        }
    }

    fn risk(&self, lines: &mut Lines, episode: &Episode) {
        if episode.flags.is_empty() && episode.work.informed.is_empty() && episode.contingency.is_none() {
            return;
        }
        lines.heading("Risk, and who was told");
        for flag in &episode.flags {
            lines.item(&flag_words(flag));
            for told in &flag.told {
                let how = how(told.by_voice, told.in_custody_record);
                lines.paragraph("  ", &format!("{} told {} {how}", full(told.at), told.to));
            }
        }
        for entry in &episode.work.informed {
            let (what, how) = (&entry.what, how(entry.what.by_voice, entry.what.in_record));
            lines.item(&format!("{} told {} {how}: {}", full(entry.at), what.told_to, what.text));
        }
        if let Some(text) = &episode.contingency {
            lines.pair("If - then", text);
        }
    }

    fn contacts(&self, lines: &mut Lines, episode: &Episode) {
        let lists = &self.service.lists;
        if episode.seen_at.is_none() && episode.work.contacts.is_empty() && episode.notes.is_empty() {
            return;
        }
        lines.heading("Contacts and notes");
        if let Some(at) = episode.seen_at {
            lines.item(&format!("{} First seen", full(at)));
        }
        for entry in &episode.work.contacts {
            let (what, kind) = (&entry.what, label(&lists.contact_kinds, &entry.what.kind));
            let outcome = label_within(&lists.contact_outcomes, &what.outcome);
            let with = if what.with.is_empty() { String::new() } else { format!(", {}", what.with) };
            lines.item(&format!("{} {kind}{with}: {outcome}. {}", full(entry.at), what.text));
        }
        for note in &episode.notes {
            let from = if note.source.is_empty() { String::new() } else { format!(" ({})", note.source) };
            lines.item(&format!("{} {}{from}", full(note.at), note.text));
        }
    }

    fn decision(&self, lines: &mut Lines, episode: &Episode) {
        let Some(entry) = &episode.work.decision else { return };
        let (decision, lists) = (&entry.what, &self.service.lists);
        lines.heading("Decision after the screening");
        lines.pair("Decided", &full(entry.at));
        lines.pair("Assessment", if decision.assess == "yes" { "needed" } else { "not needed" });
        lines.pair("Risk", label(&lists.risk_levels, &decision.risk));
        lines.pair("Needs", &decision.needs);
        lines.pair("Vulnerable", &found_words(&decision.found, lists));
        lines.pair("Reason", &decision.reason);
        if let Some(at) = episode.work.assessed_at {
            lines.pair("Assessed", &full(at));
        }
    }

    fn onward(&self, lines: &mut Lines, episode: &Episode) {
        let lists = &self.service.lists;
        if !episode.onward.is_empty() {
            lines.heading("Onward referrals");
        }
        for onward in &episode.onward {
            let urgency = label_within(&lists.priorities, &onward.urgency);
            let to = label(&lists.destinations, &onward.destination);
            lines.item(&format!("{} {to}, {urgency}: {}", full(onward.made_at), onward.reason));
            let consent = label_within(&lists.consent_statuses, &onward.consent);
            lines.paragraph("  ", &format!("Consent: {consent}"));
            for (step, at) in &onward.steps {
                lines.paragraph("  ", &format!("{} {}", full(*at), step_words(step, lists, *at)));
            }
        }
    }

    fn agencies(&self, lines: &mut Lines, episode: &Episode) {
        let (work, lists) = (&episode.work, &self.service.lists);
        let before = work.reports.len() + work.mha.len() + work.transfers.len() + work.escalations.len();
        if before > 0 {
            lines.heading("Reports, assessments, transfers");
        }
        for report in &work.reports {
            let kind = label(&lists.report_kinds, &report.start.kind);
            let (by, due) = (&report.start.asked_by, full(report.start.due));
            lines.item(&format!("{} {kind}, asked for by {by}, due {due}", full(report.at)));
            if !report.start.basis.is_empty() {
                lines.paragraph("  ", &format!("Without consent: {}", report.start.basis));
            }
            for (step, at) in &report.steps {
                let words = match step {
                    ReportStep::Drafted => "drafted".to_owned(),
                    ReportStep::Sent { how, to } => {
                        format!("sent to {to}, {}", label_within(&lists.sent_by, how))
                    }
                    ReportStep::Withdrawn { reason } => format!("withdrawn: {reason}"),
                };
                lines.paragraph("  ", &format!("{} {words}", full(*at)));
            }
        }
        for step in &work.mha {
            let words = label(&lists.mha_steps, &step.what.step);
            lines.item(&format!("{} MHA assessment: {words} {}", full(step.at), step.what.note));
        }
        for transfer in &work.transfers {
            let taken = match (&transfer.accepted, &transfer.withdrawn) {
                (Some((by, at)), _) => format!("taken over by {by} {}", full(*at)),
                (None, Some(reason)) => format!("withdrawn: {reason}"),
                (None, None) => "not acknowledged".to_owned(),
            };
            lines.item(&format!("{} Passed to {}; {taken}", full(transfer.at), self.receiver(transfer)));
        }
        for one in &work.escalations {
            let taken = one.accepted.as_ref().map_or_else(
                || "nobody has taken it".to_owned(),
                |(by, at)| format!("taken by {by} {}", full(*at)),
            );
            lines.item(&format!("{} Escalated: {}; {taken}", full(one.at), one.start.reason));
        }
    }

    fn to_do(&self, lines: &mut Lines, episode: &Episode) {
        if !episode.tasks.is_empty() || episode.work.follow_up.is_some() {
            lines.heading("Tasks and follow-up");
        }
        for task in &episode.tasks {
            let done = task.done_at.map_or_else(|| "open".to_owned(), |at| format!("settled {}", full(at)));
            lines.item(&format!("{} ({}, due {}): {done}", task.what, task.owner, full(task.due)));
        }
        if let Some(entry) = &episode.work.follow_up {
            let (plan, message) = (&entry.what, if entry.what.message_safe { "safe" } else { "NOT safe" });
            lines.item(&format!(
                "Follow-up by {} from {}: {}",
                plan.worker,
                full(plan.first_due),
                plan.purpose
            ));
            lines.paragraph("  ", &format!("Reached by {}; leaving a message is {message}.", plan.contact));
        }
    }

    fn outcome(&self, lines: &mut Lines, episode: &Episode) {
        let lists = &self.service.lists;
        lines.heading("Outcome");
        if let Some((code, at)) = &episode.left {
            lines.pair("Left", &format!("{}, {}", full(*at), label(&lists.outcomes, code)));
        }
        if let crate::domain::episode::Stage::Closed { instead, at, .. } = &episode.stage {
            lines.pair("Closed", &format!("{}: {}", full(*at), ended(&episode.stage, lists)));
            if let Some(entry) = find(&lists.done_instead, instead) {
                lines.pair("Done instead", &entry.label);
            }
        } else {
            lines.pair("Open", "the episode is not closed yet");
        }
    }
}

fn flag_words(flag: &RedFlag) -> String {
    let standing = match flag.lifted_at {
        Some(at) => format!("lifted {}, the answer was changed", full(at)),
        None if flag.is_open() => flag.missing().to_owned(),
        None => "told".to_owned(),
    };
    format!("{} {}: {standing}", full(flag.at), flag.raise.words)
}

fn how(by_voice: bool, in_record: bool) -> &'static str {
    match (by_voice, in_record) {
        (true, true) => "by voice and in the record",
        (true, false) => "by voice",
        _ => "in the record",
    }
}
