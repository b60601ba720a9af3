import { parseArgs } from "node:util"
import type { PostgresPlace } from "./replay/open-postgres.ts"

/** What was asked for. */
export type DemoTask =
  | { readonly kind: "help" }
  | { readonly kind: "play"; readonly postgres?: PostgresPlace }
  | {
      readonly kind: "import"
      readonly input: string
      readonly out: string
      readonly from: string | null
      readonly to: string | null
      readonly postgres?: PostgresPlace
    }

/** Arguments that make no sense; the message is for the person who typed them. */
export class ArgumentsError extends Error {
  override readonly name = "ArgumentsError"
}

/** What stands under `--help`. */
export const usage = `Как пользоваться

  npm run demo                                         проиграть день, который лежит рядом с демонстрацией
  npm run demo -- --input ФАЙЛ.ndjson --out ПАПКА      найти обращения в своём архиве, зарегистрировать и направить

Ключи

  --input ФАЙЛ    сообщения, один объект JSON в строке
  --out ПАПКА     куда писать incidents.ndjson, report.json и report.html; повторный запуск продолжает с того же места
  --from ДАТА     первый день отчёта, как 2026-11-01; без ключа — весь архив, но не больше 92 последних дней
  --to ДАТА       последний день отчёта
  --storage АДРЕС хранить в PostgreSQL, как postgres://имя:пароль@узел/база; без ключа — SQLite в папке с результатами
  --schema ИМЯ    схема в этой базе; без ключа — своя для каждой папки с результатами
  --help          эта подсказка
`

/**
 * Reads the command line.
 *
 * @param args - without the program's own name
 * @throws ArgumentsError with a sentence that says what is wrong
 */
export function readArguments(args: readonly string[]): DemoTask {
  const values = parse(args)
  if (values.help === true) return { kind: "help" }
  const { input, out, from = null, to = null } = values
  const postgres = readPlace(values.storage, values.schema)
  const where = postgres === undefined ? {} : { postgres }
  if (input === undefined && out === undefined) {
    if (from !== null || to !== null) throw new ArgumentsError("ключи --from и --to нужны только вместе с --input и --out")
    return { kind: "play", ...where }
  }
  if (input === undefined) throw new ArgumentsError("к --out нужен --input: из какого файла читать сообщения")
  if (out === undefined) throw new ArgumentsError("к --input нужен --out: в какую папку писать результат")
  if (input === "") throw new ArgumentsError("после --input ожидалось имя файла")
  if (out === "") throw new ArgumentsError("после --out ожидалось имя папки")
  checkDate("--from", from)
  checkDate("--to", to)
  if (from !== null && to !== null && from > to)
    throw new ArgumentsError("--from позже, чем --to: первый день отчёта не может идти после последнего")
  return { kind: "import", input, out, from, to, ...where }
}

/** An address never stands in a message: it holds a password. */
function readPlace(url: string | undefined, schema: string | undefined): PostgresPlace | undefined {
  if (url === undefined) {
    if (schema !== undefined) throw new ArgumentsError("ключ --schema нужен только вместе с --storage")
    return undefined
  }
  if (!/^postgres(?:ql)?:\/\/./.test(url) || !URL.canParse(url))
    throw new ArgumentsError("--storage: ожидался адрес, как postgres://имя:пароль@узел:5432/база (особые знаки в пароле пишут через %)")
  if (schema === undefined) return { url }
  if (!/^(?!pg_)[a-z_][a-z0-9_]{0,62}$/.test(schema))
    throw new ArgumentsError(
      "--schema: ожидались малые латинские буквы, цифры и _, первая — буква или _, не больше 63 знаков и не pg_ в начале",
    )
  return { url, schema }
}

function parse(args: readonly string[]) {
  const text = { type: "string" } as const
  try {
    const options = {
      input: text,
      out: text,
      from: text,
      to: text,
      storage: text,
      schema: text,
      help: { type: "boolean", short: "h" },
    } as const
    return parseArgs({ args: [...args], options, strict: true, allowPositionals: false }).values
  } catch (error) {
    throw new ArgumentsError(error instanceof Error ? reasonOf(error) : String(error))
  }
}

/** Node's own sentences are English; the two that people meet are said in Russian. */
function reasonOf(error: Error & { readonly code?: unknown }): string {
  const name = /'(-{0,2}[^' ]+)/.exec(error.message)?.[1] ?? ""
  if (error.code === "ERR_PARSE_ARGS_UNKNOWN_OPTION") return `неизвестный ключ ${name}`
  if (error.code === "ERR_PARSE_ARGS_INVALID_OPTION_VALUE") return `у ключа ${name} ожидалось значение (и только у тех, которым оно нужно)`
  if (error.code === "ERR_PARSE_ARGS_UNEXPECTED_POSITIONAL") return `лишнее слово ${name}: файлы называют ключами --input и --out`
  return error.message
}

function checkDate(option: string, value: string | null): void {
  if (value === null) return
  const read = /^\d{4}-\d{2}-\d{2}$/.test(value) ? new Date(`${value}T00:00:00Z`) : new Date(Number.NaN)
  if (Number.isNaN(read.getTime()) || read.toISOString().slice(0, 10) !== value)
    throw new ArgumentsError(`${option}: ожидалась дата, как 2026-11-24`)
}
