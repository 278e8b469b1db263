#!/usr/bin/env bash
# The roll-up engine over every division of the country, against DuckDB scanning the facts and PostgreSQL reading a finished table.
#   bench/rollup.sh [--json] [WORK_DIR]      work folder: 8 GB, kept for the next run (default build/bench-rollup)
# Needs build/release/luoshi, node, and PostgreSQL 15. One thread each; every answer is compared by checksum.
set -euo pipefail
here=$(cd "$(dirname "$0")/.." && pwd)
json=""
[ "${1:-}" = --json ] && { json=--json; shift; }
work=${1:-$here/build/bench-rollup}
mkdir -p "$work" && work=$(cd "$work" && pwd)
[ -f "$work/villages.csv" ] || node "$here/tools/villages.mjs" all "$work/villages-full.csv" >&2
[ -f "$work/villages.csv" ] || { echo code; tail -n +2 "$work/villages-full.csv" | cut -d, -f1 | LC_ALL=C sort -u; } >"$work/villages.csv"
if [ ! -d "$work/node_modules/@duckdb" ]; then
  (cd "$work" && npm install --no-save --no-audit --no-fund --loglevel=error @duckdb/node-api@1.5.6-r.1 >&2)
fi
cp "$here/bench/rollup_duckdb.mjs" "$work/"
server=$(bash "$here/tests/support/postgres" start "$work/postgres-$$")
trap 'bash "$here/tests/support/postgres" stop "$work/postgres-$$" || true; rm -rf "$work/postgres-$$" "$work/postgres-$$.log"' EXIT
export LUOSHI_BENCH_POSTGRES=$server
"$here/build/release/luoshi" bench rollup $json --divisions "$work/villages.csv" --export "$work/nodes.csv" \
  --others "node '$work/rollup_duckdb.mjs' '$work' && bash '$here/bench/rollup_postgres.sh' '$work'"
rm -f "$work/nodes.csv"
