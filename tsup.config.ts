import { defineConfig } from "tsup"

// JavaScript only: the types come from `tsc -b`. One file a source, so that a host's bundler leaves out whole files and
// what a module remembers exists once, whatever entries are imported.
export default defineConfig({
  entry: ["src/**/*.ts"],
  format: "esm",
  target: "node22",
  platform: "neutral",
  dts: false,
  clean: false,
  splitting: false,
  sourcemap: true,
  silent: true,
  // Some modules of Node exist only with the prefix (`node:sqlite`).
  removeNodeProtocol: false,
  external: [/^[^./]/],
  esbuildPlugins: [
    {
      name: "one file a source",
      setup(build) {
        build.onResolve({ filter: /^\.{1,2}\// }, ({ kind, path }) =>
          kind === "entry-point" ? undefined : { path: path.replace(/\.ts$/, ".js"), external: true },
        )
      },
    },
  ],
})
