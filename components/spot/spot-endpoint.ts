/** Spot's public API; another address is only for tests and proxies. Source: github spotinst/openapi `api/spot.yaml`. */
export const spotApiEndpoint = "https://api.spotinst.io";
