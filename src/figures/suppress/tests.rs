//! That of real sheets no more and no less is withheld than has to be; `tests/figures_guard.rs` attacks them.

use super::*;
use crate::domain::service::MandatoryGroup;
use crate::figures::{Count, CoverCounted, Group, Period, Split, Tally, sheet};

/// The rest of a tally, as it would be counted of real people: whom no row is said of is in one all the same.
fn whole(service: &Service, mut tally: Tally) -> Tally {
    let all = tally.count(Count::Identified);
    let sum = |tally: &Tally, split| tally.split(split).map(|(_, n)| n).sum::<u64>();
    for split in [Split::Source, Split::Reason, Split::Site, Split::Position, Split::Age, Split::Sex] {
        (sum(&tally, split)..all)
            .for_each(|_| tally.under(split, if split == Split::Age { "25-64" } else { "x" }));
    }
    for split in [Split::Ethnicity, Split::Forces] {
        (sum(&tally, split)..all).for_each(|_| tally.under(split, "not_recorded"));
    }
    let under = |tally: &Tally, code| tally.under_code(Split::Age, code);
    let children = under(&tally, "14-15") + under(&tally, "16-17");
    let known = all - under(&tally, "unknown");
    tally.several(Count::Under18, children - tally.count(Count::Under18));
    tally.several(Count::Adults, known - children - tally.count(Count::Adults));
    for item in &service.figures.at_referral {
        let n = if item.code() == "birth" { known } else { all };
        let told = tally.under_code(Split::CompleteReferral, item.code());
        (told..n).for_each(|_| tally.under(Split::CompleteReferral, item.code()));
    }
    (0..tally.count(Count::Seen)).for_each(|_| tally.minutes(crate::figures::Time::WaitInHours, 7));
    let (onward, reports) = (tally.count(Count::Onward), tally.count(Count::Reports));
    (0..onward).for_each(|_| tally.under(Split::Destination, "gp"));
    (0..reports).for_each(|_| tally.under(Split::Report, "court"));
    tally
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
    let sheet =
        sheet(&service, (period, &[], &Group::Everybody), &whole(&service, tally), &CoverCounted::default());
    let shown = shown(&service, &sheet, 5);
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
        let sheet = sheet(
            &service,
            (period, &[], &Group::Everybody),
            &whole(&service, tally),
            &CoverCounted::default(),
        );
        let shown = shown(&service, &sheet, 5);
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
    let sheet =
        sheet(&service, (period, &[], &Group::Everybody), &whole(&service, tally), &CoverCounted::default());
    let shown = shown(&service, &sheet, 5);
    let of = |code: &str| shown.iter().find(|one| one.definition.code == code).map(|one| one.value.clone());
    assert_eq!(of("identified"), Some(ShownValue::Number(Some(125))));
    let Some(ShownValue::Rows { rows, .. }) = of("by_sex") else { panic!() };
    let told: Vec<&str> = rows.iter().filter(|row| row.n.is_some()).map(|row| row.code.as_str()).collect();
    assert_eq!(told, ["M"], "the two of the others are not told by the rest");
}

fn november() -> Period {
    Period { first: "2026-11-01".parse().unwrap(), last: "2026-11-30".parse().unwrap() }
}

/// What is shown of a tally, by the code of a figure.
fn of_tally(service: &Service, group: &Group, tally: &Tally, code: &str) -> ShownValue {
    let sheet =
        sheet(service, (november(), &[], group), &whole(service, tally.clone()), &CoverCounted::default());
    let shown = shown(service, &sheet, 5);
    shown.iter().find(|one| one.definition.code == code).map(|one| one.value.clone()).unwrap()
}

fn row(value: &ShownValue, code: &str) -> Option<u64> {
    let ShownValue::Rows { rows, .. } = value else { panic!("{value:?}") };
    rows.iter().find(|row| row.code == code).unwrap().n
}

fn service() -> Service {
    let text = crate::desk::service_file::TEMPLATE;
    let mut service = crate::desk::service_file::read(text, "service.toml").unwrap();
    let young = MandatoryGroup { code: "young".into(), under_age: Some(18), ..MandatoryGroup::default() };
    service.mandatory_groups.push(young);
    service
}

/// Eight children of thirty, and three whose age is not known.
fn with_children() -> Tally {
    let mut tally = Tally::default();
    tally.several(Count::Identified, 30);
    tally.several(Count::Under18, 8);
    tally.several(Count::Adults, 19);
    for (band, n) in [("16-17", 8), ("25-64", 19), ("unknown", 3)] {
        (0..n).for_each(|_| tally.under(Split::Age, band));
    }
    (0..8).for_each(|_| tally.under(Split::Group, "young"));
    tally
}

#[test]
fn a_group_that_goes_by_one_thing_tells_no_more_than_the_split_by_it_does() {
    let (service, mut tally) = (service(), with_children());
    for (sex, n) in [("F", 12), ("M", 15), ("X", 3)] {
        (0..n).for_each(|_| tally.under(Split::Sex, sex));
    }
    (0..12).for_each(|_| tally.under(Split::Group, "women"));
    let of = |code| of_tally(&service, &Group::Everybody, &tally, code);
    let (sexes, groups) = (of("by_sex"), of("by_group"));
    assert_eq!(["F", "X"].map(|code| row(&sexes, code)), [None, None], "three are not told by the others");
    assert_eq!(row(&groups, "women"), None);
    let ShownValue::Part { n: children, .. } = of("under_18") else { panic!() };
    assert_eq!(row(&groups, "young"), children, "one number under two names");
}

#[test]
fn of_children_it_is_told_that_none_is_an_adult() {
    let mut tally = Tally::default();
    tally.several(Count::Identified, 12);
    tally.several(Count::Under18, 12);
    (0..9).for_each(|_| tally.under(Split::Age, "16-17"));
    (0..3).for_each(|_| tally.under(Split::Age, "14-15"));
    (0..12).for_each(|_| tally.under(Split::Group, "young"));
    let of = |code| of_tally(&service(), &Group::Children, &tally, code);
    assert_eq!(of("adults"), ShownValue::Part { n: Some(0), of: Some(12) });
    assert_eq!(of("under_18"), ShownValue::Part { n: Some(12), of: Some(12) });
    let (ages, groups) = (of("by_age"), of("by_group"));
    assert_eq!(["25-64", "unknown"].map(|code| row(&ages, code)), [Some(0), Some(0)]);
    assert_eq!(["14-15", "16-17"].map(|code| row(&ages, code)), [None, None], "which of them is not known");
    assert_eq!(row(&groups, "young"), Some(12), "as the question is of children");
}

#[test]
fn one_referral_onward_is_one_person_and_is_withheld() {
    let mut tally = Tally::default();
    tally.several(Count::Identified, 40);
    tally.several(Count::ReferredOn, 1);
    tally.several(Count::Onward, 1);
    tally.several(Count::Reports, 4);
    let of = |code| of_tally(&service(), &Group::Everybody, &tally, code);
    assert_eq!([of("onward"), of("reports")], [ShownValue::Number(None), ShownValue::Number(None)]);
}

#[test]
fn where_the_limit_is_nothing_everything_is_shown() {
    let sheet = sheet(
        &service(),
        (november(), &[], &Group::Everybody),
        &whole(&service(), with_children()),
        &CoverCounted::default(),
    );
    assert_eq!(shown(&service(), &sheet, 0), unguarded(&sheet));
    assert_ne!(shown(&service(), &sheet, 5), unguarded(&sheet));
}
