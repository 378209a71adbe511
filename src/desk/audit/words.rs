//! Entries in the words of an audit: what was done, not what was found. Nothing that was told about a
//! person stands here beside the reasons that people gave for what they did.
//!
//! Every kind has its words by name, so that a new one cannot be forgotten.

use crate::domain::event::{Body, Disposal};
use crate::domain::ids::PractitionerId;
use crate::domain::steady;

/// What was done, and why where somebody said why.
pub(super) struct Told {
    pub(super) what: String,
    pub(super) why: String,
}

/// How people are called.
pub(super) type Named<'a> = &'a dyn Fn(PractitionerId) -> String;

/// An entry in words.
pub(super) fn told(body: &Body, named: Named<'_>) -> Told {
    let what = |what: &str| Told { what: what.to_owned(), why: String::new() };
    let because = |what: &str, why: &str| Told { what: what.to_owned(), why: why.to_owned() };
    match body {
        Body::PractitionerAdded(who) => because(&format!("{} may sign in", who.label), ""),
        Body::SignedIn => what("Signed in"),
        Body::SignedOut => what("Signed out"),
        Body::RecoveryUsed { practitioner } => {
            what(&format!("The recovery code gave {} a new passphrase", named(*practitioner)))
        }
        Body::StandingAcknowledged { found, reason } => {
            because(&format!("Let the store be written again: {found}"), reason)
        }
        Body::Locked { why } => because("Locked the screen", lock_words(why)),
        Body::Unlocked => what("Unlocked the screen"),
        Body::SignInFailed { times, practitioner } => {
            let whose = practitioner.map_or_else(|| "an unknown name".to_owned(), named);
            let times = if *times == 1 { String::new() } else { format!(", {times} times") };
            what(&format!("Wrong passphrase for {whose}{times}"))
        }
        Body::PractitionerRemoved { practitioner, reason } => {
            because(&format!("{} may not sign in any more", named(*practitioner)), reason)
        }
        Body::PassphraseChanged { practitioner, one_time } => {
            let first = if *one_time { ", good for once" } else { "" };
            what(&format!("New passphrase for {}{first}", named(*practitioner)))
        }
        Body::KeyRotated { reason } => because("The store is under another key", reason),
        Body::ClockStepped { seconds } => what(&steady::words(*seconds)),
        Body::Searched { text, found } => what(&format!("Searched for \"{text}\", {found} found")),
        Body::AuditRead { what: part } => what(&format!("Read the audit: {part}")),
        Body::IntegrityChecked { sound: true, found } => what(&format!("Checked the store, sound: {found}")),
        Body::IntegrityChecked { sound: false, found } => {
            what(&format!("Checked the store, NOT SOUND: {found}"))
        }
        Body::BackedUp { name } => what(&format!("Made the copy {name}")),
        Body::Restored { from, seq, .. } => what(&format!("Went on from the copy {from}, at entry {seq}")),
        Body::ServiceRead { service, forms } => {
            what(&format!("Service file {} with own forms {} is in use", short(service), short(forms)))
        }
        Body::RetentionSet { class } => what(&format!("Kept as \"{class}\"")),
        Body::LegalHoldPlaced { reason } => because("Placed a legal hold", reason),
        Body::LegalHoldReleased { reason, second } => {
            because(&format!("Released the legal hold, with {}", named(*second)), reason)
        }
        Body::Disposed(certificate) => {
            let (count, second) = (certificate.rows.len(), named(certificate.second));
            let entries = if count == 1 { "entry" } else { "entries" };
            let what = match certificate.what {
                Disposal::Whole => format!("Disposed of a whole record, {count} {entries}, with {second}"),
                Disposal::Thinned => {
                    format!("Disposed of answers and free text, {count} {entries}, with {second}")
                }
            };
            because(&what, &certificate.reason)
        }
        Body::Erased { was } => what(&format!("[disposed of: {}]", was.replace('_', " "))),
        Body::ShiftStarted(start) => what(&format!("Started a shift at {}", start.sites.join("+"))),
        Body::ShiftEnded { .. } => what("Ended the shift"),
        Body::WentOffSuite { .. } => what("Left the suite"),
        Body::CameBack { .. } => what("Came back to the suite"),
        Body::RotaChanged(_) => what("Changed the rota"),
        Body::CustodyListChecked { .. } => what("Checked the custody list"),
        Body::SiteNoted { .. } => what("Noted a line about the site"),
        Body::ActivityLogged(activity) => what(&format!("Logged an activity: {}", activity.kind)),
        Body::SystemDown { system } => what(&format!("{system} is down")),
        Body::SystemUp { system } => what(&format!("{system} works again")),
        Body::PaperNotesCounted { waiting } => what(&format!("Notes on paper that wait: {waiting}")),
        other => about_person(other),
    }
}

