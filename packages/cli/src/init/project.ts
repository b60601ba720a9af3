import { templatesOf, type NetworkName } from "./networks.ts"
import { storageTemplates, type StorageName, type StorageTemplate } from "./storages.ts"

/** What a new project is made of. */
export interface ProjectChoices {
  /** The name of the package. */
  readonly name: string
  readonly storage: StorageName
  /** None: messages come from files of the folder `inbox`. */
  readonly networks: readonly NetworkName[]
  /** The IANA zone of the region. */
  readonly zone: string
  /** The range of Otklik's packages. */
  readonly range: string
  /** The year of the calendar. */
  readonly year: number
  /** Secrets that the project begins with. */
  readonly secrets: {
    readonly authorKey: string
    readonly apiToken: string
    readonly hooks: Readonly<Record<string, string>>
    readonly own: Readonly<Record<string, string>>
  }
}

/** The files of a new project, by their path. */
export function projectFiles(choices: ProjectChoices): Readonly<Record<string, string>> {
  return {
    "package.json": manifest(choices),
    "tsconfig.json": tsconfig,
    "otklik.config.ts": config(choices),
    "region/region.ts": region(choices),
    "test/region.test.ts": regionTest,
    ...(choices.networks.length === 0 ? { "inbox/messages.ndjson": inbox } : {}),
    ".env": environment(choices, true),
    ".env.example": environment(choices, false),
    ".gitignore": "node_modules/\n.env\n*.db\n*.db-shm\n*.db-wal\ntelegram-journal.ndjson\n",
    ".dockerignore": "node_modules/\n.env\n*.db\n.git/\n",
    Dockerfile: dockerfile,
    "README.md": readme(choices),
  }
}

function manifest({ name, storage, networks, range }: ProjectChoices): string {
  const { dependencies, devDependencies } = storageTemplates[storage]
  const ours = [
    "cli",
    "core",
    "http",
    "locale-ru",
    `storage-${storage}`,
    ...(networks.length === 0 ? ["connector-archive"] : networks.map((network) => `connector-${network}`)),
  ]
  const sorted = (all: Readonly<Record<string, string>>) =>
    Object.fromEntries(Object.entries(all).toSorted(([one], [other]) => (one < other ? -1 : 1)))
  const packages = Object.fromEntries(ours.map((one) => [`@otklik/${one}`, range]))
  return json({
    name,
    private: true,
    type: "module",
    engines: { node: ">=22.18" },
    scripts: {
      check: "tsc",
      test: "node --test",
      doctor: "otklik doctor",
      migrate: "otklik migrate",
      start: "otklik serve",
    },
    dependencies: sorted({ ...packages, ...dependencies }),
    devDependencies: sorted({ "@otklik/storage-memory": range, "@types/node": "^24.13.6", typescript: "^6.0.3", ...devDependencies }),
  })
}

const tsconfig = json({
  compilerOptions: {
    target: "es2024",
    lib: ["es2024"],
    module: "nodenext",
    types: ["node"],
    strict: true,
    noUncheckedIndexedAccess: true,
    erasableSyntaxOnly: true,
    verbatimModuleSyntax: true,
    allowImportingTsExtensions: true,
    noEmit: true,
    skipLibCheck: true,
  },
  include: ["*.ts", "region", "test"],
})

/** Variables with what they are for, what they hold at first, and whether that is a secret which was made up. */
function variables({
  storage,
  networks,
  secrets,
}: ProjectChoices): readonly { readonly name: string; readonly title: string; readonly value: string; readonly isMade: boolean }[] {
  const made = {
    AUTHOR_KEY: "the key for authors, 32 bytes in base64: secret, kept, the same in every process",
    API_TOKEN: "by which Ivanova signs in to the API",
  }
  const values: Readonly<Record<string, string>> = { AUTHOR_KEY: secrets.authorKey, API_TOKEN: secrets.apiToken }
  return [
    ...Object.entries(made).map(([name, title]) => ({ name, title, value: values[name] ?? "", isMade: true })),
    ...Object.entries<StorageTemplate["env"][string]>(storageTemplates[storage].env).map(([name, { title, example }]) => ({
      name,
      title,
      value: example,
      isMade: false,
    })),
    ...templatesOf(networks).flatMap(({ env, made: ours }) =>
      Object.entries(env).map(([name, title]) => ({ name, title, value: secrets.own[name] ?? "", isMade: ours.includes(name) })),
    ),
  ]
}

function environment(choices: ProjectChoices, isReal: boolean): string {
  const lines = variables(choices).map(({ name, title, value, isMade }) => `# ${title}\n${name}=${isMade && !isReal ? "" : value}\n`)
  return lines.join("\n")
}

