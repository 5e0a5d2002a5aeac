import type { NetworkInterfaceInfo } from 'node:os';

export function roomAddresses(
  interfaces?: NodeJS.Dict<Pick<NetworkInterfaceInfo, 'family' | 'address' | 'internal'>[]>,
): string[];
