//! The cells list of a court: many rows, few fields, typed fast and stored all at once.
//!
//! `row` is one row while it is typed, `view` draws the list. While a surname is typed, people of
//! the last nights in custody who could be meant stand below it with a digit each. What is typed
//! outlives a refusal and the lock; Esc asks before it is thrown away.

mod row;
mod view;

use chrono::NaiveDateTime;

use super::{header, is_movement};
use crate::desk::court::{CourtRow, FromCustody};
use crate::desk::{Desk, DeskError};
use crate::domain::ids::PersonId;
use crate::domain::service::{Code, SiteKind};
use crate::tui::effect::{BoardDeed, Deed, Effect};
use crate::tui::input::{Input, Key};
use crate::tui::keymap::{Act, Context, resolve};
use crate::tui::widgets::header::Header;
use crate::tui::widgets::list::Selection;
use crate::tui::widgets::message::{Kind, Message};
use row::{Part, Typed};

/// Matches shown at once, each with a digit.
const MOST_MATCHES: usize = 5;

/// Where the keys go.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Focus {
    /// A field of the row being typed.
    On(Part),
    /// A row of the list.
    Row(usize),
}

/// A court's list being typed.
#[derive(Debug)]
pub struct CourtList {
    header: Header,
    /// Courts by code and name.
    courts: Vec<(String, String)>,
    choice: Selection,
    court: Option<String>,
    sexes: Vec<Code>,
    custody: Vec<FromCustody>,
    rows: Vec<Typed>,
    typed: Typed,
    focus: Focus,
    notice: Option<Message>,
    leaving: bool,
}

impl CourtList {
    /// Begins a list: of the court shown on the board, else of the only one of the shift or the
    /// service, else of one that is chosen first.
    ///
    /// # Errors
    /// Refused where the service has no court; a failure of the store.
    pub fn new(desk: &Desk, shown: Option<&str>) -> Result<Self, DeskError> {
        let service = desk.service();
        let all = service.sites.iter().filter(|site| site.kind == SiteKind::Court);
        let courts: Vec<(String, String)> = all.map(|site| (site.code.clone(), site.name.clone())).collect();
        if courts.is_empty() {
            return Err(DeskError::refused("This service has no court.", "service.toml names its sites."));
        }
        let own = desk.shift()?.map(|shift| shift.sites).unwrap_or_default();
        let is = |code: &String| courts.iter().any(|(court, _)| court == code);
        let mut mine = own.iter().filter(|code| is(code));
        let only = match (mine.next(), mine.next(), courts.as_slice()) {
            (Some(one), None, _) => Some(one.clone()),
            (None, _, [(one, _)]) => Some(one.clone()),
            _ => None,
        };
        let court = shown.map(str::to_owned).filter(|code| is(code)).or(only);
        let mut list = Self {
            header: Header::default(),
            sexes: service.lists.sexes.clone(),
            choice: Selection::default(),
            courts,
            court,
            custody: Vec::new(),
            rows: Vec::new(),
            typed: Typed::default(),
            focus: Focus::On(Part::Surname),
            notice: None,
            leaving: false,
        };
        list.look(desk)?;
        Ok(list)
    }

    /// Reads anew who was in custody these nights; what is typed stays.
    ///
    /// # Errors
    /// A failure of the store.
    pub fn look(&mut self, desk: &Desk) -> Result<(), DeskError> {
        let court = self.court.clone().unwrap_or_default();
        let name = if court.is_empty() { "which court?" } else { &court };
        self.header = header(desk, format!("COURT LIST  {name}  names are shown"));
        self.custody = if court.is_empty() { Vec::new() } else { desk.from_custody(&court)? };
        Ok(())
    }

    /// Where keys are looked up.
    pub fn context(&self) -> Context {
        match (&self.court, self.focus) {
            (None, _) => Context::CourtChoice,
            (Some(_), Focus::On(_)) => Context::CourtList,
            (Some(_), Focus::Row(_)) => Context::CourtRows,
        }
    }

    /// The court, and the rows as they would be stored; the first fault where there is one.
    pub fn rows_now(&self, now: NaiveDateTime) -> Option<(String, Vec<CourtRow>)> {
        let rows: Result<Vec<CourtRow>, _> = self.rows.iter().map(|row| row.row(&self.sexes, now)).collect();
        Some((self.court.clone()?, rows.ok()?))
    }

