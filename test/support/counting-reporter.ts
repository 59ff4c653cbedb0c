import * as Mocha from "mocha";

/** The stock `spec` reporter, closed by one line a script can read: `N passed, N failed`. */
class CountingReporter extends Mocha.reporters.Spec {
  override epilogue(): void {
    super.epilogue();
    const { passes = 0, failures = 0, pending = 0 } = this.stats ?? {};
    const skipped = pending > 0 ? `, ${pending} skipped` : "";
    process.stdout.write(`${passes} passed, ${failures} failed${skipped}\n`);
  }
}

module.exports = CountingReporter;
