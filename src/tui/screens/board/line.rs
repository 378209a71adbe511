//! One row of the board: its columns, and why it stands where it stands.

use ratatui::style::Style;
use ratatui::text::{Line, Span};

use chrono::{DateTime, Datelike, Utc};

use super::BoardScreen;
use crate::domain::board::{Level, Row, Standing};
use crate::domain::clock::Due;
use crate::domain::time::{local, minutes_between, span};
use crate::tui::theme::Theme;
use crate::tui::widgets::clip::{clip, pad, pad_left, width};

/// Columns of the time that is left.
const LEFT: usize = 9;

impl BoardScreen {
    pub(super) fn line(&self, place: usize, row: &Row, columns: usize, theme: &Theme) -> Line<'static> {
        let now = self.board.at;
        // Three columns: with an age of a hundred the sex has no room, and the age must not be cut.
        let age = match row.age {
            Some(age @ 100..) => age.to_string(),
            Some(age) => format!("{age}{}", row.sex),
            None => format!("?{}", row.sex),
        };
        let (clock, left) = match row.next_clock {
            Some(due) => (format!("{} {}", due.kind.short(), short(due.at, now)), left(due, now)),
            None => ("-".to_owned(), String::new()),
        };
        // A review is no deadline of ours: it stands beside the clock, never in its place.
        let left = match row.review_past {
            Some(_) if width(&left) + 3 <= LEFT => format!("R? {left}"),
            _ => left,
        };
        let waited = match row.standing {
            Standing::Waiting | Standing::OnHold => span(row.waiting_minutes),
            Standing::BeingSeen => "with".to_owned(),
            Standing::ToDo => "seen".to_owned(),
        };
        let fixed = format!(
            "{} {:>2} {} {} {} {} {} {} {} ",
            row.level.sign(),
            place + 1,
            pad(&row.initials, 4, theme),
            pad_left(&age, 3, theme),
            pad(&format!("{} {}", row.site, row.place), 8, theme),
            pad_left(&waited, 5, theme),
            pad(&clock, 12, theme),
            pad_left(&left, LEFT, theme),
            pad(&row.state, 11, theme),
        );
        let room = columns.saturating_sub(1 + width(&fixed));
        Line::from(vec![
            Span::styled(fixed, level_style(*theme, row.level)),
            Span::styled(clip(&self.why(row), room, theme), level_style(*theme, row.level)),
        ])
    }

    /// Why the row stands where it stands: who sees a child, the tier, that nobody for children is on
    /// ("YJ"), the reason, groups.
    pub(super) fn why(&self, row: &Row) -> String {
        let mut parts = Vec::new();
        parts.extend(row.routed.as_ref().map(|name| format!("> {} (youth)", surname(name))));
        // Where a past clock leaves no room beside it, the review comes before what follows the tier.
        let review = row.review_past.filter(|_| row.next_clock.is_some_and(|due| due.at <= self.board.at));
        let review = review.map_or_else(String::new, |at| format!(" {}", self.review_words(at)));
        let youth = if self.needs_youth_cover(row) { " YJ" } else { "" };
        parts.push(format!("T{}{youth}{review} {}", row.tier, row.reason));
        parts.extend(row.groups.iter().filter(|word| **word != row.reason).cloned());
        parts.join(" ")
    }

    /// The same in whole words, and a review that nobody told us was done.
    pub(super) fn why_in_full(&self, row: &Row) -> String {
        let mut parts = vec![format!("T{} {}", row.tier, row.reason.trim_end_matches('.'))];
        parts.extend(row.routed.as_ref().map(|name| format!("{} sees children", surname(name))));
        if self.needs_youth_cover(row) {
            parts.push("no youth worker on".to_owned());
        }
        parts.extend(row.review_past.map(|at| self.review_words(at)));
        parts.extend(row.groups.iter().filter(|word| **word != row.reason).cloned());
        parts.join("; ")
    }

    /// "review? 0h48": past, and nobody told us that it was done.
    fn review_words(&self, due: DateTime<Utc>) -> String {
        format!("review? {}", span(minutes_between(due, self.board.at)))
    }

    /// A child whom ordinary practitioners see, for no youth worker is on at the site.
    fn needs_youth_cover(&self, row: &Row) -> bool {
        let child = row.age.is_some_and(|age| age < self.child_under);
        child && row.standing != Standing::ToDo && !self.youth_sites.contains(&row.site)
    }
}

pub(super) fn heading(columns: u16) -> String {
    let why = if columns > 70 { "WHY" } else { "" };
    format!("     # WHO  AGE PLACE     WAIT NEXT CLOCK        LEFT STATE       {why}")
}

fn surname(name: &str) -> &str {
    name.split_whitespace().last().unwrap_or(name)
}

/// `20:10` today, `Tu 09:15` within a week, `30/11` beyond: never more than eight columns.
fn short(at: DateTime<Utc>, now: DateTime<Utc>) -> String {
    let (wall, today) = (local(at), local(now).date());
    match (wall.date() - today).num_days() {
        0 => wall.format("%H:%M").to_string(),
        -6..=6 => {
            let day: String = wall.weekday().to_string().chars().take(2).collect();
            format!("{day} {}", wall.format("%H:%M"))
        }
        _ => wall.format("%d/%m").to_string(),
    }
}

/// "0h26" to come, "LATE 0h04" past.
pub(super) fn left(due: Due, now: DateTime<Utc>) -> String {
    let minutes = (due.at - now).num_minutes();
    if due.at <= now { format!("LATE {}", span(minutes)) } else { span(minutes) }
}

pub(super) fn level_style(theme: Theme, level: Level) -> Style {
    match level {
        Level::Urgent => theme.urgent(),
        Level::Warn => theme.warn(),
        Level::Plain => theme.value(),
    }
}
