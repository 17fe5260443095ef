import { onTestFinished } from 'vitest';
import { type GatewayServer, type GatewayServerOptions, gatewayServer } from './gateway-server.ts';

/** `gatewayServer` until the test ends. */
export async function ownGateway(options: GatewayServerOptions): Promise<GatewayServer> {
  const server = await gatewayServer(options);
  onTestFinished(server.close);
  return server;
}
