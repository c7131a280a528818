import { CSPProvider } from '@base-ui/react/csp-provider'
import { QueryClientProvider } from '@tanstack/react-query'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { RouterProvider } from 'react-router/dom'
import { isEntry, queryClient } from './api.ts'
import { loadTheRest } from './later.ts'
import { connect } from './live.ts'
import { router } from './routes.tsx'
import './theme.css'

if (!isEntry(location.pathname)) connect()
/** So long a page may wait for its answers before the rest is loaded beside them (ms). */
const patience = 10_000
const loadOnceAnswered = () => {
  if (queryClient.isFetching() > 0 && performance.now() < patience) setTimeout(loadOnceAnswered, 250)
  else void loadTheRest()
}
// a moment after the first page, so that it is not kept waiting
addEventListener('load', () => setTimeout(loadOnceAnswered, 1500))

const root = document.getElementById('root')
if (root)
  createRoot(root).render(
    <StrictMode>
      <CSPProvider disableStyleElements>
        <QueryClientProvider client={queryClient}>
          {/* Without transitions a ticked box shows at once, also while a heavy chart is drawn. */}
          <RouterProvider router={router} useTransitions={false} />
        </QueryClientProvider>
      </CSPProvider>
    </StrictMode>,
  )
