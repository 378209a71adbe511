//! Forms of thousands of questions.

use std::fmt::Write as _;

use super::page::Density;
use super::*;

/// So many questions in sections of fifty, each shown once the one before is answered or not.
fn long(count: usize) -> std::sync::Arc<Form> {
    let mut text =
        "[form]\nid = \"long\"\ntitle = \"Long\"\nversion = \"1\"\nshelf = \"record\"\nlicence = \"Ours\"\n"
            .to_owned();
    for nth in 0..count {
        if nth % 50 == 0 {
            write!(text, "[[section]]\nid = \"s{nth}\"\ntitle = \"Part {nth}\"\n").unwrap();
        }
        let kind = ["yes_no", "text", "yes_no", "number"][nth % 4];
        write!(
            text,
            "[[section.question]]\nid = \"q{nth}\"\nkind = \"{kind}\"\ntext = \"Question number {nth}, in words that need more than one line of the screen to be read out?\"\n"
        )
        .unwrap();
    }
    made(&text)
}

#[test]
fn a_form_of_two_thousand_questions_lays_out_no_more_than_three_screens() {
    let mut screen = open_form(&long(2000), &Answers::new(), None);
    for place in [0, 3, 999, 1000, 1001, 1997, 1999] {
        screen.focus = Focus::Question(Spot { place, row: None });
        for density in [Density::Roomy, Density::Tight] {
            let lines = screen.page(79, 15, density, &ASCII).lines.count();
            assert!(lines <= 60, "{place}: {lines}");
        }
        assert!(drawn(&screen, 80, 24, &ASCII).contains(&format!(">Q{}", place + 1)));
    }
    screen.focus = Focus::End;
    assert!(screen.review(79, &ASCII).lines.count() < 120);
}

#[test]
#[ignore = "a figure to be read, not a test: run it in release with --nocapture"]
fn how_long_a_frame_takes_in_the_middle_of_two_thousand_questions() {
    let mut screen = open_form(&long(2000), &Answers::new(), None);
    screen.focus = Focus::Question(Spot { place: 1000, row: None });
    let mut terminal = Terminal::new(TestBackend::new(80, 24)).unwrap();
    let mut times: Vec<_> = (0..200)
        .map(|_| {
            let start = std::time::Instant::now();
            terminal.draw(|frame| screen.view(frame, frame.area(), &ASCII)).unwrap();
            start.elapsed()
        })
        .collect();
    times.sort();
    println!("a frame: median {:?}, slowest {:?}", times[100], times[199]);
    let start = std::time::Instant::now();
    for _ in 0..100 {
        screen.update(&Input::Key(Key::Down), now());
    }
    println!("a step down: {:?}", start.elapsed() / 100);
}
