#!/usr/bin/env bash
# The whole program on the demonstration's data against nginx serving the same bytes as files: a task read from SQLite by id (from the
# kept answer, and with nothing kept) and the cached cockpit, all with session and scope check. Prints also the start, the memory and what a browser loads for the cockpit.
# Builds nothing: ./run --build-only first. Prints ratios and figures, judges none.
set -euo pipefail
cd "$(dirname "$0")/.."
work=$(mktemp -d /tmp/luoshi-bench.XXXXXX)
port=$(python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
site=http://127.0.0.1:$port
serve() {
  taskset -c 0 build/release/luoshi serve --demo --port "$port" --data "$work/data" --package packages/cangzhou-ecommerce-2018 >"$work/log" 2>&1 &
  server=$!
  until curl -fs "$site/api/v1/site" >/dev/null 2>&1; do
    kill -0 "$server" || { cat "$work/log" >&2; exit 1; }
  done
}
trap 'kill $server 2>/dev/null; wait $server 2>/dev/null || true; rm -rf "$work"' EXIT
serve
kill "$server" && wait "$server"
begin=$(date +%s%N)
serve
echo "start_with_data_ms $((($(date +%s%N) - begin) / 1000000))"

password=$(sed -n 's/^password: //p' packages/cangzhou-ecommerce-2018/demo.yaml)
curl -fsS -c "$work/cookies" -H 'Content-Type: application/json' -d "{\"login\":\"leader\",\"password\":\"$password\"}" "$site/api/v1/session" >/dev/null
cookie="Cookie: luoshi_session=$(awk '/luoshi_session/ { print $7 }' "$work/cookies")"
plan=$(curl -fsS -H "$cookie" "$site/api/v1/plans" | python3 -c 'import json, sys; print(json.load(sys.stdin)["items"][0]["id"])')
task=$(curl -fsS -H "$cookie" "$site/api/v1/plans/$plan/tasks" | python3 -c 'import json, sys; print(next(t["id"] for t in json.load(sys.stdin)["items"] if t["ref"] == "T6"))')
# The task whose JSON is the median, or the largest, of the plan.
pick() {
  curl -fsS -H "$cookie" "$site/api/v1/plans/$plan/tasks" | python3 -c 'import json, sys; print(*(t["id"] for t in json.load(sys.stdin)["items"]), sep="\n")' |
    while read -r id; do echo "$(curl -fsS -H "$cookie" "$site/api/v1/tasks/$id" | wc -c) $id"; done | sort -n |
    awk -v which="$1" '{ id[NR] = $2 } END { print which == "median" ? id[int((NR + 1) / 2)] : id[NR] }'
}
echo "resident_kb $(awk '/VmRSS/ { print $2 }' "/proc/$server/status")"
bench/against_nginx.sh task_by_id "$site/api/v1/tasks/$task" "$cookie"
bench/against_nginx.sh cached_cockpit "$site/api/v1/cockpit" "$cookie"
kill "$server" && wait "$server"
LUOSHI_BENCH_KEEP_NO_TASKS=1 serve
curl -fsS -c "$work/cookies" -H 'Content-Type: application/json' -d "{\"login\":\"leader\",\"password\":\"$password\"}" "$site/api/v1/session" >/dev/null
cookie="Cookie: luoshi_session=$(awk '/luoshi_session/ { print $7 }' "$work/cookies")"
for which in median largest; do
  bench/against_nginx.sh "${which}_task_nothing_kept" "$site/api/v1/tasks/$(pick "$which")" "$cookie"
done
echo "resident_after_load_kb $(awk '/VmRSS/ { print $2 }' "/proc/$server/status")"
