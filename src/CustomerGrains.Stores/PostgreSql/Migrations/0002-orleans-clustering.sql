-- What Microsoft Orleans (ADO.NET providers, 10.4) keeps in this database. It reads the texts of OrleansQuery when a silo starts and runs nothing else; which keys it asks for, which parameters it
-- gives and by which names it reads columns is its contract. A changed text needs a new schema step and a restart of every silo.

CREATE TABLE OrleansQuery (
    QueryKey  text PRIMARY KEY,
    QueryText text NOT NULL
);

-- One row for each cluster. Every change of its members raises the version, which is what makes changes one after another.
CREATE TABLE OrleansMembershipVersionTable (
    DeploymentId text        PRIMARY KEY,
    Timestamp    timestamptz NOT NULL DEFAULT now(),
    Version      integer     NOT NULL DEFAULT 0
);

-- Status as in Orleans' SiloStatus: 3 active, 6 dead.
CREATE TABLE OrleansMembershipTable (
    DeploymentId text        NOT NULL REFERENCES OrleansMembershipVersionTable,
    Address      text        NOT NULL,
    Port         integer     NOT NULL,
    Generation   integer     NOT NULL,
    SiloName     text        NOT NULL,
    HostName     text        NOT NULL,
    Status       integer     NOT NULL,
    ProxyPort    integer,
    SuspectTimes text,
    StartTime    timestamptz NOT NULL,
    IAmAliveTime timestamptz NOT NULL,
    PRIMARY KEY (DeploymentId, Address, Port, Generation)
);

-- Adds a silo and raises the version, or does neither: when the version is not the expected one, or the silo is there.
CREATE FUNCTION orleans_add_silo(cluster text, expected integer, silo OrleansMembershipTable) RETURNS boolean LANGUAGE plpgsql AS $$
BEGIN
    -- Whoever holds the row is the only one to change members; the others wait here and then find another version.
    PERFORM FROM OrleansMembershipVersionTable WHERE DeploymentId = cluster AND Version = expected FOR UPDATE;
    IF NOT FOUND THEN
        RETURN false;
    END IF;

    INSERT INTO OrleansMembershipTable SELECT silo.* ON CONFLICT DO NOTHING;
    IF NOT FOUND THEN
        RETURN false;
    END IF;

    UPDATE OrleansMembershipVersionTable SET Version = Version + 1, Timestamp = now() WHERE DeploymentId = cluster;
    RETURN true;
END $$;

-- Changes what is said of a silo and raises the version, or does neither: when the version is not the expected one, or the silo is not there.
CREATE FUNCTION orleans_change_silo(cluster text, expected integer, silo_address text, silo_port integer, silo_generation integer,
    new_status integer, new_suspect_times text, new_alive_time timestamptz) RETURNS boolean LANGUAGE plpgsql AS $$
BEGIN
    PERFORM FROM OrleansMembershipVersionTable WHERE DeploymentId = cluster AND Version = expected FOR UPDATE;
    IF NOT FOUND THEN
        RETURN false;
    END IF;

    UPDATE OrleansMembershipTable SET Status = new_status, SuspectTimes = new_suspect_times, IAmAliveTime = new_alive_time
        WHERE DeploymentId = cluster AND Address = silo_address AND Port = silo_port AND Generation = silo_generation;
    IF NOT FOUND THEN
        RETURN false;
    END IF;

    UPDATE OrleansMembershipVersionTable SET Version = Version + 1, Timestamp = now() WHERE DeploymentId = cluster;
    RETURN true;
END $$;

INSERT INTO OrleansQuery (QueryKey, QueryText) VALUES
('InsertMembershipVersionKey', $$
    WITH added AS (INSERT INTO OrleansMembershipVersionTable (DeploymentId) VALUES (@DeploymentId) ON CONFLICT DO NOTHING RETURNING 1)
    SELECT EXISTS (SELECT FROM added)
$$),
('InsertMembershipKey', $$
    SELECT orleans_add_silo(@DeploymentId, @Version, ROW(@DeploymentId, @Address, @Port, @Generation, @SiloName, @HostName, @Status, @ProxyPort, NULL, @StartTime, @IAmAliveTime))
$$),
('UpdateMembershipKey', $$
    SELECT orleans_change_silo(@DeploymentId, @Version, @Address, @Port, @Generation, @Status, @SuspectTimes, @IAmAliveTime)
$$),
('UpdateIAmAlivetimeKey', $$
    UPDATE OrleansMembershipTable SET IAmAliveTime = @IAmAliveTime
    WHERE DeploymentId = @DeploymentId AND Address = @Address AND Port = @Port AND Generation = @Generation
$$),
-- Both reads have a row for the cluster even when it has no (such) silo: its version is part of the answer.
('MembershipReadRowKey', $$
    SELECT cluster.Version, silo.*
    FROM OrleansMembershipVersionTable cluster
    LEFT JOIN OrleansMembershipTable silo
        ON silo.DeploymentId = cluster.DeploymentId AND silo.Address = @Address AND silo.Port = @Port AND silo.Generation = @Generation
    WHERE cluster.DeploymentId = @DeploymentId
$$),
('MembershipReadAllKey', $$
    SELECT cluster.Version, silo.*
    FROM OrleansMembershipVersionTable cluster
    LEFT JOIN OrleansMembershipTable silo ON silo.DeploymentId = cluster.DeploymentId
    WHERE cluster.DeploymentId = @DeploymentId
$$),
('GatewaysQueryKey', $$
    SELECT Address, ProxyPort, Generation
    FROM OrleansMembershipTable
    WHERE DeploymentId = @DeploymentId AND Status = @Status AND ProxyPort > 0
$$),
-- Deletes a dead silo that is still as it was read, so that one that was seen alive meanwhile stays.
('CleanupDefunctSiloEntryKey', $$
    DELETE FROM OrleansMembershipTable
    WHERE DeploymentId = @DeploymentId AND Address = @Address AND Port = @Port AND Generation = @Generation
        AND Status = 6 AND StartTime = @StartTime AND IAmAliveTime = @IAmAliveTime AND SuspectTimes IS NOT DISTINCT FROM @SuspectTimes
$$),
-- What Orleans used before it had the one above, and still asks for.
('CleanupDefunctSiloEntriesKey', $$
    DELETE FROM OrleansMembershipTable
    WHERE DeploymentId = @DeploymentId AND Status = 6 AND IAmAliveTime < @IAmAliveTime
$$),
('DeleteMembershipTableEntriesKey', $$
    WITH silos AS (DELETE FROM OrleansMembershipTable WHERE DeploymentId = @DeploymentId)
    DELETE FROM OrleansMembershipVersionTable WHERE DeploymentId = @DeploymentId
$$);
