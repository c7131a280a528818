/** What opens over the page. All of it is one piece of code that comes later: see ../panel-code.ts. */
export { Dialog, Sheet } from './Dialog.tsx'
export { ChoiceMenu, Menu } from './Menu.tsx'
export { Popover } from './Popover.tsx'
export { Tooltip } from './Tooltip.tsx'
