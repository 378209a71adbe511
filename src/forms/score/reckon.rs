//! What a score comes to: its terms one by one, their sum, its band.

use super::{Band, BandTest, Counts, CutOff, Lookup, Points, Score, ScoreKind, ScoreResult, Term};
use crate::domain::answer::{Answer, Decimal};
use crate::forms::expr::eval::{Bounds, Facts, Seen, possible};
use crate::forms::form::Question;
use crate::forms::sheet::state::Sum;

impl Term {
    /// What the term brings, in thousandths, and whether its answer is missing.
    pub(in crate::forms) fn work_out(&self, facts: &Facts<'_>) -> (Bounds, bool) {
        let Some(question) = facts.questions.get(self.place) else { return (Bounds::exactly(0), true) };
        let answered = facts.entry(self.place).and_then(Answer::value).is_some();
        let skipped = self.skipped.map(|skipped| Bounds::exactly(skipped.saturating_mul(1000)));
        match (skipped, facts.seen(self.place)) {
            (Some(skipped), Seen::Hidden) => (skipped, false),
            (Some(skipped), Seen::Unsure) => (skipped.or(self.points(question, facts)), true),
            _ => {
                let points = self.points(question, facts);
                // An answer alone is not enough while it is not known by which ranges it counts.
                (points, !answered || points.known().is_none())
            }
        }
    }

    fn points(&self, question: &Question, facts: &Facts<'_>) -> Bounds {
        let worth = facts.worth(self.place);
        match &self.counts {
            Counts::Worth => worth,
            Counts::Reversed(from) => Bounds::exactly(from.saturating_mul(1000)).plus(worth.negated()),
            Counts::Reaches(threshold) => {
                let reached = |n: i64| i64::from(n >= threshold.saturating_mul(1000)) * 1000;
                Bounds { least: reached(worth.least), most: reached(worth.most) }
            }
            Counts::Lookup(lookups) => looked_up(lookups, worth, possible(question), facts),
        }
    }
}

/// The points for a value, or for all values it can still have, in the first lookup that holds;
/// while that is not certain, in any that can.
fn looked_up(lookups: &[Lookup], worth: Bounds, possible: Bounds, facts: &Facts<'_>) -> Bounds {
    let mut found: Option<Bounds> = None;
    for lookup in lookups {
        let holds = lookup.when.as_ref().map_or(Some(true), |when| when.truth(facts));
        if holds == Some(false) {
            continue;
        }
        let worth = Bounds { least: worth.least.max(possible.least), most: worth.most.min(possible.most) };
        let points = lookup.ranges.iter().filter(|range| range.meets(worth));
        let points =
            points.map(|range| Bounds::exactly(range.points.saturating_mul(1000))).reduce(Bounds::or);
        found = match (found, points) {
            (Some(found), Some(points)) => Some(found.or(points)),
            (found, points) => found.or(points),
        };
        if holds == Some(true) {
            break;
        }
    }
    found.unwrap_or_else(|| Bounds::exactly(0))
}

impl Points {
    fn meets(&self, worth: Bounds) -> bool {
        let above = self.from.map_or(i64::MIN, Decimal::thousandths);
        let below = self.to.map_or(i64::MAX, Decimal::thousandths);
        worth.most >= above && worth.least <= below
    }
}

impl Score {
    /// What it comes to, or can still come to, in thousandths.
    pub(in crate::forms) fn bounds(&self, sum: &Sum, facts: &Facts<'_>) -> Bounds {
        let terms = sum.bounds();
        let reached = |n: i64| {
            let one = |count: i64| i64::from(count >= n.saturating_mul(1000)) * 1000;
            Bounds { least: one(terms.least), most: one(terms.most) }
        };
        match (self.kind, &self.gate) {
            (ScoreKind::Any, _) => reached(1),
            (ScoreKind::NOf(n), _) => reached(n),
            (_, Some(gate)) => {
                let otherwise = Bounds::exactly(gate.otherwise.saturating_mul(1000));
                match gate.open_if.truth(facts) {
                    Some(true) => terms,
                    Some(false) => otherwise,
                    None => terms.or(otherwise),
                }
            }
            _ => terms,
        }
    }

