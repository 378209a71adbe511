//! Trial 4: the power goes at a random moment. What the program asked of the disk is written down
//! by the shim; a folder is then made as it may be found after the cut.
//!
//! The model: what was synced is there. Of what was written to a file since, by the dice, nothing is
//! there, or all, or some writes in any order, or some sectors of 512 bytes. Of names made, changed
//! and removed since the folder was synced, the first few are there, in order. The shared memory of
//! the log does not outlive a cut.

use std::collections::BTreeMap;
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};

use super::failing::{copies_gone, judge};
use super::store::{self, Dice};
use super::table::Trial;
use super::worker::{self, Said, Scenario};

const NAME: &str = "power loss";
const SECTOR: usize = 512;

/// Cuts the power so many times.
pub fn run(count: usize) -> Trial {
    let shim = match worker::shim() {
        Ok(shim) => shim,
        Err(why) => return Trial::skipped(NAME, why),
    };
    let folder = tempfile::tempdir().unwrap();
    let (base, dir, log) =
        (folder.path().join("base"), folder.path().join("store"), folder.path().join("log"));
    store::make(&base);
    store::copy(&base, &dir);
    let mut before = Disk::of(&dir);
    let logging = [("SHIM_LOG", log.display().to_string())];
    let whole = worker::command(Scenario::Evening, &dir, Some(shim), &logging).output().unwrap();
    let said = Said::of(&whole);
    assert!(said.acked("out"), "{:?}", said.lines);
    let records = read(&std::fs::read(&log).unwrap(), &dir);
    let syncs =
        records.iter().filter(|record| matches!(record, Record::Sync(_) | Record::SyncNames(_))).count();

    let after = folder.path().join("after");
    let (mut faults, mut refound) = (Vec::new(), 0);
    let mut cuts: Vec<(usize, u64)> =
        (0..count as u64).map(|n| (Dice::new(n).roll(records.len() + 1), n)).collect();
    cuts.sort_unstable();
    let (mut done, mut said) = (0, String::new());
    for (cut, seed) in cuts {
        for record in &records[done..cut] {
            if let Record::Said(text) = record {
                said += text;
            }
            before.take(record);
        }
        done = cut;
        before.cut(&mut Dice::new(seed ^ 0xC07), &base, &after);
        let said = Said { lines: said.lines().map(str::to_owned).collect(), crashed: None };
        refound += said.after("ack answer").count();
        faults.extend(judge(&after, &said).into_iter().map(|why| format!("cut {seed} after {cut}: {why}")));
    }
    let copies = copies_gone(&mut faults);
    for fault in &faults {
        println!("{NAME}: {fault}");
    }
    let note = format!(
        "cut within {} operations and {syncs} syncs; {refound} answers called saved before the cuts; {copies}",
        records.len()
    );
    Trial { name: NAME, count, losses: faults.len(), note }
}

/// What the shim wrote down.
enum Record {
    /// A file of this inode was made.
    Made(u64, String),
    Written(u64, usize, Vec<u8>),
    Cut(u64, usize),
    Sync(u64),
    /// The names in this folder.
    SyncNames(String),
    Renamed(String, String),
    Removed(String),
    /// On stdout.
    Said(String),
}

fn read(log: &[u8], dir: &Path) -> Vec<Record> {
    let name = |path: &str| Path::new(path).strip_prefix(dir).unwrap().to_str().unwrap().to_owned();
    let (mut records, mut at) = (Vec::new(), 0);
    while at < log.len() {
        let end = at + log[at..].iter().position(|byte| *byte == b'\n').unwrap();
        let line = std::str::from_utf8(&log[at..end]).unwrap();
        at = end + 1;
        let (kind, rest) = line.split_at(1);
        let fields: Vec<&str> = rest.split_whitespace().collect();
        let number = |place: usize| fields[place].parse::<u64>().unwrap();
        let mut bytes = |length: u64| {
            let length = usize::try_from(length).unwrap();
            at += length;
            log[at - length..at].to_vec()
        };
        records.push(match kind {
            "C" => Record::Made(number(0), name(fields[1])),
            "W" => Record::Written(number(0), usize::try_from(number(1)).unwrap(), bytes(number(2))),
            "T" => Record::Cut(number(0), usize::try_from(number(1)).unwrap()),
            "S" => Record::Sync(number(0)),
            "D" => Record::SyncNames(name(fields[0])),
            "R" => Record::Renamed(name(fields[0]), name(fields[1])),
            "U" => Record::Removed(name(fields[0])),
            _ => Record::Said(String::from_utf8(bytes(number(0))).unwrap()),
        });
    }
    records
}

/// A change of a file since it was synced.
#[derive(Clone)]
enum Change {
    Write(usize, Vec<u8>),
    Length(usize),
}

/// A change of names since the folder was synced.
#[derive(Clone)]
enum Naming {
    Made(u64, String),
    Renamed(String, String),
    Removed(String),
}

impl Naming {
    /// The folder that holds the name.
    fn folder(&self) -> &str {
        let (Self::Made(_, name) | Self::Renamed(_, name) | Self::Removed(name)) = self;
        name.rsplit_once('/').map_or("", |(folder, _)| folder)
    }

    /// Where a folder got another name, what is in it goes along.
    fn follow(&mut self, naming: &Self) {
        let Self::Renamed(from, to) = naming else { return };
        let moved = |name: &mut String| {
            if let Some(rest) = name.strip_prefix(from.as_str()).filter(|rest| rest.starts_with('/')) {
                *name = format!("{to}{rest}");
            }
        };
        match self {
            Self::Made(_, name) | Self::Removed(name) => moved(name),
            Self::Renamed(one, other) => {
                moved(one);
                moved(other);
            }
        }
    }
}

