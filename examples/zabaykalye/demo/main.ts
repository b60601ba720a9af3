import { isDeskError } from "@otklik/core"
import { ArgumentsError, readArguments, usage } from "./arguments.ts"
import { TaskError } from "./task-error.ts"

const { stdout, stderr } = process

/** 0: done; 1: it went wrong; 2: the arguments make no sense. */
async function run(): Promise<number> {
  try {
    const task = readArguments(process.argv.slice(2))
    if (task.kind === "help") stdout.write(usage)
    // Loaded when needed: whoever asks for help, or mistypes, need not wait for the whole desk.
    else if (task.kind === "play") await (await import("./play-day.ts")).playDay(task, stdout)
    else await (await import("./import-archive.ts")).importArchive(task, stdout)
    return 0
  } catch (error) {
    if (error instanceof ArgumentsError) {
      stderr.write(`Ошибка в параметрах: ${error.message}\n\n${usage}`)
      return 2
    }
    stderr.write(`Не получилось: ${told(error)}\n`)
    return 1
  }
}

/** What went wrong outside is said in a sentence; a mistake of the program comes with its place. */
function told(error: unknown): string {
  if (error instanceof TaskError || isDeskError(error)) return error.message
  return error instanceof Error ? (error.stack ?? error.message) : String(error)
}

// A reader that has seen enough (`| head`) ends the talk, not the work.
stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code !== "EPIPE") throw error
})

process.exitCode = await run()
