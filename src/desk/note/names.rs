//! Names kept off paper: where somebody typed one into a line, it is put as initials, since a sheet
//! may be lost (domain.md 5.3).

use unicode_normalization::char::is_combining_mark;
use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthChar;

use crate::desk::{Desk, DeskError};
use crate::domain::fold;
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
                is_as_a_name(found) && !goes_on_as_a_name(after) && !begins_as_a_word(before, found)
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
        let (key, mut text) = (fold::key(text), text.to_owned());
        for (_, one) in &self.people {
            let surname = one.surname.trim();
            if !may_hold(&key, &text, surname) {
                continue;
            }
            text = whole(&text, one);
            if !self.is_colleague(surname) {
                text = replace(&text, surname, &one.initials(), |before, found, _| {
                    is_as_a_name(found) && !begins_as_a_word(before, found)
                });
            }
        }
        text
    }

    /// Who does or was told something: only whole names go, for one word may be a colleague's.
    pub(in crate::desk) fn doer(&self, text: &str, who: &Person) -> String {
        let key = fold::key(text);
        self.people.iter().fold(whole(text, who), |text, (_, one)| {
            if may_hold(&key, &text, &one.surname) { whole(&text, one) } else { text }
        })
    }

    fn is_colleague(&self, name: &str) -> bool {
        let name = name.to_lowercase();
        self.colleagues.contains(&name)
    }
}

/// Whether a text, whose key is given, may hold a name; cheap, for a note asks it of everybody.
fn may_hold(key: &str, text: &str, name: &str) -> bool {
    let name_key = fold::key(name);
    if name_key.is_empty() {
        !name.trim().is_empty() && text.contains(name.trim())
    } else {
        key.contains(&name_key)
    }
}

/// Given name and surname together, in each order.
fn whole(text: &str, who: &Person) -> String {
    let (surname, given, initials) = (who.surname.trim(), who.given.trim(), who.initials());
    if surname.is_empty() || given.is_empty() {
        return text.to_owned();
    }
    // A comma between them, or no blank, does not count.
    let orders = [format!("{given} {surname}"), format!("{surname} {given}")];
    orders.iter().fold(text.to_owned(), |text, name| replace(&text, name, &initials, |_, _, _| true))
}

/// Whether a word is written as a name is: with a capital, or in a script that has none.
fn is_as_a_name(word: &str) -> bool {
    word.contains(char::is_uppercase) || !word.contains(char::is_lowercase)
}

/// "Mark Hill" is not the person whose given name is Mark.
fn goes_on_as_a_name(after: &str) -> bool {
    after.strip_prefix(' ').is_some_and(|word| word.starts_with(char::is_uppercase))
}

/// Whether a sentence begins with what may be a word of its own: "Mark on the neck".
fn begins_as_a_word(before: &str, found: &str) -> bool {
    let begins = before.trim_end().chars().next_back().is_none_or(|last| ".!?:;(".contains(last));
    begins && WORDS.contains(&found.to_lowercase().as_str())
}

/// Puts initials for a name wherever it stands as a word of its own, in whichever case and with or
/// without its accents.
fn replace(text: &str, name: &str, initials: &str, is_name: impl Fn(&str, &str, &str) -> bool) -> String {
    if !may_hold(&fold::key(text), text, name) {
        return text.to_owned();
    }
    let mut out = String::with_capacity(text.len());
    // A name of one letter is not looked for in initials that stand there already.
    for (nth, mut rest) in text.split(initials).enumerate() {
        out.push_str(if nth > 0 { initials } else { "" });
        while let Some((before, found, after)) = split_at_name(rest, name.trim()) {
            let said_before = if before.is_empty() { out.as_str() } else { before };
            let inside = goes_into(said_before, found, after);
            let put = !inside && is_name(said_before, found, after);
            out.push_str(before);
            out.push_str(if put { initials } else { found });
            rest = after;
        }
        out.push_str(rest);
    }
    out
}

/// Whether what was found is a part of a longer word. Chinese sets no blanks between words, and Korean
/// adds endings to a name: there a name of two letters or more ends where it ends.
fn goes_into(before: &str, found: &str, after: &str) -> bool {
    let long = found.graphemes(true).count() > 1;
    let joins = |c: Option<char>| c.is_some_and(|c| c.is_alphanumeric() && !(long && c.width() == Some(2)));
    joins(before.chars().next_back()) || joins(after.chars().next())
}

