import { Menu as Base } from '@base-ui/react/menu'
import { Check } from 'lucide-react'
import { type ComponentProps, useRef, type ReactElement, type ReactNode } from 'react'

/** w-max: what it is placed in has no width of its own. */
const popup =
  'float-motion origin-(--transform-origin) w-max min-w-44 max-w-[calc(100vw-1rem)] rounded-xl bg-card p-1 text-ink shadow-float outline-none'
const item =
  'flex w-full cursor-default items-center gap-2 rounded-lg px-2.5 py-1.5 text-sm outline-none select-none data-highlighted:bg-hover data-disabled:opacity-50'

/** A button's element. */
export type Trigger = ReactElement<ComponentProps<'button'>>
export type Opening = { open: boolean; onOpenChange: (open: boolean) => void }

/** The list is drawn beside its button, not at the end of the page, so that it stays within the button's landmark. */
const Shell = ({ trigger, children, ...opening }: { trigger: Trigger; children: ReactNode } & Opening) => {
  const place = useRef<HTMLSpanElement>(null)
  return (
    <Base.Root {...opening}>
      <Base.Trigger render={trigger} />
      {/* absolute: it must not become one more item, with a gap, of the row that the button stands in */}
      <span ref={place} className="absolute" />
      <Base.Portal container={place}>
        <Base.Positioner sideOffset={6} align="end" collisionPadding={8} className="z-50">
          <Base.Popup className={popup}>{children}</Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  )
}

type MenuItem = { label: string; hint?: string; disabled?: boolean; onSelect: () => void }
/** One of several, below the commands; choosing leaves the menu open. */
type MenuSetting = {
  label: string
  value: string
  choices: readonly { value: string; label: string }[]
  onChange: (value: string) => void
}

export type MenuProps = { trigger: Trigger; items: MenuItem[]; setting?: MenuSetting }

const Setting = ({ label, value, choices, onChange }: MenuSetting) => (
  <Base.Group className="mt-1 border-t border-line pt-1">
    <Base.GroupLabel className="px-2.5 py-1 text-xs text-muted">{label}</Base.GroupLabel>
    <Base.RadioGroup value={value} onValueChange={onChange} className="flex">
      {choices.map(choice => (
        <Base.RadioItem key={choice.value} value={choice.value} className={item}>
          <span className="size-4 shrink-0">
            <Base.RadioItemIndicator>
              <Check aria-hidden className="size-4 text-accent-text" />
            </Base.RadioItemIndicator>
          </span>
          {choice.label}
        </Base.RadioItem>
      ))}
    </Base.RadioGroup>
  </Base.Group>
)

export const Menu = ({ items, setting, ...shell }: MenuProps & Opening) => (
  <Shell {...shell}>
    {items.map(({ label, hint, disabled, onSelect }) => (
      <Base.Item key={label} className={item} disabled={disabled} onClick={onSelect}>
        <span className="grow">{label}</span>
        {hint && <span className="text-xs whitespace-nowrap text-muted">{hint}</span>}
      </Base.Item>
    ))}
    {setting && <Setting {...setting} />}
  </Shell>
)

export type ChoiceMenuProps<T extends string> = {
  trigger: Trigger
  value: T
  choices: { value: T; label: string; hint?: string; disabled?: boolean }[]
  onChange: (value: T) => void
}

export const ChoiceMenu = <T extends string>({ value, choices, onChange, ...shell }: ChoiceMenuProps<T> & Opening) => (
  <Shell {...shell}>
    <Base.RadioGroup value={value} onValueChange={next => onChange(next as T)}>
      {choices.map(choice => (
        <Base.RadioItem
          key={choice.value}
          value={choice.value}
          disabled={choice.disabled}
          className={item}
          closeOnClick
        >
          <span className="size-4 shrink-0">
            <Base.RadioItemIndicator>
              <Check aria-hidden className="size-4 text-accent-text" />
            </Base.RadioItemIndicator>
          </span>
          <span className="grow whitespace-nowrap">{choice.label}</span>
          {choice.hint && <span className="pl-3 text-xs whitespace-nowrap text-muted">{choice.hint}</span>}
        </Base.RadioItem>
      ))}
    </Base.RadioGroup>
  </Shell>
)
