import { isDeskError } from "@otklik/core"
import { Command, CommanderError, InvalidArgumentError, Option } from "commander"
import { styleText } from "node:util"
import type { ErrorAnswer } from "./answers.ts"
import type { CommandContext, CommandResult, Streamed } from "./command.ts"
import type { ImportIncidentsOptions, ImportMessagesOptions } from "./commands/import-tables.ts"
import { migrate } from "./commands/migrate.ts"
import type { InitOptions } from "./init/init.ts"
import type { ReportOptions } from "./commands/report.ts"
import type { ServeOptions } from "./commands/serve.ts"
import { CommandError, exitCodes, exitOf, type ExitCode } from "./exit.ts"
import { messageOf, openHost, type Host, type HostOptions } from "./host.ts"
import type { Machine, Paint } from "./machine.ts"

/** Options that every command has. */
interface CommonOptions extends HostOptions {
  readonly json?: boolean
}

type Act<Options> = (
  context: CommandContext,
  options: CommonOptions & Options,
  args: readonly string[],
) => Promise<CommandResult | Streamed>

/**
 * Runs one command of `otklik`. Answers go to `out`, everything else to `err`; with `--json` the answer is one document
 * (of `serve` a line an event), also when the command ends with an error.
 *
 * @param machine - where it runs
 * @returns the exit code
 */
export async function runCli(machine: Machine): Promise<ExitCode> {
  let exit: ExitCode = exitCodes.ok
  const program = createProgram(machine, (code) => (exit = code))
  try {
    await program.parseAsync([...machine.args], { from: "user" })
    return exit
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error
    if (error.exitCode === 0) return exitCodes.ok
    if (machine.args.includes("--json"))
      await machine.out(errorJson(new CommandError(exitCodes.usage, "usage", sentenceOf(error)), (text) => text))
    return exitCodes.usage
  }
}

function wholeNumber(text: string): number {
  if (/^\d{1,6}$/.test(text)) return Number(text)
  throw new InvalidArgumentError("a whole number was expected")
}

