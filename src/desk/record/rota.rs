//! Changes of the rota in words.

use crate::domain::rota::RotaChange;

/// What was done, why, who settled it, and what was taken all the same.
pub fn rota_words(change: &RotaChange) -> String {
    let mut words = format!("Rota: {}", change.what);
    if !change.reason.is_empty() {
        words.push_str(&format!(" ({})", change.reason));
    }
    if let Some(swap) = &change.swap {
        let agreed = if swap.agreed_by.is_empty() {
            "settled for somebody who could not be asked".to_owned()
        } else {
            format!("agreed by {}", swap.agreed_by)
        };
        words.push_str(&format!("; asked by {}, {agreed}, approved by {}", swap.asked_by, swap.approved_by));
    }
    if !change.warned.is_empty() {
        words.push_str(&format!("; in spite of: {}", change.warned.join("; ")));
    }
    words
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;
    use crate::domain::ids::ChangeId;
    use crate::domain::rota::Swap;

    #[test]
    fn a_change_tells_what_why_who_settled_it_and_what_was_warned_of() {
        let mut change = RotaChange {
            change: ChangeId(Uuid::nil()),
            what: "swapped: one and other".into(),
            reason: String::new(),
            parts: vec![],
            warned: vec![],
            undoes: None,
            swap: None,
        };
        assert_eq!(rota_words(&change), "Rota: swapped: one and other");
        change.reason = "dentist".into();
        change.warned = vec!["9h00 rest".into(), "0 min from BRO to BEX".into()];
        let agreed_by = String::new();
        change.swap = Some(Swap { asked_by: "Shah".into(), agreed_by, approved_by: "Okafor".into() });
        assert_eq!(
            rota_words(&change),
            "Rota: swapped: one and other (dentist); asked by Shah, settled for somebody who could not be \
             asked, approved by Okafor; in spite of: 9h00 rest; 0 min from BRO to BEX"
        );
    }
}
