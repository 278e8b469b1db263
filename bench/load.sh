#!/usr/bin/env bash
# The end of a month under load, on SQLite and on a throw-away PostgreSQL with two servers: real servers over HTTP, real sessions.
#   bench/load.sh [--json] [options of `luoshi bench load`]
# Needs build/release/luoshi and PostgreSQL 15. About six minutes; leave the machine alone meanwhile.
set -euo pipefail
cd "$(dirname "$0")/.."
work=$(mktemp -d /tmp/luoshi-bench.XXXXXX)
trap 'bash tests/support/postgres stop "$work/postgres" || true; rm -rf "$work"' EXIT
server=$(bash tests/support/postgres start "$work/postgres")
build/release/luoshi bench load --postgres "$server" "$@"
