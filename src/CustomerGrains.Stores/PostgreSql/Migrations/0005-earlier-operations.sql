-- Every transaction that writes begins here, so none is under way whose locks could meet those of this step the other way round.
SELECT one FROM journal_head FOR UPDATE;

-- Operations before the latest one that a record remembers, the later ones first, each as 25 bytes: id, what it asked, effect. Of a store of before this step the latest one is all that is known; servers of
-- before it, which run while it is applied, go on remembering one.
ALTER TABLE record ADD COLUMN earlier_operations bytea NOT NULL DEFAULT '';

-- A decision is found by the operation that made it, however many were made on its pair since.
CREATE INDEX assertion_operation ON assertion (operation, a, b);
