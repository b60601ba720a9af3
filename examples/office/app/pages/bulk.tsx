import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query"
import { useState, type FormEvent, type ReactNode } from "react"
import { api, dataOf, type Command, type Item } from "../api/client.ts"
import { newKey } from "../api/queries.ts"
import { Dialog } from "../parts/dialog.tsx"
import { Icon } from "../parts/icon.tsx"
import { problemText } from "../parts/states.tsx"
import { buildCommand } from "../state/build-command.ts"
import { useDesk } from "../state/desk.ts"
import { forms } from "../state/forms.ts"
import type { Filled } from "../state/kept.ts"
import { useWording } from "../text/index.ts"
import { FieldInput } from "./fields.tsx"

/** What makes sense for many at once. */
const bulkCommands = ["register", "take", "assign", "transfer", "reject", "tag", "add-note", "close"] as const

interface BulkBarProps {
  readonly items: readonly Item[]
  readonly onClear: () => void
  readonly onDone: () => void
}

/** What may be done for every marked case. */
export function BulkBar({ items, onClear, onDone }: BulkBarProps): ReactNode {
  const { t } = useWording()
  const { rights } = useDesk()
  const [type, setType] = useState<Command["type"] | null>(null)
  const possible = bulkCommands.filter((command) => rights.commands[command] !== "nowhere")
  return (
    <div className="bulk" role="group" aria-label={t.queue.bulk}>
      <strong aria-live="polite">{t.queue.selected(items.length)}</strong>
      <div className="bulk-acts">
        {possible.map((command) => (
          <button key={command} type="button" className="button button-small" onClick={() => setType(command)}>
            {t.command[command]}
          </button>
        ))}
      </div>
      <button type="button" className="button-plain button-icon" aria-label={t.queue.clearSelection} onClick={onClear}>
        <Icon name="close" />
      </button>
      {type === null ? null : <BulkDialog type={type} items={items} onClose={() => setType(null)} onDone={onDone} />}
    </div>
  )
}

interface BulkDialogProps {
  readonly type: Command["type"]
  readonly items: readonly Item[]
  readonly onClose: () => void
  readonly onDone: () => void
}

/** Asks what is missing, shows what would happen, and does it. */
function BulkDialog({ type, items, onClose, onDone }: BulkDialogProps): ReactNode {
  const { t } = useWording()
  const { vocabulary, say } = useDesk()
  const cache = useQueryClient()
  const [filled, setFilled] = useState<Filled>({})
  const [key] = useState(newKey)
  const incidentIds = items.map(({ facts }) => facts.incidentId)
  const built = buildCommand(type, filled, {
    idOf: (kind, text) => (kind === "authority" ? vocabulary.authorities : vocabulary.territories).find((one) => one.title === text)?.id,
    incidentOf: () => undefined,
    momentOf: (local) => local,
  })
  const command = "command" in built ? built.command : null
  const preview = useQuery({
    queryKey: ["preview", command, incidentIds],
    enabled: command !== null,
    gcTime: 0,
    queryFn: () => dataOf(api.POST("/commands/preview", { body: { command: command as Command, incidentIds } })),
  })
  const apply = useMutation({
    mutationFn: () =>
      dataOf(
        api.POST("/commands", {
          params: { header: { "Idempotency-Key": key } },
          body: { command: command as Command, incidentIds, mode: "each" },
        }),
      ),
    onSuccess: ({ done, refused }) => {
      say(
        [
          t.bulk.done(done),
          ...(refused.length === 0 ? [] : [`${t.bulk.refused(refused.length)} ${refused.map(({ number }) => `№ ${number}`).join(", ")}`]),
        ].join(". "),
      )
      void cache.invalidateQueries()
      onDone()
    },
  })
  const submit = (event: FormEvent): void => {
    event.preventDefault()
    if (command !== null) apply.mutate()
  }
  const told = command === null ? undefined : preview.data
  return (
    <Dialog title={`${t.command[type] ?? type} · ${t.queue.count(items.length)}`} onClose={onClose}>
      <form className="form" onSubmit={submit} noValidate>
        {(forms[type] ?? []).map((field, index) => (
          <FieldInput
            key={field.name}
            field={field}
            found={null}
            value={filled[field.name] ?? ""}
            fault={undefined}
            isFirst={index === 0}
            onChange={(value) => setFilled({ ...filled, [field.name]: value })}
          />
        ))}
        <div className="preview" aria-live="polite">
          {command === null ? null : told === undefined ? (
            <p className="muted">{preview.isError ? problemText(preview.error, t) : t.bulk.preview}</p>
          ) : (
            <>
              <p className="preview-will">{told.done === 0 ? t.bulk.nothing : t.bulk.will(told.done)}</p>
              {told.already === 0 ? null : <p className="muted">{t.bulk.already(told.already)}</p>}
              {told.refused.length === 0 ? null : (
                <>
                  <p>{t.bulk.refused(told.refused.length)}</p>
                  <ul>
                    {told.refused.map(({ incidentId, number, problem }) => (
                      <li key={incidentId}>
                        № {number}: {t.problem[problem.code] ?? problem.detail}
                      </li>
                    ))}
                  </ul>
                </>
              )}
            </>
          )}
        </div>
        {apply.isError ? (
          <p className="form-failure" role="alert">
            {problemText(apply.error, t)}
          </p>
        ) : null}
        <div className="form-acts">
          <button type="submit" className="button button-main" disabled={told === undefined || told.done === 0 || apply.isPending}>
            {t.bulk.apply(told?.done ?? items.length)}
          </button>
          <button type="button" className="button" onClick={onClose}>
            {t.cancel}
          </button>
        </div>
      </form>
    </Dialog>
  )
}
