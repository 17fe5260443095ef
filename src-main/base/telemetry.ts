/**
 * ONNX Runtime 1.30 has a telemetry client that is on by default: it looks up a collector's host and writes a device
 * id and an event database to the user's cache folder. The library reads this variable when a process creates its
 * first environment; a value set later has no effect.
 */
export const telemetryOff = { ORT_DISABLE_TELEMETRY: '1' } as const;

/** Must run before the library is loaded, on the main thread: a worker thread has a copy of the environment. */
export function turnTelemetryOff(): void {
  Object.assign(process.env, telemetryOff);
}
