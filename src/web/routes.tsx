import { createBrowserRouter } from 'react-router'
import { Layout } from './layout/Layout.tsx'
import { NotFound } from './layout/NotFound.tsx'
import { PageCrash } from './layout/PageCrash.tsx'
import { PageSkeleton } from './layout/PageSkeleton.tsx'
import { later } from './later.ts'
import { tableCode } from './ui/DataTable.tsx'

/** Of a page that is a table. */
const withTable = async <T,>(page: Promise<T>) => (await Promise.all([page, tableCode.load()]))[0]

/** A page is a file and a line here (and in layout/pages.ts, for the sidebar); each loads when it is first opened. */
export const router = createBrowserRouter([
  {
    errorElement: <PageCrash />,
    hydrateFallbackElement: <PageSkeleton />,
    children: [
      {
        path: 'sign-in',
        lazy: later(async () => ({ Component: (await import('./pages/entry/SignInPage.tsx')).SignInPage })),
      },
      {
        path: 'welcome',
        lazy: later(async () => ({ Component: (await import('./pages/entry/WelcomePage.tsx')).WelcomePage })),
      },
      {
        path: 'second-factor',
        lazy: later(async () => ({ Component: (await import('./pages/entry/SecondFactorPage.tsx')).SecondFactorPage })),
      },
    ],
  },
  {
    element: <Layout />,
    errorElement: <PageCrash />,
    children: [
      {
        errorElement: <PageCrash />,
        hydrateFallbackElement: <PageSkeleton />,
        children: [
          {
            index: true,
            lazy: later(async () => ({
              Component: (await import('./pages/dashboard/DashboardPage.tsx')).DashboardPage,
            })),
          },
          {
            path: 'revenue',
            lazy: later(async () => ({ Component: (await import('./pages/revenue/RevenuePage.tsx')).RevenuePage })),
          },
          {
            path: 'customers',
            lazy: later(async () => ({
              Component: (await import('./pages/customers/CustomersPage.tsx')).CustomersPage,
            })),
          },
          {
            path: 'customers/all',
            lazy: later(async () => ({
              Component: (await withTable(import('./pages/customers/CustomerListPage.tsx'))).CustomerListPage,
            })),
          },
          {
            path: 'customers/:id',
            lazy: later(async () => ({
              Component: (await import('./pages/customers/CustomerPage.tsx')).CustomerPage,
            })),
          },
          {
            path: 'transactions',
            lazy: later(async () => ({
              Component: (await withTable(import('./pages/transactions/TransactionsPage.tsx'))).TransactionsPage,
            })),
          },
          {
            path: 'forecasting',
            lazy: later(async () => ({
              Component: (await import('./pages/forecasting/ForecastingPage.tsx')).ForecastingPage,
            })),
          },
          {
            path: 'operations',
            lazy: later(async () => ({
              Component: (await import('./pages/operations/OperationsPage.tsx')).OperationsPage,
            })),
          },
          {
            path: 'operations/deals',
            lazy: later(async () => ({
              Component: (await withTable(import('./pages/operations/DealsPage.tsx'))).DealsPage,
            })),
          },
          {
            path: 'operations/deals/:id',
            lazy: later(async () => ({ Component: (await import('./pages/operations/DealPage.tsx')).DealPage })),
          },
          {
            path: 'data',
            lazy: later(async () => ({ Component: (await import('./pages/data/DataPage.tsx')).DataPage })),
          },
          {
            path: 'settings',
            lazy: later(async () => ({ Component: (await import('./pages/settings/SettingsPage.tsx')).SettingsPage })),
          },
          {
            path: 'settings/people',
            lazy: later(async () => ({ Component: (await import('./pages/settings/PeoplePage.tsx')).PeoplePage })),
          },
          {
            path: 'settings/keys',
            lazy: later(async () => ({ Component: (await import('./pages/settings/KeysPage.tsx')).KeysPage })),
          },
          {
            path: 'settings/audit',
            lazy: later(async () => ({ Component: (await import('./pages/settings/AuditPage.tsx')).AuditPage })),
          },
          {
            path: 'settings/account',
            lazy: later(async () => ({ Component: (await import('./pages/settings/AccountPage.tsx')).AccountPage })),
          },
          { path: '*', element: <NotFound /> },
        ],
      },
    ],
  },
])
