//! The figures of a period on one page, for commissioners and partners: what may leave, and no more.

use super::{Document, Making};
use crate::desk::figures::FiguresAsked;
use crate::desk::{Desk, DeskError};
use crate::domain::time::{day, span};
use crate::figures::words::{count, hours, share};
use crate::figures::{Period, Shown, ShownRow, ShownValue, shown};
use crate::handover::{Block, Line};

/// Rows of one figure that are told on the page, the largest first.
const MOST_ROWS: usize = 5;
/// Columns under which a figure's words hang.
const LEAD: usize = 22;

impl Desk {
    /// The summary of a period on one page. Counts of people under the service's limit are withheld, and
    /// others with them.
    ///
    /// # Errors
    /// As [`Desk::figures`]; refused for those who do not lead.
    pub fn figures_paper(&self, asked: &FiguresAsked) -> Result<Document, DeskError> {
        self.needs(crate::domain::service::Right::Lead, "take figures out of the store")?;
        let counted = self.figures(asked)?;
        let limit = self.service.figures.suppress_under;
        let figures = shown(&counted.whole, limit);
        let Period { first, last } = asked.period;
        let sites: Vec<String> =
            self.sites_named(&asked.sites)?.into_iter().map(|site| site.code.clone()).collect();
        let codes = sites.join("+");
        let mut blocks = Vec::new();
        let mut part: Vec<&Shown> = Vec::new();
        for figure in &figures {
            if part.last().is_some_and(|before| before.definition.part != figure.definition.part) {
                blocks.extend(block(&part));
                part.clear();
            }
            part.push(figure);
        }
        blocks.extend(block(&part));
        let about = format!(
            "Over the referrals received from {} to {}, as they stand now; each figure is defined in the \
             service's docs/figures.md. * = a count of people under {limit}, or withheld so that one cannot \
             be worked out. Of long lists the largest {MOST_ROWS} stand here.",
            day(first),
            day(last)
        );
        blocks.push(Block::text("About", vec![Line::Rule, Line::prose("", &about)]));
        let whom = asked.group.words();
        Ok(self.document(Making {
            title: format!("Figures {codes} {}", asked.period.words()),
            marking: self.service.figures.marking.clone(),
            running: vec![
                self.service.name.clone(),
                codes.clone(),
                format!("FIGURES {}, {whom}", asked.period.words()),
            ],
            note: format!("figures {codes} {}", asked.period.words()),
            sites,
            reader: "Commissioners and partners".to_owned(),
            consent: String::new(),
            blocks,
            people: 0,
            episode: None,
            named: false,
        }))
    }
}

/// One part of the page: its plain numbers in one paragraph, its lists in a line each.
fn block(part: &[&Shown]) -> Option<Block> {
    let name = part.first()?.definition.part;
    let mut lines = vec![Line::row(&name.to_uppercase())];
    let plain: Vec<String> = part.iter().filter_map(|shown| phrase(shown)).collect();
    lines.push(Line::phrases("  ", plain, "   "));
    lines.extend(part.iter().filter_map(|shown| list(shown)));
    Some(Block::headed(name, lines))
}

fn phrase(shown: &Shown) -> Option<String> {
    let name = shown.definition.name;
    match &shown.value {
        ShownValue::Number(n) => Some(format!("{name} {}", count(*n))),
        ShownValue::Part { n, of } => Some(match share(*n, *of) {
            share if share.is_empty() => format!("{name} {}", count(*n)),
            share => format!("{name} {} ({share})", count(*n)),
        }),
        ShownValue::Times(None) => Some(format!("{name} *")),
        ShownValue::Times(Some(times)) => {
            Some(format!("{name} {}, 9 in 10 within {}", hours(times.median), hours(times.p90)))
        }
        ShownValue::Hours(minutes) => Some(format!("{name} {}", span(*minutes))),
        ShownValue::Rows { .. } => None,
    }
}

fn list(shown: &Shown) -> Option<Line> {
    let (mut told, nobody, withheld) = shown.told_rows();
    if told.is_empty() && nobody + withheld == 0 {
        return None;
    }
    told.sort_by_key(|row| std::cmp::Reverse(row.n));
    let of = shown.whole();
    let row = |row: &&ShownRow| match share(row.n, of) {
        share if share.is_empty() => format!("{} {}", row.label, count(row.n)),
        share => format!("{} {} ({share})", row.label, count(row.n)),
    };
    let more = told.len().saturating_sub(MOST_ROWS);
    let mut phrases: Vec<String> = told.iter().take(MOST_ROWS).map(row).collect();
    phrases.extend((more > 0).then(|| format!("{more} more")));
    phrases.extend((withheld > 0).then(|| format!("{withheld} withheld")));
    if phrases.is_empty() {
        phrases.push("nobody".to_owned());
    }
    let lead = format!("  {:<width$}", shown.definition.name, width = LEAD - 2);
    Some(Line::phrases(&format!("{lead} "), phrases, "; "))
}
