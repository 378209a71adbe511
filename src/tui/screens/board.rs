//! The board: who waits, who is next and why, which clock runs out, who covers until when.
//!
//! `view` draws it. Here: the selection, kept by person so that a row never jumps from under the
//! cursor, the site filter, and what each key asks for.

mod view;

use chrono::NaiveDateTime;

use super::is_movement;
use crate::desk::board::{Board, CoverLine, cover_lines};
use crate::desk::{Desk, DeskError};
use crate::domain::board::Row;
use crate::domain::ids::EpisodeId;
use crate::tui::effect::{Ask, Effect, Go};
use crate::tui::input::Input;
use crate::tui::keymap::{Act, Context, resolve};
use crate::tui::widgets::header::Header;
use crate::tui::widgets::list::Selection;
use crate::tui::widgets::message::{Kind, Message};

/// The shift board, as read at one moment.
#[derive(Debug)]
pub struct BoardScreen {
    header: Header,
    board: Board,
    cover: Vec<CoverLine>,
    /// What the alert line says, most pressing first.
    alerts: Vec<String>,
    /// Site codes in the order of their keys.
    sites: Vec<String>,
    only: Option<String>,
    done_today: u32,
    selection: Selection,
    page: usize,
}

impl BoardScreen {
    /// Reads the board; `old` keeps its filter and the person in focus.
    ///
    /// # Errors
    /// A failure of the store.
    pub fn new(desk: &Desk, old: Option<&Self>) -> Result<Self, DeskError> {
        let only = old.and_then(|old| old.only.clone());
        let filter: Vec<String> = only.iter().cloned().collect();
        let whole = desk.board()?;
        let sites: Vec<String> = desk.service().sites.iter().map(|site| site.code.clone()).collect();
        let shift = desk.shift()?;
        // Alerts are about all of one's sites, whichever are shown.
        let alerts = alerts(desk, &whole, shift.as_ref().map(|shift| shift.sites.as_slice()));
        let board = whole.only(&filter);
        let mut cover = cover_lines(&board);
        cover.sort_by_key(|line| std::cmp::Reverse(line.level));
        let focused = old.and_then(Self::focused).map(|row| row.id);
        let place = board.rows.iter().position(|row| Some(row.id) == focused);
        let selection = place.map_or_else(|| old.map(|old| old.selection).unwrap_or_default(), Selection::at);
        Ok(Self {
            header: super::header(desk, format!("BOARD  {}", only.as_deref().unwrap_or("all sites"))),
            alerts,
            done_today: board.done_today(),
            cover,
            board,
            sites,
            only,
            selection,
            page: 8,
        })
    }

    /// The row in focus.
    pub fn focused(&self) -> Option<&Row> {
        self.selection.of(self.board.rows.len()).and_then(|place| self.board.rows.get(place))
    }

    /// The rows shown, in their order.
    pub fn rows(&self) -> &[Row] {
        &self.board.rows
    }

    /// Where keys are looked up.
    pub fn context(&self) -> Context {
        Context::Board
    }

    /// Puts the focus on a person, if they stand on the board.
    pub fn focus_on(&mut self, id: EpisodeId) {
        if let Some(place) = self.board.rows.iter().position(|row| row.id == id) {
            self.selection = Selection::at(place);
        }
    }

    /// Hears one input. A new site filter shows at the next reading, which `Effect::Refresh` asks for.
    pub fn update(&mut self, input: &Input, _now: NaiveDateTime) -> Vec<Effect> {
        let Input::Key(key) = input else { return Vec::new() };
        let Some(act) = resolve(Context::Board, *key) else { return Vec::new() };
        if is_movement(act) {
            self.selection.update(act, self.board.rows.len(), self.page);
            return Vec::new();
        }
        if let Act::Site(number) = act {
            return self.choose_site(number);
        }
        if let Some(effect) = self.general(act) {
            return vec![effect];
        }
        let Some(row) = self.focused() else {
            return vec![Effect::Say(Message::new(
                Kind::Note,
                "Nobody is on the board. n records a new referral.",
            ))];
        };
        person_act(act, row.id).into_iter().collect()
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
                let why = format!("There is no site {number}: {}, 0 all.", keys.join(", "));
                return vec![Effect::Say(Message::new(Kind::Note, why))];
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
            Act::AddPerson => ask(Ask::AddPerson),
            Act::EndShift => Effect::Go(Go::Shift),
            Act::Away => Effect::Go(Go::Away),
            Act::Onward => Effect::Go(Go::Referrals),
            Act::Handover => Effect::Go(Go::Handover),
            Act::Lock => Effect::Lock,
            Act::SignOut => Effect::SignOut,
            Act::Help => Effect::Help(Context::Board),
            Act::Repaint => Effect::Repaint,
            Act::ExplainCtrlC => {
                Effect::Say(Message::new(Kind::Note, "Ctrl-C does nothing here: l locks, q signs out."))
            }
            _ => return None,
        })
    }
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
        _ => None,
    }
}

/// What the board calls attention to beside its rows: a line and a mark, never a stolen key.
fn alerts(desk: &Desk, board: &Board, own: Option<&[String]>) -> Vec<String> {
    let service = desk.service();
    let mut alerts = Vec::new();
    if desk.read_only().is_some() {
        alerts.push(
            "READ ONLY: the store is not as it was left; liaison verify says why, and how a lead goes on."
                .to_owned(),
        );
    }
    for (row, due) in board.rows.iter().filter_map(|row| Some((row, row.next_clock?))) {
        if due.kind == crate::domain::clock::ClockKind::Recheck && due.at <= board.at {
            alerts.push(format!("re-check of {} is due", row.initials));
        }
    }
    let own = own.unwrap_or_default();
    for site in service.sites.iter().filter(|site| own.contains(&site.code)) {
        if site.kind != crate::domain::service::SiteKind::Custody {
            continue;
        }
        let checked =
            board.site_logs.iter().find(|(code, _)| *code == site.code).and_then(|(_, log)| log.checked_at);
        match checked.map(|at| crate::domain::time::minutes_between(at, board.at)) {
            None => alerts.push(format!("{} custody list not checked yet (c)", site.code)),
            Some(minutes) if minutes >= service.settings.custody_check_minutes => {
                alerts.push(format!(
                    "{} custody list checked {} ago (c)",
                    site.code,
                    crate::domain::time::span(minutes)
                ));
            }
            Some(_) => {}
        }
    }
    alerts
}
