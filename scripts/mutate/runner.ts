import { TestRunner } from "vitest"
import { noticedIn, readLog, writeLog } from "./log.ts"

/** What the changed code reads and counts (the names are the instrumenter's). */
interface Switch {
  activeMutant?: string | undefined
  currentTestId?: string | undefined
  hitCount?: number | undefined
  hitLimit?: number | undefined
  readonly mutantCoverage: { readonly static: Record<string, number>; readonly perTest: Record<string, Record<string, number>> }
}

type Test = Parameters<TestRunner["onAfterTryTask"]>[0]
type Task = Parameters<TestRunner["onBeforeTryTask"]>[0]
type Try = Parameters<TestRunner["onBeforeTryTask"]>[1]

declare module "vitest" {
  interface ProvidedContext {
    /** Where the log is, and the mutant that is active from the start, "" for none. */
    mutate: { readonly log: string; readonly mutant: string }
  }
}

/** Programs that a test starts read the mutant from here. */
const variable = "__STRYKER_ACTIVE_MUTANT__"

/** Ends an attempt, so that the next mutant gets its own, with every hook. */
const again = new Error("the next mutant, please")

const namespace = "__stryker__"
const scope = globalThis as { [namespace]?: Switch }
const state: Switch = (scope[namespace] ??= { mutantCoverage: { static: {}, perTest: {} } })

/**
 * Runs each test once as it is; then once for each mutant that it reaches and that no test noticed yet, as a retry:
 * hooks run each time, modules are loaded once. At the end once more as it is: a test that fails then does not bear
 * repetition.
 */
export default class MutantRunner extends TestRunner {
  private readonly log: string
  private readonly fixed: string
  private readonly drawn: ReadonlySet<string>
  /** The mutants for the current test. */
  private queue: readonly string[] = []
  private noticed: string[] = []
  private more = false
  private failed = false
  private hits: Readonly<Record<string, number>> = {}
  private reported = new Set<string>()

  constructor(config: ConstructorParameters<typeof TestRunner>[0]) {
    super(config)
    const { log, mutant } = this.injectValue("mutate") as { readonly log: string; readonly mutant: string }
    this.log = log
    this.fixed = mutant
    this.drawn = new Set(readLog(log).flatMap((entry) => (entry.kind === "drawn" ? entry.mutants : [])))
    if (mutant !== "") this.activate(mutant, 1_000_000)
  }

  override async onBeforeRunTask(test: Task): Promise<void> {
    await super.onBeforeRunTask(test)
    if (this.fixed !== "" || test.type !== "test") return
    Object.assign(test, { retry: { count: 1_000_000, condition: () => this.more } })
    this.queue = []
    this.noticed = []
    this.more = false
  }

  override onBeforeTryTask(test: Task, options: Try): void {
    super.onBeforeTryTask(test, options)
    if (this.fixed !== "") return
    this.failed = false
    state.currentTestId = options.retry === 0 ? test.id : "again"
    if (options.retry === 0) return
    const mutant = this.queue[options.retry - 1]
    this.more = mutant !== undefined
    if (mutant === undefined) return
    writeLog(this.log, { kind: "try", mutant })
    this.activate(mutant, 1000 + 100 * (this.hits[mutant] ?? 0))
  }

  async runTask(test: Test): Promise<void> {
    const run = TestRunner.getTestFn(test) as () => Promise<void>
    try {
      await run()
    } catch (error) {
      this.failed = true
      // Of a test that notices a mutant nobody reads the message: to print the difference takes long.
      if (this.fixed === "" && state.activeMutant !== undefined) throw again
      throw error
    }
  }

  override onAfterTryTask(test: Test): void {
    if (this.fixed !== "") return super.onAfterTryTask(test)
    if (test.result?.retryCount === 0 && this.queue.length === 0) this.fillQueue(test)
    try {
      super.onAfterTryTask(test)
    } catch (error) {
      this.failed = true
      throw error
    }
    if (this.more) throw again
  }

  override async onAfterRetryTask(test: Test, options: Try): Promise<void> {
    await super.onAfterRetryTask(test, options)
    if (this.fixed !== "") return
    const failed = this.failed || (test.result?.errors?.at(-1)?.message ?? again.message) !== again.message
    const mutant = this.queue[options.retry - 1]
    this.deactivate()
    state.currentTestId = undefined
    if (options.retry === 0) {
      if (failed) writeLog(this.log, { kind: "broken", test: nameOf(test) })
      this.more &&= !failed
    } else if (mutant !== undefined) {
      if (failed) this.noticed.push(mutant)
      // Another attempt follows only where there is an error; that of a hook must not be taken for one of the next.
      if (failed) test.result?.errors?.splice(0, test.result.errors.length, { message: again.message })
    } else if (failed) {
      writeLog(this.log, { kind: "afresh", mutants: this.queue })
    } else {
      writeLog(this.log, ...this.noticed.map((id) => ({ kind: "noticed", mutant: id, test: nameOf(test) }) as const))
    }
  }

  override onAfterRunFiles(files: Parameters<TestRunner["onAfterRunFiles"]>[0]): void {
    super.onAfterRunFiles(files)
    if (this.fixed !== "") return
    for (const file of files) {
      for (const error of file.result?.errors ?? []) writeLog(this.log, { kind: "broken", test: `${file.name}: ${error.message}` })
    }
    const mutants = Object.keys(state.mutantCoverage.static).filter((id) => this.drawn.has(id) && !this.reported.has(`static ${id}`))
    for (const id of mutants) this.reported.add(`static ${id}`)
    if (mutants.length > 0) writeLog(this.log, { kind: "reached", mutants }, { kind: "afresh", mutants })
  }

  private fillQueue(test: Test): void {
    this.hits = { ...state.mutantCoverage.perTest[test.id] }
    const reached = Object.keys(this.hits).filter((id) => this.drawn.has(id))
    const fresh = reached.filter((id) => !this.reported.has(id))
    for (const id of fresh) this.reported.add(id)
    if (fresh.length > 0) writeLog(this.log, { kind: "reached", mutants: fresh })
    const noticed = noticedIn(readLog(this.log))
    this.queue = reached.filter((id) => !noticed.has(id))
    this.more = this.queue.length > 0
  }

  private activate(mutant: string, hitLimit: number): void {
    Object.assign(state, { activeMutant: mutant, hitCount: 0, hitLimit })
    process.env[variable] = mutant
  }

  private deactivate(): void {
    Object.assign(state, { activeMutant: undefined, hitCount: undefined })
    delete process.env[variable]
  }
}

function nameOf(test: Test): string {
  return test.fullName ?? test.name
}
