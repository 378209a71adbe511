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
        return values[cell] != truth && sums.all().iter().all(fits);
    };
    let own = values[*place];
    let found = (0..=most).any(|n| {
        values[*place] = n;
        let open = |sum: &Sum| rest.contains(&sum.whole) || sum.parts.iter().any(|part| rest.contains(part));
        let fits = |sum: &Sum| {
            let parts = sum.parts.iter().map(|part| values[*part]).sum::<u64>();
            open(sum) || parts == values[sum.whole]
        };
        sums.all().iter().all(fits) && search(sums, rest, values, (cell, truth), most)
    });
    values[*place] = own;
    found
}

/// A whole that is split in two ways, one of them twice deep, and has two shares, one within the other.
fn tree(first: &[u64], deep: &[u64], second: u64, share: u64, within: u64, limit: u64) -> Sums {
    let mut sums = Sums::under(limit);
    let small = |n: u64| n < limit;
    let inner: u64 = deep.iter().sum();
    let all = inner + first.iter().sum::<u64>();
    let whole = sums.add(all, true, small(all));
    let node = sums.add(inner, true, small(inner));
    let mut parts: Vec<usize> = first.iter().map(|n| sums.add(*n, true, small(*n))).collect();
    let leaves = deep.iter().map(|n| sums.add(*n, true, small(*n))).collect();
    parts.push(node);
    sums.sum(whole, parts);
    sums.sum(node, leaves);
    let second = second.min(all);
    let halves =
        vec![sums.add(second, true, small(second)), sums.add(all - second, true, small(all - second))];
    sums.sum(whole, halves);
    let share = share.min(all);
    let part = sums.add(share, true, small(share));
    let rest = sums.add(all - share, false, (1..limit).contains(&(all - share)));
    sums.sum(whole, vec![part, rest]);
    let within = within.min(share);
    let inner = sums.add(within, true, small(within));
    let rest = sums.add(share - within, false, (1..limit).contains(&(share - within)));
    sums.sum(part, vec![inner, rest]);
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
}

#[test]
fn one_small_part_takes_the_next_smallest_with_it_and_no_more() {
    let mut sums = Sums::under(5);
    let whole = sums.add(30, true, false);
    let parts = [3, 9, 8, 10].map(|n| sums.add(n, true, n < 5)).to_vec();
    sums.sum(whole, parts);
    sums.protect();
    assert_eq!(sums.withheld, [false, true, false, true, false]);
}

#[test]
fn parts_that_are_all_nothing_are_not_told_by_their_whole() {
    let mut sums = Sums::under(5);
    let whole = sums.add(20, true, false);
    let parts = [0, 0, 20].map(|n| sums.add(n, true, n < 5)).to_vec();
    sums.sum(whole, parts);
    sums.protect();
    assert!(sums.withheld.iter().skip(1).all(|withheld| *withheld));
}

#[test]
fn withheld_parts_that_are_few_together_take_another_with_them() {
    let mut sums = Sums::under(5);
    let whole = sums.add(26, true, false);
    let parts = [0, 1, 0, 18, 7].map(|n| sums.add(n, true, n < 5)).to_vec();
    sums.sum(whole, parts);
    sums.protect();
    assert_eq!(sums.withheld, [false, true, true, true, false, true], "the smallest of those shown goes too");
}

#[test]
fn a_number_under_two_names_is_withheld_under_both_and_so_is_what_is_left_of_the_whole() {
    let mut sums = Sums::under(5);
    let all = sums.add(40, true, false);
    sums.everybody = Some(all);
    let parts = [4, 36].map(|n| sums.add(n, true, n < 5)).to_vec();
    let same = sums.add(4, true, true);
    let beside = sums.add(36, true, false);
    sums.sum(all, parts.clone());
    sums.sum(same, vec![parts[0]]);
    let rest = sums.rest(all, same);
    sums.sum(rest, vec![beside]);
    sums.protect();
    assert_eq!(sums.withheld[..5], [false, true, true, true, true], "one shown would tell of all the others");
}

#[test]
fn a_number_between_two_that_meet_is_not_withheld_alone() {
    // What is in the middle is at most the one and at least the other, and both are 6.
    let mut sums = Sums::under(5);
    let most = sums.add(6, true, false);
    let parts = [2, 4].map(|n| sums.add(n, true, n < 5)).to_vec();
    let middle = sums.together(parts.clone());
    let least = sums.add(6, true, false);
    sums.rest(most, middle);
    sums.rest(middle, least);
    // The first part is another number too, which is shown.
    let same = sums.add(2, true, true);
    sums.sum(same, vec![parts[0]]);
    sums.protect();
    for cell in parts {
        assert!(could_be_another(&sums, cell, 9), "{cell} of {sums:?}");
    }
}

#[test]
fn what_the_question_says_is_shown_and_guards_nothing_else() {
    let mut sums = Sums::under(5);
    let all = sums.add(20, true, false);
    let parts = [0, 17, 3].map(|n| sums.add(n, true, n < 5)).to_vec();
    sums.is_nothing(parts[0]);
    sums.sum(all, parts);
    sums.protect();
    assert_eq!(sums.withheld, [false, false, true, true]);
}

#[test]
fn where_everybody_is_few_nothing_is_told() {
    let mut sums = Sums::under(5);
    let all = sums.add(3, true, true);
    let rows = sums.add(9, true, false);
    sums.everybody = Some(all);
    sums.protect();
    assert!(sums.is_withheld(rows), "nine referrals onward of three people");
}
