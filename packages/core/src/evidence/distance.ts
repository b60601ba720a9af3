import type { Point } from "./photo-facts.ts"

/** The earth's mean radius in kilometres (IUGG). */
const earthRadiusKm = 6371.0088

/**
 * Kilometres between two points on a sphere: off by half a percent at most, which is less than a phone's own error in a
 * town.
 */
export function kilometresBetween(one: Point, other: Point): number {
  const radians = Math.PI / 180
  const half = (degrees: number) => Math.sin((degrees * radians) / 2) ** 2
  const latitudes = Math.cos(one.latitude * radians) * Math.cos(other.latitude * radians)
  const chord = half(other.latitude - one.latitude) + latitudes * half(other.longitude - one.longitude)
  return 2 * earthRadiusKm * Math.asin(Math.min(1, Math.sqrt(chord)))
}
