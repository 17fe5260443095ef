import { Argument, Command, CommanderError, InvalidArgumentError, Option } from 'commander';
import { createCore } from './app/core.ts';
import { type Child, type ForkChild, forkNode } from './base/child.ts';
import { systemClock } from './base/clock.ts';
import { withCrashNotes } from './base/crash-notes.ts';
import { silentLog } from './base/log.ts';
import { childEntry, resolvePaths } from './base/paths.ts';
import { fault, probability, replacements, wholeNumber } from './cli/arguments.ts';
import { listStored, type RemoveArguments, removeStored } from './cli/data.ts';
import { doctor } from './cli/doctor.ts';
import type { SaveArguments } from './cli/documents.ts';
import type { DraftingArguments } from './cli/drafting/command.ts';
import { exam } from './cli/exam.ts';
import { fill } from './cli/fill.ts';
import type { FillDocumentArguments } from './cli/fill-document.ts';
import { addGatewayCommands } from './cli/gateway-commands.ts';
import { learn, setMemory } from './cli/learn.ts';
import { type LoadArguments, load } from './cli/load/command.ts';
import { importModel, installModel, listModels, removeModel } from './cli/models.ts';
import { openRunning } from './cli/open.ts';
import { createOutput, failureText } from './cli/output.ts';
import { addOwnFolder, forgetPhrases, removeOwnFolder, showPhrases } from './cli/phrases.ts';
import { addSampleCommands } from './cli/sample-commands.ts';
import { type ScrubArguments, showScrubbed } from './cli/scrub.ts';
import { addGatewayCheck, addServingCommands } from './cli/serving-commands.ts';
import type { Session } from './cli/session.ts';
import { promote, rollback, rolloutStatus } from './cli/slot.ts';
import { addTeamCommands } from './cli/team-commands.ts';
import { showUpdate } from './cli/update.ts';
import { exportVersion, listAllVersions, showVersion } from './cli/versions.ts';
import { promised } from './completion/levels.ts';
import { SourceName } from './contract/index.ts';
import { serve } from './server.ts';
import { message } from './texts/message.ts';
import { appVersion } from './version.ts';
import { modes } from './versions/policy/plan.ts';

/** The command line: `npm run --silent cli -- COMMAND`. */

const { env: environment } = process;
const paths = resolvePaths(environment);
const locale = environment.LC_ALL || environment.LANG || Intl.DateTimeFormat().resolvedOptions().locale;
const output = createOutput(process.argv.includes('--json'), locale);

/** Runs one command with the services it needs and leaves no process behind. */
function session<A extends unknown[]>(command: (session: Session, ...args: A) => Promise<void>) {
  return async (...args: A) => {
    let engine: Child | null = null;
    const noted = withCrashNotes(forkNode, paths.home, systemClock);
    const fork: ForkChild = (entry, options) => {
      const child = noted(entry, options);
      if (entry === childEntry('engine/engine-process')) engine = child;
      return child;
    };
    const crash = () => engine?.kill();
    const core = createCore({ paths, fork, clock: systemClock, log: silentLog, environment });
    try {
      await command({ core, output, paths, clock: systemClock, fork: forkNode, crash }, ...args);
    } finally {
      core.engine.close();
    }
  };
}

/** The editor's schema takes a moment to load; no other command needs it. */
const documentCommands = () => import('./cli/documents.ts');

const json = () => new Option('--json', 'one JSON document on standard output');

const program = new Command('bumo')
  .description('补墨 Bumo: fills the gaps of Chinese text, offline')
  .exitOverride()
  .configureOutput({ writeErr: () => undefined });

const models = program.command('models').description('the models on this machine');
models
  .command('list')
  .addOption(json())
  .action(session((one) => listModels(one)));
models
  .command('install')
  .argument('<id>')
  .addOption(new Option('--from <source>', 'ask this source alone').choices(SourceName.options))
  .addOption(json())
  .action(session((one, id: string, { from }: { from?: SourceName }) => installModel(one, id, from)));
models
  .command('import')
  .argument('<dir>')
  .addOption(json())
  .action(session((one, dir: string) => importModel(one, dir)));
models
  .command('remove')
  .argument('<id>')
  .addOption(json())
  .action(session((one, id: string) => removeModel(one, id)));

program
  .command('fill')
  .argument('<text>', 'holds one or more [MASK], ［MASK］, <mask>, …; - reads standard input')
  .option('--top <n>', 'most candidates a gap', wholeNumber(1, 50), 5)
  .option('--max-length <n>', 'longest word in characters', wholeNumber(1, 6), 4)
  .option('--model <id>', 'a model other than the one in use')
  .addOption(json())
  .action(session(fill));

