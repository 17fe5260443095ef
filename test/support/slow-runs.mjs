// Loaded before the app under test: every run of the model in its engine process waits as many milliseconds as the
// file that BUMO_TEST_SLOW names says, so that a gateway of the test is faster than this machine, whatever machine it is.
import { readFileSync } from 'node:fs';

const file = process.env.BUMO_TEST_SLOW;

function milliseconds() {
  try {
    return Number(readFileSync(file, 'utf8'));
  } catch {
    return 0;
  }
}

if (file && process.argv[1]?.includes('engine-process')) {
  const { InferenceSession } = await import('onnxruntime-node');
  const run = InferenceSession.prototype.run;
  InferenceSession.prototype.run = async function (...args) {
    await new Promise((resolve) => setTimeout(resolve, milliseconds()));
    return run.apply(this, args);
  };
}
