import { expect, test } from 'vitest'
import { texts } from './texts.ts'

test('texts are numbered as they are met, whatever their letters, and none is taken for another', () => {
  const met = texts()
  const letters = ['a', 'ÿ', 'þ', 'Ω', '訂', '😀', '\u0000', '\u00ff\u0001', '\uffff', '\ud800']
  const all = ['', ...letters.flatMap(one => letters.map(other => one + other)), ...letters.map(one => one.repeat(300))]
  for (let i = 0; i < 50_000; i++) all.push(`S-${i}`, `${i}/S`)
  const different = [...new Set(all)]

  expect(different.map(met.wasMet)).toEqual(different.map(() => false))
  expect(different.map(met.of)).toEqual([...different.keys()])
  expect(different.map(met.find)).toEqual([...different.keys()])
  expect(different.map((_, n) => met.at(n))).toEqual(different)
  expect([met.find('S-50000'), met.wasMet('S-1'), met.size()]).toEqual([-1, true, different.length])
})
