import { isDeskError, type DeskErrorCode } from "@otklik/core"

/**
 * With what a command ends: 0 done; 1 it found something (a check that failed, a row that was refused); 2 usage or
 * config; 70 a fault of the program; 75 try again later (storage, network). The last two are those of `sysexits.h`.
 */
export type ExitCode = 0 | 1 | 2 | 70 | 75

/** The codes by what they mean. */
export const exitCodes = { ok: 0, found: 1, usage: 2, fault: 70, tryAgain: 75 } as const satisfies Readonly<Record<string, ExitCode>>

const codes: Readonly<Record<DeskErrorCode, ExitCode>> = {
  config: exitCodes.usage,
  "invalid-query": exitCodes.usage,
  "invalid-rule": exitCodes.usage,
  "not-found": exitCodes.usage,
  forbidden: exitCodes.usage,
  auth: exitCodes.usage,
  capability: exitCodes.usage,
  duplicate: exitCodes.found,
  "illegal-transition": exitCodes.found,
  "missing-fact": exitCodes.found,
  protocol: exitCodes.found,
  refused: exitCodes.found,
  "unreadable-photo": exitCodes.found,
  ambiguous: exitCodes.tryAgain,
  "rate-limited": exitCodes.tryAgain,
  network: exitCodes.tryAgain,
  conflict: exitCodes.tryAgain,
}

/** A command that ends with a sentence for whoever gave it. */
export class CommandError extends Error {
  /** With what it ends. */
  readonly exit: ExitCode
  /** What kind of trouble it is, for programs. */
  readonly code: string

  /** @param code - for programs, as `usage` */
  constructor(exit: ExitCode, code: string, message: string, options?: ErrorOptions) {
    super(message, options)
    this.exit = exit
    this.code = code
  }
}

/** With what a command ends that threw. */
export function exitOf(error: unknown): ExitCode {
  if (error instanceof CommandError) return error.exit
  if (isDeskError(error)) return codes[error.code]
  return exitCodes.fault
}
