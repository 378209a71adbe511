//! One row of a court's list while it is typed: its fields, and the row they make.

use chrono::{DateTime, NaiveDateTime, Utc};

use crate::desk::court::{CourtRow, FromCustody};
use crate::domain::ids::PersonId;
use crate::domain::referral::{Birth, Person};
use crate::domain::service::{Code, find};
use crate::domain::time::from_local;
use crate::tui::input::Key;
use crate::tui::widgets::age::{AgeOrBirth, parse_age};
use crate::tui::widgets::line_edit::LineEdit;
use crate::tui::widgets::when::{Bias, parse_when};

/// A field of a row, in the order in which a list is read.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Part {
    Surname,
    Given,
    Age,
    Sex,
    Slot,
    Room,
    Time,
}

impl Part {
    pub(super) const ALL: [Self; 7] =
        [Self::Surname, Self::Given, Self::Age, Self::Sex, Self::Slot, Self::Room, Self::Time];

    pub(super) fn label(self) -> &'static str {
        match self {
            Self::Surname => "Surname",
            Self::Given => "Given",
            Self::Age => "Age/birth",
            Self::Sex => "Sex",
            Self::Slot => "Slot",
            Self::Room => "Room",
            Self::Time => "Time",
        }
    }

    pub(super) fn place(self) -> usize {
        Self::ALL.iter().position(|part| *part == self).unwrap_or(0)
    }

    pub(super) fn next(self) -> Option<Self> {
        Self::ALL.get(self.place() + 1).copied()
    }

    pub(super) fn before(self) -> Option<Self> {
        self.place().checked_sub(1).and_then(|place| Self::ALL.get(place)).copied()
    }
}

/// What is typed of one row. Its `Debug` shows no typed text.
#[derive(Clone, Debug, Default)]
pub(super) struct Typed {
    lines: [LineEdit; 7],
    /// Proposed from the row before: typing takes its place.
    proposed: [bool; 7],
    pub(super) from: Option<FromCustody>,
    /// Who it is, once somebody said: a person, or nobody known.
    pub(super) settled: Option<Option<PersonId>>,
}

impl Typed {
    /// The next row: the same room and time, and the next number where the slot ends in one.
    pub(super) fn after(last: &Self) -> Self {
        let mut next = Self::default();
        for part in [Part::Room, Part::Time] {
            next.propose(part, &last.text(part));
        }
        if let Some(slot) = next_slot(&last.text(Part::Slot)) {
            next.propose(Part::Slot, &slot);
        }
        next
    }

    pub(super) fn text(&self, part: Part) -> String {
        self.lines.get(part.place()).map(LineEdit::text).unwrap_or_default().trim().to_owned()
    }

    pub(super) fn halves(&self, part: Part) -> (&str, &str) {
        self.lines.get(part.place()).map(LineEdit::halves).unwrap_or_default()
    }

    /// Whether anything was typed: what is only proposed does not count.
    pub(super) fn is_empty(&self) -> bool {
        self.lines.iter().zip(self.proposed).all(|(line, proposed)| proposed || line.is_empty())
    }

    fn propose(&mut self, part: Part, text: &str) {
        self.put(part, text);
        if let Some(proposed) = self.proposed.get_mut(part.place()) {
            *proposed = !text.is_empty();
        }
    }

    pub(super) fn put(&mut self, part: Part, text: &str) {
        if let Some(line) = self.lines.get_mut(part.place()) {
            *line = LineEdit::new(text);
        }
    }

    pub(super) fn key(&mut self, part: Part, key: Key) {
        let place = part.place();
        let (Some(line), Some(proposed)) = (self.lines.get_mut(place), self.proposed.get_mut(place)) else {
            return;
        };
        if std::mem::take(proposed) && matches!(key, Key::Char(_)) {
            line.wipe();
        }
        line.key(key);
        self.settled = None;
    }

    pub(super) fn paste(&mut self, part: Part, text: &str) {
        if let Some(line) = self.lines.get_mut(part.place()) {
            line.insert(text);
        }
    }

