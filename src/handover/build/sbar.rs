//! One person by telephone: situation, background, assessment, recommendation (SBAR).

use chrono::{DateTime, Utc};

use super::{identity, person};
use crate::domain::time::near;
use crate::handover::block::{Block, Line};
use crate::handover::facts::PersonFacts;

/// What a call about one person says beside what the team is told of them.
#[derive(Clone, Debug)]
pub struct Sbar {
    /// Who rings: "Ada Okafor, RMN, 07700 900123".
    pub caller: String,
    /// What was asked of us at the referral: source and reason in words.
    pub referral: String,
    /// Services the person is known to.
    pub known_to: String,
    /// Risk level that a decision found, in words.
    pub risk: String,
}

/// The four parts, each a block.
pub fn sbar(one: &PersonFacts, beside: &Sbar, now: DateTime<Utc>) -> Vec<Block> {
    let clocks: Vec<String> = one.clocks.iter().map(|due| person::clock(*due, now)).collect();
    let flags: Vec<String> =
        one.open_flags().map(|flag| format!("{}: {}", flag.raise.words, flag.missing())).collect();
    let mut situation = vec![
        format!("This is {}.", beside.caller),
        format!(
            "About {}, {}, {}, {}.",
            identity(&one.who, one.age, &one.sex),
            one.place,
            one.reference,
            one.severity.word()
        ),
        one.reason.clone(),
    ];
    situation.extend(flags.iter().map(|flag| format!("RED FLAG {flag}")));
    if !clocks.is_empty() {
        situation.push(format!("Clocks: {}", clocks.join("; ")));
    }
    let mut background = vec![beside.referral.clone()];
    if !beside.known_to.is_empty() {
        background.push(format!("Known to: {}", beside.known_to));
    }
    background.extend(one.needs.iter().cloned());
    background.push(format!("Consent: {}", one.consent_words()));
    background.extend(person::notes(one, now));
    let mut assessment: Vec<String> =
        one.screenings.iter().map(|form| person::screening(form, now)).collect();
    if !beside.risk.is_empty() {
        assessment.push(format!("Risk found: {}", beside.risk));
    }
    assessment.push(format!("State: {}", one.state));
    assessment.extend(person::told(one, now));
    let mut recommendation: Vec<String> = one
        .open_actions()
        .map(|action| {
            let due = action.due.map(|due| format!(" by {}", near(due, now))).unwrap_or_default();
            let owner = if action.owner.is_empty() { String::new() } else { format!(", {}", action.owner) };
            let late = if action.is_late(now) { "  LATE" } else { "" };
            format!("[ ] {}{owner}{due}{late}", action.what)
        })
        .collect();
    recommendation.extend(one.contingency.clone());
    recommendation.push("I ask you to: ________________________________________".to_owned());
    recommendation.push("Answered by ____________________  time ________  read back [ ]".to_owned());
    [
        ("SITUATION", situation),
        ("BACKGROUND", background),
        ("ASSESSMENT", assessment),
        ("RECOMMENDATION", recommendation),
    ]
    .into_iter()
    .map(|(title, texts)| part(title, &texts))
    .collect()
}

fn part(title: &str, texts: &[String]) -> Block {
    let said = texts.iter().filter(|text| !text.trim().is_empty()).map(|text| Line::prose("  ", text));
    let lines = std::iter::once(Line::prose("", title)).chain(said).chain([Line::row("")]).collect();
    Block::headed(title, lines)
}
