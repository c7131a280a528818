const formats = new Map<string, Intl.DateTimeFormat>()

/** The business date (YYYY-MM-DD) and time of day (HH:MM:SS) of an instant in a time zone. */
export const localParts = (at: Date, timezone: string): { date: string; time: string } => {
  let format = formats.get(timezone)
  if (!format) {
    // Swedish writes dates as ISO 8601 does
    format = new Intl.DateTimeFormat('sv-SE', { timeZone: timezone, dateStyle: 'short', timeStyle: 'medium', hourCycle: 'h23' })
    formats.set(timezone, format)
  }
  const [date = '', time = ''] = format.format(at).split(' ')
  return { date, time }
}
