//! Which people the board shows. An untold red flag stands on top whatever the filter.

use std::collections::BTreeSet;

use crate::desk::board::Board;
use crate::domain::board::{Level, Row, Standing};
use crate::domain::ids::EpisodeId;

/// A choice of people.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub(super) enum Filter {
    #[default]
    All,
    Waiting,
    LateOrSoon,
    ToDo,
    Children,
    Mine,
}

impl Filter {
    /// The one that the filter key goes on to; one's own list has a key of its own.
    pub(super) fn next(self) -> Self {
        match self {
            Self::All => Self::Waiting,
            Self::Waiting => Self::LateOrSoon,
            Self::LateOrSoon => Self::ToDo,
            Self::ToDo => Self::Children,
            Self::Children | Self::Mine => Self::All,
        }
    }

    /// Whom it shows, in words.
    pub(super) fn words(self) -> &'static str {
        match self {
            Self::All => "everybody",
            Self::Waiting => "waiting",
            Self::LateOrSoon => "late or soon",
            Self::ToDo => "to do",
            Self::Children => "children",
            Self::Mine => "my list",
        }
    }

    /// The rows that are shown, and how many of them only because of an untold red flag.
    pub(super) fn rows(
        self,
        board: &Board,
        child_under: u16,
        mine: &BTreeSet<EpisodeId>,
    ) -> (Vec<Row>, usize) {
        let fits = |row: &Row| match self {
            Self::All => true,
            Self::Waiting => matches!(row.standing, Standing::Waiting | Standing::OnHold),
            Self::LateOrSoon => row.level > Level::Plain,
            Self::ToDo => row.standing == Standing::ToDo,
            Self::Children => row.age.is_some_and(|age| age < child_under),
            Self::Mine => mine.contains(&row.id),
        };
        let shown: Vec<Row> = board.rows.iter().filter(|row| row.open_flag || fits(row)).cloned().collect();
        let beside = shown.iter().filter(|row| !fits(row)).count();
        (shown, beside)
    }
}
