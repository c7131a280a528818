import { cloneElement, type KeyboardEvent, type ReactElement, type ReactNode, useState } from 'react'
import { usePanelAt } from './panel-code.ts'
import type { ChoiceMenuProps, MenuProps, Opening, Trigger } from './panels/Menu.tsx'

type Panels = NonNullable<ReturnType<typeof usePanelAt>['panels']>

const Waiting = ({
  trigger: button,
  children,
}: {
  trigger: Trigger
  children: (panels: Panels, opening: Opening, trigger: Trigger) => ReactElement
}): ReactNode => {
  const [open, setOpen] = useState(false)
  const { panels, trigger } = usePanelAt(open)
  if (panels) return children(panels, { open, onOpenChange: setOpen }, cloneElement(button, { ref: trigger }))
  return cloneElement(button, {
    ref: trigger,
    'aria-haspopup': 'menu',
    'aria-expanded': open,
    onClick: () => setOpen(!open),
    onKeyDown: (event: KeyboardEvent) => {
      if (event.key !== 'ArrowDown' && event.key !== 'ArrowUp') return
      event.preventDefault()
      setOpen(true)
    },
  })
}

/** A list of commands. */
export const Menu = (props: MenuProps) => (
  <Waiting trigger={props.trigger}>
    {(panels, opening, trigger) => <panels.Menu {...props} {...opening} trigger={trigger} />}
  </Waiting>
)

/** One of several, behind a button. */
export const ChoiceMenu = <T extends string>(props: ChoiceMenuProps<T>) => (
  <Waiting trigger={props.trigger}>
    {(panels, opening, trigger) => <panels.ChoiceMenu {...props} {...opening} trigger={trigger} />}
  </Waiting>
)
