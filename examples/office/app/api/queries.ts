import { QueryClient, keepPreviousData, useInfiniteQuery, useMutation, useQuery, useQueryClient } from "@tanstack/react-query"
import { api, ask, dataOf, Problem, type Case, type Command, type ListQuery, type Session } from "./client.ts"

/** Whether another try could help: what the server refused stays refused. */
function mayHelp(failures: number, error: Error): boolean {
  return failures < 2 && error instanceof Problem && (error.status === 0 || error.status === 503)
}

/** The cache of everything that was read. */
export const client = new QueryClient({
  defaultOptions: {
    queries: { retry: mayHelp, staleTime: 30_000, refetchOnWindowFocus: true, networkMode: "always" },
    mutations: { networkMode: "always" },
  },
})

/** Who is signed in. */
export function useSession() {
  return useQuery({
    queryKey: ["session"],
    queryFn: async () => ({ ...(await ask<Session>("/session")), askedAt: Date.now() }),
    refetchInterval: ({ state }) => (state.data?.playing === null ? 60_000 : 1500),
  })
}

/** What the signed in person may do, and the words of the region. */
export function useStart(isOn: boolean) {
  return useQuery({
    queryKey: ["start"],
    enabled: isOn,
    staleTime: Infinity,
    // The desk opens its region while the first page is read.
    retry: (failures, error) => failures < 120 && error instanceof Problem && error.status === 503,
    retryDelay: 500,
    queryFn: async () => {
      const [rights, vocabulary] = await Promise.all([dataOf(api.GET("/me")), dataOf(api.GET("/vocabulary"))])
      return { rights, vocabulary }
    },
  })
}

/** The numbers beside the lists. */
export function useCounts(views: readonly string[]) {
  return useQuery({
    queryKey: ["counts", views],
    queryFn: () => dataOf(api.GET("/counts", { params: { query: { views: [...views] } } })),
    placeholderData: keepPreviousData,
    // Terms run out without an event.
    refetchInterval: 60_000,
  })
}

const pageSize = 50

/** A list, page by page. */
export function useList(query: ListQuery, words: string) {
  return useInfiniteQuery({
    queryKey: ["list", query, words],
    initialPageParam: "",
    placeholderData: keepPreviousData,
    queryFn: ({ pageParam }) => readList(query, words, pageParam),
    getNextPageParam: ({ next }) => next ?? undefined,
  })
}

/** A page of a list; words are searched in texts, and never part of an address. */
export async function readList(query: ListQuery, words: string, after: string) {
  const more = { limit: pageSize, ...(after === "" ? {} : { after }) }
  if (words !== "") return dataOf(api.POST("/incidents/search", { body: { text: words, order: "newest", ...more } }))
  return dataOf(api.GET("/incidents", { params: { query: { ...query, count: "true", ...more } } }))
}

/** The incident of a number; null where there is none, or it is not open to the reader. */
export function useIdOf(number: number | null) {
  return useQuery({
    queryKey: ["number", number],
    enabled: number !== null,
    staleTime: Infinity,
    queryFn: async () => {
      const query = { numbers: [number ?? 0], limit: 1 }
      return (await dataOf(api.GET("/incidents", { params: { query } }))).items[0]?.facts.incidentId ?? null
    },
  })
}

/** The key of a case in the cache. */
export const caseKey = (incidentId: string) => ["case", incidentId] as const

/** Reads a case. */
async function readCase(incidentId: string): Promise<Case> {
  return dataOf(api.GET("/incidents/{incidentId}", { params: { path: { incidentId } } }))
}

/** Everything of a case. */
export function useCase(incidentId: string | null) {
  return useQuery({
    queryKey: caseKey(incidentId ?? ""),
    enabled: incidentId !== null,
    queryFn: () => readCase(incidentId ?? ""),
  })
}

/** A command for one case, with the version that its giver has seen. */
export interface Given {
  readonly incidentId: string
  readonly version: number
  readonly command: Command
  /** The same key again is the same command: a lost answer does nothing twice. */
  readonly key: string
}

/** Gives a command; whatever it comes to, the case is read again. */
export function useCommand() {
  const cache = useQueryClient()
  return useMutation({
    mutationFn: ({ incidentId, version, command, key }: Given) =>
      dataOf(
        api.POST("/incidents/{incidentId}/commands", {
          params: { path: { incidentId }, header: { "If-Match": `"v${version}"`, "Idempotency-Key": key } },
          body: command,
        }),
      ),
    onSettled: async (_, __, { incidentId }) => {
      await Promise.all([cache.invalidateQueries({ queryKey: caseKey(incidentId) }), cache.invalidateQueries({ queryKey: ["counts"] })])
    },
  })
}

/** A key that no other command has. */
export function newKey(): string {
  return crypto.randomUUID()
}

/** A guidance text as it would be published under a case. */
export function useGuidancePreview(incidentId: string, guidanceId: string) {
  return useQuery({
    queryKey: ["guidance", incidentId, guidanceId],
    enabled: guidanceId !== "",
    queryFn: () =>
      dataOf(api.GET("/guidance/{guidanceId}/preview", { params: { path: { guidanceId }, query: { incidentId, replyKind: "guidance" } } })),
  })
}
