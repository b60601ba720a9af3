import assert from "node:assert/strict"
import { isDeskError, type DeskErrorCode } from "@otklik/core"
import type { ContractCase } from "../contract.ts"
import type { OpenedStorage, StorageSubject } from "./subject.ts"

/** A case that works on one fresh storage and leaves nothing open. */
export function storageCase(name: string, check: (opened: OpenedStorage) => Promise<void>): ContractCase<StorageSubject> {
  return {
    name,
    async check(subject) {
      const opened = await subject.open()
      try {
        await check(opened)
      } finally {
        await opened.dispose()
      }
    },
  }
}

/** A case about moving tenants, which not every storage does. */
export function movingCase(name: string, check: (opened: OpenedStorage) => Promise<void>): ContractCase<StorageSubject> {
  return {
    ...storageCase(name, check),
    exempts: (subject) => (subject.movesNoTenants === true ? "this storage moves no tenants" : undefined),
  }
}

/** Asserts that something fails with a desk error of one code, and hands the error on. */
export async function failsWith<Code extends DeskErrorCode>(code: Code, work: Promise<unknown>): Promise<void> {
  const caught: unknown = await work.then(
    () => undefined,
    (error: unknown) => error ?? "nothing",
  )
  assert.ok(caught !== undefined, `a DeskError "${code}" was expected, but the call succeeded`)
  assert.ok(
    isDeskError(caught),
    `a DeskError "${code}" was expected, but this was thrown: ${caught instanceof Error ? caught.message : typeof caught}`,
  )
  assert.equal(caught.code, code)
}
