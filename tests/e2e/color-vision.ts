/**
 * How far apart colours are, also for those who see fewer of them, and how they stand out from a background. Colours as
 * #rrggbb or #rgb.
 */
type Triple = [number, number, number]
type Matrix = [Triple, Triple, Triple]

const linear = (written: string): Triple => {
  const hex = written.length === 4 ? written.replaceAll(/[^#]/g, '$&$&') : written
  const channel = (at: number) => {
    const value = Number.parseInt(hex.slice(at, at + 2), 16) / 255
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4
  }
  return [channel(1), channel(3), channel(5)]
}
const times = (rows: Matrix, [x, y, z]: Triple): Triple =>
  [rows[0], rows[1], rows[2]].map(([a, b, c]) => a * x + b * y + c * z) as Triple

/** Björn Ottosson's OKLab. */
const lab = (rgb: Triple): Triple => {
  const cones = times(
    [
      [0.4122214708, 0.5363325363, 0.0514459929],
      [0.2119034982, 0.6806995451, 0.1073969566],
      [0.0883024619, 0.2817188376, 0.6299787005],
    ],
    rgb,
  )
  return times(
    [
      [0.2104542553, 0.793617785, -0.0040720468],
      [1.9779984951, -2.428592205, 0.4505937099],
      [0.0259040371, 0.7827717662, -0.808675766],
    ],
    cones.map(Math.cbrt) as Triple,
  )
}

/** Machado, Oliveira and Fernandes 2009, full strength: usual sight, protanopia, deuteranopia, tritanopia. */
const sights: Matrix[] = [
  [
    [1, 0, 0],
    [0, 1, 0],
    [0, 0, 1],
  ],
  [
    [0.152286, 1.052583, -0.204868],
    [0.114503, 0.786281, 0.099216],
    [-0.003882, -0.048116, 1.051998],
  ],
  [
    [0.367322, 0.860646, -0.227968],
    [0.280085, 0.672501, 0.047413],
    [-0.01182, 0.04294, 0.968881],
  ],
  [
    [1.255528, -0.076749, -0.178779],
    [-0.078411, 0.930809, 0.147602],
    [0.004733, 0.691367, 0.3039],
  ],
]
const seen = (hex: string, sight: Matrix) =>
  lab(times(sight, linear(hex)).map(value => Math.min(1, Math.max(0, value))) as Triple)

/** OKLab × 100, by whichever sight tells the two apart least. */
export const distance = (one: string, other: string): number =>
  Math.min(
    ...sights.map(sight => {
      const [a, b] = [seen(one, sight), seen(other, sight)]
      return 100 * Math.hypot(a[0] - b[0], a[1] - b[1], a[2] - b[2])
    }),
  )

/** Degrees of hue between two colours, 0–180. */
export const hueApart = (one: string, other: string): number => {
  const [a, b] = [one, other].map(hex => {
    const [, redGreen, blueYellow] = lab(linear(hex))
    return (Math.atan2(blueYellow, redGreen) * 180) / Math.PI
  }) as [number, number]
  return Math.abs(((a - b + 540) % 360) - 180)
}

const luminance = (hex: string) => {
  const [red, green, blue] = linear(hex)
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue
}
/** WCAG 2. */
export const contrast = (one: string, other: string): number => {
  const [dark = 0, light = 0] = [luminance(one), luminance(other)].sort((a, b) => a - b)
  return (light + 0.05) / (dark + 0.05)
}
