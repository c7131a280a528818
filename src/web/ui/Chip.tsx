import { X } from 'lucide-react'

/** Something chosen that a click undoes. `label` names the choice ("Region: Europe"). */
export const Chip = ({ label, onRemove }: { label: string; onRemove: () => void }) => (
  <button
    type="button"
    onClick={onRemove}
    aria-label={`Remove ${label}`}
    title={label}
    className="inline-flex h-7 max-w-72 items-center gap-1 rounded-full bg-accent-soft px-2.5 text-sm font-medium text-accent-text transition-colors duration-150 hover:underline"
  >
    <span className="truncate">{label}</span>
    <X aria-hidden className="size-3.5 shrink-0" />
  </button>
)
