import { contextBridge, ipcRenderer, webUtils } from 'electron';
import { channels } from './channels.ts';

/** All that the page sees of Electron: three functions that move envelopes, and where a dropped file lies. */
contextBridge.exposeInMainWorld('bumo', {
  call: (id: number, method: string, input: unknown) => ipcRenderer.invoke(channels.call, id, method, input),
  abort: (id: number) => ipcRenderer.send(channels.abort, id),
  pathOf: (file: File) => webUtils.getPathForFile(file),
  onEvent: (listener: (name: string, event: unknown) => void) => {
    ipcRenderer.on(channels.event, (_event, name: string, payload: unknown) => listener(name, payload));
  },
});
