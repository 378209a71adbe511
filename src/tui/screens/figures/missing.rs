//! What is missing in the records of a period, and whose it is.

use chrono::NaiveDateTime;
use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::Line;

use super::super::beside::Beside;
use super::super::{header, is_movement};
use crate::desk::figures::{
    AT_ONE_GO, FiguresAsked, MissingCount, MissingLine, MissingList, MissingOf, Whose,
};
use crate::desk::{Desk, DeskError};
use crate::domain::item::Item;
use crate::domain::service::Right;
use crate::tui::effect::{Effect, Go};
use crate::tui::input::Input;
use crate::tui::keymap::{Act, Context, resolve};
use crate::tui::theme::Theme;
use crate::tui::widgets::clip::pad;
use crate::tui::widgets::detail::Detail;
use crate::tui::widgets::header::Header;
use crate::tui::widgets::list::Selection;
use crate::tui::widgets::list_page::{Above, ListPage};
use crate::tui::widgets::message::{Kind, Message};

/// A list, and what it rests on: with the same head of the journal it is not read again.
#[derive(Debug)]
struct Read<T> {
    head: String,
    whose: Whose,
    what: T,
}

/// What is shown.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Shows {
    Records,
    /// Whose they are.
    People,
}

/// The list of records in which something is missing, or of those whose they are.
#[derive(Debug)]
pub struct MissingScreen {
    header: Header,
    asked: FiguresAsked,
    shows: Shows,
    /// Whose records are asked for now, and that in words.
    whose: Whose,
    words: String,
    list: Option<Read<MissingList>>,
    /// What is being read.
    work: Option<Read<MissingCount>>,
    /// Whether only one's own records are listed.
    own: bool,
    selection: Selection,
    people: Selection,
    /// Whom the line in focus is about.
    beside: Beside,
    /// Records looked through at one go.
    at_one_go: usize,
}

impl MissingScreen {
    /// Begins to look for them.
    ///
    /// # Errors
    /// A failure of the store.
    pub fn new(desk: &Desk, asked: FiguresAsked) -> Result<Self, DeskError> {
        let mut screen = Self {
            header: header(desk, "MISSING"),
            asked,
            shows: Shows::Records,
            whose: Whose::All,
            words: String::new(),
            list: None,
            work: None,
            own: !desk.may(&[Right::Lead]),
            selection: Selection::default(),
            people: Selection::default(),
            beside: Beside::Nobody,
            at_one_go: AT_ONE_GO,
        };
        screen.read_anew(desk)?;
        Ok(screen)
    }

    /// Begins to read it where anything was recorded since.
    ///
    /// # Errors
    /// A failure of the store.
    pub fn read_anew(&mut self, desk: &Desk) -> Result<(), DeskError> {
        let (head, whose) = (desk.head(), self.whose);
        let is_read = self.list.as_ref().is_some_and(|read| (&read.head, read.whose) == (&head, whose));
        if is_read {
            self.work = None;
        } else if self.work.as_ref().is_none_or(|work| (&work.head, work.whose) != (&head, whose)) {
            self.work = Some(Read { head, whose, what: desk.begin_missing(&self.asked, whose)? });
            return self.go_on(desk);
        }
        self.head(desk);
        Ok(())
    }

    fn head(&mut self, desk: &Desk) {
        let all = self.list().map(|list| format!("  {}", list.all)).unwrap_or_default();
        self.header = header(desk, format!("MISSING{all}"));
    }

    /// Reads on, where something is being read; the line in focus stays where it is.
    ///
    /// # Errors
    /// A failure of the store; what was shown stays then.
    pub fn go_on(&mut self, desk: &Desk) -> Result<(), DeskError> {
        let Some(mut work) = self.work.take() else { return Ok(()) };
        let Some(list) = desk.missing_on(&mut work.what, self.at_one_go)? else {
            self.work = Some(work);
            return Ok(());
        };
        let focused = self.chosen().map(|line| line.episode);
        let place = list.lines.iter().position(|line| Some(line.episode) == focused);
        self.selection = place.map_or(self.selection, Selection::at);
        self.list = Some(Read { head: work.head, whose: work.whose, what: list });
        self.head(desk);
        self.look_beside(desk)
    }

