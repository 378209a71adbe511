//! Wires `liaison` together: reads the command line and opens the screen or does one command.

use std::io::{self, Write};
use std::path::Path;
use std::process::ExitCode;

use liaison::cli::exit::{EX_IOERR, EX_OK, EX_SOFTWARE, Stop};
use liaison::cli::open;
use liaison::cli::{self, Cli, Command, DemoArgs, Look, Outside};
use liaison::desk::door::service_to_be;
use liaison::desk::paths::Paths;
use liaison::desk::{Door, station};
use liaison::platform::harden_process;
use liaison::tui::keymap::{BINDINGS, bind, rebind};
use liaison::tui::start::Start;
use liaison::tui::terminal::{size, tell_only_the_place};
use liaison::tui::theme::{self, Theme};

fn main() -> ExitCode {
    tell_only_the_place();
    // A fault of our own ends the program by its own code, on every way through it.
    ExitCode::from(std::panic::catch_unwind(run).unwrap_or(EX_SOFTWARE))
}

fn run() -> u8 {
    // Where the system refuses, files are still made private one by one.
    let _ = harden_process();
    match cli::parse(std::env::args_os()) {
        Err(code) => code,
        Ok(cli) => match cli.command.clone() {
            None => cli::told(screen(&cli)),
            Some(Command::Demo(args)) => cli::told(demo(&cli, &args)),
            Some(command) => cli::run(command, &cli, &Outside { size, keys: keys_changed }),
        },
    }
}

/// `liaison`: the screen on the store, or its set-up.
fn screen(cli: &Cli) -> Result<u8, Stop> {
    let paths = Paths::find(cli.data.as_deref())?;
    if Door::is_set_up(&paths.data) {
        open_screen(open::door(&paths.data)?, &paths.data, cli)
    } else {
        set_up(&paths, cli)
    }
}

/// `liaison demo`: the screen on a made-up evening.
fn demo(cli: &Cli, args: &DemoArgs) -> Result<u8, Stop> {
    let store = cli::demo::make(args, cli.data.as_deref())?;
    if args.create_only {
        let dir = store.keep();
        writeln!(io::stdout(), "The demo is in {}. Its passphrase is \"demo\".", dir.display())?;
        return Ok(EX_OK);
    }
    open_screen(open::door(store.dir())?, store.dir(), cli)
}

/// What the terminal calls itself.
fn terminal() -> String {
    std::env::var("TERM").unwrap_or_default()
}

/// Puts a service's own keys in the place of those built in.
///
/// # Errors
/// What is wrong with them, for whoever starts: the keys are as they were then.
fn own_keys(data: &Path) -> Result<(), String> {
    let Some(text) = station::own_keys(data)? else { return Ok(()) };
    match rebind::read(&text) {
        Ok(table) => {
            bind(table);
            Ok(())
        }
        Err(mistakes) => {
            let first = mistakes.first().map(ToString::to_string).unwrap_or_default();
            let more = mistakes.len().saturating_sub(1);
            let more = if more > 0 { format!(" And {more} more: liaison doctor.") } else { String::new() };
            Err(format!("{} was not used, all keys are as built in. {first}{more}", station::KEYS_FILE))
        }
    }
}

/// How many keys a text of own keys changes, for `liaison doctor`.
fn keys_changed(text: &str) -> Result<usize, Vec<String>> {
    let table = rebind::read(text).map_err(|all| all.iter().map(ToString::to_string).collect::<Vec<_>>())?;
    Ok(table.iter().zip(BINDINGS).filter(|(own, built_in)| own.keys != built_in.keys).count())
}

fn look(cli: &Cli, kept: Option<Theme>) -> Theme {
    let asked = cli.look.map(|look| match look {
        Look::Colour => theme::Look::Colour,
        Look::Mono => theme::Look::Mono,
    });
    theme::Look::choose(asked, cli.ascii, kept, &|name| std::env::var(name).ok())
}

fn open_screen(door: Door, data: &Path, cli: &Cli) -> Result<u8, Stop> {
    start(Start::Door(Box::new(door)), data, cli)
}

fn set_up(paths: &Paths, cli: &Cli) -> Result<u8, Stop> {
    let service = service_to_be(&paths.data)?;
    start(Start::SetUp(&paths.data, &service), &paths.data, cli)
}

fn start(at: Start<'_>, data: &Path, cli: &Cli) -> Result<u8, Stop> {
    let keys = own_keys(data);
    let dumb = cli.look.is_none() && terminal() == "dumb";
    let in_lines = cli.line || dumb;
    let ran = if in_lines {
        liaison::tui::line::run(at, keys.err())
    } else {
        let kept = station::look_of(data, &terminal()).and_then(|name| Theme::named(&name));
        let told = cli.look.is_some() || std::env::var_os("NO_COLOR").is_some_and(|set| !set.is_empty());
        let unknown = kept.is_none() && !told && !theme::Look::is_known(&terminal());
        let folder = data.to_path_buf();
        let keep = move |theme: Theme| station::keep_look(&folder, &terminal(), theme.name());
        let keeping = theme::Kept { keep: Box::new(keep), asks: unknown };
        liaison::tui::start::run(at, look(cli, kept), Some(keeping), keys.err())
    };
    match ran {
        Ok(()) => Ok(EX_OK),
        Err(why) if in_lines => Err(Stop::new(
            EX_IOERR,
            format!("Nothing can be written any more ({why}). What was saved is kept."),
        )),
        Err(why) => Err(Stop::new(
            EX_IOERR,
            format!(
                "The screen needs a terminal ({why}). The commands work without one: see liaison --help."
            ),
        )),
    }
}
