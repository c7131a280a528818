import { panelCode } from './panel-code.ts'
import type { DialogProps, SheetProps } from './panels/Dialog.tsx'

/** A question or a form that holds everything else back until it is closed. */
export const Dialog = (props: DialogProps) => {
  const panels = panelCode.use(props.open)
  return panels && <panels.Dialog {...props} />
}

/** A panel from an edge of the screen, for narrow screens. */
export const Sheet = (props: SheetProps) => {
  const panels = panelCode.use(props.open)
  return panels && <panels.Sheet {...props} />
}
