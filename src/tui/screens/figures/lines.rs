//! The lines of the figures: names, numbers, and where the look has them, bars.

use crate::desk::figures::FiguresAsked;
use crate::figures::words::{count, hours, left_out, share};
use crate::figures::{Period, Shown, ShownValue, Step};
use crate::tui::theme::{Borders, Look, Theme};
use crate::tui::widgets::clip::pad;

/// What a bar is made of: half a row, so that two below each other stay apart.
const BLOCK: &str = "▄";
/// Columns of a figure's name and of its value in the list; on a narrow screen the others.
const NAME_VALUE: (usize, usize) = (25, 24);
const NARROW: (usize, usize) = (19, 19);
/// Columns from which on a screen is not narrow.
const WIDE_FROM: u16 = 72;
/// Columns of the trend.
const TREND: usize = 28;
/// Columns of a row's label in an opened figure.
const LABEL: usize = 34;
/// Columns of the longest bar.
const BAR: u16 = 24;
/// Columns in front of a bar beside a row, and beside a step.
const BEFORE_BAR: (u16, u16) = (52, 60);
/// Bars that stand for an eighth to the whole of a row.
const EIGHTHS: [char; 8] = ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'];

/// A line in words, and what stands at its end: a bar or a trend.
pub(super) type Lined = (String, String);

/// What is shown: the period, and what stands beside it, the sites, the group.
pub(super) fn title(asked: &FiguresAsked, other: Option<Period>) -> String {
    let sites = if asked.sites.is_empty() { "all sites".to_owned() } else { asked.sites.join("+") };
    let beside = other.map(|period| format!(" beside {}", period.words())).unwrap_or_default();
    format!("{}{beside}, {sites}, {}", asked.period.words(), asked.group.words())
}

/// The heading of the list's columns.
pub(super) fn columns(compares: bool, step: Step, (columns, theme): (u16, &Theme)) -> String {
    let (name, value) = widths(columns);
    let last =
        if compares { "THE PERIOD BEFORE".to_owned() } else { format!("BY {}", step.word().to_uppercase()) };
    format!("{} {} {last}", pad("FIGURE", name, theme), pad("COUNTED", value, theme))
}

fn widths(columns: u16) -> (usize, usize) {
    if columns < WIDE_FROM { NARROW } else { NAME_VALUE }
}

/// One figure in the list.
pub(super) fn list_line(
    shown: &Shown,
    before: Option<&Shown>,
    (steps, step): (&[(Period, &Shown)], Step),
    (columns, theme): (u16, &Theme),
) -> Lined {
    let last = match before {
        Some(before) => before.short(),
        None => trend(steps, step, theme),
    };
    let (name, value) = widths(columns);
    let name = pad(shown.definition.name, name, theme);
    (format!("{name} {} ", pad(&shown.short(), value, theme)), last)
}

/// The number that a trend follows; none where there is no single one.
fn height(shown: &Shown) -> Option<i64> {
    match &shown.value {
        ShownValue::Number(n) | ShownValue::Part { n, .. } => i64::try_from((*n)?).ok(),
        ShownValue::Times(times) => (*times)?.median,
        ShownValue::Hours(minutes) => Some(*minutes),
        ShownValue::Rows { .. } => None,
    }
}

fn worded(shown: &Shown) -> String {
    match &shown.value {
        ShownValue::Number(n) | ShownValue::Part { n, .. } => count(*n),
        ShownValue::Times(Some(times)) => hours(times.median),
        ShownValue::Hours(minutes) => hours(Some(*minutes)),
        _ => String::new(),
    }
}

/// Whether bars are drawn: in mono, and where nothing beyond ASCII is, numbers stand alone.
fn has_bars(theme: &Theme) -> bool {
    theme.look == Look::Colour && theme.borders == Borders::Unicode
}

