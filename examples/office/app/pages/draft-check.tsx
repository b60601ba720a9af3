import { keepPreviousData, useQuery } from "@tanstack/react-query"
import { useEffect, useState, type ReactNode } from "react"
import { api, dataOf, type Command } from "../api/client.ts"
import type { Filled } from "../state/kept.ts"
import { useWording } from "../text/index.ts"

type Draft = Extract<Command, { readonly type: "submit-draft" }>

/** A value that has been the same for a moment. */
function useSettled<Value>(value: Value, millis: number): Value {
  const [settled, setSettled] = useState(value)
  useEffect(() => {
    const timer = setTimeout(() => setSettled(value), millis)
    return () => clearTimeout(timer)
  }, [value, millis])
  return settled
}

interface DraftCheckProps {
  readonly incidentId: string
  /** Null: nothing to check yet. */
  readonly draft: Draft | null
  readonly filled: Filled
  readonly onChange: (name: string, value: string) => void
}

/** What the host's check says of a draft while it is written, and how long it may be in each network. */
export function DraftCheck({ incidentId, draft, filled, onChange }: DraftCheckProps): ReactNode {
  const { t } = useWording()
  const asked = useSettled(draft === null ? "" : JSON.stringify(draft), 500)
  const checked = useQuery({
    queryKey: ["draft-check", incidentId, asked],
    enabled: asked !== "",
    gcTime: 60_000,
    placeholderData: keepPreviousData,
    queryFn: () => {
      const { type: _, override: __, waitMinutes: ___, ...body } = JSON.parse(asked) as Draft
      return dataOf(api.POST("/incidents/{incidentId}/draft-check", { params: { path: { incidentId } }, body }))
    },
  })
  if (draft === null || checked.data === undefined) return <div className="check" aria-live="polite" />
  const { findings, targets, spelling } = checked.data
  const text = draft.text ?? ""
  return (
    <div className="check" aria-live="polite">
      <ul className="targets">
        {targets.map(({ network, length, limit, isAutomatic }) => (
          <li key={network} className={limit !== null && length > limit ? "target target-long" : "target"}>
            <strong>{t.network[network] ?? network}</strong> {t.draft.characters(length)}
            {limit === null ? "" : ` · ${t.draft.limit(limit - length)}`}
            {isAutomatic ? "" : ` · ${t.case.replyState.manual}`}
          </li>
        ))}
      </ul>
      {targets
        .filter(({ network, length, limit }) => (limit !== null && length > limit) || (filled[`variant:${network}`] ?? "") !== "")
        .map(({ network }) => (
          <label key={network} className="field">
            <span className="field-label">
              {t.draft.variants} {t.network[network] ?? network}
            </span>
            <textarea
              lang="ru"
              rows={3}
              value={filled[`variant:${network}`] ?? ""}
              onChange={(event) => onChange(`variant:${network}`, event.target.value)}
            />
          </label>
        ))}
      {findings.length === 0 ? (
        <p className="check-good">{t.draft.noRemarks}</p>
      ) : (
        <ul className="findings">
          {findings.map(({ code, severity, sentence, span, network }) => (
            <li key={`${code} ${span?.start ?? ""} ${network ?? ""}`} className={`finding finding-${severity}`}>
              <strong>{t.draft.severity[severity]}</strong> <span lang="ru">{sentence}</span>
              {span === null || network !== null ? null : <q lang="ru">{text.slice(span.start, span.end)}</q>}
            </li>
          ))}
        </ul>
      )}
      {spelling.length === 0 ? null : (
        <p className="muted" lang="ru">
          {spelling
            .map(
              ({ span, suggestions }) => `${text.slice(span.start, span.end)}${suggestions[0] === undefined ? "" : ` → ${suggestions[0]}`}`,
            )
            .join("; ")}
        </p>
      )}
    </div>
  )
}
