/** A Chrome or Chromium of the system, or Playwright's own download; undefined when there is none. */
export const findBrowser: () => string | undefined
