import { isNotFound } from "../connection/aws-error";

/** Does something, and says what it was when that fails. */
export async function during<Result>(doing: string, act: () => Promise<Result>): Promise<Result> {
  try {
    return await act();
  } catch (error) {
    throw new Error(`${doing}: ${error instanceof Error ? error.message : error}`, { cause: error });
  }
}

/** Takes something away; it is no fault when it is gone already. */
export async function unlessGone(act: () => Promise<unknown>): Promise<void> {
  try {
    await act();
  } catch (error) {
    if (!isNotFound(error)) throw error;
  }
}

/** Looks for something; undefined when it is not there. */
export async function ifFound<Result>(look: () => Promise<Result | undefined>): Promise<Result | undefined> {
  try {
    return await look();
  } catch (error) {
    if (isNotFound(error)) return undefined;
    throw error;
  }
}
