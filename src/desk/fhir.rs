//! FHIR leaves the store: forms for anybody who is signed in, episodes for a lead who says why. The
//! journal knows before anything about a person is read.

use chrono::NaiveDate;
use serde_json::Value as Json;

use super::export::Names;
use super::{Desk, DeskError};
use crate::domain::episode::{Episode, ScreeningStatus};
use crate::domain::event::{Body, Event};
use crate::domain::ids::{PractitionerId, ScreeningId};
use crate::domain::service::Right;
use crate::domain::shift::Practitioner;
use crate::domain::text::clean_line;
use crate::fhir::{self, Answered, Author, Record, Whose};
use crate::forms::Form;
use crate::rota::Between;

/// Which episodes are asked for.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Episodes {
    /// The one with this printed reference.
    Referenced(String),
    /// Those whose referral came in on these days, both included, by London's calendar.
    Received {
        /// The first day.
        from: NaiveDate,
        /// The last day.
        to: NaiveDate,
        /// Site code; none means every site.
        site: Option<String>,
    },
}

/// What is asked for, and why.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct FhirAsked {
    /// Which episodes.
    pub episodes: Episodes,
    /// Whether names go with them.
    pub names: Names,
    /// Why they leave the store, in the lead's words. A demo store without names needs none.
    pub reason: String,
}

impl FhirAsked {
    /// What the journal says has left.
    fn words(&self) -> String {
        let which = match &self.episodes {
            Episodes::Referenced(reference) => format!("FHIR of {}", clean_line(reference)),
            Episodes::Received { from, to, .. } => format!("FHIR of referrals {from} to {to}"),
        };
        match self.names {
            Names::Left => which,
            Names::Taken => which + " with names",
        }
    }
}

impl Desk {
    /// All forms at hand that can be read, as one bundle of `Questionnaire`s.
    pub fn export_fhir_forms(&self) -> Json {
        let listed = self.library.list();
        let forms: Vec<_> = listed.iter().filter_map(|one| self.library.get(&one.id).ok()).collect();
        fhir::forms(self.now(), forms.iter().map(|form| -> &Form { form }))
    }

    /// Gives the episodes asked for one by one as bundles, in the order in which they came in, and says
    /// how many there were. That they leave is journalled before the first is read. One is in memory
    /// at a time; `go_on` hears how much of the days is passed, in percent, and says whether it goes on.
    ///
    /// # Errors
    /// Refused for roles that do not lead, for a site that the service does not have, for days in the
    /// wrong order and without a reason; a demo store needs a reason only for names. A store open for
    /// reading only gives none. Refused for a reference that is not in the store;
    /// [`StoreError::Stopped`](crate::store::StoreError::Stopped) where it was told not to go on; a failure of
    /// the store, and whatever `each` says.
    pub fn export_fhir<E: From<DeskError>>(
        &mut self,
        asked: &FhirAsked,
        go_on: &mut dyn FnMut(u8) -> bool,
        mut each: impl FnMut(&Json) -> Result<(), E>,
    ) -> Result<usize, E> {
        self.may_take_fhir(asked)?;
        let people = self.practitioners()?;
        match &asked.episodes {
            Episodes::Referenced(reference) => {
                // References are in capitals, and typed as it comes.
                let typed = reference.trim().to_uppercase();
                let found = self.store.episode_by_ref(&typed).map_err(DeskError::from)?;
                let episode = found.ok_or_else(|| {
                    DeskError::refused(
                        format!("There is no episode \"{}\" in this store.", clean_line(&typed)),
                        "Nothing was written. The board and the search show each reference.",
                    )
                })?;
                each(&self.bundle_of(&episode, &people, asked.names)?)?;
                Ok(1)
            }
            Episodes::Received { from, to, site } => {
                let mut given = 0;
                self.each_fact(Between::days(*from, *to), go_on, |fact| {
                    let here = site.as_ref().is_none_or(|site| *site == fact.site);
                    let episode = if here { self.store.episode(fact.episode) } else { Ok(None) };
                    if let Some(episode) = episode.map_err(DeskError::from)? {
                        given += 1;
                        each(&self.bundle_of(&episode, &people, asked.names)?)?;
                    }
                    Ok::<(), E>(())
                })?;
                Ok(given)
            }
        }
    }

    /// Whether all this may leave; then the journal knows that it does.
    fn may_take_fhir(&mut self, asked: &FhirAsked) -> Result<(), DeskError> {
        self.needs(Right::Lead, "take episodes out of the store")?;
        let site = match &asked.episodes {
            Episodes::Received { from, to, .. } if to < from => {
                return Err(DeskError::refused(
                    "The last day is before the first. Nothing was written.",
                    "Give the days the other way round.",
                ));
            }
            Episodes::Received { site, .. } => site.clone(),
            Episodes::Referenced(_) => None,
        };
        self.sites_named(site.as_slice())?;
        let needed = !self.is_demo() || asked.names == Names::Taken;
        let reason = Self::reason_to_leave(&asked.reason, needed, "Episodes leave")?;
        self.check_may_leave()?;
        self.record_here(site.as_deref(), Body::Exported { what: asked.words(), reason })
    }

    fn bundle_of(&self, episode: &Episode, people: &[Practitioner], names: Names) -> Result<Json, DeskError> {
        let answered = self.answered(episode, people)?;
        let whose = match names {
            Names::Left => Whose::Unnamed,
            Names::Taken => Whose::Named,
        };
        let (at, service) = (self.now(), self.service.as_ref());
        Ok(fhir::bundle(&Record { at, episode, answered: &answered, service, whose }))
    }

