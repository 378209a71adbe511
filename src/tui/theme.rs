//! Looks: which styles and glyphs the terminal in hand can show, named by meaning.
//!
//! Meaning never rests on colour: a word, a symbol or the order says it first. Only the sixteen
//! named colours are used, and mono keeps to bold, reverse and underline.

use std::str::FromStr;

use ratatui::style::{Color, Modifier, Style};

/// Whether colours are used.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Look {
    /// The sixteen named colours.
    Colour,
    /// Bold, reverse and underline only.
    Mono,
}

/// Which lines and marks are drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Borders {
    /// Light box lines, the ellipsis, bullets.
    Unicode,
    /// Nothing beyond ASCII.
    Ascii,
}

/// A name after `--look` that is no look.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is not a look; write colour or mono")]
pub struct UnknownLook(String);

impl FromStr for Look {
    type Err = UnknownLook;

    fn from_str(name: &str) -> Result<Self, UnknownLook> {
        match name {
            "colour" | "color" => Ok(Self::Colour),
            "mono" => Ok(Self::Mono),
            other => Err(UnknownLook(other.to_owned())),
        }
    }
}

/// The look and the borders together; every drawing function is given one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Theme {
    /// Whether colours are used.
    pub look: Look,
    /// Which glyphs are used.
    pub borders: Borders,
}

impl Look {
    /// Chooses look and borders: the command line first, then `NO_COLOR`, then what this terminal was
    /// given before, then `TERM` and the locale.
    pub fn choose(
        asked: Option<Self>,
        ascii: bool,
        kept: Option<Theme>,
        env: &dyn Fn(&str) -> Option<String>,
    ) -> Theme {
        let set = |name: &str| env(name).filter(|value| !value.is_empty());
        let term = set("TERM").unwrap_or_default();
        let plain_terminal = term == "dumb" || term.starts_with("vt") || term.ends_with("-m");
        let look = match asked {
            Some(look) => look,
            None if set("NO_COLOR").is_some() => Self::Mono,
            None => match kept {
                Some(kept) => kept.look,
                None if plain_terminal => Self::Mono,
                None => Self::Colour,
            },
        };
        let locale = ["LC_ALL", "LC_CTYPE", "LANG"].into_iter().find_map(set);
        let utf8 = match locale {
            Some(name) => name.to_ascii_lowercase().replace('-', "").contains("utf8"),
            None => cfg!(windows),
        };
        let borders = match kept {
            _ if ascii => Borders::Ascii,
            Some(kept) => kept.borders,
            None if plain_terminal || !utf8 => Borders::Ascii,
            None => Borders::Unicode,
        };
        Theme { look, borders }
    }

    /// Whether what a terminal calls itself says what it can show.
    pub fn is_known(terminal: &str) -> bool {
        const FAMILIES: [&str; 17] = [
            "xterm",
            "screen",
            "tmux",
            "linux",
            "rxvt",
            "konsole",
            "gnome",
            "vte",
            "foot",
            "alacritty",
            "kitty",
            "wezterm",
            "st",
            "putty",
            "cygwin",
            "vt",
            "dumb",
        ];
        cfg!(windows) || FAMILIES.iter().any(|family| terminal.starts_with(family))
    }
}

/// How the look of a terminal is kept: given the look, it says why where it could not.
pub struct Kept {
    /// Keeps it.
    pub keep: Box<dyn Fn(Theme) -> Result<(), String>>,
    /// Whether it is asked for first: nothing says what this terminal can show.
    pub asks: bool,
}

impl std::fmt::Debug for Kept {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Kept")
    }
}

impl Theme {
    /// All there are, in the order in which a key goes through them.
    pub const ALL: [Self; 4] = [
        Self { look: Look::Colour, borders: Borders::Unicode },
        Self { look: Look::Mono, borders: Borders::Unicode },
        Self { look: Look::Colour, borders: Borders::Ascii },
        Self { look: Look::Mono, borders: Borders::Ascii },
    ];

    /// The one after this.
    #[must_use]
    pub fn next(self) -> Self {
        let at = Self::ALL.iter().position(|theme| *theme == self).unwrap_or(0);
        Self::ALL.get((at + 1) % Self::ALL.len()).copied().unwrap_or(self)
    }

