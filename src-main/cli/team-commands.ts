import { type Command, Option } from 'commander';
import { wholeNumber } from './arguments.ts';
import type { RunInSession } from './session.ts';
import type { PublishArguments } from './team-admin.ts';
import type { ChoiceArguments, ReviewArguments } from './team-contribution.ts';

const json = () => new Option('--json', 'one JSON document on standard output');

const admin = () => import('./team-admin.ts');
const member = () => import('./team.ts');

function addAdminCommands(team: Command, session: RunInSession): void {
  team
    .command('key')
    .description('makes the key of a team: FILE for the administrator, FILE.pub for desktops')
    .argument('<file>')
    .addOption(json())
    .action(session(async (one, file: string) => (await admin()).makeKey(one, file)));
  team
    .command('publish')
    .description('signs a list of shared files; what is given is added, or replaces what has its name')
    .argument('<dir>', 'a folder that desktops or a web server read')
    .requiredOption('--key <file>', 'the private key')
    .option('--team <name>', 'needed once')
    .option('--glossary <file...>', '.csv, .tsv, .xlsx or .jsonl', [])
    .option('--style <file...>', 'pairs of a plain and a formal sentence', [])
    .option('--phrasebook <file...>', 'text in the form of the phrasebook', [])
    .option('--patch <version...>', 'versions of this machine', [])
    .option('--remove <name...>', 'what the list no longer has', [])
    .option('--days <n>', 'desktops take nothing from an older list', wholeNumber(1, 3650), 180)
    .addOption(json())
    .action(
      session(async (one, dir: string, given: PublishArguments) =>
        (await admin()).publishTeam(one, dir, given),
      ),
    );
  team
    .command('check')
    .description('checks a published folder as a desktop would')
    .argument('<dir>')
    .requiredOption('--key <file>', 'the public key')
    .addOption(json())
    .action(
      session(async (one, dir: string, given: { key: string }) => (await admin()).checkTeam(one, dir, given)),
    );
}

function addMemberCommands(team: Command, session: RunInSession): void {
  team
    .command('join')
    .description('takes the files that a team shares')
    .argument('<address>', 'a folder, or an address of HTTPS')
    .requiredOption('--key <file>', "the administrator's public key")
    .option('--ca <file>', 'certificates that alone are trusted for the address')
    .addOption(json())
    .action(
      session(async (one, address: string, given: { key: string; ca?: string }) =>
        (await member()).joinTeam(one, address, given),
      ),
    );
  team
    .command('state')
    .addOption(json())
    .action(session(async (one) => (await member()).showTeam(one)));
  team
    .command('sync')
    .description('takes what is new, and examines a shared version')
    .addOption(json())
    .action(session(async (one) => (await member()).syncTeam(one)));
  team
    .command('leave')
    .description('removes everything that was taken')
    .addOption(json())
    .action(session(async (one) => (await member()).leaveTeam(one)));
}

function addContributionCommands(team: Command, session: RunInSession): void {
  const files = () => import('./team-contribution.ts');
  const samples = () => new Option('--samples <id...>', 'the chosen ones');
  const list = () =>
    new Option('--list <file>', 'a file with the id of a chosen one at the start of each line');
  team
    .command('contribute')
    .description('writes samples that you choose to a file; sends nothing')
    .argument('<file>')
    .addOption(samples())
    .addOption(list())
    .addOption(json())
    .action(
      session(async (one, file: string, choice: ChoiceArguments) =>
        (await files()).contribute(one, file, choice),
      ),
    );
  team
    .command('review')
    .description('shows what writers contributed, and writes the chosen ones for samples import')
    .argument('<file...>')
    .option('--out <file>', '.jsonl')
    .addOption(samples())
    .addOption(list())
    .addOption(json())
    .action(
      session(async (one, given: string[], wish: ReviewArguments) =>
        (await files()).reviewContributions(one, given, wish),
      ),
    );
}

/** The commands of `team`. */
export function addTeamCommands(program: Command, session: RunInSession): void {
  const team = program.command('team').description('files that an organisation shares');
  addAdminCommands(team, session);
  addMemberCommands(team, session);
  addContributionCommands(team, session);
}
