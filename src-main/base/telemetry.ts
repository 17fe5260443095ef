/**
 * ONNX Runtime 1.30 carries a telemetry client that is on by default: it looks up a collector's host and stores a
 * device id and an event database in the user's cache folder. The library reads this variable when a process creates
 * its first environment; a value that is set later has no effect.
 */
export const telemetryOff = { ORT_DISABLE_TELEMETRY: '1' } as const;

/** Must run before the library is loaded, on the process's main thread: a worker has a copy of the environment. */
export function turnTelemetryOff(): void {
  Object.assign(process.env, telemetryOff);
}
