//! The figures of a period on one page, for commissioners and partners: what may leave, and no more.

use super::{Document, Making};
use crate::desk::figures::FiguresAsked;
use crate::desk::{Desk, DeskError};
use crate::domain::time::{day, span};
use crate::figures::words::{count, hours, rows, share};
use crate::figures::{Period, Shown, ShownRow, ShownValue, shown};
use crate::handover::{Block, Line};

/// Most rows of one list that are told; fewer where the page would not hold them.
const MOST_ROWS: usize = 4;
/// Lists that are short, and stand whole.
const WHOLE: [&str; 4] = ["by_site", "by_age", "by_sex", "by_risk"];
/// Lists that the screen and the table have and the page leaves out, for what it is read for; then those that
/// go next where the page would not hold them, the one that is least missed first.
const LEFT_OUT: [&str; 19] = [
    "by_position",
    "by_forces",
    "by_contact",
    "by_activity",
    "complete_closure",
    "complete_seeing",
    "complete_referral",
    "by_report",
    "by_group",
    "by_not_seen",
    "by_destination",
    "by_risk",
    "by_ethnicity",
    "by_vulnerability",
    "by_site",
    "by_sex",
    "by_reason",
    "by_source",
    "by_age",
];
/// How many of them always are.
const ALWAYS_OUT: usize = 4;

/// How much of the lists a page tells.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
struct Room {
    /// Rows of each list.
    rows: usize,
    /// Lists that are left out, from the first of [`LEFT_OUT`] on.
    left_out: usize,
}

impl Room {
    /// From most to least.
    fn all() -> impl Iterator<Item = Self> {
        let rows = (1..=MOST_ROWS).rev().map(|rows| Self { rows, left_out: ALWAYS_OUT });
        rows.chain((ALWAYS_OUT + 1..=LEFT_OUT.len()).map(|left_out| Self { rows: 1, left_out }))
    }

    /// Whether a list has its rows on the page.
    fn tells(self, shown: &Shown) -> bool {
        !LEFT_OUT.iter().take(self.left_out).any(|code| *code == shown.definition.code)
    }
}

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
        let figures = shown(&self.service, &counted.whole, limit);
        let Period { first, last } = asked.period;
        let sites: Vec<String> =
            self.sites_named(&asked.sites)?.into_iter().map(|site| site.code.clone()).collect();
        let codes = sites.join("+");
        let period = asked.period.words();
        let made = |room: Room| {
            let about = format!(
                "Over the referrals received from {} to {}, as they stand now. Figures are as defined in \
                 docs/figures.md. * = a count of people under {limit}, or withheld so that one cannot be \
                 worked out. Long lists are cut to their largest, what is complete to the least complete; \
                 \"more\" and \"withheld\" count the rows that are not told here.{}",
                day(first),
                day(last),
                absent(&figures, room)
            );
            let mut blocks: Vec<Block> = figures
                .chunk_by(|a, b| a.definition.part == b.definition.part)
                .filter_map(|part| block(part, room))
                .collect();
            blocks.push(Block::text("About", vec![Line::Rule, Line::prose("", &about)]));
            let document = self.document(Making {
                title: format!("Figures {codes} {period}"),
                marking: self.service.figures.marking.clone(),
                running: vec![
                    self.service.name.clone(),
                    codes.clone(),
                    format!("FIGURES {period}, {}", asked.group.words()),
                ],
                note: format!("figures {codes} {period}"),
                sites: sites.clone(),
                reader: "Commissioners and partners".to_owned(),
                consent: String::new(),
                blocks,
                people: 0,
                episode: None,
                named: false,
            });
            document.to_keep()
        };
        // As much as one page holds.
        let one_page = Room::all().map(made).find(|document| document.pages.len() == 1);
        Ok(one_page.unwrap_or_else(|| made(Room { rows: 1, left_out: LEFT_OUT.len() })))
    }
}

/// The lists that the page leaves out whole, in a sentence.
fn absent(figures: &[Shown], room: Room) -> String {
    let is_list = |shown: &&Shown| matches!(shown.value, ShownValue::Rows { .. });
    let left: Vec<&str> = figures
        .iter()
        .filter(is_list)
        .filter(|shown| !room.tells(shown))
        .map(|shown| shown.definition.name)
        .collect();
    match left.as_slice() {
        [] => String::new(),
        left => format!(" Only in the exported table: {}.", left.join(", ").to_lowercase()),
    }
}

/// One part of the page: its plain numbers in one paragraph, its lists in a line each.
fn block(part: &[Shown], room: Room) -> Option<Block> {
    let name = part.first()?.definition.part;
    let mut lines = vec![Line::row(&name.to_uppercase())];
    let plain: Vec<String> = part.iter().filter_map(phrase).collect();
    lines.push(Line::phrases("  ", plain, "   "));
    let told = part.iter().filter(|shown| room.tells(shown));
    lines.extend(told.filter_map(|shown| list(shown, room.rows)));
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

fn list(shown: &Shown, most: usize) -> Option<Line> {
    let (mut told, nobody, withheld) = shown.told_rows();
    if told.is_empty() && nobody + withheld == 0 {
        return None;
    }
    // Of what is complete the least complete is what there is to see.
    told.sort_by_key(|row| if shown.is_complete() { row.n } else { row.n.map(|n| u64::MAX - n) });
    let most = if WHOLE.contains(&shown.definition.code) { told.len() } else { most };
    let of = shown.whole();
    let row = |row: &&ShownRow| match share(row.n, of) {
        share if share.is_empty() => format!("{} {}", row.label, count(row.n)),
        share => format!("{} {} ({share})", row.label, count(row.n)),
    };
    let more = told.len().saturating_sub(most);
    let mut phrases: Vec<String> = told.iter().take(most).map(row).collect();
    phrases.extend((more > 0).then(|| format!("{more} more")));
    phrases.extend((withheld > 0).then(|| format!("{} withheld", rows(withheld))));
    if phrases.is_empty() {
        phrases.push("nobody".to_owned());
    }
    Some(Line::paragraph("  ", &format!("{}: {}", shown.definition.name, phrases.join("; "))))
}
