import { cloneElement, useState } from 'react'
import { usePanelAt } from './panel-code.ts'
import type { PopoverProps } from './panels/Popover.tsx'

/** A panel at its button. `trigger` is the button element; `title` names the panel for screen readers. */
export const Popover = (props: PopoverProps) => {
  const [own, setOwn] = useState(false)
  const open = props.open ?? own
  const { panels, trigger } = usePanelAt(open)
  const onOpenChange = (is: boolean) => {
    setOwn(is)
    props.onOpenChange?.(is)
  }
  if (panels)
    return (
      <panels.Popover
        {...props}
        open={open}
        onOpenChange={onOpenChange}
        trigger={cloneElement(props.trigger, { ref: trigger })}
      />
    )
  return cloneElement(props.trigger, {
    ref: trigger,
    'aria-haspopup': 'dialog',
    'aria-expanded': open,
    onClick: () => onOpenChange(!open),
  })
}
