import { toaster } from './toaster.ts'

/** A short message; the toaster's code loads with the first one. */
export const announce = (kind: 'success' | 'error', words: string) => void toaster().then(toast => toast[kind](words))
