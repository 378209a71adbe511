//! Trial 6: text that would steer a terminal or a printer if it came through.

use liaison::domain::page::Page;
use liaison::domain::text::{clean, clean_line};
use liaison::print::Printable;

use super::store::{Dice, NOW};
use super::table::Trial;
use super::terminal::{Terminal, demo};

const NAME: &str = "hostile text";
const PASTED: &str = "hostile text pasted";
const PASTE_ENDS: &str = "\u{1b}[201~";

const PARTS: &[&str] = &[
    "\u{1b}[2J",
    "\u{1b}]52;c;QQ==\u{7}",
    "\u{1b}]0;title\u{1b}\\",
    "\u{9b}31m",
    "\u{90}q\u{9c}",
    "\u{1b}[5i",
    "\u{1b}[31z",
    "\u{1b}[?1000h",
    "\u{1b}[6n",
    "\u{1b}[20t",
    "\u{1b}[1;1H",
    "\u{1b}c",
    "\u{1b}(0",
    "\u{1b}@",
    "\u{1b}E\u{1b}&l0O",
    "\u{1b}%-12345X@PJL\r\n",
    "%!PS-Adobe-3.0\n",
    "\u{c}",
    "\0",
    "\u{8}\u{8}",
    "\r",
    "\r\n",
    "\n",
    "\t",
    "\u{b}",
    "\u{7f}",
    "\u{85}",
    "\u{202e}",
    "\u{202a}",
    "\u{2066}",
    "\u{2069}",
    "\u{200e}",
    "\u{200f}",
    "\u{61c}",
    "\u{feff}",
    "\u{2028}",
    "\u{2029}",
    "\u{200d}",
    "👩\u{200d}👩\u{200d}👧",
    "🏴\u{e0067}\u{e007f}",
    "é",
    "e\u{301}",
    "\u{301}",
    "\u{489}",
    "\u{345}",
    "\u{1161}",
    "\u{11a8}",
    "\u{1100}",
    "שלום",
    "محمد",
    "漢字",
    "a",
    "Zoë",
    " ",
    "  ",
    "'",
    "\\",
    "$(id)",
    "`",
    "\u{fffd}",
    "\u{ac00}",
    "\u{3099}",
    "か",
    "\u{93c}",
    "\u{915}",
    "\u{1d165}",
    "\u{0344}",
];

fn text(dice: &mut Dice) -> String {
    let mut text = String::new();
    for _ in 0..=dice.roll(12) {
        match dice.roll(8) {
            0 => text.extend(char::from_u32(u32::try_from(dice.roll(0x11_0000)).unwrap())),
            1 => {
                let bytes: Vec<u8> =
                    (0..dice.roll(9)).map(|_| u8::try_from(dice.roll(256)).unwrap()).collect();
                text += &String::from_utf8_lossy(&bytes);
            }
            2 => text += &PARTS[dice.roll(PARTS.len())].repeat(1 + dice.roll(12)),
            _ => text += PARTS[dice.roll(PARTS.len())],
        }
    }
    text
}

fn foreign(c: char) -> bool {
    let bidi =
        matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{200e}' | '\u{200f}' | '\u{61c}');
    (c.is_control() && c != '\n') || bidi || matches!(c, '\u{2028}' | '\u{2029}' | '\u{feff}')
}

/// Cleans and prints so many texts.
pub fn run(count: usize) -> Trial {
    let mut faults = Vec::new();
    for round in 0..count {
        let raw = text(&mut Dice::new(round as u64));
        let (once, line) = (clean(&raw), clean_line(&raw));
        let mut hold = |holds: bool, what: &str, came: &str| {
            if !holds {
                faults.push(format!("{what}: {raw:?} came out as {came:?}"));
            }
        };
        hold(!once.chars().any(foreign), "clean", &once);
        hold(clean(&once) == once, "cleaned twice", &clean(&once));
        hold(!line.chars().any(|c| foreign(c) || c == '\n'), "clean_line", &line);
        hold(clean_line(&line) == line, "clean_line twice", &clean_line(&line));
        let printed = Printable::new(&[Page::plain([raw.clone(), line])]);
        let printed = String::from_utf8(printed.as_bytes().to_vec()).unwrap();
        let body = printed.strip_suffix('\u{c}').unwrap_or(&printed);
        hold(!body.chars().any(foreign), "print", &printed);
        if faults.len() > 20 {
            break;
        }
    }
    told(NAME, count, faults, "cleaned, cleaned again, and printed".to_owned())
}

fn told(name: &'static str, count: usize, faults: Vec<String>, note: String) -> Trial {
    for fault in &faults {
        println!("{name}: {fault}");
    }
    Trial { name, count, losses: faults.len(), note }
}

