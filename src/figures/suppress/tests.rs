//! That nothing withheld can be worked out, tried by going through everything that could be.

use proptest::prelude::*;

use super::*;

/// Whether a withheld number could be another than it is, found by trying every assignment that fits
/// what is published. Numbers go up to `most`.
fn could_be_another(sums: &Sums, cell: usize, most: u64) -> bool {
    let unknown: Vec<usize> = (0..sums.cells.len()).filter(|place| sums.withheld[*place]).collect();
    let mut values: Vec<u64> = sums.cells.iter().map(|cell| cell.n).collect();
    let truth = values[cell];
    search(sums, &unknown, &mut values, (cell, truth), most)
}

fn search(
    sums: &Sums,
    left: &[usize],
    values: &mut Vec<u64>,
    (cell, truth): (usize, u64),
    most: u64,
) -> bool {
    let Some((place, rest)) = left.split_first() else {
        let fits = |sum: &Sum| sum.parts.iter().map(|part| values[*part]).sum::<u64>() == values[sum.whole];
        return values[cell] != truth && sums.sums.iter().all(fits);
    };
    let own = values[*place];
    let found = (0..=most).any(|n| {
        values[*place] = n;
        let open = |sum: &Sum| rest.contains(&sum.whole) || sum.parts.iter().any(|part| rest.contains(part));
        let fits = |sum: &Sum| {
            let parts = sum.parts.iter().map(|part| values[*part]).sum::<u64>();
            open(sum) || parts == values[sum.whole]
        };
        sums.sums.iter().all(fits) && search(sums, rest, values, (cell, truth), most)
    });
    values[*place] = own;
    found
}

/// A whole that is split in two ways, one of them twice deep, and has two shares, one within the other.
fn tree(first: &[u64], deep: &[u64], second: u64, share: u64, within: u64, limit: u64) -> Sums {
    let mut sums = Sums::default();
    let small = |n: u64| n < limit;
    let inner: u64 = deep.iter().sum();
    let all = inner + first.iter().sum::<u64>();
    let whole = sums.add(all, true, small(all));
    let node = sums.add(inner, true, small(inner));
    let mut parts: Vec<usize> = first.iter().map(|n| sums.add(*n, true, small(*n))).collect();
    let leaves = deep.iter().map(|n| sums.add(*n, true, small(*n))).collect();
    parts.push(node);
    sums.sums.push(Sum { whole, parts });
    sums.sums.push(Sum { whole: node, parts: leaves });
    let second = second.min(all);
    let halves =
        vec![sums.add(second, true, small(second)), sums.add(all - second, true, small(all - second))];
    sums.sums.push(Sum { whole, parts: halves });
    let share = share.min(all);
    let part = sums.add(share, true, small(share));
    let rest = sums.add(all - share, false, (1..limit).contains(&(all - share)));
    sums.sums.push(Sum { whole, parts: vec![part, rest] });
    let within = within.min(share);
    let inner = sums.add(within, true, small(within));
    let rest = sums.add(share - within, false, (1..limit).contains(&(share - within)));
    sums.sums.push(Sum { whole: part, parts: vec![inner, rest] });
    sums
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]
    #[test]
    fn no_withheld_number_can_be_worked_out_from_what_is_published(
        first in prop::collection::vec(0_u64..6, 1..3),
        deep in prop::collection::vec(0_u64..6, 1..3),
        second in 0_u64..12, share in 0_u64..12, within in 0_u64..12, limit in 2_u64..4,
    ) {
        let mut sums = tree(&first, &deep, second, share, within, limit);
        sums.protect();
        let most = sums.cells.iter().map(|cell| cell.n).max().unwrap_or(0) + 1;
        for (place, cell) in sums.cells.iter().enumerate() {
            if cell.published && !sums.withheld[place] {
                prop_assert!(!cell.small, "{} is shown", cell.n);
            } else if cell.published || cell.small {
                prop_assert!(could_be_another(&sums, place, most), "cell {place} of {sums:?} is known");
            }
        }
    }

    #[test]
    fn bounds_are_never_tighter_than_the_truth(
        first in prop::collection::vec(0_u64..60, 1..9),
        deep in prop::collection::vec(0_u64..60, 1..9),
        second in 0_u64..99, share in 0_u64..99, within in 0_u64..99,
    ) {
        let mut sums = tree(&first, &deep, second, share, within, 5);
        sums.protect();
        for (cell, (low, high)) in sums.cells.iter().zip(sums.bounds()) {
            prop_assert!(low <= cell.n && cell.n <= high);
        }
    }
}

#[test]
fn one_small_part_takes_the_next_smallest_with_it_and_no_more() {
    let mut sums = Sums::default();
    let whole = sums.add(30, true, false);
    let parts = [3, 9, 8, 10].map(|n| sums.add(n, true, n < 5)).to_vec();
    sums.sums.push(Sum { whole, parts });
    sums.protect();
    assert_eq!(sums.withheld, [false, true, false, true, false]);
}

#[test]
fn parts_that_are_all_nothing_are_not_told_by_their_whole() {
    let mut sums = Sums::default();
    let whole = sums.add(20, true, false);
    let parts = [0, 0, 20].map(|n| sums.add(n, true, n < 5)).to_vec();
    sums.sums.push(Sum { whole, parts });
    sums.protect();
    assert!(sums.withheld.iter().skip(1).all(|withheld| *withheld));
}
