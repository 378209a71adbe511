//! What can be typed after `liaison`.

use std::ffi::OsString;
use std::path::PathBuf;

use chrono::Datelike;
use clap::{Args, Parser, Subcommand, ValueEnum};

use super::audit::AuditArgs;
use super::caseload::CaseloadArgs;
use super::cover::CoverArgs;
use super::exit::{EX_OK, EX_USAGE, IN_WORDS};
use super::export::ExportCommand;
use super::figures::FiguresArgs;
use super::forms::FormsCommand;
use super::retention::RetentionArgs;
use super::rota::RotaCommand;
use crate::domain::event::Audience;

const EXAMPLES: &str = "\
Examples:
  liaison                                   open the screen; the first start sets up
  liaison demo                              try everything on a made-up evening
  liaison board --user ada --format json    the board for a script
  liaison handover --user ada --to note.txt the handover into a file
  liaison forms check my-form.toml          check a form before it is used";

const DEMO_EXAMPLES: &str = "\
The people are made up, the passphrase is \"demo\", and every screen says DEMO.
LIAISON_DATA is not looked at, so that a demo never ends up among real records.
Ctrl-C stops one that is being made, and nothing of it is left.

Examples:
  liaison demo
  liaison demo --create-only --data /tmp/d
  liaison demo --episodes 30000 --seed 7 --data /tmp/big";

const BOARD_EXAMPLES: &str = "\
Examples:
  liaison board --user ada
  liaison board --site BRO --format json --user ada --passphrase-file pass.txt
  liaison board --data /tmp/d               (a demo store needs no user)";

const HANDOVER_EXAMPLES: &str = "\
Examples:
  liaison handover --user ada                      on standard output
  liaison handover --user ada --to note.txt        into a file that only you can read
  liaison handover --user ada --to note.pdf        as a PDF
  liaison handover --user ada --to printer:office  through lp
  liaison handover --user ada --site BRO --audience custody";

const COMPLETIONS_EXAMPLES: &str = "\
Examples:
  liaison completions bash > ~/.local/share/bash-completion/completions/liaison
  liaison completions fish > ~/.config/fish/completions/liaison.fish";

const MAN_EXAMPLES: &str = "\
Examples:
  liaison man > liaison.1
  liaison man board > liaison-board.1";

const HELP_EXAMPLES: &str = "\
Examples:
  liaison help                 what there are pages on
  liaison help board           how to read the board
  liaison help forms check     what `liaison forms check --help` says";

/// Screening, shift board and handover for Liaison and Diversion practitioners.
///
/// Without a command the screen opens: sign in, start a shift, and the board shows who is waiting,
/// in what order and why. On the first start it sets the service up. What is recorded is kept
/// encrypted in the data folder, and nothing is sent anywhere.
#[derive(Clone, PartialEq, Eq, Debug, Parser)]
#[command(name = "liaison", version, disable_help_subcommand = true, after_help = EXAMPLES, after_long_help = format!("{EXAMPLES}\n\n{IN_WORDS}"))]
pub struct Cli {
    /// Keep the data in this folder; else LIAISON_DATA, else the usual place of your account
    #[arg(long, global = true, value_name = "DIR", value_parser = folder())]
    pub data: Option<PathBuf>,
    /// Draw in this look; else as the terminal can
    #[arg(long, global = true, value_enum)]
    pub look: Option<Look>,
    /// Draw lines and signs in plain ASCII
    #[arg(long, global = true)]
    pub ascii: bool,
    /// Work in plain lines and prompts, for a screen reader, a serial line or a script
    #[arg(long, global = true)]
    pub line: bool,
    /// Open the store as this practitioner, by sign-in name
    #[arg(long, global = true, value_name = "NAME")]
    pub user: Option<String>,
    /// Read the passphrase from the first line of this file instead of asking for it
    #[arg(long, global = true, value_name = "FILE")]
    pub passphrase_file: Option<PathBuf>,
    /// What to do; without it the screen opens
    #[command(subcommand)]
    pub command: Option<Command>,
}

