import { compare, isDeskError, sha256, stableId } from "../../base/index.ts"
import {
  configurationParts,
  decodeRecord,
  type ConfigurationEntry,
  type ConfigurationPart,
  type PartChange,
  type SourceCursor,
} from "../../storage/index.ts"
import { deskActor } from "../actor.ts"
import type { DeskContext } from "../context.ts"
import { commit } from "../transact/transact.ts"

/** Where it is noted what the desk worked with last: under the id of no connector, since those hold no slash. */
const note = { connectorId: "otklik/configuration", sourceId: "main" } as const

/** Digests of every part, by id. */
type Configuration = Readonly<Record<ConfigurationPart, Readonly<Record<string, string>>>>

/**
 * Writes down that the desk works with other rules, policies, connectors or topics than it did, as an entry of the
 * journal (`configuration`): once, whichever of its processes is first. Processes of one tenant are set up alike; where
 * two are not, a process that begins makes an entry.
 *
 * @throws whatever the storage throws
 */
export async function noteConfiguration(context: DeskContext): Promise<void> {
  const { notedConfiguration, matcher } = context
  const rules = matcher.digests()
  if (notedConfiguration.rules === rules) return
  const configuration = { ...partsOf(context), rules: byId(Object.entries(rules)) }
  for (;;) {
    const stored = (await context.storage.readCursors(note.connectorId)).find(({ sourceId }) => sourceId === note.sourceId)
    const next = JSON.stringify(configuration)
    if (stored?.cursor === next) break
    try {
      await commit(context, entryOf(context, stored, configuration, next))
      break
    } catch (error) {
      // Another process was first: then what it noted is compared with.
      if (!isDeskError(error, "conflict") || error.details.what !== "cursor") throw error
    }
  }
  notedConfiguration.rules = rules
}

function entryOf({ clock }: DeskContext, stored: SourceCursor | undefined, configuration: Configuration, next: string) {
  const at = clock.now()
  const before = stored === undefined ? undefined : decodeRecord<Configuration>(stored.cursor, "note of the configuration")
  const entry: ConfigurationEntry = {
    kind: "configuration",
    // The same may be set up again later: that is another entry.
    entryId: stableId("cfg", at, stored?.cursor ?? "", next),
    at,
    by: deskActor,
    incidentId: null,
    isFirst: before === undefined,
    digests: ofEachPart((part) => digestOf(configuration[part])),
    changes: ofEachPart((part) => changeOf(before?.[part] ?? {}, configuration[part])),
  }
  const move = { ...note, expected: stored?.cursor ?? null, next, at, read: 0, matched: 0, skipped: 0, gaps: [] }
  return { cursors: [move], journal: [entry] }
}

function ofEachPart<Value>(of: (part: ConfigurationPart) => Value): Readonly<Record<ConfigurationPart, Value>> {
  return Object.fromEntries(configurationParts.map((part) => [part, of(part)])) as Record<ConfigurationPart, Value>
}

function changeOf(before: Configuration[ConfigurationPart], now: Configuration[ConfigurationPart]): PartChange {
  const ids = Object.keys(now)
  return {
    added: ids.filter((id) => !Object.hasOwn(before, id)),
    removed: Object.keys(before).filter((id) => !Object.hasOwn(now, id)),
    changed: ids.filter((id) => Object.hasOwn(before, id) && before[id] !== now[id]),
  }
}

/** Everything but the rules, which alone change while a desk runs. */
function partsOf({ policies, connectors, topics }: DeskContext): Omit<Configuration, "rules"> {
  return {
    policies: byId(policies.map((policy) => [`${policy.id} ${policy.version}`, digestOf(policy)] as const)),
    connectors: byId(connectors.map(({ id, sources }) => [id, digestOf(sources.map((source) => source.id).toSorted())] as const)),
    topics: byId(
      topics.map(
        ({ id, importance, evidenceRequired, guidanceAnswersQuestion }) =>
          [id, digestOf([importance, evidenceRequired, guidanceAnswersQuestion])] as const,
      ),
    ),
  }
}

/** In one order, so that the same things always make the same note. */
function byId(digests: readonly (readonly [string, string])[]): Readonly<Record<string, string>> {
  return Object.fromEntries(digests.toSorted(([one], [other]) => compare(one, other)))
}

/** So many hexadecimal digits distinguish the wordings of one thing. */
const digestLength = 12

function digestOf(value: unknown): string {
  return sha256(JSON.stringify(value)).slice(0, digestLength)
}
