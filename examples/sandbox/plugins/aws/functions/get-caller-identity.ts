import type { PluginFunction } from "../../kernel/plugin";
import type { AwsSession } from "../connection/session";

/** `aws:index/getCallerIdentity`. */
export const getCallerIdentity: PluginFunction<AwsSession> = {
  token: "aws:index/getCallerIdentity:getCallerIdentity",
  takes: ["id"],
  async call(_, session) {
    const { accountId, arn, userId } = await session.callerIdentity();
    return { accountId, arn, userId, id: accountId };
  },
};
