//! The generated store that a bench is over: made once, and kept where a folder is named for it.

use std::path::PathBuf;
use std::time::Instant;

use liaison::desk::{Door, demo};

/// The folder of the store, with what keeps it there. None where the bench is only built or tried, as by
/// `cargo test --benches`. `LIAISON_BENCH_EPISODES` and `LIAISON_BENCH_STORE` say how large and where.
pub fn folder() -> Option<(tempfile::TempDir, PathBuf)> {
    if !std::env::args().any(|argument| argument == "--bench") {
        return None;
    }
    let episodes =
        std::env::var("LIAISON_BENCH_EPISODES").ok().and_then(|n| n.parse().ok()).unwrap_or(30_000);
    let own = tempfile::tempdir().unwrap();
    let kept = std::env::var_os("LIAISON_BENCH_STORE").map(PathBuf::from);
    let store = kept.unwrap_or_else(|| own.path().join("store"));
    if Door::is_set_up(&store) {
        println!("the store that is there already");
    } else {
        let began = Instant::now();
        drop(demo::create(&store, chrono::Utc::now(), episodes, 1).unwrap());
        println!("a store of {episodes} episodes made in {:.1} s", began.elapsed().as_secs_f64());
    }
    Some((own, store))
}
