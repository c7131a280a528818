import { plainName } from '../column-names.ts'

/** What a kind of file can tell, and what its columns are called. */
export type Field = {
  field: string
  label: string
  type: 'text' | 'number' | 'date'
  required: boolean
  hint: string
  /** Column names that mean this field, the surest first, as `plainName` writes them. */
  names: string[]
}

/** A list of column names as text: they stand apart by spaces and line ends. */
export const words = (text: string): string[] => text.trim().split(/\s+/).filter(Boolean).map(plainName)
