import { mkdtemp } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import { incidentTable } from "./incident-table.ts"
import { explainAll } from "./output/explained-incident.ts"
import { writeResults } from "./output/write-results.ts"
import { counted, incidentForms, numberText } from "./page/wording.ts"
import { countLines, showProgress } from "./progress.ts"
import { schemaOf, type PostgresPlace } from "./replay/open-postgres.ts"
import { openReplay, type Replay } from "./replay/open-replay.ts"
import { readProgress } from "./replay/replay-connector.ts"
import { reportTable } from "./report-table.ts"
import { tellSkipped } from "./skipped-lines.ts"
import { openOffice, type Office } from "./story/office.ts"
import { beginStory, type Story } from "./story/story.ts"
import { TaskError } from "./task-error.ts"

const before = { id: "before", title: "23 ноября", path: fileURLToPath(new URL("messages/before.ndjson", import.meta.url)) }
const day = { id: "day", title: "24 ноября", path: fileURLToPath(new URL("messages/day.ndjson", import.meta.url)), date: "2026-11-24" }

/** Small pages, so that the day goes by in steps of half an hour. */
const pageSize = 6

/** The story is told of this topic: danger to life, and a photo must prove the fix. */
const storyTopic = "open-manholes"

const tableRows = 16

/**
 * Plays the bundled two days: found, registered, routed, answered, reported.
 *
 * @param task - which was asked for: a PostgreSQL for the data; absent: SQLite in the run's own folder
 * @param out - for people
 */
export async function playDay({ postgres }: { readonly postgres?: PostgresPlace }, out: NodeJS.WriteStream): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), "otklik-demo-"))
  out.write(`Отклик: день из жизни Забайкальского края. Все сообщения выдуманы, адресов таких нет.\nПапка этого запуска: ${folder}\n`)
  if (postgres !== undefined) out.write(`Данные — в PostgreSQL, схема ${schemaOf(postgres, folder)}.\n`)
  out.write("\n")
  const replay = await openReplay({
    folder,
    files: [before, day].map(({ id, path }) => ({ id, path })),
    replies: true,
    ...(postgres === undefined ? {} : { postgres }),
  })
  try {
    if ((await readProgress(replay)).some(({ read }) => read > 0))
      throw new TaskError("в этой схеме уже лежит прошлый показ: назовите другую или уберите --schema")
    const office = openOffice(replay)
    await playFile(replay, office, before, out)
    const story = await playFile(replay, office, day, out, storyTopic)
    await story?.finish()
    await replay.desk.tick()
    const results = await writeResults(replay, folder, { from: day.date, to: day.date, knowsAnswers: true })

    out.write(`\nЧто нашлось 24 ноября\n${await dayTable(replay, results.report.period)}\n\n`)
    tellSkipped(await readProgress(replay), out)
    if (story !== undefined) out.write(`\nИстория одного обращения\n${story.lines().join("\n")}\n`)
    const { answered, closed } = office.done()
    out.write(`\nЕщё ответов за два дня: ${numberText(answered)}, закрыто: ${numberText(closed)}. Ответы переданы в replies.ndjson.\n`)
    out.write(`За сотрудников в этом показе отвечает программа; поиск, маршрут, сроки и отчёт — настоящие.\n`)
    out.write(
      `\nОтчёт\n${reportTable(results.report)}\n\n${counted(results.incidents, incidentForms)} за два дня: ${results.incidentsPath}\nОткройте в браузере: ${results.pagePath}\n`,
    )
  } finally {
    await replay.close()
  }
}

/** Reads a file page by page, and lets people work between two pages. */
async function playFile(
  replay: Replay,
  office: Office,
  file: { readonly id: string; readonly title: string; readonly path: string },
  out: NodeJS.WriteStream,
  topic?: string,
): Promise<Story | undefined> {
  const { desk } = replay
  const progress = showProgress(file.title, await countLines(file.path), out)
  let told: string | undefined
  let story: Story | undefined
  const stopListening = desk.events.on("incident-assigned", ({ incidentId, incident }) => {
    if (topic !== undefined && "topic" in incident && incident.topic === topic) told ??= incidentId
  })
  let lines = 0
  let incidents = 0
  for (;;) {
    const stop = new AbortController()
    const result = await desk.pull({ connectorIds: [`archive:${file.id}`], pageSize, signal: stop.signal, onPage: () => stop.abort() })
    if (result.failures[0] !== undefined) throw result.failures[0].error
    if (result.read === 0) break
    lines += result.read
    incidents += result.registered
    progress.reach(lines, incidents)
    if (told !== undefined && story === undefined) {
      office.leave(told)
      story = beginStory(replay, told)
    }
    await story?.step()
    await office.work()
    await desk.tick()
  }
  progress.end()
  stopListening()
  return story
}

async function dayTable({ desk, storage, clock }: Replay, period: { readonly from: string; readonly to: string }): Promise<string> {
  const metric = { id: "received", period, at: clock.now() } as const
  const page = await desk.find({ metric, limit: 1000 })
  // Those without an owner first: they want a person.
  const ordered = page.incidents.toSorted(
    (one, other) => Number(one.facts.authorityId !== null) - Number(other.facts.authorityId !== null) || one.number - other.number,
  )
  const table = incidentTable(await explainAll(storage, ordered.slice(0, tableRows)))
  const rest = ordered.length - tableRows
  return rest > 0 ? `${table}\n… и ещё ${numberText(rest)}: все — в incidents.ndjson и report.html` : table
}
