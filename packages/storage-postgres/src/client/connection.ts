import type { EventCodec } from "@otklik/core/storage"
import type { PostgresClient, PostgresRow, PostgresStatement, PostgresValue } from "./postgres-client.ts"
import { busy, outcomeOf, unreachable } from "./driver-error.ts"

/** The host's client with one place that repeats what may be repeated and translates errors. */
export interface Connection {
  /** The quoted name of the schema, for use in statements. */
  readonly schema: string
  /** How the database has events. */
  readonly codec: EventCodec
  /** A statement that only reads: sent once more when a connection breaks, as idle ones do when a server restarts. */
  read(text: string, ...values: readonly PostgresValue[]): Promise<readonly PostgresRow[]>
  /** A statement that writes: sent again only when it is certain that nothing was stored. */
  write(text: string, ...values: readonly PostgresValue[]): Promise<readonly PostgresRow[]>
  /** {@link Connection.write} of a text that never changes. */
  call(text: string, ...values: readonly PostgresValue[]): Promise<readonly PostgresRow[]>
  script(text: string): Promise<void>
}

/** How often a statement that was rolled back is sent before it is a conflict. Each time another party has got on. */
const tries = 20

/**
 * Puts a client behind one place.
 *
 * @param client - the host's
 * @param schema - the name of the schema
 * @param codec - of events
 */
export function connect(client: PostgresClient, schema: string, codec: EventCodec): Connection {
  return {
    schema: `"${schema}"`,
    codec,
    read: async (text, ...values) => send(() => client.query({ text, values, repeats: false }), { brokenTries: 2 }),
    write: async (text, ...values) => send(() => client.query({ text, values, repeats: false }), { brokenTries: 1 }),
    call: async (text, ...values) => {
      const statement: PostgresStatement = { text, values, repeats: true }
      return send(() => client.query(statement), { brokenTries: 1 })
    },
    script: async (text) => {
      await send(() => client.script(text), { brokenTries: 1 })
    },
  }
}

async function send<Result>(work: () => Promise<Result>, { brokenTries }: { readonly brokenTries: number }): Promise<Result> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await work()
    } catch (error) {
      const outcome = outcomeOf(error)
      switch (outcome.kind) {
        case "refused":
        case "not-now":
          throw outcome.error
        case "rolled-back":
          if (attempt >= tries) throw busy("others wrote the same all the time; nothing was stored", error)
          break
        case "not-sent":
          throw unreachable("there is no connection to the database; nothing was stored", error)
        case "unknown":
          if (attempt >= brokenTries)
            throw unreachable("the connection broke; whether anything was stored is unknown, and trying again stores nothing twice", error)
          break
        case "other":
          throw error
      }
    }
  }
}