/// Entries about one person, up to the forms.
fn about_person(body: &Body) -> Told {
    let what = |what: &str| Told { what: what.to_owned(), why: String::new() };
    let because = |what: &str, why: &str| Told { what: what.to_owned(), why: why.to_owned() };
    match body {
        Body::Referred(_) => what("Recorded a referral"),
        Body::Identified(_) => what("Recorded somebody found on a list"),
        Body::ReferralTaken(_) => what("Took the referral"),
        Body::Triaged(_) => what("Triaged"),
        Body::Pinned { reason } => because("Put in front of the queue", reason),
        Body::Unpinned => what("Took back from the front of the queue"),
        Body::PersonLinked { .. } => what("Linked as one person with another record, or parted"),
        Body::DetailsCorrected(correction) => {
            because("Put name, birth or custody reference right", &correction.reason)
        }
        Body::DetailRecorded { item, value } if value.is_empty() => {
            what(&format!("Took back the detail \"{item}\""))
        }
        Body::DetailRecorded { item, .. } => what(&format!("Recorded the detail \"{item}\"")),
        Body::PositionChanged { .. } => what("Changed the legal position"),
        Body::ClockTold { clock, .. } => what(&format!("Recorded a clock time: {}", clock.words())),
        Body::Moved { .. } => what("Recorded another cell or room"),
        Body::Held { .. } => what("Put on hold"),
        Body::HoldEnded { .. } => what("Took off hold"),
        Body::SeeingStarted { .. } => what("Went to see the person"),
        Body::SeeingPaused => what("Broke off"),
        Body::ConsentRecorded(consent) => what(&format!("Recorded consent to {}", consent.to.words())),
        Body::CapacityAssessed(_) => what("Recorded capacity for a decision"),
        Body::Decided(_) => what("Decided on a full assessment"),
        Body::Escalated(_) => what("Passed to a clinician"),
        Body::EscalationAccepted { .. } => what("Took what was passed to a clinician"),
        Body::Informed(informing) => what(&format!("Told {}", informing.told_to)),
        Body::Contacted(_) => what("Recorded a contact"),
        Body::ReportAsked(_) => what("Recorded that a report was asked for"),
        Body::ReportMoved { .. } => what("Moved a report on"),
        Body::Recommended(_) => what("Recommended to the CPS or the court"),
        Body::MhaMoved(_) => what("Recorded a step of a Mental Health Act assessment"),
        Body::TransferMade(start) => what(&format!("Passed the person to {}", start.to)),
        Body::TransferAccepted { by, .. } => what(&format!("Recorded that {by} has the person")),
        Body::TransferWithdrawn { reason, .. } => because("Withdrew the transfer", reason),
        Body::FollowUpPlanned(_) => what("Planned a follow-up"),
        Body::FollowUpEnded { .. } => what("Ended the follow-up"),
        other => in_forms(other),
    }
}

