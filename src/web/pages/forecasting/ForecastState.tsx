import type { ReactNode } from 'react'
import type { UseQueryResult } from '@tanstack/react-query'
import type { ApiError } from '../../api.ts'
import { sentence } from '../../format.ts'
import { Empty, QueryState } from '../../ui/QueryState.tsx'

type Props<T> = { query: UseQueryResult<T, ApiError>; skeleton: ReactNode; children: (data: T) => ReactNode }

/** As QueryState, but too little history is no failure: what is missing stands where the forecast will be. */
export const ForecastState = <T,>({ query, skeleton, children }: Props<T>) =>
  query.error?.code === 'not_enough_data' ? (
    <Empty title="Not enough history yet">{sentence(query.error.message)}</Empty>
  ) : (
    <QueryState query={query} skeleton={skeleton}>
      {children}
    </QueryState>
  )
