//! What the service reports of its work: counted from the facts of its episodes.
//!
//! Lives here: what each figure counts, which of them may be shown, and the periods they are of. Names and
//! definitions stand once, in docs/figures.md, and are read from there.
//! Must not live here: a clock, a file, the store, a screen. Facts come in one at a time.

pub mod count;
pub mod definitions;
pub mod period;
pub mod sheet;
pub mod suppress;
pub mod tally;
pub mod words;

pub use count::{Counting, Group};
pub use definitions::{Definition, Kind, definition, definitions};
pub use period::{Period, Step};
pub use sheet::{CoverCounted, Figure, Row, Sheet, Times, Value, sheet};
pub use suppress::{Shown, ShownRow, ShownValue, shown, unguarded};
pub use tally::{Count, Split, Tally, Time};
