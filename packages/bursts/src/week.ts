const hour = 3_600_000
const hoursOfWeek = 168

/** Zones change their offsets on quarters of an hour. */
const quarter = 900_000
const rememberedQuarters = 4096

const weekdays = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]

/** How a day and a week go: when people write. */
export interface Week {
  /** Counts at an hour. */
  add(at: number, sum: number): void
  /** Makes every count smaller. */
  divide(by: number): void
  /**
   * How many average days an interval is worth: an hour of the night is worth less than one of the evening.
   *
   * @param worth - what a count of 1 is worth now, in incidents
   */
  daysBetween(from: number, to: number, worth: number): number
  save(): readonly number[]
}

/** Counts by hour of the week in a zone. */
export function createWeek(zone: string, saved: readonly number[]): Week {
  const counts = Array.from({ length: hoursOfWeek }, (_, index) => saved[index] ?? 0)
  const hourOf = createHourOfWeek(zone)
  const factors = new Float64Array(hoursOfWeek)
  /** The factors are those of this state of the counts. */
  let made = { edition: -1, worth: 0 }
  let edition = 0

  /** Smoothed by 1-2-1 around the week, one more everywhere, so that no hour is impossible; their mean is 1. */
  function renew(worth: number): void {
    let sum = 0
    for (let index = 0; index < hoursOfWeek; index += 1) {
      const [before, after] = [counts[(index + hoursOfWeek - 1) % hoursOfWeek] ?? 0, counts[(index + 1) % hoursOfWeek] ?? 0]
      const weight = ((before + 2 * (counts[index] ?? 0) + after) / 4) * worth + 1
      factors[index] = weight
      sum += weight
    }
    for (let index = 0; index < hoursOfWeek; index += 1) factors[index] = ((factors[index] ?? 0) * hoursOfWeek) / sum
    made = { edition, worth }
  }

  return {
    add(at, sum) {
      const index = hourOf(at)
      counts[index] = (counts[index] ?? 0) + sum
      edition += 1
    },
    divide(by) {
      counts.forEach((count, index) => (counts[index] = Math.round(count / by)))
      edition += 1
    },
    daysBetween(from, to, worth) {
      if (made.edition !== edition || made.worth !== worth) renew(worth)
      let days = 0
      for (let at = from; at < to;) {
        const end = Math.min(to, (Math.floor(at / quarter) + 1) * quarter)
        days += ((end - at) / hour / 24) * (factors[hourOf(at)] ?? 1)
        at = end
      }
      return days
    },
    save: () => counts,
  }
}

/** The hour of the week of a moment, Monday 00:00 in the zone being 0. */
function createHourOfWeek(zone: string): (at: number) => number {
  const format = new Intl.DateTimeFormat("en-US", { timeZone: zone, weekday: "short", hour: "2-digit", hourCycle: "h23" })
  const known = new Map<number, number>()
  return (at) => {
    const index = Math.floor(at / quarter)
    const found = known.get(index)
    if (found !== undefined) return found
    const parts = format.formatToParts(at)
    const part = (type: string): string => parts.find((one) => one.type === type)?.value ?? ""
    const result = weekdays.indexOf(part("weekday")) * 24 + Number(part("hour"))
    if (known.size >= rememberedQuarters) known.clear()
    known.set(index, result)
    return result
  }
}
