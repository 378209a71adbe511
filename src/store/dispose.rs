//! Disposal: what was recorded about somebody is erased, and what proves it stays.
//!
//! One transaction takes the journal's own guard off, writes over the bodies of the entries, puts the
//! guard back, appends the certificate that names them and brings the projections up to date. Number,
//! times, author, episode and mark of each entry stay, so that the chain still runs through them.

use rusqlite::{Connection, OptionalExtension, params};

use super::append::{Failure, Writer};
use super::certificates::{self, ERASED};
use super::journal;
use super::keys::KEY_LEN;
use super::project::Misfit;
use super::{Store, StoreError, fold, project, rebuild};
use crate::domain::episode::find;
use crate::domain::event::{Audience, Body, Certificate, Disposal, Draft, Event, HandoverIssue, THINNED};
use crate::domain::fact::EpisodeFact;
use crate::domain::ids::EpisodeId;

/// The layout's own statement for the guard that is taken off meanwhile.
const LAYOUT: &str = include_str!("migrations/0001_journal.sql");
/// Milliseconds for which an episode may still stand on notes after its last entry.
const LINGERS: i64 = 2 * 24 * 60 * 60 * 1000;

impl Store {
    /// Erases what a certificate is about, and appends the certificate. Which entries those are, and
    /// their digest, are found here: what the draft says of them does not count.
    ///
    /// [`Disposal::Whole`] takes every entry of the episode, each handover note of which nobody is left
    /// whom it names, and each search whose words find this episode. [`Disposal::Thinned`] takes answers
    /// and free text.
    ///
    /// # Errors
    /// As [`Store::append`]; nothing is erased then.
    pub fn dispose(&mut self, draft: &Draft) -> Result<Event, StoreError> {
        self.take_up()?;
        self.check_writable()?;
        if self.bulk {
            return Err(StoreError::InUse { path: self.path() });
        }
        let mut writer = Writer::of(self);
        let done = dispose(&mut writer, draft);
        let (head, device_seq) = (writer.head, writer.device_seq);
        let event = match done {
            Ok(event) => {
                (self.head, self.device_seq) = (head, device_seq);
                event
            }
            Err(failure) => {
                // Fails where the failure itself has ended the transaction.
                let _ = self.conn.execute_batch("ROLLBACK");
                let stored = self.settle(std::slice::from_ref(draft), failure)?.pop();
                stored.ok_or_else(|| StoreError::Unreadable { path: self.path(), what: "records" })?
            }
        };
        // Only now is nothing of it left in the write-ahead log.
        self.finalise()?;
        Ok(event)
    }
}

fn dispose(writer: &mut Writer<'_>, draft: &Draft) -> Result<Event, Failure> {
    let conn = writer.conn;
    let Body::Disposed(order) = &draft.body else { return Err(Failure::Layout) };
    conn.execute_batch("BEGIN IMMEDIATE")?;
    if journal::find(conn, &draft.id)?.is_some() {
        conn.execute_batch("COMMIT")?;
        return writer.one(draft);
    }
    let rows = rows_of(conn, order)?;
    let macs = rows.iter().map(|seq| mac(conn, *seq)).collect::<rusqlite::Result<Vec<_>>>()?;
    let digest = certificates::digest(rows.iter().copied().zip(&macs));
    erase(conn, &rows)?;
    refold(conn, order.episode)?;
    let certificate = Certificate { rows, digest, ..order.clone() };
    let event = writer.one(&Draft { body: Body::Disposed(certificate), ..draft.clone() })?;
    conn.execute_batch("COMMIT")?;
    Ok(event)
}

/// Numbers of the entries to erase, rising.
fn rows_of(conn: &Connection, order: &Certificate) -> Result<Vec<u64>, Misfit> {
    let id = order.episode.0;
    let own = "SELECT seq FROM journal WHERE episode = ?1 AND kind <> 'erased'";
    let mut rows = match order.what {
        Disposal::Whole => numbers(conn, own, [id.as_bytes()])?,
        Disposal::Thinned => {
            let [answered, noted, contingency, contacted] = THINNED;
            let sql = format!("{own} AND kind IN (?2, ?3, ?4, ?5)");
            numbers(conn, &sql, params![id.as_bytes(), answered, noted, contingency, contacted])?
        }
    };
    if order.what == Disposal::Whole {
        for (note, issue) in notes_left_alone(conn, order.episode)? {
            rows.push(note);
            let sql = "SELECT seq FROM journal INDEXED BY journal_received \
                       WHERE kind IN ('handover_item_accepted', 'handover_asked') \
                       AND json_extract(body, '$.handover') = ?1";
            rows.extend(numbers(conn, sql, [issue.handover.0.hyphenated().to_string()])?);
        }
        rows.extend(searches_for(conn, order.episode)?);
    }
    rows.sort_unstable();
    rows.dedup();
    Ok(rows)
}

