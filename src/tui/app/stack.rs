//! The screens as one enum; the stack's top hears keys first.

use chrono::NaiveDateTime;
use ratatui::Frame;
use ratatui::layout::Rect;

use super::App;
use super::rota::RotaScreen;
use crate::desk::{Desk, DeskError};
use crate::tui::app::Seat;
use crate::tui::asks::AskScreen;
use crate::tui::effect::Effect;
use crate::tui::input::Input;
use crate::tui::keymap::{Context, Idle};
use crate::tui::screens::alerts::Alerts;
use crate::tui::screens::aloud::Aloud;
use crate::tui::screens::audit::AuditScreen;
use crate::tui::screens::board::BoardScreen;
use crate::tui::screens::caseload::CaseloadScreen;
use crate::tui::screens::code::CodeScreen;
use crate::tui::screens::copy_out::CopyOutScreen;
use crate::tui::screens::court::CourtList;
use crate::tui::screens::details::Details;
use crate::tui::screens::episode::EpisodeScreen;
use crate::tui::screens::figures::FiguresScreen;
use crate::tui::screens::figures::missing::MissingScreen;
use crate::tui::screens::forms::Forms;
use crate::tui::screens::menu::Menu;
use crate::tui::screens::moving::Moving;
use crate::tui::screens::paper::PaperScreen;
use crate::tui::screens::reading::Reading;
use crate::tui::screens::receive::ReceiveScreen;
use crate::tui::screens::recover::Recover;
use crate::tui::screens::referrals::Referrals;
use crate::tui::screens::rescue::RescueScreen;
use crate::tui::screens::retention::RetentionScreen;
use crate::tui::screens::same::Same;
use crate::tui::screens::screening::ScreeningScreen;
use crate::tui::screens::search::Search;
use crate::tui::screens::set_up::SetUp;
use crate::tui::screens::sign_in::SignIn;
use crate::tui::screens::suggestions::Suggestions;
use crate::tui::screens::unentered::UnenteredList;
use crate::tui::screens::versions::{IssuedScreen, Versions};
use crate::tui::screens::working::Working;
use crate::tui::theme::Theme;
use crate::tui::widgets::card::Card;

/// One screen of the stack.
#[derive(Debug)]
pub(super) enum Screen {
    SignIn(SignIn),
    SetUp(SetUp),
    Code(CodeScreen),
    Recover(Recover),
    Board(Box<BoardScreen>),
    Episode(Box<EpisodeScreen>),
    Ask(Box<AskScreen>),
    Forms(Forms),
    Moving(Moving),
    Reading(Box<Reading>),
    Screening(Box<ScreeningScreen>),
    Suggestions(Suggestions),
    Referrals(Referrals),
    Paper(Box<PaperScreen>),
    Aloud(Box<Aloud>),
    Receive(Box<ReceiveScreen>),
    Versions(Versions),
    Issued(Box<IssuedScreen>),
    Menu(Menu),
    Working(Working),
    Rescue(Box<RescueScreen>),
    Details(Details),
    Alerts(Alerts),
    Search(Search),
    Same(Same),
    Court(Box<CourtList>),
    CopyOut(Box<CopyOutScreen>),
    Caseload(CaseloadScreen),
    Unentered(UnenteredList),
    Rota(Box<RotaScreen>),
    Audit(Box<AuditScreen>),
    Retention(RetentionScreen),
    Figures(Box<FiguresScreen>),
    Missing(Box<MissingScreen>),
}

impl Screen {
    pub(super) fn context(&self) -> Context {
        match self {
            Self::SignIn(_) => Context::SignIn,
            Self::SetUp(_) | Self::Code(_) | Self::Recover(_) | Self::Ask(_) => Context::Card,
            Self::Board(screen) => screen.context(),
            Self::Episode(screen) => screen.context(),
            Self::Forms(screen) => screen.context(),
            Self::Moving(screen) => screen.context(),
            Self::Reading(screen) => screen.context(),
            Self::Screening(screen) => screen.context(),
            Self::Suggestions(screen) => screen.context(),
            Self::Referrals(screen) => screen.context(),
            Self::Paper(screen) => screen.context(),
            Self::Aloud(screen) => screen.context(),
            Self::Receive(screen) => screen.context(),
            Self::Versions(screen) => screen.context(),
            Self::Issued(screen) => screen.context(),
            Self::Menu(screen) => screen.context(),
            Self::Working(screen) => screen.context(),
            Self::Rescue(screen) => screen.context(),
            Self::Details(screen) => screen.context(),
            Self::Alerts(screen) => screen.context(),
            Self::Search(screen) => screen.context(),
            Self::Same(screen) => screen.context(),
            Self::Court(screen) => screen.context(),
            Self::CopyOut(screen) => screen.context(),
            Self::Caseload(screen) => screen.context(),
            Self::Unentered(screen) => screen.context(),
            Self::Rota(screen) => screen.context(),
            Self::Audit(screen) => screen.context(),
            Self::Retention(screen) => screen.context(),
            Self::Figures(screen) => screen.context(),
            Self::Missing(screen) => screen.context(),
        }
    }

