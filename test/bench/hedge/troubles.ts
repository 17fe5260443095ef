import type { Trick } from '../../support/gateway-server.ts';

/** What a gateway does instead of answering. */

const ok =
  (change: (body: string) => string): Trick =>
  (_, response) => {
    const body = change('{"model_name":"bumo","model_version":"base","outputs":[]}');
    response.writeHead(200, { 'content-type': 'application/json' }).end(body);
    return true;
  };

const status =
  (code: number): Trick =>
  (_, response) => {
    response.writeHead(code).end();
    return true;
  };

export const tricks = {
  stalled: () => true,
  'cut in the middle': (request) => {
    request.socket.destroy();
    return true;
  },
  'half a body': ok((body) => body.slice(0, 30)),
  'a body of 20 MB': ok(() => ' '.repeat(20_000_000)),
  'values that are null': ok((body) =>
    body.replace('[]', '[{"name":"logits","datatype":"FP32","shape":[1],"data":[null]}]'),
  ),
  'token refused': status(401),
  'version unknown': status(404),
} satisfies Record<string, Trick>;

/** Milliseconds before each of an answer's two calls, as a share of this machine's time for an answer. */
export const delays = { fast: 0, 'half as slow': 0.25, 'as slow': 0.5, 'twice as slow': 1 } as const;

/** The process is gone; the certificate is another authority's. */
export const others = ['killed', 'certificate'] as const;

export const arms: readonly string[] = [...Object.keys(delays), ...Object.keys(tricks), ...others];

export const trickOf = (name: string): Trick | null =>
  name in tricks ? tricks[name as keyof typeof tricks] : null;

export const delayOf = (name: string): number => (name in delays ? delays[name as keyof typeof delays] : 0);
