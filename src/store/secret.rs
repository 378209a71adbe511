//! Key bytes on memory pages of their own: kept out of swap where the system lets us, wiped when dropped.

use zeroize::Zeroize;

use super::keys::KEY_LEN;

/// The largest memory page of the systems this runs on. A lock holds for whole pages and does not
/// count, so two keys must never share one.
const PAGE: usize = 16 * 1024;

#[repr(align(16384))]
struct Page([u8; PAGE]);

/// Thirty-two secret bytes. There is one copy of them however many owners they have.
pub(super) struct Secret {
    /// Freed before the page is; none where the system has no such lock left to give.
    _lock: Option<region::LockGuard>,
    page: Box<Page>,
}

impl Secret {
    /// Thirty-two zeros, to be filled by `fill`.
    pub(super) fn new(fill: impl FnOnce(&mut [u8; KEY_LEN])) -> Self {
        let mut page = Box::new(Page([0; PAGE]));
        let lock = region::lock(page.0.as_ptr(), PAGE).ok();
        if let Some(bytes) = page.0.first_chunk_mut() {
            fill(bytes);
        }
        Self { _lock: lock, page }
    }

    pub(super) fn bytes(&self) -> &[u8; KEY_LEN] {
        const NONE: &[u8; KEY_LEN] = &[0; KEY_LEN];
        // A page is longer than a key.
        self.page.0.first_chunk().unwrap_or(NONE)
    }
}

impl Drop for Secret {
    fn drop(&mut self) {
        self.page.0.zeroize();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_secret_has_pages_of_its_own() {
        let (one, two) = (Secret::new(|bytes| bytes.fill(1)), Secret::new(|bytes| bytes.fill(2)));
        let page = |secret: &Secret| secret.bytes().as_ptr().addr() / PAGE;
        assert_ne!(page(&one), page(&two));
        assert!([&one, &two].iter().all(|secret| secret.bytes().as_ptr().addr() % PAGE == 0));
        assert_eq!((one.bytes()[31], two.bytes()[31]), (1, 2));
    }

    #[test]
    fn key_bytes_stay_out_of_swap() {
        // Only Linux tells; elsewhere there is nothing to look at.
        let locked = || {
            let status = std::fs::read_to_string("/proc/self/status").ok()?;
            let line = status.lines().find_map(|line| line.strip_prefix("VmLck:")).unwrap();
            Some(line.split_whitespace().next().unwrap().parse::<usize>().unwrap())
        };
        let many: Vec<Secret> = (0..8).map(|_| Secret::new(|bytes| bytes.fill(7))).collect();
        // Other tests hold keys of their own; a system that gives no lock says so by zero.
        let enough = locked().is_none_or(|kilobytes| kilobytes >= 8 * PAGE / 1024);
        assert!(enough || many.iter().all(|secret| secret._lock.is_none()));
    }
}
