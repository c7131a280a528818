/**
 * Minimisers, all deterministic: BFGS for smooth functions with a gradient (Nocedal & Wright, Numerical Optimization,
 * 2006), Nelder–Mead for a few parameters without one, a bracketed search for a single parameter (Brent, 1973).
 */

/**
 * The value at x; writes ∂f/∂x into `gradient`. May return Infinity or NaN outside its domain: the search then steps
 * back.
 */
export type Objective = (x: Float64Array, gradient: Float64Array) => number

export type Minimum = { x: Float64Array; value: number; evaluations: number }

/**
 * Dense BFGS with Armijo backtracking from `start`. `tolerance`: stops when two successive steps lower f by less than
 * this (f is expected to be a log-likelihood or the like, where 1e-6 is nothing). `scale`: how far each coordinate is
 * likely to move, where known. The start must lie in the domain, or `value` is Infinity.
 */
export const bfgs = (
  f: Objective,
  start: ArrayLike<number>,
  {
    tolerance = 1e-6,
    iterations = 200,
    scale,
  }: { tolerance?: number; iterations?: number; scale?: ArrayLike<number> } = {},
): Minimum => {
  const n = start.length
  let x = Float64Array.from(start),
    next = new Float64Array(n)
  let g = new Float64Array(n),
    gNext = new Float64Array(n)
  const step = new Float64Array(n),
    change = new Float64Array(n),
    hy = new Float64Array(n)
  const H = new Float64Array(n * n)
  let value = f(x, g),
    evaluations = 1,
    small = 0,
    fresh = true
  if (!Number.isFinite(value)) return { x, value: Infinity, evaluations }
  for (let iteration = 0; iteration < iterations && small < 2; iteration++) {
    if (fresh) {
      const norm = Math.hypot(...g)
      if (!(norm > 1e-10)) break
      H.fill(0)
      for (let i = 0; i < n; i++) H[i * n + i] = scale ? scale[i]! ** 2 : Math.min(1, 0.2 / norm)
    }
    let slope = 0
    for (let i = 0; i < n; i++) {
      let s = 0
      for (let j = 0; j < n; j++) s -= H[i * n + j]! * g[j]!
      step[i] = s
      slope += s * g[i]!
    }
    if (!(slope < 0)) {
      if (fresh) break
      fresh = true
      continue
    }
    // Back along the step, by the parabola through what is known, until it descends enough.
    let t = 1,
      candidate = Infinity,
      tries = 0
    for (; tries < 25; tries++) {
      for (let i = 0; i < n; i++) next[i] = x[i]! + t * step[i]!
      candidate = f(next, gNext)
      evaluations++
      if (candidate <= value + 1e-4 * t * slope) break
      const parabola = Number.isFinite(candidate) ? (-slope * t * t) / (2 * (candidate - value - slope * t)) : 0
      t = Math.min(0.5 * t, Math.max(0.1 * t, parabola))
      if (t * -slope < 1e-12) tries = 25
    }
    if (!(candidate <= value + 1e-4 * t * slope)) {
      if (fresh) break
      fresh = true
      continue
    }
    small = value - candidate < tolerance ? small + 1 : 0
    let sy = 0,
      yHy = 0,
      yy = 0
    for (let i = 0; i < n; i++) {
      step[i] = t * step[i]!
      change[i] = gNext[i]! - g[i]!
      sy += step[i]! * change[i]!
      yy += change[i]! * change[i]!
    }
    ;[x, next] = [next, x]
    ;[g, gNext] = [gNext, g]
    value = candidate
    if (sy > 1e-10 * yy) {
      if (fresh && !scale) for (let i = 0; i < n; i++) H[i * n + i] = sy / yy
      for (let i = 0; i < n; i++) {
        let s = 0
        for (let j = 0; j < n; j++) s += H[i * n + j]! * change[j]!
        hy[i] = s
        yHy += s * change[i]!
      }
      const a = (1 + yHy / sy) / sy
      for (let i = 0; i < n; i++) {
        const si = step[i]!,
          hi = hy[i]! / sy
        for (let j = 0; j < n; j++)
          H[i * n + j] = H[i * n + j]! + a * si * step[j]! - hi * step[j]! - (si * hy[j]!) / sy
      }
      fresh = false
    } else fresh = true
  }
  return { x, value, evaluations }
}

/**
 * Nelder–Mead from `start`; points where f is Infinity or NaN lie outside its domain. Nash's form (Compact Numerical
 * Methods for Computers, 1990, algorithm 19) with the steps and stopping rule of R's `optim`, so that a search that R
 * stops early stops at the same point here.
 */
