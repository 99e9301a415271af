/** The most bytes that a request may carry; the hub sends no more (contract 1.1). */
export const MAX_BODY_BYTES = 1_048_576;
