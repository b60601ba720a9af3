/** A point on the earth, degrees. */
export interface Point {
  readonly latitude: number
  readonly longitude: number
}

const earthRadiusKm = 6371.0088

/**
 * Great-circle distance in kilometres on a sphere of the earth's mean radius (6 371.0088 km, IUGG).
 *
 * @param a - a point in degrees
 * @param b - a point in degrees
 */
export function distanceKm(a: Point, b: Point): number {
  const radians = Math.PI / 180
  const half = (degrees: number) => Math.sin((degrees * radians) / 2) ** 2
  const h =
    half(b.latitude - a.latitude) + Math.cos(a.latitude * radians) * Math.cos(b.latitude * radians) * half(b.longitude - a.longitude)
  return 2 * earthRadiusKm * Math.asin(Math.min(1, Math.sqrt(h)))
}
