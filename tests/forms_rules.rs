//! The rules of the trickier instruments, written a second time here and tried on random answers.
//!
//! The published vectors cannot hold every combination; these tests do not look at the form files.

// A test may break; its helpers, too.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing)]

use std::sync::{Arc, LazyLock};

use chrono::NaiveDate;
use liaison::forms::{Context, Form, Library, Sheet};
use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;
use proptest::sample::select;
use serde_json::{Map, Value as Json, json};

type Given = Option<i64>;

static LIBRARY: LazyLock<Library> = LazyLock::new(Library::default);

fn form(id: &str) -> Arc<Form> {
    LIBRARY.get(id).unwrap_or_else(|why| panic!("{why}"))
}

fn sheet(form: &Arc<Form>, items: &Map<String, Json>) -> Sheet {
    let answers = form.answers_from_json(&Json::Object(items.clone())).unwrap();
    form.sheet(&answers, &Context::on(NaiveDate::from_ymd_opt(2026, 11, 22).unwrap()))
}

/// q1, q2 ... with these answers; those not given are null.
fn numbered(given: &[Given]) -> Map<String, Json> {
    (1..).zip(given).map(|(n, given)| (format!("q{n}"), json!(given))).collect()
}

fn total(sheet: &Sheet) -> Given {
    sheet.score("total").unwrap().value
}

fn range(sheet: &Sheet) -> (Given, Given) {
    let total = sheet.score("total").unwrap();
    (total.floor, total.ceiling)
}

fn band(sheet: &Sheet, id: &str) -> Option<String> {
    sheet.score(id).unwrap().band.clone()
}

fn all(given: &[Given]) -> Option<Vec<i64>> {
    given.iter().copied().collect()
}

fn some(word: &str) -> Option<String> {
    Some(word.to_owned())
}

// ---- K10: an item that is not asked counts 1; one that was asked all the same counts as answered --

proptest! {
    #[test]
    fn k10_counts_a_skipped_item_as_one(given in vec(option::weighted(0.85, 1_i64..=5), 10)) {
        let sheet = sheet(&form("k10"), &numbered(&given));
        let mut counted = given.clone();
        for (item, gate) in [(2, 1), (5, 4)] {
            if given[item].is_none() && given[gate] == Some(1) {
                counted[item] = Some(1);
            }
        }
        let sum = all(&counted).map(|values| values.iter().sum::<i64>());
        prop_assert_eq!(total(&sheet), sum);
        prop_assert_eq!(sheet.is_complete(), sum.is_some());
        let floor: i64 = counted.iter().map(|value| value.unwrap_or(1)).sum();
        let ceiling: i64 = counted.iter().map(|value| value.unwrap_or(5)).sum();
        prop_assert_eq!(range(&sheet), (Some(floor), Some(ceiling)));
        let abs = sum.map(|sum| match sum {
            ..16 => "Low (10-15)",
            16..22 => "Moderate (16-21)",
            22..30 => "High (22-29)",
            _ => "Very high (30-50)",
        });
        prop_assert_eq!(band(&sheet, "abs"), abs.map(str::to_owned));
        prop_assert_eq!(sheet.flagged("k10-4"), given[3] >= Some(4));
    }
}

// ---- NEWS2: the college's table, edge by edge -----------------------------------------------------

#[derive(Clone, Debug)]
struct Signs {
    rr: i64,
    spo2: i64,
    scale2: bool,
    on_oxygen: bool,
    sbp: i64,
    pulse: i64,
    acvpu: &'static str,
    /// In tenths of a degree.
    temp: i64,
}

const WELL: Signs =
    Signs { rr: 16, spo2: 97, scale2: false, on_oxygen: false, sbp: 120, pulse: 70, acvpu: "A", temp: 370 };

impl Signs {
    fn items(&self) -> Map<String, Json> {
        let temp: Json = serde_json::from_str(&format!("{}.{}", self.temp / 10, self.temp % 10)).unwrap();
        let items = json!({
            "rr": self.rr, "spo2": self.spo2, "scale2": self.scale2, "onO2": self.on_oxygen,
            "sbp": self.sbp, "pulse": self.pulse, "acvpu": self.acvpu, "temp": temp,
        });
        items.as_object().unwrap().clone()
    }

