import { cpSync, mkdirSync, rmSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { serve } from "../../../packages/http/test/serve.ts"
import { openTown } from "../../../packages/http/test/town.ts"
import { root } from "../../root.ts"
import { ask, must, type Check } from "../check.ts"
import { judge } from "../judges.ts"

async function run(): Promise<string> {
  const town = await openTown()
  const { origin, close } = await serve(town.handler)
  // Below the folder whose packages the client imports.
  const folder = join(root, "scripts/accept/node_modules/.cache/openapi-client")
  try {
    const types = judge("openapi-typescript")
    rmSync(folder, { recursive: true, force: true })
    mkdirSync(folder, { recursive: true })
    cpSync(join(root, "scripts/accept/openapi-client/client"), folder, { recursive: true })
    writeFileSync(join(folder, "package.json"), '{ "type": "module" }')
    const [document, made] = [join(folder, "openapi.json"), join(folder, "api.d.ts")]
    writeFileSync(document, JSON.stringify(town.handler.openapi()))
    const generated = await ask(process.execPath, [types, document, "-o", made], "nodejs")
    must(generated.code === 0, generated.out + generated.err)
    const checked = await ask(process.execPath, [join(root, "node_modules/typescript/bin/tsc"), "-p", folder], "nodejs")
    must(checked.code === 0, checked.out)
    const played = await ask(process.execPath, [join(folder, "main.js"), origin], "nodejs")
    must(played.code === 0, played.err)
    const said = played.out.trim()
    must(said === "in-work reply-review publishing replied-final closed illegal-transition", said)
    return said
  } finally {
    await close()
  }
}

/** Who has the document alone writes a client that compiles and works. */
export const checks: readonly Check[] = [{ name: "openapi-typescript and openapi-fetch", run }]
