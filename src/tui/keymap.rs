//! What each key does, in one table: keys become acts here, and nowhere else.
//!
//! The table ([`table`], or what a service made of it: [`rebind`]) feeds [`resolve`], the footer, the
//! help overlay, the palette ([`commands`]) and the README's list.
//! One letter means the same on the board and on an episode. Letters are matched without case,
//! so Caps Lock cannot turn one act into another.

pub mod commands;
mod context;
pub mod letters;
pub mod rebind;
pub mod table;

use std::sync::OnceLock;

use super::input::Key;
pub use context::Context;
pub use table::BINDINGS;

/// The table with the keys that a service chose; unset where it chose none.
static OWN: OnceLock<Vec<Binding>> = OnceLock::new();

/// The table that holds: a service's own keys where it has some.
pub fn bound() -> &'static [Binding] {
    OWN.get().map_or(BINDINGS, Vec::as_slice)
}

/// Puts a table in the place of the one built in. Heeded once, before the first key is heard.
pub fn bind(own: Vec<Binding>) {
    let _ = OWN.set(own);
}

/// Something a key can ask for. Screens turn acts into changes and effects.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[allow(missing_docs, reason = "each act's sentence stands in the table, where help reads it too")]
pub enum Act {
    Lock,
    Help,
    Palette,
    Look,
    Tour,
    Repaint,
    ExplainCtrlC,
    Up,
    Down,
    PageUp,
    PageDown,
    First,
    Last,
    Back,
    NextField,
    PreviousField,
    Submit,
    Cancel,
    Open,
    Screen,
    NewReferral,
    Handover,
    Hold,
    NotSeen,
    Decline,
    Tell,
    Task,
    Onward,
    Away,
    CustodyList,
    Consent,
    SiteNote,
    LogActivity,
    Caseload,
    Supervision,
    AddPerson,
    Clock,
    Jot,
    Contingency,
    Move,
    Left,
    Close,
    Suggestions,
    Accept,
    Change,
    Refuse,
    Print,
    EndShift,
    SignOut,
    Quit,
    /// A site by its number on the board; 0 is all sites.
    Site(u8),
    /// An option of the question in focus, by its digit.
    Answer(u8),
    NextQuestion,
    PreviousQuestion,
    NextUnanswered,
    Unable,
    NotAsked,
    DoesNotKnow,
    SetAside,
    Source,
    AddRow,
    NoRows,
    RemoveRow,
    Clear,
    Note,
    Finish,
    Accepted,
    Find,
    Read,
    Amend,
    Older,
    Newer,
    EarlierTime,
    Menu,
    Details,
    TakeReferral,
    Triage,
    Pin,
    Correct,
    Position,
    SamePerson,
    Contact,
    Capacity,
    FollowUp,
    Decide,
    Escalate,
    Report,
    Recommend,
    Mha,
    Transfer,
    Strike,
    CounterSign,
    Reopen,
    Alerts,
    Filter,
    MyList,
    Everybody,
    CourtList,
    CopyOut,
    Existing,
    Another,
    NewRow,
    ToFile,
    ToClipboard,
    Entered,
    Rota,
    Earlier,
    Later,
    Today,
    Week,
    Place,
    MoveShift,
    Split,
    Swap,
    TakeOff,
    Absent,
    CopyWeek,
    Roll,
    Publish,
    Staff,
    NewStaff,
    Gaps,
    Person,
    Undo,
    Reader,
    Names,
    Aloud,
    Sbar,
    Papers,
    Receive,
    AskAbout,
    Who,
    Verb,
    Days,
    Outside,
    Lookers,
    LegalHold,
    RetentionClass,
    Dispose,
    Versions,
    Care,
    Passphrase,
    ScreenPin,
    People,
    NewCode,
    Rotate,
    Trail,
    Kept,
    CheckStore,
    GoOn,
    BackUp,
    Restore,
    Figures,
    Compare,
    Group,
    Trend,
    MissingItems,
    /// Whose the listed records are.
    Whose,
    NextSite,
}

/// Whether a binding stands in the footer or only in help.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shown {
    /// In the footer and in help.
    Footer,
    /// In help only.
    Help,
}

/// An act that does nothing now, and why, in a sentence.
pub type Idle = (Act, String);

