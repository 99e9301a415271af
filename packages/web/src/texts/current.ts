import { en, type Texts } from "./en.ts";
import { createFormat } from "./format.ts";

/** The texts of the language in use. A second language is a second object of type `Texts`. */
export const t: Texts = en;

/** Dates, numbers and plurals in the language in use. */
export const format = createFormat(t.language);
