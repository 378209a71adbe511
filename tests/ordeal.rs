//! The trials of reliability: what is killed, starved, cut off or filled up must lose nothing that
//! was called saved. See docs/ordeal.md.
//!
//! The small run of each trial is an ordinary test. At release size:
//! `cargo test --release --test ordeal -- --ignored --nocapture`

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "what cannot go on here stops the run"
)]

#[path = "ordeal/clocks.rs"]
mod clocks;
#[path = "ordeal/corruption.rs"]
mod corruption;
#[path = "ordeal/failing.rs"]
mod failing;
#[path = "ordeal/folders.rs"]
mod folders;
#[path = "ordeal/full.rs"]
mod full;
#[path = "ordeal/gone.rs"]
mod gone;
#[path = "ordeal/hostile.rs"]
mod hostile;
#[path = "ordeal/kill.rs"]
mod kill;
#[path = "ordeal/panics.rs"]
mod panics;
#[path = "ordeal/power.rs"]
mod power;
#[path = "ordeal/resize.rs"]
mod resize;
#[path = "ordeal/soak.rs"]
mod soak;
#[path = "ordeal/store.rs"]
mod store;
#[path = "ordeal/table.rs"]
#[allow(dead_code, reason = "a trial uses what it needs of it")]
mod table;
#[path = "stories/terminal.rs"]
#[allow(dead_code, reason = "the stories use the rest of it")]
mod terminal;
#[path = "ordeal/two.rs"]
mod two;
#[path = "ordeal/worker.rs"]
mod worker;

use table::{Trial, print, size};

/// All trials at release size. Whether one could not run stands in its note.
#[test]
#[ignore = "the size at which a release is tried: takes long"]
fn ordeal_at_release_size() {
    let runs: [fn() -> Trial; 16] = [
        || kill::run(size("KILL", 1000)),
        || failing::run(size("FAILING", usize::MAX)),
        || full::run(size("FULL", 200)),
        || power::run(size("POWER", 500)),
        || two::run(size("TWO", 100)),
        || soak::run(size("SOAK", 30)),
        || corruption::run(size("CORRUPTION", 1000)),
        || corruption::put_back(size("PUT_BACK", 200)),
        || hostile::run(size("HOSTILE", 1_000_000)),
        || hostile::paste(size("PASTE", 20)),
        || resize::run(size("RESIZE", 1000)),
        || gone::run(size("GONE", 25)),
        || panics::run(size("PANIC", 20)),
        || folders::run(1),
        || clocks::run(1),
        || clocks::shifts_over_the_change(),
    ];
    let trials: Vec<Trial> = runs.into_iter().map(table::guarded).collect();
    print(&trials);
    let losses: usize = trials.iter().map(|trial| trial.losses).sum();
    assert_eq!(losses, 0, "something was lost: see the table");
}

#[test]
fn nothing_called_saved_is_lost_when_the_screen_is_killed_during_entry() {
    kill::run(size("KILL", 6)).must_hold();
}

#[test]
fn any_failing_operation_loses_nothing_and_is_told_as_it_was() {
    failing::run(size("FAILING", 40)).must_hold();
}

#[test]
fn a_full_disk_loses_nothing_and_work_goes_on_when_there_is_room() {
    full::run(size("FULL", 20)).must_hold();
}

#[test]
fn after_a_power_loss_the_store_opens_with_everything_called_saved() {
    power::run(size("POWER", 12)).must_hold();
}

#[test]
fn a_second_program_is_refused_at_once_and_the_store_is_free_after_a_kill() {
    two::run(size("TWO", 3)).must_hold();
}

#[test]
fn days_of_shifts_in_one_process_leave_memory_and_open_files_as_they_were() {
    soak::run(size("SOAK", 2)).must_hold();
}

#[test]
fn damage_to_any_file_is_noticed_or_harmless_and_leaves_what_is_damaged() {
    corruption::run(size("CORRUPTION", 63)).must_hold();
}

#[test]
fn files_cut_missing_or_put_back_are_always_noticed() {
    corruption::put_back(size("PUT_BACK", 3)).must_hold();
}

#[test]
fn no_control_byte_of_anybody_elses_comes_through() {
    hostile::run(size("HOSTILE", 20_000)).must_hold();
    hostile::paste(size("PASTE", 1)).must_hold();
}

#[test]
fn a_window_of_any_size_loses_no_key() {
    resize::run(size("RESIZE", 60)).must_hold();
}

#[test]
fn a_signal_or_a_terminal_that_goes_ends_the_program_at_once() {
    gone::run(size("GONE", 1)).must_hold();
}

#[test]
fn a_fault_of_the_program_leaves_the_terminal_sane_and_names_nobody() {
    panics::run(size("PANIC", 1)).must_hold();
}

#[test]
fn folders_that_cannot_hold_a_store_are_named_and_other_people_read_nothing() {
    folders::run(1).must_hold();
}

#[test]
fn no_clock_makes_a_wait_negative_or_a_shift_too_long() {
    clocks::run(1).must_hold();
    clocks::shifts_over_the_change().must_hold();
}

/// Not a test: what the trials start as a process of its own.
#[test]
#[ignore = "started by the trials"]
fn worker_of_the_trials() {
    worker::work();
}
