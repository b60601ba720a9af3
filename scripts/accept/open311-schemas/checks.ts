import { existsSync, readFileSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { Ajv, type ValidateFunction } from "ajv"
import { createRandom } from "../../../packages/testkit/src/index.ts"
import { answered, asTexts, openTown, readXml, submitted, type Town } from "../../../packages/open311/test/town.ts"
import { root } from "../../root.ts"
import { ask, inFolder, must, Skipped, type Check } from "../check.ts"

/** The schemas of open311/schema-validation (CC BY 3.0), which are no part of the repository. */
const folder = join(root, "../shared/networks/open311/schema")
const names = ["service", "services", "service-definition", "request", "requests"] as const

function schemas(): (name: (typeof names)[number]) => ValidateFunction {
  if (!existsSync(folder)) throw new Skipped("the schemas of open311/schema-validation are not beside the repository")
  const ajv = new Ajv({ strict: false, allErrors: true })
  ajv.addFormat("date-time", /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(Z|[+-]\d{2}:\d{2})$/)
  ajv.addFormat("uri", (text) => URL.canParse(text))
  for (const name of names) ajv.addSchema(JSON.parse(readFileSync(join(folder, `${name}.json`), "utf8")) as object, `${name}.json`)
  return (name) => {
    const validate = ajv.getSchema(`${name}.json`)
    if (validate === undefined) throw new Error(`no schema ${name}`)
    return validate as ValidateFunction
  }
}

/** Texts with everything that breaks XML, in titles too, since those are what is shown. */
const titles = { heating: "Отопление & <вода>\u0000\u000B ]]>\uFFFE", pits: "Ямы \u{1F6A7} \"'\r\n" } as const

/** Plays so many incidents, each some way through its life. */
async function played(count: number): Promise<Town> {
  const town = await openTown({ titles })
  const random = createRandom(311)
  const any = <Value>(values: readonly Value[]): Value => {
    const value = values[Math.floor(random() * values.length)]
    if (value === undefined) throw new Error("nothing to choose from")
    return value
  }
  for (let one = 0; one < count; one += 1) {
    const topic = any(["heating", "pits"])
    const place = any<Readonly<Record<string, string>>>([
      {},
      { lat: "10", long: "-20.5" },
      { lat: "", long: "", address_string: "ул. <Ленина> & 1" },
    ])
    const { incidentId } = await submitted(town, {
      service_code: topic,
      description: `Жалоба ${one} ${any(Object.values(titles))}`,
      ...place,
    })
    const steps = Math.floor(random() * 5)
    if (topic === "pits" || steps === 0) continue
    if (random() < 0.1) {
      await town.give("moderator", { type: "dismiss", incidentId, reason: any(["news", "outside-the-region"]) })
      continue
    }
    await town.give("executor", { type: "take", incidentId })
    if (steps > 1)
      await answered(
        town,
        incidentId,
        any([
          { replyKind: "interim", outcome: { value: "planned", until: "2026-12-10T00:00:00Z" } },
          { replyKind: "clarify", waitMinutes: 60 },
          { replyKind: "interim", outcome: { value: "unknown", noDateReason: "ждём" } },
        ] as const),
      )
    if (steps > 2) {
      const { status } =
        (await town.give("moderator", { type: "end-wait", incidentId, cause: "decision" }).catch(() => undefined))?.incident ?? {}
      const outcome = any([{ value: "explained" }, { value: "fix-claimed" }, { value: "cannot-fix", reason: "нет" }] as const)
      if (status === undefined || status === "in-work") await answered(town, incidentId, { replyKind: "final", outcome })
      if (steps > 3) await town.give("moderator", { type: "close", incidentId, reason: "decision" })
    }
    town.clock.advance(random() * 10)
  }
  return town
}

const paths = {
  "/services": "services",
  "/services/heating": "service-definition",
  "/requests?page_size=1000": "requests",
  "/requests?status=closed": "requests",
  "/requests?status=open&service_code=heating&page=2&page_size=50": "requests",
  "/requests/1": "requests",
} as const

const addressOf = (path: string, format: string) => path.replace(/(\?|$)/, `.${format}$1`)

/** The official schemas and a parser of XML agree with what is said of 500 incidents. */
export const checks: readonly Check[] = [
  {
    name: "JSON is valid by the schemas of open311/schema-validation",
    async run() {
      const schemaOf = schemas()
      const town = await played(500)
      const seen: string[] = []
      const statuses = new Map<string, number>()
      for (const [path, name] of Object.entries(paths)) {
        const answer: unknown = await (await town.get(addressOf(path, "json"))).json()
        const validate = schemaOf(name)
        must(validate(answer), `${path}: ${JSON.stringify(validate.errors?.slice(0, 3))}`)
        const views = Array.isArray(answer) ? (answer as readonly { readonly status?: string }[]) : []
        for (const { status } of path.includes("1000") ? views : [])
          if (status !== undefined) statuses.set(status, (statuses.get(status) ?? 0) + 1)
        if (name === "requests" && path.includes("1000")) must(views.length === 500, `${views.length} of 500 requests`)
        seen.push(`${path} ${views.length}`)
      }
      must((statuses.get("open") ?? 0) > 20 && (statuses.get("closed") ?? 0) > 20, `both statuses: ${JSON.stringify([...statuses])}`)
      return `${seen.join(", ")}; ${JSON.stringify([...statuses])}`
    },
  },
  {
    name: "XML is well formed by xmllint, and says what JSON says",
    run: () =>
      inFolder(async (place) => {
        const town = await played(500)
        let bytes = 0
        for (const path of [...Object.keys(paths), "/servicerequestupdates", "/discovery", "/nothing", "/requests?page=0"]) {
          const [xml, json] = [
            await (await town.get(addressOf(path, "xml"))).text(),
            await (await town.get(addressOf(path, "json"))).json(),
          ]
          const file = join(place, "answer.xml")
          writeFileSync(file, xml)
          const { code, err } = await ask("xmllint", ["--noout", file], "libxml2-utils")
          must(code === 0, `${path}: ${err}`)
          must(JSON.stringify(readXml(xml)) === JSON.stringify(asTexts(legibleBreaks(json))), `${path}: XML and JSON differ`)
          bytes += xml.length
        }
        return `${bytes} characters of XML`
      }),
  },
]

/** Empty texts are null in XML. */
function legibleBreaks(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(legibleBreaks)
  if (typeof value !== "object" || value === null) return value === "" ? null : value
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, legibleBreaks(inner)]))
}
