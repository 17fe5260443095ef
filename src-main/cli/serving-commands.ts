import { type Command, Option } from 'commander';
import { baseVersion } from '../fillmask/bert/versions.ts';
import { engines } from '../serving/export/plan.ts';
import type { ExportServingArguments } from './export-serving.ts';
import type { GatewayCheckOptions } from './gateway-check.ts';
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

/** Adds the command that tries a gateway. */
export function addGatewayCheck(program: Command, session: RunInSession): void {
  program
    .command('gateway-check')
    .description('asks a gateway what the app would ask it: the one that is set, or the one named')
    .argument('[address]')
    .option('--ca <file>', 'certificates of the authorities that alone are trusted, as PEM')
    .option('--token-file <file>', 'holds the token that the gateway wants')
    .option('--served <version>', 'the version that is to answer')
    .addOption(new Option('--json', 'one JSON document on standard output'))
    .action(
      session(async (one, address: string | undefined, options: GatewayCheckOptions) =>
        (await import('./gateway-check.ts')).checkGateway(one, address, options),
      ),
    );
}
