const formats = new Map<string, Intl.DateTimeFormat>()

type Parts = { date: string; time: string }
/**
 * The last answer in each zone: a question asks for its moment several times, and formatting takes longer than many an
 * answer.
 */
const latest = new Map<string, { second: number; parts: Parts }>()

/** The business date (YYYY-MM-DD) and time of day (HH:MM:SS) of an instant in a time zone. */
export const localParts = (at: Date, timezone: string): Parts => {
  const second = Math.floor(at.getTime() / 1000)
  const known = latest.get(timezone)
  if (known?.second === second) return known.parts
  let format = formats.get(timezone)
  if (!format) {
    // Swedish writes dates as ISO 8601 does
    format = new Intl.DateTimeFormat('sv-SE', {
      timeZone: timezone,
      dateStyle: 'short',
      timeStyle: 'medium',
      hourCycle: 'h23',
    })
    formats.set(timezone, format)
  }
  const [date = '', time = ''] = format.format(at).split(' ')
  latest.set(timezone, { second, parts: { date, time } })
  return { date, time }
}
