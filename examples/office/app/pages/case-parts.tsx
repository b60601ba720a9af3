import { useQueryClient } from "@tanstack/react-query"
import { useRef, useState, type ReactNode } from "react"
import { problemOf, type Case } from "../api/client.ts"
import { caseKey } from "../api/queries.ts"
import { Icon } from "../parts/icon.tsx"
import { Link } from "../parts/link.tsx"
import { Due, Moment } from "../parts/moment.tsx"
import { problemText } from "../parts/states.tsx"
import { useDesk } from "../state/desk.ts"
import { caseAddress } from "../state/route.ts"
import { useWording } from "../text/index.ts"
import { durationText } from "../text/time.ts"

/** Why this owner, this place and this due time: line by line. */
export function CaseWhy({ found }: { readonly found: Case }): ReactNode {
  const { t } = useWording()
  const { authority, territory } = useDesk()
  const { route, territory: place, deadlines } = found
  return (
    <section className="part why" aria-labelledby="why-title">
      <h3 id="why-title">{t.case.why}</h3>
      {route === null ? null : (
        <details>
          <summary>{t.case.whyOwner}</summary>
          <p>
            <strong>{authority(route.authorityId) ?? t.case.noOwner}</strong>
          </p>
          <p lang="en" className="why-line">
            {route.why}
          </p>
          {route.coExecutors.length === 0 ? null : (
            <>
              <p className="muted">{t.case.coExecutors}:</p>
              <ul>
                {route.coExecutors.map(({ authorityId, why }) => (
                  <li key={authorityId} title={why}>
                    {authority(authorityId)}
                  </li>
                ))}
              </ul>
            </>
          )}
        </details>
      )}
      {place === null ? null : (
        <details>
          <summary>{t.case.whyPlace}</summary>
          <p>
            <strong>{territory(place.territoryId) ?? t.fact.noPlace}</strong>
          </p>
          <p lang="en" className="why-line">
            {place.why}
          </p>
        </details>
      )}
      {deadlines.length === 0 ? <p className="muted">{t.case.noDeadlines}</p> : null}
      {deadlines.map((deadline) => (
        <Deadline key={`${deadline.goal} ${deadline.dueAt}`} deadline={deadline} />
      ))}
    </section>
  )
}

function Deadline({ deadline }: { readonly deadline: Case["deadlines"][number] }): ReactNode {
  const { t } = useWording()
  const { goal, dueAt, policyId, explanation } = deadline
  return (
    <details>
      <summary>
        {t.goal[goal] ?? goal} <Due at={dueAt} />
      </summary>
      {explanation === null ? null : (
        <>
          {explanation.source === null ? null : <p>{explanation.source}</p>}
          <table className="steps">
            <caption className="hidden">{t.case.whyDue}</caption>
            <tbody>
              <tr>
                <th scope="row">{t.case.started}</th>
                <td>{explanation.startedLocal}</td>
                <td />
              </tr>
              {explanation.intervals.map((interval) => (
                <tr key={interval.from} className={interval.counted ? "" : "steps-off"}>
                  <th scope="row">
                    {interval.fromLocal} – {interval.toLocal}
                  </th>
                  <td>{interval.counted ? durationText(interval.minutes * 60_000, t) : t.case.notCounted}</td>
                  <td lang="en">{interval.note ?? interval.why}</td>
                </tr>
              ))}
              <tr>
                <th scope="row">{t.case.due}</th>
                <td>
                  <strong>{explanation.dueLocal}</strong>
                </td>
                <td className="muted">{policyId}</td>
              </tr>
            </tbody>
          </table>
        </>
      )}
    </details>
  )
}

/** Other cases that have to do with this one. */
export function CaseRelated({ found }: { readonly found: Case }): ReactNode {
  const { t } = useWording()
  if (found.related.length === 0) return null
  return (
    <section className="part" aria-labelledby="related-title">
      <h3 id="related-title">{t.case.related}</h3>
      <ul className="related">
        {found.related.map(({ incidentId, number, as }) => (
          <li key={`${incidentId} ${as}`}>
            {t.case.relation[as] ?? as} {number === null ? t.nothing : <Link href={caseAddress(number)}>{t.case.number(number)}</Link>}
          </li>
        ))}
      </ul>
    </section>
  )
}

/** Events that say nothing to who reads a history: clocks have their own lines. */
const quiet: ReadonlySet<string> = new Set([
  "clock-started",
  "clock-stopped",
  "clock-cancelled",
  "clock-paused",
  "clock-resumed",
  "survey-planned",
])

