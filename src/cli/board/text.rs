//! The board as plain text, 80 columns wide; nothing is cut, what is long goes on below.

use chrono::{DateTime, Utc};
use textwrap::{Options, WordSplitter, wrap};
use unicode_width::UnicodeWidthStr;

use crate::desk::board::Board;
use crate::domain::board::{Row, Standing};
use crate::domain::service::{Service, SiteKind, label};
use crate::domain::text::filled;
use crate::domain::time::{full, minutes_between, near, span};
use crate::rota::line;

const COLUMNS: usize = 80;
const LABEL: usize = 9;

/// The board as text.
pub(super) fn board(board: &Board, service: &Service, demo: bool) -> String {
    let mut lines = Lines::default();
    let banner = if demo { "DEMO " } else { "" };
    lines.ends(&format!("{banner}BOARD  {}", service.name), &full(board.at));
    lines.list("COVER", board.cover.iter().map(|cover| line(cover, board.at).text()));
    lines.wrapped("", &summary(board));
    lines.rule();
    people(&mut lines, board);
    tasks(&mut lines, board);
    lines.list(
        "ONWARD",
        board.pending.iter().map(|pending| {
            let to = label(&service.lists.destinations, &pending.destination);
            let stands = match (pending.appointment, pending.accepted, pending.sent) {
                (Some(at), ..) => format!("accepted, appointment {}", near(at, board.at)),
                (None, true, _) => "accepted, no appointment".to_owned(),
                (None, false, true) => "sent, not accepted".to_owned(),
                (None, false, false) => "not sent".to_owned(),
            };
            let sign = pending.level.sign();
            let age = age(minutes_between(pending.made_at, board.at));
            format!("{sign} {} {} to {to}: {stands}, {age}", pending.initials, pending.reference)
        }),
    );
    lines.list("CHECKED", checks(board));
    lines.out
}

/// "4h10 old", "3 days old".
fn age(minutes: i64) -> String {
    match minutes / 60 / 24 {
        0 => format!("{} old", span(minutes)),
        1 => "1 day old".to_owned(),
        days => format!("{days} days old"),
    }
}

fn summary(board: &Board) -> String {
    let mut parts = vec![format!("TO BE SEEN {}", board.awaiting().count())];
    parts.extend(board.oldest_wait().map(|minutes| format!("OLDEST {}", span(minutes))));
    parts.extend(board.next_clock().map(|(place, due)| {
        format!("NEXT CLOCK {} {} #{}", due.kind.short(), near(due.at, board.at), place + 1)
    }));
    parts.push(format!("OVERDUE {}", board.overdue()));
    parts.join("   ")
}

fn people(lines: &mut Lines, board: &Board) {
    if board.rows.is_empty() {
        lines.wrapped("", "Nobody is on the board.");
    }
    let mut seen = false;
    for (place, row) in board.rows.iter().enumerate() {
        if row.standing == Standing::ToDo && !row.open_flag && !seen {
            seen = true;
            lines.wrapped("", "SEEN, SOMETHING LEFT TO DO");
        }
        let lead = format!("{} {:>2} ", row.level.sign(), place + 1);
        lines.wrapped(&lead, &who(row, board.at));
        lines.wrapped("      ", &format!("T{} {}; {}; {}", row.tier, row.reason, row.state, row.reference));
    }
    lines.rule();
}

fn who(row: &Row, at: DateTime<Utc>) -> String {
    let age = row.age.map_or_else(|| "?".to_owned(), |age| age.to_string());
    let place = format!("{} {}", row.site, row.place);
    let clock = row.next_clock.map_or_else(String::new, |due| {
        let left = span((due.at - at).num_minutes());
        let when = near(due.at, at);
        if due.at > at {
            format!("  {} {when} in {left}", due.kind.short())
        } else {
            format!("  {} {when} LATE {left}", due.kind.short())
        }
    });
    let waited = span(row.waiting_minutes);
    let word = if row.standing == Standing::ToDo { "waited" } else { "waits" };
    let (whom, age, place) =
        (filled(&row.initials, 5), filled(&format!("{age}{}", row.sex), 4), filled(&place, 9));
    format!("{whom} {age} {place} {word} {waited}{clock}")
}

fn tasks(lines: &mut Lines, board: &Board) {
    lines.list(
        "TASKS",
        board.tasks.iter().map(|task| {
            let late = if task.due < board.at {
                format!("  LATE {}", span(minutes_between(task.due, board.at)))
            } else {
                String::new()
            };
            let due = near(task.due, board.at);
            format!("{} {} {}  {}  {due}{late}", task.level.sign(), task.initials, task.what, task.owner)
        }),
    );
}

fn checks(board: &Board) -> impl Iterator<Item = String> + '_ {
    board.cover.iter().filter(|cover| cover.kind == SiteKind::Custody).map(|suite| {
        let log = board.site_logs.iter().find(|(site, _)| *site == suite.site).map(|(_, log)| log);
        match log.and_then(|log| log.checked_at.map(|at| (log, at))) {
            Some((log, at)) => format!(
                "{} custody list {} ({} ago): {} detained, {} picked up",
                suite.site,
                near(at, board.at),
                span(minutes_between(at, board.at)),
                log.detained,
                log.picked_up
            ),
            None => format!("{} custody list: nobody has gone through it yet", suite.site),
        }
    })
}

#[derive(Default)]
struct Lines {
    out: String,
}

impl Lines {
    fn push(&mut self, line: &str) {
        self.out.push_str(line.trim_end());
        self.out.push('\n');
    }

    fn rule(&mut self) {
        self.push(&"-".repeat(COLUMNS));
    }

    /// Two texts at the two edges; one below the other where they have no room.
    fn ends(&mut self, left: &str, right: &str) {
        let gap = COLUMNS.saturating_sub(left.width() + right.width());
        if gap < 2 {
            self.push(left);
            self.push(right);
        } else {
            self.push(&format!("{left}{}{right}", " ".repeat(gap)));
        }
    }

    /// A text after a lead; what does not fit hangs under the end of the lead.
    fn wrapped(&mut self, lead: &str, text: &str) {
        let hang = " ".repeat(lead.width());
        let options = Options::new(COLUMNS)
            .initial_indent(lead)
            .subsequent_indent(&hang)
            .word_splitter(WordSplitter::NoHyphenation);
        for line in wrap(text, options) {
            self.push(&line);
        }
    }

    /// One line each, the label in front of the first; nothing where there are none.
    fn list(&mut self, label: &str, texts: impl Iterator<Item = String>) {
        for (index, text) in texts.enumerate() {
            let label = if index == 0 { label } else { "" };
            self.wrapped(&format!("{label:<LABEL$}"), &text);
        }
    }
}