const documents = program.command('documents').description('files as the editor opens and saves them');
documents
  .command('open')
  .description('what a file holds, and what saving it would lose')
  .argument('<file>', '.docx, .md or .txt')
  .addOption(json())
  .action(session(async (one, file: string) => (await documentCommands()).showDocument(one, file)));
documents
  .command('save')
  .description('opens a file and writes it, with texts replaced; all else stays as it was')
  .argument('<in>')
  .argument('<out>', 'may be the same file')
  .option('--replace <old=new>', 'the first place where OLD stands; may be given again', replacements, [])
  .addOption(json())
  .action(
    session(async (one, from: string, to: string, options: SaveArguments) =>
      (await documentCommands()).saveFile(one, from, to, options),
    ),
  );
documents
  .command('fill')
  .description('fills the gaps of a file that are sure enough, and lists the rest')
  .argument('<in>')
  .argument('<out>', 'may be the same file')
  .option('--at-least <p>', 'how sure, from 0 to 1', probability, 0.5)
  .option('--blanks', 'the blanks of forms, too')
  .option('--model <id>', 'a model other than the one in use')
  .addOption(json())
  .action(
    session(async (one, from: string, to: string, options: FillDocumentArguments) =>
      (await import('./cli/fill-document.ts')).fillDocument(one, from, to, options),
    ),
  );

const phrases = program.command('phrases').description('your own documents, which phrases are offered from');
phrases
  .command('state')
  .addOption(json())
  .action(session((one) => showPhrases(one)));
phrases
  .command('add')
  .description('reads a folder, and says yes to offering phrases from it')
  .argument('<folder>')
  .addOption(json())
  .action(session((one, folder: string) => addOwnFolder(one, folder)));
phrases
  .command('remove')
  .argument('<folder>', 'its path or id')
  .addOption(json())
  .action(session((one, folder: string) => removeOwnFolder(one, folder)));
phrases
  .command('forget')
  .description('removes folders, documents, the index and the yes')
  .addOption(json())
  .action(session((one) => forgetPhrases(one)));

const data = program.command('data').description('what Bumo stores on this machine');
data
  .command('list')
  .description('every table and file: raw or scrubbed text, rows, bytes')
  .addOption(json())
  .action(session((one) => listStored(one)));
data
  .command('remove')
  .description('lists what goes; it goes with --yes')
  .option('--older-than <days>', 'only what is older', wholeNumber(1, 36_500))
  .option('--all', 'everything but models and settings')
  .option('--yes', 'remove it')
  .addOption(json())
  .action(
    session(async (one, { olderThan, all, yes }: RemoveArguments) => {
      if ((olderThan === undefined) === !all) throw new InvalidArgumentError('--older-than DAYS or --all');
      await removeStored(one, { olderThan, yes });
    }),
  );

program
  .command('scrub')
  .description('what would be stored of a text, without personal data')
  .argument('<file>', 'plain text; - reads standard input')
  .option('--lines', 'each line is a text of its own')
  .addOption(new Option('--json', 'one JSON document a text on standard output'))
  .action((file: string, options: ScrubArguments) => showScrubbed(output, file, options));

program
  .command('exam')
  .requiredOption('--suite <file>', 'JSONL, lines {"text": "…[MASK]…", "answer": "词"}')
  .option('--version <version>', 'base, live, or a version of the list', 'live')
  .option('--no-memory', 'without what was corrected a moment ago')
  .option('--max-length <n>', 'longest word in characters', wholeNumber(1, 6), 4)
  .option('--model <id>', 'a model other than the one in use')
  .addOption(json())
  .action(session(exam));

addSampleCommands(program, session);
addTeamCommands(program, session);
addGatewayCommands(program, { output, home: paths.home, session });

const versions = program.command('versions').description('what Bumo became by learning');
versions
  .command('list')
  .addOption(json())
  .action(session((one) => listAllVersions(one)));
versions
  .command('show')
  .argument('<id>')
  .addOption(json())
  .action(session((one, id: string) => showVersion(one, id)));
versions
  .command('export')
  .argument('<file>', '.md, .json or .html')
  .option('--id <id>', 'a version other than the live one')
  .addOption(json())
  .action(session((one, file: string, { id }: { id?: string }) => exportVersion(one, file, id)));
addServingCommands(versions, session);
addGatewayCheck(program, session);

