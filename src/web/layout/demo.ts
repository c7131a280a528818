import { api } from '#contract'
import { useCommand } from '../api.ts'
import { number, plural } from '../format.ts'
import { forgetProgress } from '../live.ts'
import { announce } from './announce.ts'
import { toaster } from './toaster.ts'

/** The way back of the demo data: some seconds, told from the first to the last of them. */
export const useBringDemo = () => {
  const command = useCommand(api.data.bringDemo)
  const bring = () => {
    forgetProgress('Demo data')
    void toaster().then(toast =>
      toast.promise(command.mutateAsync({}), {
        loading: 'Bringing the demo data…',
        success: ({ data }) => `The demo data is here: ${plural(data.loaded, 'order line')}.`,
        error: (failure: Error) => `The demo data did not come: ${failure.message}`,
      }),
    )
  }
  return { bring, busy: command.isPending }
}

/** Takes it out, with the way back. */
export const useRemoveDemo = () => {
  const command = useCommand(api.data.removeDemo)
  const { bring } = useBringDemo()
  // the promise and not a callback of mutate: those are dropped when the badge goes, which is what success does
  const remove = (failed: () => void) =>
    void command.mutateAsync({}).then(
      ({ data }) =>
        announce('success', `Demo data removed: ${number(data.removed)} rows.`, {
          words: 'Bring it back',
          act: bring,
        }),
      failed,
    )
  return { remove, busy: command.isPending, error: command.error }
}
