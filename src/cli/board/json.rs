//! The board for editors and scripts. Times are RFC 3339 in UTC; keys are only ever added.

use chrono::{DateTime, SecondsFormat, Utc};
use serde_json::{Value as Json, json};

use crate::desk::alerts::Alert;
use crate::desk::board::{Board, PendingRow, TaskRow};
use crate::domain::board::{Level, Row, Standing};
use crate::domain::clock::Due;
use crate::domain::ids::EpisodeId;
use crate::domain::service::{Service, SiteKind};
use crate::domain::shift::Practitioner;
use crate::rota::{CoverState, OnDuty, SiteCover, line};

/// The board as JSON.
pub(super) fn board(board: &Board, alerts: &[Alert], people: &[Practitioner], service: &Service) -> Json {
    let rows = |to_do: bool| -> Vec<Json> {
        let placed = (1_usize..).zip(&board.rows);
        placed
            .filter(|(_, row)| (row.standing == Standing::ToDo) == to_do)
            .map(|(number, found)| row(number, found, people))
            .collect()
    };
    json!({
        "at": instant(board.at),
        "service": service.name,
        "waiting": rows(false),
        "to_do": rows(true),
        "alerts": alerts.iter().map(|a| alert(a, board)).collect::<Vec<_>>(),
        "cover": board.cover.iter().map(|cover| covered(cover, board.at)).collect::<Vec<_>>(),
        "tasks": board.tasks.iter().map(|t| task(t, board)).collect::<Vec<_>>(),
        "pending_referrals": board.pending.iter().map(|p| pending(p, board.at)).collect::<Vec<_>>(),
        "custody_checks": checks(board, service),
    })
}

/// `number` is the place on the whole board, both lists together.
fn row(number: usize, row: &Row, people: &[Practitioner]) -> Json {
    let with = people.iter().find(|person| Some(person.id) == row.with);
    json!({
        "id": row.reference,
        "number": number,
        "initials": row.initials,
        "age": row.age,
        "sex": row.sex,
        "site": row.site,
        "place": row.place,
        "state": row.standing.code(),
        "code": row.code,
        "tier": row.tier,
        "reason": row.reason,
        "level": level(row.level),
        "open_flag": row.open_flag,
        "rest": row.rest,
        "pin": row.pin,
        "routed": row.routed,
        "groups": row.groups,
        "with": with.map(|person| person.label.as_str()),
        "waiting_minutes": row.waiting_minutes,
        "next_clock": row.next_clock.map(due),
        "deadline": row.deadline.map(due),
    })
}

fn due(due: Due) -> Json {
    json!({ "kind": due.kind, "at": instant(due.at) })
}

fn level(level: Level) -> &'static str {
    match level {
        Level::Plain => "plain",
        Level::Warn => "warn",
        Level::Urgent => "urgent",
    }
}

fn alert(alert: &Alert, board: &Board) -> Json {
    json!({
        "level": level(alert.level),
        "words": alert.words,
        "id": alert.episode.and_then(|episode| reference(board, episode)),
    })
}

fn covered(cover: &SiteCover, at: DateTime<Utc>) -> Json {
    json!({
        "site": cover.site,
        "name": cover.name,
        "state": state(cover.now),
        "until": cover.until.map(instant),
        "on": cover.on.iter().map(on_duty).collect::<Vec<_>>(),
        "ends": cover.ends.map(instant),
        "next": cover.next.as_ref().map(|next| json!({ "name": next.name, "from": instant(next.from) })),
        "on_call": cover.on_call.as_ref().map(|one| json!({ "name": one.name, "phone": one.phone })),
        "stood_in": cover.stood_in,
        "next_open": cover.next_open.map(instant),
        "gaps": cover
            .gaps
            .iter()
            .map(|gap| {
                json!({
                    "from": instant(gap.from),
                    "to": instant(gap.to),
                    "skills": gap.skills,
                    "core": gap.core,
                    "published": gap.published,
                })
            })
            .collect::<Vec<_>>(),
        "words": line(cover, at).text(),
    })
}

fn state(state: CoverState) -> &'static str {
    match state {
        CoverState::Closed => "closed",
        CoverState::Ok => "ok",
        CoverState::Spare => "spare",
        CoverState::Gap => "gap",
        CoverState::AskCourt => "ask_court",
        CoverState::Fallback => "fallback",
        CoverState::Unknown => "unknown",
    }
}

fn on_duty(on: &OnDuty) -> Json {
    json!({
        "name": on.name,
        "phone": on.phone,
        "until": instant(on.until),
        "signed_on": on.signed_on,
        "youth_worker": on.youth_worker,
        "off_suite": on.off_suite.as_ref().map(|off| {
            json!({ "place": off.place, "phone": off.phone, "back_at": instant(off.back_at) })
        }),
    })
}

fn task(task: &TaskRow, board: &Board) -> Json {
    json!({
        "id": reference(board, task.episode),
        "initials": task.initials,
        "site": task.site,
        "what": task.what,
        "owner": task.owner,
        "due": instant(task.due),
        "late": task.due < board.at,
    })
}

fn reference(board: &Board, episode: EpisodeId) -> Option<&str> {
    board.rows.iter().find(|row| row.id == episode).map(|row| row.reference.as_str())
}

fn pending(pending: &PendingRow, at: DateTime<Utc>) -> Json {
    json!({
        "id": pending.reference,
        "initials": pending.initials,
        "site": pending.site,
        "destination": pending.destination,
        "urgency": pending.urgency,
        "made_at": instant(pending.made_at),
        "age_days": (at - pending.made_at).num_days(),
        "sent": pending.sent,
        "accepted": pending.accepted,
        "appointment": pending.appointment.map(instant),
    })
}

/// The last check of each custody list; null where nobody has gone through it.
fn checks(board: &Board, service: &Service) -> Vec<Json> {
    let suites = board.cover.iter().filter(|cover| cover.kind == SiteKind::Custody);
    suites
        .map(|suite| {
            let log = board.site_logs.iter().find(|(site, _)| *site == suite.site).map(|(_, log)| log);
            let checked = log.and_then(|log| log.checked_at.map(|at| (log, at)));
            let late = checked
                .is_none_or(|(_, at)| (board.at - at).num_minutes() > service.settings.custody_check_minutes);
            json!({
                "site": suite.site,
                "at": checked.map(|(_, at)| instant(at)),
                "detained": checked.map(|(log, _)| log.detained),
                "picked_up": checked.map(|(log, _)| log.picked_up),
                "late": late,
            })
        })
        .collect()
}

fn instant(at: DateTime<Utc>) -> String {
    at.to_rfc3339_opts(SecondsFormat::Secs, true)
}
