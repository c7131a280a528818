import { type FormEvent, type ReactNode, useState } from 'react'
import { api, type Query, type Result } from '#contract'
import { useCommand } from '../../api.ts'
import { Button } from '../../ui/Button.tsx'
import { Card } from '../../ui/Card.tsx'
import { Dialog } from '../../ui/Dialog.tsx'

export type Settings = Result<typeof api.workspace.settings>['data']
export type Change = Query<typeof api.workspace.change>

/** `body`: what is to be said beside yes. `isOpen`: what it says is not known yet, or it cannot be answered with yes. */
export type Question = { title: string; text: string; body?: ReactNode; yes: string; no: string; isOpen?: boolean }

type Props = {
  title: string
  subtitle?: string
  /** What differs from what is set. */
  change: Change
  /** Why it cannot be saved as it stands. */
  problem?: string | null
  /** To be answered before it is saved. */
  question?: Question | null
  /** Nothing is chosen beside what is set. */
  reset: () => void
  children: ReactNode
}

/** Choices that are saved together, and what became of it. What is not chosen here follows what others set. */
export const SettingsCard = ({ title, subtitle, change, problem = null, question = null, reset, children }: Props) => {
  const command = useCommand(api.workspace.change)
  const [asking, ask] = useState(false)
  const [refused, refuse] = useState(false)
  const changed = Object.keys(change).length > 0
  const save = () => {
    ask(false)
    command.mutate({ query: change }, { onSuccess: reset })
  }
  const send = (event: FormEvent) => {
    event.preventDefault()
    if (!changed || command.isPending) return
    refuse(problem !== null)
    if (problem !== null) return
    if (question) ask(true)
    else save()
  }
  const undo = () => {
    reset()
    refuse(false)
    command.reset()
  }
  const trouble = changed && ((refused && problem) || command.error?.message)
  const words = command.isPending
    ? 'Saving…'
    : changed
      ? 'Not saved yet.'
      : command.isSuccess
        ? 'Saved. Every open page follows.'
        : ''
  return (
    <Card title={title} subtitle={subtitle}>
      <form onSubmit={send} noValidate aria-label={title} className="flex flex-col">
        <div className="flex flex-col divide-y divide-line">{children}</div>
        <div className="mt-4 flex flex-wrap items-center justify-end gap-2">
          <p role="status" className="mr-auto text-sm text-muted">
            {words}
          </p>
          {changed && !command.isPending && (
            <Button look="quiet" onClick={undo}>
              Discard
            </Button>
          )}
          <Button
            look="primary"
            type="submit"
            // it keeps the focus where a disabled one would lose it
            aria-disabled={!changed || command.isPending}
            className="aria-disabled:opacity-50"
          >
            Save
          </Button>
        </div>
        {trouble && (
          <p role="alert" className="mt-2 text-sm text-negative">
            Not saved: {trouble}
          </p>
        )}
      </form>
      {question && (
        <Dialog
          question
          open={asking}
          onOpenChange={ask}
          title={question.title}
          description={question.text}
          footer={
            <>
              <Button onClick={() => ask(false)}>{question.no}</Button>
              <Button look="primary" disabled={question.isOpen === true} onClick={save}>
                {question.yes}
              </Button>
            </>
          }
        >
          {question.body}
        </Dialog>
      )}
    </Card>
  )
}
