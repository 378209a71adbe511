//! The one font a PDF is set in, and what is done about letters that it lacks.
//!
//! A letter is drawn as its own glyph in its own column: nothing is measured, joined or turned.

use krilla::text::{Font, GlyphId, KrillaGlyph};
use skrifa::instance::{LocationRef, Size};
use skrifa::metrics::GlyphMetrics;
use skrifa::{FontRef, MetadataProvider, charmap::Charmap};
use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthStr;

/// JetBrains Mono Regular; its licence, the SIL Open Font License, stands beside it.
const FONT: &[u8] = include_bytes!("../fonts/JetBrainsMono-Regular.ttf");
/// What stands for a letter that the font lacks.
const LACKING: char = '¿';
/// One column of this font in parts of its size.
const COLUMN: f32 = 0.6;

/// What is seen as one letter, with its accents.
#[derive(Clone, Debug, Default)]
pub(super) struct Cell {
    glyphs: Vec<(char, skrifa::GlyphId)>,
    /// How many columns it takes.
    pub(super) columns: usize,
    /// What the font lacks of it.
    pub(super) lacks: Vec<char>,
}

/// A line ready to be drawn.
#[derive(Debug, Default)]
pub(super) struct Drawn {
    /// Its text, as it is read out or copied.
    pub(super) text: String,
    /// Its glyphs from the left.
    pub(super) glyphs: Vec<KrillaGlyph>,
}

/// The font, opened.
pub(super) struct Letters {
    /// As it is put into the PDF.
    pub(super) font: Font,
    charmap: Charmap<'static>,
    metrics: GlyphMetrics<'static>,
}

impl Letters {
    /// Opens the font; nothing if it cannot be read, which no text can cause.
    pub(super) fn open() -> Option<Self> {
        let read = FontRef::new(FONT).ok()?;
        Some(Self {
            font: Font::new(FONT.into(), 0)?,
            charmap: read.charmap(),
            metrics: read.glyph_metrics(Size::new(1.0), LocationRef::default()),
        })
    }

    /// Parts a line into its letters, those that the font lacks replaced.
    pub(super) fn cells(&self, line: &str) -> Vec<Cell> {
        line.graphemes(true).filter_map(|letter| self.cell(letter)).collect()
    }

    fn cell(&self, letter: &str) -> Option<Cell> {
        let seen = || letter.chars().filter(|c| !is_unseen(*c));
        seen().next()?;
        let glyphs = seen().map(|c| self.glyph(c).map(|glyph| (c, glyph)).ok_or(c));
        let lacks: Vec<char> = glyphs.clone().filter_map(Result::err).collect();
        let columns = letter.width().max(1);
        let glyphs = if lacks.is_empty() {
            glyphs.filter_map(Result::ok).collect()
        } else {
            self.glyph(LACKING).map(|glyph| (LACKING, glyph)).into_iter().collect()
        };
        Some(Cell { glyphs, columns, lacks })
    }

    fn glyph(&self, c: char) -> Option<skrifa::GlyphId> {
        // A blank that may not be broken is a blank on paper.
        let c = if c == '\u{a0}' { ' ' } else { c };
        self.charmap.map(c).filter(|glyph| glyph.to_u32() != 0)
    }

    /// Sets letters side by side, each in its columns.
    pub(super) fn draw(&self, cells: &[Cell]) -> Drawn {
        let mut drawn = Drawn::default();
        for cell in cells {
            let mut glyphs = cell.glyphs.iter();
            if let Some((c, glyph)) = glyphs.next() {
                drawn.push(*c, *glyph, COLUMN, 0.0);
            }
            for (mark, glyph) in glyphs {
                // The pen stands behind the letter; a mark with a column of its own steps back.
                let width = self.metrics.advance_width(*glyph).unwrap_or_default();
                drawn.push(*mark, *glyph, 0.0, -width);
            }
            if let Some(blank) = self.glyph(' ') {
                (1..cell.columns).for_each(|_| drawn.push(' ', blank, COLUMN, 0.0));
            }
        }
        drawn
    }
}

impl Drawn {
    fn push(&mut self, c: char, glyph: skrifa::GlyphId, advance: f32, offset: f32) {
        let start = self.text.len();
        self.text.push(if c == '\u{a0}' { ' ' } else { c });
        let id = GlyphId::new(glyph.to_u32());
        self.glyphs.push(KrillaGlyph::new(id, advance, offset, 0.0, 0.0, start..self.text.len(), None));
    }
}

/// Joiners, selectors of a variant and the like, which show nothing by themselves.
fn is_unseen(c: char) -> bool {
    matches!(c,
        '\u{34f}' | '\u{180b}'..='\u{180f}' | '\u{200b}'..='\u{200d}' | '\u{2060}'..='\u{206f}'
        | '\u{fe00}'..='\u{fe0f}' | '\u{fff9}'..='\u{fffb}' | '\u{1d173}'..='\u{1d17a}'
        | '\u{e0000}'..='\u{e0fff}')
}
