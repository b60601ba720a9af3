import { existsSync } from "node:fs"
import { join } from "node:path"
import { serve } from "../../../packages/http/test/serve.ts"
import { answered, openTown, person, submitted } from "../../../packages/open311/test/town.ts"
import { root } from "../../root.ts"
import { ask, must, NoData, Skipped, type Check } from "../check.ts"

/** What the driver saw through FixMyStreet's client. */
interface Seen {
  readonly services: readonly string[]
  readonly definition: string
  readonly sent: string
  readonly sent_again: string
  readonly requests: readonly string[]
  readonly one: readonly string[]
  readonly update_id: string
  readonly updates: readonly (readonly [request: string, id: string, state: string, description: string, at: string])[]
  readonly error_key: string
  readonly error_service: string
  readonly token: unknown
}

const debian = "libxml-simple-perl libxml-parser-perl libmoo-perl libmoox-types-mooselike-perl libwww-perl libdatetime-format-w3cdtf-perl"

async function drive(endpoint: string): Promise<Seen> {
  const checkout = process.env["FIXMYSTREET"] ?? ""
  const library = join(checkout, "perllib")
  if (checkout === "" || !existsSync(join(library, "Open311.pm")))
    throw new NoData("FIXMYSTREET names no checkout of mysociety/fixmystreet with perllib/Open311.pm")
  const { code, out, err } = await ask(
    "perl",
    ["-I", library, join(root, "scripts/accept/open311-fixmystreet/client.pl"), endpoint],
    "perl",
  )
  if (err.includes("Can't locate")) throw new Skipped(`no module of Perl (apt-get install ${debian})`)
  must(code === 0 && err === "", `perl: ${err}`)
  return JSON.parse(out) as Seen
}

/** FixMyStreet's own client, unmodified, sends to our server and reads from it. */
export const checks: readonly Check[] = [
  {
    name: "perllib/Open311.pm finds services, sends once, reads requests and updates, and shows no answer as fixed",
    async run() {
      const town = await openTown({ handler: { statuses: "fixmystreet" } })
      const ends = [
        [{ value: "explained" }, "unable to fix"],
        [{ value: "not-competent", competent: "РЖД" }, "not responsible"],
        [{ value: "fix-claimed" }, "fixed - council"],
      ] as const
      const states = new Map<string, string>()
      for (const [outcome, state] of ends) {
        const { number, incidentId } = await submitted(town, { description: `Яма ${outcome.value}` })
        await town.give("executor", { type: "take", incidentId })
        await answered(town, incidentId, { replyKind: "final", outcome })
        await town.give("moderator", { type: "close", incidentId, reason: "decision" })
        states.set(number, state)
      }
      const { origin, close } = await serve(town.handler)
      try {
        const seen = await drive(`${origin}/open311/v2/`)
        must(seen.services.join() === "heating=Отопление,pits=Ямы & <выбоины>", seen.services.join())
        must(seen.definition === "heating", `definition: ${seen.definition}`)
        must(seen.sent === "4" && seen.sent_again === "4", `sent ${seen.sent}, and again ${seen.sent_again}`)
        must(seen.requests.includes("4 open 52.03 113.5 Отопление") && seen.requests.length === 4, seen.requests.join("; "))
        must(seen.one.join() === "4", seen.one.join())
        must(/^4-[\w-]+$/.test(seen.update_id), `update: ${seen.update_id}`)
        for (const [number, state] of states) {
          const last = seen.updates.findLast(([request]) => request === number)
          must(last?.[2] === state, `${number} is shown as ${last?.[2]}; ${state} was expected`)
        }
        const known = ["confirmed", "in progress", "unable to fix", "not responsible", "fixed - council"]
        must(
          seen.updates.every(([, , state]) => known.includes(state)),
          JSON.stringify(seen.updates),
        )
        must(seen.error_key.includes("403: api_key was not found."), seen.error_key)
        must(seen.error_service.includes("404: service_code was not found."), seen.error_service)
        const { incidents } = await town.desk.find({ numbers: [4] }, { actor: person("supervisor") })
        const found = await town.desk.case(incidents[0]?.incident.incidentId ?? "", { actor: person("supervisor") })
        const texts = found?.messages.map(({ text }) => text) ?? []
        must(texts[0]?.includes("Третий день нет тепла") === true && texts[1] === "Всё ещё холодно", JSON.stringify(texts))
        must(!JSON.stringify(found).includes("resident@"), "a contact was stored")
        return `${seen.requests.length} requests, ${seen.updates.length} updates, ${[...states.values()].join(", ")}`
      } finally {
        await close()
      }
    },
  },
]
