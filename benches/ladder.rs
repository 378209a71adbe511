//! The speed of large forms: a ladder of questions, each shown only if the one before it is answered.
//!
//! `cargo bench --bench ladder` prints what a load, an answer, an edit and a flip of the gate take,
//! with 100, 1,000 and 10,000 questions, beside what was asked for. Nothing here decides a test.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "what cannot go on here stops the run"
)]

use std::fmt::Write;
use std::hint::black_box;
use std::sync::Arc;
use std::time::{Duration, Instant};

use chrono::NaiveDate;
use liaison::domain::answer::{Answer, Decimal, Value};
use liaison::forms::load::Limits;
use liaison::forms::{Answers, Context, DESTINATIONS, Form, Sheet};

/// What was asked for, where it was: in milliseconds, microseconds, milliseconds, MB.
struct Asked {
    questions: usize,
    edits: usize,
    load: u32,
    answer: u32,
    last: Option<u32>,
    flip: Option<u32>,
    memory: Option<u32>,
}

const ASKED: [Asked; 3] = [
    Asked { questions: 100, edits: 500, load: 5, answer: 10, last: None, flip: None, memory: None },
    Asked { questions: 1_000, edits: 500, load: 150, answer: 50, last: Some(1), flip: Some(2), memory: None },
    Asked {
        questions: 10_000,
        edits: 100,
        load: 2_000,
        answer: 100,
        last: None,
        flip: None,
        memory: Some(100),
    },
];

fn main() {
    // `cargo test --benches` runs this too: it does nothing then.
    if !std::env::args().any(|argument| argument == "--bench") {
        return;
    }
    for asked in &ASKED {
        climb(asked);
    }
}

/// The form of this shape with `n` rungs.
fn ladder(n: usize) -> String {
    let mut text = String::from(
        "[form]\nid = \"ladder\"\ntitle = \"Ladder\"\nversion = \"1\"\nlicence = \"Ours\"\nshelf = \"assessment\"\n\
         [[section]]\nid = \"s\"\ntitle = \"S\"\n\
         [[section.question]]\nid = \"gate\"\nkind = \"yes_no\"\ntext = \"Gate?\"\n",
    );
    for i in 1..=n {
        let above = if i == 1 { String::new() } else { format!(" && q{} >= 0", i - 1) };
        writeln!(
            text,
            "[[section.question]]\nid = \"q{i}\"\nkind = \"number\"\nmin = 0\nmax = 3\ntext = \"Rung {i}?\"\nshow_if = \"gate == 'yes'{above}\""
        )
        .unwrap();
    }
    text + &format!("[[score]]\nid = \"total\"\ntitle = \"Total\"\nkind = \"sum\"\nitems = [\"q1..q{n}\"]\n")
}

fn climb(asked: &Asked) {
    let n = asked.questions;
    let text = ladder(n);
    let limits = Limits { bytes: 16 * 1024 * 1024, questions: n + 1 };
    let load = || {
        let began = Instant::now();
        let form = Arc::new(Form::load_within("ladder.toml", &text, &DESTINATIONS, limits).unwrap());
        let context = Context::on(NaiveDate::from_ymd_opt(2026, 11, 22).unwrap());
        let sheet = Sheet::new(form, Answers::new(), context);
        (began.elapsed(), sheet)
    };
    let mut loads: Vec<Duration> = (0..5).map(|_| load().0).collect();
    let (last, mut sheet) = load();
    loads.push(last);
    println!("{n} questions");
    print("  load, to an empty sheet", &mut loads, &format!("{} ms", asked.load));

    let number =
        |value: usize| Some(Answer::given(Value::Number(Decimal::whole(i64::try_from(value).unwrap()))));
    let gate = |code: &str| Some(Answer::given(Value::Choice(code.to_owned())));
    let keys: Vec<String> = (0..=n).map(|i| format!("q{i}")).collect();
    let mut values = vec![0; n + 1];
    sheet.set("gate", gate("yes"));
    let mut fill = Vec::new();
    for i in 1..=n {
        values[i] = i * 7 % 4;
        fill.push(timed(&mut sheet, &keys[i], number(values[i])));
    }
    assert_total(&sheet, &values);
    let last = asked.last.map_or(String::new(), |last| format!(", p99 {last} ms"));
    print("  answer", &mut fill, &format!("{} us{last}", asked.answer));

    let mut edits = Vec::new();
    let mut random: u32 = 7;
    for _ in 0..asked.edits {
        random = random.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        let i = 1 + usize::try_from(random).unwrap() % n;
        values[i] = (values[i] + 1) % 4;
        edits.push(timed(&mut sheet, &keys[i], number(values[i])));
    }
    assert_total(&sheet, &values);
    print("  edit", &mut edits, &format!("{} us{last}", asked.answer));

    let mut flips = Vec::new();
    for _ in 0..20 {
        flips.push(timed(&mut sheet, "gate", gate("no")));
        assert_eq!((sheet.asked(), sheet.score("total").unwrap().value), (1, None));
        flips.push(timed(&mut sheet, "gate", gate("yes")));
    }
    assert_total(&sheet, &values);
    print("  flip of the gate", &mut flips, &asked.flip.map_or("-".to_owned(), |flip| format!("{flip} ms")));
    let memory = asked.memory.map_or("-".to_owned(), |memory| format!("{memory} MB"));
    println!("  {:<26} {}; asked {memory}", "memory at its highest", peak());
}

/// Puts an answer and reads what a screen would: the total as far as it is known, and the counts.
fn timed(sheet: &mut Sheet, key: &str, answer: Option<Answer>) -> Duration {
    let began = Instant::now();
    sheet.set(key, answer);
    let total = sheet.score("total").unwrap();
    black_box((total.value, total.floor, total.missing, sheet.asked(), sheet.dealt_with()));
    black_box((sheet.shows(key), sheet.next_unanswered(Some(key)).is_some(), sheet.can_finish()));
    began.elapsed()
}

fn assert_total(sheet: &Sheet, values: &[usize]) {
    let total = sheet.score("total").unwrap().value;
    assert_eq!(total, i64::try_from(values.iter().sum::<usize>()).ok());
}

/// The most memory this process has had, as the system tells it.
fn peak() -> String {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    let kilobytes = line.and_then(|line| line.trim().strip_suffix(" kB")?.parse::<u64>().ok());
    kilobytes.map_or("not known here".to_owned(), |kb| {
        format!("{:.1} MB", Duration::from_millis(kb).as_secs_f64())
    })
}

fn print(what: &str, times: &mut [Duration], asked: &str) {
    times.sort();
    let show = |time: Duration| {
        let micros = time.as_secs_f64() * 1e6;
        if micros < 1000.0 { format!("{micros:.1} us") } else { format!("{:.2} ms", micros / 1000.0) }
    };
    let (middle, last) = (times[times.len() / 2], times[(times.len() * 99 / 100).min(times.len() - 1)]);
    println!(
        "  {:<24} median {}, p99 {}, of {}; asked {asked}",
        what.trim(),
        show(middle),
        show(last),
        times.len()
    );
}