    fn points(&self) -> [i64; 7] {
        let saturation = match (self.scale2, self.on_oxygen, self.spo2) {
            (false, _, ..92) | (true, _, ..84) | (true, true, 97..) => 3,
            (false, _, 92 | 93) | (true, _, 84 | 85) | (true, true, 95 | 96) => 2,
            (false, _, 94 | 95) | (true, _, 86 | 87) | (true, true, 93 | 94) => 1,
            _ => 0,
        };
        let breaths = match self.rr {
            ..9 | 25.. => 3,
            21..25 => 2,
            9..12 => 1,
            _ => 0,
        };
        let pressure = match self.sbp {
            ..91 | 220.. => 3,
            91..101 => 2,
            101..111 => 1,
            _ => 0,
        };
        let beats = match self.pulse {
            ..41 | 131.. => 3,
            111..131 => 2,
            41..51 | 91..111 => 1,
            _ => 0,
        };
        let warmth = match self.temp {
            ..351 => 3,
            391.. => 2,
            351..361 | 381..391 => 1,
            _ => 0,
        };
        let awake = if self.acvpu == "A" { 0 } else { 3 };
        [breaths, saturation, if self.on_oxygen { 2 } else { 0 }, pressure, beats, awake, warmth]
    }
}

fn check_news2(form: &Arc<Form>, signs: &Signs) {
    let sheet = sheet(form, &signs.items());
    let points = signs.points();
    let sum: i64 = points.iter().sum();
    let any_three = points.contains(&3);
    let name = match sum {
        7.. => "High",
        5 | 6 => "Medium",
        _ if any_three => "Low-medium",
        _ => "Low",
    };
    assert!(sheet.is_complete(), "{signs:?}");
    assert_eq!(total(&sheet), Some(sum), "{signs:?}");
    assert_eq!(band(&sheet, "total"), some(name), "{signs:?}");
    assert_eq!(band(&sheet, "any_three"), some(if any_three { "Yes" } else { "No" }), "{signs:?}");
    assert_eq!(sheet.flagged("news2-5"), sum >= 5 || any_three, "{signs:?}");
    assert_eq!(sheet.flagged("news2-7"), sum >= 7, "{signs:?}");
}

#[test]
fn news2_scores_every_value_of_every_measurement() {
    let form = form("news2");
    for rr in 0..=99 {
        check_news2(&form, &Signs { rr, ..WELL });
    }
    for spo2 in 0..=100 {
        for (scale2, on_oxygen) in [(false, false), (false, true), (true, false), (true, true)] {
            check_news2(&form, &Signs { spo2, scale2, on_oxygen, ..WELL });
        }
    }
    for beats in 0..=350 {
        check_news2(&form, &Signs { sbp: beats, ..WELL });
        check_news2(&form, &Signs { pulse: beats, ..WELL });
    }
    for temp in 200..=460 {
        check_news2(&form, &Signs { temp, ..WELL });
    }
    for acvpu in ["A", "C", "V", "P", "U"] {
        check_news2(&form, &Signs { acvpu, ..WELL });
    }
}

fn signs() -> impl Strategy<Value = Signs> {
    let on_edge =
        |edges: &'static [i64]| (select(edges), -1_i64..=1).prop_map(|(edge, beside)| edge + beside);
    (
        on_edge(&[8, 9, 11, 12, 16, 20, 21, 24, 25]),
        on_edge(&[83, 84, 86, 87, 88, 91, 92, 94, 95, 96, 97]),
        any::<bool>(),
        any::<bool>(),
        on_edge(&[90, 91, 100, 101, 110, 111, 150, 219, 220]),
        on_edge(&[40, 41, 50, 51, 70, 90, 91, 110, 111, 130, 131]),
        select(&["A", "A", "A", "C", "V", "P", "U"][..]),
        on_edge(&[350, 351, 360, 361, 370, 380, 381, 390, 391]),
    )
        .prop_map(|(rr, spo2, scale2, on_oxygen, sbp, pulse, acvpu, temp)| Signs {
            rr,
            spo2,
            scale2,
            on_oxygen,
            sbp,
            pulse,
            acvpu,
            temp,
        })
}

