-- The table of the head is locked as a whole, before anything else: whoever writes has it at least in part from its first statement to its end, so none is under way whose locks could meet those of this step the
-- other way round.
LOCK TABLE journal_head IN ACCESS EXCLUSIVE MODE;

-- reading_version: the latest version that has begun to read the store's records. reading_finished: every live record was read by this one or a later one.
-- older_readings: live records that were read by one before reading_version, but for what servers of before this step change.
ALTER TABLE journal_head
    ADD COLUMN reading_version integer NOT NULL DEFAULT 1,
    ADD COLUMN reading_finished integer NOT NULL DEFAULT 1,
    ADD COLUMN older_readings bigint NOT NULL DEFAULT 0;

-- Nothing was ever read.
UPDATE journal_head SET reading_version = 0, reading_finished = 0 WHERE last_position = 0;

-- Version of reading by which the record's features and keys came about. Those of before this step count as read by 1. reading_revision: content_revision of what was read.
ALTER TABLE record
    ADD COLUMN reading_version integer NOT NULL DEFAULT 1,
    ADD COLUMN reading_revision integer NOT NULL DEFAULT 0;

-- Servers of before this step, which run on while a cluster is upgraded, know neither column. What they take in anew is read by 1 and said to be, by the default, until all was read by a later version: from then on
-- they can take in no more. A record that was read by a later version keeps what it said of its content, so that they cannot give it content that they read by 1.
CREATE FUNCTION reading_of_earlier_servers() RETURNS integer LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT 1 FROM journal_head WHERE reading_finished > 1) THEN
        RAISE EXCEPTION 'A later version of the program reads this store now; a server of an earlier version can take no records in. Stop it.' USING ERRCODE = 'check_violation';
    END IF;
    RETURN 1;
END
$$;
ALTER TABLE record ALTER COLUMN reading_version SET DEFAULT reading_of_earlier_servers();
ALTER TABLE record ADD CONSTRAINT record_reading CHECK (reading_version <= 1 OR reading_revision = content_revision) NOT VALID;
