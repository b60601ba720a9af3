import type { Clock, Desk, DeskOptions, Storage } from "@otklik/core"
import type { DeskHandlerOptions } from "@otklik/http"

/** A variable of the environment that the host reads. */
export interface EnvVariable {
  /** What it is for: `init` and `doctor` say it. */
  readonly title: string
  /** Whether the host works without it. Default false. */
  readonly isOptional?: boolean
  /** Whether its value is never printed. Default: by its name, as `VK_TOKEN` or `AUTHOR_KEY`. */
  readonly isSecret?: boolean
}

/** What every part of the config is made of. */
export interface Setup {
  /** The environment, with what the file `.env` beside the config adds to it. */
  readonly env: Readonly<Record<string, string | undefined>>
  /** The present moment; it can wait. */
  readonly clock: Clock
  /** Chance, as `Math.random`. */
  readonly random: () => number
  /** How networks are asked. Given to connectors, `doctor --online` sees by their answers whether clocks agree. */
  readonly fetch: typeof globalThis.fetch
}

/** One step of a schema, as `sqliteMigrations` and `postgresMigrations()` list them. */
export interface MigrationStep {
  /** 1 for the first step. */
  readonly version: number
  /** What it does, in words. */
  readonly name: string
  /** Statements, in order, for one transaction. */
  readonly statements: readonly string[]
}

/** A storage that was opened. */
export interface OpenedStorage {
  /** The storage. */
  readonly storage: Storage
  /** The steps of its schema, for `migrate --plan`. Default: the plan can only count them. */
  readonly migrations?: readonly MigrationStep[]
  /** Closes the handle that the host opened. Default: there is nothing to close. */
  readonly close?: () => void | Promise<void>
}

/** The desk's options without what the command line hands in. */
export type DeskParts = Omit<DeskOptions, "storage" | "clock">

/** How `serve` answers: the options of `createDeskHandler` without what the command line hands in. */
export interface HttpParts extends Omit<DeskHandlerOptions, "desk" | "clock" | "webhooks"> {
  /** Where networks reach the server, as `https://desk.example.org`. Absent: no network pushes. */
  readonly publicUrl?: string
}

/** What sends webhooks beside `desk.run`, as `createWebhookSender` of `@otklik/webhooks` makes it. */
export interface WebhookWork extends NonNullable<DeskHandlerOptions["webhooks"]> {
  /** Works until the signal aborts. */
  run(options: {
    /** Ends it. */
    readonly signal: AbortSignal
  }): Promise<void>
}

/** A fetch handler that `serve` mounts beside the API, as that of `@otklik/open311`. */
export interface MountedHandler {
  /** The path below which it answers, as `/open311`. */
  readonly basePath: string
  /** Answers. */
  readonly handler: (request: Request) => Response | Promise<Response>
}

/** What the parts beside the desk are made of. */
export interface DeskSetup extends Setup {
  /** The desk. */
  readonly desk: Desk
}
