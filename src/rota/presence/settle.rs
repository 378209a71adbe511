//! One person's shifts made into one place at a time.

use chrono::{DateTime, Utc};

use super::super::skills::Skills;
use super::{DoubleBooked, Presence, Present};
use crate::domain::ids::PractitionerId;
use crate::domain::rota::{PlannedShift, Span};

/// One person's time at one site, and since when it has run unbroken.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Run<'a> {
    /// The number of the site.
    pub(super) place: usize,
    pub(super) from: DateTime<Utc>,
    to: DateTime<Utc>,
    began: DateTime<Utc>,
    who: PractitionerId,
    site: &'a str,
}

impl<'a> Run<'a> {
    pub(super) fn of(shift: &'a PlannedShift, place: usize) -> Self {
        let Span { from, to, .. } = shift.span;
        Self { place, from, to, began: from, who: shift.practitioner, site: &shift.site }
    }
}

/// Adds what comes of one person's shifts, which are sorted by site and begin.
pub(super) fn settle<'a>(
    shifts: &[Run<'a>],
    skills: Skills,
    away: &[(DateTime<Utc>, DateTime<Utc>)],
    present: &mut Present<'a>,
) {
    let mut pieces: Vec<Run<'a>> = Vec::with_capacity(shifts.len());
    for run in unbroken(shifts) {
        match away.iter().any(|absence| meets(&run, *absence)) {
            true => pieces.extend(left_of(run, away)),
            false => pieces.push(run),
        }
    }
    pieces.sort_unstable_by_key(|piece| (piece.from, piece.to));
    let mut rest = pieces.as_slice();
    while let Some(first) = rest.first() {
        let (together, others) = rest.split_at(overlapping(first, rest));
        if together.len() > 1 {
            settle_overlap(together, skills, present);
        } else {
            present.people.push(counted(first, first.from, first.to, skills));
        }
        rest = others;
    }
}

/// Shifts at one site that touch or overlap are one, so that splitting a shift changes nothing.
fn unbroken<'a>(shifts: &[Run<'a>]) -> Vec<Run<'a>> {
    let mut runs: Vec<Run<'a>> = Vec::with_capacity(shifts.len());
    for shift in shifts {
        match runs.last_mut() {
            Some(last) if last.place == shift.place && shift.from <= last.to => {
                last.to = last.to.max(shift.to);
            }
            _ => runs.push(*shift),
        }
    }
    runs
}

fn meets(run: &Run<'_>, (from, to): (DateTime<Utc>, DateTime<Utc>)) -> bool {
    run.from < to && from < run.to
}

/// What absences leave of a run: of each that meets it one end, both ends, or nothing.
fn left_of<'a>(run: Run<'a>, away: &[(DateTime<Utc>, DateTime<Utc>)]) -> Vec<Run<'a>> {
    let mut pieces = vec![run];
    for absence in away.iter().filter(|absence| meets(&run, **absence)) {
        pieces = pieces.into_iter().flat_map(|piece| without(piece, *absence)).collect();
    }
    pieces
}

fn without<'a>(piece: Run<'a>, (from, to): (DateTime<Utc>, DateTime<Utc>)) -> impl Iterator<Item = Run<'a>> {
    let meets = meets(&piece, (from, to));
    let before = Run { to: if meets { from } else { piece.to }, ..piece };
    let after = meets.then_some(Run { from: to, ..piece });
    [Some(before), after].into_iter().flatten().filter(|piece| piece.from < piece.to)
}

/// How many of the pieces, sorted by begin, hang together with the first by overlaps.
fn overlapping(first: &Run<'_>, pieces: &[Run<'_>]) -> usize {
    let mut reach = first.to;
    pieces
        .iter()
        .take_while(|piece| {
            let within = piece.from == first.from || piece.from < reach;
            reach = reach.max(piece.to);
            within
        })
        .count()
}

fn settle_overlap<'a>(pieces: &[Run<'a>], skills: Skills, present: &mut Present<'a>) {
    let mut edges: Vec<DateTime<Utc>> = pieces.iter().flat_map(|piece| [piece.from, piece.to]).collect();
    edges.sort_unstable();
    edges.dedup();
    for (from, to) in edges.iter().zip(edges.iter().skip(1)) {
        let mut here: Vec<&Run<'a>> =
            pieces.iter().filter(|piece| piece.from <= *from && *to <= piece.to).collect();
        here.sort_unstable_by_key(|piece| (piece.began, piece.site));
        let Some(first) = here.first() else { continue };
        push_presence(present, counted(first, *from, *to, skills));
        if here.len() > 1 {
            let sites = here.iter().map(|piece| piece.site).collect();
            push_booked(present, DoubleBooked { who: first.who, sites, from: *from, to: *to });
        }
    }
}

fn counted<'a>(piece: &Run<'a>, from: DateTime<Utc>, to: DateTime<Utc>, skills: Skills) -> Presence<'a> {
    Presence { who: piece.who, site: piece.site, from, to, skills }
}

fn push_presence<'a>(present: &mut Present<'a>, next: Presence<'a>) {
    match present.people.last_mut() {
        Some(last) if last.who == next.who && last.site == next.site && last.to == next.from => {
            last.to = next.to;
        }
        _ => present.people.push(next),
    }
}

fn push_booked<'a>(present: &mut Present<'a>, next: DoubleBooked<'a>) {
    match present.double_booked.last_mut() {
        Some(last) if last.who == next.who && last.sites == next.sites && last.to == next.from => {
            last.to = next.to;
        }
        _ => present.double_booked.push(next),
    }
}
