import type { Lesson, SuggestionInput, Suggestions, TopicReasons } from "@otklik/core/desk"
import { logit, type Facts } from "./calibration.ts"
import { suggesterDefaults } from "./defaults.ts"
import type { Features, TermVector, WordPlace } from "./features.ts"
import { countPair, totalOf, type Knowledge, type LearnedIncident, type Titles } from "./knowledge.ts"

/** A topic as the suggester knows it. */
export interface SuggestedTopic {
  /** What rules and incidents name. */
  readonly id: string
  /** Its name: one text to learn from. */
  readonly title: string
  /** The group it belongs to. */
  readonly group?: string
}

/** An owner as the suggester knows it. */
export interface SuggestedAuthority {
  /** What incidents name. */
  readonly id: string
  /** Its name: one text to learn from. */
  readonly title: string
}

/** What a model is made with. */
export interface ModelParts {
  readonly features: Features
  readonly titles: Titles
  readonly topics: readonly SuggestedTopic[]
  readonly authorities: readonly SuggestedAuthority[]
}

/** One of several, with its score and its part of all. */
interface Ranked {
  readonly id: string
  readonly score: number
  readonly raw: number
}

/** What a text leads to. */
interface Reading {
  readonly vector: TermVector
  readonly words: readonly WordPlace[]
  readonly cosines: ReadonlyMap<string, number>
  readonly topics: readonly Ranked[]
  readonly groups: readonly Ranked[]
  readonly owners: readonly Ranked[]
  readonly ownerCosines: ReadonlyMap<string, number>
}

/** An earlier incident that a text is like. */
interface Near {
  readonly incident: LearnedIncident
  readonly likeness: number
}

/** Puts topics and owners into order, and remembers who has which term. */
export interface Ranking {
  suggest(input: SuggestionInput): Suggestions
  /** Notes whether the guesses about a text were right, before it is learned; gives its vector. */
  judge(lesson: SuggestionInput, right: Pick<Lesson, "topic" | "authorityId">): TermVector
  /** The group of a topic; empty: none. */
  groupOf(topic: string): string
  /** How rare a term is, from 1. */
  idf(term: number): number
  /** Measures the classes anew. */
  renew(): void
  hold(incident: LearnedIncident, term: number): void
  release(incident: LearnedIncident): void
  holdersOf(term: number): readonly LearnedIncident[]
  dropTerm(term: number): void
}

/** A place where an owner had nothing yet. */
const placeFloor = 0.05

const { sharpness, habit, ownerSharpness, backoff } = suggesterDefaults
const [mostTopics, mostOwners, mostWords, mostIncidents, nearest, compared, visits] = [5, 3, 5, 3, 10, 50, 3000]

