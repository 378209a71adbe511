//! Who has what open, by practitioner, and who was supervised when. Three views of one screen: the
//! practitioners, the people of one of them, the supervisions.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::style::Style;
use ratatui::text::{Line, Span};

use super::{header, is_movement};
use crate::desk::caseload::{Case, CaseState, Caseload, Supervised, Worker};
use crate::desk::{Desk, DeskError};
use crate::domain::ids::PractitionerId;
use crate::domain::time::{local, near};
use crate::tui::effect::{Ask, Effect, Go, PaperAsk};
use crate::tui::input::Input;
use crate::tui::keymap::{Act, Context, resolve};
use crate::tui::theme::Theme;
use crate::tui::widgets::clip::pad;
use crate::tui::widgets::detail::Detail;
use crate::tui::widgets::header::Header;
use crate::tui::widgets::list::Selection;
use crate::tui::widgets::list_page::{Above, ListPage};

/// What stands in a column of numbers where there is none.
const NONE: &str = "-";
/// How wide the columns of each view are.
const WORKER: [usize; 11] = [15, 4, 5, 4, 6, 6, 9, 4, 5, 4, 5];
const CASE: [usize; 9] = [5, 13, 4, 14, 8, 4, 5, 4, 5];
const SUPERVISED: [usize; 4] = [22, 14, 22, 16];

/// Which view is shown.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum View {
    Workers,
    /// The people of this practitioner.
    People(Option<PractitionerId>),
    Supervision,
}

/// Open work and supervision.
#[derive(Debug)]
pub struct CaseloadScreen {
    header: Header,
    caseload: Caseload,
    view: View,
    /// Where the focus is in the view shown.
    selection: Selection,
    /// Where it was among the practitioners.
    back: Selection,
}

impl CaseloadScreen {
    /// Reads it; `old` keeps the view and the line in focus.
    ///
    /// # Errors
    /// A failure of the store.
    pub fn new(desk: &Desk, old: Option<&Self>) -> Result<Self, DeskError> {
        let caseload = desk.caseload()?;
        let open: usize = caseload.workers.iter().map(|worker| worker.cases.len()).sum();
        let due = caseload.supervision.iter().filter(|one| one.overdue).count();
        let due = if due > 0 { format!(", {due} supervision OVERDUE") } else { String::new() };
        Ok(Self {
            header: header(desk, format!("CASELOAD  {open} open{due}")),
            caseload,
            view: old.map_or(View::Workers, |old| old.view),
            selection: old.map(|old| old.selection).unwrap_or_default(),
            back: old.map(|old| old.back).unwrap_or_default(),
        })
    }

    /// Where keys are looked up.
    pub fn context(&self) -> Context {
        Context::Caseload
    }

    /// Hears one input.
    pub fn update(&mut self, input: &Input) -> Vec<Effect> {
        let Input::Key(key) = input else { return Vec::new() };
        let Some(act) = resolve(Context::Caseload, *key) else { return Vec::new() };
        if is_movement(act) {
            self.selection.update(act, self.count(), 10);
            return Vec::new();
        }
        match act {
            Act::Open => return self.open(),
            Act::Supervision if self.view == View::Supervision => self.show(View::Workers),
            Act::Supervision => self.show(View::Supervision),
            Act::Back if self.view == View::Workers => return vec![Effect::Back],
            Act::Back => self.show(View::Workers),
            Act::Print => return vec![Effect::Go(Go::Paper(PaperAsk::Caseload))],
            Act::LogActivity => return vec![Effect::Go(Go::Ask(Ask::Activity))],
            Act::Lock => return vec![Effect::Lock],
            Act::Help => return vec![Effect::Help(Context::Caseload)],
            Act::Repaint => return vec![Effect::Repaint],
            _ => {}
        }
        Vec::new()
    }

    fn open(&mut self) -> Vec<Effect> {
        match self.view {
            View::Workers => {
                let who = self.worker().map(|worker| worker.who);
                who.into_iter().for_each(|who| self.show(View::People(who)));
                Vec::new()
            }
            View::People(_) => {
                self.case().map(|case| Effect::Go(Go::Episode(case.episode))).into_iter().collect()
            }
            View::Supervision => Vec::new(),
        }
    }

    fn show(&mut self, view: View) {
        if self.view == View::Workers {
            self.back = self.selection;
        }
        self.view = view;
        self.selection = if view == View::Workers { self.back } else { Selection::default() };
    }

    fn people(&self) -> &[Case] {
        let View::People(who) = self.view else { return &[] };
        self.caseload.workers.iter().find(|worker| worker.who == who).map_or(&[], |worker| &worker.cases)
    }

