//! Names of things that live in the journal. All are UUIDv7, made where the act happens.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// Names one episode: one person in one detention, attendance or court appearance.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
pub struct EpisodeId(pub Uuid);

/// Names one practitioner of the service.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
pub struct PractitionerId(pub Uuid);

/// Names one worked shift.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
pub struct ShiftId(pub Uuid);

/// Names one screening: one form put to one person once.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
pub struct ScreeningId(pub Uuid);

/// Names one raised red flag.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
pub struct FlagId(pub Uuid);

/// Names one onward referral.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
pub struct OnwardId(pub Uuid);

/// Names one task.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
pub struct TaskId(pub Uuid);

/// Names one issued handover note.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
pub struct HandoverId(pub Uuid);
