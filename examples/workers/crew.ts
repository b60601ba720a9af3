import { fork, type ChildProcess } from "node:child_process"
import { once } from "node:events"
import { fileURLToPath } from "node:url"
import type { WorkerNews, WorkerSettings } from "./worker-settings.ts"

const soundWorker = new URL("worker.ts", import.meta.url)

/**
 * A program that freezes between the network's answer to its first reply and the commit: the worst moment to be killed.
 */
export const freezingWorker = new URL("freezing-worker.ts", import.meta.url)

/** A worker process, and what it has told of its work. */
export interface Worker {
  readonly workerId: string
  readonly sources: ReadonlySet<string>
  readonly done: Readonly<Record<"pages" | "registered" | "deadlines" | "closed" | "replies" | "failed", number>>
  /** How it ended; absent while it works. */
  readonly end?: string
  /** Resolves when it has frozen; rejects when it ends before. */
  readonly frozen: Promise<void>
  /** Ends it as a power cut would. */
  kill(): Promise<void>
  /** Asks it to finish what it has begun. */
  stop(): Promise<void>
}

/** Starts a worker process: of this folder's program, or of another that takes the same settings. */
export async function startWorker(settings: WorkerSettings, program: URL = soundWorker): Promise<Worker> {
  const child = fork(fileURLToPath(program), [JSON.stringify(settings)], { execArgv: ["--conditions=@otklik/source"] })
  const sources = new Set<string>()
  const done = { pages: 0, registered: 0, deadlines: 0, closed: 0, replies: 0, failed: 0 }
  const worker = {
    workerId: settings.workerId,
    sources,
    done,
    end: undefined as string | undefined,
    frozen: heard(child, "frozen"),
    kill: () => endBy(child, "SIGKILL"),
    stop: () => endBy(child, "SIGTERM"),
  }
  worker.frozen.catch(() => {})
  child.once("exit", (code, signal) => {
    worker.end = signal ?? `exit ${code}`
  })
  child.on("message", (news: WorkerNews) => {
    if (news.type === "page") {
      done.pages += 1
      done.registered += news.registered
      if (news.registered > 0) sources.add(news.sourceId)
    } else if (news.type === "deadline") done.deadlines += 1
    else if (news.type === "closed") done.closed += 1
    else if (news.type === "reply") done.replies += 1
    else if (news.type === "failed") done.failed += 1
  })
  await heard(child, "ready")
  return worker
}

async function endBy(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  child.kill(signal)
  await once(child, "exit")
}

function heard(child: ChildProcess, type: WorkerNews["type"]): Promise<void> {
  return new Promise((resolve, reject) => {
    child.on("message", (news: WorkerNews) => {
      if (news.type === type) resolve()
    })
    child.once("exit", (code, signal) => reject(new Error(`a worker ended with ${signal ?? code} before it was ${type}`)))
  })
}
