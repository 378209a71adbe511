//! Trial 7: the window goes through every size while somebody types.

use std::time::Duration;

use super::store::{Dice, NOW};
use super::table::Trial;
use super::terminal::{Terminal, demo};

const NAME: &str = "resize storm";
/// Letters typed meanwhile; the field holds no more.
const LETTERS: usize = 24;

/// Changes the size so many times.
pub fn run(count: usize) -> Trial {
    let folder = tempfile::tempdir().unwrap();
    let store = folder.path().join("store");
    demo(&store, NOW);
    let mut screen = Terminal::start(&["--data", store.to_str().unwrap()], &[("LIAISON_NOW", NOW)]);
    screen.sign_in();
    screen.press("n1Sgt Patel<enter>");
    let (mut faults, mut dice, mut typed) = (Vec::new(), Dice::new(7), String::new());
    for round in 0..count {
        screen.resize((1 + dice.roll(300)).try_into().unwrap(), (1 + dice.roll(100)).try_into().unwrap());
        if round % count.div_ceil(LETTERS).max(1) == 0 {
            let letter = char::from(b'a' + u8::try_from(dice.roll(26)).unwrap());
            typed.push(letter);
            screen.press(&letter.to_string());
        }
        std::thread::sleep(Duration::from_millis(dice.roll(20) as u64));
    }
    screen.resize(30, 8);
    if !screen.see_within("too small", Duration::from_secs(10)) {
        faults.push(format!("nothing is said at 30x8:\n{}", screen.text()));
    }
    screen.resize(100, 30);
    if !screen.see_within(&typed, Duration::from_secs(10)) {
        faults.push(format!("{typed:?} was typed, and is not on:\n{}", screen.text()));
    }
    screen.kill();
    for fault in &faults {
        println!("{NAME}: {fault}");
    }
    let note = format!("1x1 to 300x100 during entry; {} letters typed, all there", typed.len());
    Trial { name: NAME, count, losses: faults.len(), note }
}
