// The content security policies, shared by the built pages' meta tags and the preview server's headers.
export const contentSecurityPolicy = [
  "default-src 'self'",
  "script-src 'self' 'wasm-unsafe-eval'",
  "style-src 'self'",
  "img-src 'self' data: blob:",
  "font-src 'self'",
  "connect-src 'self'",
  "worker-src 'self'",
  "object-src 'none'",
  "base-uri 'self'",
  "form-action 'none'",
].join('; ');

/**
 * Policy of fetch.html alone, which the app opens out of sight when its reader asks for a model from elsewhere: it may ask
 * any host, and may do nothing else. http: is for a mirror in the room; from an https page a browser asks no http address.
 */
export const fetchPagePolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "connect-src 'self' https: http:",
  "base-uri 'none'",
  "form-action 'none'",
].join('; ');

/** The policy that a file is served under. */
export const policyFor = (path) =>
  /(^|\/)fetch\.html$/.test(path) ? fetchPagePolicy : contentSecurityPolicy;
