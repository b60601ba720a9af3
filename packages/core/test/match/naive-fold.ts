// The law of folding once more, written to be read and not to be fast. Shares no code with the package.

export interface NaiveToken {
  readonly kind: "word" | "compound" | "hashtag" | "mention"
  readonly text: string
  readonly start: number
  readonly end: number
  readonly position: number
  readonly width: number
}

interface Letter {
  readonly plain: string
  /**
   * As addresses are read: one unit that stands for one letter is seen as it is written, so a full-width letter is in
   * no address.
   */
  readonly shown: string
  readonly start: number
  end: number
}

const isWord = (text: string): boolean => /^[\p{L}\p{N}]$/u.test(text)
const kept = "йїўЙЇЎ"

function strip(character: string): string {
  return kept.includes(character) ? character : character.normalize("NFD").replace(/\p{M}/gu, "").normalize("NFC")
}

/** One code point in plain spelling; "" when it is neither letter nor digit. */
function spell(character: string): string {
  const parts = [...character.normalize("NFKC")]
  if (!isWord(character) && (parts.length !== 1 || parts[0] === character)) return ""
  const plain = parts.map(strip).join("")
  return [...plain].every(isWord) ? plain : ""
}

function clean(text: string): Letter[] {
  const letters: Letter[] = []
  let at = 0
  for (const character of text) {
    const start = at
    at += character.length
    const last = letters.at(-1)
    if (/\p{Cf}/u.test(character)) continue
    if (/\p{M}/u.test(character)) {
      if (last === undefined || !isWord(last.plain)) continue
      const joined = (last.plain + character).normalize("NFC")
      letters[letters.length - 1] = {
        ...last,
        plain: joined.length === 1 && kept.includes(joined) ? joined : last.plain,
        start: last.start,
        end: at,
      }
      continue
    }
    const plain = spell(character)
    const sign = character === "＃" ? "#" : character === "‐" || character === "‑" ? "-" : character
    if (plain === "")
      letters.push({
        plain: sign.length > 1 || isWord(sign) ? "\ufffd" : sign,
        shown: sign.length > 1 || isWord(sign) ? "\ufffd" : character === "＃" ? character : sign,
        start,
        end: at,
      })
    else
      for (const one of plain)
        letters.push({ plain: one, shown: character.length === 1 && plain.length === 1 ? character : one, start, end: at })
  }
  return letters
}

const foldCase = (plain: string): string => [...plain.toLowerCase()].map(strip).join("")

const latinTwins = "abcehikmoptxy"
const cyrillicTwins = "авсенікмортху"

function naiveRepair(word: string): string {
  let result = word
  const latin = [...word].filter((one) => /[a-z]/.test(one)).length
  const cyrillic = [...word].filter((one) => /[\u0400-\u052f]/.test(one)).length
  if (latin > 0 && cyrillic > 0) {
    const asCyrillic = [...word].map((one) => cyrillicTwins[latinTwins.indexOf(one)] ?? one).join("")
    const asLatin = [...word].map((one) => latinTwins[cyrillicTwins.indexOf(one)] ?? one).join("")
    const choices = latin > cyrillic ? [asLatin, asCyrillic] : [asCyrillic, asLatin]
    const isPure = (one: string): boolean => !(/[a-z]/.test(one) && /[\u0400-\u052f]/.test(one))
    result = choices.find(isPure) ?? word
  }
  if (/^(.)\1{2,}$/u.test(result) && !/^\d/.test(result)) return result.slice(0, 3)
  return result.replace(/([^\d_])\1{2,}/gu, "$1")
}

const endings =
  "app biz by cc cloud club com dev edu gov info io kz me media moscow net news online org pro ru shop site space store su tv ua uz vip xyz".split(
    " ",
  )

