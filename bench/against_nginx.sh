#!/usr/bin/env bash
# Compares a URL of a running server with nginx serving the same bytes as a file.
#   bench/against_nginx.sh NAME URL [HEADER…]
# Fetches URL once (with the headers), gives these bytes to an nginx of its own, then measures both in turn with wrk:
# server on CPU 0 (the caller pins its server: taskset -c 0), wrk on CPU 1, 64 connections, one thread. Takes the best of the rounds,
# the one least disturbed by others on the machine. Prints one line: NAME RATIO (ours N/s, nginx N/s).
# ROUNDS (3) and SECONDS_EACH (2) may be set in the environment.
set -euo pipefail
name=$1 url=$2
shift 2
headers=()
for header in "$@"; do headers+=(-H "$header"); done

work=$(mktemp -d /tmp/luoshi-bench.XXXXXX)
trap '[ -f "$work/nginx.pid" ] && kill "$(cat "$work/nginx.pid")"; rm -rf "$work"' EXIT
mkdir "$work/files"
curl -fsS "${headers[@]}" "$url" -o "$work/files/same.json"
chmod 755 "$work" "$work/files"

port=$(python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
cat > "$work/nginx.conf" <<CONF
worker_processes 1;
daemon on;
pid $work/nginx.pid;
error_log $work/error.log;
events { worker_connections 1024; }
http {
    access_log off;
    sendfile on;
    keepalive_requests 100000000;
    default_type application/json;
    client_body_temp_path $work; proxy_temp_path $work; fastcgi_temp_path $work; uwsgi_temp_path $work; scgi_temp_path $work;
    server { listen 127.0.0.1:$port; root $work/files; }
}
CONF
taskset -c 0 nginx -c "$work/nginx.conf" -e "$work/error.log"

rate() { taskset -c 1 wrk -t1 -c64 -d"${SECONDS_EACH:-2}s" "${headers[@]}" "$1" | awk '/Non-2xx/ { bad = 1 } /Requests\/sec/ { r = $2 } END { if (bad) exit 1; print r }'; }
ours=0 theirs=0
for _ in $(seq "${ROUNDS:-3}"); do
    a=$(rate "http://127.0.0.1:$port/same.json")
    b=$(rate "$url")
    theirs=$(awk "BEGIN { print ($a > $theirs) ? $a : $theirs }")
    ours=$(awk "BEGIN { print ($b > $ours) ? $b : $ours }")
done
awk "BEGIN { printf \"%s %.2f (ours %.0f/s, nginx %.0f/s)\n\", \"$name\", $ours / $theirs, $ours, $theirs }"
