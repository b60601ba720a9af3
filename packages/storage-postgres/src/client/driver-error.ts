import { DeskError } from "@otklik/core"
import { duplicateClaims, lostRace, notHeld } from "@otklik/core/storage"
import { raised } from "../schema/raised.ts"

/** What became of a statement that failed. */
export type Outcome =
  /** A guard of the contract said no; nothing was stored. */
  | { readonly kind: "refused"; readonly error: DeskError }
  /** Rolled back because of others who write at the same time; the same statement may be sent again at once. */
  | { readonly kind: "rolled-back" }
  /** The server took too long or is not open for writing; nothing was stored. */
  | { readonly kind: "not-now"; readonly error: DeskError }
  /** There was no connection to send it on; nothing was stored. */
  | { readonly kind: "not-sent" }
  /** The connection broke while it ran: it may have been committed or not. */
  | { readonly kind: "unknown" }
  /** Everything else, thrown as the driver gave it. */
  | { readonly kind: "other" }

/**
 * 40001 serialization failure, 40P01 deadlock; 23505 unique violation: no statement here breaks a key on what it sees,
 * but a serializable one may see less than there is by then, and the manual (Serialization Failure Handling) says to
 * repeat it likewise.
 */
const rolledBack = new Set(["40001", "40P01", "40002", "23505"])

/**
 * 55P03 lock_timeout, 57014 statement_timeout or a cancelled statement: the transaction is over, and nothing was
 * stored.
 */
const tooLong = new Set(["55P03", "57014"])

/**
 * 57P03 the server is starting or stopping, 53300 no connection is free, 28P01 and 28000 a password or a rule that was
 * changed, 3D000 a database that is not there, as during a failover; the others never reached a server.
 */
const notSent = new Set([
  "57P03",
  "53300",
  "08001",
  "08004",
  "ECONNREFUSED",
  "ENOTFOUND",
  "EAI_AGAIN",
  "EHOSTUNREACH",
  "ENETUNREACH",
  "EHOSTDOWN",
  "ENETDOWN",
  "EADDRNOTAVAIL",
  "EMFILE",
  "ENFILE",
  "28P01",
  "28000",
  "3D000",
  "ENOENT",
  "CONNECT_TIMEOUT",
])

/** TLS that could not be agreed on, as with a certificate that has ended: Node's own codes. */
const noTls = /^(ERR_TLS|ERR_SSL|CERT_|SELF_SIGNED_CERT|UNABLE_TO_)/

/**
 * The statement was rolled back for want of something that comes back: class 53 (disk, memory, connections), class 58
 * (errors of the system below the server), 55000 and 55006 an object that is in use, 26000 and 42P05 a prepared
 * statement that a pooler mixed up, 0A000 a plan that a migration changed.
 */
const wanting = /^(53...|58...|55000|55006|26000|42P05|0A000)$/

/**
 * 57P01 an administrator ended the connection, 57P02 a crash did, 57P05 and 25P03 a timeout, 57P04 the database was
 * dropped, 40003 the server does not know; the others are the driver's own.
 */
const broken = new Set([
  "57P01",
  "57P02",
  "57P05",
  "57P04",
  "40003",
  "25P03",
  "08000",
  "08003",
  "08006",
  "08007",
  "08P01",
  "ECONNRESET",
  "EPIPE",
  "ECONNABORTED",
  "ENOTCONN",
  "ERR_SOCKET_CLOSED",
  "ERR_STREAM_DESTROYED",
  "ETIMEDOUT",
  "CONNECTION_CLOSED",
  "CONNECTION_DESTROYED",
])

/** `pg` has no code for these. */
const notSentMessages = /^timeout exceeded when trying to connect|^Connection terminated due to connection timeout/
const brokenMessages = /^Connection terminated|^Query read timeout|connection error and is not queryable|was closed and is not queryable/

/**
 * Says what an error of a driver means.
 *
 * @param error - anything thrown by `query` or `script` of a client
 */
export function outcomeOf(error: unknown): Outcome {
  if (!(error instanceof Error)) return { kind: "other" }
  const code = textOf(error, "code")
  if (code === "")
    return { kind: notSentMessages.test(error.message) ? "not-sent" : brokenMessages.test(error.message) ? "unknown" : "other" }
  const refusal = refusalOf(code, textOf(error, "detail"))
  if (refusal !== undefined) return { kind: "refused", error: refusal }
  if (rolledBack.has(code)) return { kind: "rolled-back" }
  if (tooLong.has(code))
    return { kind: "not-now", error: busy("a statement took longer than the database's timeout; nothing was stored", error) }
  // After a failover a pool may still hold connections to the server that was the primary.
  if (code === "25006")
    return { kind: "not-now", error: unreachable("the database is read-only, as a standby is; nothing was stored", error) }
  if (notSent.has(code) || noTls.test(code)) return { kind: "not-sent" }
  if (wanting.test(code)) {
    const why = code === "53100" ? "the disk is full" : `the database could not do it (${code})`
    return { kind: "not-now", error: unreachable(`${why}; nothing was stored`, error) }
  }
  return { kind: broken.has(code) ? "unknown" : "other" }
}

/** Another party was in the way until the end; nothing was stored. */
export function busy(message: string, cause: unknown): DeskError<"conflict"> {
  return new DeskError("conflict", `storage-postgres: ${message}`, { what: "storage", id: "database" }, { cause })
}

/** The database does not answer. */
export function unreachable(message: string, cause: unknown): DeskError<"network"> {
  return new DeskError("network", `storage-postgres: ${message}`, {}, { cause })
}

function refusalOf(code: string, detail: string): DeskError | undefined {
  switch (code) {
    case raised.lostLease:
      return lostRace("lease", detail, `the lease of ${detail} was lost`)
    case raised.unheldClaim:
      return notHeld(detail)
    case raised.takenClaims:
      return duplicateClaims((JSON.parse(detail) as readonly string[]).toSorted())
    case raised.staleIncident:
      return lostRace("incident", detail, `${detail} was changed or created by another writer: load it again`)
    case raised.movedCursor:
      return lostRace("cursor", detail, `the cursor of ${detail} was moved by another writer`)
    case raised.movedMessage:
      return lostRace("message", detail, `${detail} has another revision by now: read it again`)
    case raised.takenTenant:
      return lostRace("tenant", "tenant", "the tenant has something already; nothing was taken")
    case raised.otherImport:
      return lostRace("staging", "staging", "another import was there meanwhile; nothing was taken")
    default:
      return undefined
  }
}

function textOf(error: Error, field: "code" | "detail"): string {
  const value: unknown = Reflect.get(error, field)
  return typeof value === "string" ? value : ""
}
