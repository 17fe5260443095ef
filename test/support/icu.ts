import { IntlMessageFormat } from 'intl-messageformat';

type Ast = ReturnType<IntlMessageFormat['getAst']>;

function argumentsIn(ast: Ast): string[] {
  return ast.flatMap((element) => {
    // A literal text has type 0, a `#` type 7.
    if (element.type === 0 || element.type === 7 || !('value' in element)) return [];
    const branches = 'options' in element ? Object.values(element.options) : [];
    return [element.value, ...branches.flatMap((branch) => argumentsIn(branch.value))];
  });
}

/** The names of a template's arguments, each once, sorted. @throws SyntaxError where it is no ICU MessageFormat */
export function argumentsOf(template: string): string[] {
  const ast = new IntlMessageFormat(template, 'en', undefined, { ignoreTag: true }).getAst();
  return [...new Set(argumentsIn(ast))].toSorted();
}
