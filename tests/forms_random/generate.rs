//! Forms and answers made up at random, from one seed each.

use liaison::domain::answer::{Answer, Decimal, State, UnableReason, Value};
use liaison::forms::{DESTINATIONS, Form, Kind, Question};

/// Random numbers from a seed, the same ones each time.
pub struct Dice(pub u64);

impl Dice {
    pub fn roll(&mut self, sides: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap() % sides.max(1)
    }

    fn of<'a, T>(&mut self, some: &'a [T]) -> &'a T {
        &some[self.roll(some.len())]
    }
}

/// A form of every feature, sound by the checker's word.
pub fn form(seed: u64) -> Form {
    let mut dice = Dice(seed);
    for _ in 0..200 {
        let text = Writing::default().write(&mut dice);
        if let Ok(form) = Form::load("random.toml", &text, &DESTINATIONS) {
            return form;
        }
    }
    panic!("no sound form in 200");
}

/// What has been written so far, and what conditions may name.
#[derive(Default)]
struct Writing {
    text: String,
    /// Conditions that look at one question each.
    atoms: Vec<String>,
    /// Questions that are worth a whole number from 0 on.
    worth: Vec<String>,
    numbers: Vec<String>,
    count: usize,
}

impl Writing {
    fn write(mut self, dice: &mut Dice) -> String {
        self.text =
            "[form]\nid = \"x\"\ntitle = \"X\"\nversion = \"1\"\nlicence = \"L\"\nshelf = \"core\"\n".into();
        self.atoms = vec!["person_age < 18".into(), "person_sex == 'female'".into()];
        for section in 0..=dice.roll(3) {
            let condition = self.maybe_shown(dice, section > 0, 3);
            self.text += &format!("[[section]]\nid = \"s{section}\"\ntitle = \"S\"\n{condition}");
            for _ in 0..=dice.roll(6) {
                self.question(dice);
            }
        }
        if self.worth.len() > 1 {
            self.scores(dice);
        }
        for nth in 0..dice.roll(4) {
            let (when, place) = (self.condition(dice), self.anywhere(dice));
            self.text += &format!(
                "[[flag]]\nid = \"f{nth}\"\nquestion = \"{place}\"\nwhen = \"{when}\"\nwords = \"W\"\naction = \"A\"\ntier = \"T1\"\n"
            );
        }
        for _ in 0..dice.roll(4) {
            let (when, place) = (self.condition(dice), self.anywhere(dice));
            let level = dice.of(&["refuse", "warn"]);
            self.text +=
                &format!("[[check]]\nquestion = \"{place}\"\nwhen = \"{when}\"\n{level} = \"Wrong\"\n");
        }
        for _ in 0..dice.roll(4) {
            let (when, urgency) = (self.condition(dice), *dice.of(&["now", "soon"]));
            let to = DESTINATIONS[dice.roll(2)];
            self.text += &format!(
                "[[suggest]]\nto = \"{to}\"\nwhen = \"{when}\"\nurgency = \"{urgency}\"\nbecause = \"B\"\n"
            );
        }
        self.text
    }

    fn anywhere(&self, dice: &mut Dice) -> String {
        format!("q{}", dice.roll(self.count))
    }

    fn condition(&self, dice: &mut Dice) -> String {
        let atom = dice.of(&self.atoms);
        let other = dice.of(&self.atoms);
        match dice.roll(6) {
            0 if atom != other => format!("({atom}) && ({other})"),
            1 if atom != other => format!("({atom}) || ({other})"),
            2 => format!("!({atom})"),
            3 if atom != other => format!("!({atom}) || ({other})"),
            _ => atom.clone(),
        }
    }

    fn maybe_shown(&self, dice: &mut Dice, can_be: bool, of: usize) -> String {
        if can_be && dice.roll(of) == 0 {
            format!("show_if = \"{}\"\n", self.condition(dice))
        } else {
            String::new()
        }
    }

    fn options(&self, dice: &mut Dice, codes: &[(&str, usize)]) -> String {
        let mut options = Vec::new();
        for (code, value) in codes {
            let shown = self.maybe_shown(dice, self.count > 2, 5).trim().to_owned();
            let shown = if shown.is_empty() { shown } else { format!(", {shown}") };
            let alone = if *code == "none" { ", exclusive = true" } else { "" };
            options.push(format!("{{ code = \"{code}\", text = \"T\", value = {value}{alone}{shown} }}"));
        }
        format!("options = [{}]\n", options.join(", "))
    }

