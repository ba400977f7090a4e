import { screen } from '@testing-library/react';
import {
  ERROR_CODES,
  explain,
} from '@understudy/backstage-plugin-s3-backup-common';
import { renderPart } from '../__testUtils__/render';
import { messages } from '../messages';
import french from '../translations/fr';
import { T, useT } from '../translation';
import { problemWords } from './problemWords';

type Key = keyof typeof messages;

/** Every detail that any message of a code names. */
function detailsOf(code: (typeof ERROR_CODES)[number]) {
  const text = (['title', 'message', 'hint'] as const)
    .map(part => messages[`error.${code}.${part}`])
    .join(' ');
  return Object.fromEntries(
    [...text.matchAll(/\{\{(\w+)\}\}/g)].map(([, name]) => [
      name,
      `<${name}> & {{x}} $t(history.title)`,
    ]),
  );
}

/** A language in which only this much is said. */
const tOf = (words: Partial<Record<Key, string | null>>): T =>
  ((key: Key, values: Record<string, string> = {}) =>
    (words[key] ?? messages[key]).replace(
      /\{\{(\w+)\}\}/g,
      (_, name: string) => values[name],
    )) as unknown as T;

async function realT(): Promise<T> {
  let real: T | undefined;
  function Probe() {
    real = useT();
    return <p>there</p>;
  }
  renderPart(<Probe />);
  await screen.findByText('there');
  return real as T;
}

it('says in English what the server says, for every code', async () => {
  const t = await realT();
  for (const code of ERROR_CODES) {
    for (const details of [{}, detailsOf(code)]) {
      const own = explain(code, details);
      expect({ code, ...problemWords(t, { code, details, ...own }) }).toEqual({
        code,
        ...own,
      });
    }
  }
});

it.each(ERROR_CODES)('%s is said in another language', code => {
  const details = detailsOf(code);
  const t = tOf(
    Object.fromEntries(
      Object.entries(messages).map(([key, text]) => [key, `fr ${text}`]),
    ),
  );
  const own = explain(code, details);
  expect(problemWords(t, { code, details, ...own })).toEqual({
    title: `fr ${own.title}`,
    message: `fr ${own.message}`,
    hint: `fr ${own.hint}`,
  });
});

it('fills lists, and names what is unknown in the language', () => {
  const code = 's3-no-such-bucket';
  const details = { bucket: ['a', 'b'] };
  const words = problemWords(tOf(french), {
    code,
    details,
    ...explain(code, details),
  });
  expect(words.title).toBe('Le compartiment n’existe pas');
  expect(words.message).toBe(
    'inconnu ne connaît aucun compartiment « a, b » (404).',
  );
});

it('keeps what the server says beyond the table, and unknown codes', () => {
  const t = tOf(french);
  const usual = explain('s3-swapped-keys');
  const own = { ...usual, hint: 'Ask Ann.', code: 's3-swapped-keys' };
  expect(problemWords(t, own)).toEqual({
    title: 'La clé et le secret semblent intervertis',
    message: 'L’ID a 40 caractères, le secret 20 et commence par inconnu.',
    hint: 'Ask Ann.',
  });
  // Of a run one sees the status of only: no message and no hint.
  const masked = { code: 'source-gone', title: 'Gone', message: '', hint: '' };
  expect(problemWords(t, masked)).toEqual({
    title: 'Gone',
    message: '',
    hint: '',
  });
  const odd = { code: 'from-tomorrow', title: null, message: 'm', hint: 'h' };
  expect(problemWords(t, odd)).toEqual({
    title: null,
    message: 'm',
    hint: 'h',
  });
  expect(problemWords(t, { message: 'plain' })).toEqual({
    title: null,
    message: 'plain',
    hint: null,
  });
});

it('translates the rows of a check-up, which bring no details', () => {
  const { message, hint } = explain('s3-swapped-keys');
  expect(
    problemWords(tOf(french), { code: 's3-swapped-keys', message, hint }).hint,
  ).toBe('Intervertissez-les.');
});
