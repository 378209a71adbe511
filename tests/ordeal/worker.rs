//! The process that the trials starve and cut off: this test binary started anew, working through
//! the library. It says each thing that was acknowledged, or refused, in a line of its own.
//!
//! A line is `ack answer q1 3`, `ack kim`, ... for what was called saved; `unsaved q1 3` for what was
//! called not saved; `unsure q1 3` where the program said that it does not know; `said ...` for every
//! other message.

use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::sync::OnceLock;

use liaison::desk::door::{DEMO_PASSPHRASE, NewPerson};
use liaison::desk::screening::OpenScreening;
use liaison::desk::{Desk, DeskError};
use liaison::store::StoreError;

use super::store::{FORM, choice, try_open};

/// Says in which folder the worker works, and that this process is one.
pub const FOLDER: &str = "LIAISON_ORDEAL_WORKER";
/// What it does there.
pub const SCENARIO: &str = "LIAISON_ORDEAL_SCENARIO";
/// How many days it works.
pub const DAYS: &str = "LIAISON_ORDEAL_DAYS";
/// The new passphrase of a scenario that changes it.
pub const OTHER_PASSPHRASE: &str = "another demo";

/// What a worker does.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Scenario {
    /// Answers, a new colleague, another passphrase, another key, answers, out.
    Evening,
    /// What it is told to do, order by order; see [`driven`](super::full::driven).
    Driven,
    /// Days of shifts; see [`work`](super::soak::work).
    Soak,
}

impl Scenario {
    fn name(self) -> &'static str {
        match self {
            Self::Evening => "evening",
            Self::Driven => "driven",
            Self::Soak => "soak",
        }
    }
}

/// The library that stands between a worker and its disk, built once; or why it is not to be had.
pub fn shim() -> Result<&'static Path, &'static str> {
    static SHIM: OnceLock<Result<PathBuf, String>> = OnceLock::new();
    SHIM.get_or_init(build).as_deref().map_err(String::as_str)
}

fn build() -> Result<PathBuf, String> {
    if !cfg!(target_os = "linux") {
        return Err("LD_PRELOAD is known on Linux only".into());
    }
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR"));
    std::fs::create_dir_all(folder).map_err(|error| error.to_string())?;
    let made = folder.join(format!("shim-{}.so", std::process::id()));
    let built = Command::new("cc")
        .args(["-shared", "-fPIC", "-O1", "-o"])
        .arg(&made)
        .arg(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/ordeal/shim.c"))
        .args(["-ldl", "-lpthread"])
        .output()
        .map_err(|error| format!("no C compiler: {error}"))?;
    if !built.status.success() {
        return Err(format!("the shim does not build: {}", String::from_utf8_lossy(&built.stderr)));
    }
    let shim = folder.join("shim.so");
    std::fs::rename(&made, &shim).map_err(|error| error.to_string())?;
    Ok(shim)
}

/// A worker in this folder, with these variables for the shim, not yet started.
pub fn command(scenario: Scenario, dir: &Path, shim: Option<&Path>, variables: &[(&str, String)]) -> Command {
    let mut command = Command::new(std::env::current_exe().unwrap());
    command.args(["--exact", "worker_of_the_trials", "--ignored", "--nocapture", "--test-threads=1"]);
    command.env(FOLDER, dir).env(SCENARIO, scenario.name()).env("RUST_BACKTRACE", "0");
    if let Some(shim) = shim {
        command.env("LD_PRELOAD", shim).env("SHIM_DIR", dir);
    }
    for (name, value) in variables {
        command.env(name, value);
    }
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    command
}

/// What a worker that has ended said, and what became of it.
pub struct Said {
    pub lines: Vec<String>,
    /// Why it ended badly, if it panicked or was ended by a signal.
    pub crashed: Option<String>,
}

impl Said {
    pub fn of(output: &Output) -> Self {
        let text = String::from_utf8_lossy(&output.stdout);
        let crashed = (!output.status.success()).then(|| {
            let panic = String::from_utf8_lossy(&output.stderr);
            format!("{}: {}", output.status, panic.lines().take(4).collect::<Vec<_>>().join(" "))
        });
        Self { lines: text.lines().map(str::to_owned).collect(), crashed }
    }

    /// What follows this word on the lines that begin with it.
    pub fn after<'a>(&'a self, word: &'a str) -> impl Iterator<Item = &'a str> {
        self.lines.iter().filter_map(move |line| line.strip_prefix(word)?.strip_prefix(' '))
    }

    pub fn acked(&self, what: &str) -> bool {
        self.after("ack").any(|acked| acked == what)
    }
}

/// Does the worker's part, where this process is one.
pub fn work() {
    let Some(dir) = std::env::var_os(FOLDER) else { return };
    let (dir, scenario) = (Path::new(&dir), std::env::var(SCENARIO).unwrap());
    if scenario == "soak" {
        return super::soak::work(dir);
    }
    let opened = match try_open(dir) {
        Ok(desk) => desk,
        Err(why) => return println!("said {}", one_line(&why)),
    };
    match scenario.as_str() {
        "driven" => super::full::driven(opened),
        _ => evening(opened),
    }
}

fn evening(mut desk: Desk) {
    println!("ack in");
    let Some(open) = begin(&mut desk) else { return };
    for number in 1..=4 {
        answer(&mut desk, &open, number);
    }
    let kim = NewPerson { name: "Kim Noor".into(), sign_in_name: "kim".into(), role: "practitioner".into() };
    tell("kim", desk.add_person(&kim, DEMO_PASSPHRASE));
    answer(&mut desk, &open, 5);
    tell("passphrase", desk.change_passphrase(DEMO_PASSPHRASE, OTHER_PASSPHRASE));
    tell("settled", desk.settle());
    tell("backup", desk.back_up(|_| true));
    answer(&mut desk, &open, 6);
    tell("rotated", desk.rotate("a trial"));
    for number in 7..=8 {
        answer(&mut desk, &open, number);
    }
    tell("out", desk.sign_out().1);
}

/// Begins the trial form with the one person, or goes on with it.
pub fn begin(desk: &mut Desk) -> Option<OpenScreening> {
    let id = match desk.board() {
        Ok(board) => board.rows.first()?.id,
        Err(why) => {
            tell::<(), _>("board", Err(why));
            return None;
        }
    };
    desk.begin_screening(id, FORM).map_err(|why| tell::<(), _>("begun", Err(why))).ok()
}

/// Stores an answer and says what became of it.
pub fn answer(desk: &mut Desk, open: &OpenScreening, number: usize) -> bool {
    let code = number % 4 + 1;
    let stored = desk.answer(open, &format!("q{number}"), &choice(code));
    match &stored {
        Ok(_) => println!("ack answer q{number} {code}"),
        Err(DeskError::Store(StoreError::Uncertain { .. })) => println!("unsure q{number} {code}"),
        Err(_) => println!("unsaved q{number} {code}"),
    }
    if let Err(why) = &stored {
        println!("said {}", one_line(&why.to_string()));
    }
    stored.is_ok()
}

/// Says that something was acknowledged, or why not.
pub fn tell<T, E: std::fmt::Display>(what: &str, result: Result<T, E>) {
    match result {
        Ok(_) => println!("ack {what}"),
        Err(why) => println!("said {what}: {}", one_line(&why.to_string())),
    }
}

fn one_line(text: &str) -> String {
    text.replace('\n', " ")
}
