//! The board: who stands where, and the reason in words (domain.md 3.3).
//!
//! An untold red flag first; then tier, next deadline, the longest wait. Protected rest sinks inside
//! its tier and does not alarm, unless a clock runs out before it ends. People already seen come
//! after all who wait.

use std::cmp::Reverse;

use chrono::{DateTime, Duration, Utc};

use super::clock::{ClockKind, Due};
use super::episode::{Episode, Stage};
use super::ids::EpisodeId;
use super::service::{ClockFamily, Code, Service, find};
use super::time::{local, minutes_between, near, span};

/// One row of the board.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Row {
    /// Which episode.
    pub id: EpisodeId,
    /// Printable reference.
    pub reference: String,
    /// Initials.
    pub initials: String,
    /// Whole years, if known.
    pub age: Option<u16>,
    /// Sex code.
    pub sex: String,
    /// Site code.
    pub site: String,
    /// Cell or room.
    pub place: String,
    /// Where the episode stands.
    pub standing: Standing,
    /// The state in a few words.
    pub state: String,
    /// 0 first.
    pub tier: u8,
    /// Why this tier, in words.
    pub reason: String,
    /// Whether somebody has still to be told of a red flag.
    pub open_flag: bool,
    /// Minutes since the referral; stops when the person is seen.
    pub waiting_minutes: i64,
    /// The time that runs next, or is past and was told as planned.
    pub next_clock: Option<Due>,
    /// In protected rest.
    pub rest: bool,
    /// How much the row should be noticed.
    pub level: Level,
}

/// Where an episode stands, without its details.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Standing {
    /// Waiting to be seen.
    Waiting,
    /// On hold.
    OnHold,
    /// With a practitioner.
    BeingSeen,
    /// Seen; something is left to do.
    ToDo,
}

impl Standing {
    /// The word used in machine-readable output.
    pub fn code(self) -> &'static str {
        match self {
            Self::Waiting => "waiting",
            Self::OnHold => "on_hold",
            Self::BeingSeen => "being_seen",
            Self::ToDo => "to_do",
        }
    }
}

/// How much a line should be noticed. Each has its sign and words; colour only repeats it.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Level {
    /// Nothing special.
    Plain,
    /// Soon.
    Warn,
    /// Now.
    Urgent,
}

impl Level {
    /// The sign in front of the line.
    pub fn sign(self) -> &'static str {
        match self {
            Self::Plain => "  ",
            Self::Warn => "! ",
            Self::Urgent => "!!",
        }
    }
}

/// Orders the episodes that stand on the board.
pub fn rows<'a>(
    episodes: impl Iterator<Item = &'a Episode>,
    service: &Service,
    now: DateTime<Utc>,
) -> Vec<Row> {
    let mut rows: Vec<Row> =
        episodes.filter(|episode| episode.is_on_board()).map(|episode| row(episode, service, now)).collect();
    rows.sort_by_cached_key(|row| {
        (
            !row.open_flag,
            row.standing == Standing::ToDo,
            row.tier,
            row.rest,
            row.next_clock.map_or(DateTime::<Utc>::MAX_UTC, |due| due.at),
            Reverse(row.waiting_minutes),
            row.reference.clone(),
        )
    });
    rows
}

fn row(episode: &Episode, service: &Service, now: DateTime<Utc>) -> Row {
    let rest = rests(episode, service, now);
    let next_clock = next_clock(episode, service, now);
    let (tier, reason) = tier(episode, service, now);
    let standing = standing(&episode.stage);
    let open_flag = episode.open_flags().next().is_some();
    // Who waits again after a refusal or a break waits on; who has been screened does not.
    let waits = !matches!(episode.stage, Stage::Seen | Stage::BeingSeen { .. });
    let waited_until = episode.seen_at.filter(|_| !waits).unwrap_or(now);
    let person = episode.person();
    Row {
        id: episode.id,
        reference: episode.referral.reference.clone(),
        initials: person.initials(),
        age: person.birth.age(now),
        sex: person.sex.clone(),
        site: episode.site.clone(),
        place: episode.place.clone(),
        standing,
        state: state(episode, service, now),
        tier,
        reason,
        waiting_minutes: minutes_between(episode.referral.received_at, waited_until),
        level: level(
            tier,
            open_flag || (tier == 0 && standing != Standing::ToDo),
            rest,
            next_clock,
            service,
            now,
        ),
        open_flag,
        next_clock,
        rest,
    }
}

fn standing(stage: &Stage) -> Standing {
    match stage {
        Stage::Waiting => Standing::Waiting,
        Stage::OnHold { .. } => Standing::OnHold,
        Stage::BeingSeen { .. } => Standing::BeingSeen,
        Stage::Seen | Stage::Closed { .. } => Standing::ToDo,
    }
}

/// All clock times of an episode that still run, earliest first, its own re-check among them.
pub fn clocks(episode: &Episode, service: &Service) -> Vec<Due> {
    if episode.left.is_some() {
        return Vec::new();
    }
    let mut all = episode.clocks.due(family(episode, service), &service.clocks);
    if let Stage::OnHold { recheck_at, .. } = episode.stage {
        all.push(Due { kind: ClockKind::Recheck, at: recheck_at });
        all.sort_by_key(|due| due.at);
    }
    all
}

/// The clock family that the episode's legal position runs.
pub fn family(episode: &Episode, service: &Service) -> ClockFamily {
    find(&service.lists.legal_positions, &episode.referral.legal_position)
        .and_then(|position| position.clock)
        .unwrap_or(ClockFamily::None)
}