    fn question(&mut self, dice: &mut Dice) {
        let id = format!("q{}", self.count);
        let kinds = [
            "yes_no",
            "choice",
            "choices",
            "number",
            "scale",
            "duration",
            "date",
            "time",
            "text",
            "partial_date",
        ];
        let kind = match dice.roll(14) {
            10.. if dice.roll(2) == 0 => "group",
            10.. if !self.numbers.is_empty() => "computed",
            nth => kinds[nth % kinds.len()],
        };
        let shown = self.maybe_shown(dice, self.count > 0, 3);
        let required = dice.of(&[
            "",
            "",
            "required = false\n",
            "required_for = \"assess\"\n",
            "declined_counts = true\n",
        ]);
        let required = if kind == "computed" { "" } else { required };
        self.text += &format!(
            "[[section.question]]\nid = \"{id}\"\nkind = \"{kind}\"\ntext = \"?\"\n{shown}{required}"
        );
        self.text += &self.body(dice, kind, &id);
        self.name(&id, kind);
        if kind == "group" {
            self.rows(dice, &id);
        }
        self.count += 1;
    }

    /// The keys of one kind.
    fn body(&self, dice: &mut Dice, kind: &str, id: &str) -> String {
        match kind {
            "choice" => self.options(dice, &[("a", 0), ("b", 1), ("c", 3)]),
            "choices" => self.options(dice, &[("x", 0), ("y", 1), ("none", 0)]),
            "number" => "min = 0\nmax = 9\n".into(),
            "scale" => "min = 0\nmax = 3\n".into(),
            "duration" => "min = 0\nmax = 600\n".into(),
            "computed" => format!(
                "decimals = 1\nvalue = \"{} * 1.5 + {}\"\n",
                dice.of(&self.numbers),
                dice.of(&self.numbers)
            ),
            "group" => format!("item = \"{id} row\"\nmost = 3\n"),
            _ => String::new(),
        }
    }

    /// What later conditions may say of a question.
    fn name(&mut self, id: &str, kind: &str) {
        let atoms: &[&str] = match kind {
            "yes_no" => &["ID", "declined(ID)", "answered(ID)"],
            "choice" => &["ID == 'b'", "ID >= 1", "answered(ID)"],
            "choices" => &["'x' in ID", "count(ID) == 2", "answered(ID)"],
            "number" => &["ID > 4", "ID == 2"],
            "scale" => &["ID >= 2", "ID == '1'"],
            "duration" => &["ID > 90"],
            "date" => &["days_between(ID, today) > 30", "age(ID) < 18"],
            "partial_date" => &["age(ID) < 18", "ID < today"],
            "time" => &["ID > '21:30'"],
            "text" => &["answered(ID)"],
            "group" => &["count(ID) > 1", "answered(ID)"],
            _ => &["ID > 7"],
        };
        self.atoms.extend(atoms.iter().map(|atom| atom.replace("ID", id)));
        if matches!(kind, "yes_no" | "choice" | "number" | "scale") {
            self.worth.push(id.to_owned());
        }
        if matches!(kind, "number" | "scale" | "duration" | "computed") {
            self.numbers.push(id.to_owned());
        }
    }

    fn rows(&mut self, dice: &mut Dice, id: &str) {
        let outside = self.condition(dice);
        let taken = format!("kind = \"yes_no\"\ntext = \"?\"\nid = \"{id}_taken\"\n");
        let dose = format!(
            "kind = \"number\"\ntext = \"?\"\nid = \"{id}_dose\"\nmin = 0\nmax = 9\nshow_if = \"{id}_taken\"\n"
        );
        let why = format!(
            "kind = \"choice\"\ntext = \"?\"\nid = \"{id}_why\"\n{}",
            self.options(dice, &[("a", 0), ("b", 1)])
        );
        let high = format!(
            "kind = \"text\"\ntext = \"?\"\nid = \"{id}_high\"\nrequired = false\nshow_if = \"{id}_dose > 4 || {outside}\"\n"
        );
        for inner in [taken, dose, why, high] {
            self.text += &format!("[[section.question.question]]\n{inner}");
        }
        for atom in ["sum(ID_dose) > 6", "count(ID_taken) >= 2", "count(ID_high) == 1", "sum(ID_why) == 2"] {
            self.atoms.push(atom.replace("ID", id));
        }
        self.numbers.push(format!("sum({id}_dose)"));
    }