    fn count(&self) -> usize {
        match self.view {
            View::Workers => self.caseload.workers.len(),
            View::People(_) => self.people().len(),
            View::Supervision => self.caseload.supervision.len(),
        }
    }

    fn place(&self) -> Option<usize> {
        self.selection.of(self.count())
    }

    fn worker(&self) -> Option<&Worker> {
        self.caseload.workers.get(self.place()?)
    }

    fn case(&self) -> Option<&Case> {
        self.people().get(self.place()?)
    }

    /// Draws the view shown; the row above the footer is left to the message line.
    pub fn view(&self, frame: &mut Frame<'_>, area: Rect, theme: &Theme) {
        let (mut lines, empty): (Vec<Line<'_>>, &str) = match self.view {
            View::Workers => {
                let lines = self.caseload.workers.iter().map(|one| self.worker_line(one, theme));
                (lines.collect(), "Nothing is open.")
            }
            View::People(_) => {
                let lines = self.people().iter().map(|one| self.case_line(one, theme));
                (lines.collect(), "Nobody is open here.")
            }
            View::Supervision => {
                let lines = self.caseload.supervision.iter().map(|one| self.supervised_line(one, theme));
                (lines.collect(), "Nobody may sign in.")
            }
        };
        // A colour turned around is a block of it: the focus alone marks its line, and the words say the rest.
        let focused = self.place().and_then(|place| lines.get_mut(place));
        focused.into_iter().flat_map(|line| &mut line.spans).for_each(|span| span.style.fg = None);
        let page = ListPage {
            header: &self.header,
            above: vec![self.rule(), Above::Words(1, self.titles(theme), theme.label())],
            lines,
            empty,
            focus: (self.in_full(), 2),
            detail: Detail::default(),
            context: Context::Caseload,
            idle: &[],
        };
        page.draw(frame, area, theme, self.selection);
    }

    /// The rule under the header, with whose people are shown.
    fn rule(&self) -> Above {
        let View::People(who) = self.view else { return Above::Rule };
        let worker = self.caseload.workers.iter().find(|worker| worker.who == who);
        worker.map_or(Above::Rule, |worker| Above::RuleWith(worker.called()))
    }

    fn titles(&self, theme: &Theme) -> String {
        match self.view {
            View::Workers => {
                let ages = format!(
                    "DAYS {}",
                    self.caseload.limits.iter().map(i64::to_string).collect::<Vec<_>>().join("/")
                );
                let of = [
                    "PRACTITIONER",
                    "OPEN",
                    "BOARD",
                    "F-UP",
                    "ONWARD",
                    "OLDEST",
                    &ages,
                    "LATE",
                    "DRAFT",
                    "SIGN",
                    "ENTER",
                ];
                titles(&of, &WORKER, theme)
            }
            View::People(_) => {
                let of = ["WHO", "REFERENCE", "SITE", "STANDS", "DAYS", "LATE", "DRAFT", "SIGN", "ENTER"];
                titles(&of, &CASE, theme)
            }
            View::Supervision => {
                titles(&["PRACTITIONER", "LAST", "NEXT DUE", "HOURS, 12 MONTHS"], &SUPERVISED, theme)
            }
        }
    }

