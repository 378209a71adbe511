//! A form on the screen: begun, resumed, moved to a newer version, read, paused, finished.

use super::perform::After;
use super::stack::Screen;
use crate::desk::screening::OpenScreening;
use crate::desk::{Desk, DeskError};
use crate::domain::episode::Episode;
use crate::domain::event::ConsentTo;
use crate::domain::ids::{EpisodeId, ScreeningId};
use crate::domain::time::{hhmm, near, span};
use crate::tui::asks::whom;
use crate::tui::effect::Go;
use crate::tui::screens::moving::Moving;
use crate::tui::screens::reading::Reading;
use crate::tui::screens::screening::{Heading, ScreeningScreen};
use chrono::{DateTime, Utc};

/// Begins a form, or resumes its draft; where the draft's form has a newer version, asks which.
pub(super) fn begin(desk: &mut Desk, episode: EpisodeId, form: &str) -> Result<Screen, DeskError> {
    let offered = match desk.draft_of_form(episode, form)? {
        Some(draft) => desk.newer_version(episode, draft)?.map(|moved| (draft, moved)),
        None => None,
    };
    if let Some((draft, moved)) = offered {
        desk.ready_to_see(episode)?;
        return Ok(Screen::Moving(Moving::new(desk, episode, draft, &moved)?));
    }
    let open = desk.begin_screening(episode, form)?;
    screening(desk, open)
}

/// Opens a finished form. Where the person's page is open, looking at it is journalled already.
pub(super) fn read(
    desk: &mut Desk,
    episode: EpisodeId,
    id: ScreeningId,
    known: bool,
) -> Result<Screen, DeskError> {
    let old = if known { desk.read_screening(episode, id)? } else { desk.view_screening(episode, id)? };
    Ok(Screen::Reading(Box::new(Reading::new(desk, &old)?)))
}

pub(super) fn pause(desk: &mut Desk, open: &OpenScreening) -> Result<(After, String), DeskError> {
    // Putting a record right is no contact that could be broken off.
    if !open.is_amendment() {
        desk.pause_seeing(open.episode)?;
    }
    Ok((After::Close, "Paused; every answer is saved and the draft stands on the board.".to_owned()))
}

pub(super) fn screening(desk: &Desk, open: OpenScreening) -> Result<Screen, DeskError> {
    let (episode, now) = (desk.episode(open.episode)?, desk.now());
    let clock = desk
        .row(&episode)?
        .and_then(|row| row.next_clock)
        .map_or_else(String::new, |due| format!("{} {}", due.kind.words(), near(due.at, now)));
    let consent = episode.consent(ConsentTo::BeSeen).map_or_else(
        || "not recorded".to_owned(),
        |line| format!("{} {}", line.consent.status, hhmm(line.at)),
    );
    let heading = Heading {
        who: whom(&episode, now),
        reference: episode.referral.reference.clone(),
        clock,
        consent,
        conditions: conditions(&episode, now),
        site_demo: desk.is_demo(),
    };
    let line = episode.line_of(open.id);
    let flags = episode
        .open_flags()
        .filter(|flag| line.contains(&flag.raise.screening))
        .map(|flag| flag.raise.clone())
        .collect();
    Ok(Screen::Screening(Box::new(ScreeningScreen::new(open, heading).with_flags(flags))))
}

/// Under which conditions the answers are given, to stand beside a score.
fn conditions(episode: &Episode, now: DateTime<Utc>) -> String {
    let since = episode.clocks.relevant_time;
    since.map_or_else(String::new, |since| format!("{} in detention", span((now - since).num_minutes())))
}

pub(super) fn finish(desk: &mut Desk, open: &OpenScreening) -> Result<(After, String), DeskError> {
    let suggestions = desk.finish_screening(open)?;
    desk.settle()?;
    let (title, done) = (&open.form().title, if open.is_amendment() { "amended" } else { "finished" });
    Ok(match suggestions {
        0 => (After::Close, format!("{title} {done}.")),
        n => (
            After::Then(Go::Suggestions(open.episode)),
            format!("{title} {done}; {n} onward referrals suggested."),
        ),
    })
}