proptest! {
    #[test]
    fn news2_adds_up_whatever_comes_together(signs in signs()) {
        check_news2(&form("news2"), &signs);
    }

    #[test]
    fn news2_without_a_measurement_has_no_total_but_holds_its_range(
        signs in signs(),
        left_out in select(&["rr", "spo2", "scale2", "onO2", "sbp", "pulse", "acvpu", "temp"][..]),
    ) {
        let mut items = signs.items();
        items.insert(left_out.to_owned(), Json::Null);
        let sheet = sheet(&form("news2"), &items);
        let sum: i64 = signs.points().iter().sum();
        // On scale 1 a missing scale or oxygen answer still leaves the question unanswered.
        prop_assert_eq!(sheet.is_complete(), false);
        if left_out != "scale2" {
            prop_assert_eq!(total(&sheet), None);
        }
        let (floor, ceiling) = range(&sheet);
        prop_assert!(floor.unwrap() <= sum && sum <= ceiling.unwrap(), "{:?}..{:?} holds {sum}", floor, ceiling);
    }
}

// ---- PCL-5: four clusters -----------------------------------------------------------------------

proptest! {
    #[test]
    fn pcl5_counts_its_clusters(given in vec(option::weighted(0.98, 0_i64..=4), 20)) {
        let sheet = sheet(&form("pcl5"), &numbered(&given));
        let count = |items: &[Given]| all(items).map(|values| values.iter().filter(|value| **value >= 2).count());
        let clusters = [count(&given[..5]), count(&given[5..7]), count(&given[7..14]), count(&given[14..])];
        for (id, expected) in ["cluster_b", "cluster_c", "cluster_d", "cluster_e"].iter().zip(clusters) {
            let expected = expected.map(|count| i64::try_from(count).unwrap());
            prop_assert_eq!(sheet.score(id).unwrap().value, expected);
        }
        let met = match clusters {
            [Some(b), Some(c), Some(d), Some(e)] if b >= 1 && c >= 1 && d >= 2 && e >= 2 => some("Pattern met"),
            [Some(_), Some(_), Some(_), Some(_)] => some("Pattern not met"),
            _ => None,
        };
        prop_assert_eq!(band(&sheet, "provisional_dsm5"), met);
        prop_assert_eq!(total(&sheet), all(&given).map(|values| values.iter().sum()));
    }

    #[test]
    fn phq9_tells_its_two_patterns(given in vec(0_i64..=3, 9)) {
        let sheet = sheet(&form("phq9"), &numbered(&given.iter().copied().map(Some).collect::<Vec<_>>()));
        let core = given[..2].iter().filter(|value| **value >= 2).count();
        let other = given[2..8].iter().filter(|value| **value >= 2).count() + usize::from(given[8] >= 1);
        let pattern = match (core, core + other) {
            (1.., 5..) => "Pattern of major depressive syndrome",
            (1.., 2..) => "Pattern of other depressive syndrome",
            _ => "Neither pattern",
        };
        prop_assert_eq!(band(&sheet, "syndrome"), some(pattern));
        prop_assert_eq!(sheet.score("symptoms").unwrap().value, Some(i64::try_from(core + other).unwrap()));
    }
}

// ---- Screens that are certain before they are complete ------------------------------------------

