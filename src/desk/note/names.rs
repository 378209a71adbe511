//! Names kept off paper: where somebody typed one into a line, it is put as initials, since a sheet
//! may be lost (domain.md 5.3).

use crate::desk::{Desk, DeskError};
use crate::domain::ids::EpisodeId;
use crate::domain::referral::Person;

/// Words that are names too. At the start of a sentence, where any word has a capital, they stay.
const WORDS: [&str; 32] = [
    "april",
    "bell",
    "best",
    "black",
    "brown",
    "christian",
    "cook",
    "day",
    "dean",
    "faith",
    "frank",
    "grace",
    "grant",
    "gray",
    "green",
    "hall",
    "hope",
    "joy",
    "long",
    "mark",
    "may",
    "page",
    "pat",
    "rich",
    "rob",
    "rose",
    "short",
    "sue",
    "ward",
    "white",
    "will",
    "young",
];

/// Whose names may stand in a line: people with an open episode, and colleagues.
#[derive(Debug, Default)]
pub(in crate::desk) struct Known {
    people: Vec<(EpisodeId, Person)>,
    /// Each name of each colleague: theirs stay where they are.
    colleagues: Vec<String>,
}

impl Desk {
    /// Everybody whose name may stand in a line.
    pub(in crate::desk) fn names_known(&self) -> Result<Known, DeskError> {
        let open = self.store.open_episodes()?;
        let people = open.iter().map(|episode| (episode.id, episode.person().clone())).collect();
        let signs_in = self.store.practitioners()?.into_iter().map(|one| one.name);
        let names = signs_in.chain(self.store.staff()?.into_iter().map(|one| one.name));
        let colleagues =
            names.flat_map(|name| name.split_whitespace().map(str::to_lowercase).collect::<Vec<_>>());
        Ok(Known { people, colleagues: colleagues.collect() })
    }
}

impl Known {
    /// A line of somebody's own record: any name of theirs, and the names of others.
    pub(in crate::desk) fn line(&self, text: &str, who: &Person) -> String {
        let initials = who.initials();
        let mut text = replace(&whole(text, who), &who.surname, &initials, |_, _, _| true);
        for given in who.given.split_whitespace().filter(|given| !self.is_colleague(given)) {
            text = replace(&text, given, &initials, |before, found, after| {
                has_capital(found) && !goes_on_as_a_name(after) && !begins_as_a_word(before, found)
            });
        }
        self.others(&text)
    }

    /// A line of the record of whoever this episode is of.
    pub(in crate::desk) fn line_of(&self, text: &str, id: EpisodeId) -> String {
        let who = self.people.iter().find(|(known, _)| *known == id);
        who.map_or_else(|| self.others(text), |(_, who)| self.line(text, who))
    }

    /// A line that is about nobody in particular: everybody's whole name, and surnames written with a
    /// capital, unless a colleague has the same one.
    pub(in crate::desk) fn others(&self, text: &str) -> String {
        let mut text = text.to_owned();
        for (_, one) in &self.people {
            let surname = one.surname.trim();
            if !may_hold(&text, surname) {
                continue;
            }
            text = whole(&text, one);
            if !self.is_colleague(surname) {
                text = replace(&text, surname, &one.initials(), |before, found, _| {
                    has_capital(found) && !begins_as_a_word(before, found)
                });
            }
        }
        text
    }

    /// Who does or was told something: only whole names go, for one word may be a colleague's.
    pub(in crate::desk) fn doer(&self, text: &str, who: &Person) -> String {
        self.people.iter().fold(whole(text, who), |text, (_, one)| {
            if may_hold(&text, one.surname.trim()) { whole(&text, one) } else { text }
        })
    }

    fn is_colleague(&self, name: &str) -> bool {
        let name = name.to_lowercase();
        self.colleagues.contains(&name)
    }
}

/// Whether a text may hold a name written as usual or in capitals; cheap, for a note asks it of
/// everybody.
fn may_hold(text: &str, name: &str) -> bool {
    !name.is_empty() && (text.contains(name) || text.contains(&name.to_uppercase()))
}

