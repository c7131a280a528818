import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { Agent, type IncomingMessage, request } from 'node:http'
import { text } from 'node:stream/consumers'
import type { Order, Report } from './server.ts'

/** A server of the benchmark in a process of its own. */
export const serve = async (env: Record<string, string>) => {
  const child: ChildProcess = fork(new URL('./server.ts', import.meta.url), {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  })
  const [{ ready }] = (await once(child, 'message')) as [{ ready: number }]
  let last = 0
  const tell = (
    order: Order extends infer O ? (O extends { id: number } ? Omit<O, 'id'> : never) : never,
  ): Promise<Report> => {
    const id = ++last
    return new Promise(resolve => {
      const listen = (report: Report) => {
        if (report.id !== id) return
        child.off('message', listen)
        resolve(report)
      }
      child.on('message', listen)
      child.send({ ...order, id })
    })
  }
  const stop = async () => {
    child.send({ id: 0, do: 'stop' })
    await once(child, 'exit')
  }
  return { base: `http://127.0.0.1:${ready}`, tell, stop }
}

export const timed = async (work: () => Promise<unknown>) => {
  const began = performance.now()
  await work()
  return performance.now() - began
}

// fetch would add half a millisecond of its own to each answer
const agent = new Agent({ keepAlive: true })

export const get = async (address: string, etag?: string) => {
  const [response] = (await once(
    request(address, { agent, headers: etag ? { 'if-none-match': etag } : {} }).end(),
    'response',
  )) as [IncomingMessage]
  const body = await text(response)
  if (response.statusCode !== (etag ? 304 : 200))
    throw new Error(`${address}: ${response.statusCode} ${body.slice(0, 300)}`)
  return response.headers.etag ?? ''
}

export const quantile = (sample: number[], at: number) =>
  sample.toSorted((a, b) => a - b)[Math.min(sample.length - 1, Math.floor(at * sample.length))] ?? Number.NaN
