/** A short message; the toaster's code loads with the first one. */
export const announce = (kind: 'success' | 'error', words: string) =>
  void import('../ui/Toaster.tsx').then(({ toast }) => toast[kind](words))
