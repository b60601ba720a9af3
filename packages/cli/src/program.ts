import { isDeskError } from "@otklik/core"
import { Command, CommanderError } from "commander"
import { styleText } from "node:util"
import type { ErrorAnswer } from "./answers.ts"
import type { CommandContext, CommandResult, Streamed } from "./command.ts"
import { migrate } from "./commands/migrate.ts"
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
      machine.out(errorJson(new CommandError(exitCodes.usage, "usage", sentenceOf(error)), (text) => text))
    return exitCodes.usage
  }
}

function createProgram(machine: Machine, end: (exit: ExitCode) => void): Command {
  const program = new Command("otklik")
    .description("The command line of an Otklik help desk.")
    .exitOverride()
    .configureOutput({
      writeOut: machine.out,
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
    if ("answer" in result) machine.out(host.hide(isJson ? `${JSON.stringify(result.answer, null, 2)}\n` : result.text))
    return result.exit
  } catch (error) {
    const hide = (text: string): string => host?.hide(text) ?? text
    if (isJson) machine.out(errorJson(error, hide))
    else machine.err(errorText(error, hide, painterOf(machine.isTerminal.err)))
    return exitOf(error)
  } finally {
    await host?.close().catch((error: unknown) => machine.err(`the storage was not closed: ${host?.hide(messageOf(error)) ?? ""}\n`))
  }
}

function errorJson(error: unknown, hide: (text: string) => string): string {
  const issues = isDeskError(error) && "issues" in error.details ? error.details.issues : undefined
  const answer: ErrorAnswer = {
    error: {
      code: codeOf(error),
      message: hide(messageOf(error)),
      ...(issues === undefined ? {} : { issues: issues.map(({ path, message }) => ({ path, message: hide(message) })) }),
    },
  }
  return `${JSON.stringify(answer, null, 2)}\n`
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
