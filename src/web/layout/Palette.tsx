import { Command } from 'cmdk'
import { Dialog as Base } from '@base-ui/react/dialog'
import { useState } from 'react'
import { useNavigate } from 'react-router'
import { api } from '#contract'
import { useApi } from '../api.ts'
import { type Compare, comparisons, type Match, matches } from '../comparing.ts'
import { dimensionNames, dimensions, presets, usePageState, type Preset } from '../filters.ts'
import { type Exported, useExport } from './ExportMenu.tsx'
import { PaletteFound } from './PaletteFound.tsx'
import { isUnbroken } from './Unbroken.tsx'
import { places, type Page } from './pages.ts'
import { themes, type Theme } from './theme.ts'

type Props = {
  onOpenChange: (open: boolean) => void
  page: Page | undefined
  chooseTheme: (theme: Theme) => void
  /** Opens the control in which days to compare with are chosen. */
  chooseDays: () => void
  showShortcuts: () => void
}

/** What is unknown of every row is nothing to choose by. */
const known = (values: string[]) => (isUnbroken(values) ? [] : values)

const item = 'flex cursor-default items-center gap-2 rounded-lg px-2.5 py-2 text-sm data-[selected=true]:bg-hover'
const group =
  '[&_[cmdk-group-heading]]:px-2.5 [&_[cmdk-group-heading]]:pt-3 [&_[cmdk-group-heading]]:pb-1 [&_[cmdk-group-heading]]:text-xs [&_[cmdk-group-heading]]:text-muted'

/**
 * Everything the shell can do, by name. The layout gives the focus back, as a command may have led to another page: the
 * dialog itself would take it back from there.
 */
export const Palette = ({ open, onOpenChange, ...commands }: Props & { open: boolean }) => (
  <Base.Root open={open} onOpenChange={onOpenChange}>
    <Base.Portal>
      <Base.Backdrop className="fixed inset-0 z-40 bg-veil" />
      <Base.Popup
        aria-label="Command palette"
        finalFocus={false}
        className="float-motion fixed top-[12vh] left-1/2 z-50 w-[calc(100vw-2rem)] max-w-xl -translate-x-1/2 overflow-hidden rounded-2xl bg-card text-ink shadow-float outline-none"
      >
        <Commands onOpenChange={onOpenChange} {...commands} />
      </Base.Popup>
    </Base.Portal>
  </Base.Root>
)

