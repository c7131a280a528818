import { expect, test } from 'vitest'
import { refusedIn } from './cluster-rules.ts'

const problemsOf = (statement: string) =>
  refusedIn(`await sql\`${statement}\`.execute(tx)`).map(({ problem }) => problem)

test.each([
  ['an empty list', 'select not exists (select from imports)', /^an empty select list/],
  [
    'a local table from names that only one has',
    'update ${s} set id = d.id from (select min(id) as id, name from ${t} group by 2 having count(*) = 1) d where d.name = key',
    /^an update from an aggregate/,
  ],
  [
    'products from local rows',
    'update products d set name = b.name from import_changes c where d.id = c.id',
    /^an update of products/,
  ],
  [
    'a figure beside a figure',
    'select count(*), (select count(*) from imports where unsaid) from transactions',
    /^a subquery in the select list/,
  ],
  [
    'local rows without deals',
    'select key from ${file} f where not exists (select 1 from pipeline d where d.external_id = f.key)',
    /knows rows of f/,
  ],
  [
    'lateral',
    'select 1 from transactions t, lateral (select 1 from products p where p.id = t.product_id) p',
    /^lateral/,
  ],
  ['totals at once', 'select region, sum(amount) from transactions group by rollup (region)', /^grouping sets/],
  ['rows held', 'select id from pipeline where stage = ${stage} for update', /cannot be locked/],
])('is refused: %s', (_, statement, words) => {
  expect(problemsOf(statement)).toEqual([expect.stringMatching(words)])
})

test('a fragment with a name is read where it is used, and the line is told', () => {
  const file = [
    'const open = sql`(select count(*) from imports where unsaid)`',
    '',
    'await sql`select ${open} as open, count(*) from transactions`.execute(db)',
  ].join('\n')
  expect(refusedIn(file).map(({ line }) => line)).toEqual([3])
})

test.each([
  'select exists (select 1 from transactions) as filled from settings',
  'select e.* from pipeline_events e where exists (select 1 from pipeline t where t.customer_id = e.customer_id and t.id = e.deal_id)',
  'update ${s} set id = d.id from products d where d.external_id = key',
  'update products d set name = w.name from jsonb_populate_recordset(null::products, ${rows}) w where w.id = d.id',
  'delete from transactions where (customer_id, id) in (select customer_id, id from ${known})',
  'select from_stage from pipeline_events -- select from nothing',
])('is taken: %s', statement => {
  expect(problemsOf(statement)).toEqual([])
})
