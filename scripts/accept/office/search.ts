import { createArchiveConnector } from "@otklik/connector-archive"
import { createDesk, type Storage } from "@otklik/core"
import { createMatcher, expandQuery } from "@otklik/core/rules"
import { russian } from "@otklik/locale-ru"
import { createMemoryStorage } from "@otklik/storage-memory"
import { createSqliteStorage } from "@otklik/storage-sqlite"
import { createManualClock } from "@otklik/testkit"
import { existsSync } from "node:fs"
import { readFile, writeFile } from "node:fs/promises"
import { join } from "node:path"
import { env } from "node:process"
import { DatabaseSync } from "node:sqlite"
import { root } from "../../root.ts"
import { ask, inFolder, must, NoData, type Check } from "../check.ts"
import { officer } from "./town.ts"

/** Texts of a corpus that no repository holds: whoever has it names its folder. */
const corpus = join(env["OTKLIK_DATA"] ?? join(root, "../shared/data"), "messages")
const locale = russian()
/** A desk keeps no text without a rule that holds: every text ends with this word. */
const marker = "пометка"
/** Second words of questions. */
const common = ["в", "на", "и", "не", "с", "по", "что", "у", "за", "к", "а", "я", "от", "до", "это", "как", "мы", "нет", "для", "из"]

interface Text {
  readonly key: string
  readonly text: string
}

async function readTexts(): Promise<readonly string[]> {
  if (!existsSync(corpus)) throw new NoData("no corpus of messages (OTKLIK_DATA names its folder)")
  const files = ["appeals.ndjson", "ordinary.ndjson"]
  const lines = await Promise.all(files.map(async (file) => (await readFile(join(corpus, file), "utf8")).split("\n")))
  return lines
    .flat()
    .filter((line) => line.trim() !== "")
    .map((line) => JSON.parse(line) as Text)
    .map((text) => JSON.stringify({ ...text, text: `${text.text}\n${marker}` }))
}

