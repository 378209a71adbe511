//! What each figure counts, episode by episode, as docs/figures.md defines it.

use chrono::{DateTime, Utc};

use super::tally::{Count, Split, Tally, Time};
use crate::domain::age_band::AgeBand;
use crate::domain::detail::DetailItem;
use crate::domain::event::ConsentTo;
use crate::domain::fact::{DECLINED, EpisodeFact, OnwardFact};
use crate::domain::item::Item;
use crate::domain::service::{Code, MandatoryGroup, Service, find};
use crate::domain::time::minutes_between;
use crate::rota::{InHours, ServiceHours};

/// Age from which somebody is no child (PACE s.37(15)).
const OF_AGE: u16 = 18;
/// Code of the row of those of whom an item was never filled in.
pub const NOT_RECORDED: &str = "not_recorded";
/// Code of a consent that was refused.
const REFUSED: &str = "refused";

/// Whom figures are of.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub enum Group {
    /// Everybody.
    #[default]
    Everybody,
    /// Under 18 on the day of the referral.
    Children,
    /// One of the service's mandatory-referral groups.
    Mandatory(Box<MandatoryGroup>),
}

impl Group {
    /// Code of the children; a service's own group of that code comes first.
    pub const CHILDREN: &str = "under_18";

    /// Those that a service has, everybody first.
    pub fn all(service: &Service) -> Vec<Self> {
        let own = service.mandatory_groups.iter().cloned().map(|group| Self::Mandatory(Box::new(group)));
        [Self::Everybody, Self::Children].into_iter().chain(own).collect()
    }

    /// Code in commands and exports; none for everybody.
    pub fn code(&self) -> &str {
        match self {
            Self::Everybody => "",
            Self::Children => Self::CHILDREN,
            Self::Mandatory(group) => &group.code,
        }
    }

    /// The group in words.
    pub fn words(&self) -> &str {
        match self {
            Self::Everybody => "everybody",
            Self::Children => "under 18",
            Self::Mandatory(group) => &group.label,
        }
    }

    /// Whether this episode is one of it.
    fn holds(&self, fact: &EpisodeFact) -> bool {
        match self {
            Self::Everybody => true,
            Self::Children => is_child(fact),
            Self::Mandatory(group) => fact.is_in(group),
        }
    }
}

/// Counts the episodes of some sites and of one group.
#[derive(Clone, Debug)]
pub struct Counting<'a> {
    /// The service, as its file says now.
    pub service: &'a Service,
    /// Its hours over at least the period counted.
    pub hours: &'a ServiceHours,
    /// Codes of the sites; empty means all, those too that the service no longer has.
    pub sites: &'a [String],
    /// Whom it counts.
    pub group: &'a Group,
    /// The moment of counting: what is due by then and not done is late.
    pub now: DateTime<Utc>,
}

