import type { Instant } from "../../base/index.ts"
import type { Authority } from "../authority.ts"
import type { Routing } from "../routing.ts"
import type { RoutingFinding } from "./finding.ts"

/** Authorities that a citizen cannot reach: a reply that names who is responsible also says how to reach it. */
export function lintContacts(routing: Routing, checkedSince?: Instant): readonly RoutingFinding[] {
  return routing.authorities.flatMap((authority, place): readonly RoutingFinding[] => {
    const trouble = troubleOf(authority, checkedSince)
    if (trouble === null) return []
    const message = `the authority "${authority.id}" ${trouble.text}`
    return [{ code: "no-contact", severity: trouble.severity, path: `authorities[${place}].contact${trouble.field}`, message, related: [] }]
  })
}

interface Trouble {
  readonly severity: "error" | "warning"
  readonly field: string
  readonly text: string
}

function troubleOf({ contact }: Authority, checkedSince: Instant | undefined): Trouble | null {
  if (contact === undefined) return { severity: "error", field: "", text: "has no contact at all" }
  const { phone, url, email, checkedAt, fault } = contact
  if (fault !== undefined) return { severity: "error", field: ".fault", text: `cannot be reached: ${fault}` }
  // The shortest numbers are those of emergency services, as 01.
  const isDialled = phone !== undefined && phone.replaceAll(/\D/g, "").length >= 2
  if (phone !== undefined && !isDialled) return { severity: "error", field: ".phone", text: "has a telephone number without digits" }
  if (!isDialled && url === undefined && email === undefined)
    return { severity: "error", field: "", text: "can be reached by neither telephone nor page nor e-mail" }
  if (checkedSince === undefined) return null
  if (checkedAt === undefined) return { severity: "warning", field: ".checkedAt", text: "has a contact that was never tried" }
  if (checkedAt >= checkedSince) return null
  return { severity: "warning", field: ".checkedAt", text: `has a contact that was last tried on ${checkedAt.slice(0, 10)}` }
}
