//! The field in which several options are marked, each at a level: none, suspected, identified, known.
//!
//! An option's key raises it by a level, and after the last one takes the mark away. Nothing has to be
//! marked: the card goes past such a field where it is left alone.

use ratatui::text::{Line, Span};

use super::super::clip::{clip, shorten, width, wrap};
use super::super::list::Selection;
use super::super::pen::Pen;
use super::field::{Field, Heard, Kind};
use super::pick::{ChoiceOption, Pick, option_index, option_key};
use super::view::mark_more;
use crate::tui::input::Key;

/// Columns before a label: its key, a blank, the mark in brackets, a blank.
const BEFORE: usize = 6;
/// Columns between two columns of options.
const BETWEEN: usize = 2;

/// Options, and at which level each is marked.
#[derive(Clone, Debug, Default)]
pub(super) struct Levels {
    /// The options; `at` is the one the arrows are on.
    pub(super) pick: Pick,
    levels: Vec<ChoiceOption>,
    /// The level of each option by its place: 0 is none.
    marked: Vec<usize>,
}

impl Field {
    /// Several of many options, each at one of a few levels whose labels begin with different letters.
    /// It is filled beforehand by [`Field::default`] with pairs such as `alcohol=known drugs=suspected`.
    pub fn levels(
        id: &'static str,
        label: impl Into<String>,
        options: Vec<ChoiceOption>,
        levels: Vec<ChoiceOption>,
    ) -> Self {
        let marked = vec![0; options.len()];
        Self::new(id, label, Kind::Levels(Levels { pick: Pick { options, at: None }, levels, marked }))
    }

    pub(super) fn as_levels(&self) -> Option<&Levels> {
        match &self.kind {
            Kind::Levels(levels) => Some(levels),
            _ => None,
        }
    }
}

impl Levels {
    pub(super) fn key(&mut self, key: Key) -> Heard {
        let named = option_index(key).filter(|index| *index < self.pick.options.len());
        match (key, named, self.pick.at) {
            (_, Some(index), _) => {
                self.pick.at = Some(index);
                self.raise(index);
            }
            (Key::Char(' '), _, Some(at)) => self.raise(at),
            (Key::Backspace | Key::Delete, _, Some(at)) => self.mark(at, 0),
            (Key::Backspace | Key::Delete, _, None) => {}
            _ => return self.pick.key(key, None),
        }
        Heard::Edited
    }

    fn raise(&mut self, index: usize) {
        let next = self.marked.get(index).map_or(0, |level| (level + 1) % (self.levels.len() + 1));
        self.mark(index, next);
    }

    fn mark(&mut self, index: usize, level: usize) {
        if let Some(marked) = self.marked.get_mut(index) {
            *marked = level;
        }
    }

    /// Takes every mark away.
    pub(super) fn clear(&mut self) {
        self.marked.fill(0);
    }

    /// Codes of what is marked with the code of its level, the surest level first.
    pub(super) fn found(&self) -> Vec<(&str, &str)> {
        let marked = |level: usize| self.at_level(level).map(move |option| (option.code.as_str(), level));
        let all = (1..=self.levels.len()).rev().flat_map(marked);
        all.filter_map(|(code, level)| Some((code, self.level(level)?.code.as_str()))).collect()
    }

    fn at_level(&self, level: usize) -> impl Iterator<Item = &ChoiceOption> {
        let marked = self.pick.options.iter().zip(&self.marked);
        marked.filter(move |(_, at)| **at == level).map(|(option, _)| option)
    }

    fn level(&self, level: usize) -> Option<&ChoiceOption> {
        self.levels.get(level.checked_sub(1)?)
    }

    /// What is marked as [`Levels::fill`] reads it.
    pub(super) fn raw(&self) -> String {
        let pairs = self.found().into_iter().map(|(code, level)| format!("{code}={level}"));
        pairs.collect::<Vec<_>>().join(" ")
    }

