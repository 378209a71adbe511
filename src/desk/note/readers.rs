//! What custody, the court team, a link worker and the lead are told: each from what they may have.

use chrono::{DateTime, Utc};

use super::gather::{People, Watch, count, counts, is_not_seen};
use super::person::Teller;
use crate::desk::{Desk, DeskError};
use crate::domain::board::{Row, Standing, clocks, is_child};
use crate::domain::clock::ClockKind;
use crate::domain::detail::DetailItem;
use crate::domain::episode::{Episode, Stage};
use crate::domain::event::{ConsentTo, NoteFor, Severity};
use crate::domain::service::{ClockFamily, Site, SiteKind, find, label, label_within};
use crate::domain::time::near;
use crate::handover::{
    CARRIED_LONG, ConsentFact, CourtPerson, CustodyPerson, LeadFacts, LinkPerson, PaperNote, SiteFigures,
    last_four,
};
use crate::rota::{OnDuty, SiteCover, line};

impl Teller<'_> {
    /// Somebody held at a custody suite, as custody is told of them; none of whoever has left.
    pub(super) fn custody(&self, episode: &Episode, row: Option<&Row>) -> Option<CustodyPerson> {
        let row = row.filter(|_| episode.left.is_none())?;
        let site = self.service.site(&episode.site)?;
        if site.kind != SiteKind::Custody {
            return None;
        }
        let (who, now) = (episode.person(), self.now);
        let plain = |text: &str| self.plain(text, who);
        let mut needs = self.needs(episode);
        if is_child(episode, self.service, now) && episode.work.aa.is_empty() {
            needs.insert(0, "under 18: an appropriate adult; nobody has told us where they are".to_owned());
        }
        if let Stage::OnHold { reason, recheck_at, .. } = &episode.stage {
            let why = label_within(&self.service.lists.hold_reasons, reason);
            needs.push(format!("not to be seen by us yet: {why}; we look again {}", near(*recheck_at, now)));
        }
        let mut advice = Vec::new();
        if let Some(triage) = episode.work.triage.as_ref().filter(|one| !one.what.advice.trim().is_empty()) {
            let to = if triage.what.advised.is_empty() { "custody" } else { &triage.what.advised };
            let to = self.doer(to, who);
            advice.push(format!("{} to {to}: {}", near(triage.at, now), plain(&triage.what.advice)));
        }
        advice.extend(episode.work.informed.iter().map(|entry| {
            let to = self.doer(&entry.what.told_to, who);
            format!("{} told {to}: {}", near(entry.at, now), plain(&entry.what.text))
        }));
        let marked = episode.notes.iter().filter(|note| note.readers == NoteFor::Custody);
        Some(CustodyPerson {
            site: episode.site.clone(),
            who: self.names.name(who),
            age: who.birth.age(now),
            sex: who.sex.clone(),
            place: self.place(episode),
            custody_ref: last_four(&episode.referral.custody_ref).unwrap_or_default(),
            severity: Severity::of(row.tier, episode.open_flags().count()),
            seen: self.seen(episode),
            risks: self.risks(episode),
            needs: needs.iter().map(|text| plain(text)).collect(),
            advice,
            notes: marked.filter_map(PaperNote::of).map(|note| note.reworded(plain)).collect(),
            share: self.said(self.consent(episode, ConsentTo::Share).as_ref()),
            shares: self.shares(episode),
            is_seen: episode.seen_at.is_some(),
        })
    }

    /// Somebody who goes before a court, as the team there is told of them: charged, held for court,
    /// on a warrant, or passed to a court.
    pub(super) fn court(&self, episode: &Episode, row: Option<&Row>) -> Option<CourtPerson> {
        let lists = &self.service.lists;
        let position = &episode.referral.legal_position;
        let family = find(&lists.legal_positions, position).and_then(|code| code.clock);
        let held =
            matches!(family, Some(ClockFamily::PostCharge | ClockFamily::Warrant | ClockFamily::CourtList));
        let left = episode.left.as_ref().map(|(outcome, _)| outcome.as_str());
        let left_for_court =
            left.and_then(|code| find(&lists.outcomes, code)).is_some_and(|code| code.to_court);
        let is_court = |code: &str| self.service.site(code).is_some_and(|site| site.kind == SiteKind::Court);
        let passed =
            episode.work.open_transfers().any(|one| one.start.to_site.as_deref().is_some_and(is_court));
        let goes = (held && left.is_none()) || left_for_court || passed;
        if !goes || is_court(&episode.site) {
            return None;
        }
        let (who, now) = (episode.person(), self.now);
        let due = clocks(episode, self.service, now);
        let at_court = due.iter().filter(|due| matches!(due.kind, ClockKind::Court | ClockKind::Van));
        let reports = episode.work.open_reports().map(|report| {
            let late = if report.is_late(now) { ", LATE" } else { "" };
            let kind = label(&lists.report_kinds, &report.start.kind);
            format!("{kind} by {}{late}", near(report.start.due, now))
        });
        let consent = |to: ConsentTo| self.said(self.consent(episode, to).as_ref());
        Some(CourtPerson {
            who: self.names.name(who),
            age: who.birth.age(now),
            sex: who.sex.clone(),
            place: self.place(episode),
            reference: episode.referral.reference.clone(),
            custody_ref: last_four(&episode.referral.custody_ref).unwrap_or_default(),
            severity: Severity::of(
                row.map_or(self.service.tiers.other_tier, |row| row.tier),
                episode.open_flags().count(),
            ),
            position: self.left(episode).map_or_else(
                || label(&lists.legal_positions, position).to_owned(),
                |(how, at)| format!("{how} {}", near(at, now)),
            ),
            court: at_court.map(|due| format!("{} {}", due.kind.words(), near(due.at, now))).collect(),
            seen: self.seen(episode),
            reports: reports.collect(),
            consent: format!("be seen {}, share {}", consent(ConsentTo::BeSeen), consent(ConsentTo::Share)),
            shares: self.shares(episode),
            risks: self.risks(episode),
            contingency: episode.contingency.as_deref().map(|text| self.plain(text, who)),
        })
    }

    /// Somebody to be followed up, as a partner's link worker is told of them. None where no follow-up
    /// runs; `Some(None)` where the person has not agreed to be contacted.
    #[allow(
        clippy::option_option,
        reason = "nobody to follow up, and nobody who may be named, are two things"
    )]
    pub(super) fn link(&self, episode: &Episode) -> Option<Option<LinkPerson>> {
        let plan = episode.work.follow_up.as_ref()?;
        let agreed = [ConsentTo::ContactLater, ConsentTo::ReferOnward].into_iter().find_map(|to| {
            let line = episode.consent(to)?;
            (line.is_given()).then(|| format!("to {} given {}", to.words(), near(line.at, self.now)))
        });
        let refused = episode.consent(ConsentTo::ContactLater).is_some_and(|line| !line.is_given());
        let Some(consent) = agreed.filter(|_| !refused) else { return Some(None) };
        let who = episode.person();
        let detail = |item: DetailItem| episode.details.get(item.code()).map(|text| self.plain(text, who));
        let mut contact = plan.what.contact.clone();
        if contact.trim().is_empty() {
            contact = detail(DetailItem::SafeContact).unwrap_or_else(|| "not known".to_owned());
        }
        let message = if plan.what.message_safe { "a message may be left" } else { "leave NO message" };
        let lists = &self.service.lists;
        let pending = episode.onward.iter().filter(|onward| onward.is_pending());
        let goals =
            std::iter::once(plan.what.purpose.clone())
                .chain(pending.map(|onward| {
                    format!("referred to {}", label(&lists.destinations, &onward.destination))
                }));
        Some(Some(LinkPerson {
            who: self.names.name(who),
            reference: episode.referral.reference.clone(),
            age: who.birth.age(self.now),
            contact: format!("{}; {message}", self.plain(&contact, who)),
            worker: self.doer(&plan.what.worker, who),
            first_due: plan.what.first_due,
            goals: goals.map(|goal| self.plain(&goal, who)).collect(),
            worker_safety: detail(DetailItem::StaffSafety).unwrap_or_default(),
            consent,
        }))
    }

    /// Whether L&D has seen the person, in a few words.
    fn seen(&self, episode: &Episode) -> String {
        match episode.seen_at {
            Some(at) => format!("seen {}", near(at, self.now)),
            None => match &episode.stage {
                Stage::Closed { how, code, at, .. } if how == "not_seen" => {
                    let why = label_within(&self.service.lists.not_seen_reasons, code);
                    format!("not seen ({why} {})", near(*at, self.now))
                }
                _ => "not seen".to_owned(),
            },
        }
    }

    /// Risks that stand, in the form's and the service's words, with whether custody was told.
    fn risks(&self, episode: &Episode) -> Vec<String> {
        let standing = episode.flags.iter().filter(|flag| flag.lifted_at.is_none());
        let flags = standing.map(|flag| {
            let to = |to: &str| self.doer(to, episode.person());
            let told =
                flag.told.last().map(|told| format!("told {} {}", to(&told.to), near(told.at, self.now)));
            let told = told.unwrap_or_else(|| "CUSTODY NOT TOLD YET".to_owned());
            format!("{} ({told}): {}", flag.raise.words, flag.raise.action)
        });
        let levels = &self.service.lists.risk_levels;
        let found = episode.work.decision.as_ref().and_then(|entry| find(levels, &entry.what.risk));
        let found = found.filter(|level| level.at_risk).map(|level| format!("risk found: {}", level.label));
        flags.chain(found).collect()
    }

    /// Whether the person agreed to share.
    fn shares(&self, episode: &Episode) -> bool {
        self.consent(episode, ConsentTo::Share).is_some_and(|fact| fact.is_given)
    }

    /// A consent in a few words.
    fn said(&self, fact: Option<&ConsentFact>) -> String {
        fact.map_or_else(
            || "not asked".to_owned(),
            |fact| format!("{} {}", fact.words, near(fact.at, self.now)),
        )
    }
}

