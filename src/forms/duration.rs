//! Lengths of time as people write and say them: 90, 1h30, 2d; "1 hour 30 minutes".

/// Minutes in an hour and in a day.
const HOUR: u32 = 60;
const DAY: u32 = 24 * HOUR;

/// Reads a length of time, in minutes: a bare number of minutes, or days, hours and minutes as in
/// `2d`, `1h30`, `1h 30m`.
///
/// # Errors
///
/// A sentence that says how to write it.
pub fn parse(typed: &str) -> Result<u32, String> {
    let wrong = || format!("\"{}\" is not a length of time as in 90, 1h30 or 2d.", typed.trim());
    let mut minutes: Option<u32> = None;
    let mut digits = String::new();
    let mut last = u32::MAX;
    for sign in typed.trim().chars().filter(|sign| !sign.is_whitespace()) {
        let unit = match sign.to_ascii_lowercase() {
            '0'..='9' => {
                digits.push(sign);
                continue;
            }
            'd' => DAY,
            'h' => HOUR,
            'm' => 1,
            _ => return Err(wrong()),
        };
        // The units come downwards, each once.
        let more = digits.parse::<u32>().ok().filter(|_| unit < last).and_then(|n| n.checked_mul(unit));
        minutes = more.and_then(|more| minutes.unwrap_or(0).checked_add(more));
        if minutes.is_none() {
            return Err(wrong());
        }
        last = unit;
        digits.clear();
    }
    // What follows the hours are minutes; nothing bare follows days or minutes.
    let bare = if digits.is_empty() { Some(0) } else { digits.parse().ok() };
    let bare = bare.filter(|_| digits.is_empty() || last == HOUR || last == u32::MAX);
    match (minutes, bare) {
        (Some(minutes), Some(bare)) => minutes.checked_add(bare).ok_or_else(wrong),
        (None, Some(bare)) if !digits.is_empty() => Ok(bare),
        _ => Err(wrong()),
    }
}

/// A length of time in words: "2 days 1 hour", "45 minutes".
pub fn words(minutes: u32) -> String {
    let parts = [(minutes / DAY, "day"), (minutes % DAY / HOUR, "hour"), (minutes % HOUR, "minute")];
    let said = parts
        .iter()
        .filter(|(count, _)| *count > 0)
        .map(|(count, unit)| if *count == 1 { format!("1 {unit}") } else { format!("{count} {unit}s") });
    let said: Vec<String> = said.collect();
    if said.is_empty() { "0 minutes".to_owned() } else { said.join(" ") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lengths_of_time_are_read_as_people_write_them() {
        let read: [(&str, u32); 8] = [
            ("90", 90),
            ("1h30", 90),
            (" 1h 30m ", 90),
            ("2d", 2880),
            ("1d2h3m", 1563),
            ("0", 0),
            ("45M", 45),
            ("3h", 180),
        ];
        for (typed, minutes) in read {
            assert_eq!(parse(typed), Ok(minutes), "{typed}");
        }
        for typed in
            ["", "h", "1x", "1h2h", "30m1h", "2d5", "1m30", "-5", "1.5h", "99999999999", "4294967295h"]
        {
            assert!(parse(typed).is_err(), "{typed}");
        }
    }

    #[test]
    fn lengths_of_time_are_said_in_days_hours_and_minutes() {
        assert_eq!(words(0), "0 minutes");
        assert_eq!(words(61), "1 hour 1 minute");
        assert_eq!(words(2940), "2 days 1 hour");
    }
}