    /// The screenings that have ended, as they were answered.
    fn answered(&self, episode: &Episode, people: &[Practitioner]) -> Result<Vec<Answered>, DeskError> {
        let events = self.store.events_of(episode.id)?;
        let mut ended = Vec::new();
        for screening in &episode.screenings {
            let at = match screening.status {
                ScreeningStatus::Draft => continue,
                ScreeningStatus::Finished { at, .. } | ScreeningStatus::SetAside { at, .. } => at,
            };
            let answers = self.store.answers(screening.id)?;
            let disposed = answers.is_empty() && episode.work.retention.thinned.is_some();
            let sheet = if disposed { None } else { self.sheet_then(episode, screening, answers, at) };
            let author = who_ended(&events, screening.id).and_then(|id| author(people, id));
            ended.push(Answered { screening: screening.clone(), sheet, author, disposed });
        }
        Ok(ended)
    }
}

/// Who ended a screening, where the entry that says so is still there.
fn who_ended(events: &[Event], screening: ScreeningId) -> Option<PractitionerId> {
    let ends = |event: &&Event| match &event.body {
        Body::ScreeningFinished(finish) => finish.screening == screening,
        Body::ScreeningSetAside { screening: aside, .. } => *aside == Some(screening),
        _ => false,
    };
    events.iter().rev().find(ends)?.actor
}

fn author(people: &[Practitioner], id: PractitionerId) -> Option<Author> {
    let one = people.iter().find(|one| one.id == id)?;
    Some(Author { id: id.0, label: one.label.clone(), name: one.name.clone() })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::desk::tests::demo_desk;

    fn asked(episodes: Episodes, names: Names, reason: &str) -> FhirAsked {
        FhirAsked { episodes, names, reason: reason.to_owned() }
    }

    fn days(from: &str, to: &str, site: &str) -> Episodes {
        let site = Some(site.to_owned()).filter(|site| !site.is_empty());
        Episodes::Received { from: from.parse().unwrap(), to: to.parse().unwrap(), site }
    }

    fn taken(desk: &mut Desk, asked: &FhirAsked) -> Result<Vec<Json>, DeskError> {
        let mut bundles = Vec::new();
        desk.export_fhir(asked, &mut |_| true, |bundle| {
            bundles.push(bundle.clone());
            Ok::<(), DeskError>(())
        })?;
        Ok(bundles)
    }

    #[test]
    fn that_episodes_leave_is_journalled_with_who_and_why_before_one_is_read() {
        let (_dir, mut desk) = demo_desk();
        let one = Episodes::Referenced("NOPE-26-00001".into());
        let refused = taken(&mut desk, &asked(one, Names::Taken, "incident 4417")).unwrap_err();
        assert!(refused.to_string().contains("no episode \"NOPE-26-00001\""), "{refused}");
        let event = desk.store.events_since(0).unwrap().pop().unwrap();
        let what = "FHIR of NOPE-26-00001 with names".to_owned();
        assert_eq!(event.body, Body::Exported { what, reason: "incident 4417".into() });
        assert_eq!(event.actor, Some(desk.who().id));
    }

    #[test]
    fn what_is_refused_leaves_no_entry() {
        let (_dir, mut desk) = demo_desk();
        let before = desk.head();
        let all = || days("2026-01-01", "2026-12-31", "");
        for (asked, words) in [
            (asked(all(), Names::Taken, " "), "only with a reason"),
            (asked(days("2026-12-31", "2026-01-01", ""), Names::Left, ""), "before the first"),
            (asked(days("2026-01-01", "2026-12-31", "NOPE"), Names::Left, ""), "no site \"NOPE\""),
        ] {
            let refused = taken(&mut desk, &asked).unwrap_err();
            assert!(refused.to_string().contains(words), "{refused}");
        }
        assert_eq!(desk.head(), before);
    }

    #[test]
    fn days_and_a_site_choose_the_episodes_and_each_comes_once() {
        let (_dir, mut desk) = demo_desk();
        let ever = |site: &str| asked(days("2000-01-01", "2026-12-31", site), Names::Left, "");
        let all = taken(&mut desk, &ever("")).unwrap();
        assert_eq!(all.len() as u64, desk.store.counts().unwrap().episodes);
        let here = taken(&mut desk, &ever("BEX")).unwrap();
        assert!(!here.is_empty() && here.len() < all.len());
        let none = asked(days("2000-01-01", "2000-12-31", ""), Names::Left, "");
        assert_eq!(taken(&mut desk, &none).unwrap(), [] as [Json; 0]);
    }
    #[test]
    fn work_that_is_told_to_stop_gives_no_more_and_says_so() {
        let (_dir, mut desk) = demo_desk();
        let (ever, mut given) = (asked(days("2000-01-01", "2026-12-31", ""), Names::Left, ""), 0);
        let stopped = desk.export_fhir(&ever, &mut |_| false, |_| {
            given += 1;
            Ok::<(), DeskError>(())
        });
        assert!(matches!(stopped, Err(DeskError::Store(crate::store::StoreError::Stopped))), "{stopped:?}");
        assert_eq!(given, 0);
    }

    #[test]
    fn a_reference_is_found_as_it_is_typed() {
        let (_dir, mut desk) = demo_desk();
        let reference = desk.store.open_episodes().unwrap()[0].referral.reference.clone();
        for typed in [reference.clone(), format!(" {} ", reference.to_lowercase())] {
            let one = asked(Episodes::Referenced(typed), Names::Left, "");
            assert_eq!(taken(&mut desk, &one).unwrap().len(), 1);
        }
    }
}
