-- Handover notes are listed by themselves, and what was received of a note is found by the note.
CREATE INDEX journal_handover ON journal (seq) WHERE kind = 'handover_made';

CREATE INDEX journal_received ON journal (json_extract(body, '$.handover'))
WHERE kind IN ('handover_item_accepted', 'handover_asked');
