import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gatewayFiles } from '../app/gateway-files.ts';
import { CodedError } from '../base/error.ts';
import { createTokenizer } from '../fillmask/tokenizer.ts';
import type { MaskedRow } from '../fillmask/types.ts';
import { openCheckpoint } from '../models/checkpoint.ts';
import { contactsFile, createContactLog, hostOf } from '../models/contacts.ts';
import { type GatewayAccess, gatewayAddress } from '../serving/client/access.ts';
import { createGatewayClient, type GatewayClient } from '../serving/client/client.ts';
import { faultText, GatewayFault } from '../serving/client/fault.ts';
import { createTransport } from '../serving/client/transport.ts';
import { message } from '../texts/message.ts';
import { readSettings, type Session } from './session.ts';

/** Asks a gateway what the app would ask it, without any text of the writer's. */

export interface GatewayCheckOptions {
  readonly ca?: string;
  readonly tokenFile?: string;
  readonly served?: string;
}

/** Milliseconds for each answer. */
const patience = 10_000;
/** Requests that are timed once the connection is there. */
const timed = 5;

/** The stored gateway, or the one that the arguments name. @throws CodedError `gateway-address`, `gateway-preset` */
async function accessOf(
  { paths }: Session,
  address: string | undefined,
  { ca, tokenFile, served }: GatewayCheckOptions,
): Promise<GatewayAccess> {
  const stored = address === undefined ? gatewayFiles(paths).read().access : null;
  const text = async (file: string | undefined) => (file === undefined ? null : await readFile(file, 'utf8'));
  return {
    address: gatewayAddress(address ?? stored?.address ?? ''),
    ca: (await text(ca)) ?? stored?.ca ?? null,
    token: (await text(tokenFile))?.trim() ?? stored?.token ?? null,
    version: served ?? stored?.version ?? null,
  };
}

/** @returns the version that answered, and the milliseconds of a warm request, ascending */
async function ask(client: GatewayClient, version: string | null, rows: readonly MaskedRow[]) {
  await client.metadata(version, patience);
  await client.ready(version, patience);
  const { version: answered } = await client.infer(rows, { version, within: patience });
  const times: number[] = [];
  for (let i = 0; i < timed; i++) {
    const began = performance.now();
    await client.infer(rows, { version, within: patience });
    times.push(performance.now() - began);
  }
  return { answered, times: times.toSorted((a, b) => a - b) };
}

/** @throws CodedError `no-model`, `gateway-failed` with what is wrong, and why the arguments cannot be used */
export async function checkGateway(
  session: Session,
  address: string | undefined,
  options: GatewayCheckOptions,
): Promise<void> {
  const { core, paths, clock, output } = session;
  const access = await accessOf(session, address, options);
  const model = await core.locate(await readSettings(session));
  if (!model) throw new CodedError('no-model', message('cli.no-model'));
  const checkpoint = await openCheckpoint(model.dir);
  const { special } = createTokenizer(checkpoint);
  // A row for each length of a word, with nothing around it.
  const rows = [1, 2, 3, 4].map((count): MaskedRow => {
    const masked = Array.from({ length: count }, (_, i) => i + 1);
    return { ids: [special.cls, ...masked.map(() => special.mask), special.sep], masked };
  });
  const host = hostOf(access.address);
  const contact = createContactLog(join(paths.home, contactsFile), clock).begin({
    modelId: model.id,
    source: 'gateway',
  });
  contact.on(host, 0);
  const client = createGatewayClient(createTransport(access, clock), checkpoint.config.vocabSize);
  try {
    const { answered, times } = await ask(client, access.version, rows);
    const median = times[Math.floor(times.length / 2)] ?? 0;
    contact.on(host, client.received());
    contact.end(message('gateway.answers', { version: answered }));
    output.result({ address: access.address, version: answered, milliseconds: median }, [
      `✓ ${host}\t${output.pick(message('gateway.answers', { version: answered }))}\t${median.toFixed(1)} ms`,
    ]);
  } catch (error) {
    if (!(error instanceof GatewayFault)) throw error;
    const text = faultText(error, host);
    contact.end(text);
    throw new CodedError('gateway-failed', text, { cause: error });
  } finally {
    client.close();
  }
}
