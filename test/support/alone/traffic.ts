import { readFileSync } from 'node:fs';
import { wayOut } from './namespace.ts';

/** What went over the network of a namespace, by the kernel's own counters. */
export interface Traffic {
  /** Packets that left towards another machine. */
  readonly packetsOut: number;
  /** TCP connections that were tried, were accepted, and failed. */
  readonly opened: number;
  readonly accepted: number;
  readonly failed: number;
  readonly datagrams: number;
  readonly icmp: number;
  /** Packets for which there was no way, of both versions of IP. */
  readonly withoutWay: number;
}

const textOf = (name: string): string => readFileSync(`/proc/self/net/${name}`, 'utf8');

/** `snmp` has two lines for each protocol: the names and the figures. */
function figuresOf(protocol: string): (name: string) => number {
  const [names = [], values = []] = textOf('snmp')
    .split('\n')
    .filter((line) => line.startsWith(`${protocol}:`))
    .map((line) => line.split(/\s+/));
  return (name) => Number(values[names.indexOf(name)]);
}

/** `snmp6` has a name and a figure in each line. */
const figureOf6 = (name: string): number =>
  Number(new RegExp(`^${name}\\s+(\\d+)`, 'm').exec(textOf('snmp6'))?.[1] ?? 0);

export function readTraffic(): Traffic {
  const [ip, tcp, udp, icmp] = ['Ip', 'Tcp', 'Udp', 'Icmp'].map(figuresOf);
  if (!ip || !tcp || !udp || !icmp) throw new Error('no counters');
  const line = textOf('dev').split(`${wayOut}:`)[1] ?? '';
  return {
    // The tenth figure of an interface counts the packets that it sent.
    packetsOut: Number(line.trim().split(/\s+/)[9]),
    opened: tcp('ActiveOpens'),
    accepted: tcp('PassiveOpens'),
    failed: tcp('AttemptFails'),
    datagrams: udp('OutDatagrams') + figureOf6('Udp6OutDatagrams'),
    icmp: icmp('OutMsgs') + figureOf6('Icmp6OutMsgs'),
    withoutWay: ip('OutNoRoutes') + figureOf6('Ip6OutNoRoutes'),
  };
}

export function difference(after: Traffic, before: Traffic): Traffic {
  const names = Object.keys(after) as (keyof Traffic)[];
  return Object.fromEntries(names.map((name) => [name, after[name] - before[name]])) as unknown as Traffic;
}

const listening = '0A';

/** The ports on which somebody listens for TCP connections. */
export function listeningPorts(): number[] {
  const rows = ['tcp', 'tcp6'].flatMap((name) => textOf(name).trim().split('\n').slice(1));
  const ports = rows.flatMap((row) => {
    const [, local = '', , state] = row.trim().split(/\s+/);
    return state === listening ? [Number.parseInt(local.split(':')[1] ?? '', 16)] : [];
  });
  return [...new Set(ports)].toSorted((a, b) => a - b);
}
