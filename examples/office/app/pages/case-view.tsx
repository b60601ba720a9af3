import { useQueryClient } from "@tanstack/react-query"
import { useEffect, useMemo, useRef, useState, type ReactNode } from "react"
import { Problem, type Action, type Case, type CaseDraft, type Command } from "../api/client.ts"
import { caseKey, newKey, useCase, useCommand } from "../api/queries.ts"
import { Icon } from "../parts/icon.tsx"
import { Link } from "../parts/link.tsx"
import { Due, Moment } from "../parts/moment.tsx"
import { Failure, problemText, Skeleton } from "../parts/states.tsx"
import { StatusPill } from "../parts/status.tsx"
import { useWhy } from "../parts/why.tsx"
import { useDesk } from "../state/desk.ts"
import { forms, hiddenCommands, mainCommands } from "../state/forms.ts"
import { useUnsent } from "../state/kept.ts"
import { useKeys } from "../state/keys.ts"
import { caseAddress } from "../state/route.ts"
import { useWording, type Dictionary } from "../text/index.ts"
import type { Said } from "../text/why.ts"
import { CaseForm } from "./case-form.tsx"
import { AddWords, UnsealAuthor } from "./case-asks.tsx"
import { CaseHistory, CaseEvidence, CaseNotes, CaseRelated, CaseWhy } from "./case-parts.tsx"
import { Conversation, Drafts } from "./conversation.tsx"

type Type = Command["type"]

interface CaseViewProps {
  /** Null: it is looked for. */
  readonly incidentId: string | null
  readonly isKeys: boolean
  readonly isPane: boolean
  readonly onLeave: () => void
}

/** Everything that a person needs to work on one case. */
export function CaseView({ incidentId, isKeys, isPane, onLeave }: CaseViewProps): ReactNode {
  const { t } = useWording()
  const found = useCase(incidentId)
  if (found.isError && found.data === undefined) return <Failure error={found.error} onRetry={() => void found.refetch()} />
  if (found.data === undefined || incidentId === null) {
    return (
      <div className="case case-loading">
        <Skeleton lines={10} label={t.loading} />
      </div>
    )
  }
  return <OpenCase incidentId={incidentId} found={found.data} isKeys={isKeys} isPane={isPane} onLeave={onLeave} />
}

interface OpenCaseProps extends CaseViewProps {
  readonly incidentId: string
  readonly found: Case
}

/** The draft that waits for its approver. */
function waitingDraft({ drafts }: Case): CaseDraft | undefined {
  return drafts.findLast(({ state }) => state === "in-review")
}

