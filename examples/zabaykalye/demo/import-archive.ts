import { mkdir, stat } from "node:fs/promises"
import { basename } from "node:path"
import { isDeskError } from "@otklik/core"
import { answersUnknown } from "./output/report-words.ts"
import { writeResults } from "./output/write-results.ts"
import { counted, incidentForms, numberText } from "./wording.ts"
import { countLines, showProgress } from "./progress.ts"
import type { PostgresPlace } from "./replay/open-postgres.ts"
import { inTimeOrder } from "./replay/in-time-order.ts"
import { openReplay, type Replay } from "./replay/open-replay.ts"
import { readProgress } from "./replay/replay-connector.ts"
import { reportTable } from "./report-table.ts"
import { tellSkipped } from "./skipped-lines.ts"
import { TaskError } from "./task-error.ts"

/** What to import. */
export interface ImportTask {
  readonly input: string
  readonly out: string
  readonly from: string | null
  readonly to: string | null
  /** A PostgreSQL for the data; absent: SQLite in the folder. */
  readonly postgres?: PostgresPlace
}

/**
 * At most; the replay itself makes smaller pages where the archive is sparse. Fixed, because the archive's clock moves
 * by pages.
 */
const pageSize = 512

/**
 * Finds, registers and routes what stands in an archive, and writes the results. Goes on where it stopped, however it
 * stopped.
 *
 * @param task - file, folder and period
 * @param out - for people
 * @throws TaskError with a sentence for people
 */
export async function importArchive(task: ImportTask, out: NodeJS.WriteStream): Promise<void> {
  const { input, out: folder } = task
  if (!(await stat(input).catch(() => undefined))?.isFile()) throw new TaskError(`нет файла ${input}`)
  await makeFolder(folder)
  const { path, first, lines } = await inTimeOrder(input, folder)
  if (lines !== null) out.write("Сообщения в архиве стоят не по времени: читается копия, где они по порядку.\n")
  const files = [{ path, id: basename(input), first, lines }]
  const where = task.postgres === undefined ? {} : { postgres: task.postgres }
  const replay = await openReplay({ folder, files, ...where }).catch((error: unknown) => {
    if (isDeskError(error, "conflict")) throw new TaskError(`папка ${folder} занята: её сейчас наполняет другой запуск`)
    throw error
  })
  try {
    await readAll(replay, input, out)
    const progress = await readProgress(replay)
    const results = await writeResults(replay, folder, { from: task.from, to: task.to, knowsAnswers: false, progress, hasLinks: true })
    tellSkipped(progress, out)
    out.write(`\n${reportTable(results.report)}\n${answersUnknown}\n\n`)
    out.write(`${counted(results.incidents, incidentForms)}: ${results.incidentsPath}\nОтчёт: ${results.pagePath}, ${results.reportPath}\n`)
  } finally {
    await replay.close()
  }
}

async function makeFolder(folder: string): Promise<void> {
  try {
    await mkdir(folder, { recursive: true })
  } catch {
    throw new TaskError(`не удалось создать папку ${folder}`)
  }
}

async function readAll(replay: Replay, input: string, out: NodeJS.WriteStream): Promise<void> {
  const { desk } = replay
  const earlier = (await readProgress(replay)).reduce((sum, one) => sum + one.read, 0)
  const progress = showProgress(basename(input), await countLines(input), out)
  let lines = earlier
  let incidents = 0
  progress.reach(lines, incidents)
  const result = await desk.pull({
    pageSize,
    onPage(page) {
      lines += page.read
      incidents += page.registered
      progress.reach(lines, incidents)
    },
  })
  progress.end()
  const failure = result.failures[0]
  if (failure !== undefined) throw failure.error
  if (earlier > 0) out.write(`Раньше уже прочитано строк: ${numberText(earlier)}; новых сейчас: ${numberText(result.read)}.\n`)
}
