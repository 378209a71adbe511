//! The header: one row with what this is, where and when, and who is signed in.

use super::clip::{clip, width};
use super::pen::Pen;

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
    /// Draws the header in the pen's first row; the middle gives way first, then the right.
    pub fn draw(&self, pen: &mut Pen<'_>) {
        let theme = pen.theme();
        let mut start = 0;
        if let Some(demo) = &self.demo {
            start = pen.text(0, 0, &format!(" {demo} "), theme.demo()).saturating_add(1);
        }
        let room = usize::from(pen.area().width.saturating_sub(start));
        let (left, middle, right) = (width(&self.left), width(&self.middle), width(&self.right));
        if left + right + 2 > room {
            let title = clip(&self.left, room, &theme);
            let end = pen.text(start, 0, &title, theme.title());
            pen.text(end.saturating_add(2), 0, &self.right, theme.value());
            return;
        }
        pen.text(start, 0, &self.left, theme.title());
        pen.text_right(0, &self.right, theme.value());
        let between = room - left - right;
        if middle + 2 <= between {
            let offset = left + (between - middle) / 2;
            pen.text(start + u16::try_from(offset).unwrap_or(0), 0, &self.middle, theme.value());
        }
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
    fn the_middle_gives_way_before_the_name_does() {
        let wide = drawn(64, 1, &MONO, |pen| header().draw(pen));
        assert_eq!(wide, " DEMO  BOARD  Bromley      Mon 23 Nov 19:44      OKAFOR to 22:00");
        let narrow = drawn(40, 1, &MONO, |pen| header().draw(pen));
        assert_eq!(narrow, " DEMO  BOARD  Bromley    OKAFOR to 22:00");
        let tight = drawn(30, 1, &MONO, |pen| header().draw(pen));
        assert_eq!(tight, " DEMO  BOARD  Bromley  OKAFOR…");
    }

    #[test]
    fn any_size_is_borne() {
        sweep(|columns, rows| drawn(columns, rows, &MONO, |pen| header().draw(pen)));
    }
}
