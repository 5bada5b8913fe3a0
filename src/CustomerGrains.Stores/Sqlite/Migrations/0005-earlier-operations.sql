-- Operations before the latest one that a record remembers, the later ones first, each as 25 bytes: id, what it asked, effect. Of a store of before this step the latest one is all that is known.
ALTER TABLE record ADD COLUMN earlier_operations BLOB NOT NULL DEFAULT x'';

-- A decision is found by the operation that made it, however many were made on its pair since.
CREATE INDEX assertion_operation ON assertion (operation, a, b);
