//! The audit: who did what about whom, the newest first, narrowed by a key each.

use chrono::NaiveDateTime;
use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

use super::beside::Beside;
use super::{header, is_movement};
use crate::desk::audit::{AuditAsk, AuditLine, PAGE, Verb};
use crate::desk::{Desk, DeskError};
use crate::domain::ids::EpisodeId;
use crate::domain::service::Right;
use crate::domain::time::local;
use crate::tui::effect::{Ask, Deed, Effect, Go, TrailAsk, TrailDeed};
use crate::tui::input::Input;
use crate::tui::keymap::{Act, Context, Idle, key_of, resolve};
use crate::tui::theme::Theme;
use crate::tui::widgets::clip::pad;
use crate::tui::widgets::header::Header;
use crate::tui::widgets::list::Selection;
use crate::tui::widgets::list_page::{Above, ListPage};
use crate::tui::widgets::message::{Kind, Message};

/// Why a line opens nothing.
const NO_RECORD: &str = "This line is about no record that is here.";

/// The part of the audit that is shown.
#[derive(Debug)]
pub struct AuditScreen {
    header: Header,
    asked: AuditAsk,
    words: String,
    lines: Vec<AuditLine>,
    count: u64,
    selection: Selection,
    /// The record from which it was opened.
    person: Option<EpisodeId>,
    /// Whether only one's own acts may be shown.
    own: bool,
    /// Whom the line in focus is about.
    beside: Beside,
}

impl AuditScreen {
    /// Reads a part of the audit; those who do not lead read their own acts. That it is read is recorded.
    ///
    /// # Errors
    /// A failure of the store.
    pub fn new(desk: &mut Desk, asked: AuditAsk) -> Result<Self, DeskError> {
        let own = !desk.may(&[Right::Lead]);
        let asked = if own { AuditAsk { who: Some(desk.who().id), ..asked } } else { asked };
        let lines = desk.audit(&asked)?;
        let (count, words) = (desk.audit_count(&asked)?, desk.audit_words(&asked)?);
        let header = header(desk, format!("AUDIT  {count}"));
        let (selection, beside) = (Selection::default(), Beside::Nobody);
        let mut screen = Self { header, asked, words, lines, count, selection, person: None, own, beside };
        screen.look(desk)?;
        Ok(screen)
    }

    /// Who has opened a record.
    ///
    /// # Errors
    /// Refused for those who do not lead.
    pub fn of_record(desk: &mut Desk, id: EpisodeId) -> Result<Self, DeskError> {
        let asked = AuditAsk { episode: Some(id), verb: Some(Verb::Consult), ..AuditAsk::default() };
        // Asked of the desk as it is, which refuses those who do not lead.
        desk.audit_count(&asked)?;
        Ok(Self { person: Some(id), ..Self::new(desk, asked)? })
    }

    /// Shows another part.
    ///
    /// # Errors
    /// As [`AuditScreen::new`].
    pub fn narrow(&mut self, desk: &mut Desk, asked: AuditAsk) -> Result<(), DeskError> {
        *self = Self { person: self.person, ..Self::new(desk, asked)? };
        Ok(())
    }

    /// Reads on, where the line in focus is the last one read, and whom that line is about.
    ///
    /// # Errors
    /// A failure of the store.
    pub fn look(&mut self, desk: &Desk) -> Result<(), DeskError> {
        if self.wants_more() {
            let before = self.lines.last().map(|line| line.seq);
            self.lines.extend(desk.audit_before(&self.asked, before, PAGE)?);
        }
        self.beside = Beside::read(desk, self.chosen().and_then(|line| line.episode))?;
        Ok(())
    }

    fn wants_more(&self) -> bool {
        let read = self.lines.len();
        let at_end = self.selection.of(read).is_some_and(|place| place + 1 == read);
        at_end && u64::try_from(read).is_ok_and(|read| read < self.count)
    }

    /// What does nothing now, and why.
    pub fn idle(&self) -> Vec<Idle> {
        let opens = self.chosen().is_some_and(|line| line.episode.is_some());
        if opens { Vec::new() } else { vec![(Act::Open, NO_RECORD.to_owned())] }
    }

    /// Where keys are looked up.
    pub fn context(&self) -> Context {
        Context::Audit
    }

