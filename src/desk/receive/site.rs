//! What does not work at a site, and what waits on paper there: whoever comes next must know.

use crate::desk::{Desk, DeskError};
use crate::domain::event::Body;
use crate::domain::service::Right;
use crate::domain::shift::SiteLog;
use crate::domain::text::clean_line;

impl Desk {
    /// Records that a system of others does not work at a site.
    ///
    /// # Errors
    /// Refused without its name, for an unknown site, and where it is down already.
    pub fn system_down(&mut self, site: &str, system: &str) -> Result<(), DeskError> {
        let (system, known) = self.system_named(site, system)?;
        if let Some(known) = known {
            return Err(DeskError::refused(
                format!("{known} is recorded as down at {site} already."),
                "Nothing was changed. Say so once it works again.",
            ));
        }
        self.record_here(Some(site), Body::SystemDown { system })
    }

    /// Records that it works again.
    ///
    /// # Errors
    /// Refused without its name, for an unknown site, and where it is not recorded as down.
    pub fn system_up(&mut self, site: &str, system: &str) -> Result<(), DeskError> {
        let (typed, known) = self.system_named(site, system)?;
        let Some(system) = known else {
            return Err(DeskError::refused(
                format!("{typed} is not recorded as down at {site}."),
                "Nothing was changed. Check the name and the site.",
            ));
        };
        self.record_here(Some(site), Body::SystemUp { system })
    }

    /// Records how many notes on paper wait to be typed in; 0 when all are.
    ///
    /// # Errors
    /// Refused for an unknown site.
    pub fn count_paper_notes(&mut self, site: &str, waiting: u32) -> Result<(), DeskError> {
        self.needs(Right::Screen, "count notes on paper")?;
        if self.service.site(site).is_none() {
            return Err(DeskError::Unknown("site"));
        }
        self.record_here(Some(site), Body::PaperNotesCounted { waiting })
    }

    /// What was last recorded about each site, by its code.
    ///
    /// # Errors
    /// A failure of the store.
    pub fn site_logs(&self) -> Result<Vec<(String, SiteLog)>, DeskError> {
        Ok(self.store.site_logs()?)
    }

    /// The name as typed, and as it is recorded as down, however its letters are written.
    fn system_named(&self, site: &str, system: &str) -> Result<(String, Option<String>), DeskError> {
        self.needs(Right::Screen, "record what does not work")?;
        if self.service.site(site).is_none() {
            return Err(DeskError::Unknown("site"));
        }
        let system = clean_line(system);
        if system.is_empty() {
            return Err(DeskError::refused("The system has no name.", "Say which one."));
        }
        let logs = self.store.site_logs()?;
        let down = logs.iter().filter(|(code, _)| code == site).flat_map(|(_, log)| &log.down);
        let same = |known: &&str| known.to_lowercase() == system.to_lowercase();
        let known = down.map(|(known, _)| known.as_str()).find(same).map(str::to_owned);
        Ok((system, known))
    }
}