function createProgram(machine: Machine, end: (exit: ExitCode) => void): Command {
  const program = new Command("otklik")
    .description("The command line of an Otklik help desk.")
    .exitOverride()
    .configureOutput({
      writeOut: (text) => void machine.out(text),
      writeErr: machine.err,
      getOutHasColors: () => machine.isTerminal.out,
      getErrHasColors: () => machine.isTerminal.err,
    })
    .configureHelp({ showGlobalOptions: true })
    .addHelpText("after", "\nExit codes: 0 done, 1 found something, 2 usage or config, 75 try again later, 70 a fault of the program.")

  /** Adds a command; `act` makes its answer. */
  const add = <Options extends object>(parent: Command, name: string, description: string, act: Act<Options>): Command => {
    const command = parent.command(name).description(description)
    command
      .option("--json", "print the answer as JSON")
      .option("--config <file>", "the config (default: otklik.config.ts)")
      .option("--env-file <file>", "a file of variables (default: .env beside the config)")
      .option("--as <id>", "the person in whose name it is done")
      .action(async () => end(await perform(machine, command.opts<CommonOptions & Options>(), command.args, act)))
    return command
  }

  add(program, "init [folder]", "start a project in an empty folder", async (context, options: CommonOptions & InitOptions, args) =>
    (await import("./init/init.ts")).init(context, options, args),
  )
    .option("--yes", "ask nothing: SQLite, messages from a file, Europe/Moscow, unless options say otherwise")
    .addOption(new Option("--storage <storage>", "where incidents are stored").choices(["sqlite", "postgres"]))
    .option("--networks <names>", "vk, ok, telegram, facebook, instagram, x, with commas between", (names: string) =>
      names.split(",").flatMap((name) => (name.trim() === "" ? [] : [name.trim()])),
    )
    .option("--zone <zone>", "the time zone of the region, like Asia/Chita")
    .option("--dry-run", "write nothing and say what would be written")
  add(
    program,
    "doctor",
    "make sure that the host is in order",
    async (context, options: CommonOptions & { readonly only?: string; readonly online?: boolean }) => {
      const { doctor } = await import("./doctor/doctor.ts")
      return doctor(context, options, options)
    },
  )
    .option("--only <id>", "one check")
    .option("--online", "ask networks too: tokens, rights, clocks, hooks")
  add(program, "migrate", "bring the schema of the storage up to date", migrate).option("--plan", "print the SQL and change nothing")

  const rules = program.command("rules").description("try rules before they go live")
  const ofFile = "rules of a file of JSON (default: those of the desk)"
  add(rules, "check", "run the examples of rules, and lint them", async (context, options: CommonOptions & { readonly file?: string }) =>
    (await import("./commands/rules.ts")).checkRulesCommand(context, options),
  ).option("--file <file>", ofFile)
  add(
    rules,
    "explain <text>",
    "say which rules hold for a text, and why",
    async (context, options: CommonOptions & { readonly file?: string; readonly rule?: string }, args) =>
      (await import("./commands/rules.ts")).explainRules(context, options, args),
  )
    .option("--file <file>", ofFile)
    .option("--rule <id>", "explain this rule clause by clause, also where it does not hold")
  add(rules, "expand <query>", "say which words a query finds", async (context, options, args) =>
    (await import("./commands/rules.ts")).expandRules(context, options, args),
  )

  const simulate = program.command("simulate").description("try other terms and rules on what has happened")
  add(
    simulate,
    "sla",
    "say what would have been late under other policies",
    async (context, options: CommonOptions & { readonly policies: string }) =>
      (await import("./commands/simulate.ts")).simulateSla(context, options),
  ).requiredOption("--policies <file>", "the policies, a list in JSON")
  add(
    simulate,
    "rules",
    "say what other rules would find in an archive",
    async (context, options: CommonOptions & { readonly rules: string; readonly over: string; readonly samples: number }) =>
      (await import("./commands/simulate.ts")).simulateRules(context, options),
  )
    .requiredOption("--rules <file>", "the other rules, a file of JSON")
    .requiredOption("--over <file>", "messages, a line of JSON each, with `text`")
    .option("--samples <number>", "how many messages are named for each difference", wholeNumber, 10)

  add(program, "report", "count a period", async (context, options: CommonOptions & ReportOptions) =>
    (await import("./commands/report.ts")).report(context, options),
  )
    .requiredOption("--from <date>", "the first local date, like 2026-11-01")
    .requiredOption("--to <date>", "the local date after the last one")
    .addOption(new Option("--compare <with>", "the period to compare with").choices(["previous", "year-before"]))
    .addOption(new Option("--format <format>", "how it is written (default: csv)").choices(["html", "csv", "json", "xlsx"]))
    .option("--table <number>", "of csv: which table, from 0 (default: the totals)")
    .option("--out <file>", "write a file that there is not yet")
    .option("--zone <zone>", "the time zone of its days (default: that of the desk's calendar)")
    .addOption(new Option("--locale <locale>", "the language").choices(["ru", "en"]).default("ru"))
    .option("--title <title>", "the heading of the page", "Обращения жителей в социальных сетях")

  add(
    program,
    "export",
    "take everything of the tenant out, as lines",
    async (context, options: CommonOptions & { readonly out?: string }) =>
      (await import("./commands/move.ts")).exportTenant(context, options),
  ).option("--out <file>", "write a file that there is not yet (default: stdout)")

  const imports = program.command("import").description("take something in")
  add(imports, "tenant <file>", "take in the lines of an export, into a tenant that has nothing", async (context, options, args) =>
    (await import("./commands/move.ts")).importTenant(context, options, args),
  )
  const table = (command: Command): Command =>
    command
      .option("--mapping <file>", "what the columns are (default: by their headings)")
      .addOption(new Option("--encoding <encoding>", "of a table in text").choices(["utf-8", "utf-16le", "windows-1251"]))
      .option("--zone <zone>", "the time zone of its moments (default: that of the desk's calendar)")
  table(
    add(
      imports,
      "incidents <file>",
      "take over incidents of another system, with their history",
      async (context, options: CommonOptions & ImportIncidentsOptions, args) =>
        (await import("./commands/import-tables.ts")).importIncidentTable(context, options, args),
    ),
  )
    .option("--im47", "the spreadsheet of 47 columns of the real help desk")
    .addOption(new Option("--clocks <clocks>", "whether terms of the past count").choices(["as-of", "none"]).default("none"))
    .addOption(new Option("--open <open>", "what becomes of open rows").choices(["adopt", "skip"]).default("skip"))
    .option("--update", "add what happened to rows that were taken over before")
    .option("--dry-run", "store nothing and report the same")
  table(
    add(
      imports,
      "messages <file>",
      "read complaints from a table, each at its own moment",
      async (context, options: CommonOptions & ImportMessagesOptions, args) =>
        (await import("./commands/import-tables.ts")).importMessageTable(context, options, args),
    ),
  ).addOption(new Option("--clocks <clocks>", "whether terms run for them").choices(["none", "run"]).default("none"))

  add(program, "serve", "answer HTTP and work, until the process is asked to end", async (context, options: CommonOptions & ServeOptions) =>
    (await import("./commands/serve.ts")).serve(context, options),
  )
    .addOption(new Option("--only <part>", "one of the two").choices(["http", "worker"]))
    .option("--port <number>", "where it listens", wholeNumber, 8080)
    .option("--host <address>", "at which address it listens", "127.0.0.1")
    .option("--drain <seconds>", "how long it answers on when it is asked to end, but is not ready", wholeNumber, 0)
  return program
}

