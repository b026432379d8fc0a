import type { Notice } from './state.js';

/** A notice that stays until it is dismissed. */
export function wrong(what: string, advice: string, detail?: string): Notice {
  return { tone: 'wrong', what: plain(what), advice, detail };
}

/** A notice that disappears by itself. */
export function info(what: string, advice: string): Notice {
  return { tone: 'info', what: plain(what), advice };
}

/** A sentence with names of files, in which no name turns the direction of writing or hides anything. */
function plain(sentence: string): string {
  return sentence.replace(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu, (letter) => {
    return `\\u${(letter.codePointAt(0) as number).toString(16).padStart(4, '0')}`;
  });
}
