//! That nothing withheld can be worked out, tried by going through everything that could be.

use proptest::prelude::*;

use super::*;
use crate::figures::{Count, CoverCounted, Group, Period, Split, Tally, sheet};

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
    let mut sums = Sums { limit, ..Sums::default() };
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
    let mut sums = Sums { limit: 5, ..Sums::default() };
    let whole = sums.add(30, true, false);
    let parts = [3, 9, 8, 10].map(|n| sums.add(n, true, n < 5)).to_vec();
    sums.sums.push(Sum { whole, parts });
    sums.protect();
    assert_eq!(sums.withheld, [false, true, false, true, false]);
}

#[test]
fn parts_that_are_all_nothing_are_not_told_by_their_whole() {
    let mut sums = Sums { limit: 5, ..Sums::default() };
    let whole = sums.add(20, true, false);
    let parts = [0, 0, 20].map(|n| sums.add(n, true, n < 5)).to_vec();
    sums.sums.push(Sum { whole, parts });
    sums.protect();
    assert!(sums.withheld.iter().skip(1).all(|withheld| *withheld));
}

/// A tally whose parts add up as those of real people do.
fn tally(sources: &[u64], ages: &[u64], shares: &[u64]) -> Tally {
    let mut tally = Tally::default();
    let codes = ["custody_officer", "solicitor", "gp", "self", "cps", "prison"];
    let bands = ["14-15", "16-17", "18-24", "25-64", "unknown"];
    let all: u64 = sources.iter().sum();
    for (code, n) in codes.iter().zip(sources) {
        (0..*n).for_each(|_| tally.under(Split::Source, code));
    }
    let mut left = all;
    for (nth, band) in bands.iter().enumerate() {
        let n = if nth + 1 == bands.len() { left } else { ages[nth].min(left) };
        left -= n;
        (0..n).for_each(|_| tally.under(Split::Age, band));
        let whole = [Count::Under18, Count::Under18, Count::Adults, Count::Adults];
        if let Some(whole) = whole.get(nth) {
            tally.several(*whole, n);
        }
    }
    tally.several(Count::Identified, all);
    let mut whole = all;
    for (count, share) in [Count::ReferredOn, Count::Accepted, Count::Attended].iter().zip(shares) {
        whole = (*share).min(whole);
        tally.several(*count, whole);
    }
    tally
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(60))]
    #[test]
    fn on_a_whole_sheet_no_small_count_is_shown_and_none_that_is_withheld_has_bounds_that_meet(
        sources in prop::collection::vec(0_u64..14, 6),
        ages in prop::collection::vec(0_u64..9, 5),
        shares in prop::collection::vec(0_u64..40, 3),
    ) {
        let text = crate::desk::service_file::TEMPLATE;
        let service = crate::desk::service_file::read(text, "service.toml").unwrap();
        let period = Period { first: "2026-11-01".parse().unwrap(), last: "2026-11-30".parse().unwrap() };
        let tally = tally(&sources, &ages, &shares);
        let asked = (period, [].as_slice(), &Group::Everybody);
        let sheet = sheet(&service, asked, &tally, &CoverCounted::default());
        let cells = cells(&sheet, 5);
        for ((cell, (low, high)), withheld) in
            cells.sums.cells.iter().zip(cells.sums.bounds()).zip(&cells.sums.withheld)
        {
            prop_assert!(!cell.published || cell.n >= 5 || *withheld, "{} is shown", cell.n);
            let guarded = cell.small || (cell.published && *withheld);
            prop_assert!(!guarded || low < high, "{} is known", cell.n);
        }
        for figure in shown(&sheet, 5) {
            if let ShownValue::Number(Some(n)) | ShownValue::Part { n: Some(n), .. } = figure.value {
                let of_people = figure.definition.kind != Kind::Number;
                prop_assert!(n >= 5 || !of_people, "{} shows {n}", figure.definition.code);
            }
        }
    }
}

#[test]
fn withheld_parts_that_are_few_together_take_another_with_them() {
    let mut sums = Sums { limit: 5, ..Sums::default() };
    let whole = sums.add(26, true, false);
    let parts = [0, 1, 0, 18, 7].map(|n| sums.add(n, true, n < 5)).to_vec();
    sums.sums.push(Sum { whole, parts });
    sums.protect();
    assert_eq!(sums.withheld, [false, true, true, true, false, true], "the smallest of those shown goes too");
}

