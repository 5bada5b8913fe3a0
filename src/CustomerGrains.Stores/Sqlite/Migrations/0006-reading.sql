-- Version of reading by which the record's features and keys came about. Those of before this step count as read by 1.
ALTER TABLE record ADD COLUMN reading_version INTEGER NOT NULL DEFAULT 1;

-- One row. version: the latest that has begun to read the store's records. finished: every live record was read by this one or a later one. Both are 0 where nothing was ever read.
CREATE TABLE reading (
    one      INTEGER PRIMARY KEY CHECK (one = 1),
    version  INTEGER NOT NULL,
    finished INTEGER NOT NULL
) STRICT;
INSERT INTO reading (one, version, finished) SELECT 1, any_record, any_record FROM (SELECT EXISTS (SELECT 1 FROM record) AS any_record);