    /// The card that is open there, if one is.
    pub(super) fn card_mut(&mut self) -> Option<&mut Card> {
        Some(match self {
            Self::SignIn(screen) => screen.card_mut(),
            Self::SetUp(screen) => screen.card_mut(),
            Self::Code(screen) => screen.card_mut(),
            Self::Recover(screen) => screen.card_mut(),
            Self::Ask(screen) => screen.card_mut(),
            _ => return None,
        })
    }

    /// What does nothing there now, and why.
    pub(super) fn idle(&self) -> Vec<Idle> {
        match self {
            Self::Board(screen) => screen.idle(),
            Self::Ask(screen) => screen.idle(),
            Self::Screening(screen) => screen.idle(),
            Self::Receive(screen) => screen.idle(),
            Self::Versions(screen) => screen.idle(),
            Self::Menu(screen) => screen.idle(),
            Self::Rescue(screen) => screen.idle(),
            Self::Alerts(screen) => screen.idle(),
            Self::CopyOut(screen) => screen.idle(),
            Self::Audit(screen) => screen.idle(),
            Self::Retention(screen) => screen.idle(),
            Self::Figures(screen) => screen.idle().to_vec(),
            _ => Vec::new(),
        }
    }

    pub(super) fn update(&mut self, input: &Input, now: NaiveDateTime) -> Vec<Effect> {
        match self {
            // These give more than effects; the app hears them itself.
            Self::SignIn(_) | Self::SetUp(_) | Self::Code(_) | Self::Recover(_) => Vec::new(),
            Self::Board(screen) => screen.update(input, now),
            Self::Episode(screen) => screen.update(input, now),
            Self::Ask(screen) => screen.update(input, now),
            Self::Forms(screen) => screen.update(input, now),
            Self::Moving(screen) => screen.update(input, now),
            Self::Reading(screen) => screen.update(input, now),
            Self::Screening(screen) => screen.update(input, now),
            Self::Suggestions(screen) => screen.update(input, now),
            Self::Referrals(screen) => screen.update(input, now),
            Self::Paper(screen) => screen.update(input, now),
            Self::Aloud(screen) => screen.update(input, now),
            Self::Receive(screen) => screen.update(input, now),
            Self::Versions(screen) => screen.update(input, now),
            Self::Issued(screen) => screen.update(input, now),
            Self::Menu(screen) => screen.update(input, now),
            Self::Working(screen) => screen.update(input),
            Self::Rescue(screen) => screen.update(input, now),
            Self::Details(screen) => screen.update(input, now),
            Self::Alerts(screen) => screen.update(input, now),
            Self::Search(screen) => screen.update(input, now),
            Self::Same(screen) => screen.update(input, now),
            Self::Court(screen) => screen.update(input, now),
            Self::CopyOut(screen) => screen.update(input, now),
            Self::Caseload(screen) => screen.update(input),
            Self::Unentered(screen) => screen.update(input, now),
            Self::Rota(screen) => screen.update(input, now),
            Self::Audit(screen) => screen.update(input, now),
            Self::Retention(screen) => screen.update(input, now),
            Self::Figures(screen) => screen.update(input, now),
            Self::Missing(screen) => screen.update(input, now),
        }
    }

