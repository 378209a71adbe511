//! Effects done: screens opened, deeds passed on, and what follows from them.

use crate::desk::door::{Door, NewPerson};
use crate::desk::note::HandoverAsk;
use crate::desk::{Clock, Desk, DeskError, Purpose};
use crate::domain::episode::Stage;
use crate::domain::event::ConsentTo;
use crate::domain::ids::EpisodeId;
use crate::domain::time::hhmm;
use crate::tui::app::deeds;
use crate::tui::app::form::{begin, finish, pause, screening};
use crate::tui::app::pathway::{open_record, why_first};
use crate::tui::app::receive;
use crate::tui::app::rota;
use crate::tui::app::stack::Screen;
use crate::tui::app::tour::Feat;
use crate::tui::app::trail;
use crate::tui::app::{App, Seat, Wants};
use crate::tui::asks::AskScreen;
use crate::tui::effect::{Ask, Deed, Effect, Go, PaperAsk, Sending};
use crate::tui::input::Input;
use crate::tui::keymap::{Act, Context, key_of};
use crate::tui::offer::with_offer;
use crate::tui::screens::alerts::Alerts;
use crate::tui::screens::aloud::Aloud;
use crate::tui::screens::caseload::CaseloadScreen;
use crate::tui::screens::copy_out::CopyOutScreen;
use crate::tui::screens::court::CourtList;
use crate::tui::screens::forms::{Forms, core_form};
use crate::tui::screens::menu::{About, Menu};
use crate::tui::screens::paper::PaperScreen;
use crate::tui::screens::referrals::Referrals;
use crate::tui::screens::search::Search;
use crate::tui::screens::suggestions::Suggestions;
use crate::tui::screens::unentered::UnenteredList;
use crate::tui::screens::working::Follows;
use crate::tui::widgets::message::Kind;

/// What is to follow once a deed is done.
pub(super) enum After {
    /// The card or form that asked is closed; a list it was asked from stays.
    Close,
    /// The same, and the board's focus goes to this person.
    On(EpisodeId),
    /// The same, and another screen is opened.
    Then(Go),
    /// The shift is over: the desk is left.
    Leave,
}

impl App {
    pub(super) fn perform(&mut self, effect: Effect) {
        match effect {
            Effect::Do(deed) => self.do_deed(*deed),
            Effect::Go(go) => self.go(go),
            Effect::Back => self.back(),
            Effect::Say(message) => self.message = Some(message),
            Effect::Help(context) => self.help(context),
            Effect::Lock => self.lock("key"),
            Effect::CheckStore => self.check_store(),
            Effect::BackUp => self.back_up(Follows::Nothing),
            Effect::StopWork => self.stop_work(),
            Effect::Restore => self.restore(),
            Effect::SignOut => self.sign_out(),
            Effect::Refresh => self.refresh(),
            Effect::Look => self.look(),
            Effect::Repaint => self.wants = Wants::Repaint,
            Effect::Quit => self.wants = Wants::Quit,
        }
    }

    fn back(&mut self) {
        if self.stack.len() > 1 {
            let settled = self.settle_searches();
            self.stack.pop();
            self.refresh();
            if let Err(error) = settled {
                self.refused(&error);
            }
        }
    }

    pub(super) fn go(&mut self, go: Go) {
        let now = self.now();
        if let Err(error) = self.settle_searches() {
            return self.refused(&error);
        }
        if let Go::Existing(id) = go {
            return self.open_existing(id);
        }
        let Seat::Desk(desk) = &mut self.seat else { return };
        if go == Go::Away
            && desk.shift().is_ok_and(|shift| shift.is_some_and(|shift| shift.off_suite.is_some()))
        {
            return self.do_deed(Deed::ComeBack);
        }
        let id = go.record();
        let known =
            self.stack.iter().any(|screen| matches!(screen, Screen::Episode(e) if Some(e.id()) == id));
        let opened = match why_first(desk, &go, known) {
            Ok(Some(why)) => ask(desk, why, now),
            Ok(None) => open(desk, go, known, now),
            Err(error) => Err(error),
        };
        self.show(opened);
    }

