import * as path from "node:path";
import "../../automation/engine/late-modules";
import { packageRoot } from "../../examples/sandbox/source-folder";

// Every process that a test starts loads the SDK, plain programs and dynamic providers too, and none of them needs all of it.
const lateModules = path.join(packageRoot(), "dist/automation/engine/late-modules.js");
const option = `--require=${JSON.stringify(lateModules)}`;
const { NODE_OPTIONS = "" } = process.env;
if (!NODE_OPTIONS.includes(option)) process.env.NODE_OPTIONS = `${NODE_OPTIONS} ${option}`.trim();