/// Given name and surname together, in each order.
fn whole(text: &str, who: &Person) -> String {
    let (surname, given, initials) = (who.surname.trim(), who.given.trim(), who.initials());
    if surname.is_empty() || given.is_empty() {
        return text.to_owned();
    }
    let orders = [format!("{given} {surname}"), format!("{surname}, {given}"), format!("{surname} {given}")];
    orders.iter().fold(text.to_owned(), |text, name| replace(&text, name, &initials, |_, _, _| true))
}

fn has_capital(word: &str) -> bool {
    word.chars().next().is_some_and(char::is_uppercase)
}

/// "Mark Hill" is not the person whose given name is Mark.
fn goes_on_as_a_name(after: &str) -> bool {
    after.strip_prefix(' ').is_some_and(has_capital)
}

/// Whether a sentence begins with what may be a word of its own: "Mark on the neck".
fn begins_as_a_word(before: &str, found: &str) -> bool {
    let begins = before.trim_end().chars().next_back().is_none_or(|last| ".!?:;(".contains(last));
    begins && WORDS.contains(&found.to_lowercase().as_str())
}

/// Puts initials for a name wherever it stands as a word of its own, in whichever case.
fn replace(text: &str, name: &str, initials: &str, is_name: impl Fn(&str, &str, &str) -> bool) -> String {
    let name = name.trim().to_lowercase();
    if name.is_empty() || text.len() < name.len() || !text.to_lowercase().contains(&name) {
        return text.to_owned();
    }
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, found, after)) = split_at_name(rest, &name) {
        let inside = before.chars().next_back().is_some_and(char::is_alphanumeric)
            || after.chars().next().is_some_and(char::is_alphanumeric);
        let said_before = if before.is_empty() { out.as_str() } else { before };
        let put = !inside && is_name(said_before, found, after);
        out.push_str(before);
        out.push_str(if put { initials } else { found });
        rest = after;
    }
    out.push_str(rest);
    out
}

/// What stands before, as, and after a name, whichever case it is typed in: custody writes DALE.
fn split_at_name<'t>(text: &'t str, name: &str) -> Option<(&'t str, &'t str, &'t str)> {
    text.char_indices().find_map(|(start, _)| {
        let end = start + name.len();
        let found = text.get(start..end).filter(|part| part.to_lowercase() == name)?;
        Some((text.get(..start)?, found, text.get(end..)?))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::referral::Birth;

    fn person(given: &str, surname: &str) -> Person {
        Person { surname: surname.into(), given: given.into(), birth: Birth::Unknown, sex: "M".into() }
    }

    fn line(text: &str, given: &str, surname: &str) -> String {
        let colleagues = vec!["ada".to_owned(), "okafor".to_owned()];
        let people = vec![person("Ryan", "Tate"), person("Sam", "Black"), person("Femi", "Okafor")];
        let people = people.into_iter().map(|one| (EpisodeId(uuid::Uuid::nil()), one)).collect();
        Known { people, colleagues }.line(text, &person(given, surname))
    }

    #[test]
    fn a_name_typed_into_a_line_is_printed_as_initials() {
        let said = line("Jordan Dale's aunt rang; Dale, Jordan slept.", "Jordan", "Dale");
        assert_eq!(said, "J.D.'s aunt rang; J.D. slept.");
        let said =
            line("Mr DALE is from Rochdale, not Dalewood. Jordan ate, JORDAN DALE left.", "Jordan", "Dale");
        assert_eq!(said, "Mr J.D. is from Rochdale, not Dalewood. J.D. ate, J.D. left.");
    }

    #[test]
    fn a_word_that_is_a_name_too_stays_a_word() {
        let said = line("Mark on the neck. PC Mark Hill saw Mark will sleep.", "Mark", "Obi");
        assert_eq!(said, "Mark on the neck. PC Mark Hill saw M.O. will sleep.");
    }

    #[test]
    fn the_names_of_others_on_the_board_go_too_and_those_of_colleagues_stay() {
        let said = line("Ryan Tate shouts at TATE. Black eye; Okafor and Ada know.", "Jordan", "Dale");
        assert_eq!(said, "R.T. shouts at R.T.. Black eye; Okafor and Ada know.");
        assert_eq!(line("Ada will ring.", "Ada", "Dale"), "Ada will ring.");
    }
}