    /// Takes a match up: name, age or birth, sex, and the custody episode.
    pub(super) fn take(&mut self, from: FromCustody) {
        let person = &from.person;
        self.put(Part::Surname, &person.surname);
        self.put(Part::Given, &person.given);
        self.put(
            Part::Age,
            &match person.birth {
                Birth::On(born) => born.format("%d/%m/%Y").to_string(),
                Birth::Aged { years, .. } => years.to_string(),
                Birth::Unknown => String::new(),
            },
        );
        self.put(Part::Sex, &person.sex);
        self.from = Some(from);
    }

    /// The row that is typed, or the field that is in the way and why.
    pub(super) fn row(&self, sexes: &[Code], now: NaiveDateTime) -> Result<CourtRow, (Part, String)> {
        let surname = self.text(Part::Surname);
        if surname.is_empty() {
            return Err((
                Part::Surname,
                "A row needs a surname; type Unknown if nobody knows it.".to_owned(),
            ));
        }
        let birth = self.birth(now)?;
        let sex = self.text(Part::Sex);
        if find(sexes, &sex).is_none() {
            return Err((Part::Sex, "A row needs the sex, by its letter.".to_owned()));
        }
        Ok(CourtRow {
            person: Person { surname, given: self.text(Part::Given), birth, sex },
            custody_ref: self.from.as_ref().map(|from| from.custody_ref.clone()).unwrap_or_default(),
            room: self.text(Part::Room),
            slot: self.text(Part::Slot),
            hearing: self.hearing(now)?,
            from: self.from.clone(),
            same_person: self.settled.flatten(),
        })
    }

    fn birth(&self, now: NaiveDateTime) -> Result<Birth, (Part, String)> {
        let text = self.text(Part::Age);
        if text.is_empty() {
            return Ok(Birth::Unknown);
        }
        match parse_age(&text, now.date()) {
            // The very word of the custody episode, not an age told anew today.
            Ok(AgeOrBirth::Age(years)) => match self.from.as_ref().map(|from| from.person.birth) {
                Some(birth @ Birth::Aged { years: told, .. }) if told == u16::from(years) => Ok(birth),
                _ => Ok(Birth::Aged { years: years.into(), on: now.date() }),
            },
            Ok(AgeOrBirth::Born(day)) => Ok(Birth::On(day)),
            Err(why) => Err((Part::Age, format!("Age or birth: {why}."))),
        }
    }

    fn hearing(&self, now: NaiveDateTime) -> Result<Option<DateTime<Utc>>, (Part, String)> {
        let text = self.text(Part::Time);
        if text.is_empty() {
            return Ok(None);
        }
        let wall = parse_when(&text, now, Bias::Future);
        wall.map(|wall| Some(from_local(wall))).map_err(|why| (Part::Time, format!("Time: {why}.")))
    }
}

/// "am 4" after "am 3"; nothing after a slot without a number at its end.
fn next_slot(slot: &str) -> Option<String> {
    let head = slot.trim_end_matches(|c: char| c.is_ascii_digit());
    let digits = slot.strip_prefix(head)?;
    let next: u32 = digits.parse::<u32>().ok()?.checked_add(1)?;
    Some(format!("{head}{next:0width$}", width = digits.len()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_next_slot_counts_on_and_keeps_its_form() {
        assert_eq!(next_slot("am 3").as_deref(), Some("am 4"));
        assert_eq!(next_slot("c09").as_deref(), Some("c10"));
        assert_eq!(next_slot("dock"), None);
        assert_eq!(next_slot(""), None);
        assert_eq!(next_slot("99999999999"), None);
    }

    #[test]
    fn what_is_proposed_is_not_typed_and_typing_takes_its_place() {
        let mut first = Typed::default();
        first.put(Part::Room, "2");
        let mut next = Typed::after(&first);
        assert!(next.is_empty());
        assert_eq!(next.text(Part::Room), "2");
        next.key(Part::Room, Key::Char('5'));
        assert_eq!(next.text(Part::Room), "5");
        assert!(!next.is_empty());
    }
}
