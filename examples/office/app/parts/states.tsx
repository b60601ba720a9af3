import type { ReactNode } from "react"
import { Problem } from "../api/client.ts"
import { useWording, type Dictionary } from "../text/index.ts"
import type { Said } from "../text/why.ts"
import { Icon, type IconName } from "./icon.tsx"

/** What is said of a problem, and what of it could be mended; `why` says the desk's own sentences. */
export function problemText(error: unknown, t: Dictionary, why?: (sentence: string) => Said): string {
  const code = error instanceof Problem ? error.code : "other"
  const usual = t.problem[code] ?? t.problem["other"] ?? ""
  const more = error instanceof Problem ? moreOf(error, t, why) : ""
  return more === "" ? usual : `${usual.replace(/\.$/, "")}: ${more}.`
}

function moreOf({ code, message, details }: Problem, t: Dictionary, why?: (sentence: string) => Said): string {
  const listOf = (name: string): readonly unknown[] => (Array.isArray(details[name]) ? (details[name] as readonly unknown[]) : [])
  const labels: Readonly<Record<string, string>> = t.field
  if (code === "missing-fact")
    return listOf("facts")
      .flatMap((fact) => t.needs[String(fact)] ?? labels[String(fact)] ?? [])
      .join(", ")
  if (code === "forbidden") return t.reasonNot[String(details["reason"])] ?? ""
  if (code === "config") {
    const fields = listOf("errors").map(
      (fault) =>
        String((fault as { readonly pointer?: unknown }).pointer)
          .split("/")
          .at(-1) ?? "",
    )
    return [...new Set(fields.flatMap((field) => labels[field] ?? []))].join(", ")
  }
  const said = code === "illegal-transition" ? why?.(message) : undefined
  return said === undefined || said.text === message ? "" : said.text
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
