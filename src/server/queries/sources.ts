import type { Source } from '#contract/sources.ts'
import type { Call } from '../context.ts'
import type { Handlers } from '../handler.ts'

const noted = ({ note }: Call, data: Source) => {
  note({ source: data.name, place: data.place })
  return { data, meta: {} }
}

export const sources: Handlers<'sources'> = {
  list: async call => ({ data: await call.sources.list(), meta: {} }),
  add: async (call, asked) => noted(call, await call.sources.add(asked)),
  change: async (call, { id, ...asked }) => noted(call, await call.sources.change(id, asked)),
  read: async (call, { id, whole }) => noted(call, await call.sources.read(id, whole)),
  remove: async (call, { id }) => {
    noted(call, await call.sources.remove(id))
    return { data: {}, meta: {} }
  },
}
