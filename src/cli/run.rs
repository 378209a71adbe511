//! Which command does what. The screen is not among them: `main` opens it.

use std::io::{self, Write};

use super::exit::{EX_OK, EX_USAGE, Stop};
use super::open::warn;
use super::{
    Cli, Command, audit, backup, board, caseload, completions, cover, doctor, export, figures, forms,
    handover, help, man, retention, rota, verify,
};
use crate::desk::door::{local_forms, read_service};
use crate::desk::paths::Paths;
use crate::domain::service::Service;
use crate::forms::Library;

/// What a command may ask of the screen, which is not of this room.
#[derive(Clone, Copy, Debug)]
pub struct Outside {
    /// The terminal's columns and rows, where there is one.
    pub size: fn() -> Option<(u16, u16)>,
    /// How many keys a text of own keys changes, or all its mistakes.
    pub keys: fn(&str) -> Result<usize, Vec<String>>,
}

/// Does one command and gives its exit code.
pub fn run(command: Command, cli: &Cli, outside: &Outside) -> u8 {
    let mut out = io::stdout().lock();
    let done = match command {
        // Both end in the screen, so `main` has taken them.
        Command::Demo(_) => Ok(EX_OK),
        Command::Board(args) => board::run(&args, cli, &mut out).map(|()| EX_OK),
        Command::Handover(args) => {
            drop(out);
            return told(handover::run(&args, cli).map(|()| EX_OK));
        }
        Command::Cover(args) => cover::run(&args, cli, &mut out).map(|()| EX_OK),
        Command::Caseload(args) => caseload::run(&args, cli, &mut out).map(|()| EX_OK),
        Command::Figures(args) => figures::run(&args, cli, &mut out).map(|()| EX_OK),
        Command::Export(command) => export::run(&command, cli, &mut out).map(|()| EX_OK),
        Command::Rota(command) => rota::run(&command, cli, &mut out).map(|()| EX_OK),
        Command::Forms(command) => {
            library(cli).map(|(library, service)| forms::run(command, &mut out, &library, service.as_ref()))
        }
        Command::Audit(args) => audit::run(&args, cli, &mut out).map(|()| EX_OK),
        Command::Retention(args) => retention::run(&args, cli, &mut out).map(|()| EX_OK),
        Command::Backup(args) => backup::back_up(&args, cli, &mut out).map(|()| EX_OK),
        Command::Restore(args) => backup::restore(&args, cli, &mut out).map(|()| EX_OK),
        Command::Verify { acknowledge, head } => {
            verify::run(acknowledge.as_deref(), head.as_deref(), cli, &mut out)
        }
        Command::Doctor => Paths::find(cli.data.as_deref())
            .map(|paths| doctor::run(&paths, outside, doctor::store::facts, &mut out))
            .map_err(Stop::from),
        Command::Help { topic } => help::run(&topic, &mut out).map(|()| EX_OK),
        Command::Completions { shell } => {
            completions::run(shell, &mut out).map(|()| EX_OK).map_err(Stop::from)
        }
        Command::Man { page } => manual(page.as_deref(), &mut out),
    };
    told(done)
}

/// Tells on standard error what went wrong, if anything did, and gives the exit code.
pub fn told(done: Result<u8, Stop>) -> u8 {
    done.unwrap_or_else(|stop| {
        warn(&stop.why);
        stop.code
    })
}

fn manual(page: Option<&str>, out: &mut impl Write) -> Result<u8, Stop> {
    match man::run(page, out) {
        Ok(()) => Ok(EX_OK),
        Err(why) if why.kind() == io::ErrorKind::InvalidInput => Err(Stop::new(EX_USAGE, why.to_string())),
        Err(why) => Err(why.into()),
    }
}

/// The forms at hand: the service's own where there is a service, with its destinations.
fn library(cli: &Cli) -> Result<(Library, Option<Service>), Stop> {
    let data = match Paths::find(cli.data.as_deref()) {
        Ok(paths) => paths.data,
        // A form can be checked on an account without a home.
        Err(_) if cli.data.is_none() => return Ok((Library::default(), None)),
        Err(error) => return Err(error.into()),
    };
    let library = Library::new(local_forms(&data)?);
    Ok(match read_service(&data) {
        Ok(service) => {
            let codes = service.lists.destinations.iter().map(|entry| entry.code.clone());
            (library.with_destinations(codes.collect()), Some(service))
        }
        // What is wrong with it is for doctor to say; a form can be checked without it.
        Err(_) => (library, None),
    })
}
