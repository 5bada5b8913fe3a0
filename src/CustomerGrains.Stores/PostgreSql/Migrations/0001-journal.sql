-- Times are microseconds since 1970 (UTC). A number of 0 means "none". Hashes and key lists are little-endian.
-- Record ids are UTF-8 as bytes: any text is kept, and nobody's collation decides whether two are equal.

CREATE TABLE source (
    source_no  integer PRIMARY KEY,
    name       text COLLATE "C" NOT NULL UNIQUE,
    title      text NOT NULL DEFAULT '',
    region     text NOT NULL DEFAULT '',
    date_order integer NOT NULL DEFAULT 0,
    registered boolean NOT NULL DEFAULT false,
    mapping    text
);

CREATE TABLE setting (
    name  text COLLATE "C" PRIMARY KEY,
    value bytea NOT NULL
);

-- What a record is. Key lists are the truth of the postings, which every process keeps in memory.
CREATE TABLE record (
    record_no        bigint PRIMARY KEY,
    source_no        integer NOT NULL,
    record_id        bytea NOT NULL,
    source_version   bigint NOT NULL,
    revision         integer NOT NULL,
    live             boolean NOT NULL,
    position         bigint NOT NULL,
    content_hash     bytea NOT NULL,
    operation        bigint NOT NULL,
    operation_hash   bytea NOT NULL,
    operation_effect integer NOT NULL,
    content_revision integer NOT NULL,
    accepted_at      bigint NOT NULL,
    keys             bytea NOT NULL,
    search_keys      bytea NOT NULL,
    crowded_keys     bytea NOT NULL,
    UNIQUE (source_no, record_id)
);

CREATE TABLE content (
    record_no bigint PRIMARY KEY,
    features  bytea NOT NULL,
    payload   bytea NOT NULL
);

-- Where a record was last committed to, from its first commit on. Apart, because every change of a row copies it whole.
-- model_no: the model under which it was committed to its component; 0 with no component.
CREATE TABLE place (
    record_no         bigint PRIMARY KEY,
    resolved_revision integer NOT NULL,
    component         bigint NOT NULL,
    customer          bigint NOT NULL,
    epoch             bigint NOT NULL,
    model_no          integer NOT NULL
) WITH (fillfactor = 80);
CREATE INDEX place_component ON place (component) WHERE component <> 0;
CREATE INDEX place_customer ON place (customer) WHERE customer <> 0;

-- Scored pairs, smaller record first. Rows go when either record changes, so every row holds.
-- kind: 0 scored because a component holds both, 1 shares a blocking key, 2 shares a blocking key and connects the components of the two.
-- review: the records are in different customers and nobody has decided on the pair.
CREATE TABLE link (
    a          bigint NOT NULL,
    b          bigint NOT NULL,
    a_revision integer NOT NULL,
    b_revision integer NOT NULL,
    weight     integer NOT NULL,
    kind       integer NOT NULL,
    review     boolean NOT NULL,
    PRIMARY KEY (a, b)
);
CREATE INDEX link_b ON link (b);
CREATE INDEX link_review ON link (weight DESC, a, b) WHERE review;

-- Decisions are never changed but for newest and resolved: the table is their audit.
-- decision: 1 same, 2 different, 3 withdraw. newest: nothing was decided on the pair since.
CREATE TABLE assertion (
    assertion_no bigint PRIMARY KEY,
    a            bigint NOT NULL,
    b            bigint NOT NULL,
    decision     integer NOT NULL,
    decided_by   text NOT NULL,
    reason       text NOT NULL,
    decided_at   bigint NOT NULL,
    operation    bigint NOT NULL,
    newest       boolean NOT NULL,
    resolved     boolean NOT NULL
);
CREATE INDEX assertion_a ON assertion (a, b);
CREATE INDEX assertion_b ON assertion (b);
CREATE UNIQUE INDEX assertion_newest ON assertion (a, b) WHERE newest;
CREATE INDEX assertion_unresolved ON assertion (assertion_no) WHERE NOT resolved;

-- The ledger of customer numbers. state: 1 live, 2 superseded, 3 empty.
CREATE TABLE customer (
    customer_no   bigint PRIMARY KEY,
    state         integer NOT NULL,
    born          bigint NOT NULL,
    superseded_by bigint NOT NULL,
    changed_at    bigint NOT NULL
);
CREATE INDEX customer_superseded_by ON customer (superseded_by) WHERE superseded_by <> 0;
CREATE INDEX customer_dormant ON customer (born) WHERE state <> 1;

-- Numbers taken from the records' sequence so that a customer could have one of its own.
CREATE TABLE reserved_number (
    number bigint PRIMARY KEY
);

CREATE TABLE event (
    sequence bigint PRIMARY KEY,
    at       bigint NOT NULL,
    kind     integer NOT NULL,
    customer bigint NOT NULL,
    change   bytea NOT NULL
);

CREATE TABLE event_customer (
    customer bigint NOT NULL,
    sequence bigint NOT NULL,
    PRIMARY KEY (customer, sequence)
);

-- The models the store is and was under; the largest number is in force. content: the model file.
-- position: last position of acceptance when it was applied. records: how many there were to be placed anew. under_way: some of them may not be placed under it yet.
CREATE TABLE model (
    model_no    integer PRIMARY KEY,
    version     text COLLATE "C" NOT NULL,
    content     bytea NOT NULL,
    applied_by  text NOT NULL,
    reason      text NOT NULL,
    applied_at  bigint NOT NULL,
    finished_at bigint NOT NULL,
    position    bigint NOT NULL,
    records     bigint NOT NULL,
    under_way   boolean NOT NULL
);
CREATE INDEX model_version ON model (version);

-- One row, which every writing transaction locks first: so batches of all processes are one after another, numbers have no gaps, and whoever holds it knows everything before.
-- sequence: number of the last batch.
CREATE TABLE journal_head (
    one             boolean PRIMARY KEY DEFAULT true CHECK (one),
    sequence        bigint NOT NULL DEFAULT 0,
    last_number     bigint NOT NULL DEFAULT 0,
    last_position   bigint NOT NULL DEFAULT 0,
    last_event      bigint NOT NULL DEFAULT 0,
    last_assertion  bigint NOT NULL DEFAULT 0,
    live_customers  bigint NOT NULL DEFAULT 0,
    review_pairs    bigint NOT NULL DEFAULT 0,
    model_no        integer NOT NULL DEFAULT 0,
    former_records  bigint NOT NULL DEFAULT 0,
    placed_records  bigint NOT NULL DEFAULT 0,
    model_under_way boolean NOT NULL DEFAULT false
) WITH (fillfactor = 10);
INSERT INTO journal_head DEFAULT VALUES;

-- What each of the latest batches changed of what processes keep in memory. Old rows go; a process that needs one of them reads the records instead.
-- Keys are hashes: compressing them is wasted time.
CREATE TABLE directory_log (
    sequence bigint PRIMARY KEY,
    at       bigint NOT NULL,
    changes  bytea NOT NULL
);
ALTER TABLE directory_log ALTER COLUMN changes SET STORAGE EXTERNAL;
