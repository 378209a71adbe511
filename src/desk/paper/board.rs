//! The board on paper, for the wall or the next room while the terminal is away.

use chrono::{DateTime, Utc};

use super::{Document, Making};
use crate::desk::note::Known;
use crate::desk::{Desk, DeskError};
use crate::domain::board::{Row, Standing};
use crate::domain::page::Role;
use crate::domain::time::{full, near, span};
use crate::handover::{Block, Line};
use crate::rota::line;

impl Desk {
    /// The board of these sites as it stands now, by initials; no site named means all.
    ///
    /// # Errors
    /// Refused for an unknown site; a failure of the store.
    pub fn board_paper(&self, sites: &[String]) -> Result<Document, DeskError> {
        let sites: Vec<String> = self.sites_named(sites)?.iter().map(|site| site.code.clone()).collect();
        let board = self.board()?.only(&sites);
        let (now, known) = (board.at, self.names_known()?);
        let cover = board.cover.iter().map(|cover| Line::prose("", &known.others(&line(cover, now).text())));
        let mut blocks = vec![Block::headed("Cover", cover.chain([Line::Rule]).collect())];
        if board.rows.is_empty() {
            blocks.push(Block::text("People", vec![Line::prose("", "Nobody is on the board.")]));
        }
        blocks.extend(board.rows.iter().enumerate().map(|(nth, row)| person(nth + 1, row, &known, now)));
        let tasks = board.tasks.iter().map(|task| {
            let late = if task.due < now { "  LATE" } else { "" };
            let tail = format!("{}  {}{late}", known.others(&task.owner), near(task.due, now));
            Line::with_tail(
                &format!("{} ", task.level.sign()),
                &format!("{} {}", task.initials, known.line_of(&task.what, task.episode)),
                &tail,
            )
        });
        let tasks: Vec<Line> = [Line::Rule, Line::prose("", "TASKS")].into_iter().chain(tasks).collect();
        if !board.tasks.is_empty() {
            blocks.push(Block::text("Tasks", tasks));
        }
        let codes = sites.join("+");
        Ok(self.document(Making {
            title: format!("Board {codes}"),
            marking: self.service.print.marking.clone(),
            running: vec![self.service.name.clone(), codes.clone(), format!("BOARD {}", full(now))],
            note: format!("board {codes}"),
            people: u32::try_from(board.rows.len()).unwrap_or(u32::MAX),
            sites,
            reader: "L&D practitioners".to_owned(),
            consent: String::new(),
            blocks,
            episode: None,
            named: false,
        }))
    }
}

fn person(number: usize, row: &Row, known: &Known, now: DateTime<Utc>) -> Block {
    let age = row.age.map_or_else(|| "?".to_owned(), |age| age.to_string());
    let clock = row.next_clock.map_or_else(String::new, |due| {
        let left = span((due.at - now).num_minutes());
        let (kind, when) = (due.kind.short(), near(due.at, now));
        if due.at > now { format!("{kind} {when} in {left}") } else { format!("{kind} {when} LATE {left}") }
    });
    let word = if row.standing == Standing::ToDo { "waited" } else { "waits" };
    let first = [
        format!("{} {age}{}", row.initials, row.sex),
        format!("{} {}", row.site, known.line_of(&row.place, row.id)),
        format!("{word} {}", span(row.waiting_minutes)),
        clock,
    ];
    let lead = format!("{} {number:>2} ", row.level.sign());
    let why =
        format!("T{} {}; {}; {}", row.tier, known.line_of(&row.reason, row.id), row.state, row.reference);
    let lines = vec![Line::phrases(&lead, first, "  "), Line::prose("      ", &why)];
    let role = if row.open_flag { Role::Alarm } else { Role::Heading };
    Block { role, ..Block::headed(&row.reference, lines) }
}
