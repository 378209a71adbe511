//! Conditions in plain words, for paper: `q1 == 'yes' && person_age < 18` becomes "question 1 is
//! Yes and the person's age is less than 18".

use super::form::{Form, Question};
use super::kind::Kind;

/// The number by which paper calls a question: its place among those that take an answer.
pub fn number_of(form: &Form, question: &Question) -> usize {
    form.questions.iter().take(question.place + 1).filter(|one| one.takes_answer()).count()
}

/// A condition of this form in words.
pub fn in_words(form: &Form, condition: &str) -> String {
    let tokens = tokens(condition);
    let mut words: Vec<String> = Vec::new();
    let mut near: Option<&Question> = None;
    for (at, token) in tokens.iter().enumerate() {
        let before = at.checked_sub(1).and_then(|at| tokens.get(at)).map(String::as_str);
        let after = tokens.get(at + 1).map(String::as_str);
        if let Some(question) = form.question(token) {
            near = Some(question);
        }
        let named = near.or_else(|| tokens.iter().skip(at).find_map(|later| form.question(later)));
        words.push(word(form, token, before, after, named));
    }
    let text = words.into_iter().filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ");
    text.replace("( ", "(").replace(" )", ")").replace(" ,", ",").replace("[ ", "").replace(" ]", "")
}

fn word(
    form: &Form,
    token: &str,
    before: Option<&str>,
    after: Option<&str>,
    near: Option<&Question>,
) -> String {
    if let Some(code) = token.strip_prefix('\'') {
        let option = near.and_then(|question| question.option(code));
        return option.map_or_else(|| code.to_owned(), |option| option.text.clone());
    }
    if let Some(question) = form.question(token) {
        let number = number_of(form, question);
        let compared = |token: Option<&str>| {
            token.is_some_and(|token| {
                ["==", "!=", "<", "<=", ">", ">=", "in", "+", "-", "*", ","].contains(&token)
            })
        };
        let bare = matches!(question.kind, Kind::YesNo) && !compared(after) && !compared(before);
        return match (bare && before != Some("("), before) {
            (true, Some("!")) => format!("question {number} is no"),
            (true, _) => format!("question {number} is yes"),
            (false, _) => format!("question {number}"),
        };
    }
    if let Some(score) = form.scores.iter().find(|score| score.id == token) {
        return format!("\"{}\"", score.title);
    }
    let told = match token {
        "&&" => "and",
        "||" => "or",
        "==" => "is",
        "!=" => "is not",
        "<" => "is less than",
        "<=" => "is at most",
        ">" => "is more than",
        ">=" => "is at least",
        "in" if before.is_some_and(|before| before.starts_with('\'')) => "is among the answers to",
        "in" => "is one of",
        "+" => "plus",
        "-" => "minus",
        "*" => "times",
        "?" => "then",
        ":" => "else",
        "!" if after == Some("answered") => "",
        "answered" if before == Some("!") => "there is no answer to",
        "!" if after.is_some_and(|after| form.question(after).is_some()) => "",
        "!" => "not",
        "answered" => "there is an answer to",
        "declined" => "declined was",
        "count" => "the number of",
        "sum" => "the sum of",
        "age" => "the age from",
        "days_between" => "the days between",
        "person_age" => "the person's age",
        "person_sex" => "the person's sex",
        other => other,
    };
    told.to_owned()
}

/// The parts of a condition; a text in quotes keeps its first quote.
fn tokens(condition: &str) -> Vec<String> {
    let mut tokens = Vec::new();
    let mut chars = condition.chars().peekable();
    while let Some(c) = chars.next() {
        let mut token = String::from(c);
        if c.is_whitespace() {
            continue;
        } else if c == '\'' || c == '"' {
            token = String::from('\'');
            token.extend(chars.by_ref().take_while(|next| *next != c));
        } else if c.is_alphanumeric() || c == '_' {
            while let Some(next) = chars.next_if(|next| next.is_alphanumeric() || matches!(next, '_' | '.')) {
                token.push(next);
            }
        } else if "&|=!<>".contains(c) {
            while let Some(next) = chars.next_if(|next| "&|=".contains(*next)) {
                token.push(next);
            }
        }
        tokens.push(token);
    }
    tokens
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::forms::Library;

    #[test]
    fn a_condition_reads_as_a_sentence() {
        let form = Library::default()
            .check("t", include_str!("../../docs/form-template.toml"))
            .unwrap_or_else(|why| panic!("{why}"));
        let cases = [
            ("slept", "question 1 is yes"),
            ("!slept && tired == 'most_days'", "question 1 is no and question 2 is Most days"),
            ("'music' in helps", "Music is among the answers to question 4"),
            ("tired in ['some_days', 'most_days']", "question 2 is one of Some days, Most days"),
            (
                "answered(tired) || person_age < 18",
                "there is an answer to (question 2) or the person's age is less than 18",
            ),
        ];
        for (condition, words) in cases {
            assert_eq!(in_words(&form, condition), words);
        }
    }
}
