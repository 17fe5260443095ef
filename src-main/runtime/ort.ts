import type * as Ort from 'onnxruntime-node';
import { turnTelemetryOff } from '../base/telemetry.ts';
import type { Runner, Session, SessionOptions, Tensor } from './runner.ts';

/** The port of runner.ts over onnxruntime-node; nothing else imports that package. */

turnTelemetryOff();
// Not a static import: that would load the library before the line above, and a bundler moves it to the top.
const { InferenceSession, Tensor: OrtTensor } = await import('onnxruntime-node');

const toOrt = (tensor: Tensor) => new OrtTensor(tensor.type, tensor.data, tensor.dims);

function fromOrt(tensor: Ort.Tensor): Tensor {
  return { type: tensor.type as Tensor['type'], dims: tensor.dims, data: tensor.data as Tensor['data'] };
}

const mapValues = <A, B>(record: Readonly<Record<string, A>>, change: (value: A) => B): Record<string, B> =>
  Object.fromEntries(Object.entries(record).map(([name, value]) => [name, change(value)]));

function sessionOptions({
  provider,
  threads,
  prepack,
  planned = true,
  weightsDir,
}: SessionOptions): Ort.InferenceSession.SessionOptions {
  return {
    executionProviders: provider === 'cpu' ? ['cpu'] : [provider, 'cpu'],
    graphOptimizationLevel: 'all',
    enableMemPattern: planned,
    logSeverityLevel: 3,
    ...(threads === undefined ? {} : { intraOpNumThreads: threads, interOpNumThreads: 1 }),
    extra: {
      session: {
        // Trunk and top take turns: threads of one that went on spinning would starve the other's.
        force_spinning_stop: '1',
        // Weights that are not repacked stay pages of the model's file, shared by every session.
        disable_prepacking: prepack ? '0' : '1',
        ...(weightsDir === undefined ? {} : { model_external_initializers_file_folder_path: weightsDir }),
      },
    },
  };
}

function wrap(session: Ort.InferenceSession): Session {
  return {
    inputs: session.inputNames,
    outputs: session.outputNames,
    async run(feeds, fetches) {
      const ready = mapValues(feeds, toOrt);
      const outputs = fetches
        ? await session.run(
            ready,
            mapValues(fetches, (tensor) => tensor && toOrt(tensor)),
          )
        : await session.run(ready);
      return mapValues(outputs, fromOrt);
    },
    release: () => session.release(),
  };
}

export const ortRunner: Runner = {
  async createSession(model, options) {
    return wrap(await InferenceSession.create(model, sessionOptions(options)));
  },
};