/// One line of the table.
#[derive(Clone, Copy, Debug)]
pub struct Binding {
    /// Where it holds.
    pub context: Context,
    /// The keys, the first being the one shown; the rest are twins.
    pub keys: &'static [Key],
    /// What it asks for.
    pub act: Act,
    /// A short word for the footer.
    pub label: &'static str,
    /// One sentence for help.
    pub help: &'static str,
    /// Where it is shown.
    pub shown: Shown,
}

impl Binding {
    /// Returns the key to show here, such as `Enter`, `s` or `1-9`; no letter where letters type.
    pub fn key_name(&self, context: Context) -> String {
        let acts = |key: &&Key| !(context.types() && matches!(key, Key::Char(_)));
        match self.keys {
            [Key::Char(first), .., Key::Char(last)] if first.is_ascii_digit() && last.is_ascii_digit() => {
                format!("{first}-{last}")
            }
            keys if keys == letters::FORM_LETTERS => "a-z".to_owned(),
            keys => keys.iter().find(acts).copied().map(shown_name).unwrap_or_default(),
        }
    }
}

/// Returns a key's name as written on screen: `Enter`, `Ctrl-L`, `PgDn`, `s`.
pub fn shown_name(key: Key) -> String {
    match key {
        Key::Char(' ') => "Space".to_owned(),
        Key::Char(c) => c.to_string(),
        Key::Ctrl(c) => format!("Ctrl-{}", c.to_ascii_uppercase()),
        Key::BackTab => "S-Tab".to_owned(),
        Key::PageUp => "PgUp".to_owned(),
        Key::PageDown => "PgDn".to_owned(),
        Key::Delete => "Del".to_owned(),
        other => {
            let name = other.to_string();
            let mut chars = name.chars();
            chars
                .next()
                .map(|first| first.to_ascii_uppercase().to_string() + chars.as_str())
                .unwrap_or_default()
        }
    }
}

/// Returns what the key asks for here, if anything.
pub fn resolve(context: Context, key: Key) -> Option<Act> {
    let key = match key {
        Key::Char(c) if context.types() && !c.is_control() => return None,
        Key::Char(c) => Key::Char(c.to_ascii_lowercase()),
        other => other,
    };
    let found = bindings(context).find(|binding| binding.keys.contains(&key))?;
    let digit = match key {
        Key::Char(c) => c.to_digit(10).and_then(|d| u8::try_from(d).ok()),
        _ => None,
    };
    Some(match (found.act, digit) {
        (Act::Site(_), Some(number)) => Act::Site(number),
        (Act::Answer(_), Some(number)) => Act::Answer(number),
        (Act::Answer(_), None) => Act::Answer(letters::form_number(key)),
        (act, _) => act,
    })
}

/// Returns the bindings for the footer, in the table's order, which never changes.
pub fn footer(context: Context) -> impl Iterator<Item = &'static Binding> {
    bindings(context).filter(|binding| binding.shown == Shown::Footer)
}

/// Returns every binding that holds here, the context's own first.
pub fn help(context: Context) -> impl Iterator<Item = &'static Binding> {
    bindings(context)
}

/// Returns the key of an act here, as shown; or the keys that lead to it through a menu or a page.
pub fn way_to(context: Context, act: Act) -> Option<String> {
    let direct = |context| {
        let name = bindings(context).find(|binding| binding.act == act)?.key_name(context);
        (!name.is_empty()).then_some(name)
    };
    let key = |through| bindings(context).find(|binding| binding.act == through).map(|b| b.key_name(context));
    if let Some(key) = direct(context) {
        return Some(key);
    }
    if let Some(menu) = key(Act::Menu) {
        return direct(Context::Menu).map(|last| format!("{menu} {last}"));
    }
    if let Some((care, last)) = key(Act::Care).zip(direct(Context::Care)) {
        return Some(format!("{care} {last}"));
    }
    if context != Context::Board {
        return None;
    }
    key(Act::Open).zip(way_to(Context::Episode, act)).map(|(open, rest)| format!("{open} {rest}"))
}

/// The same for a sentence: the key that holds, which a service may have chosen; else the act's name.
pub fn key_of(context: Context, act: Act) -> String {
    way_to(context, act).unwrap_or_else(|| {
        let named = bound().iter().find(|binding| binding.act == act).map(|binding| binding.label);
        format!("\"{}\"", named.unwrap_or_default())
    })
}

fn bindings(context: Context) -> impl Iterator<Item = &'static Binding> {
    context.chain().iter().flat_map(|asked| bound().iter().filter(move |b| b.context == *asked))
}

#[cfg(test)]
mod tests;
