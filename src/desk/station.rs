//! What belongs to the place where liaison is worked, beside the store: a service's own keys, and how
//! each terminal is drawn. Nothing here is about people, and nothing of it is needed to start.

use std::collections::BTreeMap;
use std::io::{self, Write};
use std::path::Path;

use crate::platform;

/// The file with a service's own keys, in the data folder.
pub const KEYS_FILE: &str = "keys.toml";
/// The file with the look of each terminal, in the data folder.
pub const TERMINALS_FILE: &str = "terminals.toml";

/// The text of the file with a service's own keys; none where there is none.
///
/// # Errors
/// Why it cannot be read, in a sentence.
pub fn own_keys(data: &Path) -> Result<Option<String>, String> {
    read(&data.join(KEYS_FILE))
}

/// The name of the look that a terminal was given, if it was given one. `terminal` is what it calls itself.
pub fn look_of(data: &Path, terminal: &str) -> Option<String> {
    looks(data).ok()?.remove(terminal)
}

/// Keeps the look of a terminal.
///
/// # Errors
/// Why it could not be kept, in a sentence.
pub fn keep_look(data: &Path, terminal: &str, look: &str) -> Result<(), String> {
    let mut looks = looks(data)?;
    looks.insert(terminal.to_owned(), look.to_owned());
    let text = toml::to_string(&looks).map_err(|error| error.to_string())?;
    let (path, beside) = (data.join(TERMINALS_FILE), data.join(format!("{TERMINALS_FILE}.new")));
    let write = || -> io::Result<()> {
        let mut file = platform::private_file().write(true).create(true).truncate(true).open(&beside)?;
        file.write_all(text.as_bytes())?;
        file.sync_all()?;
        std::fs::rename(&beside, &path)
    };
    write().map_err(|error| format!("{}: {error}.", path.display()))
}

fn looks(data: &Path) -> Result<BTreeMap<String, String>, String> {
    let path = data.join(TERMINALS_FILE);
    let text = read(&path)?.unwrap_or_default();
    toml::from_str(&text).map_err(|error| format!("{} is not as it was written: {error}", path.display()))
}

fn read(path: &Path) -> Result<Option<String>, String> {
    match std::fs::read_to_string(path) {
        Ok(text) => Ok(Some(text)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(format!("{} cannot be read: {error}.", path.display())),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_terminal_keeps_its_look_and_a_spoilt_file_is_told_and_left() {
        let folder = tempfile::tempdir().unwrap();
        assert_eq!(look_of(folder.path(), "vt220"), None);
        keep_look(folder.path(), "vt220", "mono in ASCII").unwrap();
        keep_look(folder.path(), "xterm", "colour").unwrap();
        keep_look(folder.path(), "xterm", "mono").unwrap();
        assert_eq!(look_of(folder.path(), "vt220").as_deref(), Some("mono in ASCII"));
        assert_eq!(look_of(folder.path(), "xterm").as_deref(), Some("mono"));
        std::fs::write(folder.path().join(TERMINALS_FILE), "xterm = 3").unwrap();
        assert!(keep_look(folder.path(), "xterm", "mono").unwrap_err().contains(TERMINALS_FILE));
        assert_eq!(std::fs::read_to_string(folder.path().join(TERMINALS_FILE)).unwrap(), "xterm = 3");
    }
}