/// What is on the disk for certain, and what was asked of it since.
struct Disk {
    contents: BTreeMap<u64, Vec<u8>>,
    changes: BTreeMap<u64, Vec<Change>>,
    names: BTreeMap<String, u64>,
    naming: Vec<Naming>,
}

impl Disk {
    /// The files directly in this folder, all synced.
    fn of(dir: &Path) -> Self {
        let (mut contents, mut names) = (BTreeMap::new(), BTreeMap::new());
        for entry in std::fs::read_dir(dir).unwrap().map(Result::unwrap) {
            let about = entry.metadata().unwrap();
            if about.is_file() {
                contents.insert(about.ino(), std::fs::read(entry.path()).unwrap());
                names.insert(entry.file_name().into_string().unwrap(), about.ino());
            }
        }
        Self { contents, changes: BTreeMap::new(), names, naming: Vec::new() }
    }

    fn take(&mut self, record: &Record) {
        match record {
            Record::Made(inode, name) => {
                // An inode of a file that is gone is used again.
                self.contents.insert(*inode, Vec::new());
                self.changes.remove(inode);
                self.naming.push(Naming::Made(*inode, name.clone()));
            }
            Record::Written(inode, at, bytes) => {
                self.changes.entry(*inode).or_default().push(Change::Write(*at, bytes.clone()));
            }
            Record::Cut(inode, length) => {
                self.changes.entry(*inode).or_default().push(Change::Length(*length));
            }
            Record::Sync(inode) => {
                let content = self.contents.entry(*inode).or_default();
                for change in self.changes.remove(inode).unwrap_or_default() {
                    apply(content, &change);
                }
            }
            Record::SyncNames(folder) => {
                let (synced, rest) = std::mem::take(&mut self.naming)
                    .into_iter()
                    .partition(|naming| naming.folder() == folder);
                self.naming = rest;
                let synced: Vec<Naming> = synced;
                for naming in &synced {
                    rename(&mut self.names, naming);
                    self.naming.iter_mut().for_each(|later| later.follow(naming));
                }
            }
            Record::Renamed(from, to) => self.naming.push(Naming::Renamed(from.clone(), to.clone())),
            Record::Removed(name) => self.naming.push(Naming::Removed(name.clone())),
            Record::Said(_) => {}
        }
    }

    /// Makes the folder as it may be found after a cut at this point.
    fn cut(&self, dice: &mut Dice, base: &Path, after: &Path) {
        store::copy(base, after);
        for entry in std::fs::read_dir(after).unwrap().map(Result::unwrap) {
            if entry.metadata().unwrap().is_file() {
                std::fs::remove_file(entry.path()).unwrap();
            }
        }
        let mut names = self.names.clone();
        for naming in &self.naming[..dice.roll(self.naming.len() + 1)] {
            rename(&mut names, naming);
        }
        for (name, inode) in names.iter().filter(|(name, _)| !name.ends_with("-shm")) {
            let mut content = self.contents.get(inode).cloned().unwrap_or_default();
            survive(&mut content, self.changes.get(inode).map_or(&[], Vec::as_slice), dice);
            let path: PathBuf = after.join(name);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(&path, content).unwrap();
            std::fs::set_permissions(&path, std::os::unix::fs::PermissionsExt::from_mode(0o600)).unwrap();
        }
    }
}

/// Lets some of the changes that were never synced reach the file.
fn survive(content: &mut Vec<u8>, changes: &[Change], dice: &mut Dice) {
    let way = dice.roll(4);
    if way == 0 {
        return;
    }
    let mut order: Vec<&Change> = changes.iter().collect();
    if way == 2 {
        order.retain(|_| dice.roll(2) == 0);
        for at in (1..order.len()).rev() {
            order.swap(at, dice.roll(at + 1));
        }
    }
    for change in order {
        match change {
            Change::Write(at, bytes) if way == 3 => {
                for (number, sector) in bytes.chunks(SECTOR).enumerate() {
                    if dice.roll(2) == 0 {
                        apply(content, &Change::Write(at + number * SECTOR, sector.to_vec()));
                    }
                }
            }
            Change::Length(_) if way == 3 && dice.roll(2) == 0 => {}
            change => apply(content, change),
        }
    }
}

fn apply(content: &mut Vec<u8>, change: &Change) {
    match change {
        Change::Write(at, bytes) => {
            if content.len() < at + bytes.len() {
                content.resize(at + bytes.len(), 0);
            }
            content[*at..at + bytes.len()].copy_from_slice(bytes);
        }
        Change::Length(length) => content.resize(*length, 0),
    }
}

fn rename(names: &mut BTreeMap<String, u64>, naming: &Naming) {
    match naming {
        Naming::Made(inode, name) => {
            names.insert(name.clone(), *inode);
        }
        Naming::Renamed(from, to) => {
            if let Some(inode) = names.remove(from) {
                names.insert(to.clone(), inode);
                return;
            }
            let folder = format!("{from}/");
            let inside: Vec<String> =
                names.keys().filter(|name| name.starts_with(&folder)).cloned().collect();
            for name in inside {
                if let Some(inode) = names.remove(&name) {
                    names.insert(name.replacen(from, to, 1), inode);
                }
            }
        }
        Naming::Removed(name) => {
            names.remove(name);
        }
    }
}