impl Counting<'_> {
    /// Counts one episode, if it is one of those asked for.
    pub fn hear(&self, fact: &EpisodeFact, tally: &mut Tally) {
        if !self.sites.is_empty() && !self.sites.contains(&fact.site) || !self.group.holds(fact) {
            return;
        }
        self.who_came(fact, tally);
        self.way(fact, tally);
        self.waiting(fact, tally);
        self.found(fact, tally);
        self.done(fact, tally);
        self.records(fact, tally);
    }

    fn who_came(&self, fact: &EpisodeFact, tally: &mut Tally) {
        tally.one(Count::Identified);
        tally.one_if(Count::Referred, !fact.identified_only);
        tally.one_if(Count::Under18, is_child(fact));
        tally.one_if(Count::Adults, fact.age.is_some_and(|age| age >= OF_AGE));
        tally.under(Split::Source, &fact.source);
        tally.under(Split::Reason, &fact.reason);
        tally.under(Split::Site, &fact.site);
        tally.under(Split::Position, &fact.legal_position);
        tally.under(Split::Age, AgeBand::of(fact.age).code());
        tally.under(Split::Sex, &fact.sex);
        tally.under(Split::Ethnicity, fact.code_of(DetailItem::Ethnicity).unwrap_or(NOT_RECORDED));
        tally.under(Split::Forces, fact.code_of(DetailItem::ExForces).unwrap_or(NOT_RECORDED));
        for group in self.service.mandatory_groups.iter().filter(|group| fact.is_in(group)) {
            tally.under(Split::Group, &group.code);
        }
    }

    fn way(&self, fact: &EpisodeFact, tally: &mut Tally) {
        let lists = &self.service.lists;
        tally.one_if(Count::Seen, fact.seen_at.is_some());
        tally.one_if(Count::Screened, fact.is_screened());
        tally.one_if(Count::Under18Screened, is_child(fact) && fact.is_screened());
        tally.one_if(Count::Assessed, fact.assessed_at.is_some());
        let attended = |code: &str| is(&lists.attendance, code, |entry| entry.attended);
        let by_attendance =
            |one: &OnwardFact| one.attendance.as_ref().is_some_and(|attendance| attended(&attendance.code));
        let has_attended = fact.onward.iter().any(by_attendance);
        let accepted = fact.onward.iter().any(|one| one.accepted_at.is_some());
        tally.one_if(Count::ReferredOn, !fact.onward.is_empty());
        tally.one_if(Count::Accepted, accepted || has_attended);
        tally.one_if(Count::Attended, has_attended);
        let not_seen = fact.closed.as_ref().filter(|closed| closed.not_seen);
        if let Some(closed) = not_seen {
            tally.one(Count::NotSeen);
            tally.under(Split::NotSeen, &closed.code);
        }
        let declined = not_seen
            .is_some_and(|closed| is(&lists.not_seen_reasons, &closed.code, |entry| entry.declined))
            || fact.consent(ConsentTo::BeSeen) == Some(REFUSED)
            || fact.screenings.iter().any(|screening| screening.status == DECLINED);
        tally.one_if(Count::Declined, declined);
    }

    fn waiting(&self, fact: &EpisodeFact, tally: &mut Tally) {
        if let Some(seen) = fact.seen_at {
            let minutes = minutes_between(fact.received_at, seen);
            // Hours of which a court has to be asked are hours.
            let in_hours = self.hours.at(&fact.site, fact.received_at) != InHours::No;
            tally.minutes(Time::Wait, minutes);
            tally.minutes(if in_hours { Time::WaitInHours } else { Time::WaitOutOfHours }, minutes);
        }
        if let Some(interview) = fact.interview_at {
            tally.one(Count::InterviewKnown);
            tally.one_if(Count::BeforeInterview, fact.seen_at.is_some_and(|seen| seen < interview));
        }
        if let Some(left) = &fact.left {
            tally.one(Count::Departed);
            tally.one_if(
                Count::BeforeRelease,
                fact.seen_at.is_some_and(|seen| minute(seen) <= minute(left.at)),
            );
        }
    }

    fn found(&self, fact: &EpisodeFact, tally: &mut Tally) {
        if let Some(decided) = &fact.decided {
            tally.one(Count::Decided);
            tally.under(Split::Risk, &decided.risk);
            tally.one_if(Count::Vulnerable, !decided.found.is_empty());
            for found in &decided.found {
                tally.under(Split::Vulnerability, &found.code);
            }
        }
        for flag in &fact.flags {
            if flag.lifted_at.is_some_and(|lifted| flag.told_at.is_none_or(|told| told > lifted)) {
                continue;
            }
            tally.one(Count::Flags);
            if let Some(told) = flag.told_at {
                tally.one(Count::FlagsTold);
                tally.minutes(Time::Flag, minutes_between(flag.raised_at, told));
            }
        }
    }

    fn done(&self, fact: &EpisodeFact, tally: &mut Tally) {
        let lists = &self.service.lists;
        for onward in &fact.onward {
            tally.one(Count::Onward);
            tally.under(Split::Destination, &onward.destination);
        }
        let safeguarding = |code: &str| is(&lists.destinations, code, |entry| entry.safeguarding);
        tally.one_if(Count::Safeguarding, fact.onward.iter().any(|one| safeguarding(&one.destination)));
        for report in &fact.reports {
            tally.one(Count::Reports);
            tally.under(Split::Report, &report.kind);
            tally.one_if(Count::ReportsSent, report.sent_at.is_some());
            let late = match report.sent_at {
                Some(sent) => sent > report.due,
                None => report.withdrawn_at.is_none() && self.now > report.due,
            };
            tally.one_if(Count::ReportsLate, late);
        }
        if let Some(first) = fact.mha.first() {
            tally.one(Count::Mha);
            let end = fact.mha.iter().find(|step| is(&lists.mha_steps, &step.code, |entry| entry.ends));
            if let Some(end) = end {
                tally.one(Count::MhaEnded);
                tally.minutes(Time::Mha, minutes_between(first.at, end.at));
            }
        }
        for contact in &fact.contacts {
            tally.one(Count::Contacts);
            tally.under(Split::Contact, &contact.code);
        }
    }

    fn records(&self, fact: &EpisodeFact, tally: &mut Tally) {
        tally.one_if(Count::ClosedSeen, is_closed_after_seeing(fact));
        for (split, items) in self.asked_of(fact) {
            for item in items.iter().filter(|item| item.is_recorded(fact, &self.service.lists)) {
                tally.under(split, item.code());
            }
        }
    }

    /// The items that the record of this episode needs by now, by the figure that counts them.
    fn asked_of(&self, fact: &EpisodeFact) -> impl Iterator<Item = (Split, &[Item])> {
        let figures = &self.service.figures;
        [
            (Split::CompleteReferral, figures.at_referral.as_slice(), true),
            (Split::CompleteSeeing, &figures.at_seeing, fact.seen_at.is_some()),
            (Split::CompleteClosure, &figures.at_closure, is_closed_after_seeing(fact)),
        ]
        .into_iter()
        .filter(|(_, _, due)| *due)
        .map(|(split, items, _)| (split, items))
    }

    /// The items that are missing from the record of this episode; none where it is not one of those
    /// asked for.
    pub fn missing(&self, fact: &EpisodeFact) -> Vec<Item> {
        if !self.sites.is_empty() && !self.sites.contains(&fact.site) || !self.group.holds(fact) {
            return Vec::new();
        }
        let items = self.asked_of(fact).flat_map(|(_, items)| items.iter().copied());
        items.filter(|item| !item.is_recorded(fact, &self.service.lists)).collect()
    }
}

fn is_child(fact: &EpisodeFact) -> bool {
    fact.age.is_some_and(|age| age < OF_AGE)
}

fn is_closed_after_seeing(fact: &EpisodeFact) -> bool {
    fact.closed.is_some() && fact.seen_at.is_some()
}

fn is(list: &[Code], code: &str, mark: fn(&Code) -> bool) -> bool {
    find(list, code).is_some_and(mark)
}

/// The whole minute of an instant: times that somebody tells have no seconds.
fn minute(at: DateTime<Utc>) -> i64 {
    at.timestamp().div_euclid(60)
}

#[cfg(test)]
mod tests;
