//! Whose work is open, and who was supervised when: what a lead looks at before talking to somebody.
//!
//! An episode is its worker's: who last went to see the person, or before that who recorded it. People
//! nobody has seen yet are nobody's. Colleagues who work with people stand there with nothing open too:
//! whoever shares work out has to see who has room.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use chrono::{DateTime, Duration, NaiveDate, Utc};
use uuid::Uuid;

use super::{Desk, DeskError};
use crate::domain::episode::Episode;
use crate::domain::event::LoggedActivity;
use crate::domain::ids::{EpisodeId, PractitionerId};
use crate::domain::service::Right;
use crate::domain::shift::Practitioner;
use crate::domain::time::local;

/// What stands in the place of a name where nobody has seen the person yet.
pub const NOBODY: &str = "nobody yet";
/// Days over which hours of supervision are added up.
const A_YEAR: i64 = 365;
/// What a role has one of where its people have work of their own.
const WITH_PEOPLE: [Right; 4] = [Right::Screen, Right::Assess, Right::Youth, Right::FollowUp];

/// Where an open episode stands, for a caseload.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum CaseState {
    /// On the board.
    Board,
    /// Followed up after the stay.
    FollowUp,
    /// Off the board, with an onward referral that waits.
    Onward,
}

impl CaseState {
    /// The words on screen.
    pub fn words(self) -> &'static str {
        match self {
            Self::Board => "on the board",
            Self::FollowUp => "followed up",
            Self::Onward => "onward pending",
        }
    }
}

/// One open episode of a caseload.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Case {
    /// Which.
    pub episode: EpisodeId,
    /// Printable reference.
    pub reference: String,
    /// Initials.
    pub initials: String,
    /// Site code.
    pub site: String,
    /// Where it stands.
    pub state: CaseState,
    /// When the referral came in.
    pub since: DateTime<Utc>,
    /// Full days since then.
    pub days: i64,
    /// Open tasks that are late.
    pub overdue: usize,
    /// Forms begun and not finished.
    pub drafts: usize,
    /// Entries that wait for a counter-signature.
    pub unsigned: usize,
    /// What of it does not stand in the clinical system.
    pub not_entered: usize,
}

/// What one practitioner has open.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Worker {
    /// Who; none for those whom nobody has seen yet.
    pub who: Option<PractitionerId>,
    /// Their name, or [`NOBODY`].
    pub name: String,
    /// Whether they may sign in no more.
    pub removed: bool,
    /// Their open episodes, the oldest first.
    pub cases: Vec<Case>,
    /// Their closed episodes of which something does not stand in the clinical system.
    pub closed_not_entered: usize,
}

impl Worker {
    /// How many stand so.
    pub fn count(&self, state: CaseState) -> usize {
        self.cases.iter().filter(|case| case.state == state).count()
    }

    /// Full days of the oldest one.
    pub fn oldest(&self) -> Option<i64> {
        self.cases.iter().map(|case| case.days).max()
    }

    /// Episodes of which something does not stand in the clinical system, open and closed.
    pub fn not_entered(&self) -> usize {
        self.sum(|case| usize::from(case.not_entered > 0)) + self.closed_not_entered
    }

    /// Their name, with a word where they may sign in no more.
    pub fn called(&self) -> String {
        if self.removed { format!("{} (removed)", self.name) } else { self.name.clone() }
    }

    /// The sum of one number over all of them.
    pub fn sum(&self, of: impl Fn(&Case) -> usize) -> usize {
        self.cases.iter().map(of).sum()
    }

