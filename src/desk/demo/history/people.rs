//! The people of earlier years: invented names from where people in England have theirs, some of
//! whom come back.

use chrono::{DateTime, Datelike, Duration, NaiveDate, Utc};

use super::dice::Dice;
use crate::domain::referral::{Birth, Person};
use crate::domain::service::Lists;
use crate::domain::time::local;

/// About how often each comes up; any other code counts as one.
const SEXES: [(&str, usize); 2] = [("M", 160), ("F", 32)];
/// The age of criminal responsibility: nobody younger is arrested.
const YOUNGEST: i32 = 10;

/// Ages at which something changes: those who turn them on the very day are counted on the right side.
const TURNING: [i32; 6] = [YOUNGEST, 14, 16, 18, 25, 65];

/// People who will come back that are kept in mind; the first of them are forgotten beyond it.
const REMEMBERED: usize = 4_000;

/// Names of one kind, from the most frequent kinds of place to the rarest.
struct Names(Vec<&'static str>);

impl Names {
    fn of(text: &'static str) -> Self {
        Self(text.lines().flat_map(|line| line.split(", ")).collect())
    }

    /// A name; those at the head of the list come up more often, as in a register.
    fn pick(&self, dice: &mut Dice) -> String {
        let place = dice.roll(self.0.len()).min(dice.roll(self.0.len()));
        self.0.get(place).copied().unwrap_or_default().to_owned()
    }
}

/// Who there is to come in.
pub(super) struct People {
    surnames: Names,
    given: Names,
    /// Each with how often they will still come.
    coming_back: Vec<(Person, usize)>,
}

impl People {
    pub(super) fn new() -> Self {
        Self {
            surnames: Names::of(include_str!("surnames.txt")),
            given: Names::of(include_str!("given.txt")),
            coming_back: Vec::new(),
        }
    }

    /// Who comes in at this time: about every third somebody who was here before, in all two to five
    /// times, by the same name and date of birth.
    pub(super) fn next(&mut self, at: DateTime<Utc>, lists: &Lists, dice: &mut Dice) -> Person {
        if dice.roll(3) == 0
            && let Some(back) = self.comes_back(dice)
        {
            return back;
        }
        let person = Person {
            surname: self.surnames.pick(dice),
            given: self.given.pick(dice),
            birth: birth(at, dice),
            sex: dice.weighed(&lists.sexes, &SEXES),
        };
        // Only who can be known again by a date of birth.
        if matches!(person.birth, Birth::On(_)) && dice.roll(5) == 0 {
            if self.coming_back.len() >= REMEMBERED {
                self.coming_back.remove(0);
            }
            self.coming_back.push((person.clone(), 1 + dice.roll(4)));
        }
        person
    }

    fn comes_back(&mut self, dice: &mut Dice) -> Option<Person> {
        let place = dice.roll(self.coming_back.len());
        let (person, left) = self.coming_back.get_mut(place)?;
        let person = person.clone();
        *left -= 1;
        if *left == 0 {
            self.coming_back.swap_remove(place);
        }
        Some(person)
    }
}

/// A date of birth for nine in ten, an age as it was told for most others. Ten to seventy-one years
/// old (nobody is arrested under ten), most of them between twenty and forty-five; one in twelve is a child, and a few have their
/// birthday on the day or have just not had it.
fn birth(at: DateTime<Utc>, dice: &mut Dice) -> Birth {
    let today = local(at).date();
    if dice.one_in(60)
        && let Some(born) = turns(today, dice)
    {
        return Birth::On(born);
    }
    let years = match dice.roll(12) {
        0 => 10 + dice.roll(8),
        _ => 12 + dice.roll(21) + dice.roll(21) + dice.roll(20),
    };
    // A day more than the leap years are, so that the birthday of that age has been.
    let days = i64::try_from(years * 365 + years / 4 + 1 + dice.roll(364)).unwrap_or(0);
    match dice.roll(40) {
        0 => Birth::Unknown,
        1..=3 => Birth::Aged { years: u16::try_from(years).unwrap_or(30), on: today },
        _ => Birth::On(today - Duration::days(days)),
    }
}

/// The birth of somebody who turns an age today, or tomorrow unless they are too young today.
fn turns(today: NaiveDate, dice: &mut Dice) -> Option<NaiveDate> {
    let years = TURNING.get(dice.roll(TURNING.len()))?;
    let is_tomorrow = dice.one_in(2) && *years > YOUNGEST;
    let day = today + Duration::days(i64::from(is_tomorrow));
    day.with_year(day.year() - years)
}
