#!/usr/bin/env bash
# The http module alone against nginx: `tiny` is a constant reply from the I/O thread, `row` one row from SQLite as 1 kB of JSON.
# Builds nothing: ninja -C build/release http_bench_server first. Prints ratios, judges none.
set -euo pipefail
cd "$(dirname "$0")/.."
work=$(mktemp -d /tmp/luoshi-bench.XXXXXX)
port=$(python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
taskset -c 0 build/release/bench/http_bench_server "$port" "$work/bench.db" &
server=$!
trap 'kill $server; wait $server; rm -rf "$work"' EXIT
curl -fs --retry 50 --retry-connrefused --retry-delay 0 "http://127.0.0.1:$port/tiny" > /dev/null
bench/against_nginx.sh tiny "http://127.0.0.1:$port/tiny"
bench/against_nginx.sh row "http://127.0.0.1:$port/tasks/37"
