import type { ReactNode } from "react"
import { Problem } from "../api/client.ts"
import { useWording, type Dictionary } from "../text/index.ts"
import { Icon, type IconName } from "./icon.tsx"

/** What is said of a problem. */
export function problemText(error: unknown, t: Dictionary): string {
  const code = error instanceof Problem ? error.code : "other"
  return t.problem[code] ?? t.problem["other"] ?? ""
}

/** A page that holds nothing, and why. */
export function Empty({
  icon,
  title,
  lead,
  children,
}: {
  readonly icon: IconName
  readonly title: string
  readonly lead?: string
  readonly children?: ReactNode
}): ReactNode {
  return (
    <div className="empty">
      <span className="empty-icon">
        <Icon name={icon} size={28} />
      </span>
      <p className="empty-title">{title}</p>
      {lead === undefined ? null : <p className="empty-lead">{lead}</p>}
      {children}
    </div>
  )
}

/** What could not be read, and another try. */
export function Failure({ error, onRetry }: { readonly error: unknown; readonly onRetry: () => void }): ReactNode {
  const { t } = useWording()
  return (
    <Empty icon="alert" title={t.failed} lead={problemText(error, t)}>
      <button type="button" className="button" onClick={onRetry}>
        {t.retry}
      </button>
    </Empty>
  )
}

/** Lines where text will be: nothing jumps when it comes. */
export function Skeleton({ lines = 3, label }: { readonly lines?: number; readonly label: string }): ReactNode {
  return (
    <div className="skeleton" role="status" aria-label={label}>
      {Array.from({ length: lines }, (_, index) => (
        <span key={index} />
      ))}
    </div>
  )
}