function OpenCase({ incidentId, found, isKeys, isPane, onLeave }: OpenCaseProps): ReactNode {
  const { t } = useWording()
  const desk = useDesk()
  const cache = useQueryClient()
  const { topic, authority, territory, person, account, say } = desk
  const why = useWhy()
  const unsent = useUnsent(account.id, incidentId)
  const heading = useRef<HTMLHeadingElement>(null)
  const give = useCommand()
  const allowed = useMemo(() => new Map(found.actions.filter(isAllowed).map((action) => [action.command, action.needs])), [found.actions])
  const [opened, setOpen] = useState<Type | null>(() => {
    const kept = unsent.split(" ").find((type) => allowed.has(type))
    return (kept as Type | undefined) ?? null
  })
  const { facts, number } = found

  useEffect(() => {
    if (!isPane) document.title = `№ ${number} · ${topic(facts.topic) ?? t.fact.noTopic} · ${t.app}`
  }, [isPane, number, topic, facts.topic, t])

  const leaveForm = (): void => {
    setOpen(null)
    heading.current?.focus()
  }
  const start = (type: Type): void => {
    if (!allowed.has(type)) {
      const action = found.actions.find(({ command }) => command === type)
      say(`${t.command[type] ?? type}: ${action === undefined ? "" : whyNot(action, t, why)}`, "bad")
      return
    }
    // What asks for nothing is done at once.
    if (forms[type]?.length === 0) {
      give.mutate(
        { incidentId, version: found.version, command: { type } as Command, key: newKey() },
        {
          onSuccess: () => say(t.done[type] ?? t.done["other"] ?? ""),
          onError: (error) => {
            say(problemText(error, t, why), "bad")
            if (error instanceof Problem && error.code === "conflict") void cache.invalidateQueries({ queryKey: caseKey(incidentId) })
          },
        },
      )
    } else setOpen(type)
  }
  const one = (...types: readonly Type[]): void => {
    const type = types.find((candidate) => allowed.has(candidate)) ?? types[0]
    if (type !== undefined) start(type)
  }
  useKeys(
    {
      "1": () => one("register"),
      "2": () => one("join", "merge"),
      "3": () => one("reject", "dismiss"),
      t: () => one("take"),
      a: () => one("assign", "arbitrate", "transfer"),
      r: () => one("submit-draft"),
      y: () => one("approve-draft"),
      n: () => one("add-note"),
      c: () => one("close"),
      Escape: () => (opened === null ? onLeave() : leaveForm()),
    },
    isKeys,
  )

  return (
    <article className={isPane ? "case case-pane" : "case"} aria-labelledby="case-title">
      <header className="case-head">
        <div className="case-line">
          <button type="button" className="button-plain button-icon case-back" onClick={onLeave} aria-label={t.back}>
            <Icon name={isPane ? "close" : "back"} />
          </button>
          <span className="case-number">
            {isPane ? <Link href={caseAddress(number)}>{t.case.number(number)}</Link> : t.case.number(number)}
          </span>
          <StatusPill status={facts.status} />
          {facts.nextDueAt === null ? null : <Due at={facts.nextDueAt} label={t.goal[facts.nextGoal ?? ""] ?? t.case.due} />}
        </div>
        <h2 id="case-title" className="case-title" tabIndex={-1} ref={heading}>
          {facts.importance === "raised" ? (
            <span className="raised" title={t.fact.raised}>
              <Icon name="flag" />
              <span className="hidden">{t.fact.raised}: </span>
            </span>
          ) : null}
          {topic(facts.topic) ?? t.fact.noTopic}
        </h2>
        <dl className="case-facts">
          <div>
            <dt>
              <Icon name="building" size={16} />
              <span className="hidden">{t.fact.owner}</span>
            </dt>
            <dd className={facts.authorityId === null ? "row-none" : ""}>{authority(facts.authorityId) ?? t.case.noOwner}</dd>
          </div>
          <div>
            <dt>
              <Icon name="pin" size={16} />
              <span className="hidden">{t.fact.place}</span>
            </dt>
            <dd>{territory(facts.territoryId) ?? t.fact.noPlace}</dd>
          </div>
          {facts.executorId === null ? null : (
            <div>
              <dt>
                <Icon name="person" size={16} />
                <span className="hidden">{t.fact.executor}</span>
              </dt>
              <dd>{person({ id: facts.executorId, kind: "person" })}</dd>
            </div>
          )}
          {facts.cycle < 2 ? null : <div className="muted">{t.fact.cycle(facts.cycle)}</div>}
          {facts.voices < 1 ? null : <div className="muted">{t.fact.voices(facts.voices)}</div>}
        </dl>
      </header>
      <ActionBar found={found} opened={opened} isBusy={give.isPending} onStart={start} />
      {opened === null ? null : (
        <CaseForm
          key={opened}
          type={opened}
          incidentId={incidentId}
          found={found}
          draft={waitingDraft(found)}
          onDone={leaveForm}
          onCancel={leaveForm}
        />
      )}
      <div className="case-body">
        <div className="case-main">
          <Conversation found={found} />
          <AddWords incidentId={incidentId} found={found} />
          <Drafts found={found} />
          <CaseEvidence incidentId={incidentId} found={found} />
          <CaseNotes found={found} />
        </div>
        <aside className="case-aside">
          <CaseWhy found={found} />
          <CaseRelated found={found} />
          <CaseHistory found={found} />
          <UnsealAuthor incidentId={incidentId} found={found} />
          <p className="muted case-received">
            {t.fact.received}: <Moment at={facts.publishedAt} />, {t.network[facts.network] ?? facts.network}
          </p>
        </aside>
      </div>
    </article>
  )
}