/// What can be done without the screen, and beside it.
#[derive(Clone, PartialEq, Eq, Debug, Subcommand)]
pub enum Command {
    /// Open the screen on a made-up service with a busy evening in it
    #[command(after_help = DEMO_EXAMPLES)]
    Demo(DemoArgs),
    /// Print the board: who is waiting, in what order and why
    #[command(after_help = BOARD_EXAMPLES)]
    Board(BoardArgs),
    /// Print the handover of the shift that is running, for one of its five readers
    #[command(after_help = HANDOVER_EXAMPLES)]
    Handover(HandoverArgs),
    /// Count every hour of every site: who covers it, and where nobody does
    #[command(after_help = super::cover::EXAMPLES)]
    Cover(CoverArgs),
    /// Count what each practitioner has open, and show whose supervision is due. Leads see everybody
    #[command(after_help = super::caseload::EXAMPLES)]
    Caseload(CaseloadArgs),
    /// Count what the service reports of its work, over a month or other days. For leads
    #[command(after_help = super::figures::EXAMPLES)]
    Figures(FiguresArgs),
    /// Take facts, records, a research extract or FHIR out of the store; kept in the journal. For leads
    #[command(subcommand)]
    Export(ExportCommand),
    /// Take a rota in from a table, or out as a table, a calendar or JSON
    #[command(subcommand)]
    Rota(RotaCommand),
    /// List, show, print, start and check forms, and score answers
    #[command(subcommand)]
    Forms(FormsCommand),
    /// Show who did what about whom, when and why; reading it is recorded. Leads see everybody's acts
    #[command(after_help = super::audit::EXAMPLES)]
    Audit(AuditArgs),
    /// List the records that are due for review, on legal hold, or may be thinned. For leads
    #[command(after_help = super::retention::EXAMPLES)]
    Retention(RetentionArgs),
    /// Make a copy of the store and open it to prove it
    #[command(after_help = super::backup::BACKUP_EXAMPLES)]
    Backup(super::backup::BackupArgs),
    /// Make a new store from a copy, in a folder of its own
    #[command(after_help = super::backup::RESTORE_EXAMPLES)]
    Restore(super::backup::RestoreArgs),
    /// Check the whole store: journal, chain, witness, and what is shown against what was recorded
    Verify {
        /// Let a store be written again that is not as its witness last saw it: say why. For leads
        #[arg(long, value_name = "WHY")]
        acknowledge: Option<String>,
        /// Say whether the digits at the foot of a printed page are those of an entry of this journal
        #[arg(long, value_name = "DIGITS")]
        head: Option<String>,
    },
    /// Show where everything is, and check service.toml, forms, store and terminal
    Doctor,
    /// Print a help page, or list what there are pages on; they need no network and no store
    #[command(after_help = HELP_EXAMPLES)]
    Help {
        /// What to read about, or a command
        topic: Vec<String>,
    },
    /// Print completions for a shell
    #[command(after_help = COMPLETIONS_EXAMPLES)]
    Completions {
        /// The shell to complete in
        shell: clap_complete::Shell,
    },
    /// Print the manual page, or that of one command
    #[command(after_help = MAN_EXAMPLES)]
    Man {
        /// The command whose page to print
        page: Option<String>,
    },
}

/// What `liaison demo` takes beside the data folder; without one it uses a temporary folder.
#[derive(Clone, PartialEq, Eq, Debug, Args)]
pub struct DemoArgs {
    /// Make the demo store and end, without opening the screen
    #[arg(long)]
    pub create_only: bool,
    /// Add this many earlier episodes to the evening
    #[arg(long, value_name = "N")]
    pub episodes: Option<u32>,
    /// Make other people and times; the same number makes the same evening
    #[arg(long, value_name = "N", default_value_t = 1)]
    pub seed: u64,
}

/// What `liaison board` takes.
#[derive(Clone, PartialEq, Eq, Debug, Args)]
pub struct BoardArgs {
    /// Show one site only, by its code
    #[arg(long, value_name = "CODE")]
    pub site: Option<String>,
    /// How to write it
    #[arg(long, value_enum, default_value = "text")]
    pub format: Format,
}

/// What `liaison handover` takes.
#[derive(Clone, PartialEq, Eq, Debug, Args)]
pub struct HandoverArgs {
    /// Hand over one site only, by its code
    #[arg(long, value_name = "CODE")]
    pub site: Option<String>,
    /// For whom: team, custody, court, link or lead. Each holds only what its reader may have
    #[arg(long, value_name = "READER", default_value = "team", value_parser = audience)]
    pub audience: Audience,
    /// Full names in place of initials; kept in the journal
    #[arg(long)]
    pub names: bool,
    /// Why by full name, for the journal
    #[arg(long, value_name = "WHY", requires = "names")]
    pub why: Option<String>,
    /// Who reads it, by name or office; stands at the foot of each page and in the journal
    #[arg(long, value_name = "WHO", default_value = "")]
    pub reader: String,
    /// Where to: - for standard output, a file (.pdf makes a PDF), printer:NAME, command or terminal
    #[arg(long, value_name = "WHERE", default_value = "-", value_parser = To::read)]
    pub to: To,
}

fn audience(given: &str) -> Result<Audience, String> {
    Audience::of(given).ok_or_else(|| {
        let known: Vec<&str> = Audience::ALL.iter().map(|audience| audience.code()).collect();
        format!("the readers are {}", known.join(", "))
    })
}

/// Where finished text goes.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum To {
    /// Standard output.
    Out,
    /// A file.
    File(PathBuf),
    /// A printer by its name in the system.
    Printer(String),
    /// The service's own print command.
    Command,
    /// The printer behind the terminal.
    Terminal,
}