export function naiveFold(text: string): readonly NaiveToken[] {
  const letters = clean(text)
  const plain = letters.map((letter) => letter.plain)
  const shown = letters.map((letter) => letter.shown)
  const tokens: NaiveToken[] = []
  let position = 0
  let floor = 0
  let chain: NaiveToken[] = []
  let chainEnd = -1
  const word = (index: number): boolean => isWord(plain[index] ?? "")
  const ascii = (index: number): boolean => /^[A-Za-z0-9]$/.test(shown[index] ?? "")
  const rest = (index: number): string => shown.slice(index).join("")
  const push = (kind: NaiveToken["kind"], spelled: string, from: number, to: number, at: number, width: number): NaiveToken => {
    const folded = foldCase(spelled)
    const sign = kind === "hashtag" || kind === "mention" ? folded.charAt(0) : ""
    const token: NaiveToken = {
      kind,
      text: sign + naiveRepair(folded.slice(sign.length)),
      start: letters[from]?.start ?? 0,
      end: letters[to - 1]?.end ?? 0,
      position: at,
      width,
    }
    tokens.push(token)
    return token
  }
  const spelling = new Map<NaiveToken, string>()
  const whole = (parts: readonly NaiveToken[], from: number, to: number): void => {
    const joined = parts.map((part) => spelling.get(part) ?? "").join("")
    if (parts.length > 1 && /[^0-9]/.test(joined)) push("compound", joined, from, to, parts[0]?.position ?? 0, parts.length)
  }
  let chainStart = 0
  const closeChain = (): void => {
    whole(chain, chainStart, chainEnd)
    chain = []
  }
  // The end of an address that begins at this letter, or -1.
  const address = (index: number): number => {
    const around = (accepts: RegExp): [number, number] => {
      let from = index
      while (from > floor && accepts.test(shown[from - 1] ?? "")) from -= 1
      let to = index
      while (to < shown.length && accepts.test(shown[to] ?? "")) to += 1
      return [from, to]
    }
    const isFirst = (from: number): boolean => !shown.slice(from, index).some((one) => isWord(one)) && !(from > floor && word(from - 1))
    const trim = (from: number, to: number): number => {
      let end = to
      while (end > from && !ascii(end - 1)) end -= 1
      return end
    }
    const tail = (from: number): number => {
      const stop = shown.findIndex((one, at) => at >= from && /[\s<>"«»“”|[\]{}]/.test(one))
      return stop < 0 ? shown.length : stop
    }
    if (!ascii(index)) return -1
    const [hostFrom, hostTo] = around(/^[A-Za-z0-9._-]$/)
    const hasDot = shown.some((one, at) => at > index && at < hostTo && one === "." && ascii(at - 1) && ascii(at + 1))
    if (hasDot && isFirst(hostFrom) && shown[hostTo] !== "@") {
      const end = trim(index, hostTo)
      const host = shown.slice(index, end).join("").toLowerCase()
      const run = shown.slice(hostFrom, end).join("").toLowerCase()
      if (endings.includes(host.slice(host.lastIndexOf(".") + 1)) || run.startsWith("www.")) {
        return /[/?#:]/.test(shown[end] ?? "") ? tail(end) : end
      }
    }
    const [mailFrom, mailTo] = around(/^[A-Za-z0-9._%+-]$/)
    if (shown[mailTo] === "@" && ascii(mailTo - 1) && ascii(mailTo + 1) && isFirst(mailFrom)) {
      let to = mailTo + 1
      while (/^[A-Za-z0-9._-]$/.test(shown[to] ?? "")) to += 1
      const end = trim(mailTo, to)
      if (shown.slice(mailTo, end).includes(".")) return end
    }
    let scheme = index
    while (word(scheme)) scheme += 1
    if (/^[A-Za-z]+$/.test(shown.slice(index, scheme).join("")) && rest(scheme).startsWith("://")) return tail(scheme)
    return -1
  }

  let index = 0
  let afterWord = false
  while (index < plain.length) {
    const sign = plain[index] ?? ""
    if (isWord(sign)) {
      const linkEnd = address(index)
      if (linkEnd >= 0) {
        closeChain()
        index = linkEnd
        floor = linkEnd
        afterWord = false
        continue
      }
      let to = index
      while (word(to)) to += 1
      const spelled = plain.slice(index, to).join("")
      const isNext = chain.length > 0 && chainEnd === index - 1 && plain[index - 1] === "-"
      if (!isNext) {
        closeChain()
        chainStart = index
      }
      const token = push("word", spelled, index, to, position++, 1)
      spelling.set(token, spelled)
      chain.push(token)
      chainEnd = to
      index = to
      afterWord = true
      continue
    }
    if (!(sign === "-" && afterWord && word(index + 1))) closeChain()
    const wasAfterWord = afterWord
    afterWord = false
    const markup = /^\[((?:id|club|public|event)[0-9]{1,15})\|[^\]\n]{0,200}\]/.exec(rest(index))
    if (markup !== null) {
      const length = [...markup[0]].length
      push("mention", `@${markup[1]}`, index, index + length, position++, 1)
      index += length
      floor = index
    } else if (sign === "#" && !wasAfterWord) {
      index = hashtag(index)
    } else if (sign === "@" && !wasAfterWord) {
      let to = index + 1
      const body = (): void => {
        while (word(to) || plain[to] === "_") to += 1
      }
      body()
      while (plain[to] === "." && ascii(to - 1) && ascii(to + 1)) {
        to += 1
        body()
      }
      if (to > index + 1) {
        push("mention", plain.slice(index, to).join(""), index, to, position++, 1)
        floor = to
      }
      index = to
    } else index += 1
  }
  closeChain()
  return tokens

  function hashtag(hash: number): number {
    let to = hash + 1
    while (word(to) || plain[to] === "_") to += 1
    const first = position
    const parts: NaiveToken[] = []
    let firstLetter = -1
    let lastLetter = -1
    for (let from = hash + 1; from < to;) {
      if (plain[from] === "_") {
        from += 1
        continue
      }
      const upper = (at: number): boolean => /^\p{Lu}$/u.test(plain[at] ?? "")
      let end = from + 1
      while (end < to && plain[end] !== "_") {
        const next = plain[end + 1] ?? ""
        if (upper(end) && (!upper(end - 1) || (end + 1 < to && !upper(end + 1) && !/^[0-9_]$/.test(next)))) break
        end += 1
      }
      const spelled = plain.slice(from, end).join("")
      const part = push("word", spelled, from, end, position++, 1)
      spelling.set(part, spelled)
      parts.push(part)
      if (firstLetter < 0) firstLetter = from
      lastLetter = end
      from = end
    }
    if (parts.length === 0) return to
    whole(parts, firstLetter, lastLetter)
    push("hashtag", plain.slice(hash, to).join(""), hash, to, first, position - first)
    if (plain[to] === "@") {
      to += 1
      while (word(to) || plain[to] === "_") to += 1
    }
    floor = to
    return to
  }
}
