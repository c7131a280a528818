import { Dialog } from '../ui/Dialog.tsx'
import { shortcutList } from './shortcuts.ts'

export const ShortcutList = ({ open, onOpenChange }: { open: boolean; onOpenChange: (open: boolean) => void }) => (
  <Dialog
    open={open}
    onOpenChange={onOpenChange}
    title="Keyboard shortcuts"
    description="They do nothing while you type in a field."
    wide
  >
    <div className="grid gap-x-8 gap-y-5 pt-2 sm:grid-cols-2">
      {shortcutList().map(({ group, keys }) => (
        <section key={group} className="first:row-span-2">
          <h3 className="mb-1 text-sm font-semibold">{group}</h3>
          <dl className="flex flex-col">
            {keys.map(({ keys, does }) => (
              <div
                key={does}
                className="flex flex-row-reverse items-center justify-between border-t border-line py-1.5 text-sm first:border-t-0"
              >
                <dt className="flex gap-1">
                  {keys.map(key => (
                    <kbd
                      key={key}
                      className="min-w-6 rounded border border-line-strong bg-sunken px-1.5 text-center font-sans text-xs leading-5"
                    >
                      {key}
                    </kbd>
                  ))}
                </dt>
                <dd className="text-soft">{does}</dd>
              </div>
            ))}
          </dl>
        </section>
      ))}
    </div>
  </Dialog>
)
