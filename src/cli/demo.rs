//! `liaison demo`: a made-up service with a busy evening in it.

use std::fs;
use std::path::{Path, PathBuf};

use uuid::Uuid;

use super::DemoArgs;
use super::exit::{EX_CANTCREAT, Stop};
use super::open::{door, now_given, warn};
use super::progress::Progress;
use crate::desk::door::parse_now;
use crate::desk::paths::Paths;
use crate::desk::{Clock, Door, demo};

/// A demo store on disk. A temporary one is gone when this is dropped.
#[derive(Debug)]
pub struct DemoStore {
    dir: PathBuf,
    temporary: bool,
}

impl DemoStore {
    /// Its folder.
    pub fn dir(&self) -> &Path {
        &self.dir
    }

    /// Lets the store stay, also a temporary one, and gives its folder.
    pub fn keep(mut self) -> PathBuf {
        self.temporary = false;
        self.dir.clone()
    }
}

impl Drop for DemoStore {
    fn drop(&mut self) {
        // Invented people only: what cannot be removed now harms nobody.
        if self.temporary {
            let _ = fs::remove_dir_all(&self.dir);
        }
    }
}

/// Makes the demo store, or finds the one that is there already.
///
/// `data` is what `--data` says; without it the store is in a temporary folder of its own.
///
/// # Errors
/// A folder with the records of a real service in it, one that cannot be used, a wrong `LIAISON_NOW`.
pub fn make(args: &DemoArgs, data: Option<&Path>) -> Result<DemoStore, Stop> {
    let now = match now_given() {
        Some(text) => Clock::At(parse_now(&text)?),
        None => Clock::System,
    };
    let store = match data {
        Some(data) => DemoStore { dir: Paths::at(data)?.data, temporary: false },
        None => DemoStore { dir: std::env::temp_dir().join(temporary_name()), temporary: true },
    };
    if Door::is_set_up(&store.dir) {
        if !door(&store.dir)?.is_demo() {
            return Err(Stop::new(
                EX_CANTCREAT,
                format!(
                    "{} holds the records of a real service. Nothing was changed. Name another folder for the demo.",
                    store.dir.display()
                ),
            ));
        }
        warn(&format!("{} holds a demo already; it is used as it is.", store.dir.display()));
        return Ok(store);
    }
    let mut progress = Progress::new("making the demo");
    let mut go_on = |share| progress.tell(share);
    let made = demo::create_while(&store.dir, now.now(), episodes(args), args.seed, &mut go_on);
    progress.end(
        made.map(drop).map_err(Stop::from),
        "Nothing of the demo was kept. Run liaison demo again, with fewer --episodes if it takes too long.",
    )?;
    Ok(store)
}

fn temporary_name() -> String {
    format!("liaison-demo-{}", Uuid::now_v7().simple())
}

fn episodes(args: &DemoArgs) -> usize {
    args.episodes.and_then(|number| usize::try_from(number).ok()).unwrap_or(0)
}
