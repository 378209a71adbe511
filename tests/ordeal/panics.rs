//! Trial 9: a fault of the program itself.

use super::store::{self, NOW};
use super::table::Trial;
use super::terminal::Terminal;

const NAME: &str = "panic";

/// Makes the program fall over so many times, with an answer saved and a name typed just before.
pub fn run(count: usize) -> Trial {
    if !cfg!(debug_assertions) {
        return Trial::skipped(NAME, "a release build cannot be made to panic; run it without --release");
    }
    let folder = tempfile::tempdir().unwrap();
    let store = folder.path().join("store");
    let (mut faults, mut wanted) = (Vec::new(), Vec::new());
    for round in 0..count {
        if round % store::QUESTIONS == 0 {
            let _ = std::fs::remove_dir_all(&store);
            store::make(&store);
            wanted.clear();
        }
        let at = folder.path().to_str().unwrap();
        let script = "stty -a >\"$2/before\"; \"$0\" --data \"$1\"; echo code=$?; stty -a >\"$2/after\"; echo done; sleep 600";
        let arguments = ["-c", script, env!("CARGO_BIN_EXE_liaison"), store.to_str().unwrap(), at];
        let variables = [("LIAISON_NOW", NOW), ("LIAISON_TEST_PANIC", "Search"), ("PATH", "/usr/bin:/bin")];
        let mut screen = Terminal::start_program("/bin/sh", &arguments, &variables, 100, 30);
        screen.see("Passphrase");
        screen.press("demo<enter>");
        store::answer_on(&mut screen, wanted.len(), 3);
        wanted.push((format!("q{}", wanted.len() + 1), "3".to_owned()));
        screen.press("<esc>");
        screen.see("WAITING");
        screen.press("n1Quillfeather the patient<esc>");
        screen.see("Esc again");
        screen.press("<esc>");
        screen.see_no("Esc again");
        screen.press("/");
        screen.see("done");
        let text = screen.text();
        let stty = |name: &str| std::fs::read_to_string(folder.path().join(name)).unwrap_or_default();
        let mut hold = |holds: bool, what: &str| {
            if !holds {
                faults.push(format!("{what}:\n{text}"));
            }
        };
        hold(text.contains("code=70"), "the exit code is not 70");
        hold(text.contains("liaison stopped because of a fault"), "it is not told");
        hold(!text.contains("Quillfeather"), "the message names a person");
        hold(stty("before") == stty("after") && !stty("after").is_empty(), "the terminal is not as before");
        hold(!screen.is_taken_over(), "the screen was not given back");
        screen.kill();
        let kept = store::journal(&store).map(|events| store::answers(&events));
        hold(kept.as_ref() == Ok(&wanted), &format!("the answers are not those given before: {kept:?}"));
        hold(store::try_open(&store).is_ok(), "the store does not open");
    }
    for fault in &faults {
        println!("{NAME}: {fault}");
    }
    let note =
        "stty and screen as before, exit 70, the place and no word of what was typed, every answer kept"
            .to_owned();
    Trial { name: NAME, count, losses: faults.len(), note }
}
