import { useId, type ReactNode } from "react"
import type { Case } from "../api/client.ts"
import { useDesk, useNow } from "../state/desk.ts"
import type { Field } from "../state/forms.ts"
import { useWording } from "../text/index.ts"
import { localField } from "../text/time.ts"

interface FieldInputProps {
  readonly field: Field
  readonly found: Case | null
  readonly value: string
  readonly fault: "required" | "badNumber" | undefined
  readonly isFirst: boolean
  readonly onChange: (value: string) => void
}

/** One field of a form: the browser's own control, with its label, its hint and its fault. */
export function FieldInput({ field, found, value, fault, isFirst, onChange }: FieldInputProps): ReactNode {
  const { t } = useWording()
  const id = useId()
  const words: Readonly<Record<string, string>> = t.field
  const label = words[field.label ?? field.name] ?? field.name
  const hint = field.hint === undefined ? undefined : words[field.hint]
  const told = [hint === undefined ? "" : `${id}-hint`, fault === undefined ? "" : `${id}-fault`].filter((part) => part !== "").join(" ")
  const shared = {
    id,
    name: field.name,
    ...(told === "" ? {} : { "aria-describedby": told }),
    ...(fault === undefined ? {} : { "aria-invalid": true as const }),
    ...(field.isOptional === true ? {} : { "aria-required": true as const }),
    ...(isFirst ? { "data-first": "" } : {}),
  }
  return (
    <div className="field">
      <label className="field-label" htmlFor={id}>
        {label}
        {field.isOptional === true ? <small> {t.field.optional}</small> : null}
      </label>
      <Control field={field} found={found} value={value} onChange={onChange} shared={shared} />
      {hint === undefined ? null : (
        <small className="field-hint" id={`${id}-hint`}>
          {hint}
        </small>
      )}
      {fault === undefined ? null : (
        <small className="field-fault" id={`${id}-fault`}>
          {t.field[fault]}
        </small>
      )}
    </div>
  )
}

type Shared = Readonly<Record<string, unknown>> & { readonly id: string; readonly name: string }

interface ControlProps {
  readonly field: Field
  readonly found: Case | null
  readonly value: string
  readonly onChange: (value: string) => void
  readonly shared: Shared
}

function Control({ field, found, value, onChange, shared }: ControlProps): ReactNode {
  const { t } = useWording()
  const { vocabulary, session, person, topic, territory } = useDesk()
  const now = useNow()
  const select = (options: readonly (readonly [string, string])[], usual: string): ReactNode => (
    <select {...shared} value={value} onChange={(event) => onChange(event.target.value)}>
      <option value="">{usual}</option>
      {options.map(([id, title]) => (
        <option key={id} value={id}>
          {title}
        </option>
      ))}
    </select>
  )
  const suggested = (titles: readonly string[]): ReactNode => (
    <>
      <input {...shared} list={`${shared.id}-list`} value={value} autoComplete="off" onChange={(event) => onChange(event.target.value)} />
      <datalist id={`${shared.id}-list`}>
        {titles.map((title) => (
          <option key={title} value={title} />
        ))}
      </datalist>
    </>
  )
  switch (field.kind) {
    case "choice": {
      const usual = field.isOptional === true ? usualOf(field.name, found, t.field.asRules, t.choice) : t.field.choose
      return select(
        (field.options ?? []).map((option) => [option, t.choice[option] ?? option]),
        usual,
      )
    }
    case "topic":
      return select(
        vocabulary.topics.map(({ id, title }) => [id, title]),
        `${t.field.asRules}: ${topic(found?.facts.topic ?? null) ?? t.fact.noTopic}`,
      )
    case "authority":
      return suggested(vocabulary.authorities.map(({ title }) => title))
    case "territory":
      return (
        <>
          {suggested(vocabulary.territories.map(({ title }) => title))}
          {found === null || value !== "" ? null : (
            <small className="field-hint">
              {t.field.asRules}: {territory(found.facts.territoryId) ?? t.fact.noPlace}
            </small>
          )}
        </>
      )
    case "person":
      return select(
        Object.keys(session.people)
          .filter((id) => !id.startsWith("staff:"))
          .map((id) => [id, person({ id, kind: "person" })]),
        t.field.choose,
      )
    case "tags":
      return select(
        vocabulary.tags.map(({ id, title }) => [id, title]),
        t.nothing,
      )
    case "message":
      return select(
        (found?.messages ?? []).map(({ key, text }) => [key, (text ?? key).slice(0, 80)]),
        t.field.choose,
      )
    case "draft":
      return select(
        (found?.drafts ?? [])
          .filter(({ state }) => state === "approved" || state === "published")
          .map(({ draftId, text }) => [draftId, (text ?? draftId).slice(0, 80)]),
        t.field.choose,
      )
    case "area":
      return <textarea {...shared} rows={4} value={value} onChange={(event) => onChange(event.target.value)} />
    case "moment":
      return (
        <input
          {...shared}
          type="datetime-local"
          value={value}
          max={localField(now, session.zone)}
          onChange={(event) => onChange(event.target.value)}
        />
      )
    case "incident":
      return <input {...shared} inputMode="numeric" value={value} autoComplete="off" onChange={(event) => onChange(event.target.value)} />
    default:
      return (
        <input
          {...shared}
          type={field.kind === "link" ? "url" : "text"}
          value={value}
          autoComplete="off"
          onChange={(event) => onChange(event.target.value)}
        />
      )
  }
}

function usualOf(name: string, found: Case | null, asRules: string, choices: Readonly<Record<string, string>>): string {
  const fact = name === "kind" ? found?.facts.kind : name === "importance" ? found?.facts.importance : null
  return fact === null || fact === undefined ? asRules : `${asRules}: ${choices[fact] ?? fact}`
}
