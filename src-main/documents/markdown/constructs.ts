import { definition, htmlFlow } from 'micromark-core-commonmark';
import { markdownLineEnding, unicodePunctuation, unicodeWhitespace } from 'micromark-util-character';
import { normalizeIdentifier } from 'micromark-util-normalize-identifier';
import type { Code, Construct, Effects, Extension, State, TokenizeContext } from 'micromark-util-types';
import { isGap } from '../schema/gaps.ts';

/**
 * Syntax that CommonMark and GFM lack: gaps, math, wiki links and the fences of directives. A gap is always text,
 * although `[MASK]` may look like a link reference or a definition and `<mask>` like HTML.
 */

declare module 'micromark-util-types' {
  interface TokenTypeMap {
    gap: 'gap';
    wikiLink: 'wikiLink';
    mathText: 'mathText';
    mathTextData: 'mathTextData';
    mathFlow: 'mathFlow';
    mathFlowValue: 'mathFlowValue';
    directive: 'directive';
  }
}

const codes = { bang: 33, dollar: 36, colon: 58, less: 60, open: 91, backslash: 92, close: 93 } as const;
const longestGap = 12;
const longestLink = 300;
const longestFormula = 2000;

const tokenizer = (
  start: (this: TokenizeContext, effects: Effects, ok: State, nok: State) => State,
): Construct['tokenize'] => start;

const gap: Construct = {
  name: 'gap',
  tokenize: tokenizer((effects, ok, nok) => {
    let text = '';
    const next: State = (code) => {
      if (code === null || code < 0 || text.length >= longestGap) return nok(code);
      if (text === '') effects.enter('gap');
      effects.consume(code);
      text += String.fromCharCode(code);
      if (!isGap(text)) return next;
      effects.exit('gap');
      return ok;
    };
    return next;
  }),
};

/** A construct that does not apply to gaps. Its other name keeps it enabled where the original is disabled. */
const unlessGap = (name: string, construct: Construct): Construct => ({
  ...construct,
  name,
  tokenize(effects, ok, nok) {
    return effects.check({ ...gap, partial: true }, nok, construct.tokenize.call(this, effects, ok, nok));
  },
});

/** `[[…]]` and `![[…]]` on one line, unless CommonMark reads a link there. */
const wikiLink: Construct = {
  name: 'wikiLink',
  tokenize: tokenizer(function (effects, ok, nok) {
    let brackets = 0;
    let label = '';
    const opening: State = (code) => {
      if (brackets < 2) {
        if (code !== codes.open) return nok(code);
        brackets++;
        effects.consume(code);
        return opening;
      }
      return inside(code);
    };
    const inside: State = (code) => {
      const ended = code === null || markdownLineEnding(code) || code === codes.open;
      if (ended || label.length > longestLink) return nok(code);
      effects.consume(code);
      if (code === codes.close) return closing;
      label += String.fromCharCode(Math.max(code, 0));
      return inside;
    };
    const closing: State = (code) => {
      const known = this.parser.defined.includes(normalizeIdentifier(label));
      if (code !== codes.close || label.trim() === '' || known) return nok(code);
      effects.consume(code);
      effects.exit('wikiLink');
      return after;
    };
    // `[[1]](url)` and `[[1]][ref]` are links.
    const after: State = (code) => (code === codes.open || code === 40 ? nok(code) : ok(code));
    return (code) => {
      effects.enter('wikiLink');
      if (code !== codes.bang) return opening(code);
      effects.consume(code);
      return opening;
    };
  }),
};

const isWordCode = (code: Code): boolean => code !== null && /[A-Za-z0-9]/.test(String.fromCharCode(code));
const isSpace = (code: Code): boolean => code === null || code < 0 || unicodeWhitespace(code);

/**
 * `$…$` and `$$…$$`. As in Pandoc, `$` opens before and closes behind a character that is no space, so that sums of
 * money stay text; an opening one does not follow and a closing one does not precede a Latin letter or a digit.
 */