    /// What they have in whole words, a line each: what is open, how old it is, what waits of it. Only
    /// the first where there is nothing. `limits` as those of [`Caseload`].
    pub fn in_words(&self, limits: &[i64]) -> Vec<String> {
        let entered = self.not_entered();
        let mut lines = vec![match self.cases.len() {
            0 => "nothing open".to_owned(),
            open => format!(
                "{open} open: {} on the board, {} followed up, {} with an onward referral that waits",
                self.count(CaseState::Board),
                self.count(CaseState::FollowUp),
                self.count(CaseState::Onward)
            ),
        }];
        if let Some(oldest) = self.oldest() {
            let counts = self.by_age(limits);
            let mut bands: Vec<_> =
                counts.iter().zip(limits).map(|(n, limit)| format!("{n} under {limit} days")).collect();
            bands.extend(counts.last().map(|n| format!("{n} older")));
            let days = if oldest == 1 { "day" } else { "days" };
            lines.push(format!("oldest {oldest} {days}; {}", bands.join(", ")));
        }
        if !self.cases.is_empty() || entered > 0 {
            lines.push(format!(
                "tasks late: {}, forms unfinished: {}, to counter-sign: {}, records not yet entered: {entered}",
                self.sum(|case| case.overdue),
                self.sum(|case| case.drafts),
                self.sum(|case| case.unsigned)
            ));
        }
        lines
    }

    /// How many are younger than the first limit, than the next, and at or over the last.
    pub fn by_age(&self, limits: &[i64]) -> Vec<usize> {
        let mut counts = vec![0; limits.len() + 1];
        for case in &self.cases {
            let band = limits.iter().filter(|limit| case.days >= **limit).count();
            if let Some(count) = counts.get_mut(band) {
                *count += 1;
            }
        }
        counts
    }
}

/// When somebody was supervised, and is next.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Supervised {
    /// Who.
    pub who: PractitionerId,
    /// Their name.
    pub name: String,
    /// When it was last, as logged.
    pub last: Option<DateTime<Utc>>,
    /// When the next one is due, as agreed at the last.
    pub next_due: Option<NaiveDate>,
    /// Whether that day is past.
    pub overdue: bool,
    /// Minutes over the last 12 months.
    pub minutes: u32,
}

impl Supervised {
    /// When it was, when it is next, and how much there was, in whole words.
    pub fn in_words(&self) -> String {
        let day = |day: NaiveDate| day.format("%d/%m/%Y").to_string();
        let last = self
            .last
            .map_or_else(|| "none logged".to_owned(), |at| format!("last {}", day(local(at).date())));
        let late = if self.overdue { " OVERDUE" } else { "" };
        let next =
            self.next_due.map_or_else(|| "no next date".to_owned(), |due| format!("next {}{late}", day(due)));
        format!("{last}, {next}, {} minutes in 12 months", self.minutes)
    }
}

/// Open work and supervision, read at one moment.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Caseload {
    /// When it was read.
    pub at: DateTime<Utc>,
    /// Ages in days at which an open episode is marked, the youngest first.
    pub limits: Vec<i64>,
    /// Everybody who works with people, those with most open first and those with nothing too; whoever
    /// was removed only while something is theirs. Nobody's at the end.
    pub workers: Vec<Worker>,
    /// Everybody who may sign in, whose supervision is overdue first.
    pub supervision: Vec<Supervised>,
}

impl Desk {
    /// What is open, by whose it is, and who was supervised when. Leads see everybody; anybody else
    /// their own.
    ///
    /// # Errors
    /// A failure of the store.
    pub fn caseload(&self) -> Result<Caseload, DeskError> {
        let (now, people) = (self.now(), self.store.practitioners()?);
        let leads = self.may(&[Right::Lead]);
        let shown = |who: Option<PractitionerId>| leads || who == Some(self.who.id);
        let mut by_worker: BTreeMap<Option<Uuid>, (Vec<Case>, usize)> = BTreeMap::new();
        for person in people.iter().filter(|person| shown(Some(person.id)) && self.works_with_people(person))
        {
            by_worker.entry(Some(person.id.0)).or_default();
        }
        for episode in self.store.open_episodes()? {
            let who = episode.worker.filter(|_| !nobody_saw(&episode));
            if shown(who) {
                by_worker.entry(who.map(|who| who.0)).or_default().0.push(case(&episode, now));
            }
        }
        for (who, left) in self.store.closed_unentered()?.into_iter().filter(|(who, _)| shown(*who)) {
            by_worker.entry(who.map(|who| who.0)).or_default().1 += left;
        }
        let mut workers: Vec<Worker> = by_worker
            .into_iter()
            .map(|(who, (mut cases, closed_not_entered))| {
                cases.sort_by_key(|case| case.since);
                let who = who.map(PractitionerId);
                let removed = people.iter().any(|person| Some(person.id) == who && person.removed);
                Worker { who, name: named(&people, who), removed, cases, closed_not_entered }
            })
            .collect();
        workers
            .sort_by_key(|worker| (worker.who.is_none(), Reverse(worker.cases.len()), worker.name.clone()));
        let here = people.iter().filter(|person| !person.removed && shown(Some(person.id)));
        let logged = self.activities(DateTime::<Utc>::MIN_UTC, now + Duration::minutes(1))?;
        let mut supervision: Vec<_> = here.map(|person| supervised(person, &logged, now)).collect();
        supervision.sort_by_key(|one| (!one.overdue, one.next_due.is_none(), one.next_due, one.name.clone()));
        Ok(Caseload { at: now, limits: self.service.figures.caseload_days.clone(), workers, supervision })
    }

