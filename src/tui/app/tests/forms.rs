//! Forms by keys: found, read as they were answered, put right, moved to a newer version.

use super::*;

const OWN: &str = r#"
[form]
id = "night"
title = "Night check"
version = "1"
shelf = "record"
licence = "Ours."

[[section]]
id = "all"
title = "All"

[[section.question]]
id = "sleep"
kind = "yes_no"
text = "Did you sleep?"

[[section.question]]
id = "noise"
kind = "yes_no"
text = "Is it loud?"
"#;

impl Hands {
    /// Closes the program and opens it again with this form in the service's folder.
    fn again_with(self, form: &str) -> Self {
        let Self { app, folder, _folder, .. } = self;
        drop(app);
        let store = folder.join("demo");
        std::fs::create_dir_all(store.join("forms")).unwrap();
        std::fs::write(store.join("forms/night.toml"), form).unwrap();
        let app = App::at_door(Door::of(&store, Some(NOW)).unwrap(), MONO);
        let mut hands = Self { app, pressed: 0, folder, _folder };
        hands.press("1demo<enter>");
        hands
    }

    fn context(&self) -> Context {
        self.app.context()
    }
}

#[test]
fn a_finished_form_is_read_as_it_was_answered_and_put_right_with_a_reason() {
    let mut hands = Hands::on("N.R.");
    hands.press("<enter>covering for a colleague<enter>");
    while !hands.shot(80, 24).contains("> ") || !hands.shot(80, 24).contains("FORM PHQ-9") {
        hands.press("<down>");
    }
    hands.press("<enter>");
    hands.sees("READING");
    hands.sees("total, 0 to 27: 14, Moderate");
    insta::assert_snapshot!("reading", hands.shot(80, 24));
    hands.press("o");
    hands.sees("This form puts no older one right.");
    hands.press("<end>");
    insta::assert_snapshot!("reading_end", hands.shot(80, 24));
    hands.press("e");
    insta::assert_snapshot!("amend", hands.shot(80, 24));
    hands.press("<enter>");
    hands.sees("Missing: What was wrong");
    hands.press("wrong box<enter>");
    assert!(matches!(hands.app.stack.last(), Some(Screen::Screening(_))), "{}", hands.shot(80, 24));
    hands.press("<ctrl-e>");
    if matches!(hands.app.stack.last(), Some(Screen::Screening(_))) {
        hands.press("<ctrl-e>");
    }
    hands.sees("PHQ-9: depression amended");
    while hands.context() == Context::Suggestions {
        hands.press("<esc>");
    }
    hands.press("<home>");
    hands.sees("Amended: the one finished 19:44 counts");
    hands.press("e");
    hands.sees("already; this one stays as it was");
    hands.press("n");
    hands.sees("Amends the one finished 15:22, which o opens: wrong box");
    hands.press("<esc>");
    hands.sees("PHQ-9: depression (amended)");
}

#[test]
fn what_was_finished_is_read_from_the_list_of_forms_too() {
    let mut hands = Hands::on("N.R.");
    hands.press("srcovering for a colleague<enter>");
    hands.sees("READING");
    hands.sees("finished 15:04");
    hands.press("<esc>");
    hands.sees("FORMS");
    hands.press("<end>r");
    hands.sees("nothing to read");
}

#[test]
fn a_form_is_found_by_a_few_letters_of_its_name() {
    let mut hands = Hands::on("N.R.");
    hands.press("s/gad-7");
    hands.sees("GAD-7");
    assert!(!hands.shot(80, 24).contains("AUDIT"), "{}", hands.shot(80, 24));
    insta::assert_snapshot!("forms_find", hands.shot(80, 24));
    hands.press("<esc>");
    hands.sees("AUDIT");
    hands.press("/nothing of that name<enter>");
    hands.sees("no form of that name");
    hands.press("<ctrl-u>gad-7<enter>");
    assert_eq!(hands.context(), Context::Screening);
}

impl Hands {
    /// Asked which version of a form a draft of the older one goes on with.
    pub(super) fn with_an_older_draft() -> Self {
        let mut hands = Self::at_the_door().again_with(OWN);
        hands.focus("N.R.");
        hands.press("s/night<enter>1<esc>");
        let newer = OWN.replace("version = \"1\"", "version = \"2\"").replace("\"sleep\"", "\"rest\"");
        let mut hands = hands.again_with(&newer.replace("Did you sleep?", "Did you rest?"));
        hands.focus("N.R.");
        hands.press("s/night<enter>");
        hands
    }
}

#[test]
fn a_draft_of_an_older_version_asks_which_to_go_on_with() {
    let mut hands = Hands::with_an_older_draft();
    insta::assert_snapshot!("moving", hands.shot(80, 24));
    hands.press("<esc>");
    hands.sees("Did you sleep?");
    hands.press("<esc>");
    hands.focus("N.R.");
    hands.press("s/night<enter><enter>");
    hands.sees("Did you rest?");
    hands.sees("goes on with version 2");
    hands.press("<esc>");
    hands.focus("N.R.");
    hands.press("s/night<enter>");
    assert_eq!(hands.context(), Context::Screening, "it is asked once");
}

#[test]
fn a_form_that_cannot_be_used_stands_last_with_its_first_mistake() {
    let mut hands = Hands::at_the_door().again_with("[form]\nid = \"night\"\n");
    hands.focus("N.R.");
    hands.press("s<end>");
    hands.sees("Cannot be used");
    hands.sees("night");
    hands.press("<enter>");
    hands.sees("line ");
}

#[test]
fn no_size_of_terminal_brings_the_screens_of_forms_down() {
    let mut hands = Hands::on("N.R.");
    for opens in ["s", "/gad", "<esc><home>rhandover<enter>"] {
        hands.press(opens);
        for columns in (1..=120).step_by(7) {
            for rows in (1..=40).step_by(3) {
                hands.app.hear(&Input::Resize(columns, rows));
                hands.press("<down>");
                let _ = hands.shot(columns, rows);
            }
        }
    }
}
