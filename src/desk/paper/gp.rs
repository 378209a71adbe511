//! The letter to the GP: who was seen, what was found, what is asked; nothing about the offence.

use super::{Document, Making};
use crate::desk::record::found_words;
use crate::desk::search::born_in_full;
use crate::desk::{Desk, DeskError};
use crate::domain::detail::DetailItem;
use crate::domain::episode::Episode;
use crate::domain::event::ConsentTo;
use crate::domain::ids::EpisodeId;
use crate::domain::service::label;
use crate::domain::time::{full, near};
use crate::handover::{Block, Identifier, Line};

/// Code of the report that goes to the GP.
const GP_REPORT: &str = "gp";
/// Width of the labels.
const LABEL: usize = 14;

impl Desk {
    /// The letter. It names the person in full, since the GP has to know who it is.
    ///
    /// # Errors
    /// Refused where the person was not seen, or has not agreed to be referred onward and
    /// nobody gave a basis for going without; as [`Desk::sbar`].
    pub fn gp_letter(&self, id: EpisodeId) -> Result<Document, DeskError> {
        let episode = self.may_print(id)?;
        let Some(seen) = episode.seen_at else {
            return Err(DeskError::refused("Nobody of L&D has seen this person.", "See them first."));
        };
        let consent = self.consent_to_gp(&episode)?;
        let (now, referral) = (self.now(), &episode.referral);
        let lists = &self.service.lists;
        let site = self.service.site(&episode.site).map_or(episode.site.as_str(), |site| &site.name);
        let pair = |label: &str, text: &str| Line::prose(&format!("{label:<LABEL$}"), text);
        let detail =
            |item: DetailItem| episode.details.get(item.code()).map_or("not recorded", String::as_str);
        let who = vec![
            pair("To", detail(DetailItem::GpPractice)),
            pair("Date", &full(now)),
            pair("About", &referral.person.full_name()),
            pair("Born", &born_in_full(referral.person.birth, now)),
            pair("NHS number", detail(DetailItem::NhsNumber)),
            pair("Consent", &consent),
            Line::Rule,
        ];
        let told = self.teller(Identifier::FullName)?.team(&episode, None);
        let mut found = vec![
            Line::prose(
                "",
                &format!(
                    "We saw this person {} at {site}. They were referred to us for: {}.",
                    full(seen),
                    label(&lists.reasons, &referral.reason)
                ),
            ),
            Line::row(""),
        ];
        let forms = told.screenings.iter().filter(|form| !form.scores.is_empty());
        found.extend(forms.map(|form| pair("Screening", &crate::handover::build::screening(form, now))));
        if let Some(decision) = &episode.work.decision {
            found.push(pair("Needs found", &decision.what.needs));
            let words = found_words(&decision.what.found, lists);
            found.extend((!words.is_empty()).then(|| pair("Vulnerable", &words)));
            found.push(pair("Risk", label(&lists.risk_levels, &decision.what.risk)));
        }
        found.extend(told.flags.iter().map(|flag| pair("Risk known", &flag.raise.words)));
        let standing = episode.onward.iter().filter(|one| one.is_pending() || one.is_accepted());
        let onward: Vec<Line> = standing
            .map(|one| {
                let stands = match (one.appointment(), one.is_accepted()) {
                    (Some(at), _) => format!("first appointment {}", near(at, now)),
                    (None, true) => "accepted".to_owned(),
                    (None, false) => "not yet accepted".to_owned(),
                };
                pair("Referred to", &format!("{}: {stands}", label(&lists.destinations, &one.destination)))
            })
            .collect();
        let asked = ["We ask you to: ____________________________________________________________", "", ""];
        let mut end: Vec<Line> = asked.iter().map(|text| Line::prose("", text)).collect();
        let role = self.service.role(&self.who.role).map_or("", |role| &role.label);
        end.push(Line::prose("", &format!("Signed ____________________  {}, {role}", self.who.name)));
        end.push(Line::prose("", &self.service.name));
        let reference = &referral.reference;
        Ok(self.document(Making {
            title: format!("GP letter {reference}"),
            marking: self.service.print.marking.clone(),
            running: vec![self.service.name.clone(), "Letter to the GP".to_owned(), reference.clone()],
            note: format!("letter {reference}"),
            sites: vec![episode.site.clone()],
            reader: "GP".to_owned(),
            consent: format!("consent: {consent}"),
            blocks: vec![
                Block::headed("Letter", who),
                Block::headed("Found", found),
                Block::text("Referred", onward),
                Block::text("Asked", [Line::row("")].into_iter().chain(end).collect()),
            ],
            people: 1,
            episode: Some(id),
            named: true,
        }))
    }

    /// The consent, or the basis for going without it, on which the letter goes.
    fn consent_to_gp(&self, episode: &Episode) -> Result<String, DeskError> {
        // What was said of police and court says nothing of the GP.
        let given = episode.consent(ConsentTo::ReferOnward).filter(|line| line.is_given());
        let given = given.map(|line| format!("to be referred onward, given {}", full(line.at)));
        let letters = episode.work.reports.iter().filter(|report| report.start.kind == GP_REPORT);
        let basis = || letters.map(|letter| letter.start.basis.trim()).find(|basis| !basis.is_empty());
        given.or_else(|| basis().map(|basis| format!("none; {basis}"))).ok_or_else(|| {
            DeskError::refused(
                "The person has not agreed that their GP is told. No letter was made.",
                "Record the consent, or ask for the GP letter as a report and give the basis for going without.",
            )
        })
    }
}
