import { createFacebookConnector } from "@otklik/connector-facebook"
import { createInstagramConnector } from "@otklik/connector-instagram"
import { createOkConnector } from "@otklik/connector-ok"
import { createVkConnector } from "@otklik/connector-vk"
import { createXConnector } from "@otklik/connector-x"
import type { Clock, Connector, MessageKey } from "@otklik/core"
import { createNetworkSimulator, type NetworkSimulator, type SimulatedNetwork } from "@otklik/testkit/networks"

/** A clock that waits. */
export type Waiting = Clock & { readonly sleep: NonNullable<Clock["sleep"]> }

/** What it takes to reach a network as its official account: plain data, so that another process can have it. */
export interface Account {
  readonly network: SimulatedNetwork
  readonly accountId: string
  readonly application: { readonly key: string; readonly secret: string }
  /** The account's own token, that of an application, and a person's who administers the account. */
  readonly tokens: { readonly account: string; readonly application: string; readonly person: string }
}

/** How to get there: the simulator's `fetch`, or HTTP. */
export interface Way {
  readonly clock: Waiting
  readonly fetch: typeof fetch
  /** Of a simulator that listens; absent: none does. */
  readonly url?: string
}

/** A network with its official account, and a citizen. */
export interface Place extends Account {
  readonly simulator: NetworkSimulator
  /** The call that publishes a reply, as the simulator names it. */
  readonly writing: string
  /** A citizen complains; at Instagram another one each time. */
  complain(text: string): MessageKey
}

/** The networks that are simulated, and how each calls the publishing of a reply. */
export const networks: readonly (readonly [SimulatedNetwork, string])[] = [
  ["vk", "wall.createComment"],
  ["ok", "discussions.addDiscussionComment"],
  ["facebook", "POST comments"],
  ["instagram", "POST comment/replies"],
  ["x", "createPosts"],
]

/** Opens a network. */
export function openPlace(network: SimulatedNetwork, writing: string, clock: Waiting): Place {
  const simulator = createNetworkSimulator(network, { clock })
  const accountId = simulator.addAccount({ kind: "official", name: "Администрация" })
  const citizenId = simulator.addAccount({ kind: "person", name: "Пётр Заявителев" })
  const tokens = {
    account: simulator.issueToken({ kind: "account", accountId }),
    application: simulator.issueToken({ kind: "application" }),
    person: network === "vk" ? simulator.issueToken({ kind: "person", accountId: citizenId }) : "",
  }
  const own = network === "instagram" ? simulator.publish({ accountId, authorId: accountId, text: "Открыли каток" }) : undefined
  return {
    network,
    simulator,
    accountId,
    writing,
    application: simulator.application ?? { key: "", secret: "" },
    tokens,
    complain: (text) =>
      own === undefined
        ? simulator.publish({ accountId, authorId: citizenId, text })
        : // Somebody else each time: what one author writes again under one post is a word about the same complaint.
          simulator.comment({ under: own, authorId: simulator.addAccount({ kind: "person", name: "Заявитель" }), text }),
  }
}

/** A connector for the official account. */
export function connectTo({ network, accountId, application, tokens }: Account, { clock, fetch, url }: Way): Connector {
  const base = { clock, fetch, random: Math.random, everyMinutes: 1 / 60 }
  const apiUrl = (path: string) => (url === undefined ? {} : { apiUrl: `${url}${path}` })
  const app = { appId: application.key, appSecret: application.secret }
  switch (network) {
    case "vk":
      return createVkConnector({
        ...base,
        ...apiUrl("/method/"),
        communityId: Math.abs(Number(accountId)),
        tokens: { service: tokens.application, community: tokens.account, user: tokens.person },
        walls: [{ ownerId: Number(accountId), comments: false }],
      })
    case "ok":
      return createOkConnector({
        ...base,
        ...apiUrl("/fb.do"),
        applicationKey: application.key,
        applicationSecret: application.secret,
        token: tokens.account,
        groups: [{ groupId: accountId, comments: false }],
        reply: { groupId: accountId },
      })
    case "facebook":
      return createFacebookConnector({ ...base, ...apiUrl("/"), pageId: accountId, token: tokens.account, lists: ["visitor_posts"], app })
    case "instagram":
      return createInstagramConnector({
        ...base,
        ...apiUrl("/graph.facebook.com/"),
        accountId,
        login: "facebook",
        token: tokens.account,
        app,
      })
    case "x":
      return createXConnector({
        ...base,
        ...apiUrl("/2/"),
        account: { id: accountId, username: `u${accountId}` },
        tokens: { user: tokens.account, app: tokens.application },
        conversations: false,
        lagSeconds: 10,
      })
  }
}
