//! Repeatable numbers, and codes drawn by how often they come up.

use chrono::Duration;

use crate::domain::service::Code;

/// A small generator of repeatable numbers (SplitMix64).
pub(super) struct Dice(pub(super) u64);

impl Dice {
    /// A number from 0 up to, but without, `sides`.
    pub(super) fn roll(&mut self, sides: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        let sides = u64::try_from(sides).unwrap_or(1).max(1);
        usize::try_from((z ^ (z >> 31)) % sides).unwrap_or(0)
    }

    /// Whether this is one of so many.
    pub(super) fn one_in(&mut self, many: usize) -> bool {
        self.roll(many) == 0
    }

    /// Fewer minutes than this.
    pub(super) fn minutes(&mut self, under: usize) -> Duration {
        Duration::minutes(i64::try_from(self.roll(under)).unwrap_or(0))
    }

    /// Any code of a list, each as often.
    pub(super) fn code(&mut self, list: &[Code]) -> String {
        self.weighed(list, &[])
    }

    /// A code of a list: those named come up as often as the number beside them says, any other once.
    pub(super) fn weighed(&mut self, list: &[Code], often: &[(&str, usize)]) -> String {
        let weight = |code: &Code| often.iter().find(|(name, _)| *name == code.code).map_or(1, |(_, n)| *n);
        let mut left = self.roll(list.iter().map(weight).sum());
        for code in list {
            match left.checked_sub(weight(code)) {
                Some(less) => left = less,
                None => return code.code.clone(),
            }
        }
        String::new()
    }
}