    /// Marks what pairs of codes say; a code that there is not any more is left out.
    pub(super) fn fill(&mut self, pairs: &str) {
        self.clear();
        for (code, level) in pairs.split_whitespace().filter_map(|pair| pair.split_once('=')) {
            let option = self.pick.options.iter().position(|option| option.code == code);
            let level = self.levels.iter().position(|known| known.code == level);
            if let (Some(option), Some(level)) = (option, level) {
                self.mark(option, level + 1);
            }
        }
    }

    /// What is marked, in words; empty where nothing is.
    pub(super) fn words(&self) -> String {
        let of = |level: usize| {
            let labels: Vec<&str> = self.at_level(level).map(|option| option.label.as_str()).collect();
            let name = self.level(level)?.label.as_str();
            (!labels.is_empty()).then(|| format!("{name}: {}", labels.join(", ")))
        };
        (1..=self.levels.len()).rev().filter_map(of).collect::<Vec<_>>().join("; ")
    }

    /// The same in the columns of a field: how many there are of each level, by its first word or,
    /// where that is too long, its letter.
    fn counts(&self, columns: usize) -> String {
        let counts = |name: fn(&ChoiceOption) -> String| {
            let of = |level: usize| {
                let count = self.at_level(level).count();
                let name = name(self.level(level)?);
                (count > 0).then(|| format!("{count} {name}"))
            };
            (1..=self.levels.len()).rev().filter_map(of).collect::<Vec<_>>().join(", ")
        };
        let words = counts(|level| level.label.split(' ').take(1).collect());
        if width(&words) <= columns { words } else { counts(Self::letter) }
    }

    /// The letter of a level: the first of its label.
    fn letter(level: &ChoiceOption) -> String {
        level.label.chars().take(1).flat_map(char::to_uppercase).collect()
    }

    /// What is typed in line mode: `1 3i 5k 7-`, each the number of an option and the letter of a level.
    pub(super) fn take_line(&mut self, line: &str) -> Result<(), String> {
        let mut taken = self.clone();
        for word in line.split([' ', ',', ';']).filter(|word| !word.is_empty()) {
            let (place, level) = taken.typed(word).ok_or_else(|| {
                format!(
                    "\"{word}\" is none of these: type numbers from 1 to {}{}",
                    self.pick.options.len(),
                    self.example()
                )
            })?;
            taken.mark(place, level);
        }
        *self = taken;
        Ok(())
    }

    fn typed(&self, word: &str) -> Option<(usize, usize)> {
        let end = word.find(|c: char| !c.is_ascii_digit()).unwrap_or(word.len());
        let (number, rest) = word.split_at_checked(end)?;
        let place = number.parse::<usize>().ok()?.checked_sub(1)?;
        let level = match rest {
            "" => 1,
            "-" => 0,
            letter => 1 + self.levels.iter().position(|l| Self::letter(l).eq_ignore_ascii_case(letter))?,
        };
        (place < self.pick.options.len()).then_some((place, level))
    }

    /// How the levels are typed: `, as 1 (suspected), 2i (identified), 3- (taken away)`.
    fn example(&self) -> String {
        let letters = self.levels.iter().map(|level| Self::letter(level).to_lowercase());
        let letters = std::iter::once(String::new()).chain(letters.skip(1));
        let typed: Vec<_> = (1..)
            .zip(letters.zip(&self.levels))
            .map(|(n, (letter, level))| format!("{n}{letter} ({})", level.label))
            .collect();
        format!(", as {}, {}- (taken away).", typed.join(", "), typed.len() + 1)
    }

    /// What line mode says of such a field.
    pub(super) fn how_typed(&self) -> String {
        format!("Type numbers{} Enter alone goes on.", self.example())
    }

    /// Rows that the options and the line above them take in so many columns.
    pub(super) fn rows(&self, columns: usize) -> usize {
        2 + self.pick.options.len().div_ceil(self.across(columns))
    }

