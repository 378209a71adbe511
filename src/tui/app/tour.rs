//! The tour of the demo: ten steps, each done by doing it, told in a strip below the screen, or as a
//! message where there is no room for one.

use ratatui::layout::Rect;

use crate::tui::app::{App, SPOKEN, Seat};
use crate::tui::effect::Deed;
use crate::tui::input::Input;
use crate::tui::keymap::{Act, Context, way_to};
use crate::tui::screen::LEAST;
use crate::tui::widgets::clip::wrap;
use crate::tui::widgets::message::{Kind, Message};
use crate::tui::widgets::pen::Pen;

/// Rows of the strip: a rule with the step's number, and two of words.
const STRIP: u16 = 3;

/// What is said where the people are real.
const NOT_HERE: &str =
    "The tour goes over made-up people, so it does not start here: run liaison demo on any terminal.";

/// What is said once all steps are done.
const DONE: &str = "That was the tour. The people here are made up: try whatever you like.";

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Step {
    Look,
    Open,
    Back,
    Answer,
    Leave,
    Hold,
    TakeBack,
    Handover,
    Help,
    Lock,
}

const STEPS: [Step; 10] = [
    Step::Look,
    Step::Open,
    Step::Back,
    Step::Answer,
    Step::Leave,
    Step::Hold,
    Step::TakeBack,
    Step::Handover,
    Step::Help,
    Step::Lock,
];

/// A deed that ends a step.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Feat {
    /// A question was answered.
    Answered,
    /// Somebody was put on hold.
    Held,
    /// Something was taken back.
    TookBack,
}

impl Feat {
    /// The feat that a deed is, once it is done.
    pub(super) fn of(deed: &Deed) -> Option<Self> {
        match deed {
            Deed::Answer { .. } => Some(Self::Answered),
            Deed::Hold { .. } => Some(Self::Held),
            Deed::TakeBack(_) => Some(Self::TookBack),
            _ => None,
        }
    }
}

/// Where somebody is on the tour.
#[derive(Debug, Default)]
pub(super) struct Tour {
    at: usize,
    /// Whether the step began by its key and nothing was pressed since.
    passed_over: bool,
    /// Whether the way back from somewhere is what ends the step: a page, help, the locked screen.
    is_there: bool,
    feat: Option<Feat>,
}

impl Tour {
    fn step(&self) -> Option<Step> {
        STEPS.get(self.at).copied()
    }

    fn title(&self) -> String {
        format!("TOUR {} of {}", self.at + 1, STEPS.len())
    }

    fn words(&self) -> String {
        let board = |act| way_to(Context::Board, act).unwrap_or_default();
        let page = |act| way_to(Context::Episode, act).unwrap_or_default();
        match self.step() {
            None => String::new(),
            Some(Step::Look) => {
                "The first row is who to see next; below the list stands why. Press Down for the next one."
                    .to_owned()
            }
            Some(Step::Open) => {
                format!(
                    "Up again: {} opens the page of whoever is in focus, with all that is known.",
                    board(Act::Open)
                )
            }
            Some(Step::Back) => format!(
                "{} goes back, wherever you are. The line above this one names the keys that matter.",
                page(Act::Back)
            ),
            Some(Step::Answer) => format!(
                "Home, then {} lists forms; 1 goes on with the one begun. Answer by the digit beside an answer.",
                board(Act::Screen)
            ),
            Some(Step::Leave) => {
                format!("That is saved already. {} leaves the form, and its draft stays.", page(Act::Back))
            }
            Some(Step::Hold) => format!(
                "Down to somebody who waits, then {}: a reason, when to look again (+20), Enter to the end.",
                board(Act::Hold)
            ),
            Some(Step::TakeBack) => format!(
                "The wrong person? {}, 1, Enter takes back what you did last. Both stay on record.",
                board(Act::Undo)
            ),
            Some(Step::Handover) => format!(
                "{} shows the handover as it would print now, made from what has happened so far.",
                board(Act::Handover)
            ),
            Some(Step::Help) => format!(
                "{} lists every key of a screen, {} finds a command by name. Look, and close it with Esc.",
                way_to(Context::Handover, Act::Help).unwrap_or_default(),
                way_to(Context::Handover, Act::Palette).unwrap_or_default(),
            ),
            Some(Step::Lock) => format!(
                "Called away? {} locks at once. Sign in again: your screen is as you left it.",
                way_to(Context::Handover, Act::Lock).unwrap_or_default()
            ),
        }
    }
}

impl App {
    /// Says after the first sign-in that there is a tour.
    #[must_use]
    pub fn offering_tour(self, offers: bool) -> Self {
        Self { offers_tour: offers, ..self }
    }

    pub(super) fn offer_tour(&mut self) {
        if std::mem::take(&mut self.offers_tour) && self.message.is_none() {
            let key = way_to(Context::Board, Act::Tour).unwrap_or_default();
            self.say(Kind::Note, format!("New here? {key} on the board begins a tour of ten steps."));
        }
    }

