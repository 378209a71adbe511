//! Keys that stand for places: digits, and the letters that choose a form beyond the ninth.

use super::Key;

/// The ten digits.
pub(super) const DIGITS: &[Key] = &[
    Key::Char('0'),
    Key::Char('1'),
    Key::Char('2'),
    Key::Char('3'),
    Key::Char('4'),
    Key::Char('5'),
    Key::Char('6'),
    Key::Char('7'),
    Key::Char('8'),
    Key::Char('9'),
];
/// Those that choose from the first on.
pub(super) const ANSWERS: &[Key] = &[
    Key::Char('1'),
    Key::Char('2'),
    Key::Char('3'),
    Key::Char('4'),
    Key::Char('5'),
    Key::Char('6'),
    Key::Char('7'),
    Key::Char('8'),
    Key::Char('9'),
];

/// The letters that choose a form beyond the ninth; the others act on the list.
pub const FORM_LETTERS: &[Key] = &[
    Key::Char('a'),
    Key::Char('b'),
    Key::Char('c'),
    Key::Char('e'),
    Key::Char('f'),
    Key::Char('g'),
    Key::Char('h'),
    Key::Char('i'),
    Key::Char('j'),
    Key::Char('k'),
    Key::Char('m'),
    Key::Char('n'),
    Key::Char('o'),
    Key::Char('p'),
    Key::Char('q'),
    Key::Char('s'),
    Key::Char('t'),
    Key::Char('u'),
    Key::Char('v'),
    Key::Char('w'),
    Key::Char('x'),
    Key::Char('y'),
    Key::Char('z'),
];

/// The key of the form at this place of the list, counted from 0; the last ones have none.
pub fn form_key(place: usize) -> Option<char> {
    match ANSWERS.iter().chain(FORM_LETTERS).nth(place) {
        Some(Key::Char(c)) => Some(*c),
        _ => None,
    }
}

/// The number, from 1, of the form that this letter chooses; 0 for any other key.
pub fn form_number(key: Key) -> u8 {
    let place = ANSWERS.iter().chain(FORM_LETTERS).position(|known| *known == key);
    place.and_then(|place| u8::try_from(place + 1).ok()).unwrap_or(0)
}
