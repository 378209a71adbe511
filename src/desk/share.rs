//! How much of long work is done, in percent of the whole.

/// The share of the whole, where a part of the work goes from one percentage to another.
pub fn part((from, to): (u8, u8), share: u8) -> u8 {
    let width = u16::from(to.saturating_sub(from)) * u16::from(share.min(100)) / 100;
    from.saturating_add(u8::try_from(width).unwrap_or(0)).min(to)
}

/// How much of the whole is done, in percent.
pub(super) fn percent(done: u64, all: u64) -> u8 {
    u8::try_from(done.saturating_mul(100) / all.max(1)).unwrap_or(100).min(100)
}

#[cfg(test)]
mod tests {
    use super::{part, percent};

    #[test]
    fn a_share_is_never_more_than_the_whole() {
        assert_eq!([0, 1, 2, 3, 900].map(|done| percent(done, 3)), [0, 33, 66, 100, 100]);
        assert_eq!(percent(0, 0), 0);
    }

    #[test]
    fn parts_make_one_whole() {
        assert_eq!([0, 50, 100].map(|share| part((40, 100), share)), [40, 70, 100]);
        assert_eq!(part((0, 40), 250), 40);
    }
}
