import type { MessageKey } from "@otklik/core"
import type { Engine } from "./engine.ts"
import type { Place } from "./networks.ts"
import type { Act } from "./plan.ts"

/** What a citizen wrote. */
export interface Written {
  readonly key: MessageKey
  readonly place: Place
  /** By the clock of the network, milliseconds. */
  readonly at: number
  /** The message that it stands below; null for a complaint. */
  readonly under: MessageKey | null
  /** Whether it holds a word of the rules. */
  readonly matches: boolean
  isRemoved: boolean
}

/** The citizens, and what is true of what they wrote. */
export interface City {
  readonly written: ReadonlyMap<MessageKey, Written>
  act(act: Act): void
}

/** Makes the citizens. */
export function createCity(places: readonly Place[], engine: Engine): City {
  const written = new Map<MessageKey, Written>()
  const complaints = new Map<number, Written>()

  function keep(fields: Omit<Written, "at" | "isRemoved">): Written {
    const message: Written = { ...fields, at: engine.present, isRemoved: false }
    written.set(message.key, message)
    engine.note(`citizen writes ${message.key}${message.under === null ? "" : ` below ${message.under}`}`)
    return message
  }

  return {
    written,
    act(act) {
      if (act.kind === "complain") {
        const place = places.find(({ name }) => name === act.network)
        if (place === undefined) return
        const key = place.complain(act.complaint, `Опять яма на дороге, дом ${act.complaint}`)
        complaints.set(act.complaint, keep({ key, place, under: null, matches: true }))
        return
      }
      const complaint = complaints.get(act.complaint)
      if (complaint === undefined || complaint.isRemoved) return
      const { key, place } = complaint
      if (act.kind === "add") {
        const words = act.matches ? "Яма стала больше" : "Пишу ещё раз"
        keep({ key: place.add(act.complaint, key, words), place, under: key, matches: act.matches })
      } else if (act.kind === "edit" && !place.canEdit) {
        return
      } else if (act.kind === "edit") {
        place.simulator.edit(key, `Уточняю: яма на дороге, дом ${act.complaint}, у подъезда`)
        engine.note(`citizen edits ${key}`)
      } else {
        place.simulator.remove(key)
        complaint.isRemoved = true
        for (const message of written.values()) if (message.under === key) message.isRemoved = true
        engine.note(`citizen removes ${key}`)
      }
    },
  }
}
