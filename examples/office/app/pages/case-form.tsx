import { Fragment, useEffect, useId, useRef, useState, type FormEvent, type ReactNode } from "react"
import { api, dataOf, Problem, type Case, type CaseDraft, type Command } from "../api/client.ts"
import { newKey, useCommand } from "../api/queries.ts"
import { Icon } from "../parts/icon.tsx"
import { problemText } from "../parts/states.tsx"
import { useWhy } from "../parts/why.tsx"
import { buildCommand } from "../state/build-command.ts"
import { useDesk, useNow } from "../state/desk.ts"
import { diffOf } from "../state/diff.ts"
import { forms } from "../state/forms.ts"
import { formKey, keepFilled, readFilled, type Filled } from "../state/kept.ts"
import { newsOf } from "../state/news.ts"
import { useWording } from "../text/index.ts"
import { localMoment, momentText } from "../text/time.ts"
import { DraftFields } from "./draft-fields.tsx"
import { FieldInput } from "./fields.tsx"

interface CaseFormProps {
  readonly type: Command["type"]
  readonly incidentId: string
  readonly found: Case
  /** The draft that waits for its approver. */
  readonly draft: CaseDraft | undefined
  readonly onDone: () => void
  readonly onCancel: () => void
}

/** The remarks of the host's check that keep a reply from being handed in, by their codes. */
function blockers(error: unknown): readonly { readonly code: string; readonly sentence: string }[] {
  if (!(error instanceof Problem) || error.code !== "config") return []
  const errors = Array.isArray(error.details["errors"]) ? (error.details["errors"] as readonly { readonly detail?: string }[]) : []
  return errors.flatMap(({ detail = "" }) => {
    const [, code, sentence] = /^([a-z]+(?:-[a-z]+)*): (.+)$/s.exec(detail) ?? []
    return code === undefined || sentence === undefined ? [] : [{ code, sentence }]
  })
}

/**
 * The one open form of a case. What is written is kept per person and case until it was sent: over a reload, a lost
 * connection, and another person's change, which is shown before anything is sent again.
 */