impl Desk {
    /// The shift in figures.
    pub(super) fn lead(
        &self,
        told: &Teller<'_>,
        sites: &[&Site],
        watch: &Watch,
        people: &People,
    ) -> Result<LeadFacts, DeskError> {
        let (from, now) = (watch.from, told.now);
        let episodes = || people.all().map(|(episode, _)| episode);
        let mut facts: Vec<_> = people.all().map(|(one, row)| told.team(one, row)).collect();
        let codes: Vec<String> = sites.iter().map(|site| site.code.clone()).collect();
        self.before(&codes, watch)?.mark(&mut facts);
        let open = || facts.iter().flat_map(|one| one.open_actions());
        let raised = || episodes().flat_map(|one| &one.flags).filter(|flag| flag.at >= from);
        let reports = || episodes().flat_map(|one| one.work.open_reports());
        let pending = || {
            let all = episodes().chain(&people.earlier).flat_map(|one| &one.onward);
            all.filter(|onward| onward.is_pending())
        };
        Ok(LeadFacts {
            sites: sites.iter().map(|site| figures(site, people, from)).collect(),
            cover: self.cover_unnamed(sites, now)?,
            flags: (count(raised()), count(episodes().flat_map(Episode::open_flags))),
            reports: (count(reports()), count(reports().filter(|report| report.is_late(now)))),
            actions: (
                count(open()),
                count(open().filter(|action| action.is_late(now))),
                count(open().filter(|action| action.carried >= CARRIED_LONG)),
            ),
            onward: (count(pending()), count(pending().filter(|onward| !onward.is_accepted()))),
            released_unseen: counts(people, from).released_unseen,
            unreceived: count(
                self.unreceived()?
                    .iter()
                    .filter(|receipt| receipt.sites.iter().any(|site| codes.contains(site))),
            ),
        })
    }
}

