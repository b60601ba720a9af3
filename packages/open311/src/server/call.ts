import type { Vocabulary } from "@otklik/core/desk"
import type { Document, Format } from "./document.ts"
import type { Given } from "./input.ts"
import type { CheckedOptions, Open311Jurisdiction, Open311Service } from "./options.ts"
import { Refusal } from "./refusal.ts"

/** A request that is being answered. */
export interface Call {
  readonly options: CheckedOptions
  readonly jurisdiction: Open311Jurisdiction
  readonly format: Format
  /** The query, or the form of a POST. */
  readonly given: Given
  /** What the address names: a service, a request, a token. */
  readonly id: string
}

/** What is answered. */
export interface Answered {
  readonly document: Document
  /** Default 200. */
  readonly status?: number
}

/** What the desk calls things, and what it offers. */
export interface Names {
  readonly services: readonly (Required<Pick<Open311Service, "topic" | "name">> & Open311Service)[]
  readonly authorities: ReadonlyMap<string, string>
  readonly territories: ReadonlyMap<string, string>
}

/** The names as they are now. */
export async function namesOf({ jurisdiction: { desk, reader, services } }: Call): Promise<Names> {
  const { topics, authorities, territories } = await desk.vocabulary({ actor: reader })
  const titles = titlesOf(topics)
  const offered: readonly Open311Service[] = services ?? topics.map(({ id }) => ({ topic: id }))
  return {
    services: offered.map((service) => {
      const title = titles.get(service.topic)
      if (title === undefined) throw new TypeError(`services: the desk has no topic "${service.topic}"`)
      return { ...service, name: service.name ?? title }
    }),
    authorities: titlesOf(authorities),
    territories: titlesOf(territories),
  }
}

function titlesOf(titled: Vocabulary["topics"]): ReadonlyMap<string, string> {
  return new Map(titled.map(({ id, title }) => [id, title]))
}

/** The service of a code. */
export function serviceOf({ services }: Names, code: string): Names["services"][number] {
  const service = services.find(({ topic }) => topic === code)
  if (service === undefined) throw new Refusal(404, "service_code was not found.")
  return service
}
