//! What goes into a handover: whose watch it hands over, the people, the sites.

use std::collections::BTreeSet;

use chrono::{DateTime, Duration, Utc};

use super::HandoverAsk;
use super::person::Teller;
use crate::desk::{Desk, DeskError};
use crate::domain::board::{self, Row, Standing};
use crate::domain::episode::{Episode, Stage};
use crate::domain::event::{Audience, Event};
use crate::domain::ids::{EpisodeId, ShiftId};
use crate::domain::service::{Site, SiteKind};
use crate::domain::shift::{SiteLog, SiteNote};
use crate::domain::time::near;
use crate::handover::{
    Content, Counts, LinkPerson, ListCheck, PersonFacts, ShiftFacts, SiteFacts, TeamFacts,
};
use crate::rota::{CoverLine, SiteCover, line};

/// Hours for which a line about a site or a person stays on the note.
pub(super) const NOTES_FOR_HOURS: i64 = 24;

/// The stretch of work that a note hands over.
pub(super) struct Watch {
    pub(super) who: String,
    pub(super) role: String,
    pub(super) from: DateTime<Utc>,
    pub(super) to: DateTime<Utc>,
    /// The shift, where one is open.
    pub(super) shift: Option<ShiftId>,
    pub(super) events: Vec<Event>,
}

impl Watch {
    pub(super) fn facts(&self) -> ShiftFacts {
        ShiftFacts { who: self.who.clone(), role: self.role.clone(), from: self.from, to: self.to }
    }
}

/// The people a note is about.
pub(super) struct People {
    /// On the board, in its order, each with its row.
    pub(super) on_board: Vec<(Row, Episode)>,
    /// Off the board, worked on since the watch began.
    pub(super) gone: Vec<Episode>,
    /// Off the board with an onward referral pending, and not worked on since.
    pub(super) earlier: Vec<Episode>,
}