export function CaseForm({ type, incidentId, found, draft, onDone, onCancel }: CaseFormProps): ReactNode {
  const { t, language } = useWording()
  const { account, vocabulary, session, say, person } = useDesk()
  const now = useNow()
  const why = useWhy()
  const key = formKey(account.id, incidentId, type)
  const [filled, setFilled] = useState<Filled>(() => ({ ...startOf(type, found), ...readFilled(key) }))
  const [seen, setSeen] = useState({ version: found.version, steps: found.timeline.length })
  const [faults, setFaults] = useState<Readonly<Record<string, "required" | "badNumber">>>({})
  const [failure, setFailure] = useState<unknown>(null)
  const [sent, setSent] = useState<{ readonly text: string; readonly key: string } | null>(null)
  const give = useCommand()
  const form = useRef<HTMLFormElement>(null)
  const title = useId()
  const action = found.actions.find(({ command }) => command === type)
  const isAllowed = action?.allowed === true
  const news = newsOf(found, seen.steps, account.id)
  const isStale = found.version !== seen.version

  useEffect(() => {
    // What the desk itself did, or this person in another window, is no conflict.
    if (isStale && news.length === 0) setSeen({ version: found.version, steps: found.timeline.length })
  }, [isStale, news.length, found.version, found.timeline.length])
  useEffect(() => {
    // What is filled in already only needs a yes; a text goes on at its end.
    const first = form.current?.querySelector<HTMLInputElement | HTMLTextAreaElement>("[data-first]") ?? null
    if (first === null || (first.value !== "" && first.tagName !== "TEXTAREA"))
      form.current?.querySelector<HTMLElement>("button[type=submit]")?.focus()
    else first.focus()
    form.current?.scrollIntoView({ block: "nearest" })
  }, [])

  const set = (name: string, value: string): void => {
    const next = { ...filled, [name]: value }
    setFilled(next)
    keepFilled(key, next)
    if (faults[name] !== undefined) setFaults(Object.fromEntries(Object.entries(faults).filter(([other]) => other !== name)))
  }

  const send = async (): Promise<void> => {
    const numbers = (forms[type] ?? [])
      .filter(({ kind }) => kind === "incident")
      .map(({ name }) => (filled[name] ?? "").replaceAll(/\D/g, ""))
    const looked = new Map<string, string>()
    for (const number of numbers.filter((text) => text !== "")) {
      const page = await dataOf(api.GET("/incidents", { params: { query: { numbers: [Number(number)], limit: 1 } } }))
      const id = page.items[0]?.facts.incidentId
      if (id !== undefined) looked.set(number, id)
    }
    const built =
      type === "approve-draft"
        ? { command: approval(draft, filled) }
        : buildCommand(type, filled, {
            idOf: (kind, text) =>
              (kind === "authority" ? vocabulary.authorities : vocabulary.territories).find((one) => one.title === text)?.id,
            incidentOf: (text) => looked.get(text.replaceAll(/\D/g, "")),
            momentOf: (local) => localMoment(local, session.zone),
          })
    if ("faults" in built) {
      setFaults(built.faults)
      form.current?.querySelector<HTMLElement>(`[name="${Object.keys(built.faults)[0] ?? ""}"]`)?.focus()
      return
    }
    const text = JSON.stringify(built.command)
    // A lost answer: the same command keeps its key, so that it is done once.
    const once = sent?.text === text && failure instanceof Problem && failure.status === 0 ? sent.key : newKey()
    setSent({ text, key: once })
    setFailure(null)
    const executed = await give.mutateAsync({ incidentId, version: found.version, command: built.command, key: once })
    keepFilled(key, {})
    const remarks = executed.findings ?? []
    say([t.done[type] ?? t.done["other"], ...remarks.map(({ sentence }) => sentence)].join(". "))
    onDone()
  }
  const submit = (event: FormEvent<HTMLFormElement>): void => {
    event.preventDefault()
    // Whoever sends again has seen what is shown above the form.
    setSeen({ version: found.version, steps: found.timeline.length })
    send().catch((error: unknown) => {
      setFailure(error)
      if (error instanceof Problem && error.code === "conflict") setSeen({ version: seen.version, steps: seen.steps })
    })
  }

  const blocked = blockers(failure)
  const hasNews = news.length > 0
  return (
    <form
      className="form case-form"
      ref={form}
      onSubmit={submit}
      aria-labelledby={title}
      noValidate
      onKeyDown={(event) => {
        if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) form.current?.requestSubmit()
        if (event.key === "Escape") {
          event.preventDefault()
          onCancel()
        }
      }}
    >
      <h3 id={title} className="form-title">
        {t.command[type] ?? type}
      </h3>
      {hasNews ? (
        <div className="conflict" role="alert">
          <p className="conflict-title">
            <Icon name="alert" /> {t.conflict.title}
          </p>
          <ul>
            {news.slice(-4).map((step) => (
              <li key={`${step.at} ${step.type}`}>
                {t.conflict.other(person(step.by), t.event[step.type] ?? step.type, momentText(step.at, now, t, language, session.zone))}
              </li>
            ))}
          </ul>
          <p>{isAllowed ? t.conflict.kept : `${t.conflict.stale} ${t.conflict.kept}`}</p>
        </div>
      ) : null}
      {type === "submit-draft" ? (
        <DraftFields incidentId={incidentId} found={found} filled={filled} faults={faults} onChange={set} />
      ) : type === "approve-draft" ? (
        <Approval draft={draft} found={found} />
      ) : (
        (forms[type] ?? []).map((field, index) => (
          <FieldInput
            key={field.name}
            field={field}
            found={found}
            value={filled[field.name] ?? ""}
            fault={faults[field.name]}
            isFirst={index === 0 && type !== "register"}
            onChange={(value) => set(field.name, value)}
          />
        ))
      )}
      {blocked.length === 0 ? null : (
        <div className="blocked" role="alert">
          <p className="conflict-title">{t.draft.remarks}</p>
          <ul>
            {blocked.map(({ code, sentence }) => (
              <li key={`${code} ${sentence}`}>{sentence}</li>
            ))}
          </ul>
          <label className="field">
            <span className="field-label">{t.draft.overrideWhy}</span>
            <input
              value={filled["override"] ?? ""}
              onChange={(event) => {
                const next = {
                  ...filled,
                  override: event.target.value,
                  overrideCodes: [...new Set(blocked.map(({ code }) => code))].join(" "),
                }
                setFilled(next)
                keepFilled(key, next)
              }}
            />
          </label>
        </div>
      )}
      {failure === null || blocked.length > 0 || (hasNews && failure instanceof Problem && failure.code === "conflict") ? null : (
        <p className="form-failure" role="alert">
          {problemText(failure, t, why)}
        </p>
      )}
      <div className="form-acts">
        <button type="submit" className="button button-main" disabled={give.isPending || !isAllowed}>
          {hasNews
            ? t.conflict.again
            : blocked.length > 0 && (filled["override"] ?? "") !== ""
              ? t.draft.override
              : (t.submit[type] ?? t.command[type] ?? t.send)}
        </button>
        <button type="button" className="button" onClick={onCancel}>
          {t.cancel}
        </button>
        {isAllowed && action.needs.some((need) => need.includes(".")) ? (
          <span className="muted">{action.needs.flatMap((need) => t.needs[need] ?? []).join(", ")}</span>
        ) : null}
      </div>
    </form>
  )
}

