//! `liaison man`: the manual pages.

use std::io::{self, ErrorKind, Write};

use clap::CommandFactory;
use clap_mangen::Man;

use super::Cli;

/// Writes the manual page of the program, or of one of its commands.
///
/// # Errors
///
/// `InvalidInput` where there is no such command, with what there is; else as writing fails.
pub fn run(page: Option<&str>, out: &mut impl Write) -> io::Result<()> {
    let mut command = Cli::command();
    command.build();
    let Some(page) = page else { return Man::new(command).render(out) };
    let Some(sub) = command.find_subcommand(page) else {
        let known: Vec<&str> = command.get_subcommands().map(clap::Command::get_name).collect();
        let message = format!("there is no command \"{page}\"; there are {}", known.join(", "));
        return Err(io::Error::new(ErrorKind::InvalidInput, message));
    };
    Man::new(sub.clone()).render(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn page(of: Option<&str>) -> String {
        let mut out = Vec::new();
        run(of, &mut out).unwrap();
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn the_program_and_each_command_have_a_page() {
        assert!(page(None).contains("liaison\\-handover(1)"));
        assert!(page(Some("board")).contains("\\-\\-site"));
    }

    #[test]
    fn a_page_that_does_not_exist_is_refused_with_those_that_do() {
        let why = run(Some("bord"), &mut Vec::new()).unwrap_err();
        assert!(why.to_string().contains("board"), "{why}");
    }
}
