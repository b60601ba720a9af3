import { loadRussian } from "@otklik/locale-ru"
import type { MatchLocale } from "@otklik/core/rules"
import { openQuery, openTexts, type Editor, type Mark, type Place } from "./editor.ts"
import { fromHash, toHash } from "./share.ts"
import { tryQuery, type TriedText, type Trial } from "./trial.ts"
import { wordsOf, type Words } from "./words.ts"

/** How many forms of a word are listed before the rest is counted. */
const listedForms = 14
/** What is typed is tried when nothing was typed for so long, in milliseconds. */
const pauseMs = 120

type Forms = { readonly state: "off" | "loading" | "failed" } | { readonly state: "on"; readonly locale: MatchLocale }

/** `<otklik-rules lang="ru">`: a query is tried on texts, in the page alone. */
class OtklikRules extends HTMLElement {
  #words: Words = wordsOf("en")
  #query: Editor | undefined
  #texts: Editor | undefined
  #forms: Forms = { state: "off" }
  #timer: ReturnType<typeof setTimeout> | undefined

  connectedCallback(): void {
    if (this.#query !== undefined) return
    const language = (this.getAttribute("lang") ?? "").startsWith("ru") ? "ru" : "en"
    this.#words = wordsOf(language)
    this.classList.add("otklik", "not-content")
    this.replaceChildren(...this.#layout())
    const changed = (): void => this.#later()
    this.#query = openQuery(this.#part("query"), this.#words.query, language, changed)
    this.#texts = openTexts(this.#part("texts"), this.#words.texts, changed)
    void this.#start()
  }

  async #start(): Promise<void> {
    const shared = await fromHash(location.hash)
    const [first] = this.#words.tried
    this.#write(shared ?? first ?? { query: "", texts: [] })
    if (shared === undefined && location.hash.length > 1) this.#say(this.#words.badLink)
    const box = this.#box()
    box.checked = shared?.forms ?? true
    await this.#loadForms()
  }

  /** The table is loaded when it is wanted, and by itself. */
  async #loadForms(): Promise<void> {
    if (!this.#box().checked) this.#forms = { state: "off" }
    else if (this.#forms.state !== "on") {
      this.#forms = { state: "loading" }
      this.#show()
      this.#forms = await loadRussian().then(
        (locale) => ({ state: "on", locale }) as const,
        () => ({ state: "failed" }) as const,
      )
    }
    this.#show()
  }

