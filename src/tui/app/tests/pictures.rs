//! Pictures of screens, made from the program itself: text for the help pages, SVG for the README.
//!
//! `UPDATE_README=1 cargo test --lib readme` writes them anew; without it they are compared.

use std::fmt::Write;

use ratatui::buffer::{Buffer, Cell, CellWidth};
use ratatui::style::{Color, Modifier};

use super::*;

/// Each picture: its name, and the keys that lead to it from the board.
const SHOWN: [(&str, &str); 3] = [("board", ""), ("form", "s1"), ("handover", "h")];

const COLOUR: Theme = Theme { look: Look::Colour, borders: Borders::Unicode };

const CELL: (usize, usize) = (9, 19);
const MARGIN: usize = 12;
/// From the top of a row to the line the letters stand on.
const BASE: usize = 14;
const PAPER: &str = "#16181d";
const INK: &str = "#d8dae0";

/// What the sixteen named colours are drawn as: each legible on the paper, and black on each.
fn shade(colour: Color, plain: &'static str) -> &'static str {
    match colour {
        Color::Black => PAPER,
        Color::Red => "#d9625e",
        Color::Green => "#7fc37a",
        Color::Yellow => "#e3c05b",
        Color::Blue => "#6f9fe8",
        Color::Magenta => "#cf8ad6",
        Color::Cyan => "#62c3cf",
        Color::Gray => "#b9bcc4",
        Color::DarkGray => "#878c98",
        Color::LightRed => "#ff8078",
        Color::LightGreen => "#a5e39f",
        Color::LightYellow => "#ffe08a",
        Color::LightBlue => "#9cc2ff",
        Color::LightMagenta => "#efb0f4",
        Color::LightCyan => "#97e6ee",
        Color::White => "#ffffff",
        Color::Reset => plain,
        other => panic!("{other:?} is none of the named colours"),
    }
}

/// How a cell looks: letters, ground, and whether they are bold.
fn look(cell: &Cell) -> (&'static str, &'static str, bool) {
    let (ink, paper) = (shade(cell.fg, INK), shade(cell.bg, PAPER));
    let bold = cell.modifier.contains(Modifier::BOLD);
    if cell.modifier.contains(Modifier::REVERSED) { (paper, ink, bold) } else { (ink, paper, bold) }
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

/// A run of cells in a row that look the same.
struct Run {
    at: usize,
    columns: usize,
    text: String,
    look: (&'static str, &'static str, bool),
}

fn runs(buffer: &Buffer, row: u16) -> Vec<Run> {
    let mut runs: Vec<Run> = Vec::new();
    let mut column = 0;
    while column < buffer.area.width {
        let cell = &buffer[(column, row)];
        let wide = cell.cell_width().max(1);
        match runs.last_mut().filter(|run| run.look == look(cell)) {
            Some(run) => {
                run.text += cell.symbol();
                run.columns += usize::from(wide);
            }
            None => runs.push(Run {
                at: column.into(),
                columns: wide.into(),
                text: cell.symbol().to_owned(),
                look: look(cell),
            }),
        }
        column += wide;
    }
    runs
}

/// The buffer as a drawing: a ground for each run of cells that has one, and its letters, each word where it
/// stands in the program whatever the font.
fn svg(buffer: &Buffer, title: &str) -> String {
    let (width, height) = (usize::from(buffer.area.width) * CELL.0, usize::from(buffer.area.height) * CELL.1);
    let (wide, high) = (width + 2 * MARGIN, height + 2 * MARGIN);
    let mut out = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {wide} {high}\" width=\"{wide}\" height=\"{high}\" \
         role=\"img\" font-family=\"monospace\" font-size=\"15\">\n<title>{}</title>\n\
         <rect width=\"{wide}\" height=\"{high}\" rx=\"6\" fill=\"{PAPER}\"/>\n",
        escape(title)
    );
    for row in 0..buffer.area.height {
        let top = MARGIN + usize::from(row) * CELL.1;
        let runs = runs(buffer, row);
        for run in runs.iter().filter(|run| run.look.1 != PAPER) {
            let (x, wide) = (MARGIN + run.at * CELL.0, run.columns * CELL.0);
            let (high, paper) = (CELL.1, run.look.1);
            writeln!(
                out,
                "<rect x=\"{x}\" y=\"{top}\" width=\"{wide}\" height=\"{high}\" fill=\"{paper}\"/>"
            )
            .unwrap();
        }
        for run in &runs {
            words(&mut out, run, top + BASE);
        }
    }
    out + "</svg>\n"
}

/// The words of a run, each held to its columns.
fn words(out: &mut String, run: &Run, y: usize) {
    let (ink, _, bold) = run.look;
    let weight = if bold { " font-weight=\"bold\"" } else { "" };
    let mut at = run.at;
    for word in run.text.split(' ') {
        let columns = crate::tui::widgets::clip::width(word);
        if columns > 0 {
            let (x, long) = (MARGIN + at * CELL.0, columns * CELL.0);
            writeln!(
                out,
                "<text x=\"{x}\" y=\"{y}\" textLength=\"{long}\" lengthAdjust=\"spacingAndGlyphs\" \
                 fill=\"{ink}\"{weight}>{}</text>",
                escape(word)
            )
            .unwrap();
        }
        at += columns + 1;
    }
}

fn drawn(app: &App) -> Buffer {
    let mut terminal = Terminal::new(TestBackend::new(80, 24)).unwrap();
    terminal.draw(|frame| app.view(frame)).unwrap();
    terminal.backend().buffer().clone()
}

/// Writes a file where it is asked for, and compares it with what it has to hold.
fn keep(path: &str, made: &str) {
    let path = format!("{}/{path}", env!("CARGO_MANIFEST_DIR"));
    if std::env::var_os("UPDATE_README").is_some() {
        std::fs::create_dir_all(std::path::Path::new(&path).parent().unwrap()).unwrap();
        std::fs::write(&path, made).unwrap();
    }
    let kept = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(
        kept == made,
        "{path} is not as the program draws it: run UPDATE_README=1 cargo test --lib readme"
    );
}

#[test]
fn the_pictures_of_the_readme_and_of_the_help_pages_are_as_the_program_draws_them() {
    for (name, keys) in SHOWN {
        let mut hands = Hands::on("J.D.");
        hands.press(keys);
        keep(&format!("src/desk/pages/pictures/{name}.txt"), &format!("{}\n", hands.shot(80, 24).trim_end()));
        hands.app.theme = COLOUR;
        keep(&format!("docs/pictures/{name}.svg"), &svg(&drawn(&hands.app), &format!("liaison: the {name}")));
    }
}

#[test]
fn a_picture_keeps_columns_and_escapes_what_xml_would_read() {
    let mut buffer = Buffer::empty(ratatui::layout::Rect::new(0, 0, 12, 1));
    buffer.set_string(0, 0, "a<b & c", ratatui::style::Style::new().fg(Color::LightRed));
    buffer.set_string(
        8,
        0,
        "漢x",
        ratatui::style::Style::new().add_modifier(Modifier::REVERSED | Modifier::BOLD),
    );
    let drawn = svg(&buffer, "x \"y\"");
    assert!(drawn.contains("<title>x &quot;y&quot;</title>"), "{drawn}");
    assert!(
        drawn.contains("textLength=\"27\" lengthAdjust=\"spacingAndGlyphs\" fill=\"#ff8078\">a&lt;b</text>")
    );
    assert!(drawn.contains("<text x=\"66\"") && drawn.contains(">c</text>"), "{drawn}");
    // Two columns and one, on a ground of their own, dark on light.
    assert!(
        drawn.contains(&format!("<rect x=\"84\" y=\"12\" width=\"27\" height=\"19\" fill=\"{INK}\"/>")),
        "{drawn}"
    );
    assert!(drawn.contains(&format!("fill=\"{PAPER}\" font-weight=\"bold\">漢x</text>")), "{drawn}");
}
