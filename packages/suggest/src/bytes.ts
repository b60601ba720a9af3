/** Writes numbers and texts as bytes, in as few as they need. */
export interface ByteWriter {
  /** A whole number from 0. */
  count(value: number): void
  float32(value: number): void
  float64(value: number): void
  text(value: string): void
  bytes(): Uint8Array
}

/** Reads what a {@link ByteWriter} wrote, in the same order. */
export interface ByteReader {
  count(): number
  float32(): number
  float64(): number
  text(): string
}

export function createByteWriter(): ByteWriter {
  let buffer = new Uint8Array(1 << 16)
  let view = new DataView(buffer.buffer)
  let used = 0
  const room = (size: number): void => {
    if (used + size <= buffer.length) return
    const longer = new Uint8Array(Math.max(buffer.length * 2, used + size))
    longer.set(buffer)
    buffer = longer
    view = new DataView(buffer.buffer)
  }
  const count = (value: number): void => {
    room(8)
    let rest = value
    while (rest >= 128) {
      buffer[used++] = (rest % 128) + 128
      rest = Math.floor(rest / 128)
    }
    buffer[used++] = rest
  }
  return {
    count,
    float32(value) {
      room(4)
      view.setFloat32(used, value, true)
      used += 4
    },
    float64(value) {
      room(8)
      view.setFloat64(used, value, true)
      used += 8
    },
    text(value) {
      const bytes = new TextEncoder().encode(value)
      count(bytes.length)
      room(bytes.length)
      buffer.set(bytes, used)
      used += bytes.length
    },
    bytes: () => buffer.slice(0, used),
  }
}

/** @throws RangeError where the bytes end too early */
export function createByteReader(bytes: Uint8Array): ByteReader {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  let at = 0
  const count = (): number => {
    let value = 0
    for (let factor = 1; ; factor *= 128) {
      const byte = view.getUint8(at++)
      value += (byte & 127) * factor
      if (byte < 128) return value
    }
  }
  return {
    count,
    float32() {
      at += 4
      return view.getFloat32(at - 4, true)
    },
    float64() {
      at += 8
      return view.getFloat64(at - 8, true)
    },
    text() {
      const length = count()
      at += length
      return new TextDecoder().decode(bytes.subarray(at - length, at))
    },
  }
}