    /// Looks at a record for the reason given in the card on top, and shows it in the card's place.
    fn look_at(&mut self, id: EpisodeId, why: &str, then: Go) {
        let now = self.now();
        let Seat::Desk(desk) = &mut self.seat else { return };
        if let Err(error) = desk.look_at(id, why) {
            return self.refused(&error);
        }
        let opened = open(desk, then, true, now);
        self.stack.pop();
        self.show(opened);
    }

    fn show(&mut self, opened: Result<Screen, DeskError>) {
        let now = self.now();
        match opened {
            Ok(mut screen) => {
                let (columns, rows) = self.inner();
                screen.update(&Input::Resize(columns, rows), now);
                // The list of forms has done its work once one is open; so has the choice of a
                // version, and one finished form takes the place of another.
                while self.stack.last().is_some_and(|below| done_with(below, &screen)) {
                    self.stack.pop();
                }
                self.stack.push(screen);
                self.update_top(&Input::Resize(columns, rows), now);
            }
            Err(error) => {
                let below = self.stack.last().map_or(Context::Global, Screen::context);
                self.say(Kind::Warning, with_offer(&error, below, false));
            }
        }
    }

    fn do_deed(&mut self, deed: Deed) {
        let feat = Feat::of(&deed);
        let Seat::Desk(desk) = &mut self.seat else { return };
        let done = match deed {
            Deed::Answer { question, answer } => {
                let Some(Screen::Screening(screen)) = self.stack.last_mut() else { return };
                match desk.answer(screen.open(), &question, &answer) {
                    Ok(answered) => {
                        screen.answered(answered);
                        self.did(feat);
                    }
                    Err(error) => screen.refused(error.to_string()),
                }
                return;
            }
            Deed::FinishScreening => match self.stack.last() {
                Some(Screen::Screening(screen)) => finish(desk, screen.open()),
                _ => return,
            },
            Deed::PauseScreening => match self.stack.last() {
                Some(Screen::Screening(screen)) => pause(desk, screen.open()),
                _ => return,
            },
            Deed::Print(sending) => self.print(&sending),
            Deed::Names { why } => return self.put_names(why),
            Deed::ShowPaper(asked) => {
                self.stack.pop();
                return self.go(Go::Paper(asked));
            }
            Deed::ReceiveReferral(new) => return self.refer(new),
            Deed::Board(deed) => return self.board_deed(deed),
            Deed::Key(deed) => return self.key_deed(deed),
            Deed::Acknowledge { reason } => return self.acknowledge(&reason),
            Deed::Rota(deed) => return self.rota_deed(deed),
            Deed::Trail(deed) => return self.trail_deed(deed),
            Deed::LookAt { episode, why, then } => return self.look_at(episode, &why, *then),
            other => deeds::one_verb(desk, other),
        };
        match done {
            Ok((after, words)) => {
                self.did(feat);
                self.done(after, &words);
            }
            Err(error) => self.refused(&error),
        }
    }

    pub(super) fn done(&mut self, after: After, words: &str) {
        // Who somebody is was asked over the card or list that asked first.
        if matches!(self.stack.last(), Some(Screen::Same(_))) {
            self.stack.pop();
        }
        let asked = matches!(
            self.stack.last(),
            Some(Screen::Ask(_) | Screen::Screening(_) | Screen::Moving(_) | Screen::Court(_))
        );
        if asked && self.stack.len() > 1 {
            self.stack.pop();
        }
        let trouble = self.read_anew().err();
        if matches!(self.stack.last(), Some(Screen::Suggestions(left)) if left.is_empty()) {
            self.stack.pop();
        }
        if self.stack.is_empty() {
            self.open_board();
        }
        if let Seat::Desk(desk) = &self.seat {
            let at = hhmm(desk.now());
            match trouble {
                None => self.say(Kind::Saved, format!("Saved {at}: {words}")),
                Some(error) => {
                    self.say(
                        Kind::Error,
                        format!("Saved {at}: {words} But what is shown may be old: {error}"),
                    );
                }
            }
        }
        match after {
            After::Then(go) => self.go(go),
            After::Leave => self.leave_shift(),
            After::Close => {}
            After::On(id) => {
                if let Some(Screen::Board(board)) = self.stack.last_mut() {
                    board.focus_on(id);
                }
            }
        }
    }

