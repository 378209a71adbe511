//! How far long work is.

/// "[#####.....]  50 %", so many columns between the brackets.
pub fn bar(share: u8, width: usize) -> String {
    let done = width * usize::from(share.min(100)) / 100;
    format!("[{}{}] {share:>3} %", "#".repeat(done), ".".repeat(width - done))
}

/// The bar on a screen of so many columns.
pub fn bar_on(columns: u16, share: u8) -> String {
    bar(share, columns.saturating_sub(10).min(60).into())
}

#[cfg(test)]
mod tests {
    use super::{bar, bar_on};

    #[test]
    fn the_bar_is_as_long_as_the_share() {
        assert_eq!(bar(0, 10), "[..........]   0 %");
        assert_eq!(bar(50, 10), "[#####.....]  50 %");
        assert_eq!(bar(100, 10), "[##########] 100 %");
        assert_eq!(bar(7, 0), "[]   7 %");
    }

    #[test]
    fn no_screen_is_too_narrow_for_it() {
        assert_eq!(bar_on(0, 40), "[]  40 %");
        assert_eq!(bar_on(20, 40), "[####......]  40 %");
        assert!(bar_on(80, 40).len() < 80);
    }
}
