use super::*;
use crate::desk::search::Found;
use crate::desk::tests::demo_desk;
use crate::domain::event::{Consent, ConsentTo, Recommendation};

fn find(desk: &Desk, name: &str) -> Found {
    desk.search(name).unwrap().remove(0)
}

/// What was copied out of an episode, and where to, oldest first.
fn copied(desk: &Desk, id: EpisodeId) -> Vec<(String, String)> {
    let events = desk.store.events_of(id).unwrap();
    let body = |body| match body {
        Body::CopiedOut { what, to } => Some((what, to)),
        _ => None,
    };
    events.into_iter().filter_map(|event| body(event.body)).collect()
}

#[test]
fn the_text_of_an_episode_fits_the_box_and_holds_what_was_done() {
    let (_dir, mut desk) = demo_desk();
    let id = find(&desk, "rahman").episode;
    let text = desk.copy_out(id, CopyOut::Episode, CopyTo::Screen).unwrap();
    assert!(text.lines().all(|line| line.chars().count() <= 78), "{text}");
    for part in [
        "Rahman, Nadia",
        "Bexleyheath custody",
        "Known to the community team",
        "CONSENTS",
        "told Sgt Patel by voice and in the record",
        "PHQ-9",
        "RESULT",
        "DECISION AFTER THE SCREENING",
        "three weeks, believes she is followed",
        "Chase AMHP for the arrival time",
        "the episode is not closed yet",
    ] {
        assert!(text.contains(part), "no {part:?} in:\n{text}");
    }
    assert!(!text.contains('\u{1b}') && text.ends_with('\n'));
}

#[test]
fn each_way_out_is_journalled_by_what_and_where_to() {
    let (_dir, mut desk) = demo_desk();
    let id = find(&desk, "rahman").episode;
    let form = desk.copyables(id).unwrap().pop().unwrap();
    desk.copy_out(id, CopyOut::Episode, CopyTo::Screen).unwrap();
    let text = desk.copy_out(id, form.what, CopyTo::Clipboard).unwrap();
    assert!(text.contains(&form.title.to_uppercase()) && !text.contains("OUTCOME"), "{text}");
    let expected = [("episode".to_owned(), "screen".to_owned()), (form.what.code(), "clipboard".to_owned())];
    assert_eq!(copied(&desk, id), expected);
}

#[test]
fn a_court_note_needs_consent_to_share_and_leaves_no_trace_without() {
    let (_dir, mut desk) = demo_desk();
    let id = find(&desk, "tate").episode;
    let refused = desk.copy_out(id, CopyOut::CourtNote, CopyTo::File).unwrap_err();
    assert!(refused.to_string().contains("Nobody has recorded consent to share"), "{refused}");
    assert!(copied(&desk, id).is_empty());
    desk.consent(id, &Consent::plain(ConsentTo::Share, "refused", "")).unwrap();
    assert!(desk.copy_out(id, CopyOut::CourtNote, CopyTo::File).is_err());
}

#[test]
fn a_court_note_holds_no_answers_and_the_recommendation_stands_apart() {
    let (_dir, mut desk) = demo_desk();
    let id = find(&desk, "rahman").episode;
    let code = desk.service().lists.recommendations[0].clone();
    let text = "Community order with treatment.".to_owned();
    desk.recommend(id, &Recommendation { to: "court".to_owned(), code: code.code, text }).unwrap();
    let note = desk.copy_out(id, CopyOut::CourtNote, CopyTo::Screen).unwrap();
    for absent in ["Known to the community team", "Off depot", "RESULT", "Sgt Patel", "Chase AMHP"] {
        assert!(!note.contains(absent), "{absent:?} stands in:\n{note}");
    }
    let (before, apart) = note.split_once("RECOMMENDATION, APART FROM THE CLINICAL NOTE").unwrap();
    assert!(apart.contains(&code.label) && !before.contains(&code.label), "{note}");
}

#[test]
fn what_is_entered_leaves_the_list_until_somebody_works_on_it_again() {
    let (_dir, mut desk) = demo_desk();
    let id = find(&desk, "rahman").episode;
    let waits = |desk: &Desk| desk.unentered().unwrap().into_iter().find(|one| one.episode == id);
    assert!(waits(&desk).unwrap().left.iter().any(|left| left.contains("PHQ-9")));
    for what in desk.episode(id).unwrap().not_entered() {
        desk.mark_entered(id, &what).unwrap();
    }
    assert_eq!(waits(&desk), None);
    assert!(desk.mark_entered(id, "episode").is_err());
}
