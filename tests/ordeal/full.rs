//! Trial 3: no room on the disk, whatever is being done; work goes on when there is some again,
//! without a restart.
//!
//! Where this may mount a small file system, as root, that is filled; beside it, and instead of it
//! elsewhere, the shim says that there is no room.

use std::fs::{File, OpenOptions};
use std::io::{BufRead, BufReader, Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, ChildStdout, Command};
use std::time::Duration;

use liaison::desk::door::{DEMO_PASSPHRASE, NewPerson};
use liaison::desk::{Desk, Door};

use super::failing::judge;
use super::store;
use super::table::Trial;
use super::terminal::Terminal;
use super::worker::{self, OTHER_PASSPHRASE, Said, Scenario, answer, begin, tell};

const NAME: &str = "disk full";
/// What is done while there is no room; afterwards it is done again, and must then succeed.
const SCENARIOS: &[&[&str]] = &[
    &["answer"],
    &["answer", "answer", "settle", "board", "answer"],
    &["settle"],
    &["kim"],
    &["passphrase"],
    &["rotate"],
    &["answer", "rotate", "answer"],
    &["out", "in"],
    &["answer", "out", "in", "answer"],
    &["refer"],
    &["backup"],
    &["answer", "backup", "answer"],
];
/// Bytes of the small file system.
const DISK: usize = 6 * 1024 * 1024;
const PAGE: u64 = 4096;
/// How late a file system may be with room that was made.
const LATE: Duration = Duration::from_millis(100);

/// Fills the disk so many times, with a little more room left after each round of scenarios.
pub fn run(count: usize) -> Trial {
    let folder = tempfile::tempdir().unwrap();
    let base = folder.path().join("base");
    store::make(&base);
    let disks = Disk::all(folder.path());
    if disks.is_empty() {
        return Trial::skipped(NAME, "no right to mount a file system, and no shim");
    }
    let (mut faults, mut refused) = (Vec::new(), 0);
    for round in 0..count {
        let (disk, turn) = (&disks[round % disks.len()], round / disks.len());
        let scenario = SCENARIOS[turn % SCENARIOS.len()];
        let room = (turn / SCENARIOS.len()) as u64 * PAGE;
        store::copy(&base, &disk.dir());
        let found = fill_once(disk, scenario, room, &mut refused);
        let place = format!("{}, {} with {room} bytes", disk.kind(), scenario.join(", "));
        faults.extend(found.into_iter().map(|why| format!("{place}: {why}")));
    }
    for disk in &disks {
        store::copy(&base, &disk.dir());
        faults.extend(on_the_screen(disk).into_iter().map(|why| format!("{}, screen: {why}", disk.kind())));
    }
    for fault in &faults {
        println!("{NAME}: {fault}");
    }
    let kinds: Vec<&str> = disks.iter().map(Disk::kind).collect();
    let note = format!("{} scenarios on {}; {refused} acts refused", SCENARIOS.len(), kinds.join(" and "));
    Trial { name: NAME, count, losses: faults.len(), note }
}

fn fill_once(disk: &Disk, scenario: &[&str], room: u64, refused: &mut usize) -> Vec<String> {
    let mut worker = Driven::start(disk);
    for _ in 0..3 {
        worker.does("answer");
    }
    disk.fill(room);
    for act in scenario {
        *refused += usize::from(!worker.does(act));
    }
    disk.empty();
    let mut faults = Vec::new();
    for act in ["in"].iter().chain(scenario).chain(&["board", "answer", "settle", "out"]) {
        // What was done in spite of all cannot be done twice.
        let done = matches!(*act, "kim" | "passphrase") && worker.said.acked(act);
        // A file system in memory counts its room by processor, and may be a moment late with it.
        let does = |worker: &mut Driven| {
            worker.does(act) || {
                std::thread::sleep(LATE);
                worker.does(act)
            }
        };
        if !done && !does(&mut worker) {
            faults.push(format!("{act} does not work once there is room: {:?}", worker.said.lines.last()));
        }
    }
    let said = worker.end();
    if std::env::var_os("LIAISON_ORDEAL_TELL").is_some() {
        println!("{}: {:#?}", scenario.join(", "), said.lines);
    }
    faults.extend(judge(&disk.dir(), &said));
    faults
}

