//! One person as a note tells of them: codes put into words, and no full name anywhere.

use chrono::{DateTime, Utc};

use crate::domain::board::{self, Row};
use crate::domain::episode::{Episode, Note, Onward, Screening, ScreeningStatus, Stage, Task};
use crate::domain::event::ConsentTo;
use crate::domain::referral::Person;
use crate::domain::service::{Service, label, label_within};
use crate::domain::time::near;
use crate::handover::{
    ConsentFact, Identifier, OnwardFact, OnwardStage, PersonFacts, ScoreFact, ScreeningFact, Severity,
};

/// The score that sums a whole instrument up.
const MAIN_SCORE: &str = "total";

/// What a note says of this person; `row` is their row on the board while they stand on it.
pub(super) fn person(
    episode: &Episode,
    row: Option<&Row>,
    service: &Service,
    since: DateTime<Utc>,
    notes_from: DateTime<Utc>,
    now: DateTime<Utc>,
) -> PersonFacts {
    let lists = &service.lists;
    let who = episode.person();
    let plain = |text: &str| unnamed(text, who);
    let tier = row.map_or(service.tiers.other_tier, |row| row.tier);
    let consent = |to: ConsentTo| {
        episode.consent(to).map(|line| ConsentFact {
            words: label_within(&lists.consent_statuses, &line.consent.status),
            at: line.at,
        })
    };
    let worth_telling = |task: &&Task| task.done_at.is_none_or(|done| done >= since);
    PersonFacts {
        reference: episode.referral.reference.clone(),
        who: Identifier::Initials.name(who),
        age: who.birth.age(now),
        sex: who.sex.clone(),
        place: format!("{} {}", episode.site, episode.place),
        custody_ref: episode.referral.custody_ref.clone(),
        severity: Severity::of(tier, episode.open_flags().count()),
        tier,
        reason: row.map_or_else(|| "closed".to_owned(), |row| plain(&row.reason)),
        state: plain(&state(episode, row, service, now)),
        standing: row.map(|row| row.standing),
        clocks: board::clocks(episode, service, now),
        consent_be_seen: consent(ConsentTo::BeSeen),
        consent_share: consent(ConsentTo::Share),
        screenings: episode.standing_screenings().map(|screening| screened(screening, who)).collect(),
        flags: episode.flags.iter().filter(|flag| flag.lifted_at.is_none()).cloned().collect(),
        tasks: episode
            .tasks
            .iter()
            .filter(worth_telling)
            .map(|task| Task { what: plain(&task.what), ..task.clone() })
            .collect(),
        onward: episode
            .onward
            .iter()
            .filter(|onward| onward.is_pending())
            .map(|onward| pending(onward, service))
            .collect(),
        suggestions: episode
            .suggestions
            .iter()
            .map(|open| {
                let to = label(&lists.destinations, &open.suggestion.destination);
                plain(&format!("{to}: {}", open.suggestion.reason))
            })
            .collect(),
        open: open(episode, service, now)
            .into_iter()
            .map(|(what, tail)| (plain(&what), plain(&tail)))
            .collect(),
        contingency: episode.contingency.as_deref().map(plain),
        notes: notes(episode, notes_from),
        left: episode.left.as_ref().map(|(outcome, at)| (label_within(&lists.outcomes, outcome), *at)),
    }
}

/// The state in words; with what was noted for a hold, and how an episode ended.
fn state(episode: &Episode, row: Option<&Row>, service: &Service, now: DateTime<Utc>) -> String {
    let lists = &service.lists;
    match (&episode.stage, row) {
        // When to look again stands among the clocks.
        (Stage::OnHold { note, .. }, Some(row)) if !note.is_empty() => format!("{} ({note})", row.state),
        (_, Some(row)) => row.state.clone(),
        (Stage::Closed { how, code, instead, at }, None) if how == "not_seen" => format!(
            "not seen {}: {}; instead: {}",
            near(*at, now),
            label(&lists.not_seen_reasons, code),
            label(&lists.done_instead, instead)
        ),
        (Stage::Closed { code, at, .. }, None) => {
            format!("closed {}: {}", near(*at, now), label(&lists.closures, code))
        }
        (_, None) => String::new(),
    }
}