/** 500 questions, drawn evenly from the texts themselves: words, two words, beginnings. */
function questionsOf(texts: readonly Text[]): readonly string[] {
  const words = [...new Set(texts.flatMap(({ text }) => text.toLowerCase().match(/(?<![\p{L}\d@#_-])[а-я]{4,14}(?![\p{L}\d_-])/gu) ?? []))]
  const step = Math.max(1, Math.floor(words.length / 400))
  const drawn = words.filter((_, index) => index % step === 0).slice(0, 400)
  const [pairs, stems] = [drawn.slice(0, 50), drawn.slice(50, 100)]
  return [
    ...drawn,
    ...pairs.map((word, index) => `${word} ${common[index % common.length]}`),
    ...stems.map((word) => `${word.slice(0, 4)}*`),
  ]
}

const queryOf = (question: string) => question.split(" ").join(" & ")

/** Another program's reading of the forms: a word is letters and digits, `ё` is `е`, a match is a whole word. */
const judge = `
import json, re, sys
texts = json.load(open(sys.argv[1], encoding="utf-8")); questions = json.load(open(sys.argv[2], encoding="utf-8"))
plain = lambda text: text.lower().replace("ё", "е")
# Three or more of one letter are one ("плачууу"), and a word that is doubled by a hyphen is also read whole ("да-да").
def words(text):
    read = re.findall(r"[a-zа-я0-9]+", text) + [one.replace("-", "") for one in re.findall(r"[а-я]+(?:-[а-я]+)+", text)]
    return {*read, *(re.sub(r"(.)\\1{2,}", r"\\1", word) for word in read)}
tokens = {t["key"]: words(plain(t["text"])) for t in texts}
found = []
for groups in questions:
    keys = []
    for key, words in tokens.items():
        if all(any((any(w.startswith(f[:-1]) for w in words) if f.endswith("*") else f in words) for f in group) for group in groups): keys.append(key)
    found.append(keys)
print(json.dumps(found))
`

async function fill(storage: Storage, lines: readonly string[]) {
  await storage.migrate()
  const source = {
    id: "corpus",
    open: async function* () {
      yield* lines
    },
  }
  const desk = createDesk({
    storage,
    connectors: [createArchiveConnector({ id: "archive:corpus", sources: [source] })],
    rules: [{ id: "any", query: `=${marker}` }],
    routing: { authorities: [], territories: [], rules: [] },
    policies: [],
    authorKey: new Uint8Array(32).fill(1),
    locale,
    accessLog: { texts: false },
    clock: createManualClock({ at: "2026-12-01T00:00:00.000Z" }),
  })
  await desk.pull({ pageSize: 500 })
  return desk
}

async function sameSearch(): Promise<string> {
  const lines = await readTexts()
  return inFolder(async (folder) => {
    const all = lines.map((line) => JSON.parse(line) as Text)
    const storages: readonly (readonly [string, Storage])[] = [
      ["memory", createMemoryStorage()],
      ["sqlite", createSqliteStorage({ database: new DatabaseSync(join(folder, "corpus.sqlite")) })],
    ]
    const desks = []
    for (const [name, storage] of storages) desks.push({ name, storage, desk: await fill(storage, lines) })
    const [first] = desks
    if (first === undefined) throw new Error("no desk")
    const kept = new Set<string>()
    for (let index = 0; index < all.length; index += 500) {
      const keys = all.slice(index, index + 500).map(({ key }) => key)
      for (const message of await first.storage.read("message", keys)) kept.add(message.key)
    }
    const texts = all.filter(({ key }) => kept.has(key))
    must(texts.length === all.length, `${texts.length} of ${all.length} texts were kept`)
    const questions = questionsOf(texts)
    const groups = questions.map((question) => question.split(" ").map((word) => expandQuery(word, locale)[0]?.finds ?? []))
    await writeFile(join(folder, "texts.json"), JSON.stringify(texts.map(({ key, text }) => ({ key, text }))))
    await writeFile(join(folder, "questions.json"), JSON.stringify(groups))
    await writeFile(join(folder, "judge.py"), judge)
    const answer = await ask("python3", [join(folder, "judge.py"), join(folder, "texts.json"), join(folder, "questions.json")], "python3")
    must(answer.code === 0, answer.err)
    const theirs = JSON.parse(answer.out) as readonly (readonly string[])[]
    const matcher = createMatcher(
      questions.map((question, index) => ({ id: String(index), query: queryOf(question) })),
      { locale },
    )
    const byRule = questions.map((): string[] => [])
    for (const { key, text } of texts) for (const { ruleId } of matcher.match(text)) byRule[Number(ruleId)]?.push(key)
    const more: string[] = []
    let found = 0
    for (const [index, question] of questions.entries()) {
      const rule = new Set(byRule[index])
      for (const { name, desk } of desks) {
        const keys: string[] = []
        for (let after: string | null | undefined; after !== null;) {
          const page = await desk.find(
            { text: question },
            { ...officer, limit: 1000, purpose: "a check", ...(after === undefined ? {} : { after }) },
          )
          keys.push(...page.incidents.flatMap(({ incident }) => incident.messageKeys))
          after = page.next
        }
        must(
          keys.length === rule.size && keys.every((key) => rule.has(key)),
          `${name}: "${question}" finds ${keys.length}, a rule ${rule.size}`,
        )
        found += keys.length
      }
      const judged = theirs[index] ?? []
      must(
        judged.every((key) => rule.has(key)),
        `"${question}": Python finds a text that the desk does not`,
      )
      if (judged.length < rule.size) more.push(`${question} ${rule.size - judged.length}`)
    }
    must(more.length === 0, `${more.length} questions find more than Python: ${more.slice(0, 8).join("; ")}`)
    return `${questions.length} questions over ${texts.length} texts, ${found} hits on memory and SQLite, as of a rule and as Python finds`
  })
}

export const searchChecks: readonly Check[] = [
  { name: "a search finds what a rule of its words finds, and Python by their forms", run: sameSearch },
]
