import {
  ChartLine,
  ChartSpline,
  ContactRound,
  Database,
  Handshake,
  LayoutDashboard,
  ReceiptText,
  Settings,
  Users,
  Workflow,
} from 'lucide-react'
import type { ComponentType } from 'react'
import { matchPath } from 'react-router'
import type { exportQuestions } from '#contract/system.ts'

/** What a page is to the shell. `question`: the header's range and filters apply; `comparison`, `granularity`: so do those. */
export type Page = {
  /** With parts such as `:id` it is the page of one thing among many. */
  path: string
  title: string
  /** In the sidebar. */
  name: string
  /** The page whose list leads to it: that one is marked in the sidebar, where this has no place. */
  within?: string
  icon: ComponentType<{ className?: string }>
  /** Second key after G. */
  key?: string
  question: boolean
  /** What it shows has dates of its own: of the header's question only the filters apply. */
  undated?: true
  comparison: boolean
  granularity: boolean
  /** Its name for `GET /api/export`. */
  exports?: keyof typeof exportQuestions
  /** Where that depends on what the page shows. */
  exported?: (params: URLSearchParams) => keyof typeof exportQuestions
  /** It can be summed up on one page of paper. */
  monday?: true
  /** Its own URL parameters that change what is exported, named as the API names them; else as [in the address, in the API]. */
  parameters?: (string | readonly [string, string])[]
}

/** Every page there is, in the order of the sidebar. */
export const pages: Page[] = [
  {
    path: '/',
    title: 'Executive dashboard',
    name: 'Executive',
    icon: LayoutDashboard,
    key: 'd',
    question: true,
    comparison: true,
    granularity: true,
    exports: 'dashboard',
    monday: true,
    parameters: ['measure', 'sort', 'direction'],
  },
  {
    path: '/revenue',
    title: 'Revenue',
    name: 'Revenue',
    icon: ChartLine,
    key: 'r',
    question: true,
    comparison: true,
    granularity: true,
    exports: 'revenue',
    monday: true,
    parameters: ['measure', 'search', 'sort', 'direction', 'apart', 'movers', 'matrix'],
  },
  {
    path: '/customers',
    title: 'Customers',
    name: 'Customers',
    icon: Users,
    key: 'c',
    question: true,
    comparison: true,
    granularity: true,
    exports: 'customers',
    parameters: ['measure', 'mode', 'kind'],
  },
  {
    path: '/operations',
    title: 'Operations',
    name: 'Operations',
    icon: Workflow,
    key: 'o',
    question: true,
    comparison: true,
    granularity: false,
    exports: 'operations',
    parameters: ['rep', 'team', 'since', 'close_start', 'close_end'],
  },
  {
    path: '/forecasting',
    title: 'Forecasting',
    name: 'Forecasting',
    icon: ChartSpline,
    key: 'f',
    question: true,
    undated: true,
    comparison: false,
    granularity: false,
    exports: 'forecasting',
    parameters: [['split', 'by'], 'periods', 'price', 'win_rate', 'churn', 'one_off', 'one_off_month'],
  },
  {
    path: '/transactions',
    title: 'Order lines',
    name: 'Order lines',
    icon: ReceiptText,
    key: 'l',
    question: true,
    comparison: false,
    granularity: false,
    exports: 'transactions',
    exported: params => (params.get('group') === 'order' ? 'orders' : 'transactions'),
    parameters: [
      'product',
      'customer',
      'order',
      'status',
      'rep',
      'rep_id',
      'amount_from',
      'amount_to',
      'search',
      'rows',
      'sort',
      'direction',
      'hide',
    ],
  },
  {
    path: '/customers/all',
    title: 'Customer list',
    name: 'Customer list',
    icon: ContactRound,
    key: 'p',
    question: true,
    comparison: true,
    granularity: false,
    exports: 'customer-list',
    parameters: [
      'search',
      'state',
      'cohort',
      'cohort_month',
      'cohort_mode',
      'risk',
      'rfm',
      'value',
      'value_kind',
      'acquisition',
      'sort',
      'direction',
    ],
  },
  {
    path: '/customers/:id',
    title: 'Customer',
    name: 'Customer',
    within: '/customers/all',
    icon: ContactRound,
    question: false,
    comparison: false,
    granularity: false,
  },
  {
    path: '/operations/deals',
    title: 'Deals',
    name: 'Deals',
    icon: Handshake,
    key: 'e',
    question: true,
    comparison: false,
    granularity: false,
    exports: 'deals',
    parameters: [
      'rep',
      'team',
      'rep_id',
      'state',
      'stage',
      'search',
      'size',
      'known',
      'expected',
      'periods',
      'entered',
      'outcome',
      'left',
      'flow',
      'since',
      'close_start',
      'close_end',
      'sort',
      'direction',
    ],
  },
  {
    path: '/operations/deals/:id',
    title: 'Deal',
    name: 'Deal',
    within: '/operations/deals',
    icon: Handshake,
    question: false,
    comparison: false,
    granularity: false,
  },
  {
    path: '/data',
    title: 'Data',
    name: 'Data',
    icon: Database,
    key: 'i',
    question: false,
    comparison: false,
    granularity: false,
  },
  {
    path: '/settings',
    title: 'Settings',
    name: 'Settings',
    icon: Settings,
    key: 's',
    question: false,
    comparison: false,
    granularity: false,
  },
  ...(
    [
      ['/settings/people', 'People'],
      ['/settings/keys', 'API keys'],
      ['/settings/audit', 'Audit log'],
      ['/settings/account', 'Your account'],
    ] as const
  ).map(([path, title]) => ({
    path,
    title,
    name: title,
    within: '/settings',
    icon: Settings,
    question: false,
    comparison: false,
    granularity: false,
  })),
]

export const pageAt = (path: string) => pages.find(page => matchPath(page.path, path))
/** Those one can go to by name. */
export const places = pages.filter(page => page.within === undefined)
