//! Reads what belongs to one kind of question: ends, decimals, units, rows.

use crate::domain::answer::Decimal;
use crate::forms::fields::{Fields, Placed, Reader};
use crate::forms::kind::{Computed, DurationRule, Ends, GroupRule, Kind, NumberRule};
use crate::forms::report::suggest;

/// The most rows a group may ask for.
const MOST_ROWS: i64 = 100;

/// The kind a question names, with what belongs to it. `asked` says which kinds it may have.
pub(super) fn read(
    word: &Placed<String>,
    asked: &[&'static str],
    fields: &mut Fields<'_>,
    reader: &mut Reader<'_>,
) -> Option<Kind> {
    if !asked.contains(&word.get_ref().as_str()) {
        let message = match Kind::CODES.contains(&word.get_ref().as_str()) {
            true => format!("{}: \"{}\" cannot stand here", fields.name(), word.get_ref()),
            false => format!("there is no kind of question \"{}\"", word.get_ref()),
        };
        reader.fault("unknown-kind", word.span(), message, suggest(word.get_ref(), asked.iter().copied()));
        return None;
    }
    Some(match word.get_ref().as_str() {
        "yes_no" => Kind::YesNo,
        "choice" => Kind::Choice,
        "choices" => Kind::Choices,
        "scale" => Kind::Scale(ends(fields, reader)),
        "number" => Kind::Number(number(fields, reader)),
        "date" => Kind::Date,
        "time" => Kind::Time,
        "partial_date" => Kind::PartialDate,
        "duration" => Kind::Duration(duration(fields, reader)),
        "long_text" => Kind::LongText,
        "note" => Kind::Note,
        "group" => Kind::Group(group(fields, reader)),
        "computed" => computed(fields, reader),
        _ => Kind::Text,
    })
}

fn ends(fields: &mut Fields<'_>, reader: &mut Reader<'_>) -> Ends {
    let mut end = |key| fields.optional(key, reader).map(Placed::into_inner);
    Ends { low: end("low"), high: end("high") }
}

fn number(fields: &mut Fields<'_>, reader: &mut Reader<'_>) -> NumberRule {
    let (min, max) = (fields.decimal("min", reader), fields.decimal("max", reader));
    check_ends(min.as_ref(), max.as_ref(), reader);
    let places = places(fields, reader);
    let step = 10_i64.pow(3 - u32::from(places.min(3)));
    for end in [&min, &max].into_iter().flatten() {
        if end.get_ref().thousandths() % step != 0 {
            let message = format!("no answer can be {}: this number has {places} decimals", end.get_ref());
            reader.fault("bad-number", end.span(), message, "write fewer decimals, or more in `decimals`");
        }
    }
    let inner = |placed: Option<Placed<Decimal>>| placed.map(|n| *n.get_ref());
    let unit = fields.optional("unit", reader).map(Placed::into_inner);
    NumberRule { min: inner(min), max: inner(max), places, unit }
}

/// Complains where the least is above the most.
pub(super) fn check_ends<T: PartialOrd>(
    min: Option<&Placed<T>>,
    max: Option<&Placed<T>>,
    reader: &mut Reader<'_>,
) {
    if let (Some(min), Some(max)) = (min, max)
        && min.get_ref() > max.get_ref()
    {
        let help = "exchange `min` and `max`";
        reader.fault("min-above-max", max.span(), "the most is below the least", help);
    }
}

fn places(fields: &mut Fields<'_>, reader: &mut Reader<'_>) -> u8 {
    let Some(places) = fields.whole("decimals", reader) else { return 0 };
    u8::try_from(*places.get_ref()).ok().filter(|n| *n <= 3).unwrap_or_else(|| {
        reader.fault("bad-number", places.span(), "a number has 0 to 3 decimals", "write 0, 1, 2 or 3");
        0
    })
}

fn duration(fields: &mut Fields<'_>, reader: &mut Reader<'_>) -> DurationRule {
    let mut end = |key| {
        let minutes = fields.whole(key, reader)?;
        match u32::try_from(*minutes.get_ref()) {
            Ok(n) => Some(Placed::new(minutes.span(), n)),
            Err(_) => {
                let message = "this is not a length of time";
                reader.fault("bad-number", minutes.span(), message, "write whole minutes, 0 or more");
                None
            }
        }
    };
    let (min, max) = (end("min"), end("max"));
    check_ends(min.as_ref(), max.as_ref(), reader);
    DurationRule { min: min.map(Placed::into_inner), max: max.map(Placed::into_inner) }
}

fn group(fields: &mut Fields<'_>, reader: &mut Reader<'_>) -> GroupRule {
    let item = fields.needed("item", reader).map(Placed::into_inner).unwrap_or_default();
    if fields.value("most").is_none() {
        fields.lacks("most", reader);
    }
    let most = fields.whole("most", reader).map_or(1, |most| {
        let fit = (1..=MOST_ROWS).contains(most.get_ref());
        if !fit {
            let message = format!("a group has 1 to {MOST_ROWS} rows at most");
            reader.fault("bad-number", most.span(), message, "write how many rows there may be");
        }
        u32::try_from(*most.get_ref()).ok().filter(|_| fit).unwrap_or(1)
    });
    GroupRule { item, most }
}

fn computed(fields: &mut Fields<'_>, reader: &mut Reader<'_>) -> Kind {
    let places = places(fields, reader);
    let unit = fields.optional("unit", reader).map(Placed::into_inner);
    Kind::Computed(Computed { value: None, places, unit })
}
