import type { Page } from '@playwright/test';
import { sessionHeader } from '../../src-main/contract/session.ts';
import { sessionKey } from '../../src-renderer/client/session.ts';

/** A call of the contract as the page makes it, with the page's session. @returns the server's answer */
export const callFrom = (page: Page, method: string, input: unknown): Promise<{ value?: unknown }> =>
  page.evaluate(
    async ([name, body, header, key]) => {
      const headers = { 'content-type': 'application/json', [header]: localStorage.getItem(key) ?? '' };
      const answer = await fetch(`/call/${name}`, { method: 'POST', headers, body });
      return (await answer.json()) as { value?: unknown };
    },
    [method, JSON.stringify(input), sessionHeader, sessionKey] as const,
  );