    fn scores(&mut self, dice: &mut Dice) {
        let mut items: Vec<String> = self.worth.clone();
        while items.len() > 2 && dice.roll(3) == 0 {
            items.remove(dice.roll(items.len()));
        }
        let first = items[0].clone();
        let items: Vec<String> = items.iter().map(|id| format!("\"{id}\"")).collect();
        let items = items.join(", ");
        let gate = self.condition(dice);
        let skip = *dice.of(&["", "skip_counts_as = 1\n"]);
        let mut put = |id: &str, kind: &str, more: String| {
            self.text += &format!("[[score]]\nid = \"{id}\"\ntitle = \"T\"\nkind = \"{kind}\"\n{more}");
        };
        put("sum1", "sum", format!("items = [{items}]\n{skip}"));
        put("sum2", "sum", format!("items = [{items}]\nreverse = [\"{first}\"]\n"));
        put("reach", "count_at_threshold", format!("items = [{items}]\nthreshold = 1\n{skip}"));
        let bands = "band = [{ name = \"No\", from = 0, to = 0 }, { name = \"Yes\", from = 1, to = 1 }]\n";
        let cut = format!(
            "[[score.cut_off]]\nwhen = \"{gate}\"\nband = [{{ name = \"Either\", from = 0, to = 1 }}]\n"
        );
        put("anyone", "any", format!("items = [{items}]\n{bands}{cut}"));
        put("two", "n_of", format!("items = [{items}]\nn = 2\nthreshold = 1\n{bands}"));
        put("gated", "gate", format!("items = [{items}]\nopen_if = \"{gate}\"\notherwise = 2\n"));
        put(
            "rule",
            "rule",
            format!(
                "[[score.band]]\nname = \"Early\"\nwhen = \"{gate}\"\nearly = true\n[[score.band]]\nname = \"Else\"\nwhen = \"true\"\n"
            ),
        );
        put("none", "none", String::new());
        let number = self.numbers.iter().find(|id| {
            self.worth.contains(id) && self.text.contains(&format!("\"{id}\"\nkind = \"number\""))
        });
        if let Some(number) = number {
            self.text += &format!(
                "[[score]]\nid = \"looked\"\ntitle = \"T\"\nkind = \"lookup_range\"\n\
                 [[score.lookup]]\nquestion = \"{number}\"\nwhen = \"{gate}\"\nranges = [{{ to = 3, points = 2 }}, {{ from = 4, points = 0 }}]\n\
                 [[score.lookup]]\nquestion = \"{number}\"\nranges = [{{ to = 9, points = 1 }}]\n"
            );
        }
        self.atoms.extend(["sum1 > 3", "anyone == 1", "gated == 2", "sum2 <= reach"].map(String::from));
    }
}

/// A key of the form and an answer to it, or none; some do not fit.
pub fn step(form: &Form, dice: &mut Dice) -> (String, Option<Answer>) {
    let question = dice.of(&form.questions);
    let row = question.group.map(|_| u32::try_from(dice.roll(4)).unwrap());
    let answer = match dice.roll(12) {
        0 => None,
        1 => Some(Answer::absent(State::Declined)),
        2 => Some(Answer::absent(State::Unable { reason: UnableReason::Asleep, retry_at: None })),
        _ => Some(Answer::given(value(question, dice))),
    };
    let note = (dice.roll(3) == 0).then(|| "why".to_owned());
    (question.key(row), answer.map(|answer| answer.with_note(note)))
}

fn value(question: &Question, dice: &mut Dice) -> Value {
    let option = |dice: &mut Dice| dice.of(&question.options).code.clone();
    let dates = ["2026-11-01", "2015-06-30", "1990-01-01"];
    match &question.kind {
        Kind::YesNo | Kind::Choice | Kind::Scale(_) => Value::Choice(option(dice)),
        Kind::Choices => {
            let all: &[&[&str]] = &[&["x"], &["y"], &["x", "y"], &["none"], &["x", "none"]];
            Value::Choices(dice.of(all).iter().map(ToString::to_string).collect())
        }
        Kind::Date => Value::Date(dice.of(&dates).parse().unwrap()),
        Kind::PartialDate => {
            Value::PartialDate(dice.of(&["2010", "2026-11", "2008", "2015-06-30", "1990~"]).parse().unwrap())
        }
        Kind::Time => Value::Time(dice.of(&["21:29:00", "21:31:00"]).parse().unwrap()),
        Kind::Duration(_) => Value::Duration(u32::try_from(dice.roll(700)).unwrap()),
        Kind::Group(_) => {
            let all: &[&[u32]] = &[&[], &[1], &[1, 2], &[2, 1], &[3, 2, 1], &[2], &[0, 1, 2, 3]];
            Value::Rows(dice.of(all).to_vec())
        }
        Kind::Text | Kind::LongText => Value::Text("words".into()),
        _ => Value::Number(Decimal::whole(i64::try_from(dice.roll(11)).unwrap())),
    }
}
