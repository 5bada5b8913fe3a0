-- Roles and database of CustomerGrains. Run by a superuser; may be run again, and then only mends what is missing:
--   psql --no-psqlrc --set=ON_ERROR_STOP=1 --dbname=postgres --file=deploy/postgres/roles.sql
-- Another database beside the first, e.g. to restore a backup into: --set=database=customergrains_restored
-- No role can sign in before it has a password: deploy/postgres/passwords.sql sets them from files.

\if :{?database}
\else
  \set database customergrains
\endif

-- customergrains_owner  owns every table; cgrains migrate is its only user
-- customergrains_app    what a silo may do: read and write rows, nothing about tables. Signs in as _a or _b: two, so that credentials can be
--                       changed while the silos run (deploy/runbooks/rotate-credentials.md)
-- customergrains_read   reads everything and changes nothing: cgrains verify, backups
SELECT format('CREATE ROLE %I %s', name, attributes)
FROM (VALUES
  ('customergrains_owner', 'LOGIN'),
  ('customergrains_app', 'NOLOGIN'),
  ('customergrains_app_a', 'LOGIN IN ROLE customergrains_app'),
  ('customergrains_app_b', 'LOGIN IN ROLE customergrains_app'),
  ('customergrains_read', 'LOGIN')) AS wanted (name, attributes)
WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = name)
\gexec

-- UTF-8 whatever the server's locale; "C" compares bytes, as the index does, and does not change with the operating system.
SELECT format('CREATE DATABASE %I OWNER customergrains_owner TEMPLATE template0 ENCODING ''UTF8'' LOCALE ''C''', :'database')
WHERE NOT EXISTS (SELECT FROM pg_database WHERE datname = :'database')
\gexec

-- Whatever a reader's session is asked to do.
ALTER ROLE customergrains_read SET default_transaction_read_only = on;

\connect :database
REVOKE ALL ON DATABASE :"database" FROM PUBLIC;
GRANT CONNECT, TEMPORARY ON DATABASE :"database" TO customergrains_owner, customergrains_app;
GRANT CONNECT ON DATABASE :"database" TO customergrains_read;
REVOKE CREATE ON SCHEMA public FROM PUBLIC;
GRANT USAGE ON SCHEMA public TO customergrains_app, customergrains_read;

-- Whatever migrations make from now on …
ALTER DEFAULT PRIVILEGES FOR ROLE customergrains_owner GRANT USAGE ON SCHEMAS TO customergrains_app, customergrains_read;
ALTER DEFAULT PRIVILEGES FOR ROLE customergrains_owner GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO customergrains_app;
ALTER DEFAULT PRIVILEGES FOR ROLE customergrains_owner GRANT USAGE, SELECT ON SEQUENCES TO customergrains_app;
ALTER DEFAULT PRIVILEGES FOR ROLE customergrains_owner GRANT SELECT ON TABLES TO customergrains_read;
ALTER DEFAULT PRIVILEGES FOR ROLE customergrains_owner GRANT SELECT ON SEQUENCES TO customergrains_read;

-- … and what they have made already, e.g. before this script was first run.
SELECT format(statement, nspname)
FROM pg_namespace,
  (VALUES (1, 'GRANT USAGE ON SCHEMA %I TO customergrains_app, customergrains_read'),
          (2, 'GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA %I TO customergrains_app'),
          (3, 'GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA %I TO customergrains_app'),
          (4, 'GRANT SELECT ON ALL TABLES IN SCHEMA %I TO customergrains_read'),
          (5, 'GRANT SELECT ON ALL SEQUENCES IN SCHEMA %I TO customergrains_read')) AS grants (number, statement)
WHERE nspowner IN ('customergrains_owner'::regrole, 'pg_database_owner'::regrole)
ORDER BY nspname, number
\gexec
