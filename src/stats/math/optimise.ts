/** Minimisers, deterministic and allocation-free inside their loops. BFGS for smooth functions with a gradient, Nelder–Mead for a few
 *  parameters without one, a bracketed search for a single parameter. After Nocedal & Wright, Numerical Optimization (2006), and
 *  Gao & Han, Implementing the Nelder–Mead simplex algorithm with adaptive parameters (2012). */

/** The value at x; writes ∂f/∂x into `gradient`. May return Infinity or NaN outside its domain: the search then steps back. */
export type Objective = (x: Float64Array, gradient: Float64Array) => number

export type Minimum = { x: Float64Array; value: number; evaluations: number }

/** Dense BFGS with Armijo backtracking from `start`. `tolerance`: stops when two successive steps lower f by less than this (f is expected
 *  to be a log-likelihood or the like, where 1e-6 is nothing). The start must lie in the domain, or `value` is Infinity. */
export const bfgs = (f: Objective, start: ArrayLike<number>, { tolerance = 1e-6, iterations = 200 } = {}): Minimum => {
  const n = start.length
  let x = Float64Array.from(start), next = new Float64Array(n)
  let g = new Float64Array(n), gNext = new Float64Array(n)
  const step = new Float64Array(n), change = new Float64Array(n), hy = new Float64Array(n)
  const H = new Float64Array(n * n)
  let value = f(x, g), evaluations = 1, small = 0, fresh = true
  if (!Number.isFinite(value)) return { x, value: Infinity, evaluations }
  for (let iteration = 0; iteration < iterations && small < 2; iteration++) {
    if (fresh) {
      const norm = Math.hypot(...g)
      if (!(norm > 1e-10)) break
      H.fill(0)
      for (let i = 0; i < n; i++) H[i * n + i] = Math.min(1, 0.2 / norm)
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
    let t = 1, candidate = Infinity, tries = 0
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
    let sy = 0, yHy = 0, yy = 0
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
      if (fresh) for (let i = 0; i < n; i++) H[i * n + i] = sy / yy
      for (let i = 0; i < n; i++) {
        let s = 0
        for (let j = 0; j < n; j++) s += H[i * n + j]! * change[j]!
        hy[i] = s
        yHy += s * change[i]!
      }
      const a = (1 + yHy / sy) / sy
      for (let i = 0; i < n; i++) {
        const si = step[i]!, hi = hy[i]! / sy
        for (let j = 0; j < n; j++) H[i * n + j] = H[i * n + j]! + a * si * step[j]! - hi * step[j]! - (si * hy[j]!) / sy
      }
      fresh = false
    } else fresh = true
  }
  return { x, value, evaluations }
}

/** Nelder–Mead from `start` with first steps `width` per coordinate; points where f is Infinity or NaN are outside the domain. */
export const nelderMead = (f: (x: Float64Array) => number, start: ArrayLike<number>, width: ArrayLike<number>, { tolerance = 1e-7, evaluations = 400 } = {}): Minimum => {
  const n = start.length
  const expand = 1 + 2 / n, contract = 0.75 - 1 / (2 * n), shrink = n === 1 ? 0.5 : 1 - 1 / n
  let used = 0
  const measure = (x: Float64Array): number => {
    used++
    const value = f(x)
    return Number.isNaN(value) ? Infinity : value
  }
  const simplex = Array.from({ length: n + 1 }, (_, k) => {
    const x = Float64Array.from(start)
    if (k > 0) x[k - 1] = x[k - 1]! + width[k - 1]!
    return { x, value: measure(x) }
  })
  const centre = new Float64Array(n)
  while (used < evaluations) {
    simplex.sort((a, b) => a.value - b.value)
    const best = simplex[0]!, worst = simplex[n]!
    if (worst.value - best.value <= tolerance * (Math.abs(best.value) + tolerance)) break
    centre.fill(0)
    for (let k = 0; k < n; k++) for (let i = 0; i < n; i++) centre[i] = centre[i]! + simplex[k]!.x[i]! / n
    const along = (t: number) => {
      const x = centre.map((c, i) => c + t * (worst.x[i]! - c))
      return { x, value: measure(x) }
    }
    const reflected = along(-1)
    if (reflected.value < best.value) {
      const further = along(-expand)
      simplex[n] = further.value < reflected.value ? further : reflected
    } else if (reflected.value < simplex[n - 1]!.value) simplex[n] = reflected
    else {
      const contracted = along(reflected.value < worst.value ? -contract : contract)
      if (contracted.value < Math.min(reflected.value, worst.value)) simplex[n] = contracted
      else
        for (let k = 1; k <= n; k++) {
          const x = simplex[k]!.x.map((v, i) => best.x[i]! + shrink * (v - best.x[i]!))
          simplex[k] = { x, value: measure(x) }
        }
    }
  }
  simplex.sort((a, b) => a.value - b.value)
  return { ...simplex[0]!, evaluations: used }
}

/** The lowest point of f on [low, high]: the best of `cells` + 1 grid points, then Brent's parabolas inside its two neighbours. */
export const minimiseScalar = (f: (x: number) => number, low: number, high: number, { cells = 12, tolerance = 1e-9 } = {}): { x: number; value: number } => {
  let x = low, fx = Infinity
  const width = (high - low) / cells
  for (let k = 0; k <= cells; k++) {
    const value = f(low + k * width)
    if (value < fx) [x, fx] = [low + k * width, value]
  }
  let a = Math.max(low, x - width), b = Math.min(high, x + width)
  const golden = 0.381966011250105
  let w = x, v = x, fw = fx, fv = fx, d = 0, e = 0
  for (let k = 0; k < 100; k++) {
    const middle = (a + b) / 2, least = tolerance * (Math.abs(x) + 1e-3)
    if (Math.abs(x - middle) <= 2 * least - (b - a) / 2) break
    const r = (x - w) * (fx - fv), q0 = (x - v) * (fx - fw)
    const q = 2 * (q0 - r), p = ((x - v) * q0 - (x - w) * r) * (q > 0 ? -1 : 1), size = Math.abs(q)
    if (Math.abs(e) > least && Math.abs(p) < Math.abs(0.5 * size * e) && p > size * (a - x) && p < size * (b - x)) {
      ;[e, d] = [d, p / size]
    } else {
      e = x < middle ? b - x : a - x
      d = golden * e
    }
    const u = x + (Math.abs(d) >= least ? d : d > 0 ? least : -least), fu = f(u)
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
