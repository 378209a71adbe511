//! What is read out of a PDF, and in which order; and the list of headings beside it.
//!
//! A heading begins a section. It is of the first level, for PDF/UA wants the first heading to be.

use std::num::NonZeroU16;

use krilla::destination::XyzDestination;
use krilla::geom::Point;
use krilla::outline::{Outline, OutlineNode};
use krilla::surface::Surface;
use krilla::tagging::{Artifact, ArtifactType, ContentTag, Identifier, SpanTag, Tag, TagGroup, TagTree};

use super::sheet::{Kind, Row};

/// Letters of a heading that the list beside the pages shows.
const HEADING_LETTERS: usize = 120;

/// The tree as it grows.
#[derive(Default)]
pub(super) struct Tags {
    done: Vec<TagGroup>,
    section: Option<TagGroup>,
    paragraph: Option<TagGroup>,
    notes: Vec<TagGroup>,
    headings: Vec<OutlineNode>,
}

impl Tags {
    /// Draws a row as what it is.
    pub(super) fn row(
        &mut self,
        row: &Row,
        place: (usize, Point),
        surface: &mut Surface<'_>,
        draw: impl FnOnce(&mut Surface<'_>),
    ) {
        match row.kind {
            Kind::Head => aside(surface, ArtifactType::Header, draw),
            Kind::Foot => aside(surface, ArtifactType::Footer, draw),
            Kind::Rule => {
                self.end_paragraph();
                aside(surface, ArtifactType::Layout, draw);
            }
            Kind::Blank => self.end_paragraph(),
            Kind::Heading | Kind::Alarm => {
                let id = read(surface, draw);
                self.heading(&row.words, place, id);
            }
            Kind::Text => {
                let id = read(surface, draw);
                self.paragraph.get_or_insert_with(|| TagGroup::new(Tag::P)).push(id);
            }
        }
    }

    /// Draws a remark about a page; it is read after everything else.
    pub(super) fn note(&mut self, surface: &mut Surface<'_>, draw: impl FnOnce(&mut Surface<'_>)) {
        let mut note = TagGroup::new(Tag::P);
        note.push(read(surface, draw));
        self.notes.push(note);
    }

    fn heading(&mut self, words: &str, (sheet, place): (usize, Point), id: Identifier) {
        self.end_section();
        let words: String = words.chars().take(HEADING_LETTERS).collect();
        let mut heading = TagGroup::new(Tag::Hn(NonZeroU16::MIN, Some(words.clone())));
        heading.push(id);
        let mut section = TagGroup::new(Tag::Section);
        section.push(heading);
        self.section = Some(section);
        self.headings.push(OutlineNode::new(words, XyzDestination::new(sheet, place)));
    }

    fn end_paragraph(&mut self) {
        let Some(paragraph) = self.paragraph.take() else { return };
        match &mut self.section {
            Some(section) => section.push(paragraph),
            None => self.done.push(paragraph),
        }
    }

    fn end_section(&mut self) {
        self.end_paragraph();
        self.done.extend(self.section.take());
    }

    /// The finished tree and the list of headings; without any, the title is listed.
    pub(super) fn finish(mut self, title: &str, language: &str) -> (TagTree, Outline) {
        self.end_section();
        if self.headings.is_empty() {
            let top = XyzDestination::new(0, Point::from_xy(0.0, 0.0));
            self.headings.push(OutlineNode::new(title.to_owned(), top));
        }
        let mut tree = TagTree::new().with_lang(Some(language.to_owned()));
        self.done.into_iter().chain(self.notes).for_each(|group| tree.push(group));
        let mut outline = Outline::new();
        self.headings.into_iter().for_each(|heading| outline.push_child(heading));
        (tree, outline)
    }
}

fn read(surface: &mut Surface<'_>, draw: impl FnOnce(&mut Surface<'_>)) -> Identifier {
    let id = surface.start_tagged(ContentTag::Span(SpanTag::empty()));
    draw(surface);
    surface.end_tagged();
    id
}

/// Draws what is not read: an ornament, or what every page says again.
pub(super) fn aside(surface: &mut Surface<'_>, kind: ArtifactType, draw: impl FnOnce(&mut Surface<'_>)) {
    surface.start_tagged(ContentTag::Artifact(Artifact::with_kind(kind)));
    draw(surface);
    surface.end_tagged();
}
