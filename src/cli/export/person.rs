//! One person's episode as facts. Without names there are initials and no free text about the
//! person but the short reasons that the board itself shows.

use chrono::{DateTime, Utc};
use serde::Serialize;
use serde_json::{Value as Json, json};

use super::json::{instant, with};
use crate::desk::export::Names;
use crate::domain::clock::Clocks;
use crate::domain::episode::{Episode, Onward, RedFlag, Report, Screening, ScreeningStatus, Stage, Transfer};
use crate::domain::referral::{Birth, Person};

/// The episode.
pub(super) fn episode(episode: &Episode, names: Names) -> Json {
    let work = &episode.work;
    json!({
        "reference": episode.referral.reference,
        "site": episode.site,
        "place": episode.place,
        "person": person(episode.person(), names),
        "referral": referral(episode, names),
        "stage": stage(&episode.stage, names),
        "seen_at": episode.seen_at.map(instant),
        "left": episode.left.as_ref().map(|(outcome, at)| json!({ "outcome": outcome, "at": instant(*at) })),
        "clocks": clocks(&episode.clocks),
        "triage": work.triage.as_ref().map(|entry| json!({
            "at": instant(entry.at),
            "priority": entry.what.priority,
            "tier": entry.what.tier,
            "reason": entry.what.reason,
        })),
        "pin": work.pin.as_ref().map(|entry| json!({ "at": instant(entry.at), "reason": entry.what })),
        "decision": work.decision.as_ref().map(|entry| json!({
            "at": instant(entry.at),
            "assess": entry.what.assess,
            "risk": entry.what.risk,
        })),
        "assessed_at": work.assessed_at.map(instant),
        "follow_up": work.follow_up.as_ref().map(|entry| json!({
            "at": instant(entry.at),
            "worker": entry.what.worker,
            "first_due": instant(entry.what.first_due),
        })),
        "flags": episode.flags.iter().map(flag).collect::<Vec<_>>(),
        "screenings": episode.screenings.iter().map(screening).collect::<Vec<_>>(),
        "tasks": episode.tasks.iter().map(|task| json!({
            "what": task.what,
            "owner": task.owner,
            "due": instant(task.due),
            "done_at": task.done_at.map(instant),
        })).collect::<Vec<_>>(),
        "suggestions": episode.suggestions.len(),
        "onward": episode.onward.iter().map(onward).collect::<Vec<_>>(),
        "reports": work.reports.iter().map(report).collect::<Vec<_>>(),
        "transfers": work.transfers.iter().map(transfer).collect::<Vec<_>>(),
        "escalations": work.escalations.iter().map(|one| json!({
            "at": instant(one.at),
            "to": one.start.to,
            "accepted": one.accepted.as_ref().map(taken),
        })).collect::<Vec<_>>(),
        "unsigned": work.unsigned.len(),
    })
}

fn person(person: &Person, names: Names) -> Json {
    let (born, told_age, told_on) = match person.birth {
        Birth::On(day) => (Some(day), None, None),
        Birth::Aged { years, on } => (None, Some(years), Some(on)),
        Birth::Unknown => (None, None, None),
    };
    let known = json!({
        "initials": person.initials(),
        "sex": person.sex,
        "born": born.map(|day| day.to_string()),
        "told_age": told_age,
        "told_on": told_on.map(|day| day.to_string()),
    });
    match names {
        Names::Left => known,
        Names::Taken => with(known, json!({ "surname": person.surname, "given": person.given })),
    }
}

fn referral(episode: &Episode, names: Names) -> Json {
    let referral = &episode.referral;
    let known = json!({
        "source": referral.source,
        "received_at": instant(referral.received_at),
        "reason": referral.reason,
        "priority": referral.priority,
        "legal_position": referral.legal_position,
        "offences": referral.offences,
        "risk_known": !referral.known_risk.is_empty(),
        "court": referral.court.as_ref().map(|court| json!({ "room": court.room, "slot": court.slot })),
    });
    match names {
        Names::Left => known,
        Names::Taken => with(
            known,
            json!({
                "told_by": referral.told_by,
                "custody_ref": referral.custody_ref,
                "details": referral.details,
                "known_risk": referral.known_risk,
            }),
        ),
    }
}

