//! Going to see somebody, a consent, a form declined or not possible as a whole.

use chrono::NaiveDateTime;

use super::{about, chosen, instant, options};
use crate::desk::screening::Declined;
use crate::desk::seeing::Seeing;
use crate::desk::{Desk, DeskError};
use crate::domain::event::{Consent, ConsentTo};
use crate::domain::ids::{EpisodeId, ScreeningId};
use crate::tui::effect::Deed;
use crate::tui::widgets::card::{Blank, Card, ChoiceOption, Field};
use crate::tui::widgets::when::Bias;

const CONSENTS: [(&str, ConsentTo); 5] = [
    ("be_seen", ConsentTo::BeSeen),
    ("share", ConsentTo::Share),
    ("refer", ConsentTo::ReferOnward),
    ("contact", ConsentTo::ContactLater),
    ("evaluation", ConsentTo::Evaluation),
];

pub(super) fn see(desk: &Desk, id: EpisodeId, now: NaiveDateTime) -> Result<Card, DeskError> {
    let lists = &desk.service().lists;
    let title = format!("See {}", about(desk, id)?);
    Ok(Card::new(title, "Say who you are and that this is voluntary; ask for consent to be seen.", now)
        .with(Field::choice("place", "Where", options(&lists.places)).required())
        .with(
            Field::choice("consent", "Consent to be seen", options(&lists.consent_statuses))
                .required()
                .help("Refused or withdrawn: nothing is screened; record \"not seen\" or try again later."),
        )
        .with(
            Field::choice("aa", "Appr. adult", options(&lists.aa_statuses))
                .help("Everybody under 18 and everybody vulnerable has one (Code C 1.4)."),
        )
        .with(Field::text("present", "Also present").help("Interpreter, officer, guardian, by name."))
        .with(
            Field::text("note", "About the consent")
                .help("Verbal or written, leaflet given, interpreter used."),
        ))
}

pub(super) fn see_deed(card: &Card, episode: EpisodeId) -> Deed {
    Deed::See {
        episode,
        seeing: Seeing {
            place: chosen(card, "place"),
            present: card.text("present"),
            aa: chosen(card, "aa"),
        },
        consent: chosen(card, "consent"),
        note: card.text("note"),
    }
}

pub(super) fn consent(desk: &Desk, id: EpisodeId, now: NaiveDateTime) -> Result<Card, DeskError> {
    let kinds =
        CONSENTS.iter().map(|(code, to)| ChoiceOption::new(*code, format!("To {}", to.words()))).collect();
    let title = format!("Consent of {}", about(desk, id)?);
    let lists = &desk.service().lists;
    Ok(Card::new(title, "Each consent is its own: to be seen, to share, to be referred onward.", now)
        .with(Field::choice("to", "Consent", kinds).required())
        .with(Field::choice("status", "Answer", options(&lists.consent_statuses)).required())
        .with(Field::choice("how", "How", options(&lists.consent_how)))
        .with(
            Field::text("scope", "Covers")
                .help("Which agencies, or which referral: police and court; the GP."),
        )
        .with(
            Field::text("note", "About it")
                .help("Who was present, interpreter, what was explained, leaflet."),
        ))
}

pub(super) fn consent_deed(card: &Card, episode: EpisodeId) -> Deed {
    let code = chosen(card, "to");
    let to = CONSENTS.iter().find(|(known, _)| *known == code).map_or(ConsentTo::BeSeen, |(_, to)| *to);
    let consent = Consent {
        to,
        status: chosen(card, "status"),
        note: card.text("note"),
        how: chosen(card, "how"),
        scope: card.text("scope"),
    };
    Deed::Consent { episode, consent }
}

pub(super) fn set_aside(
    desk: &Desk,
    id: EpisodeId,
    form: &str,
    now: NaiveDateTime,
) -> Result<Card, DeskError> {
    let title = desk.library().get(form)?.title.clone();
    let how = vec![
        ChoiceOption::new("declined", "The person declined"),
        ChoiceOption::new("unable", "Not possible now"),
    ];
    Ok(Card::new(
        format!("{} - {title}", about(desk, id)?),
        "The whole form; answers already given stay.",
        now,
    )
    .with(Field::choice("how", "What happened", how).required())
    .with(Field::text("reason", "Why, in a word").required().help("In the person's words where you can."))
    .with(
        Field::when("retry", "Try again at", Bias::Future, Blank::Nothing)
            .help("20:30 or +60. The person is on hold until then. Empty: no try-again time."),
    ))
}

pub(super) fn amend(
    desk: &Desk,
    id: EpisodeId,
    screening: ScreeningId,
    now: NaiveDateTime,
) -> Result<Card, DeskError> {
    desk.may_amend(id, screening)?;
    let title = desk.episode(id)?.screening(screening).map(|old| old.title.clone()).unwrap_or_default();
    let purpose = "A new form begins with these answers; this one stays as it is.";
    let reason = Field::text("reason", "What was wrong").required();
    Ok(Card::new(format!("Amend {title} - {}", about(desk, id)?), purpose, now)
        .with(reason.help("In a few words: wrong box at question 4; added what his sister said.")))
}

pub(super) fn set_aside_deed(
    card: &Card,
    episode: EpisodeId,
    form: &str,
) -> Result<Deed, (&'static str, String)> {
    let declined = match card.choice("how") {
        Some("declined") => Declined::ByPerson,
        _ => Declined::NotPossible,
    };
    let (form, reason) = (form.to_owned(), card.text("reason"));
    Ok(Deed::SetAside { episode, form, declined, reason, retry_at: instant(card, "retry") })
}
