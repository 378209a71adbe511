//! How a command ends: exit codes, those of sysexits, and what is said with them.

use std::io;

use crate::desk::DeskError;
use crate::desk::demo::DemoError;
use crate::desk::door::DoorError;
use crate::desk::paths::PathsError;
use crate::print::PrintError;

/// All went well.
pub const EX_OK: u8 = 0;
/// The command was not understood, or names something that does not exist.
pub const EX_USAGE: u8 = 64;
/// What was given does not fit: a faulty form, an answer outside the options, a broken record.
pub const EX_DATAERR: u8 = 65;
/// A file cannot be read, or there is no store.
pub const EX_NOINPUT: u8 = 66;
/// A fault in the program itself.
pub const EX_SOFTWARE: u8 = 70;
/// A file or folder cannot be created, or is open to others.
pub const EX_CANTCREAT: u8 = 73;
/// Reading or writing failed half-way.
pub const EX_IOERR: u8 = 74;
/// The store is open elsewhere, too many passphrases were wrong just now, or long work was stopped.
pub const EX_TEMPFAIL: u8 = 75;
/// The passphrase is wrong, or the role may not do this.
pub const EX_NOPERM: u8 = 77;
/// `service.toml` or a form has mistakes, or this machine cannot keep a store.
pub const EX_CONFIG: u8 = 78;

/// The codes in words, for `--help`.
pub(super) const IN_WORDS: &str = "\
Exit codes:
   0  all went well
  64  the command was not understood, or names something that does not exist
  65  what was given does not fit: a faulty form, an answer outside the options
  66  a file cannot be read, or there is no store
  69  the printer did not take it
  70  a fault in liaison itself
  71  this computer refused something it should do
  73  a file or folder cannot be created, or is open to others
  74  reading or writing failed half-way
  75  busy: the store is open elsewhere, or there were too many wrong passphrases;
      or the work was stopped, by Ctrl-C or a signal, and can be begun again
  77  wrong passphrase, or the role may not do this
  78  service.toml or a form has mistakes, or this machine cannot keep a store";

/// What there is of a result that could not be written, and what to do.
const NOT_WHOLE: &str = "What there is of it is not whole: throw it away, and run the command again with room \
                         to write to. Records are not changed by it.";

/// Why a command ends without its result: what to tell, and the exit code.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Stop {
    /// The exit code.
    pub code: u8,
    /// What happened, what was kept, what to do next.
    pub why: String,
}

impl Stop {
    /// Ends with a code and a sentence.
    pub fn new(code: u8, why: impl Into<String>) -> Self {
        Self { code, why: why.into() }
    }
}

impl From<DoorError> for Stop {
    fn from(error: DoorError) -> Self {
        Self::new(error.exit_code(), error.to_string())
    }
}

impl From<DeskError> for Stop {
    fn from(error: DeskError) -> Self {
        Self::new(error.exit_code(), error.to_string())
    }
}

impl From<DemoError> for Stop {
    fn from(error: DemoError) -> Self {
        Self::new(error.exit_code(), error.to_string())
    }
}

impl From<PathsError> for Stop {
    fn from(error: PathsError) -> Self {
        Self::new(EX_USAGE, error.to_string())
    }
}

impl From<PrintError> for Stop {
    fn from(error: PrintError) -> Self {
        Self::new(error.exit_code(), error.to_string())
    }
}

impl From<io::Error> for Stop {
    fn from(error: io::Error) -> Self {
        Self::new(EX_IOERR, format!("The result could not be written: {error}. {NOT_WHOLE}"))
    }
}
