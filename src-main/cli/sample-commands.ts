import { type Command, Option } from 'commander';
import { ImportKind, SampleSource, SampleStatus } from '../contract/index.ts';
import { wholeNumber } from './arguments.ts';
import { approveSome, exportToFile, importFile, type ListArguments, listAll, removeOne } from './samples.ts';
import type { RunInSession } from './session.ts';

const json = () => new Option('--json', 'one JSON document on standard output');

/** The commands of `samples`. */
export function addSampleCommands(program: Command, session: RunInSession): void {
  const samples = program.command('samples').description('what Bumo learns from');
  samples
    .command('import')
    .argument('<file>', '.jsonl, .csv, .tsv, .xlsx or .txt')
    .addOption(new Option('--kind <kind>').choices(ImportKind.options).makeOptionMandatory())
    .addOption(json())
    .action(session((one, file: string, { kind }: { kind: ImportKind }) => importFile(one, file, kind)));
  samples
    .command('list')
    .option('--query <text>', 'only those that hold it')
    .addOption(new Option('--source <source>').choices(SampleSource.options))
    .addOption(new Option('--status <status>').choices(SampleStatus.options))
    .option('--limit <n>', 'most of them', wholeNumber(1, 1_000_000), 1000)
    .addOption(json())
    .action(session((one, options: ListArguments) => listAll(one, options)));
  samples
    .command('approve')
    .argument('[id...]', 'all that wait where none is named')
    .addOption(json())
    .action(session((one, ids: string[]) => approveSome(one, ids)));
  samples
    .command('remove')
    .argument('<id>')
    .addOption(json())
    .action(session((one, id: string) => removeOne(one, id)));
  samples
    .command('export')
    .argument('<file>', '.jsonl or .csv')
    .addOption(json())
    .action(session((one, file: string) => exportToFile(one, file)));
}
