import cliProgress from "cli-progress"
import { createReadStream } from "node:fs"

/** Shows how far reading has come. */
export interface Progress {
  reach(lines: number, incidents: number): void
  end(): void
}

/**
 * A bar on a terminal, plain lines elsewhere: a log file full of control characters helps nobody.
 *
 * @param title - what is read
 * @param total - lines
 * @param out - where to write
 * @param unit - what is counted, in the genitive
 */
export function showProgress(title: string, total: number, out: NodeJS.WriteStream, unit = "строк"): Progress {
  if (!out.isTTY) return plainProgress(title, total, out, unit)
  const format = `${title} {bar} {percentage} % · {value} из {total} ${unit} · обращений: {incidents}`
  const bar = new cliProgress.SingleBar({ format, stream: out, hideCursor: true }, cliProgress.Presets.shades_classic)
  bar.start(total, 0, { incidents: 0 })
  return { reach: (lines, incidents) => bar.update(lines, { incidents }), end: () => bar.stop() }
}

function plainProgress(title: string, total: number, out: NodeJS.WriteStream, unit: string): Progress {
  let told = -1
  let latest = { lines: 0, incidents: 0 }
  const tell = (): void => {
    const percent = total === 0 ? 100 : Math.min(100, Math.floor((latest.lines / total) * 100))
    out.write(`${title}: ${percent} %, ${unit} ${latest.lines} из ${total}, обращений ${latest.incidents}\n`)
  }
  return {
    reach(lines, incidents) {
      latest = { lines, incidents }
      const quarter = total === 0 ? 4 : Math.floor((lines / total) * 4)
      if (quarter === told) return
      told = quarter
      if (quarter < 4) tell()
    },
    end: tell,
  }
}

/**
 * Lines with something on them, counted without reading the file into memory.
 *
 * @param path - the file
 */
export async function countLines(path: string): Promise<number> {
  let lines = 0
  let empty = true
  for await (const chunk of createReadStream(path, { highWaterMark: 1 << 20 })) {
    for (const byte of chunk as Buffer) {
      if (byte === 10) {
        if (!empty) lines += 1
        empty = true
      } else if (byte !== 13 && byte !== 32) empty = false
    }
  }
  return empty ? lines : lines + 1
}
