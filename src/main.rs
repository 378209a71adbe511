//! Wires `liaison` together: reads the command line and opens the screen or does one command.

use std::io::{self, Write};
use std::process::ExitCode;

use liaison::cli::exit::{EX_IOERR, EX_OK, EX_SOFTWARE, Stop};
use liaison::cli::open;
use liaison::cli::{self, Cli, Command, DemoArgs, Look};
use liaison::desk::Door;
use liaison::desk::door::service_to_be;
use liaison::desk::paths::Paths;
use liaison::platform::harden_process;
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
            Some(command) => cli::run(command, &cli, size),
        },
    }
}

/// `liaison`: the screen on the store, or its set-up.
fn screen(cli: &Cli) -> Result<u8, Stop> {
    let paths = Paths::find(cli.data.as_deref())?;
    if Door::is_set_up(&paths.data) {
        open_screen(open::door(&paths.data)?, cli)
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
    open_screen(open::door(store.dir())?, cli)
}

fn look(cli: &Cli) -> Theme {
    let asked = cli.look.map(|look| match look {
        Look::Colour => theme::Look::Colour,
        Look::Mono => theme::Look::Mono,
    });
    theme::Look::choose(asked, cli.ascii, &|name| std::env::var(name).ok())
}

fn open_screen(door: Door, cli: &Cli) -> Result<u8, Stop> {
    start(Start::Door(Box::new(door)), cli)
}

fn set_up(paths: &Paths, cli: &Cli) -> Result<u8, Stop> {
    let service = service_to_be(&paths.data)?;
    start(Start::SetUp(&paths.data, &service), cli)
}

fn start(at: Start<'_>, cli: &Cli) -> Result<u8, Stop> {
    match liaison::tui::start::run(at, look(cli)) {
        Ok(()) => Ok(EX_OK),
        Err(why) => Err(Stop::new(
            EX_IOERR,
            format!(
                "The screen needs a terminal ({why}). The commands work without one: see liaison --help."
            ),
        )),
    }
}
