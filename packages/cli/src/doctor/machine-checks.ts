import { recogniseAuthorKey } from "@otklik/core/internal"
import type { OwnCheck } from "./own-check.ts"
import { fail, ok, skip, some, warn } from "./findings.ts"

/** The floor of every package's `engines`. */
const lowest = [22, 18] as const

/** A clock that is off by less is not worth a word; one that is off by more dates everything wrong. */
const noticedMillis = 2_000
const wrongMillis = 60_000

/** The machine, the config, and the storage. */
export const machineChecks: readonly OwnCheck[] = [
  {
    id: "node",
    title: "Node is new enough",
    action: `install Node ${lowest.join(".")} or later`,
    run({ nodeVersion }) {
      const [major = 0, minor = 0] = nodeVersion.split(".").map(Number)
      const isOld = major < lowest[0] || (major === lowest[0] && minor < lowest[1])
      return isOld ? fail(`this is Node ${nodeVersion}`, `install Node ${lowest.join(".")} or later`) : ok(`Node ${nodeVersion}`)
    },
  },
  {
    id: "config",
    title: "the config loads",
    action: "mend the file, or name another one with --config",
    async run(context) {
      await context.config()
      return ok("it is one of defineConfig")
    },
  },
  {
    id: "env",
    title: "variables are set",
    action: "set them in the environment, or in .env beside the config",
    async run(context) {
      await context.environment()
      const names = Object.keys((await context.config()).env ?? {})
      return names.length === 0 ? skip("the config names no variables") : ok(`known: ${names.join(", ")}`)
    },
  },
  {
    id: "storage",
    title: "the storage answers",
    action: "start the database, and check the address that `storage` opens",
    async run(context) {
      return ok(`it answers; the tenant is "${(await context.storage()).tenant}"`)
    },
  },
  {
    id: "schema",
    title: "the schema fits",
    action: "run `otklik migrate`; of a schema that is too new, install a newer package",
    async run(context) {
      await context.ready()
      return ok("it is ready")
    },
  },
  {
    id: "storage-rights",
    title: "the worker may write",
    action: "grant the worker's role what the storage's README lists, on a database that takes writes",
    async run(context) {
      await context.storageClock()
      return ok("a lease was taken and given back")
    },
  },
  {
    id: "author-key",
    title: "the author key is that of the storage",
    action: "give the key that the storage was used with; a new one goes into `otherAuthorKeys` first",
    async run(context) {
      const { authorKey, otherAuthorKeys = [] } = await context.options()
      const found = await recogniseAuthorKey(await context.storage(), [authorKey, ...otherAuthorKeys])
      if (found === "other") return fail("the storage was used with another key", this.action)
      return ok(found === "unused" ? "no key was used with this storage yet" : "it is the one that the storage was used with")
    },
  },
  {
    id: "key-ring",
    title: "sealed authors open",
    action: "put the key back into `keyRing.keys`: what it sealed opens with no other",
    async run(context) {
      const { keyRing } = await context.options()
      const { records } = await (await context.storage()).privacy.readRecords("sealed-author", null, 1_000)
      const used = new Set(records.flatMap(({ keyId }) => (keyId === null ? [] : [keyId])))
      const lost = [...used].filter((id) => keyRing === undefined || !Object.hasOwn(keyRing.keys, id))
      if (lost.length > 0) return fail(`authors are sealed under keys that the ring lacks: ${lost.join(", ")}`, this.action)
      return keyRing === undefined ? ok("there is no ring, and no author's id is stored") : ok(`"${keyRing.current}" seals from now on`)
    },
  },
  {
    id: "clock",
    title: "clocks agree",
    action: "keep NTP running on this machine and on the database's",
    async run(context) {
      const ahead = [["the database", await context.storageClock()] as const, ...(await hostsAsked(context))]
      const off = ahead.filter(([, millis]) => Math.abs(millis) > noticedMillis)
      if (off.length === 0) return ok(`compared: ${ahead.map(([name]) => name).join(", ")}`)
      const why = some(off.map(([name, millis]) => `${name} is ${Math.round(millis / 1000)} s ${millis > 0 ? "ahead" : "behind"}`))
      return off.some(([, millis]) => Math.abs(millis) > wrongMillis) ? fail(why, this.action) : warn(why, this.action)
    },
  },
]

async function hostsAsked(context: Parameters<OwnCheck["run"]>[0]): Promise<readonly (readonly [string, number])[]> {
  if (context.isOnline) await context.networks()
  return [...context.networkClocks()]
}
