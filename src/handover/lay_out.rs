//! Blocks laid out on pages: header, footer, and no person torn apart.

use chrono::{DateTime, Utc};

use super::block::{Block, Handover, Line};
use crate::domain::time::{day, hhmm, local};

/// The lines of one page, exactly as they are printed.
pub type Page = Vec<String>;

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

/// Lays a note out. A block goes to the next page if it does not fit on this one; only a block
/// longer than a whole page is parted, and named again where it goes on.
pub fn lay_out(note: &Handover, paper: Paper) -> Vec<Page> {
    let (columns, lines) = (paper.columns.max(40), paper.lines.max(24));
    let head = head(note, columns);
    let foot_height = foot(note, PAGE_NUMBER_ROOM, PAGE_NUMBER_ROOM, columns).len();
    let room = lines.saturating_sub(head.len() + foot_height).max(8);
    let bodies = fill(&note.blocks, room, columns);
    let pages = bodies.len();
    bodies
        .into_iter()
        .enumerate()
        .map(|(index, body)| {
            let mut page = head.clone();
            page.extend(body);
            let foot = foot(note, index + 1, pages, columns);
            page.resize(lines.saturating_sub(foot.len()).max(page.len()), String::new());
            page.extend(foot);
            page
        })
        .collect()
}

/// The pages as one text, parted by form feeds: what the journal keeps of a note.
pub fn joined(pages: &[Page]) -> String {
    let pages: Vec<String> = pages.iter().map(|page| page.join("\n")).collect();
    pages.join("\n\u{c}")
}

fn head(note: &Handover, columns: usize) -> Vec<String> {
    let printed = format!("{} {}", stamp_word(note), hhmm(note.stamp.at));
    let running = note.running.iter().map(String::as_str).chain([printed.as_str()]);
    [Line::prose("", &note.marking), Line::phrases("", running, "  "), Line::Rule]
        .iter()
        .flat_map(|line| line.wrapped(columns))
        .collect()
}

fn stamp_word(note: &Handover) -> &'static str {
    if note.stamp.copy == 0 { "preview" } else { "printed" }
}

fn foot(note: &Handover, page: usize, pages: usize, columns: usize) -> Vec<String> {
    let stamp = &note.stamp;
    let copy = match stamp.copy {
        0 => "not printed".to_owned(),
        n => format!("copy {n}"),
    };
    let parts = [
        format!("page {page} of {pages}"),
        note.note.clone(),
        copy,
        format!("{} {} {} by {}", stamp_word(note), hhmm(stamp.at), date(stamp.at), stamp.by),
        format!("destroy by {} {}", hhmm(stamp.destroy_by), date(stamp.destroy_by)),
    ];
    [Line::Rule, Line::prose("", &parts.join(" | "))].iter().flat_map(|line| line.wrapped(columns)).collect()
}

fn date(at: DateTime<Utc>) -> String {
    day(local(at).date())
}

fn fill(blocks: &[Block], room: usize, columns: usize) -> Vec<Vec<String>> {
    let mut pages: Vec<Vec<String>> = Vec::new();
    let mut page: Vec<String> = Vec::new();
    for block in blocks {
        let lines: Vec<String> = block.lines.iter().flat_map(|line| line.wrapped(columns)).collect();
        if page.len() + lines.len() > room && !page.is_empty() {
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
    lines: &[String],
    name: &str,
    room: usize,
    columns: usize,
    pages: &mut Vec<Vec<String>>,
) -> Vec<String> {
    let again = Line::prose("", &format!("{name} (continued)")).wrapped(columns);
    let mut page: Vec<String> = Vec::new();
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
