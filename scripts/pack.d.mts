export function packed(folder?: string): Uint8Array<ArrayBuffer>;
