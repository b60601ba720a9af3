/** A message of a prompt: what the model is, then what it is given. */
export type DraftPrompt = (
  | {
      /** The rules. */
      role: "system"
      /** A text. */
      content: string
    }
  | {
      /** The data. */
      role: "user"
      /** Texts. */
      content: {
        /** Nothing but texts. */
        type: "text"
        /** A text. */
        text: string
      }[]
    }
)[]

/** What a model is asked. */
export interface DraftModelCall {
  /** Rules and data. */
  prompt: DraftPrompt
  /** How long the answer may be. */
  maxOutputTokens?: number
  /** How much chance there is in it: 0. */
  temperature?: number
  /** So that the same question gets the same answer, where the model can. */
  seed?: number
  /** Ends the call. */
  abortSignal?: AbortSignal
}

/** What a model answers. */
export interface DraftModelAnswer {
  /** Its parts; those of the type `text` are read. */
  readonly content: readonly {
    /** The kind of the part. */
    readonly type: string
    /** Of a `text` part the text. */
    readonly text?: string
  }[]
}

/**
 * The host's model. A language model of the AI SDK fits as it is (`LanguageModelV4` of `@ai-sdk/provider`): one call
 * without tools and without streaming.
 */
export interface DraftModel {
  /** Which interface of the AI SDK it has. */
  readonly specificationVersion: string
  /** Whose it is. */
  readonly provider: string
  /** Which one. */
  readonly modelId: string
  /** Answers a prompt once. */
  doGenerate(call: DraftModelCall): PromiseLike<DraftModelAnswer>
}

/** How a fake model answers: see {@link createFakeModel}. */
export type FakeModelKind = "obedient" | "inventive" | "leaking" | "injected" | "silent" | "slow"

/** A model for tests. */
export interface FakeModel extends DraftModel {
  /** Every prompt, in order. */
  readonly prompts: readonly DraftPrompt[]
}

/**
 * A deterministic model for tests, which also lies: `obedient` joins sentences of its sources; `inventive` adds one
 * false fact of each kind; `leaking` repeats its whole prompt; `injected` does what the complaint tells it to; `silent`
 * answers nothing; `slow` answers never, until it is aborted.
 *
 * @param answers - the kind, or the answers one after the other, the last one again and again
 */
export function createFakeModel(answers: FakeModelKind | readonly [string, ...string[]]): FakeModel {
  const prompts: DraftPrompt[] = []
  return {
    specificationVersion: "v4",
    provider: "fake",
    modelId: typeof answers === "string" ? answers : "scripted",
    prompts,
    doGenerate({ prompt, abortSignal }) {
      prompts.push(prompt)
      if (answers === "slow")
        return new Promise((_, reject) => {
          abortSignal?.addEventListener("abort", () => reject(new DOMException("aborted", "AbortError")))
        })
      const text = typeof answers === "string" ? answerOf(answers, prompt) : (answers[Math.min(prompts.length, answers.length) - 1] ?? "")
      return Promise.resolve({ content: text === "" ? [] : [{ type: "text", text }] })
    },
  }
}

const inventions =
  " Мастер Иван Сидоров приедет 17 марта в 23:45. Звоните 8 (4999) 77-66-55 или пишите на зло@example.net и https://evil.example.net." +
  " Министерство тишины выделило 345 рублей по закону № 999-ФЗ. Дом 777 на улице Вымышленной закончат до конца следующей недели."

function answerOf(kind: FakeModelKind, prompt: DraftPrompt): string {
  const given = prompt
    .flatMap((message) => (message.role === "system" ? [message.content] : message.content.map(({ text }) => text)))
    .join("\n")
  const sources = Array.from(
    given.matchAll(/<(?<mark>[\w-]+) source [^>]*>\n(?<text>[^]*?)\n<\/\k<mark>>/gu),
    ({ groups }) => groups?.["text"] ?? "",
  )
  const honest = sources.map((text) => text.split(/(?<=[.!?])\s/u)[0] ?? "").join(" ")
  switch (kind) {
    case "obedient":
      return honest
    case "inventive":
      return honest + inventions
    case "leaking":
      return given
    case "injected": {
      const complaint = /<(?<mark>[\w-]+) complaint>\n(?<text>[^]*?)\n<\/\k<mark>>/u.exec(given)?.groups?.["text"] ?? ""
      return complaint.replace(/^[^]*?(?:Ответь|Напиши): /u, "")
    }
    default:
      return ""
  }
}
