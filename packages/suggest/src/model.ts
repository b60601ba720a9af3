import type { Lesson, SuggesterModel } from "@otklik/core/desk"
import { suggesterDefaults } from "./defaults.ts"
import type { TermVector } from "./features.ts"
import { count, countPair, createKnowledge, isSeen, setSeen, type Decision, type LearnedIncident } from "./knowledge.ts"
import { createRanking, type ModelParts } from "./ranking.ts"
import { readState, writeState } from "./state.ts"

const { recent: recentLimit, horizon, renewAfter, fitAfter } = suggesterDefaults

/** The more was learned, the less does one more change: 1 up to 2 000 incidents, 2 up to 4 000, 4, 8, … */
function growth(ordinal: number): number {
  return 2 ** Math.max(0, Math.floor(Math.log2(ordinal / 1000)))
}

/** Opens a model. */
export function openModel(parts: ModelParts, body: Uint8Array | null): SuggesterModel {
  const { titles } = parts
  const { knowledge, isMeasured } = body === null ? { knowledge: createKnowledge(titles), isMeasured: false } : readState(body, titles)
  const ranking = createRanking(parts, knowledge)
  const { recent, counts } = knowledge
  /** The last incident with a term that no other has. */
  const alone = new Map<number, LearnedIncident>()
  if (!isMeasured) ranking.renew()

  const vectorOf = ({ text, rules }: Pick<Lesson, "text" | "rules">): TermVector =>
    parts.features.vectorOf(parts.features.wordsOf(text), rules)

  function addSums({ topic, authorityId }: Decision, vector: TermVector, sign: 1 | -1): void {
    if (topic !== null) knowledge.topics.add(topic, vector, sign, ranking.idf)
    if (authorityId !== null) knowledge.owners.add(authorityId, vector, sign, ranking.idf)
  }

  function addCounts({ topic, authorityId, territoryId }: Decision, sign: 1 | -1): void {
    if (topic !== null) count(knowledge.ofTopic, topic, sign)
    if (authorityId === null) return
    count(knowledge.ofOwner, authorityId, sign)
    if (topic !== null) {
      countPair(knowledge.ownersOfTopic, topic, authorityId, sign)
      countPair(knowledge.ownersOfGroup, ranking.groupOf(topic), authorityId, sign)
    }
    if (territoryId !== null) countPair(knowledge.placesOfOwner, authorityId, territoryId, sign)
  }

  /** A term of an incident becomes one that is stored. */
  function keepTerm(incident: LearnedIncident, term: number, weight: number): void {
    const at = incident.hashes.findIndex((other) => other > term)
    const place = at === -1 ? incident.hashes.length : at
    incident.hashes.splice(place, 0, term)
    incident.weights.splice(place, 0, weight)
    addSums(incident, { hashes: [term], weights: [weight] }, 1)
  }

  /** A term of an incident that is learned, of which `ordinal` is the place. */
  function learnTerm(incident: LearnedIncident, term: number, weight: number): void {
    const stored = counts.get(term)
    if (stored !== undefined) {
      counts.set(term, stored + 1)
      keepTerm(incident, term, weight)
      return
    }
    const first = alone.get(term)
    if (first === undefined || incident.ordinal - first.ordinal > horizon) {
      first?.alone.delete(term)
      alone.set(term, incident)
      incident.alone.set(term, weight)
      return
    }
    counts.set(term, 2)
    keepTerm(first, term, first.alone.get(term) ?? 0)
    ranking.hold(first, term)
    first.alone.delete(term)
    alone.delete(term)
    keepTerm(incident, term, weight)
  }

  function takeBack(incident: LearnedIncident): void {
    addSums(incident, incident, -1)
    addCounts(incident, -1)
    for (const term of incident.alone.keys()) alone.delete(term)
    ranking.release(incident)
    recent.delete(incident.incidentId)
    knowledge.incidents -= 1
    dropTerms(incident.hashes)
  }

  /** What fewer than two incidents have by now is not stored. */
  function dropTerms(terms: readonly number[]): void {
    for (const term of terms) {
      const left = (counts.get(term) ?? 0) - 1
      if (left >= 2) {
        counts.set(term, left)
        continue
      }
      counts.delete(term)
      knowledge.topics.drop(term)
      knowledge.owners.drop(term)
      for (const holder of ranking.holdersOf(term)) {
        const at = holder.hashes.indexOf(term)
        if (at === -1) continue
        holder.hashes.splice(at, 1)
        holder.weights.splice(at, 1)
      }
      ranking.dropTerm(term)
    }
  }

  function learnNew(lesson: Lesson): void {
    const { incidentId, number, topic, authorityId, territoryId } = lesson
    const { hashes, weights } = ranking.judge(lesson, lesson)
    knowledge.ordinal += 1
    knowledge.incidents += 1
    const { ordinal } = knowledge
    const incident: LearnedIncident = {
      incidentId,
      number,
      ordinal,
      topic,
      authorityId,
      territoryId,
      hashes: [],
      weights: [],
      alone: new Map(),
      product: 0,
    }
    addCounts(incident, 1)
    for (const [index, term] of hashes.entries()) learnTerm(incident, term, weights[index] ?? 0)
    recent.set(incidentId, incident)
    for (const term of incident.hashes) ranking.hold(incident, term)
    setSeen(knowledge, number, true)
    const oldest = recent.size > recentLimit ? recent.values().next().value : undefined
    if (oldest !== undefined) {
      for (const term of oldest.alone.keys()) alone.delete(term)
      ranking.release(oldest)
      recent.delete(oldest.incidentId)
    }
    if (ordinal % (renewAfter * growth(ordinal)) === 0) ranking.renew()
    if (ordinal % (fitAfter * Math.min(4, growth(ordinal))) === 0) for (const each of Object.values(knowledge.calibrations)) each.fit()
  }

  return {
    learn(lesson) {
      const { incidentId, number, topic, authorityId, territoryId, at } = lesson
      const known = recent.get(incidentId)
      const isEmpty = topic === null && authorityId === null
      if (known === undefined) {
        if (isEmpty || isSeen(knowledge, number) || lesson.text === "") return
        learnNew(lesson)
      } else if (isEmpty) {
        takeBack(known)
        setSeen(knowledge, number, false)
      } else {
        const [isTopicNew, isOwnerNew] = [known.topic === null && topic !== null, known.authorityId === null && authorityId !== null]
        if (isTopicNew || isOwnerNew)
          ranking.judge(lesson, { topic: isTopicNew ? topic : null, authorityId: isOwnerNew ? authorityId : null })
        addSums(known, known, -1)
        addCounts(known, -1)
        Object.assign(known, { topic, authorityId, territoryId })
        addSums(known, known, 1)
        addCounts(known, 1)
      }
      knowledge.asOf = at
    },
    forget(lesson) {
      const known = recent.get(lesson.incidentId)
      if (known === undefined && !isSeen(knowledge, lesson.number)) return false
      if (known !== undefined) takeBack(known)
      else {
        // What it was learned with is not remembered any more: its text still says what it was.
        const { hashes, weights } = vectorOf(lesson)
        const own = hashes.map((term, index) => [term, weights[index] ?? 0] as const).filter(([term]) => counts.has(term))
        const vector = { hashes: own.map(([term]) => term), weights: own.map(([, weight]) => weight) }
        addSums(lesson, vector, -1)
        addCounts(lesson, -1)
        knowledge.incidents -= 1
        dropTerms(vector.hashes)
      }
      // Its text is gone: it cannot be learned again. Where the erasure fails, it may be.
      setSeen(knowledge, lesson.number, false)
      ranking.renew()
      return true
    },
    get recent() {
      return [...recent.values()].filter(({ ordinal }) => knowledge.ordinal - ordinal < horizon).map(({ incidentId }) => incidentId)
    },
    remind(lesson) {
      const incident = recent.get(lesson.incidentId)
      if (incident === undefined) return
      const { hashes, weights } = vectorOf(lesson)
      for (const [index, term] of hashes.entries()) {
        if (counts.has(term)) continue
        incident.alone.set(term, weights[index] ?? 0)
        alone.set(term, incident)
      }
    },
    suggest: ranking.suggest,
    body: () => writeState(knowledge, titles),
  }
}
