//! Pages as a tagged PDF (PDF/UA-1): the same lines as the text, each in its place.
//!
//! One font with columns of one width, so nothing is measured. Headings are read out as headings,
//! head and foot of a page are not read at all. The same pages give the same bytes.

mod letters;
mod sheet;
mod tags;

use krilla::color::luma;
use krilla::configure::{Accessibility, Configuration, ConfigurationBuilder, PdfVersion};
use krilla::geom::{PathBuilder, Point, Rect};
use krilla::metadata::Metadata;
use krilla::page::PageSettings;
use krilla::paint::Fill;
use krilla::surface::Surface;
use krilla::tagging::ArtifactType;
use krilla::{Document, SerializeSettings};

use self::letters::{Drawn, Letters};
use self::sheet::{Row, Sheet, sheets};
use self::tags::{Tags, aside};
use super::error::PrintError;
use crate::domain::page::{Page, Role};
use crate::domain::text::clean_line;

/// A4 in points.
const PAPER: (f32, f32) = (595.0, 842.0);
const LETTER: f32 = 10.0;
const SMALL: f32 = 7.0;
const COLUMN: f32 = 6.0;
const LINE: f32 = 12.0;
/// Where the first column begins: 72 columns stand in the middle of the paper, a little to the left.
const LEFT: f32 = 78.0;
/// Where the first line begins.
const TOP: f32 = 54.0;
/// From a line's top to the feet of its letters.
const FEET: f32 = 9.4;
/// The line below the foot, in lines from the top.
const BELOW: f32 = 61.0;
/// A bar behind a line: where it begins, and its width.
const BAR: (f32, f32) = (LEFT - 4.0, 72.0 * COLUMN + 8.0);
/// How far it stands over the line's top, so that two accents on a letter have room.
const OVER: f32 = 0.5;
/// Light enough that black on it reads well on a printer without greys.
const GREY: u8 = 222;
/// Missing letters named on a page, as many as the line holds; the rest are counted.
const NAMED: usize = 7;
const LANGUAGE: &str = "en-GB";
const TITLE_LETTERS: usize = 200;

/// A finished PDF.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Pdf {
    /// The file.
    pub bytes: Vec<u8>,
    /// Letters that its font lacks and that stand as `¿`, in the order of their numbers.
    pub missing: Vec<char>,
}

/// Sets pages as a PDF. `title` is what a window shows and a queue is told: no name of a person.
///
/// # Errors
/// [`PrintError::Pdf`] if the PDF would break a rule for readers; no text is known that does it.
pub fn pdf(title: &str, pages: &[Page]) -> Result<Pdf, PrintError> {
    let letters = Letters::open().ok_or_else(|| failed("its font cannot be read"))?;
    let sheets = sheets(pages, &letters);
    let title = title_of(title);
    let settings = SerializeSettings { configuration: rules()?, ..SerializeSettings::default() };
    let mut document = Document::new_with(settings);
    document.set_metadata(Metadata::new().title(title.clone()).language(LANGUAGE.to_owned()));
    let mut tags = Tags::default();
    let paper = PageSettings::from_wh(PAPER.0, PAPER.1).ok_or_else(|| failed("its paper has no size"))?;
    for (nth, sheet) in sheets.iter().enumerate() {
        let mut page = document.start_page_with(paper.clone());
        let mut surface = page.surface();
        draw_sheet(sheet, nth, &letters, &mut surface, &mut tags);
        surface.finish();
        page.finish();
    }
    let (tree, outline) = tags.finish(&title, LANGUAGE);
    document.set_tag_tree(tree);
    document.set_outline(outline);
    let bytes = document.finish().map_err(|error| failed(&error.to_string()))?;
    let missing: std::collections::BTreeSet<char> = sheets.iter().flat_map(Sheet::missing).collect();
    Ok(Pdf { bytes, missing: missing.into_iter().collect() })
}

fn failed(why: &str) -> PrintError {
    PrintError::Pdf { why: why.to_owned() }
}

/// The rules that the finished file is held to.
fn rules() -> Result<Configuration, PrintError> {
    ConfigurationBuilder::new()
        .with_version(PdfVersion::Pdf17)
        .with_accessibility_validator(Accessibility::UA1)
        .finish()
        .map_err(|error| failed(&format!("its rules contradict each other: {error:?}")))
}

fn title_of(title: &str) -> String {
    let title: String = clean_line(title).chars().take(TITLE_LETTERS).collect();
    if title.is_empty() { "Untitled".to_owned() } else { title }
}

fn draw_sheet(sheet: &Sheet, nth: usize, letters: &Letters, surface: &mut Surface<'_>, tags: &mut Tags) {
    let mut top = TOP;
    for row in &sheet.rows {
        draw_row(row, (nth, top), letters, surface, tags);
        top += LINE;
    }
    let missing: Vec<char> = sheet.missing().into_iter().collect();
    if !missing.is_empty() {
        let drawn = letters.draw(&letters.cells(&stand_in(&missing)));
        tags.note(surface, |surface| write(surface, letters, &drawn, SMALL, TOP + BELOW * LINE));
    }
}

fn draw_row(
    row: &Row,
    (nth, top): (usize, f32),
    letters: &Letters,
    surface: &mut Surface<'_>,
    tags: &mut Tags,
) {
    let drawn = letters.draw(&row.cells);
    let ink = match row.role {
        _ if drawn.glyphs.is_empty() => luma::Color::black(),
        Role::Alarm => {
            bar(surface, top, luma::Color::black());
            luma::Color::white()
        }
        Role::Heading => {
            bar(surface, top, luma::Color::new(GREY));
            luma::Color::black()
        }
        _ => luma::Color::black(),
    };
    surface.set_fill(Some(Fill { paint: ink.into(), ..Fill::default() }));
    let place = (nth, Point::from_xy(LEFT, top));
    tags.row(row, place, surface, |surface| write(surface, letters, &drawn, LETTER, top));
    surface.set_fill(None);
}

fn bar(surface: &mut Surface<'_>, top: f32, ink: luma::Color) {
    let Some(rect) = Rect::from_xywh(BAR.0, top - OVER, BAR.1, LINE + OVER) else { return };
    let mut path = PathBuilder::new();
    path.push_rect(rect);
    let Some(path) = path.finish() else { return };
    surface.set_fill(Some(Fill { paint: ink.into(), ..Fill::default() }));
    aside(surface, ArtifactType::Layout, |surface| surface.draw_path(&path));
}

fn write(surface: &mut Surface<'_>, letters: &Letters, drawn: &Drawn, size: f32, top: f32) {
    let start = Point::from_xy(LEFT, top + FEET);
    surface.draw_glyphs(start, &drawn.glyphs, letters.font.clone(), &drawn.text, size, false);
}

/// What stands below a page on which letters are missing.
fn stand_in(missing: &[char]) -> String {
    format!("Letters this font cannot print stand as ¿: {}", numbers(missing))
}

/// Letters by their numbers, since the font cannot show them: `U+0627 U+4E2D`.
pub(super) fn numbers(letters: &[char]) -> String {
    let named: Vec<String> = letters.iter().take(NAMED).map(|c| format!("U+{:04X}", u32::from(*c))).collect();
    let rest = letters.len().saturating_sub(NAMED);
    if rest == 0 { named.join(" ") } else { format!("{} and {rest} more", named.join(" ")) }
}

#[cfg(test)]
mod tests;
