//! Copying out by keys: shown, sent, and marked as entered.

use super::*;

impl Hands {
    /// At the text of somebody's record, from their page.
    fn copying(initials: &str) -> Self {
        let mut hands = Self::on(initials);
        hands.press("<enter>");
        if hands.shot(80, 24).contains("Why you open it") {
            hands.press("asked by custody<enter>");
        }
        hands.pressed = 0;
        hands.press("z");
        hands
    }

    fn with_clipboard(self) -> Self {
        let Self { app, folder, _folder, .. } = self;
        drop(app);
        let file = folder.join("demo/service.toml");
        let text = std::fs::read_to_string(&file).unwrap();
        std::fs::write(&file, text.replace("clipboard = false", "clipboard = true")).unwrap();
        let app = App::at_door(Door::of(&folder.join("demo"), Some(NOW)).unwrap(), MONO);
        let mut hands = Self { app, pressed: 0, folder, _folder };
        hands.press("1demo<enter>");
        hands
    }

    fn left(&self) -> usize {
        let Seat::Desk(desk) = &self.app.seat else { panic!("nobody is at the desk") };
        desk.unentered().unwrap().iter().map(|one| one.left.len()).sum()
    }
}

#[test]
fn a_record_is_shown_as_text_part_by_part() {
    let mut hands = Hands::copying("N.R.");
    hands.sees("COPY OUT  N.R.");
    hands.sees("Name           Rahman, Nadia");
    insta::assert_snapshot!("copy_out", hands.shot(80, 24));
    hands.press("2");
    hands.sees("Note to the court");
    hands.press("<tab>");
    hands.sees("Adult core screening");
    hands.press("1<end>");
    hands.sees("the episode is not closed yet");
    hands.press("<esc>");
    hands.sees("PERSON  N.R.");
}

#[test]
fn a_file_is_written_once_and_never_over_another() {
    let mut hands = Hands::copying("N.R.");
    let file = hands.folder.join("out.txt");
    hands.press("f");
    insta::assert_snapshot!("copy_file", hands.shot(80, 24));
    hands.press(&format!("<ctrl-u>{}<enter>", file.display()));
    hands.sees("Delete it once it is entered");
    let text = std::fs::read_to_string(&file).unwrap();
    assert!(text.contains("Rahman, Nadia") && text.lines().all(|line| line.chars().count() <= 78));
    hands.press(&format!("f<ctrl-u>{}<enter>", file.display()));
    hands.sees("exists and was left as it is");
    assert_eq!(std::fs::read_to_string(&file).unwrap(), text);
}

#[test]
fn the_clipboard_is_shut_unless_the_service_opens_it() {
    let mut hands = Hands::copying("N.R.");
    hands.press("c");
    hands.sees("does not allow the clipboard");
    assert_eq!(hands.app.clipboard(), None);
    let mut hands = hands.with_clipboard();
    hands.focus("N.R.");
    hands.press("<enter>z2c");
    hands.sees("clipboard");
    let text = hands.app.clipboard().unwrap();
    assert!(text.contains("Note to the court"), "{text}");
    assert_eq!(hands.app.clipboard(), None);
}

#[test]
fn what_is_entered_is_said_by_one_key_and_leaves_the_list() {
    let mut hands = Hands::copying("N.R.");
    let before = hands.left();
    hands.press("e");
    hands.within(2);
    hands.sees("it stands in");
    assert_eq!(hands.left(), before - 1);
    hands.press("e");
    hands.sees("already");
}

#[test]
fn the_list_of_what_is_not_entered_opens_the_text() {
    let mut hands = Hands::on("J.D.");
    hands.press("z");
    hands.sees("STILL TO ENTER");
    insta::assert_snapshot!("unentered", hands.shot(80, 24));
    while !hands.shot(80, 24).lines().any(|line| line.starts_with('>') && line.contains("K.M.")) {
        hands.press("<down>");
    }
    hands.press("<enter>");
    hands.sees("COPY OUT  K.M.");
    hands.press("<esc>");
    hands.sees("STILL TO ENTER");
    // At a site that is not of this shift the record asks why before anything of it is shown.
    hands.press("<end><enter>");
    hands.sees("Why you open it");
    hands.press("entering it<enter>");
    hands.sees("COPY OUT  N.R.");
}

#[test]
fn a_court_note_without_consent_says_why_there_is_no_text() {
    let mut hands = Hands::copying("R.T.");
    hands.press("2");
    hands.sees("Nobody has recorded consent to share");
    hands.press("f");
    hands.sees("There is no text to copy out");
}
