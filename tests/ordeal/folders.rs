//! Trials 10 and 12: folders that cannot hold a store, and other people of the computer.

use std::path::Path;
use std::process::{Command, Output};

use liaison::platform::kind_of;
use liaison::store::StoreError;

use super::store::{self, NOW};
use super::table::Trial;

const NAME: &str = "folders and rights";

/// Tries every folder there is once, however often it is asked.
pub fn run(_: usize) -> Trial {
    let folder = tempfile::tempdir().unwrap();
    let mut seen = Seen::default();
    let at = |name: &str| folder.path().join(name);
    let (show, make) = (["board"], ["demo", "--create-only"]);
    seen.refused("missing folder", &liaison(&show, &at("missing")), "missing");
    seen.hold(!at("missing").exists(), "a missing folder was made");
    std::fs::write(at("file"), "mine").unwrap();
    seen.refused("file in place of the folder", &liaison(&show, &at("file")), "file");
    seen.refused("file in place of the new folder", &liaison(&make, &at("file")), "file");
    seen.hold(std::fs::read(at("file")).unwrap() == b"mine", "the file was changed");
    seen.refused("path too long", &liaison(&show, &at(&"long/".repeat(1000))), "long");
    seen.refused("path too long to make", &liaison(&make, &at(&"long/".repeat(1000))), "long");
    seen.refused("name too long to make", &liaison(&make, &at(&"n".repeat(300))), "nnn");
    network(&mut seen);
    let mut left = String::new();
    if is_root() {
        left += &fuse(&mut seen, folder.path());
        left += &read_only(&mut seen, &at("read-only"));
        others(&mut seen, folder.path());
    } else {
        left.push_str("; FUSE, read-only and other people SKIPPED: they take root on Linux");
    }
    for fault in &seen.faults {
        println!("{NAME}: {fault}");
    }
    let note = format!("each named with its path and a code of 66 or 73 to 78{left}");
    Trial { name: NAME, count: seen.count, losses: seen.faults.len(), note }
}

#[derive(Default)]
struct Seen {
    count: usize,
    faults: Vec<String>,
}

impl Seen {
    fn hold(&mut self, holds: bool, what: &str) {
        self.count += 1;
        if !holds {
            self.faults.push(what.to_owned());
        }
    }

    /// Ends with a code for it and a message that names the place.
    fn refused(&mut self, what: &str, run: &Output, place: &str) {
        let (code, said) = (run.status.code(), String::from_utf8_lossy(&run.stderr).into_owned());
        let right = matches!(code, Some(66 | 73..=78)) && said.contains(place) && !said.contains("panicked");
        self.hold(right, &format!("{what}: exit code {code:?}: {said}"));
    }
}

fn is_root() -> bool {
    let id = Command::new("id").arg("-u").output();
    cfg!(target_os = "linux") && id.is_ok_and(|out| out.stdout == b"0\n")
}

fn liaison(arguments: &[&str], store: &Path) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_liaison"));
    command.args(arguments).arg("--data").arg(store).env("LIAISON_NOW", NOW).env("HOME", "/nonexistent");
    command.output().unwrap()
}

/// Which numbers of Linux are refused, and what is said.
fn network(seen: &mut Seen) {
    let refused = [
        (0x6969, "NFS"),
        (0xFF53_4D42, "CIFS"),
        (0xFE53_4D42, "SMB2"),
        (0x517B, "SMB"),
        (0x0102_1997, "9P"),
        (0x6573_5546, "FUSE"),
        (0x00C3_6400, "Ceph"),
        (0x5346_414F, "AFS"),
        // As a machine gives it that keeps the number in 32 bits with a sign.
        (0xFFFF_FFFF_FF53_4D42, "CIFS"),
    ];
    for (magic, name) in refused {
        seen.hold(kind_of(magic) == Some(name), &format!("{name}, {magic:#x}, is not refused as that"));
    }
    let local: [(u64, &str); 5] = [
        (0xEF53, "ext4"),
        (0x9123_683E, "btrfs"),
        (0x5846_5342, "xfs"),
        (0x0102_1994, "tmpfs"),
        (0x794C_7630, "overlay"),
    ];
    for (magic, name) in local {
        seen.hold(kind_of(magic).is_none(), &format!("{name}, {magic:#x}, is refused"));
    }
    let error = StoreError::NetworkFileSystem { path: "/home/ada/desk".into(), kind: "NFS" };
    let said = error.to_string();
    for part in ["/home/ada/desk", "network file system (NFS)", "Use a folder on this computer's own disk."] {
        seen.hold(said.contains(part), &format!("a network file system is refused without {part:?}: {said}"));
    }
    seen.hold(error.exit_code() == 78, "a network file system is not refused by code 78");
}