/// What stands before, as, and after a name, however it is typed: custody writes DALE, and Zolc for Żółć.
fn split_at_name<'t>(text: &'t str, name: &str) -> Option<(&'t str, &'t str, &'t str)> {
    let key = fold::key(name);
    if key.is_empty() {
        // A name of pictures only.
        let (before, after) = text.split_once(name)?;
        return Some((before, text.get(before.len()..text.len() - after.len())?, after));
    }
    text.char_indices().find_map(|(start, _)| {
        let rest = text.get(start..)?;
        let (found, after) = rest.split_at_checked(begins_with(rest, name, &key)?)?;
        Some((text.get(..start)?, found, after))
    })
}

/// How many bytes at the beginning of the text are this name, whose key is given; nothing if none. Blanks
/// and signs may be others than in the name or be left out, but none is where the name has none: "Ina" is
/// not "in a".
fn begins_with(text: &str, name: &str, key: &str) -> Option<usize> {
    let may_part = |c: char| c.is_whitespace() || ",'\u{2019}-".contains(c) || name.contains(c);
    let parts = parts(name);
    let (mut read, mut end) = (0, 0);
    for (start, c) in text.char_indices() {
        let more = fold::key(c.encode_utf8(&mut [0; 4]));
        if !is_combining_mark(c) && read == key.len() {
            break;
        }
        if more.is_empty() && !is_combining_mark(c) && !(may_part(c) && parts.contains(&read)) {
            return None;
        }
        if read == key.len() && !more.is_empty() {
            break;
        }
        key.get(read..).filter(|left| left.starts_with(&more))?;
        read += more.len();
        end = start + c.len_utf8();
    }
    (read == key.len()).then_some(end)
}

/// Where in its key a name has a blank or a sign.
fn parts(name: &str) -> Vec<usize> {
    let mut read = 0;
    let mut parts = Vec::new();
    for c in name.chars() {
        let more = fold::key(c.encode_utf8(&mut [0; 4]));
        if more.is_empty() && !is_combining_mark(c) {
            parts.push(read);
        }
        read += more.len();
    }
    parts
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

    #[test]
    fn a_name_goes_with_its_accents_or_without_them_and_with_its_signs_or_without() {
        for text in [
            "Łukasz Żółć slept.",
            "LUKASZ ZOLC slept.",
            "Zolc, Lukasz slept.",
            "Lukasz slept.",
            "ŻÓŁĆ slept.",
        ] {
            assert_eq!(line(text, "Łukasz", "Żółć"), "Ł.Ż. slept.", "{text}");
        }
        for text in ["Zoë O'Brien", "Zoe OBRIEN", "ZOE O\u{2019}BRIEN", "Zoe\u{308} O Brien", "O'Brien"] {
            assert_eq!(line(&format!("{text}'s aunt"), "Zoë", "O'Brien"), "Z.O.'s aunt", "{text}");
        }
        assert_eq!(
            line("He was in a cell; join man, Ina.", "Jo", "Ina"),
            "He was in a cell; join man, J.I.."
        );
        assert_eq!(line("X Æ ate; Æ, X slept; ae too.", "X", "Æ"), "X.Æ. ate; X.Æ. slept; X.Æ. too.");
        assert_eq!(line("İbrahim and IBRAHIM", "İbrahim", "Işık"), "İ.I. and İ.I.");
        assert_eq!(line("He is d'Ávila; d'avila too.", "X", "d'Ávila"), "He is X.D.; X.D. too.");
        assert_eq!(line("Dale. Jordan ate; Dalé-Smith", "Jordan", "Dale"), "J.D.. J.D. ate; J.D.-Smith");
    }

    #[test]
    fn a_name_in_a_script_without_capitals_goes_too() {
        assert_eq!(line("محمد عبد الله نام، محمد", "محمد", "عبد الله"), "م.ع. نام، م.ع.");
        assert_eq!(line("王小明說 小明, then 王 and 王子", "小明", "王"), "小王說 小王, then 小王 and 王子");
        assert_eq!(line("김민수는 민수", "민수", "김"), "민김는 민김");
        assert_eq!(line("ਹਰਪ੍ਰੀਤ ate", "", "ਹਰਪ੍ਰੀਤ"), "?.ਹ. ate");
        assert_eq!(line("saw 👩‍⚕️ twice", "Ann", "👩‍⚕️"), "saw A.👩‍⚕️ twice");
        assert_eq!(line("", "小明", "王"), "");
    }
}
