import { type IpcMainEvent, type IpcMainInvokeEvent, ipcMain, type WebContents } from 'electron';
import { badInput, type Dispatch, type EventHub } from '../dispatch.ts';
import { channels } from './channels.ts';
import { isOurPage } from './protocol.ts';

/** Whether a message comes from the top frame of Bumo's own page. All others are ignored. */
function isOurs({ senderFrame }: IpcMainEvent | IpcMainInvokeEvent): boolean {
  return senderFrame !== null && senderFrame.parent === null && isOurPage(senderFrame.url);
}

/**
 * Connects a window's page to the dispatcher.
 * @param onDropped called with the path of each file that was dropped on the page
 * @returns a function that disconnects it
 */
export function connectPage(
  contents: WebContents,
  dispatch: Dispatch,
  hub: EventHub,
  onDropped: (path: string) => void,
): () => void {
  const running = new Map<number, AbortController>();

  ipcMain.handle(channels.call, async (event, id: unknown, method: unknown, input: unknown) => {
    if (!isOurs(event)) throw new Error('refused');
    if (typeof id !== 'number' || typeof method !== 'string') return badInput('envelope');
    const controller = new AbortController();
    running.set(id, controller);
    try {
      return await dispatch(method, input, { signal: controller.signal });
    } finally {
      running.delete(id);
    }
  });
  const abort = (event: IpcMainEvent, id: unknown) => {
    if (isOurs(event) && typeof id === 'number') running.get(id)?.abort();
  };
  const dropped = (event: IpcMainEvent, path: unknown) => {
    if (isOurs(event) && typeof path === 'string') onDropped(path);
  };
  ipcMain.on(channels.abort, abort);
  ipcMain.on(channels.dropped, dropped);
  const unsubscribe = hub.subscribe((name, event) => {
    if (!contents.isDestroyed()) contents.send(channels.event, name, event);
  });
  return () => {
    unsubscribe();
    ipcMain.removeHandler(channels.call);
    ipcMain.removeListener(channels.abort, abort);
    ipcMain.removeListener(channels.dropped, dropped);
    for (const controller of running.values()) controller.abort();
  };
}
