//! Values offered before anybody is asked: what the referral says, and what was answered before.
//!
//! None of them is an answer until the practitioner has confirmed it. They are looked up once,
//! when the form is opened. What was answered before is looked for in the same episode only: the
//! store knows no link between two episodes of one person, and a name is none.

use std::collections::BTreeMap;

use chrono::{DateTime, Datelike, Utc};

use super::OpenScreening;
use crate::desk::{Desk, DeskError};
use crate::domain::answer::{Answer, Decimal, PartialDate, Source, Value};
use crate::domain::episode::Episode;
use crate::domain::referral::Birth;
use crate::domain::service::label;
use crate::domain::time::local;
use crate::forms::{Fact, Kind, Prefill, Question, Sheet};

/// A value offered for a question, and where it is from.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Prefilled {
    /// The value; it fits the question.
    pub value: Value,
    /// The words of an option that asks for them.
    pub specified: Option<String>,
    /// Where it comes from, in words: "the referral, 19:02".
    pub from: String,
    /// Where the older answer was known from.
    pub source: Option<Source>,
}

/// A fact in the ways a question may take it.
struct Known {
    words: Option<String>,
    code: Option<String>,
    at: Option<DateTime<Utc>>,
    number: Option<i64>,
    birth: Option<chrono::NaiveDate>,
    from: String,
}

impl OpenScreening {
    /// The value offered for the question of this key, while it has no answer.
    pub fn prefilled(&self, key: &str) -> Option<&Prefilled> {
        self.prefills.get(key).filter(|_| !self.sheet.answers().contains_key(key))
    }
}

impl Desk {
    /// Looks up a value for every question of the form that names where one may come from.
    pub(super) fn prefills(
        &self,
        episode: &Episode,
        sheet: &Sheet,
    ) -> Result<BTreeMap<String, Prefilled>, DeskError> {
        let mut found = BTreeMap::new();
        let open = |question: &&Question| question.group.is_none() && question.takes_answer();
        for question in sheet.form().questions.iter().filter(open) {
            let prefilled = match &question.prefill {
                Some(Prefill::Fact(fact)) => self.fact(episode, *fact).and_then(|known| fit(question, known)),
                Some(Prefill::Earlier { form, question: asked }) => self.earlier(episode, form, asked)?,
                None => None,
            };
            let fits = |offered: &Prefilled| question.check(&answer_of(offered)).is_ok();
            if let Some(prefilled) = prefilled.filter(fits) {
                found.insert(question.id.clone(), prefilled);
            }
        }
        Ok(found)
    }

    fn fact(&self, episode: &Episode, fact: Fact) -> Option<Known> {
        let (person, referral, lists) = (episode.person(), &episode.referral, &self.service.lists);
        let now = self.now();
        let from = format!("the referral, {}", told_at(referral.received_at, now));
        let mut known = Known { words: None, code: None, at: None, number: None, birth: None, from };
        let coded = |known: &mut Known, list, code: &str| {
            known.words = Some(label(list, code).to_owned());
            known.code = Some(code.to_owned());
        };
        match fact {
            Fact::Name => known.words = Some(person.full_name()),
            Fact::BirthDate => match person.birth {
                Birth::On(born) => known.birth = Some(born),
                Birth::Aged { .. } | Birth::Unknown => return None,
            },
            Fact::Age => known.number = Some(i64::from(person.birth.age(now)?)),
            Fact::Sex => {
                coded(&mut known, &lists.sexes, &person.sex);
                known.code = Some(sex(&person.sex)?.to_owned());
            }
            Fact::CustodyRef => known.words = Some(referral.custody_ref.clone()),
            Fact::Place => {
                known.words = Some(episode.place.clone());
                if episode.place != referral.place {
                    known.from = "the board".to_owned();
                }
            }
            Fact::Site => known.words = self.service.site(&episode.site).map(|site| site.name.clone()),
            Fact::ReferredBy => {
                coded(&mut known, &lists.sources, &referral.source);
                if !referral.told_by.is_empty() {
                    known.words = known.words.map(|source| format!("{source} ({})", referral.told_by));
                }
            }
            Fact::ReferralReason => coded(&mut known, &lists.reasons, &referral.reason),
            Fact::ReferralDetails => known.words = Some(referral.details.clone()),
            Fact::LegalPosition => coded(&mut known, &lists.legal_positions, &referral.legal_position),
            Fact::RelevantDate | Fact::RelevantTime => known.at = episode.clocks.relevant_time,
        }
        Some(known)
    }

    /// The answer of the newest finished form of this kind that counts.
    fn earlier(&self, episode: &Episode, form: &str, question: &str) -> Result<Option<Prefilled>, DeskError> {
        let done = episode.standing_screenings().filter(|screening| screening.form == form);
        let newest =
            done.filter_map(|screening| Some((screening.finished_at()?, screening))).max_by_key(|d| d.0);
        let Some((at, screening)) = newest else { return Ok(None) };
        let Ok(read) = self.form_of(screening) else { return Ok(None) };
        let answers = self.store.answers(screening.id)?.into_iter().collect();
        // An answer to a question that was hidden in the end counts as none.
        let sheet = Sheet::new(read, answers, self.context_at(episode, at));
        let asked = sheet.questions().find(|item| item.row.is_none() && item.question.id == question);
        let Some((item, answer)) = asked.and_then(|item| Some((item, sheet.answer(&item)?))) else {
            return Ok(None);
        };
        let title = screening.title.split(':').next().unwrap_or_default().trim();
        Ok(answer.value().map(|value| Prefilled {
            value: value.clone(),
            specified: answer.specified.clone(),
            from: format!("{title}, finished {}", local(at).format("%-d %b %H:%M")),
            source: Some(answer.source.unwrap_or(item.question.source)),
        }))
    }
}

