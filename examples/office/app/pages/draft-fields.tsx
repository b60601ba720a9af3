import { useId, type ReactNode } from "react"
import type { Case } from "../api/client.ts"
import { useGuidancePreview } from "../api/queries.ts"
import { buildCommand, outcomeField, outcomeKinds, outcomesOf } from "../state/build-command.ts"
import { useDesk, useNow } from "../state/desk.ts"
import type { Filled } from "../state/kept.ts"
import { useWording } from "../text/index.ts"
import { localField, localMoment } from "../text/time.ts"
import { DraftCheck } from "./draft-check.tsx"
import { FieldInput } from "./fields.tsx"

interface DraftFieldsProps {
  readonly incidentId: string
  readonly found: Case
  readonly filled: Filled
  readonly faults: Readonly<Record<string, "required" | "badNumber">>
  readonly onChange: (name: string, value: string) => void
}

const kinds = ["final", "interim", "clarify", "follow-up", "guidance", "redirect"]

/** The fields of a reply: its text, what it says of the problem, and guidance to take from. */
export function DraftFields({ incidentId, found, filled, faults, onChange }: DraftFieldsProps): ReactNode {
  const { t } = useWording()
  const { session, vocabulary } = useDesk()
  const now = useNow()
  const { replyKind = "", outcome = "", text = "" } = filled
  const built = buildCommand("submit-draft", filled, {
    idOf: (_, title) => vocabulary.authorities.find((one) => one.title === title)?.id,
    incidentOf: () => undefined,
    momentOf: (local) => localMoment(local, session.zone),
  })
  const isGuidance = replyKind === "guidance"
  // An outcome that is not whole yet is left out of the check, not the check.
  const draft =
    isGuidance || text.trim() === ""
      ? null
      : "command" in built && built.command.type === "submit-draft"
        ? built.command
        : ({ type: "submit-draft", text, replyKind: replyKind as "final" } as const)
  const more = outcomeField[outcome]
  const id = useId()
  return (
    <>
      {isGuidance ? null : (
        <div className="field">
          <label className="field-label" htmlFor={id}>
            {t.field.text}
          </label>
          <textarea
            id={id}
            name="text"
            data-first=""
            lang="ru"
            rows={6}
            value={text}
            aria-required="true"
            {...(faults["text"] === undefined ? {} : { "aria-invalid": true })}
            onChange={(event) => onChange("text", event.target.value)}
          />
          <DraftCheck incidentId={incidentId} draft={draft} filled={filled} onChange={onChange} />
          {faults["text"] === undefined ? null : <small className="field-fault">{t.field.required}</small>}
        </div>
      )}
      <Guidance
        incidentId={incidentId}
        found={found}
        picked={filled["guidanceId"] ?? ""}
        isOpen={isGuidance}
        fault={faults["guidanceId"]}
        onPick={(guidanceId) => onChange("guidanceId", guidanceId)}
        onInsert={isGuidance ? null : (words) => onChange("text", text.trim() === "" ? words : `${text.trimEnd()}\n\n${words}`)}
      />
      <div className="form-row">
        <FieldInput
          field={{ name: "replyKind", kind: "choice", options: kinds }}
          found={found}
          value={replyKind}
          fault={faults["replyKind"]}
          isFirst={false}
          onChange={(value) => onChange("replyKind", value)}
        />
        {outcomeKinds.includes(replyKind) ? (
          <FieldInput
            field={{ name: "outcome", kind: "choice", options: outcomesOf(replyKind) }}
            found={found}
            value={outcomesOf(replyKind).includes(outcome) ? outcome : ""}
            fault={faults["outcome"]}
            isFirst={false}
            onChange={(value) => onChange("outcome", value)}
          />
        ) : null}
        {replyKind === "clarify" ? (
          <div className="field">
            <label className="field-label" htmlFor={`${id}-wait`}>
              {t.field.waitMinutes}
            </label>
            <select
              id={`${id}-wait`}
              value={filled["waitMinutes"] ?? "1440"}
              onChange={(event) => onChange("waitMinutes", event.target.value)}
            >
              {[24, 48, 72].map((hours) => (
                <option key={hours} value={hours * 60}>
                  {t.draft.hours(hours)}
                </option>
              ))}
            </select>
          </div>
        ) : null}
      </div>
      {more === undefined || !outcomeKinds.includes(replyKind) || !outcomesOf(replyKind).includes(outcome) ? null : more === "until" ? (
        <div className="field">
          <label className="field-label" htmlFor={`${id}-until`}>
            {t.field.until}
          </label>
          <input
            id={`${id}-until`}
            name="until"
            type="datetime-local"
            value={filled["until"] ?? ""}
            min={localField(now, session.zone)}
            aria-required="true"
            onChange={(event) => onChange("until", event.target.value)}
          />
          {faults["until"] === undefined ? null : <small className="field-fault">{t.field.required}</small>}
        </div>
      ) : (
        <FieldInput
          field={{ name: more, kind: more === "competent" ? "authority" : "line" }}
          found={found}
          value={filled[more] ?? ""}
          fault={faults[more]}
          isFirst={false}
          onChange={(value) => onChange(more, value)}
        />
      )}
      <p className="muted saved">{t.draft.saved}</p>
    </>
  )
}

interface GuidanceProps {
  readonly incidentId: string
  readonly found: Case
  readonly picked: string
  /** Whether the guidance text is the reply. */
  readonly isOpen: boolean
  readonly fault: "required" | "badNumber" | undefined
  readonly onPick: (guidanceId: string) => void
  /** Takes the text over into the reply; null: it is the reply. */
  readonly onInsert: ((words: string) => void) | null
}

/** Guidance to take from: that of the case's topic first, with its whole text before it is taken. */
function Guidance({ incidentId, found, picked, isOpen, fault, onPick, onInsert }: GuidanceProps): ReactNode {
  const { t } = useWording()
  const { vocabulary } = useDesk()
  const preview = useGuidancePreview(incidentId, picked)
  const { topic } = found.facts
  const sorted = vocabulary.guidance.toSorted((one, other) => Number(other.topic === topic) - Number(one.topic === topic))
  const text = picked === "" ? undefined : preview.data?.text
  if (sorted.length === 0) return null
  return (
    <details className="guidance" open={isOpen ? true : undefined}>
      <summary>{t.draft.guidance}</summary>
      <select aria-label={t.draft.guidance} name="guidanceId" value={picked} onChange={(event) => onPick(event.target.value)}>
        <option value="">{t.draft.noGuidance}</option>
        {sorted.map(({ id, title, topic: about }) => (
          <option key={id} value={id}>
            {about === topic ? "★ " : ""}
            {title}
          </option>
        ))}
      </select>
      {fault === undefined ? null : <small className="field-fault">{t.field[fault]}</small>}
      {text === undefined ? null : (
        <p className="message-text guidance-text" lang="ru">
          {text}
        </p>
      )}
      {text === undefined || onInsert === null ? null : (
        <button type="button" className="button button-small" onClick={() => onInsert(text)}>
          {t.draft.insert}
        </button>
      )}
    </details>
  )
}
