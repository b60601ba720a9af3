import type { Instant } from "@otklik/core"
import { fieldsOf, type Answer, type Item } from "./answer.ts"

/** What the fields of an answer have in common. */
export interface GeoReportRecord {
  /** The names of fields that were there and could not be read, as a moment without its offset; they are null. */
  readonly unread: readonly string[]
}

/** A service of a server. */
export interface GeoReportService extends GeoReportRecord {
  /** Its code. */
  readonly code: string
  /** Its name, for people. */
  readonly name: string | null
  /** What belongs there. */
  readonly description: string | null
  /** Whether it asks for attributes: see `definition`. */
  readonly hasAttributes: boolean
  /** `realtime`: a request is numbered at once; `batch`: later; `blackbox`: never. */
  readonly type: string | null
  /** Other words for it. */
  readonly keywords: readonly string[]
  /** What it is listed under. */
  readonly group: string | null
}

/** A field that a service asks for. */
export interface GeoReportAttribute extends GeoReportRecord {
  /** Its code. */
  readonly code: string
  /** False: it only informs people. */
  readonly isInput: boolean
  /** `string`, `number`, `datetime`, `text`, `singlevaluelist` or `multivaluelist`. */
  readonly datatype: string | null
  /** Whether a request needs it. */
  readonly isRequired: boolean
  /** What it is, for people. */
  readonly description: string | null
  /** The values of a list. */
  readonly values: readonly {
    /** What is sent. */
    readonly key: string
    /** What people read. */
    readonly name: string | null
  }[]
}

/** A request on a server. */
export interface GeoReportRequest extends GeoReportRecord {
  /** Its number there; null: the server gave it none yet. */
  readonly id: string | null
  /** `open` or `closed`, or a word of the server's own, in lower case. */
  readonly status: string | null
  /** Why. */
  readonly statusNotes: string | null
  /** Its service. */
  readonly serviceCode: string | null
  /** The name of its service. */
  readonly serviceName: string | null
  /** What was written, where the server shows it. */
  readonly description: string | null
  /** Who is responsible. */
  readonly agency: string | null
  /** When it was made. */
  readonly requestedAt: Instant | null
  /** When it last changed. */
  readonly updatedAt: Instant | null
  /** When it is expected to be done. */
  readonly expectedAt: Instant | null
  /** Where it is. */
  readonly address: string | null
  /** WGS 84, degrees. */
  readonly latitude: number | null
  /** WGS 84, degrees. */
  readonly longitude: number | null
  /** A photo or a page of it. */
  readonly mediaUrl: string | null
}

/** Something that happened to a request, by the extension of mySociety. */
export interface GeoReportUpdate extends GeoReportRecord {
  /** Its id there; null: it has none. */
  readonly id: string | null
  /** The request; null: it names none. */
  readonly requestId: string | null
  /** The status from then on, in lower case. */
  readonly status: string | null
  /** When. */
  readonly at: Instant | null
  /** In words. */
  readonly description: string | null
  /** A photo of it. */
  readonly mediaUrl: string | null
}

/** An endpoint of a server. */
export interface GeoReportEndpoint {
  /** Its address. */
  readonly url: string | null
  /** Which specification it keeps to. */
  readonly specification: string | null
  /** `production` or `test`. */
  readonly type: string | null
  /** `text/xml`, `application/json`. */
  readonly formats: readonly string[]
}

/** A thing that lacks what it is known by is none. */
function known<View>(items: readonly Item[], view: (item: Item) => View | undefined): readonly View[] {
  return items.flatMap((item) => view(item) ?? [])
}

/** Reads a list of services. */
export function servicesOf(answer: Answer): readonly GeoReportService[] {
  return known(answer.items("service"), (item) => {
    const fields = fieldsOf(item)
    const code = fields.text("service_code")
    if (code === null) return undefined
    const keywords = (fields.text("keywords") ?? "").split(",").map((word) => word.trim())
    return {
      code,
      name: fields.text("service_name"),
      description: fields.text("description"),
      hasAttributes: fields.flag("metadata") === true,
      type: fields.text("type"),
      keywords: keywords.filter((word) => word !== ""),
      group: fields.text("group"),
      unread: fields.unread,
    }
  })
}

/** Reads the definition of a service. */
export function attributesOf(answer: Answer): readonly GeoReportAttribute[] {
  // By the specification an object; some servers write a list of one.
  const [first] = answer.items("service_definition")
  const given = answer.self.items("attributes", "attribute")
  return known(given.length > 0 || first === undefined ? given : first.items("attributes", "attribute"), (item) => {
    const fields = fieldsOf(item)
    const code = fields.text("code")
    if (code === null) return undefined
    return {
      code,
      isInput: fields.flag("variable") !== false,
      datatype: fields.text("datatype"),
      isRequired: fields.flag("required") === true,
      description: fields.text("description"),
      values: known(item.items("values", "value"), (value) => {
        const key = value.text("key")
        return key === null ? undefined : { key, name: value.text("name") }
      }),
      unread: fields.unread,
    }
  })
}

/** Reads a list of requests. */
export function requestsOf(answer: Answer): readonly GeoReportRequest[] {
  return answer.items("request").map((item) => {
    const fields = fieldsOf(item)
    return {
      id: fields.text("service_request_id"),
      status: fields.text("status")?.toLowerCase() ?? null,
      statusNotes: fields.text("status_notes"),
      serviceCode: fields.text("service_code"),
      serviceName: fields.text("service_name"),
      description: fields.text("description"),
      agency: fields.text("agency_responsible"),
      requestedAt: fields.moment("requested_datetime"),
      updatedAt: fields.moment("updated_datetime"),
      expectedAt: fields.moment("expected_datetime"),
      address: fields.text("address"),
      latitude: fields.number("lat"),
      longitude: fields.number("long"),
      mediaUrl: fields.text("media_url"),
      unread: fields.unread,
    }
  })
}

/** Reads a list of updates. */
export function updatesOf(answer: Answer): readonly GeoReportUpdate[] {
  return answer.items("request_update").map((item) => {
    const fields = fieldsOf(item)
    return {
      id: fields.text("update_id"),
      requestId: fields.text("service_request_id"),
      status: fields.text("status")?.toLowerCase() ?? null,
      at: fields.moment("updated_datetime"),
      description: fields.text("description"),
      mediaUrl: fields.text("media_url"),
      unread: fields.unread,
    }
  })
}

/** Reads the endpoints that a server says that it has. */
export function endpointsOf(answer: Answer): readonly GeoReportEndpoint[] {
  return answer.self.items("endpoints", "endpoint").map((item) => {
    const formats = item.items("formats", "format").flatMap(({ value }) => value ?? [])
    return { url: item.text("url"), specification: item.text("specification"), type: item.text("type"), formats }
  })
}
