/** Where Spacelift's own command line looks for an API key. Source: github spacelift-io/spacectl `client/session`. */
export const spaceliftApiKey = { id: { env: "SPACELIFT_API_KEY_ID" }, secret: { env: "SPACELIFT_API_KEY_SECRET" } };
