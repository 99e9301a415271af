import type { IntegrationOptions } from "../options.ts";
import { startBlinkWorld } from "./blink-world.ts";
import { startWorld } from "./world.ts";

/** The same two things, whoever keeps the accounts. */
export const PLACES = {
  hub: async (changes: Partial<IntegrationOptions> = {}) => {
    const world = await startWorld(changes);
    const add = (user: string, account: object) => world.hub.addAccount(user, account).linked_account_id;
    return { ...world, add, stored: (id: string): object | undefined => world.hub.accounts.get(id) };
  },
  Blink: async (changes: Partial<IntegrationOptions> = {}) => {
    const world = await startBlinkWorld(changes);
    const add = (user: string, account: object) => world.blink.addAccount(user, account).linked_account_id;
    return { ...world, add, stored: (id: string): object | undefined => world.blink.accounts.get(id) };
  },
};
export const EVERYWHERE = Object.entries(PLACES);

/** Tokens as a service without refresh tokens gives them. */
export const accessOnly = ({ access_token }: { access_token: string }) => ({ access_token });
export const pair = ({ access_token, refresh_token }: { access_token: string; refresh_token: string }) => ({
  access_token,
  refresh_token,
});