    /// Whether somebody is here and has work of their own, by their role.
    fn works_with_people(&self, person: &Practitioner) -> bool {
        let role = self.service.role(&person.role).filter(|_| !person.removed);
        role.is_some_and(|role| WITH_PEOPLE.iter().any(|right| role.may(*right)))
    }
}

fn named(people: &[Practitioner], who: Option<PractitionerId>) -> String {
    let Some(who) = who else { return NOBODY.to_owned() };
    let known = people.iter().find(|person| person.id == who);
    known.map_or_else(|| "somebody unknown".to_owned(), |person| person.name.clone())
}

/// Whether nobody has been with the person yet; a draft left off was.
fn nobody_saw(episode: &Episode) -> bool {
    episode.is_unseen() && episode.seen_at.is_none() && episode.screenings.is_empty()
}

fn case(episode: &Episode, now: DateTime<Utc>) -> Case {
    let state = match (episode.is_on_board(), &episode.work.follow_up) {
        (false, _) => CaseState::Onward,
        (true, Some(_)) => CaseState::FollowUp,
        (true, None) => CaseState::Board,
    };
    let since = episode.referral.received_at;
    Case {
        episode: episode.id,
        reference: episode.referral.reference.clone(),
        initials: episode.person().initials(),
        site: episode.site.clone(),
        state,
        since,
        days: (now - since).num_days().max(0),
        overdue: episode.open_tasks().filter(|task| task.due < now).count(),
        drafts: episode.drafts().count(),
        unsigned: episode.work.unsigned.len(),
        not_entered: episode.not_entered().len(),
    }
}