/// A file system of FUSE, mounted for the program alone, in which a store seems to be.
fn fuse(seen: &mut Seen, folder: &Path) -> String {
    let (helper, mounted) = (folder.join("fuse"), folder.join("mounted"));
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/ordeal/fuse.c");
    let built = Command::new("cc").args(["-O1", "-o"]).arg(&helper).arg(source).output();
    if !built.is_ok_and(|run| run.status.success()) {
        return "; FUSE SKIPPED: its helper does not build here".to_owned();
    }
    std::fs::create_dir(&mounted).unwrap();
    for arguments in [&["board"][..], &["demo", "--create-only"]] {
        let mut command = Command::new(&helper);
        command.arg(&mounted).arg(env!("CARGO_BIN_EXE_liaison")).args(arguments).arg("--data").arg(&mounted);
        let run = command.env("LIAISON_NOW", NOW).env("HOME", "/nonexistent").output().unwrap();
        if run.status.code() == Some(99) {
            return "; FUSE SKIPPED: it cannot be mounted here".to_owned();
        }
        let said = String::from_utf8_lossy(&run.stderr).into_owned();
        seen.hold(run.status.code() == Some(78), &format!("FUSE: exit code {:?}: {said}", run.status.code()));
        let place = format!("The folder {} is on a network file system (FUSE)", mounted.display());
        seen.hold(said.contains(&place), &format!("FUSE is not named: {said}"));
        seen.hold(!said.contains("asked to change"), &format!("FUSE: something was to be changed: {said}"));
    }
    seen.hold(names(&mounted).is_empty(), "something was written below the FUSE mount");
    "; FUSE mounted and refused".to_owned()
}

fn names(dir: &Path) -> Vec<String> {
    let entries = std::fs::read_dir(dir).unwrap().map(|entry| entry.unwrap());
    let files = entries.filter(|entry| entry.path().is_file());
    files.map(|entry| entry.file_name().into_string().unwrap()).collect()
}

fn read_only(seen: &mut Seen, store: &Path) -> String {
    store::make(store);
    let mount = |arguments: &[&str]| {
        Command::new("mount").args(arguments).arg(store).output().is_ok_and(|run| run.status.success())
    };
    if !mount(&["--bind", store.to_str().unwrap()]) || !mount(&["-o", "remount,ro,bind"]) {
        return "; read-only SKIPPED: it cannot be mounted here".to_owned();
    }
    let before = names(store);
    seen.refused("read-only folder", &liaison(&["board"], store), "read-only");
    seen.refused(
        "new store on read-only",
        &liaison(&["demo", "--create-only"], &store.join("new")),
        "read-only",
    );
    seen.hold(before == names(store), "something was written to a read-only folder");
    let _ = Command::new("umount").arg("-l").arg(store).status();
    String::new()
}

/// Somebody else on the computer cannot read a byte, and is told so.
#[cfg(unix)]
fn others(seen: &mut Seen, folder: &Path) {
    use std::fs::{Permissions, set_permissions};
    use std::os::unix::fs::PermissionsExt;

    let store = folder.join("private");
    store::make(&store);
    let as_other = |program: &str, arguments: &[&str]| {
        let mut command = Command::new("setpriv");
        command.args(["--reuid", "65534", "--regid", "65534", "--clear-groups", program]).args(arguments);
        command.env("LIAISON_NOW", NOW).env("HOME", "/nonexistent").output().unwrap()
    };
    set_permissions(folder, Permissions::from_mode(0o755)).unwrap();
    let mut desk = store::open(&store);
    desk.back_up(|_| true).unwrap();
    for name in names(&store) {
        let read = as_other("cat", &[store.join(&name).to_str().unwrap()]);
        seen.hold(!read.status.success() && read.stdout.is_empty(), &format!("somebody else reads {name}"));
        let mode = std::fs::metadata(store.join(&name)).unwrap().permissions().mode() & 0o077;
        seen.hold(mode == 0, &format!("others may open {name}: {mode:o}"));
    }
    drop(desk);
    let program = folder.join("liaison");
    std::fs::copy(env!("CARGO_BIN_EXE_liaison"), &program).unwrap();
    set_permissions(&program, Permissions::from_mode(0o755)).unwrap();
    let run = |arguments: &[&str]| as_other(program.to_str().unwrap(), arguments);
    let data = store.to_str().unwrap();
    seen.refused("no permission", &run(&["board", "--data", data]), "private");
    seen.refused(
        "no permission to make",
        &run(&["demo", "--create-only", "--data", &format!("{data}/new")]),
        "private",
    );
}

#[cfg(not(unix))]
fn others(_: &mut Seen, _: &Path) {}
