// The queries of `luoshi bench rollup` on DuckDB, one thread, facts sorted by indicator, month and place with the codes of all levels
// beside them: node rollup_duckdb.mjs WORK_DIR. Prints "query,duckdb,microseconds,checksum" a line.
import { DuckDBInstance } from '@duckdb/node-api'
import { copyFileSync, existsSync, renameSync, rmSync } from 'node:fs'
import { join } from 'node:path'

const work = process.argv[2]
const file = join(work, 'country.duckdb')
const INDICATORS = 20
const MONTHS = 36

async function load() {
  const part = file + '.part'
  rmSync(part, { force: true })
  const instance = await DuckDBInstance.create(part, { threads: '1' })
  const db = await instance.connect()
  await db.run(`CREATE TABLE village AS SELECT row_number() OVER (ORDER BY code) - 1 AS place, code FROM
    read_csv('${join(work, 'villages.csv')}', columns = {'code': 'BIGINT'}, header = true)`)
  await db.run('CREATE TABLE fact (ind UTINYINT, mon UTINYINT, village INTEGER, town INTEGER, county INTEGER, city SMALLINT, prov UTINYINT, val INTEGER)')
  for (let ind = 0; ind < INDICATORS; ind++) {
    for (let mon = 0; mon < MONTHS; mon++) {
      // the same figures as in src/app/bench_rollup.cpp
      await db.run(`INSERT INTO fact SELECT ${ind}, ${mon}, place, code // 1000, code // 1000000, code // 100000000, code // 10000000000, (h >> 4) % 100000
        FROM (SELECT place, code, xor(g, g >> 13) AS h FROM (SELECT place, code, (xor(f, f >> 15) * 668265263) % 4294967296 AS g FROM
        (SELECT place, code, (place * 2654435761 + ${ind * 2654404609 + mon * 97000291 + 12345}::BIGINT) % 4294967296 AS f FROM village)))
        WHERE h % 10 < 7 ORDER BY place`)
    }
    process.stderr.write(`\rDuckDB 装入指标 ${ind + 1}/${INDICATORS}`)
  }
  process.stderr.write('\n')
  await db.run('CHECKPOINT')
  db.closeSync()
  instance.closeSync()
  renameSync(part, file)
}

if (!existsSync(file)) {
  await load()
}
const instance = await DuckDBInstance.create(file, { threads: '1', access_mode: 'READ_ONLY' })
const db = await instance.connect()

const queries = {
  counties_of_a_province: `SELECT SUM(s) FROM (SELECT county, SUM(val) AS s FROM fact WHERE ind = 3 AND mon = 17 AND prov = 13 GROUP BY county)`,
  nation_and_provinces_36_months: `WITH p AS (SELECT mon, prov, SUM(val) AS s FROM fact WHERE ind = 5 GROUP BY mon, prov),
    n AS (SELECT mon, SUM(s) AS s FROM p GROUP BY mon) SELECT (SELECT SUM(s) FROM p) + (SELECT SUM(s) FROM n)`,
  pivot_of_a_county: `SELECT SUM(s) FROM (SELECT ind, mon, town, SUM(val) AS s FROM fact WHERE mon BETWEEN 12 AND 23 AND county = 130921 GROUP BY ind, mon, town)`,
  rank_of_all_counties: `WITH c AS (SELECT DISTINCT code // 1000000 AS county FROM village),
    n AS (SELECT county, row_number() OVER (ORDER BY county) - 1 AS number FROM c),
    f AS (SELECT county, SUM(val) AS s FROM fact WHERE ind = 7 AND mon BETWEEN 12 AND 23 GROUP BY county),
    d AS (SELECT n.number, f.s * 10000 // (1000000 + 1000 * n.number) AS done FROM n JOIN f USING (county)),
    r AS (SELECT done, row_number() OVER (ORDER BY done DESC, number) AS rank FROM d) SELECT SUM(done * rank) FROM r`,
  ratio_over_towns: `WITH a AS (SELECT town, SUM(val) AS s FROM fact WHERE ind = 9 AND mon = 30 AND city = 1309 GROUP BY town),
    b AS (SELECT town, SUM(val) AS s FROM fact WHERE ind = 10 AND mon = 30 AND city = 1309 GROUP BY town)
    SELECT SUM(a.s * 10000 // b.s) FROM a JOIN b USING (town)`,
}
for (const [name, sql] of Object.entries(queries)) {
  const prepared = await db.prepare(sql)
  let best = Infinity
  let checksum
  for (let run = 0; run < 7; run++) {
    const begin = process.hrtime.bigint()
    const result = await prepared.runAndReadAll()
    best = Math.min(best, Number(process.hrtime.bigint() - begin) / 1000)
    checksum = result.getRows()[0][0]
  }
  console.log(`${name},duckdb,${best.toFixed(1)},${checksum}`)
}
db.closeSync()
instance.closeSync()

// one figure changed and committed to the file, then the nation read again: on a copy, so that the sorted facts stay as they are
const copy = file + '.changed'
rmSync(copy + '.wal', { force: true })
copyFileSync(file, copy)
const changed = await DuckDBInstance.create(copy, { threads: '1' })
const connection = await changed.connect()
const village = (await connection.runAndReadAll(`SELECT MIN(village) FROM fact WHERE ind = 0 AND mon = 20
  AND village >= (SELECT COUNT(*) // 2 FROM village)`)).getRows()[0][0]
const change = await connection.prepare('UPDATE fact SET val = $1::INTEGER WHERE ind = 0 AND mon = 20 AND village = $2::INTEGER')
const nation = await connection.prepare('SELECT SUM(val) FROM fact WHERE ind = 0 AND mon = 20')
let best = Infinity
let checksum
for (let run = 0; run < 50; run++) {
  change.bindInteger(1, 1000 + run)
  change.bindInteger(2, village)
  const begin = process.hrtime.bigint()
  await change.run()
  checksum = (await nation.runAndReadAll()).getRows()[0][0]
  best = Math.min(best, Number(process.hrtime.bigint() - begin) / 1000)
}
console.log(`durable_change,duckdb,${best.toFixed(1)},${checksum}`)
connection.closeSync()
changed.closeSync()
rmSync(copy, { force: true })
rmSync(copy + '.wal', { force: true })