program
  .command('learn')
  .description('learns from all samples, examines the result and offers it to the slot')
  .addOption(
    new Option('--mode <mode>', 'all weights of the top, or low-rank factors').choices(['patch', 'lora']),
  )
  .option('--seed <n>', 'the same samples and seed give the same version', wholeNumber(0, 0xffff_ffff))
  .addOption(json())
  .action(session(learn));
program
  .command('memory')
  .description('corrections are remembered at once, or not; `all` takes back what a restored state left out')
  .addArgument(new Argument('[state]').choices(['on', 'off', 'all']))
  .addOption(json())
  .action(session((one, state?: 'on' | 'off' | 'all') => setMemory(one, state)));

versions
  .command('promote')
  .argument('<id>')
  .addOption(new Option('--staged', 'by stages, on evidence').conflicts(['now', 'shadow']))
  .addOption(new Option('--now', 'at once').conflicts(['staged', 'shadow']))
  .addOption(new Option('--shadow', 'unseen, beside the one that answers').conflicts(['staged', 'now']))
  .addOption(json())
  .action(
    session((one, id: string, { now, shadow }: { now?: boolean; shadow?: boolean }) =>
      promote(one, id, now ? 'now' : shadow ? 'shadow' : 'staged'),
    ),
  );
versions
  .command('rollback')
  .argument('[id]', 'the last good version where none is named')
  .addOption(json())
  .action(session((one, id?: string) => rollback(one, id)));

program
  .command('rollout')
  .description('the version under way')
  .command('status')
  .addOption(json())
  .action(session((one) => rolloutStatus(one)));

program
  .command('load')
  .description('requests at a steady pace through the slot, on a copy of the data')
  .option('--rps <n>', 'requests a second', wholeNumber(1, 1000), 10)
  .option('--seconds <n>', 'for how long', wholeNumber(1, 86_400), 60)
  .option('--fault <fault>', 'of the new version: errors:5%, latency:2x, nan or kill', fault)
  .addOption(
    new Option('--swap [ids...]', 'versions that take turns; two made for it where none is named').conflicts(
      'promote',
    ),
  )
  .option('--promote [id]', 'a version that goes into service; one made for it where none is named')
  .addOption(new Option('--mode <mode>', 'how it goes into service').choices(modes).default('staged'))
  .addOption(json())
  .action(session((one, options: LoadArguments) => load(one, options)));

program
  .command('drafting')
  .description('writes texts key by key as one who accepts the right phrases, and says what that spares')
  .option('--own <dir>', 'a folder of own documents: .docx, .md and .txt')
  .requiredOption('--text <file...>', 'what is written')
  .addOption(new Option('--level <level>', 'all of them where none is named').choices(Object.keys(promised)))
  .addOption(json())
  .action(
    session(async (one, options: DraftingArguments) =>
      (await import('./cli/drafting/command.ts')).drafting(one, options),
    ),
  );

program
  .command('doctor')
  .description('checks everything that Bumo needs')
  .addOption(json())
  .action(session(doctor));

program
  .command('gpu')
  .description('which graphics processors this machine could use, what is missing, and how to get it')
  .option('--from <dir>', "a folder with the CUDA part of ONNX Runtime, from the vendor's package")
  .addOption(json())
  .action(
    session(async (one, options: { from?: string }) => (await import('./cli/gpu.ts')).showGpu(one, options)),
  );

program
  .command('update')
  .description('checks a package of a newer Bumo by the signed list beside it, and says how to install it')
  .argument('<file>', 'SHA256SUMS and SHA256SUMS.sig lie in its folder')
  .option('--older', 'of the same or an older version, too')
  .addOption(json())
  .action((file: string, { older }: { older?: boolean }) =>
    showUpdate(file, { output, paths, version: appVersion, older: older ?? false }),
  );

program
  .command('serve')
  .description('the app in a browser, from 127.0.0.1 only')
  .option('--port <n>', '0 takes the one of last time, or a free one', wholeNumber(0, 65535), 0)
  .addOption(json())
  .action(({ port }: { port: number }) => serve({ paths, environment, port, output }));

program
  .command('open')
  .description('another link to the app that runs in the browser')
  .option('--print', 'only says it')
  .addOption(json())
  .action(({ print }: { print?: boolean }) => openRunning({ paths, output, print: print ?? false }));

try {
  await program.parseAsync();
} catch (error) {
  if (error instanceof CommanderError) {
    if (error.exitCode !== 0) {
      const why = error.message.replace(/^error: /, '').replace(/\s*\n\s*/g, ' ');
      output.say(message('cli.see-help', { why }));
    }
    process.exitCode = error.exitCode;
  } else {
    output.say(failureText(error));
    process.exitCode = 1;
  }
}
