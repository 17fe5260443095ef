import { type Command, Option } from 'commander';
import { baseVersion } from '../fillmask/bert/versions.ts';
import { engines } from '../serving/export/plan.ts';
import type { ExportServingArguments } from './export-serving.ts';
import type { RunInSession } from './session.ts';

/** Adds what concerns serving engines to the command `versions`. */
export function addServingCommands(versions: Command, session: RunInSession): void {
  versions
    .command('export-serving')
    .description('a folder that an engine on a server serves: graphs, weights, configuration, instructions')
    .argument('<id>', '`base`, or a version of the list')
    .argument('<dir>', 'an empty folder, or one that is not there yet')
    .addOption(new Option('--for <engine>', 'which engine').choices(engines).makeOptionMandatory())
    .option('--beside <id>', 'the version that serves now', baseVersion)
    .addOption(new Option('--json', 'one JSON document on standard output'))
    .action(
      session(async (one, id: string, dir: string, options: ExportServingArguments) =>
        (await import('./export-serving.ts')).exportForServing(one, id, dir, options),
      ),
    );
}
