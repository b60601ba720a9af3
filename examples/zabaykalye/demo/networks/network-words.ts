import type { SimulatedNetwork } from "@otklik/testkit/networks"
import { counted, numberText } from "../wording.ts"
import { networkTitle } from "../titles.ts"
import type { Survived } from "./broken-line.ts"
import type { Networks } from "./open-networks.ts"
import { countStanding } from "./standing.ts"
import type { Town } from "./town.ts"

/** In the order in which people here name them. */
const order: readonly SimulatedNetwork[] = ["vk", "ok", "facebook", "instagram", "x"]

/** Who looks at the end of the day what became of it. */
const observer = { id: "observer", kind: "person" } as const

const messageForms = ["сообщение", "сообщения", "сообщений"] as const
const replyForms = ["ответ", "ответа", "ответов"] as const
const accountForms = ["сообщество", "сообщества", "сообществ"] as const

/** Which networks there are. */
export function networksText({ accounts }: Town): string {
  const parts = order.map((name) => {
    const own = accounts.filter(({ network }) => network === name)
    return `${networkTitle(name)} — ${own.length === 1 ? "одна учётная запись" : counted(own.length, accountForms)}`
  })
  return `Сети — симуляторы, которые говорят по настоящим протоколам: ${parts.join(", ")}.`
}

/** How messages came: by which way, in which network; and how many of those that were written did not. */
export function tellArrivals({ town, arrivals }: Networks, written: number, out: NodeJS.WriteStream): void {
  const { pushed, swept } = arrivals
  const came = pushed.size + swept.size
  out.write(
    `За два дня написано ${counted(written, messageForms)}: уведомлением пришло ${numberText(pushed.size)}, обходом найдено ${numberText(swept.size)}, ` +
      `потеряно ${numberText(written - came)}.\n`,
  )
  for (const name of order) {
    const count = (keys: ReadonlySet<string>): number => [...keys].filter((key) => key.startsWith(`${name}:`)).length
    const calls = town.simulators.get(name)?.requests.length ?? 0
    const ways = `уведомлений ${numberText(count(pushed))}, обходом ${numberText(count(swept))}`
    out.write(`  ${networkTitle(name).padEnd(14)} ${ways}; запросов к сети ${numberText(calls)}\n`)
  }
}

/** What stands in the networks under the messages, looked up there. */
export async function tellReplies(networks: Networks, survived: Survived | null, out: NodeJS.WriteStream): Promise<void> {
  const { once, twice, missing, open, strangers } = await countStanding(networks, networks.town)
  out.write(
    `В сетях под своими сообщениями стоит ${counted(once, replyForms)}; дважды — ${numberText(twice)}, пропало — ${numberText(missing)}, ` +
      `без утверждения — ${numberText(strangers)}, ещё не отправлено — ${numberText(open)}.\n`,
  )
  if (survived === null) return
  const number = (await networks.desk.case(survived.incidentId, { actor: observer }))?.incident.number
  out.write(
    `Один раз связь оборвалась сразу после публикации (${networkTitle(survived.network)}, обращение № ${number ?? "?"}): ` +
      `ответ нашёлся под сообщением, отправлен ${survived.calls === 1 ? "один раз" : `раз: ${survived.calls}`}.\n`,
  )
}
