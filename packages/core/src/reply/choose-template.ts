import { readInstant, type Instant } from "../base/index.ts"
import type { IncidentKind, Outcome, ReplyKind } from "../incident/index.ts"
import type { Network } from "../message/index.ts"
import type { ReplyTemplate } from "./reply-template.ts"

/** What a choice of template depends on. */
export interface TemplateSituation {
  /** The topic; null: none. */
  readonly topic: string | null
  /** What the message is. */
  readonly kind: IncidentKind
  /** What the reply does. */
  readonly replyKind: ReplyKind
  /** Null for a reply that says nothing of the problem. */
  readonly outcome: Outcome["value"] | null
  /** The network of the message. */
  readonly network: Network
  /** Null while there is no owner. */
  readonly authorityId: string | null
  /** Decides validity: the present moment. */
  readonly at: Instant
}

/** A template that was not chosen, and why. */
export interface PassedTemplate {
  /** The template. */
  readonly templateId: string
  /** Its edition. */
  readonly version: string
  /** The condition that it does not meet. */
  readonly why: string
}

/** Which template fits, and why this one. */
export interface TemplateChoice {
  /** Null when none fits: the reply is written by hand. */
  readonly template: ReplyTemplate | null
  /** Why it is the one. */
  readonly why: string
  /** All the others, in the order of the list: what a person may choose instead. */
  readonly passed: readonly PassedTemplate[]
}

/**
 * Chooses a template: of those that fit the situation and are valid, the one with the most conditions; of equals, the
 * first in the list.
 *
 * @param templates - read with `replyTemplatesSchema`, in the order of the host's list
 * @param given - the incident and the reply that is to be written
 * @throws DeskError `config` for a moment without an offset
 */
export function chooseTemplate(templates: readonly ReplyTemplate[], given: TemplateSituation): TemplateChoice {
  const situation = { ...given, at: readInstant(given.at, "at") }
  const judged = templates.map((template) => ({
    template,
    obstacle: obstacleOf(template, situation),
    weight: conditionsOf(template).length,
  }))
  const fitting = judged.filter(({ obstacle }) => obstacle === null)
  const most = Math.max(...fitting.map(({ weight }) => weight))
  const chosen = fitting.find(({ weight }) => weight === most)
  const passed = judged
    .filter((other) => other !== chosen)
    .map(({ template, obstacle, weight }): PassedTemplate => ({
      templateId: template.id,
      version: template.version,
      why: obstacle ?? (weight < most ? "fits, with fewer conditions" : "fits with as many conditions, further down the list"),
    }))
  if (chosen === undefined) return { template: null, why: templates.length === 0 ? "there are no templates" : "no template fits", passed }
  const equals = fitting.filter(({ weight }) => weight === most).length
  return { template: chosen.template, why: whyChosen(chosen.template, fitting.length, equals), passed }
}

function whyChosen(template: ReplyTemplate, fitting: number, equals: number): string {
  const conditions = conditionsOf(template)
  const fits = conditions.length === 0 ? "fits every reply" : `fits by ${conditions.join(", ")}`
  if (fitting === 1) return `${fits}; the only one that fits`
  if (equals === 1) return `${fits}; of the ${fitting} that fit it has the most conditions`
  return `${fits}; of the ${fitting} that fit ${equals} have as many conditions, and it is the first of them in the list`
}

function conditionsOf({ appliesTo }: ReplyTemplate): readonly string[] {
  return Object.entries(appliesTo).flatMap(([condition, wanted]) => (wanted === undefined ? [] : [condition]))
}

/** Why a template does not fit; null when it does. */
function obstacleOf({ appliesTo, validFrom, validTo }: ReplyTemplate, situation: TemplateSituation): string | null {
  const { topics, replyKinds, outcomes, kinds, networks, authorityIds } = appliesTo
  const { topic, replyKind, outcome, kind, network, authorityId, at } = situation
  if (topics !== undefined && (topic === null || !topics.includes(topic))) return "another topic"
  if (replyKinds !== undefined && !replyKinds.includes(replyKind)) return `the reply is ${replyKind}`
  if (outcomes !== undefined && outcome === null) return "the reply does not mention the problem"
  if (outcomes !== undefined && outcome !== null && !outcomes.includes(outcome)) return `the problem is ${outcome}`
  if (kinds !== undefined && !kinds.includes(kind)) return `kind is ${kind}`
  if (networks !== undefined && !networks.includes(network)) return `network is ${network}`
  if (authorityIds !== undefined && (authorityId === null || !authorityIds.includes(authorityId))) return "another owner"
  if (validFrom !== undefined && at < validFrom) return `valid only from ${validFrom}`
  if (validTo !== undefined && at >= validTo) return `valid only before ${validTo}`
  return null
}
