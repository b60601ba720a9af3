import { Fragment, type ReactNode } from "react"
import type { Case, CaseDraft, CaseMessage, CaseReply } from "../api/client.ts"
import { Icon } from "../parts/icon.tsx"
import { Moment } from "../parts/moment.tsx"
import { useDesk } from "../state/desk.ts"
import { marksOf, type Mark } from "../state/marks.ts"
import { useWording } from "../text/index.ts"

/** What was written, theirs and ours, in its order. */
export function Conversation({ found }: { readonly found: Case }): ReactNode {
  const { t } = useWording()
  const { topic } = useDesk()
  const lines = [
    ...found.messages.map((message) => ({ at: message.publishedAt, message })),
    ...found.replies.map((reply) => ({ at: reply.publishedAt ?? reply.plannedAt ?? "9", reply })),
  ].toSorted((one, other) => (one.at < other.at ? -1 : 1))
  return (
    <section className="talk" aria-labelledby="talk-title">
      <h3 id="talk-title" className="hidden">
        {t.case.messages}
      </h3>
      {lines.map((line) =>
        "message" in line ? (
          <Message
            key={line.message.key}
            message={line.message}
            marks={line.message === found.messages[0] ? marksOf(found.matches, line.message.text ?? "", (id) => topic(id) ?? id) : []}
          />
        ) : (
          <Reply key={`${line.reply.draftId} ${line.reply.messageKey}`} reply={line.reply} network={found.facts.network} />
        ),
      )}
    </section>
  )
}

function Message({ message, marks }: { readonly message: CaseMessage; readonly marks: readonly Mark[] }): ReactNode {
  const { t } = useWording()
  const { role, act, text, url, erased, deletedAt, revision, waits, attachments, place } = message
  const what =
    role === "complaint" ? t.case.complaint : act === "thanks" ? t.case.thanks : act === "answer" ? t.case.answer : t.case.followUp
  const rules = [...new Set(marks.map(({ rule }) => rule))]
  return (
    <div className="message">
      <p className="message-head">
        <strong>{what}</strong>
        <Moment at={message.publishedAt} />
        {waits && role === "follow-up" ? <span className="chip chip-act">{t.case.waits}</span> : null}
        {revision > 1 ? <span>{t.case.edited(revision)}</span> : null}
        {deletedAt === null ? null : <span className="chip">{t.case.deleted}</span>}
        {url === null ? null : (
          <a className="message-link" href={url} target="_blank" rel="noreferrer noopener">
            {t.case.open} <Icon name="link" size={14} />
          </a>
        )}
      </p>
      {text === null ? (
        <p className="message-none">{erased ? t.case.erased : t.case.withheld}</p>
      ) : (
        <p className="message-text" lang="ru">
          <Marked text={text} marks={marks} />
        </p>
      )}
      {attachments === null || attachments.length === 0 ? null : (
        <ul className="attachments">
          {attachments.map(({ kind, url: address }) => (
            <li key={address}>
              <a href={address} target="_blank" rel="noreferrer noopener">
                <Icon name={kind === "photo" ? "photo" : "link"} size={16} /> {kind === "photo" ? t.field.photo : kind}
              </a>
            </li>
          ))}
        </ul>
      )}
      {place?.name === undefined && place?.street === undefined ? null : (
        <p className="message-place">
          <Icon name="pin" size={14} /> {[place.name, place.street, place.house].filter((part) => part !== undefined).join(", ")}
        </p>
      )}
      {rules.length === 0 ? null : <p className="message-rules">{rules.map((rule) => t.case.rule(rule)).join("; ")}</p>}
    </div>
  )
}

function Marked({ text, marks }: { readonly text: string; readonly marks: readonly Mark[] }): ReactNode {
  const { t } = useWording()
  let end = 0
  return (
    <>
      {marks.map((mark) => {
        const before = text.slice(end, mark.start)
        end = mark.end
        return (
          <Fragment key={mark.start}>
            {before}
            <mark title={t.case.rule(mark.rule)}>{text.slice(mark.start, mark.end)}</mark>
          </Fragment>
        )
      })}
      {text.slice(end)}
    </>
  )
}

function Reply({ reply, network }: { readonly reply: CaseReply; readonly network: string }): ReactNode {
  const { t } = useWording()
  const { state, text, url, publishedAt, refusal } = reply
  return (
    <div className={`message message-ours message-${state}`}>
      <p className="message-head">
        <strong>{t.case.reply}</strong>
        {publishedAt === null ? null : <Moment at={publishedAt} />}
        <span
          className={
            state === "published" || state === "read-back" ? "chip chip-good" : state === "refused" ? "chip chip-bad" : "chip chip-act"
          }
        >
          {t.case.replyState[state]}
        </span>
        <span>{t.network[network] ?? network}</span>
        {url === null ? null : (
          <a className="message-link" href={url} target="_blank" rel="noreferrer noopener">
            {t.case.open} <Icon name="link" size={14} />
          </a>
        )}
      </p>
      {text === null ? null : (
        <p className="message-text" lang="ru">
          {text}
        </p>
      )}
      {refusal === null || refusal === undefined ? null : <p className="message-none">{refusal}</p>}
    </div>
  )
}

/** Drafts that are not published: what is shown above as a reply is not repeated. */
export function Drafts({ found }: { readonly found: Case }): ReactNode {
  const { t } = useWording()
  const drafts = found.drafts.filter(({ state }) => state !== "published")
  if (drafts.length === 0) return null
  return (
    <section aria-labelledby="drafts-title" className="part">
      <h3 id="drafts-title">{t.case.drafts}</h3>
      {drafts.map((draft) => (
        <Draft key={draft.draftId} draft={draft} network={found.facts.network} />
      ))}
    </section>
  )
}

function Draft({ draft, network }: { readonly draft: CaseDraft; readonly network: string }): ReactNode {
  const { t } = useWording()
  const { person } = useDesk()
  const { state, replyKind, text, variants, remark, outcome } = draft
  const own = variants?.find((variant) => variant.network === network)
  return (
    <div className={`draft draft-${state}`}>
      <p className="message-head">
        <strong>{t.choice[replyKind] ?? replyKind}</strong>
        <span className={state === "in-review" ? "chip chip-act" : state === "returned" ? "chip chip-bad" : "chip"}>
          {t.case.draftState[state]}
        </span>
        <span>{t.case.draftBy(person({ id: draft.drafterId, kind: "person" }))}</span>
        <Moment at={draft.createdAt} />
      </p>
      {outcome === null ? null : <p className="draft-outcome">{t.choice[outcome.value] ?? outcome.value}</p>}
      {text === null ? <p className="message-none">{t.case.withheld}</p> : null}
      {text === null ? null : (
        <p className="message-text" lang="ru">
          {(own ?? { text }).text}
        </p>
      )}
      {remark === null ? null : (
        <p className="remark">
          <strong>{t.case.remark}:</strong> <span lang="ru">{remark}</span>
        </p>
      )}
    </div>
  )
}