/// The fact as a value of the question's kind, where it has one.
fn fit(question: &Question, known: Known) -> Option<Prefilled> {
    let day = known.birth.or_else(|| known.at.map(|at| local(at).date()));
    let value = match question.kind {
        Kind::Text => Value::Text(known.words?.replace('\n', " ")),
        Kind::LongText => Value::Text(known.words?),
        Kind::YesNo | Kind::Choice | Kind::Scale(_) => Value::Choice(known.code?),
        Kind::Number(_) => Value::Number(Decimal::whole(known.number?)),
        Kind::Date => Value::Date(day?),
        Kind::Time => Value::Time(local(known.at?).time()),
        Kind::PartialDate => {
            let day = day?;
            Value::PartialDate(PartialDate::new(day.year(), Some(day.month()), Some(day.day()), false)?)
        }
        Kind::Choices | Kind::Duration(_) | Kind::Note | Kind::Group(_) | Kind::Computed(_) => return None,
    };
    Some(Prefilled { value, specified: None, from: known.from, source: None })
}

fn answer_of(offered: &Prefilled) -> Answer {
    Answer { specified: offered.specified.clone(), ..Answer::given(offered.value.clone()) }
}

/// A form's code for a sex that is known; a form never learns one that nobody stated.
pub(super) fn sex(code: &str) -> Option<&'static str> {
    match code {
        "F" => Some("female"),
        "M" => Some("male"),
        "X" => Some("other"),
        _ => None,
    }
}

/// `19:02` today, `22 Nov 19:02` before: it is kept beside the answer, so it must not need today.
fn told_at(at: DateTime<Utc>, now: DateTime<Utc>) -> String {
    let (wall, today) = (local(at), local(now).date());
    let form = if wall.date() == today { "%H:%M" } else { "%-d %b %H:%M" };
    wall.format(form).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::desk::tests::demo_desk;
    use crate::forms::{Answers, Form};

    /// PHQ-9 with one question that expects its value from somewhere.
    fn sheet(desk: &Desk, episode: &Episode, id: &str, prefill: Prefill, kind: Option<Kind>) -> Sheet {
        let mut form: Form = (*desk.library().get("phq9").unwrap()).clone();
        let question = form.questions.iter_mut().find(|question| question.id == id).unwrap();
        question.prefill = Some(prefill);
        if let Some(kind) = kind {
            question.kind = kind;
        }
        Sheet::new(std::sync::Arc::new(form), Answers::new(), desk.context(episode))
    }

    fn of(desk: &Desk, initials: &str) -> Episode {
        let row = desk.board().unwrap().rows.into_iter().find(|row| row.initials == initials).unwrap();
        desk.episode(row.id).unwrap()
    }

    fn offered(initials: &str, fact: Fact, kind: Kind) -> Option<Prefilled> {
        let (_dir, desk) = demo_desk();
        let episode = of(&desk, initials);
        let sheet = sheet(&desk, &episode, "q1", Prefill::Fact(fact), Some(kind));
        desk.prefills(&episode, &sheet).unwrap().remove("q1")
    }

    #[test]
    fn a_fact_of_the_referral_is_offered_with_where_it_is_from() {
        let place = offered("N.R.", Fact::Place, Kind::Text).unwrap();
        assert_eq!(place.value, Value::Text("c05".into()));
        assert!(place.from.starts_with("the referral, 14:3"), "{}", place.from);
        let age = offered("N.R.", Fact::Age, Kind::Number(crate::forms::kind::NumberRule::default()));
        assert_eq!(age.unwrap().value, Value::Number(Decimal::whole(24)));
        assert!(matches!(offered("N.R.", Fact::RelevantTime, Kind::Time).unwrap().value, Value::Time(_)));
    }

    #[test]
    fn a_fact_that_is_not_known_or_does_not_fit_is_not_offered() {
        // Only an age was told, and q1 has no option for a sex.
        assert_eq!(offered("N.R.", Fact::BirthDate, Kind::Date), None);
        assert_eq!(offered("N.R.", Fact::Sex, Kind::Choice), None);
        assert_eq!(offered("N.R.", Fact::Name, Kind::YesNo), None);
    }

    #[test]
    fn what_was_answered_before_is_offered_until_it_is_answered_here() {
        let (_dir, desk) = demo_desk();
        let (episode, prefill) = (of(&desk, "N.R."), |question: &str| Prefill::Earlier {
            form: "phq9".into(),
            question: question.into(),
        });
        let sheet = sheet(&desk, &episode, "q1", prefill("q2"), None);
        let mut open =
            OpenScreening::new(crate::domain::ids::ScreeningId(uuid::Uuid::nil()), episode.id, sheet.clone());
        open.prefills = desk.prefills(&episode, &sheet).unwrap();
        let offered = open.prefilled("q1").unwrap();
        assert_eq!(offered.value, Value::Choice("nearly_every_day".into()));
        assert_eq!(offered.from, "PHQ-9, finished 23 Nov 15:22");
        assert_eq!(offered.source, Some(Source::Person));
        assert!(sheet.answers().is_empty(), "it is no answer");
        open.sheet.set("q1", Some(Answer::given(Value::Choice("not_at_all".into()))));
        assert_eq!(open.prefilled("q1"), None);
    }
}
