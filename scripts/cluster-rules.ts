/*
 * In: the text of a TypeScript file. Out: its SQL that a Citus cluster would refuse, as far as a text can tell (docs/decisions/001).
 * A fragment that stands in the same file under a name is read where it is used; another `${…}` is taken for a value.
 */

/** Spread over the machines by customer. */
const facts = ['transactions', 'pipeline', 'pipeline_events', 'pipeline_changes']
/** The same on each machine. */
const replicated = ['products', 'customers', 'sales_reps', 'stages']

type Piece = { name: string | null; line: number; text: string; ends: number }

/** A template from its opening backtick on: SQL with `${name}` left where only a name stands, `?` for any other expression. */
const templateAt = (text: string, at: number): { sql: string; ends: number } => {
  let sql = ''
  let i = at + 1
  for (; i < text.length && text[i] !== '`'; i++) {
    if (text[i] === '\\') i++
    else if (text.startsWith('${', i)) {
      const begins = i + 2
      let depth = 1
      for (i = begins; depth > 0 && i < text.length; i++) {
        if (text[i] === '`') i = templateAt(text, i).ends
        else if (text[i] === '{') depth++
        else if (text[i] === '}') depth--
      }
      i--
      const inside = text.slice(begins, i)
      sql += /^\w+$/.test(inside) ? `\${${inside}}` : '?'
    } else sql += text[i]
  }
  return { sql, ends: i }
}

const piecesIn = (text: string): Piece[] => {
  const pieces: Piece[] = []
  for (const found of text.matchAll(/(?:const (\w+) = (?:\([^)]*\)[^=]*=>\s*)?)?\bsql(?:<(?:[^<>]|<[^<>]*>)*>)?`/g)) {
    const { sql, ends } = templateAt(text, found.index + found[0].length - 1)
    const line = text.slice(0, found.index).split('\n').length
    pieces.push({ name: found[1] ?? null, line, text: sql.replaceAll(/--.*$/gm, ''), ends })
  }
  return pieces
}

/** A select with those inside it; of their text only `(#n)` is left. */
type Select = { own: string; inner: Select[] }

const selectsIn = (sql: string): Select => {
  const read = (at: number): { node: Select; ends: number } => {
    const node: Select = { own: '', inner: [] }
    let i = at
    for (; i < sql.length && sql[i] !== ')'; i++) {
      if (sql[i] !== '(') {
        node.own += sql[i]
        continue
      }
      const { node: inside, ends } = read(i + 1)
      node.own += `(#${node.inner.push(inside) - 1})`
      i = ends
    }
    return { node, ends: i }
  }
  return read(0).node
}

const tableNames = (own: string): string[] =>
  [...own.matchAll(/\b(?:from|join|update|into|using)\s+(?:public\.)?"?(\w+)/gi)].map(([, name]) => name!)
const aliases = (own: string): string[] =>
  [
    ...own
      .slice(Math.max(0, own.search(/\b(from|update)\b/i)))
      .matchAll(/(?:\b(?:from|join|update)\s+|,\s*)(?:[\w."?]+|\(#\d+\))(?:\(#\d+\))?\s+(?:as\s+)?(\w+)/gi),
  ].flatMap(([, alias]) =>
    /^(where|on|join|left|inner|cross|set|order|group|using|from|limit)$/i.test(alias!) ? [] : [alias!],
  )
const isSelect = ({ own }: Select) => /^\s*(with|select)\b/i.test(own)
const holds = (names: string[], own: string) => tableNames(own).some(name => names.includes(name))
/** A table whose name is put in may be any. */
const mayHold = (names: string[], own: string) => holds(names, own) || /\b(from|join)\s+\?/i.test(own)
const aggregate = /\b(group by|having|min|max|sum|count|array_agg|bool_or|bool_and)\b/i

const problemsOf = (sql: string): string[] => {
  const problems: string[] = []
  const whole = selectsIn(sql)
  if (/\bselect\s+(?:from|where|limit)\b|\(\s*select\s*\)|\bexists\s*\(\s*select\s*\)/i.test(sql))
    problems.push('an empty select list: write select 1')
  const all = (node: Select): Select[] => [node, ...node.inner.flatMap(all)]
  for (const node of all(whole)) {
    const { own, inner } = node
    const isUpdate = /^\s*(?:with\b[\s\S]*\b)?update\b/i.test(own)
    const target = /\bupdate\s+"?([\w]+|\$\{\w+\}|\?)/i.exec(own)?.[1] ?? ''
    const rest = isUpdate ? (/\bset\b[\s\S]*?\bfrom\b([\s\S]*)/i.exec(own)?.[1] ?? '') : ''
    for (const [, n] of rest.matchAll(/\(#(\d+)\)/g)) {
      const sums = all(inner[Number(n)]!).some(
        one => isSelect(one) && aggregate.test(one.own) && mayHold(replicated, one.own),
      )
      if (sums && !facts.includes(target))
        problems.push('an update from an aggregate over a table that each machine has: make it a temporary table first')
    }
    if (replicated.includes(target) && rest && !/^\s*(jsonb_populate_recordset|unnest)\b/.test(rest))
      problems.push(`an update of ${target}, which each machine has, from other rows: insert … on conflict do update`)
    if (!holds(facts, own)) continue
    if (/\blateral\b/i.test(own)) problems.push('lateral beside a table that is spread: join an aggregate')
    if (/\b(grouping sets|rollup|cube)\b|^\s*merge\b/i.test(own))
      problems.push('grouping sets, rollup, cube or merge over a table that is spread')
    if (/\bfor (update|share|no key update|key share)\b/i.test(own))
      problems.push('rows of several machines cannot be locked')
    const list = /\bselect\b([\s\S]*?)\bfrom\b/i.exec(own)?.[1] ?? ''
    for (const [, n] of list.matchAll(/\(#(\d+)\)/g))
      if (all(inner[Number(n)]!).some(one => isSelect(one) && tableNames(one.own).length > 0))
        problems.push('a subquery in the select list over a table that is spread: join it, or ask for it before')
  }
  /** Of the outer rows a subquery over facts may know the customer: then each machine has what it needs. */
  const correlated = (node: Select, outer: string[]) => {
    const known = aliases(node.own)
    if (isSelect(node) && holds(facts, node.own)) {
      const asked = outer.filter(name => !known.includes(name) && new RegExp(`\\b${name}\\.`).test(node.own))
      const byCustomer = asked.every(name =>
        new RegExp(`customer_id = "?${name}"?\\.customer_id|\\b${name}\\.customer_id = \\w+\\.customer_id`).test(
          node.own,
        ),
      )
      if (!byCustomer)
        problems.push(`a subquery over a table that is spread knows rows of ${asked.join(', ')}: join it`)
    }
    for (const one of node.inner) correlated(one, [...outer, ...known])
  }
  correlated(whole, [])
  return [...new Set(problems)]
}

/** What a cluster would refuse in a file, by line. */
export const refusedIn = (text: string): { line: number; problem: string }[] => {
  const pieces = piecesIn(text)
  const named = new Map(pieces.flatMap(({ name, text: sql }) => (name ? [[name, sql] as const] : [])))
  const inlined = (sql: string, way: string[] = []): string =>
    sql.replaceAll(/\$\{(\w+)\}/g, (_, name: string) =>
      named.has(name) && !way.includes(name) ? inlined(named.get(name)!, [...way, name]) : '?',
    )
  return pieces.flatMap(({ line, text: sql }) => problemsOf(inlined(sql)).map(problem => ({ line, problem })))
}
