//! What is to be done about a person, and by whom: everything open of an episode as one list.

use chrono::{DateTime, Days, Utc};

use crate::desk::{Desk, DeskError};
use crate::domain::board;
use crate::domain::episode::{Episode, Onward, Stage};
use crate::domain::rota::{Plan, Staff};
use crate::domain::service::{Service, label, label_within};
use crate::domain::shift::Shift;
use crate::domain::time::{local, minutes_between, near, span};
use crate::handover::{Action, OwnerOff, PersonFacts};
use crate::rota::{Duty, duty};

const HOURS_A_DAY: i64 = 24;
const MINUTES_AN_HOUR: i64 = 60;
/// Days ahead for which the rota is asked who is on.
const DAYS_AHEAD: u64 = 14;

/// Everything open of an episode, and tasks done since, flags that nobody was told of first.
pub(super) fn actions(
    episode: &Episode,
    service: &Service,
    since: DateTime<Utc>,
    now: DateTime<Utc>,
) -> Vec<Action> {
    let lists = &service.lists;
    let mut actions: Vec<Action> = episode
        .open_flags()
        .map(|flag| {
            let what = format!("TELL CUSTODY: {} ({})", flag.raise.words, flag.missing());
            Action::open(format!("flag:{}", flag.raise.flag.0), what)
        })
        .collect();
    let worth_telling = episode.tasks.iter().filter(|task| task.done_at.is_none_or(|done| done >= since));
    actions.extend(worth_telling.map(|task| {
        // Nobody did it: the next shift must not read that somebody did.
        let what = if task.dropped { format!("dropped, not done: {}", task.what) } else { task.what.clone() };
        let action = Action::open(format!("task:{}", task.id.0), what).owned(&task.owner).due(task.due);
        Action { done_at: task.done_at, ..action }
    }));
    actions.extend(pathway(episode, service, now));
    actions.extend(episode.suggestions.iter().map(|open| {
        let to = label(&lists.destinations, &open.suggestion.destination);
        let what = format!("decide on suggested referral: {to}: {}", open.suggestion.reason);
        Action::open(format!("suggestion:{}:{}", open.screening.0, open.suggestion.destination), what)
    }));
    let pending = episode.onward.iter().filter(|onward| onward.is_pending());
    actions.extend(pending.map(|onward| chase(onward, service, now)));
    actions
}

/// What is open beside flags, tasks and onward referrals.
fn pathway(episode: &Episode, service: &Service, now: DateTime<Utc>) -> Vec<Action> {
    let (work, lists) = (&episode.work, &service.lists);
    let mut open = Vec::new();
    if matches!(episode.stage, Stage::Identified | Stage::Received) {
        open.push(Action::open("triage", "triage"));
    }
    if matches!(episode.stage, Stage::Seen) {
        open.push(Action::open("decide", "decide whether a full assessment is needed"));
    }
    if episode.is_on_board() && episode.owes_assessment() {
        open.push(Action::open("assess", "full assessment"));
    }
    if board::untold_risk(episode, service).is_some() {
        open.push(Action::open("risk", "tell custody of the risk, by voice and in their record"));
    }
    open.extend(episode.capacity_to_review().map(|(entry, at)| {
        let what = format!("look again at capacity: {}", entry.what.decision);
        Action::open(format!("capacity:{}", entry.event), what).due(at)
    }));
    open.extend(work.open_escalations().map(|one| {
        let what = format!("escalated {}, nobody has taken it: {}", near(one.at, now), one.start.reason);
        let to = if one.start.to.is_empty() { "any clinician" } else { &one.start.to };
        Action::open(format!("escalation:{}", one.start.escalation.0), what).owned(to)
    }));
    open.extend(work.open_reports().map(|report| {
        let what = format!("send: {}", label(&lists.report_kinds, &report.start.kind));
        Action::open(format!("report:{}", report.start.report.0), what).due(report.start.due)
    }));
    open.extend(work.open_transfers().map(|transfer| {
        let to = transfer.start.to_site.as_deref().unwrap_or(&transfer.start.to);
        let what = format!("passed to {to} {}, not acknowledged", near(transfer.at, now));
        Action::open(format!("transfer:{}", transfer.start.transfer.0), what)
    }));
    if let Some(last) = work.mha.last().filter(|_| work.mha_runs(&lists.mha_steps)) {
        let step = label_within(&lists.mha_steps, &last.what.step);
        open.push(Action::open("mha", format!("MHA assessment: {step}, {}", near(last.at, now))));
    }
    if let Some(plan) = &work.follow_up {
        let what = format!("follow up: {}", plan.what.purpose);
        let key = format!("follow-up:{}", plan.event);
        open.push(Action::open(key, what).owned(&plan.what.worker).due(plan.what.first_due));
    }
    if !work.unsigned.is_empty() {
        open.push(Action::open("sign", format!("counter-sign {}", work.unsigned.len())));
    }
    open
}

fn chase(onward: &Onward, service: &Service, now: DateTime<Utc>) -> Action {
    let stage = match (onward.is_accepted(), onward.appointment(), onward.steps.is_empty()) {
        (true, Some(at), _) => format!("accepted, appointment {}", near(at, now)),
        (true, None, _) => "accepted, no appointment".to_owned(),
        (false, _, true) => "not sent".to_owned(),
        (false, _, false) => "sent, not accepted".to_owned(),
    };
    let to = label(&service.lists.destinations, &onward.destination);
    let what = format!("onward {to}: {stage}, {}", age(minutes_between(onward.made_at, now)));
    let action = Action::open(format!("onward:{}", onward.id.0), what);
    match onward.chase() {
        Some((by, at)) => action.owned(by).due(at),
        None => action,
    }
}

fn age(minutes: i64) -> String {
    match minutes / MINUTES_AN_HOUR / HOURS_A_DAY {
        0 => format!("{} old", span(minutes)),
        1 => "1 day old".to_owned(),
        days => format!("{days} days old"),
    }
}

impl Desk {
    /// Marks actions whose owner is of the service and not on duty when they are due; what is late is
    /// due now.
    pub(super) fn mark_owners(
        &self,
        people: &mut [PersonFacts],
        now: DateTime<Utc>,
    ) -> Result<(), DeskError> {
        let today = local(now).date();
        let plan = self.plan_between(today - Days::new(1), today + Days::new(DAYS_AHEAD))?;
        let open = self.store.shifts_open()?;
        for action in people.iter_mut().flat_map(|person| &mut person.actions) {
            let due = action.due.filter(|_| action.done_at.is_none());
            let (Some(due), Some(who)) = (due, owner(&plan, &action.owner)) else { continue };
            action.owner_off = match duty(&plan, &self.service, &worked(&open), who.id, due.max(now)) {
                Duty::On => OwnerOff::No,
                Duty::Off => OwnerOff::Off,
                Duty::Unknown => OwnerOff::Unknown,
            };
        }
        Ok(())
    }
}

fn worked(open: &[Shift]) -> Vec<&Shift> {
    open.iter().collect()
}

/// The colleague whom an owner's words name: by full name, surname or initials, in any case.
fn owner<'a>(plan: &'a Plan, words: &str) -> Option<&'a Staff> {
    let words = words.trim().to_lowercase();
    if words.is_empty() {
        return None;
    }
    let named = |staff: &&Staff| {
        let name = staff.name.to_lowercase();
        let surname = name.split_whitespace().last().unwrap_or_default();
        name == words || surname == words || staff.label.to_lowercase() == words
    };
    let mut found = plan.staff.values().filter(named);
    // Two of one name: nobody can tell whom it means.
    found.next().filter(|_| found.next().is_none())
}
