//! The board as it is read aloud or a line at a time: a sentence for each site and person, nothing cut.

use super::BoardScreen;
use super::filter::Filter;
use super::line::left;
use crate::domain::board::{Level, Row, Standing};
use crate::domain::clock::{ClockKind, Due};
use crate::domain::time::{near, span};

impl BoardScreen {
    /// What stands on the board, in the order in which it matters; `>` begins the line in focus.
    pub fn spoken(&self) -> Vec<String> {
        let header = &self.header;
        let demo = header.demo.clone().unwrap_or_default();
        let mut lines = vec![plain(&format!("{demo} {}, {}, {}", header.left, header.middle, header.right))];
        for cover in &self.cover {
            lines.push(plain(&format!(
                "COVER {} {}. {}",
                cover.level.sign(),
                cover.text(),
                cover.youth_worker
            )));
        }
        lines.push(self.counts(true).into_iter().map(|(_, words, _)| words).collect::<Vec<_>>().join(", "));
        if self.filter != Filter::All {
            lines.push(self.filter_words());
        }
        if self.rows.is_empty() {
            lines.push(self.nobody());
        }
        let focus = self.focused().map(|row| row.id);
        for (number, row) in (1..).zip(&self.rows) {
            let mark = if Some(row.id) == focus { ">" } else { " " };
            let sentence = plain(&format!("{} {}", row.level.sign(), self.in_a_sentence(number, row)));
            lines.push(format!("{mark}{sentence}"));
        }
        for alert in self.alerts.iter().filter(|alert| !alert.on_board) {
            lines.push(plain(&format!("ALERT {} {}", alert.level.sign(), alert.words)));
        }
        let late = self.board.tasks.iter().filter(|task| task.level == Level::Urgent).count();
        if !self.board.tasks.is_empty() {
            lines.push(format!("TASKS {} open, {late} late", self.board.tasks.len()));
        }
        for task in &self.board.tasks {
            let due = Due { kind: ClockKind::Recheck, at: task.due };
            lines.push(plain(&format!(
                "TASK {} {}: {}, {}, due {}, {}",
                task.level.sign(),
                task.initials,
                task.what,
                task.owner,
                near(task.due, self.board.at),
                self.in_time(due)
            )));
        }
        lines
    }

    /// "in 0h26", "LATE 0h04".
    fn in_time(&self, due: Due) -> String {
        let left = left(due, self.board.at);
        if due.at <= self.board.at { left } else { format!("in {left}") }
    }

    fn in_a_sentence(&self, number: usize, row: &Row) -> String {
        let age = row.age.map_or_else(|| "?".to_owned(), |age| age.to_string());
        let waits = match row.standing {
            Standing::Waiting | Standing::OnHold => format!("waits {}", span(row.waiting_minutes)),
            Standing::BeingSeen => "with somebody now".to_owned(),
            Standing::ToDo => "seen, to do".to_owned(),
        };
        let clock = row.next_clock.map_or_else(
            || "no clock".to_owned(),
            |due| format!("{} {}, {}", due.kind.words(), near(due.at, self.board.at), self.in_time(due)),
        );
        format!(
            "{number} {} {age}{} {} {}. {}. {}, {waits}. {clock}. {}",
            row.initials,
            row.sex,
            row.site,
            row.place,
            self.why_in_full(row),
            row.state,
            row.reference
        )
    }
}

/// One space between words.
fn plain(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
