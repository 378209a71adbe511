//! Every command by its name: what can be done here, through the lists that lead on from here, and
//! where all others are done.

use super::{Act, Binding, Context, bindings, bound};
use crate::tui::input::Key;

/// How a command is come by from here.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Way {
    /// By these keys, one after another.
    Keys(Vec<Key>),
    /// By the number or letter that stands beside what is meant.
    Numbered,
    /// Elsewhere: how to get there, in words.
    Elsewhere(String),
}

/// One command.
#[derive(Clone, Debug)]
pub struct Command {
    /// Its line of the table.
    pub binding: &'static Binding,
    /// Its keys as shown from here; empty where it is done elsewhere.
    pub shown: String,
    /// How it is come by.
    pub way: Way,
}

impl Command {
    /// Whether it can be done from here.
    pub fn is_here(&self) -> bool {
        !matches!(self.way, Way::Elsewhere(_))
    }
}

/// Every command there is, those of this place first.
pub fn commands(context: Context) -> Vec<Command> {
    let mut out: Vec<Command> = bindings(context).map(|binding| here(context, binding)).collect();
    for (act, list) in [(Act::Menu, Context::Menu), (Act::Care, Context::Care)] {
        if let Some(opens) = bindings(context).find(|binding| binding.act == act) {
            out.extend(own(list).filter(|b| !leaves(b)).filter_map(|b| through(context, opens, list, b)));
        }
    }
    if context == Context::Board
        && let Some(opens) = bindings(context).find(|binding| binding.act == Act::Open)
    {
        let page = own(Context::Episode).filter(|b| !out.iter().any(|known| known.binding.act == b.act));
        let page: Vec<Command> = page.filter_map(|b| through(context, opens, Context::Episode, b)).collect();
        out.extend(page);
    }
    let elsewhere = bound().iter().filter(|binding| !out.iter().any(|known| same(known.binding, binding)));
    let elsewhere: Vec<Command> = elsewhere
        .map(|binding| Command { binding, shown: String::new(), way: Way::Elsewhere(place(binding.context)) })
        .collect();
    out.extend(elsewhere);
    out
}

fn same(one: &Binding, other: &Binding) -> bool {
    (one.context, one.act, one.keys) == (other.context, other.act, other.keys)
}

fn own(context: Context) -> impl Iterator<Item = &'static Binding> {
    bound().iter().filter(move |binding| binding.context == context)
}

fn leaves(binding: &Binding) -> bool {
    matches!(binding.act, Act::Back | Act::Lock)
}

fn here(context: Context, binding: &'static Binding) -> Command {
    let way = match binding.act {
        Act::Site(_) | Act::Answer(_) => Way::Numbered,
        _ => Way::Keys(pressed(context, binding).into_iter().collect()),
    };
    Command { binding, shown: binding.key_name(context), way }
}

/// The key of a binding that acts here: no letter where letters type.
fn pressed(context: Context, binding: &Binding) -> Option<Key> {
    binding.keys.iter().copied().find(|key| !(context.types() && matches!(key, Key::Char(_))))
}

fn through(context: Context, opens: &Binding, list: Context, binding: &'static Binding) -> Option<Command> {
    let keys = vec![pressed(context, opens)?, pressed(list, binding)?];
    let shown = format!("{} {}", opens.key_name(context), binding.key_name(list));
    Some(Command { binding, shown, way: Way::Keys(keys) })
}

/// Where a place is, in words: its name, and the way there from the board.
fn place(context: Context) -> String {
    let way = match context {
        Context::Global | Context::List | Context::Board => None,
        Context::Episode => way(Act::Open),
        Context::Menu => way(Act::Open).zip(key(Context::Episode, Act::Menu)).map(joined),
        Context::Care | Context::Working => way(Act::Care),
        Context::Question
        | Context::Screening
        | Context::ScreeningTyping
        | Context::ScreeningLong
        | Context::ScreeningGroup
        | Context::ScreeningReview
        | Context::ScreeningAsk
        | Context::Forms
        | Context::FormsFind
        | Context::Moving => way(Act::Screen),
        Context::Handover | Context::NamedPaper | Context::Paper => way(Act::Handover),
        Context::Aloud => way(Act::Handover).zip(key(Context::Handover, Act::Aloud)).map(joined),
        Context::Receive | Context::ReceiveLine => {
            way(Act::Handover).zip(key(Context::Handover, Act::Receive)).map(joined)
        }
        Context::Versions | Context::Issued => {
            way(Act::Handover).zip(key(Context::Handover, Act::Versions)).map(joined)
        }
        Context::Referrals => way(Act::Onward),
        Context::Suggestions => way(Act::Open).zip(key(Context::Episode, Act::Suggestions)).map(joined),
        Context::Search => way(Act::Find),
        Context::Alerts => way(Act::Alerts),
        Context::Unentered | Context::CopyOut => way(Act::CopyOut),
        Context::CourtChoice | Context::CourtList | Context::CourtRows => way(Act::CourtList),
        Context::Rota
        | Context::RotaEdit
        | Context::RotaDay
        | Context::RotaMonth
        | Context::RotaGaps
        | Context::RotaCandidates
        | Context::RotaChanges
        | Context::RotaConfirm => way(Act::Rota),
        Context::Audit => way(Act::Care).zip(key(Context::Care, Act::Trail)).map(joined),
        Context::Figures => way(Act::Care).zip(key(Context::Care, Act::Figures)).map(joined),
        Context::MissingItems => {
            let figures = way(Act::Care).zip(key(Context::Care, Act::Figures)).map(joined);
            figures.zip(key(Context::Figures, Act::MissingItems)).map(joined)
        }
        Context::Caseload => way(Act::Care).zip(key(Context::Care, Act::Caseload)).map(joined),
        Context::Retention => way(Act::Care).zip(key(Context::Care, Act::Kept)).map(joined),
        Context::Card
        | Context::Details
        | Context::Reading
        | Context::Same
        | Context::Rescue
        | Context::SignIn => None,
    };
    match way {
        Some(keys) => format!("{}: {keys} on the board", context.title()),
        None => context.title().to_owned(),
    }
}

fn way(act: Act) -> Option<String> {
    key(Context::Board, act)
}

fn key(context: Context, act: Act) -> Option<String> {
    own(context).find(|binding| binding.act == act).map(|binding| binding.key_name(context))
}

fn joined((first, then): (String, String)) -> String {
    format!("{first} {then}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_lies_behind_a_list_is_done_by_both_keys() {
        let all = commands(Context::Episode);
        let triage = all.iter().find(|command| command.binding.act == Act::Triage).unwrap();
        assert_eq!(
            (triage.shown.as_str(), triage.way.clone()),
            (". t", Way::Keys(vec![Key::Char('.'), Key::Char('t')]))
        );
        let rota = all.iter().find(|c| c.binding.act == Act::Publish).unwrap();
        assert_eq!(rota.way, Way::Elsewhere("The rota, week and day: r on the board".into()));
    }

    #[test]
    fn where_letters_type_no_command_is_pressed_as_a_letter() {
        for command in commands(Context::Card) {
            if let Way::Keys(keys) = &command.way {
                assert!(keys.iter().all(|key| !matches!(key, Key::Char(_))), "{command:?}");
            }
        }
    }
}
