import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Clock } from '../../base/clock.ts';
import type { EventHub } from '../dispatch.ts';

/** Milliseconds between heartbeats: proxies and suspended laptops close a connection without traffic. */
const heartbeat = 15_000;

/** Streams the hub's events to one page as server-sent events until the page disconnects. */
export function streamEvents(
  request: IncomingMessage,
  response: ServerResponse,
  hub: EventHub,
  clock: Clock,
): void {
  response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' });
  response.write(': open\n\n');
  const unsubscribe = hub.subscribe((name, event) => {
    response.write(`event: ${name}\ndata: ${JSON.stringify(event)}\n\n`);
  });
  let cancel = () => {};
  const beat = () => {
    response.write(': still here\n\n');
    cancel = clock.after(heartbeat, beat);
  };
  cancel = clock.after(heartbeat, beat);
  request.on('close', () => {
    unsubscribe();
    cancel();
  });
}
