import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Linux lists power supplies here. A machine without any runs on mains. */
const supplies = '/sys/class/power_supply';

/** Whether the machine runs on its battery; false where that is unknown. */
export function onBattery(folder = supplies): boolean {
  try {
    return readdirSync(folder).some((name) => {
      const read = (what: string) => readFileSync(join(folder, name, what), 'utf8').trim();
      return read('type') === 'Battery' && read('status') === 'Discharging';
    });
  } catch {
    return false;
  }
}
