import { postgresMigrations } from "@otklik/storage-postgres"

for (const step of postgresMigrations("otklik")) process.stdout.write(`BEGIN;\n${step.statements.join(";\n")};\nCOMMIT;\n`)
