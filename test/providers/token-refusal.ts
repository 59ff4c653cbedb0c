import { expect } from "chai";
import { TokenError } from "../../providers";

/** What the refusal to read a token says; fails when one was read. */
export async function refusalOf(reading: Promise<string>): Promise<string> {
  const error = await reading.then(
    () => expect.fail("a token was read"),
    (reason: unknown) => reason,
  );
  expect(error).to.be.instanceOf(TokenError);
  return (error as TokenError).message;
}
