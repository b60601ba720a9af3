import type { Storage } from "@otklik/core"
import { clock } from "../../../../../examples/workers/clock.ts"
import type { Wrapping } from "../../../../../examples/workers/work.ts"

/** How long a worker is in danger, milliseconds: somebody is killed every second. */
const danger = 600

/**
 * What is wrong with a worker, by name. Undisturbed, each does its work as a sound one: only a kill at the wrong moment
 * shows the fault.
 */
export const faults = {
  "keeps what it took for ever": {
    storage: (storage) => ({
      ...storage,
      lease: (options) => storage.lease(options.kind === "slot" ? options : { ...options, ttlMillis: 3_600_000 }),
    }),
  },
  "claims messages before it stores the page": {
    storage: committing(async (commit, { claims, ...rest }) => {
      if (claims === undefined) return commit(rest)
      await commit({ claims })
      await clock.sleep(danger)
      return commit(rest)
    }),
  },
  "settles a reply before it notes it in the incident": {
    storage: committing(async (commit, { outbox, leases, ...rest }) => {
      const isSettled = outbox?.some(({ state }) => state === "read-back") === true
      if (isSettled) {
        await commit({ outbox, ...(leases === undefined ? {} : { leases }) })
        await clock.sleep(danger)
        return commit(rest)
      }
      return commit({ ...rest, ...(outbox === undefined ? {} : { outbox }), ...(leases === undefined ? {} : { leases }) })
    }),
  },
  "says that a reply stands before it sends it": {
    connector: (connector) => ({
      ...connector,
      async doReply(options) {
        void clock.sleep(danger).then(async () => connector.doReply?.(options).catch(() => undefined))
        return { replyKey: `${options.messageKey}r`, url: "https://example.org/reply", publishedAt: options.now }
      },
    }),
  },
  // Whoever is blind and names each try anew gets past the desk's look, the connector's, and the network's own key.
  "does not see that another has sent its reply": {
    http: (http) => async (input, init) => {
      const response = await http(input, init)
      if (!addressOf(input).includes("wall.getComments")) return response
      const body = (await response.json()) as { readonly response?: { readonly items?: readonly { readonly from_id: number }[] } }
      const items = body.response?.items?.filter(({ from_id: authorId }) => authorId >= 0)
      return Response.json(items === undefined ? body : { ...body, response: { ...body.response, items } })
    },
    connector: (connector) => ({
      ...connector,
      async doReply(options) {
        const receipt = await connector.doReply?.({ ...options, idempotencyKey: `${options.idempotencyKey} of ${process.pid}` })
        await clock.sleep(danger)
        if (receipt === undefined) throw new Error("there is no connector that replies")
        return receipt
      },
    }),
  },
} satisfies Record<string, Wrapping>

/** Which fault a worker has. */
export type Fault = keyof typeof faults

type Commit = Storage["commit"]

function addressOf(input: Parameters<typeof fetch>[0]): string {
  return String(input instanceof Request ? input.url : input)
}

function committing(commit: (sound: Commit, unit: Parameters<Commit>[0]) => ReturnType<Commit>): (storage: Storage) => Storage {
  return (storage) => ({ ...storage, commit: (unit) => commit((inner) => storage.commit(inner), unit) })
}