/// The steps in a row: bars with the last step and its number beside them, or the numbers alone.
fn trend(steps: &[(Period, &Shown)], step: Step, theme: &Theme) -> String {
    let heights: Vec<Option<i64>> = steps.iter().map(|(_, step)| height(step)).collect();
    if heights.iter().all(Option::is_none) {
        return String::new();
    }
    let most = heights.iter().flatten().copied().max().unwrap_or(0);
    let form = if step == Step::Week { "%-d %b" } else { "%b" };
    let last = steps.last().map(|(period, shown)| format!("{} {}", period.first.format(form), worded(shown)));
    let last = last.unwrap_or_default();
    if has_bars(theme) && steps.len() > 1 {
        let room = TREND.saturating_sub(last.len() + 1);
        let bars = heights.iter().skip(heights.len().saturating_sub(room));
        let bars: String = bars.map(|height| height.map_or(' ', |n| bar_of(n, most))).collect();
        return format!("{bars} {last}");
    }
    // As many of the last numbers as there is room for.
    let mut words: Vec<String> = Vec::new();
    let mut room = TREND;
    for (_, step) in steps.iter().rev() {
        let word = worded(step);
        let word = if word.is_empty() { "-".to_owned() } else { word };
        if word.len() + 1 > room {
            break;
        }
        room -= word.len() + 1;
        words.insert(0, word);
    }
    words.join(" ")
}

fn bar_of(n: i64, most: i64) -> char {
    let place = if most == 0 { 0 } else { (n * 7 + most - 1) / most };
    usize::try_from(place).ok().and_then(|place| EIGHTHS.get(place)).copied().unwrap_or(' ')
}

/// The lines of one figure: its rows, or its steps.
pub(super) fn opened_lines(
    shown: &Shown,
    before: Option<&Shown>,
    steps: &[(Period, &Shown)],
    (columns, theme): (u16, &Theme),
) -> Vec<Lined> {
    let room = |before: u16| columns.saturating_sub(before).min(BAR);
    match &shown.value {
        ShownValue::Rows { .. } => rows(shown, before, room(BEFORE_BAR.0), theme),
        _ => by_step(shown, before, steps, (room(BEFORE_BAR.1), theme)),
    }
}

fn rows(shown: &Shown, before: Option<&Shown>, room: u16, theme: &Theme) -> Vec<Lined> {
    let (mut told, nobody, withheld) = shown.told_rows();
    told.sort_by_key(|row| std::cmp::Reverse(row.n));
    let (of, most) = (shown.whole(), told.iter().filter_map(|row| row.n).max().unwrap_or(0));
    let mut lines: Vec<Lined> = told
        .iter()
        .map(|row| {
            let was = before.map(|before| was(before, &row.code)).unwrap_or_default();
            let bar = if before.is_some() { was } else { bar(row.n.unwrap_or(0), most, room, theme) };
            let (label, n) = (pad(&row.label, LABEL, theme), count(row.n));
            (format!("{label} {n:>6} {:>6}  ", share(row.n, of)), bar)
        })
        .collect();
    let left = left_out(nobody, withheld);
    if !left.is_empty() {
        lines.push((left, String::new()));
    }
    lines
}

/// How many stood under a code in the period before.
fn was(before: &Shown, code: &str) -> String {
    let ShownValue::Rows { rows, of } = &before.value else { return String::new() };
    let row = rows.iter().find(|row| row.code == code);
    let n = row.map_or(Some(0), |row| row.n);
    format!("before {:>6} {:>6}", count(n), share(n, *of))
}

fn by_step(
    shown: &Shown,
    before: Option<&Shown>,
    steps: &[(Period, &Shown)],
    (room, theme): (u16, &Theme),
) -> Vec<Lined> {
    let most = steps.iter().filter_map(|(_, step)| height(step)).max().unwrap_or(0);
    let plain =
        |name: &str, shown: &Shown| (format!("{} {}", pad(name, LABEL, theme), shown.short()), String::new());
    let mut lines = vec![plain("The whole period", shown)];
    lines.extend(before.map(|before| plain("The period before", before)));
    lines.extend(steps.iter().map(|(period, step)| {
        let n = height(step).and_then(|n| u64::try_from(n).ok()).unwrap_or(0);
        let bar = bar(n, u64::try_from(most).unwrap_or(0), room, theme);
        (format!("{} {:<22} ", pad(&period.words(), LABEL, theme), step.short()), bar)
    }));
    lines
}

fn bar(n: u64, most: u64, room: u16, theme: &Theme) -> String {
    if !has_bars(theme) || most == 0 {
        return String::new();
    }
    BLOCK.repeat(usize::try_from((n * u64::from(room)).div_ceil(most)).unwrap_or(0))
}

/// The figure in focus in whole words: what it is, as docs/figures.md defines it.
pub(super) fn focus(shown: &Shown) -> String {
    let definition = shown.definition;
    let of = definition.kind.whole().and_then(crate::figures::definition);
    let of = of.map(|whole| format!(" (of {})", whole.name)).unwrap_or_default();
    format!("{}{of}: {}. {}.", definition.name, shown.short(), definition.text)
}
