//! Everything in the crate that only one family of operating systems can do.
//!
//! Lives here: permissions, core dumps, the kind of file system under a path. Each has a
//! fallback that does nothing where the system offers nothing.
//! Must not live here: a decision. The rooms decide; this file only asks the system.

use std::fs::{File, OpenOptions};
use std::io;
use std::path::Path;

/// Shuts off core dumps, keeps other programs of the same user from tracing this one, and makes
/// new files private by default. Called once, before any other thread starts.
///
/// # Errors
/// The system's own error; the caller may go on, since file modes are also set one by one.
#[cfg(unix)]
pub fn harden_process() -> io::Result<()> {
    use rustix::process::{Resource, Rlimit, setrlimit, umask};

    umask(rustix::fs::Mode::from_raw_mode(0o077));
    setrlimit(Resource::Core, Rlimit { current: Some(0), maximum: Some(0) })?;
    forbid_tracing()
}

#[cfg(any(target_os = "linux", target_os = "android"))]
fn forbid_tracing() -> io::Result<()> {
    use rustix::process::{DumpableBehavior, set_dumpable_behavior};
    Ok(set_dumpable_behavior(DumpableBehavior::NotDumpable)?)
}

#[cfg(all(unix, not(any(target_os = "linux", target_os = "android"))))]
#[allow(clippy::unnecessary_wraps)]
fn forbid_tracing() -> io::Result<()> {
    Ok(())
}

/// Does nothing: this system has no such switch that safe code can reach.
///
/// # Errors
/// None.
#[cfg(not(unix))]
pub fn harden_process() -> io::Result<()> {
    Ok(())
}

/// Creates a folder, and those above it, that only its owner may enter.
///
/// # Errors
/// The system's own error.
pub fn create_private_dir(path: &Path) -> io::Result<()> {
    let mut builder = std::fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(path)
}

/// Options that create a file which only its owner may read or write.
pub fn private_file() -> OpenOptions {
    #[allow(unused_mut)]
    let mut options = OpenOptions::new();
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options
}

/// Tells whether people other than the owner may reach this file or folder.
///
/// # Errors
/// The system's own error.
#[cfg(unix)]
pub fn open_to_others(path: &Path) -> io::Result<bool> {
    use std::os::unix::fs::PermissionsExt;
    Ok(std::fs::metadata(path)?.permissions().mode() & 0o077 != 0)
}

/// Answers no: this system keeps rights in lists that the folder inherits from the user's profile.
///
/// # Errors
/// None.
#[cfg(not(unix))]
pub fn open_to_others(_path: &Path) -> io::Result<bool> {
    Ok(false)
}

/// Takes all rights to a file or folder from everyone but its owner.
///
/// # Errors
/// The system's own error.
#[cfg(unix)]
pub fn make_private(path: &Path) -> io::Result<()> {
    use std::os::unix::fs::PermissionsExt;
    let mode = if path.is_dir() { 0o700 } else { 0o600 };
    std::fs::set_permissions(path, std::fs::Permissions::from_mode(mode))
}

/// Does nothing; see [`open_to_others`].
///
/// # Errors
/// None.
#[cfg(not(unix))]
pub fn make_private(_path: &Path) -> io::Result<()> {
    Ok(())
}

/// Makes a rename or a new file in this folder last through a power cut.
///
/// # Errors
/// The system's own error.
pub fn sync_dir(path: &Path) -> io::Result<()> {
    if cfg!(unix) { File::open(path)?.sync_all() } else { Ok(()) }
}

/// Names the network file system under a path, if it is one: locks there cannot be trusted, and
/// `SQLite` in WAL mode needs memory shared with the disk's own machine.
///
/// # Errors
/// The system's own error.
#[cfg(any(target_os = "linux", target_os = "android"))]
pub fn network_file_system(path: &Path) -> io::Result<Option<&'static str>> {
    #[allow(clippy::unnecessary_cast, clippy::cast_sign_loss)]
    let magic = rustix::fs::statfs(path)?.f_type as u64;
    Ok(kind_of(magic))
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

/// Cannot tell here.
///
/// # Errors
/// None.
#[cfg(not(any(target_os = "linux", target_os = "android")))]
pub fn network_file_system(_path: &Path) -> io::Result<Option<&'static str>> {
    Ok(None)
}

#[cfg(all(test, target_os = "linux"))]
mod tests {
    use rustix::process::{DumpableBehavior, Resource, dumpable_behavior, getrlimit};

    use super::*;

    #[test]
    fn hardened_process_leaves_no_core_and_cannot_be_traced() {
        harden_process().unwrap();
        assert_eq!(getrlimit(Resource::Core).current, Some(0));
        assert_eq!(dumpable_behavior().unwrap(), DumpableBehavior::NotDumpable);
    }

    #[test]
    fn local_folder_is_no_network_file_system() {
        assert_eq!(network_file_system(Path::new("/")).unwrap(), None);
        assert!(network_file_system(Path::new("/no/such/folder")).is_err());
    }
}
