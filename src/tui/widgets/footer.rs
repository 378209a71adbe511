//! The footer: the keys that matter here, from the key table, in an order that never changes.

use ratatui::text::Span;

use super::clip::width;
use super::pen::Pen;
use crate::tui::input::Key;
use crate::tui::keymap::{self, Act, Binding, Context, Idle};

/// Draws the footer in the pen's first row.
///
/// Acts named in `idle` do nothing now: they stand dim in their place, and the screen says why
/// when the key is pressed. Where room runs out whole entries are left off; the way out and help, which
/// stand last, never.
pub fn draw_footer(pen: &mut Pen<'_>, context: Context, idle: &[Idle]) {
    let theme = pen.theme();
    let leaves = |binding: &&Binding| binding.keys.contains(&Key::Esc);
    let (help, others): (Vec<_>, Vec<_>) = keymap::footer(context).partition(|b| b.act == Act::Help);
    let (out, others): (Vec<_>, Vec<_>) = others.into_iter().partition(leaves);
    let entry = |binding: &&Binding| {
        (binding.key_name(context), binding.label, idle.iter().any(|(act, _)| *act == binding.act))
    };
    let kept: Vec<_> = out.iter().chain(&help).map(entry).collect();
    let others: Vec<_> = others.iter().map(entry).collect();
    let needed = |(key, label, _): &(String, &str, bool)| width(key) + width(label) + 3;
    let kept_room: usize = kept.iter().map(needed).sum();
    let mut room = usize::from(pen.area().width).saturating_sub(kept_room).saturating_add(2);
    let mut column = 0;
    for shown in &others {
        if needed(shown) > room {
            break;
        }
        room -= needed(shown);
        column = draw_entry(pen, column, shown);
    }
    for shown in &kept {
        column = draw_entry(pen, column, shown);
    }
    if column == 0 {
        pen.text(0, 0, theme.cut(), theme.dim());
    }
}

fn draw_entry(pen: &mut Pen<'_>, column: u16, (key, label, idle): &(String, &str, bool)) -> u16 {
    let theme = pen.theme();
    let (key_style, style) = if *idle { (theme.dim(), theme.dim()) } else { (theme.key(), theme.value()) };
    let spans = [Span::styled(key.as_str(), key_style), Span::styled(format!(" {label}"), style)];
    pen.spans(column, 0, &spans).saturating_add(2)
}

#[cfg(test)]
mod tests {
    use super::super::testing::{MONO, drawn, sweep};
    use super::*;

    #[test]
    fn the_board_names_its_keys_and_help_comes_last() {
        let shown = drawn(80, 1, &MONO, |pen| draw_footer(pen, Context::Board, &[]));
        assert_eq!(shown, "Enter open  s screen  n new  i inform  w wait  t task  h handover  ? help");
    }

    #[test]
    fn a_narrow_footer_leaves_off_whole_entries_but_never_help() {
        let shown = drawn(40, 1, &MONO, |pen| draw_footer(pen, Context::Board, &[]));
        assert_eq!(shown, "Enter open  s screen  n new  ? help");
    }

    #[test]
    fn the_way_out_is_never_left_off() {
        for context in [Context::Referrals, Context::Episode, Context::Card, Context::CopyOut] {
            let shown = drawn(40, 1, &MONO, |pen| draw_footer(pen, context, &[]));
            assert!(shown.contains("Esc "), "{context:?}: {shown}");
        }
    }

    #[test]
    fn every_context_fits_eighty_columns_whole() {
        let screening = [Context::Screening, Context::ScreeningTyping, Context::ScreeningLong];
        let others = [Context::Episode, Context::Handover, Context::Referrals, Context::ScreeningAsk];
        for context in screening.into_iter().chain(others) {
            let shown = drawn(80, 1, &MONO, |pen| draw_footer(pen, context, &[]));
            for binding in keymap::footer(context) {
                assert!(shown.contains(binding.label), "{context:?} misses {}: {shown}", binding.label);
            }
        }
    }

    #[test]
    fn any_size_is_borne() {
        sweep(|columns, rows| {
            drawn(columns, rows, &MONO, |pen| draw_footer(pen, Context::Card, &[]));
        });
    }
}
