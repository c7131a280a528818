import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { AxeBuilder } from '@axe-core/playwright'
import { expect, type Page } from '@playwright/test'

// its builder gives every page axe four times for one answer, and tells all that is right, too: three times the work
const builder = createRequire(import.meta.url).resolve('@axe-core/playwright')
const source = readFileSync(createRequire(builder).resolve('axe-core/axe.min.js'), 'utf8')
type Violations = Awaited<ReturnType<AxeBuilder['analyze']>>['violations']

const still =
  'document.getAnimations().every(animation => animation.playState !== "running" || animation.effect.getTiming().iterations === Infinity)'

const violations = async (page: Page, rules?: string[]): Promise<Violations> => {
  if (await page.evaluate('window.axe === undefined')) await page.evaluate(source)
  const asked = JSON.stringify({ ...(rules && { runOnly: rules }), resultTypes: ['violations'] })
  return page.evaluate(`axe.run(document, ${asked}).then(({ violations }) => violations)`)
}

/**
 * Every rule of axe, best practices too; then the contrasts in dark, as all else is the same there. Each finding with
 * the element it is about.
 */
export const findings = async (page: Page) => {
  const found: string[] = []
  for (const theme of ['light', 'dark']) {
    await page.evaluate(`document.documentElement.dataset.theme = '${theme}'`)
    // half-faded surfaces would be measured with half their contrast
    await expect.poll(() => page.evaluate(still)).toBe(true)
    for (const { id, nodes } of await violations(page, theme === 'dark' ? ['color-contrast'] : undefined))
      found.push(
        ...nodes.map(node => `${theme}, ${id}: ${node.target.join(' ')} ${node.failureSummary?.split('\n')[1] ?? ''}`),
      )
  }
  await page.evaluate('document.documentElement.dataset.theme = "light"')
  return found
}