    /// Begins the tour, or goes on to its next step; pressed again at once, it leaves the tour.
    pub(super) fn tour_key(&mut self) {
        if !matches!(&self.seat, Seat::Desk(desk) if desk.is_demo()) {
            return self.say(Kind::Note, NOT_HERE);
        }
        match &mut self.tour {
            None => self.tour = Some(Tour::default()),
            Some(tour) if tour.passed_over => {
                self.tour = None;
                self.resized();
                return self.say(Kind::Note, "The tour is left; the same key begins it again.");
            }
            Some(tour) => *tour = Tour { at: tour.at + 1, passed_over: true, ..Tour::default() },
        }
        self.stepped();
    }

    /// Remembers a deed that was done, for the step it may end.
    pub(super) fn did(&mut self, feat: Option<Feat>) {
        if let Some(tour) = &mut self.tour {
            tour.feat = feat.or(tour.feat);
        }
    }

    /// Goes on where the step was done by what was just heard.
    pub(super) fn walk_on(&mut self, act: Option<Act>) {
        let (context, helped) = (self.context(), self.help.is_some() || self.palette.is_some());
        let locked = !matches!(self.seat, Seat::Desk(_));
        let Some(tour) = &mut self.tour else { return };
        if act != Some(Act::Tour) {
            tour.passed_over = false;
        }
        let feat = tour.feat.take();
        let was_there = tour.is_there;
        tour.is_there = match tour.step() {
            Some(Step::Help) => helped,
            Some(Step::Lock) => locked,
            Some(Step::Back | Step::Leave) => context != Context::Board,
            _ => false,
        };
        let done = match tour.step() {
            None => true,
            Some(Step::Look) => context == Context::Board && matches!(act, Some(Act::Up | Act::Down)),
            Some(Step::Open) => context == Context::Episode,
            Some(Step::Answer) => feat == Some(Feat::Answered),
            Some(Step::Hold) => feat == Some(Feat::Held),
            Some(Step::TakeBack) => feat == Some(Feat::TookBack),
            Some(Step::Handover) => context == Context::Handover,
            Some(Step::Back | Step::Leave | Step::Help | Step::Lock) => was_there && !tour.is_there,
        };
        if done {
            // A step that goes back is begun where one is.
            *tour = Tour { at: tour.at + 1, is_there: context != Context::Board, ..Tour::default() };
            self.stepped();
        }
    }

    fn stepped(&mut self) {
        let Some(tour) = &self.tour else { return };
        if tour.step().is_none() {
            self.tour = None;
            self.resized();
            return self.say(Kind::Note, DONE);
        }
        let words = format!("{}: {}", tour.title(), tour.words());
        if self.strip() == 0 {
            let before = self.message.take().map(|said| format!("{} ", said.text)).unwrap_or_default();
            self.message = Some(Message::new(Kind::Note, format!("{before}{words}")));
        }
        self.resized();
    }

    /// Rows below the screen that the tour takes now; none on a small screen, or one that is read.
    fn strip(&self) -> u16 {
        let has_room = self.size.1 >= LEAST.1 + STRIP && self.size != SPOKEN;
        if self.tour.is_some() && has_room { STRIP } else { 0 }
    }

    /// Columns and rows that screens have.
    pub(super) fn inner(&self) -> (u16, u16) {
        (self.size.0, self.size.1.saturating_sub(self.strip()))
    }

    /// Tells every screen how large it is.
    pub(super) fn resized(&mut self) {
        let ((columns, rows), now) = (self.inner(), self.now());
        for below in self.stack.iter_mut().rev().skip(1) {
            below.update(&Input::Resize(columns, rows), now);
        }
        self.update_top(&Input::Resize(columns, rows), now);
    }

    /// The part of the terminal that the screen has.
    pub(super) fn area_of_screen(&self, whole: Rect) -> Rect {
        Rect { height: whole.height.saturating_sub(self.strip()), ..whole }
    }

    /// Draws the strip below the screen.
    pub(super) fn draw_tour(&self, pen: &mut Pen<'_>) {
        let (Some(tour), rows) = (&self.tour, self.strip()) else { return };
        let (area, theme) = (pen.area(), pen.theme());
        let mut strip = pen.part(0, area.height.saturating_sub(rows), area.width, rows);
        strip.rule(0);
        let next = strip.text(2, 0, &format!(" {} ", tour.title()), theme.title());
        let key = way_to(Context::Board, Act::Tour).unwrap_or_default();
        strip.text(next + 2, 0, &format!(" {key} on the board: next step; twice leaves "), theme.dim());
        for (row, line) in (1..rows).zip(wrap(&tour.words(), usize::from(area.width))) {
            strip.text(0, row, &line, theme.value());
        }
    }
}
