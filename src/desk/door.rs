//! The door: set-up, sign-in, lock, sign-out. While it is shut no key is in memory.

mod folder;
mod sign_in;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use chrono::{DateTime, Utc};
use uuid::Uuid;

use super::arrival::Fingerprint;
use super::check::Checking;
use super::{Clock, Desk, DeskError};
use crate::domain::event::{Body, Draft};
use crate::domain::ids::PractitionerId;
use crate::domain::name::initial;
use crate::domain::service::{Right, Service};
use crate::domain::shift::Practitioner;
use crate::domain::text::clean_line;
use crate::forms::Library;
use crate::forms::report::Report;
use crate::store::{
    KdfCost, NewSlot, Pin, Place, Purpose, RecoveryCode, SlotId, Store, StoreError, StoreLock, Vault,
    VaultError,
};

/// Passphrase of every demo store.
pub const DEMO_PASSPHRASE: &str = "demo";

pub use crate::store::{FORMS_FOLDER, SERVICE_FILE};
use folder::write_template;
pub use folder::{local_forms, read_service, service_to_be};

/// A store with nobody signed in: the folder is locked for this process, the vault read.
pub struct Door {
    pub(super) lock: StoreLock,
    pub(super) vault: Vault,
    service: Arc<Service>,
    library: Arc<Library>,
    clock: Clock,
    /// Of people who locked and have a PIN; in memory only.
    pub(super) pins: BTreeMap<SlotId, Pin>,
    /// The service's files as they were read.
    pub(super) read: Fingerprint,
}

impl std::fmt::Debug for Door {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Door").field("dir", &self.dir()).finish_non_exhaustive()
    }
}

/// Why the door stays shut.
#[derive(Debug, thiserror::Error)]
pub enum DoorError {
    /// The store or its vault failed.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The service's file has mistakes.
    #[error(
        "{0}\nThe program does not start on half a service. Nothing was changed; mend the file and start again."
    )]
    Service(Report),
    /// A file could not be read or written.
    #[error("Could not {doing} {}: {source}. Nothing was changed.", path.display())]
    File {
        /// What was being done.
        doing: &'static str,
        /// To which file.
        path: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
    /// Too many wrong passphrases just now.
    #[error("Too many wrong passphrases. Try again in {} s; a colleague or the recovery code can sign in meanwhile.", .0.as_secs() + 1)]
    Wait(Duration),
    /// The vault knows somebody the journal does not.
    #[error(
        "This sign-in is not in the journal. Nothing was changed. Ask the service lead to add the person again."
    )]
    Stranger,
    /// The passphrase is right, and has to be changed before anything is opened.
    #[error(
        "That is a one-time passphrase. Nothing was opened. Sign in on the screen and choose your own: run liaison."
    )]
    ChooseOwn,
    /// A wrong PIN.
    #[error("That is not the PIN. {}", if *.0 == 0 { "It is forgotten now: type your passphrase.".to_owned() } else { format!("{} more, then the passphrase is asked for.", if *.0 == 1 { "One try".to_owned() } else { format!("{} tries", .0) }) })]
    WrongPin(u8),
    /// The first person could add nobody else.
    #[error(
        "The first person must hold a role that may add colleagues. Nothing was set up. Choose such a role."
    )]
    NoLead,
    /// `LIAISON_NOW` holds something else than a time.
    #[error("LIAISON_NOW is \"{0}\", which is no time. Write it like 2026-11-23T19:44:00Z.")]
    Now(String),
}

impl From<VaultError> for DoorError {
    fn from(error: VaultError) -> Self {
        Self::Store(StoreError::Vault(error))
    }
}

impl DoorError {
    /// The exit code of sysexits that fits.
    pub fn exit_code(&self) -> u8 {
        match self {
            Self::Store(error) => error.exit_code(),
            Self::Service(_) => 78,
            Self::File { .. } => 74,
            Self::Wait(_) => 75,
            Self::Stranger | Self::ChooseOwn | Self::WrongPin(_) => 77,
            Self::NoLead => 65,
            Self::Now(_) => 64,
        }
    }
}

