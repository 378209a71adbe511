//! A rota to try things on: who is on it, and shifts of the week after the evening.

#![allow(dead_code, reason = "each test file uses its part of the week")]

use chrono::{NaiveDate, NaiveDateTime};
use liaison::desk::DeskError;
use liaison::desk::rota::{NewPlanned, Proposal, RotaAct};
use liaison::domain::ids::{ChangeId, PlannedId, PractitionerId};
use liaison::domain::rota::{Plan, PlannedShift, Published, RotaPart, Span, Staff};
use uuid::Uuid;

use super::evening::Evening;

pub fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

pub fn wall(text: &str) -> NaiveDateTime {
    NaiveDateTime::parse_from_str(text, "%Y-%m-%d %H:%M").unwrap()
}

pub fn span(from: &str, to: &str) -> Span {
    Span::between(wall(from), wall(to)).unwrap()
}

pub fn shift(who: PractitionerId, site: &str, from: &str, to: &str) -> NewPlanned {
    NewPlanned {
        practitioner: who,
        site: site.into(),
        activity: "duty".into(),
        pattern: None,
        span: span(from, to),
        break_minutes: 30,
    }
}

/// What somebody who does not sign in brings to the rota.
pub fn staff(name: &str, label: &str) -> Staff {
    Staff {
        id: PractitionerId(Uuid::now_v7()),
        name: name.into(),
        label: label.into(),
        role: "practitioner".into(),
        skills: vec![],
        phone: "07700 900456".into(),
        bank: false,
        inducted: vec![],
        registered_until: None,
        vetted_until: None,
        opted_out: false,
        left: false,
    }
}

/// An evening with a rota.
pub struct Week {
    pub evening: Evening,
    pub shah: PractitionerId,
    pub cole: PractitionerId,
}

impl Week {
    pub fn new() -> Self {
        let mut evening = Evening::quiet();
        let (shah, cole) = (staff("Priya Shah", "PS"), staff("Tom Cole", "TC"));
        let ids = (shah.id, cole.id);
        for one in [shah, cole] {
            evening.desk.change_rota(&RotaAct::Staff(one), "").unwrap();
        }
        Self { evening, shah: ids.0, cole: ids.1 }
    }

    pub fn act(&mut self, act: &RotaAct) -> ChangeId {
        self.evening.desk.change_rota(act, "as agreed").unwrap()
    }

    pub fn propose(&self, act: &RotaAct) -> Proposal {
        self.evening.desk.propose(act).unwrap()
    }

    pub fn refuses(&mut self, act: &RotaAct, words: &str) {
        let refused = self.evening.desk.change_rota(act, "as agreed").map(|_| ());
        super::evening::refused(refused, words);
    }

    /// Places a shift and gives its name.
    pub fn place(&mut self, new: NewPlanned) -> PlannedId {
        let proposal = self.propose(&RotaAct::Place(new));
        self.evening.desk.keep_rota(&proposal, "as agreed").unwrap();
        let [RotaPart::Put(shift)] = proposal.parts.as_slice() else { panic!("{proposal:?}") };
        shift.id
    }

    pub fn publish(&mut self, from: &str, to: &str) {
        self.act(&RotaAct::Publish(Some(Published { from: day(from), to: day(to) })));
    }

    pub fn plan(&self) -> Plan {
        self.evening.desk.plan_between(day("2026-11-01"), day("2027-12-31")).unwrap()
    }

    /// Every planned shift, the one that begins first in front.
    pub fn shifts(&self) -> Vec<PlannedShift> {
        let mut shifts: Vec<PlannedShift> = self.plan().shifts.into_values().collect();
        shifts.sort_by_key(|shift| (shift.span.from, shift.id));
        shifts
    }

    pub fn planned(&self, id: PlannedId) -> Option<PlannedShift> {
        self.plan().shifts.get(&id).cloned()
    }

    /// Who works where and when, as "Cole BRO 2026-11-24 07:00-15:00".
    pub fn told(&self) -> Vec<String> {
        let plan = self.plan();
        let one = |shift: &PlannedShift| {
            let who = plan.staff[&shift.practitioner].name.split(' ').next_back().unwrap();
            let (from, to) = (shift.span.typed_from, shift.span.typed_to.format("%H:%M"));
            format!("{who} {} {}-{to}", shift.site, from.format("%Y-%m-%d %H:%M"))
        };
        self.shifts().iter().map(one).collect()
    }

    pub fn reasonless(&mut self, act: &RotaAct) -> Result<ChangeId, DeskError> {
        self.evening.desk.change_rota(act, " ")
    }
}
