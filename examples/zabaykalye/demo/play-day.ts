import { mkdtemp, writeFile } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import { incidentTable } from "./incident-table.ts"
import { breakLine } from "./networks/broken-line.ts"
import { readDayMessages } from "./networks/day-messages.ts"
import { networksText, tellArrivals, tellReplies } from "./networks/network-words.ts"
import { openNetworks, type Networks } from "./networks/open-networks.ts"
import { playMessages, type PlayedDay } from "./networks/play-messages.ts"
import { readSources } from "./networks/read-sources.ts"
import type { OpenDesk } from "./open-desk.ts"
import { explainAll } from "./output/explained-incident.ts"
import { reportNovember } from "./output/november.ts"
import { writeResults } from "./output/write-results.ts"
import { counted, incidentForms, numberText } from "./wording.ts"
import { schemaOf, type PostgresPlace } from "./replay/open-postgres.ts"
import { reportTable } from "./report-table.ts"
import { talksText } from "./output/talks-text.ts"
import { openOffice } from "./story/office.ts"
import { beginTalk } from "./story/talk.ts"
import { talkScripts } from "./story/talk-scripts.ts"

const messagesOf = (name: string): string => fileURLToPath(new URL(`messages/${name}.ndjson`, import.meta.url))
const before: PlayedDay = { title: "23 ноября", path: messagesOf("before"), until: "2026-11-23T14:59:00.000Z" }
const day: PlayedDay = { title: "24 ноября", path: messagesOf("day"), until: "2026-11-24T14:59:00.000Z" }
const dayDate = "2026-11-24"

/** An hour before the first day: what networks hold already is read, and their pushes are set up. */
const beginning = "2026-11-22T14:00:00.000Z"

/** The story is reported this topic: danger to life, and a photo must prove the fix. */
const storyTopic = "open-manholes"

/** The first reply after this moment loses its connection. */
const brokenAt = "2026-11-24T03:00:00.000Z"

const tableRows = 16

/**
 * Plays the bundled two days through five simulated networks: written, found, registered, routed, answered, reported.
 *
 * @param task - which was asked for: a PostgreSQL for the data; absent: SQLite in the run's own folder
 * @param out - for people
 */
export async function playDay({ postgres }: { readonly postgres?: PostgresPlace }, out: NodeJS.WriteStream): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), "otklik-demo-"))
  out.write(`Отклик: день из жизни Забайкальского края. Все сообщения выдуманы, адресов таких нет.\nПапка этого запуска: ${folder}\n`)
  if (postgres !== undefined) out.write(`Данные — в PostgreSQL, схема ${schemaOf(postgres, folder)}.\n`)
  const messages = [...(await readDayMessages(before.path)), ...(await readDayMessages(day.path))]
  const networks = await openNetworks({ folder, messages, at: beginning, ...(postgres === undefined ? {} : { postgres }) })
  try {
    out.write(`${networksText(networks.town)}\n\n`)
    const sources = readSources(networks)
    const office = openOffice(networks)
    const talks = talkScripts.map((script) => beginTalk(networks, office, script))
    const line = breakLine(networks)
    await networks.deliver()
    await networks.desk.pull()
    await playMessages(networks, office, before, out, { talks })
    const story = await playMessages(networks, office, day, out, {
      topic: storyTopic,
      talks,
      later: { at: brokenAt, act: () => line.cut() },
    })
    await story?.finish()
    const said = talks.flatMap((talk) => talk.end())
    await networks.desk.tick()
    const progress = [sources()]
    const results = await writeResults(networks, folder, { from: dayDate, to: dayDate, knowsAnswers: true, progress, hasLinks: false })
    await writeKeys(networks, folder)

    out.write("\n")
    tellArrivals(networks, messages.length + said.length, out)
    out.write(`\nЧто нашлось 24 ноября\n${await dayTable(networks, results.report.period)}\n`)
    if (story !== undefined) out.write(`\nИстория одного обращения\n${story.lines().join("\n")}\n`)
    const { answered, closed } = office.done()
    out.write(`\nЕщё ответов за два дня: ${numberText(answered)}, закрыто: ${numberText(closed)}.\n`)
    const talked = await talksText(networks)
    if (talked !== null) out.write(`${talked}\n`)
    await tellReplies(networks, line.told(), out)
    out.write(`За жителей, сотрудников и сети здесь играет программа; чтение, поиск, маршрут, сроки, ответы и отчёт — настоящие.\n`)
    out.write(
      `\nОтчёт\n${reportTable(results.report)}\n\n${counted(results.incidents, incidentForms)} за два дня: ${results.incidentsPath}\nОткройте в браузере: ${results.pagePath}\n`,
    )
    const { imported, report, pagePath, workbookPath } = await reportNovember(networks, folder)
    out.write(
      `\nНоябрь против прошлого ноября\nИз прежней системы перенесено ${counted(imported, incidentForms)} (history.xlsx), каждое в своём времени.\n${reportTable(report, "november.html")}\n\nОткройте в браузере: ${pagePath}\nИли таблицей: ${workbookPath}\n`,
    )
  } finally {
    await networks.close()
  }
}

/** Networks number their messages by themselves: which line of the bundled days is which message. */
async function writeKeys({ town }: Networks, folder: string): Promise<void> {
  await writeFile(join(folder, "keys.json"), `${JSON.stringify(Object.fromEntries(town.archiveKeys), null, 2)}\n`)
}

async function dayTable({ desk, storage, clock }: OpenDesk, period: { readonly from: string; readonly to: string }): Promise<string> {
  const metric = { id: "received", period, at: clock.now() } as const
  const page = await desk.find({ metric }, { limit: 1000 })
  // Those without an owner first: they want a person.
  const ordered = page.incidents.toSorted(
    (one, other) => Number(one.facts.authorityId !== null) - Number(other.facts.authorityId !== null) || one.number - other.number,
  )
  const table = incidentTable(await explainAll(storage, ordered.slice(0, tableRows)))
  const rest = ordered.length - tableRows
  return rest > 0 ? `${table}\n… и ещё ${numberText(rest)}: все — в incidents.ndjson и report.html` : table
}