function config(choices: ProjectChoices): string {
  const { storage, networks, secrets } = choices
  const templates = templatesOf(networks)
  const hooks = templates.filter(({ hook }) => hook)
  const accounts = templates.flatMap(({ account }) => (account === null ? [] : [account]))
  const connectorImports = templates.map(({ name, imports }) => `import { ${imports.join(", ")} } from "@otklik/connector-${name}"`)
  const connectors = templates.map(
    ({ name, factory, options }) =>
      `        ${factory}({\n          ...shared,\n          id: "${name}",\n${options.map((line) => `          ${line}\n`).join("")}        }),\n`,
  )
  const archive = `        createArchiveConnector({ id: "inbox", files: [{ path: "inbox/messages.ndjson", id: "messages" }] }),\n`
  const given = networks.length === 0 ? "{ env }" : "{ env, clock, fetch, random }"
  return `// What the command line knows of this host: see https://github.com/otklik/otklik/blob/main/docs/cli.md
${storageTemplates[storage].imports.filter((line) => line.includes('"node:')).join("\n")}
import { defineConfig } from "@otklik/cli"
${networks.length === 0 ? 'import { createArchiveConnector } from "@otklik/connector-archive"' : connectorImports.join("\n")}
import { createRoleAuthorisation, type Grant } from "@otklik/core"
import { russian } from "@otklik/locale-ru"
${storageTemplates[storage].imports.filter((line) => !line.includes('"node:')).join("\n")}
import { region } from "./region/region.ts"

/** What each person who works here may do. In earnest: from your directory of people. */
const grants: Readonly<Record<string, readonly Grant[]>> = {
  ivanova: [{ role: "moderator" }, { role: "curator" }, { role: "publisher" }],
  petrov: [{ role: "executor" }],
  sidorova: [{ role: "approver" }, { role: "supervisor" }],
  officer: [{ role: "data-protection-officer", personalData: "author" }],
}

export default defineConfig({
  env: {
${variables(choices)
  .map(({ name, title }) => `    ${name}: { title: ${JSON.stringify(title)} },\n`)
  .join("")}  },
${storageTemplates[storage].open}
  desk(${given}) {
${networks.length === 0 ? "" : "    const shared = { clock, fetch, random }\n"}    return {
      ...region,
      connectors: [
${networks.length === 0 ? archive : connectors.join("")}      ],
      locale: russian(),
${accounts.length === 0 ? "" : `      // What we say ourselves is no complaint.\n      accounts: [\n${accounts.map((account) => `        ${account},\n`).join("")}      ],\n`}      authorKey: Buffer.from(env["AUTHOR_KEY"] ?? "", "base64"),
      authorisation: createRoleAuthorisation({ grantsOf: (id) => grants[id] ?? [], territories: region.routing.territories }),
    }
  },
  http: ({ env }) => ({
    basePath: "/api/v1",
    // In earnest: the sessions of your sign-in.
    authenticate(request) {
      const token = env["API_TOKEN"] ?? ""
      return token !== "" && request.headers.get("authorization") === \`Bearer \${token}\` ? { id: "ivanova", kind: "person" } : null
    },
${hooks.length === 0 ? "" : `    // Names that nobody can guess: networks push to /api/v1/hooks/NAME.\n    hooks: {\n${hooks.map(({ name }) => `      "${name}-${secrets.hooks[name] ?? ""}": "${name}",\n`).join("")}    },\n`}  }),
  people: () => Object.keys(grants),
  actor: { id: "officer", kind: "person" },
})
`
}

function region({ zone, year }: ProjectChoices): string {
  return `// The data of the region: an invented town to begin with. \`npx otklik doctor\` says what is doubtful about yours.
import { defineRegion } from "@otklik/core"
import { createCalendar } from "@otklik/core/sla"
import { workingWeekRu } from "@otklik/locale-ru"

export const region = defineRegion({
  topics: [
    { id: "lighting", title: "Уличное освещение" },
    { id: "heating", title: "Отопление", importance: "raised" },
  ],
  authorities: [
    { id: "city-light", title: "Горсвет", kind: "utility", contact: { phone: "+7 000 000-00-01" } },
    { id: "heat", title: "Тепловые сети", kind: "utility", contact: { phone: "+7 000 000-00-02" } },
  ],
  territories: [
    { id: "town", title: "Город", kind: "urban-okrug", textNames: ["Город"] },
    { id: "north", title: "Северный", kind: "city-district", parentId: "town", textNames: ["Северный"] },
  ],
  rules: [
    {
      id: "lamps",
      query: "(фонарь | освещение) & (!горит | темно | сломан | разбит)",
      topic: "lighting",
      examples: { match: ["Во дворе темно, фонарь разбит"], skip: ["Фонарь горит, спасибо"] },
    },
    {
      id: "cold-radiators",
      query: "(батарея | отопление) & (холодный | ледяной | отключить)",
      topic: "heating",
      examples: { match: ["Дома ледяные батареи"], skip: ["Батарейки для пульта"] },
    },
  ],
  routing: [
    { id: "lighting", when: { topics: ["lighting"] }, assign: { authorityId: "city-light" } },
    { id: "heating", when: { topics: ["heating"] }, assign: { authorityId: "heat" } },
  ],
  cases: [
    { title: "a lamp in the north", facts: { topic: "lighting", territoryId: "north", network: "vk" }, owner: "city-light" },
    { title: "radiators anywhere", facts: { topic: "heating", territoryId: null, network: "vk" }, owner: "heat" },
  ],
  calendars: {
    office: createCalendar(workingWeekRu({ zone: ${JSON.stringify(zone)}, open: "09:00", close: "18:00", lunch: ["13:00", "14:00"], years: ${JSON.stringify(years(year))} })),
  },
  policies: [
    { id: "reply", version: "1", goal: "first-reply", startsAt: "registered", term: { minutes: 480, time: "working", calendarId: "office" } },
  ],
})
`
}

/** The years of the production calendar that matter from a year on; of those that are not known, the last one. */
function years(year: number): readonly number[] {
  const known = knownYears.filter((one) => one >= year)
  return known.length > 0 ? known : knownYears.slice(-1)
}

/** The years that `@otklik/locale-ru` knows; a test compares them with its own. */
export const knownYears: readonly number[] = [2018, 2019, 2020, 2021, 2022, 2023, 2024, 2025, 2026, 2027]

const regionTest = `import assert from "node:assert/strict"
import { test } from "node:test"
import { createDesk } from "@otklik/core"
import { checkRouting } from "@otklik/core/routing"
import { checkRules } from "@otklik/core/rules"
import { russian } from "@otklik/locale-ru"
import { createMemoryStorage } from "@otklik/storage-memory"
import { region } from "../region/region.ts"

test("rules find what they are for, and nothing else", () => {
  assert.deepEqual(checkRules(region.rules, { locale: russian() }).failures, [])
})

test("every case has the owner that it says", () => {
  const { addressWords: _, ...routing } = region.routing
  assert.deepEqual(checkRouting(routing).failures, [])
})

test("a complaint becomes an incident with an owner and a due time", async () => {
  const storage = createMemoryStorage()
  const desk = createDesk({
    ...region,
    storage,
    connectors: [],
    locale: russian(),
    authorKey: new Uint8Array(32),
    clock: { now: () => "2026-11-24T01:00:00.000Z" },
  })
  const actor = { id: "ivanova", kind: "person" } as const
  await desk.register({ from: "phone", text: "Во дворе темно, фонарь разбит" }, { actor, idempotencyKey: "call-1" })
  const { incidents } = await desk.find({}, { limit: 10 })
  assert.equal(incidents[0]?.facts.authorityId, "city-light")
  assert.ok(incidents[0]?.facts.dueAt)
})
`

const inbox = `${JSON.stringify({
  key: "vk:-1_7",
  network: "vk",
  kind: "post",
  url: "https://example.org/1_7",
  text: "Дома ледяные батареи!",
  publishedAt: "2026-11-24T08:15:00+09:00",
})}\n`

const dockerfile = `FROM node:24-slim
WORKDIR /app
COPY package.json package-lock.json* ./
RUN npm ci --omit=dev
COPY . .
USER node
EXPOSE 8080
HEALTHCHECK CMD ["node", "-e", "fetch('http://127.0.0.1:8080/api/v1/readyz').then((r) => process.exit(r.ok ? 0 : 1), () => process.exit(1))"]
# Node is asked itself: npm would keep SIGTERM from it.
CMD ["node", "node_modules/@otklik/cli/dist/bin.js", "serve", "--host", "0.0.0.0", "--json", "--drain", "5"]
`

function readme({ name, networks }: ProjectChoices): string {
  const source =
    networks.length === 0
      ? "Messages come from `inbox/messages.ndjson`, a line of JSON each."
      : "Fill in `.env`: `npm run doctor` names what is missing."
  return `# ${name}

A help desk on [Otklik](https://github.com/otklik/otklik). ${source}

\`\`\`sh
npm run check          # types
npm test               # the rules and owners of the region, offline
npm run doctor         # is everything in order? -- --online asks networks too
npm run migrate        # the schema
npm start              # http://127.0.0.1:8080/api/v1, until SIGTERM
\`\`\`

| file | holds |
| --- | --- |
| \`otklik.config.ts\` | storage, networks, people, the API |
| \`region/region.ts\` | topics, authorities, places, rules, owners, terms |
| \`.env\` | secrets, read by the command line: keep \`AUTHOR_KEY\`, another key does not recognise authors |

The API asks for \`Authorization: Bearer API_TOKEN\`.
`
}

function json(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`
}
