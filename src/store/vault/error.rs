//! What can go wrong with the vault.

use std::path::PathBuf;

use thiserror::Error;

use super::recovery::CodeError;

/// A failure of the key vault. A wrong name and a wrong passphrase give the same error.
#[derive(Debug, Error)]
pub enum VaultError {
    /// The name or the passphrase is wrong; it is not told which.
    #[error("That name and passphrase do not open the store. Nothing was changed. Check both and try again.")]
    NotUnlocked,
    /// The recovery code is well formed and belongs to another vault.
    #[error(
        "That recovery code does not open this store. Nothing was changed. Check that it is this terminal's code."
    )]
    WrongCode,
    /// The recovery code was mistyped.
    #[error(transparent)]
    Code(#[from] CodeError),
    /// The passphrase is too short.
    #[error(
        "A passphrase needs at least {least} characters; this one has {found}. Nothing was changed. Three random words do well."
    )]
    ShortPassphrase {
        /// Characters needed.
        least: usize,
        /// Characters given.
        found: usize,
    },
    /// The passphrase is one of those tried first.
    #[error(
        "That passphrase is too easy to guess: it is common, or made of your name. Nothing was changed. Three random \
         words do well."
    )]
    CommonPassphrase,
    /// A first passphrase whose time is over.
    #[error(
        "That one-time passphrase is past its time. Nothing was changed. Ask a lead for another, or use the recovery \
         code."
    )]
    OneTimeOver,
    /// A first passphrase where no other can be chosen.
    #[error(
        "That is a one-time passphrase. Nothing was opened. Sign in on the screen first and choose your own: run liaison."
    )]
    OneTimeOnly,
    /// The PIN does not do.
    #[error(transparent)]
    Pin(#[from] super::PinError),
    /// Some slots are older than the change of keys.
    #[error(
        "The key cannot be changed yet: {} stand as an older liaison wrote them. Nothing was changed. Each is brought up \
         to date when its owner signs in once; a new recovery code takes the place of an old one.",
        .0.join(", ")
    )]
    OldSlots(Vec<String>),
    /// A vault is already there.
    #[error("There is already a vault at {}. It was left as it is. Choose another folder.", path.display())]
    AlreadyThere {
        /// The vault file.
        path: PathBuf,
    },
    /// The sign-in name is taken.
    #[error("That sign-in name is taken on this terminal. Nothing was changed. Choose another.")]
    NameTaken,
    /// There is no such slot.
    #[error("There is no such person in the vault any more. Nothing was changed.")]
    NoSuchSlot,
    /// The file does not read as a vault.
    #[error(
        "The vault {} is damaged ({what}). It was left as it is. The two generations before it are kept beside it with \
         the endings .1 and .2.",
        path.display()
    )]
    Damaged {
        /// The vault file.
        path: PathBuf,
        /// What is wrong with it.
        what: String,
    },
    /// The file was changed by something that does not hold the key.
    #[error(
        "The vault {} was altered outside liaison. It was left as it is and not used. Tell the service manager; the two \
         generations before it are kept beside it with the endings .1 and .2.",
        path.display()
    )]
    Altered {
        /// The vault file.
        path: PathBuf,
    },
    /// A newer program wrote it.
    #[error("The vault {} was written by a newer liaison. It was left as it is. Use the newer program.", path.display())]
    Newer {
        /// The vault file.
        path: PathBuf,
    },
    /// A file could not be read or written.
    #[error("{0}")]
    File(Box<super::super::StoreError>),
    /// The system gave no randomness, or a cipher refused its input.
    #[error("This computer could not make a safe key ({0}). Nothing was changed. Restart it and try again.")]
    NoKey(&'static str),
}

impl VaultError {
    /// The process exit code that sysexits.h gives this kind of failure.
    pub fn exit_code(&self) -> u8 {
        match self {
            Self::NotUnlocked | Self::WrongCode | Self::OneTimeOver | Self::OneTimeOnly => 77,
            Self::Code(_) | Self::Damaged { .. } | Self::Altered { .. } => 65,
            Self::ShortPassphrase { .. }
            | Self::CommonPassphrase
            | Self::Pin(_)
            | Self::NameTaken
            | Self::NoSuchSlot => 64,
            Self::OldSlots(_) => 75,
            Self::AlreadyThere { .. } => 73,
            Self::Newer { .. } => 78,
            Self::File(error) => error.exit_code(),
            Self::NoKey(_) => 71,
        }
    }
}

impl From<super::super::StoreError> for VaultError {
    fn from(error: super::super::StoreError) -> Self {
        Self::File(Box::new(error))
    }
}

impl From<getrandom::Error> for VaultError {
    fn from(_: getrandom::Error) -> Self {
        Self::NoKey("no randomness")
    }
}