#[test]
fn children_are_not_told_by_the_adults_and_those_whose_birth_is_recorded() {
    let text = crate::desk::service_file::TEMPLATE;
    let service = crate::desk::service_file::read(text, "service.toml").unwrap();
    let period = Period { first: "2026-11-01".parse().unwrap(), last: "2026-11-30".parse().unwrap() };
    let mut tally = Tally::default();
    tally.several(Count::Identified, 26);
    tally.several(Count::Under18, 3);
    tally.several(Count::Adults, 23);
    for (band, n) in [("16-17", 3), ("25-64", 23)] {
        (0..n).for_each(|_| tally.under(Split::Age, band));
    }
    (0..26).for_each(|_| tally.under(Split::CompleteReferral, "birth"));
    let sheet = sheet(&service, (period, &[], &Group::Everybody), &tally, &CoverCounted::default());
    let shown = shown(&sheet, 5);
    let of = |code: &str| shown.iter().find(|one| one.definition.code == code).map(|one| one.value.clone());
    let Some(ShownValue::Part { n: children, .. }) = of("under_18") else { panic!() };
    let Some(ShownValue::Part { n: adults, .. }) = of("adults") else { panic!() };
    let Some(ShownValue::Rows { rows, .. }) = of("complete_referral") else { panic!() };
    let birth = rows.iter().find(|row| row.code == "birth").unwrap().n;
    assert_eq!(children, None);
    assert!(adults.is_none() || birth.is_none(), "{adults:?} of {birth:?} whose birth is recorded");
}

#[test]
fn of_few_the_ninetieth_centile_is_one_persons_and_does_not_leave() {
    let text = crate::desk::service_file::TEMPLATE;
    let service = crate::desk::service_file::read(text, "service.toml").unwrap();
    let period = Period { first: "2026-11-01".parse().unwrap(), last: "2026-11-30".parse().unwrap() };
    for (n, told) in [(9, false), (10, true)] {
        let mut tally = Tally::default();
        tally.several(Count::Identified, 40);
        tally.several(Count::Seen, n);
        (1..=n).for_each(|minute| tally.minutes(crate::figures::Time::Wait, i64::try_from(minute).unwrap()));
        let sheet = sheet(&service, (period, &[], &Group::Everybody), &tally, &CoverCounted::default());
        let shown = shown(&sheet, 5);
        let wait = shown.iter().find(|one| one.definition.code == "wait").unwrap();
        let ShownValue::Times(Some(times)) = wait.value else { panic!("{wait:?}") };
        assert_eq!((times.median.is_some(), times.p90.is_some()), (true, told), "of {n}");
    }
}

/// A year of which two have no age, and eleven are children.
#[test]
fn the_number_of_everybody_is_withheld_last_of_all() {
    let text = crate::desk::service_file::TEMPLATE;
    let service = crate::desk::service_file::read(text, "service.toml").unwrap();
    let period = Period { first: "2026-04-01".parse().unwrap(), last: "2027-03-31".parse().unwrap() };
    let mut tally = Tally::default();
    tally.several(Count::Identified, 125);
    tally.several(Count::Under18, 11);
    tally.several(Count::Adults, 112);
    let mut under = |split: Split, rows: &[(&str, u64)]| {
        rows.iter().for_each(|(code, n)| (0..*n).for_each(|_| tally.under(split, code)));
    };
    under(Split::Age, &[("14-15", 5), ("16-17", 6), ("25-64", 112), ("unknown", 2)]);
    under(Split::Sex, &[("M", 95), ("F", 28), ("X", 2)]);
    under(Split::CompleteReferral, &[("birth", 123), ("sex", 125)]);
    let sheet = sheet(&service, (period, &[], &Group::Everybody), &tally, &CoverCounted::default());
    let shown = shown(&sheet, 5);
    let of = |code: &str| shown.iter().find(|one| one.definition.code == code).map(|one| one.value.clone());
    assert_eq!(of("identified"), Some(ShownValue::Number(Some(125))));
    let Some(ShownValue::Rows { rows, .. }) = of("by_sex") else { panic!() };
    let told: Vec<&str> = rows.iter().filter(|row| row.n.is_some()).map(|row| row.code.as_str()).collect();
    assert_eq!(told, ["M"], "the two of the others are not told by the rest");
}
