use chrono::Duration;

use crate::desk::Clock;
use crate::desk::tests::demo_desk;
use crate::domain::page::Page;

#[test]
fn everybody_waiting_is_on_the_note() {
    let (_dir, desk) = demo_desk();
    let note = desk.handover(&[]).unwrap();
    let text = Page::join(&note.pages);
    println!("{text}");
    let board = desk.board().unwrap();
    assert!(board.rows.len() >= 6);
    for row in &board.rows {
        assert!(text.contains(&row.initials) && text.contains(&row.reference), "{}", row.reference);
    }
    assert!(usize::try_from(note.people).unwrap() >= board.rows.len());
}

#[test]
fn a_note_of_one_site_leaves_the_other_sites_out() {
    let (_dir, desk) = demo_desk();
    let first = desk.service().sites[0].code.clone();
    let text = Page::join(&desk.handover(std::slice::from_ref(&first)).unwrap().pages);
    for row in desk.board().unwrap().rows {
        assert_eq!(text.contains(&row.reference), row.site == first, "{}", row.reference);
    }
}

#[test]
fn an_open_red_flag_is_printed_first() {
    let (_dir, desk) = demo_desk();
    let text = Page::join(&desk.handover(&[]).unwrap().pages);
    let first = text.lines().find(|line| line.starts_with(" 1 ")).unwrap();
    assert!(first.starts_with(" 1 !! UNSTABLE J.D."), "{first}");
    assert!(text.contains("[ ] TELL CUSTODY"));
}

#[test]
fn no_name_and_no_whole_custody_number_is_on_paper() {
    let (_dir, desk) = demo_desk();
    let text = Page::join(&desk.handover(&[]).unwrap().pages);
    for name in ["Dale", "Karim", "Webb", "Young", "Tate", "Obi", "Rahman", "Jordan", "26/04"] {
        assert!(!text.contains(name), "{name}");
    }
}

#[test]
fn what_is_issued_is_what_was_shown_and_issuing_twice_changes_nothing() {
    let (_dir, mut desk) = demo_desk();
    let note = desk.handover(&[]).unwrap();
    let id = desk.issue_handover(&note).unwrap();
    assert_eq!(desk.issue_handover(&note).unwrap(), id);
    let site = note.sites.first().unwrap();
    let issued = desk.store.last_handover(site).unwrap().unwrap();
    assert_eq!(issued.issue.text, Page::join(&note.pages));
    assert_eq!((issued.issue.version, issued.issue.people), (1, note.people));
    assert_eq!(desk.handover(&note.sites).unwrap().version, 2);
}

#[test]
fn the_first_copy_reads_as_shown_and_the_second_carries_its_number() {
    let (_dir, mut desk) = demo_desk();
    let note = desk.handover(&[]).unwrap();
    desk.issue_handover(&note).unwrap();
    let first = desk.next_copy(&note).unwrap();
    assert_eq!(first.pages, note.pages);
    desk.print(&first, "stdout", |_| Ok::<_, crate::desk::DeskError>(((), "written"))).unwrap();
    let second = desk.next_copy(&note).unwrap();
    assert_eq!((second.copy, second.id), (2, note.id));
    assert!(Page::join(&second.pages).contains("| copy 2 |"));
}

#[test]
fn an_older_preview_is_not_issued_after_a_newer_note() {
    let (_dir, mut desk) = demo_desk();
    let old = desk.handover(&[]).unwrap();
    let later = desk.now() + Duration::minutes(5);
    desk.door.set_clock(Clock::At(later));
    let new = desk.handover(&[]).unwrap();
    desk.issue_handover(&new).unwrap();
    let refused = desk.issue_handover(&old).unwrap_err().to_string();
    assert!(refused.contains("open the handover again"), "{refused}");
}

#[test]
fn a_site_nobody_has_is_refused_with_those_there_are() {
    let (_dir, desk) = demo_desk();
    let refused = desk.handover(&["NOPE".to_owned()]).unwrap_err().to_string();
    for site in &desk.service().sites {
        assert!(refused.contains(&site.code), "{refused}");
    }
}

#[test]
fn the_demo_evening_fits_one_page() {
    let (_dir, desk) = demo_desk();
    assert_eq!(desk.handover(&[]).unwrap().pages.len(), 1);
}
