//! What goes from here into the clinical system, and what is not there yet.
//!
//! Lives here: the verbs, each journalled before a word leaves. `lines` lays a text out, `episode`
//! and `forms` say what stands in a record, `court` what a court may know.

mod court;
mod episode;
mod forms;
mod lines;

use super::{Desk, DeskError};
use crate::domain::episode::{ENTERED_EPISODE, Episode};
use crate::domain::event::Body;
use crate::domain::ids::{EpisodeId, ScreeningId};
use crate::domain::service::{Right, SiteKind};

/// The word the journal has for a court note.
const COURT_NOTE: &str = "court_note";
/// Episodes that the list of what is not entered gives at most.
const MOST_LISTED: usize = 200;

/// What is copied out.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum CopyOut {
    /// The whole episode with its finished forms.
    Episode,
    /// What the court may know.
    CourtNote,
    /// One finished form.
    Screening(ScreeningId),
}

impl CopyOut {
    /// The word that the journal keeps for it.
    pub fn code(self) -> String {
        match self {
            Self::Episode => ENTERED_EPISODE.to_owned(),
            Self::CourtNote => COURT_NOTE.to_owned(),
            Self::Screening(id) => id.0.to_string(),
        }
    }
}

/// Where the text goes.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum CopyTo {
    /// It is shown.
    Screen,
    /// A file.
    File,
    /// The clipboard of the terminal.
    Clipboard,
}

impl CopyTo {
    /// The word that the journal keeps for it.
    pub fn code(self) -> &'static str {
        match self {
            Self::Screen => "screen",
            Self::File => "file",
            Self::Clipboard => "clipboard",
        }
    }
}

/// One thing that can be copied out.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Copyable {
    /// What.
    pub what: CopyOut,
    /// Its name on screen.
    pub title: String,
    /// Where it stands with the clinical system.
    pub standing: InSystem,
}

/// Where a part of a record stands with the clinical system.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum InSystem {
    /// It stands there as it is here.
    Entered,
    /// It has still to be entered.
    ToEnter,
    /// Something is left to do here before it is.
    NotFinished,
    /// Nobody keeps track of it: the whole episode stands for it.
    Apart,
}

/// An episode of which something does not stand in the clinical system.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Unentered {
    /// Which.
    pub episode: EpisodeId,
    /// Initials.
    pub initials: String,
    /// Printable reference.
    pub reference: String,
    /// Site code.
    pub site: String,
    /// Whether it still stands on the board.
    pub open: bool,
    /// When somebody last worked on it.
    pub worked_at: chrono::DateTime<chrono::Utc>,
    /// What is left to enter, in words.
    pub left: Vec<String>,
}

impl Desk {
    /// The text of a part of the record, for the clinical system: plain, at most 78 columns wide,
    /// one line feed after each line. That it was copied out, and where to, is journalled first.
    ///
    /// # Errors
    /// Refused for a form that is not finished, for a court note without consent to share or a basis
    /// for going without, and, but for the screen, while the store may only be read.
    pub fn copy_out(&mut self, episode: EpisodeId, what: CopyOut, to: CopyTo) -> Result<String, DeskError> {
        let text = self.copy_out_text(episode, what)?;
        // A store that may only be read keeps no trace, so nothing leaves it.
        if to != CopyTo::Screen || self.read_only().is_none() {
            let episode = self.episode(episode)?;
            let body = Body::CopiedOut { what: what.code(), to: to.code().to_owned() };
            self.record(&episode, vec![body])?;
        }
        Ok(text)
    }

    /// The same text, to be measured: whoever shows it or lets it out calls [`Desk::copy_out`].
    ///
    /// # Errors
    /// As [`Desk::copy_out`].
    pub fn copy_out_text(&self, episode: EpisodeId, what: CopyOut) -> Result<String, DeskError> {
        self.needs_any(&[Right::Screen, Right::FollowUp], "copy records out")?;
        let episode = self.episode(episode)?;
        match what {
            CopyOut::Episode => self.episode_text(&episode),
            CopyOut::CourtNote => self.court_note(&episode),
            CopyOut::Screening(id) => self.screening_text(&episode, id),
        }
    }

    /// What of an episode can be copied out: the whole, the court note where the service goes to
    /// court, and each finished form.
    ///
    /// # Errors
    /// [`DeskError::Unknown`], or a failure of the store.
    pub fn copyables(&self, episode: EpisodeId) -> Result<Vec<Copyable>, DeskError> {
        let episode = self.episode(episode)?;
        let left = episode.not_entered();
        let one = |what: CopyOut, title: String| {
            let standing = match what {
                CopyOut::CourtNote => InSystem::Apart,
                _ if left.contains(&what.code()) => InSystem::ToEnter,
                CopyOut::Episode if episode.is_on_board() && !episode.is_past_seeing() => {
                    InSystem::NotFinished
                }
                _ => InSystem::Entered,
            };
            Copyable { what, title, standing }
        };
        let mut all = vec![one(CopyOut::Episode, "Whole episode".to_owned())];
        if self.service.sites.iter().any(|site| site.kind == SiteKind::Court) {
            all.push(one(CopyOut::CourtNote, "Court note".to_owned()));
        }
        let finished = episode.standing_screenings().filter(|one| one.finished_at().is_some());
        all.extend(finished.map(|form| one(CopyOut::Screening(form.id), form.title.clone())));
        Ok(all)
    }

    /// Episodes of which something does not yet stand in the clinical system, over all sites, the
    /// oldest first. Gives at most 200.
    ///
    /// # Errors
    /// A failure of the store.
    pub fn unentered(&self) -> Result<Vec<Unentered>, DeskError> {
        let found = self.store.unentered(MOST_LISTED)?;
        Ok(found.iter().map(unentered).collect())
    }

    /// Records that a part of the record stands in the clinical system: "episode", "court_note", or
    /// the id of a screening.
    ///
    /// # Errors
    /// Refused for something that is not there to be entered.
    pub fn mark_entered(&mut self, episode: EpisodeId, what: &str) -> Result<(), DeskError> {
        self.needs_any(&[Right::Screen, Right::FollowUp], "say what is entered in the clinical system")?;
        let episode = self.episode(episode)?;
        if !episode.not_entered().iter().any(|left| left == what) {
            return Err(DeskError::refused(
                "That stands there already, or is not done here yet.",
                "Nothing was changed.",
            ));
        }
        self.record(&episode, vec![Body::EnteredInSystem { what: what.to_owned() }])?;
        Ok(())
    }
}

fn unentered(episode: &Episode) -> Unentered {
    let title = |what: &String| match what.as_str() {
        ENTERED_EPISODE => "episode".to_owned(),
        id => {
            let found = episode.screenings.iter().find(|screening| screening.id.0.to_string() == id);
            found.map_or_else(|| "a form".to_owned(), |screening| screening.title.clone())
        }
    };
    Unentered {
        episode: episode.id,
        initials: episode.person().initials(),
        reference: episode.referral.reference.clone(),
        site: episode.site.clone(),
        open: episode.is_on_board(),
        worked_at: episode.worked_at,
        left: episode.not_entered().iter().map(title).collect(),
    }
}

#[cfg(test)]
mod tests;
