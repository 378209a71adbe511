//! What goes into a note: whose watch it hands over, the people, the sites, what came before.

use std::collections::BTreeSet;

use chrono::{DateTime, Duration, Utc};

use super::person::person;
use crate::desk::{Desk, DeskError};
use crate::domain::board::{self, Row, Standing};
use crate::domain::episode::{Episode, Stage};
use crate::domain::event::Event;
use crate::domain::ids::EpisodeId;
use crate::domain::service::{Site, SiteKind};
use crate::domain::shift::SiteLog;
use crate::domain::time::near;
use crate::handover::{Counts, Facts, ListCheck, PersonFacts, ShiftFacts, SiteFacts, Stamp};
use crate::rota::{CoverLine, line};

/// Hours for which a line about a site or a person stays on the note.
const NOTES_FOR_HOURS: i64 = 24;

/// The stretch of work that a note hands over.
pub(super) struct Watch {
    pub(super) who: String,
    pub(super) role: String,
    pub(super) from: DateTime<Utc>,
    pub(super) to: DateTime<Utc>,
    events: Vec<Event>,
}

/// The people a note is about.
struct People {
    /// On the board, in its order, each with its row.
    on_board: Vec<(Row, Episode)>,
    /// Off the board, worked on since the watch began.
    gone: Vec<Episode>,
    /// Off the board with an onward referral pending, and not worked on since.
    earlier: Vec<Episode>,
}

impl Desk {
    /// Whose work is handed over, and what happened in it.
    pub(super) fn watch(&self, sites: &[String]) -> Result<Watch, DeskError> {
        let own = self.shift()?;
        let here = |shift: &crate::domain::shift::Shift| shift.sites.iter().any(|site| sites.contains(site));
        let shift = match own.filter(here) {
            Some(shift) => Some(shift),
            None => self.store.shifts_open()?.into_iter().find(here),
        };
        if let Some(shift) = shift {
            let role = self.service.role(&shift.role).map_or(&shift.role, |role| &role.label).clone();
            let events = self.store.events_of_shift(shift.began_at)?;
            return Ok(Watch { who: shift.name, role, from: shift.began_at, to: shift.ends_at, events });
        }
        let now = self.now();
        let day_ago = now - Duration::hours(NOTES_FOR_HOURS);
        let last = self.latest(sites)?.into_iter().filter(|note| note.at >= day_ago).max_by_key(|n| n.seq);
        let (from, events) = match last {
            Some(note) => (note.at, self.store.events_since(note.seq)?),
            None => (day_ago, Vec::new()),
        };
        let role = self.service.role(&self.who.role).map(|role| role.label.clone()).unwrap_or_default();
        Ok(Watch { who: self.who.name.clone(), role, from, to: now, events })
    }

    pub(super) fn gather(
        &self,
        sites: &[&Site],
        watch: &Watch,
        version: u32,
        stamp: Stamp,
    ) -> Result<Facts, DeskError> {
        let now = stamp.at;
        let people = self.people(sites, watch, now)?;
        let service = &self.service;
        let notes_from = now - Duration::hours(NOTES_FOR_HOURS);
        let facts = |episode: &Episode, row: Option<&Row>| -> PersonFacts {
            person(episode, row, service, watch.from, notes_from, now)
        };
        let on_board = people.on_board.iter().map(|(row, episode)| facts(episode, Some(row)));
        let gone = people.gone.iter().map(|episode| facts(episode, None));
        let print = &service.print;
        Ok(Facts {
            service: service.name.clone(),
            marking: self.marked(&print.marking),
            sites: self.site_facts(sites, notes_from, now)?,
            shift: ShiftFacts {
                who: watch.who.clone(),
                role: watch.role.clone(),
                from: watch.from,
                to: watch.to,
            },
            for_whom: String::new(),
            note: format!("HN-{}", self.head()),
            version,
            made_at: now,
            stamp,
            counts: counts(&people, watch.from),
            people: on_board.chain(gone).collect(),
            lines: self.lines(sites, &people, now)?,
        })
    }

    fn people(&self, sites: &[&Site], watch: &Watch, now: DateTime<Utc>) -> Result<People, DeskError> {
        let here = |episode: &Episode| sites.iter().any(|site| site.code == episode.site);
        let mut live: Vec<Episode> = self.store.open_episodes()?.into_iter().filter(here).collect();
        let rows = board::rows(live.iter(), &self.service, &self.surroundings()?, now);
        let mut on_board = Vec::with_capacity(rows.len());
        for row in rows {
            if let Some(place) = live.iter().position(|episode| episode.id == row.id) {
                on_board.push((row, live.swap_remove(place)));
            }
        }
        let worked_on: BTreeSet<EpisodeId> = watch
            .events
            .iter()
            .filter(|event| event.body.changes_episode())
            .filter_map(|event| event.episode)
            .collect();
        let (mut gone, earlier): (Vec<Episode>, Vec<Episode>) =
            live.into_iter().partition(|episode| worked_on.contains(&episode.id));
        for id in worked_on {
            let known = on_board.iter().map(|(_, episode)| episode).chain(&gone).any(|known| known.id == id);
            if !known {
                gone.extend(self.store.episode(id)?.filter(here));
            }
        }
        gone.sort_by_key(|episode| episode.referral.received_at);
        Ok(People { on_board, gone, earlier })
    }