/// What is open beside tasks, flags and onward referrals, in words.
fn open(episode: &Episode, service: &Service, now: DateTime<Utc>) -> Vec<(String, String)> {
    let (work, lists) = (&episode.work, &service.lists);
    let mut open = Vec::new();
    if matches!(episode.stage, Stage::Identified | Stage::Received) {
        open.push(("triage".to_owned(), String::new()));
    }
    if matches!(episode.stage, Stage::Seen) {
        open.push(("decide whether a full assessment is needed".to_owned(), String::new()));
    }
    if board::untold_risk(episode, service).is_some() {
        open.push(("tell custody of the risk, by voice and in their record".to_owned(), String::new()));
    }
    for (entry, at) in episode.capacity_to_review() {
        let late = if at <= now { "  DUE" } else { "" };
        let words = format!("look again at capacity: {}", entry.what.decision);
        open.push((words, format!("{}{late}", near(at, now))));
    }
    for escalation in work.open_escalations() {
        let to = if escalation.start.to.is_empty() { "any clinician" } else { &escalation.start.to };
        let words = format!("escalated, nobody has taken it: {}", escalation.start.reason);
        open.push((words, format!("{to}  {}", near(escalation.at, now))));
    }
    for report in work.open_reports() {
        let late = if report.is_late(now) { "  LATE" } else { "" };
        let kind = label(&lists.report_kinds, &report.start.kind);
        open.push((format!("send: {kind}"), format!("{}{late}", near(report.start.due, now))));
    }
    for transfer in work.open_transfers() {
        let to = transfer.start.to_site.as_deref().unwrap_or(&transfer.start.to);
        open.push((format!("passed to {to}, not acknowledged"), near(transfer.at, now)));
    }
    if let Some(last) = work.mha.last().filter(|_| work.mha_runs(&lists.mha_steps)) {
        let step = label_within(&lists.mha_steps, &last.what.step);
        open.push((format!("MHA assessment: {step}"), near(last.at, now)));
    }
    if let Some(plan) = &work.follow_up {
        let words = format!("follow up: {}", plan.what.purpose);
        open.push((words, format!("{}  {}", plan.what.worker, near(plan.what.first_due, now))));
    }
    if !work.unsigned.is_empty() {
        open.push((format!("counter-sign {}", work.unsigned.len()), String::new()));
    }
    open
}

fn screened(screening: &Screening, who: &Person) -> ScreeningFact {
    // "PHQ-9: depression" is called PHQ-9 where room is short.
    let title = screening.title.split(':').next().unwrap_or_default().trim();
    let amended = if screening.amends.is_some() { " (amended)" } else { "" };
    let title = format!("{title}{amended}");
    let mut status = screening.status.clone();
    if let ScreeningStatus::SetAside { reason, .. } = &mut status {
        *reason = unnamed(reason, who);
    }
    let scores = match &screening.status {
        ScreeningStatus::Finished { scores, .. } => scores.as_slice(),
        _ => &[],
    };
    let scores = scores
        .iter()
        .filter(|score| score.id == MAIN_SCORE)
        .map(|score| ScoreFact {
            name: title.clone(),
            value: score.value,
            floor: score.floor,
            ceiling: score.ceiling,
            most: None,
            band: score.band.clone(),
        })
        .collect();
    ScreeningFact { title, status, progress: screening.progress, scores }
}

fn pending(onward: &Onward, service: &Service) -> OnwardFact {
    OnwardFact {
        destination: label(&service.lists.destinations, &onward.destination).to_owned(),
        stage: OnwardStage::of(onward),
        since: onward.made_at,
    }
}

/// What was said at the referral, and the lines written since.
fn notes(episode: &Episode, from: DateTime<Utc>) -> Vec<Note> {
    let referral = &episode.referral;
    let told = (!referral.details.trim().is_empty()).then(|| Note {
        at: referral.received_at,
        text: referral.details.clone(),
        source: referral.told_by.clone(),
        event: None,
    });
    let written = episode.notes.iter().filter(|note| note.at >= from).cloned();
    told.into_iter()
        .chain(written)
        .map(|note| Note {
            text: unnamed(&note.text, episode.person()),
            source: unnamed(&note.source, episode.person()),
            ..note
        })
        .collect()
}

/// The text with the person's name, where somebody typed it, put as initials: a sheet may be lost.
/// A given name alone stays, since many are words of their own.
fn unnamed(text: &str, who: &Person) -> String {
    let initials = who.initials();
    let (surname, given) = (who.surname.trim(), who.given.trim());
    if surname.is_empty() {
        return text.to_owned();
    }
    let mut text = text.to_owned();
    if !given.is_empty() {
        for whole in
            [format!("{given} {surname}"), format!("{surname}, {given}"), format!("{surname} {given}")]
        {
            text = text.replace(&whole, &initials);
        }
    }
    let mut out = String::with_capacity(text.len());
    let mut rest = text.as_str();
    while let Some((before, found, after)) = split_at_name(rest, surname) {
        let inside = before.chars().next_back().is_some_and(char::is_alphanumeric)
            || after.chars().next().is_some_and(char::is_alphanumeric);
        out.push_str(before);
        out.push_str(if inside { found } else { &initials });
        rest = after;
    }
    out.push_str(rest);
    out
}

/// What stands before, as, and after a name, whichever case it is typed in: custody writes DALE.
fn split_at_name<'t>(text: &'t str, name: &str) -> Option<(&'t str, &'t str, &'t str)> {
    let name = name.to_lowercase();
    text.char_indices().find_map(|(start, _)| {
        let end = start + name.len();
        let found = text.get(start..end).filter(|part| part.to_lowercase() == name)?;
        Some((text.get(..start)?, found, text.get(end..)?))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::referral::Birth;

    #[test]
    fn a_name_typed_into_a_line_is_printed_as_initials() {
        let who =
            Person { surname: "Dale".into(), given: "Jordan".into(), birth: Birth::Unknown, sex: "M".into() };
        assert_eq!(
            unnamed("Jordan Dale's aunt rang; Dale, Jordan slept.", &who),
            "J.D.'s aunt rang; J.D. slept."
        );
        assert_eq!(
            unnamed("Mr DALE is from Rochdale, not Dalewood.", &who),
            "Mr J.D. is from Rochdale, not Dalewood."
        );
    }
}