  #write({ query, texts }: { readonly query: string; readonly texts: readonly string[] }): void {
    this.#query?.write(query)
    this.#texts?.write(texts.join("\n"))
    this.#show()
  }

  #later(): void {
    clearTimeout(this.#timer)
    this.#timer = setTimeout(() => this.#show(), pauseMs)
  }

  /** Tries what is there, and shows what came of it. */
  #show(): void {
    clearTimeout(this.#timer)
    const query = this.#query?.text() ?? ""
    const lines = linesOf(this.#texts?.text() ?? "")
    const locale = this.#forms.state === "on" ? this.#forms.locale : undefined
    const trial = tryQuery({ query, texts: lines.map(({ text }) => text) }, locale)
    this.#query?.complain(trial.findings.map((finding) => placeOf(query, finding, this.#words)))
    this.#texts?.mark(trial.texts.flatMap((tried, index) => marksOf(tried, lines[index]?.from ?? 0)))
    this.#part("count").textContent =
      trial.texts.length === 0 ? "" : this.#words.found(trial.texts.filter(({ holds }) => holds).length, trial.texts.length)
    this.#part("findings").replaceChildren(...this.#findings(trial))
    this.#part("reasons").replaceChildren(...this.#reasons(trial))
    this.#part("words").replaceChildren(...this.#expanded(trial))
    this.#part("forms-state").replaceChildren(...this.#formsState())
    this.dataset["forms"] = this.#forms.state
  }

  #findings({ findings }: Trial): readonly Node[] {
    if (findings.length === 0) return [element("li", { className: "quiet" }, this.#words.noFindings)]
    return findings.map(({ code, message }) =>
      element("li", { className: code === "invalid-query" ? "wrong" : "warned" }, element("strong", {}, this.#words.lint[code]), message),
    )
  }

  #reasons({ texts }: Trial): readonly Node[] {
    return texts.flatMap(({ text, holds, because }, index) => {
      if (holds || because.length === 0) return []
      const why = because.flatMap(({ clause, holds: isThere }, place) => [
        ...(place > 0 ? [", "] : []),
        element("code", {}, clause),
        ` ${isThere ? this.#words.excluded : this.#words.missing}`,
      ])
      const short = text.length > 48 ? `${text.slice(0, 46)}…` : text
      return [element("li", {}, element("span", { className: "number" }, String(index + 1)), element("q", {}, short), " ", ...why)]
    })
  }

  #expanded({ words }: Trial): readonly Node[] {
    return words.map(({ word, finds }) => {
      const rest = finds.length - listedForms
      const shown = finds.slice(0, listedForms).join(", ")
      const more = element("details", {}, element("summary", {}, this.#words.more(rest)), finds.slice(listedForms).join(", "))
      return element("div", {}, element("dt", {}, word), element("dd", {}, shown, ...(rest > 0 ? [more] : [])))
    })
  }

  #formsState(): readonly (Node | string)[] {
    if (this.#forms.state === "loading") return [this.#words.loading]
    if (this.#forms.state !== "failed") return []
    const again = element("button", { type: "button" }, this.#words.again)
    again.addEventListener("click", () => void this.#loadForms())
    return [this.#words.notLoaded, " ", again]
  }

  async #share(): Promise<void> {
    const texts = linesOf(this.#texts?.text() ?? "").map(({ text }) => text)
    const hash = await toHash({ query: this.#query?.text() ?? "", texts, forms: this.#box().checked })
    history.replaceState(null, "", `#${hash}`)
    const copied = await navigator.clipboard.writeText(location.href).then(
      () => true,
      () => false,
    )
    this.#say(copied ? this.#words.shared : this.#words.notShared)
  }

  #say(text: string): void {
    this.#part("said").textContent = text
  }

  #part(name: string): HTMLElement {
    const found = this.querySelector<HTMLElement>(`[data-part="${name}"]`)
    if (found === null) throw new TypeError(`no part ${name}`)
    return found
  }

  #box(): HTMLInputElement {
    const found = this.querySelector<HTMLInputElement>("input[type=checkbox]")
    if (found === null) throw new TypeError("no box for word forms")
    return found
  }

  #layout(): readonly Node[] {
    const { query, texts, textsHint, forms, findings, expanded, share, examples, tried } = this.#words
    const part = (tag: keyof HTMLElementTagNameMap, name: string, className = ""): HTMLElement => {
      const made = element(tag, { className })
      made.dataset["part"] = name
      return made
    }
    const buttons = tried.map((example) => {
      const button = element("button", { type: "button" }, example.title)
      button.addEventListener("click", () => this.#write(example))
      return button
    })
    const box = element("input", { type: "checkbox", checked: true })
    box.addEventListener("change", () => void this.#loadForms())
    const sharing = element("button", { type: "button", className: "main" }, share)
    sharing.addEventListener("click", () => void this.#share())
    const said = part("p", "said", "said")
    said.setAttribute("role", "status")
    const count = part("span", "count", "count")
    const chosen = element("div", { className: "examples" }, ...buttons)
    chosen.setAttribute("role", "group")
    chosen.setAttribute("aria-label", examples)
    return [
      element("div", { className: "bar" }, chosen, sharing),
      said,
      element("h2", {}, query),
      part("div", "query", "field query"),
      part("ul", "findings", "findings"),
      element("div", { className: "head" }, element("h2", {}, texts), element("small", {}, textsHint), count),
      part("div", "texts", "field"),
      part("ol", "reasons", "reasons"),
      element("div", { className: "head" }, element("h2", {}, expanded), element("label", {}, box, ` ${forms}`)),
      part("p", "forms-state", "said"),
      part("dl", "words", "words"),
    ].map((node) => {
      if (node.dataset["part"] === "findings") node.setAttribute("aria-label", findings)
      return node
    })
  }
}

interface Line {
  readonly text: string
  readonly from: number
}

/** The lines that hold something, with their places. */
function linesOf(text: string): readonly Line[] {
  let from = 0
  const lines: Line[] = []
  for (const line of text.split("\n")) {
    if (line.trim() !== "") lines.push({ text: line, from })
    from += line.length + 1
  }
  return lines
}

function marksOf({ holds, clauses }: TriedText, from: number): readonly Mark[] {
  const line = { from, to: from, className: holds ? "found" : "left" }
  return [line, ...clauses.map(({ start, end }) => ({ from: from + start, to: from + end, className: "" }))]
}

function placeOf(query: string, { code, message, span, clause }: Trial["findings"][number], words: Words): Place {
  const at = clause === undefined ? -1 : query.indexOf(clause)
  const place = span ?? (at === -1 ? { start: 0, end: query.length } : { start: at, end: at + (clause?.length ?? 0) })
  return {
    from: place.start,
    to: place.end,
    message: `${words.lint[code]}: ${message}`,
    severity: code === "invalid-query" ? "error" : "warning",
  }
}

/** An element with what is in it: texts stay texts. */
function element<Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  properties: Partial<HTMLElementTagNameMap[Tag]>,
  ...children: readonly (Node | string)[]
): HTMLElementTagNameMap[Tag] {
  const made = Object.assign(document.createElement(tag), properties)
  made.append(...children)
  return made
}

/** Makes `<otklik-rules>` known to the page. */
export function defineRules(): void {
  if (customElements.get("otklik-rules") === undefined) customElements.define("otklik-rules", OtklikRules)
}
