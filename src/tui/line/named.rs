//! Commands as they are typed: by key, by name, or by enough of a name that only one is meant.

use std::io;

use super::{Line, Next, is_question, pages, push_out, say};
use crate::tui::app::SPOKEN;
use crate::tui::input::{Input, Key};
use crate::tui::keymap::commands::Way;
use crate::tui::keymap::rebind::act_name;
use crate::tui::keymap::{Act, Binding, Context, help, resolve};
use crate::tui::widgets::palette::Palette;

impl Line {
    /// Does a command by its key or its name.
    pub(super) fn named(&mut self, context: Context, typed: &str) -> io::Result<Next> {
        let typed = typed.trim();
        if typed.is_empty() {
            return self.list(context).map(|()| Next::On);
        }
        if typed.eq_ignore_ascii_case("stop") && self.app.check_share().is_some() {
            self.app.stop_check();
            return Ok(Next::On);
        }
        match pages::asked(typed) {
            Some("") => return self.list(context).map(|()| Next::On),
            Some(page) => return pages::read(page).map(|()| Next::On),
            None => {}
        }
        if let Some(site) = typed.strip_prefix("site ").filter(|_| context == Context::Board) {
            site.trim().chars().take(1).for_each(|digit| self.press(Key::Char(digit)));
            self.shown = None;
            return Ok(Next::On);
        }
        let depth = (self.app.context(), self.app.depth());
        let key = typed.to_lowercase().parse::<Key>().ok();
        match key.filter(|key| resolve(context, *key).is_some() || is_question(context)) {
            Some(Key::Ctrl('l')) => return self.lock(),
            Some(key) if resolve(context, key) == Some(Act::Lock) => return self.lock(),
            Some(key) if resolve(context, key) == Some(Act::Help) => self.list(context)?,
            Some(key) if resolve(context, key) == Some(Act::Palette) => self.list(context)?,
            Some(key) => self.press(key),
            None => {
                let mut palette = Palette::new(context, self.app.idle());
                palette.update(&Input::Paste(typed.to_owned()), SPOKEN.1);
                let found = palette.found();
                let exact = |binding: &Binding| {
                    binding.label.eq_ignore_ascii_case(typed)
                        || act_name(binding.act).replace('_', " ").eq_ignore_ascii_case(typed)
                };
                let named = found.iter().find(|command| command.is_here() && exact(command.binding));
                // What only its sentence has in common with the words typed is offered, and not done.
                let close = |binding: &Binding| binding.label.to_lowercase().contains(&typed.to_lowercase());
                let mut here = found.iter().filter(|command| command.is_here());
                let only = here.next().filter(|command| here.next().is_none() && close(command.binding));
                let chosen = named.or(only);
                match chosen.map(|command| (command.way.clone(), command.binding.act)) {
                    Some((_, Act::Lock)) => return self.lock(),
                    Some((_, Act::Help | Act::Palette)) => self.list(context)?,
                    Some((Way::Keys(keys), act)) => {
                        match self.app.idle().into_iter().find(|(idle, _)| *idle == act) {
                            Some((_, why)) => say(&format!("Not now: {why}"))?,
                            None => keys.into_iter().for_each(|key| self.press(key)),
                        }
                    }
                    _ if found.is_empty() => {
                        say(&format!("! \"{typed}\" is no command here. ? lists them."))?;
                        return Ok(Next::On);
                    }
                    _ => {
                        say(&format!("\"{typed}\" may mean:"))?;
                        for command in found.iter().take(9) {
                            let key = if command.is_here() { command.shown.as_str() } else { "-" };
                            say(&format!("  {key:<9} {}: {}", command.binding.label, command.binding.help))?;
                        }
                        return Ok(Next::On);
                    }
                }
            }
        }
        if !self.app.is_open() {
            push_out()?;
        } else if (self.app.context(), self.app.depth()) == depth {
            self.after(context)?;
        }
        Ok(Next::On)
    }

    /// What a command changed on the same screen: the line in focus, or all of it.
    pub(super) fn after(&mut self, context: Context) -> io::Result<()> {
        let quiet = is_question(context) || self.app.card_mut().is_some();
        if quiet {
            return Ok(());
        }
        if context.chain().contains(&Context::List)
            && let Some(line) = self.app.line_in_focus()
        {
            return say(&line);
        }
        self.shown = None;
        Ok(())
    }

    /// Lists the keys of this place, and the help pages.
    pub(super) fn list(&mut self, context: Context) -> io::Result<()> {
        let idle = self.app.idle();
        for binding in help(context) {
            let key = binding.key_name(context);
            let why = idle.iter().find(|(act, _)| *act == binding.act);
            let why = why.map(|(_, why)| format!(" Not now: {why}")).unwrap_or_default();
            let label = if binding.label.is_empty() { "-" } else { binding.label };
            say(&format!("  {key:<9} {label}: {}{why}", binding.help))?;
        }
        pages::list(context)
    }
}
