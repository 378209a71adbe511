//! The options of a question in focus: a list, a flow where room is short, a scale in one row.

use ratatui::style::Style;
use ratatui::text::Span;

use super::ScreeningScreen;
use super::page::{Density, Page};
use super::words::option_keys;
use crate::domain::answer::Value;
use crate::forms::kind::Ends;
use crate::forms::{Choice, Item, Kind};
use crate::tui::widgets::clip::width;

/// Columns before a question's text.
pub(super) const INDENT: usize = 6;

/// What a mark says of its option.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Mark {
    /// Not taken.
    Free,
    /// Taken.
    Taken,
    /// Offered from elsewhere, and nothing until it is confirmed.
    Offered,
    /// Not offered now.
    Hidden,
}

impl Mark {
    fn sign(self) -> char {
        match self {
            Self::Taken => 'x',
            Self::Offered => '?',
            Self::Free | Self::Hidden => ' ',
        }
    }

    /// `(x)`; blank where the option is hidden.
    pub(super) fn round(self) -> String {
        if self == Self::Hidden { "   ".to_owned() } else { format!("({})", self.sign()) }
    }

    /// One column, for scales in narrow tables.
    pub(super) fn point(self) -> &'static str {
        match self {
            Self::Free => ".",
            Self::Taken => "x",
            Self::Offered => "?",
            Self::Hidden => " ",
        }
    }
}

impl ScreeningScreen {
    /// What is to be said of each option of a question, hidden ones too.
    pub(super) fn marks<'f>(&self, item: &Item<'f>) -> Vec<(&'f Choice, Mark)> {
        let sheet = &self.open.sheet;
        let shown: Vec<&str> = sheet.options(item).map(|option| option.code.as_str()).collect();
        let draft = self.draft_of(item);
        let stored = self.stored_value(item);
        let offered = self.offered(item).map(|offered| &offered.value);
        let holds = |value: Option<&Value>, code: &str| match value {
            Some(Value::Choice(taken)) => taken == code,
            Some(Value::Choices(taken)) => taken.iter().any(|taken| taken == code),
            _ => false,
        };
        let mark = |option: &Choice| {
            let code = option.code.as_str();
            let ticked = draft.as_ref().map_or_else(|| holds(stored, code), |draft| draft.ticked(code));
            match (shown.contains(&code), ticked, holds(offered, code)) {
                (false, ..) => Mark::Hidden,
                (true, true, _) => Mark::Taken,
                (true, false, true) => Mark::Offered,
                (true, false, false) => Mark::Free,
            }
        };
        item.question.options.iter().map(|option| (option, mark(option))).collect()
    }

    pub(super) fn write_options(&self, page: &mut Page, item: &Item<'_>) {
        if let Kind::Scale(ends) = &item.question.kind
            && self.write_scale(page, item, ends)
        {
            return;
        }
        let theme = page.lines.theme;
        let square = matches!(item.question.kind, Kind::Choices);
        let words = self.words_of(&item.key());
        let entry = |(option, mark): (&Choice, Mark)| {
            let sign = if square { format!("[{}]", mark.sign()) } else { mark.round() };
            let style = if mark == Mark::Taken { theme.heading() } else { theme.value() };
            let text = match &words {
                Some(words) if option.specify && mark == Mark::Taken => format!("{}: {words}", option.text),
                _ if option.specify => format!("{} ...", option.text.trim_end_matches([' ', '.', ':'])),
                _ => option.text.clone(),
            };
            (format!("{sign} {}", option_keys(item.question, option.key)), text, style)
        };
        let shown = self.marks(item).into_iter().filter(|(_, mark)| *mark != Mark::Hidden);
        let entries: Vec<(String, String, Style)> = shown.map(entry).collect();
        let flat: Vec<(String, Style)> =
            entries.iter().map(|(lead, text, style)| (format!("{lead} {text}"), *style)).collect();
        let on_one_line: usize = flat.iter().map(|(text, _)| width(text) + 3).sum();
        if page.density == Density::Tight || INDENT + on_one_line <= page.lines.columns + 3 {
            page.lines.flow(INDENT, &flat);
        } else {
            for (lead, text, style) in entries {
                page.lines.hang(Span::styled(format!("      {lead} "), style), &text, style);
            }
        }
        if square {
            page.lines.text(INDENT, self.confirm_words(item), theme.hint());
        }
        if let Kind::Scale(ends) = &item.question.kind {
            page.lines.text(INDENT, &ends_words(item, ends), theme.hint());
        }
    }

    fn confirm_words(&self, item: &Item<'_>) -> &'static str {
        match self.unstored(item) {
            Some(_) => "Not saved yet: Enter saves what is ticked and goes on.",
            None => "Keys tick; Enter saves what is ticked and goes on.",
        }
    }

    /// A scale in one row over its keys; false where it does not fit.
    fn write_scale(&self, page: &mut Page, item: &Item<'_>, ends: &Ends) -> bool {
        let theme = page.lines.theme;
        let marks = self.marks(item);
        let (low, high) = (ends.low.as_deref().unwrap_or(""), ends.high.as_deref().unwrap_or(""));
        let row = marks.len() * 4;
        let beside = width(low) + width(high) + 3;
        if INDENT + row > page.lines.columns {
            return false;
        }
        let fits = INDENT + row + beside <= page.lines.columns;
        let before = if fits && !low.is_empty() { width(low) + 1 } else { 0 };
        let mut line = vec![Span::raw(" ".repeat(INDENT))];
        if before > 0 {
            line.push(Span::styled(format!("{low} "), theme.hint()));
        }
        let mut keys = " ".repeat(INDENT + before);
        for (option, mark) in &marks {
            let style = if *mark == Mark::Taken { theme.heading() } else { theme.value() };
            line.push(Span::styled(format!("{} ", mark.round()), style));
            keys.push_str(&format!("{:^4}", key_name(option)));
        }
        if fits {
            line.push(Span::styled(high.to_owned(), theme.hint()));
        }
        page.lines.put(line);
        page.lines.put(vec![Span::styled(keys, theme.key())]);
        if !fits {
            page.lines.text(INDENT, &ends_words(item, ends), theme.hint());
        }
        true
    }
}

/// The key of a step, and what it stands for where that is not the same: `t=10`.
pub(super) fn key_name(option: &Choice) -> String {
    let key = option.key.to_string();
    if option.text == key || !option.text.bytes().all(|b| b.is_ascii_digit()) {
        key
    } else {
        format!("{key}={}", option.text)
    }
}

/// `0 = None, 10 = Worst`.
pub(super) fn ends_words(item: &Item<'_>, ends: &Ends) -> String {
    let options = &item.question.options;
    let named = [(options.first(), &ends.low), (options.last(), &ends.high)];
    let words = named.iter().filter_map(|(option, words)| {
        let (option, words) = ((*option)?, words.as_ref()?);
        Some(format!("{} = {words}", option.text))
    });
    words.collect::<Vec<_>>().join(", ")
}