/// The same at the real screen: what was typed stays there, and is saved when there is room.
fn on_the_screen(disk: &Disk) -> Vec<String> {
    let (dir, (shim, gate)) = (disk.dir(), disk.gate());
    let mut variables = vec![("LIAISON_NOW", store::NOW), ("SHIM_DIR", dir.to_str().unwrap())];
    variables.extend(shim.map(|shim| ("LD_PRELOAD", shim.to_str().unwrap())));
    variables.extend(gate.iter().map(|(name, value)| (*name, value.as_str())));
    let mut screen = Terminal::start(&["--data", dir.to_str().unwrap()], &variables);
    let mut faults = Vec::new();
    let mut wants = |screen: &Terminal, text: &str| {
        if !screen.see_within(text, Duration::from_secs(20)) {
            faults.push(format!("never saw {text:?} on:\n{}", screen.text()));
        }
    };
    screen.see("Passphrase");
    screen.press("demo<enter>");
    screen.see("R.Q.");
    screen.press("s");
    screen.see("FORMS");
    screen.press("/trial<enter>");
    screen.see("Answered 0 of");
    screen.press("1");
    screen.see("Answered 1 of");
    disk.fill(0);
    screen.press("2");
    wants(&screen, "!!");
    wants(&screen, "Question 2?");
    disk.empty();
    screen.press("2");
    wants(&screen, "Answered 2 of");
    screen.press("3");
    wants(&screen, "Answered 3 of");
    screen.kill();
    let found = store::journal(&dir).map(|events| store::answers(&events));
    let wanted = ["1", "2", "3"].iter().enumerate();
    let wanted: Vec<_> = wanted.map(|(at, code)| (format!("q{}", at + 1), (*code).to_owned())).collect();
    if found.as_ref() != Ok(&wanted) {
        faults.push(format!("stored: {found:?}"));
    }
    faults
}

/// A worker that is told what to do.
struct Driven {
    child: Child,
    orders: ChildStdin,
    answers: BufReader<ChildStdout>,
    said: Said,
}

impl Driven {
    fn start(disk: &Disk) -> Self {
        let (shim, gate) = disk.gate();
        let mut child = worker::command(Scenario::Driven, &disk.dir(), shim, &gate).spawn().unwrap();
        let (orders, answers) = (child.stdin.take().unwrap(), child.stdout.take().unwrap());
        let mut driven = Self {
            child,
            orders,
            answers: BufReader::new(answers),
            said: Said { lines: Vec::new(), crashed: None },
        };
        driven.hear();
        driven
    }

    /// Has it do this; whether that was acknowledged.
    fn does(&mut self, act: &str) -> bool {
        let before = self.said.lines.len();
        writeln!(self.orders, "{act}").unwrap();
        self.hear();
        self.said.lines[before..].iter().any(|line| line.starts_with("ack "))
    }

    fn hear(&mut self) {
        for line in self.answers.by_ref().lines() {
            match line.unwrap() {
                line if line.ends_with("done") => return,
                line => self.said.lines.push(line),
            }
        }
    }

    fn end(mut self) -> Said {
        drop(self.orders);
        self.said.lines.extend(self.answers.by_ref().lines().map_while(Result::ok));
        let ended = self.child.wait().unwrap();
        self.said.crashed = (!ended.success()).then(|| ended.to_string());
        self.said
    }
}

/// The part of the worker.
pub fn driven(desk: Desk) {
    println!("done");
    let (mut desk, mut door): (Option<Desk>, Option<Door>) = (Some(desk), None);
    let (mut number, mut passphrase) = (1, DEMO_PASSPHRASE);
    for order in std::io::stdin().lines().map_while(Result::ok) {
        match (order.as_str(), desk.take()) {
            ("in", None) => match door.take().unwrap().sign_in("okafor", passphrase) {
                Ok(opened) => {
                    println!("ack in");
                    desk = Some(opened);
                }
                Err(refused) => {
                    println!("said in: {}", refused.1.to_string().replace('\n', " "));
                    door = Some(refused.0);
                }
            },
            ("out", Some(open)) => {
                let (left, shut) = open.sign_out();
                tell("out", shut);
                door = Some(left);
            }
            ("out", None) => println!("ack out"),
            (_, None) => println!("said nobody is signed in"),
            ("in", open) => {
                println!("ack in");
                desk = open;
            }
            (order, Some(mut open)) => {
                act(&mut open, order, &mut number, &mut passphrase);
                desk = Some(open);
            }
        }
        println!("done");
    }
}