export const nelderMead = (
  f: (x: Float64Array) => number,
  start: ArrayLike<number>,
  { tolerance = 1.490116119384766e-8, evaluations = 2000 } = {},
): Minimum => {
  const n = start.length
  let used = 0
  const measure = (x: Float64Array) => {
    used++
    const value = f(x)
    return { x, value: Number.isFinite(value) ? value : 1e35 }
  }
  const width = 0.1 * Math.max(...Array.from(start, Math.abs)) || 0.1
  const simplex = [measure(Float64Array.from(start))]
  for (let k = 0; k < n; k++) simplex.push(measure(Float64Array.from(start, (v, i) => (i === k ? v + width : v))))
  const enough = tolerance * (Math.abs(simplex[0]!.value) + tolerance)
  let low = 0,
    size = Infinity
  while (used <= evaluations) {
    let high = low
    const from = simplex[low]!.value
    let least = from,
      most = from
    for (let k = 0, first = low; k <= n; k++) {
      if (k === first) continue
      if (simplex[k]!.value < least) [low, least] = [k, simplex[k]!.value]
      if (simplex[k]!.value > most) [high, most] = [k, simplex[k]!.value]
    }
    if (most <= least + enough) break
    const worst = simplex[high]!
    const centre = worst.x.map((v, i) => simplex.reduce((sum, { x }) => sum + x[i]!, -v) / n)
    const reflected = measure(centre.map((c, i) => 2 * c - worst.x[i]!))
    if (reflected.value < least) {
      const expanded = measure(reflected.x.map((v, i) => 2 * v - centre[i]!))
      simplex[high] = expanded.value < reflected.value ? expanded : reflected
      continue
    }
    if (reflected.value < most) simplex[high] = reflected
    const contracted = measure(centre.map((c, i) => 0.5 * simplex[high]!.x[i]! + 0.5 * c))
    if (contracted.value < simplex[high]!.value) simplex[high] = contracted
    else if (reflected.value >= most) {
      const best = simplex[low]!
      let shrunk = 0
      for (let k = 0; k <= n; k++) {
        if (k === low) continue
        const x = simplex[k]!.x.map((v, i) => 0.5 * (v - best.x[i]!) + best.x[i]!)
        for (let i = 0; i < n; i++) shrunk += Math.abs(x[i]! - best.x[i]!)
        simplex[k] = { x, value: NaN }
      }
      if (!(shrunk < size)) break
      size = shrunk
      for (let k = 0; k <= n; k++) if (k !== low) simplex[k] = measure(simplex[k]!.x)
    }
  }
  const best = simplex.reduce((a, b) => (b.value < a.value ? b : a))
  return { ...best, evaluations: used }
}

/**
 * The lowest point of f on [low, high]: the best of `cells` + 1 grid points, then Brent's parabolas inside its two
 * neighbours.
 */
export const minimiseScalar = (
  f: (x: number) => number,
  low: number,
  high: number,
  { cells = 12, tolerance = 1e-9 } = {},
): { x: number; value: number } => {
  let x = low,
    fx = Infinity
  const width = (high - low) / cells
  for (let k = 0; k <= cells; k++) {
    const value = f(low + k * width)
    if (value < fx) [x, fx] = [low + k * width, value]
  }
  let a = Math.max(low, x - width),
    b = Math.min(high, x + width)
  const golden = 0.381966011250105
  let w = x,
    v = x,
    fw = fx,
    fv = fx,
    d = 0,
    e = 0
  for (let k = 0; k < 100; k++) {
    const middle = (a + b) / 2,
      least = tolerance * (Math.abs(x) + 1e-3)
    if (Math.abs(x - middle) <= 2 * least - (b - a) / 2) break
    const r = (x - w) * (fx - fv),
      q0 = (x - v) * (fx - fw)
    const q = 2 * (q0 - r),
      p = ((x - v) * q0 - (x - w) * r) * (q > 0 ? -1 : 1),
      size = Math.abs(q)
    if (Math.abs(e) > least && Math.abs(p) < Math.abs(0.5 * size * e) && p > size * (a - x) && p < size * (b - x)) {
      ;[e, d] = [d, p / size]
    } else {
      e = x < middle ? b - x : a - x
      d = golden * e
    }
    const u = x + (Math.abs(d) >= least ? d : d > 0 ? least : -least),
      fu = f(u)
    if (fu <= fx) {
      if (u < x) b = x
      else a = x
      ;[v, fv, w, fw, x, fx] = [w, fw, x, fx, u, fu]
    } else {
      if (u < x) a = u
      else b = u
      if (fu <= fw || w === x) [v, fv, w, fw] = [w, fw, u, fu]
      else if (fu <= fv || v === x || v === w) [v, fv] = [u, fu]
    }
  }
  return { x, value: fx }
}
