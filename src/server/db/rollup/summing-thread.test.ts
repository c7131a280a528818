import { expect, test } from 'vitest'
import { giveBack, takeThread } from './summing-thread.ts'

const job = { copied: new Uint8Array(), wanted: 'months' } as const

test('a thread that has answered waits for the next refresh, another beside it ends', async () => {
  const [one, two] = [takeThread(), takeThread()]
  expect(one).not.toBe(two)
  expect(await one.ask(job)).toMatchObject({ is: 'values' })
  await giveBack(one, 1000)
  await giveBack(two, 1000)
  await expect(two.ask(job)).rejects.toThrow('the summing thread ended')
  const next = takeThread()
  expect(next).toBe(one)
  expect(await next.ask(job)).toMatchObject({ is: 'values' })
  await giveBack(next, 1000)
})

test('one that nobody waited for, and one that took much, does not come again', async () => {
  const asked = takeThread()
  // it may come before the end
  const answer = asked.ask(job).catch(() => {})
  await giveBack(asked, 1000)
  await answer
  const full = takeThread()
  expect(full).not.toBe(asked)
  await giveBack(full, 100 * 1024 * 1024)
  expect(takeThread()).not.toBe(full)
})

test('one that failed, or came to its end by itself, does not come again', async () => {
  const ill = takeThread()
  await expect(ill.ask({ ...job, copied: null as never })).rejects.toThrow('null')
  await giveBack(ill, 1000)
  const next = takeThread()
  expect(next).not.toBe(ill)
  await next.worker.terminate()
  await giveBack(next, 1000)
  const third = takeThread()
  expect(third).not.toBe(next)
  expect(await third.ask(job)).toMatchObject({ is: 'values' })
  await giveBack(third, 1000)
})