/// Whether what was typed as a passphrase is a recovery code; its check characters tell.
pub fn is_recovery_code(typed: &str) -> bool {
    RecoveryCode::parse(typed).is_ok()
}

/// The first person of a service, or a further one.
#[derive(Clone, Debug)]
pub struct NewPerson {
    /// Full name.
    pub name: String,
    /// What is typed to sign in.
    pub sign_in_name: String,
    /// Role code.
    pub role: String,
}

impl NewPerson {
    pub(super) fn slot(&self) -> NewSlot {
        let initials = clean_line(&self.name).split(' ').filter_map(initial).collect::<String>();
        NewSlot {
            label: initials,
            sign_in_name: clean_line(&self.sign_in_name).to_lowercase(),
            role: self.role.clone(),
        }
    }
}

impl Door {
    /// Whether a store has been set up in this folder.
    pub fn is_set_up(dir: &Path) -> bool {
        Place::existing(dir).is_ok()
    }

    /// Goes to the door of the store in this folder.
    ///
    /// `now` is the text of `LIAISON_NOW`; only a demo store listens to it.
    ///
    /// # Errors
    /// When there is no store, another process has it open, or the service's file has mistakes.
    pub fn of(dir: &Path, now: Option<&str>) -> Result<Self, DoorError> {
        let lock = StoreLock::take(&Place::existing(dir)?)?;
        let vault = Vault::read(lock.place())?;
        let service = read_service(dir)?;
        let clock = match now.filter(|_| vault.is_demo()) {
            Some(text) => Clock::At(parse_now(text)?),
            None => Clock::System,
        };
        Self::with(lock, vault, service, clock)
    }

    fn with(lock: StoreLock, vault: Vault, service: Service, clock: Clock) -> Result<Self, DoorError> {
        let destinations = service.lists.destinations.iter().map(|code| code.code.clone()).collect();
        let forms = local_forms(lock.place().dir())?;
        let read = Fingerprint::of(lock.place().dir(), &forms);
        let library = Library::new(forms).with_destinations(destinations);
        let (service, library) = (Arc::new(service), Arc::new(library));
        Ok(Self { lock, vault, service, library, clock, pins: BTreeMap::new(), read })
    }

    /// Sets a new store up with its first person, signed in, and the recovery code to be shown once.
    ///
    /// # Errors
    /// When the folder cannot be used, the passphrase is too short, or the service's file that is
    /// already there has mistakes.
    pub fn set_up(
        dir: &Path,
        person: &NewPerson,
        passphrase: &str,
        purpose: Purpose,
        clock: Clock,
    ) -> Result<(Desk, RecoveryCode), DoorError> {
        let place = Place::prepare(dir)?;
        let lock = StoreLock::take(&place)?;
        write_template(dir)?;
        let service = read_service(dir)?;
        if !service.role(&person.role).is_some_and(|role| role.may(Right::Lead)) {
            return Err(DoorError::NoLead);
        }
        let cost = cost_of(purpose);
        let (vault, key, code) = Vault::create(&place, purpose, &person.slot(), passphrase, cost)?;
        let mut store = Store::open(&lock, &vault, &key)?;
        let door = Self::with(lock, vault, service, clock)?;
        let who = door.admit(&mut store, person)?;
        store.append(&door.arrivals(&store)?)?;
        Ok((door.open_to(store, who), code))
    }

    /// Writes the person into the journal under the name of their slot.
    pub(super) fn admit(&self, store: &mut Store, person: &NewPerson) -> Result<Practitioner, DoorError> {
        let id = self.vault.slot_of(&person.slot().sign_in_name).ok_or(DoorError::Stranger)?;
        let label = self.vault.slots().iter().find(|slot| slot.id == id).map(|slot| slot.label.clone());
        let who = Practitioner {
            id: PractitionerId(id.0),
            removed: false,
            name: clean_line(&person.name),
            sign_in_name: person.slot().sign_in_name,
            label: label.unwrap_or_default(),
            role: person.role.clone(),
        };
        store.append(&[self.own_draft(None, Body::PractitionerAdded(who.clone()))])?;
        Ok(who)
    }

