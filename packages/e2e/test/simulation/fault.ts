/** What a call of a worker is, as faults tell calls apart. */
export type CallKind = "reply" | "reading" | "commit" | "lease" | "look"

/** Something that goes wrong, once, from its moment on. */
export type Fault = {
  /** Minutes after the beginning. */
  readonly minute: number
  /** The worker it happens to, from 0; null: whoever comes first. */
  readonly worker: number | null
} & (
  | {
      /** The process stands still right before the call leaves it, or right after the call has left. */
      readonly kind: "pause"
      readonly on: CallKind
      readonly isAfter: boolean
      readonly seconds: number
    }
  /** The process is killed there, and another one begins after a while. */
  | { readonly kind: "kill"; readonly on: CallKind; readonly isAfter: boolean; readonly seconds: number }
  /** The call reaches the other side so much later. */
  | { readonly kind: "late"; readonly on: CallKind; readonly seconds: number }
  /** The call never reaches the other side. */
  | { readonly kind: "lost"; readonly on: CallKind }
  /** A proxy on the way sends the request to the network a second time. */
  | { readonly kind: "twice"; readonly on: "reply" }
  /** The other side does what was asked, and its answer never comes. */
  | { readonly kind: "answer-lost"; readonly on: CallKind }
  /** The other side says no: a network with an error of its own, the database by breaking the connection. */
  | { readonly kind: "failed"; readonly on: CallKind }
  /** The clock of the worker's machine is set, and set right again after a while. */
  | { readonly kind: "clock"; readonly worker: number; readonly bySeconds: number; readonly seconds: number }
)

/** A fault in a few words. */
export function describeFault(fault: Fault): string {
  const who = fault.worker === null ? "whoever comes first" : `worker ${fault.worker}`
  const when = `minute ${fault.minute}: ${who}:`
  switch (fault.kind) {
    case "pause":
    case "kill":
      return `${when} ${fault.kind} of ${fault.seconds} s ${fault.isAfter ? "after" : "before"} a ${fault.on}`
    case "late":
      return `${when} a ${fault.on} is ${fault.seconds} s late`
    case "clock":
      return `${when} the clock is set by ${fault.bySeconds} s for ${fault.seconds} s`
    default:
      return `${when} a ${fault.on} is ${fault.kind === "twice" ? "sent twice" : fault.kind}`
  }
}