    pub(super) fn refused(&mut self, error: &DeskError) {
        let contexts: Vec<Context> = self.stack.iter().rev().take(2).map(Screen::context).collect();
        let context = |place: usize| contexts.get(place).copied().unwrap_or(Context::Global);
        match self.stack.last_mut() {
            Some(Screen::Ask(ask)) => ask.refused(&with_offer(error, context(1), true)),
            Some(Screen::Court(list)) => list.refused(with_offer(error, context(0), false)),
            Some(Screen::Screening(screen)) => screen.refused(with_offer(error, context(0), false)),
            _ => self.say(Kind::Error, with_offer(error, context(0), false)),
        }
    }

    /// Shows the paper below the card again, with full names.
    fn put_names(&mut self, why: String) {
        self.stack.pop();
        let Some(Screen::Paper(shown)) = self.stack.last() else { return };
        let named = shown.asked().with_names(Some(why));
        self.go(Go::Paper(named));
    }

    fn print(&mut self, sending: &Sending) -> Result<(After, String), DeskError> {
        let Seat::Desk(desk) = &mut self.seat else { return Err(DeskError::Unknown("desk")) };
        let below = self.stack.iter().rev().find_map(|screen| match screen {
            Screen::Paper(shown) => Some(shown.document()),
            Screen::Issued(shown) => Some(shown.document()),
            _ => None,
        });
        let document = below.ok_or(DeskError::Unknown("paper"))?;
        let words = crate::tui::paper::print(desk, document, sending)?;
        self.wants = Wants::Repaint;
        Ok((After::Close, words))
    }

    /// Shows what the person left when they locked, or the board; asks for the shift if none is open.
    pub(super) fn enter_desk(&mut self) {
        let Seat::Desk(desk) = &self.seat else { return };
        let label = desk.who().label.clone();
        let shift = desk.shift();
        self.last = Some(label.clone());
        match self.stash.remove(&label).filter(|left| !left.is_empty()) {
            Some(left) => {
                self.stack = left;
                self.refresh();
            }
            None => self.open_board(),
        }
        if matches!(shift, Ok(None)) && self.stack.len() == 1 {
            self.go(Go::Ask(Ask::StartShift));
        }
        self.offer_tour();
        self.wants = Wants::Repaint;
    }

    pub(super) fn sign_out(&mut self) {
        let Seat::Desk(_) = &self.seat else { return };
        let Seat::Desk(desk) = std::mem::replace(&mut self.seat, Seat::Unmade) else { return };
        let label = desk.who().label.clone();
        let (door, done) = desk.sign_out();
        self.stash.remove(&label);
        self.shut(door, None, done.err().map(|error| error.to_string()));
    }

    pub(super) fn set_up(&mut self, person: &NewPerson, passphrase: &str) {
        let Some(Screen::SetUp(screen)) = self.stack.last_mut() else { return };
        match Door::set_up(screen.dir(), person, passphrase, Purpose::Service, Clock::System) {
            Ok((desk, code)) => {
                self.seat = Seat::Desk(Box::new(desk));
                self.show_code(code.groups());
            }
            Err(error) => screen.refused(&error.to_string()),
        }
    }
}

/// Whether a screen has done its work once this one is open on top of it.
fn done_with(below: &Screen, opened: &Screen) -> bool {
    match (opened, below) {
        (Screen::Screening(_), Screen::Forms(_) | Screen::Moving(_))
        | (Screen::Moving(_), Screen::Forms(_))
        | (Screen::Reading(_), Screen::Reading(_))
        | (Screen::Paper(_), Screen::Paper(_))
        | (Screen::Ask(_) | Screen::Details(_), Screen::Menu(_)) => true,
        (Screen::Audit(_), Screen::Menu(menu)) => menu.about() != About::Store,
        _ => false,
    }
}

