//! Whether a passphrase is worth the name.
//!
//! Long, and not among what people choose first; nothing is asked about its letters and digits
//! (NCSC, "Password administration for system owners").

use zxcvbn::zxcvbn;

use super::{NewSlot, Purpose, VaultError};

/// Fewest characters in a passphrase of a real store.
const SHORTEST: usize = 12;
/// Guesses that an informed attacker needs at least, as a power of ten: what the scale of zxcvbn calls
/// "safely unguessable" where guesses are slow (Wheeler, USENIX Security 2016).
const LEAST_GUESSES_LOG10: f64 = 8.0;

/// Refuses a passphrase that is short, common, or made of the name of its owner.
pub(super) fn check(purpose: Purpose, passphrase: &str, person: &NewSlot) -> Result<(), VaultError> {
    if purpose == Purpose::Demo {
        return Ok(());
    }
    let found = passphrase.chars().count();
    if found < SHORTEST {
        return Err(VaultError::ShortPassphrase { least: SHORTEST, found });
    }
    let own: Vec<&str> = [person.sign_in_name.as_str(), person.label.as_str(), "liaison", "custody"]
        .into_iter()
        .chain(person.sign_in_name.split(['.', '-', '_', ' ']))
        .filter(|word| !word.is_empty())
        .collect();
    // What is longer than this is not common, and looking closely at it takes long.
    let start: String = passphrase.chars().take(64).collect();
    if zxcvbn(&start, &own).guesses_log10() < LEAST_GUESSES_LOG10 {
        return Err(VaultError::CommonPassphrase);
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refused(passphrase: &str) -> bool {
        let person = NewSlot { sign_in_name: "ada.okafor".into(), ..NewSlot::default() };
        check(Purpose::Service, passphrase, &person).is_err()
    }

    #[test]
    fn three_random_words_do_and_what_everybody_chooses_does_not() {
        for common in [
            "passwordpassword",
            "123456789012",
            "qwertyuiop12",
            "aaaaaaaaaaaaaaaa",
            "liaison12345",
            "ada.okafor2026",
            "password1234",
            "Password123!",
        ] {
            assert!(refused(common), "{common}");
        }
        for good in ["three random words", "a long passphrase", "kettle-ferry-onion", "zż 4łk bbq-oo"] {
            assert!(!refused(good), "{good}");
        }
        assert!(refused("elevenchars"));
        assert!(check(Purpose::Demo, "demo", &NewSlot::default()).is_ok());
    }
}
