//! Bytes as lower-case hexadecimal text, as the vault and the witness hold them.

use serde::{Deserialize, Deserializer, Serializer, de::Error};

/// The bytes as lower-case hexadecimal digits.
pub(super) fn encode(bytes: &[u8]) -> String {
    let digit = |n: u8| char::from_digit(u32::from(n), 16).unwrap_or('0');
    bytes.iter().flat_map(|b| [digit(b >> 4), digit(b & 15)]).collect()
}

/// Exactly `N` bytes from `2 N` hexadecimal digits, or `None`.
pub(super) fn decode<const N: usize>(text: &str) -> Option<[u8; N]> {
    let digits: Vec<u8> =
        text.chars().map(|c| c.to_digit(16).and_then(|d| u8::try_from(d).ok())).collect::<Option<_>>()?;
    let (pairs, rest) = digits.as_chunks::<2>();
    let bytes: Vec<u8> = pairs.iter().map(|[high, low]| (high << 4) | low).collect();
    if rest.is_empty() { bytes.try_into().ok() } else { None }
}

/// For `#[serde(with)]`: writes.
pub(super) fn serialize<S: Serializer, const N: usize>(bytes: &[u8; N], to: S) -> Result<S::Ok, S::Error> {
    to.serialize_str(&encode(bytes))
}

/// For `#[serde(with)]`: reads.
pub(super) fn deserialize<'de, D: Deserializer<'de>, const N: usize>(from: D) -> Result<[u8; N], D::Error> {
    let text = String::deserialize(from)?;
    decode(&text).ok_or_else(|| D::Error::custom(format!("expected {} hexadecimal digits", N * 2)))
}