fn numbers(conn: &Connection, sql: &str, params: impl rusqlite::Params) -> rusqlite::Result<Vec<u64>> {
    let mut statement = conn.prepare(sql)?;
    statement.query_map(params, |row| row.get::<_, i64>(0).map(i64::cast_unsigned))?.collect()
}

fn mac(conn: &Connection, seq: u64) -> rusqlite::Result<[u8; KEY_LEN]> {
    conn.query_row("SELECT mac FROM journal WHERE seq = ?1", [seq.cast_signed()], |row| row.get(0))
}

/// Handover notes that may name this episode, and of which nobody else is left whom they may name.
///
/// A note to the team says whom it names. The others do not: they may name whoever was with the service
/// then, so they stay as long as anybody of that time does.
fn notes_left_alone(conn: &Connection, episode: EpisodeId) -> Result<Vec<(u64, HandoverIssue)>, Misfit> {
    let sql = "SELECT min(seq), max(entered_at) FROM journal WHERE episode = ?1";
    let (first, last): (Option<i64>, Option<i64>) =
        conn.query_row(sql, [episode.0.as_bytes()], |row| Ok((row.get(0)?, row.get(1)?)))?;
    let (Some(first), Some(last)) = (first, last) else { return Ok(Vec::new()) };
    let sql = "SELECT seq, entered_at, body FROM journal INDEXED BY journal_handover \
               WHERE kind = 'handover_made' AND seq > ?1 \
               AND (entered_at <= ?2 OR instr(body, ?3) > 0) ORDER BY seq";
    let mut statement = conn.prepare(sql)?;
    let name = episode.0.hyphenated().to_string();
    let mut found = statement.query(params![first, last.saturating_add(LINGERS), name])?;
    let mut alone = Vec::new();
    while let Some(row) = found.next()? {
        let (seq, at): (i64, i64) = (row.get(0)?, row.get(1)?);
        let Body::HandoverMade(issue) = serde_json::from_str(row.get_ref(2)?.as_str()?)? else { continue };
        let others = || issue.items.iter().filter_map(|item| item.episode).filter(|other| *other != episode);
        let mut named_left = false;
        for other in others() {
            named_left |= is_there(conn, other)?;
        }
        let names = issue.items.iter().any(|item| item.episode.is_some());
        let kept = named_left || (!names && anybody_else(conn, episode, seq, at)?);
        if !kept && issue.audience != Audience::Lead {
            alone.push((seq.cast_unsigned(), issue));
        }
    }
    Ok(alone)
}

fn is_there(conn: &Connection, episode: EpisodeId) -> rusqlite::Result<bool> {
    let sql = "SELECT EXISTS (SELECT 1 FROM episode WHERE id = ?1)";
    conn.prepare_cached(sql)?.query_row([episode.0.as_bytes()], |row| row.get(0))
}

/// Whether somebody else is left who was with the service when this entry was made.
fn anybody_else(conn: &Connection, episode: EpisodeId, seq: i64, at: i64) -> rusqlite::Result<bool> {
    let since: Option<i64> = conn.query_row(
        "SELECT max(seq) FROM (SELECT seq, entered_at FROM journal WHERE seq <= ?1 ORDER BY seq DESC) \
         WHERE entered_at < ?2",
        [seq, at.saturating_sub(LINGERS)],
        |row| row.get(0),
    )?;
    let sql = "SELECT EXISTS (SELECT 1 FROM episode WHERE seq < ?1 AND id <> ?2 AND (open = 1 OR \
               (SELECT max(journal.seq) FROM journal WHERE journal.episode = episode.id) > ?3))";
    conn.query_row(sql, params![seq, episode.0.as_bytes(), since.unwrap_or(0)], |row| row.get(0))
}

