//! Blocks laid out on pages: header, footer, and no person torn apart.

use chrono::{DateTime, Utc};

use super::block::{Block, Handover, Line, cut};
use super::facts::Stamp;
use crate::domain::page::{Page, PageLine, Role};
use crate::domain::time::{hhmm, local};

/// Columns and lines of a page, without the margins that the printing adds.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Paper {
    /// Width in columns; at least 40 are used.
    pub columns: usize,
    /// Length in lines; at least 24 are used.
    pub lines: usize,
}

impl Paper {
    /// What fits on A4 at 10 characters and 6 lines to the inch, with our own margins.
    pub const A4: Self = Self { columns: 72, lines: 60 };
}

/// Digits that page numbers are given room for, so that the footer's height is known beforehand.
const PAGE_NUMBER_ROOM: usize = 999;
/// What stands after the name of a block that goes on on another page.
const CONTINUED: &str = " (continued)";

/// Lays a note out. A block goes to the next page if it does not fit on this one; only a block
/// longer than a whole page is parted, and named again where it goes on.
pub fn lay_out(note: &Handover, paper: Paper) -> Vec<Page> {
    let (columns, lines) = (paper.columns.max(40), paper.lines.max(24));
    let head = head(note, columns);
    let foot_height = foot(&note.note, &note.stamp, PAGE_NUMBER_ROOM, PAGE_NUMBER_ROOM, columns).len();
    let room = lines.saturating_sub(head.len() + foot_height).max(8);
    let bodies = fill(&note.blocks, room, columns);
    let pages = bodies.len();
    bodies
        .into_iter()
        .enumerate()
        .map(|(index, body)| {
            let mut page: Vec<PageLine> = as_role(Role::Head, head.clone()).collect();
            page.extend(body);
            let foot = foot(&note.note, &note.stamp, index + 1, pages, columns);
            let blank = PageLine::new(Role::Text, "");
            page.resize(lines.saturating_sub(foot.len()).max(page.len()), blank);
            page.extend(as_role(Role::Foot, foot));
            Page { lines: page }
        })
        .collect()
}

/// The pages with another stamp at their foot, and every other line as it was.
pub fn restamped(pages: &[Page], note: &str, stamp: &Stamp, paper: Paper) -> Vec<Page> {
    let (columns, count) = (paper.columns.max(40), pages.len());
    let again = |(index, page): (usize, &Page)| {
        let mut lines: Vec<PageLine> =
            page.lines.iter().filter(|line| line.role != Role::Foot).cloned().collect();
        while lines.last().is_some_and(|line| line.text.is_empty()) {
            lines.pop();
        }
        let foot = foot(note, stamp, index + 1, count, columns);
        let blank = PageLine::new(Role::Text, "");
        lines.resize(paper.lines.saturating_sub(foot.len()).max(lines.len()), blank);
        lines.extend(as_role(Role::Foot, foot));
        Page { lines }
    };
    pages.iter().enumerate().map(again).collect()
}

fn head(note: &Handover, columns: usize) -> Vec<String> {
    let running = note.running.iter().map(String::as_str);
    [Line::prose("", &note.marking), Line::phrases("", running, "  "), Line::Rule]
        .iter()
        .flat_map(|line| line.wrapped(columns))
        .collect()
}

fn foot(note: &str, stamp: &Stamp, page: usize, pages: usize, columns: usize) -> Vec<String> {
    let (copy, made) = match stamp.copy {
        0 => ("not printed".to_owned(), "previewed"),
        n => (format!("copy {n}"), "printed"),
    };
    // Typed by whoever prints: the foot must leave room for the page.
    let reader =
        if stamp.reader.is_empty() { String::new() } else { cut(&format!("for {}", stamp.reader), columns) };
    let head = if stamp.head.is_empty() { String::new() } else { format!("journal {}", stamp.head) };
    let which = [format!("page {page} of {pages}"), note.to_owned(), copy, head];
    let whose = [
        format!("{made} {} by {}", when(stamp.at), stamp.by),
        reader,
        stamp.consent.clone(),
        stamp.destroy_by.map(|at| format!("destroy by {}", when(at))).unwrap_or_default(),
    ];
    [Line::Rule, Line::phrases("", which, " | "), Line::phrases("", whose, " | ")]
        .iter()
        .flat_map(|line| line.wrapped(columns))
        .collect()
}

/// `21:44 Mon 23 Nov`; the year stands at the head.
fn when(at: DateTime<Utc>) -> String {
    format!("{} {}", hhmm(at), local(at).format("%a %-d %b"))
}

fn as_role(role: Role, lines: Vec<String>) -> impl Iterator<Item = PageLine> {
    lines.into_iter().map(move |line| PageLine::new(role, line))
}

fn fill(blocks: &[Block], room: usize, columns: usize) -> Vec<Vec<PageLine>> {
    let mut pages: Vec<Vec<PageLine>> = Vec::new();
    let mut page: Vec<PageLine> = Vec::new();
    for block in blocks {
        let lines = block.wrapped(columns);
        if (block.new_page || page.len() + lines.len() > room) && !page.is_empty() {
            pages.push(std::mem::take(&mut page));
        }
        if lines.len() <= room {
            page.extend(lines);
        } else {
            page = part(&lines, &block.name, room, columns, &mut pages);
        }
    }
    if !page.is_empty() || pages.is_empty() {
        pages.push(page);
    }
    pages
}

/// Parts a block longer than a page; gives back the page begun with its end.
fn part(
    lines: &[PageLine],
    name: &str,
    room: usize,
    columns: usize,
    pages: &mut Vec<Vec<PageLine>>,
) -> Vec<PageLine> {
    let name = cut(name, columns.saturating_sub(CONTINUED.len()));
    let again = Line::row(&format!("{name}{CONTINUED}")).wrapped(columns);
    let again: Vec<PageLine> = as_role(Role::Heading, again).collect();
    let mut page: Vec<PageLine> = Vec::new();
    for line in lines {
        if page.len() >= room {
            pages.push(std::mem::replace(&mut page, again.clone()));
        }
        page.push(line.clone());
    }
    page
}

#[cfg(test)]
mod tests;
