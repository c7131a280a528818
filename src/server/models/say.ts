/** Says how far a computation is. */
export type Say = (done: number, total: number, words: string) => void
