/**
 * The chance of `count` incidents or more where `usual` are expected: the tail of the negative binomial distribution
 * with shape 1, whose variance is `usual + usual²`. Days differ from one another by more than chance alone makes them.
 *
 * @param count - 0 or more
 * @param usual - 0 or more
 */
export function chanceOf(count: number, usual: number): number {
  return (usual / (1 + usual)) ** count
}

/** No window is longer: an event of days raises its alarm in its first hours. */
export const windowMinutes = [15, 30, 60, 180, 360] as const

/** From so many incidents on there may be an alarm. */
export const fewest = 4

/** An alarm needs so many times the usual, whatever the chance. */
const timesUsual = 3

/** Below 4 incidents there is no alarm; four and five need more, since so few are many looks' chance. */
const chances: readonly number[] = [0, 0, 0, 0, 1e-9, 1e-6]
const chanceOfMany = 1e-5

/** The stream that the chances were measured with, incidents a day: more of them are more chances of a false alarm. */
const measuredADay = 150

/**
 * The chance below which so many incidents raise an alarm.
 *
 * @param count - incidents in the window
 * @param incidentsADay - of the whole desk
 */
export function alarmChance(count: number, incidentsADay: number): number {
  return (chances[count] ?? chanceOfMany) * Math.min(1, measuredADay / Math.max(1, incidentsADay))
}

/** Whether the count alone is enough for an alarm. */
export function isMany(count: number, usual: number): boolean {
  return count >= fewest && count >= timesUsual * usual
}
