//! Tells what can never be asked, and rules that always or never hold.

use std::collections::HashSet;

use crate::forms::expr::Expr;
use crate::forms::expr::decide::{Decider, Ground};
use crate::forms::fields::{Placed, Reader};

use super::draft::{Draft, Owner, Written};

pub(super) fn tell(draft: &Draft, reader: &mut Reader<'_>) {
    let ground = Ground { questions: &draft.questions, sections: &draft.sections, scores: &draft.scores };
    let mut looking = Looking { draft, decider: Decider::new(ground), never_asked: HashSet::new() };
    for written in &draft.written {
        looking.look_at_written(written, reader);
    }
    for rule in &draft.rules {
        if looking.names_unasked(&rule.when) {
            continue;
        }
        if let Some(why) = looking.why_never(&rule.when) {
            let message = format!("{} never holds: {why}", rule.name);
            let help = "correct it, or take it out: nothing can come of it";
            reader.fault("always-false", rule.text.span(), message, help);
        } else if !rule.may_always && !looking.decider.can_fail(&rule.when) {
            let message = format!("{} always holds, whatever is answered", rule.name);
            reader.fault("always-true", rule.text.span(), message, ALWAYS);
        }
    }
}

const ALWAYS: &str = "take it out, or say when it does not hold; \"was it answered?\" is written answered(q)";

struct Looking<'d> {
    draft: &'d Draft,
    decider: Decider<'d>,
    /// Questions that are never asked; what hangs on them is not complained of too.
    never_asked: HashSet<usize>,
}

impl<'d> Looking<'d> {
    fn look_at_written(&mut self, written: &'d Written, reader: &mut Reader<'_>) {
        let draft = self.draft;
        let Some((name, condition, hidden)) = self.found(written.owner) else { return };
        let is_told = match written.owner {
            Owner::Question(place) | Owner::Option(place, _) => self.never_asked.contains(&place),
            Owner::Section(_) | Owner::Table(_) | Owner::Value(_) => false,
        };
        if is_told || self.names_unasked(condition) {
            self.never_asked.extend(hidden);
            return;
        }
        let never = self.why_never_shown(written.owner, condition);
        if let Some(why) = never {
            let code = match written.owner {
                Owner::Section(_) => "unreachable-section",
                Owner::Option(..) => "unreachable-option",
                _ => "unreachable-question",
            };
            let message = format!("{name} is never shown: {why}");
            reader.fault(code, written.text.span(), message, help(&written.text, condition, draft));
            self.never_asked.extend(hidden);
        } else if !self.decider.can_fail(condition) {
            let message = format!("{name} is not hidden by this: it always holds, whatever is answered");
            reader.fault("always-true", written.text.span(), message, ALWAYS);
        }
    }

    /// What has the condition: its name, the condition, and the questions hidden with it.
    fn found(&self, owner: Owner) -> Option<(String, &'d Expr, std::ops::Range<usize>)> {
        let draft = self.draft;
        Some(match owner {
            Owner::Section(place) => {
                let section = draft.sections.get(place)?;
                (format!("section \"{}\"", section.id), section.show_if.as_ref()?, section.questions.clone())
            }
            Owner::Table(place) => {
                let (table, condition) = (draft.tables.get(place)?, draft.table_conditions.get(place)?);
                (format!("table \"{}\"", table.id), condition.as_ref()?, table.rows.clone())
            }
            Owner::Question(place) => {
                let question = draft.questions.get(place)?;
                (format!("\"{}\"", question.id), question.show_if.as_ref()?, place..place + 1)
            }
            Owner::Option(place, option) => {
                let question = draft.questions.get(place)?;
                let option = question.options.get(option)?;
                let name = format!("option \"{}\" of \"{}\"", option.code, question.id);
                (name, option.show_if.as_ref()?, 0..0)
            }
            Owner::Value(_) => return None,
        })
    }

    fn names_unasked(&self, condition: &Expr) -> bool {
        !self.never_asked.is_empty()
            && condition.questions().iter().any(|place| self.never_asked.contains(place))
    }

    fn why_never(&mut self, condition: &'d Expr) -> Option<&'static str> {
        if self.decider.can_hold_when_asked(&[condition]) {
            None
        } else if self.decider.can_hold(&[condition]) {
            Some("this needs answers to questions that are hidden then")
        } else {
            Some("no answers make this true")
        }
    }

    /// A question is shown where its own condition and that of its section hold, and an option
    /// where its question is shown.
    fn why_never_shown(&mut self, owner: Owner, condition: &'d Expr) -> Option<&'static str> {
        let mut all = vec![condition];
        let place = match owner {
            Owner::Question(place) | Owner::Option(place, _) => Some(place),
            Owner::Table(place) => self.draft.tables.get(place).map(|table| table.rows.start),
            Owner::Section(_) | Owner::Value(_) => None,
        };
        if let Some(question) = place.and_then(|place| self.draft.questions.get(place)) {
            let group = question.group.and_then(|group| self.draft.questions.get(group));
            let section = self.draft.sections.get(question.section);
            all.extend(section.and_then(|section| section.show_if.as_ref()));
            all.extend(group.and_then(|group| group.show_if.as_ref()));
            if matches!(owner, Owner::Option(..)) {
                all.extend(question.show_if.as_ref());
            }
        }
        if self.decider.can_hold_when_asked(&all) {
            return None;
        }
        if let Some(why) = self.why_never(condition) {
            return Some(why);
        }
        if all.iter().any(|condition| self.names_unasked(condition)) {
            return None;
        }
        Some(match owner {
            Owner::Option(..) => {
                "this and the conditions under which its question is shown never hold together"
            }
            _ => "this and the condition of its section or group never hold together",
        })
    }
}

fn help(text: &Placed<String>, condition: &Expr, draft: &Draft) -> String {
    let id = |place: &usize| draft.questions.get(*place).map(|question| format!("\"{}\"", question.id));
    let named: Vec<String> = condition.questions().iter().filter_map(id).take(4).collect();
    if named.is_empty() || text.get_ref().is_empty() {
        "correct the condition, or take it out".to_string()
    } else {
        format!("look at what {} can be, and when it is asked", named.join(", "))
    }
}
