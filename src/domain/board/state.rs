//! Where an episode stands, in a code and in words.

use chrono::{DateTime, Utc};

use super::untold_risk;
use crate::domain::episode::{Episode, Stage};
use crate::domain::service::{Service, find};
use crate::domain::time::{local, minutes_between, span};

/// Where the episode stands, by the code of domain.md 1.2. Actions outstanding and a transfer that
/// nobody has acknowledged show in place of the stage that lies behind them.
pub fn code(episode: &Episode) -> &'static str {
    match &episode.stage {
        Stage::Closed { .. } => "CL",
        Stage::OnHold { .. } => "HD",
        Stage::BeingSeen { .. } => "SN",
        _ if episode.work.open_transfers().next().is_some() => "TR",
        Stage::Identified => "ID",
        Stage::Received => "RF",
        Stage::Waiting => "WT",
        Stage::Seen => "AC",
        Stage::Screened | Stage::Assessed | Stage::FollowUp if to_do(episode) > 0 => "AC",
        Stage::Screened => "SC",
        Stage::Assessed => "AS",
        Stage::FollowUp => "FU",
    }
}

/// The state in a few words, as it stands on the row.
pub(super) fn state(episode: &Episode, service: &Service, now: DateTime<Utc>) -> String {
    if let Some((_, at)) = &episode.left {
        return format!("left {}", local(*at).format("%H:%M"));
    }
    if let Some(draft) = episode.drafts().last().filter(|_| !matches!(episode.stage, Stage::OnHold { .. })) {
        return format!("draft {}/{}", draft.progress.answered, draft.progress.asked);
    }
    match &episode.stage {
        Stage::Identified => "identified".to_owned(),
        Stage::Received => "new: triage".to_owned(),
        Stage::Waiting => "not seen".to_owned(),
        Stage::OnHold { rest: true, recheck_at, .. } if *recheck_at > now => {
            format!("rest {}", local(*recheck_at).format("%H:%M"))
        }
        Stage::OnHold { reason, .. } => {
            let entry = find(&service.lists.hold_reasons, reason);
            entry.map_or(reason.as_str(), |code| code.word.as_deref().unwrap_or(&code.label)).to_owned()
        }
        Stage::BeingSeen { since, .. } => format!("seeing {}", span(minutes_between(*since, now))),
        Stage::Seen if to_do(episode) == 1 => "decide".to_owned(),
        Stage::Screened if to_do(episode) == 0 && episode.owes_assessment() => "to assess".to_owned(),
        Stage::FollowUp if to_do(episode) == 0 => "follow-up".to_owned(),
        Stage::Seen | Stage::Screened | Stage::Assessed | Stage::FollowUp => match to_do(episode) {
            0 if untold_risk(episode, service).is_some() => "tell risk".to_owned(),
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
        + episode.work.open_reports().count()
        + episode.work.open_escalations().count()
        + episode.work.open_transfers().count()
        + episode.work.unsigned.len()
        + usize::from(matches!(episode.stage, Stage::Seen))
}
