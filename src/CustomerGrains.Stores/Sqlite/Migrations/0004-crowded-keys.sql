-- Keys of the record that more records than the crowd limit have, and the latest revision that brought new content: later ones came about because such a key came or went.
ALTER TABLE record ADD COLUMN crowded_keys BLOB NOT NULL DEFAULT x'';
ALTER TABLE record ADD COLUMN content_revision INTEGER NOT NULL DEFAULT 0;
UPDATE record SET content_revision = revision;

-- In a store that was filled before crowds were counted nothing is crowded, and never will be: what is matched as if it were not there must not depend on when it came.
INSERT INTO setting SELECT 'crowd-limit', CAST('2147483647' AS BLOB) WHERE EXISTS (SELECT 1 FROM record);