proptest! {
    #[test]
    fn bjmhs_refers_as_soon_as_it_is_certain(given in vec(option::weighted(0.8, 0_i64..=1), 9)) {
        let mut items = numbered(&given[..8]);
        items.insert("other_reason".to_owned(), json!(given[8]));
        let sheet = sheet(&form("bjmhs"), &items);
        let symptoms = all(&given[..6]).map(|values| values.iter().sum::<i64>());
        let yes = given[..6].iter().flatten().sum::<i64>();
        let refer = yes >= 2 || given[6..].contains(&Some(1));
        let none = all(&given).is_some() && !refer;
        let expected = if refer { some("Refer") } else if none { some("No referral") } else { None };
        prop_assert_eq!(total(&sheet), symptoms);
        prop_assert_eq!(sheet.is_complete(), all(&given).is_some());
        if refer || all(&given).is_some() {
            prop_assert_eq!(band(&sheet, "total"), expected);
        } else {
            prop_assert_eq!(band(&sheet, "total"), None);
        }
    }

    #[test]
    fn hark_is_positive_with_the_first_yes(given in vec(option::weighted(0.7, 0_i64..=1), 4)) {
        let sheet = sheet(&form("hark"), &numbered(&given));
        let yes = given.contains(&Some(1));
        let sum = all(&given).map(|values| values.iter().sum::<i64>());
        let certain = if yes { Some(1) } else { sum.map(|_| 0) };
        prop_assert_eq!(sheet.score("positive").unwrap().value, certain);
        prop_assert_eq!(total(&sheet), sum);
        prop_assert_eq!(sheet.is_complete(), sum.is_some());
        prop_assert_eq!(sheet.flagged("hark-any"), yes);
        let name = sum.map(|sum| if sum == 0 { "Negative (0)" } else { "Positive (1 or more)" });
        prop_assert_eq!(band(&sheet, "total"), name.map(str::to_owned));
    }

    #[test]
    fn fast_stops_after_a_first_answer_that_decides(
        first in option::weighted(0.9, 0_i64..=4),
        next in vec(option::weighted(0.7, 0_i64..=4), 2),
        last in option::weighted(0.7, select(&[0_i64, 2, 4][..])),
    ) {
        let given = [first, next[0], next[1], last];
        let sheet = sheet(&form("fast"), &numbered(&given));
        let sum = all(&given).map(|values| values.iter().sum::<i64>());
        let floor: i64 = given.iter().flatten().sum();
        let outcome = match (first, sum) {
            (Some(0), _) => some("Negative"),
            (Some(3..), _) => some("Positive"),
            (Some(_), _) if floor >= 3 => some("Positive"),
            (Some(_), Some(_)) => some("Negative"),
            _ => None,
        };
        prop_assert_eq!(band(&sheet, "outcome"), outcome.clone());
        prop_assert_eq!(total(&sheet), sum);
        prop_assert_eq!(band(&sheet, "total"), outcome.filter(|_| sum.is_some()));
        prop_assert_eq!(sheet.is_complete(), sum.is_some());
        let decided = matches!(first, Some(0 | 3 | 4));
        prop_assert_eq!(sheet.can_finish(), first.is_some() && (decided || sum.is_some()));
    }

    #[test]
    fn pc_ptsd_5_ends_at_its_gate(trauma in option::weighted(0.9, any::<bool>()), given in vec(option::weighted(0.9, 0_i64..=1), 5)) {
        let mut items = numbered(&given);
        items.insert("trauma".to_owned(), json!(trauma));
        let sheet = sheet(&form("pc_ptsd_5"), &items);
        let sum = match trauma {
            Some(true) => all(&given).map(|values| values.iter().sum::<i64>()),
            Some(false) => Some(0),
            None => None,
        };
        prop_assert_eq!(total(&sheet), sum);
        prop_assert_eq!(sheet.is_complete(), sum.is_some());
        let at = |cut: i64| sum.map(|sum| if sum >= cut { format!("{cut} or more") } else { format!("Below {cut}") });
        prop_assert_eq!(band(&sheet, "positive_at_3"), at(3));
        prop_assert_eq!(band(&sheet, "positive_at_4"), at(4));
    }
}

// ---- What holds for all of them -----------------------------------------------------------------

proptest! {
    #[test]
    fn a_sum_has_a_total_only_with_every_item_and_a_range_that_holds_it(
        which in select(&[
            ("phq2", 2, 0, 3), ("gad2", 2, 0, 3), ("phq8", 8, 0, 3), ("phq9", 9, 0, 3), ("gad7", 7, 0, 3),
            ("k6", 6, 0, 4), ("auditc", 3, 0, 4), ("cage", 4, 0, 1), ("core10", 10, 0, 4), ("pcl5", 20, 0, 4),
            ("cmhs_m", 12, 0, 1), ("cmhs_f", 8, 0, 1), ("hark", 4, 0, 1),
        ][..]),
        seed in vec((0_i64..60, 0_i64..12), 20),
    ) {
        let (id, count, least, most) = which;
        let given: Vec<Given> = seed[..count]
            .iter()
            .map(|(value, gap)| (*gap > 0).then_some(least + value % (most - least + 1)))
            .collect();
        let sheet = sheet(&form(id), &numbered(&given));
        prop_assert_eq!(total(&sheet), all(&given).map(|values| values.iter().sum()));
        let floor: i64 = given.iter().map(|value| value.unwrap_or(least)).sum();
        let ceiling: i64 = given.iter().map(|value| value.unwrap_or(most)).sum();
        prop_assert_eq!(range(&sheet), (Some(floor), Some(ceiling)));
        prop_assert_eq!(band(&sheet, "total").is_some(), total(&sheet).is_some() && id != "core10");
    }
}
