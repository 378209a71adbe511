//! Who reads what: every kind of text that an episode can hold, each with a word of its own, against
//! the paper of every reader (domain.md 5.2 and 5.3).
//!
//! One table says where each word stands. What is not named there is on no paper.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "what cannot go on here stops the run"
)]

#[path = "desk/evening.rs"]
mod evening;
#[path = "handover/hostile.rs"]
mod hostile;
#[path = "handover/planted.rs"]
mod planted;
#[path = "handover/who.rs"]
mod who;

use std::collections::BTreeMap;

use liaison::desk::note::HandoverAsk;
use liaison::domain::event::{Audience, Body};
use liaison::domain::page::Page;

use planted::{GIVEN, Planted, SURNAME};

/// Every paper that is made of people, each by a letter.
const PAPERS: [(char, &str); 8] = [
    ('T', "the note to the team"),
    ('C', "the custody slip"),
    ('J', "the court pass"),
    ('L', "the link worker's note"),
    ('F', "the lead's figures"),
    ('S', "SBAR"),
    ('G', "the letter to the GP"),
    ('B', "the board on paper"),
];

/// Each text with the papers it stands on, and why.
const TABLE: [(&str, &str, &str); 62] = [
    ("zqnoteteam", "TS", "a note to the team"),
    ("zqnotecustody", "TCS", "a note to the team and custody"),
    ("zqnotethird", "", "about a third party"),
    ("zqnoteoffence", "", "about the offence"),
    ("zqnoteclinician", "", "for clinicians"),
    ("zqsourceteam", "TS", "where a note to the team is known from"),
    ("zqsourcethird", "", "where a note about a third party is known from"),
    ("zqdetails", "TS", "what was told at the referral"),
    ("zqtoldby", "TS", "who told it: a fact without its source is hearsay"),
    ("zqoffence", "", "the offence category"),
    ("zqknownrisk", "TCS", "safety"),
    ("zqtriagewhy", "TSB", "why the person stands where they stand"),
    ("zqadvice", "C", "advice given to custody"),
    ("zqadvised", "C", "to whom it was given"),
    ("zqpresent", "", "who else was present"),
    ("zqconsentnote", "", "how a consent was asked for"),
    ("zqconsentscope", "", "the scope of a consent"),
    ("zqformtext", "", "a form's free text"),
    ("zqformnote", "", "a note beside an answer"),
    ("zqformwords", "", "the words of an option"),
    ("zqneeds", "G", "needs found"),
    ("zqdecided", "", "why it was decided so"),
    ("zqinformed", "TCS", "what custody was told"),
    ("zqinformedwhom", "TCS", "whom of custody"),
    ("zqcontactwith", "", "a contact with a relative"),
    ("zqcontacttext", "", "what a relative said"),
    ("zqcapacity", "TS", "which decision is to be looked at again"),
    ("zqcause", "", "the cause of a lack of capacity"),
    ("zqbest", "", "best interests"),
    ("zqreportasked", "", "who asked for a report"),
    ("zqreportbasis", "", "the basis of a report"),
    ("zqrecommended", "", "what is recommended is for its recipient's eyes"),
    ("zqmha", "", "a note beside an MHA step"),
    ("zqtransferto", "TS", "to whom the person was passed"),
    ("zqtransferhow", "", "how"),
    ("zqworker", "TLS", "who follows up"),
    ("zqpurpose", "TLS", "what for"),
    ("zqreach", "L", "how the person can be reached"),
    ("zqescalated", "TS", "what nobody has taken yet"),
    ("zqescalatedto", "TS", "to whom it was escalated"),
    ("zqonward", "", "why an onward referral was made"),
    ("zqtask", "TSB", "a task"),
    ("zqowner", "TSB", "its owner"),
    ("zqifthen", "TJS", "if and then"),
    ("zqpreferred", "", "a preferred name"),
    ("zqalias", "", "other names"),
    ("zqlanguage", "TCS", "the language"),
    ("zqaddress", "", "the address"),
    ("zqpractice", "G", "the GP practice"),
    ("zqknownto", "S", "known to services"),
    ("zqsafecontact", "", "another way of reaching them, where a follow-up has its own"),
    ("zqstaffsafety", "TCSL", "staff safety"),
    ("zqaccommodation", "", "accommodation"),
    ("9434765919", "G", "the NHS number"),
    ("zqaside", "TS", "why a form was set aside"),
    ("zqholdnote", "T", "a hold"),
    ("zqpin", "TB", "why somebody was put in front"),
    ("zqsite", "T", "a line about the site"),
    ("zqoffplace", "TB", "where somebody off the suite is"),
    ("zqofftold", "", "whom they told"),
    ("zqsickness", "", "why a colleague is away"),
    ("zqdropped", "", "why a task was dropped"),
];

fn text(pages: &[Page]) -> String {
    Page::join(pages)
}

