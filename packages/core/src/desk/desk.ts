import type { ErasureEntry, ImportResult, JournalPage, JournalQuery } from "../storage/index.ts"
import { learn, suggest, type LearnResult } from "./learning/learning.ts"
import { rulePrecision, type RulePrecision, type RulePrecisionRequest } from "./learning/rule-precision.ts"
import type { Suggestions } from "./learning/suggester.ts"
import { authoriseReading, figuresReach } from "./access/authorise.ts"
import type { ActorOptions, Reader, SignalOptions, UnsealAuthor } from "./access/authorisation.ts"
import { statusCode } from "./citizens/code.ts"
import { status, type CitizenStatus } from "./citizens/status.ts"
import { recordSurvey, type SurveyAnswer, type SurveyRecorded } from "./citizens/survey.ts"
import { readBursts, type BurstPage, type BurstRequest } from "./bursts/bursts.ts"
import { createContext } from "./context.ts"
import { actions, type CaseActions } from "./queries/actions.ts"
import { readCase, type Case } from "./queries/case.ts"
import { compose, type Composed, type ComposeRequest } from "./queries/compose.ts"
import { consume, type ConsumeRequest } from "./work/consume.ts"
import { changeConsumer, readConsumer, type Consumer, type ConsumerChange } from "./work/consumer.ts"
import { rights, vocabulary, type Rights, type Vocabulary } from "./queries/rights.ts"
import { coverage, type Coverage } from "./sources/coverage.ts"
import type { DeskCommand } from "./commands/command.ts"
import type { DeskEvents } from "./events.ts"
import { joinAll, type JoinAllOptions, type JoinAllRequest, type JoinAllResult } from "./commands/join-all.ts"
import { executeMany, previewMany, type ManyOptions, type ManyPreviewRequest, type ManyRequest, type ManyResult } from "./commands/many.ts"
import { execute, type Executed, type ExecuteOptions } from "./commands/execute.ts"
import { exportCases, type ExportConditions, type ExportedCase } from "./queries/export-cases.ts"
import { recordHistory, type HistoryRequest, type RecordedHistory } from "./history/record-history.ts"
import { health, readiness, type DeskHealth, type HealthOptions, type Readiness } from "./sources/health.ts"
import type { DeskOptions } from "./options/options.ts"
import { exportTenant, importTenant, type ImportRequest } from "./privacy/move.ts"
import { publish, type PublishResult } from "./work/publish.ts"
import { pull, type PullRequest, type PullResult } from "./intake/pull.ts"
import type { CaseConditions } from "./queries/case-conditions.ts"
import { find, type CaseCount, type FindOptions, type FoundCases } from "./queries/find.ts"
import { checkViews, counts, queue, type QueuePage, type QueueRequest } from "./queries/views.ts"
import { guidance, type GuidanceReview } from "./queries/reading.ts"
import { feed, type FeedPage, type FeedRequest } from "./queries/feed.ts"
import { readRequest } from "./options/request.ts"
import { receive } from "./intake/receive.ts"
import { report } from "./queries/report.ts"
import { workload, type Workload } from "./queries/workload.ts"
import { run, type RunOptions } from "./work/run.ts"
import { tick, type TickResult } from "./work/tick.ts"
import { eraseAuthor, verifyErasure, type EraseAuthor, type ErasureProof } from "./privacy/erase-author.ts"
import { followUp, type FollowedUp, type FollowUp } from "./commands/follow-up.ts"
import { register, type Registered, type RegisterOptions, type Registration } from "./commands/register.ts"
import { reseal, type ResealResult } from "./privacy/reseal.ts"
import { retain, type RetainOptions, type RetainResult } from "./privacy/retain.ts"
import { unsealAuthor, type UnsealedAuthor } from "./privacy/unseal-author.ts"
import type { PeriodOptions, Report, ReportQuestion } from "../report/index.ts"

