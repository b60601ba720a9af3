/** First addresses and lengths of the networks that IANA keeps for special use: none of them is the public internet. */
const special4 = [
  ["0.0.0.0", 8],
  ["10.0.0.0", 8],
  ["100.64.0.0", 10],
  ["127.0.0.0", 8],
  ["169.254.0.0", 16],
  ["172.16.0.0", 12],
  ["192.0.0.0", 24],
  ["192.0.2.0", 24],
  ["192.88.99.0", 24],
  ["192.168.0.0", 16],
  ["198.18.0.0", 15],
  ["198.51.100.0", 24],
  ["203.0.113.0", 24],
  ["224.0.0.0", 3],
] as const

/** Names that never lead to the public internet (RFC 6761, RFC 6762, RFC 9476, and `.internal` of ICANN). */
const specialNames = ["localhost", "local", "internal", "intranet", "lan", "home.arpa", "alt", "onion", "invalid", "test"]

/** Whether a host, as `URL` spells it, can be reached only from inside: an address of special use, or such a name. */
export function isPrivateHost(hostname: string): boolean {
  const host = hostname.toLowerCase().replace(/\.$/, "")
  if (host.startsWith("[") || host.includes(":")) return isPrivate6(host.replaceAll(/[[\]]/g, ""))
  const four = bytesOf4(host)
  if (four !== undefined) return isPrivate4(four)
  return !host.includes(".") || specialNames.some((name) => host === name || host.endsWith(`.${name}`))
}

function bytesOf4(text: string): number | undefined {
  const parts = text.split(".")
  if (parts.length !== 4 || parts.some((part) => !/^\d{1,3}$/.test(part) || Number(part) > 255)) return undefined
  return parts.reduce((whole, part) => whole * 256 + Number(part), 0)
}

function isPrivate4(address: number): boolean {
  return special4.some(([first, length]) => {
    const size = 2 ** (32 - length)
    return Math.floor(address / size) === Math.floor((bytesOf4(first) ?? 0) / size)
  })
}

/** Only 2000::/3 is given out to the public; of it what leads back to an IPv4 address is judged by that. */
function isPrivate6(text: string): boolean {
  const words = wordsOf6(text)
  if (words === undefined) return true
  const [first = 0, second = 0, third = 0] = words
  const tail = (words[6] ?? 0) * 65_536 + (words[7] ?? 0)
  // ::ffff:0:0/96 (mapped) and 64:ff9b::/96 (translated) end with an IPv4 address, 2002::/16 (6to4) begins with one.
  if (words.slice(0, 5).every((word) => word === 0) && words[5] === 0xffff) return isPrivate4(tail)
  if (first === 0x64 && second === 0xff9b && words.slice(2, 6).every((word) => word === 0)) return isPrivate4(tail)
  if (first === 0x2002) return isPrivate4(second * 65_536 + third)
  const isTunnel = first === 0x2001 && second < 0x200
  const isDocumentation = (first === 0x2001 && second === 0xdb8) || (first & 0xfff0) === 0x3ff0
  return (first & 0xe000) !== 0x2000 || isTunnel || isDocumentation
}

/** The eight words of an address; undefined for what is none. A zone (`%eth0`) makes it none of the public internet. */
function wordsOf6(text: string): readonly number[] | undefined {
  const last = text.slice(text.lastIndexOf(":") + 1)
  const four = bytesOf4(last)
  const plain =
    four === undefined ? text : `${text.slice(0, -last.length)}${Math.floor(four / 65_536).toString(16)}:${(four % 65_536).toString(16)}`
  const halves = plain.split("::").map((half) => (half === "" ? [] : half.split(":")))
  const [head = [], tail] = halves
  if (halves.length > 2 || [...head, ...(tail ?? [])].some((word) => !/^[\da-f]{1,4}$/i.test(word))) return undefined
  const missing = 8 - head.length - (tail?.length ?? 0)
  if (tail === undefined ? missing !== 0 : missing < 1) return undefined
  return [...head, ...Array<string>(missing).fill("0"), ...(tail ?? [])].map((word) => Number.parseInt(word, 16))
}