    /// Whether somebody has said who the person of a row is.
    pub fn is_settled(&self, row: usize) -> bool {
        self.rows.get(row).is_some_and(|row| row.settled.is_some())
    }

    /// Takes up who the person of a row is; nobody known where none is named.
    pub fn settle(&mut self, row: usize, same: Option<PersonId>) {
        if let Some(row) = self.rows.get_mut(row) {
            row.settled = Some(same);
        }
    }

    /// Says why nothing was stored; what is typed stays.
    pub fn refused(&mut self, why: impl Into<String>) {
        self.notice = Some(Message::new(Kind::Error, why));
    }

    /// Hears one input.
    pub fn update(&mut self, input: &Input, now: NaiveDateTime) -> Vec<Effect> {
        match (input, self.focus) {
            (Input::Paste(text), Focus::On(part)) if self.court.is_some() => {
                self.typed.paste(part, text);
                Vec::new()
            }
            (Input::Key(key), _) => self.press(*key, now),
            _ => Vec::new(),
        }
    }

    fn press(&mut self, key: Key, now: NaiveDateTime) -> Vec<Effect> {
        self.notice = None;
        let leaving = std::mem::take(&mut self.leaving);
        let act = resolve(self.context(), key);
        match act {
            Some(Act::Lock) => return vec![Effect::Lock],
            Some(Act::Help) => return vec![Effect::Help(self.context())],
            Some(Act::Repaint) => return vec![Effect::Repaint],
            Some(Act::ExplainCtrlC) => {
                self.notice =
                    Some(Message::new(Kind::Note, "Ctrl-C does nothing here: Esc leaves the list."));
                return Vec::new();
            }
            _ => {}
        }
        match (self.context(), self.focus) {
            (Context::CourtChoice, _) => act.map(|act| self.choose(act)).unwrap_or_default(),
            (_, Focus::Row(place)) => act.map(|act| self.in_rows(act, place, now)).unwrap_or_default(),
            (_, Focus::On(part)) => match act {
                Some(Act::Cancel) => self.leave(leaving),
                Some(act) => self.in_fields(act, part, now),
                None => {
                    self.type_in(part, key);
                    Vec::new()
                }
            },
        }
    }

    fn choose(&mut self, act: Act) -> Vec<Effect> {
        if is_movement(act) {
            self.choice.update(act, self.courts.len(), 10);
            return Vec::new();
        }
        let place = match act {
            Act::Answer(number) => usize::from(number).checked_sub(1),
            Act::Open => self.choice.of(self.courts.len()),
            Act::Back => return vec![Effect::Back],
            _ => None,
        };
        let Some((code, _)) = place.and_then(|place| self.courts.get(place)) else { return Vec::new() };
        self.court = Some(code.clone());
        vec![Effect::Look]
    }

    fn type_in(&mut self, part: Part, key: Key) {
        if let (Part::Surname, Key::Char(c @ '1'..='9')) = (part, key) {
            // No surname has a digit, so a digit takes the match it stands beside.
            let place = c.to_digit(10).and_then(|digit| usize::try_from(digit).ok()).unwrap_or(0);
            let chosen = self.matches().into_iter().nth(place.saturating_sub(1)).cloned();
            match chosen {
                Some(from) => {
                    self.typed.take(from);
                    self.focus = Focus::On(Part::Slot);
                }
                None => self.notice = Some(Message::new(Kind::Note, "There is no match with that number.")),
            }
            return;
        }
        if let (Part::Sex, Key::Char(c)) = (part, key) {
            return self.type_sex(c);
        }
        self.typed.key(part, key);
        if part == Part::Surname {
            // Another name is another person.
            self.typed.from = None;
        }
    }

    /// A sex is one key: the letter of its code, or its number on the list.
    fn type_sex(&mut self, c: char) {
        let number =
            c.to_digit(10).and_then(|digit| usize::try_from(digit).ok()).and_then(|n| n.checked_sub(1));
        let by_letter =
            self.sexes.iter().find(|sex| sex.code.eq_ignore_ascii_case(c.encode_utf8(&mut [0; 4])));
        let found = by_letter.or_else(|| number.and_then(|place| self.sexes.get(place)));
        match found.map(|sex| sex.code.clone()) {
            Some(code) => {
                self.typed.put(Part::Sex, &code);
                self.focus = Focus::On(Part::Slot);
            }
            None => self.notice = Some(Message::new(Kind::Note, self.sexes_in_words())),
        }
    }