/// Every paper by its letter.
fn papers(planted: &Planted, names: Option<&str>) -> BTreeMap<char, String> {
    let desk = &planted.evening.desk;
    let made = |audience| {
        let ask = HandoverAsk { audience, names: names.map(Into::into), ..HandoverAsk::default() };
        text(&desk.handover_for(&ask).unwrap().pages)
    };
    BTreeMap::from([
        ('T', made(Audience::Team)),
        ('C', made(Audience::Custody)),
        ('J', made(Audience::Court)),
        ('L', made(Audience::Link)),
        ('F', made(Audience::Lead)),
        ('S', text(&desk.sbar(planted.main).unwrap().pages)),
        ('G', text(&desk.gp_letter(planted.main).unwrap().pages)),
        ('B', text(&desk.board_paper(&[]).unwrap().pages)),
    ])
}

fn called(letter: char) -> &'static str {
    PAPERS.iter().find(|paper| paper.0 == letter).unwrap().1
}

#[test]
fn each_text_stands_on_the_papers_of_the_table_and_on_no_other() {
    let planted = Planted::new();
    let papers = papers(&planted, None);
    let mut wrong = Vec::new();
    for (word, readers, why) in TABLE {
        for (letter, text) in &papers {
            let (found, wanted) = (text.contains(word), readers.contains(*letter));
            if found != wanted {
                let is = if found { "stands on" } else { "is missing on" };
                wrong.push(format!("{word} ({why}) {is} {}", called(*letter)));
            }
        }
    }
    if !wrong.is_empty() {
        for (letter, text) in &papers {
            println!("===== {letter}\n{text}");
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_planted_word_is_in_the_table() {
    let mut planted = Planted::new();
    let journal: String =
        planted.evening.events().iter().map(|event| format!("{:?}\n", event.body)).collect();
    // Labels of the service are no text of the journal.
    let labels = ["zqoffence", "zqaccommodation", "zqsickness"];
    for (word, _, _) in TABLE.iter().filter(|row| !labels.contains(&row.0)) {
        assert!(journal.contains(word), "{word} was not planted");
    }
    for after in journal.split("zq").skip(1) {
        let rest: String = after.chars().take_while(|c| c.is_alphanumeric()).collect();
        let found = format!("zq{rest}");
        assert!(TABLE.iter().any(|row| row.0 == found), "{found} is in no row");
    }
}

#[test]
fn no_name_is_on_any_paper_wherever_it_was_typed_but_on_the_letter() {
    let planted = Planted::new();
    for (letter, text) in papers(&planted, None) {
        let text = text.to_lowercase();
        let named = [SURNAME, GIVEN].map(|name| text.contains(&name.to_lowercase()));
        assert_eq!(named, [letter == 'G'; 2], "{}:\n{text}", called(letter));
    }
}

#[test]
fn names_that_were_asked_for_with_a_reason_are_there_and_the_journal_says_so() {
    let mut planted = Planted::new();
    for (letter, text) in papers(&planted, Some("To find the clinical record.")) {
        // The lead's figures have nobody on them; SBAR and the board go by initials always.
        let named = text.contains(&format!("{SURNAME}, {GIVEN}"));
        assert_eq!(named, "TCJLG".contains(letter), "{}:\n{text}", called(letter));
    }
    for (names, audience) in [(Some("To find  the record."), Audience::Custody), (None, Audience::Team)] {
        let ask = HandoverAsk { audience, names: names.map(Into::into), ..HandoverAsk::default() };
        let note = planted.evening.desk.handover_for(&ask).unwrap();
        assert_eq!(note.named, names.is_some());
        planted.evening.desk.issue_handover(&note).unwrap();
    }
    let events = planted.evening.events();
    let made: Vec<(Audience, bool, &str)> = events
        .iter()
        .filter_map(|event| match &event.body {
            Body::HandoverMade(issue) => Some((issue.audience, issue.named, issue.why_named.as_str())),
            _ => None,
        })
        .collect();
    assert_eq!(made, [(Audience::Custody, true, "To find the record."), (Audience::Team, false, "")]);
}

#[test]
fn the_leads_figures_have_nobodys_name_initials_or_reference_on_them() {
    let planted = Planted::new();
    let text = papers(&planted, Some("I want names")).remove(&'F').unwrap();
    for row in planted.evening.desk.board().unwrap().rows {
        assert!(!text.contains(&row.initials) && !text.contains(&row.reference), "{text}");
    }
    for name in [SURNAME, GIVEN, "R.Q", "c12", "9999"] {
        assert!(!text.contains(name), "{name}:\n{text}");
    }
}

#[test]
fn a_whole_custody_number_is_on_no_paper() {
    let planted = Planted::new();
    for (letter, text) in papers(&planted, Some("To find the record.")) {
        assert!(!text.contains("26/0"), "{}:\n{text}", called(letter));
    }
}
