/** Server-sent events over fetch, which unlike EventSource can send a header of its own. */

/** Splits a stream of server-sent events, whose data is one line each. @returns a function that takes the next text */
export function eventParser(deliver: (name: string, data: string) => void): (text: string) => void {
  let rest = '';
  return (text) => {
    const blocks = (rest + text).split('\n\n');
    rest = blocks.pop() ?? '';
    for (const block of blocks) {
      const name = /^event: (.*)$/m.exec(block)?.[1];
      const data = /^data: (.*)$/m.exec(block)?.[1];
      if (name !== undefined && data !== undefined) deliver(name, data);
    }
  };
}

/** Settles when the stream ends. @throws where it cannot be opened or breaks */
export async function readEvents(
  address: string,
  headers: Readonly<Record<string, string>>,
  opened: () => void,
  deliver: (name: string, data: string) => void,
): Promise<void> {
  const response = await fetch(address, { headers });
  if (!response.body || !response.headers.get('content-type')?.startsWith('text/event-stream'))
    throw new Error(`no event stream: ${response.status}`);
  opened();
  const take = eventParser(deliver);
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return;
    take(value);
  }
}