    /// What trying a passphrase costs here.
    pub(super) fn cost(&self) -> KdfCost {
        cost_of(if self.is_demo() { Purpose::Demo } else { Purpose::Service })
    }

    fn open_to(self, store: Store, who: Practitioner) -> Desk {
        let (service, library) = (Arc::clone(&self.service), Arc::clone(&self.library));
        Desk {
            door: self,
            store,
            who,
            service,
            library,
            happened: None,
            checking: Checking::default(),
            backing_up: None,
            taken_back: 0,
        }
    }

    pub(super) fn own_draft(&self, actor: Option<PractitionerId>, body: Body) -> Draft {
        let now = self.clock.now();
        Draft { id: Uuid::now_v7(), at: now, entered_at: now, actor, episode: None, site: None, body }
    }

    /// Labels and role codes of those who may sign in, in the order in which they were added.
    pub fn people(&self) -> Vec<(String, String)> {
        self.vault.slots().iter().map(|slot| (slot.label.clone(), slot.role.clone())).collect()
    }

    /// Whether somebody who locked can unlock by a PIN.
    pub fn has_pin(&self, label: &str) -> bool {
        let slot = self.vault.slot_of(label);
        slot.and_then(|slot| self.pins.get(&slot)).is_some_and(|pin| pin.holds(self.clock.now()))
    }

    /// Whether the store holds invented people only.
    pub fn is_demo(&self) -> bool {
        self.vault.is_demo()
    }

    /// Where the time comes from.
    pub fn clock(&self) -> Clock {
        self.clock
    }

    /// Sets the time of a demo store while its evening is made.
    pub(super) fn set_clock(&mut self, clock: Clock) {
        self.clock = clock;
    }

    /// The service as its file describes it.
    pub fn service(&self) -> &Arc<Service> {
        &self.service
    }

    /// The data folder.
    pub fn dir(&self) -> &Path {
        self.lock.place().dir()
    }
}

impl Desk {
    /// Locks the desk: the key leaves memory, the witness is renewed.
    ///
    /// # Errors
    /// The door is shut in any case; the error says what the store could not finish.
    pub fn lock(mut self, why: &str) -> (Door, Result<(), DeskError>) {
        let locked = self.record_here(None, Body::Locked { why: why.to_owned() });
        self.shut(locked)
    }

    /// Signs out. An open shift stays open.
    ///
    /// # Errors
    /// As [`Desk::lock`].
    pub fn sign_out(mut self) -> (Door, Result<(), DeskError>) {
        let signed_out = self.record_here(None, Body::SignedOut);
        self.door.pins.remove(&SlotId(self.who.id.0));
        self.shut(signed_out)
    }

    fn shut(mut self, recorded: Result<(), DeskError>) -> (Door, Result<(), DeskError>) {
        self.drop_check();
        self.stop_backup();
        let finalised = self.store.finalise().map_err(DeskError::from);
        (self.door, recorded.and(finalised))
    }

    /// Brings everything into the main file and renews the witness, staying open.
    ///
    /// # Errors
    /// A failure of the store.
    pub fn settle(&mut self) -> Result<(), DeskError> {
        Ok(self.store.finalise()?)
    }

    /// Why the store may only be read, if it may only be read.
    pub fn read_only(&self) -> Option<String> {
        self.store.standing().reason().map(|reason| reason.to_string())
    }
}

/// As dear as this terminal bears, and never less than the least.
fn cost_of(purpose: Purpose) -> KdfCost {
    match purpose {
        Purpose::Demo => KdfCost::demo(),
        Purpose::Service => KdfCost::calibrated().unwrap_or(KdfCost::install()),
    }
}

/// Reads the text of `LIAISON_NOW`, to which only a demo listens.
///
/// # Errors
/// [`DoorError::Now`] for anything but an RFC 3339 time.
pub fn parse_now(text: &str) -> Result<DateTime<Utc>, DoorError> {
    DateTime::parse_from_rfc3339(text)
        .map(|at| at.with_timezone(&Utc))
        .map_err(|_parse| DoorError::Now(text.to_owned()))
}
