import type { Dimension } from '../filters.ts'
import { Card, type Definition } from '../ui/Card.tsx'

/** Nothing is known of the parts: a picture of one whole would say nothing. */
export const isUnbroken = (parts: readonly string[]) => parts.length === 1 && parts[0] === 'Unknown'

/** In place of a breakdown that is unbroken: one line. */
export const Unbroken = ({
  title,
  definition,
  dimension,
  className,
}: {
  title: string
  definition: Definition
  dimension: Dimension
  className?: string
}) => (
  <Card
    title={title}
    subtitle={`all revenue here is of unknown ${dimension}, so there are no parts to show`}
    definition={definition}
    className={className}
  />
)