    /// How much is looked through, in percent; none where nothing is being read.
    pub fn share(&self) -> Option<u8> {
        self.work.as_ref().map(|work| work.what.share())
    }

    /// Reads whom the line in focus is about, and the list where another one is asked for.
    ///
    /// # Errors
    /// A failure of the store.
    pub fn look(&mut self, desk: &Desk) -> Result<(), DeskError> {
        self.read_anew(desk)?;
        self.look_beside(desk)
    }

    fn look_beside(&mut self, desk: &Desk) -> Result<(), DeskError> {
        let shown = self.chosen().filter(|_| self.shows == Shows::Records);
        self.beside = Beside::read(desk, shown.map(|line| line.episode))?;
        Ok(())
    }

    /// What is shown: none while another list is being read.
    fn list(&self) -> Option<&MissingList> {
        self.list.as_ref().filter(|read| read.whose == self.whose).map(|read| &read.what)
    }

    /// Those whose records they are, whichever list was read last.
    fn workers(&self) -> &[MissingOf] {
        self.list.as_ref().map_or(&[], |read| &read.what.by_worker)
    }

    fn lines(&self) -> &[MissingLine] {
        self.list().map_or(&[], |list| &list.lines)
    }

    fn chosen(&self) -> Option<&MissingLine> {
        self.selection.of(self.lines().len()).and_then(|place| self.lines().get(place))
    }

    fn person(&self) -> Option<&MissingOf> {
        self.people.of(self.workers().len()).and_then(|place| self.workers().get(place))
    }

    /// Lists the records of one practitioner, or everybody's.
    fn list_of(&mut self, whose: Whose, words: String) -> Vec<Effect> {
        (self.whose, self.words, self.shows) = (whose, words, Shows::Records);
        self.selection = Selection::default();
        self.told()
    }

    fn list_people(&mut self) -> Vec<Effect> {
        self.shows = Shows::People;
        self.told()
    }

    /// In lines nothing else says what is listed now.
    fn told(&self) -> Vec<Effect> {
        vec![Effect::Look, Effect::Say(Message::new(Kind::Note, format!("{}.", self.title())))]
    }

    fn back(&mut self) -> Vec<Effect> {
        match (self.shows, self.whose) {
            (Shows::Records, Whose::All) => vec![Effect::Back],
            (Shows::Records, Whose::Of(_)) => self.list_people(),
            (Shows::People, _) => self.list_of(Whose::All, String::new()),
        }
    }

    /// Counts so few at one go that it can be watched.
    #[cfg(test)]
    pub fn in_goes_of(&mut self, least: usize) {
        self.at_one_go = least;
    }

    /// Where keys are looked up.
    pub fn context(&self) -> Context {
        Context::MissingItems
    }

    /// Hears one input.
    pub fn update(&mut self, input: &Input, _now: NaiveDateTime) -> Vec<Effect> {
        let Input::Key(key) = input else { return Vec::new() };
        let Some(act) = resolve(Context::MissingItems, *key) else { return Vec::new() };
        if is_movement(act) {
            match self.shows {
                Shows::Records => self.selection.update(act, self.lines().len(), 10),
                Shows::People => self.people.update(act, self.workers().len(), 10),
            };
            return vec![Effect::Look];
        }
        match (act, self.shows) {
            (Act::Open, Shows::Records) => {
                self.chosen().map(|line| Effect::Go(Go::Episode(line.episode))).into_iter().collect()
            }
            (Act::Open, Shows::People) => {
                match self.person().map(|one| (one.worker, records_of(&one.name))) {
                    Some((worker, words)) => self.list_of(Whose::Of(worker), words),
                    None => Vec::new(),
                }
            }
            (Act::Whose, Shows::Records) => self.list_people(),
            (Act::Whose, Shows::People) => self.list_of(Whose::All, String::new()),
            (Act::Back, _) => self.back(),
            (Act::Lock, _) => vec![Effect::Lock],
            (Act::Help, _) => vec![Effect::Help(Context::MissingItems)],
            (Act::Repaint, _) => vec![Effect::Repaint],
            _ => Vec::new(),
        }
    }

