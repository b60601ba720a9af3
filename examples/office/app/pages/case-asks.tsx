import { useQueryClient } from "@tanstack/react-query"
import { useState, type FormEvent, type ReactNode } from "react"
import { api, dataOf, type Case } from "../api/client.ts"
import { caseKey, newKey } from "../api/queries.ts"
import { problemText } from "../parts/states.tsx"
import { useWhy } from "../parts/why.tsx"
import { useDesk } from "../state/desk.ts"
import type { Field } from "../state/forms.ts"
import { formKey, keepFilled, readFilled, type Filled } from "../state/kept.ts"
import { useWording } from "../text/index.ts"
import { FieldInput } from "./fields.tsx"

interface AskProps {
  readonly incidentId: string
  readonly found: Case
}

interface AskFormProps {
  readonly title: string
  readonly fields: readonly Field[]
  readonly found: Case
  /** Where what is filled in is kept on this device; null: nowhere. */
  readonly keptAs: string | null
  readonly start: Filled
  readonly submit: string
  readonly onSend: (filled: Filled) => Promise<void>
}

/** A form that is no command of the case: closed until somebody opens it. */
function AskForm({ title, fields, found, keptAs, start, submit, onSend }: AskFormProps): ReactNode {
  const { t } = useWording()
  const why = useWhy()
  const [filled, setFilled] = useState<Filled>(() => ({ ...start, ...(keptAs === null ? {} : readFilled(keptAs)) }))
  const [faults, setFaults] = useState<Readonly<Record<string, "required">>>({})
  const [failure, setFailure] = useState<unknown>(null)
  const [isBusy, setBusy] = useState(false)
  const fill = (next: Filled): void => {
    setFilled(next)
    if (keptAs !== null) keepFilled(keptAs, next)
  }
  const send = (event: FormEvent): void => {
    event.preventDefault()
    const missing = fields.filter(({ name, isOptional }) => isOptional !== true && (filled[name] ?? "").trim() === "")
    setFaults(Object.fromEntries(missing.map(({ name }) => [name, "required"])))
    if (missing.length > 0) return
    setBusy(true)
    setFailure(null)
    onSend(filled)
      .then(() => fill(start))
      .catch((error: unknown) => setFailure(error))
      .finally(() => setBusy(false))
  }
  return (
    <details className="part ask">
      <summary>{title}</summary>
      <form className="form" aria-label={title} onSubmit={send} noValidate>
        {fields.map((field) => (
          <FieldInput
            key={field.name}
            field={field}
            found={found}
            value={filled[field.name] ?? ""}
            fault={faults[field.name]}
            isFirst={false}
            onChange={(value) => fill({ ...filled, [field.name]: value })}
          />
        ))}
        {failure === null ? null : (
          <p className="form-failure" role="alert">
            {problemText(failure, t, why)}
          </p>
        )}
        <div className="form-acts">
          <button type="submit" className="button" disabled={isBusy}>
            {submit}
          </button>
        </div>
      </form>
    </details>
  )
}

const words: readonly Field[] = [
  { name: "from", kind: "choice", options: ["phone", "visit", "letter", "form"] },
  { name: "text", kind: "area" },
]

/** What the author said later by another way than the network: it waits for an answer as a message does. */
export function AddWords({ incidentId, found }: AskProps): ReactNode {
  const { t } = useWording()
  const { account, rights, say } = useDesk()
  const cache = useQueryClient()
  const [once, setOnce] = useState(newKey)
  if (rights.commands["register"] === "nowhere" || found.facts.status === "candidate") return null
  const add = async ({ from = "phone", text = "" }: Filled): Promise<void> => {
    await dataOf(
      api.POST("/incidents/{incidentId}/messages", {
        params: { path: { incidentId }, header: { "Idempotency-Key": once } },
        body: { from: from as "phone", text },
      }),
    )
    setOnce(newKey())
    say(t.done["other"] ?? "")
    await cache.invalidateQueries({ queryKey: caseKey(incidentId) })
  }
  return (
    <AskForm
      title={t.case.addWords}
      fields={words}
      found={found}
      keptAs={formKey(account.id, incidentId, "say-more")}
      start={{ from: "phone" }}
      submit={t.save}
      onSend={add}
    />
  )
}

const question: readonly Field[] = [
  { name: "messageKey", kind: "message" },
  { name: "purpose", kind: "line", hint: "purposeHint" },
]

/** Who wrote a message: for who guards personal data, after the journal has the purpose. Nothing of it is kept. */
export function UnsealAuthor({ incidentId, found }: AskProps): ReactNode {
  const { t } = useWording()
  const { account } = useDesk()
  const [author, setAuthor] = useState<string | null>(null)
  if (!account.roles.includes("data-protection-officer")) return null
  const ask = async ({ messageKey = "", purpose = "" }: Filled): Promise<void> => {
    const unsealed = await dataOf(
      api.POST("/incidents/{incidentId}/author", { params: { path: { incidentId } }, body: { messageKey, purpose } }),
    )
    setAuthor(`${t.network[unsealed.network] ?? unsealed.network}: ${unsealed.authorId}`)
  }
  const [only] = found.messages
  return (
    <>
      <AskForm
        title={t.case.unseal}
        fields={question}
        found={found}
        keptAs={null}
        start={found.messages.length === 1 && only !== undefined ? { messageKey: only.key } : {}}
        submit={t.case.unseal}
        onSend={ask}
      />
      <p className="muted" aria-live="polite">
        {author === null ? t.case.unsealLead : `${t.case.unsealed}: ${author}`}
      </p>
    </>
  )
}
