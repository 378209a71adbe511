//! What follows from answers beside scores: checks, red flags and suggested onward referrals.
//!
//! All are declared in the form; the words and the action are the writer's. None is a level of risk.

use super::expr::Expr;

/// Where a red flag puts a referral on the board. A hint: the service's own rules decide.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Tier {
    /// Now.
    T0,
    /// Next.
    T1,
}

impl Tier {
    /// The word used for it in a form file.
    pub fn code(self) -> &'static str {
        match self {
            Self::T0 => "T0",
            Self::T1 => "T1",
        }
    }
}

/// Something in the answers that must be acted on at once.
#[derive(Clone, Debug)]
pub struct Flag {
    /// Its code.
    pub id: String,
    /// The place of the question it hangs on.
    pub place: usize,
    /// The id of that question.
    pub question: String,
    /// When it fires; at once, on a partial form too.
    pub when: Expr,
    /// What was said, in words; never a level of risk.
    pub words: String,
    /// What to do now.
    pub action: String,
    /// Where it puts the referral.
    pub tier: Tier,
}

/// What must not, or should not, stand in the answers.
#[derive(Clone, Debug)]
pub struct Check {
    /// The place of the question it is shown with.
    pub place: usize,
    /// The id of that question.
    pub question: String,
    /// When something is wrong.
    pub when: Expr,
    /// How strict it is.
    pub level: Level,
    /// What is wrong, for the practitioner.
    pub words: String,
}

/// How strict a check is. Neither kind blocks moving about the form.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Level {
    /// Finishing asks for it to be put right.
    Refuse,
    /// Finishing asks for a note on the question that says why it stands.
    Warn,
}

/// How soon an onward referral is wanted.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Urgency {
    /// Before anything else.
    Now,
    /// This shift.
    Today,
    /// Within days.
    Soon,
    /// In the ordinary way.
    Routine,
}

impl Urgency {
    /// All, soonest first.
    pub const ALL: [Self; 4] = [Self::Now, Self::Today, Self::Soon, Self::Routine];

    /// The word used for it in a form file and on screen.
    pub fn code(self) -> &'static str {
        match self {
            Self::Now => "now",
            Self::Today => "today",
            Self::Soon => "soon",
            Self::Routine => "routine",
        }
    }
}

/// An onward referral the answers speak for; the practitioner decides.
#[derive(Clone, Debug)]
pub struct Suggestion {
    /// The destination's code.
    pub destination: String,
    /// When it is suggested.
    pub when: Expr,
    /// How soon.
    pub urgency: Urgency,
    /// Why, in words that can stand in the referral.
    pub reason: String,
}
