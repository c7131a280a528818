import { AxeBuilder } from '@axe-core/playwright'
import { expect, type Page } from '@playwright/test'

const still =
  'document.getAnimations().every(animation => animation.playState !== "running" || animation.effect.getTiming().iterations === Infinity)'

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
    const axe = new AxeBuilder({ page }).setLegacyMode()
    const { violations } = await (theme === 'dark' ? axe.withRules(['color-contrast']) : axe).analyze()
    for (const { id, nodes } of violations)
      found.push(
        ...nodes.map(node => `${theme}, ${id}: ${node.target.join(' ')} ${node.failureSummary?.split('\n')[1] ?? ''}`),
      )
  }
  await page.evaluate('document.documentElement.dataset.theme = "light"')
  return found
}
