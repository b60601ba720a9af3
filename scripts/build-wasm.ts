// Turns `packages/core/wasm/tokens.wat` into the bytes that the package carries, as text in a source file.
//
//     npm run wasm
//
// A test of the package compiles the source again and compares.
import fs from "node:fs"
import path from "node:path"
import wabt from "wabt"
import { root } from "./root.ts"

const source = path.join(root, "packages/core/wasm/tokens.wat")
const target = path.join(root, "packages/core/src/match/fold/token-wasm.ts")

const { parseWat } = await wabt()
const { buffer } = parseWat("tokens.wat", fs.readFileSync(source, "utf8"), { simd: true }).toBinary({})
const file = `/** The bytes of \`wasm/tokens.wat\`, in base64; \`npm run wasm\` writes this file. */
export const tokenWasm =
  "${Buffer.from(buffer).toString("base64")}"
`
fs.writeFileSync(target, file)
