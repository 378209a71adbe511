//! The lines of a person's page: what is open, most pressing first, then results, the person's
//! earlier episodes, and what happened.

use chrono::{DateTime, Utc};

use crate::desk::record::{Line, Record, step_words};
use crate::desk::{Desk, DeskError};
use crate::domain::board::{self, Level};
use crate::domain::episode::{Episode, Onward, Report, ScreeningStatus, Stage};
use crate::domain::event::{ReportStep, Score};
use crate::domain::service::{Lists, label, label_within};
use crate::domain::time::{day, local, near, span};
use crate::tui::effect::{Ask, Go, PathwayAsk};

/// One line of the page: something open that Enter acts on, or something that happened.
#[derive(Debug)]
pub(super) struct Item {
    pub(super) level: Level,
    /// What it is; empty for a line of the timeline.
    pub(super) kind: &'static str,
    pub(super) text: String,
    /// What Enter opens.
    pub(super) act: Option<Go>,
    /// What Enter does, in words.
    pub(super) hint: &'static str,
    /// Whether it counts no more.
    pub(super) struck: bool,
}

impl Item {
    fn new(level: Level, kind: &'static str, text: String, act: Go) -> Self {
        Self { level, kind, text, act: Some(act), hint: "Enter opens", struck: false }
    }

    fn hint(self, hint: &'static str) -> Self {
        Self { hint, ..self }
    }
}

/// All lines of the page.
///
/// # Errors
/// A failure of the store.
pub(super) fn items(desk: &Desk, record: &Record) -> Result<Vec<Item>, DeskError> {
    let (episode, now) = (&record.episode, desk.now());
    let lists = &desk.service().lists;
    let mut items = first(episode, now);
    items.extend(untold(desk, episode));
    items.extend(forms_left(episode, lists));
    items.extend(tasks(episode, now));
    items.extend(capacity(episode, now));
    items.extend(agencies(desk, episode));
    items.extend(onward(episode, lists, now));
    items.extend(results(episode));
    items.extend(earlier(desk, episode)?);
    items.extend(record.lines.iter().map(|line| happened(line, episode, now)));
    Ok(items)
}

/// What comes before everything else: red flags, escalations, and the next step of a new referral.
fn first(episode: &Episode, now: DateTime<Utc>) -> Vec<Item> {
    let id = episode.id;
    let mut items: Vec<Item> = episode
        .open_flags()
        .map(|flag| {
            let text = format!("{}: {}", flag.raise.words, flag.missing());
            let act = Ask::Tell { episode: id, flag: Some(flag.raise.flag) };
            Item::new(Level::Urgent, "RED FLAG", text, Go::Ask(act)).hint("Enter: tell custody")
        })
        .collect();
    items.extend(episode.work.open_escalations().map(|open| {
        let to = if open.start.to.is_empty() { "any clinician" } else { &open.start.to };
        let waited = span((now - open.at).num_minutes());
        let text = format!("{} (to {to}, waits {waited})", open.start.reason);
        let act = PathwayAsk::TakeEscalation(open.start.escalation).about(id);
        Item::new(Level::Urgent, "ESCALATED", text, Go::Ask(act)).hint("Enter: take it")
    }));
    let next = match episode.stage {
        Stage::Identified => {
            Some(("REFERRAL", "Found by us: nobody has referred them yet", PathwayAsk::TakeReferral))
        }
        Stage::Received => Some(("TRIAGE", "Not triaged yet", PathwayAsk::Triage)),
        _ => None,
    };
    items.extend(next.map(|(kind, text, ask)| {
        Item::new(Level::Warn, kind, text.to_owned(), Go::Ask(ask.about(id))).hint("Enter: do it")
    }));
    items
}

/// A risk that a decision found and that custody was not told of since.
fn untold(desk: &Desk, episode: &Episode) -> Option<Item> {
    let decided = desk.untold_risk(episode)?;
    let text =
        format!("Tell custody of the risk, by voice and in writing (since {})", near(decided, desk.now()));
    let act = Go::Ask(Ask::Tell { episode: episode.id, flag: None });
    Some(Item::new(Level::Urgent, "TELL", text, act).hint("Enter: inform"))
}

/// Capacity that is to be looked at again.
fn capacity(episode: &Episode, now: DateTime<Utc>) -> Vec<Item> {
    let again = episode.capacity_to_review().map(|(entry, at)| {
        let (level, late) = if at <= now { (Level::Warn, " DUE") } else { (Level::Plain, "") };
        let text = format!("Look again {}{late}: {}", near(at, now), entry.what.decision);
        let act = Go::Ask(PathwayAsk::CapacityAgain(entry.event).about(episode.id));
        Item::new(level, "CAPACITY", text, act).hint("Enter: look again")
    });
    again.collect()
}

