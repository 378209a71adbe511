//! The one way in which fields become bytes to be authenticated.
//!
//! Each field is led by its length, so that no two different lists of fields give the same bytes.

/// Fields in order, each led by its length.
pub(super) struct Canonical(Vec<u8>);

impl Canonical {
    /// Starts with the name of what is being authenticated, so that one kind never passes for another.
    pub(super) fn of(kind: &str) -> Self {
        Self(Vec::with_capacity(512)).text(kind)
    }

    pub(super) fn bytes(mut self, field: &[u8]) -> Self {
        self.0.extend_from_slice(&(field.len() as u64).to_be_bytes());
        self.0.extend_from_slice(field);
        self
    }

    pub(super) fn text(self, field: &str) -> Self {
        self.bytes(field.as_bytes())
    }

    pub(super) fn number(self, field: u64) -> Self {
        self.bytes(&field.to_be_bytes())
    }

    pub(super) fn signed(self, field: i64) -> Self {
        self.bytes(&field.to_be_bytes())
    }

    /// A field that may be missing; missing differs from empty.
    pub(super) fn maybe(self, field: Option<&[u8]>) -> Self {
        match field {
            Some(field) => self.bytes(&[1]).bytes(field),
            None => self.bytes(&[0]),
        }
    }

    pub(super) fn finish(self) -> Vec<u8> {
        self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn moving_a_byte_between_fields_changes_the_bytes() {
        let a = Canonical::of("t").text("ab").text("c").finish();
        let b = Canonical::of("t").text("a").text("bc").finish();
        assert_ne!(a, b);
        assert_ne!(Canonical::of("t").maybe(None).finish(), Canonical::of("t").maybe(Some(b"")).finish());
    }
}
