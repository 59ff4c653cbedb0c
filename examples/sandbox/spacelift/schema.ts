import { buildSchema, type GraphQLSchema } from "graphql";

// What a self-hosted installation may not know yet; github spacelift-io/terraform-provider-spacelift #641.
const newerFields = "region: String\n    tagAssumeRole: Boolean!\n    autoattachEnabled: Boolean!";
const newerArguments = "region: String, autoattachEnabled: Boolean, tagAssumeRole: Boolean";

/**
 * The part of Spacelift's schema that AWS integrations are about.
 *
 * Source: github spacelift-io/terraform-provider-spacelift `spacelift/resource_aws_integration*.go`,
 * spacelift-io/spacelift-api-bruno `Spacelift/Cloud Integrations/AWS`. `externalID` goes in, `externalId` comes out.
 */
export function spaceliftSchema({ older }: { older: boolean }): GraphQLSchema {
  const extra = older ? "" : `, ${newerArguments}`;
  return buildSchema(`
  type Query {
    name: String!
    tier: String!
    spaceliftAwsAccountId: String!
    awsIntegration(id: ID!): AwsIntegration
    awsIntegrationByName(name: String!): AwsIntegration
    awsIntegrations(includeLegacy: Boolean): [AwsIntegration!]!
    stack(id: ID!): Stack
    stacks: [Stack!]!
  }

  type Mutation {
    apiKeyUser(id: ID!, secret: String!): User
    awsIntegrationCreate(name: String!, roleArn: String!, generateCredentialsInWorker: Boolean!, labels: [String!]!,
      space: ID, externalID: String, durationSeconds: Int${extra}): AwsIntegration!
    awsIntegrationUpdate(id: ID!, name: String!, roleArn: String!, generateCredentialsInWorker: Boolean!,
      externalID: String!, durationSeconds: Int!, labels: [String!]!, space: ID${extra}): AwsIntegration!
    awsIntegrationDelete(id: ID!): AwsIntegration
    awsIntegrationAttach(id: ID!, stack: ID!, read: Boolean!, write: Boolean!): AwsIntegrationAttachment!
    awsIntegrationAttachmentUpdate(id: ID!, read: Boolean!, write: Boolean!): AwsIntegrationAttachment!
    awsIntegrationDetach(id: ID!): AwsIntegrationAttachment
  }

  type User {
    jwt: String!
    validUntil: Int!
  }

  type AwsIntegration {
    id: ID!
    name: String!
    roleArn: String!
    externalId: String!
    durationSeconds: Int!
    generateCredentialsInWorker: Boolean!
    labels: [String!]!
    space: ID!
    ${older ? "" : newerFields}
    externalIdForStack(stackId: ID!, read: Boolean!, write: Boolean!): ExternalIdForStack
    attachedStack(id: ID!): AwsIntegrationAttachment
  }

  type ExternalIdForStack {
    externalId: String!
    assumeRolePolicyStatement: String!
  }

  type AwsIntegrationAttachment {
    id: ID!
    integrationId: ID!
    stackId: ID!
    stackName: String!
    isModule: Boolean!
    read: Boolean!
    write: Boolean!
    isAutoattached: Boolean!
  }

  type Stack {
    id: ID!
    name: String!
    space: ID!
    labels: [String!]!
    attachedAwsIntegrations: [AwsIntegrationAttachment!]!
  }
  `);
}
