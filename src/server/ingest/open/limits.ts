/** How much a file may be unpacked to, and held in memory at once. */
export type Limits = {
  /** Bytes of all parts of an archive, or of one compressed file. */
  unpacked: number
  parts: number
  /** Bytes of a part that is read as a whole. */
  inMemory: number
}

const megabyte = 1024 * 1024

/** A full sheet of 1,048,576 rows and 20 columns has some 1.5 GB. */
export const usualLimits: Limits = { unpacked: 4096 * megabyte, parts: 10_000, inMemory: 64 * megabyte }

export const inMegabytes = (bytes: number): string => `${Math.round(bytes / megabyte).toLocaleString('en')} MB`
