import assert from "node:assert/strict"
import { networkSchema } from "@otklik/core/internal"
import type { Contract } from "../contract.ts"
import { inWorld, type ConnectorSubject } from "./subject.ts"
import { isCanonical } from "./walk.ts"

/** What a connector says of itself. */
export const shapeCases: Contract<ConnectorSubject> = [
  {
    name: "shape: names its version, itself and its network, the same after a restart",
    check: (subject) =>
      inWorld(subject, async ({ connector, reopen }) => {
        assert.equal(connector.specificationVersion, "v1")
        assert.ok(connector.id.trim() !== "", "a connector's id names its cursors and must not be empty")
        assert.ok(networkSchema.safeParse(connector.network).success, "the network's name must be valid")
        const again = await reopen()
        assert.deepEqual([again.id, again.network], [connector.id, connector.network])
      }),
  },
  {
    name: "shape: has the members that its capabilities promise, and no others",
    check: (subject) =>
      inWorld(subject, async ({ connector }) => {
        const { webhook, reply, replyPhoto, replyLimit, replyPlacements } = connector.capabilities
        assert.equal(connector.doReceive !== undefined, webhook, "doReceive is present exactly when webhook is true")
        assert.equal(connector.doReply !== undefined, reply, "doReply is present exactly when reply is true")
        assert.equal(connector.doFindReplies !== undefined, reply, "doFindReplies is present exactly when reply is true")
        assert.equal(
          connector.doRetract !== undefined,
          subject.offers.retract === true,
          "doRetract is present exactly when the subject says so",
        )
        assert.ok(reply || !replyPhoto, "photos need replies")
        if (replyPlacements !== undefined) {
          assert.equal(replyPlacements.length > 0, reply, "replyPlacements names a place exactly when reply is true")
          assert.equal(new Set(replyPlacements).size, replyPlacements.length, "replyPlacements names each place once")
        }
        assert.ok(
          replyLimit === null || (Number.isSafeInteger(replyLimit) && replyLimit > 0),
          "a reply's limit is a positive whole number or null",
        )
      }),
  },
  {
    name: "shape: does not let anybody change its capabilities, and keeps them after a restart",
    check: (subject) =>
      inWorld(subject, async ({ connector, reopen }) => {
        assert.deepEqual(connector.capabilities, subject.capabilities, "the capabilities must be those that the subject expects")
        assert.ok(Object.isFrozen(connector.capabilities), "the capabilities must be frozen")
        assert.deepEqual((await reopen()).capabilities, connector.capabilities)
      }),
  },
  {
    name: "shape: lists sources with unique ids, the same after a restart",
    check: (subject) =>
      inWorld(subject, async ({ connector, reopen, sourceId }) => {
        const ids = connector.sources.map((source) => source.id)
        assert.equal(new Set(ids).size, ids.length, "a source's id must be unique in its connector")
        if (connector.capabilities.pull) assert.ok(ids.includes(sourceId), "the subject's source must be listed")
        for (const source of connector.sources) {
          assert.ok(source.id !== "" && source.title.trim() !== "", "a source has an id and a title")
          assert.ok(Number.isFinite(source.everyMinutes) && source.everyMinutes > 0, "everyMinutes is a positive number")
        }
        assert.deepEqual((await reopen()).sources, connector.sources)
      }),
  },
  {
    name: "shape: reports its credential: problems in words when it is not valid, and a canonical expiry or null",
    check: (subject) =>
      inWorld(subject, async ({ connector }) => {
        const { ok, problems, expiresAt } = await connector.doCheck()
        assert.equal(typeof ok, "boolean")
        assert.equal(ok, problems.length === 0, "a connector is well exactly when it names no problem")
        assert.ok(
          problems.every((problem) => typeof problem === "string" && problem.trim() !== ""),
          "a problem is a sentence",
        )
        assert.ok(expiresAt === null || isCanonical(expiresAt), "expiresAt is null or a canonical instant")
      }),
  },
]
