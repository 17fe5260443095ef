/** What queueing theory says of queues simple enough for it, to check the simulation with. Times in one unit. */

/**
 * Probability that all servers of an M/M/c queue are busy (Erlang, 1917).
 * @param offered mean number of busy servers, arrival rate × mean service time; less than `servers`
 */
export function erlangC(servers: number, offered: number): number {
  let blocked = 1;
  for (let n = 1; n <= servers; n++) blocked = (offered * blocked) / (n + offered * blocked);
  return blocked / (1 - (offered / servers) * (1 - blocked));
}

/** Mean wait before service in M/M/c. */
export const waitMMc = (servers: number, rate: number, service: number): number =>
  (erlangC(servers, rate * service) * service) / (servers - rate * service);

/** Mean wait before service in M/D/1 (Pollaczek and Khinchine). */
export const waitMD1 = (rate: number, service: number): number =>
  (rate * service * service) / (2 * (1 - rate * service));
