//! The audit, the figures and the retention lists opened, and their deeds done.

use std::path::Path;

use crate::desk::audit::{AuditAsk, csv};
use crate::desk::figures::{self, FiguresAsked};
use crate::desk::{Desk, DeskError};
use crate::domain::event::Disposal;
use crate::domain::ids::EpisodeId;
use crate::print::file::write_new;
use crate::tui::app::perform::After;
use crate::tui::app::stack::Screen;
use crate::tui::app::{App, Seat};
use crate::tui::effect::{Beside, Go, TrailDeed};
use crate::tui::screens::audit::AuditScreen;
use crate::tui::screens::figures::FiguresScreen;
use crate::tui::screens::figures::missing::MissingScreen;
use crate::tui::screens::retention::RetentionScreen;

type Done = Result<(After, String), DeskError>;

/// Opens the audit, the figures, or the retention lists.
pub(super) fn open(desk: &mut Desk, go: &Go) -> Result<Screen, DeskError> {
    Ok(match go {
        Go::Retention => Screen::Retention(RetentionScreen::new(desk, None)?),
        Go::Lookers(id) => Screen::Audit(Box::new(AuditScreen::of_record(desk, *id)?)),
        Go::Figures => Screen::Figures(Box::new(FiguresScreen::new(desk)?)),
        Go::MissingItems(asked) => Screen::Missing(Box::new(MissingScreen::new(desk, *asked.clone())?)),
        _ => Screen::Audit(Box::new(AuditScreen::new(desk, AuditAsk::default())?)),
    })
}

impl App {
    pub(super) fn trail_deed(&mut self, deed: TrailDeed) {
        let Seat::Desk(desk) = &mut self.seat else { return };
        let done = match deed {
            TrailDeed::Narrow(asked) => return self.narrow(asked),
            TrailDeed::ToFile { asked, path, reason } => to_file(desk, &asked, &path, &reason),
            TrailDeed::Figures { asked, path } => figures_to_file(desk, &asked, &path),
            TrailDeed::Class { episode, class } => desk
                .set_retention(episode, &class)
                .map(|()| (After::Close, "kept under this class.".to_owned())),
            TrailDeed::Hold { episode, reason } => {
                desk.place_hold(episode, &reason).map(|()| (After::Close, "on legal hold.".to_owned()))
            }
            TrailDeed::Release { episode, reason, beside } => release(desk, episode, &reason, &beside),
            TrailDeed::Dispose { episode, what, reason, beside, reference } => {
                dispose(desk, episode, what, &reason, &beside, &reference)
            }
        };
        match done {
            Ok((after, words)) => self.done(after, &words),
            Err(error) => self.refused(&error),
        }
    }

    /// Shows another part of the audit in the place of the one below the card.
    fn narrow(&mut self, asked: AuditAsk) {
        let Seat::Desk(desk) = &mut self.seat else { return };
        let from_card = matches!(self.stack.last(), Some(Screen::Ask(_)));
        let place = self.stack.len().saturating_sub(if from_card { 2 } else { 1 });
        let Some(Screen::Audit(shown)) = self.stack.get_mut(place) else { return };
        match shown.narrow(desk, asked) {
            Ok(()) => self.stack.truncate(place + 1),
            Err(error) => self.refused(&error),
        }
    }

    /// Records what was last searched for, before the search is left, opened from or locked away.
    pub(super) fn settle_searches(&mut self) -> Result<(), DeskError> {
        let Seat::Desk(desk) = &mut self.seat else { return Ok(()) };
        for screen in &mut self.stack {
            if let Screen::Search(search) = screen {
                search.settle(desk)?;
            }
        }
        Ok(())
    }

    /// Records that the computer's clock was moved, where somebody is signed in.
    pub fn clock_stepped(&mut self, seconds: i64) {
        let Seat::Desk(desk) = &mut self.seat else { return };
        if let Err(error) = desk.clock_stepped(seconds) {
            self.refused(&error);
        }
    }
}

/// Journals first, then writes: a file without its entry must not be.
fn to_file(desk: &mut Desk, asked: &AuditAsk, path: &str, reason: &str) -> Done {
    let path = fresh(path)?;
    let lines = desk.export_audit(asked, reason)?;
    let leaving = desk.as_it_may_leave(&csv(&lines))?;
    write_new(path, &leaving).map_err(|error| DeskError::refused(error.to_string(), ""))?;
    let sealed = if desk.service().security.export_key.is_some() { "encrypted" } else { "NOT encrypted" };
    Ok((After::Close, format!("{} lines written to {}, {sealed}.", lines.len(), path.display())))
}

/// Figures name nobody and small counts are withheld, so they are not encrypted.
fn figures_to_file(desk: &mut Desk, asked: &FiguresAsked, path: &str) -> Done {
    let path = fresh(path)?;
    let out = desk.take_figures_out(std::slice::from_ref(asked), false, &mut |_| true)?;
    write_new(path, figures::csv(&out).as_bytes())
        .map_err(|error| DeskError::refused(error.to_string(), ""))?;
    Ok((After::Close, format!("the figures are in {}.", path.display())))
}

/// A file that is not there yet.
pub(super) fn fresh(path: &str) -> Result<&Path, DeskError> {
    let path = Path::new(path.trim());
    if path.as_os_str().is_empty() {
        return Err(DeskError::refused("The file has no name.", "Type one."));
    }
    if path.symlink_metadata().is_ok() {
        let why = format!("{} exists and was left as it is; nothing was written.", path.display());
        return Err(DeskError::refused(why, "Choose another file name."));
    }
    Ok(path)
}

fn release(desk: &mut Desk, episode: EpisodeId, reason: &str, beside: &Beside) -> Done {
    let second = desk.second(&beside.who, &beside.passphrase)?;
    desk.release_hold(episode, reason, &second)?;
    Ok((After::Close, format!("the hold is released, with {}.", second.label())))
}

fn dispose(
    desk: &mut Desk,
    episode: EpisodeId,
    what: Disposal,
    reason: &str,
    beside: &Beside,
    reference: &str,
) -> Done {
    let known = desk.episode(episode)?.referral.reference;
    if !reference.trim().eq_ignore_ascii_case(&known) {
        return Err(DeskError::refused(
            "That is not the reference of this record.",
            format!(
                "Nothing was disposed of. Type {known} if it is the one you mean, and the passphrase again."
            ),
        ));
    }
    let second = desk.second(&beside.who, &beside.passphrase)?;
    let count = desk.dispose(episode, what, reason, &second)?;
    let entries = if count == 1 { "entry" } else { "entries" };
    Ok((
        After::Close,
        format!("{count} {entries} disposed of, with {}; the certificate stays.", second.label()),
    ))
}
