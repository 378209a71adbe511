//! Everything in the crate that only one family of operating systems can do.
//!
//! Lives here: permissions, core dumps, the kind of file system under a path, the wish of the system
//! that the program end, the line to the terminal. `unix` asks the system; `other` (Windows) does
//! what safe code can do there, or nothing.
//! Must not live here: a decision. The rooms decide; this room only asks the system.

use std::fs::OpenOptions;
use std::io;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

#[cfg(not(unix))]
mod other;
#[cfg(unix)]
mod unix;

#[cfg(not(unix))]
pub use other::{
    Watch, cannot_keep, create_private_dir, harden_process, make_private, network_file_system,
    open_to_others, private_file, sync_dir, watch_signals,
};
#[cfg(unix)]
pub use unix::{
    Watch, cannot_keep, create_private_dir, harden_process, make_private, network_file_system,
    open_to_others, private_file, sync_dir, watch_signals,
};

/// Helps for tests that ask what only one family of systems can do.
#[cfg(test)]
pub mod testing {
    #[cfg(not(unix))]
    pub use super::other::testing::{let_others_in, make_runnable};
    #[cfg(unix)]
    pub use super::unix::testing::{let_others_in, make_runnable};
}

/// What the system asks of the program, noted as it comes.
#[derive(Clone, Debug, Default)]
pub struct Signals {
    /// That it ends.
    pub ended: Arc<AtomicBool>,
    /// Ctrl-C, or what stands for it.
    pub interrupted: Arc<AtomicBool>,
}

/// What the line to the terminal had to say.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Line {
    /// Nothing came in the time given, or a signal cut the wait short.
    Quiet,
    /// Something is waiting to be read.
    Ready,
    /// The terminal has gone.
    Gone,
}

/// Makes what was written to a file last through a power cut.
///
/// # Errors
/// The system's own error.
pub fn sync_file(path: &Path) -> io::Result<()> {
    // Opened to write: Windows refuses this to those who may only read.
    OpenOptions::new().write(true).open(path)?.sync_all()
}

/// Says why Windows could not keep a file of this name, if so. Some such names it takes without a word:
/// what is written to `NUL.txt` is gone, and `note 14:07` becomes a hidden part of the file `note 14`.
pub fn fault_of_name(name: &str) -> Option<&'static str> {
    const DEVICES: [&str; 6] = ["CON", "PRN", "AUX", "NUL", "CONIN$", "CONOUT$"];
    // COM1 to COM9 and LPT1 to LPT9; the raised digits count as well.
    const NUMBERS: &str = "123456789\u{b9}\u{b2}\u{b3}";

    if name.contains(|c: char| c.is_control() || "<>:\"/\\|?*".contains(c)) {
        return Some("it holds one of < > : \" / \\ | ? *");
    }
    if name.ends_with(['.', ' ']) {
        return Some("it ends in a full stop or a blank");
    }
    let stem = name.split('.').next().unwrap_or_default().trim_end().to_uppercase();
    let number = stem.strip_prefix("COM").or_else(|| stem.strip_prefix("LPT"));
    let numbered = number.is_some_and(|rest| {
        let mut letters = rest.chars();
        letters.next().is_some_and(|c| NUMBERS.contains(c)) && letters.next().is_none()
    });
    (numbered || DEVICES.contains(&stem.as_str())).then_some("it is the name of a device")
}

/// Names the network file system to which Linux gives this number, if it is one.
pub fn kind_of(magic: u64) -> Option<&'static str> {
    // From linux/magic.h and fs/smb/client.
    const KINDS: [(u64, &str); 8] = [
        (0x6969, "NFS"),
        (0xFF53_4D42, "CIFS"),
        (0xFE53_4D42, "SMB2"),
        (0x517B, "SMB"),
        (0x0102_1997, "9P"),
        (0x6573_5546, "FUSE"),
        (0x00C3_6400, "Ceph"),
        (0x5346_414F, "AFS"),
    ];
    // f_type differs in width and sign between machines; its low 32 bits hold the number.
    let magic = magic & 0xFFFF_FFFF;
    KINDS.iter().find(|(number, _)| *number == magic).map(|(_, name)| *name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_others_may_reach_is_told_and_made_private() {
        let folder = tempfile::tempdir().unwrap();
        let inside = folder.path().join("a/b");
        create_private_dir(&inside).unwrap();
        let file = inside.join("note");
        private_file().write(true).create_new(true).open(&file).unwrap();
        assert!(!open_to_others(&inside).unwrap() && !open_to_others(&file).unwrap());
        testing::let_others_in(&file);
        assert_eq!(open_to_others(&file).unwrap(), cfg!(unix));
        make_private(&file).unwrap();
        assert!(!open_to_others(&file).unwrap());
    }

    #[test]
    fn names_that_windows_would_lose_are_told_from_those_it_keeps() {
        let lost = [
            "note 14:07.txt",
            "a/b",
            "a\\b",
            "what?",
            "*.txt",
            "a\"b",
            "a|b",
            "<a>",
            "a\nb",
            "note.",
            "note ",
            "con",
            "NUL.txt",
            "Aux.tar.gz",
            "nul .txt",
            "com1",
            "LPT9.pdf",
            "COM\u{b9}",
            "conin$",
        ];
        for name in lost {
            assert!(fault_of_name(name).is_some(), "{name:?}");
        }
        for name in ["note.txt", ".note.part", "console.txt", "com10", "com", "lpt0.pdf", "Zo\u{eb} 2.pdf"] {
            assert_eq!(fault_of_name(name), None, "{name:?}");
        }
        assert_eq!(cannot_keep(Path::new("out/NUL.txt")).is_some(), cfg!(not(unix)));
        assert_eq!(cannot_keep(Path::new("out/note.txt")), None);
    }

    #[test]
    fn a_file_and_its_folder_are_made_to_last() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("note");
        std::fs::write(&file, "text").unwrap();
        sync_file(&file).unwrap();
        sync_dir(folder.path()).unwrap();
        assert_eq!(std::fs::read(&file).unwrap(), b"text");
        assert!(sync_file(&folder.path().join("none")).is_err());
    }
}
