//! Deeds of receiving: an item of a handover, and what its site has to do without.

use crate::domain::ids::HandoverId;

/// A deed of whoever takes over.
#[derive(Debug)]
pub enum ReceiveDeed {
    /// An item is taken over.
    Accept {
        /// Of which note.
        handover: HandoverId,
        /// Place of the item, from 0.
        item: usize,
        /// What was said back; empty where nothing was asked for.
        read_back: String,
    },
    /// The giver is asked about an item.
    Ask {
        /// Of which note.
        handover: HandoverId,
        /// Place of the item, from 0.
        item: usize,
        /// The question.
        question: String,
    },
    /// A system does not work.
    SystemDown {
        /// Code of the site.
        site: String,
        /// Its name.
        system: String,
    },
    /// It works again.
    SystemUp {
        /// Code of the site.
        site: String,
        /// Its name.
        system: String,
    },
    /// Notes on paper were counted.
    PaperNotes {
        /// Code of the site.
        site: String,
        /// How many wait.
        waiting: u32,
    },
}
