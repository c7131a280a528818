import { defineConfig } from '@playwright/test'
import { findBrowser } from './scripts/ensure.mjs'

/**
 * Chromium loads two pages of its own behind the address bar of every new window: more work than most of our pages are.
 * Of this switch the last one counts, so Playwright's own list stands here too.
 */
const withoutFeatures = [
  'WebUIOmniboxPopup',
  'WebUIOmniboxAimPopup',
  'WebUIOmniboxFullPopup',
  'AvoidUnnecessaryBeforeUnloadCheckSync',
  'DestroyProfileOnBrowserClose',
  'HttpsUpgrades',
  'HttpsFirstBalancedModeAutoEnable',
  'LensOverlay',
  'MediaRouter',
  'PaintHolding',
  'ThirdPartyStoragePartitioning',
  'AvoidCorsURLLoaderRestartOnRedirect',
  'TcpPortRandomizationWin',
  'OptimizationHints',
  'NetworkTimeServiceQuerying',
  'AimEnabled',
  'PreconnectToSearch',
]

export default defineConfig({
  testDir: 'tests/e2e',
  fullyParallel: false,
  workers: 2, // by file: those that change data have servers of their own
  // noisy machines run these: what passes only at the second try is reported as flaky, not hidden
  retries: process.env['CI'] ? 2 : 0,
  timeout: 90_000,
  expect: { timeout: 15_000 },
  outputDir: 'test-results',
  globalSetup: './tests/e2e/server.ts',
  use: {
    launchOptions: {
      executablePath: findBrowser(),
      args: [
        '--no-sandbox',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
        `--disable-features=${withoutFeatures.join(',')}`,
      ],
    },
    timezoneId: 'UTC',
    locale: 'en-US',
    screenshot: 'only-on-failure',
  },
})