/// Entries about one person, from the forms on.
fn in_forms(body: &Body) -> Told {
    let what = |what: &str| Told { what: what.to_owned(), why: String::new() };
    let because = |what: &str, why: &str| Told { what: what.to_owned(), why: why.to_owned() };
    match body {
        Body::ScreeningStarted { title, amends: Some(amends), .. } => {
            because(&format!("Began to amend {title}"), &amends.reason)
        }
        Body::ScreeningStarted { title, .. } => what(&format!("Began {title}")),
        Body::DraftMoved(moved) => {
            what(&format!("Took a draft to version {} of {}", moved.version, moved.title))
        }
        Body::Answered { question, .. } => what(&format!("Answered {question}")),
        Body::FlagRaised(_) => what("A red flag was raised"),
        Body::FlagLifted { .. } => what("A red flag was lifted"),
        Body::FlagTold { told_to, .. } => what(&format!("Told {told_to} of a red flag")),
        Body::ScreeningFinished(_) => what("Finished a form"),
        Body::ScreeningSetAside { title, state, .. } => what(&format!("{title}: {state}")),
        Body::SuggestionRefused { .. } => what("Did not take a suggested referral"),
        Body::OnwardReferred(start) => what(&format!("Decided on a referral to {}", start.destination)),
        Body::OnwardMoved { .. } => what("Moved an onward referral on"),
        Body::TaskAdded { owner, .. } => what(&format!("Added a task for {owner}")),
        Body::TaskDone { .. } => what("Ticked a task off"),
        Body::TaskDropped { reason, .. } => because("Dropped a task", reason),
        Body::Noted { .. } => what("Noted a line"),
        Body::ContingencyNoted { .. } => what("Set the if-then line"),
        Body::Left { .. } => what("Recorded how the person left"),
        Body::NotSeen { .. } => what("Closed as not seen"),
        Body::Closed { .. } => what("Closed"),
        Body::Reopened { reason } => because("Reopened", reason),
        Body::Struck { reason, .. } => because("Struck an entry", reason),
        Body::SignatureNeeded { .. } => what("An entry waits for a counter-signature"),
        Body::CounterSigned { .. } => what("Counter-signed"),
        Body::CopiedOut { to, .. } => what(&format!("Copied out, to {to}")),
        Body::EnteredInSystem { .. } => what("Said that it stands in the clinical system"),
        Body::Viewed { why } => because("Opened the record", why),
        Body::Exported { what: part, reason } => because(&format!("Exported {part}"), reason),
        Body::HandoverMade(issue) => {
            let names = if issue.named { ", by full name" } else { "" };
            because(
                &format!(
                    "Issued: {} {} v{}{names}",
                    issue.audience.title(),
                    issue.sites.join("+"),
                    issue.version
                ),
                &issue.why_named,
            )
        }
        Body::HandoverItemAccepted(_) => what("Took an item of a handover over"),
        Body::HandoverAsked(_) => what("Asked about an item of a handover"),
        Body::Printed(printing) => what(&format!("Printed {}, to {}", printing.document, printing.channel)),
        // Those above; each is named so that the compiler asks for the words of a new kind.
        Body::PractitionerAdded(_)
        | Body::SignedIn
        | Body::SignedOut
        | Body::RecoveryUsed { .. }
        | Body::StandingAcknowledged { .. }
        | Body::Locked { .. }
        | Body::Unlocked
        | Body::SignInFailed { .. }
        | Body::PractitionerRemoved { .. }
        | Body::PassphraseChanged { .. }
        | Body::KeyRotated { .. }
        | Body::ClockStepped { .. }
        | Body::Searched { .. }
        | Body::AuditRead { .. }
        | Body::IntegrityChecked { .. }
        | Body::BackedUp { .. }
        | Body::Restored { .. }
        | Body::ServiceRead { .. }
        | Body::RetentionSet { .. }
        | Body::LegalHoldPlaced { .. }
        | Body::LegalHoldReleased { .. }
        | Body::Disposed(_)
        | Body::Erased { .. }
        | Body::ShiftStarted(_)
        | Body::ShiftEnded { .. }
        | Body::WentOffSuite { .. }
        | Body::CameBack { .. }
        | Body::RotaChanged(_)
        | Body::CustodyListChecked { .. }
        | Body::SiteNoted { .. }
        | Body::ActivityLogged(_)
        | Body::SystemDown { .. }
        | Body::SystemUp { .. }
        | Body::PaperNotesCounted { .. }
        | Body::Referred(_)
        | Body::Identified(_)
        | Body::ReferralTaken(_)
        | Body::Triaged(_)
        | Body::Pinned { .. }
        | Body::Unpinned
        | Body::PersonLinked { .. }
        | Body::DetailsCorrected(_)
        | Body::DetailRecorded { .. }
        | Body::PositionChanged { .. }
        | Body::ClockTold { .. }
        | Body::Moved { .. }
        | Body::Held { .. }
        | Body::HoldEnded { .. }
        | Body::SeeingStarted { .. }
        | Body::SeeingPaused
        | Body::ConsentRecorded(_)
        | Body::CapacityAssessed(_)
        | Body::Decided(_)
        | Body::Escalated(_)
        | Body::EscalationAccepted { .. }
        | Body::Informed(_)
        | Body::Contacted(_)
        | Body::ReportAsked(_)
        | Body::ReportMoved { .. }
        | Body::Recommended(_)
        | Body::MhaMoved(_)
        | Body::TransferMade(_)
        | Body::TransferAccepted { .. }
        | Body::TransferWithdrawn { .. }
        | Body::FollowUpPlanned(_)
        | Body::FollowUpEnded { .. } => what(&body.kind()),
    }
}

/// Why a screen was locked.
fn lock_words(why: &str) -> &str {
    match why {
        "key" => "by a key",
        "idle" => "nobody was there",
        other => other,
    }
}

/// The first digits of a hash.
fn short(hash: &str) -> &str {
    hash.get(..8).unwrap_or(hash)
}
