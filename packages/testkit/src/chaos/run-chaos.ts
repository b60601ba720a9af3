import { createDesk, type Desk, type Instant, type Storage } from "@otklik/core"
import { allIncidents } from "./all-incidents.ts"
import { citizenWords, createCitizens, type Offered } from "./citizens.ts"
import { disturb } from "./disturb.ts"
import { createLogProbe } from "./log-probe.ts"
import { Killed, crashAfter, type Process } from "./crash-after.ts"
import { createOffice } from "./office.ts"
import type { SimulatedFault } from "../network/index.ts"
import { createRandom } from "../random.ts"
import { chaosKeyword, type ChaosNetwork, type ChaosReport, type ChaosSubject, type ChaosWorld } from "./subject.ts"
import { editsOf, leaksOf, messagesOf, noticesOf, repliesOf, unreadOf, type Evening, type Reported } from "./verdict.ts"

/** Rounds after which everything must have come to rest: whoever used up a day's calls is read when the day is over. */
const restRounds = 100

/**
 * What is watched is looked at once an hour, and not everything at once: so many rounds of ten minutes nobody asks
 * whether all is at rest.
 */
const leastRestRounds = 24

/**
 * Plays days of simulated networks under one desk. People write, edit, delete and close; one call in ten fails,
 * deliveries are repeated and turned round, replies are refused, and the process is killed at random calls. Then
 * everything heals, and all work ends.
 *
 * What people write, what fails and where the process is killed follows from the seed, and no real time passes.
 *
 * @param subject - see {@link ChaosSubject}
 * @returns what was lost, doubled or leaked: lists that are empty for a connector that keeps its promises
 */
export async function runChaos(subject: ChaosSubject): Promise<ChaosReport> {
  const random = createRandom(subject.seed)
  // Connectors draw from a chance of their own: what happens to them does not follow from what they do.
  const world = await subject.setUp({ random: createRandom(subject.seed + 1) })
  const probe = createLogProbe(subject.channels ?? [], [...world.networks.flatMap(({ secrets }) => secrets), citizenWords])
  try {
    return await play(subject, world, random, probe)
  } finally {
    probe.end()
    await world.close?.()
  }
}

