//! What leaves the terminal, encrypted to the service's public key (age).

use std::io::Write;

use age::armor::{ArmoredWriter, Format};
use age::x25519::Recipient;
use age::{EncryptError, Encryptor};

use super::{Desk, DeskError};
use crate::domain::service::SecuritySettings;
use crate::domain::text::clean_line;

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

/// Where something about people is written to that leaves the terminal, bit by bit. Nothing goes out
/// before there is something; [`Leaving::finish`] ends it.
pub struct Leaving<W: Write> {
    key: Option<String>,
    out: Out<W>,
}

enum Out<W: Write> {
    /// As it was given.
    Plain(W),
    /// Encrypted.
    Sealed(age::stream::StreamWriter<ArmoredWriter<W>>),
    /// What it was written to has failed.
    Broken,
}

impl<W: Write> Leaving<W> {
    /// Writes what is still held back.
    ///
    /// # Errors
    /// What the writer beneath says.
    pub fn finish(self) -> std::io::Result<()> {
        match self.out {
            Out::Plain(mut out) => out.flush(),
            Out::Sealed(sealed) => sealed.finish()?.finish()?.flush(),
            Out::Broken => Ok(()),
        }
    }
}

impl<W: Write> Write for Leaving<W> {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        if let Some(key) = self.key.take()
            && let Out::Plain(out) = std::mem::replace(&mut self.out, Out::Broken)
        {
            self.out = Out::Sealed(seal(&key, ArmoredWriter::wrap_output(out, Format::AsciiArmor)?)?);
        }
        match &mut self.out {
            Out::Plain(out) => out.write(bytes),
            Out::Sealed(sealed) => sealed.write(bytes),
            Out::Broken => Err(std::io::ErrorKind::BrokenPipe.into()),
        }
    }

    fn flush(&mut self) -> std::io::Result<()> {
        match &mut self.out {
            Out::Plain(out) => out.flush(),
            Out::Sealed(sealed) => sealed.flush(),
            Out::Broken => Ok(()),
        }
    }
}

impl<W: Write> std::fmt::Debug for Leaving<W> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Leaving").finish_non_exhaustive()
    }
}

impl Desk {
    /// A way out for what is written bit by bit: the same as [`Desk::as_it_may_leave`] makes of a text.
    ///
    /// # Errors
    /// Refused where there is no key and the service does not let it leave without.
    pub fn leaving<W: Write>(&self, out: W) -> Result<Leaving<W>, DeskError> {
        self.check_may_leave()?;
        Ok(Leaving { key: self.service.security.export_key.clone(), out: Out::Plain(out) })
    }

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

    /// Why something leaves the store, in the words of whoever takes it out; `what` begins the sentence that
    /// refuses, as "Facts leave". Where none is needed and none was given, it is "demo".
    ///
    /// # Errors
    /// Refused without a reason where one is needed.
    pub(super) fn reason_to_leave(reason: &str, is_needed: bool, what: &str) -> Result<String, DeskError> {
        let reason = clean_line(reason);
        if !reason.is_empty() {
            return Ok(reason);
        }
        if !is_needed {
            return Ok("demo".to_owned());
        }
        Err(DeskError::refused(
            format!("{what} the store only with a reason. Nothing was written."),
            "Say why; the reason is kept with your name.",
        ))
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

    #[test]
    fn what_is_written_bit_by_bit_opens_as_one_and_nothing_written_leaves_nothing() {
        let ours = age::x25519::Identity::generate();
        let key = Some(ours.to_public().to_string());
        let mut sealed = Vec::new();
        Leaving { key: key.clone(), out: Out::Plain(&mut sealed) }.finish().unwrap();
        assert_eq!(sealed, b"");
        let mut way_out = Leaving { key, out: Out::Plain(&mut sealed) };
        for bit in ["Quill", "feather"] {
            way_out.write_all(bit.as_bytes()).unwrap();
        }
        way_out.finish().unwrap();
        let decryptor = age::Decryptor::new(age::armor::ArmoredReader::new(&sealed[..])).unwrap();
        let mut read = decryptor.decrypt(std::iter::once(&ours as &dyn age::Identity)).unwrap();
        let mut text = String::new();
        read.read_to_string(&mut text).unwrap();
        assert_eq!(text, "Quillfeather");
    }
}
