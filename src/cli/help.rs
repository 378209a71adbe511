//! `liaison help`: the help pages, and what a command takes.

use std::io::Write;

use clap::CommandFactory;

use super::Cli;
use super::exit::{EX_USAGE, Stop};
use crate::desk::pages::{PAGES, Page, find};
use crate::forms::report::nearest;

/// Writes a page, the help of a command, or the list of all pages where nothing is named.
///
/// # Errors
///
/// 64 where there is neither a page nor a command of that name, with what there is; else as writing fails.
pub fn run(topic: &[String], out: &mut impl Write) -> Result<(), Stop> {
    let text = match topic {
        [] => list(),
        [name] => match find(name) {
            Some(page) => shown(page),
            None => of_command(topic).ok_or_else(|| unknown(name))?,
        },
        several => of_command(several).ok_or_else(|| unknown(&several.join(" ")))?,
    };
    out.write_all(text.as_bytes())?;
    Ok(())
}

fn list() -> String {
    let mut text = "Help pages:\n".to_owned();
    for page in PAGES {
        text += &format!("  {:<10} {}\n", page.name, page.title);
    }
    text + "\n\
        liaison help TOPIC reads one. On the screen they stand behind ? and Tab.\n\
        liaison COMMAND --help explains a command, liaison --help lists them all.\n"
}

fn shown(page: &Page) -> String {
    let mut text: String = page.rows().iter().map(|row| format!("{}\n", row.text())).collect();
    if of_command(&[page.name.to_owned()]).is_some() {
        text += &format!("\nliaison {} --help says what that command takes.\n", page.name);
    }
    text
}

/// What `--help` says of a command, which may be one of another.
fn of_command(names: &[String]) -> Option<String> {
    let mut command = Cli::command();
    command.build();
    let mut found = &mut command;
    for name in names {
        found = found.find_subcommand_mut(name)?;
    }
    Some(found.render_long_help().to_string())
}

fn unknown(topic: &str) -> Stop {
    let pages = PAGES.iter().map(|page| page.name);
    let command = Cli::command();
    let commands = command.get_subcommands().map(clap::Command::get_name);
    let near = nearest(topic, pages.clone().chain(commands));
    let near = near.map_or_else(String::new, |near| format!(" Did you mean {near}?"));
    let names: Vec<&str> = pages.collect();
    Stop::new(
        EX_USAGE,
        format!(
            "There is no page and no command \"{topic}\".{near}\nThere are pages on {}.\n\
             liaison --help lists the commands.",
            names.join(", ")
        ),
    )
}

#[cfg(test)]
mod tests {
    use super::super::{Command, parse};
    use super::*;

    fn told(line: &str) -> Result<String, Stop> {
        let args = format!("liaison help {line}");
        let cli = parse(args.split_whitespace().map(Into::into)).unwrap();
        let Some(Command::Help { topic }) = cli.command else { panic!("{args}") };
        let mut out = Vec::new();
        run(&topic, &mut out).map(|()| String::from_utf8(out).unwrap())
    }

    #[test]
    fn help_alone_lists_every_page_and_says_where_commands_are_explained() {
        let list = told("").unwrap();
        for page in PAGES {
            assert!(list.contains(&format!("  {:<10} {}", page.name, page.title)), "{list}");
        }
        assert!(list.contains("liaison COMMAND --help"), "{list}");
        assert!(list.lines().all(|line| line.chars().count() <= 80), "{list}");
    }

    #[test]
    fn every_page_can_be_read_and_fits_eighty_columns() {
        for page in PAGES {
            let text = told(page.name).unwrap();
            assert!(text.starts_with(page.title), "{text}");
            assert!(text.lines().all(|line| line.chars().count() <= 80), "{text}");
        }
    }

    #[test]
    fn a_page_wins_over_a_command_of_its_name_and_says_where_that_is_explained() {
        let text = told("board").unwrap();
        assert!(text.starts_with("The board: who waits"), "{text}");
        assert!(text.ends_with("liaison board --help says what that command takes.\n"), "{text}");
        assert!(!told("screening").unwrap().contains("liaison screening --help"));
    }

    #[test]
    fn a_command_without_a_page_shows_what_its_own_help_says() {
        assert!(told("doctor").unwrap().contains("Usage: liaison doctor"));
        assert!(told("forms check").unwrap().contains("Usage: liaison forms check"));
    }

    #[test]
    fn an_unknown_topic_ends_with_64_and_names_the_nearest_and_all() {
        let stop = told("bord").unwrap_err();
        assert_eq!(stop.code, EX_USAGE);
        assert!(stop.why.contains("Did you mean board?"), "{}", stop.why);
        assert!(PAGES.iter().all(|page| stop.why.contains(page.name)), "{}", stop.why);
        assert_eq!(told("forms chek").unwrap_err().code, EX_USAGE);
    }
}