/// Drafts, suggestions nobody has decided on, and the decision after a screening.
fn forms_left(episode: &Episode, lists: &Lists) -> Vec<Item> {
    let id = episode.id;
    let mut items: Vec<Item> = episode
        .drafts()
        .map(|draft| {
            let amending = if draft.amends.is_some() { " (amending)" } else { "" };
            let (answered, asked) = (draft.progress.answered, draft.progress.asked);
            let text = format!("{}{amending}: {answered} of {asked} answered", draft.title);
            let act = Go::Screening { episode: id, form: draft.form.clone() };
            Item::new(Level::Warn, "DRAFT", text, act).hint("Enter: go on")
        })
        .collect();
    if !episode.suggestions.is_empty() {
        let to: Vec<&str> = episode
            .suggestions
            .iter()
            .map(|open| label(&lists.destinations, &open.suggestion.destination))
            .collect();
        items.push(Item::new(Level::Warn, "SUGGESTED", to.join(", "), Go::Suggestions(id)));
    }
    if matches!(episode.stage, Stage::Seen) {
        let text = "Is a full assessment needed? Nobody has decided yet".to_owned();
        let act = Go::Ask(PathwayAsk::Decide.about(id));
        items.push(Item::new(Level::Warn, "DECIDE", text, act).hint("Enter: decide"));
    }
    items
}

fn tasks(episode: &Episode, now: DateTime<Utc>) -> Vec<Item> {
    let id = episode.id;
    let tasks = episode.open_tasks().map(|task| {
        let (level, late) = if task.due <= now { (Level::Urgent, " LATE") } else { (Level::Plain, "") };
        let text = format!("{} ({}, {}{late})", task.what, task.owner, near(task.due, now));
        let act = Go::Ask(Ask::TaskDone { episode: id, task: task.id });
        Item::new(level, "TASK", text, act).hint("Enter: done")
    });
    tasks.collect()
}

/// What other agencies or colleagues are waited for, or wait for.
fn agencies(desk: &Desk, episode: &Episode) -> Vec<Item> {
    let (id, now, lists) = (episode.id, desk.now(), &desk.service().lists);
    let work = &episode.work;
    let mut items: Vec<Item> = work
        .open_reports()
        .map(|open| {
            let level = if open.is_late(now) { Level::Urgent } else { Level::Plain };
            let act = Go::Ask(PathwayAsk::ReportStep(open.start.report).about(id));
            Item::new(level, "REPORT", report_words(open, lists, now), act).hint("Enter: next step")
        })
        .collect();
    items.extend(work.open_transfers().map(|open| {
        let text = format!("To {}: not acknowledged since {}", desk.receiver(open), near(open.at, now));
        let act = Go::Ask(PathwayAsk::TransferStep(open.start.transfer).about(id));
        Item::new(Level::Warn, "TRANSFER", text, act).hint("Enter: acknowledged, or withdrawn")
    }));
    items.extend(work.mha.last().filter(|_| desk.mha_runs(episode)).map(|last| {
        let step = label(&lists.mha_steps, &last.what.step);
        let note = if last.what.note.is_empty() { String::new() } else { format!(" ({})", last.what.note) };
        let text = format!("{step} {}{note}", near(last.at, now));
        Item::new(Level::Warn, "MHA", text, Go::Ask(PathwayAsk::Mha.about(id))).hint("Enter: next step")
    }));
    items.extend(work.follow_up.as_ref().map(|running| {
        let plan = &running.what;
        let due = near(plan.first_due, now);
        let late = if plan.first_due <= now { "first contact was due" } else { "first contact" };
        let text = format!("{} by {}; {late} {due}; by {}", plan.purpose, plan.worker, plan.contact);
        let act = Go::Ask(PathwayAsk::FollowUp.about(id));
        Item::new(Level::Plain, "FOLLOW-UP", text, act).hint("Enter: end it")
    }));
    items.extend(work.unsigned.iter().map(|open| {
        let act = Go::Ask(PathwayAsk::CounterSign.about(id));
        let text = format!("{} ({})", open.what, near(open.at, now));
        Item::new(Level::Plain, "UNSIGNED", text, act).hint("Enter: counter-sign")
    }));
    items
}

fn report_words(report: &Report, lists: &Lists, now: DateTime<Utc>) -> String {
    let late = if report.is_late(now) { " LATE" } else { "" };
    let drafted = report.steps.iter().any(|(step, _)| matches!(step, ReportStep::Drafted));
    format!(
        "{}, asked by {}, due {}{late}{}",
        label(&lists.report_kinds, &report.start.kind),
        report.start.asked_by,
        near(report.start.due, now),
        if drafted { "; drafted" } else { "" }
    )
}

