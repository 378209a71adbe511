//! What doctor says of the store without opening it.

use super::Fact;
use crate::cli::open;
use crate::desk::Door;
use crate::desk::backup::copies;
use crate::desk::door::DoorError;
use crate::desk::paths::Paths;
use crate::desk::proof::cipher_version;
use crate::domain::time::local;

/// Looks at the cipher and the store; nobody has to sign in for it.
pub fn facts(paths: &Paths) -> Vec<Fact> {
    vec![cipher(), store(paths), last_copy(paths)]
}

fn cipher() -> Fact {
    match cipher_version() {
        Some(version) => Fact::good("SQLCipher", version),
        None => Fact::bad(
            "SQLCipher",
            "not built in",
            "This copy of liaison was built without encryption and opens no store. Install a proper copy.",
        ),
    }
}

fn last_copy(paths: &Paths) -> Fact {
    if !Door::is_set_up(&paths.data) {
        return Fact::good("copies", "none yet: there is no store");
    }
    match copies(&paths.data) {
        Ok(found) => match found.first() {
            Some(kept) => {
                let at = local(kept.manifest.made_at).format("%a %d %b %Y %H:%M");
                Fact::good(
                    "copies",
                    format!("{}; the last of {at}, {} entries", found.len(), kept.manifest.seq),
                )
            }
            None => Fact::good("copies", "none yet; `liaison backup` makes one"),
        },
        Err(error) => Fact::bad("copies", "cannot be looked at", error.to_string()),
    }
}

fn store(paths: &Paths) -> Fact {
    if !Door::is_set_up(&paths.data) {
        return Fact::good("store", "not there yet; the first start makes it");
    }
    match Door::of(&paths.data, open::now_given().as_deref()) {
        Ok(door) => {
            let people = match door.people().len() {
                1 => "1 person".to_owned(),
                n => format!("{n} people"),
            };
            let kind = if door.is_demo() { "a demo; " } else { "" };
            Fact::good("store", format!("{kind}{people} may sign in; `liaison verify` checks it whole"))
        }
        // It is told above.
        Err(DoorError::Service(_)) => Fact::good("store", "not looked at before service.toml is right"),
        // Somebody works in it: not a fault.
        Err(error) if error.exit_code() == super::super::exit::EX_TEMPFAIL => {
            Fact::good("store", "open in another liaison now")
        }
        Err(error) => Fact::bad("store", "does not open", error.to_string()),
    }
}
