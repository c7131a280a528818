import fs from 'node:fs'
import type { PGlite } from '@electric-sql/pglite'
import { NodeFS } from '@electric-sql/pglite/nodefs'

type InitOptions = Parameters<NodeFS['init']>[1]
type Stream = { nfd?: number }
type NodeFsModule = {
  NODEFS: { stream_ops: { fsync?: (stream: Stream) => number }; tryFSOperation: <T>(operation: () => T) => T }
}

/**
 * PGlite's folder on disk, with the fsync it lacks: as shipped, NODEFS has no such operation, so a commit was
 * acknowledged before it reached the disk and a power cut lost it. Directories are opened like files and synced too.
 */
export class SyncedFolder extends NodeFS {
  override async init(pglite: PGlite, options: InitOptions) {
    const { emscriptenOpts } = await super.init(pglite, options)
    const addSync = (module: unknown) => {
      const { NODEFS } = module as NodeFsModule
      NODEFS.stream_ops.fsync = stream =>
        NODEFS.tryFSOperation(() => {
          if (stream.nfd !== undefined) fs.fsyncSync(stream.nfd)
          return 0
        })
    }
    return { emscriptenOpts: { ...emscriptenOpts, preRun: [...(emscriptenOpts.preRun ?? []), addSync] } }
  }
}
