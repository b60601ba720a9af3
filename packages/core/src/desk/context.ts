import { addMinutes } from "../base/index.ts"
import type { Connector } from "../connector/index.ts"
import { englishEvidenceWording, type EvidenceWording } from "../evidence/index.ts"
import type { Intake } from "../incident/index.ts"
import { createMatcher, type Matcher } from "../match/index.ts"
import { createLocator, type Locator } from "../route/index.ts"
import { createClockPlanner, type Calendar, type ClockPlanner } from "../sla/index.ts"
import type { Storage } from "../storage/index.ts"
import { createAuthorKeys, type AuthorKeys } from "./privacy/author-key.ts"
import type { Authorisation } from "./access/authorisation.ts"
import type { BurstPart } from "./bursts/burst-part.ts"
import { createDeskClock, type DeskClock } from "./desk-clock.ts"
import { createEarlyEdits, type EarlyEdits } from "./intake/early-edits.ts"
import { createEventBus, type EventBus } from "./events.ts"
import { createSourceWatch, type SourceWatch } from "./sources/source-watch.ts"
import { createLearning, type Learning } from "./learning/memory.ts"
import { createPauses, type Pauses } from "./work/pauses.ts"
import { createRounds, type Rounds } from "./work/rounds.ts"
import { checkedClock, readDeskOptions, type DeskData, type DeskOptions } from "./options/options.ts"
import type { ClaimSweep } from "./options/retention.ts"
import type { Survey } from "./options/survey.ts"

/** Which cases this process has written down in the present hour. */
export interface RecentReadings {
  hour: string
  readonly entryIds: Set<string>
}

/** What this process found to be noted of the configuration: asked for again when a rule was set or deleted. */
export interface NotedConfiguration {
  rules: Readonly<Record<string, string>> | undefined
}

/** Configuration and dependencies shared by all operations of the desk. */
export interface DeskContext extends Omit<DeskData, "rules" | "authorKey" | "otherAuthorKeys"> {
  /** Undefined where mass events are not watched for. */
  readonly bursts: BurstPart | undefined
  readonly storage: Storage
  readonly connectors: readonly Connector[]
  readonly calendars: Readonly<Record<string, Calendar>>
  /** By which reports count working minutes; null: by none. */
  readonly reportCalendar: Calendar | null
  readonly planner: ClockPlanner
  readonly clock: DeskClock
  /** How what connectors read comes: `import` where it is taken over from the past. */
  readonly intake: Intake
  readonly authorKeys: AuthorKeys
  readonly authorisation: Authorisation | undefined
  readonly evidenceWording: EvidenceWording
  readonly matcher: Matcher
  readonly locator: Locator
  readonly eventBus: EventBus
  readonly pauses: Pauses
  readonly rounds: Rounds
  readonly sourceWatch: SourceWatch
  readonly earlyEdits: EarlyEdits
  /** Undefined without a suggester. */
  readonly learning: Learning | undefined
  readonly recentReadings: RecentReadings
  readonly notedConfiguration: NotedConfiguration
  /** Where the scan of the journal continues at the next tick, by the id of the term. */
  readonly journalPlaces: Map<string, string>
  /** How far the scan of the claims is, which goes on at the next tick. */
  readonly claimSweep: ClaimSweep
}

/** Checks the options and prepares matcher, locator and events once. */
export function createContext(options: DeskOptions): DeskContext {
  const { rules, authorKey, otherAuthorKeys, ...plain } = readDeskOptions(options)
  const matcher = options.matcher ?? createMatcher(rules ?? [], options.locale === undefined ? {} : { locale: options.locale })
  const calendars = options.calendars ?? {}
  const clock = createDeskClock(checkedClock(options.clock))
  return {
    ...plain,
    storage: options.storage,
    connectors: options.connectors,
    calendars,
    reportCalendar: plain.reportCalendarId === undefined ? null : (calendars[plain.reportCalendarId] ?? null),
    planner: asking(createClockPlanner({ policies: plain.policies, calendars, handling: plain.handling }), plain.survey),
    clock,
    intake: "network",
    authorKeys: createAuthorKeys(options.storage, clock, [authorKey, ...otherAuthorKeys]),
    authorisation: options.authorisation,
    bursts:
      options.bursts === undefined
        ? undefined
        : { watch: options.bursts, region: { topics: plain.topics, territories: plain.routing.territories }, known: null },
    evidenceWording: options.evidenceWording ?? englishEvidenceWording,
    matcher,
    locator: createLocator(plain.routing, matcher.locale === undefined ? {} : { locale: matcher.locale }),
    eventBus: createEventBus(),
    pauses: createPauses(clock),
    rounds: createRounds(),
    sourceWatch: createSourceWatch(),
    earlyEdits: createEarlyEdits(),
    learning: createLearning(options.suggester),
    recentReadings: { hour: "", entryIds: new Set() },
    notedConfiguration: { rules: undefined },
    journalPlaces: new Map(),
    claimSweep: { after: null, restsUntil: null },
  }
}

/** A planner of clocks that knows when authors are asked. */
function asking(planner: ClockPlanner, survey: Survey | undefined): ClockPlanner {
  if (survey === undefined) return planner
  return { ...planner, onReply: (incident, at) => ({ ...planner.onReply(incident, at), surveyAt: addMinutes(at, survey.delayMinutes) }) }
}