impl People {
    /// Everybody on the board or worked on, each with their row if they have one.
    pub(super) fn all(&self) -> impl Iterator<Item = (&Episode, Option<&Row>)> {
        let on_board = self.on_board.iter().map(|(row, episode)| (episode, Some(row)));
        on_board.chain(self.gone.iter().map(|episode| (episode, None)))
    }
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
            let (from, to) = (shift.began_at, shift.ends_at);
            return Ok(Watch { who: shift.name, role, from, to, shift: Some(shift.id), events });
        }
        let now = self.now();
        let day_ago = now - Duration::hours(NOTES_FOR_HOURS);
        let last = self.latest(sites)?.into_iter().filter(|note| note.at >= day_ago).max_by_key(|n| n.seq);
        let (from, events) = match last {
            Some(note) => (note.at, self.store.events_since(note.seq)?),
            None => (day_ago, Vec::new()),
        };
        let role = self.service.role(&self.who.role).map(|role| role.label.clone()).unwrap_or_default();
        Ok(Watch { who: self.who.name.clone(), role, from, to: now, shift: None, events })
    }

    /// What this reader is told.
    pub(super) fn content(
        &self,
        ask: &HandoverAsk,
        sites: &[&Site],
        watch: &Watch,
        one: Option<&Episode>,
    ) -> Result<Content, DeskError> {
        let now = self.now();
        let people = match one {
            Some(episode) => self.only(episode)?,
            None => self.people(sites, watch, now)?,
        };
        let told = Teller::new(&self.service, ask.identifier(), self.names_known()?, watch.from, now);
        Ok(match ask.audience {
            Audience::Team => self.team(&told, sites, watch, &people)?,
            Audience::Custody => {
                let suites: Vec<&Site> =
                    sites.iter().copied().filter(|site| site.kind == SiteKind::Custody).collect();
                let ring = |(site, line): (&&Site, &CoverLine)| {
                    let (suite, phone) = (&line.site, &site.phone);
                    let words = match line.phones.trim() {
                        "" => format!("{suite}: nobody of L&D is there now, ring {phone}"),
                        phones => format!("{suite}: {phones} {}; after that {phone}", line.until),
                    };
                    (site.code.clone(), words)
                };
                Content::Custody {
                    people: people.all().filter_map(|(one, row)| told.custody(one, row)).collect(),
                    ring: suites.iter().zip(&self.cover_lines(&suites, now)?).map(ring).collect(),
                }
            }
            Audience::Court => Content::Court {
                people: people.all().filter_map(|(one, row)| told.court(one, row)).collect(),
            },
            Audience::Link => {
                let followed: Vec<&Episode> =
                    people.all().map(|(one, _)| one).chain(&people.earlier).collect();
                let told: Vec<Option<LinkPerson>> =
                    followed.into_iter().filter_map(|one| told.link(one)).collect();
                let left_out = count(told.iter().filter(|one| one.is_none()));
                Content::Link { people: told.into_iter().flatten().collect(), left_out }
            }
            Audience::Lead => Content::Lead(self.lead(&told, sites, watch, &people)?),
        })
    }

    fn team(
        &self,
        told: &Teller<'_>,
        sites: &[&Site],
        watch: &Watch,
        people: &People,
    ) -> Result<Content, DeskError> {
        let now = told.now;
        let codes: Vec<String> = sites.iter().map(|site| site.code.clone()).collect();
        let before = self.before(&codes, watch)?;
        let mut facts: Vec<PersonFacts> = people.all().map(|(one, row)| told.team(one, row)).collect();
        self.mark_owners(&mut facts, now)?;
        before.mark(&mut facts);
        let left = |id: EpisodeId| -> Result<String, DeskError> {
            let episode = self.store.episode(id)?;
            let how = episode.as_ref().and_then(|one| told.how_left(one)).unwrap_or_default();
            let who = episode.map(|one| told.names.name(one.person())).unwrap_or_default();
            Ok(format!("{who} {how}").trim().to_owned())
        };
        Ok(Content::Team(Box::new(TeamFacts {
            for_whom: self.who_comes(sites, now)?,
            sites: self.site_facts(sites, told)?,
            counts: counts(people, watch.from),
            changes: before.changes(&facts, now, left)?,
            people: facts,
            lines: self.lines(people, now),
        })))
    }

    /// One person as everybody whom a paper is about.
    fn only(&self, episode: &Episode) -> Result<People, DeskError> {
        let row = self.row_of(episode)?.filter(|_| episode.is_on_board());
        let gone = if row.is_none() { vec![episode.clone()] } else { Vec::new() };
        let on_board = row.map(|row| (row, episode.clone())).into_iter().collect();
        Ok(People { on_board, gone, earlier: Vec::new() })
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
            .filter(|event| event.body.changes_episode() && !event.body.keeps_episode())
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

    /// Who comes to one of these sites first, and when; empty where the rota does not say.
    fn who_comes(&self, sites: &[&Site], now: DateTime<Utc>) -> Result<String, DeskError> {
        let covers = self.cover_at(now)?.sites;
        let here = covers.iter().filter(|cover| sites.iter().any(|site| site.code == cover.site));
        let next = here.filter_map(|cover| cover.next.as_ref()).min_by_key(|next| next.from);
        Ok(next.map_or_else(String::new, |next| format!("{} ({})", next.name, near(next.from, now))))
    }

    /// The cover of these sites in words.
    pub(super) fn cover_lines(
        &self,
        sites: &[&Site],
        now: DateTime<Utc>,
    ) -> Result<Vec<CoverLine>, DeskError> {
        let covers = self.cover_at(now)?.sites;
        let of = |site: &&Site| covers.iter().find(|cover| cover.site == site.code);
        Ok(sites.iter().filter_map(of).map(|cover| line(cover, now)).collect())
    }

    fn site_facts(&self, sites: &[&Site], told: &Teller<'_>) -> Result<Vec<SiteFacts>, DeskError> {
        let logs = self.store.site_logs()?;
        let now = told.now;
        let covers = self.cover_at(now)?.sites;
        let words = |cover: &SiteCover| {
            let line = line(cover, now);
            let youth = Some(line.youth_worker.to_owned()).filter(|words| !words.is_empty());
            let parts = [Some(told.about_site(&line.text())), youth, nobody_until(cover, now)];
            parts.into_iter().flatten().collect::<Vec<_>>().join("; ")
        };
        let plain = |note: &SiteNote| SiteNote { text: told.about_site(&note.text), ..note.clone() };
        let facts = |site: &&Site| {
            let cover = covers.iter().find(|cover| cover.site == site.code);
            let log = logs.iter().find(|(code, _)| *code == site.code).map(|(_, log)| log);
            SiteFacts {
                code: site.code.clone(),
                cover: cover.map(words).into_iter().collect(),
                list_check: list_check(site, log),
                notes: log
                    .map(|log| {
                        log.notes.iter().filter(|note| note.at >= told.notes_from).map(plain).collect()
                    })
                    .unwrap_or_default(),
                down: log.map(|log| log.down.clone()).unwrap_or_default(),
                paper_notes: log.map_or(0, |log| log.paper_notes),
            }
        };
        Ok(sites.iter().map(facts).collect())
    }

    /// Onward referrals of earlier shifts that are still pending, and what is not yet in the clinical
    /// system.
    fn lines(&self, people: &People, now: DateTime<Utc>) -> Vec<String> {
        let mut lines = Vec::new();
        let onward = || people.earlier.iter().flat_map(|episode| &episode.onward);
        let pending = onward().filter(|onward| onward.is_pending());
        let ages: Vec<i64> = pending.map(|onward| (now - onward.made_at).num_days()).collect();
        let settings = &self.service.settings;
        if let Some(oldest) = ages.iter().max() {
            let (count, chase) = (ages.len(), settings.referral_chase_days);
            lines.push(format!(
                "Onward referrals pending from earlier shifts: {count}, the oldest {oldest} days; chase after {chase}"
            ));
        }
        let open = people.all().filter(|(episode, _)| !episode.not_entered().is_empty()).count();
        if open > 0 {
            lines.push(format!("Not yet in {}: {open} of these people", settings.clinical_system));
        }
        lines
    }
}

