//! What speaks against a change: a role that may not, the past, what the service does not have, and
//! what `rota::placing` finds. What forbids it is refused; the rest is warned of and never blocks.

use std::collections::{BTreeMap, BTreeSet};

use chrono::Duration;

use super::touch::Touch;
use super::words::{Names, day_words};
use super::{DeskError, Proposal};
use crate::desk::Desk;
use crate::desk::StoreError;
use crate::desk::share::{part, percent};
use crate::domain::ids::PractitionerId;
use crate::domain::rota::{Plan, PlannedShift, RotaPart};
use crate::domain::service::{Right, find};
use crate::domain::text::clean_line;
use crate::rota::placing::{refusals, warnings_together};

/// How late somebody without the right to lead may record that a colleague is sick.
const TOLD_WITHIN: Duration = Duration::hours(24);

/// What speaks against a change of the rota.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Checked {
    /// What forbids it.
    pub refusals: Vec<String>,
    /// What is to be known before it is made; it stays with the change.
    pub warnings: Vec<String>,
}

fn goes_on(go_on: &mut dyn FnMut(u8) -> bool, done: usize, all: usize) -> Result<(), StoreError> {
    if go_on(percent(done as u64, all as u64)) { Ok(()) } else { Err(StoreError::Stopped) }
}

impl Desk {
    /// Looks at the parts of a change together, as they would stand once all are taken up.
    ///
    /// # Errors
    /// A failure of the store.
    pub fn rota_check(&self, parts: &[RotaPart]) -> Result<Checked, DeskError> {
        self.rota_check_while(parts, &mut |_| true)
    }

    fn rota_check_while(
        &self,
        parts: &[RotaPart],
        go_on: &mut dyn FnMut(u8) -> bool,
    ) -> Result<Checked, DeskError> {
        let refusals = self.refusals_of(parts, &mut |share| go_on(part((0, 50), share)))?;
        let refusals: Vec<String> = refusals.into_iter().map(|(_, words)| words).collect();
        // What cannot be has no working time to be warned of.
        let warnings = if refusals.is_empty() {
            self.warnings_of(parts, &mut |share| go_on(part((50, 100), share)))?
        } else {
            Vec::new()
        };
        Ok(Checked { refusals, warnings })
    }

    /// Checks a proposal whole: who may, what forbids, what is warned of, whether it needs a reason.
    pub(super) fn looked_at(&self, proposal: Proposal) -> Result<Proposal, DeskError> {
        self.looked_at_while(proposal, &mut |_| true)
    }

    /// The same, telling how much is looked at, in percent, for as long as it is told to go on.
    pub(super) fn looked_at_while(
        &self,
        proposal: Proposal,
        go_on: &mut dyn FnMut(u8) -> bool,
    ) -> Result<Proposal, DeskError> {
        let touched = self.touched(&proposal.parts)?;
        self.may_touch(&touched, proposal.parts.len())?;
        let Checked { refusals, warnings } = self.rota_check_while(&proposal.parts, go_on)?;
        if !refusals.is_empty() {
            return Err(DeskError::refused(
                format!("{}.", refusals.join("; ")),
                "Nothing was changed. Choose another time, site or person.",
            ));
        }
        let asks_reason = self.asks_reason(&touched)?;
        Ok(Proposal { warnings, asks_reason, ..proposal })
    }

    /// What forbids a change, each with the place of the part that it is about. Tells how much is looked
    /// at, in percent, for as long as it is told to go on.
    pub(super) fn refusals_of(
        &self,
        parts: &[RotaPart],
        go_on: &mut dyn FnMut(u8) -> bool,
    ) -> Result<Vec<(usize, String)>, DeskError> {
        let names = self.names_with(parts)?;
        let mut plans = Plans::new(self, parts, &names);
        let mut found = Vec::new();
        for (place, part) in parts.iter().enumerate() {
            goes_on(go_on, place, parts.len())?;
            let bar = match part {
                RotaPart::Put(shift) => match self.missing(shift, &names) {
                    Some(missing) => Some(missing),
                    None => plans.refusal(shift)?,
                }
                .map(|bar| format!("{}: {bar}", names.shift(shift))),
                RotaPart::Away(absence) => self.absence_bar(absence, &names),
                RotaPart::Staffed(staff) => self.staff_bar(staff),
                RotaPart::Gone { .. } | RotaPart::Back { .. } | RotaPart::Settled { .. } => None,
            };
            found.extend(bar.map(|bar| (place, bar)));
        }
        Ok(found)
    }