/** What a form begins with. */
function startOf(type: Command["type"], found: Case): Filled {
  const { facts } = found
  if (type === "submit-draft") {
    const isLater = facts.status === "replied-final" || facts.status === "replied-interim"
    return { replyKind: isLater && found.messages.some(({ waits, role }) => waits && role === "follow-up") ? "follow-up" : "final" }
  }
  if (type === "reject" || type === "dismiss") return { reason: "not-a-complaint" }
  if (type === "close") return { reason: facts.status === "replied-final" ? "no-objection" : "decision" }
  if (type === "confirm-fix" || type === "refute-fix") return { basis: "author" }
  if (type === "join" || type === "merge") {
    const near = found.related.find(({ as, number }) => number !== null && (as === "joins" || as === "same-thread"))
    return near?.number === undefined || near.number === null ? {} : { into: String(near.number) }
  }
  const approved = found.drafts.findLast(({ state }) => state === "approved" || state === "published")
  return {
    ...(approved === undefined ? {} : { draftId: approved.draftId }),
    ...(found.messages.length === 1 ? { messageKey: found.messages[0]?.key ?? "" } : {}),
  }
}

function approval(draft: CaseDraft | undefined, { override = "", overrideCodes = "" }: Filled): Command {
  const answered =
    override.trim() === "" || overrideCodes === "" ? {} : { override: { codes: overrideCodes.split(" "), why: override.trim() } }
  return { type: "approve-draft", draftId: draft?.draftId ?? "", textHash: draft?.textHash ?? "", ...answered }
}

/** Exactly the text that will be published, and what was changed since the last one. */
function Approval({ draft, found }: { readonly draft: CaseDraft | undefined; readonly found: Case }): ReactNode {
  const { t } = useWording()
  if (draft === undefined) return null
  const { network } = found.facts
  const textOf = ({ text, variants }: CaseDraft): string | null => variants?.find((variant) => variant.network === network)?.text ?? text
  const text = textOf(draft)
  const earlier = found.drafts.slice(0, found.drafts.indexOf(draft)).findLast((one) => textOf(one) !== null)
  return (
    <div className="approval">
      <p className="muted">
        {t.draft.approveThis} · {t.network[network] ?? network}
      </p>
      <p className="message-text" lang="ru">
        {text ?? t.case.withheld}
      </p>
      {earlier === undefined || text === null ? (
        <p className="muted">{t.case.firstVersion}</p>
      ) : (
        <details className="changes" open>
          <summary>{t.case.changed}</summary>
          <p className="message-text" lang="ru">
            {diffOf(textOf(earlier) ?? "", text).map((piece, index) =>
              piece.kind === "same" ? (
                <Fragment key={index}>{piece.text}</Fragment>
              ) : piece.kind === "added" ? (
                <ins key={index}>
                  <span className="hidden">{t.case.added}: </span>
                  {piece.text}
                </ins>
              ) : (
                <del key={index}>
                  <span className="hidden">{t.case.removed}: </span>
                  {piece.text}
                </del>
              ),
            )}
          </p>
        </details>
      )}
    </div>
  )
}
