//! The note to the team against the journal: what is in the one has to be in the other, whatever else
//! was recorded, and what changed from one note to the next.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "what cannot go on here stops the run"
)]

#[path = "handover/changes.rs"]
mod changes;
#[path = "handover/deletions.rs"]
mod deletions;
#[path = "board_oracle/dice.rs"]
mod dice;
#[path = "desk/evening.rs"]
mod evening;
#[path = "handover/facts.rs"]
mod facts;
#[path = "handover/owners.rs"]
mod owners;
#[path = "board_oracle/walk.rs"]
#[allow(dead_code, reason = "the oracle of the board names the verbs as well")]
mod walk;
#[path = "rota/week.rs"]
mod week;

use std::collections::BTreeMap;

use liaison::domain::page::{Page, Role};
use proptest::prelude::*;

use dice::Dice;
use evening::Evening;
use walk::Walk;

/// What the pages say but at their head and foot, on one line.
pub fn said(pages: &[Page]) -> String {
    let lines = pages.iter().flat_map(|page| &page.lines);
    let own = lines.filter(|line| !matches!(line.role, Role::Head | Role::Foot));
    let words = own.flat_map(|line| line.text.split_whitespace().map(str::to_owned).collect::<Vec<_>>());
    words.collect::<Vec<_>>().join(" ")
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 4, max_shrink_iters: 8, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn nobody_on_the_board_is_missing_from_the_note_of_any_sites(seed in any::<u64>()) {
        let mut evening = Evening::new();
        let (mut dice, mut done) = (Dice::new(seed), BTreeMap::new());
        Walk { desk: &mut evening.desk, dice: &mut dice, done: &mut done }.steps(45);
        let board = evening.desk.board().unwrap();
        let codes: Vec<String> = evening.desk.service().sites.iter().map(|site| site.code.clone()).collect();
        for subset in 0..1_usize << codes.len() {
            let sites: Vec<String> =
                codes.iter().enumerate().filter(|(n, _)| subset & (1 << n) != 0).map(|(_, c)| c.clone()).collect();
            let note = evening.desk.handover(&sites).unwrap();
            let text = said(&note.pages);
            for row in &board.rows {
                let here = sites.is_empty() || sites.contains(&row.site);
                prop_assert_eq!(text.contains(&row.reference), here, "{} for {:?}:\n{}", row.reference, sites, text);
            }
            // And what the journal says is open is there too.
            if sites.is_empty() {
                let missing = facts::Open::of(&evening.events()).missing(&text);
                prop_assert!(missing.is_empty(), "{:?}\n{}", missing, text);
            }
        }
    }
}
