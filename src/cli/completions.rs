//! `liaison completions`: what a shell needs to complete the command line.

use std::io::{self, Write};

use clap::CommandFactory;
use clap_complete::Shell;

use super::Cli;

/// Writes the completions for a shell.
///
/// # Errors
///
/// When they cannot be written.
pub fn run(shell: Shell, out: &mut impl Write) -> io::Result<()> {
    // clap_complete panics where a write fails, so it writes to memory.
    let mut text = Vec::new();
    clap_complete::generate(shell, &mut Cli::command(), "liaison", &mut text);
    out.write_all(&text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_shell_gets_completions_that_know_the_commands() {
        for shell in [Shell::Bash, Shell::Elvish, Shell::Fish, Shell::PowerShell, Shell::Zsh] {
            let mut out = Vec::new();
            run(shell, &mut out).unwrap();
            assert!(String::from_utf8(out).unwrap().contains("handover"), "{shell}");
        }
    }
}
