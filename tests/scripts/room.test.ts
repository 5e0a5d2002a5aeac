import { describe, expect, it } from 'vitest';
import { roomAddresses } from '../../scripts/room.mjs';

const at = (address: string, internal = false, family: 'IPv4' | 'IPv6' = 'IPv4') => ({
  address,
  internal,
  family,
});

describe('addresses for the room', () => {
  it('leave out loopback, IPv6 and self-given ones, and put virtual networks last', () => {
    expect(
      roomAddresses({
        lo: [at('127.0.0.1', true)],
        docker0: [at('172.17.0.1')],
        wlan0: [at('fe80::1', false, 'IPv6'), at('192.168.1.23')],
        eth0: [at('169.254.7.7'), at('10.2.0.9')],
      }),
    ).toEqual(['192.168.1.23', '10.2.0.9', '172.17.0.1']);
    expect(roomAddresses({ lo: [at('127.0.0.1', true)] })).toEqual([]);
  });
});