    /// Its name in words, which is also how it is kept.
    pub fn name(self) -> &'static str {
        match (self.look, self.borders) {
            (Look::Colour, Borders::Unicode) => "colour",
            (Look::Mono, Borders::Unicode) => "mono",
            (Look::Colour, Borders::Ascii) => "colour in ASCII",
            (Look::Mono, Borders::Ascii) => "mono in ASCII",
        }
    }

    /// The one of this name.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|theme| theme.name() == name)
    }

    /// The name of a screen or card.
    pub fn title(&self) -> Style {
        self.pick(Style::new().fg(Color::Cyan), Style::new()).add_modifier(Modifier::BOLD)
    }

    /// A heading inside a screen.
    pub fn heading(&self) -> Style {
        Style::new().add_modifier(Modifier::BOLD)
    }

    /// The item the keys act on; a `>` stands beside it too.
    pub fn focus(&self) -> Style {
        Style::new().add_modifier(Modifier::REVERSED)
    }

    /// Something that cannot wait; written `!!` too.
    pub fn urgent(&self) -> Style {
        self.pick(Style::new().fg(Color::LightRed), Style::new()).add_modifier(Modifier::BOLD)
    }

    /// Something to look at; written `!` too.
    pub fn warn(&self) -> Style {
        // Yellow, bold or not, is lost on a light background; magenta is read on both.
        self.pick(Style::new().fg(Color::Magenta), Style::new()).add_modifier(Modifier::BOLD)
    }

    /// As it should be; written `ok` too.
    pub fn ok(&self) -> Style {
        self.pick(Style::new().fg(Color::Green), Style::new())
    }

    /// A sentence that helps.
    pub fn hint(&self) -> Style {
        self.pick(Style::new().fg(Color::Cyan), Style::new())
    }

    /// Something that does not apply now; its reason is said elsewhere.
    pub fn dim(&self) -> Style {
        self.pick(Style::new().fg(Color::DarkGray), Style::new())
    }

    /// The word Saved and its time.
    pub fn saved(&self) -> Style {
        self.pick(Style::new().fg(Color::Green), Style::new()).add_modifier(Modifier::BOLD)
    }

    /// The banner over invented people.
    pub fn demo(&self) -> Style {
        let colours = Style::new().fg(Color::Black).bg(Color::Yellow);
        self.pick(colours, Style::new().add_modifier(Modifier::REVERSED)).add_modifier(Modifier::BOLD)
    }

    /// What was entered.
    pub fn value(&self) -> Style {
        Style::new()
    }

    /// The name of a field.
    pub fn label(&self) -> Style {
        self.pick(Style::new().fg(Color::Cyan), Style::new())
    }

    /// The key in a footer or help line.
    pub fn key(&self) -> Style {
        Style::new().add_modifier(Modifier::BOLD)
    }

    /// The mark on a text that was cut.
    pub fn cut(&self) -> &'static str {
        self.glyph("…", "~")
    }

    /// One column of a horizontal rule.
    pub fn rule(&self) -> &'static str {
        self.glyph("─", "-")
    }

    /// One row of a vertical rule.
    pub fn upright(&self) -> &'static str {
        self.glyph("│", "|")
    }

    /// What stands for one character of a secret.
    pub fn mask(&self) -> &'static str {
        self.glyph("•", "*")
    }

    fn pick(&self, colour: Style, mono: Style) -> Style {
        match self.look {
            Look::Colour => colour,
            Look::Mono => mono,
        }
    }

    fn glyph(&self, unicode: &'static str, ascii: &'static str) -> &'static str {
        match self.borders {
            Borders::Unicode => unicode,
            Borders::Ascii => ascii,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn chosen(asked: Option<Look>, ascii: bool, set: &[(&str, &str)]) -> (Look, Borders) {
        let env = |name: &str| set.iter().find(|(n, _)| *n == name).map(|(_, v)| (*v).to_owned());
        let theme = Look::choose(asked, ascii, None, &env);
        (theme.look, theme.borders)
    }

    #[test]
    fn what_a_terminal_was_given_goes_before_its_name_and_after_the_command_line() {
        let env = |name: &str| (name == "TERM").then(|| "vt220".to_owned());
        let kept = Theme { look: Look::Colour, borders: Borders::Unicode };
        assert_eq!(Look::choose(None, false, Some(kept), &env), kept);
        let asked = Look::choose(Some(Look::Mono), true, Some(kept), &env);
        assert_eq!(asked, Theme { look: Look::Mono, borders: Borders::Ascii });
        let no_colour = |name: &str| (name == "NO_COLOR").then(|| "1".to_owned());
        assert_eq!(Look::choose(None, false, Some(kept), &no_colour).look, Look::Mono);
        for theme in Theme::ALL {
            assert_eq!(Theme::named(theme.name()), Some(theme));
        }
        assert!(Look::is_known("xterm-256color") && !Look::is_known("wyse60"));
    }

    #[test]
    fn a_modern_terminal_gets_colour_and_box_lines() {
        let set = [("TERM", "xterm-256color"), ("LANG", "en_GB.UTF-8")];
        assert_eq!(chosen(None, false, &set), (Look::Colour, Borders::Unicode));
    }

    #[test]
    fn no_color_takes_the_colours_away_and_the_command_line_brings_them_back() {
        let set = [("TERM", "xterm"), ("LANG", "en_GB.utf8"), ("NO_COLOR", "1")];
        assert_eq!(chosen(None, false, &set), (Look::Mono, Borders::Unicode));
        assert_eq!(chosen(Some(Look::Colour), true, &set), (Look::Colour, Borders::Ascii));
    }

    #[test]
    fn a_locale_without_utf_8_gets_ascii_and_lc_all_wins_over_lang() {
        let set = [("TERM", "xterm"), ("LC_ALL", "C"), ("LANG", "en_GB.UTF-8")];
        assert_eq!(chosen(None, false, &set), (Look::Colour, Borders::Ascii));
        assert_eq!(chosen(None, false, &[("TERM", "vt220")]), (Look::Mono, Borders::Ascii));
    }

    #[test]
    fn mono_styles_carry_no_colour() {
        let mono = Theme { look: Look::Mono, borders: Borders::Ascii };
        let all = [mono.title(), mono.urgent(), mono.warn(), mono.ok(), mono.hint(), mono.dim()];
        for style in all.into_iter().chain([mono.saved(), mono.demo(), mono.label(), mono.focus()]) {
            assert_eq!((style.fg, style.bg), (None, None));
        }
    }
}