    /// How many options stand beside one another.
    fn across(&self, columns: usize) -> usize {
        let longest = self.pick.options.iter().map(|option| width(&option.label)).max().unwrap_or(0);
        ((columns + BETWEEN) / (BEFORE + longest + BETWEEN)).max(1)
    }

    /// Draws how many of each level there are.
    pub(super) fn draw_resting(&self, pen: &mut Pen<'_>) {
        let theme = pen.theme();
        pen.text(
            0,
            0,
            &clip(&self.counts(pen.area().width.into()), pen.area().width.into(), &theme),
            theme.value(),
        );
    }

    /// Draws the options with their marks under a line that says how they are marked. The options run
    /// down one column after the other; the one the arrows are on stays in sight.
    pub(super) fn draw(&self, pen: &mut Pen<'_>, help: &str) {
        let (theme, area) = (pen.theme(), pen.area());
        let legend: Vec<String> =
            self.levels.iter().map(|level| format!("{} {}", Self::letter(level), level.label)).collect();
        let legend = format!("A key marks, again raises: {}.", legend.join(", "));
        let across = self.across(area.width.into());
        let rows = usize::from(area.height);
        // Help only has the rows that the options leave.
        let spare = rows.saturating_sub(self.rows(area.width.into()) - 1);
        let said = shorten(wrap(help, area.width.into()), area.width.into(), spare, &theme);
        pen.text(0, 0, &legend, theme.hint());
        let room = rows.saturating_sub(1 + said.len());
        let tall = self.pick.options.len().div_ceil(across).min(room);
        let shown = tall * across;
        let first = Selection::at(self.pick.at.unwrap_or(0)).first_shown(self.pick.options.len(), shown);
        let wide = usize::from(area.width) / across;
        for (place, index) in (first..self.pick.options.len()).take(shown).enumerate() {
            let Some((column, row)) = place.checked_div(tall).zip(place.checked_rem(tall)) else { return };
            let at = |value: usize| u16::try_from(value).unwrap_or(u16::MAX);
            let room = if column + 1 == across { wide } else { wide.saturating_sub(BETWEEN) };
            let mut part = pen.part(at(column * wide), at(1 + row), at(room), 1);
            self.draw_option(&mut part, index, room);
        }
        let mut marks = pen.part(0, 1, area.width, u16::try_from(tall).unwrap_or(0));
        mark_more(&mut marks, first, first + shown < self.pick.options.len());
        for (row, line) in (1 + tall..).zip(&said) {
            pen.text(0, u16::try_from(row).unwrap_or(u16::MAX), line, theme.hint());
        }
    }

    fn draw_option(&self, pen: &mut Pen<'_>, index: usize, room: usize) {
        let theme = pen.theme();
        let Some(option) = self.pick.options.get(index) else { return };
        let level = self.marked.get(index).and_then(|level| self.level(*level));
        let mark = level.map_or_else(|| "[ ]".to_owned(), |level| format!("[{}]", Self::letter(level)));
        let key = option_key(index).unwrap_or(' ');
        let style = if level.is_some() { theme.title() } else { theme.value() };
        let label = clip(&option.label, room.saturating_sub(BEFORE), &theme);
        let line = Line::from(vec![
            Span::styled(format!("{key} "), theme.key()),
            Span::styled(format!("{mark} {label}"), style),
        ]);
        pen.spans(0, 0, &line.spans);
        if self.pick.at == Some(index) {
            pen.style_row(0, theme.focus());
        }
    }
}

#[cfg(test)]
mod tests {
    use chrono::{NaiveDate, NaiveDateTime};

    use super::super::super::testing::{ASCII, MONO, drawn, sweep};
    use super::super::{Card, CardOutcome};
    use super::*;
    use crate::tui::input::{Input, keys};

    fn now() -> NaiveDateTime {
        NaiveDate::from_ymd_opt(2026, 11, 23).unwrap().and_hms_opt(19, 44, 0).unwrap()
    }

