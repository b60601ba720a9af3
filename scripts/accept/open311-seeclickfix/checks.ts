import { existsSync } from "node:fs"
import { join } from "node:path"
import { serve } from "../../../packages/http/test/serve.ts"
import { openTown, type Town } from "../../../packages/open311/test/town.ts"
import { root } from "../../root.ts"
import { ask, must, NoData, Skipped, type Check } from "../check.ts"

/** What each rule of the validator said of a server. */
async function judged(
  change: (response: Response) => Promise<Response> = async (response) => response,
): Promise<ReadonlyMap<string, string>> {
  const checkout = process.env["SEECLICKFIX"] ?? ""
  if (!existsSync(join(checkout, "bin/open311-validate")))
    throw new NoData("SEECLICKFIX names no checkout of SeeClickFix/open311-validator")
  let town: Town | undefined
  const { origin, close } = await serve(async (request) => change(town === undefined ? new Response() : await town.handler(request)))
  try {
    const publicUrl = `${origin}/open311/v2`
    town = await openTown({ handler: { publicUrl, stage: "test" } })
    const folders = ["-C", checkout, "-I", ".", "-I", join(root, "scripts/accept/open311-seeclickfix")]
    const args = [...folders, "bin/open311-validate", "-u", `${publicUrl}/discovery`, "-j", "chita.example"]
    const { out, err } = await ask("ruby", args, "ruby ruby-httparty ruby-rspec")
    if (err.includes("cannot load such file")) throw new Skipped(`no library of Ruby (apt-get install ruby-httparty ruby-rspec): ${err}`)
    return new Map([...out.matchAll(/^ {4}(.+?) +(PASSED|FAILED.*)$/gm)].map(([, rule = "", said = ""]) => [rule, said]))
  } finally {
    await close()
  }
}

const failed = (rules: ReadonlyMap<string, string>) => [...rules].filter(([, said]) => said !== "PASSED").map((rule) => rule.join(": "))

/** SeeClickFix's open311-validator, its rules unmodified: its folder is in SEECLICKFIX. */
export const checks: readonly Check[] = [
  {
    name: "every rule of SeeClickFix's validator passes",
    async run() {
      const rules = await judged()
      must(rules.size >= 20 && failed(rules).length === 0, `${rules.size} rules\n${failed(rules).join("\n")}`)
      return `${rules.size} rules`
    },
  },
  {
    name: "a server that says less than GeoReport asks for is found",
    async run() {
      const rules = await judged(async (response) => {
        const text = (await response.text()).replaceAll("GeoReport_v2", "").replaceAll(/changeset/g, "changed")
        return new Response(text, { headers: response.headers })
      })
      must(failed(rules).length > 0, "nothing was found")
      return failed(rules)
        .map((rule) => rule.slice(0, 40))
        .join("; ")
    },
  },
]