impl To {
    pub(super) fn read(given: &str) -> Result<Self, &'static str> {
        match given.strip_prefix("printer:") {
            _ if given.is_empty() => Err("name a file, or write - for standard output"),
            _ if given == "-" => Ok(Self::Out),
            _ if given == "command" => Ok(Self::Command),
            _ if given == "terminal" => Ok(Self::Terminal),
            Some("") => Err("name the printer, as printer:office"),
            Some(name) => Ok(Self::Printer(name.to_owned())),
            None => Ok(Self::File(PathBuf::from(given))),
        }
    }
}

/// How the screen is drawn.
#[derive(Clone, Copy, PartialEq, Eq, Debug, ValueEnum)]
pub enum Look {
    /// The sixteen named colours of the terminal.
    Colour,
    /// Bold, reverse and signs only.
    Mono,
}

/// How a result is written.
#[derive(Clone, Copy, PartialEq, Eq, Debug, ValueEnum)]
pub enum Format {
    /// For people.
    Text,
    /// For editors and scripts.
    Json,
}

/// Reads the command line. `args` begins with the program's name.
///
/// # Errors
///
/// The exit code, once help, version or what was not understood has been printed: 0 or 64.
pub fn parse(args: impl IntoIterator<Item = OsString>) -> Result<Cli, u8> {
    Cli::try_parse_from(args).map_err(|ended| {
        // Nobody is left to tell where the stream is gone too.
        let _ = ended.print();
        if ended.use_stderr() { EX_USAGE } else { EX_OK }
    })
}

/// Reads a day as it has to be written.
///
/// # Errors
/// How it is written.
pub(super) fn day(written: &str) -> Result<chrono::NaiveDate, &'static str> {
    let day = written.parse::<chrono::NaiveDate>().ok().filter(|day| YEARS.contains(&day.year()));
    day.ok_or("write a day of the calendar as 2026-11-23")
}

/// Years in which a day may lie: days far off overflow what is reckoned with them.
const YEARS: std::ops::RangeInclusive<i32> = 1900..=2999;

/// An empty folder name is let through here and refused with a sentence by `Paths`.
fn folder() -> impl clap::builder::TypedValueParser<Value = PathBuf> {
    use clap::builder::{OsStringValueParser, TypedValueParser};
    OsStringValueParser::new().map(PathBuf::from)
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::CommandFactory;

    fn read(line: &str) -> Cli {
        Cli::try_parse_from(line.split(' ')).unwrap_or_else(|why| panic!("{line}: {why}"))
    }

    fn code(line: &str) -> u8 {
        parse(line.split(' ').map(OsString::from)).map_or_else(|code| code, |_| 255)
    }

    #[test]
    fn the_command_line_is_put_together_soundly() {
        Cli::command().debug_assert();
    }

    #[test]
    fn the_data_folder_and_the_user_may_stand_before_or_after_the_command() {
        for line in ["liaison --data d --user ada board", "liaison board --data d --user ada"] {
            let cli = read(line);
            assert_eq!((cli.data, cli.user), (Some("d".into()), Some("ada".into())));
        }
        assert_eq!(read("liaison demo --create-only --data d --seed 7").data, Some("d".into()));
        assert_eq!(read("liaison forms list --data d").data, Some("d".into()));
        assert_eq!(read("liaison --look mono --ascii").command, None);
    }

    #[test]
    fn a_handover_goes_to_standard_output_a_file_or_a_printer() {
        let to = |line: &str| match read(line).command {
            Some(Command::Handover(args)) => args.to,
            other => panic!("{other:?}"),
        };
        assert_eq!(to("liaison handover"), To::Out);
        assert_eq!(to("liaison handover --to -"), To::Out);
        assert_eq!(to("liaison handover --to note.txt"), To::File("note.txt".into()));
        assert_eq!(to("liaison handover --to printer:office"), To::Printer("office".into()));
        assert_eq!(to("liaison handover --to command"), To::Command);
        assert_eq!(to("liaison handover --to terminal"), To::Terminal);
        assert_eq!(code("liaison handover --to printer:"), EX_USAGE);
    }

    #[test]
    fn what_is_not_understood_ends_with_64_and_help_with_0() {
        assert_eq!(code("liaison bord"), EX_USAGE);
        assert_eq!(code("liaison board --format xml"), EX_USAGE);
        assert_eq!(code("liaison --help"), EX_OK);
        assert_eq!(code("liaison --version"), EX_OK);
    }

    #[test]
    fn help_names_every_exit_code_and_fits_eighty_columns() {
        let mut command = Cli::command().term_width(80);
        let help = command.render_long_help().to_string();
        for code in ["64", "65", "66", "69", "70", "71", "73", "74", "75", "77", "78"] {
            assert!(help.contains(&format!("  {code}  ")), "{code}");
        }
        for sub in command.get_subcommands_mut() {
            let help = sub.clone().term_width(80).render_long_help().to_string();
            assert!(help.lines().all(|line| line.chars().count() <= 80), "{help}");
        }
        assert!(help.lines().all(|line| line.chars().count() <= 80), "{help}");
    }
}