/** The help desk: everything that a host does with Otklik, composed. */
export interface Desk {
  /** Where to listen. Listeners run after the commit; one that throws breaks nothing. */
  readonly events: DeskEvents
  /**
   * Reads every source that is due: match, register, route, move the cursor; one commit a page.
   *
   * @param request - page size, progress, signal; absent: the defaults
   * @returns counts, and the sources that could not be read
   */
  pull(request?: PullRequest): Promise<PullResult>
  /**
   * Takes a push of a network and gives the response, after the commit.
   *
   * @param connectorId - which connector it came for
   * @param request - as the host's server got it
   * @throws DeskError `config`, `capability`, `auth`, `protocol`, and whatever the storage throws
   */
  receive(connectorId: string, request: Request): Promise<Response>
  /**
   * Does what a person asks of an incident.
   *
   * @param command - what
   * @param options - who; expected version and idempotency key where they matter
   * @throws DeskError `config` for a malformed command or options, `not-found`, `illegal-transition`, `missing-fact`,
   * `forbidden`, `conflict`; `duplicate` for an idempotency key that did its work on another incident
   */
  execute(command: DeskCommand, options: ExecuteOptions): Promise<Executed>
  /**
   * Does one command on many incidents, each under its own authorisation. By `each` every incident has a commit and an
   * idempotency key (`KEY:incidentId`) of its own: a run that was interrupted is asked for again, and does the rest. By
   * `all` they are one commit; with one refusal nothing is stored. Conditions are turned into a list of incidents
   * before the first one is changed, and the list belongs to the key.
   *
   * @param request - the command without an incident, and the incidents
   * @param options - who, the key, and how
   * @returns how many were done, were so already, and what was refused and why
   * @throws DeskError `config`; `conflict` (`selection`) where conditions hold for another number than expected;
   * `duplicate` for the key of another run; what the storage throws: then the same call does the rest
   */
  executeMany(request: ManyRequest, options: ManyOptions): Promise<ManyResult>
  /**
   * Merges what belongs to one event into one of its incidents, also while replies of that one go out: incidents of a
   * topic, a place and a time that the actor may read, 200 a call. Each is a `merge` with its own authorisation and
   * commit: a call that was interrupted is made again, and does the rest. What a person must decide on is left out with
   * the reason: another street, a reply of its own, something else that it asks about as well.
   *
   * @param request - the incident, and which are merged into it
   * @param options - who; `dryRun` says what it would come to, and stores nothing
   * @throws DeskError `config`; `not-found`, `forbidden` and `illegal-transition` of the incident that all are merged
   * into; what the storage throws: then the same call does the rest
   */
  joinAll(request: JoinAllRequest, options: JoinAllOptions): Promise<JoinAllResult>
  /**
   * What {@link Desk.executeMany} would come to, incident by incident; nothing is stored.
   *
   * @param request - as of `executeMany`; of conditions the result has the `count`
   * @param options - who asks
   * @throws DeskError `config`, and what the storage throws
   */
  previewMany(request: ManyPreviewRequest, options: ActorOptions & SignalOptions): Promise<ManyResult>
  /**
   * The code by which a citizen follows an incident: its number and 16 letters that only the holder of `authorKey` can
   * make. Whoever has it sees what `status` answers, and may answer the survey.
   *
   * @throws DeskError `not-found`, `forbidden`
   */
  statusCode(incidentId: string, reader?: Reader): Promise<string>
  /**
   * What whoever has its code sees of an incident, and asks nobody for more. Undefined for a wrong code, and for
   * a number that there is not: nobody learns which of them it was.
   */
  status(code: string): Promise<CitizenStatus | undefined>
  /**
   * Writes down the answer to a survey, the first of each cycle. It proposes `confirm-fix` or `refute-fix` and does
   * nothing by itself; that nobody answers says nothing.
   *
   * @throws DeskError `config`; `not-found` for a wrong code; `illegal-transition` where no survey is planned
   */
  recordSurvey(answer: SurveyAnswer): Promise<SurveyRecorded>
  /**
   * Registers by hand what no connector brought: a message of a network or its link, a call, a visit to the counter, a
   * letter, a form. Detected, registered and routed in one commit. What has an incident already is `known`, and nothing
   * changes.
   *
   * @param request - what; what is absent follows from the desk's rules
   * @param options - who, and a key under which it is entered once
   * @throws DeskError `config` with the field path, `forbidden`, `missing-fact` for a link that no connector reads,
   * `not-found`, `duplicate` for a key that did other work, and what the connector throws
   */
  register(request: Registration, options: RegisterOptions): Promise<Registered>
  /**
   * Adds what somebody said later to the office itself about an incident: the author's word, which waits for an answer
   * by its clock, answers our question, or opens a closed incident again, as `handling.conversation` has it. Of a
   * merged incident it goes to the one that is worked on. Whoever may register may do this.
   *
   * @param incidentId - the incident
   * @param request - what was said
   * @param options - who enters it, and a key under which it is entered once
   * @throws DeskError `config` with the field path, `forbidden`, `not-found`; `illegal-transition` for an incident that
   * was rejected or dismissed; `duplicate` for a key that did other work
   */
  followUp(incidentId: string, request: FollowUp, options: RegisterOptions): Promise<FollowedUp>
  /**
   * Writes down every deadline that has passed, looks for mass events (`burst-found`), and reports which sources are
   * silent against their habit (`source-silent`) or are not read to their end (`source-behind`).
   */
  tick(options?: SignalOptions): Promise<TickResult>
  /**
   * Who wrote one message of one incident: asks the authorisation (`unseal-author`), writes the access log, and only
   * then answers. There is no other way to an author, and none that begins with one.
   *
   * @param request - the message, its incident, and what for
   * @param options - who asks
   * @throws DeskError `forbidden`, `not-found` where no author is sealed, `config` without the key, `protocol` for a
   * sealed text that was changed
   */
  unsealAuthor(request: UnsealAuthor, options: ActorOptions): Promise<UnsealedAuthor>
  /**
   * Who has read which author and what for (`access`), who has read which case (`reading`), the certificates of
   * erasures (`erasure`), or who has moved everything (`move`), by incident or period, oldest first.
   *
   * @throws DeskError `config` for a question that makes no sense; `forbidden`
   */
  journal(query: JournalQuery, reader?: Reader): Promise<JournalPage>
  /**
   * Puts every sealed author under the current key of the ring. May be interrupted and asked again; afterwards older
   * keys may go.
   *
   * @throws DeskError `config` without a ring
   */
  reseal(options?: SignalOptions): Promise<ResealResult>
  /**
   * Takes away what the retention policies keep no longer, commit by commit, each with its certificate, and certifies
   * what took several as a whole. `tick` does one.
   *
   * @param options - at most so many commits a policy; absent: until nothing is left
   */
  retain(options?: RetainOptions): Promise<RetainResult>
  /**
   * Erases every message of a person who asks for it: `erase` for each, and a certificate of the whole. Neither the id
   * nor the pseudonym is stored or given back. Reads every message there is; interrupted, it continues where it stopped
   * when the same `requestId` is asked for again.
   *
   * @param request - the network, the person's id in it, and what the host calls the request
   * @param options - who does it
   * @throws DeskError `forbidden` where the actor may not do this to the whole tenant (`erase-author`), before anything
   * is searched for, and at the first message that the actor may not erase; `config` for the `requestId` of another
   * person's unfinished request; `conflict`
   */
  eraseAuthor(request: EraseAuthor, options: ActorOptions & SignalOptions): Promise<ErasureEntry>
  /**
   * Checks a certificate: whether it says what it said when it was written, and whether nothing of what it names is
   * left.
   *
   * @param entry - of `journal`
   * @param messageKeys - the messages of a certificate that lists none, all of them; without them it is not
   * checked whether they are gone
   */
  verifyErasure(entry: ErasureEntry, messageKeys?: readonly string[]): Promise<ErasureProof>
  /**
   * Everything of the tenant as lines of JSON, for `desk.import` of a desk on any storage: a header with counts, a line
   * a record, and an end with a hash of all lines. Memory holds a page. Stop the other desks of the tenant first. Asks
   * the authorisation, and writes the journal (`move`) before the first line.
   *
   * @param options - who does it
   * @returns lines without a line break at their ends
   * @throws DeskError `forbidden`; `conflict` at the end when somebody wrote meanwhile: the lines have no end then, and
   * no import takes them
   *
   * @example
   * for await (const line of desk.export({ actor })) file.write(`${line}\n`)
   */
  export(options: ActorOptions): AsyncGenerator<string, void, undefined>
  /**
   * Takes in everything that `desk.export` gave, into a tenant that has nothing, at once or not at all, and writes the
   * journal (`move`). Interrupted, it goes on after the last commit, given the same lines from the first one on.
   *
   * @param request - the lines
   * @param options - who does it
   * @throws DeskError `forbidden`; `conflict` when the tenant has anything, or another party imports into it;
   * `protocol` with the number of the line for lines that are broken, changed or not whole: the tenant has nothing then
   */
  import(request: ImportRequest, options: ActorOptions): Promise<ImportResult>
  /**
   * Incidents with everything that belongs to them, one after another by number, for a file: `exportIncidents` of
   * `@otklik/exchange` writes them as a spreadsheet. Given are those that the reader may take out (`export`); the
   * access log has an entry with conditions and count before the first one.
   *
   * @param where - which; an empty object: all of them
   * @param options - who does it
   * @throws DeskError `config` for conditions that are wrong; `forbidden`
   */
  exportCases(where: ExportConditions, options: ActorOptions): AsyncGenerator<ExportedCase, void, undefined>
  /**
   * Takes incidents over from another system, each with everything that happened to it at its real moment, in one
   * commit. They get numbers and are counted as if the desk had been there; listeners hear nothing, and nothing is
   * planned, woken or sent. Every event has `imported: true`. `importIncidents` of `@otklik/exchange` reads them from a
   * spreadsheet.
   *
   * @param request - the incidents, 100 at most, and how clocks and open ones are treated
   * @param options - who does it: the authorisation is asked for `import`, and the journal has an entry (`move`)
   * @throws DeskError `config`, `forbidden`, and what the storage throws; what is wrong with one incident is its result
   */
  recordHistory(request: HistoryRequest, options: ActorOptions): Promise<RecordedHistory>
  /** Sends the replies of the outbox, the nearest deadline first. */
  publish(options?: SignalOptions): Promise<PublishResult>
  /**
   * Pulls, ticks and publishes until aborted. Several processes may do so on one database.
   *
   * @throws DeskError `config` when the clock cannot wait
   */
  run(options: RunOptions): Promise<void>
  /**
   * A page of incidents that hold to conditions, in an order. Only what the reader may read is found: pages are full,
   * and a count is the reader's.
   *
   * @param where - strict conditions; `{}` for all
   * @param options - who reads (needed where the desk has an authorisation, as for everything that is read), order,
   * page
   * @throws DeskError `config` for conditions or a place that are wrong, and for a reader that is missing
   */
  find(where: CaseConditions, options?: FindOptions): Promise<FoundCases>
  /**
   * A page of a view: of one of the desk's (`createDesk({ views })`) by its id, or of the host's own.
   *
   * @param reader - who reads; needed where the desk has an authorisation, and where the view is about who reads
   * @throws DeskError `config` for a view or conditions that are wrong
   */
  queue(request: QueueRequest, reader?: Reader): Promise<QueuePage>
  /**
   * How many incidents each of the desk's views has for who reads: every tab of an office in one reading.
   *
   * @param viewIds - 1 to 100
   * @returns by id; nothing is counted beyond 10 000
   * @throws DeskError `config` for a view that there is not
   */
  counts(viewIds: readonly string[], reader?: Reader): Promise<Readonly<Record<string, CaseCount>>>
  /**
   * What has happened to incidents, in the order of the commits: for other systems, and for pages that are live. It is
   * never trimmed. Only incidents that the reader may find, as they are now; no text and no author.
   *
   * @throws DeskError `not-found` for a position that the feed does not have; `config`
   */
  feed(request: FeedRequest, reader?: Reader): Promise<FeedPage>
  /**
   * One incident with everything that a person needs to work on it, of one moment; undefined when there is none. What
   * the reader's level of personal data does not reach is null and named in `withheld`. The reading is written down
   * (`journal({ kind: "reading" })`) before anything is given.
   *
   * @throws DeskError `forbidden`; whatever the storage throws: then nothing is given
   */
  case(incidentId: string, reader: ActorOptions): Promise<Case | undefined>
  /**
   * Every command that a person can give: whether this one may give it to this incident now, what it needs, and why
   * not. Allowed is what `execute` refuses neither as `forbidden` nor as `illegal-transition`, as long as its own
   * fields fit.
   * Undefined when there is no such incident.
   *
   * @throws DeskError `forbidden` to whom the incident is not to read
   */
  actions(incidentId: string, reader: ActorOptions): Promise<CaseActions | undefined>
  /**
   * Prepares a reply to an incident and stores nothing: fills a template or takes a guidance text, tells what is
   * missing, what the lint and the speller find, and what each network takes. Its fields are those of `submit-draft`.
   *
   * @param request - a template, a guidance text or a text; none: the template that fits best
   * @param reader - who writes
   * @returns undefined when there is no such incident
   * @throws DeskError `config` for a template or a guidance text that is not there or not valid now, and for a reply
   * that may not be made of it; `forbidden` to whom the incident is not to read; what the speller throws
   */
  compose(incidentId: string, request: ComposeRequest, reader: ActorOptions): Promise<Composed | undefined>
  /**
   * What an incident may be about and whose it may be, with shares and reasons, by what people decided before. Words
   * are places in the message that the incident began with. Nothing is stored, and nothing is decided.
   *
   * @returns undefined when there is no such incident
   * @throws DeskError `config` without the option `suggester`; `forbidden` to whom the incident is not to read
   */
  suggest(incidentId: string, reader: ActorOptions): Promise<Suggestions | undefined>
  /**
   * Learns from what people decided since: topics that they set or left until the final reply, owners that took the
   * work. One worker at a time, from where it was learned to; `tick` does it once a minute. Nothing is learned of a
   * text that was erased.
   *
   * @param options - `limit`: how many events are read at most, 1 to 1 000; default 500
   * @throws DeskError `config` without the option `suggester`
   */
  learn(options?: {
    /** How many events are read at most. */
    readonly limit?: number
  }): Promise<LearnResult>
  /**
   * How right keyword rules are: what became of the incidents that each began, of those that the asker may find. Reads
   * the logs of all incidents of the period.
   *
   * @param request - the period, by the publication of the first message
   * @param reader - who asks
   * @returns the rule with the most incidents first
   * @throws DeskError `config`; `forbidden` to whoever may find nothing
   */
  rulePrecision(request: RulePrecisionRequest, reader: ActorOptions): Promise<readonly RulePrecision[]>
  /** What somebody may read, command and take out, before any incident is named. */
  rights(reader: ActorOptions): Promise<Rights>
  /**
   * Ids that the desk knows, with titles for people: topics, authorities, territories, tags, templates, guidance,
   * policies.
   *
   * @throws DeskError `forbidden` to whoever may read nothing
   */
  vocabulary(reader: ActorOptions): Promise<Vocabulary>
  /**
   * Follows the feed until aborted, for work of the host's own: everything, at least once, in order, by one worker an
   * id at a time. Asks no authorisation, as `run`.
   *
   * @throws DeskError `config` for a request that is wrong, and when the clock cannot wait
   */
  consume(
    request: ConsumeRequest,
    options: {
      /** Ends it. */
      readonly signal: AbortSignal
    },
  ): Promise<void>
  /**
   * How far a consumer of the feed is, and what it keeps; undefined for one that has not begun. Asks no authorisation.
   *
   * @param id - as `consume` was given it
   */
  consumer(id: string): Promise<Consumer | undefined>
  /**
   * Changes what a consumer keeps, ends its wait, or has it handle events again, also while a worker is at it. Asks no
   * authorisation.
   *
   * @param id - as `consume` was given it
   * @param change - what is to change, by what there is; called again where another writer was first
   * @throws DeskError `not-found` for one that has not begun, and for events that it has not come to; `config`
   */
  changeConsumer(id: string, change: (consumer: Consumer) => ConsumerChange): Promise<Consumer>
  /**
   * How often each guidance text was used, and what is wrong with them: `auditGuidance` over the desk's own texts,
   * topics and authorities.
   *
   * @throws DeskError `forbidden`
   */
  guidance(
    request?: {
      /** Texts that expire within so many days are reported. Default 14. */
      readonly soonDays?: number
    } & Reader,
  ): Promise<GuidanceReview>
  /**
   * What came in, was answered, fixed, promised and closed in a period: totals and tables, beside another if asked.
   * Every count is made where the data is; every number says what it means (`metrics`).
   *
   * @param question - the period, what it is compared with, and which tables
   * @throws DeskError `config` for a question that is wrong or has too many rows; `forbidden`
   */
  report(question: ReportQuestion & Reader): Promise<Report>
  /**
   * What one body has to do now and who of it does it, to share work out: open and overdue, nothing else of a person.
   * For curators and supervisors, where the desk has the default authorisation.
   *
   * @throws DeskError `config` for a body that there is not; `forbidden`
   */
  workload(
    question: {
      /** The body. */
      readonly authorityId: string
    },
    reader: ActorOptions,
  ): Promise<Workload>
  /**
   * Mass events, the last found first: more complaints of a topic or a group at a place than is usual there. Only what
   * of their incidents the reader may find is in them, and counted.
   *
   * @throws DeskError `config` where the desk has no detector, and for a request that is wrong
   */
  bursts(request?: BurstRequest, reader?: Reader): Promise<BurstPage>
  /**
   * Which minutes of a period were really read, by source, and which were not and why.
   *
   * @throws DeskError `config` for a period that is wrong
   */
  coverage(period: PeriodOptions, reader?: Reader): Promise<Coverage>
  /**
   * How far behind the desk is: storage, sources, clocks, replies, leases, retention; never throws for what it finds.
   * Two reads of the storage and one a policy of retention, cheap however much there is: for a page of the operator, or
   * several times a minute.
   *
   * @param options - whether the networks are asked too
   */
  health(options?: HealthOptions): Promise<DeskHealth>
  /**
   * Whether this worker can take work: the storage answers, its schema fits, and where `run` is under way, its work
   * gets on (`alarms.stuckMinutes`). One read.
   */
  readiness(): Promise<Readiness>
}