/// Searches whose words find this episode: they are somebody's name.
fn searches_for(conn: &Connection, episode: EpisodeId) -> Result<Vec<u64>, Misfit> {
    let sql = "SELECT find FROM episode WHERE id = ?1";
    let found_by: Option<String> =
        conn.query_row(sql, [episode.0.as_bytes()], |row| row.get(0)).optional()?;
    let Some(found_by) = found_by else { return Ok(Vec::new()) };
    let sql = "SELECT seq, body FROM journal INDEXED BY journal_care WHERE kind = 'searched' ORDER BY seq";
    let mut statement = conn.prepare(sql)?;
    let mut rows = statement.query([])?;
    let mut searches = Vec::new();
    while let Some(row) = rows.next()? {
        if let Body::Searched { text, .. } = serde_json::from_str(row.get_ref(1)?.as_str()?)? {
            let words = find::words(&text);
            if !words.is_empty() && find::has_all(&found_by, &words) {
                searches.push(row.get::<_, i64>(0)?.cast_unsigned());
            }
        }
    }
    Ok(searches)
}

/// Writes over the bodies of these entries. Which of their other columns stay is told above.
fn erase(conn: &Connection, rows: &[u64]) -> Result<(), Failure> {
    conn.execute_batch("DROP TRIGGER journal_no_update")?;
    {
        let mut kind = conn.prepare("SELECT kind FROM journal WHERE seq = ?1")?;
        let mut write = conn.prepare("UPDATE journal SET kind = ?2, body = ?3 WHERE seq = ?1")?;
        for seq in rows {
            let was: String = kind.query_row([seq.cast_signed()], |row| row.get(0))?;
            let body = serde_json::to_string(&Body::Erased { was })?;
            write.execute(params![seq.cast_signed(), ERASED, body])?;
        }
    }
    Ok(conn.execute_batch(guard().ok_or(Failure::Layout)?)?)
}

/// The guard as the layout made it, so that it comes back word for word.
fn guard() -> Option<&'static str> {
    let (_, rest) = LAYOUT.split_once("CREATE TRIGGER journal_no_update")?;
    let from = LAYOUT.len() - rest.len() - "CREATE TRIGGER journal_no_update".len();
    let end = rest.find("END;")? + "END;".len();
    LAYOUT.get(from..LAYOUT.len() - rest.len() + end)
}

/// Brings the projections up to date after entries of an episode, or notes, were erased.
fn refold(conn: &Connection, id: EpisodeId) -> Result<(), Misfit> {
    let sql = "SELECT body FROM episode WHERE id = ?1";
    let before = project::body_of::<crate::domain::episode::Episode>(conn, sql, id.0)?;
    for screening in before.iter().flat_map(|before| &before.screenings) {
        conn.execute("DELETE FROM answer WHERE screening = ?1", [screening.id.0.as_bytes()])?;
    }
    if let Some(before) = &before {
        project::drop_fact(conn, &EpisodeFact::of(before))?;
    }
    let sql = "DELETE FROM episode WHERE id = ?1 RETURNING find";
    let found_by: Option<String> = conn.query_row(sql, [id.0.as_bytes()], |row| row.get(0)).optional()?;
    let told = fold::one(conn, id)?;
    rebuild::episode(conn, &told)?;
    let finds: Option<String> = conn
        .query_row("SELECT find FROM episode WHERE id = ?1", [id.0.as_bytes()], |row| row.get(0))
        .optional()?;
    if finds != found_by {
        // Taken out word by word, a word would still stand in a part of the index not yet merged.
        conn.execute_batch("INSERT INTO found (found) VALUES ('rebuild')")?;
    }
    latest_notes(conn)
}

/// Sites whose latest note is gone have the latest that is left.
fn latest_notes(conn: &Connection) -> Result<(), Misfit> {
    let sql = "SELECT handover.site FROM handover JOIN journal ON journal.seq = handover.seq \
               WHERE journal.kind = 'erased'";
    let sites: Vec<String> =
        conn.prepare(sql)?.query_map([], |row| row.get(0))?.collect::<rusqlite::Result<_>>()?;
    for site in sites {
        conn.execute("DELETE FROM handover WHERE site = ?1", [&site])?;
        let sql = "SELECT seq, body FROM journal INDEXED BY journal_handover \
                   WHERE kind = 'handover_made' ORDER BY seq DESC";
        let mut statement = conn.prepare(sql)?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            if let Body::HandoverMade(issue) = serde_json::from_str(row.get_ref(1)?.as_str()?)?
                && issue.audience == Audience::Team
                && issue.sites.contains(&site)
            {
                project::put_handover(conn, &site, row.get::<_, i64>(0)?.cast_unsigned())?;
                break;
            }
        }
    }
    Ok(())
}
