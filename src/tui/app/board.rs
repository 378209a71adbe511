//! Deeds of the board done: who is who before somebody new begins, a court's list, and what goes out
//! to the clinical system.

use crate::desk::copy_out::{CopyOut, CopyTo};
use crate::desk::court::CourtRow;
use crate::desk::referral::NewReferral;
use crate::desk::{Desk, DeskError};
use crate::domain::ids::EpisodeId;
use crate::domain::service::label_within;
use crate::print::file::write_new;
use crate::tui::app::perform::After;
use crate::tui::app::stack::Screen;
use crate::tui::app::trail::fresh;
use crate::tui::app::{App, Seat};
use crate::tui::asks::whom;
use crate::tui::effect::{Ask, BoardDeed, Effect, Go};
use crate::tui::keymap::Context;
use crate::tui::offer::with_offer;
use crate::tui::screens::same::{Newcomer, Same};
use crate::tui::terminal;
use crate::tui::widgets::message::Kind;

type Done = Result<(After, String), DeskError>;

impl App {
    /// Asks who somebody new is where somebody alike is known; else records the referral.
    pub(super) fn refer(&mut self, new: Box<NewReferral>) {
        let Seat::Desk(desk) = &mut self.seat else { return };
        match desk.alike(&new) {
            Ok(alike) if alike.is_empty() => self.board_deed(BoardDeed::Refer(new)),
            Ok(alike) => {
                let same = Same::new(desk, Newcomer::Referral(new), alike);
                self.stack.push(Screen::Same(same));
            }
            Err(error) => self.refused(&error),
        }
    }

    pub(super) fn board_deed(&mut self, deed: BoardDeed) {
        let Seat::Desk(desk) = &mut self.seat else { return };
        let done = match deed {
            BoardDeed::Refer(new) => begin(desk, &new),
            BoardDeed::CourtList { court, rows } => return self.court_list(&court, &rows),
            BoardDeed::Settle { row, same } => return self.settle(row, same),
            BoardDeed::Log { site, activity, at } => {
                let kind = label_within(&desk.service().lists.service_activities, &activity.kind);
                let logged = desk.log_activity(site.as_deref(), &activity, at);
                logged.map(|()| (After::Close, format!("logged: {kind}, {}.", activity.with)))
            }
            BoardDeed::CopyToFile { episode, what, path } => to_file(desk, episode, what, &path),
            BoardDeed::CopyToClipboard { episode, what } => match to_clipboard(desk, episode, what) {
                Ok(text) => {
                    self.clipboard = Some(text);
                    let words = "recorded. The text went to your terminal's clipboard, if it takes one: paste to see.";
                    Ok((After::Close, words.to_owned()))
                }
                Err(error) => Err(error),
            },
            BoardDeed::Entered { episode, what } => {
                let system = desk.service().settings.clinical_system.clone();
                let entered = desk.mark_entered(episode, &what.code());
                entered.map(|()| (After::Close, format!("it stands in {system} now.")))
            }
        };
        match done {
            Ok((after, words)) => self.done(after, &words),
            Err(error) => {
                // Who is who was said; what is wrong stands on the card below.
                if matches!(self.stack.last(), Some(Screen::Same(_))) {
                    self.stack.pop();
                }
                self.refused(&error);
            }
        }
    }

    /// Stores a court's list once it is said of everybody on it who they are.
    fn court_list(&mut self, court: &str, rows: &[CourtRow]) {
        let Seat::Desk(desk) = &mut self.seat else { return };
        let Some(Screen::Court(list)) = self.stack.last() else { return };
        let open = (0..rows.len()).filter(|row| !list.is_settled(*row)).collect::<Vec<_>>();
        for row in open {
            let Some(typed) = rows.get(row) else { continue };
            match desk.alike_on_list(court, typed) {
                Ok((_, alike)) if alike.is_empty() => {}
                Ok((new, alike)) => {
                    let same = Same::new(desk, Newcomer::CourtRow(row, Box::new(new)), alike);
                    return self.stack.push(Screen::Same(same));
                }
                Err(error) => return self.refused(&error),
            }
        }
        match desk.add_court_rows(court, rows) {
            Ok(ids) => {
                let people = if ids.len() == 1 {
                    "1 person is".to_owned()
                } else {
                    format!("{} people are", ids.len())
                };
                let after = ids.first().map_or(After::Close, |id| After::On(*id));
                self.done(after, &format!("{people} on the list of {court}, waiting to be referred."));
            }
            Err(error) => self.refused(&error),
        }
    }