fn onward(episode: &Episode, lists: &Lists, now: DateTime<Utc>) -> Vec<Item> {
    let pending = episode.onward.iter().filter(|onward| onward.is_pending());
    let words = |onward: &Onward| {
        let stands =
            onward.steps.last().map_or("not sent".to_owned(), |(step, _)| step_words(step, lists, now));
        let chase = match onward.chase() {
            Some((by, at)) if at <= now => format!("; {by} was to ask {} LATE", near(at, now)),
            _ => String::new(),
        };
        format!("{}: {stands}{chase}", label(&lists.destinations, &onward.destination))
    };
    pending
        .map(|onward| {
            let late = onward.chase().is_some_and(|(_, at)| at <= now);
            let level = if late { Level::Warn } else { Level::Plain };
            let act = Go::Ask(Ask::Step { episode: episode.id, onward: onward.id });
            Item::new(level, "ONWARD", words(onward), act).hint("Enter: next step")
        })
        .collect()
}

fn results(episode: &Episode) -> Vec<Item> {
    let finished = episode.standing_screenings().rev().filter_map(|screening| match &screening.status {
        ScreeningStatus::Finished { complete, scores, .. } => {
            let amended = if screening.amends.is_some() { " (amended)" } else { "" };
            let text = format!("{}{amended}: {}", screening.title, result_words(*complete, scores));
            let act = Go::Read { episode: episode.id, screening: screening.id };
            Some(Item::new(Level::Plain, "FORM", text, act).hint("Enter: read"))
        }
        _ => None,
    });
    finished.collect()
}

/// The other episodes of the same person; opening one may ask why.
fn earlier(desk: &Desk, episode: &Episode) -> Result<Vec<Item>, DeskError> {
    let others = desk.other_episodes(episode.id)?;
    let lists = &desk.service().lists;
    Ok(others
        .iter()
        .map(|other| {
            let referral = &other.referral;
            let text = format!(
                "{} {}, {}: {}",
                referral.reference,
                day(local(referral.received_at).date()),
                label_within(&lists.reasons, &referral.reason),
                state_words(board::code(other))
            );
            Item::new(Level::Plain, "EARLIER", text, Go::Episode(other.id))
        })
        .collect())
}

/// A finished form's result in words; an incomplete one never shows a normal-looking total.
fn result_words(complete: bool, scores: &[Score]) -> String {
    let scored: Vec<String> = scores
        .iter()
        .filter_map(|score| match (score.value, &score.band, score.floor, score.ceiling) {
            (Some(value), Some(band), ..) => Some(format!("{value}, {band}")),
            (Some(value), None, ..) => Some(value.to_string()),
            (None, Some(band), ..) => Some(band.clone()),
            (None, None, Some(floor), Some(ceiling)) => Some(format!("at least {floor}, at most {ceiling}")),
            _ => None,
        })
        .collect();
    let done = if complete { "finished" } else { "finished, INCOMPLETE" };
    if scored.is_empty() { done.to_owned() } else { format!("{done}: {}", scored.join("; ")) }
}

/// A state code (domain.md 1.2) in words.
pub(super) fn state_words(code: &str) -> &'static str {
    match code {
        "ID" => "identified",
        "RF" => "new",
        "WT" => "waiting",
        "HD" => "on hold",
        "SN" => "being seen",
        "SC" => "screened",
        "AS" => "assessed",
        "AC" => "actions to do",
        "TR" => "passed on",
        "FU" => "followed up",
        _ => "closed",
    }
}

/// A line of the timeline: when, who, what, known from whom, and whether it came late or was struck.
fn happened(line: &Line, episode: &Episode, now: DateTime<Utc>) -> Item {
    let late = line.entered_late.map(|at| format!(" [entered {}]", near(at, now))).unwrap_or_default();
    let struck = line.struck.as_ref().map(|why| format!("(struck: {why}) ")).unwrap_or_default();
    let told = !line.source.is_empty() && !line.words.contains(&line.source);
    let source = if told { format!(" [from {}]", line.source) } else { String::new() };
    let act = line.can_be_struck.then(|| Go::Ask(PathwayAsk::Strike(Some(line.event)).about(episode.id)));
    Item {
        level: Level::Plain,
        kind: "",
        text: format!("{:<9} {:<3} {struck}{}{source}{late}", near(line.at, now), line.by, line.words),
        hint: if act.is_some() { "Enter: put right" } else { "" },
        act,
        struck: line.struck.is_some(),
    }
}
