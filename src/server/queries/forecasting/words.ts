/** Models in words, by their names in stats/series. */
const words: Record<string, string> = {
  ETS: 'exponential smoothing of level, trend and season: its forms, weighed by how well they explain the past',
  CES: 'complex exponential smoothing: level and season move together',
  DOTM: 'dynamic optimised theta: the season taken off, the trend halved and followed',
  Theta: 'theta: the season taken off, the trend halved, the level smoothed',
  Mean: 'the mean of all months',
  'Seasonal naive': 'the same month of last year again',
  'Seasonal naive with growth': 'the same month of last year, with the growth seen since',
  Naive: 'the last month again',
}

const onLogarithms = / of logarithms$/

/** A member by its name, and what it does. */
export const memberWords = (method: string) => {
  const name = method.replace(onLogarithms, '')
  const does = words[name] ?? name
  return { name, words: onLogarithms.test(method) ? `${does}; in proportions (on logarithms)` : does }
}

/** How a line comes about that has no model of its own. */
export const splitWords =
  'A share of the total’s forecast: every category, region, channel and segment is forecast by itself, made to agree with the total, and shared out by what was sold in the last twelve months.'
