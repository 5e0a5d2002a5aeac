export const contentSecurityPolicy: string;
export const fetchPagePolicy: string;
export function policyFor(path: string): string;