async function perform<Options extends object>(
  machine: Machine,
  options: CommonOptions & Options,
  args: readonly string[],
  act: Act<Options>,
): Promise<ExitCode> {
  const isJson = options.json === true
  const paint = painterOf(machine.isTerminal.out && !isJson)
  let host: Host | undefined
  try {
    host = openHost(machine, options)
    const talk = (line: string): void => machine.err(`${host?.hide(line) ?? line}\n`)
    const result = await act({ machine, host, isJson, paint, talk }, options, args)
    if ("answer" in result) await machine.out(host.hide(isJson ? `${JSON.stringify(result.answer, null, 2)}\n` : result.text))
    return result.exit
  } catch (error) {
    const hide = (text: string): string => host?.hide(text) ?? text
    if (isJson) await machine.out(errorJson(error, hide))
    else machine.err(errorText(error, hide, painterOf(machine.isTerminal.err)))
    return exitOf(error)
  } finally {
    await host?.close().catch((error: unknown) => machine.err(`the storage was not closed: ${host?.hide(messageOf(error)) ?? ""}\n`))
  }
}

/** In one line: `serve` prints lines of JSON. */
function errorJson(error: unknown, hide: (text: string) => string): string {
  const issues = isDeskError(error) && "issues" in error.details ? error.details.issues : undefined
  const answer: ErrorAnswer = {
    error: {
      code: codeOf(error),
      message: hide(messageOf(error)),
      ...(issues === undefined ? {} : { issues: issues.map(({ path, message }) => ({ path, message: hide(message) })) }),
    },
  }
  return `${JSON.stringify(answer)}\n`
}

function errorText(error: unknown, hide: (text: string) => string, paint: Paint): string {
  const issues = isDeskError(error) && "issues" in error.details && error.details.issues.length > 1 ? error.details.issues : []
  const lines = [
    `${paint("red", "error")} (${codeOf(error)}): ${hide(messageOf(error))}`,
    ...issues.map(({ path, message }) => `  ${path}: ${hide(message)}`),
    // Of a fault of ours the place is all that helps.
    ...(exitOf(error) === exitCodes.fault && error instanceof Error ? [hide(error.stack ?? "")] : []),
  ]
  return `${lines.join("\n")}\n`
}

function codeOf(error: unknown): string {
  return isDeskError(error) || error instanceof CommandError ? error.code : "fault"
}

/** commander's sentence begins with `error: `. */
function sentenceOf({ message }: CommanderError): string {
  return message.replace(/^error: /, "")
}

function painterOf(isPainted: boolean): Paint {
  return (style, text) => (isPainted ? styleText(style, text, { validateStream: false }) : text)
}