    fn title(&self) -> String {
        let title = super::title(&self.asked, None);
        let whose = match (self.shows, self.whose) {
            _ if self.own => "Your own records. ".to_owned(),
            (Shows::Records, Whose::Of(_)) => self.words.clone(),
            (Shows::People, _) => "Whose records. ".to_owned(),
            _ => String::new(),
        };
        let some = match self.list().filter(|list| list.lines.len() < list.all) {
            Some(list) if self.shows == Shows::Records => format!(", the newest {}", list.lines.len()),
            _ => String::new(),
        };
        format!("{whose}{title}{some}")
    }

    /// Draws the list; the row above the footer is left to the message line.
    pub fn view(&self, frame: &mut Frame<'_>, area: Rect, theme: &Theme) {
        let is_read = self.list().is_some() || (self.shows == Shows::People && self.list.is_some());
        let mut page = ListPage {
            header: &self.header,
            above: super::counting(self.title(), self.share(), area.width, theme),
            lines: Vec::new(),
            empty: "",
            focus: (String::new(), 3),
            detail: Detail::default(),
            context: Context::MissingItems,
            idle: &[],
        };
        if !is_read {
            return page.draw(frame, area, theme, Selection::default());
        }
        let columns = match self.shows {
            Shows::Records => "REFERENCE     WHO   SITE CAME        WHOSE            MISSING",
            Shows::People => "WHOSE                    RECORDS  MOST OFTEN MISSING",
        };
        page.above = vec![
            Above::Words(0, self.title(), theme.value()),
            Above::Rule,
            Above::Words(1, columns.to_owned(), theme.label()),
        ];
        page.empty = if self.own {
            "Nothing is missing in your own records; a lead sees everybody's."
        } else {
            "Nothing is missing that the service asks for."
        };
        let selection = match self.shows {
            Shows::Records => {
                page.lines = self.lines().iter().map(|line| Line::from(row(line, theme))).collect();
                page.focus.0 = self.chosen().map(in_full).unwrap_or_default();
                page.detail = self.beside.detail(self.chosen().map(|line| line.episode));
                self.selection
            }
            Shows::People => {
                page.lines = self.workers().iter().map(|one| Line::from(row_of(one, theme))).collect();
                page.focus.0 = self.person().map(person_in_full).unwrap_or_default();
                self.people
            }
        };
        page.draw(frame, area, theme, selection);
    }
}

fn items(line: &MissingLine) -> String {
    line.items.iter().map(|item| Item::words(*item)).collect::<Vec<_>>().join(", ")
}

fn whose(name: &str) -> &str {
    if name.is_empty() { "nobody's" } else { name }
}

/// "Ada Okafor's records. "
fn records_of(name: &str) -> String {
    if name.is_empty() { "Nobody's records. ".to_owned() } else { format!("{name}'s records. ") }
}

fn row_of(one: &MissingOf, theme: &Theme) -> String {
    format!("{} {:>7}  {}", pad(whose(&one.name), 24, theme), one.records, often(one))
}

/// "Religion 12, First language 9".
fn often(one: &MissingOf) -> String {
    one.items.iter().map(|(item, n)| format!("{} {n}", item.words())).collect::<Vec<_>>().join(", ")
}

/// The line in focus in whole words, for its columns had to cut.
fn person_in_full(one: &MissingOf) -> String {
    let records = if one.records == 1 { "record" } else { "records" };
    format!("{}, {} {records}. Missing: {}.", whose(&one.name), one.records, often(one))
}

fn row(line: &MissingLine, theme: &Theme) -> String {
    format!(
        "{} {} {} {}  {} {} {}",
        pad(&line.reference, 13, theme),
        pad(&line.initials, 5, theme),
        pad(&line.site, 4, theme),
        line.day.format("%d/%m/%Y"),
        pad(whose(&line.worker_name), 16, theme),
        line.items.len(),
        items(line)
    )
}

/// The line in focus in whole words, for its columns had to cut.
fn in_full(line: &MissingLine) -> String {
    format!("{} {}, {}. Missing: {}.", line.initials, line.reference, whose(&line.worker_name), items(line))
}
