import { useEffect, useState, type FormEvent, type ReactNode } from "react"
import { api, dataOf } from "../api/client.ts"
import { newKey } from "../api/queries.ts"
import { problemText } from "../parts/states.tsx"
import { useDesk } from "../state/desk.ts"
import { formKey, keepFilled, readFilled, type Filled } from "../state/kept.ts"
import { caseAddress, go } from "../state/route.ts"
import { useWording } from "../text/index.ts"
import type { Field } from "../state/forms.ts"
import { FieldInput } from "./fields.tsx"

const fields: readonly Field[] = [
  { name: "from", kind: "choice", options: ["phone", "visit", "letter", "form"] },
  { name: "text", kind: "area" },
  { name: "contact", kind: "line", isOptional: true },
  { name: "placeName", kind: "line", isOptional: true },
  { name: "territoryId", kind: "territory", isOptional: true },
  { name: "topic", kind: "topic", isOptional: true },
]

/** What came by phone, at the counter, as a letter or by a form. */
export function RegisterPage(): ReactNode {
  const { t } = useWording()
  const { account, vocabulary, say } = useDesk()
  const key = formKey(account.id, "new", "register")
  const [filled, setFilled] = useState<Filled>(() => ({ from: "phone", ...readFilled(key) }))
  const [once] = useState(newKey)
  const [faults, setFaults] = useState<Readonly<Record<string, "required">>>({})
  const [failure, setFailure] = useState<unknown>(null)
  const [isBusy, setBusy] = useState(false)
  useEffect(() => {
    document.title = `${t.nav.register} · ${t.app}`
  }, [t])
  const send = async (): Promise<void> => {
    const { from = "", text = "", contact = "", placeName = "", territoryId = "", topic = "" } = filled
    if (text.trim() === "") return setFaults({ text: "required" })
    setBusy(true)
    const territory = vocabulary.territories.find(({ title }) => title === territoryId)?.id
    const registered = await dataOf(
      api.POST("/incidents", {
        params: { header: { "Idempotency-Key": once } },
        body: {
          from: from as "phone",
          text,
          ...(contact === "" ? {} : { contact }),
          ...(placeName === "" ? {} : { place: { name: placeName } }),
          ...(territory === undefined ? {} : { territoryId: territory }),
          ...(topic === "" ? {} : { topic }),
        },
      }),
    )
    keepFilled(key, {})
    say(t.done["register"] ?? "")
    go(caseAddress(registered.number))
  }
  const submit = (event: FormEvent): void => {
    event.preventDefault()
    setFailure(null)
    send()
      .catch((error: unknown) => setFailure(error))
      .finally(() => setBusy(false))
  }
  return (
    <main className="figures" id="content" tabIndex={0}>
      <header className="figures-head">
        <h1>{t.nav.register}</h1>
      </header>
      <form className="form register" onSubmit={submit} noValidate>
        {fields.map((field, index) => (
          <FieldInput
            key={field.name}
            field={field}
            found={null}
            value={filled[field.name] ?? ""}
            fault={faults[field.name]}
            isFirst={index === 1}
            onChange={(value) => {
              const next = { ...filled, [field.name]: value }
              setFilled(next)
              keepFilled(key, next)
              setFaults({})
            }}
          />
        ))}
        {failure === null ? null : (
          <p className="form-failure" role="alert">
            {problemText(failure, t)}
          </p>
        )}
        <div className="form-acts">
          <button type="submit" className="button button-main" disabled={isBusy}>
            {t.command["register"]}
          </button>
        </div>
      </form>
    </main>
  )
}