fn supervised(person: &Practitioner, logged: &[LoggedActivity], now: DateTime<Utc>) -> Supervised {
    let own = logged.iter().filter(|one| one.activity.about == Some(person.id));
    // Logged by time: the last one is the newest.
    let last = own.clone().next_back();
    let next_due = last.and_then(|one| one.activity.next_due);
    let year = own.filter(|one| one.at >= now - Duration::days(A_YEAR));
    Supervised {
        who: person.id,
        name: person.name.clone(),
        last: last.map(|one| one.at),
        next_due,
        overdue: next_due.is_some_and(|due| due < local(now).date()),
        minutes: year.map(|one| one.activity.minutes).fold(0, u32::saturating_add),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::desk::tests::demo_desk;
    use crate::domain::event::Activity;

    #[test]
    fn everybody_open_is_somebodys_or_nobodys_and_no_one_twice() {
        let (_dir, desk) = demo_desk();
        let caseload = desk.caseload().unwrap();
        let all: usize = caseload.workers.iter().map(|worker| worker.cases.len()).sum();
        let open = desk.store.open_episodes().unwrap();
        assert_eq!(all, open.len());
        let unseen = open.iter().filter(|episode| nobody_saw(episode)).count();
        let last = caseload.workers.last().unwrap();
        assert_eq!((last.who, last.name.as_str(), last.cases.len()), (None, NOBODY, unseen));
        assert_eq!(last.sum(|case| case.drafts), 0, "a draft is somebody's");
        for worker in &caseload.workers {
            assert_eq!(worker.by_age(&caseload.limits).iter().sum::<usize>(), worker.cases.len());
            assert!(worker.cases.is_sorted_by_key(|case| case.since));
        }
        assert_eq!(caseload.limits, [7, 28]);
    }

    #[test]
    fn a_lead_sees_everybody_who_works_with_people_also_those_who_have_room() {
        let (_dir, mut desk) = demo_desk();
        let caseload = desk.caseload().unwrap();
        let people = desk.store.practitioners().unwrap();
        let shown: Vec<_> = caseload.workers.iter().filter_map(|worker| worker.who).collect();
        assert!(people.iter().all(|person| shown.contains(&person.id)), "{:?}", caseload.workers);
        assert_eq!(shown.len(), people.len(), "and nobody twice");
        let free = caseload.workers.iter().find(|worker| worker.cases.is_empty()).unwrap();
        assert_eq!((free.oldest(), free.by_age(&[7, 28])), (None, vec![0, 0, 0]));
        let id = free.who.unwrap();
        desk.remove_person(id, "left the trust").unwrap();
        assert!(desk.caseload().unwrap().workers.iter().all(|worker| worker.who != Some(id)));
    }

    #[test]
    fn what_of_closed_episodes_is_not_entered_is_counted_by_worker_as_reading_each_would() {
        let (_dir, desk) = demo_desk();
        let mut read: BTreeMap<_, usize> = BTreeMap::new();
        for episode in desk.store.unentered(usize::MAX).unwrap().iter().filter(|one| !one.is_live()) {
            *read.entry(episode.worker.map(|who| who.0)).or_default() += 1;
        }
        assert!(!read.is_empty(), "the demo has closed episodes that are not entered");
        let counted = desk.store.closed_unentered().unwrap();
        assert_eq!(counted.len(), read.len());
        for (who, count) in counted {
            assert_eq!(read.get(&who.map(|who| who.0)), Some(&count));
        }
    }

    #[test]
    fn an_age_counts_in_the_band_that_begins_with_it() {
        let case = |days| Case {
            episode: EpisodeId(Uuid::nil()),
            reference: String::new(),
            initials: String::new(),
            site: String::new(),
            state: CaseState::Board,
            since: DateTime::UNIX_EPOCH,
            days,
            overdue: 0,
            drafts: 0,
            unsigned: 0,
            not_entered: 0,
        };
        let cases = [0, 6, 7, 27, 28, 400].map(case).to_vec();
        let worker = Worker { who: None, name: String::new(), removed: false, cases, closed_not_entered: 0 };
        assert_eq!(worker.by_age(&[7, 28]), [2, 2, 2]);
        assert_eq!(worker.by_age(&[]), [6]);
        assert_eq!(worker.oldest(), Some(400));
    }

    #[test]
    fn a_supervision_whose_next_day_is_past_is_overdue_until_another_is_logged() {
        let (_dir, mut desk) = demo_desk();
        let (now, me) = (desk.now(), desk.who().id);
        let mine =
            |desk: &Desk| desk.caseload().unwrap().supervision.into_iter().find(|one| one.who == me).unwrap();
        assert_eq!((mine(&desk).last, mine(&desk).overdue, mine(&desk).minutes), (None, false, 0));
        let log = |desk: &mut Desk, days_ago: i64, next: i64| {
            let at = now - Duration::days(days_ago);
            let activity = Activity {
                kind: "supervision".into(),
                with: "team lead".into(),
                minutes: 60,
                next_due: Some(local(now + Duration::days(next)).date()),
                ..Activity::default()
            };
            desk.log_activity(None, &activity, at).unwrap();
        };
        log(&mut desk, 400, -370);
        log(&mut desk, 60, -1);
        let one = mine(&desk);
        assert!(one.overdue);
        assert_eq!((one.minutes, one.last), (60, Some(now - Duration::days(60))), "a year only is added up");
        log(&mut desk, 2, 0);
        let one = mine(&desk);
        assert_eq!((one.overdue, one.minutes), (false, 120), "due today is not late yet");
    }
}
