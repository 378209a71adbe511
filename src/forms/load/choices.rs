//! Reads options, and scales that several questions share.

use std::collections::HashMap;

use crate::forms::fields::{Fields, Placed, Reader};
use crate::forms::kind::{Choice, Kind};
use crate::forms::report::suggest;

/// More have no key left.
const MOST_OPTIONS: usize = 35;
/// A scale is answered by one key.
const MOST_STEPS: i64 = 11;

/// Options as they are read, with their conditions by place.
#[derive(Clone, Debug, Default)]
pub(super) struct Options {
    pub(super) choices: Vec<Choice>,
    pub(super) conditions: Vec<(usize, Placed<String>)>,
}

/// Options written once for many questions, by name.
pub(super) type Scales = HashMap<String, Options>;

pub(super) fn read_scales(root: &mut Fields<'_>, reader: &mut Reader<'_>) -> Scales {
    let mut scales = Scales::new();
    let Some(mut table) = root.table("scale", reader) else { return scales };
    for (name, mut fields) in table.entries(reader) {
        fields.rename(format!("scale \"{}\"", name.get_ref()));
        scales.insert(name.into_inner(), listed(&mut fields, reader));
        fields.finish(reader);
    }
    scales
}

/// The options of a question of this kind.
pub(super) fn of_kind(
    kind: Option<&Kind>,
    fields: &mut Fields<'_>,
    scales: &Scales,
    reader: &mut Reader<'_>,
) -> Options {
    match kind {
        Some(Kind::YesNo) => plain(yes_no()),
        Some(Kind::Scale(_)) => plain(steps(fields, reader)),
        Some(Kind::Choice | Kind::Choices) => {
            let options = match fields.optional("scale", reader) {
                Some(name) => shared(&name, fields, scales, reader),
                None => listed(fields, reader),
            };
            if matches!(kind, Some(Kind::Choice)) && options.choices.iter().any(|option| option.exclusive) {
                let message = format!("{}: only `choices` have exclusive options", fields.name());
                let help = "take `exclusive` out: one choice is always alone";
                reader.fault("exclusive-choice", fields.span(), message, help);
            }
            options
        }
        // The kind was a mistake; what belongs to it cannot be told.
        None => {
            for key in [
                "options", "scale", "min", "max", "decimals", "unit", "low", "high", "item", "most", "value",
                "each", "row", "rows", "question",
            ] {
                fields.value(key);
            }
            Options::default()
        }
        Some(_) => Options::default(),
    }
}

fn plain(choices: Vec<Choice>) -> Options {
    Options { choices, conditions: Vec::new() }
}

fn shared(
    name: &Placed<String>,
    fields: &mut Fields<'_>,
    scales: &Scales,
    reader: &mut Reader<'_>,
) -> Options {
    if let Some(own) = fields.value("options") {
        let message = format!("{} has both `scale` and `options`", fields.name());
        reader.fault("contradiction", own.span(), message, "keep one of the two");
    }
    if let Some(options) = scales.get(name.get_ref()) {
        return options.clone();
    }
    let mut known: Vec<&str> = scales.keys().map(String::as_str).collect();
    known.sort_unstable();
    let message = format!("there is no scale \"{}\"", name.get_ref());
    reader.fault("unknown-scale", name.span(), message, suggest(name.get_ref(), known));
    Options::default()
}

fn choice(code: String, text: String, value: Option<i64>, key: char) -> Choice {
    Choice { code, text, value, key, exclusive: false, specify: false, show_if: None }
}

fn yes_no() -> Vec<Choice> {
    [("yes", "Yes", 1, 'y'), ("no", "No", 0, 'n')]
        .map(|(code, text, value, key)| choice(code.to_string(), text.to_string(), Some(value), key))
        .to_vec()
}

