//! The board: who waits, who is next and why, which clock runs out, who covers until when.
//!
//! `view` draws it, `line` one row, `side` the person in focus on a wide screen, `filter` says who is
//! shown. Here: the selection, kept by person so that a row never jumps from under the cursor, the
//! site filter, and what each key asks for.

mod filter;
mod line;
mod side;
mod spoken;
mod view;

use std::collections::BTreeSet;

use chrono::NaiveDateTime;

use super::beside::Beside;
use super::is_movement;
use crate::desk::alerts::Alert;
use crate::desk::board::{Board, CoverLine, cover_lines};
use crate::desk::{Desk, DeskError};
use crate::domain::board::Row;
use crate::domain::ids::EpisodeId;
use crate::domain::service::SiteKind;
use crate::domain::time::local;
use crate::tui::effect::{Ask, Effect, Go, PaperAsk, RotaPlace};
use crate::tui::input::Input;
use crate::tui::keymap::{Act, Context, Idle, help, key_of, resolve};
use crate::tui::widgets::header::Header;
use crate::tui::widgets::list::Selection;
use crate::tui::widgets::message::{Kind, Message};
use filter::Filter;

/// Why no court list can be typed.
const NO_COURT: &str = "This service has no court, so there is no list to type in.";

/// The shift board, as read at one moment.
#[derive(Debug)]
pub struct BoardScreen {
    header: Header,
    /// The sites chosen, with everybody there.
    board: Board,
    /// Whom the filter shows, in the board's order.
    rows: Vec<Row>,
    /// Shown although the filter does not fit: a red flag is untold.
    beside: usize,
    filter: Filter,
    cover: Vec<CoverLine>,
    /// Sites, by code, where a youth worker is on.
    youth_sites: BTreeSet<String>,
    child_under: u16,
    /// The most pressing first.
    alerts: Vec<Alert>,
    /// Site codes in the order of their keys.
    sites: Vec<String>,
    only: Option<String>,
    has_court: bool,
    done_today: u32,
    /// The person in focus in a few lines.
    side: Beside,
    selection: Selection,
    page: usize,
}

impl BoardScreen {
    /// Reads the board; `old` keeps its filters and the person in focus.
    ///
    /// # Errors
    /// A failure of the store.
    pub fn new(desk: &Desk, old: Option<&Self>) -> Result<Self, DeskError> {
        let only = old.and_then(|old| old.only.clone());
        let filter = old.map(|old| old.filter).unwrap_or_default();
        let chosen: Vec<String> = only.iter().cloned().collect();
        let service = desk.service();
        let whole = desk.board()?;
        let alerts = desk.alerts(&whole)?;
        let mine = if filter == Filter::Mine { desk.my_list(&whole)? } else { BTreeSet::new() };
        let mut board = whole.only(&chosen);
        if filter == Filter::Mine {
            board.tasks.retain(|task| desk.is_my_task(task));
        }
        let child_under = service.tiers.child_under;
        let (rows, beside) = filter.rows(&board, child_under, &mine);
        let mut cover = cover_lines(&board);
        cover.sort_by_key(|line| std::cmp::Reverse(line.level));
        let with_youth = board.cover.iter().filter(|cover| cover.on.iter().any(|on| on.youth_worker));
        let focused = old.and_then(Self::focused).map(|row| row.id);
        let place = rows.iter().position(|row| Some(row.id) == focused);
        let selection = place.map_or_else(|| old.map(|old| old.selection).unwrap_or_default(), Selection::at);
        let shown = if filter == Filter::All { String::new() } else { format!("  f: {}", filter.words()) };
        let mut screen = Self {
            header: super::header(desk, format!("BOARD  {}{shown}", only.as_deref().unwrap_or("all sites"))),
            youth_sites: with_youth.map(|cover| cover.site.clone()).collect(),
            alerts,
            done_today: board.done_today(),
            sites: service.sites.iter().map(|site| site.code.clone()).collect(),
            has_court: service.sites.iter().any(|site| site.kind == SiteKind::Court),
            side: Beside::Nobody,
            page: old.map_or(8, |old| old.page),
            board,
            rows,
            beside,
            filter,
            cover,
            child_under,
            only,
            selection,
        };
        screen.look(desk)?;
        Ok(screen)
    }

    /// Reads the person in focus anew.
    ///
    /// # Errors
    /// A failure of the store.
    pub fn look(&mut self, desk: &Desk) -> Result<(), DeskError> {
        self.side = Beside::read(desk, self.focused().map(|row| row.id))?;
        Ok(())
    }

    /// The row in focus.
    pub fn focused(&self) -> Option<&Row> {
        self.selection.of(self.rows.len()).and_then(|place| self.rows.get(place))
    }

    /// The rows shown, in their order.
    pub fn rows(&self) -> &[Row] {
        &self.rows
    }

    /// What does nothing now, and why.
    pub fn idle(&self) -> Vec<Idle> {
        let mut idle = Vec::new();
        if !self.has_court {
            idle.push((Act::CourtList, NO_COURT.to_owned()));
        }
        if self.focused().is_none() {
            let acts = help(Context::Board).map(|binding| binding.act);
            let about_somebody = |act: &Act| person_act(*act, EpisodeId(uuid::Uuid::nil())).is_some();
            idle.extend(acts.filter(about_somebody).map(|act| (act, self.nobody())));
        }
        idle
    }

    /// Where keys are looked up.
    pub fn context(&self) -> Context {
        Context::Board
    }

    /// Puts the focus on a person, if they stand on the board.
    pub fn focus_on(&mut self, id: EpisodeId) {
        if let Some(place) = self.rows.iter().position(|row| row.id == id) {
            self.selection = Selection::at(place);
        }
    }

