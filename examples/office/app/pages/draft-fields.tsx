import { useId, useState, type ReactNode } from "react"
import type { Case } from "../api/client.ts"
import { useGuidance } from "../api/queries.ts"
import { outcomeField, outcomeKinds, outcomesOf } from "../state/build-command.ts"
import { useDesk, useNow } from "../state/desk.ts"
import type { Filled } from "../state/kept.ts"
import { useWording } from "../text/index.ts"
import { localField } from "../text/time.ts"
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
export function DraftFields({ found, filled, faults, onChange }: DraftFieldsProps): ReactNode {
  const { t } = useWording()
  const { session } = useDesk()
  const now = useNow()
  const { replyKind = "", outcome = "", text = "" } = filled
  const { network } = found.facts
  const more = outcomeField[outcome]
  const id = useId()
  return (
    <>
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
          aria-describedby={`${id}-count`}
          {...(faults["text"] === undefined ? {} : { "aria-invalid": true })}
          onChange={(event) => onChange("text", event.target.value)}
        />
        <small className="field-hint draft-count" id={`${id}-count`}>
          <span>{t.draft.publishesTo(t.network[network] ?? network)}</span>
          <span>{t.draft.characters([...text].length)}</span>
        </small>
        {faults["text"] === undefined ? null : <small className="field-fault">{t.field.required}</small>}
      </div>
      <Guidance found={found} onInsert={(words) => onChange("text", text.trim() === "" ? words : `${text.trimEnd()}\n\n${words}`)} />
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

/** Guidance to take from: that of the case's topic first, with its whole text before it is taken. */
function Guidance({ found, onInsert }: { readonly found: Case; readonly onInsert: (words: string) => void }): ReactNode {
  const { t } = useWording()
  const { vocabulary } = useDesk()
  const texts = useGuidance()
  const [picked, setPicked] = useState("")
  const { topic } = found.facts
  const titles = new Map(vocabulary.guidance.map(({ id, title }) => [id, title]))
  const sorted = (texts.data ?? []).toSorted((one, other) => Number(other.topic === topic) - Number(one.topic === topic))
  const text = sorted.find(({ id }) => id === picked)?.text
  if (sorted.length === 0) return null
  return (
    <details className="guidance">
      <summary>{t.draft.guidance}</summary>
      <select aria-label={t.draft.guidance} value={picked} onChange={(event) => setPicked(event.target.value)}>
        <option value="">{t.draft.noGuidance}</option>
        {sorted.map(({ id, topic: about }) => (
          <option key={id} value={id}>
            {about === topic ? "★ " : ""}
            {titles.get(id) ?? id}
          </option>
        ))}
      </select>
      {text === undefined ? null : (
        <>
          <p className="message-text guidance-text" lang="ru">
            {text}
          </p>
          <button type="button" className="button button-small" onClick={() => onInsert(text)}>
            {t.draft.insert}
          </button>
        </>
      )}
    </details>
  )
}
