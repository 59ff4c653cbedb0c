import { giveAccess } from "../account-program";
import { readStackSettings } from "./stack-settings";

const access = giveAccess(readStackSettings());

/** What each grant came to. */
export const grants = access.grants;
