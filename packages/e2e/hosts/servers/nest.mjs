import "reflect-metadata"
import { Module } from "@nestjs/common"
import { NestFactory } from "@nestjs/core"
import { handler, toNodeHandler } from "../dist/node.mjs"

class AppModule {}
Module({})(AppModule)
const app = await NestFactory.create(AppModule, { bodyParser: false, logger: false })
app.use("/api", toNodeHandler(handler))
await app.listen(0, "127.0.0.1")
console.log(`port ${app.getHttpServer().address().port}`)
