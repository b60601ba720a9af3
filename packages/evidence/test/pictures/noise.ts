const octaves = 7
/** How much weaker each finer octave is: between that of clouds and that of gravel. */
const weaker = 0.62

/** Texture of all sizes, around 0: sums of smoothed chance, each twice as fine as the one before. */
export function fieldOf(next: () => number, width: number, height: number): Float32Array {
  const field = new Float32Array(width * height)
  for (let octave = 0, cells = 2, strength = 1; octave < octaves; octave++, cells *= 2, strength *= weaker) {
    const side = cells + 2
    const knots = Float32Array.from({ length: side * side }, () => next() * 2 - 1)
    for (let y = 0; y < height; y++) {
      const [row, down] = splitOf((y / height) * cells)
      for (let x = 0; x < width; x++) {
        const [column, right] = splitOf((x / width) * cells)
        const at = (dx: number, dy: number) => knots[(row + dy) * side + column + dx] ?? 0
        const value = (at(0, 0) * (1 - right) + at(1, 0) * right) * (1 - down) + (at(0, 1) * (1 - right) + at(1, 1) * right) * down
        field[y * width + x] = (field[y * width + x] ?? 0) + strength * value
      }
    }
  }
  return field
}

/** The knot before a place, and how far beyond it, smoothed. */
function splitOf(place: number): readonly [knot: number, beyond: number] {
  const knot = Math.floor(place)
  const beyond = place - knot
  return [knot, beyond * beyond * (3 - 2 * beyond)]
}
