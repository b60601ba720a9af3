import { autocompletion, type CompletionContext, type CompletionResult } from "@codemirror/autocomplete"
import { defaultKeymap, history, historyKeymap } from "@codemirror/commands"
import { setDiagnostics, type Diagnostic } from "@codemirror/lint"
import { EditorState, StateEffect, StateField, type Extension, type Range } from "@codemirror/state"
import { Decoration, EditorView, keymap, MatchDecorator, ViewPlugin, type DecorationSet, type ViewUpdate } from "@codemirror/view"

/** A text that a person edits. */
export interface Editor {
  readonly text: () => string
  readonly write: (text: string) => void
  /** Underlines what is wrong. */
  readonly complain: (places: readonly Place[]) => void
  /** Marks what was found, and lines that were or were not. */
  readonly mark: (marks: readonly Mark[]) => void
}

/** Something wrong, between two characters. */
export interface Place {
  readonly from: number
  readonly to: number
  readonly message: string
  readonly severity: "error" | "warning"
}

/** Characters with a class; a line when it ends where it starts. */
export interface Mark {
  readonly from: number
  readonly to: number
  readonly className: string
}

const setMarks = StateEffect.define<DecorationSet>()
const marksField = StateField.define<DecorationSet>({
  create: () => Decoration.none,
  update(marks, { changes, effects }) {
    const moved = marks.map(changes)
    return effects.reduce((now, effect) => (effect.is(setMarks) ? effect.value : now), moved)
  },
  provide: (field) => EditorView.decorations.from(field),
})

const look = EditorView.theme({
  "&": { fontSize: "0.95rem", backgroundColor: "transparent" },
  "&.cm-focused": { outline: "none" },
  ".cm-scroller": { fontFamily: "inherit" },
  ".cm-content": { fontFamily: "inherit", padding: "0.75rem 0", caretColor: "var(--sl-color-white)" },
  ".cm-line": { padding: "0.1rem 0.9rem", lineHeight: "1.6" },
  ".cm-cursor": { borderLeftColor: "var(--sl-color-white)" },
  ".cm-selectionBackground": { backgroundColor: "color-mix(in srgb, var(--sl-color-accent) 28%, transparent) !important" },
  ".cm-tooltip": {
    backgroundColor: "var(--sl-color-bg)",
    color: "var(--sl-color-text)",
    border: "1px solid var(--sl-color-gray-5)",
    borderRadius: "0.4rem",
    overflow: "hidden",
  },
  ".cm-tooltip-autocomplete ul li[aria-selected]": {
    backgroundColor: "var(--sl-color-accent-low)",
    color: "var(--sl-color-accent-high)",
  },
  ".cm-completionDetail": { color: "var(--sl-color-gray-3)", fontStyle: "normal" },
})

function open(parent: Element, label: string, extensions: readonly Extension[], changed: () => void): Editor {
  const view = new EditorView({
    parent,
    state: EditorState.create({
      extensions: [
        history(),
        keymap.of([...defaultKeymap, ...historyKeymap]),
        EditorView.lineWrapping,
        EditorView.contentAttributes.of({ "aria-label": label, spellcheck: "false" }),
        EditorView.updateListener.of(({ docChanged }) => {
          if (docChanged) changed()
        }),
        marksField,
        look,
        ...extensions,
      ],
    }),
  })
  const within = (place: number): number => Math.min(Math.max(0, place), view.state.doc.length)
  return {
    text: () => view.state.doc.toString(),
    write: (text) => view.dispatch({ changes: { from: 0, to: view.state.doc.length, insert: text } }),
    complain(places) {
      const found = places.map(({ from, to, message, severity }): Diagnostic => ({ from: within(from), to: within(to), message, severity }))
      view.dispatch(setDiagnostics(view.state, found))
    },
    mark(marks) {
      const found = marks.map(({ from, to, className }): Range<Decoration> =>
        from === to
          ? Decoration.line({ class: className }).range(within(from))
          : Decoration.mark({ tagName: "mark", class: className }).range(within(from), within(to)),
      )
      view.dispatch({ effects: setMarks.of(Decoration.set(found, true)) })
    },
  }
}

/** The signs of the query language, each with a class. */
const signs = new MatchDecorator({
  regexp: /"[^"]*"?(?:~\d)?|\bNEAR(?:\/\d+)?|\b(?:network|kind|has|source):\S*|[|&()]|(?<![\p{L}\d])-|[=*]|~\d/gu,
  decoration: ([sign]) => {
    if (sign.startsWith('"')) return Decoration.mark({ class: "otklik-phrase" })
    return Decoration.mark({ class: sign === "-" ? "otklik-not" : "otklik-sign" })
  },
})
const coloured = ViewPlugin.define(
  (view) => ({
    signs: signs.createDeco(view),
    update(update: ViewUpdate) {
      this.signs = signs.updateDeco(update, this.signs)
    },
  }),
  { decorations: (plugin: { readonly signs: DecorationSet }) => plugin.signs },
)

const operators: readonly (readonly [label: string, en: string, ru: string])[] = [
  ["NEAR/3", "at most three words between", "не больше трёх слов между"],
  ["network:vk", "of this network", "из этой сети"],
  ["kind:comment", "comments", "комментарии"],
  ["kind:post", "posts", "записи"],
  ["has:photo", "with a photo", "с фотографией"],
  ["source:", "in this community", "в этом сообществе"],
]

function complete(context: CompletionContext, language: "en" | "ru"): CompletionResult | null {
  const word = context.matchBefore(/[a-zA-Z:/]+/)
  if (word === null && !context.explicit) return null
  const options = operators.map(([label, english, russian]) => ({ label, detail: language === "ru" ? russian : english }))
  return { from: word?.from ?? context.pos, options, validFor: /^[a-zA-Z:/\d]*$/ }
}

/**
 * Opens the editor of a query: signs are coloured, operators are proposed.
 *
 * @param parent - where it goes
 * @param label - for those who do not see it
 * @param language - of the proposals
 * @param changed - called after each change
 */
export function openQuery(parent: Element, label: string, language: "en" | "ru", changed: () => void): Editor {
  return open(parent, label, [coloured, autocompletion({ override: [(context) => complete(context, language)], icons: false })], changed)
}

/** Opens the editor of the texts, one a line. */
export function openTexts(parent: Element, label: string, changed: () => void): Editor {
  return open(parent, label, [], changed)
}
