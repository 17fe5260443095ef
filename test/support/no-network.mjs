// Loaded before the server under test: a connection to anything but this machine fails and is written down.
import { appendFileSync } from 'node:fs';
import { Socket } from 'node:net';

const loopback = new Set(['127.0.0.1', '::1', 'localhost', undefined]);
const connect = Socket.prototype.connect;

Socket.prototype.connect = function (...args) {
  const options = Array.isArray(args[0]) ? args[0][0] : args[0];
  const host = typeof options === 'object' && options ? (options.path ? undefined : options.host) : undefined;
  if (!loopback.has(host)) {
    if (process.env.BUMO_TEST_FOREIGN) appendFileSync(process.env.BUMO_TEST_FOREIGN, `${host}\n`);
    throw new Error(`the network is gone: ${host}`);
  }
  return connect.apply(this, args);
};
