//! What the store itself calls for: not as it was left, a key to be changed.

use super::Alert;
use crate::desk::{Desk, DeskError};
use crate::domain::board::Level;

impl Desk {
    pub(super) fn about_store(&self) -> Result<Vec<Alert>, DeskError> {
        let mut alerts = Vec::new();
        if let Some(fault) = self.fault() {
            let why = format!("STORE DAMAGED: {fault} Write on paper what is new, and call a lead.");
            alerts.push(Alert::new(Level::Urgent, why, None));
        }
        if let Some(reason) = self.read_only() {
            let why = format!("READ ONLY: {reason} A lead goes on by , then g.");
            alerts.push(Alert::new(Level::Urgent, why, None));
        }
        if let Some(share) = self.check_share() {
            alerts.push(Alert::new(Level::Plain, format!("the store is being checked: {share} %"), None));
        }
        if self.is_rotation_due()? {
            let why = "KEY CHANGE PENDING: somebody was removed or the recovery code used, and the key could not be \
                       changed yet; a lead tries again by , then k";
            alerts.push(Alert::new(Level::Warn, why, None));
        }
        alerts.extend(self.backup_overdue().map(|why| Alert::new(Level::Warn, why, None)));
        Ok(alerts)
    }
}