    fn sexes_in_words(&self) -> String {
        let one = |sex: &Code| format!("{} {}", sex.code.to_lowercase(), sex.label.to_lowercase());
        format!("Sex: {}", self.sexes.iter().map(one).collect::<Vec<_>>().join(", "))
    }

    /// People of the last nights whose surname begins as typed, those on the list already left out.
    fn matches(&self) -> Vec<&FromCustody> {
        let surname = self.typed.text(Part::Surname);
        let on_list = |one: &FromCustody| {
            self.rows.iter().filter_map(|row| row.from.as_ref()).any(|from| from.episode == one.episode)
        };
        let fits = self.custody.iter().filter(|one| one.could_be(&surname) && !on_list(one));
        fits.take(MOST_MATCHES).collect()
    }

    fn in_fields(&mut self, act: Act, part: Part, now: NaiveDateTime) -> Vec<Effect> {
        match act {
            Act::NextField => match part.next() {
                Some(next) => self.focus = Focus::On(next),
                None => drop(self.row_done(now)),
            },
            Act::NewRow => drop(self.row_done(now)),
            Act::PreviousField => match (part.before(), self.rows.len().checked_sub(1)) {
                (Some(before), _) => self.focus = Focus::On(before),
                (None, Some(last)) => self.focus = Focus::Row(last),
                (None, None) => {}
            },
            Act::Clear => self.typed.put(part, ""),
            Act::Submit => return self.save(now),
            _ => {}
        }
        Vec::new()
    }

    /// Puts the row typed on the list and begins the next one; false where a field is in the way.
    fn row_done(&mut self, now: NaiveDateTime) -> bool {
        match self.typed.row(&self.sexes, now) {
            Ok(_) => {
                let next = Typed::after(&self.typed);
                self.rows.push(std::mem::replace(&mut self.typed, next));
                self.focus = Focus::On(Part::Surname);
                true
            }
            Err((part, why)) => {
                self.focus = Focus::On(part);
                self.notice = Some(Message::new(Kind::Warning, why));
                false
            }
        }
    }

    fn in_rows(&mut self, act: Act, place: usize, now: NaiveDateTime) -> Vec<Effect> {
        let last = self.rows.len().saturating_sub(1);
        match act {
            Act::Up => self.focus = Focus::Row(place.saturating_sub(1)),
            Act::Down if place < last => self.focus = Focus::Row(place + 1),
            Act::Down | Act::Cancel => self.focus = Focus::On(Part::Surname),
            Act::RemoveRow if place < self.rows.len() => {
                drop(self.rows.remove(place));
                let left = self.rows.len().checked_sub(1);
                self.focus = left.map_or(Focus::On(Part::Surname), |last| Focus::Row(place.min(last)));
            }
            // What is half typed is put on the list first, so that nothing is lost.
            Act::Change if place < self.rows.len() && (self.typed.is_empty() || self.row_done(now)) => {
                self.typed = self.rows.remove(place);
                self.focus = Focus::On(Part::Surname);
            }
            Act::Submit => return self.save(now),
            _ => {}
        }
        Vec::new()
    }

    fn save(&mut self, now: NaiveDateTime) -> Vec<Effect> {
        if !self.typed.is_empty() && !self.row_done(now) {
            return Vec::new();
        }
        let faulty = self.rows.iter().position(|row| row.row(&self.sexes, now).is_err());
        if let Some(place) = faulty {
            self.focus = Focus::Row(place);
            self.notice =
                Some(Message::new(Kind::Warning, "This row has a fault. Enter takes it up to be changed."));
            return Vec::new();
        }
        let Some((court, rows)) = self.rows_now(now) else { return Vec::new() };
        vec![Effect::Do(Box::new(Deed::Board(BoardDeed::CourtList { court, rows })))]
    }

    fn leave(&mut self, asked: bool) -> Vec<Effect> {
        if asked || (self.rows.is_empty() && self.typed.is_empty()) {
            return vec![Effect::Back];
        }
        self.leaving = true;
        let rows = self.rows.len() + usize::from(!self.typed.is_empty());
        let what = if rows == 1 { "the row".to_owned() } else { format!("{rows} rows") };
        let why = format!("Esc again throws {what} away; Ctrl-S saves; any other key stays.");
        self.notice = Some(Message::new(Kind::Warning, why));
        Vec::new()
    }
}
