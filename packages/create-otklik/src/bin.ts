#!/usr/bin/env node
// `npm create otklik` is `otklik init`.
import { main } from "@otklik/cli"

await main(["init"])
