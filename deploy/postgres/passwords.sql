-- Gives a role the password that a file holds. Run by a superuser, on the server's own machine or over TLS:
--   psql --no-psqlrc --set=ON_ERROR_STOP=1 --dbname=postgres --set=role=customergrains_app_a --set=file=/run/secrets/app_a_password --file=deploy/postgres/passwords.sql
-- psql reads the file itself, so the password is in no process list; whatever the server's settings, the session logs no statement.
SET log_statement = none;
SET log_min_duration_statement = -1;
SET log_min_error_statement = panic;
SET password_encryption = 'scram-sha-256';
\set password `cat :'file'`
ALTER ROLE :"role" PASSWORD :'password';