fn open(desk: &mut Desk, go: Go, looked: bool, now: chrono::NaiveDateTime) -> Result<Screen, DeskError> {
    if let Some(screen) = open_record(desk, &go, looked)? {
        return Ok(screen);
    }
    Ok(match go {
        Go::Away | Go::Shift if desk.shift()?.is_none() => ask(desk, Ask::StartShift, now)?,
        Go::Away => ask(desk, Ask::OffSuite, now)?,
        Go::Shift => ask(desk, Ask::EndShift, now)?,
        Go::Forms(id) if desk.ready_to_see(id)?.consent(ConsentTo::BeSeen).is_none() => {
            ask(desk, Ask::See(id), now)?
        }
        Go::Forms(id) => Screen::Forms(Forms::new(desk, id)?),
        Go::Screening { episode, form } => begin(desk, episode, &form)?,
        Go::Resume { episode, screening: draft } => {
            let open = desk.resume_screening(episode, draft)?;
            screening(desk, open)?
        }
        Go::Menu(id) => Screen::Menu(Menu::new(desk, About::Person(id), None)?),
        Go::Care => Screen::Menu(Menu::new(desk, About::Store, None)?),
        Go::Suggestions(id) => {
            let suggestions = Suggestions::new(desk, id)?;
            if suggestions.is_empty() {
                return Err(DeskError::refused(
                    "No suggestion waits for a decision.",
                    format!("{} refers the person onward.", key_of(Context::Episode, Act::Onward)),
                ));
            }
            Screen::Suggestions(suggestions)
        }
        Go::Alerts => Screen::Alerts(Alerts::new(desk, None)?),
        Go::Search => Screen::Search(Search::new(desk)?),
        Go::CourtList(shown) => Screen::Court(Box::new(CourtList::new(desk, shown.as_deref())?)),
        Go::CopyOut(id) => Screen::CopyOut(Box::new(CopyOutScreen::new(desk, id)?)),
        Go::Caseload => Screen::Caseload(CaseloadScreen::new(desk, None)?),
        Go::Unentered => Screen::Unentered(UnenteredList::new(desk, None)?),
        Go::Rota(place) => rota::open(desk, place)?,
        Go::Audit | Go::Lookers(_) | Go::Retention | Go::Figures | Go::MissingItems(_) => {
            trail::open(desk, &go)?
        }
        Go::Referrals => Screen::Referrals(Referrals::new(desk)?),
        Go::Handover => {
            let sites = desk.sites_to_hand_over()?;
            paper(desk, PaperAsk::Handover(HandoverAsk::of(&sites)), looked)?
        }
        Go::Paper(asked) => paper(desk, asked, looked)?,
        Go::Aloud(sites) => Screen::Aloud(Box::new(Aloud::new(desk, &sites)?)),
        Go::Receive | Go::Versions | Go::Issued(_) => receive::open(desk, &go)?,
        Go::Hold(id) if matches!(desk.episode(id)?.stage, Stage::OnHold { .. }) => {
            ask(desk, Ask::EndHold(id), now)?
        }
        Go::Hold(id) => ask(desk, Ask::Hold(id), now)?,
        Go::DeclineCore(id) => {
            let form = core_form(desk, id)?;
            ask(desk, Ask::SetAside { episode: id, form }, now)?
        }
        Go::Ask(asked) => ask(desk, asked, now)?,
        Go::Episode(_) | Go::Details(_) | Go::Existing(_) | Go::Read { .. } => {
            return Err(DeskError::Unknown("screen"));
        }
    })
}

/// A paper as it prints. That somebody looks at one made of a record is journalled before it is shown.
fn paper(desk: &mut Desk, asked: PaperAsk, looked: bool) -> Result<Screen, DeskError> {
    if let Some(id) = asked.episode().filter(|_| !looked) {
        desk.look_at(id, "")?;
    }
    Ok(Screen::Paper(Box::new(PaperScreen::new(desk, asked)?)))
}

fn ask(desk: &Desk, asked: Ask, now: chrono::NaiveDateTime) -> Result<Screen, DeskError> {
    Ok(Screen::Ask(Box::new(AskScreen::new(desk, asked, now)?)))
}
