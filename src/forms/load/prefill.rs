//! Reads `prefill`: where a value comes from that is offered before anybody was asked.

use toml::de::DeValue;

use crate::forms::expr::SEX_CODES;
use crate::forms::fields::{Fields, Reader};
use crate::forms::form::{Fact, Prefill};
use crate::forms::kind::{Choice, Kind};
use crate::forms::report::suggest;

pub(super) fn read(
    fields: &mut Fields<'_>,
    kind: Option<&Kind>,
    options: &[Choice],
    reader: &mut Reader<'_>,
) -> Option<Prefill> {
    let value = fields.value("prefill")?;
    if let DeValue::Table(_) = value.get_ref() {
        let mut table = fields.table("prefill", reader)?;
        table.rename(format!("{}: `prefill`", fields.name()));
        let (form, question) = (table.needed("form", reader), table.needed("question", reader));
        table.finish(reader);
        return Some(Prefill::Earlier { form: form?.into_inner(), question: question?.into_inner() });
    }
    if value.get_ref().as_str().is_none() {
        fields.wrong("prefill", value, "a fact in quotes, or { form = ..., question = ... }", reader);
        return None;
    }
    let word = fields.needed("prefill", reader)?;
    let Some(fact) = Fact::ALL.into_iter().find(|fact| fact.code() == word.get_ref()) else {
        let message = format!("nothing known of a referral is called \"{}\"", word.get_ref());
        let help = suggest(word.get_ref(), Fact::ALL.map(Fact::code));
        reader.fault("unknown-fact", word.span(), message, help);
        return None;
    };
    if let Some(wanted) = kind.and_then(|kind| misfit(fact, kind, options)) {
        let message = format!("{} cannot begin with the fact \"{}\"", fields.name(), word.get_ref());
        reader.fault("prefill-misfit", word.span(), message, format!("make it {wanted}"));
        return None;
    }
    Some(Prefill::Fact(fact))
}

/// What kind of question the fact would need, where this is not one.
fn misfit(fact: Fact, kind: &Kind, options: &[Choice]) -> Option<&'static str> {
    let (fits, wanted) = match fact {
        Fact::Age => (matches!(kind, Kind::Number(_)), "a number"),
        Fact::BirthDate | Fact::RelevantDate => {
            (matches!(kind, Kind::Date | Kind::PartialDate), "a date or a partial_date")
        }
        Fact::RelevantTime => (matches!(kind, Kind::Time), "a time"),
        Fact::Sex => {
            let known = |code: &str| options.iter().any(|option| option.code == code);
            let fits = matches!(kind, Kind::Choice) && SEX_CODES.into_iter().all(known);
            (fits, "a choice with the codes female, male and other")
        }
        _ => (matches!(kind, Kind::Text | Kind::LongText), "a text or a long_text"),
    };
    (!fits).then_some(wanted)
}
