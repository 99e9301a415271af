/** How long an authorization URL of Blink mode can be opened and continued. */
export const TICKET_SECONDS = 10 * 60;

/** How long a browser that has continued may take at the external service. */
export const CONSENT_SECONDS = 10 * 60;
