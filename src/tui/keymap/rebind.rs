//! A service's own keys, from a TOML file: a table for each place, a line for each act.
//!
//! ```toml
//! [board]
//! hold = "k"
//! task = ["t", "ctrl-w"]
//! ```
//!
//! A line takes the place of all keys of that act in that place; its first key is the one shown. What
//! is chosen must work: a file with a mistake changes nothing, and every mistake is told with its line.

use std::collections::BTreeMap;

use serde::Deserialize;
use toml::Spanned;

use super::{Act, BINDINGS, Binding, Context, shown_name};
use crate::tui::input::Key;

/// Something in the file that cannot hold.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("line {line}: {what}")]
pub struct Mistake {
    /// The line, counted from 1.
    pub line: usize,
    /// What is wrong, and what to do.
    pub what: String,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Keys {
    One(String),
    Several(Vec<String>),
}

type File = BTreeMap<Spanned<String>, BTreeMap<Spanned<String>, Spanned<Keys>>>;

/// The name of a place in the file, such as `board` or `rota_day`.
pub fn place_name(context: Context) -> String {
    snake(&format!("{context:?}"))
}

/// The name of an act in the file, such as `new_referral`.
pub fn act_name(act: Act) -> String {
    snake(&format!("{act:?}"))
}

fn snake(name: &str) -> String {
    let mut out = String::new();
    for c in name.chars().take_while(|c| c.is_ascii_alphabetic()) {
        if c.is_ascii_uppercase() && !out.is_empty() {
            out.push('_');
        }
        out.push(c.to_ascii_lowercase());
    }
    out
}

/// Whether the keys of an act are those of what it shows: sites, answers, forms. They cannot be chosen.
fn is_numbered(act: Act) -> bool {
    matches!(act, Act::Site(_) | Act::Answer(_))
}

/// Reads the file into a whole table: the one built in, with what it says.
///
/// # Errors
/// Every mistake, in the order of the lines.
pub fn read(text: &str) -> Result<Vec<Binding>, Vec<Mistake>> {
    let at = |place: usize| text.get(..place).map_or(1, |before| before.matches('\n').count() + 1);
    let file: File = toml::from_str(text).map_err(|error| {
        let line = error.span().map_or(1, |span| at(span.start));
        vec![Mistake { line, what: format!("This is not TOML as it is needed: {}.", error.message()) }]
    })?;
    let mut table = BINDINGS.to_vec();
    let mut mistakes = Vec::new();
    let mut changed: Vec<(Context, Act, usize)> = Vec::new();
    for (place, acts) in &file {
        let Some(context) = place_of(place.get_ref()) else {
            mistakes.push(Mistake { line: at(place.span().start), what: no_place(place.get_ref()) });
            continue;
        };
        for (name, keys) in acts {
            let line = at(name.span().start);
            match chosen(&table, context, name.get_ref(), keys.get_ref()) {
                Ok((found, keys)) => {
                    if let Some(binding) = table.get_mut(found) {
                        // A table is made once in the life of the program.
                        binding.keys = keys.leak();
                        changed.push((context, binding.act, line));
                    }
                }
                Err(what) => mistakes.push(Mistake { line, what }),
            }
        }
    }
    mistakes.extend(clashes(&table, &changed));
    mistakes.sort_by_key(|mistake| mistake.line);
    mistakes.dedup();
    if mistakes.is_empty() { Ok(table) } else { Err(mistakes) }
}

fn contexts() -> Vec<Context> {
    let mut known = Vec::new();
    for binding in BINDINGS {
        if !known.contains(&binding.context) {
            known.push(binding.context);
        }
    }
    known
}

fn place_of(name: &str) -> Option<Context> {
    contexts().into_iter().find(|context| place_name(*context) == name)
}

fn no_place(name: &str) -> String {
    let known: Vec<String> = contexts().into_iter().map(place_name).collect();
    format!("`{name}` is no place where keys act. The places are {}.", known.join(", "))
}

/// Which line of the table is meant, and its new keys.
fn chosen(table: &[Binding], context: Context, name: &str, keys: &Keys) -> Result<(usize, Vec<Key>), String> {
    let here = || table.iter().enumerate().filter(|(_, binding)| binding.context == context);
    let Some((found, binding)) = here().find(|(_, binding)| act_name(binding.act) == name) else {
        let known: Vec<String> =
            here().filter(|(_, b)| !is_numbered(b.act)).map(|(_, b)| act_name(b.act)).collect();
        return Err(format!(
            "`{name}` is nothing that is done in [{}]. There are {}.",
            place_name(context),
            known.join(", ")
        ));
    };
    if is_numbered(binding.act) {
        return Err(format!("The keys of `{name}` are the numbers on screen; they stay as they are."));
    }
    let names = match keys {
        Keys::One(name) => std::slice::from_ref(name),
        Keys::Several(names) => names.as_slice(),
    };
    if names.is_empty() {
        return Err(format!("`{name}` has no key; name one, or leave the line out."));
    }
    let keys: Result<Vec<Key>, String> = names.iter().map(|key| one_key(context, key)).collect();
    Ok((found, keys?))
}

fn one_key(context: Context, name: &str) -> Result<Key, String> {
    let key: Key = name.to_lowercase().parse().map_err(|unknown| {
        format!("{unknown}. A key is a character, `enter`, `tab`, `pgdn`, `f2`, or `ctrl-` and a letter.")
    })?;
    match key {
        Key::Char(_) if name.chars().count() == 1 && name.to_lowercase() != name => {
            Err(format!("`{name}` is a capital: letters are heard without case. Write it small."))
        }
        Key::Char(_) if context.types() => {
            Err(format!("`{name}` types here. Take a Ctrl key or a key that types nothing."))
        }
        Key::Ctrl('h' | 'i' | 'j' | 'm') => Err(format!(
            "{} arrives as Backspace, Tab or Enter on many terminals. Take another.",
            shown_name(key)
        )),
        Key::Ctrl(letter) if !letter.is_ascii_alphabetic() => {
            Err(format!("{} is not sent by every terminal. Take a letter.", shown_name(key)))
        }
        key => Ok(key),
    }
}

/// Two acts on one key where both can be pressed; told at the lines of the file that brought it about.
fn clashes(table: &[Binding], changed: &[(Context, Act, usize)]) -> Vec<Mistake> {
    let mut out: Vec<Mistake> = Vec::new();
    for context in contexts() {
        let chain = context.chain();
        let held: Vec<&Binding> =
            chain.iter().flat_map(|asked| table.iter().filter(move |b| b.context == *asked)).collect();
        for (place, one) in held.iter().enumerate() {
            let later = held.iter().skip(place + 1);
            for (other, key) in later.filter_map(|other| {
                let both = one.keys.iter().find(|key| other.keys.contains(key))?;
                Some((other, *both))
            }) {
                let line_of = |b: &Binding| {
                    changed.iter().find(|(c, a, _)| (*c, *a) == (b.context, b.act)).map(|found| found.2)
                };
                // What the table built in says twice of itself is not of this file.
                let Some(line) = line_of(one).max(line_of(other)) else { continue };
                let said = |b: &Binding| format!("`{}` in [{}]", act_name(b.act), place_name(b.context));
                let what = format!(
                    "{} would be both {} and {}. Give one of them another key.",
                    shown_name(key),
                    said(one),
                    said(other)
                );
                if !out.iter().any(|known| known.what == what) {
                    out.push(Mistake { line, what });
                }
            }
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn keys_of(table: &[Binding], context: Context, act: Act) -> &'static [Key] {
        table.iter().find(|b| (b.context, b.act) == (context, act)).unwrap().keys
    }

    fn mistakes(text: &str) -> Vec<String> {
        read(text).err().unwrap_or_default().iter().map(ToString::to_string).collect()
    }

    #[test]
    fn a_line_takes_the_place_of_all_keys_of_its_act_there_and_nothing_else_changes() {
        let table = read("[board]\nhold = \"k\"\n\n[global]\nlock = [\"ctrl-a\", \"f12\"]\n").unwrap();
        assert_eq!(keys_of(&table, Context::Board, Act::Hold), [Key::Char('k')]);
        assert_eq!(keys_of(&table, Context::Global, Act::Lock), [Key::Ctrl('a'), Key::F(12)]);
        let changed = table.iter().zip(BINDINGS).filter(|(new, old)| new.keys != old.keys).count();
        assert_eq!(changed, 2);
        assert_eq!(table.len(), BINDINGS.len());
    }

    #[test]
    fn two_acts_may_change_places() {
        let table = read("[board]\nhold = \"t\"\ntask = \"w\"\n").unwrap();
        assert_eq!(keys_of(&table, Context::Board, Act::Hold), [Key::Char('t')]);
    }

    #[test]
    fn a_clash_names_both_acts_their_places_and_the_line() {
        assert_eq!(
            mistakes("# ours\n[board]\nhold = \"t\"\n"),
            [
                "line 3: t would be both `hold` in [board] and `task` in [board]. Give one of them another key."
            ]
        );
        let far = mistakes("[board]\nhold = \"ctrl-l\"\n");
        assert!(far[0].contains("`hold` in [board] and `lock` in [global]"), "{far:?}");
    }

    #[test]
    fn every_mistake_of_a_file_is_told_with_its_line() {
        let told = mistakes(
            "[bord]\nhold = \"k\"\n[board]\nhodl = \"k\"\ntask = \"T\"\nsite = \"s\"\naway = []\nconsent = \"ctrl-m\"\n\
             [card]\nsubmit = \"s\"\n[list]\nup = \"elephant\"\n",
        );
        let lines: Vec<&str> = told.iter().filter_map(|said| said.split_once(':')).map(|cut| cut.0).collect();
        assert_eq!(
            lines,
            ["line 1", "line 4", "line 5", "line 6", "line 7", "line 8", "line 10", "line 12"],
            "{told:#?}"
        );
        assert!(told[1].contains("new_referral"), "{}", told[1]);
        assert!(mistakes("[board\n")[0].starts_with("line 1: This is not TOML"));
        assert!(mistakes("[board]\nhold = 3\n")[0].starts_with("line 2: "));
    }

    #[test]
    fn every_act_of_the_table_can_be_named_and_no_two_in_one_place_have_one_name() {
        for context in contexts() {
            let mut names: Vec<String> =
                BINDINGS.iter().filter(|b| b.context == context).map(|b| act_name(b.act)).collect();
            names.retain(|name| name != "answer");
            let all = names.len();
            names.sort();
            names.dedup();
            assert_eq!(names.len(), all, "{context:?}");
            assert_eq!(place_of(&place_name(context)), Some(context));
        }
    }
}
