/** Cells of a workbook as the text that a CSV file would have, each readable in one way only. */
import type { Meaning } from './formats.ts'

/** Excel keeps 15 digits; programs write more: 19.989999999999998 is 19.99. */
const digits = 15

const plain = (value: number): string => {
  const text = String(Number(value.toPrecision(digits)))
  return text.includes('e') ? value.toFixed(value > 1 || value < -1 ? 0 : 12).replace(/(\.\d*?)0+$/, '$1') : text
}

/** 1.234 could be a thousand, too: 1.2340 is not. */
export const unmistaken = (text: string): string => (/\.\d{3}$/.test(text) ? `${text}0` : text)

const two = (value: number) => String(value).padStart(2, '0')
const clock = (seconds: number) =>
  `${two(Math.floor(seconds / 3600))}:${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}`

const daySeconds = 86_400
/** Day 25,569 is 1970-01-01. */
const unixDay = 25_569
/** The system of Macs begins four years and a day later. */
const macDays = 1_462
/** Excel has a 29 February 1900; days before it are one less than they are elsewhere. */
const leapDay = 60

/** To the second: 00:05 is stored as 0.00347222222222222, and cut off it would be 00:04:59. */
const dated = (serial: number, is: 'date' | 'moment' | 'clock', isMac: boolean): string | null => {
  const seconds = Math.round(serial * daySeconds)
  if (is === 'clock' && seconds >= 0 && seconds < daySeconds) return clock(seconds)
  const days = Math.floor(seconds / daySeconds)
  if (days < 0 || days > 2_958_465 || (!isMac && days === leapDay)) return null
  const day = days - unixDay + (isMac ? macDays : days < leapDay ? 1 : 0)
  const date = new Date(day * daySeconds * 1000).toISOString().slice(0, 10)
  const ofDay = seconds % daySeconds
  return is === 'date' && ofDay === 0 ? date : `${date} ${clock(ofDay)}`
}

/** `raw`: what the file holds of a cell that is a number. */
export const numberText = (raw: string, meaning: Meaning, isMac: boolean): string => {
  const value = Number(raw)
  if (raw.trim() === '' || Number.isNaN(value)) return raw
  if (meaning.is === 'percent') return `${unmistaken(plain(value * 100))}%`
  if (meaning.is === 'duration') return value < 0 ? raw : clock(Math.round(value * daySeconds))
  if (meaning.is === 'date' || meaning.is === 'moment' || meaning.is === 'clock')
    return dated(value, meaning.is, isMac) ?? raw
  // numbers of orders may be longer than 15 digits
  const text = /^-?\d+$/.test(raw) ? raw : unmistaken(plain(value))
  if (meaning.is === 'code') return /^\d+$/.test(text) ? text.padStart(meaning.digits, '0') : text
  return meaning.is === 'number' ? `${meaning.sign}${text}` : text
}

/** A date that is written as one (2026-11-22T10:00:00Z): a wall clock, whatever the letter at its end says. */
export const isoText = (raw: string): string => {
  const [, day, time, fraction] = /^(\d{4}-\d{2}-\d{2})(?:T(\d{2}:\d{2}(?::\d{2})?)(\.\d+)?Z?)?$/.exec(raw.trim()) ?? []
  if (day === undefined) return raw
  return time === undefined || (/^00:00(:00)?$/.test(time) && !fraction) ? day : `${day} ${time}`
}