    fn site_facts(
        &self,
        sites: &[&Site],
        notes_from: DateTime<Utc>,
        now: DateTime<Utc>,
    ) -> Result<Vec<SiteFacts>, DeskError> {
        let logs = self.store.site_logs()?;
        let covers = self.cover_at(now)?.sites;
        let facts = |site: &&Site| {
            let log = logs.iter().find(|(code, _)| *code == site.code).map(|(_, log)| log);
            let covered = covers.iter().find(|cover| cover.site == site.code).map(|cover| line(cover, now));
            let words = |line: CoverLine| match line.youth_worker {
                "" => line.text(),
                youth => format!("{}; {youth}", line.text()),
            };
            SiteFacts {
                code: site.code.clone(),
                name: site.name.clone(),
                cover: covered.map(words).into_iter().collect(),
                list_check: list_check(site, log),
                notes: log
                    .map(|log| log.notes.iter().filter(|note| note.at >= notes_from).cloned().collect())
                    .unwrap_or_default(),
            }
        };
        Ok(sites.iter().map(facts).collect())
    }

    /// What came before this watch: the last note and what changed since, referrals still pending.
    fn lines(&self, sites: &[&Site], people: &People, now: DateTime<Utc>) -> Result<Vec<String>, DeskError> {
        let codes: Vec<String> = sites.iter().map(|site| site.code.clone()).collect();
        let mut lines = Vec::new();
        if let Some(last) = self.latest(&codes)?.into_iter().max_by_key(|note| note.seq) {
            let known = people.on_board.iter().map(|(_, episode)| episode).chain(&people.gone);
            let new = known.clone().filter(|episode| episode.referral.received_at > last.at).count();
            let left = known.filter(|episode| off_at(episode).is_some_and(|at| at > last.at)).count();
            let version = last.issue.version;
            lines.push(format!(
                "Since note v{version} of {}: {new} new, {left} left or closed",
                near(last.at, now)
            ));
        }
        let onward = || people.earlier.iter().flat_map(|episode| &episode.onward);
        let pending = onward().filter(|onward| onward.is_pending());
        let ages: Vec<i64> = pending.map(|onward| (now - onward.made_at).num_days()).collect();
        if let Some(oldest) = ages.iter().max() {
            let (count, chase) = (ages.len(), self.service.settings.referral_chase_days);
            lines.push(format!(
                "Onward referrals pending from earlier shifts: {count}, the oldest {oldest} days; chase after {chase}"
            ));
        }
        Ok(lines)
    }
}

/// When the person left, or their episode was closed.
fn off_at(episode: &Episode) -> Option<DateTime<Utc>> {
    let closed = match &episode.stage {
        Stage::Closed { at, .. } => Some(*at),
        _ => None,
    };
    episode.left.as_ref().map(|(_, at)| *at).or(closed)
}

fn list_check(site: &Site, log: Option<&SiteLog>) -> ListCheck {
    match (site.kind, log.and_then(|log| log.checked_at.map(|at| (log, at)))) {
        (SiteKind::Court, _) => ListCheck::NoList,
        (SiteKind::Custody, None) => ListCheck::Never,
        (SiteKind::Custody, Some((log, at))) => {
            ListCheck::At { at, detained: log.detained, picked_up: log.picked_up }
        }
    }
}

fn counts(people: &People, from: DateTime<Utc>) -> Counts {
    let standing = |is: Standing| count(people.on_board.iter().filter(|(row, _)| row.standing == is));
    let all = || people.on_board.iter().map(|(_, episode)| episode).chain(&people.gone);
    let not_seen = |episode: &&Episode| matches!(&episode.stage, Stage::Closed { how, at, .. } if how == "not_seen" && *at >= from);
    Counts {
        seen: count(all().filter(|episode| episode.seen_at.is_some_and(|at| at >= from))),
        waiting: standing(Standing::Waiting),
        being_seen: standing(Standing::BeingSeen),
        on_hold: standing(Standing::OnHold),
        not_seen: count(all().filter(not_seen)),
        released: count(all().filter(|episode| episode.left.as_ref().is_some_and(|(_, at)| *at >= from))),
    }
}

fn count<T>(of: impl Iterator<Item = T>) -> u32 {
    u32::try_from(of.count()).unwrap_or(u32::MAX)
}
