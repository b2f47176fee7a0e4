import { LinearGraphQLClient } from '@linear/sdk';

type TransportOptions = ConstructorParameters<typeof LinearGraphQLClient>[1];

/**
 * Linear's own GraphQL client. A module of its own that uses nothing else of the SDK, so that the bundle can leave out
 * its generated models and documents: three megabytes that nobody here calls.
 */
export function linearTransport(apiUrl: string, options: TransportOptions): LinearGraphQLClient {
  return new LinearGraphQLClient(apiUrl, options);
}