    pub(super) fn view(&self, frame: &mut Frame<'_>, area: Rect, theme: &Theme) {
        match self {
            Self::SignIn(screen) => screen.view(frame, area, theme),
            Self::SetUp(screen) => screen.view(frame, area, theme),
            Self::Code(screen) => screen.view(frame, area, theme),
            Self::Recover(screen) => screen.view(frame, area, theme),
            Self::Board(screen) => screen.view(frame, area, theme),
            Self::Episode(screen) => screen.view(frame, area, theme),
            Self::Ask(screen) => screen.view(frame, area, theme),
            Self::Forms(screen) => screen.view(frame, area, theme),
            Self::Moving(screen) => screen.view(frame, area, theme),
            Self::Reading(screen) => screen.view(frame, area, theme),
            Self::Screening(screen) => screen.view(frame, area, theme),
            Self::Suggestions(screen) => screen.view(frame, area, theme),
            Self::Referrals(screen) => screen.view(frame, area, theme),
            Self::Paper(screen) => screen.view(frame, area, theme),
            Self::Aloud(screen) => screen.view(frame, area, theme),
            Self::Receive(screen) => screen.view(frame, area, theme),
            Self::Versions(screen) => screen.view(frame, area, theme),
            Self::Issued(screen) => screen.view(frame, area, theme),
            Self::Menu(screen) => screen.view(frame, area, theme),
            Self::Working(screen) => screen.view(frame, area, theme),
            Self::Rescue(screen) => screen.view(frame, area, theme),
            Self::Details(screen) => screen.view(frame, area, theme),
            Self::Alerts(screen) => screen.view(frame, area, theme),
            Self::Search(screen) => screen.view(frame, area, theme),
            Self::Same(screen) => screen.view(frame, area, theme),
            Self::Court(screen) => screen.view(frame, area, theme),
            Self::CopyOut(screen) => screen.view(frame, area, theme),
            Self::Caseload(screen) => screen.view(frame, area, theme),
            Self::Unentered(screen) => screen.view(frame, area, theme),
            Self::Rota(screen) => screen.view(frame, area, theme),
            Self::Audit(screen) => screen.view(frame, area, theme),
            Self::Retention(screen) => screen.view(frame, area, theme),
            Self::Figures(screen) => screen.view(frame, area, theme),
            Self::Missing(screen) => screen.view(frame, area, theme),
        }
    }

    /// How far it is with what is being counted for it, in percent; none where nothing is.
    pub(super) fn counted(&self) -> Option<u8> {
        match self {
            Self::Figures(screen) => screen.share(),
            Self::Missing(screen) => screen.share(),
            _ => None,
        }
    }

    /// Counts on. On an error what was shown stays.
    pub(super) fn count_on(&mut self, desk: &Desk) -> Result<(), DeskError> {
        match self {
            Self::Figures(screen) => screen.go_on(desk),
            Self::Missing(screen) => screen.go_on(desk),
            _ => Ok(()),
        }
    }

    /// Takes up what the store has now; cards stay as they are, and a paper that says all there is. False where
    /// the screen has nothing left to show. On an error it stays as it was.
    fn read_anew(&mut self, desk: &Desk) -> Result<bool, DeskError> {
        match self {
            Self::Board(old) => **old = BoardScreen::new(desk, Some(old))?,
            Self::Episode(old) => **old = EpisodeScreen::new(desk, desk.read_record(old.id())?, Some(old))?,
            Self::Suggestions(old) => *old = Suggestions::new(desk, old.episode())?.after(old),
            Self::Referrals(old) => *old = old.anew(desk)?,
            Self::Reading(old) => **old = old.anew(desk)?,
            Self::Receive(old) => old.read_anew(desk)?,
            Self::Versions(old) => *old = Versions::new(desk, Some(old))?,
            Self::Menu(old) => *old = Menu::new(desk, old.about(), Some(old))?,
            Self::Details(old) => *old = Details::new(desk, old.episode(), Some(old))?,
            Self::Alerts(old) => *old = Alerts::new(desk, Some(old))?,
            Self::Search(old) => old.read_anew(desk)?,
            Self::Retention(old) => old.read_anew(desk)?,
            Self::Figures(old) => old.read_anew(desk)?,
            Self::Missing(old) => old.read_anew(desk)?,
            Self::Court(old) => old.look(desk)?,
            Self::CopyOut(old) => old.read_anew(desk)?,
            Self::Paper(old) => old.read_anew(desk)?,
            Self::Caseload(old) => *old = CaseloadScreen::new(desk, Some(old))?,
            Self::Unentered(old) => *old = UnenteredList::new(desk, Some(old))?,
            Self::Rota(old) => old.read_anew(desk)?,
            Self::Screening(old) => {
                let (episode, id) = (desk.episode(old.open().episode)?, old.open().id);
                let line = episode.line_of(id);
                let open = episode.open_flags().filter(|flag| line.contains(&flag.raise.screening));
                old.flags_told(open.map(|flag| flag.raise.clone()).collect());
                return Ok(episode.drafts().any(|draft| draft.id == id));
            }
            _ => {}
        }
        Ok(true)
    }
}

impl App {
    /// Reads every screen of the stack anew. Gives the first trouble there was; no screen is lost by it.
    pub(super) fn read_anew(&mut self) -> Result<(), DeskError> {
        let Seat::Desk(desk) = &self.seat else { return Ok(()) };
        let mut trouble = Ok(());
        self.stack.retain_mut(|screen| match screen.read_anew(desk) {
            Ok(keep) => keep,
            // Disposed of meanwhile: nothing of it may be shown any more.
            Err(DeskError::Unknown("person")) => false,
            Err(error) => {
                trouble = Err(error);
                true
            }
        });
        trouble
    }
}