/// The steps of a scale, each worth its number; the key of 10 is t.
fn steps(fields: &mut Fields<'_>, reader: &mut Reader<'_>) -> Vec<Choice> {
    for key in ["min", "max"] {
        if fields.value(key).is_none() {
            fields.lacks(key, reader);
        }
    }
    let (Some(min), Some(max)) = (fields.whole("min", reader), fields.whole("max", reader)) else {
        return Vec::new();
    };
    let (low, high) = (*min.get_ref(), *max.get_ref());
    let steps = high.saturating_sub(low).saturating_add(1);
    let help = "begin it at 0 or more, and end it at 10 or less";
    if low > high {
        super::kind::check_ends(Some(&min), Some(&max), reader);
    } else if steps > MOST_STEPS {
        let message = format!("{} has {steps} steps; a scale has {MOST_STEPS} at most", fields.name());
        reader.fault("scale-too-long", max.span(), message, help);
    } else if steps < 2 {
        reader.fault("bad-number", max.span(), format!("{} has only one step", fields.name()), help);
    } else if low < 0 || high > 10 {
        let end = if low < 0 { &min } else { &max };
        let message = format!("{}: no key is left for {}", fields.name(), end.get_ref());
        reader.fault("bad-number", end.span(), message, help);
    }
    let key = |n: i64| u32::try_from(n).ok().and_then(|n| char::from_digit(n, 10)).unwrap_or('t');
    let all = low..=high.min(low.saturating_add(MOST_STEPS));
    all.map(|n| choice(n.to_string(), n.to_string(), Some(n), key(n))).collect()
}

fn listed(fields: &mut Fields<'_>, reader: &mut Reader<'_>) -> Options {
    let tables = fields.tables("options", reader);
    if tables.len() < 2 {
        let help = "add options = [{ code = \"...\", text = \"...\" }, ...], or name a scale";
        let message = format!("{} needs at least two options", fields.name());
        reader.fault("too-few-options", fields.span(), message, help);
    }
    let mut options = Options::default();
    let mut keys: Vec<Option<char>> = Vec::new();
    for mut table in tables {
        table.rename(format!("{}, option {}", fields.name(), keys.len() + 1));
        keys.push(read_key(&mut table, &keys, reader));
        read_one(&mut table, fields.name(), &mut options, reader);
        table.finish(reader);
    }
    give_keys(&mut options.choices, &keys);
    if options.choices.len() > MOST_OPTIONS {
        let message = format!("{} has more than {MOST_OPTIONS} options", fields.name());
        reader.fault("too-many-options", fields.span(), message, "ask in two steps");
    }
    options
}

fn read_one(table: &mut Fields<'_>, of: &str, options: &mut Options, reader: &mut Reader<'_>) {
    let code = table.needed("code", reader);
    if let Some(code) = &code
        && options.choices.iter().any(|option| option.code == *code.get_ref())
    {
        let message = format!("{of}: there is an option \"{}\" already", code.get_ref());
        reader.fault("duplicate-code", code.span(), message, "each code is used once in a question");
    }
    let specify = table.flag("specify", false, reader);
    if specify && options.choices.iter().any(|option| option.specify) {
        let span = table.value("specify").map_or(table.span(), |value| value.span());
        let message = format!("{of}: another option asks for words already");
        reader.fault("second-specify", span, message, "let one option ask for words, or add a text question");
    }
    if let Some(condition) = table.optional("show_if", reader) {
        options.conditions.push((options.choices.len(), condition));
    }
    let text = table.needed("text", reader);
    options.choices.push(Choice {
        code: code.map(Placed::into_inner).unwrap_or_default(),
        text: text.map(Placed::into_inner).unwrap_or_default(),
        value: table.whole("value", reader).map(Placed::into_inner),
        key: ' ',
        exclusive: table.flag("exclusive", false, reader),
        specify,
        show_if: None,
    });
}

fn read_key(table: &mut Fields<'_>, taken: &[Option<char>], reader: &mut Reader<'_>) -> Option<char> {
    let key = table.text("key", reader)?;
    let mut letters = key.get_ref().chars();
    let letter = letters.next().filter(|c| c.is_ascii_lowercase() || c.is_ascii_digit());
    if letter.is_none() || letters.next().is_some() {
        reader.fault("bad-key", key.span(), "a key is one small letter or digit", "write key = \"a\"");
        return None;
    }
    if taken.contains(&letter) {
        let help = "give each option its own key";
        reader.fault("duplicate-key", key.span(), "another option has this key", help);
    }
    letter
}

/// Options without a key of their own get 1 to 9, then a to z.
fn give_keys(options: &mut [Choice], keys: &[Option<char>]) {
    let mut free = ('1'..='9').chain('a'..='z').filter(|key| !keys.contains(&Some(*key)));
    for (option, key) in options.iter_mut().zip(keys) {
        option.key = key.or_else(|| free.next()).unwrap_or(' ');
    }
}