    fn card() -> Card {
        let options = (1..=23).map(|n| ChoiceOption::new(format!("v{n}"), format!("A vulnerability, {n}")));
        let levels = [("suspected", "suspected"), ("identified", "identified"), ("known", "known diagnosis")];
        let levels = levels.map(|(code, label)| ChoiceOption::new(code, label)).to_vec();
        Card::new("DECISION", "What follows.", now()).with(Field::text("why", "Why").required()).with(
            Field::levels("found", "Vulnerabilities", options.collect(), levels).default("v3=suspected"),
        )
    }

    fn play(card: &mut Card, story: &str) -> CardOutcome {
        let pressed = keys(story).unwrap();
        pressed.into_iter().map(|key| card.update(&Input::Key(key), now())).last().unwrap()
    }

    #[test]
    fn a_key_raises_its_option_by_a_level_and_past_the_last_takes_the_mark_away() {
        let mut card = card();
        play(&mut card, "so<tab>");
        for (key, level) in
            [("1", Some("suspected")), ("1", Some("identified")), ("1", Some("known")), ("1", None)]
        {
            play(&mut card, key);
            let found = card.marked("found").into_iter().find(|(code, _)| *code == "v1");
            assert_eq!(found.map(|(_, level)| level), level);
        }
        play(&mut card, "nnn33<down> <down>  <backspace>?");
        assert_eq!(card.marked("found"), [("v3", "known"), ("v23", "known"), ("v4", "suspected")]);
        assert_eq!(play(&mut card, "<enter>"), CardOutcome::Submit);
    }

    #[test]
    fn who_leaves_it_alone_presses_no_key_for_it() {
        let mut card = card();
        assert_eq!(play(&mut card, "so<enter>"), CardOutcome::Submit);
        assert_eq!(card.marked("found"), [("v3", "suspected")]);
        // What was marked beforehand is nothing that could be lost.
        assert_eq!(play(&mut self::card(), "<tab><esc>"), CardOutcome::Cancel);
    }

    #[test]
    fn numbers_and_letters_are_typed_where_there_are_no_keys() {
        let mut card = card();
        card.focus_on("found");
        let asked = card.asked().unwrap();
        assert_eq!((asked.options.len(), asked.standing.as_str()), (23, "suspected: A vulnerability, 3"));
        assert_eq!(
            asked.help,
            "Type numbers, as 1 (suspected), 2i (identified), 3k (known diagnosis), 4- (taken away). \
             Enter alone goes on."
        );
        let said = card.take_line("1 2i, 5K 3-").unwrap();
        assert_eq!(
            said.as_deref(),
            Some(
                "known diagnosis: A vulnerability, 5; identified: A vulnerability, 2; suspected: A vulnerability, 1"
            )
        );
        for wrong in ["24", "0", "x", "3z", "1 é", "99999999999999999999"] {
            assert!(card.take_line(wrong).unwrap_err().contains("type numbers from 1 to 23"), "{wrong}");
        }
        assert_eq!(card.marked("found").len(), 3);
        card.empty_field();
        assert!(card.marked("found").is_empty());
    }

    #[test]
    fn all_options_stand_beside_one_another_with_their_marks() {
        let mut card = card();
        play(&mut card, "so<tab>11a333");
        let shot = drawn(80, 22, &MONO, |pen| card.draw(pen));
        for words in ["1 [I] A vulnerability, 1", "3 [ ] A", "a [S] A", "n [ ] A vulnerability, 23"] {
            assert!(shot.contains(words), "no {words:?} on:\n{shot}");
        }
        assert!(shot.contains("S suspected, I identified, K known diagnosis"), "{shot}");
        play(&mut card, "n");
        let small = drawn(40, 12, &ASCII, |pen| card.draw(pen));
        assert!(small.contains("n [S]"), "{small}");
        sweep(|columns, rows| drawn(columns, rows, &MONO, |pen| card.draw(pen)));
    }
}