/**
 * Composes a desk of a storage, connectors and the host's own data.
 *
 * @param options - see {@link DeskOptions}
 * @throws DeskError `config` with the field path of everything that is wrong; `invalid-rule` with every query that
 * cannot be read
 */
export function createDesk(options: DeskOptions): Desk {
  const context = createContext(options)
  checkViews(context)
  return {
    events: context.eventBus.events,
    pull: (request) => pull(context, request),
    receive: (connectorId, request) => receive(context, connectorId, request),
    execute: (command, executeOptions) => execute(context, command, executeOptions),
    joinAll: (request, joinOptions) => joinAll(context, request, joinOptions),
    executeMany: (request, manyOptions) => executeMany(context, request, manyOptions),
    previewMany: (request, manyOptions) => previewMany(context, request, manyOptions),
    statusCode: (incidentId, reader = {}) => statusCode(context, incidentId, reader),
    status: (code) => status(context, code),
    recordSurvey: (answer) => recordSurvey(context, answer),
    register: (request, registerOptions) => register(context, request, registerOptions),
    followUp: (incidentId, request, followUpOptions) => followUp(context, incidentId, request, followUpOptions),
    tick: (tickOptions) => tick(context, tickOptions),
    unsealAuthor: (request, unsealOptions) => unsealAuthor(context, request, unsealOptions),
    async journal(query, reader = {}) {
      await authoriseReading(context, reader, "journal", null)
      return context.storage.privacy.readJournal(readRequest("journal", query))
    },
    reseal: (resealOptions) => reseal(context, resealOptions),
    retain: (retainOptions) => retain(context, retainOptions),
    eraseAuthor: (request, eraseOptions) => eraseAuthor(context, request, eraseOptions),
    verifyErasure: (entry, messageKeys) => verifyErasure(context, entry, messageKeys),
    export: (exportOptions) => exportTenant(context, exportOptions),
    import: (request, importOptions) => importTenant(context, request, importOptions),
    exportCases: (where, exportOptions) => exportCases(context, where, exportOptions),
    recordHistory: (request, historyOptions) => recordHistory(context, request, historyOptions),
    publish: (publishOptions) => publish(context, publishOptions),
    run: (runOptions) => run(context, runOptions),
    find: (where, findOptions = {}) => find(context, where, findOptions),
    queue: (request, reader = {}) => queue(context, request, reader),
    counts: (viewIds, reader = {}) => counts(context, viewIds, reader),
    feed: (request, reader = {}) => feed(context, request, reader),
    case: (incidentId, reader) => readCase(context, incidentId, reader),
    actions: (incidentId, reader) => actions(context, incidentId, reader),
    compose: (incidentId, request, reader) => compose(context, incidentId, request, reader),
    suggest: (incidentId, reader) => suggest(context, incidentId, reader),
    learn: (learnOptions) => learn(context, learnOptions),
    rulePrecision: (request, reader) => rulePrecision(context, request, reader),
    rights: (reader) => rights(context, reader),
    consume: (request, consumeOptions) => consume(context, request, consumeOptions),
    consumer: (id) => readConsumer(context, id),
    changeConsumer: (id, change) => changeConsumer(context, id, change),
    vocabulary: (reader) => vocabulary(context, reader),
    guidance: (request = {}) => guidance(context, request),
    async report(given) {
      const { actor, ...question } = readRequest("report", given)
      return report(context, question, await figuresReach(context, actor === undefined ? {} : { actor }, "report"))
    },
    workload: (question, reader) => workload(context, question, reader),
    bursts: (request = {}, reader = {}) => readBursts(context, request, reader),
    async coverage(period, reader = {}) {
      await figuresReach(context, reader, "coverage")
      return coverage(context, period)
    },
    health: (healthOptions) => health(context, healthOptions),
    readiness: () => readiness(context),
  }
}
