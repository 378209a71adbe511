//! Sets of skills as bits, so that a sweep over a year asks one question of a number.

use crate::domain::rota::Staff;
use crate::domain::service::{Service, Skill};

/// Some of a service's skills. The first 64 of the file have a place in it; a skill past those, or
/// one that is not in the file, is nobody's.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Default)]
pub struct Skills(u64);

impl Skills {
    /// The skills with these codes.
    pub fn of<'a>(known: &[Skill], codes: impl IntoIterator<Item = &'a String>) -> Self {
        codes.into_iter().fold(Self::default(), |skills, code| skills.and(Self::one(known, code)))
    }

    /// What somebody has: the skills of the role and those given to them beside it.
    pub fn of_staff(service: &Service, staff: &Staff) -> Self {
        Self::of_role(service, &staff.role).and(Self::of(&service.skills, &staff.skills))
    }

    /// What everybody in a role has.
    pub fn of_role(service: &Service, role: &str) -> Self {
        service.role(role).map_or_else(Self::default, |role| Self::of(&service.skills, &role.skills))
    }

    /// The skills whose holders see children.
    pub fn that_see_children(known: &[Skill]) -> Self {
        Self::of(known, known.iter().filter(|skill| skill.sees_children).map(|skill| &skill.code))
    }

    /// The skills that may stand in for this one.
    pub fn that_stand_in_for(known: &[Skill], code: &str) -> Self {
        let skill = known.iter().find(|skill| skill.code == code);
        skill.map_or_else(Self::default, |skill| Self::of(known, &skill.stood_in_by))
    }

    /// Both together.
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// Whether the two share a skill.
    pub fn meets(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }

    fn one(known: &[Skill], code: &str) -> Self {
        let place = known.iter().position(|skill| skill.code == code).and_then(|n| u32::try_from(n).ok());
        Self(place.and_then(|place| 1u64.checked_shl(place)).unwrap_or_default())
    }
}
