/** Fonts of the machine, for letters that no package has. */
import { readdirSync, readFileSync } from 'node:fs'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { create, type Font } from 'fontkit'

const folders: Partial<Record<NodeJS.Platform, string[]>> = {
  win32: [
    join(process.env.WINDIR ?? String.raw`C:\Windows`, 'Fonts'),
    join(process.env.LOCALAPPDATA ?? homedir(), 'Microsoft', 'Windows', 'Fonts'),
  ],
  darwin: ['/System/Library/Fonts', '/Library/Fonts', join(homedir(), 'Library', 'Fonts')],
}
export const systemFolders = folders[process.platform] ?? [
  '/usr/share/fonts',
  '/usr/local/share/fonts',
  join(homedir(), '.local', 'share', 'fonts'),
  join(homedir(), '.fonts'),
]

/** A machine may have thousands. */
const most = 300
const upright = (path: string) => !/bold|italic|oblique|thin|light|black|heavy|medium/i.test(path)

const filesIn = (folder: string): string[] => {
  try {
    return readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .filter(path => /\.(?:ttf|otf|ttc)$/i.test(path))
      .map(path => join(folder, path))
  } catch {
    return []
  }
}

/** Pictures of letters cannot be put into a document. */
const hasOutlines = (font: Font) => {
  const { tables } = (font as unknown as { directory: { tables: Record<string, unknown> } }).directory
  return tables.glyf !== undefined || tables['CFF '] !== undefined
}

const fontsOf = (path: string): Font[] => {
  try {
    const file = create(readFileSync(path))
    return ('fonts' in file ? file.fonts : [file]).filter(hasOutlines)
  } catch {
    return []
  }
}

/** The first fonts that have some of the letters, each with those it has. */
export const systemFonts = function* (points: Set<number>, where: string[]): Generator<{ font: Font; has: number[] }> {
  const left = new Set(points)
  const paths = where.flatMap(filesIn).sort((a, b) => Number(upright(b)) - Number(upright(a)) || a.localeCompare(b))
  for (const path of paths.slice(0, most)) {
    if (!left.size) return
    for (const font of fontsOf(path)) {
      const has = [...left].filter(point => font.hasGlyphForCodePoint(point))
      for (const point of has) left.delete(point)
      if (has.length) yield { font, has }
    }
  }
}
