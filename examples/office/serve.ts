// `npm run office`: the operators' desk in a browser. OFFICE_HOST and OFFICE_PORT say where (127.0.0.1:4750),
// OFFICE_ACCOUNTS names a file of accounts, OFFICE_EVERY_SECONDS how often somebody writes (25), and
// OFFICE_DEV_LOGIN=1 offers the invented accounts: on this machine alone.
import { mkdtemp, rm } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"

const { env, stdout, stderr } = process
const began = performance.now()

if (process.argv[2] === "--hash") {
  const { hashPassword } = await import("./server/accounts.ts")
  stdout.write(`${await hashPassword(process.argv[3] ?? "")}\n`)
  process.exit(0)
}
const host = env["OFFICE_HOST"] ?? "127.0.0.1"
const isDev = env["OFFICE_DEV_LOGIN"] === "1"
const isLocal = ["127.0.0.1", "::1", "localhost"].includes(host)
if (isDev && !isLocal) {
  stderr.write(`OFFICE_DEV_LOGIN=1 offers accounts whose password everybody knows: it does not start on ${host}. Name OFFICE_ACCOUNTS.\n`)
  process.exit(2)
}
const file = env["OFFICE_ACCOUNTS"]
if (!isDev && file === undefined) {
  stderr.write("Nobody could sign in: set OFFICE_DEV_LOGIN=1, or OFFICE_ACCOUNTS to a file of accounts.\n")
  process.exit(2)
}
// Loaded once it may start.
const { devAccounts, devPassword, readAccounts } = await import("./server/accounts.ts")
const { startOffice } = await import("./server/office.ts")
const folder = await mkdtemp(join(tmpdir(), "otklik-office-"))
const office = await startOffice({
  host,
  port: Number(env["OFFICE_PORT"] ?? 4750),
  accounts: file === undefined ? await devAccounts() : await readAccounts(file),
  devPassword: isDev ? devPassword : null,
  database: join(folder, "office.sqlite"),
  isSecure: !isLocal,
  everySeconds: Number(env["OFFICE_EVERY_SECONDS"] ?? 25),
  onError: (what, error) => stderr.write(`${what}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`),
})
stdout.write(`Отклик · Otklik: ${office.origin}  (${((performance.now() - began) / 1000).toFixed(1)} s)\n`)
if (isDev) stdout.write(`Вход без пароля: выберите человека на странице. Sign in: pick a person on the page.\n`)
const stop = (): void => {
  void office.close().then(async () => {
    await rm(folder, { recursive: true, force: true })
    process.exit(0)
  })
}
process.once("SIGINT", stop)
process.once("SIGTERM", stop)
await office.ready
stdout.write(
  `День проигран до 14:20: дальше часы идут как обычно. The day was played: ${((performance.now() - began) / 1000).toFixed(0)} s.\n`,
)
