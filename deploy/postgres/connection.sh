# Sourced by backup.sh and restore.sh: which database PostgreSQL's own programs are to use. CGRAINS_POSTGRES is as the servers have it ('Host=…;Port=…;Database=…;Username=…;Password=…');
# without it PGHOST, PGPORT, PGDATABASE, PGUSER say. The password may be in it, in PGPASSWORD or in ~/.pgpass; it is never an argument, which others could see.

use_connection() {
  local part key value
  local -a parts
  IFS=';' read -ra parts <<<"$1"
  for part in "${parts[@]}"; do
    [[ "$part" =~ ^[[:space:]]*$ ]] && continue
    key=$(tr -d '[:space:]' <<<"${part%%=*}" | tr '[:upper:]' '[:lower:]')
    value=${part#*=}
    if [[ "$part" != *=* || "$value" == [\'\"]* ]]; then
      echo "CGRAINS_POSTGRES has a quoted value or none after '$key'; give it in PGPASSWORD, PGHOST … instead." >&2
      return 2
    fi
    case "$key" in
      host | server) export PGHOST=$value ;;
      port) export PGPORT=$value ;;
      database | db) export PGDATABASE=$value ;;
      username | user | userid) export PGUSER=$value ;;
      password | pwd | psw) export PGPASSWORD=$value ;;
      passfile) export PGPASSFILE=$value ;;
      sslmode) export PGSSLMODE=$(tr '[:upper:]' '[:lower:]' <<<"$value" | sed -E 's/^verify(ca|full)$/verify-\1/') ;;
      rootcertificate) export PGSSLROOTCERT=$value ;;
    esac
  done
}

if [ -n "${CGRAINS_POSTGRES:-}" ]; then use_connection "$CGRAINS_POSTGRES" || exit; fi
if [ -z "${PGDATABASE:-}" ]; then
  echo "Which database? Set CGRAINS_POSTGRES as for the servers, or PGHOST, PGDATABASE and PGUSER." >&2
  exit 2
fi
