import { ListAccountAliasesCommand } from "@aws-sdk/client-iam";
import type { PluginFunction } from "../../kernel/plugin";
import type { AwsSession } from "../connection/session";

/**
 * `aws:iam/getAccountAlias`. An account without an alias is an error, as with the real plugin.
 *
 * Text of terraform-provider-aws `internal/service/iam/account_alias_data_source.go`.
 */
export const getAccountAlias: PluginFunction<AwsSession> = {
  token: "aws:iam/getAccountAlias:getAccountAlias",
  takes: [],
  async call(_, { iam }) {
    const { AccountAliases: [alias] = [] } = await iam
      .send(new ListAccountAliasesCommand({}))
      .catch((error: unknown) => {
        throw new Error(`reading IAM Account Alias: ${error instanceof Error ? error.message : error}`, {
          cause: error,
        });
      });
    if (alias === undefined) throw new Error("reading IAM Account Alias: empty result");
    return { accountAlias: alias, id: alias };
  },
};