fn act(desk: &mut Desk, order: &str, number: &mut usize, passphrase: &mut &str) {
    match order {
        "answer" => {
            if let Some(open) = begin(desk) {
                answer(desk, &open, *number);
                // One that was called not saved is not given again, so that it can be told whether it is there.
                *number += 1;
            }
        }
        "board" => tell("board", desk.board()),
        "settle" => tell("settle", desk.settle()),
        "rotate" => tell("rotate", desk.rotate("a trial")),
        "backup" => tell("backup", desk.back_up(|_| true)),
        "refer" => tell("refer", desk.receive_referral(&store::referral(desk.now()))),
        "kim" => {
            let kim = NewPerson {
                name: "Kim Noor".into(),
                sign_in_name: "kim".into(),
                role: "practitioner".into(),
            };
            tell("kim", desk.add_person(&kim, DEMO_PASSPHRASE));
        }
        "passphrase" => {
            let changed = desk.change_passphrase(DEMO_PASSPHRASE, OTHER_PASSPHRASE);
            if changed.is_ok() {
                *passphrase = OTHER_PASSPHRASE;
            }
            tell("passphrase", changed);
        }
        other => panic!("no such order: {other}"),
    }
}

/// A disk that can be filled.
enum Disk {
    Real(PathBuf),
    Pretended(PathBuf, &'static Path),
}

impl Disk {
    /// Those that can be had here.
    fn all(folder: &Path) -> Vec<Self> {
        let (real, pretended) = (folder.join("disk"), folder.join("pretended"));
        std::fs::create_dir(&real).unwrap();
        std::fs::create_dir(&pretended).unwrap();
        let size = format!("size={DISK}");
        let mounted = Command::new("mount").args(["-t", "tmpfs", "-o", &size, "tmpfs"]).arg(&real).output();
        let real = mounted.is_ok_and(|done| done.status.success()).then_some(Self::Real(real));
        let pretended = worker::shim().ok().map(|shim| Self::Pretended(pretended, shim));
        real.into_iter().chain(pretended).collect()
    }

    fn path(&self) -> &Path {
        let (Self::Real(path) | Self::Pretended(path, _)) = self;
        path
    }

    fn dir(&self) -> PathBuf {
        self.path().join("store")
    }

    fn kind(&self) -> &'static str {
        match self {
            Self::Real(_) => "a real one",
            Self::Pretended(..) => "one that the shim pretends is full",
        }
    }

    fn filler(&self) -> PathBuf {
        self.path().join("filler")
    }

    fn gate(&self) -> (Option<&'static Path>, Vec<(&'static str, String)>) {
        match self {
            Self::Real(_) => (None, Vec::new()),
            Self::Pretended(_, shim) => {
                (Some(shim), vec![("SHIM_GATE", self.filler().display().to_string())])
            }
        }
    }

    /// Leaves so many bytes of room.
    fn fill(&self, room: u64) {
        let mut filler = File::create(self.filler()).unwrap();
        if matches!(self, Self::Pretended(..)) {
            return;
        }
        while filler.write_all(&[7; PAGE as usize]).is_ok() {}
        let length = filler.metadata().unwrap().len();
        OpenOptions::new()
            .write(true)
            .open(self.filler())
            .unwrap()
            .set_len(length.saturating_sub(room))
            .unwrap();
    }

    fn empty(&self) {
        std::fs::remove_file(self.filler()).unwrap();
    }
}

impl Drop for Disk {
    fn drop(&mut self) {
        if let Self::Real(path) = self {
            let _ = Command::new("umount").arg(path).status();
        }
    }
}
