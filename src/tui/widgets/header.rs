//! The header: one row with what this is, where and when, and who is signed in.

use super::clip::{clip, width};
use super::pen::Pen;

/// What of the left is kept where there is room for no more.
const LEAST_LEFT: usize = 10;

/// What the header says. The demo banner, where there is one, comes first and is never cut away.
#[derive(Clone, Debug, Default)]
pub struct Header {
    /// What the screen is, and of what.
    pub left: String,
    /// Day and time.
    pub middle: String,
    /// Who is signed in, until when.
    pub right: String,
    /// The banner over invented people, such as `DEMO`.
    pub demo: Option<String>,
}

impl Header {
    /// Draws the header in the pen's first row. The date gives way first and the time of day last: what
    /// is before it on the left is cut for it.
    pub fn draw(&self, pen: &mut Pen<'_>) {
        let theme = pen.theme();
        let mut start = 0;
        if let Some(demo) = &self.demo {
            start = pen.text(0, 0, &format!(" {demo} "), theme.demo()).saturating_add(1);
        }
        let room = usize::from(pen.area().width.saturating_sub(start));
        let times = self.times();
        let shortest = times.last().map_or(0, |time| width(time) + 2);
        let right = width(&self.right);
        if room < LEAST_LEFT + right + shortest {
            let title = clip(&self.left, room, &theme);
            let end = pen.text(start, 0, &title, theme.title());
            pen.text(end.saturating_add(2), 0, &self.right, theme.value());
            return;
        }
        let title = clip(&self.left, room - right - shortest, &theme);
        let left = width(&title);
        pen.text(start, 0, &title, theme.title());
        pen.text_right(0, &self.right, theme.value());
        let between = room - left - right;
        // Two columns at either side, or the date is left off; the time of day stands in any case.
        let time = times.iter().find(|time| width(time) + 4 <= between).or(times.last());
        if let Some(time) = time {
            let offset = left + (between.saturating_sub(width(time))) / 2;
            pen.text(start + u16::try_from(offset).unwrap_or(0), 0, time, theme.value());
        }
    }

    /// Day and time, then weekday and time, then the time of day alone.
    fn times(&self) -> Vec<String> {
        let words: Vec<&str> = self.middle.split_whitespace().collect();
        // No time, but a place among others: "3/8 Keeping safe", "page 1 of 2".
        if let [_, at, "of", all] = words.as_slice() {
            return vec![self.middle.clone(), format!("{at}/{all}")];
        }
        if let Some(place) = words.first().filter(|word| word.contains('/')) {
            return vec![self.middle.clone(), (*place).to_owned()];
        }
        let (Some(first), Some(last)) = (words.first(), words.last()) else { return Vec::new() };
        let weekday = if words.len() > 1 { format!("{first} {last}") } else { (*last).to_owned() };
        vec![self.middle.clone(), weekday, (*last).to_owned()]
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::{MONO, drawn, sweep};
    use super::*;

    fn header() -> Header {
        Header {
            left: "BOARD  Bromley".into(),
            middle: "Mon 23 Nov 19:44".into(),
            right: "OKAFOR to 22:00".into(),
            demo: Some("DEMO".into()),
        }
    }

    #[test]
    fn the_date_gives_way_first_and_the_time_of_day_last() {
        let wide = drawn(64, 1, &MONO, |pen| header().draw(pen));
        assert_eq!(wide, " DEMO  BOARD  Bromley      Mon 23 Nov 19:44      OKAFOR to 22:00");
        let narrow = drawn(53, 1, &MONO, |pen| header().draw(pen));
        assert_eq!(narrow, " DEMO  BOARD  Bromley    Mon 19:44    OKAFOR to 22:00");
        let narrower = drawn(44, 1, &MONO, |pen| header().draw(pen));
        assert_eq!(narrower, " DEMO  BOARD  Bromley 19:44  OKAFOR to 22:00");
        let tight = drawn(30, 1, &MONO, |pen| header().draw(pen));
        assert_eq!(tight, " DEMO  BOARD  Bromley  OKAFOR…");
    }

    #[test]
    fn any_size_is_borne() {
        sweep(|columns, rows| drawn(columns, rows, &MONO, |pen| header().draw(pen)));
    }
}
