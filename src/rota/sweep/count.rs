//! The counters of the sweep: who is there, what is asked for, and what that comes to.

use chrono::{DateTime, Utc};

use super::{Short, Stretch};
use crate::domain::ids::PractitionerId;
use crate::domain::service::Skill;
use crate::rota::cover::CoverState;
use crate::rota::demand::{Certainty, Demand};
use crate::rota::presence::Presence;
use crate::rota::skills::Skills;

/// What happens at an edge: the place in its list of a demand that opens or closes, or of somebody
/// who comes or goes.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Change {
    Opens(usize),
    Closes(usize),
    Comes(usize),
    Goes(usize),
}

/// The counters of the sweep.
pub(super) struct Count<'a> {
    /// Of each demand what it comes to.
    asks: Vec<Ask>,
    /// Every skill that some demand asks for.
    asked: Vec<Asked<'a>>,
    /// Demands that hold.
    active: Vec<Ask>,
    /// People who are there.
    here: Vec<PractitionerId>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
struct Ask {
    demand: usize,
    asked: usize,
    minimum: usize,
    core: bool,
    certainty: Certainty,
    settled: bool,
}

struct Asked<'a> {
    skill: Option<&'a str>,
    own: Skills,
    /// The skill and those that may stand in for it.
    counted: Skills,
    have: usize,
    filled: usize,
}

impl<'a> Asked<'a> {
    fn of(skills: &[Skill], skill: Option<&'a String>) -> Self {
        let own = Skills::of(skills, skill);
        let stand_in = skill.map(|skill| Skills::that_stand_in_for(skills, skill)).unwrap_or_default();
        Self { skill: skill.map(String::as_str), own, counted: own.and(stand_in), have: 0, filled: 0 }
    }

    fn has(&self, skills: Skills) -> bool {
        self.skill.is_none() || skills.meets(self.own)
    }

    fn is_filled_by(&self, skills: Skills) -> bool {
        self.skill.is_none() || skills.meets(self.counted)
    }
}

impl<'a> Count<'a> {
    pub(super) fn of(
        skills: &[Skill],
        demands: &[Demand<'a>],
        settled: impl Fn(&Demand<'a>) -> bool,
    ) -> Self {
        let mut asked: Vec<Asked<'a>> = Vec::new();
        let mut asks = Vec::with_capacity(demands.len());
        for (n, demand) in demands.iter().enumerate() {
            let skill = demand.row.skill.as_ref();
            let place = asked.iter().position(|asked| asked.skill == skill.map(String::as_str));
            let place = place.unwrap_or_else(|| {
                asked.push(Asked::of(skills, skill));
                asked.len() - 1
            });
            asks.push(Ask {
                demand: n,
                asked: place,
                minimum: demand.row.minimum,
                core: demand.row.core,
                certainty: demand.certainty,
                // Nobody has to be found for hours that ask for nobody.
                settled: demand.row.minimum == 0 || settled(demand),
            });
        }
        Self { asks, asked, active: Vec::new(), here: Vec::new() }
    }

    pub(super) fn take(&mut self, change: Change, present: &[Presence<'_>]) {
        match change {
            Change::Opens(n) => self.active.extend(self.asks.get(n)),
            Change::Closes(n) => self.active.retain(|ask| ask.demand != n),
            Change::Comes(n) => {
                let Some(person) = present.get(n) else { return };
                self.here.push(person.who);
                for asked in &mut self.asked {
                    asked.have += usize::from(asked.has(person.skills));
                    asked.filled += usize::from(asked.is_filled_by(person.skills));
                }
            }
            Change::Goes(n) => {
                let Some(person) = present.get(n) else { return };
                if let Some(place) = self.here.iter().position(|who| *who == person.who) {
                    self.here.swap_remove(place);
                }
                for asked in &mut self.asked {
                    asked.have -= usize::from(asked.has(person.skills));
                    asked.filled -= usize::from(asked.is_filled_by(person.skills));
                }
            }
        }
    }

    pub(super) fn stretch(&self, from: DateTime<Utc>, to: DateTime<Utc>) -> Stretch<'a> {
        let known = |ask: &&Ask| ask.certainty == Certainty::Known && ask.minimum > 0;
        let in_hours = !self.active.is_empty();
        let mut stretch = Stretch {
            from,
            to,
            state: if self.here.is_empty() { CoverState::Closed } else { CoverState::Spare },
            have: self.here.len(),
            alone: self.here.first().copied().filter(|_| in_hours && self.here.len() == 1),
            in_hours,
            asked: self.active.iter().any(|ask| known(&ask)),
            unsettled: self.active.iter().filter(known).any(|ask| !ask.settled),
            ask_court: self.active.iter().any(|ask| ask.certainty == Certainty::AskCourt),
            short: Vec::new(),
            stood_in: Vec::new(),
        };
        let states =
            self.asked.iter().enumerate().filter_map(|(n, asked)| self.judge(n, asked, &mut stretch));
        if let Some(worst) = states.max() {
            stretch.state = worst;
        }
        stretch
    }

    /// How one skill stands, if it is asked for now; what is short of it is noted.
    fn judge(&self, place: usize, asked: &Asked<'a>, stretch: &mut Stretch<'a>) -> Option<CoverState> {
        let rows = || self.active.iter().filter(move |ask| ask.asked == place);
        let known = || rows().filter(|ask| ask.certainty == Certainty::Known);
        rows().next()?;
        let need = known().filter(|ask| ask.settled).map(|ask| ask.minimum).max();
        let mut state = match need {
            Some(need) if asked.filled < need => {
                let core = known().any(|ask| ask.settled && ask.core && asked.filled < ask.minimum);
                let short = Short { skill: asked.skill, need, have: asked.filled, core };
                stretch.short.push(short);
                CoverState::Gap
            }
            Some(need) if asked.have < need => {
                stretch.stood_in.extend(asked.skill);
                CoverState::Fallback
            }
            Some(need) if asked.have == need => CoverState::Ok,
            _ => CoverState::Spare,
        };
        if known().any(|ask| !ask.settled) {
            state = state.max(CoverState::Unknown);
        } else if rows().any(|ask| ask.certainty == Certainty::AskCourt) {
            state = state.max(CoverState::AskCourt);
        }
        Some(state)
    }
}
