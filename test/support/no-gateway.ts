import type { AppGateway } from '../../src-main/app/gateway.ts';

/** No gateway: requests go on as they are. */
export const noGateway: Pick<AppGateway, 'offered' | 'note' | 'judged'> = {
  offered: (request) => request,
  note: () => undefined,
  judged: () => undefined,
};
