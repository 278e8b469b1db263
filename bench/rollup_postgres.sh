#!/usr/bin/env bash
# The queries of `luoshi bench rollup` on PostgreSQL over a finished, indexed table of node totals (WORK_DIR/nodes.csv), as a program
# that keeps roll-ups in tables would: rollup_postgres.sh WORK_DIR. Timed inside the server with cached plans, without any client.
# Prints "query,postgres,microseconds,checksum" a line.
set -euo pipefail
sql() { psql -qAtX -v ON_ERROR_STOP=1 "$LUOSHI_BENCH_POSTGRES" "$@"; }
echo "PostgreSQL 装入汇总表" >&2
sql >&2 <<T
SET maintenance_work_mem = '1GB';
CREATE UNLOGGED TABLE roll (ind SMALLINT, lvl SMALLINT, mon SMALLINT, code BIGINT, s BIGINT, n INTEGER);
\copy roll FROM '$1/nodes.csv' CSV
ALTER TABLE roll ADD PRIMARY KEY (ind, lvl, mon, code);
VACUUM (ANALYZE, FREEZE) roll;
T
measure() {
  sql <<T
CREATE FUNCTION $1() RETURNS TEXT LANGUAGE plpgsql SET max_parallel_workers_per_gather = 0 AS \$\$
DECLARE best DOUBLE PRECISION := 'infinity'; checksum NUMERIC; begun TIMESTAMPTZ;
BEGIN
  FOR run IN 1..15 LOOP
    begun := clock_timestamp();
    checksum := ($2);
    best := least(best, extract(epoch FROM clock_timestamp() - begun) * 1000000);
  END LOOP;
  RETURN format('%s,postgres,%s,%s', '$1', round(best::numeric, 1), checksum);
END \$\$;
SELECT $1();
T
}
measure counties_of_a_province "SELECT SUM(s) FROM roll WHERE ind = 3 AND lvl = 3 AND mon = 17 AND code BETWEEN 130000 AND 139999"
measure nation_and_provinces_36_months "SELECT SUM(s) FROM roll WHERE ind = 5 AND lvl IN (0, 1)"
measure pivot_of_a_county "SELECT SUM(s) FROM roll WHERE ind = ANY (ARRAY(SELECT generate_series(0, 19)::smallint))
  AND lvl = 4 AND mon = ANY (ARRAY(SELECT generate_series(12, 23)::smallint)) AND code BETWEEN 130921000 AND 130921999"
measure rank_of_all_counties "WITH f AS (SELECT code, SUM(s) AS s FROM roll WHERE ind = 7 AND lvl = 3
  AND mon = ANY (ARRAY(SELECT generate_series(12, 23)::smallint)) GROUP BY code),
  d AS (SELECT number, div(s * 10000, 1000000 + 1000 * number) AS done FROM (SELECT s, row_number() OVER (ORDER BY code) - 1 AS number FROM f) n),
  r AS (SELECT done, row_number() OVER (ORDER BY done DESC, number) AS rank FROM d) SELECT SUM(done * rank) FROM r"
measure ratio_over_towns "SELECT SUM(div(a.s * 10000, nullif(b.s, 0))) FROM roll a JOIN roll b ON b.code = a.code WHERE a.ind = 9 AND b.ind = 10
  AND a.lvl = 4 AND b.lvl = 4 AND a.mon = 30 AND b.mon = 30 AND a.code BETWEEN 130900000 AND 130999999 AND b.code BETWEEN 130900000 AND 130999999"
# One figure corrected, with every total above it, in a logged table of the indicator: committed to the disk, then the nation read again.
sql >&2 <<T
CREATE TABLE corrected (ind SMALLINT, mon SMALLINT, code BIGINT, version INTEGER, val BIGINT, PRIMARY KEY (ind, mon, code, version));
CREATE TABLE kept AS SELECT * FROM roll WHERE ind = 0;
ALTER TABLE kept ADD PRIMARY KEY (ind, lvl, mon, code);
VACUUM (ANALYZE, FREEZE) kept;
CHECKPOINT;
CREATE PROCEDURE durable_change(INOUT line TEXT) LANGUAGE plpgsql AS \$\$
DECLARE best DOUBLE PRECISION := 'infinity'; checksum NUMERIC; begun TIMESTAMPTZ; village BIGINT; before BIGINT; now BIGINT;
BEGIN
  SELECT code, s INTO village, before FROM kept WHERE lvl = 5;
  FOR run IN 1..50 LOOP
    now := 999 + run;
    begun := clock_timestamp();
    INSERT INTO corrected VALUES (0, 20, village, run, now);
    UPDATE kept SET s = s + now - before WHERE ind = 0 AND mon = 20 AND (lvl, code) IN ((0, 0), (1, village / 10000000000),
      (2, village / 100000000), (3, village / 1000000), (4, village / 1000), (5, village));
    COMMIT;
    checksum := (SELECT s FROM kept WHERE ind = 0 AND lvl = 0 AND mon = 20);
    best := least(best, extract(epoch FROM clock_timestamp() - begun) * 1000000);
    before := now;
  END LOOP;
  line := format('durable_change,postgres,%s,%s', round(best::numeric, 1), checksum);
END \$\$;
T
sql <<T
CALL durable_change(NULL);
T
