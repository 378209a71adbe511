//! The whole journal folded into what follows from it: to build projections, and to check them.
//!
//! `project` keeps the same rows in step event by event; that both come to the same is checked by
//! `verify` and its tests.

use std::collections::BTreeMap;

use rusqlite::Connection;
use uuid::Uuid;

use super::journal::{self, Row};
use super::project::{self, Misfit};
use crate::domain::answer::Answer;
use crate::domain::episode::Episode;
use crate::domain::event::{Audience, Body, Event, LoggedActivity};
use crate::domain::ids::{EpisodeId, ScreeningId};
use crate::domain::rota::Plan;
use crate::domain::shift::{Practitioner, Shift, SiteLog};

/// One episode and the answers given in it, as the journal tells them.
#[derive(Default)]
pub(super) struct Told {
    /// The episode and the entry that began it.
    pub(super) episode: Option<(u64, Episode)>,
    /// Answers that stand, each with the entry that gave it.
    pub(super) answers: BTreeMap<(ScreeningId, String), (u64, Answer)>,
}

/// Everything that belongs to no single episode.
#[derive(Default)]
pub(super) struct AtDesk {
    pub(super) shifts: BTreeMap<Uuid, Shift>,
    pub(super) practitioners: BTreeMap<Uuid, Practitioner>,
    pub(super) sites: BTreeMap<String, SiteLog>,
    /// Entry of each site's latest handover note to the team.
    pub(super) handovers: BTreeMap<String, u64>,
    /// What was done without an episode, by its entry.
    pub(super) activities: BTreeMap<u64, LoggedActivity>,
    /// The planned rota.
    pub(super) plan: Plan,
}

/// Hands over one episode after the other, so that memory stays flat however many there are.
pub(super) fn episodes(
    conn: &Connection,
    mut hand_over: impl FnMut(Told) -> Result<(), Misfit>,
) -> Result<(), Misfit> {
    let sql =
        format!("SELECT {} FROM journal WHERE episode IS NOT NULL ORDER BY episode, seq", journal::COLUMNS);
    let mut statement = conn.prepare(&sql)?;
    let mut rows = statement.query([])?;
    let (mut current, mut told) = (None, Told::default());
    while let Some(row) = rows.next()? {
        let event = Row::read(row)?.into_event().ok_or(Misfit::Body)?;
        if event.episode != current {
            hand_over(std::mem::take(&mut told))?;
            current = event.episode;
        }
        told.hear(event);
    }
    hand_over(told)
}

/// One episode and its answers.
pub(super) fn one(conn: &Connection, id: EpisodeId) -> Result<Told, Misfit> {
    let sql = format!("SELECT {} FROM journal WHERE episode = ?1 ORDER BY seq", journal::COLUMNS);
    let mut statement = conn.prepare(&sql)?;
    let mut rows = statement.query([id.0.as_bytes()])?;
    let mut told = Told::default();
    while let Some(row) = rows.next()? {
        told.hear(Row::read(row)?.into_event().ok_or(Misfit::Body)?);
    }
    Ok(told)
}

/// Folds what belongs to no single episode: a few rows for each shift and site.
pub(super) fn at_desk(conn: &Connection) -> Result<AtDesk, Misfit> {
    let mut desk = AtDesk::default();
    let mut statement = conn.prepare(&format!("SELECT {} FROM journal ORDER BY seq", journal::COLUMNS))?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        desk.hear(&Row::read(row)?.into_event().ok_or(Misfit::Body)?);
    }
    Ok(desk)
}

impl Told {
    fn hear(&mut self, event: Event) {
        match &mut self.episode {
            Some((_, episode)) => episode.apply(&event),
            None => self.episode = Episode::begin(&event).map(|begun| (event.seq, begun)),
        }
        match event.body {
            Body::Answered { screening, question, answer, .. } => {
                self.answers.insert((screening, question), (event.seq, answer));
            }
            Body::ScreeningStarted { screening, amends: Some(amends), .. } => {
                let old = |((of, question), given): (&(ScreeningId, String), &(u64, Answer))| {
                    (*of == amends.screening).then(|| ((screening, question.clone()), given.clone()))
                };
                let carried: Vec<_> = self.answers.iter().filter_map(old).collect();
                self.answers.extend(carried);
            }
            Body::DraftMoved(moved) => {
                for question in moved.left_out {
                    self.answers.remove(&(moved.screening, question));
                }
            }
            _ => {}
        }
    }
}

impl AtDesk {
    fn hear(&mut self, event: &Event) {
        if let Some(site) = project::site_of(event) {
            self.sites.entry(site.to_owned()).or_default().apply(event);
        }
        self.plan.apply(event);
        if let Some(added) = Practitioner::begin(event) {
            self.practitioners.insert(added.id.0, added);
        }
        if let Body::PractitionerRemoved { practitioner, .. } = &event.body
            && let Some(known) = self.practitioners.get_mut(&practitioner.0)
        {
            known.apply(event);
        }
        if let Some(id) = project::shift_of(&event.body) {
            match self.shifts.get_mut(&id.0) {
                Some(shift) => shift.apply(event),
                None => self.shifts.extend(Shift::begin(event).map(|shift| (id.0, shift))),
            }
        }
        self.activities.extend(LoggedActivity::begin(event).map(|logged| (event.seq, logged)));
        if let Body::Struck { event: struck, .. } = &event.body
            && event.episode.is_none()
        {
            self.activities.retain(|_, logged| logged.event != *struck);
        }
        if let Body::HandoverMade(issue) = &event.body
            && issue.audience == Audience::Team
        {
            self.handovers.extend(issue.sites.iter().map(|site| (site.clone(), event.seq)));
        }
    }
}
