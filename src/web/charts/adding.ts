const onMac = /Mac|iPhone|iPad/.test(navigator.userAgent)

/** Whether a click (or Enter) is meant to add to what is chosen, not to take its place. */
export const isAdding = ({ metaKey, ctrlKey }: { metaKey: boolean; ctrlKey: boolean }) => metaKey || ctrlKey

export const addingWords = `${onMac ? '⌘' : 'Ctrl'} click adds`

/** Not chosen: still readable, and still there to be. */
export const stoodBack = 'text-muted [&_i]:opacity-35'
