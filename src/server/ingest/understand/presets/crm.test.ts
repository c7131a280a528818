import { expect, test } from 'vitest'
import { csv, facts, readText } from '../../test-files.ts'

test('HubSpot deals with their stage history', async () => {
  const outcome = await readText(
    csv(
      [
        'Record ID',
        'Deal Name',
        'Deal Stage',
        'Close Date',
        'Deal owner',
        'Amount',
        'Create Date',
        'Date entered "Appointment Scheduled (Sales Pipeline)"',
        'Date entered "Closed Won (Sales Pipeline)"',
      ],
      [
        '1',
        'Big',
        'Closed Won',
        '2026-03-01 10:00',
        'Ann',
        '1000',
        '2026-01-01 09:00',
        '2026-01-02 09:00',
        '2026-03-01 10:00',
      ],
      [
        '2',
        'Small',
        'Appointment Scheduled',
        '2026-12-01 10:00',
        'Bob',
        '',
        '2026-02-01 09:00',
        '2026-02-02 09:00',
        '',
      ],
    ),
  )
  expect({ ...facts(outcome), stages: outcome.stages, mapping: outcome.mapping }).toEqual({
    preset: 'HubSpot deals',
    kind: 'deals',
    orders: null,
    customers: 0,
    revenue: null,
    skipped: [],
    problems: [],
    questions: 0,
    byStatus: [
      { status: 'won', rows: 1, amount: 1000 },
      { status: 'open', rows: 1, amount: null },
    ],
    stages: [
      { name: 'Closed Won', kind: 'won', deals: 1, probability: null },
      { name: 'Appointment Scheduled', kind: 'open', deals: 1, probability: null },
    ],
    mapping: {
      id: 'Record ID',
      name: 'Deal Name',
      stage: 'Deal Stage',
      amount: 'Amount',
      created: 'Create Date',
      closed: 'Close Date',
      rep: 'Deal owner',
      'entered:Appointment Scheduled': 'Date entered "Appointment Scheduled (Sales Pipeline)"',
      'entered:Closed Won': 'Date entered "Closed Won (Sales Pipeline)"',
    },
  })
})

test('Salesforce opportunities, with percentages and the report’s footer', async () => {
  const outcome = await readText(
    csv(
      [
        'Opportunity Name',
        'Account Name',
        'Stage',
        'Amount',
        'Probability (%)',
        'Close Date',
        'Created Date',
        'Opportunity Owner',
      ],
      ['Deal A', 'Acme', 'Negotiation/Review', '"12,500.00"', 90, '31/12/2026', '15/01/2026', 'Ann'],
      ['Deal B', 'Bolt', 'Prospecting', '500.00', 10, '01/12/2026', '02/01/2026', 'Ann'],
      ['Deal C', 'Bolt', 'Closed Lost', '100.00', 0, '05/02/2026', '02/01/2026', 'Ann'],
      ['Deal D', 'Bolt', 'Closed Won', '100.00', 100, '', '02/01/2026', 'Ann'],
      ['Grand Totals (4 records)'],
      ['"Copyright (c) 2000-2026 salesforce.com, inc. All rights reserved."'],
    ),
  )
  expect({ ...facts(outcome), stages: outcome.stages }).toEqual({
    preset: 'Salesforce opportunities',
    kind: 'deals',
    orders: null,
    customers: 2,
    revenue: null,
    problems: [],
    questions: 0,
    byStatus: [
      { status: 'open', rows: 2, amount: 13000 },
      { status: 'lost', rows: 1, amount: 100 },
    ],
    skipped: [
      [5, 'won without a close date: it has no place in time'],
      [6, 'a total or note below the table (no stage)'],
      [7, 'a total or note below the table (no stage)'],
    ],
    stages: [
      { name: 'Negotiation/Review', kind: 'open', deals: 1, probability: 0.9 },
      { name: 'Prospecting', kind: 'open', deals: 1, probability: 0.1 },
      { name: 'Closed Lost', kind: 'lost', deals: 1, probability: 0 },
    ],
  })
})

test('Pipedrive deals: the status says what ended, the stage where; Zoho’s closing date', async () => {
  const pipedrive = await readText(
    csv(
      [
        'Deal - ID',
        'Deal - Title',
        'Deal - Organization',
        'Deal - Value',
        'Deal - Currency of Value',
        'Deal - Stage',
        'Deal - Status',
        'Deal - Deal created',
        'Deal - Won time',
        'Deal - Lost time',
        'Deal - Expected close date',
        'Deal - Owner',
      ],
      [
        1,
        'Big',
        'Acme',
        5000,
        'EUR',
        'Proposal Made',
        'Won',
        '2026-01-02 10:00:00',
        '2026-02-02 10:00:00',
        '',
        '',
        'Ann',
      ],
      [
        2,
        'Gone',
        'Beta',
        700,
        'EUR',
        'Proposal Made',
        'Lost',
        '2026-01-02 10:00:00',
        '',
        '2026-02-03 10:00:00',
        '',
        'Ann',
      ],
      [
        3,
        'Open',
        'Gamma',
        900,
        'EUR',
        'Negotiations Started',
        'Open',
        '2026-01-02 10:00:00',
        '',
        '',
        '2026-06-01',
        'Bob',
      ],
    ),
  )
  expect({ ...facts(pipedrive), currency: pipedrive.currency }).toEqual({
    preset: 'Pipedrive deals',
    kind: 'deals',
    orders: null,
    customers: 3,
    revenue: null,
    currency: 'EUR',
    skipped: [],
    problems: [],
    questions: 0,
    byStatus: [
      { status: 'won', rows: 1, amount: 5000 },
      { status: 'lost', rows: 1, amount: 700 },
      { status: 'open', rows: 1, amount: 900 },
    ],
  })
  const zoho = await readText(
    csv(
      ['Deal Id', 'Deal Name', 'Account Name', 'Stage', 'Amount', 'Closing Date'],
      [1, 'Big', 'Acme', 'Closed Won', 5000, '2026-02-13'],
      [2, 'Mid', 'Beta', 'Closed', 700, '2026-02-13'],
    ),
  )
  expect({ ...facts(zoho), notes: zoho.report.notes.filter(note => note.includes('neither')) }).toMatchObject({
    byStatus: [
      { status: 'won', rows: 1, amount: 5000 },
      { status: 'open', rows: 1, amount: 700 },
    ],
    notes: ['1 deal is in a stage such as "Closed", which says neither won nor lost: it counts as open.'],
  })
})