const Commands = ({ onOpenChange, page, chooseTheme, chooseDays, showShortcuts }: Props) => {
  const state = usePageState()
  const navigate = useNavigate()
  const [words, setWords] = useState('')
  const values = useApi(api.data.dimensions).data?.data
  const run = (act: () => void) => () => {
    onOpenChange(false)
    act()
  }
  return (
    <Command label="Command palette" loop>
      <Command.Input
        placeholder="Go to, show, filter, find…"
        value={words}
        onValueChange={setWords}
        className="h-12 w-full border-b border-line bg-transparent px-4 text-base outline-none placeholder:text-muted"
      />
      <Command.List className="max-h-[min(26rem,60vh)] overflow-auto p-1.5 scroll-thin">
        <Command.Empty className="px-3 py-6 text-center text-sm text-muted">
          {/* a list without any option is none */}
          <span role="option" aria-disabled aria-selected={false} tabIndex={-1}>
            Nothing matches.
          </span>
        </Command.Empty>
        <Command.Group heading="Go to" className={group}>
          {places.map(one => (
            <Command.Item
              key={one.path}
              className={item}
              value={`Go to ${one.title}`}
              onSelect={run(() => void navigate(one.path + state.carried))}
            >
              <one.icon aria-hidden className="size-4 text-muted" />
              {one.title}
            </Command.Item>
          ))}
        </Command.Group>
        {page?.exports !== undefined && <Exports page={{ ...page, exports: page.exports }} run={run} />}
        <PaletteFound {...{ words, item, group, run }} />
        {page?.question && (
          <>
            <Command.Group heading="Date range" className={group}>
              {Object.entries(presets).map(([preset, label]) => (
                <Command.Item
                  key={preset}
                  className={item}
                  value={`Range ${label}`}
                  onSelect={run(() => state.setRange(preset as Preset))}
                >
                  {label}
                </Command.Item>
              ))}
            </Command.Group>
            {page.comparison && (
              <Command.Group heading="Compare with" className={group}>
                {Object.entries(comparisons).map(([compare, label]) => (
                  <Command.Item
                    key={compare}
                    className={`${item} first-letter:uppercase`}
                    value={`Compare ${label}`}
                    onSelect={run(() => state.setCompare(compare as Compare))}
                  >
                    <span className="first-letter:uppercase">{label}</span>
                  </Command.Item>
                ))}
                <Command.Item className={item} value="Compare with days of your choice" onSelect={run(chooseDays)}>
                  Days of your choice…
                </Command.Item>
                {Object.entries(matches).map(([match, label]) => (
                  <Command.Item
                    key={match}
                    className={item}
                    value={`Compare by ${label}`}
                    onSelect={run(() => state.setMatch(match as Match))}
                  >
                    <span className="text-muted">Match</span> {label}
                    {state.matched === match && <span className="ml-auto text-xs text-accent-text">on</span>}
                  </Command.Item>
                ))}
              </Command.Group>
            )}
            <Command.Group heading="Filter" className={group}>
              {state.filterCount > 0 && (
                <Command.Item className={item} value="Clear the filters" onSelect={run(state.clearFilters)}>
                  Clear the filters
                </Command.Item>
              )}
              {values &&
                dimensions.flatMap(name =>
                  known(values[name]).map(value => (
                    <Command.Item
                      key={name + value}
                      className={item}
                      value={`${dimensionNames[name]} ${value}`}
                      onSelect={run(() => state.toggleFilter(name, value))}
                    >
                      <span className="text-muted">{dimensionNames[name]}</span> {value}
                      {state.filters[name].includes(value) && (
                        <span className="ml-auto text-xs text-accent-text">on</span>
                      )}
                    </Command.Item>
                  )),
                )}
              {words !== '' &&
                values &&
                dimensions.flatMap(name =>
                  known(values[name]).map(value => (
                    <Command.Item
                      key={`not ${name} ${value}`}
                      className={item}
                      // found by "not" and by "all but"
                      value={`Not all but ${dimensionNames[name]} ${value}`}
                      onSelect={run(() => state.toggleFilter(`${name}_not`, value))}
                    >
                      <span className="text-muted">All but {dimensionNames[name].toLowerCase()}</span> {value}
                      {state.filters[`${name}_not`].includes(value) && (
                        <span className="ml-auto text-xs text-accent-text">on</span>
                      )}
                    </Command.Item>
                  )),
                )}
            </Command.Group>
          </>
        )}
        <Command.Group heading="Screen" className={group}>
          {themes.map(({ value, label }) => (
            <Command.Item
              key={value}
              className={item}
              value={`Theme ${label}`}
              onSelect={run(() => chooseTheme(value))}
            >
              <span className="text-muted">Theme</span> {label}
            </Command.Item>
          ))}
          <Command.Item className={item} value="Import a file" onSelect={run(() => void navigate('/data'))}>
            Import a file
          </Command.Item>
          <Command.Item className={item} value="Keyboard shortcuts" onSelect={run(showShortcuts)}>
            Keyboard shortcuts
          </Command.Item>
        </Command.Group>
      </Command.List>
    </Command>
  )
}

const Exports = ({ page, run }: { page: Exported; run: (act: () => void) => () => void }) => {
  const exporting = useExport(page)
  return (
    <Command.Group heading="Export" className={group}>
      {exporting.files.map(file => (
        <Command.Item
          key={file.label}
          className={item}
          value={`Export as ${file.label}`}
          onSelect={run(() => exporting.run(file))}
        >
          <span className="text-muted">Export as</span> {file.label}
        </Command.Item>
      ))}
    </Command.Group>
  )
}
