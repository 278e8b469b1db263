import { defineConfig } from '@playwright/test'
import { fileURLToPath } from 'node:url'

// LUOSHI_URL: a demonstration site that already runs. Otherwise one is started on a fresh data folder.
const port = Number(process.env.LUOSHI_PORT ?? 18097)
const root = fileURLToPath(new URL('../..', import.meta.url))
const program = process.env.LUOSHI_PROGRAM ?? 'build/release/luoshi'
const engine = process.env.LUOSHI_POSTGRES ? `--postgres '${process.env.LUOSHI_POSTGRES}'` : ''

export default defineConfig({
  testDir: '.',
  outputDir: 'results',
  workers: 1,
  fullyParallel: false,
  timeout: 60_000,
  expect: { timeout: 10_000 },
  reporter: [['list'], ['json', { outputFile: 'results/report.json' }]],
  use: {
    baseURL: process.env.LUOSHI_URL ?? `http://127.0.0.1:${port}`,
    locale: 'zh-CN',
    timezoneId: 'Asia/Shanghai',
    viewport: { width: 1440, height: 900 },
    screenshot: 'only-on-failure',
    trace: 'retain-on-failure',
    actionTimeout: 15_000,
    launchOptions: {
      executablePath: process.env.LUOSHI_CHROMIUM ?? '/usr/bin/chromium',
      args: ['--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync']
    }
  },
  webServer: process.env.LUOSHI_URL
    ? undefined
    : {
        command: `rm -rf tests/browser/results/var && exec ${program} serve --demo --port ${port} --data tests/browser/results/var --package packages/cangzhou-ecommerce-2018 ${engine}`,
        cwd: root,
        url: `http://127.0.0.1:${port}/api/v1/site`,
        timeout: 180_000,
        stdout: 'pipe'
      }
})