/// The hours in which nobody is at a site, from the end of cover to whoever comes next.
fn nobody_until(cover: &SiteCover, now: DateTime<Utc>) -> Option<String> {
    let (ends, next) = (cover.ends?, cover.next.as_ref()?);
    let is_empty = ends > now && next.from > ends;
    is_empty.then(|| format!("nobody {} to {}", near(ends, now), near(next.from, now)))
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

/// What is known of consent to share over all people on a paper; empty where it names nobody.
pub(super) fn consent_mark(content: &Content) -> String {
    let given = |shares: Vec<bool>| match shares.len() {
        0 => String::new(),
        all => format!("consent to share given {} of {all}", shares.iter().filter(|shares| **shares).count()),
    };
    match content {
        Content::Team(team) => {
            let people = team.people.iter().filter(|one| one.is_named());
            given(people.map(|one| one.consent_share.as_ref().is_some_and(|fact| fact.is_given)).collect())
        }
        Content::Custody { people, .. } => given(people.iter().map(|one| one.shares).collect()),
        Content::Court { people } => given(people.iter().map(|one| one.shares).collect()),
        Content::Link { people, .. } if people.is_empty() => String::new(),
        Content::Link { people, .. } => format!("{0} of {0} agreed to be contacted", people.len()),
        Content::Lead(_) => String::new(),
    }
}

/// How many people stand where, of those a note is about.
pub(super) fn counts(people: &People, from: DateTime<Utc>) -> Counts {
    let standing = |is: Standing| count(people.on_board.iter().filter(|(row, _)| row.standing == is));
    let all = || people.all().map(|(episode, _)| episode);
    let released = || all().filter(|episode| episode.left.as_ref().is_some_and(|(_, at)| *at >= from));
    Counts {
        seen: count(all().filter(|episode| episode.seen_at.is_some_and(|at| at >= from))),
        waiting: standing(Standing::Waiting),
        being_seen: standing(Standing::BeingSeen),
        on_hold: standing(Standing::OnHold),
        not_seen: count(all().filter(|episode| is_not_seen(episode, from))),
        released: count(released()),
        released_unseen: count(released().filter(|episode| episode.seen_at.is_none())),
    }
}

/// Whether an episode was closed as not seen since a time.
pub(super) fn is_not_seen(episode: &Episode, from: DateTime<Utc>) -> bool {
    matches!(&episode.stage, Stage::Closed { how, at, .. } if how == "not_seen" && *at >= from)
}

/// Counts as a figure of a paper.
pub(super) fn count<T>(of: impl Iterator<Item = T>) -> u32 {
    u32::try_from(of.count()).unwrap_or(u32::MAX)
}
