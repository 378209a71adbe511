//! Deeds about who gets in.

use std::fmt;

use zeroize::Zeroizing;

use crate::desk::door::NewPerson;
use crate::domain::ids::PractitionerId;

/// Something typed that is never shown. Wiped when dropped.
pub struct Hidden(pub Zeroizing<String>);

impl fmt::Debug for Hidden {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Hidden")
    }
}

/// A deed about who gets in.
#[derive(Debug)]
pub enum KeyDeed {
    /// A colleague may sign in: by a passphrase that is shown once.
    Invite(NewPerson),
    /// The person signed in has another passphrase.
    Passphrase {
        /// The one of now.
        old: Hidden,
        /// The new one.
        new: Hidden,
    },
    /// They have a PIN.
    Pin(Hidden),
    /// Somebody is given a passphrase to be used once.
    Reset(PractitionerId),
    /// Somebody may not sign in any more.
    Remove {
        /// Who.
        who: PractitionerId,
        /// Why.
        reason: String,
    },
    /// There is another recovery code.
    NewCode,
    /// The key is changed.
    Rotate {
        /// Why.
        reason: String,
    },
}