    fn worker_line(&self, one: &Worker, theme: &Theme) -> Line<'static> {
        let some = |count: usize| if count == 0 { NONE.to_owned() } else { count.to_string() };
        let ages =
            one.by_age(&self.caseload.limits).iter().map(usize::to_string).collect::<Vec<_>>().join("/");
        let late = one.sum(|case| case.overdue);
        let cells = [
            one.name.clone(),
            some(one.cases.len()),
            some(one.count(CaseState::Board)),
            some(one.count(CaseState::FollowUp)),
            some(one.count(CaseState::Onward)),
            one.oldest().map_or_else(|| NONE.to_owned(), days),
            if one.cases.is_empty() { NONE.to_owned() } else { ages },
            if late > 0 { format!("{late}!") } else { NONE.to_owned() },
            some(one.sum(|case| case.drafts)),
            some(one.sum(|case| case.unsigned)),
            some(one.not_entered()),
        ];
        let marked = if late > 0 { &[7][..] } else { &[] };
        line(&cells, &WORKER, marked, theme.warn(), theme)
    }

    fn case_line(&self, one: &Case, theme: &Theme) -> Line<'static> {
        let some = |count: usize| if count == 0 { NONE.to_owned() } else { count.to_string() };
        let oldest = self.caseload.limits.last().is_some_and(|limit| one.days >= *limit);
        let cells = [
            one.initials.clone(),
            one.reference.clone(),
            one.site.clone(),
            one.state.words().to_owned(),
            format!("{}{}", days(one.days), if oldest { " !" } else { "" }),
            if one.overdue > 0 { format!("{}!", one.overdue) } else { NONE.to_owned() },
            some(one.drafts),
            some(one.unsigned),
            some(one.not_entered),
        ];
        let marked: Vec<_> =
            [(oldest, 4), (one.overdue > 0, 5)].into_iter().filter(|(is, _)| *is).map(|(_, at)| at).collect();
        line(&cells, &CASE, &marked, theme.warn(), theme)
    }

    fn supervised_line(&self, one: &Supervised, theme: &Theme) -> Line<'static> {
        let cells = [one.name.clone(), self.last(one), next(one), hours(one.minutes)];
        let marked = if one.overdue { &[2][..] } else { &[] };
        line(&cells, &SUPERVISED, marked, theme.urgent(), theme)
    }

    fn last(&self, one: &Supervised) -> String {
        one.last.map_or_else(|| "not logged".to_owned(), |at| local(at).format("%-d %b %Y").to_string())
    }

    /// The line in focus in whole words, for its columns are short.
    fn in_full(&self) -> String {
        match self.view {
            View::Workers => self.worker().map(|one| self.worker_words(one)).unwrap_or_default(),
            View::People(_) => self.case().map(|one| self.case_words(one)).unwrap_or_default(),
            View::Supervision => {
                let one = self.place().and_then(|place| self.caseload.supervision.get(place));
                let words = |one: &Supervised| {
                    let (last, next, hours) = (self.last(one), next(one), hours(one.minutes));
                    format!("{}: last {last}; next {next}; {hours} of supervision in 12 months.", one.name)
                };
                one.map(words).unwrap_or_default()
            }
        }
    }

    fn worker_words(&self, one: &Worker) -> String {
        if one.cases.is_empty() {
            let left = match one.not_entered() {
                0 => String::new(),
                left => format!("; {left} closed not yet entered"),
            };
            return format!("{}: nothing open{left}.", one.called());
        }
        let count = |state| one.count(state);
        format!(
            "{}: {} on the board, {} followed up, {} onward; {} late {}, {} unfinished, {} to counter-sign, \
             {} not yet entered.",
            one.called(),
            count(CaseState::Board),
            count(CaseState::FollowUp),
            count(CaseState::Onward),
            one.sum(|case| case.overdue),
            if one.sum(|case| case.overdue) == 1 { "task" } else { "tasks" },
            one.sum(|case| case.drafts),
            one.sum(|case| case.unsigned),
            one.not_entered()
        )
    }

    fn case_words(&self, one: &Case) -> String {
        let since = near(one.since, self.caseload.at);
        format!("{} {} {}, {}, referred {since}.", one.initials, one.reference, one.site, one.state.words())
    }
}

fn days(days: i64) -> String {
    format!("{days} d")
}

fn next(one: &Supervised) -> String {
    match one.next_due {
        None => "no date agreed".to_owned(),
        Some(due) if one.overdue => format!("{} OVERDUE", due.format("%-d %b %Y")),
        Some(due) => due.format("%-d %b %Y").to_string(),
    }
}

/// "1 h 30": minutes as they are added up.
fn hours(minutes: u32) -> String {
    match (minutes / 60, minutes % 60) {
        (hours, 0) => format!("{hours} h"),
        (hours, rest) => format!("{hours} h {rest:02}"),
    }
}

/// Cells side by side, those at some places marked.
fn line<T: AsRef<str>>(
    cells: &[T],
    widths: &[usize],
    marked: &[usize],
    mark: Style,
    theme: &Theme,
) -> Line<'static> {
    let last = cells.len().saturating_sub(1);
    let spans = cells.iter().zip(widths).enumerate().map(|(at, (cell, width))| {
        let style = if marked.contains(&at) { mark } else { theme.value() };
        let text = pad(cell.as_ref(), *width, theme);
        // Blanks at the end would be cut as words are, with the mark that says so.
        let text = if at == last { text.trim_end().to_owned() } else { text };
        [Span::styled(text, style), Span::raw(if at == last { "" } else { " " })]
    });
    Line::from(spans.flatten().collect::<Vec<_>>())
}

fn titles<T: AsRef<str>>(cells: &[T], widths: &[usize], theme: &Theme) -> String {
    let cells = cells.iter().zip(widths).map(|(cell, width)| pad(cell.as_ref(), *width, theme));
    cells.collect::<Vec<_>>().join(" ").trim_end().to_owned()
}
