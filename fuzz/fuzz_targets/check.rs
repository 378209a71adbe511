//! Any text at all, put to the checker of forms: it says what is wrong, and never breaks.

#![no_main]

use liaison::forms::{DESTINATIONS, Form};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let text = String::from_utf8_lossy(bytes);
    if let Err(report) = Form::load("fuzz.toml", &text, &DESTINATIONS) {
        assert!(!report.problems.is_empty(), "refused without a word");
        assert!(report.problems.iter().all(|problem| problem.line > 0 && problem.column > 0));
    }
});
