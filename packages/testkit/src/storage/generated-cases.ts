import { addMinutes, goals, type Instant } from "@otklik/core"
import { markKinds, type ClockFact, type CountedCase, type FigureSlot, type IncidentLabel, type IncidentMark } from "@otklik/core/reports"
import type { Interval, UnitOfWork } from "@otklik/core/storage"
import { buildIncident } from "../build/index.ts"
import { createRandom } from "../random.ts"

/** A period that many of the generated incidents touch, also with moments exactly at its ends. */
export const figuresPeriod: Interval = { from: "2026-03-02T00:00:00.000Z", to: "2026-03-09T00:00:00.000Z" }

/** A moment of a report that lies inside the period, and is itself the moment of some things. */
export const figuresAt: Instant = "2026-03-07T12:00:00.000Z"

/** Intervals with a hole, with keys that come more than once. */
export const figuresSlots: readonly FigureSlot[] = [0, 1, 2, 4, 5, 6].map((day) => ({
  from: addMinutes(figuresPeriod.from, day * 1440),
  to: addMinutes(figuresPeriod.from, (day + 1) * 1440),
  bucket: day < 3 ? "2026-03-02" : "2026-03-06",
  weekday: String(day + 1),
  hour: String(day % 2),
}))

const moments: readonly Instant[] = [
  addMinutes(figuresPeriod.from, -3000),
  addMinutes(figuresPeriod.from, -1 / 60_000),
  figuresPeriod.from,
  addMinutes(figuresPeriod.from, 1 / 60_000),
  "2026-03-04T08:00:00.250Z",
  "2026-03-05T08:00:00.000Z",
  figuresAt,
  addMinutes(figuresAt, 1 / 60_000),
  figuresPeriod.to,
  addMinutes(figuresPeriod.to, 5000),
]

/**
 * Incidents with facts, terms, labels and marks of any combination, also of those that no log leads to: a storage
 * counts what it was given.
 *
 * @param seed - of the random numbers; the same one gives the same incidents
 * @param count - how many
 */
export function generateCases(seed: number, count: number): readonly CountedCase[] {
  const random = createRandom(seed)
  const pick = <Value>(values: readonly Value[]): Value => values[Math.floor(random() * values.length)] ?? (values[0] as Value)
  const moment = () => pick(moments)
  const perhaps = <Value>(value: () => Value): Value | null => (random() < 0.3 ? null : value())
  const several = <Value>(most: number, value: (index: number) => Value): readonly Value[] =>
    Array.from({ length: Math.floor(random() * (most + 1)) }, (_, index) => value(index))
  const base = buildIncident({ status: "candidate" }).view.facts
  const authority = () => perhaps(() => pick(["a-1", "a-2", "управа"]))
  return Array.from({ length: count }, (_, index): CountedCase => {
    const clock = (): ClockFact => {
      const isEnded = random() < 0.4
      return {
        goal: pick([goals.firstReply, goals.finalReply, goals.promise, goals.acceptance, goals.approval, goals.followUp, "repair"]),
        cycle: pick([1, 1, 2, 3]),
        startedAt: moment(),
        dueAt: moment(),
        pausedAt: null,
        reachedAt: isEnded ? null : perhaps(moment),
        endedAt: isEnded ? moment() : null,
        ended: isEnded ? pick(["closed", "dismissed", "replaced"]) : null,
        authorityId: authority(),
      }
    }
    const mark = (): IncidentMark => ({
      kind: pick(markKinds),
      at: moment(),
      subject: perhaps(() =>
        pick([`incident-${Math.floor(random() * count)}`, "author-satisfied", "no-objection", "again", "4", "2", "текст"]),
      ),
      authorityId: authority(),
    })
    const labels = new Map(
      several(4, () => {
        const label: IncidentLabel = { kind: pick(["rule", "community", "co-owner", "tag"]), value: pick(["one", "two", "a-1"]) }
        return [JSON.stringify(label), label] as const
      }),
    )
    return {
      facts: {
        ...base,
        incidentId: `incident-${index}`,
        problem: pick(["unknown", "planned", "fix-claimed", "fix-confirmed", "refuted", "explained", "cannot-fix", "not-competent"]),
        intake: pick(["network", "hand", "import"]),
        topic: perhaps(() => pick(["roads", "water", "снег"])),
        authorityId: authority(),
        executorId: perhaps(() => pick(["clerk-1", "clerk-2"])),
        territoryId: perhaps(() => pick(["chita", "aga", "aga-village"])),
        network: pick(["vk", "ok"]),
        kind: perhaps(() => pick(["problem", "question"])),
        importance: perhaps(() => pick(["normal", "raised"])),
        publishedAt: moment(),
        registeredAt: perhaps(moment),
        dueAt: perhaps(moment),
        answeredAt: perhaps(moment),
        answeredWorkingMinutes: perhaps(() => Math.floor(random() * 5000)),
        finalAt: perhaps(moment),
        windowUntil: perhaps(moment),
        openSince: perhaps(moment),
        closedAt: perhaps(moment),
        closing: perhaps(() => pick(["author-satisfied", "no-objection", "decision"])),
        dismissedAt: random() < 0.6 ? null : moment(),
        nextDueAt: perhaps(moment),
      },
      clocks: several(5, clock),
      labels: [...labels.values()],
      marks: several(6, mark),
    }
  })
}

/** A unit that stores incidents as they were generated: a storage counts what it was given, whatever the log tells. */
export function unitOfCases(cases: readonly CountedCase[]): UnitOfWork {
  const { events, incident } = buildIncident({ status: "candidate" })
  return {
    appends: cases.map(({ facts, clocks, labels, marks }) => ({
      incidentId: facts.incidentId,
      expectedVersion: 0,
      events,
      view: { facts, incident: { ...incident, incidentId: facts.incidentId }, wakeAt: null, clocks, labels },
      marks,
    })),
  }
}
