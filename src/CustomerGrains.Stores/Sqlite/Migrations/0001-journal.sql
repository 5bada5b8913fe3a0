-- Times are microseconds since 1970 (UTC). A number of 0 means "none". Hashes and key lists are little-endian.

CREATE TABLE source (
    source_no  INTEGER PRIMARY KEY,
    name       TEXT NOT NULL UNIQUE,
    title      TEXT NOT NULL DEFAULT '',
    region     TEXT NOT NULL DEFAULT '',
    date_order INTEGER NOT NULL DEFAULT 0,
    registered INTEGER NOT NULL DEFAULT 0,
    mapping    TEXT
) STRICT;

CREATE TABLE setting (
    name  TEXT PRIMARY KEY,
    value BLOB NOT NULL
) STRICT, WITHOUT ROWID;

-- What changes often and what is scanned at start. Content is apart, so that a commit rewrites small rows only.
CREATE TABLE record (
    record_no         INTEGER PRIMARY KEY,
    source_no         INTEGER NOT NULL,
    record_id         TEXT NOT NULL,
    source_version    INTEGER NOT NULL,
    revision          INTEGER NOT NULL,
    live              INTEGER NOT NULL,
    position          INTEGER NOT NULL,
    content_hash      BLOB NOT NULL,
    operation         INTEGER NOT NULL,
    operation_hash    BLOB NOT NULL,
    operation_effect  INTEGER NOT NULL,
    resolved_revision INTEGER NOT NULL,
    component         INTEGER NOT NULL,
    customer          INTEGER NOT NULL,
    epoch             INTEGER NOT NULL,
    accepted_at       INTEGER NOT NULL,
    keys              BLOB NOT NULL,
    search_keys       BLOB NOT NULL,
    UNIQUE (source_no, record_id)
) STRICT;
CREATE INDEX record_component ON record (component) WHERE component <> 0;
CREATE INDEX record_customer ON record (customer) WHERE customer <> 0;

CREATE TABLE content (
    record_no INTEGER PRIMARY KEY,
    features  BLOB NOT NULL,
    payload   BLOB NOT NULL
) STRICT;

-- Scored pairs, smaller record first. Rows go when either record changes, so every row holds.
-- review: the records are in different customers and nobody has decided on the pair.
CREATE TABLE link (
    a          INTEGER NOT NULL,
    b          INTEGER NOT NULL,
    a_revision INTEGER NOT NULL,
    b_revision INTEGER NOT NULL,
    weight     INTEGER NOT NULL,
    blocked    INTEGER NOT NULL,
    review     INTEGER NOT NULL,
    PRIMARY KEY (a, b)
) STRICT, WITHOUT ROWID;
CREATE INDEX link_b ON link (b);
CREATE INDEX link_review ON link (weight DESC, a, b) WHERE review <> 0;

-- Decisions are never changed but for live and resolved: the table is their audit.
-- decision: 1 same, 2 different, 3 withdraw. newest: nothing was decided on the pair since.
CREATE TABLE assertion (
    assertion_no INTEGER PRIMARY KEY,
    a            INTEGER NOT NULL,
    b            INTEGER NOT NULL,
    decision     INTEGER NOT NULL,
    decided_by   TEXT NOT NULL,
    reason       TEXT NOT NULL,
    decided_at   INTEGER NOT NULL,
    operation    INTEGER NOT NULL,
    newest       INTEGER NOT NULL,
    resolved     INTEGER NOT NULL
) STRICT;
CREATE INDEX assertion_a ON assertion (a, b);
CREATE INDEX assertion_b ON assertion (b);
CREATE UNIQUE INDEX assertion_newest ON assertion (a, b) WHERE newest <> 0;
CREATE INDEX assertion_unresolved ON assertion (assertion_no) WHERE resolved = 0;

-- The ledger of customer numbers. state: 1 live, 2 superseded, 3 empty.
CREATE TABLE customer (
    customer_no   INTEGER PRIMARY KEY,
    state         INTEGER NOT NULL,
    born          INTEGER NOT NULL,
    superseded_by INTEGER NOT NULL,
    changed_at    INTEGER NOT NULL
) STRICT;
CREATE INDEX customer_superseded_by ON customer (superseded_by) WHERE superseded_by <> 0;
CREATE INDEX customer_dormant ON customer (born) WHERE state <> 1;

-- Numbers taken from the records' sequence so that a customer could have one of its own.
CREATE TABLE reserved_number (
    number INTEGER PRIMARY KEY
) STRICT;

CREATE TABLE event (
    sequence INTEGER PRIMARY KEY,
    at       INTEGER NOT NULL,
    kind     INTEGER NOT NULL,
    customer INTEGER NOT NULL,
    change   BLOB NOT NULL
) STRICT;

CREATE TABLE event_customer (
    customer INTEGER NOT NULL,
    sequence INTEGER NOT NULL,
    PRIMARY KEY (customer, sequence)
) STRICT, WITHOUT ROWID;
