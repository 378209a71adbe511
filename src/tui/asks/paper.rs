//! Papers: where one goes and who reads it, why it names people, which one is wanted.

use chrono::NaiveDateTime;

use super::about;
use crate::desk::note::HandoverAsk;
use crate::desk::{Desk, DeskError};
use crate::domain::event::Audience;
use crate::domain::ids::EpisodeId;
use crate::tui::effect::{Deed, PaperAsk, Sending};
use crate::tui::widgets::card::{Card, ChoiceOption, Field};

pub(super) fn print(desk: &Desk, title: &str, reader: &str, now: NaiveDateTime) -> Card {
    let print = &desk.service().print;
    let letters = title.chars().map(|c| if c.is_alphanumeric() { c.to_ascii_lowercase() } else { '-' });
    let file = format!("{}-{}.txt", letters.collect::<String>(), now.format("%Y-%m-%d-%H%M"));
    let mut ways = vec![
        ChoiceOption::new("printer", "Printer"),
        ChoiceOption::new("file", "File in the folder where liaison was started; .pdf makes a PDF"),
    ];
    if print.command.is_some() {
        ways.push(ChoiceOption::new("command", "The service's own print command"));
    }
    if print.media_copy {
        ways.push(ChoiceOption::new("terminal", "The printer of this terminal"));
    }
    let purpose = "What you saw is what is written. Each copy is recorded.";
    let mut card = Card::new(format!("Print: {title}"), purpose, now)
        .with(
            Field::text("reader", "Who reads it")
                .default(reader)
                .help("Stands at the foot of each page and in the journal."),
        )
        .with(Field::choice("way", "To", ways).required().default(if print.printer.is_some() {
            "printer"
        } else {
            "file"
        }))
        .with(Field::text("printer", "Printer").default(print.printer.as_deref().unwrap_or_default()))
        .with(Field::text("file", "File").default(&file));
    // The reader is right as it stands, mostly.
    card.focus_on("way");
    card
}

pub(super) fn print_deed(card: &Card) -> Deed {
    let destination = match card.choice("way") {
        Some("printer") => format!("printer:{}", card.text("printer")),
        Some(way @ ("command" | "terminal")) => way.to_owned(),
        _ => card.text("file"),
    };
    Deed::Print(Sending { destination, reader: card.text("reader") })
}

pub(super) fn names(now: NaiveDateTime) -> Card {
    let purpose = "Sheets get lost. Initials, cell and reference are enough for most readers.";
    Card::new("Full names on this paper".to_owned(), purpose, now).with(
        Field::text("why", "Why").required().help("The reason is kept with the paper: court list by name."),
    )
}

pub(super) fn papers(desk: &Desk, id: Option<EpisodeId>, now: NaiveDateTime) -> Result<Card, DeskError> {
    let Some(id) = id else {
        let papers = [
            ("team", "Handover to the team"),
            ("custody", "Custody slip"),
            ("court", "Court pass"),
            ("link", "Link worker note"),
            ("lead", "Lead summary"),
            ("board", "The board"),
            ("rota", "This week of the rota"),
            ("blank", "A blank form, for when no terminal runs"),
        ];
        let papers = papers.map(|(code, label)| ChoiceOption::new(code, label)).to_vec();
        let forms = desk.library().list().into_iter().filter(|form| form.fault.is_none());
        let forms = forms.map(|form| ChoiceOption::new(form.id.clone(), form.title.clone())).collect();
        return Ok(Card::new("Papers".to_owned(), "Each is shown before anything is printed.", now)
            .with(Field::choice("paper", "Which", papers).required())
            .with(Field::choice("form", "Which form", forms).help("Only for a blank form.")));
    };
    let papers = [
        ("sbar", "SBAR, for a call"),
        ("custody", "Custody slip"),
        ("court", "Court pass"),
        ("link", "Link worker note"),
        ("gp", "Letter to the GP, by full name"),
    ];
    let papers = papers.map(|(code, label)| ChoiceOption::new(code, label)).to_vec();
    Ok(Card::new(format!("Papers: {}", about(desk, id)?), "Each is shown before anything is printed.", now)
        .with(Field::choice("paper", "Which", papers).required()))
}

pub(super) fn papers_deed(
    card: &Card,
    id: Option<EpisodeId>,
    now: NaiveDateTime,
) -> Result<Deed, (&'static str, String)> {
    let code = card.choice("paper").unwrap_or_default();
    let to = |audience: Audience| HandoverAsk { audience, ..HandoverAsk::default() };
    let asked = match (id, code, Audience::of(code)) {
        (Some(id), "sbar", _) => PaperAsk::Sbar(id),
        (Some(id), "gp", _) => PaperAsk::GpLetter(id),
        (Some(episode), _, Some(audience)) => PaperAsk::One { episode, ask: to(audience) },
        (None, "board", _) => PaperAsk::Board(Vec::new()),
        (None, "rota", _) => PaperAsk::Rota { day: now.date(), site: None },
        (None, "blank", _) => match card.choice("form") {
            Some(form) => PaperAsk::Blank(form.to_owned()),
            None => return Err(("form", "Choose the form.".to_owned())),
        },
        (None, _, Some(audience)) => PaperAsk::Handover(to(audience)),
        _ => return Err(("paper", "Choose a paper.".to_owned())),
    };
    Ok(Deed::ShowPaper(asked))
}