    /// The whole result.
    pub(in crate::forms) fn result(&self, sum: &Sum, facts: &Facts<'_>) -> ScoreResult {
        if self.has_number() { self.number(sum, facts) } else { self.rule(facts) }
    }

    fn number(&self, sum: &Sum, facts: &Facts<'_>) -> ScoreResult {
        let bounds = self.bounds(sum, facts);
        let (floor, ceiling) = (bounds.least / 1000, bounds.most / 1000);
        let certain = matches!(self.kind, ScoreKind::Any | ScoreKind::NOf(_)) && floor == ceiling;
        let missing = if certain { 0 } else { self.missing(sum, facts) };
        let value = (missing == 0).then_some(floor);
        let (bands, early) = self.bands_in_force(facts);
        let (floor_band, ceiling_band) = (band_of(bands, floor), band_of(bands, ceiling));
        let early_band =
            floor_band.filter(|floor| early && ceiling_band.is_some_and(|top| top.name == floor.name));
        let band = value.and_then(|value| band_of(bands, value)).or(early_band);
        ScoreResult {
            id: self.id.clone(),
            title: self.title.clone(),
            value,
            floor: Some(floor),
            ceiling: Some(ceiling),
            band: band.map(said),
            published_band: band.map(|band| band.name.clone()),
            floor_band: floor_band.map(said),
            ceiling_band: ceiling_band.map(said),
            complete: missing == 0,
            missing,
        }
    }

    /// How many answers it still needs.
    fn missing(&self, sum: &Sum, facts: &Facts<'_>) -> usize {
        match self.gate.as_ref().map(|gate| gate.open_if.truth(facts)) {
            Some(Some(false)) => 0,
            Some(None) => sum.missing + 1,
            Some(Some(true)) | None => sum.missing,
        }
    }

    /// The bands for this person, and whether they speak early; none while it is not certain which.
    fn bands_in_force(&self, facts: &Facts<'_>) -> (&[Band], bool) {
        for CutOff { when, early, bands } in &self.cut_offs {
            match when.truth(facts) {
                Some(true) => return (bands, *early),
                Some(false) => {}
                None => return (&[], false),
            }
        }
        (&self.bands, false)
    }

    /// A rule speaks when every question it looks at is settled or hidden for certain, or as soon as a band
    /// is certain that may speak early. A question that is hidden makes no condition true.
    fn rule(&self, facts: &Facts<'_>) -> ScoreResult {
        let missing = if self.kind == ScoreKind::None {
            0
        } else {
            let looked_at = self.looks_at.iter().filter_map(|place| facts.questions.get(*place));
            looked_at.filter(|question| question.takes_answer() && !settled(question, facts)).count()
        };
        let band = self.spoken(missing == 0, facts);
        ScoreResult {
            id: self.id.clone(),
            title: self.title.clone(),
            value: None,
            floor: None,
            ceiling: None,
            floor_band: None,
            ceiling_band: None,
            band: band.map(said),
            published_band: band.map(|band| band.name.clone()),
            complete: missing == 0,
            missing,
        }
    }

    fn spoken(&self, settled: bool, facts: &Facts<'_>) -> Option<&Band> {
        for band in &self.bands {
            let BandTest::When(when) = &band.test else { continue };
            match when.truth(facts) {
                Some(true) => return (settled || band.early).then_some(band),
                None if !settled => return None,
                _ => {}
            }
        }
        None
    }
}

/// Whether nothing more is to come from a question: it has a value or a refusal that counts, or it
/// is hidden and nobody has still to be asked what it waits for.
fn settled(question: &Question, facts: &Facts<'_>) -> bool {
    let open = |place: &usize| facts.seen(*place) != Seen::Hidden && facts.entry(*place).is_none();
    match facts.seen(question.place) {
        Seen::Hidden => true,
        Seen::Unsure => question.show_if.as_ref().is_some_and(|when| !when.questions().iter().any(open)),
        Seen::Shown => {
            let refused = question.declined_counts && facts.declined(question.place);
            refused || facts.value(question.place).is_some()
        }
    }
}

fn said(band: &Band) -> String {
    band.words().to_owned()
}

fn band_of(bands: &[Band], value: i64) -> Option<&Band> {
    bands.iter().find(|band| match band.test {
        BandTest::Between { from, to } => (from..=to).contains(&value),
        BandTest::When(_) => false,
    })
}
