//! What leaves the terminal, encrypted to the service's public key (age).

use std::io::Write;

use age::armor::{ArmoredWriter, Format};
use age::x25519::Recipient;
use age::{EncryptError, Encryptor};

use super::{Desk, DeskError};
use crate::domain::service::SecuritySettings;

/// Whether this is a public key of age.
pub fn is_recipient(key: &str) -> bool {
    key.parse::<Recipient>().is_ok()
}

/// Encrypts what is written to it; [`age::stream::StreamWriter::finish`] ends it.
pub(super) fn seal<W: Write>(key: &str, out: W) -> std::io::Result<age::stream::StreamWriter<W>> {
    let recipient: Recipient = key.parse().map_err(std::io::Error::other)?;
    let encryptor = Encryptor::with_recipients(std::iter::once(&recipient as &dyn age::Recipient))
        .map_err(|why: EncryptError| std::io::Error::other(why.to_string()))?;
    encryptor.wrap_output(out)
}

impl Desk {
    /// A text about people as it may leave: encrypted to the service's public key and armoured as
    /// letters, or, in a demo and where the service lets it, as it is.
    ///
    /// # Errors
    /// Refused where there is no key and the service does not let it leave without.
    pub fn as_it_may_leave(&self, text: &str) -> Result<Vec<u8>, DeskError> {
        self.check_may_leave()?;
        let Some(key) = &self.service.security.export_key else { return Ok(text.as_bytes().to_vec()) };
        armoured(key, text).map_err(|why| {
            DeskError::refused(format!("It could not be encrypted: {why}."), "Nothing was written.")
        })
    }

    /// Refuses where nothing about people may leave; asked before the journal is told that something
    /// does.
    ///
    /// # Errors
    /// Where there is no key and the service does not let it leave without.
    pub(super) fn check_may_leave(&self) -> Result<(), DeskError> {
        let SecuritySettings { export_key, plain_exports, .. } = &self.service.security;
        if export_key.is_some() || *plain_exports || self.is_demo() {
            return Ok(());
        }
        Err(DeskError::refused(
            "Nothing about people leaves this terminal unencrypted, and the service has no key for it.",
            "Nothing was written. Put export_key into [security] of service.toml; age-keygen makes one.",
        ))
    }
}

fn armoured(key: &str, text: &str) -> std::io::Result<Vec<u8>> {
    let armour = ArmoredWriter::wrap_output(Vec::new(), Format::AsciiArmor)?;
    let mut sealed = seal(key, armour)?;
    sealed.write_all(text.as_bytes())?;
    sealed.finish()?.finish()
}

#[cfg(test)]
mod tests {
    use std::io::Read;

    use age::secrecy::ExposeSecret;

    use super::*;

    #[test]
    fn what_is_sealed_opens_with_the_private_key_only() {
        let (ours, theirs) = (age::x25519::Identity::generate(), age::x25519::Identity::generate());
        let public = ours.to_public().to_string();
        assert!(is_recipient(&public) && !is_recipient("age1short"));
        assert!(!is_recipient(ours.to_string().expose_secret()));
        let sealed = armoured(&public, "Quillfeather, c07").unwrap();
        assert!(sealed.starts_with(b"-----BEGIN AGE ENCRYPTED FILE-----"));
        let open = |identity: &age::x25519::Identity| {
            let decryptor = age::Decryptor::new(age::armor::ArmoredReader::new(&sealed[..])).unwrap();
            let mut text = String::new();
            let read = decryptor.decrypt(std::iter::once(identity as &dyn age::Identity));
            read.map(|mut reader| reader.read_to_string(&mut text).map(|_| text))
        };
        assert_eq!(open(&ours).unwrap().unwrap(), "Quillfeather, c07");
        assert!(open(&theirs).is_err());
    }
}