/** What happened, newest first. */
export function CaseHistory({ found }: { readonly found: Case }): ReactNode {
  const { t } = useWording()
  const { person, authority } = useDesk()
  const steps = found.timeline.filter(({ type }) => !quiet.has(type)).toReversed()
  return (
    <section className="part" aria-labelledby="history-title">
      <h3 id="history-title">{t.case.history}</h3>
      <ol className="history">
        {steps.map((step, index) => {
          const { authorityId, why, reason } = step.details
          return (
            <li key={`${step.at} ${step.type} ${index}`}>
              <span className="history-what">
                {t.event[step.type] ?? step.type}
                {typeof authorityId === "string" ? <>: {authority(authorityId)}</> : null}
              </span>
              <span className="history-who">
                {person(step.by)} · <Moment at={step.at} />
              </span>
              {step.by.kind === "person" && typeof (why ?? reason) === "string" ? (
                <span className="history-why">{t.choice[String(why ?? reason)] ?? String(why ?? reason)}</span>
              ) : null}
            </li>
          )
        })}
      </ol>
    </section>
  )
}

/** Notes of colleagues. */
export function CaseNotes({ found }: { readonly found: Case }): ReactNode {
  const { t } = useWording()
  const { person } = useDesk()
  if (found.notes.length === 0) return null
  return (
    <section className="part" aria-labelledby="notes-title">
      <h3 id="notes-title">{t.case.notes}</h3>
      {found.notes.map((note) => (
        <div key={note.noteId} className="note">
          <p className="message-head">
            <strong>{person({ id: note.by, kind: "person" })}</strong>
            <Moment at={note.at} />
          </p>
          <p className="message-text" lang="ru">
            {note.text ?? (note.erased ? t.case.erased : t.case.withheld)}
          </p>
        </div>
      ))}
    </section>
  )
}

/** Photos on file, each with its doubts, and a way to attach one. */
export function CaseEvidence({ incidentId, found }: { readonly incidentId: string; readonly found: Case }): ReactNode {
  const { t } = useWording()
  const { say } = useDesk()
  const cache = useQueryClient()
  const [isBusy, setBusy] = useState(false)
  const file = useRef<HTMLInputElement>(null)
  const [shows, setShows] = useState<"fix" | "problem">("fix")
  const mayAttach = found.actions.some(({ command, allowed }) => command === "attach-evidence" && allowed)
  const pieces = found.evidence ?? []
  if (pieces.length === 0 && !mayAttach) return null

  const send = async (photo: File): Promise<void> => {
    setBusy(true)
    try {
      const response = await fetch(`/api/v1/incidents/${encodeURIComponent(incidentId)}/evidence?shows=${shows}`, {
        method: "POST",
        headers: { "content-type": photo.type === "" ? "image/jpeg" : photo.type },
        body: photo,
      })
      if (!response.ok) throw problemOf(await response.json().catch(() => ({})), response.status)
      say(t.done["other"] ?? "")
    } catch (error) {
      say(problemText(error, t), "bad")
    } finally {
      setBusy(false)
      if (file.current !== null) file.current.value = ""
      await cache.invalidateQueries({ queryKey: caseKey(incidentId) })
    }
  }

  return (
    <section className="part" aria-labelledby="evidence-title">
      <h3 id="evidence-title">{t.case.evidence}</h3>
      {pieces.length === 0 ? null : (
        <ul className="photos">
          {pieces.map((piece) => (
            <li key={piece.evidenceId}>
              <img
                src={`/api/v1/incidents/${encodeURIComponent(incidentId)}/evidence/${encodeURIComponent(piece.evidenceId)}/photo`}
                alt={t.case.shows[piece.shows]}
                loading="lazy"
              />
              <p>
                <strong>{t.case.shows[piece.shows]}</strong> · <Moment at={piece.attachedAt} />
              </p>
              {piece.doubts.length === 0 ? null : (
                <ul className="doubts">
                  {piece.doubts.map(({ code }) => (
                    <li key={code}>
                      <Icon name="alert" size={14} /> {t.doubt[code] ?? code}
                    </li>
                  ))}
                </ul>
              )}
            </li>
          ))}
        </ul>
      )}
      {mayAttach ? (
        <div className="attach">
          <select
            value={shows}
            aria-label={t.case.evidence}
            onChange={(event) => setShows(event.target.value === "problem" ? "problem" : "fix")}
          >
            <option value="fix">{t.case.shows.fix}</option>
            <option value="problem">{t.case.shows.problem}</option>
          </select>
          <button type="button" className="button" disabled={isBusy} onClick={() => file.current?.click()}>
            <Icon name="photo" /> {t.case.addPhoto}
          </button>
          <input
            ref={file}
            type="file"
            accept="image/jpeg,image/png,image/webp"
            className="hidden"
            tabIndex={-1}
            aria-hidden="true"
            onChange={(event) => {
              const [photo] = event.target.files ?? []
              if (photo !== undefined) void send(photo)
            }}
          />
        </div>
      ) : null}
    </section>
  )
}