function isAllowed(action: Action): action is Extract<Action, { readonly allowed: true }> {
  return action.allowed
}

/** Why a command is not possible now, in words. */
function whyNot(action: Action, t: Dictionary, why: (sentence: string) => Said): string {
  if (action.allowed) return ""
  return action.why === "guard" ? why(action.text).text : (t.reasonNot[action.why] ?? action.text)
}

/** Whether a command is what comes next in the life of a case, and not merely possible. */
function isNext(type: Type, { facts }: Case): boolean {
  if (type === "assign") return facts.authorityId === null
  if (type === "close") return facts.status === "replied-final"
  return ["register", "join", "approve-draft", "take", "submit-draft", "arbitrate", "confirm-fix"].includes(type)
}

interface ActionBarProps {
  readonly found: Case
  readonly opened: Type | null
  readonly isBusy: boolean
  readonly onStart: (type: Type) => void
}

/** The buttons of who reads; what fits the state and is not allowed says why. */
function ActionBar({ found, opened, isBusy, onStart }: ActionBarProps): ReactNode {
  const { t } = useWording()
  const why = useWhy()
  const menu = useRef<HTMLDetailsElement>(null)
  const shown = found.actions.filter(({ command }) => !hiddenCommands.has(command))
  const allowed = shown.filter(isAllowed).map(({ command }) => command as Type)
  const main = mainCommands.filter((type) => allowed.includes(type)).slice(0, 3)
  const rest = allowed.filter((type) => !main.includes(type))
  // What no case in this state takes is no news; what only this person may not do is.
  const forbidden = shown.filter((action) => !action.allowed && action.why !== "state")
  const close = (): void => {
    if (menu.current !== null) menu.current.open = false
  }
  if (allowed.length === 0 && forbidden.length === 0) return null
  return (
    <div className="acts" role="group" aria-label={t.case.actions}>
      {main.map((type, index) => (
        <button
          key={type}
          type="button"
          className={index === 0 && isNext(type, found) ? "button button-main" : "button"}
          aria-expanded={forms[type]?.length === 0 ? undefined : opened === type}
          disabled={isBusy}
          onClick={() => onStart(type)}
        >
          {t.command[type] ?? type}
        </button>
      ))}
      {rest.length === 0 && forbidden.length === 0 ? null : (
        <details
          className="menu"
          ref={menu}
          onBlur={(event) => {
            if (!event.currentTarget.contains(event.relatedTarget)) close()
          }}
          onKeyDown={(event) => {
            if (event.key !== "Escape") return
            event.preventDefault()
            event.stopPropagation()
            close()
            menu.current?.querySelector("summary")?.focus()
          }}
        >
          <summary className="button" aria-label={`${t.more}: ${t.case.actions}`}>
            {t.more} <Icon name="down" size={16} />
          </summary>
          <div className="menu-inside">
            {rest.map((type) => (
              <button
                key={type}
                type="button"
                className="menu-item"
                disabled={isBusy}
                onClick={() => {
                  close()
                  onStart(type)
                }}
              >
                {t.command[type] ?? type}
              </button>
            ))}
            {forbidden.length === 0 ? null : (
              <>
                <p className="menu-head">{t.case.forbidden}</p>
                <ul className="menu-forbidden">
                  {forbidden.map((action) => (
                    <li key={action.command}>
                      {t.command[action.command] ?? action.command}
                      <small>{whyNot(action, t, why)}</small>
                    </li>
                  ))}
                </ul>
              </>
            )}
          </div>
        </details>
      )}
    </div>
  )
}
