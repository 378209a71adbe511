//! Which red flags an answer raises, and which it lifts.

use uuid::Uuid;

use crate::domain::episode::{Episode, RedFlag};
use crate::domain::event::FlagRaise;
use crate::domain::ids::{FlagId, ScreeningId};
use crate::forms::{Sheet, Tier};

/// The rules that fire now.
pub(super) fn firing(sheet: &Sheet) -> Vec<String> {
    sheet.flags().map(|flag| flag.id.clone()).collect()
}

/// Flags that fire and do not stand yet. What a form put right has raised stands already, so that
/// nobody has to tell the same thing twice.
pub(super) fn raised(episode: &Episode, screening: ScreeningId, sheet: &Sheet) -> Vec<FlagRaise> {
    let line = episode.line_of(screening);
    let standing: Vec<&RedFlag> = standing(episode).filter(|f| line.contains(&f.raise.screening)).collect();
    sheet
        .flags()
        .filter(|flag| standing.iter().all(|old| old.raise.rule != flag.id))
        .map(|flag| FlagRaise {
            flag: FlagId(Uuid::now_v7()),
            screening,
            rule: flag.id.clone(),
            question: flag.question.clone(),
            words: flag.words.clone(),
            action: flag.action.clone(),
            tier: match flag.tier {
                Tier::T0 => 0,
                Tier::T1 => 1,
            },
        })
        .collect()
}

/// Flags of this screening that fired before the answer and do not now, with their words. Those
/// that a form put right has raised, or an answer that another version of the form no longer asks
/// for, stay until somebody was told.
pub(super) fn lifted(
    episode: &Episode,
    screening: ScreeningId,
    before: &[String],
    sheet: &Sheet,
) -> Vec<(FlagId, String)> {
    standing(episode)
        .filter(|old| old.raise.screening == screening && before.contains(&old.raise.rule))
        .filter(|old| !sheet.flagged(&old.raise.rule))
        .map(|old| (old.raise.flag, old.raise.words.clone()))
        .collect()
}

fn standing(episode: &Episode) -> impl Iterator<Item = &RedFlag> {
    episode.flags.iter().filter(|flag| flag.lifted_at.is_none())
}
