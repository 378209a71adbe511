//! The week on the screen at that size: 8 sites, 150 people, five weeks in a store.

use std::time::Instant;

use chrono::{Datelike, Days, NaiveDate, Utc, Weekday};
use liaison::desk::door::{DEMO_PASSPHRASE, Door, NewPerson};
use liaison::desk::rota::RotaAct;
use liaison::desk::service_file::TEMPLATE;
use liaison::desk::{Clock, Desk, Purpose};
use liaison::domain::rota::Published;
use liaison::tui::app::App;
use liaison::tui::input::{Input, Key, keys};
use liaison::tui::theme::{Borders, Look, Theme};
use ratatui::Terminal;
use ratatui::backend::TestBackend;

use super::{PEOPLE, SITES, print, staff};

const THEME: Theme = Theme { look: Look::Colour, borders: Borders::Unicode };
const WEEKS: u64 = 5;

/// Times the week read and drawn, and drawn again after a key.
pub fn bench() {
    let folder = tempfile::tempdir().unwrap();
    let store = folder.path().join("store");
    liaison::platform::create_private_dir(&store).unwrap();
    std::fs::write(store.join("service.toml"), eight_sites()).unwrap();
    let lead = NewPerson { name: "Ada Okafor".into(), sign_in_name: "ada".into(), role: "senior".into() };
    let (mut desk, _code) =
        Door::set_up(&store, &lead, DEMO_PASSPHRASE, Purpose::Demo, Clock::System).unwrap();
    fill(&mut desk);
    drop(desk);
    let mut app = App::at_door(Door::of(&store, None).unwrap(), THEME);
    // The only person there is chosen already; whoever has no shift open is asked to begin one first.
    for key in keys("demo<enter><esc>r").unwrap() {
        app.hear(&Input::Key(key));
    }
    let mut terminal = Terminal::new(TestBackend::new(80, 24)).unwrap();
    let (mut read, mut drawn) = (Vec::new(), Vec::new());
    for _ in 0..100 {
        for pressed in keys("<pgdn><down><pgup><up>").unwrap() {
            let times = if matches!(pressed, Key::PageUp | Key::PageDown) { &mut read } else { &mut drawn };
            let began = Instant::now();
            app.hear(&Input::Key(pressed));
            terminal.draw(|frame| app.view(frame)).unwrap();
            times.push(began.elapsed());
        }
    }
    let shown = terminal.backend().to_string();
    assert!(shown.contains("ROTA week"), "{shown}");
    print("the week grid drawn after a key", &mut drawn);
    print("another week read from the store, counted and drawn", &mut read);
}

/// The template with four more suites that ask for the same.
fn eight_sites() -> String {
    let more = (4..SITES).map(|n| {
        format!(
            "[[site]]\ncode = \"S{n}\"\nname = \"Suite {n}\"\nkind = \"custody\"\nphone = \"020 7946 0{n}00\"\n\n\
             [[demand]]\nname = \"Suite {n}\"\nsite = \"S{n}\"\nhours = {{ mon-sun = \"08:00-22:00\" }}\n\
             on_bank_holiday = \"as_usual\"\nminimum = 4\nskill = \"clinician\"\ncore = true\n\n"
        )
    });
    TEMPLATE.replacen("[[travel]]", &(more.collect::<String>() + "[[travel]]"), 1)
}

fn fill(desk: &mut Desk) {
    for n in 0..PEOPLE {
        desk.change_rota(&RotaAct::Staff(staff(n)), "bench").unwrap();
    }
    let monday = Utc::now().date_naive().week(Weekday::Mon).first_day();
    let import = desk.read_import(&table(desk, monday), None).unwrap();
    assert!(import.problems.is_empty(), "{:?}", import.problems.first());
    println!("  {} shifts planned", import.added.len());
    desk.keep_rota(&import.proposal.unwrap(), "bench").unwrap();
    let days = Published { from: monday, to: monday + Days::new(7 * WEEKS - 1) };
    desk.change_rota(&RotaAct::Publish(Some(days)), "bench").unwrap();
}

fn table(desk: &Desk, monday: NaiveDate) -> String {
    let sites: Vec<&str> = desk.service().sites.iter().map(|site| site.code.as_str()).collect();
    let mut table = "person,site,from,to\n".to_owned();
    for (n, day) in
        (0..PEOPLE).flat_map(|n| monday.iter_days().take(7 * WEEKS as usize).map(move |day| (n, day)))
    {
        if (day.num_days_from_ce() as usize + n) % 7 < 5 {
            let (from, to) = if n.is_multiple_of(2) { ("07:00", "15:00") } else { ("14:00", "22:00") };
            table += &format!("Person {n},{},{day} {from},{day} {to}\n", sites[n % sites.len()]);
        }
    }
    table
}