/// The time to watch: a past one that was planned and not taken back, else the earliest to come.
///
/// A review that is past says only that nobody told us it was done, so it does not push the
/// limit off the row; the episode's own page shows it.
fn next_clock(episode: &Episode, service: &Service, now: DateTime<Utc>) -> Option<Due> {
    clocks(episode, service).into_iter().find(|due| due.at > now || due.kind != ClockKind::Review)
}

fn tier(episode: &Episode, service: &Service, now: DateTime<Utc>) -> (u8, String) {
    let rules = &service.tiers;
    let mut found: Vec<(u8, String)> = Vec::new();
    // The newest untold flag speaks for all of them, and says how many more there are.
    let mut untold: Vec<_> = episode.open_flags().collect();
    untold.sort_by_key(|flag| (flag.raise.tier, Reverse(flag.at)));
    if let Some(flag) = untold.first() {
        let more = untold.len() - 1;
        let more = if more > 0 { format!(" (+{more} more)") } else { String::new() };
        found.push((flag.raise.tier, format!("{}{more}", flag.raise.words)));
    }
    for flag in episode.flags.iter().filter(|flag| flag.lifted_at.is_none() && !flag.is_open()) {
        found.push((rules.told_flag_tier.max(flag.raise.tier), format!("told: {}", flag.raise.words)));
    }
    let referral = &episode.referral;
    let lists = &service.lists;
    found.extend(listed(&lists.reasons, &referral.reason));
    found.extend(listed(&lists.legal_positions, &referral.legal_position));
    found.extend(listed(&lists.priorities, &referral.priority));
    if let Some(age) = episode.person().birth.age(now).filter(|age| *age < rules.child_under) {
        found.push((rules.child_tier, format!("child {age}")));
    }
    found.extend(listed(&lists.sexes, &episode.person().sex));
    found.extend(pressing(episode, service, now).map(|due| (rules.clock_tier, clock_reason(due, now))));
    found.push((rules.other_tier, "wait".to_owned()));
    // The first of the most pressing ones is the reason shown: the order above is by weight.
    found.into_iter().min_by_key(|(tier, _)| *tier).unwrap_or((rules.other_tier, String::new()))
}

fn listed(list: &[Code], code: &str) -> Option<(u8, String)> {
    let entry = find(list, code)?;
    Some((entry.tier?, entry.word.clone().unwrap_or_else(|| entry.label.clone())))
}

/// The clock that moves a person up: anything but a review or a re-check, within the tier's hours.
fn pressing(episode: &Episode, service: &Service, now: DateTime<Utc>) -> Option<Due> {
    let until = now + Duration::hours(service.tiers.clock_hours);
    clocks(episode, service)
        .into_iter()
        .filter(|due| !matches!(due.kind, ClockKind::Review | ClockKind::Recheck))
        .find(|due| due.at < until)
}

fn clock_reason(due: Due, now: DateTime<Utc>) -> String {
    format!("{} {}", due.kind.short().to_lowercase(), near(due.at, now))
}

fn state(episode: &Episode, service: &Service, now: DateTime<Utc>) -> String {
    if let Some((_, at)) = &episode.left {
        return format!("left {}", local(*at).format("%H:%M"));
    }
    if let Some(draft) = episode.drafts().last().filter(|_| !matches!(episode.stage, Stage::OnHold { .. })) {
        return format!("draft {}/{}", draft.progress.answered, draft.progress.asked);
    }
    match &episode.stage {
        Stage::Waiting => "not seen".to_owned(),
        Stage::OnHold { rest: true, recheck_at, .. } if *recheck_at > now => {
            format!("rest {}", local(*recheck_at).format("%H:%M"))
        }
        Stage::OnHold { reason, .. } => {
            let entry = find(&service.lists.hold_reasons, reason);
            entry.map_or(reason.as_str(), |code| code.word.as_deref().unwrap_or(&code.label)).to_owned()
        }
        Stage::BeingSeen { since, .. } => format!("with us {}", span(minutes_between(*since, now))),
        Stage::Seen => match to_do(episode) {
            0 => "seen, close".to_owned(),
            n => format!("to do: {n}"),
        },
        Stage::Closed { .. } => "closed".to_owned(),
    }
}

/// Things left before the episode can be closed.
pub fn to_do(episode: &Episode) -> usize {
    episode.open_flags().count()
        + episode.open_tasks().count()
        + episode.suggestions.len()
        + episode.drafts().count()
}

/// In protected rest, and no clock ends the chance to see the person before the rest does.
fn rests(episode: &Episode, service: &Service, now: DateTime<Utc>) -> bool {
    let Stage::OnHold { rest: true, recheck_at, .. } = episode.stage else { return false };
    let bound = |due: &Due| !matches!(due.kind, ClockKind::Review | ClockKind::Recheck);
    recheck_at > now
        && clocks(episode, service).iter().filter(|due| bound(due)).all(|due| due.at >= recheck_at)
}

fn level(
    tier: u8,
    pressing: bool,
    rest: bool,
    next: Option<Due>,
    service: &Service,
    now: DateTime<Utc>,
) -> Level {
    if rest && !pressing {
        return Level::Plain;
    }
    let soon = now + Duration::minutes(service.settings.clock_warning_minutes);
    match next {
        _ if pressing => Level::Urgent,
        Some(due) if due.at <= now => Level::Urgent,
        Some(due) if due.at < soon => Level::Warn,
        _ if tier <= 1 => Level::Warn,
        _ => Level::Plain,
    }
}
