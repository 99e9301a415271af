/** The integration of `examples/desk` on AWS Lambda, behind a function URL or an HTTP API of API Gateway. */
import { toLambdaHandler } from "@joinery/sdk/lambda";
import { createDesk } from "../desk/integration.ts";

// Created with the first request, so that a missing setting is told in the log of that request.
export const handler = toLambdaHandler(() => createDesk(process.env, { spool: "none" }));
