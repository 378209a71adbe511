//! The rota's screens opened, and its changes kept: at once where nothing speaks against them, else
//! after a look at what does.

use chrono::NaiveDateTime;
use ratatui::Frame;
use ratatui::layout::Rect;

use crate::desk::rota::{Proposal, RotaAct};
use crate::desk::{Desk, DeskError};
use crate::tui::app::perform::After;
use crate::tui::app::stack::Screen;
use crate::tui::app::{App, Seat};
use crate::tui::effect::{Effect, RotaDeed, RotaPlace};
use crate::tui::input::Input;
use crate::tui::keymap::Context;
use crate::tui::screens::rota::{Candidates, Changes, Confirm, DayScreen, GapList, Month, WeekScreen};
use crate::tui::theme::Theme;

/// A view of the rota.
#[derive(Debug)]
pub(super) enum RotaScreen {
    Week(WeekScreen),
    Day(DayScreen),
    Month(Month),
    Gaps(GapList),
    Candidates(Candidates),
    Changes(Changes),
    Confirm(Confirm),
}

impl RotaScreen {
    pub(super) fn context(&self) -> Context {
        match self {
            Self::Week(screen) => screen.context(),
            Self::Day(screen) => screen.context(),
            Self::Month(screen) => screen.context(),
            Self::Gaps(screen) => screen.context(),
            Self::Candidates(screen) => screen.context(),
            Self::Changes(screen) => screen.context(),
            Self::Confirm(screen) => screen.context(),
        }
    }

    pub(super) fn update(&mut self, input: &Input, now: NaiveDateTime) -> Vec<Effect> {
        match self {
            Self::Week(screen) => screen.update(input, now),
            Self::Day(screen) => screen.update(input, now),
            Self::Month(screen) => screen.update(input, now),
            Self::Gaps(screen) => screen.update(input, now),
            Self::Candidates(screen) => screen.update(input, now),
            Self::Changes(screen) => screen.update(input, now),
            Self::Confirm(screen) => screen.update(input, now),
        }
    }

    pub(super) fn view(&self, frame: &mut Frame<'_>, area: Rect, theme: &Theme) {
        match self {
            Self::Week(screen) => screen.view(frame, area, theme),
            Self::Day(screen) => screen.view(frame, area, theme),
            Self::Month(screen) => screen.view(frame, area, theme),
            Self::Gaps(screen) => screen.view(frame, area, theme),
            Self::Candidates(screen) => screen.view(frame, area, theme),
            Self::Changes(screen) => screen.view(frame, area, theme),
            Self::Confirm(screen) => screen.view(frame, area, theme),
        }
    }

    pub(super) fn read_anew(&mut self, desk: &Desk) -> Result<(), DeskError> {
        match self {
            Self::Week(old) => *old = old.anew(desk)?,
            Self::Day(old) => *old = old.anew(desk)?,
            Self::Month(old) => *old = old.anew(desk)?,
            Self::Gaps(old) => *old = GapList::new(desk, Some(old))?,
            Self::Candidates(old) => *old = old.anew(desk)?,
            Self::Changes(old) => *old = Changes::new(desk, Some(old))?,
            Self::Confirm(_) => {}
        }
        Ok(())
    }
}

pub(super) fn open(desk: &Desk, place: RotaPlace) -> Result<Screen, DeskError> {
    let screen = match place {
        RotaPlace::Week(day) => RotaScreen::Week(WeekScreen::new(desk, day, None)?),
        RotaPlace::Day(day) => RotaScreen::Day(DayScreen::new(desk, day, None)?),
        RotaPlace::Month { who, day } => RotaScreen::Month(Month::new(desk, who, day, None)?),
        RotaPlace::Gaps => RotaScreen::Gaps(GapList::new(desk, None)?),
        RotaPlace::Candidates { site, gap } => RotaScreen::Candidates(Candidates::new(desk, site, gap)?),
        RotaPlace::Changes => RotaScreen::Changes(Changes::new(desk, None)?),
        RotaPlace::Confirm(proposal) => RotaScreen::Confirm(Confirm::new(desk, *proposal)),
    };
    Ok(Screen::Rota(Box::new(screen)))
}

impl App {
    pub(super) fn rota_deed(&mut self, deed: RotaDeed) {
        let Seat::Desk(desk) = &mut self.seat else { return };
        match deed {
            RotaDeed::Act(act) => match desk.propose(&act) {
                Ok(proposal) if wants_a_look(&act, &proposal) => {
                    let confirm = Confirm::new(desk, proposal);
                    self.stack.push(Screen::Rota(Box::new(RotaScreen::Confirm(confirm))));
                }
                Ok(proposal) => self.keep_rota(&proposal, ""),
                Err(error) => self.refused(&error),
            },
            RotaDeed::Keep { proposal, reason } => self.keep_rota(&proposal, &reason),
        }
    }

    fn keep_rota(&mut self, proposal: &Proposal, reason: &str) {
        let Seat::Desk(desk) = &mut self.seat else { return };
        if let Err(error) = desk.keep_rota(proposal, reason) {
            return self.refused(&error);
        }
        let is = |screen: &Screen, what: fn(&RotaScreen) -> bool| matches!(screen, Screen::Rota(rota) if what(rota));
        // What was looked at is done; who could close a gap was asked for this change.
        self.stack.retain(|screen| {
            !is(screen, |rota| matches!(rota, RotaScreen::Confirm(_) | RotaScreen::Candidates(_)))
        });
        self.done(After::Close, &format!("{}.", proposal.what.trim_end_matches('.')));
    }
}

/// Whether a change is shown before it is kept: it is hard to see otherwise, something speaks against
/// it, it left something out, or it needs a reason.
fn wants_a_look(act: &RotaAct, proposal: &Proposal) -> bool {
    let sweeping = matches!(
        act,
        RotaAct::TakeOff { .. }
            | RotaAct::Undo(_)
            | RotaAct::CopyWeek { .. }
            | RotaAct::Roll { .. }
            | RotaAct::Publish(_)
    );
    // Sickness told by telephone is kept at once: what it uncovers shows on the board.
    let told = matches!(act, RotaAct::Away { .. });
    sweeping
        || proposal.asks_reason.is_some()
        || !(proposal.warnings.is_empty() || told)
        || !proposal.left_out.is_empty()
}