    /// What is warned of, person by person; with their names where the change is about several.
    fn warnings_of(
        &self,
        parts: &[RotaPart],
        go_on: &mut dyn FnMut(u8) -> bool,
    ) -> Result<Vec<String>, DeskError> {
        let names = self.names_with(parts)?;
        let plans = Plans::new(self, parts, &names);
        let mut by_person: BTreeMap<PractitionerId, Vec<&PlannedShift>> = BTreeMap::new();
        let mut told: Vec<String> = Vec::new();
        for part in parts {
            match part {
                RotaPart::Put(shift) => by_person.entry(shift.practitioner).or_default().push(shift),
                RotaPart::Away(absence) => told.extend(self.left_by(absence)?),
                RotaPart::Settled { days: Some(days) } => told.extend(self.gaps_of_settling(*days)?),
                _ => {}
            }
        }
        let people = by_person.len();
        let several = people > 1;
        for (number, (who, shifts)) in by_person.into_iter().enumerate() {
            goes_on(go_on, number, people)?;
            let before = plans.before(who)?;
            let after = plans.after(who, before.clone());
            for words in warnings_together(&before, &after, &self.service, &shifts) {
                let words = if several { format!("{}: {words}", names.name(who)) } else { words };
                if !told.contains(&words) {
                    told.push(words);
                }
            }
        }
        told.extend(self.gaps_opened(parts)?);
        Ok(told)
    }

    /// What forbids a new shift beside what is planned and what is placed with it.
    pub(super) fn bar(
        &self,
        shift: &PlannedShift,
        placed: &[PlannedShift],
        names: &Names,
    ) -> Result<Option<String>, DeskError> {
        if let Some(missing) = self.missing(shift, names) {
            return Ok(Some(missing));
        }
        let own = placed.iter().filter(|other| other.practitioner == shift.practitioner);
        let parts: Vec<RotaPart> = own.chain([shift]).cloned().map(RotaPart::Put).collect();
        Plans { around: Duration::zero(), ..Plans::new(self, &parts, names) }.refusal(shift)
    }

    /// Whoever takes the call may say that a colleague is sick, or back; everything else is a lead's.
    fn may_touch(&self, touched: &[Touch], parts: usize) -> Result<(), DeskError> {
        let told =
            parts > 0 && touched.len() == parts && touched.iter().all(|touch| self.told_by_anyone(touch));
        let since = self.now() - TOLD_WITHIN;
        if told && touched.iter().all(|touch| touch.changes_from >= since) {
            return Ok(());
        }
        self.needs(Right::Lead, "change the rota")
    }

    fn told_by_anyone(&self, touch: &Touch) -> bool {
        let absences = &self.service.lists.absences;
        !touch.absences.is_empty()
            && touch.absences.iter().all(|why| find(absences, why).is_some_and(|entry| entry.told_by_anyone))
    }

    /// Sickness is its own reason; what is past, and what is published, changes with one only.
    fn asks_reason(&self, touched: &[Touch]) -> Result<Option<String>, DeskError> {
        let asking: Vec<&Touch> = touched.iter().filter(|touch| !self.told_by_anyone(touch)).collect();
        let now = self.now();
        if asking.iter().any(|touch| touch.changes_from < now) {
            return Ok(Some("It changes what is past.".to_owned()));
        }
        let Some(published) = self.store.published()? else { return Ok(None) };
        let settled = asking.iter().flat_map(|touch| touch.days()).find(|day| published.has(*day));
        Ok(settled.map(|day| format!("{} is published.", day_words(day))))
    }

