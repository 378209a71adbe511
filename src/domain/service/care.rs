//! Figures of safety: how people get in, how many copies are kept, how long records are kept.

/// How people get in, and what may leave.
#[derive(Clone, Debug)]
pub struct SecuritySettings {
    /// Hours for which a first, one-time passphrase opens the store.
    pub one_time_hours: i64,
    /// Whether a locked screen may be unlocked by a PIN within a shift.
    pub pin: bool,
    /// Digits of a PIN.
    pub pin_digits: usize,
    /// Hours after which a PIN is forgotten, whatever the shift.
    pub pin_hours: i64,
    /// The service's public key (age), under which everything that leaves is encrypted.
    pub export_key: Option<String>,
    /// Whether facts about people may leave unencrypted where there is no such key.
    pub plain_exports: bool,
}

/// How many copies of the store are kept beside it.
#[derive(Clone, Debug)]
pub struct BackupSettings {
    /// Whether one is made at the end of each shift.
    pub at_shift_end: bool,
    /// Days of which the last copy is kept.
    pub daily: usize,
    /// Weeks of which the last copy is kept.
    pub weekly: usize,
    /// Days without a copy after which it calls for attention.
    pub warn_after_days: i64,
    /// A folder elsewhere to which each copy also goes, encrypted under the export key.
    pub copy_to: Option<String>,
}

/// How long records are kept (NHS Records Management Code).
#[derive(Clone, Debug)]
pub struct Retention {
    /// Code of the class of a record for which nobody chose one.
    pub default: String,
    /// Days after which answers and free text may go from a closed record that stands in the
    /// clinical system; none = never.
    pub thin_after_days: Option<i64>,
    /// The classes.
    pub classes: Vec<RetentionClass>,
}

impl Retention {
    /// The class with this code, or the default one.
    pub fn class(&self, code: Option<&str>) -> Option<&RetentionClass> {
        let code = code.unwrap_or(&self.default);
        self.classes.iter().find(|class| class.code == code)
    }
}

/// One class of records.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct RetentionClass {
    /// Code kept in the journal.
    pub code: String,
    /// Words on screen.
    pub label: String,
    /// Years after the last contact.
    pub years: u32,
    /// Birthday up to which the record of a child is kept at least.
    pub child_until: u32,
    /// The same for somebody who was 17 when the work ended.
    pub seventeen_until: u32,
}
