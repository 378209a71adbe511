//! The board: who stands where, and the reason in words (domain.md 3.3).
//!
//! An untold red flag first; then whoever is at tier 0; then whom somebody pinned, with a reason;
//! then tier, next deadline, the longest wait. Protected rest sinks inside its tier and does not
//! alarm, unless a clock runs out before it ends. A child whom a youth worker on shift sees comes
//! after that, and people already seen after all who wait. `tier` says who is where and why, `state`
//! what stands on the row, `risk` whether custody was told what a decision found.

mod risk;
mod state;
mod tier;

use std::cmp::Reverse;
use std::collections::BTreeMap;

use chrono::{DateTime, Duration, Utc};

use super::clock::{ClockKind, Due};
use super::episode::{Episode, Stage};
use super::ids::{EpisodeId, PractitionerId};
use super::service::{ClockFamily, Service, find};
use super::time::minutes_between;

pub use risk::{is_at_risk, untold_risk};
use state::state;
pub use state::{code, to_do};
use tier::tier;
pub use tier::{groups, is_child, tier_by_rules};

/// What the board knows of the sites beside their people.
pub type Surroundings = BTreeMap<String, SiteNow>;

/// Who is on at one site, as far as it moves people.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct SiteNow {
    /// When cover at the site ends, if somebody covers it now and that end is still to come.
    pub cover_ends: Option<DateTime<Utc>>,
    /// Name of the youth worker on shift there, if one is.
    pub youth_worker: Option<String>,
}

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
    /// When a review was due that nobody told us was done. It moves nobody (domain.md 3.3).
    pub review_past: Option<DateTime<Utc>>,
    /// What decides inside a tier: the earliest of interview, release, limit, court and the end of
    /// our cover at the site (domain.md 3.3).
    pub deadline: Option<Due>,
    /// Where the episode stands, by the code of domain.md 1.2.
    pub code: &'static str,
    /// Why somebody put the person in front of the queue.
    pub pin: Option<String>,
    /// The youth worker on shift who sees this child.
    pub routed: Option<String>,
    /// Short words of the mandatory-referral groups the person is in.
    pub groups: Vec<String>,
    /// Who is seeing the person now.
    pub with: Option<PractitionerId>,
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
    around: &Surroundings,
    now: DateTime<Utc>,
) -> Vec<Row> {
    let mut rows: Vec<Row> = episodes
        .filter(|episode| episode.is_on_board())
        .map(|episode| row(episode, service, around, now))
        .collect();
    rows.sort_by_cached_key(|row| {
        (
            row.group(),
            row.tier,
            row.rest,
            row.deadline.map_or(DateTime::<Utc>::MAX_UTC, |due| due.at),
            Reverse(row.waiting_minutes),
            row.reference.clone(),
        )
    });
    rows
}

impl Row {
    /// The stretch of the board the row belongs to, 0 first.
    fn group(&self) -> u8 {
        match self.standing {
            _ if self.open_flag => 0,
            Standing::ToDo => 5,
            _ if self.tier == 0 => 1,
            _ if self.pin.is_some() => 2,
            _ if self.routed.is_some() => 4,
            _ => 3,
        }
    }
}

fn row(episode: &Episode, service: &Service, around: &Surroundings, now: DateTime<Utc>) -> Row {
    let rest = rests(episode, service, now);
    let next_clock = next_clock(episode, service, now);
    let (tier, reason) = tier(episode, service, now);
    let standing = standing(&episode.stage);
    let open_flag = episode.open_flags().next().is_some();
    // Who waits again after a refusal or a break waits on; who has been screened does not.
    let waits = episode.is_unseen() && !episode.has_been_screened();
    let waited_until = episode.seen_at.filter(|_| !waits).unwrap_or(now);
    let person = episode.person();
    let site = around.get(&episode.site);
    // A child near a clock, or with anything at tier 0, stays in everybody's queue.
    let stays = open_flag || tier == 0 || pressing(episode, service, now).is_some();
    let routed =
        site.and_then(|site| site.youth_worker.clone()).filter(|_| !stays && is_child(episode, service, now));
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
        review_past: review_past(episode, service, now),
        deadline: deadline(episode, service, site, now),
        code: code(episode),
        pin: episode.work.pin.as_ref().filter(|_| standing != Standing::ToDo).map(|pin| pin.what.clone()),
        routed,
        groups: tier::groups(episode, service, now).map(|group| group.word.clone()).collect(),
        with: match &episode.stage {
            Stage::BeingSeen { by, .. } => *by,
            _ => None,
        },
        rest,
    }
}

/// The earliest of what ends the chance to see the person (domain.md 3.3).
fn deadline(episode: &Episode, service: &Service, site: Option<&SiteNow>, now: DateTime<Utc>) -> Option<Due> {
    if episode.left.is_some() {
        return None;
    }
    let cover = site.and_then(|site| site.cover_ends).map(|at| Due { kind: ClockKind::CoverEnds, at });
    clocks(episode, service, now)
        .into_iter()
        .filter(|due| due.kind.binds())
        .chain(cover)
        .min_by_key(|due| due.at)
}

/// The clock that moves a person up: one that binds, within the tier's hours.
fn pressing(episode: &Episode, service: &Service, now: DateTime<Utc>) -> Option<Due> {
    let until = now + Duration::hours(service.tiers.clock_hours);
    clocks(episode, service, now).into_iter().filter(|due| due.kind.binds()).find(|due| due.at < until)
}

fn standing(stage: &Stage) -> Standing {
    match stage {
        Stage::Identified | Stage::Received | Stage::Waiting => Standing::Waiting,
        Stage::OnHold { .. } => Standing::OnHold,
        Stage::BeingSeen { .. } => Standing::BeingSeen,
        Stage::Seen | Stage::Screened | Stage::Assessed | Stage::FollowUp | Stage::Closed { .. } => {
            Standing::ToDo
        }
    }
}

/// All clock times of an episode that still run, earliest first, its own re-check among them.
pub fn clocks(episode: &Episode, service: &Service, now: DateTime<Utc>) -> Vec<Due> {
    if episode.left.is_some() {
        return Vec::new();
    }
    let mut all = episode.clocks.due(family(episode, service), &service.clocks, now);
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
/// limit off the row; it stands beside it.
fn next_clock(episode: &Episode, service: &Service, now: DateTime<Utc>) -> Option<Due> {
    clocks(episode, service, now).into_iter().find(|due| due.at > now || due.kind != ClockKind::Review)
}

fn review_past(episode: &Episode, service: &Service, now: DateTime<Utc>) -> Option<DateTime<Utc>> {
    let past = |due: &Due| due.kind == ClockKind::Review && due.at <= now;
    clocks(episode, service, now).into_iter().find(past).map(|due| due.at)
}

/// In protected rest, and no clock ends the chance to see the person before the rest does.
fn rests(episode: &Episode, service: &Service, now: DateTime<Utc>) -> bool {
    let Stage::OnHold { rest: true, recheck_at, .. } = episode.stage else { return false };
    recheck_at > now
        && clocks(episode, service, now).iter().filter(|due| due.kind.binds()).all(|due| due.at >= recheck_at)
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
