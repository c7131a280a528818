import { liveEvent, type LiveEvent } from '../../src/contract/system.ts'

/** The events of a server's `GET /api/live` as they come; `undefined` at its end. */
export const follow = async (url: string, headers: Record<string, string> = {}) => {
  const leave = new AbortController()
  const response = await fetch(`${url}/api/live`, { signal: leave.signal, headers })
  const reader = response.body!.pipeThrough(new TextDecoderStream()).getReader()
  let text = ''
  const next = async (): Promise<LiveEvent | undefined> => {
    while (!text.includes('\n\n')) {
      const { done, value } = await reader.read()
      if (done) return undefined
      text += value
    }
    const [first = ''] = text.split('\n\n')
    text = text.slice(first.length + 2)
    const [, event, body = ''] = first.match(/^event: (\w+)\ndata: (.*)$/) ?? []
    return liveEvent.parse({ event, body: JSON.parse(body) })
  }
  return { response, next, leave: () => leave.abort() }
}
