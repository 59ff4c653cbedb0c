import { giveAccess } from "../account-program";
import { readStackSettings } from "./stack-settings";

const access = giveAccess(readStackSettings());

/** What each grant came to. */
export const grants = access.grants;

/** What each managing side came to. */
export const managing = access.managing;

/** Secrets of access keys made for managing identities, by party. */
export const secretAccessKeys = access.secretAccessKeys;
