-- The models the store is and was under; the largest number is in force. content: the model file; empty where a store of before this step knows the version only.
-- position: last position of acceptance when it was applied. records: how many there were to be placed anew. under_way: some of them may not be placed under it yet.
CREATE TABLE model (
    model_no    INTEGER PRIMARY KEY,
    version     TEXT NOT NULL,
    content     BLOB NOT NULL,
    applied_by  TEXT NOT NULL,
    reason      TEXT NOT NULL,
    applied_at  INTEGER NOT NULL,
    finished_at INTEGER NOT NULL,
    position    INTEGER NOT NULL,
    records     INTEGER NOT NULL,
    under_way   INTEGER NOT NULL
) STRICT;
CREATE INDEX model_version ON model (version);

-- Model under which the record was last committed to its component; 0 with no component.
ALTER TABLE record ADD COLUMN model_no INTEGER NOT NULL DEFAULT 0;

INSERT INTO model SELECT 1, CAST(value AS TEXT), x'', '', '', 0, 0, 0, 0, 0 FROM setting WHERE name = 'model-version';
DELETE FROM setting WHERE name = 'model-version';
UPDATE record SET model_no = 1 WHERE component <> 0 AND EXISTS (SELECT 1 FROM model);