fn stage(stage: &Stage, names: Names) -> Json {
    let plain = |name: &str| json!({ "stage": name });
    match stage {
        Stage::Identified => plain("identified"),
        Stage::Received => plain("received"),
        Stage::Waiting => plain("waiting"),
        Stage::OnHold { reason, recheck_at, rest, note } => {
            let held = json!({
                "stage": "on_hold",
                "reason": reason,
                "recheck_at": instant(*recheck_at),
                "rest": rest,
            });
            if names == Names::Taken { with(held, json!({ "note": note })) } else { held }
        }
        Stage::BeingSeen { by, since } => {
            json!({ "stage": "being_seen", "by": by, "since": instant(*since) })
        }
        Stage::Seen => plain("seen"),
        Stage::Screened => plain("screened"),
        Stage::Assessed => plain("assessed"),
        Stage::FollowUp => plain("follow_up"),
        Stage::Closed { how, code, instead, at } => json!({
            "stage": "closed",
            "how": how,
            "code": code,
            "instead": instead,
            "at": instant(*at),
        }),
    }
}

/// The times as told; none of what follows from them.
fn clocks(clocks: &Clocks) -> Json {
    json!({
        "relevant_time": clocks.relevant_time.map(instant),
        "authorised_at": clocks.authorised_at.map(instant),
        "review_done_at": clocks.review_done_at.map(instant),
        "extended_to": clocks.extended_to.map(instant),
        "interview_at": clocks.interview_at.map(instant),
        "release_at": clocks.release_at.map(instant),
        "court_at": clocks.court_at.map(instant),
        "van_at": clocks.van_at.map(instant),
        "appointment_at": clocks.appointment_at.map(instant),
        "charged_at": clocks.charged_at.map(instant),
        "warrant_issued_at": clocks.warrant_issued_at.map(instant),
        "warrant_ends_at": clocks.warrant_ends_at.map(instant),
        "s136_extended_at": clocks.s136_extended_at.map(instant),
        "pauses": clocks.pauses.iter().map(|pause| json!({
            "from": instant(pause.from),
            "to": pause.to.map(instant),
        })).collect::<Vec<_>>(),
        "told": clocks.told.iter().map(|told| json!({
            "clock": told.clock,
            "by": told.by,
            "at": instant(told.at),
        })).collect::<Vec<_>>(),
    })
}

fn flag(flag: &RedFlag) -> Json {
    json!({
        "tier": flag.raise.tier,
        "words": flag.raise.words,
        "raised_at": instant(flag.at),
        "told": flag.told.iter().map(|told| json!({
            "to": told.to,
            "by_voice": told.by_voice,
            "written": told.in_custody_record,
            "at": instant(told.at),
        })).collect::<Vec<_>>(),
        "lifted_at": flag.lifted_at.map(instant),
    })
}

fn screening(screening: &Screening) -> Json {
    let (status, at) = match &screening.status {
        ScreeningStatus::Draft => ("draft", None),
        ScreeningStatus::Finished { at, .. } => ("finished", Some(*at)),
        ScreeningStatus::SetAside { at, .. } => ("set_aside", Some(*at)),
    };
    json!({
        "form": screening.form,
        "version": screening.version,
        "began_at": instant(screening.began_at),
        "status": status,
        "ended_at": at.map(instant),
        "answered": screening.progress.answered,
        "asked": screening.progress.asked,
        "amends": screening.amends.is_some(),
    })
}

fn onward(onward: &Onward) -> Json {
    json!({
        "destination": onward.destination,
        "urgency": onward.urgency,
        "consent": onward.consent,
        "made_at": instant(onward.made_at),
        "steps": onward.steps.iter().map(step).collect::<Vec<_>>(),
    })
}

fn report(report: &Report) -> Json {
    json!({
        "kind": report.start.kind,
        "asked_at": instant(report.at),
        "due": instant(report.start.due),
        "steps": report.steps.iter().map(step).collect::<Vec<_>>(),
    })
}

/// A step with its time, under the keys in which the journal keeps it.
fn step<T: Serialize>((step, at): &(T, DateTime<Utc>)) -> Json {
    with(json!(step), json!({ "at": instant(*at) }))
}

fn transfer(transfer: &Transfer) -> Json {
    json!({
        "kind": transfer.start.kind,
        "to": transfer.start.to,
        "to_site": transfer.start.to_site,
        "made_at": instant(transfer.at),
        "accepted": transfer.accepted.as_ref().map(taken),
        "withdrawn": transfer.withdrawn,
    })
}

fn taken((by, at): &(String, DateTime<Utc>)) -> Json {
    json!({ "by": by, "at": instant(*at) })
}
