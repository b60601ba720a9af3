import { useQueryClient } from "@tanstack/react-query"
import { useRef, useState, type ReactNode } from "react"
import { problemOf, type Case } from "../api/client.ts"
import { caseKey } from "../api/queries.ts"
import { Icon } from "../parts/icon.tsx"
import { Link } from "../parts/link.tsx"
import { Due, Moment } from "../parts/moment.tsx"
import { problemText } from "../parts/states.tsx"
import { useWhy, Why } from "../parts/why.tsx"
import { useDesk } from "../state/desk.ts"
import { caseAddress } from "../state/route.ts"
import { useWording } from "../text/index.ts"
import { durationText, wholeText } from "../text/time.ts"

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
          <Why text={route.why} />
          {route.coExecutors.length === 0 ? null : (
            <>
              <p className="muted">{t.case.coExecutors}:</p>
              <ul>
                {route.coExecutors.map(({ authorityId, why }) => (
                  <li key={authorityId}>
                    {authority(authorityId)}
                    <Why text={why} className="muted" />
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
          <Why text={place.why} />
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
  const { t, language } = useWording()
  const { session } = useDesk()
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
                <td>{wholeText(explanation.startedAt, language, session.zone)}</td>
                <td />
              </tr>
              {explanation.intervals.map((interval) => (
                <tr key={interval.from} className={interval.counted ? "" : "steps-off"}>
                  <th scope="row">
                    {wholeText(interval.from, language, session.zone)} – {wholeText(interval.to, language, session.zone)}
                  </th>
                  <td>{interval.counted ? durationText(interval.minutes * 60_000, t) : t.case.notCounted}</td>
                  <td>{interval.note ?? t.interval[interval.reason] ?? interval.why}</td>
                </tr>
              ))}
              <tr>
                <th scope="row">{t.case.due}</th>
                <td>
                  <strong>{wholeText(dueAt, language, session.zone)}</strong>
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

type Offer = Case["offers"][number]

/** Photos on file, each with its doubts, and a way to attach one. */
export function CaseEvidence({ incidentId, found }: { readonly incidentId: string; readonly found: Case }): ReactNode {
  const { t } = useWording()
  const { say } = useDesk()
  const cache = useQueryClient()
  const [isBusy, setBusy] = useState(false)
  const file = useRef<HTMLInputElement>(null)
  const [shows, setShows] = useState<"fix" | "problem">("fix")
  const why = useWhy()
  const [offer, setOffer] = useState<Offer | null>(null)
  const may = (type: string): boolean => found.actions.some(({ command, allowed }) => command === type && allowed)
  const mayAttach = may("attach-evidence")
  const pieces = found.evidence ?? []
  const offers = found.offers.filter(({ evidenceId }) => evidenceId === null)
  if (pieces.length === 0 && offers.length === 0 && !mayAttach) return null

  const send = async (photo: File): Promise<void> => {
    setBusy(true)
    const asked = new URLSearchParams({ shows, ...(offer === null ? {} : { messageKey: offer.messageKey, index: String(offer.index) }) })
    try {
      const response = await fetch(`/api/v1/incidents/${encodeURIComponent(incidentId)}/evidence?${asked.toString()}`, {
        method: "POST",
        headers: { "content-type": photo.type === "" ? "image/jpeg" : photo.type },
        body: photo,
      })
      if (!response.ok) throw problemOf(await response.json().catch(() => ({})), response.status)
      say(t.done["other"] ?? "")
    } catch (error) {
      say(problemText(error, t, why), "bad")
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
      {offers.length === 0 ? null : (
        <>
          <h4>{t.case.offers}</h4>
          <p className="muted">{t.case.offerLead}</p>
          <ul className="offers">
            {offers.map((one) => (
              <li key={`${one.messageKey} ${one.index}`}>
                {one.url === null ? (
                  t.case.withheld
                ) : (
                  <a href={one.url} target="_blank" rel="noreferrer noopener">
                    <Icon name="photo" size={16} /> {t.field.photo}
                  </a>
                )}
                {may("accept-offer") ? (
                  <button
                    type="button"
                    className="button button-small"
                    disabled={isBusy}
                    onClick={() => {
                      setOffer(one)
                      file.current?.click()
                    }}
                  >
                    {t.case.acceptOffer}
                  </button>
                ) : null}
              </li>
            ))}
          </ul>
        </>
      )}
      {mayAttach || may("accept-offer") ? (
        <div className="attach">
          <select
            value={shows}
            aria-label={t.case.evidence}
            onChange={(event) => setShows(event.target.value === "problem" ? "problem" : "fix")}
          >
            <option value="fix">{t.case.shows.fix}</option>
            <option value="problem">{t.case.shows.problem}</option>
          </select>
          <button
            type="button"
            className="button"
            disabled={isBusy || !mayAttach}
            onClick={() => {
              setOffer(null)
              file.current?.click()
            }}
          >
            <Icon name="photo" /> {t.case.addPhoto}
          </button>
          <input
            ref={file}
            type="file"
            accept="image/jpeg,image/png,image/webp"
            hidden
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
