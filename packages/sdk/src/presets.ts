/**
 * External services that people use, as data: what has to be known of each, with the address of the document that says so and the
 * day it was read. The reference page `docs/reference/presets.md` shows all of it.
 *
 * @module
 */
export { atlassian } from "./presets/atlassian.ts";
export { github } from "./presets/github.ts";
export { google } from "./presets/google.ts";
export { microsoft } from "./presets/microsoft.ts";
export { salesforce } from "./presets/salesforce.ts";
export { servicenow } from "./presets/servicenow.ts";
export { slack } from "./presets/slack.ts";
export { zendesk } from "./presets/zendesk.ts";
