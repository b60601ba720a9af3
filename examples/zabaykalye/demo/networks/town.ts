import { addMinutes, type IncomingMessage, type MessageKey } from "@otklik/core"
import { createNetworkSimulator, simulatedNetworks, type NetworkSimulator, type SimulatedNetwork } from "@otklik/testkit/networks"
import { hookSecret, type Account } from "./connect.ts"
import type { NetworkClock } from "./network-clock.ts"

/** Five networks with the region's official accounts and its people, who write what an archive says. */
export interface Town {
  readonly simulators: ReadonlyMap<SimulatedNetwork, NetworkSimulator>
  readonly accounts: readonly Account[]
  /** The account of a community, by the key that the region's territories have for it. */
  accountOf(communityKey: MessageKey): Account | undefined
  /**
   * Somebody writes: the message is published in its network, under a new number. A `parentKey` is the network's own,
   * as of a reply of the desk; a `threadKey` is the archive's.
   */
  publish(message: IncomingMessage): void
  /** The archive's key of what was published, by the network's own. */
  readonly archiveKeys: ReadonlyMap<MessageKey, MessageKey>
}

/** The region's own community in each network: who is spoken to where a message names no community. */
const regionKeys: Readonly<Record<SimulatedNetwork, MessageKey>> = {
  vk: "vk:-75000001",
  ok: "ok:750000000001",
  facebook: "facebook:750000000001",
  instagram: "instagram:750000000001",
  x: "x:zabaykalye-example",
}

/** Callback servers are set up for the region and for Chita; the districts' communities are read in turn. */
const vkWithPushes = /^vk:-75000(?:001|2\d\d)$/

/**
 * Makes the networks. Communities become official accounts, authors become people; networks number all of them, and
 * every message, by themselves.
 *
 * @param communityKeys - of the region's territories and of the archive
 * @param clock - of the day
 */
export function createTown(communityKeys: readonly MessageKey[], clock: NetworkClock): Town {
  const simulators = new Map(simulatedNetworks.map((name) => [name, createNetworkSimulator(name, { clock })]))
  const accounts = new Map<MessageKey, Account>()
  const people = new Map<string, string>()
  const published = new Map<MessageKey, MessageKey>()
  const archiveKeys = new Map<MessageKey, MessageKey>()

  function simulatorOf(name: SimulatedNetwork): NetworkSimulator {
    const simulator = simulators.get(name)
    if (simulator === undefined) throw new TypeError(`${name} is not simulated`)
    return simulator
  }

  for (const key of new Set([...Object.values(regionKeys), ...communityKeys])) {
    const network = networkOf(key)
    // Instagram's names are Latin.
    const name = network === "instagram" ? `region.${accounts.size}` : "Официальное сообщество"
    const accountId = simulatorOf(network).addAccount({ kind: "official", name })
    const hasPushes = network === "vk" ? vkWithPushes.test(key) : network !== "ok"
    accounts.set(key, { network, accountId, hasPushes })
    const url = `https://desk.example.org/hooks/${network}:${accountId}`
    if (hasPushes) simulatorOf(network).subscribe({ accountId, url, secret: hookSecret })
  }

  function accountFor({ network, communityKey }: IncomingMessage): Account {
    const account = accounts.get(communityKey ?? "") ?? accounts.get(regionKeys[networkOf(`${network}:`)])
    if (account === undefined) throw new TypeError("the region has an account in every network")
    return account
  }

  function personOf(network: SimulatedNetwork, authorId: string): string {
    const id =
      people.get(`${network} ${authorId}`) ?? simulatorOf(network).addAccount({ kind: "person", name: `Житель ${people.size + 1}` })
    people.set(`${network} ${authorId}`, id)
    return id
  }

  /**
   * What a comment stands under. The archive does not hold everything: a post that it only names is the account's own,
   * of a minute before.
   */
  function threadOf(message: IncomingMessage, account: Account): MessageKey {
    const threadKey = message.threadKey ?? ""
    const known = published.get(threadKey)
    if (known !== undefined) return known
    const { accountId } = account
    const at = addMinutes(message.publishedAt, -1)
    const key = simulatorOf(account.network).publish({ accountId, authorId: accountId, text: "Доска объявлений", at })
    published.set(threadKey, key)
    return key
  }

  /** Who is to answer on a page of one's own is spoken to there: networks tell the account of nothing else. */
  function wordsFor(message: IncomingMessage, { network, accountId }: Account): string {
    if (network !== "instagram" || message.communityKey !== undefined || message.kind === "comment") return message.text
    return `${message.text}\n@${instagramName(accountId)}`
  }

  function instagramName(accountId: string): string {
    const place = [...accounts.values()].findIndex((account) => account.network === "instagram" && account.accountId === accountId)
    return `region.${place}`
  }

  return {
    simulators,
    accounts: [...accounts.values()],
    accountOf: (communityKey) => accounts.get(communityKey),
    archiveKeys,
    publish(message) {
      const account = accountFor(message)
      const { network, accountId } = account
      const simulator = simulatorOf(network)
      const authorId = personOf(network, message.authorId ?? message.key)
      const text = wordsFor(message, account)
      const { publishedAt: at, attachments } = message
      const more = { authorId, text, at, ...(attachments === undefined ? {} : { attachments }) }
      const isOwnPage = network === "instagram" && message.communityKey === undefined
      const key =
        message.kind === "comment"
          ? simulator.comment({ ...more, under: message.parentKey ?? threadOf(message, account) })
          : simulator.publish({ ...more, accountId: isOwnPage ? authorId : accountId })
      published.set(message.key, key)
      archiveKeys.set(key, message.key)
    },
  }
}

function networkOf(key: MessageKey): SimulatedNetwork {
  const network = simulatedNetworks.find((name) => key.startsWith(`${name}:`))
  if (network === undefined) throw new TypeError("a network that is simulated was expected")
  return network
}
