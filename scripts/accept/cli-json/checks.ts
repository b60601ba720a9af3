import { symlinkSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { answerSchemas, type AnswerSchemas } from "@otklik/cli"
import { root } from "../../root.ts"
import { inFolder, must, type Check } from "../check.ts"
import { otklikOfSources, start, until, type Ran } from "../cli.ts"

type Name = keyof AnswerSchemas

interface Expected {
  /** The words after the command's own. */
  readonly words?: readonly string[]
  readonly code: number
  /** `error`: it ends with one. */
  readonly answer: Name
  readonly env?: Readonly<Record<string, string>>
}

const period = ["--from", "2026-11-01", "--to", "2026-12-01"]
const other = { DATABASE: "other.db" }

/** Every command as a script would use it, in this order, in a project of `otklik init`. */
const commands: readonly (readonly [command: string, expected: Expected])[] = [
  ["serve", { code: 75, answer: "error" }],
  ["migrate", { words: ["--plan"], code: 0, answer: "migrate" }],
  ["migrate", { code: 0, answer: "migrate" }],
  ["doctor", { code: 0, answer: "doctor" }],
  ["doctor", { code: 1, answer: "doctor", env: { API_TOKEN: "" } }],
  ["doctor", { words: ["--only", "nothing"], code: 2, answer: "error" }],
  ["rules check", { code: 0, answer: "rules check" }],
  ["rules check", { words: ["--file", "bad-rules.json"], code: 1, answer: "rules check" }],
  ["rules explain", { words: ["Дома ледяные батареи", "--rule", "lamps"], code: 0, answer: "rules explain" }],
  ["rules expand", { words: ["фонарь"], code: 0, answer: "rules expand" }],
  ["rules expand", { words: ["(фонарь"], code: 2, answer: "error" }],
  ["import messages", { words: ["table.csv"], code: 1, answer: "import messages" }],
  ["import incidents", { words: ["incidents.csv", "--dry-run"], code: 0, answer: "import incidents" }],
  ["report", { words: period, code: 0, answer: "report" }],
  ["report", { words: [...period, "--as", "nobody"], code: 2, answer: "error" }],
  ["report", { words: period, code: 70, answer: "error", env: { FAULT: "yes" } }],
  ["simulate sla", { words: ["--policies", "policies.json"], code: 0, answer: "simulate sla" }],
  ["simulate rules", { words: ["--rules", "bad-rules.json", "--over", "inbox/messages.ndjson"], code: 0, answer: "simulate rules" }],
  ["export", { words: ["--out", "desk.ndjson"], code: 0, answer: "export" }],
  ["export", { code: 2, answer: "error" }],
  ["migrate", { code: 0, answer: "migrate", env: other }],
  ["import tenant", { words: ["desk.ndjson"], code: 0, answer: "import tenant", env: other }],
  ["import tenant", { words: ["desk.ndjson"], code: 75, answer: "error", env: other }],
  ["nonsense", { code: 2, answer: "error" }],
]

const files: Readonly<Record<string, string>> = {
  "bad-rules.json": JSON.stringify({ rules: [{ id: "lamps", query: "фонарь", topic: "lighting", examples: { match: ["лампа"] } }] }),
  "table.csv":
    "Дата;Текст;Ссылка\n20.11.2026 10:00;Во дворе темно, фонарь разбит;https://example.org/2\nкогда-то;Фонарь;https://example.org/3\n",
  "incidents.csv": "ид;создано;текст;тематика\n1;20.11.2026 10:00;Фонарь разбит;lighting\n",
  "policies.json": JSON.stringify([
    { id: "reply", version: "2", goal: "first-reply", startsAt: "registered", term: { minutes: 60, time: "wall" } },
  ]),
  // The project's own config, with a fault of the host where FAULT is set.
  "fault.config.ts": `import config from "./otklik.config.ts"
import { defineConfig } from "@otklik/cli"
export default defineConfig({
  ...config,
  async desk(setup) {
    const parts = await config.desk(setup)
    if (setup.env["FAULT"] === undefined) return parts
    const reach = (): never => { throw new TypeError("a fault") }
    return { ...parts, authorisation: { decide: reach, reach } }
  },
})
`,
}

/** Every command prints one document of its schema, no colour, and ends as the pages list. */
export const checks: readonly Check[] = [
  {
    name: "stdout parses by the schema of the command, without colours, and exit codes are those of the pages",
    run: () =>
      inFolder(async (base) => {
        symlinkSync(join(root, "node_modules"), join(base, "node_modules"))
        const begun = await start([...otklikOfSources, "init", "town", "--yes", "--zone", "Asia/Chita", "--json"], base).done
        checkAnswer("init", "init", begun, 0)
        const folder = join(base, "town")
        for (const [name, content] of Object.entries(files)) writeFileSync(join(folder, name), content)
        for (const [command, { words = [], code, answer, env }] of commands) {
          const line = [...command.split(" "), ...words, "--json", "--config", "fault.config.ts"]
          checkAnswer([command, ...words].join(" "), answer, await start([...otklikOfSources, ...line], folder, env).done, code)
        }
        const lines = await serveOnce(folder)
        return `${commands.length + 1} commands, ${lines} lines of serve`
      }),
  },
]

function checkAnswer(command: string, answer: Name, { code, out, err }: Ran, expected: number): void {
  must(code === expected, `${command}: ended with ${code}, not ${expected}\n${out}${err}`)
  must(!`${out}${err}`.includes("\u001B["), `${command}: it colours without a terminal`)
  const parsed = answerSchemas[answer].safeParse(JSON.parse(out))
  must(parsed.success, `${command}: ${parsed.error?.message ?? ""}`)
}

async function serveOnce(folder: string): Promise<number> {
  const server = start([...otklikOfSources, "serve", "--json", "--port", "0"], folder)
  await until(server, (out) => (out.includes('"started"') ? true : undefined))
  server.child.kill("SIGTERM")
  const { code, out } = await server.done
  must(code === 0, `serve ended with ${code}\n${out}`)
  const lines = out.trimEnd().split("\n")
  for (const line of lines) must(answerSchemas.serve.safeParse(JSON.parse(line)).success, `serve: ${line}`)
  return lines.length
}