    /// Who is who once the parts of a change are taken up.
    fn names_with(&self, parts: &[RotaPart]) -> Result<Names, DeskError> {
        let mut staff = self.store.staff()?;
        for part in parts {
            let RotaPart::Staffed(new) = part else { continue };
            staff.retain(|known| known.id != new.id);
            staff.push(new.clone());
        }
        Ok(Names::of(staff))
    }

    /// The one site that a change is about, if it is about one.
    pub(super) fn one_site(&self, parts: &[RotaPart]) -> Result<Option<String>, DeskError> {
        let sites: BTreeSet<String> =
            self.touched(parts)?.into_iter().flat_map(|touch| touch.sites).collect();
        let mut sites = sites.into_iter();
        let first = sites.next();
        Ok(first.filter(|_| sites.next().is_none()))
    }
}

/// Each person's plan as a change would leave it, read when it is first asked for.
struct Plans<'a> {
    desk: &'a Desk,
    parts: &'a [RotaPart],
    names: &'a Names,
    /// How far before and after the change shifts still matter to it.
    around: Duration,
    read: BTreeMap<PractitionerId, Plan>,
}

impl<'a> Plans<'a> {
    fn new(desk: &'a Desk, parts: &'a [RotaPart], names: &'a Names) -> Self {
        let around = Duration::weeks(desk.service.working_time.reference_weeks);
        Self { desk, parts, names, around, read: BTreeMap::new() }
    }

    fn refusal(&mut self, shift: &PlannedShift) -> Result<Option<String>, DeskError> {
        let desk = self.desk;
        let plan = self.of(shift.practitioner)?;
        Ok(refusals(plan, &desk.service, shift).into_iter().next())
    }

    fn of(&mut self, who: PractitionerId) -> Result<&Plan, DeskError> {
        let plan = match self.read.remove(&who) {
            Some(plan) => plan,
            None => self.after(who, self.before(who)?),
        };
        Ok(self.read.entry(who).or_insert(plan))
    }

    /// As it stands, in the time that matters to the change.
    fn before(&self, who: PractitionerId) -> Result<Plan, DeskError> {
        let spans = self.parts.iter().filter_map(|part| match part {
            RotaPart::Put(shift) if shift.practitioner == who => Some(shift.span),
            _ => None,
        });
        let spans: Vec<_> = spans.collect();
        let now = self.desk.now();
        let from = spans.iter().map(|span| span.from).min().unwrap_or(now) - self.around;
        let to = spans.iter().map(|span| span.to).max().unwrap_or(now) + self.around;
        let (shifts, absences) = self.desk.store.rota_of(who, from, to)?;
        Ok(Plan {
            shifts: shifts.into_iter().map(|shift| (shift.id, shift)).collect(),
            absences: absences.into_iter().map(|absence| (absence.id, absence)).collect(),
            staff: self.names.staff(who).map(|staff| (who, staff.clone())).into_iter().collect(),
            published: None,
        })
    }

    /// As the change would leave it.
    fn after(&self, who: PractitionerId, mut plan: Plan) -> Plan {
        for part in self.parts {
            match part {
                // Whoever gives a shift away has it no more.
                RotaPart::Put(shift) if shift.practitioner != who => drop(plan.shifts.remove(&shift.id)),
                RotaPart::Away(absence) if absence.practitioner != who => {
                    drop(plan.absences.remove(&absence.id));
                }
                RotaPart::Staffed(_) | RotaPart::Settled { .. } => {}
                part => plan.take(part),
            }
        }
        plan
    }
}

/// The reason as it is kept, refused where one is asked for and not given.
pub(super) fn reason_of(proposal: &Proposal, reason: &str) -> Result<String, DeskError> {
    let reason = clean_line(reason);
    match &proposal.asks_reason {
        Some(why) if reason.is_empty() => Err(DeskError::refused(
            format!("{why} A change of it needs a reason."),
            "Nothing was changed. Say why; the reason is kept with your name.",
        )),
        _ => Ok(reason),
    }
}
