//! How far a note is received, in figures and in words.

use chrono::{DateTime, Utc};

use crate::domain::event::{Audience, Body, Event, HandoverItem, ItemAccepted, Severity};
use crate::domain::ids::{HandoverId, PractitionerId};
use crate::domain::page::Page;
use crate::domain::shift::Practitioner;
use crate::domain::time::{hhmm, near};

/// An item that somebody took over.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Acceptance {
    /// Who; none where nobody was signed in.
    pub who: Option<PractitionerId>,
    /// Their name.
    pub by: String,
    /// When.
    pub at: DateTime<Utc>,
    /// Its place in the journal: of two at one time the later one.
    pub seq: u64,
    /// What they said back; empty where nothing was asked for.
    pub read_back: String,
    /// The version on which it was accepted, where that was an earlier one and nothing changed since.
    pub on_version: Option<u32>,
}

/// A question about an item.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Question {
    /// Name of who asks.
    pub by: String,
    /// When.
    pub at: DateTime<Utc>,
    /// The question.
    pub words: String,
}

/// An item of a note, and what became of it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ReceivedItem {
    /// As it stands on the note.
    pub item: HandoverItem,
    /// Whom it is about, in initials; its heading where it is about the sites.
    pub label: String,
    /// Who took it over.
    pub accepted: Option<Acceptance>,
    /// What was asked about it, the oldest first.
    pub questions: Vec<Question>,
}

/// A note, and how far it is received.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Receipt {
    /// Which note.
    pub handover: HandoverId,
    /// For whom it is.
    pub audience: Audience,
    /// Codes of the sites of which it is the latest to the team; all of its own where it is replaced.
    pub sites: Vec<String>,
    /// Its version.
    pub version: u32,
    /// Name of who gave it.
    pub given_by: String,
    /// Who gave it.
    pub giver: Option<PractitionerId>,
    /// When.
    pub at: DateTime<Utc>,
    /// Its items in their order.
    pub items: Vec<ReceivedItem>,
}

impl Receipt {
    /// Items that nobody has accepted, with their places.
    pub fn left(&self) -> impl Iterator<Item = (usize, &ReceivedItem)> {
        self.items.iter().enumerate().filter(|(_, item)| item.accepted.is_none())
    }

    /// How many items are accepted.
    pub fn accepted(&self) -> usize {
        self.items.iter().filter(|item| item.accepted.is_some()).count()
    }

    /// Whether nothing is left with the giver.
    pub fn is_received(&self) -> bool {
        self.left().next().is_none()
    }

    /// How many items want a read-back, and how many have one.
    pub fn read_back(&self) -> (usize, usize) {
        let wanted = self.items.iter().filter(|one| one.item.read_back);
        let said = |one: &&ReceivedItem| one.accepted.as_ref().is_some_and(|by| !by.read_back.is_empty());
        (wanted.clone().count(), wanted.filter(said).count())
    }

    /// How many questions were asked.
    pub fn questions(&self) -> usize {
        self.items.iter().map(|item| item.questions.len()).sum()
    }

    /// "received 07:06 by Shah, read back 3/3, 1 question", "2 of 6 received", "NOT RECEIVED". Empty
    /// for a note that nobody has to receive.
    pub fn words(&self, now: DateTime<Utc>) -> String {
        if self.items.is_empty() {
            return String::new();
        }
        let questions = match self.questions() {
            0 => String::new(),
            1 => ", 1 question".to_owned(),
            n => format!(", {n} questions"),
        };
        let last = self.items.iter().filter_map(|item| item.accepted.as_ref()).max_by_key(|by| by.seq);
        match (last, self.is_received()) {
            (Some(last), true) => {
                let (wanted, said) = self.read_back();
                let read = if wanted == 0 { String::new() } else { format!(", read back {said}/{wanted}") };
                format!("received {} by {}{read}{questions}", near(last.at, now), self.receivers())
            }
            (Some(_), false) => format!("{} of {} received{questions}", self.accepted(), self.items.len()),
            (None, _) => format!("NOT RECEIVED{questions}"),
        }
    }

    /// Surnames of all who accepted something, in the order in which they came.
    fn receivers(&self) -> String {
        let mut taken: Vec<&Acceptance> =
            self.items.iter().filter_map(|item| item.accepted.as_ref()).collect();
        taken.sort_by_key(|by| by.seq);
        let mut names: Vec<&str> = Vec::new();
        for name in taken.into_iter().map(|by| surname(&by.by)) {
            if !names.contains(&name) {
                names.push(name);
            }
        }
        names.join(" and ")
    }

    /// Labels of what is left, in the order of the note.
    pub fn left_words(&self) -> String {
        self.left().map(|(_, item)| item.label.as_str()).collect::<Vec<_>>().join(", ")
    }

    /// Whether somebody unstable is among what is left.
    pub fn leaves_unstable(&self) -> bool {
        self.left().any(|(_, one)| one.item.severity == Some(Severity::Unstable))
    }
}

/// A note as the list of versions shows it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct IssuedVersion {
    /// Which note.
    pub handover: HandoverId,
    /// When it was issued.
    pub at: DateTime<Utc>,
    /// For whom.
    pub audience: Audience,
    /// Its version.
    pub version: u32,
    /// Codes of its sites.
    pub sites: Vec<String>,
    /// Name of who gave it.
    pub given_by: String,
    /// Whether people stand on it by their full name.
    pub named: bool,
    /// How far it is received, in words; empty where nobody has to.
    pub receipt: String,
}

/// A note as it was issued: its pages are never made again from newer facts.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct OldNote {
    /// What the list of versions says of it.
    pub of: IssuedVersion,
    /// The lines of each page, exactly as they were printed.
    pub pages: Vec<Page>,
}

impl Receipt {
    /// Takes up what an event says about one of its items. The first acceptance stands.
    pub(super) fn take(&mut self, event: &Event, people: &[Practitioner]) {
        match &event.body {
            Body::HandoverItemAccepted(accepted) => {
                if let Some(one) = self.item_mut(accepted.item).filter(|one| one.accepted.is_none()) {
                    one.accepted = Some(acceptance(event, accepted, people));
                }
            }
            Body::HandoverAsked(asked) => {
                if let Some(one) = self.item_mut(asked.item) {
                    let by = name_of(event.actor, people);
                    one.questions.push(Question { by, at: event.at, words: asked.question.clone() });
                }
            }
            _ => {}
        }
    }

    fn item_mut(&mut self, item: u32) -> Option<&mut ReceivedItem> {
        self.items.get_mut(usize::try_from(item).ok()?)
    }

    /// "Okafor 21:50".
    pub fn giver_words(&self, now: DateTime<Utc>) -> String {
        let when =
            if now - self.at < chrono::Duration::hours(12) { hhmm(self.at) } else { near(self.at, now) };
        format!("{} {when}", surname(&self.given_by))
    }
}

pub(super) fn acceptance(event: &Event, accepted: &ItemAccepted, people: &[Practitioner]) -> Acceptance {
    Acceptance {
        who: event.actor,
        by: name_of(event.actor, people),
        at: event.at,
        seq: event.seq,
        read_back: accepted.read_back.clone(),
        on_version: None,
    }
}

pub(super) fn name_of(who: Option<PractitionerId>, people: &[Practitioner]) -> String {
    let found = people.iter().find(|person| Some(person.id) == who);
    found.map_or_else(|| "somebody".to_owned(), |person| person.name.clone())
}

/// The last part of a name.
pub(crate) fn surname(name: &str) -> &str {
    name.split_whitespace().last().unwrap_or(name)
}