impl Desk {
    /// The cover of these sites without who it is and where they went: names of staff are no figures.
    fn cover_unnamed(&self, sites: &[&Site], now: DateTime<Utc>) -> Result<Vec<String>, DeskError> {
        let covers = self.cover_at(now)?.sites;
        let unnamed = |cover: &SiteCover| {
            let nobody = |on: &OnDuty| OnDuty { name: "L&D".to_owned(), off_suite: None, ..on.clone() };
            let on = cover.on.iter().map(nobody).collect();
            let cover = line(&SiteCover { on, next: None, on_call: None, ..cover.clone() }, now);
            let parts = [cover.site, cover.until, cover.detail];
            parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join("  ")
        };
        let of = |site: &&Site| covers.iter().find(|cover| cover.site == site.code);
        Ok(sites.iter().filter_map(of).map(unnamed).collect())
    }
}

fn figures(site: &Site, people: &People, from: DateTime<Utc>) -> SiteFigures {
    let here = || people.all().filter(|(episode, _)| episode.site == site.code);
    let standing = |is: Standing| count(here().filter(|(_, row)| row.is_some_and(|row| row.standing == is)));
    let unseen = |row: &&Row| matches!(row.standing, Standing::Waiting | Standing::OnHold);
    SiteFigures {
        code: site.code.clone(),
        referred: count(here().filter(|(episode, _)| episode.referral.received_at >= from)),
        seen: count(here().filter(|(episode, _)| episode.seen_at.is_some_and(|at| at >= from))),
        waiting: standing(Standing::Waiting),
        on_hold: standing(Standing::OnHold),
        not_seen: count(here().filter(|(episode, _)| is_not_seen(episode, from))),
        released: count(
            here().filter(|(episode, _)| episode.left.as_ref().is_some_and(|(_, at)| *at >= from)),
        ),
        longest_wait: here()
            .filter_map(|(_, row)| row)
            .filter(unseen)
            .map(|row| row.waiting_minutes)
            .max()
            .unwrap_or(0),
    }
}