/// Whether the program sends this sequence itself: where to write, how to clear, attributes and its
/// colours, and the cursor, the second screen and marked pastes on or off.
fn is_ours(parameters: &str, last: char) -> bool {
    let numbers = |count: usize| {
        let parts: Vec<&str> = parameters.split(';').collect();
        parts.len() == count && parts.iter().all(|part| part.parse::<u8>().is_ok())
    };
    let coloured = parameters.starts_with("38;5;") || parameters.starts_with("48;5;");
    match last {
        'H' => numbers(2),
        'J' => parameters == "2",
        'h' | 'l' => ["?25", "?1049", "?2004"].contains(&parameters),
        'm' if coloured => numbers(3) || numbers(4) || numbers(6),
        'm' => ["0", "1", "7", "22", "27", "39", "49", "59", "39;49"].contains(&parameters),
        _ => false,
    }
}

/// The first sequence in what was sent to the terminal that is not one of ours.
fn foreign_sequence(bytes: &[u8]) -> Option<String> {
    let text = String::from_utf8_lossy(bytes).into_owned();
    let chars: Vec<char> = text.chars().collect();
    let mut at = 0;
    while at < chars.len() {
        let shown = || {
            Some(chars[at..(at + 20).min(chars.len())].iter().collect::<String>().escape_debug().to_string())
        };
        match (chars[at], chars.get(at + 1)) {
            ('\u{1b}', Some('[')) => {
                let body = chars[at + 2..].iter().take_while(|c| matches!(**c, ' '..='?')).count();
                let end = at + 2 + body;
                let parameters: String = chars[at + 2..end].iter().collect();
                if !chars.get(end).is_some_and(|last| is_ours(&parameters, *last)) {
                    return shown();
                }
                at = end;
            }
            ('\n' | '\r', _) => {}
            (c, _) if foreign(c) => return shown(),
            _ => {}
        }
        at += 1;
    }
    None
}

/// A hundred thousand bytes pasted into a card, and names that run from right to left.
pub fn paste(count: usize) -> Trial {
    let mut faults = Vec::new();
    let folder = tempfile::tempdir().unwrap();
    let store = folder.path().join("paste");
    demo(&store, NOW);
    for round in 0..count {
        let mut screen = Terminal::start(&["--data", store.to_str().unwrap()], &[("LIAISON_NOW", NOW)]);
        screen.sign_in();
        screen.press("n1Sgt Patel<enter>");
        let paste = |text: &str| [b"\x1b[200~", text.as_bytes(), b"\x1b[201~"].concat();
        screen.send(&paste("\u{5e9}\u{5dc}\u{5d5}\u{5dd}\u{202e}\u{5d3}\u{5d5}\u{5d3}\u{1b}[2J"));
        screen.press("<enter>");
        screen.send(&paste("\u{645}\u{62d}\u{645}\u{62f}\u{9b}31m"));
        screen.press("<enter>");
        // Sequences the program never sends itself; what is left of them shows that they arrived.
        screen.send(&paste("ARR\u{1b}[5iI\u{1b}[31zV\u{1b}]52;c;QQ==\u{7}ED"));
        screen.see("[5iI[31zV]52;c;QQ==ED");
        let mut dice = Dice::new(round as u64);
        let mut long = String::new();
        while long.len() < 100_000 {
            long += &text(&mut dice);
        }
        // The end of a paste inside a paste ends it; that is the terminal's to prevent.
        while long.contains(PASTE_ENDS) {
            long = long.replace(PASTE_ENDS, "");
        }
        screen.send(&paste(&long));
        screen.press("<esc>");
        screen.see("Esc again");
        screen.press("<esc>");
        screen.see("WAITING");
        let frame = screen.text();
        if frame.lines().count() > 24 || !frame.contains("# WHO") {
            faults.push(format!("the board is not whole:\n{frame}"));
        }
        if let Some(found) = foreign_sequence(&screen.bytes()) {
            faults.push(format!("a foreign sequence was sent: {found}"));
        }
        screen.kill();
    }
    told(
        PASTED,
        count,
        faults,
        "100 kB and right-to-left names; the stream held to sequences the program sends itself".to_owned(),
    )
}

#[test]
fn the_stream_is_held_to_what_the_program_sends() {
    let ours = "\u{1b}[2J\u{1b}[12;80H\u{1b}[38;5;6;49mZo\u{eb}\u{1b}[39;49m\u{1b}[?25h\r\n";
    assert_eq!(foreign_sequence(ours.as_bytes()), None);
    for theirs in
        ["[5i", "[31z", "[31m", "[?1000h", "[6n", "[20t", "[3J", "]52;c;QQ==\u{7}", "c", "(0", "[38;5;6;49"]
    {
        let sent = format!("{ours}\u{1b}{theirs}");
        assert!(foreign_sequence(sent.as_bytes()).is_some(), "{theirs} passes for one of ours");
    }
}
