-- Entries that are asked for by themselves among all others: which service file was read last, what
-- was searched for, what is held and what was disposed of.
CREATE INDEX journal_care ON journal (kind, seq)
WHERE kind = 'service_read' OR kind = 'searched' OR kind = 'legal_hold_placed' OR kind = 'disposed';

-- Records that somebody opened outside their shift or sites: few among very many.
CREATE INDEX journal_outside ON journal (seq) WHERE kind = 'viewed' AND json_extract(body, '$.why') <> '';
