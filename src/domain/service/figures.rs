//! What a service counts of its work, and how it shows it.

use crate::domain::item::Item;

/// How figures are counted and shown.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct FiguresSettings {
    /// First line of the printed summary.
    pub marking: String,
    /// Counts of people under this are withheld from whatever leaves the terminal.
    pub suppress_under: u64,
    /// Items that every record has to hold.
    pub at_referral: Vec<Item>,
    /// Items that the record of everybody has to hold who was seen.
    pub at_seeing: Vec<Item>,
    /// Items that every closed record of somebody seen has to hold.
    pub at_closure: Vec<Item>,
    /// Ages of an open record, in days, at which a caseload marks it, the youngest first.
    pub caseload_days: Vec<i64>,
}
