use chrono::NaiveDate;
use ratatui::Terminal;
use ratatui::backend::TestBackend;
use uuid::Uuid;

use super::walk::Spot;
use super::*;
use crate::domain::answer::{State, UnableReason, Value};
use crate::domain::ids::{EpisodeId, FlagId, ScreeningId};
use crate::domain::time::from_local;
use crate::forms::{Answers, Form, Library, Tier};
use crate::tui::effect::{Ask, Deed, Effect, Go};
use crate::tui::input::{Input, Key, keys};
use crate::tui::theme::Theme;
use crate::tui::widgets::testing::{ASCII, MONO, sweep};

mod kinds;
mod look;
mod many;
mod random;
mod rows;
mod settle;
mod stories;

/// Monday 23 November 2026, 19:52:04.
fn now() -> NaiveDateTime {
    NaiveDate::from_ymd_opt(2026, 11, 23).unwrap().and_hms_opt(19, 52, 4).unwrap()
}

fn form(id: &str) -> std::sync::Arc<Form> {
    match id {
        "every_kind" => {
            let text = include_str!("../../../../tests/forms/good/every_kind.toml");
            std::sync::Arc::new(Library::default().check("every_kind.toml", text).unwrap())
        }
        "wide" => made(include_str!("tests/forms/wide.toml")),
        id => Library::default().get(id).unwrap(),
    }
}

fn made(text: &str) -> std::sync::Arc<Form> {
    std::sync::Arc::new(Library::default().check("made.toml", text).unwrap_or_else(|e| panic!("{e}")))
}

/// A desk that keeps answers in memory and does what a screen asks for.
struct Desk {
    screen: ScreeningScreen,
    effects: Vec<Effect>,
    /// Every answer stored, in order.
    stored: Vec<(String, crate::domain::answer::Answer)>,
    /// Whether the store says no.
    full: bool,
}

fn open(id: &str, answers: Answers, last: Option<&str>) -> ScreeningScreen {
    open_form(&form(id), &answers, last)
}

fn open_form(form: &std::sync::Arc<Form>, answers: &Answers, last: Option<&str>) -> ScreeningScreen {
    let context = crate::forms::Context {
        today: now().date(),
        person_age: Some(30),
        person_sex: Some("male".to_owned()),
        rights: Vec::new(),
    };
    let sheet = form.sheet(answers, &context);
    let mut open = OpenScreening::new(ScreeningId(Uuid::nil()), EpisodeId(Uuid::nil()), sheet);
    open.last_question = last.map(str::to_owned);
    let heading = Heading {
        who: "J.D. 36M BRO c07".into(),
        reference: "#12".into(),
        clock: "INT 21:30 (1h38)".into(),
        consent: "given 19:02".into(),
        conditions: "hours since arrest 5h10".into(),
        site_demo: false,
    };
    ScreeningScreen::new(open, heading)
}

impl Desk {
    fn with(id: &str) -> Self {
        Self::on(open(id, Answers::new(), None))
    }

    fn on(screen: ScreeningScreen) -> Self {
        Self { screen, effects: Vec::new(), stored: Vec::new(), full: false }
    }

    /// Presses the keys of a story; effects other than answers are kept to be looked at.
    fn play(&mut self, story: &str) -> &mut Self {
        for key in keys(story).unwrap() {
            self.hear(&Input::Key(key));
        }
        self
    }

    fn hear(&mut self, input: &Input) {
        for effect in self.screen.update(input, now()) {
            match effect {
                Effect::Do(deed) => match *deed {
                    Deed::Answer { question, answer } => self.answer(question, answer),
                    other => {
                        let finishes = matches!(other, Deed::FinishScreening);
                        assert!(!finishes || self.screen.open().sheet.can_finish());
                        self.effects.push(Effect::Do(Box::new(other)));
                    }
                },
                other => self.effects.push(other),
            }
        }
    }

    fn answer(&mut self, question: String, answer: crate::domain::answer::Answer) {
        if self.full {
            return self.screen.refused("Not saved: the disk is full.".to_owned());
        }
        let open = self.screen.open();
        open.form().check_answer(&question, &answer).unwrap();
        let before = open.sheet.flags().map(|flag| flag.id.clone()).collect::<Vec<_>>();
        let mut answers = open.answers().clone();
        answers.insert(question.clone(), answer.clone());
        let sheet = open.form().sheet(&answers, open.sheet.context());
        let raised = sheet.flags().filter(|flag| !before.contains(&flag.id)).map(|flag| FlagRaise {
            flag: FlagId(Uuid::now_v7()),
            screening: open.id,
            rule: flag.id.clone(),
            question: flag.question.clone(),
            words: flag.words.clone(),
            action: flag.action.clone(),
            tier: u8::from(flag.tier == Tier::T1),
        });
        let raised = raised.collect();
        let lifted =
            open.form().flags.iter().filter(|flag| before.contains(&flag.id) && !sheet.flagged(&flag.id));
        let lifted = lifted.map(|flag| flag.words.clone()).collect();
        self.stored.push((question, answer));
        self.screen.answered(Answered { sheet, raised, lifted, at: from_local(now()) });
    }

    fn focus(&self) -> String {
        self.screen.item().map_or("END".to_owned(), |item| item.key())
    }

    fn state(&self, question: &str) -> Option<&State> {
        self.screen.open().answers().get(question).map(|answer| &answer.state)
    }

    fn message(&self) -> String {
        self.screen.message.as_ref().map(|message| message.text.clone()).unwrap_or_default()
    }

    fn finished(&self) -> bool {
        self.effects.iter().any(|e| matches!(e, Effect::Do(d) if matches!(**d, Deed::FinishScreening)))
    }

    fn paused(&self) -> bool {
        self.effects.iter().any(|e| matches!(e, Effect::Do(d) if matches!(**d, Deed::PauseScreening)))
    }
}

fn drawn(screen: &ScreeningScreen, columns: u16, rows: u16, theme: &Theme) -> String {
    let mut terminal = Terminal::new(TestBackend::new(columns, rows)).unwrap();
    terminal.draw(|frame| screen.view(frame, frame.area(), theme)).unwrap();
    let buffer = terminal.backend().buffer();
    let line =
        |row| (0..columns).map(|x| buffer[(x, row)].symbol()).collect::<String>().trim_end().to_owned();
    (0..rows).map(line).collect::<Vec<_>>().join("\n")
}

fn given(code: &str) -> State {
    State::Answered { value: Value::Choice(code.to_owned()) }
}