export function createRanking(parts: ModelParts, knowledge: Knowledge): Ranking {
  const { features, topics, authorities } = parts
  const groups = new Map(topics.flatMap(({ id, group }) => (group === undefined ? [] : [[id, group] as const])))
  const groupOf = (topic: string): string => groups.get(topic) ?? ""
  for (const [topic, owners] of knowledge.ownersOfTopic)
    for (const [owner, count] of owners) countPair(knowledge.ownersOfGroup, groupOf(topic), owner, count)
  const holders = new Map<number, LearnedIncident[]>()
  const touched: LearnedIncident[] = []
  const hold = (incident: LearnedIncident, term: number): void => {
    const all = holders.get(term)
    if (all === undefined) holders.set(term, [incident])
    else all.push(incident)
  }
  for (const incident of knowledge.recent.values()) for (const term of incident.hashes) hold(incident, term)

  /** In how many incidents and titles a term is, as the rarity of words is reckoned. */
  const idf = (term: number): number => {
    const { counts, topics: centroids, incidents } = knowledge
    return Math.log((1 + incidents + topics.length) / (1 + (counts.get(term) ?? 0) + centroids.titlesWith(term))) + 1
  }

  function read({ text, rules, territoryId }: SuggestionInput): Reading {
    const words = features.wordsOf(text)
    const vector = features.vectorOf(words, rules)
    const cosines = knowledge.topics.cosines(vector, idf)
    const scores = topics.map(({ id }) => ({
      id,
      score: (cosines.get(id) ?? 0) + habit * Math.log(1 + (knowledge.ofTopic.get(id) ?? 0)),
    }))
    const ranked = shared(scores, sharpness)
    const ownerCosines = knowledge.owners.cosines(vector, idf)
    const owners = ownersOf(ownerCosines, ranked, territoryId)
    return { vector, words, cosines, topics: ranked, groups: groupsOf(ranked), owners, ownerCosines }
  }

  function groupsOf(ranked: readonly Ranked[]): readonly Ranked[] {
    const sums = new Map<string, { score: number; raw: number }>()
    for (const { id, score, raw } of ranked) {
      const group = groups.get(id)
      if (group === undefined) continue
      const known = sums.get(group)
      sums.set(group, { score: Math.max(score, known?.score ?? 0), raw: raw + (known?.raw ?? 0) })
    }
    return [...sums].map(([id, sum]) => ({ id, ...sum })).toSorted((one, other) => other.raw - one.raw || compare(one.id, other.id))
  }

  /** Habit of the likely topics, the words, and the place. */
  function ownersOf(cosines: ReadonlyMap<string, number>, ranked: readonly Ranked[], territoryId: string | null): readonly Ranked[] {
    const { ofOwner, ownersOfTopic, ownersOfGroup, placesOfOwner } = knowledge
    const ids = [...new Set([...authorities.map(({ id }) => id), ...ofOwner.keys()])].toSorted(compare)
    const all = totalOf(ofOwner)
    // The habit of each likely topic, mixed with that of its group, and that with the habit of all.
    const habits = new Map<string, number>()
    let ofAll = 0
    for (const { id: topic, raw } of ranked) {
      if (raw < 0.01) break
      const group = groupOf(topic)
      const [own, grouped] = [ownersOfTopic.get(topic), ownersOfGroup.get(group)]
      const ownPart = raw / (totalOf(own) + backoff)
      const groupPart = (ownPart * backoff) / (totalOf(grouped) + backoff)
      for (const [owner, count] of own ?? []) habits.set(owner, (habits.get(owner) ?? 0) + count * ownPart)
      for (const [owner, count] of grouped ?? []) habits.set(owner, (habits.get(owner) ?? 0) + count * groupPart)
      ofAll += groupPart * backoff
    }
    const scores = ids.map((id) => {
      const owned = ofOwner.get(id) ?? 0
      const alone = (owned + 1 / ids.length) / (all + 1)
      const place = territoryId === null ? 0 : Math.log(((placesOfOwner.get(id)?.get(territoryId) ?? 0) + placeFloor) / (owned + 1))
      return { id, score: Math.log((habits.get(id) ?? 0) + ofAll * alone + 1e-4) + ownerSharpness * (cosines.get(id) ?? 0) + place }
    })
    return shared(scores, 1)
  }

  /** What is known of a guess: how sure it is, and how much it has to go by. */
  function factsOf(best: Ranked, next: Ranked | undefined, counted: number, { words }: Reading, hasRule: boolean): Facts {
    return [
      logit(best.raw),
      5 * best.score,
      10 * (best.score - (next?.score ?? 0)),
      0.5 * Math.log(1 + counted),
      Math.log(1 + words.length) / 3,
      hasRule ? 1 : 0,
      Math.log(1 + knowledge.incidents) / 5,
    ]
  }

  const ofGroup = (group: string): number => {
    let sum = 0
    for (const [topic, count] of knowledge.ofTopic) if (groups.get(topic) === group) sum += count
    return sum
  }

  function bestOf(reading: Reading, { rules }: SuggestionInput) {
    const hasRule = (topic: string): boolean => rules.some((rule) => rule.topic === topic)
    const factsOfFirst = (list: readonly Ranked[], counted: (id: string) => number, ruled: (id: string) => boolean): Facts | undefined => {
      const [best, next] = list
      return best === undefined ? undefined : factsOf(best, next, counted(best.id), reading, ruled(best.id))
    }
    return {
      topic: factsOfFirst(reading.topics, (id) => knowledge.ofTopic.get(id) ?? 0, hasRule),
      group: factsOfFirst(reading.groups, ofGroup, (id) => rules.some(({ topic }) => topic !== null && groups.get(topic) === id)),
      owner: factsOfFirst(
        reading.owners.map((owner) => ({ ...owner, score: owner.score / 10 })),
        (id) => knowledge.ofOwner.get(id) ?? 0,
        () => false,
      ),
    }
  }

  /**
   * Of the last incidents those that are nearest to a text: among the first that share its rare terms. For reasons
   * only, so that one or the other may be missed.
   */
  function nearestTo({ hashes, weights }: TermVector): readonly Near[] {
    touched.length = 0
    const own = new Map(hashes.map((term, index) => [term, (weights[index] ?? 0) * idf(term) ** 2]))
    const rarest = hashes.toSorted((one, other) => (holders.get(one)?.length ?? 0) - (holders.get(other)?.length ?? 0) || one - other)
    let visited = 0
    for (const term of rarest) {
      const all = holders.get(term) ?? []
      if (visited > 0 && visited + all.length > visits) break
      visited += all.length
      const weight = own.get(term) ?? 0
      // The newest first, should there be too many.
      for (let at = all.length - 1; at >= Math.max(0, all.length - visits); at -= 1) {
        const incident = all[at]
        if (incident === undefined) continue
        if (incident.product === 0) touched.push(incident)
        incident.product += weight
      }
    }
    const candidates = touched.map((incident) => ({ incident, product: incident.product }))
    for (const { incident } of candidates) incident.product = 0
    let square = 0
    for (const [index, term] of hashes.entries()) square += ((weights[index] ?? 0) * idf(term)) ** 2
    return candidates
      .toSorted((one, other) => other.product - one.product || other.incident.ordinal - one.incident.ordinal)
      .slice(0, compared)
      .map(({ incident }) => {
        let product = 0
        for (const [index, term] of incident.hashes.entries()) product += (own.get(term) ?? 0) * (incident.weights[index] ?? 0)
        return { incident, likeness: product / Math.sqrt(square * squareOf(incident)) }
      })
      .toSorted((one, other) => other.likeness - one.likeness || other.incident.ordinal - one.incident.ordinal)
      .slice(0, nearest)
  }

  function squareOf({ hashes, weights }: LearnedIncident): number {
    let squares = 0
    for (const [index, term] of hashes.entries()) squares += ((weights[index] ?? 0) * idf(term)) ** 2
    return squares
  }

  function reasonsOf(topic: string, { words, vector, cosines }: Reading, { rules }: SuggestionInput, near: readonly Near[]): TopicReasons {
    const says = new Map<number, number>()
    let all = 0
    for (const [index, term] of vector.hashes.entries()) {
      const part = (vector.weights[index] ?? 0) * knowledge.topics.sumOf(topic, term) * idf(term) ** 2
      if (part > 0) says.set(term, part)
      all += part
    }
    const best = new Set([...says].toSorted(([, one], [, other]) => other - one).map(([term]) => term))
    const chosen: { start: number; end: number; weight: number }[] = []
    for (const term of best) {
      const place = words.find(({ hash }) => hash === term)
      if (place !== undefined && chosen.length < mostWords)
        chosen.push({ start: place.start, end: place.end, weight: (says.get(term) ?? 0) / all })
    }
    return {
      words: (cosines.get(topic) ?? 0) > 0 ? chosen : [],
      rules: rules.filter((rule) => rule.topic === topic).map(({ ruleId }) => ruleId),
      incidents: near
        .filter(({ incident }) => incident.topic === topic)
        .slice(0, mostIncidents)
        .map(({ incident: { incidentId, number }, likeness }) => ({ id: incidentId, number, likeness })),
    }
  }

  return {
    suggest(input) {
      const reading = read(input)
      const facts = bestOf(reading, input)
      const near = nearestTo(reading.vector)
      const { calibrations } = knowledge
      const shares = {
        topic: sharesOf(reading.topics, facts.topic === undefined ? null : calibrations.topic.shareOf(facts.topic)),
        group: sharesOf(reading.groups, facts.group === undefined ? null : calibrations.group.shareOf(facts.group)),
        owner: sharesOf(reading.owners, facts.owner === undefined ? null : calibrations.owner.shareOf(facts.owner)),
      }
      const suggested = reading.topics
        .slice(0, mostTopics)
        .map(({ id }, index) => ({ topic: id, share: shares.topic(index), because: reasonsOf(id, reading, input, near) }))
        .filter(({ because }) => because.words.length + because.rules.length + because.incidents.length > 0)
      const [first] = suggested
      return {
        topics: suggested,
        groups:
          first === undefined
            ? []
            : reading.groups.slice(0, mostTopics).map(({ id }, index) => ({ group: id, share: shares.group(index) })),
        authorities:
          first === undefined || knowledge.ofOwner.size === 0
            ? []
            : reading.owners.slice(0, mostOwners).map(({ id }, index) => ({
                authorityId: id,
                share: shares.owner(index),
                because: {
                  topicHistory: knowledge.ownersOfTopic.get(first.topic)?.get(id) ?? 0,
                  words: reading.ownerCosines.get(id) ?? 0,
                  territory: input.territoryId === null ? 0 : (knowledge.placesOfOwner.get(id)?.get(input.territoryId) ?? 0),
                },
              })),
        unlike: first !== undefined && !near.some(({ incident }) => incident.topic === first.topic),
        learned: { incidents: knowledge.incidents, asOf: knowledge.asOf },
      }
    },
    judge(input, { topic, authorityId }) {
      const reading = read(input)
      const facts = bestOf(reading, input)
      const { calibrations } = knowledge
      if (topic !== null && facts.topic !== undefined) calibrations.topic.add(facts.topic, reading.topics[0]?.id === topic)
      if (topic !== null && facts.group !== undefined && groups.has(topic))
        calibrations.group.add(facts.group, reading.groups[0]?.id === groups.get(topic))
      if (authorityId !== null && facts.owner !== undefined) calibrations.owner.add(facts.owner, reading.owners[0]?.id === authorityId)
      return reading.vector
    },
    groupOf,
    idf,
    renew() {
      knowledge.topics.renew(idf)
      knowledge.owners.renew(idf)
    },
    hold,
    release(incident) {
      for (const term of incident.hashes) {
        const all = holders.get(term)
        const at = all?.indexOf(incident) ?? -1
        if (at !== -1) all?.splice(at, 1)
      }
    },
    holdersOf: (term) => holders.get(term) ?? [],
    dropTerm: (term) => void holders.delete(term),
  }
}

/** The first has the calibrated share, the others theirs of the rest; null for all where it is not known yet. */
function sharesOf(ranked: readonly Ranked[], first: number | null): (index: number) => number | null {
  const rest = ranked.reduce((sum, { raw }, index) => (index === 0 ? 0 : sum + raw), 0)
  return (index) => {
    if (first === null || index === 0) return first
    return rest === 0 ? 0 : ((1 - first) * (ranked[index]?.raw ?? 0)) / rest
  }
}

/** A softmax, the likeliest first. */
function shared(scores: readonly { readonly id: string; readonly score: number }[], factor: number): readonly Ranked[] {
  const best = Math.max(...scores.map(({ score }) => score))
  const exps = scores.map(({ score }) => Math.exp(factor * (score - best)))
  const all = exps.reduce((sum, one) => sum + one, 0)
  return scores
    .map(({ id, score }, index) => ({ id, score, raw: (exps[index] ?? 0) / all }))
    .toSorted((one, other) => other.score - one.score || compare(one.id, other.id))
}

function compare(one: string, other: string): number {
  return one === other ? 0 : one < other ? -1 : 1
}