    /// Takes up who somebody on a court's list is, and goes on saving the list.
    fn settle(&mut self, row: usize, same: Option<crate::domain::ids::PersonId>) {
        self.stack.pop();
        let now = self.now();
        let Some(Screen::Court(list)) = self.stack.last_mut() else { return };
        list.settle(row, same);
        if let Some((court, rows)) = list.rows_now(now) {
            self.court_list(&court, &rows);
        }
    }

    /// Opens the episode that somebody has already. What was being typed for a new one is put aside;
    /// a court's list stays, for it holds others too.
    pub(super) fn open_existing(&mut self, id: EpisodeId) {
        if matches!(self.stack.last(), Some(Screen::Same(_))) && self.below_is_list() {
            self.stack.pop();
        }
        self.perform(Effect::Go(Go::Episode(id)));
        if matches!(self.stack.last(), Some(Screen::Episode(_))) {
            let referral = |screen: &Screen| matches!(screen, Screen::Ask(ask) if matches!(ask.ask(), Ask::NewReferral(_)));
            self.stack.retain(|screen| !matches!(screen, Screen::Same(_)) && !referral(screen));
        }
    }

    fn below_is_list(&self) -> bool {
        let below = self.stack.len().checked_sub(2).and_then(|place| self.stack.get(place));
        matches!(below, Some(Screen::Court(_)))
    }

    /// Reads anew what the screen on top shows of what is in focus or was typed.
    pub(super) fn look(&mut self) {
        let Seat::Desk(desk) = &mut self.seat else { return };
        let looked = match self.stack.last_mut() {
            Some(Screen::Board(screen)) => screen.look(desk),
            Some(Screen::Search(screen)) => screen.look(desk),
            Some(Screen::CopyOut(screen)) => screen.look(desk),
            Some(Screen::Court(screen)) => screen.look(desk),
            Some(Screen::Audit(screen)) => screen.look(desk),
            Some(Screen::Alerts(screen)) => screen.look(desk),
            Some(Screen::Referrals(screen)) => screen.look(desk),
            Some(Screen::Unentered(screen)) => screen.look(desk),
            Some(Screen::Retention(screen)) => screen.look(desk),
            Some(Screen::Figures(screen)) => screen.look(desk),
            Some(Screen::Missing(screen)) => screen.look(desk),
            _ => Ok(()),
        };
        if let Err(error) = looked {
            let context = self.stack.last().map_or(Context::Global, Screen::context);
            self.say(Kind::Error, with_offer(&error, context, false));
        }
    }
}

fn begin(desk: &mut Desk, new: &NewReferral) -> Done {
    let id = desk.receive_referral(new)?;
    let episode = desk.episode(id)?;
    let linked = if new.beside.same_person.is_some() { ", linked to the earlier episode" } else { "" };
    let words =
        format!("{} is on the board as {}{linked}.", whom(&episode, desk.now()), episode.referral.reference);
    Ok((After::On(id), words))
}

/// Journals first, then writes: a file without its entry must not be.
fn to_file(desk: &mut Desk, episode: EpisodeId, what: CopyOut, path: &str) -> Done {
    let path = fresh(path)?;
    let text = desk.copy_out(episode, what, CopyTo::File)?;
    write_new(path, text.as_bytes()).map_err(|error| DeskError::refused(error.to_string(), ""))?;
    let words = format!("written to {}. Delete it once it is entered; e says so.", path.display());
    Ok((After::Close, words))
}

fn to_clipboard(desk: &mut Desk, episode: EpisodeId, what: CopyOut) -> Result<String, DeskError> {
    if !desk.service().settings.clipboard {
        return Err(DeskError::refused("Your service does not allow the clipboard.", "f writes a file."));
    }
    // Read without a trace first: what is too long leaves none, for it does not leave.
    let text = desk.copy_out_text(episode, what)?;
    if !terminal::fits_clipboard(&text) {
        return Err(DeskError::refused(
            "This text is too long for a terminal's clipboard.",
            "f writes a file.",
        ));
    }
    desk.copy_out(episode, what, CopyTo::Clipboard)
}
