//! The shift in figures for the lead: gaps, what went wrong, what is late. Nobody is named.

use super::labelled;
use crate::domain::time::span;
use crate::handover::block::{Block, Line};
use crate::handover::facts::{Facts, LeadFacts};

/// The blocks of the summary.
pub fn blocks(facts: &Facts, lead: &LeadFacts) -> Vec<Block> {
    let head = super::front::outside(facts, "Figures only. People are on the note to the team.");
    let mut table = vec![Line::row(&format!(
        "{:<6}{:>9}{:>7}{:>9}{:>9}{:>10}{:>10}{:>12}",
        "SITE", "referred", "seen", "waiting", "on hold", "not seen", "released", "longest"
    ))];
    table.extend(lead.sites.iter().map(|site| {
        let longest = if site.waiting == 0 { "-".to_owned() } else { span(site.longest_wait) };
        Line::row(&format!(
            "{:<6}{:>9}{:>7}{:>9}{:>9}{:>10}{:>10}{longest:>12}",
            site.code, site.referred, site.seen, site.waiting, site.on_hold, site.not_seen, site.released,
        ))
    }));
    let ((flags, untold), (reports, late)) = (lead.flags, lead.reports);
    let ((actions, overdue, third), (pending, waiting)) = (lead.actions, lead.onward);
    let figures = [
        format!("Red flags raised: {flags}; custody still to be told of {untold}"),
        format!("Left without being seen: {}", lead.released_unseen),
        format!("Reports open: {reports}; late {late}"),
        format!("Actions open: {actions}; late {overdue}; carried a third time or more {third}"),
        format!("Onward referrals pending: {pending}; not accepted {waiting}"),
        format!("Handovers of the last day not received whole: {}", lead.unreceived),
    ];
    vec![
        head,
        Block::headed("Sites", table),
        Block::headed("Cover", labelled("COVER", lead.cover.iter().map(String::as_str))),
        Block::headed("Figures", figures.iter().map(|text| Line::prose("", text)).collect()),
    ]
}
