/**
 * The name a Spot account starts with, by which one that was never linked is known again.
 *
 * The onboarding StackSet takes the bare account id, but Spot's API asks for a letter: github spotinst/openapi.
 */
export function firstSpotName(awsAccountId: string): string {
  return `aws-${awsAccountId}`;
}
