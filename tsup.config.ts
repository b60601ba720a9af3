import { defineConfig } from "tsup"

// JavaScript only: the types come from `tsc -b`, one readable file a source.
export default defineConfig({
  entry: ["src/index.ts"],
  format: "esm",
  target: "node22",
  platform: "node",
  dts: false,
  clean: false,
  splitting: false,
  sourcemap: true,
  silent: true,
  // Some modules of Node exist only with the prefix (`node:sqlite`).
  removeNodeProtocol: false,
})
