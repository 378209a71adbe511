//! How long and how deep a condition may be: the parser has to be kept from what it would not
//! survive.

use super::Mistake;

/// No condition a person would write comes near these.
const LONGEST: usize = 4096;
const MOST_SIGNS: usize = 300;
const MOST_CHOICES: usize = 8;
const DEEPEST: usize = 32;
/// The parser takes some 200 KiB of stack for each bracket inside another, in a debug build; a
/// thread has 2 MiB unless it was given more.
const SHALLOW: usize = 6;
/// Stack enough for the deepest condition, several times over.
pub(super) const STACK: usize = 64 * 1024 * 1024;

/// Whether a condition needs more stack than a thread has.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Depth {
    Shallow,
    Deep,
}

/// How deep a condition is, or why it is not read at all.
pub(super) fn measured(source: &str) -> Result<Depth, Mistake> {
    let beyond = |from: usize, to: usize, message: String| {
        let help = "ask for less at once, or in two questions".to_string();
        Err(Mistake { code: "too-much-in-condition", span: from..to, message, help })
    };
    if source.len() > LONGEST {
        return beyond(0, source.len(), format!("this condition is longer than {LONGEST} characters"));
    }
    let (mut depth, mut deepest, mut signs, mut choices) = (0_usize, 0, 0, 0);
    // Brackets in quotes count too: whoever finds where quotes end has to read them as the parser does.
    for (at, sign) in source.char_indices() {
        if "+-*/%=<>&|.[".contains(sign) {
            signs += 1;
        }
        match sign {
            '(' | '[' | '{' => depth += 1,
            ')' | ']' | '}' => depth = depth.saturating_sub(1),
            '?' => choices += 1,
            _ => {}
        }
        deepest = deepest.max(depth);
        if depth > DEEPEST {
            let message = format!("there are more than {DEEPEST} brackets inside each other");
            return beyond(at, at + 1, message);
        }
        if signs > MOST_SIGNS {
            return beyond(at, at + 1, "there are too many operators in this condition".to_string());
        }
        if choices > MOST_CHOICES {
            return beyond(at, at + 1, format!("there are more than {MOST_CHOICES} `?` in this condition"));
        }
    }
    Ok(if deepest + choices > SHALLOW { Depth::Deep } else { Depth::Shallow })
}

/// Where the machine has no memory left for it, or the parser gave up.
pub(super) fn too_deep_to_read(source: &str) -> Mistake {
    Mistake {
        code: "too-much-in-condition",
        span: 0..source.len(),
        message: "this condition is too much to read".to_string(),
        help: "write it in simpler parts".to_string(),
    }
}