const mathText: Construct = {
  name: 'mathText',
  previous: (code) => code !== codes.dollar && code !== codes.backslash && !isWordCode(code),
  tokenize: tokenizer((effects, ok, nok) => {
    let open = 0;
    let close = 0;
    let length = 0;
    let previous: Code = null;
    let inData = false;
    const data = (on: boolean): void => {
      if (on !== inData) on ? effects.enter('mathTextData') : effects.exit('mathTextData');
      inData = on;
    };
    const opening: State = (code) => {
      if (code === codes.dollar && open < 2) {
        open++;
        effects.consume(code);
        return opening;
      }
      return code === codes.dollar || (open === 1 && isSpace(code)) ? nok(code) : inside(code);
    };
    const inside: State = (code) => {
      if (code === null || length++ > longestFormula) return nok(code);
      if (code === codes.dollar && previous !== codes.backslash) return closing(code);
      previous = previous === codes.backslash ? null : code;
      if (!markdownLineEnding(code)) {
        data(true);
        effects.consume(code);
        return inside;
      }
      data(false);
      effects.enter('lineEnding');
      effects.consume(code);
      effects.exit('lineEnding');
      return inside;
    };
    const closing: State = (code) => {
      if (code === codes.dollar && close < open) {
        close++;
        data(true);
        effects.consume(code);
        return closing;
      }
      const wrong = close < open || code === codes.dollar || isWordCode(code);
      if (wrong || length < 2 || (open === 1 && isSpace(previous))) return nok(code);
      data(false);
      effects.exit('mathText');
      return ok(code);
    };
    return (code) => {
      effects.enter('mathText');
      return opening(code);
    };
  }),
};

/** Lines between two lines of `$$`. */
const mathFlow: Construct = {
  name: 'mathFlow',
  concrete: true,
  tokenize: tokenizer(function (effects, ok, nok) {
    const { parser } = this;
    const isLazy = () => parser.lazy[this.now().line] === true;
    let line = '';
    let first = true;
    const inLine: State = (code) => {
      if (code === null || markdownLineEnding(code)) return atEnd(code);
      if (line === '') effects.enter('mathFlowValue');
      effects.consume(code);
      line += String.fromCharCode(Math.max(code, 32));
      return inLine;
    };
    const atEnd: State = (code) => {
      if (line !== '') effects.exit('mathFlowValue');
      const fence = line.trim() === '$$';
      if (first ? !fence : fence) return finish(first ? nok : ok, code);
      // The check whether a paragraph ends here sees only this line.
      if (first && this.interrupt) return finish(ok, code);
      if (code === null) return nok(code);
      first = false;
      line = '';
      effects.enter('lineEnding');
      effects.consume(code);
      effects.exit('lineEnding');
      return (next) => (isLazy() ? nok(next) : inLine(next));
    };
    const finish = (end: State, code: Code) => {
      if (end === ok) effects.exit('mathFlow');
      return end(code);
    };
    return (code) => {
      effects.enter('mathFlow');
      return inLine(code);
    };
  }),
};

/** A line that begins with `:::`. The lines between two of them are read as usual. */
const directive: Construct = {
  name: 'directive',
  tokenize: tokenizer((effects, ok, nok) => {
    let colons = 0;
    const next: State = (code) => {
      if (code === null || markdownLineEnding(code)) {
        if (colons < 3) return nok(code);
        effects.exit('directive');
        return ok(code);
      }
      if (colons < 3 && code !== codes.colon) return nok(code);
      colons++;
      effects.consume(code);
      return next;
    };
    return (code) => {
      effects.enter('directive');
      return next(code);
    };
  }),
};

export const ownSyntax: Extension = {
  disable: { null: ['htmlFlow', 'definition'] },
  contentInitial: { [codes.open]: unlessGap('definitionUnlessGap', definition) },
  flow: {
    [codes.less]: unlessGap('htmlFlowUnlessGap', htmlFlow),
    [codes.dollar]: mathFlow,
    [codes.colon]: directive,
  },
  text: {
    [codes.bang]: wikiLink,
    [codes.dollar]: mathText,
    [codes.less]: gap,
    [codes.open]: [gap, wikiLink],
  },
};

/** Whether a character is punctuation as CommonMark counts it. */
export const isPunctuation = (char: string): boolean => unicodePunctuation(char.codePointAt(0) ?? null);