    /// Hears one input.
    pub fn update(&mut self, input: &Input, _now: NaiveDateTime) -> Vec<Effect> {
        let Input::Key(key) = input else { return Vec::new() };
        let Some(act) = resolve(Context::Audit, *key) else { return Vec::new() };
        if is_movement(act) {
            self.selection.update(act, self.lines.len(), 10);
            return vec![Effect::Look];
        }
        let asked = self.asked.clone();
        match act {
            Act::Open => match self.chosen().map(|line| line.episode) {
                Some(Some(id)) => vec![Effect::Go(Go::Episode(id))],
                _ => note(NO_RECORD),
            },
            Act::Who if self.own => note("You see your own acts; a lead sees everybody's."),
            Act::Who => ask(TrailAsk::Who(asked)),
            Act::Verb => ask(TrailAsk::Verb(asked)),
            Act::Days => ask(TrailAsk::Days(asked)),
            Act::Outside => narrow(AuditAsk { outside: !asked.outside, ..asked }),
            Act::Person => self.only_person(asked),
            Act::Everybody => narrow(AuditAsk::default()),
            Act::ToFile => ask(TrailAsk::ToFile(asked)),
            Act::Back => vec![Effect::Back],
            Act::Lock => vec![Effect::Lock],
            Act::Help => vec![Effect::Help(Context::Audit)],
            Act::Repaint => vec![Effect::Repaint],
            _ => Vec::new(),
        }
    }

    /// All that is kept about one record: that from which this was opened, or that of the line in focus.
    fn only_person(&self, asked: AuditAsk) -> Vec<Effect> {
        if asked.episode.is_some() {
            return narrow(AuditAsk { episode: None, ..asked });
        }
        match self.person.or_else(|| self.chosen().and_then(|line| line.episode)) {
            Some(id) => narrow(AuditAsk { episode: Some(id), ..asked }),
            None => note(NO_RECORD),
        }
    }

    fn chosen(&self) -> Option<&AuditLine> {
        self.selection.of(self.lines.len()).and_then(|place| self.lines.get(place))
    }

    /// Draws the list; the row above the footer is left to the message line.
    pub fn view(&self, frame: &mut Frame<'_>, area: Rect, theme: &Theme) {
        let whose = if self.own { "Your own acts. " } else { "" };
        let page = ListPage {
            header: &self.header,
            above: vec![
                Above::Words(0, format!("{whose}Shown: {}", self.words), theme.value()),
                Above::Rule,
                Above::Words(
                    1,
                    "ENTERED        WHO  VERB      WHOM               WHAT".to_owned(),
                    theme.label(),
                ),
            ],
            lines: self.lines.iter().map(|line| row(line, theme)).collect(),
            empty: &format!(
                "Nothing is kept of that. {} shows everything again.",
                key_of(Context::Audit, Act::Everybody)
            ),
            focus: (self.chosen().map(in_full).unwrap_or_default(), 3),
            detail: self.beside.detail(self.chosen().and_then(|line| line.episode)),
            context: Context::Audit,
            idle: &self.idle(),
        };
        page.draw(frame, area, theme, self.selection);
    }
}

fn ask(asked: TrailAsk) -> Vec<Effect> {
    vec![Effect::Go(Go::Ask(Ask::Trail(asked)))]
}

fn narrow(asked: AuditAsk) -> Vec<Effect> {
    vec![Effect::Do(Box::new(Deed::Trail(TrailDeed::Narrow(asked))))]
}

fn note(words: &str) -> Vec<Effect> {
    vec![Effect::Say(Message::new(Kind::Note, words.to_owned()))]
}

fn row(line: &AuditLine, theme: &Theme) -> Line<'static> {
    let text = format!(
        "{} {} {} {} {}",
        local(line.at).format("%d/%m/%y %H:%M"),
        pad(&line.who, 4, theme),
        pad(line.verb.word(), 9, theme),
        pad(&line.whom, 18, theme),
        line.what
    );
    Line::from(Span::styled(text, theme.value()))
}

/// The line in focus in whole words, for its columns had to cut.
fn in_full(line: &AuditLine) -> String {
    let mut words = format!("{} {}: {}", local(line.at).format("%d/%m/%Y %H:%M:%S"), line.who, line.what);
    for (before, part) in [(" - ", &line.whom), (", ", &line.site)] {
        if !part.is_empty() {
            words.push_str(before);
            words.push_str(part);
        }
    }
    if let Some(at) = line.happened {
        words.push_str(&format!(". It happened {}", local(at).format("%d/%m/%Y %H:%M")));
    }
    if !line.why.is_empty() {
        words.push_str(&format!(". Why: {}", line.why));
    }
    format!("{words}. Entry {}.", line.seq)
}
