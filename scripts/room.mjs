// The addresses under which other devices in the room can reach this computer.
import { networkInterfaces } from 'node:os';

/** Home and campus networks first; those of virtual machines usually lie in 172.16 to 172.31. */
const rank = (address) =>
  address.startsWith('192.168.') ? 0 : address.startsWith('10.') ? 1 : address.startsWith('172.') ? 3 : 2;

/** This computer's own IPv4 addresses, the likeliest first; empty where it is in no network. */
export function roomAddresses(interfaces = networkInterfaces()) {
  return (
    Object.values(interfaces)
      .flat()
      // Addresses that a device gave itself for want of a network lead nowhere.
      .filter((each) => each?.family === 'IPv4' && !each.internal && !each.address.startsWith('169.254.'))
      .map((each) => each.address)
      .sort((a, b) => rank(a) - rank(b))
  );
}