    /// Hears one input. A new filter shows at the next reading, which `Effect::Refresh` asks for.
    pub fn update(&mut self, input: &Input, _now: NaiveDateTime) -> Vec<Effect> {
        if let Input::Resize(_, rows) = input {
            self.page = least_rows(*rows);
        }
        let Input::Key(key) = input else { return Vec::new() };
        let Some(act) = resolve(Context::Board, *key) else { return Vec::new() };
        if is_movement(act) {
            self.selection.update(act, self.rows.len(), self.page);
            return vec![Effect::Look];
        }
        match act {
            Act::Site(number) => return self.choose_site(number),
            Act::Filter => return self.show(self.filter.next()),
            Act::MyList if self.filter == Filter::Mine => return self.show(Filter::All),
            Act::MyList => return self.show(Filter::Mine),
            Act::Everybody => return self.show(Filter::All),
            _ => {}
        }
        if let Some(effect) = self.general(act) {
            return vec![effect];
        }
        let Some(row) = self.focused() else { return say(self.nobody()) };
        person_act(act, row.id).into_iter().collect()
    }

    fn show(&mut self, filter: Filter) -> Vec<Effect> {
        if self.filter == filter {
            return Vec::new();
        }
        self.filter = filter;
        vec![Effect::Refresh]
    }

    /// What an empty list says.
    fn nobody(&self) -> String {
        match self.filter {
            Filter::All => {
                let new = key_of(Context::Board, Act::NewReferral);
                format!("Nobody is on the board. {new} records a new referral.")
            }
            filter => format!(
                "Nobody is shown: {}. {} goes on, {} shows everybody.",
                filter.words(),
                key_of(Context::Board, Act::Filter),
                key_of(Context::Board, Act::Everybody)
            ),
        }
    }

    fn choose_site(&mut self, number: u8) -> Vec<Effect> {
        let chosen = usize::from(number).checked_sub(1).map(|place| self.sites.get(place));
        self.only = match chosen {
            None => None,
            Some(Some(site)) => Some(site.clone()),
            Some(None) => {
                let keys: Vec<String> = self
                    .sites
                    .iter()
                    .enumerate()
                    .map(|(place, site)| format!("{} {site}", place + 1))
                    .collect();
                return say(format!("There is no site {number}: {}, 0 all.", keys.join(", ")));
            }
        };
        vec![Effect::Refresh]
    }

    fn general(&self, act: Act) -> Option<Effect> {
        let ask = |ask| Effect::Go(Go::Ask(ask));
        Some(match act {
            Act::NewReferral => ask(Ask::NewReferral(self.only.clone())),
            Act::CustodyList => ask(Ask::CustodyList),
            Act::SiteNote => ask(Ask::SiteNote),
            Act::LogActivity => ask(Ask::Activity),
            Act::AddPerson => ask(Ask::AddPerson),
            Act::Care => Effect::Go(Go::Care),
            Act::EndShift => Effect::Go(Go::Shift),
            Act::Away => Effect::Go(Go::Away),
            Act::Onward => Effect::Go(Go::Referrals),
            Act::Rota => Effect::Go(Go::Rota(RotaPlace::Week(local(self.board.at).date()))),
            Act::Handover => Effect::Go(Go::Handover),
            Act::Papers => ask(Ask::Papers(None)),
            Act::Find => Effect::Go(Go::Search),
            Act::Alerts => Effect::Go(Go::Alerts),
            Act::CopyOut => Effect::Go(Go::Unentered),
            Act::CourtList if self.has_court => Effect::Go(Go::CourtList(self.only.clone())),
            Act::CourtList => note(NO_COURT),
            Act::Lock => Effect::Lock,
            Act::SignOut => Effect::SignOut,
            Act::Help => Effect::Help(Context::Board),
            Act::Repaint => Effect::Repaint,
            Act::ExplainCtrlC => note(format!(
                "Ctrl-C does nothing here: {} locks, {} signs out.",
                key_of(Context::Board, Act::Lock),
                key_of(Context::Board, Act::SignOut)
            )),
            _ => return None,
        })
    }
}

/// The fewest people shown on a screen of so many rows: a page is never longer than what is in sight.
fn least_rows(rows: u16) -> usize {
    usize::from(if rows >= view::ROOMY { rows - 16 } else { rows.saturating_sub(8).max(1) })
}

fn note(text: impl Into<String>) -> Effect {
    Effect::Say(Message::new(Kind::Note, text))
}

fn say(text: impl Into<String>) -> Vec<Effect> {
    vec![note(text)]
}

/// What a key asks for about one person, on the board and on their own page.
pub(super) fn person_act(act: Act, id: EpisodeId) -> Option<Effect> {
    let ask = |ask| Some(Effect::Go(Go::Ask(ask)));
    match act {
        Act::Open => Some(Effect::Go(Go::Episode(id))),
        Act::Screen => Some(Effect::Go(Go::Forms(id))),
        Act::Decline => Some(Effect::Go(Go::DeclineCore(id))),
        Act::Tell => ask(Ask::Tell { episode: id, flag: None }),
        Act::Hold => Some(Effect::Go(Go::Hold(id))),
        Act::NotSeen => ask(Ask::NotSeen(id)),
        Act::Task => ask(Ask::Task(id)),
        Act::Consent => ask(Ask::Consent(id)),
        Act::CopyOut => Some(Effect::Go(Go::CopyOut(id))),
        Act::Sbar => Some(Effect::Go(Go::Paper(PaperAsk::Sbar(id)))),
        _ => None,
    }
}
