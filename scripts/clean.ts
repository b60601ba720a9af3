// Removes what a build made: a file that has no source any more must not end up in a tarball.
import { rmSync } from "node:fs"
import { join } from "node:path"
import { packedDocs } from "./packed-docs.ts"
import { root } from "./root.ts"
import { publicPackages } from "./workspaces.ts"

for (const { folder } of publicPackages(root)) rmSync(join(root, folder, "dist"), { recursive: true, force: true })
rmSync(join(root, packedDocs), { recursive: true, force: true })
