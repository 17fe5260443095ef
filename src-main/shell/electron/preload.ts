import { contextBridge, ipcRenderer, webUtils } from 'electron';
import { channels } from './channels.ts';

/** All of Electron that the page can use: three functions for envelopes, and the path of a dropped file. */
contextBridge.exposeInMainWorld('bumo', {
  call: (id: number, method: string, input: unknown) => ipcRenderer.invoke(channels.call, id, method, input),
  abort: (id: number) => ipcRenderer.send(channels.abort, id),
  pathOf(file: File) {
    const path = webUtils.getPathForFile(file);
    // Only the system gives a `File` a path: the writer dropped or chose it.
    if (path) ipcRenderer.send(channels.dropped, path);
    return path;
  },
  onEvent: (listener: (name: string, event: unknown) => void) => {
    ipcRenderer.on(channels.event, (_event, name: string, payload: unknown) => listener(name, payload));
  },
});