async function play(
  subject: ChaosSubject,
  world: ChaosWorld,
  random: () => number,
  probe: ReturnType<typeof createLogProbe>,
): Promise<ChaosReport> {
  const { clock, storage, networks } = world
  const offers: Offered = (network, offer) => (network.offers ?? subject.offers).includes(offer)
  const citizens = createCitizens(networks, offers, clock, random)
  const office = createOffice(citizens.written)
  const counts = { pushes: 0, kills: 0, refused: 0 }
  /** What goes wrong whatever heals. */
  const lasting = new Map<ChaosNetwork, readonly SimulatedFault[]>()

  /** Below one post of each network nothing can be read from now on. */
  function failForEver(turn: number): void {
    for (const network of networks) {
      if (!offers(network, "lasting-errors")) continue
      if (network.lastingFault === undefined) throw new TypeError("a network that offers lasting-errors was expected to have lastingFault")
      lasting.set(network, [network.lastingFault(citizens.writeUnreadable(network, turn))])
    }
  }

  let life = begin(true)
  function begin(isCalm: boolean): Process & { readonly desk: Desk } {
    const call = isCalm || subject.killEvery === undefined ? Infinity : 50 + Math.floor(random() * subject.killEvery)
    const outside = crashAfter({ storage, connectors: networks.map(({ connect }) => connect()) }, { call, isAfter: random() < 0.5 })
    const desk = deskOf(world, outside)
    probe.listenTo(desk)
    return { ...outside, desk }
  }

  /** Does a piece of work; a process that is killed in it is followed by another, which does it again sometime. */
  async function live(isCalm: boolean, work: (desk: Desk) => Promise<unknown>): Promise<void> {
    try {
      await work(life.desk)
    } catch (error) {
      if (!(error instanceof Killed) && !life.isDead()) throw error
    }
    if (!life.isDead()) return
    counts.kills += 1
    life = begin(isCalm)
  }

  async function round(isCalm: boolean, minutes: number): Promise<void> {
    const ids = life.connectors.map(({ id }) => id)
    for (const [index, network] of networks.entries()) {
      network.simulator.heal()
      for (const fault of lasting.get(network) ?? []) network.simulator.inject(fault)
      if (!isCalm) disturb(network, random)
      await live(isCalm, async () => {
        counts.pushes += await network.simulator.deliver(async (request) => life.desk.receive(ids[index] ?? "", request))
      })
    }
    await live(isCalm, async (desk) => {
      const { failures } = await desk.pull()
      if (failures.length > 0) probe.record("failures", failures)
    })
    await live(isCalm, (desk) => office.work(desk))
    await live(isCalm, async (desk) => {
      counts.refused += (await desk.publish()).refused
    })
    await live(isCalm, (desk) => desk.tick())
    clock.advance(minutes)
  }

  await round(true, 10)
  const reportedBefore = await reportedNow(world, life)
  if (subject.killEvery !== undefined) life = begin(false)
  const count = Math.ceil(subject.messages / subject.rounds)
  // After the first round at the earliest, so that something was read before.
  const failingTurn = Math.max(1, Math.floor(subject.rounds / 3))
  for (let turn = 0; turn < subject.rounds; turn += 1) {
    if (turn === failingTurn) failForEver(turn)
    citizens.write(turn, count)
    citizens.complainUnread(turn)
    citizens.change(turn, count)
    await round(false, 10)
  }
  const endedAt = clock.now()
  if (subject.killEvery !== undefined) life = begin(true)
  for (let turn = 0; turn < restRounds; turn += 1) {
    await round(true, turn < leastRestRounds ? 10 : 60)
    if (turn >= leastRestRounds && (await isAtRest(life.desk)) && (await isAllRead(storage, networks, endedAt))) break
  }

  const incidents = await allIncidents(life.desk)
  const keys = [...new Set(incidents.flatMap(({ incident }) => incident.messageKeys))]
  const evening: Evening = {
    networks,
    offers,
    written: citizens.written,
    incidents,
    messages: await storage.read("message", keys),
    approved: office.approved,
    outbox: (await Promise.all([...office.approved.keys()].map((incidentId) => storage.readOutbox(incidentId)))).flat(),
    leaks: probe.leaks,
    reportedBefore,
    reportedNow: await reportedNow(world, life),
    kept: world.kept?.() ?? [],
  }
  const [edits, notices, replies, unread] = [editsOf(evening), noticesOf(evening), repliesOf(evening), unreadOf(evening)]
  return {
    ...messagesOf(evening),
    outdated: edits.wrong,
    unnoticed: notices.wrong,
    untold: unread.wrong,
    replies: replies.wrong,
    leaks: leaksOf(evening),
    silent: probe.silent(),
    counts: {
      ...counts,
      expected: [...citizens.written.values()].filter(({ isExpected }) => isExpected).length,
      incidents: incidents.length,
      edits: edits.count,
      deletions: notices.deletions,
      closings: notices.closings,
      approved: office.approved.size,
      published: replies.count,
      unreadable: unread.count,
      requests: networks.reduce((sum, { simulator }) => sum + simulator.requests.length, 0),
      disturbed: networks.reduce((sum, { simulator }) => sum + simulator.disturbed, 0),
      failures: probe.count("source-failed") + probe.count("failures"),
    },
  }
}

function deskOf({ clock, networks }: ChaosWorld, { storage, connectors }: Process): Desk {
  return createDesk({
    storage,
    connectors,
    rules: [{ id: "pits", query: chaosKeyword, topic: "roads" }],
    routing: {
      authorities: [{ id: "roads", title: "Дороги", kind: "administration" }],
      territories: [],
      rules: [{ id: "all", when: { topics: ["roads"] }, assign: { authorityId: "roads" } }],
    },
    policies: [],
    accounts: networks.map(({ account }) => account),
    authorKey: new Uint8Array(32).fill(7),
    clock,
  })
}

/** What is reported each network beside messages. */
async function reportedNow(
  { storage, networks }: Pick<ChaosWorld, "storage" | "networks">,
  { connectors, desk }: Process & { readonly desk: Desk },
): Promise<Evening["reportedNow"]> {
  const { connectors: healths } = await desk.health({ connectors: true })
  const reported = new Map<ChaosNetwork, Reported>()
  for (const [index, network] of networks.entries()) {
    const id = connectors[index]?.id ?? ""
    const cursors = await storage.readCursors(id)
    const problems = healths.find(({ connectorId }) => connectorId === id)?.problems ?? []
    reported.set(network, { gaps: cursors.flatMap(({ gaps }) => gaps), problems })
  }
  return reported
}

async function isAtRest(desk: Desk): Promise<boolean> {
  return (await desk.find({ statuses: ["publishing", "reply-review"] }, { limit: 1 })).incidents.length === 0
}

/**
 * Whether every source was read to its end since a moment: what a network holds back when its limits are used up comes
 * later, and is not lost.
 */
async function isAllRead(storage: Storage, networks: readonly ChaosNetwork[], since: Instant): Promise<boolean> {
  for (const { connect } of networks) {
    const { id: connectorId, sources } = connect()
    const readTo = new Map((await storage.readCursors(connectorId)).map(({ sourceId, reading }) => [sourceId, reading?.readTo ?? ""]))
    if (sources.some(({ id }) => (readTo.get(id) ?? "") < since)) return false
  }
  return true
}
