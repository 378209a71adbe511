//! The head of a paper: what it is, for whom, of which shift.

use super::{BLANK, Density};
use crate::domain::time::{full, local, near};
use crate::handover::block::{Block, Line};
use crate::handover::facts::Facts;

/// What every page says at its top.
pub fn running(facts: &Facts) -> Vec<String> {
    let sites: Vec<&str> = facts.sites.iter().map(|(code, _)| code.as_str()).collect();
    let shift = &facts.shift;
    let from = local(shift.from).format("%-d %b %H:%M");
    let hours = format!("{from}-{}", near(shift.to, shift.from));
    vec![facts.service.clone(), sites.join("+"), hours]
}

/// What the footer calls the paper.
pub fn note(facts: &Facts) -> String {
    format!("note {} v{}", facts.note, facts.version).replace("  ", " ")
}

/// Its title, the sites, when it was made, who gives it to whom.
pub fn title(facts: &Facts, for_whom: &str, density: Density) -> Vec<Line> {
    let shift = &facts.shift;
    let made = format!("made {}", full(facts.made_at));
    // Of several sites the head of the page has the codes.
    let one = facts.sites.first().filter(|_| facts.sites.len() == 1);
    let site = one.map(|(code, name)| format!("{name} ({code})"));
    let whom = if for_whom.is_empty() { BLANK } else { for_whom };
    let role = if shift.role.is_empty() { String::new() } else { format!(" ({})", shift.role) };
    let title = format!("{}  ", facts.audience().title().to_uppercase());
    let given = [format!("Given by {}{role}", shift.who), format!("For {whom}")];
    let first = site.into_iter().chain([made]);
    match density {
        Density::Roomy => vec![Line::phrases(&title, first, "  "), Line::phrases("", given, "  ")],
        Density::Tight | Density::Close | Density::Crowd => {
            let title = title.trim_end().to_owned();
            vec![Line::phrases("", [title].into_iter().chain(first).chain(given), "  ")]
        }
    }
}

/// The head of a paper that goes to a reader outside the team: its title and one line of how it is
/// to be used.
pub fn outside(facts: &Facts, use_of_it: &str) -> Block {
    let mut lines = title(facts, facts.audience().reader(), Density::Roomy);
    lines.push(Line::prose("", use_of_it));
    lines.push(Line::Rule);
    Block::headed(facts.audience().title(), lines)
}
